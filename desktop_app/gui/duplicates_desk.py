"""Duplicates in a window: looks for them when the page is wanted, shows them, and does what the user decides."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes
from desktop_app.errors import CancelledError, UserError
from desktop_app.gui import places
from desktop_app.gui.edit_words import done_text
from desktop_app.gui.places import Kind
from desktop_app.gui.refreshing import Pace
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.domain.duplicate import DuplicateReport
    from desktop_app.gui.duplicates_page import DuplicatesPage
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.queries import Queries
    from desktop_app.library.trash_commands import ResolveDuplicates

log = logging.getLogger(__name__)

NEWS_SHARE, NEWS_REST_S = 0.1, 30.0
Choices = tuple[tuple[PhotoId, tuple[PhotoId, ...]], ...]


class DuplicatesDesk(QObject):
    """Serves the page of duplicates, which is made when it is first wanted. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library, self._bridge = window, window.library, window.bridge
        self._page: DuplicatesPage | None = None
        self._is_stale = True
        self._generation = 0
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(lambda: self._search() if self._is_shown else None)
        window.navigator.makers[Kind.DUPLICATES] = self.make_page
        window.navigator.moved.connect(self._on_moved)

    def make_page(self) -> DuplicatesPage:
        """Returns the page."""
        if self._page is None:
            from desktop_app.gui.duplicates_page import DuplicatesPage  # late: the first tiles do not wait for it

            self._page = page = DuplicatesPage(self._library, self._bridge, self._window)
            self._window.space.pages.addWidget(page)
            page.resolved.connect(self._on_resolved)
            page.all_resolved.connect(self._on_all_resolved)
            page.not_duplicates.connect(self._on_not_duplicates)
            page.hide_wanted.connect(self._on_hidden)
            page.photos_wanted.connect(self._load_photos)
            page.rules_wanted.connect(self.open_rules)
            page.search_wanted.connect(self._search)
            page.cancel_wanted.connect(self._library.order.duplicates.cancel)
            self.take_settings()
        return self._page

    @property
    def _is_shown(self) -> bool:
        return self._window.navigator.place.kind is Kind.DUPLICATES and not self._window.space.is_viewing

    def take_settings(self) -> None:
        """Follows the window's settings."""
        if self._page is not None:
            self._page.set_veiling(is_veiling=self._window.settings.is_veiling_sensitive)

    def take_news(self, changes: Changes) -> None:
        """Photos came, went or were decided on: what is shown is looked for again, at once after an act."""
        if changes.is_membership_changed or changes.added or changes.updated or changes.is_order_changed:
            self._is_stale = True
            if self._is_shown:
                self._pace.want()
                if changes.is_undo_changed:
                    self._pace.hurry()

    def _on_moved(self) -> None:
        if self._is_shown and self._is_stale:
            self._search()

    # looking

    def _search(self) -> None:
        page = self.make_page()
        self._is_stale = False
        self._generation += 1
        generation = self._generation
        self._pace.begin()
        page.show_progress(None)

        def is_current() -> bool:
            return generation == self._generation

        def on_progress(share: float) -> None:
            self._bridge.post(lambda: page.show_progress(share) if is_current() and page.is_searching else None)

        def found(report: DuplicateReport) -> None:
            ids = [photo for one in report.sets for photo in one.photo_ids]

            def ask(queries: Queries) -> frozenset[PhotoId]:
                return queries.sensitive_among(ids)

            self._bridge.when_done(
                self._library.ask(ask),
                self._pace.ending(lambda sensitive: self._show(report, sensitive)),
                failed,
                receiver=page,
                is_current=is_current,
            )

        failed = self._pace.ending(self._on_failed)
        future = self._library.order.duplicates.find(on_progress=on_progress)
        self._bridge.when_done(future, found, failed, receiver=page, is_current=is_current)

    def _show(self, report: DuplicateReport, sensitive: frozenset[PhotoId]) -> None:
        from desktop_app.gui.duplicates_facts import sets_text  # late, as everything only this page needs

        self.make_page().show_report(report, sensitive)
        navigator = self._window.navigator
        navigator.notes[places.DUPLICATES] = sets_text(len(report.sets)) if report.sets else ""
        if self._is_shown:
            navigator.show_title()

    def _on_failed(self, error: BaseException) -> None:
        self._is_stale = True
        page = self.make_page()
        if isinstance(error, CancelledError):
            page.show_failed(self.tr("It was stopped."))
        elif isinstance(error, UserError):
            page.show_failed(error.sentence())
        else:
            log.error("duplicates could not be looked for", exc_info=error)
            page.show_failed(self.tr("Something went wrong. Your photos are untouched."))

    def _load_photos(self, ids: tuple[PhotoId, ...]) -> None:
        page, generation = self.make_page(), self._generation
        self._bridge.when_done(
            self._library.ask(lambda queries: queries.photos(ids)),
            lambda photos: page.add_photos(ids, photos),
            receiver=page,
            is_current=lambda: generation == self._generation,
        )

    # acts

    def _on_resolved(self, keep: PhotoId, goers: tuple[PhotoId, ...], is_merging: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._resolve(self._command(((keep, goers),), is_merging=is_merging))
        self.make_page().settle(frozenset(goers))

    def _on_all_resolved(self, choices: Choices, is_merging: bool) -> None:  # noqa: FBT001 - a signal's argument
        from desktop_app.gui.duplicates_dialogs import ask_resolving_all

        command = self._command(choices, is_merging=is_merging)  # what is asked about, whatever is found meanwhile

        def go() -> None:
            self._resolve(command)

        ask_resolving_all(self._window, len(choices), sum(len(goers) for _keep, goers in choices), go)

    def _command(self, choices: Choices, *, is_merging: bool) -> ResolveDuplicates:
        """Returns what is to be done about sets of the tier shown: only with photos that are as they were compared."""
        from desktop_app.domain.duplicate import Tier  # late: after the first tiles
        from desktop_app.library.trash_commands import (
            ResolveDuplicates,  # late, like those below: after the first tiles
        )

        page = self.make_page()
        is_identical = page.tier is Tier.IDENTICAL
        goers = frozenset(photo for _keep, going in choices for photo in going) if is_identical else frozenset()
        wanted, known = {photo for keep, going in choices for photo in (keep, *going)}, page.contents()
        contents = tuple((photo, known[photo]) for photo in sorted(wanted & known.keys()))
        folders = self._window.settings.protected_folders
        return ResolveDuplicates(choices, is_merging, goers, contents, folders)

    def _resolve(self, command: ResolveDuplicates) -> None:
        count = sum(len(goers) for _keep, goers in command.choices)

        def words(_edit: object) -> str:
            return counted("Duplicates", "1 photo moved to the trash", "{n} photos moved to the trash", count)

        self._window.edits.run(command, words, self._on_act_failed)

    def _on_not_duplicates(self, ids: tuple[PhotoId, ...]) -> None:
        from desktop_app.library.trash_commands import NotDuplicates

        words = self.tr("All kept. They are not shown as duplicates again.")
        self._window.edits.run(NotDuplicates(ids), lambda _edit: words, self._on_act_failed)
        self.make_page().settle(frozenset(ids))

    def _on_hidden(self, ids: tuple[PhotoId, ...]) -> None:
        from desktop_app.library.commands import SetHidden

        command = SetHidden(ids, is_hidden=True)
        self._window.edits.run(command, lambda _edit: done_text(command, len(ids)), self._on_act_failed)
        self.make_page().settle(frozenset(ids))

    def _on_act_failed(self, error: BaseException) -> None:
        """What was settled on the page comes back as it is."""
        self._window.edits.fail(error)
        self._search()

    def open_rules(self) -> None:
        """Lets the user choose what is kept."""
        from desktop_app.gui.keep_rules_dialog import KeepRulesDialog

        settings = self._window.settings
        dialog = KeepRulesDialog(settings.keep_rules, settings.protected_folders, self._window)
        dialog.changed.connect(self._on_rules)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._search() if self._is_stale else None)
        dialog.open()

    def _on_rules(self, rules: tuple[str, ...], folders: tuple[str, ...]) -> None:
        self._is_stale = True
        self._window.change_settings(replace(self._window.settings, keep_rules=rules, protected_folders=folders))
