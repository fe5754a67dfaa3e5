"""Does what For You and Your interests ask for: fetches pages, runs acts, opens photos, tells what was seen."""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.domain.history import HistoryMode, ViewSource
from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.library import Changes
from desktop_app.domain.photo import Badge
from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import UserError
from desktop_app.gui import menus, places
from desktop_app.gui.for_you_album_desk import SuggestedAlbums
from desktop_app.gui.for_you_interests import NEWS_REST_S, NEWS_SHARE, InterestsDesk
from desktop_app.gui.for_you_seen import SeenTracker
from desktop_app.gui.for_you_strip import StripDesk
from desktop_app.gui.places import Kind
from desktop_app.gui.refreshing import Pace

if TYPE_CHECKING:
    from desktop_app.domain.suggestion import ForYouPage as Suggestions
    from desktop_app.domain.suggestion import ForYouRequest
    from desktop_app.gui.for_you_content import PageContent
    from desktop_app.gui.for_you_page import ForYouPage
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.commands import Command

log = logging.getLogger(__name__)

PREPARE_AFTER_MS, PREPARE_STEP_MS = 2500, 40  # after the first page was answered
GUI = "desktop_app.gui.for_you_"
PARTS = ("numpy.ma", GUI + "geometry", GUI + "pictures", GUI + "cards", GUI + "shelf", GUI + "albums", GUI + "page")
STALE_S = 900.0  # a page left so long ago is made anew when one comes back


def today() -> date:
    """Returns the local day."""
    return datetime.now().astimezone().date()


class ForYouDesk(QObject):
    """The For You page's part of a window. GUI thread; knows one page at a time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library, self._bridge = window, window.library, window.bridge
        self._page: ForYouPage | None = None
        self._question: Callable[[], QWidget] | None = None
        self._generation = 0
        self._is_stale = True
        self._left_at_s = 0.0
        self._is_shown = False
        self._seen = SeenTracker(
            self._seen_now, self._library.record_shown, clock=time.monotonic, today=today, parent=self
        )
        self._slow = QTimer(self, singleShot=True, interval=400)
        self._slow.timeout.connect(lambda: self.page.say_waiting())
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(self._fill)
        window.navigator.moved.connect(self._on_moved)
        self._parts = list(PARTS)
        self._prepare_timer = QTimer(self, singleShot=True, interval=PREPARE_AFTER_MS)
        self._prepare_timer.timeout.connect(self._prepare)
        window.navigator.opened.connect(self._prepare_timer.start)
        self.interests = InterestsDesk(window, self)
        self.strip = StripDesk(window, self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _prepare(self) -> None:
        """Loads the page's code and makes it empty while nothing else is to be done: the first visit is quick then."""
        if self._parts:
            importlib.import_module(self._parts.pop(0))
            self._prepare_timer.start(PREPARE_STEP_MS)
        elif self._window.isVisible():
            self._window.space.make_for_you()

    @property
    def page(self) -> ForYouPage:
        """The page, made when it is first wanted: the window's first tiles do not wait for it."""
        if self._page is None:
            self._page = self._window.space.make_for_you()
            self._connect(self._page)
            self.take_settings()
        return self._page

    def set_question(self, make: Callable[[], QWidget]) -> None:
        """Sets who makes the widget that asks whether looks may be remembered; it is called once, when needed."""
        self._question = make
        self.refresh_state()

    def _connect(self, page: ForYouPage) -> None:
        window = self._window
        page.photo_opened.connect(self.open_photo)
        page.source_opened.connect(self.open_source)
        page.act_wanted.connect(self.act)
        page.menu_requested.connect(self.show_menu)
        page.current_changed.connect(self._on_current)
        page.browse_wanted.connect(lambda: window.navigator.go(places.timeline()))
        page.notice_acted.connect(self._on_notice)
        page.failed_acted.connect(self.refresh)
        page.head.refresh_wanted.connect(self.refresh)
        page.head.interests_wanted.connect(lambda: window.navigator.go(places.INTERESTS))
        page.head.history_wanted.connect(self.go_to_history)
        SuggestedAlbums(window, page, self)

    @cached_property
    def _request(self) -> ForYouRequest:
        """What the page was asked for last."""
        from desktop_app.domain.suggestion import ForYouRequest  # late, like those below: after the first tiles

        return ForYouRequest()

    # coming and going

    def _on_moved(self) -> None:
        is_here = self._window.navigator.place.kind is Kind.FOR_YOU
        if not is_here and self._page is None:
            return
        self.page.set_counts(self._window.navigator.counts)
        if is_here and not self._is_shown:
            self.refresh_state()
            is_old = time.monotonic() - self._left_at_s > STALE_S
            day = None if self.page.content is None else self.page.content.page.day
            if self.page.content is None or day != today() or (self._is_stale and is_old):
                self._ask_anew()
            elif self._is_stale:
                self._ask(self._request, is_kept=True)
            self._seen.start()
        elif not is_here and self._is_shown:
            self._seen.stop()
            self._left_at_s = time.monotonic()
        self._is_shown = is_here

    def refresh_state(self) -> None:
        """Shows anew whether looks are remembered."""
        if self._page is None:
            return
        mode = HistoryMode(self._window.settings.history_mode)
        if mode is HistoryMode.UNASKED and self._question is not None:
            make, self._question = self._question, None
            self._page.set_question(make())
        self.page.set_history(mode=mode, is_private=self._library.is_private_session)

    def take_settings(self) -> None:
        """Follows the window's settings."""
        chosen = self._window.settings
        self.interests.take_settings()
        self.strip.take_settings()
        if self._page is None:
            return
        self.page.set_options(is_motion_reduced=chosen.is_motion_reduced, is_veiling=chosen.is_veiling_sensitive)
        self.refresh_state()

    def take_news(self, changes: Changes) -> None:
        """The page follows edits at once; what is only newly looked at changes it when one comes back.

        Photos must not move under the pointer because one of them was opened.
        """
        self.interests.take_news(changes)
        self.strip.take_news(changes)
        if self._page is None:
            return
        if changes.is_history_changed:
            self.refresh_state()
        is_edit = changes.is_undo_changed and (changes.is_history_changed or changes.is_membership_changed)
        is_other = changes.is_membership_changed or changes.is_history_changed or bool(changes.added)
        self._is_stale |= is_edit or is_other
        if changes.updated and not changes.is_undo_changed:
            for pictures in (self.page.cards, self.page.marks, self.page.covers):
                pictures.forget(list(changes.updated))
        if self._is_shown and is_edit:
            self._ask(self._request, is_kept=self._is_filled)
        elif self._is_shown and is_other and not self._is_filled:
            self._pace.want()

    def _fill(self) -> None:
        """An import may have brought what an empty page can show."""
        if self._is_shown and not self._is_filled:
            self._ask(self._request, is_kept=False)

    @property
    def _is_filled(self) -> bool:
        return self._page is not None and self._page.content is not None and bool(self._page.content.shelves)

    def go_to_history(self) -> None:
        """Goes to the page of looks."""
        self._window.navigator.go(places.HISTORY)

    def refresh(self) -> None:
        """Shows the next page: other photos than those shown now."""
        shown = frozenset() if self.page.content is None else self.page.content.ids
        self._ask(replace(self._request, seed=self._request.seed + 1, left_out=shown), is_kept=False)

    def _ask_anew(self) -> None:
        from desktop_app.domain.suggestion import ForYouRequest

        self._ask(ForYouRequest(), is_kept=False)

    def _ask(self, request: ForYouRequest, *, is_kept: bool) -> None:
        self._generation += 1
        generation = self._generation
        self._request, self._is_stale = request, False
        self._pace.begin()
        failed = self._pace.ending(self._on_failed)
        if self.page.content is None:
            self._slow.start()

        def is_current() -> bool:
            return generation == self._generation

        def made(page: Suggestions) -> None:
            from desktop_app.gui.for_you_content import load  # late, as everything only this page needs

            content = self._library.ask(lambda queries: load(queries, page))
            self._bridge.when_done(
                content,
                self._pace.ending(lambda found: self._show(found, is_kept=is_kept)),
                failed,
                receiver=self,
                is_current=is_current,
            )

        self._bridge.when_done(self._library.for_you(request), made, failed, receiver=self, is_current=is_current)

    def _show(self, content: PageContent, *, is_kept: bool) -> None:
        from desktop_app.gui.for_you_content import settled

        self._slow.stop()
        shown = self.page.content
        if is_kept and shown is not None:
            content = settled(shown, content)
        self.page.show_content(content, is_kept=is_kept)

    def _on_failed(self, error: BaseException) -> None:
        self._slow.stop()
        self._is_stale = True
        if not isinstance(error, UserError):
            log.error("the For You page could not be made", exc_info=error)
        sentence = (
            error.sentence() if isinstance(error, UserError) else self.tr("Suggestions cannot be shown just now.")
        )
        if self._is_filled:
            self._window.toast.say(sentence)
            self.page.come_back(list(self.page.content.ids) if self.page.content else [])
        else:
            self.page.say_failed(sentence)

    def _seen_now(self) -> Sequence[PhotoId]:
        space = self._window.space
        is_in_use = self._window.isActiveWindow() and not space.is_viewing and self._is_shown
        return self.page.ids_seen() if is_in_use else []

    def _on_focus(self) -> None:
        if self._is_shown and not self._window.space.is_viewing:
            self._on_current()

    def _on_current(self) -> None:
        self._window.details.show(self._window.chosen_ids)
        self._window.update_actions()

    # photos

    def open_photo(self, photo_id: PhotoId) -> None:
        """Opens a card in the viewer, with its shelf as the row."""
        view = self.page.view_of(photo_id)
        if view is not None:
            self.open_row(view.ids, view.ids.index(photo_id), self.page.card_rect(photo_id))

    def open_source(self, photo_id: PhotoId) -> None:
        """Opens the photo that a reason names."""
        self.open_row([photo_id], 0, None)

    def open_row(self, ids: Sequence[PhotoId], at: int, card: QRect | None) -> None:
        """Opens photos in the viewer, growing out of a card where there is one."""
        window = self._window
        window.space.show_viewer(is_shown=True)
        viewer = window.space.viewer
        start = None
        if card is not None and not window.settings.is_motion_reduced:
            start = QRectF(QPoint(viewer.mapFromGlobal(card.topLeft())), card.size().toSizeF())
        viewer.open_photos(ids, at, grow_from=start, source=ViewSource.FOR_YOU)
        window.toast.place()
        window.update_actions()

    def show_on_timeline(self, photo_id: PhotoId) -> None:
        """Goes to the library and scrolls to the photo."""
        if self._window.space.is_viewing:
            self._window.space.viewer.close_viewer()
        self._window.navigator.focus_photo(photo_id)
        self._window.navigator.go(places.timeline())

    def act(self, photo_id: PhotoId, name: str) -> None:
        """Does what a card's icon, its menu or a key asks for."""
        from desktop_app.gui.for_you_card_painting import CardAct

        acts: dict[CardAct, Callable[[], object]] = {
            CardAct.FAVOURITE: lambda: self._toggle_favourite(photo_id),
            CardAct.SIMILAR: lambda: self._window.find_similar(SimilarRequest(photo_ids=(photo_id,))),
            CardAct.TIMELINE: lambda: self.show_on_timeline(photo_id),
            CardAct.LESS: lambda: self.less_like([photo_id]),
            CardAct.NEVER: lambda: self.never_suggest([photo_id]),
            CardAct.WHY: lambda: self.explain(photo_id),
        }
        acts[CardAct(name)]()

    def _toggle_favourite(self, photo_id: PhotoId) -> None:
        badges = Badge(self.page.badges_of(photo_id)) ^ Badge.FAVOURITE
        self.page.update_badges({photo_id: badges})
        self._window.edits.set_favourite([photo_id], is_favourite=bool(badges & Badge.FAVOURITE))

    def less_like(self, ids: Sequence[PhotoId]) -> None:
        """Asks for fewer of this kind; the cards go at once."""
        from desktop_app.library.commands import LessLikeThis  # late, like those below: after the first tiles

        self._say_no(LessLikeThis(tuple(ids)), ids, self.tr("Fewer photos like this will be suggested"))

    def never_suggest(self, ids: Sequence[PhotoId]) -> None:
        """Keeps photos out of all suggestions; the cards go at once."""
        from desktop_app.library.commands import NeverSuggest

        self._say_no(NeverSuggest(tuple(ids)), ids, self.tr("Never suggested again"))

    def _say_no(self, command: Command, ids: Sequence[PhotoId], words: str) -> None:
        def failed(error: BaseException) -> None:
            self.page.come_back(ids)
            self._window.edits.fail(error)

        if ids:
            self.page.leave(ids)
            self._window.edits.run(command, lambda _edit: words, failed)

    def explain(self, photo_id: PhotoId) -> None:
        """Opens the panel that says why a photo is here."""
        from desktop_app.gui.for_you_why import WhyPanel  # late: only when asked for

        content, card = self.page.content, self.page.card_rect(photo_id)
        shelf = None if content is None else content.shelf_of(photo_id)
        if content is None or shelf is None or card is None:
            return
        suggestion = shelf.suggestions[photo_id]
        panel = WhyPanel(self._library, self._bridge, self._window)
        panel.photo_opened.connect(self.open_source)
        panel.forget_wanted.connect(self.forget_interest)
        panel.interests_wanted.connect(lambda: self._window.navigator.go(places.INTERESTS))
        source = None if suggestion.because is None else content.photos.get(suggestion.because)
        panel.explain(suggestion, shelf, source, card)

    def forget_interest(self, interest_id: InterestId) -> None:
        """Forgets the looks behind an interest."""
        from desktop_app.library.commands import ForgetInterest

        words = self.tr("The looks behind it are forgotten")
        self._window.edits.run(ForgetInterest(interest_id), lambda _edit: words)

    def show_menu(self, ids: Sequence[PhotoId], at: QPoint) -> None:
        """Opens the menu of a card; actions work on the card that has the focus."""
        del ids
        self._window.update_actions()
        menus.context_menu(menus.SUGGESTION_MENU, self._window.actions_table, self._window).popup(at)

    # how things stand

    def _on_notice(self, name: str) -> None:
        from desktop_app.gui.for_you_notice import NoticeAct

        window = self._window
        match NoticeAct(name):
            case NoticeAct.BROWSE:
                window.navigator.go(places.timeline())
            case NoticeAct.TURN_ON | NoticeAct.RESUME:
                window.change_settings(replace(window.settings, history_mode=HistoryMode.ON.value))
            case NoticeAct.END_PRIVATE:
                window.history_desk.set_private(is_private=False)
            case NoticeAct.NOTHING:
                pass
        self.refresh_state()
