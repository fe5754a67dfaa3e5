"""A page of cards, each a few pictures, a title and a second line: groups, events, smart albums.

A page gives it cards (`show_cards`) and hears by key what is wanted. A click or Enter opens a card; a click on its
tick, Ctrl or Shift with a click, Space and Shift with the arrows select; the button beside its words, a right click and
the menu key ask for a menu. Thousands of cards cost no more than those that are seen.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.gui import theme
from desktop_app.gui.card_geometry import CardGeometry
from desktop_app.gui.card_gestures import CardGestures
from desktop_app.gui.card_model import Card, CardModel, Cover, Index, covers_of
from desktop_app.gui.card_painting import (
    CardPainter,
    CardPart,
    CoverLook,
    cover_places,
    title_place,
)
from desktop_app.gui.card_renaming import CardRenaming
from desktop_app.gui.grid_scroll import SmoothScroll
from desktop_app.gui.photo_delegate import TileLook
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

__all__ = ["Card", "CardModel", "CardView", "Cover", "covers_of"]

BUDGET_BYTES = 60_000_000
WANT_MS, FRAME_MS = 24, 16
_Flag = QItemSelectionModel.SelectionFlag


class CardView(CardGeometry):
    """Shows cards and speaks of them by key. GUI thread."""

    opened = Signal(object)  # key
    menu_requested = Signal(object, QPoint)  # keys ([] beside the cards), global position
    selection_changed = Signal(object)  # keys, in order
    current_changed = Signal(object)  # key or None
    renamed = Signal(object, str)  # key, the name typed

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = ThumbnailLoader(library, bridge, self, budget_bytes=BUDGET_BYTES)
        self.scroll_motion = SmoothScroll(self.verticalScrollBar(), self)
        self.is_motion_reduced = False
        self._is_veiling = True
        self.can_rename = False
        self._painter: CardPainter | None = None
        self._kept: tuple[list[Hashable], Hashable | None] = ([], None)
        self.renaming = CardRenaming(self, self._title_box)
        self.renaming.renamed.connect(self.renamed)
        self._gestures = CardGestures(self)
        self._want_timer = QTimer(self, singleShot=True, interval=WANT_MS)
        self._want_timer.timeout.connect(self.want_now)
        self._fade_timer = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._fade_timer.timeout.connect(self.viewport().update)
        self._configure()

    def _configure(self) -> None:
        self.setModel(self.cards)
        self.cards.modelAboutToBeReset.connect(self._keep)
        self.cards.modelReset.connect(self._restore)
        self.setAccessibleName(self.tr("Cards"))
        self.setFrameShape(self.Shape.NoFrame)
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.viewport().setMouseTracking(True)
        self.thumbnails.arrived.connect(lambda _photo_id: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._on_scrolled())
        self.verticalScrollBar().setSingleStep(40)

    # what it shows

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Shows these cards in their order; selection, current card and place are kept where keys are the same."""
        self.cards.show(cards)

    def set_veiling(self, *, is_veiling: bool) -> None:
        """Blurs pictures that are flagged as sensitive, or shows them."""
        self._is_veiling = is_veiling
        self._want_soon()
        self.viewport().update()

    def set_motion_reduced(self, *, is_reduced: bool) -> None:
        """Leaves out fades and glides."""
        self.is_motion_reduced = self.scroll_motion.is_motion_reduced = is_reduced

    def set_renamable(self, *, can_rename: bool) -> None:
        """Lets F2 open a field over a card's title."""
        self.can_rename = can_rename

    def forget(self, photo_ids: Iterable[object]) -> None:
        """Has pictures fetched again whose files changed."""
        self.thumbnails.forget(photo_ids)  # type: ignore[arg-type]
        self._want_soon()

    @property
    def chosen_keys(self) -> list[Hashable]:
        """The cards that acts work on: those selected, else the current one reached by keys, in order."""
        selected = self.selected_keys()
        current = self.current_key()
        return selected or ([current] if current is not None else [])

    def selected_keys(self) -> list[Hashable]:
        """Returns the selected cards, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.cards.cards[row].key for row in rows]

    def current_key(self) -> Hashable | None:
        """Returns the card that keys act on."""
        row = self.currentIndex().row()
        return self.cards.cards[row].key if 0 <= row < self.cards.rowCount() else None

    def set_current(self, key: Hashable) -> None:
        """Makes a card current, selects nothing, and shows it."""
        row = self.cards.row_of(key)
        if row >= 0:
            self.go(row)

    def select_keys(self, keys: Iterable[Hashable]) -> None:
        """Selects exactly these cards, as far as they are here."""
        self.select_rows(row for row in map(self.cards.row_of, keys) if row >= 0)

    def card_rect(self, key: Hashable) -> QRect:
        """Returns the place of a card's pictures on the screen, for what grows out of it; null when it is not here."""
        row = self.cards.row_of(key)
        if row < 0:
            return QRect()
        place = self.on_viewport(self.layout_.cover_rect(row))
        return QRect(self.viewport().mapToGlobal(place.topLeft()), place.size())

    def begin_renaming(self, key: Hashable) -> None:
        """Opens a field over a card's title; Enter gives the name, Esc leaves it."""
        row = self.cards.row_of(key)
        if row >= 0 and self.can_rename:
            self.go(row)
            self.renaming.begin(key, self.cards.cards[row].title)

    def _title_box(self, key: Hashable) -> QRect:
        row = self.cards.row_of(key)
        return title_place(self.on_viewport(self.layout_.rect(row)), self.layout_.cover_height) if row >= 0 else QRect()

    def on_laid_out(self) -> None:
        """Cards lie elsewhere now."""
        self.renaming.place()
        self._want_soon()
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: mirrored, or in other colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._painter = None
            self.lay_out()

    # what is seen

    def _on_scrolled(self) -> None:
        self.renaming.place()
        self._gestures.hover(self.viewport().mapFromGlobal(QCursor.pos()))
        self._want_soon()
        self.viewport().update()

    def _want_soon(self) -> None:
        if not self._want_timer.isActive():
            self._want_timer.start(WANT_MS if self.thumbnails.kept_bytes else 0)

    def want_now(self) -> None:
        """Asks for the pictures of what is seen, then of half a page around it."""
        if not self.isVisible():
            return
        top, room = self.verticalOffset(), self.viewport().height()
        seen = self.layout_.seen(top, top + room)
        near = self.layout_.seen(top - room // 2, top + room + room // 2)
        rows = [*seen, *(row for row in near if row not in seen)]
        self.thumbnails.want([wanted for row in rows for wanted in self._wanted_of(row)])

    def _wanted_of(self, row: int) -> list[Wanted]:
        ratio, covers = self.devicePixelRatioF(), self.cards.cards[row].covers
        radius = theme.tokens().metrics.tile_radius * ratio
        places = cover_places(self.layout_.cover_rect(row), len(covers), is_mirrored=self.is_mirrored)
        return [
            Wanted(
                cover.photo_id,
                round(place.width() * ratio),
                round(place.height() * ratio),
                radius,
                is_veiled=self._is_veiling and cover.is_sensitive,
            )
            for cover, place in zip(covers, places, strict=False)
        ]

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: pictures are wanted now."""
        super().showEvent(event)
        self._want_soon()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the headings and cards in view."""
        t, ratio = theme.tokens(), self.devicePixelRatioF()
        if self._painter is None or self._painter.tokens is not t or self._painter.ratio != ratio:
            self._painter = CardPainter(t, self.font(), ratio)
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), QColor(t.ground))
        painter.translate(0, -self.verticalOffset())
        area = event.rect().translated(0, self.verticalOffset())
        if any(self.headings):
            for section, words in enumerate(self.headings):
                strip = self.layout_.heading_rect(section)
                if strip.intersects(area):
                    self._painter.heading(painter, strip, words)
        is_fading = False
        for row in self.layout_.seen(area.top() - 8, area.bottom() + 8):
            is_fading |= self._paint_card(painter, self._painter, row)
        painter.end()
        if is_fading:
            self._fade_timer.start()

    def _paint_card(self, painter: QPainter, cards: CardPainter, row: int) -> bool:
        """Paints one card; returns whether one of its pictures is still fading in."""
        card, fade_ms = self.cards.cards[row], cards.tokens.metrics.fade_ms
        looks, is_fading = [], False
        for cover in card.covers:
            is_veiled = self._is_veiling and cover.is_sensitive
            pixmap = self.thumbnails.pixmap(cover.photo_id, is_veiled=is_veiled)
            fade = 1.0
            if pixmap is not None and not self.is_motion_reduced:
                fade = min(1.0, self.thumbnails.age_s(cover.photo_id) * 1000 / fade_ms)
                is_fading |= fade < 1.0
            looks.append(CoverLook(pixmap, TileLook(cover.colour, 0, 0, fade=fade, is_veiled=is_veiled)))
        rect, cover_rect = self.layout_.rect(row), self.layout_.cover_rect(row)
        state = self._gestures.state_of(row, has_field=card.key == self.renaming.key)
        words = (card.title, card.note, card.mark)
        cards.card(painter, rect, cover_rect, words, looks, state, is_mirrored=self.is_mirrored)
        return is_fading

    # choosing

    def select_rows(self, rows: Iterable[int]) -> None:
        """Selects exactly these rows."""
        self.choose(rows, _Flag.ClearAndSelect)

    def toggle_row(self, row: int) -> None:
        """Selects a row, or no longer."""
        self.choose([row], _Flag.Toggle)

    def go(self, row: int) -> None:
        """Makes a row current without touching the selection, and shows it."""
        index = self.cards.index(row)
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.scrollTo(index)

    def _keep(self) -> None:
        self._kept = (self.selected_keys(), self.current_key())

    def _restore(self) -> None:
        keys, current = self._kept
        self._gestures.forget_rows()
        self.lay_out()
        self.renaming.place()
        row = self.cards.row_of(current) if current is not None else -1
        if row >= 0:
            self.selectionModel().setCurrentIndex(self.cards.index(row), _Flag.NoUpdate)
        if keys:
            self.select_keys(keys)
            if not self.selected_keys():
                self.selection_changed.emit([])

    def dataChanged(self, first: QModelIndex, last: QModelIndex, roles: Sequence[int] = ()) -> None:  # type: ignore[override]
        """Qt: other words or pictures."""
        super().dataChanged(first, last, roles)
        self._want_soon()
        self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Qt: tells by keys."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        self.selection_changed.emit(self.selected_keys())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: tells by key. The page scrolls by itself only for keys."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(self.current_key())

    # events: see CardGestures

    def event(self, event: QEvent) -> bool:
        """Qt: some keys are for the cards while they have the focus."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and self._gestures.is_ours(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt: leaving ends hovering; a title that is cut is told in full."""
        if event.type() == QEvent.Type.Leave:
            self._gestures.hover(None)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip_at(self, point: QPoint) -> str:
        row, part = self.part_at(point)
        if row < 0 or part is CardPart.TICK:
            return self.tr("Select") if row >= 0 else ""
        if part is CardPart.MORE:
            return self.tr("More")
        title, cards = self.cards.cards[row].title, self._painter
        return title if cards is not None and cards.is_title_cut(title, self.layout_.card_width) else ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: glides."""
        self.scroll_motion.wheel(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: see CardGestures."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: see CardGestures."""
        self._gestures.hover(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: see CardGestures."""
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: the second click is one like the first."""
        self._gestures.press(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: see CardGestures; other keys belong to the window."""
        event.setAccepted(self._gestures.key(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: reached with Tab, the focus must be seen at once."""
        self._gestures.focus(event.reason())
        super().focusInEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: asks for a menu on the selection, which becomes the card under the pointer when it was not part."""
        self._gestures.menu(event)
