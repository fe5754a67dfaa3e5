"""Flags in a window: their page, the review of each, and photos marked as sensitive by hand."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.domain.flagging import choices_from
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes, Edit, Page, Scope
from desktop_app.domain.photo import Flag, FlagName, Photo, Status
from desktop_app.gui import places
from desktop_app.gui.places import Kind, Place
from desktop_app.gui.refreshing import Pace

if TYPE_CHECKING:
    from desktop_app.gui.flag_page import FlagPage, FlagsContent
    from desktop_app.gui.flag_review import ReviewPage
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

NEWS_SHARE, NEWS_REST_S = 0.1, 10.0
AHEAD = 2  # pictures fetched before their turn


@dataclass(slots=True)
class _Queue:
    """What is reviewed: photos that wait for an answer, in the order they are asked about."""

    name: FlagName
    ids: list[PhotoId] = field(default_factory=list)
    postponed: list[PhotoId] = field(default_factory=list)
    is_surest_first: bool = True
    has_begun: bool = False

    def take(self, found: list[PhotoId]) -> None:
        """Takes over what waits now; an answer taken back comes first, what was put off last."""
        known = {*self.ids, *self.postponed}
        back = [photo for photo in found if photo not in known] if self.has_begun else []
        order = found if self.is_surest_first else found[::-1]
        waiting = set(found)
        self.postponed = [photo for photo in self.postponed if photo in waiting]
        later = set(self.postponed)
        current = [photo for photo in self.ids[:1] if photo in waiting and photo not in later]
        first = dict.fromkeys([*back, *current])
        self.ids = [*first, *(photo for photo in order if photo not in first and photo not in later), *self.postponed]
        self.has_begun = True


class FlagDesk(QObject):
    """Serves both pages, which are made when they are first wanted. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library, self._bridge = window, window.library, window.bridge
        self.page: FlagPage | None = None
        self.review: ReviewPage | None = None
        self._queue: _Queue | None = None
        self._generation = 0
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(self._load_shown)
        window.navigator.makers[Kind.FLAGS] = self.make_page
        window.navigator.makers[Kind.FLAG_REVIEW] = self.make_review
        window.navigator.moved.connect(self._on_moved)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Returns what the actions of flags do."""
        return {"mark-sensitive": self.mark_sensitive, "go-flags": self.show_page}

    def show_page(self) -> None:
        """Goes to the page of flags."""
        if self._window.space.is_viewing:
            self._window.space.viewer.close_viewer()
        self._window.navigator.go(places.FLAGS)

    def make_page(self) -> FlagPage:
        """Returns the page of flags."""
        if self.page is None:
            from desktop_app.gui.flag_page import FlagPage  # late: the window's first tiles do not wait for it

            self.page = page = FlagPage(self._library, self._bridge, self._window)
            self._window.space.pages.addWidget(page)
            page.placed.connect(self.place)
            page.review_wanted.connect(lambda name: self._window.navigator.go(places.flag_review(name)))
            page.opened.connect(self._open)
            page.denoise_wanted.connect(lambda: self._window.denoise_desk.open_flagged())
        return self.page

    def make_review(self) -> ReviewPage:
        """Returns the page of reviews."""
        if self.review is None:
            from desktop_app.gui.flag_review import ReviewPage  # late, too

            self.review = page = ReviewPage(self._library, self._bridge, self._window)
            self._window.space.pages.addWidget(page)
            page.found_right.connect(lambda: self.answer(is_right=True))
            page.found_wrong.connect(lambda: self.answer(is_right=False))
            page.postponed.connect(self.postpone)
            page.order_changed.connect(self._on_order)
            page.left.connect(self.show_page)
            self.take_settings()
        return self.review

    def _is_at(self, kind: Kind) -> bool:
        return self._window.navigator.place.kind is kind and not self._window.space.is_viewing

    def take_settings(self) -> None:
        """Follows the window's settings."""
        if self.review is not None:
            self.review.canvas.set_veiling(is_veiling=self._window.settings.is_veiling_sensitive)

    def take_news(self, changes: Changes) -> None:
        """What is shown is asked for again: at once after an act, at its pace while photos come in."""
        if changes.updated and not changes.is_undo_changed:
            if self.page is not None:
                self.page.forget(list(changes.updated))
            if self.review is not None:
                self.review.canvas.loader.forget(list(changes.updated))
        is_seen = self._is_at(Kind.FLAGS) or self._is_at(Kind.FLAG_REVIEW)
        if is_seen and (changes.is_membership_changed or changes.added or changes.updated):
            self._pace.want()
            if changes.is_undo_changed or not changes.added:
                self._pace.hurry()

    def _on_moved(self) -> None:
        place = self._window.navigator.place
        if place.kind is Kind.FLAG_REVIEW and place.page.flag is not None:
            if self._queue is None or self._queue.name is not place.page.flag:
                self._queue = _Queue(place.page.flag)
                self.make_review().order.setCurrentIndex(0)
            self._load_shown()
            self.make_review().setFocus()
        else:
            self._queue = None
            if place.kind is Kind.FLAGS:
                self._load_shown()

    def _load_shown(self) -> None:
        self._generation += 1
        generation = self._generation

        def is_current() -> bool:
            return generation == self._generation

        if self._is_at(Kind.FLAGS):
            self._pace.begin()
            self._bridge.when_done(
                self._library.ask(_content), self._pace.ending(self._show), self._window.edits.fail, receiver=self,
                is_current=is_current,
            )  # fmt: skip
        elif self._is_at(Kind.FLAG_REVIEW) and self._queue is not None:
            self._pace.begin()
            queue = self._queue
            self._bridge.when_done(
                self._library.order.flags.to_review(queue.name), self._pace.ending(lambda ids: self._take(queue, ids)),
                self._window.edits.fail, receiver=self, is_current=is_current,
            )  # fmt: skip

    # the page of flags

    def _show(self, content: FlagsContent) -> None:
        settings = self._window.settings
        self.make_page().show_content(
            content, choices_from(settings.flag_sensitivity), is_veiling=settings.is_veiling_sensitive
        )

    def place(self, name: FlagName, position: int) -> None:
        """Follows a flag's slider or switch: the whole library is flagged anew."""
        settings = self._window.settings
        choices = choices_from(settings.flag_sensitivity).placed(name, position)
        self._window.change_settings(replace(settings, flag_sensitivity=choices.as_texts()))

    def _open(self, name: FlagName) -> None:
        self._window.navigator.go(Place(Kind.TIMELINE, Page(Scope.FLAG, flag=name)))

    # the review

    def _take(self, queue: _Queue, found: list[PhotoId]) -> None:
        if queue is self._queue:
            was_begun = queue.has_begun
            queue.take(found)
            self._show_first(queue, was_any=was_begun)

    def _show_first(self, queue: _Queue, *, was_any: bool) -> None:
        if not queue.ids:
            self.make_review().show_end(queue.name, was_any=was_any)
            return
        photo_id = queue.ids[0]

        def ask(queries: Queries) -> tuple[Photo | None, list[Flag]]:
            return queries.photo(photo_id), queries.flags(photo_id)

        def show(found: tuple[Photo | None, list[Flag]]) -> None:
            photo, flags = found
            flag = next((one for one in flags if one.name is queue.name), None)
            if queue is not self._queue or queue.ids[:1] != [photo_id]:
                return
            if photo is None or flag is None:  # gone meanwhile; the news bring the queue up to date
                queue.ids.pop(0)
                self._show_first(queue, was_any=True)
                return
            self.make_review().show_photo(photo, flag, len(queue.ids), queue.ids[1 : 1 + AHEAD])

        self._bridge.when_done(self._library.ask(ask), show, self._window.edits.fail, receiver=self)

    def answer(self, *, is_right: bool) -> None:
        """Keeps what the user says of the photo shown, and shows the next one."""
        from desktop_app.library.commands import DismissFlag  # late: after the first tiles
        from desktop_app.library.flag_commands import ConfirmFlag

        queue, page = self._queue, self.review
        if queue is None or page is None or page.photo is None or not queue.ids:
            return
        photo_id = queue.ids.pop(0)
        command = (ConfirmFlag if is_right else DismissFlag)((photo_id,), queue.name)
        words = self.tr("Kept as it is flagged") if is_right else self.tr("The flag is gone for good")

        def said(_edit: Edit) -> str:
            return words

        self._window.edits.run(command, said)
        self._show_first(queue, was_any=True)

    def postpone(self) -> None:
        """Puts the photo shown at the end of the queue."""
        if self._queue is not None and len(self._queue.ids) > 1:
            photo_id = self._queue.ids.pop(0)
            self._queue.postponed = [photo for photo in self._queue.postponed if photo != photo_id] + [photo_id]
            self._queue.ids.append(photo_id)
            self._show_first(self._queue, was_any=True)

    def _on_order(self, is_surest_first: bool) -> None:  # noqa: FBT001 - a signal's argument
        if self._queue is not None and self._queue.is_surest_first != is_surest_first:
            self._queue = _Queue(self._queue.name, is_surest_first=is_surest_first)
            self._load_shown()

    # by hand

    def mark_sensitive(self) -> None:
        """Marks the chosen photos as sensitive, or as not sensitive when all of them are."""
        ids = self._window.chosen_ids
        if ids:
            is_so = self._window.space.have_status(ids, Status.SENSITIVE)
            self._window.edits.set_flag(ids, FlagName.SENSITIVE, is_set=not is_so)


def _content(queries: Queries) -> FlagsContent:
    from desktop_app.gui.flag_page import content_of

    return content_of(queries)
