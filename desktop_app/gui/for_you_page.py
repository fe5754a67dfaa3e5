"""The For You page: the day, how things stand, shelves and suggested albums. Shows and tells; asks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.history import HistoryMode
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Counts
from desktop_app.domain.photo import Badge
from desktop_app.gui import for_you_words, icons
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.empty_state import Drawing, EmptyState
from desktop_app.gui.for_you_albums import AlbumShelf
from desktop_app.gui.for_you_cards import CardsView
from desktop_app.gui.for_you_content import PageContent, ShelfContent, ShelfKey
from desktop_app.gui.for_you_notice import NoticeCard, notice_for
from desktop_app.gui.for_you_pictures import CardPictures
from desktop_app.gui.for_you_shelf import INSET, ForYouShelf
from desktop_app.gui.grid_scroll import SmoothScroll

if TYPE_CHECKING:
    from desktop_app.library.library import Library

ALBUMS_AFTER = 2  # shelves before the suggested albums
SHELF_GAP = 30


class PageHead(QWidget):
    """The day as the title; at the end of the line what leads on from here."""

    refresh_wanted = Signal()
    interests_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = QLabel(self)
        self.day.setProperty("kind", "title")
        self.day.setTextFormat(Qt.TextFormat.PlainText)
        self.interests = QPushButton(self.tr("Your interests"), self)
        self.history = QPushButton(self.tr("History"), self)
        self.refresh = QPushButton(self.tr("Refresh"), self)
        for button, icon_name, tip in (
            (self.interests, "for-you", self.tr("What this program believes you like; change it")),
            (self.history, "history", self.tr("What you looked at; delete any of it")),
            (self.refresh, "refresh", self.tr("Show other photos (F5)")),
        ):
            button.setProperty("kind", "quiet")
            button.setIcon(icons.icon(icon_name, "text_second"))
            button.setToolTip(tip)
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(tip)
        self.refresh.clicked.connect(lambda: self.refresh_wanted.emit())
        self.interests.clicked.connect(lambda: self.interests_wanted.emit())
        self.history.clicked.connect(lambda: self.history_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 16, 0, 0)
        row.setSpacing(4)
        row.addSpacing(INSET)
        row.addWidget(self.day)
        row.addStretch(1)
        for button in (self.interests, self.history, self.refresh):
            row.addWidget(button)
        row.addSpacing(INSET - 12)


class ForYouPage(QScrollArea):
    """Shelf below shelf. Photos are spoken of by id; whoever listens does what is asked."""

    photo_opened = Signal(object)  # PhotoId
    source_opened = Signal(object)  # PhotoId of 'Because you looked at'
    act_wanted = Signal(object, str)  # PhotoId, CardAct
    menu_requested = Signal(object, QPoint)
    current_changed = Signal()
    seen_changed = Signal()  # scrolled or filled: other photos may be seen now
    browse_wanted = Signal()
    notice_acted = Signal(str)  # NoticeAct
    failed_acted = Signal()  # 'Try again' after the page could not be made

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("forYou")
        self.setAccessibleName(self.tr("For You"))
        self.setWidgetResizable(True)
        self.setFrameShape(self.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # a bar that comes and goes moves photos
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content: PageContent | None = None
        self.shelves: list[ForYouShelf] = []  # those that show something, in order
        self._spare: list[ForYouShelf] = []
        self._reusable: dict[ShelfKey, ForYouShelf] = {}
        self._queue: list[ShelfContent] = []
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(lambda: self._place_shelves(1))
        self.is_motion_reduced = False
        self.is_veiling = True
        self._question: QWidget | None = None
        self._mode, self._is_private, self._counts = HistoryMode.UNASKED, False, Counts()
        self.cards = CardPictures(library, bridge, self.viewport(), has_sharp=True)
        self.marks = CardPictures(library, bridge, self.viewport())
        self.covers = CardPictures(library, bridge, self.viewport())
        self.motion = SmoothScroll(self.verticalScrollBar(), self)
        self.head, self.notice = PageHead(self), NoticeCard(self)
        self.albums = AlbumShelf(self.covers, INSET, self)
        self.empty = EmptyState(self)
        self._is_failed = False
        self.empty.acted.connect(lambda: (self.failed_acted if self._is_failed else self.browse_wanted).emit())
        self.notice.acted.connect(self.notice_acted)
        self._arrange()
        self._spare.append(self._new_shelf())  # so that the first page finds one made
        self._spare[0].hide()
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def _arrange(self) -> None:
        self._body = QWidget(self)
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(0, 0, 0, 32)
        self.column.setSpacing(0)
        self.column.addWidget(self.head)
        self._tellings = QVBoxLayout()
        self._tellings.setContentsMargins(INSET, 8, INSET, 0)
        self._tellings.setSpacing(12)
        self._tellings.addWidget(self.notice)
        self.column.addLayout(self._tellings)
        self._stack = QVBoxLayout()
        self._stack.setContentsMargins(0, 20, 0, 0)
        self._stack.setSpacing(SHELF_GAP)
        self.column.addLayout(self._stack)
        self.column.addWidget(self.empty, 1)
        self.column.addStretch(0)
        self.empty.hide()
        self.albums.hide()
        self._stack.addWidget(self.albums)
        self.setWidget(self._body)

    # how things stand

    def set_question(self, widget: QWidget) -> None:
        """Sets what asks whether looks may be remembered; shown above the shelves until there is an answer."""
        self._question = widget
        self._tellings.insertWidget(0, widget)
        self._tell()

    def set_history(self, *, mode: HistoryMode, is_private: bool) -> None:
        """Says whether looks are remembered now."""
        self._mode, self._is_private = mode, is_private
        self._tell()

    def set_counts(self, counts: Counts) -> None:
        """Says how many photos there are and how many are understood."""
        self._counts = counts
        self._tell()

    def set_options(self, *, is_motion_reduced: bool, is_veiling: bool) -> None:
        """Takes over what the settings say."""
        self.is_motion_reduced, self.is_veiling = is_motion_reduced, is_veiling
        self.motion.is_motion_reduced = self.albums.is_motion_reduced = is_motion_reduced
        for shelf in self.shelves:
            self._prepare(shelf)

    def _tell(self) -> None:
        is_asking = self._mode is HistoryMode.UNASKED and self._question is not None
        if self._question is not None:
            self._question.setVisible(is_asking)
        has_looks = self.content is None or self.content.page.view_count > 0  # before it came nothing is said
        told = notice_for(self._mode, self._counts, is_private=self._is_private, has_looks=has_looks)
        is_bare = self.content is not None and not self.content.shelves and not self.content.albums
        self.empty.setVisible(is_bare)
        self.notice.show_notice(None if is_asking or (is_bare and told is not None and told.share is None) else told)
        if is_bare:
            self._say_empty()

    def _say_empty(self) -> None:
        if not self._counts.library:
            words = self.tr("Add a folder with photos, and this page shows the ones you would love to see again.")
            self.empty.say(Drawing.PHOTOS, self.tr("Nothing to suggest yet"), words, self.tr("Go to the library"))
        elif self._counts.not_understood:
            words = self.tr("Your photos are being looked through. The first suggestions come when that is done.")
            self.empty.say(Drawing.PHOTOS, self.tr("Getting to know your photos"), words, self.tr("Browse the library"))
        else:
            words = self.tr("Open a few photos you like, and more of their kind appear here.")
            self.empty.say(Drawing.HEART, self.tr("Nothing to suggest yet"), words, self.tr("Browse the library"))

    def say_waiting(self) -> None:
        """Says that the first page is on its way."""
        self.head.day.setText(self.tr("Choosing photos for you…"))

    def say_failed(self, sentence: str) -> None:
        """Says that there is no page, and offers to try again."""
        self._is_failed = True
        self.empty.say(Drawing.PHOTOS, self.tr("This page cannot be shown"), sentence, self.tr("Try again"))
        self.empty.show()

    # shelves

    def show_content(self, content: PageContent, *, is_kept: bool) -> None:
        """Shows a page. With is_kept photos stay where they are as far as possible; else it begins at the top."""
        self.content, self._is_failed = content, False
        self.head.day.setText(for_you_words.day_text(content.page.day))
        old = [shelf for shelf in self.shelves if shelf.content is not None]
        wanted = {shelf.key for shelf in content.shelves} if is_kept else set()
        self._reusable = {shelf.content.key: shelf for shelf in old if shelf.content and shelf.content.key in wanted}
        self._spare = [*(shelf for shelf in old if shelf not in self._reusable.values()), *self._spare]
        self._queue, self.shelves = list(content.shelves), []
        self._body.setUpdatesEnabled(False)
        try:
            self._place_shelves(0)
            for shelf in (*self._spare, *self._reusable.values()):
                shelf.hide()
            self._tell()
        finally:
            self._body.setUpdatesEnabled(True)
        if not is_kept:
            self.motion.stop()
            self.verticalScrollBar().setValue(0)
        self.seen_changed.emit()
        self.current_changed.emit()

    def _place_shelves(self, new_at_most: int) -> None:
        """Fills shelves in order; making one costs some milliseconds, so what has to be made comes one a turn."""
        while self._queue:
            is_new = self._queue[0].key not in self._reusable and not self._spare
            if is_new and new_at_most == 0:
                self._more.start()
                return
            new_at_most -= is_new
            self._place_shelf(self._queue.pop(0))
        if self.content is not None and not self.albums.prepare(len(self.content.albums), new_at_most):
            self._more.start()
            return
        if self.content is not None:
            self.albums.show_albums(self.content.albums)
        self._chain()
        self.seen_changed.emit()

    def _place_shelf(self, content: ShelfContent) -> None:
        assert self.content is not None
        is_same = content.key in self._reusable
        shelf = self._reusable.pop(content.key) if is_same else self._spare.pop(0) if self._spare else self._new_shelf()
        at, is_cold = len(self.shelves), self.content.page.is_cold
        shelf.show_shelf(content, is_lead=at == 0, is_cold=is_cold, is_kept=is_same and self._is_seen(shelf))
        self.shelves.append(shelf)
        place = at if at < ALBUMS_AFTER else at + 1
        if self._stack.indexOf(shelf) != place:
            self._stack.removeWidget(shelf)
            self._stack.insertWidget(place, shelf)
        shelf.show()

    def _is_seen(self, shelf: ForYouShelf) -> bool:
        place = QRect(shelf.mapTo(self.viewport(), QPoint()), shelf.size())
        return shelf.isVisible() and place.intersects(self.viewport().rect())

    def _chain(self) -> None:
        """Tab walks in reading order."""
        rows: list[QWidget] = [*self.shelves[:ALBUMS_AFTER], self.albums, *self.shelves[ALBUMS_AFTER:]]
        chain = [self.head.refresh, self.notice.button, *(part for row in rows for part in _stops(row))]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _new_shelf(self) -> ForYouShelf:
        shelf = ForYouShelf(self.cards, self.marks, self._body)
        self._prepare(shelf)
        cards = shelf.cards
        cards.opened.connect(self.photo_opened)
        cards.act_wanted.connect(self.act_wanted)
        cards.menu_requested.connect(self.menu_requested)
        cards.current_changed.connect(lambda _id, shelf=shelf: self._on_current(shelf))
        cards.stepped_out.connect(lambda step, x, shelf=shelf: self._step(shelf, step, x))
        cards.scrolled.connect(self.seen_changed)
        shelf.source_wanted.connect(self.source_opened)
        return shelf

    def _prepare(self, shelf: ForYouShelf) -> None:
        shelf.cards.is_motion_reduced = shelf.cards.motion.is_motion_reduced = self.is_motion_reduced
        shelf.cards.is_veiling = self.is_veiling
        shelf.cards.viewport().update()

    def view_of(self, photo_id: PhotoId) -> CardsView | None:
        """Returns the cards among which a photo is."""
        return next((s.cards for s in self.shelves if s.cards.photo_model.row_of(photo_id) >= 0), None)

    def leave(self, photo_ids: Sequence[PhotoId]) -> None:
        """Lets cards fade away."""
        for shelf in self.shelves:
            shelf.cards.leave(photo_ids)

    def come_back(self, photo_ids: Sequence[PhotoId]) -> None:
        """Shows cards again that were to leave."""
        for shelf in self.shelves:
            shelf.cards.come_back(photo_ids)

    def update_badges(self, badges: dict[PhotoId, Badge]) -> None:
        """Shows other badges on cards at once."""
        for shelf in self.shelves:
            shelf.cards.photo_model.update_badges(badges)

    # the current card

    @property
    def current_view(self) -> CardsView | None:
        """The cards that have the focus."""
        return next((shelf.cards for shelf in self.shelves if shelf.cards.hasFocus()), None)

    @property
    def chosen_ids(self) -> list[PhotoId]:
        """The photo that actions work on: the current card, while it has the focus."""
        view = self.current_view
        return [view.current_id] if view is not None and view.current_id is not None else []

    def badges_of(self, photo_id: PhotoId) -> int:
        """Returns the badge bits of a card."""
        view = self.view_of(photo_id)
        return 0 if view is None else int(view.photo_model.timeline.badges[view.photo_model.row_of(photo_id)])

    def status_of(self, photo_id: PhotoId) -> int:
        """Returns the status bits of a card."""
        view = self.view_of(photo_id)
        return 0 if view is None else int(view.photo_model.timeline.status[view.photo_model.row_of(photo_id)])

    def focus_photo(self, photo_id: PhotoId | None = None) -> None:
        """Gives the focus to a card; without one to the first."""
        view = None if photo_id is None else self.view_of(photo_id)
        if view is not None and photo_id is not None:
            view.set_current_id(photo_id)
        elif view is None and self.shelves:
            view = self.shelves[0].cards
        if view is not None:
            view.setFocus()
        else:
            self.head.refresh.setFocus()

    def _on_current(self, shelf: ForYouShelf) -> None:
        if shelf.cards.hasFocus() and shelf.cards.gestures.is_keyboard_last:
            self._show_shelf(shelf)
        self.current_changed.emit()

    def _step(self, shelf: ForYouShelf, step: int, global_x: int) -> None:
        shown = self.shelves
        at = shown.index(shelf) + step
        if not 0 <= at < len(shown):
            self.motion.to(0 if step < 0 else self.verticalScrollBar().maximum())
            return
        target = shown[at].cards
        target.gestures.is_keyboard_last = True
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        target.set_current_row(target.nearest_row(global_x, is_from_above=step > 0))
        self._show_shelf(shown[at])

    def _show_shelf(self, shelf: ForYouShelf) -> None:
        """Scrolls as little as shows a whole shelf with its heading."""
        bar, tall = self.verticalScrollBar(), self.viewport().height()
        top = shelf.mapTo(self._body, QPoint()).y() - 12
        end = top + shelf.height() + 24
        if top < bar.value() or end - top > tall:
            self.motion.to(0 if shelf is self.shelves[0] else top)
        elif end > bar.value() + tall:
            self.motion.to(end - tall)

    def ids_seen(self) -> list[PhotoId]:
        """Returns the photos of which at least half can be seen."""
        return [i for shelf in self.shelves for i in shelf.cards.ids_seen(self.viewport())]

    def card_rect(self, photo_id: PhotoId) -> QRect | None:
        """Returns where on the screen a card is, None when it is not on the page."""
        view = self.view_of(photo_id)
        return None if view is None else view.global_card_rect(photo_id)

    # Qt

    def _on_scrolled(self) -> None:
        for pictures in (self.cards, self.marks, self.covers):
            pictures.want_soon()
        self.seen_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the page glides as the grid does."""
        self.motion.wheel(event)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: more or less may be seen."""
        super().resizeEvent(event)
        self._on_scrolled()


def _stops(row: QWidget) -> list[QWidget]:
    """Returns where Tab stops in a row of the page, in reading order."""
    if isinstance(row, ForYouShelf):
        return [row.source, row.cards]
    if isinstance(row, AlbumShelf):
        return [part for card in row.cards for part in (card.mosaic, card.accept, card.edit, card.dismiss)]
    return []
