"""Does what the page of interests asks for: fetches them, keeps choices, forgets, opens photos."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from desktop_app.domain.history import HistoryMode, InterestChoice, PhotoView
from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.library import Changes
from desktop_app.errors import UserError
from desktop_app.gui import places
from desktop_app.gui.places import Kind
from desktop_app.gui.refreshing import Pace

if TYPE_CHECKING:
    from desktop_app.domain.suggestion import Interest
    from desktop_app.gui.for_you_desk import ForYouDesk
    from desktop_app.gui.for_you_evidence import Evidence
    from desktop_app.gui.for_you_interest import InterestContent
    from desktop_app.gui.interests_page import InterestsPage
    from desktop_app.gui.window import MainWindow

log = logging.getLogger(__name__)

NEWS_SHARE, NEWS_REST_S = 0.1, 30.0


class InterestsDesk(QObject):
    """The interests' part of a window. GUI thread."""

    def __init__(self, window: MainWindow, desk: ForYouDesk) -> None:
        super().__init__(desk)
        self._window, self._desk = window, desk
        self._library, self._bridge = window.library, window.bridge
        self._page: InterestsPage | None = None
        self._is_shown = False
        self._generation = 0
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(lambda: self.refresh() if self._is_shown else None)
        window.navigator.moved.connect(self._on_moved)

    @property
    def page(self) -> InterestsPage:
        """The page, made when it is first wanted."""
        if self._page is None:
            self._page = self._window.space.make_interests()
            self._connect(self._page)
            self.take_settings()
        return self._page

    def _connect(self, page: InterestsPage) -> None:
        go = self._window.navigator.go
        page.photo_opened.connect(self._open)
        page.menu_requested.connect(lambda ids, at: self._show_menu(ids, at))
        page.choice_made.connect(self._choose)
        page.forget_wanted.connect(self._forget)
        page.looks_wanted.connect(self._ask_looks)
        page.for_you_wanted.connect(lambda: go(places.FOR_YOU))
        page.history_wanted.connect(self._desk.go_to_history)
        page.browse_wanted.connect(lambda: go(places.timeline()))

    def take_settings(self) -> None:
        """Follows the window's settings."""
        if self._page is not None:
            chosen = self._window.settings
            self._page.set_options(is_motion_reduced=chosen.is_motion_reduced, is_veiling=chosen.is_veiling_sensitive)

    def take_news(self, changes: Changes) -> None:
        """Interests follow looks and choices at once, an import now and then."""
        if self._is_shown and (changes.is_history_changed or changes.is_membership_changed):
            self._pace.want()
            if changes.is_history_changed or changes.is_undo_changed:
                self._pace.hurry()

    def _on_moved(self) -> None:
        is_here = self._window.navigator.place.kind is Kind.INTERESTS
        if is_here and not self._is_shown:
            self.page.take_focus()
            self.refresh()
        self._is_shown = is_here

    def refresh(self) -> None:
        """Asks for the interests again."""
        self._generation += 1
        generation = self._generation
        self._pace.begin()

        def is_current() -> bool:
            return generation == self._generation

        show, fail = self._pace.ending(self._show), self._pace.ending(self._on_failed)

        def found(interests: Sequence[Interest]) -> None:
            from desktop_app.gui.interests_page import load  # late, as the page itself

            contents = self._library.ask(lambda queries: load(queries, interests))
            self._bridge.when_done(contents, show, fail, receiver=self, is_current=is_current)

        asked = self._library.interests()
        self._bridge.when_done(asked, found, fail, receiver=self, is_current=is_current)

    def _show(self, contents: Sequence[InterestContent]) -> None:
        is_learning = self._window.settings.history_mode == HistoryMode.ON and not self._library.is_private_session
        self.page.show_interests(contents, is_learning=is_learning)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._window.toast.say(error.sentence())
        else:
            log.error("the interests could not be shown", exc_info=error)
            self._window.toast.say(self.tr("Your interests cannot be shown just now."))

    def _open(self, photo_id: PhotoId, ids: Sequence[PhotoId]) -> None:
        self._desk.open_row(ids, list(ids).index(photo_id), self.page.card_rect(photo_id))

    def _show_menu(self, ids: Sequence[PhotoId], at: QPoint) -> None:
        self._desk.show_menu(ids, at)

    def _choose(self, choice: InterestChoice) -> None:
        from desktop_app.library.commands import ChooseInterest  # late, like those below: after the first tiles

        words = self.tr("Interest changed")
        self._window.edits.run(ChooseInterest(choice), lambda _edit: words)

    def _forget(self, interest_id: InterestId) -> None:
        from desktop_app.library.commands import ForgetInterest

        words = self.tr("Interest forgotten")
        self._window.edits.run(ForgetInterest(interest_id), lambda _edit: words)

    def _ask_looks(self, interest_id: InterestId) -> None:
        def found(behind: tuple[list[PhotoView], object]) -> None:
            from desktop_app.gui.for_you_evidence import load_evidence  # late: only when asked for

            views = behind[0]
            evidence = self._library.ask(lambda queries: load_evidence(queries, views))
            self._bridge.when_done(evidence, show, self._on_failed, receiver=self)

        def show(evidence: Evidence) -> None:
            self.page.show_looks(interest_id, evidence)

        asked = self._library.interest_evidence(interest_id)
        self._bridge.when_done(asked, found, self._on_failed, receiver=self)
