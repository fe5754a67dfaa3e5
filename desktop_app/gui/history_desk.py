"""The view history's part of a window: what is measured, the question, private sessions, and the page with its acts."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_app.domain.history import FeedbackKind, HistoryDay, HistoryMode, ViewSource
from desktop_app.domain.ids import PhotoId, ViewId
from desktop_app.domain.library import Changes
from desktop_app.errors import UserError
from desktop_app.gui.places import Kind
from desktop_app.gui.refreshing import Pace
from desktop_app.gui.view_tracker import ViewTracker

if TYPE_CHECKING:
    from desktop_app.gui.history_model import HistoryPart
    from desktop_app.gui.history_page import HistoryPage
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

FIRST_LOOKS = 300
NEWS_SHARE, NEWS_REST_S = 0.1, 30.0


def now_ms() -> int:
    """Returns the clock, UTC milliseconds."""
    return time.time_ns() // 1_000_000


class HistoryDesk(QObject):
    """Owns the tracker and serves the page, which is made when it is first wanted. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library, self._bridge = window, window.library, window.bridge
        self._page: HistoryPage | None = None
        self._mode = self.mode
        self._is_stale = True
        self._generation = 0
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(lambda: self._load() if self._is_shown else None)
        self.tracker = ViewTracker(window.space.viewer, self._library.record_views, lambda: self.is_recording)
        self._asked: tuple[PhotoId, ...] = ()
        window.navigator.makers[Kind.HISTORY] = self.make_page
        window.navigator.moved.connect(self._on_moved)
        window.for_you_desk.set_question(self.make_question)
        window.acts.copied.connect(lambda ids: self.note(FeedbackKind.EXPORT, ids))
        window.space.grid.dragged_out.connect(lambda ids: self.note(FeedbackKind.EXPORT, ids))
        window.installEventFilter(self)
        window.space.status.private_end_wanted.connect(lambda: self.set_private(is_private=False))

    @property
    def mode(self) -> HistoryMode:
        """What the user chose; anything unreadable counts as off."""
        chosen = self._window.settings.history_mode
        return HistoryMode(chosen) if chosen in set(HistoryMode) else HistoryMode.OFF

    @property
    def is_recording(self) -> bool:
        """Whether looks are remembered now."""
        return self.mode is HistoryMode.ON and not self._library.is_private_session

    def note(self, kind: FeedbackKind, ids: Sequence[PhotoId]) -> None:
        """Remembers an act that tells about taste, when acts are remembered."""
        if ids and self.is_recording:
            self._library.record_feedback(kind, tuple(ids))

    # choices

    def make_question(self) -> QWidget:
        """Returns the question for the For You page."""
        from desktop_app.gui.history_question import HistoryQuestion  # late: only where nobody has answered

        question = HistoryQuestion(self._library.paths.history)
        question.answered.connect(self.set_mode)
        return question

    def set_mode(self, mode: HistoryMode) -> None:
        """Takes over whether looks are remembered, and says so."""
        self._window.change_settings(replace(self._window.settings, history_mode=mode.value))
        words = {
            HistoryMode.ON: self.tr("The photos you look at are remembered from now on"),
            HistoryMode.PAUSED: self.tr("Paused: new looks are not remembered"),
        }.get(mode, self.tr("Looks are not remembered"))
        self._window.toast.say(words)

    def toggle_pause(self) -> None:
        """Pauses remembering, or goes on."""
        self.set_mode(HistoryMode.PAUSED if self.mode is HistoryMode.ON else HistoryMode.ON)

    def toggle_private(self) -> None:
        """Begins a private session, or ends it."""
        self.set_private(is_private=not self._library.is_private_session)

    def set_private(self, *, is_private: bool) -> None:
        """Begins or ends a private session: what was looked at before it stays, what is looked at in it does not."""
        if is_private == self._library.is_private_session:
            return
        self.tracker.flush()
        self._library.set_private_session(is_private=is_private)
        self.tracker.follow_mode()
        self._show_state()
        words = self.tr("Private session: nothing you look at is remembered until it ends")
        self._window.toast.say(words if is_private else self.tr("The private session has ended"))

    def take_settings(self) -> None:
        """Follows the window's settings. Called before the library follows them, so that earlier looks still count."""
        if self._page is not None:
            self._page.list.set_veiling(is_veiling=self._window.settings.is_veiling_sensitive)
            self._page.set_kept_days(self._window.settings.history_kept_days)
        if self.mode is not self._mode:
            self._mode = self.mode
            self.tracker.flush()
            self.tracker.follow_mode()
        self._show_state()

    def _show_state(self) -> None:
        window, is_private = self._window, self._library.is_private_session
        window.space.status.show_private(is_private=is_private)
        name = self.tr("Reverie")
        window.setWindowTitle(self.tr("{name} (private session)").format(name=name) if is_private else name)
        if self._page is not None:
            self._page.set_state(self.mode, is_private=is_private)
        window.for_you_desk.refresh_state()
        window.update_actions()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the window closes."""
        if event.type() == QEvent.Type.Close and watched is self._window:
            self.close()
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """The window closes: what was looked at is handed over, and a private session ends with it."""
        self.tracker.close()
        if self._library.is_private_session:
            self._library.set_private_session(is_private=False)

    # the page

    def make_page(self) -> HistoryPage:
        """Returns the page of the history."""
        if self._page is None:
            from desktop_app.gui.history_page import HistoryPage  # late: the window's first tiles do not wait for it

            self._page = page = HistoryPage(self._library, self._bridge, self._window)
            self._window.space.pages.addWidget(page)
            page.mode_wanted.connect(self.set_mode)
            page.private_end_wanted.connect(lambda: self.set_private(is_private=False))
            page.kept_days_chosen.connect(self._on_kept_days)
            page.export_wanted.connect(self.choose_export)
            page.clear_wanted.connect(lambda: self.ask_clear(self._window))
            page.list.opened.connect(self._open)
            page.list.timeline_wanted.connect(self._window.for_you_desk.show_on_timeline)
            page.list.views_unwanted.connect(self._on_views_unwanted)
            page.list.day_unwanted.connect(self._on_day_unwanted)
            page.list.rows.more_wanted.connect(self._load_more)
            self.take_settings()
        return self._page

    def take_news(self, changes: Changes) -> None:
        """The page follows what is added and deleted at once, photos that come and go now and then."""
        if changes.is_history_changed or changes.is_membership_changed:
            self._is_stale = True
            if self._is_shown:
                self._pace.want()
                if changes.is_history_changed or changes.is_undo_changed:
                    self._pace.hurry()

    @property
    def _is_shown(self) -> bool:
        return self._window.navigator.place.kind is Kind.HISTORY and not self._window.space.is_viewing

    def _on_moved(self) -> None:
        if self._is_shown and self._is_stale:
            self._load()
        place = self._window.navigator.place
        asked = place.request.photo_ids if place.kind is Kind.SIMILAR and place.request is not None else ()
        if asked != self._asked:
            self.note(FeedbackKind.FIND_SIMILAR, [photo for photo in asked if photo not in self._asked])
            self._asked = asked

    def _load(self) -> None:
        """Asks for as many looks as are shown, anew."""
        page = self.make_page()
        self._is_stale = False
        self._generation += 1
        generation, until_ms, today = self._generation, now_ms(), datetime.now().astimezone().date()
        wanted = max(FIRST_LOOKS, page.list.rows.look_count)
        self._pace.begin()

        def ask(queries: Queries) -> HistoryPart:
            from desktop_app.gui.history_model import load_part

            return load_part(queries, queries.history_days(until_ms), until_ms, wanted, today)

        def fail(error: BaseException) -> None:
            self._is_stale = True
            log.error("the history could not be shown", exc_info=error)

        self._bridge.when_done(
            self._library.ask(ask),
            self._pace.ending(page.show_part),
            self._pace.ending(fail),
            receiver=page,
            is_current=lambda: generation == self._generation,
        )

    def _load_more(self) -> None:
        page, generation, until_ms = self.make_page(), self._generation, now_ms()
        rest: tuple[HistoryDay, ...] = page.list.rows.rest
        today = datetime.now().astimezone().date()

        def ask(queries: Queries) -> HistoryPart:
            from desktop_app.gui.history_model import load_part

            return load_part(queries, rest, until_ms, FIRST_LOOKS, today)

        self._bridge.when_done(
            self._library.ask(ask),
            page.list.rows.append,
            receiver=page,
            is_current=lambda: generation == self._generation,
        )

    def _open(self, photo_id: PhotoId, row: Sequence[PhotoId]) -> None:
        window = self._window
        window.space.show_viewer(is_shown=True)
        sensitive = frozenset(self.make_page().list.rows.sensitive_ids())
        window.space.viewer.open_photos(row, row.index(photo_id), sensitive=sensitive, source=ViewSource.LIBRARY)
        window.toast.place()
        window.update_actions()

    # forgetting

    def _on_kept_days(self, days: int) -> None:
        self._window.change_settings(replace(self._window.settings, history_kept_days=days))

    def _on_views_unwanted(self, ids: list[ViewId]) -> None:
        from desktop_app.gui import history_words  # late, like those below: after the first tiles
        from desktop_app.gui.history_dialogs import ask_looks

        def delete() -> None:
            page = self.make_page()
            page.list.rows.remove(frozenset(ids))
            page.follow_rows()
            words = self.tr("Deleted: {looks}").format(looks=history_words.looks_text(len(ids)))
            self._follow(self._library.history.delete_views(tuple(ids)), words)

        if len(ids) > 1:
            ask_looks(self._window, len(ids), delete)
        else:
            delete()

    def _on_day_unwanted(self, day: date) -> None:
        from desktop_app.gui import history_words
        from desktop_app.gui.history_dialogs import ask_day

        text = history_words.day_text(day, datetime.now().astimezone().date())
        ask_day(
            self._window,
            text,
            lambda: self._follow(self._library.history.delete_day(day), self.tr("The looks of this day are deleted")),
        )

    def ask_clear(self, parent: QWidget) -> QMessageBox:
        """Asks whether everything shall be deleted, and does it."""
        from desktop_app.gui.history_dialogs import ask_clearing

        def clear() -> None:
            self.tracker.follow_mode()  # the look under way goes too
            self._follow(self._library.history.clear(), self.tr("Everything that was remembered is deleted"))

        return ask_clearing(parent, clear)

    def choose_export(self) -> None:
        """Lets the user choose a file to write the history to."""
        start = str(Path.home() / self.tr("reverie-history.json"))
        name, _kind = QFileDialog.getSaveFileName(self._window, self.tr("Export what is remembered"), start, "*.json")
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Writes the history to a file and says so."""
        from desktop_app.gui import history_words

        self.tracker.flush()
        self._bridge.when_done(
            self._library.history.export(path),
            lambda count: self._window.toast.say(
                self.tr("{looks} written to {file}").format(looks=history_words.looks_text(count), file=path.name)
            ),
            self._fail,
            receiver=self,
        )

    def _follow(self, future: object, words: str) -> None:
        self._bridge.when_done(future, lambda _none: self._window.toast.say(words), self._fail, receiver=self)  # type: ignore[arg-type]

    def _fail(self, error: BaseException) -> None:
        self._is_stale = True
        self._on_moved()
        if isinstance(error, UserError):
            self._window.toast.say(error.sentence())
        else:
            log.error("an act on the view history failed", exc_info=error)
            self._window.toast.say(self.tr("That did not work. Nothing was deleted."))
