"""A shelf's cards: an item view with arithmetic geometry that paints from memory; no widget for any photo."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import (
    QItemSelectionModel,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.domain.photo import Status
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui import theme
from desktop_app.gui.for_you_card_painting import CAPTION_PX, CardAct, CardLook, CardPainter
from desktop_app.gui.for_you_card_space import CardSpace, Index
from desktop_app.gui.for_you_geometry import Placement, ShelfLayout, fitted_into
from desktop_app.gui.for_you_pictures import CardPictures
from desktop_app.gui.photo_delegate import TileLook
from desktop_app.gui.thumbnail_loader import Wanted

FRAME_MS = 16
LEAVE_MS = 170
NEAR = 0.6  # of a view's width: cards that far out of sight have their pictures ready


class CardsView(CardSpace):
    """Photos as cards, sideways on a shelf or in rows below one another. Speaks of photos by id."""

    opened = Signal(object)  # PhotoId
    act_wanted = Signal(object, str)  # PhotoId, CardAct
    menu_requested = Signal(object, QPoint)  # list of ids, global position
    stepped_out = Signal(int, int)  # -1 above or 1 below the shelf, and the middle of the card left, global x
    current_changed = Signal(object)  # PhotoId or None

    def __init__(
        self,
        pictures: CardPictures,
        layout: ShelfLayout,
        parent: QWidget | None = None,
        *,
        inset: int = 0,
        acts: tuple[CardAct, ...] = (),
        is_sideways: bool = True,
    ) -> None:
        super().__init__(pictures, layout, parent, inset=inset, acts=acts, is_sideways=is_sideways)
        self._began: dict[PhotoId, float] = {}  # pictures that fade in
        self._leaving: dict[PhotoId, float] = {}
        self._painter: CardPainter | None = None
        self._current_id: PhotoId | None = None
        self.is_motion_reduced = False
        self.is_veiling = True
        self.is_dimmed = False
        self.ground_colour = "ground"
        self.model().modelReset.connect(self._restore_current)
        self._frames = QTimer(self, interval=FRAME_MS)
        self._frames.timeout.connect(self._next_frame)
        self._configure()
        pictures.add(self)
        look = theme.current()
        if look is not None:
            look.changed.connect(self._restyle)

    def _configure(self) -> None:
        self.setFrameShape(self.Shape.NoFrame)
        self.setSelectionMode(self.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self.is_sideways:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setAutoScroll(False)
        self.viewport().setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(False)

    def _restyle(self) -> None:
        self._painter = None
        self.viewport().update()

    # what it shows

    @property
    def ids(self) -> list[PhotoId]:
        """The photos shown, in order."""
        return list(self.photo_model.ids_at(np.arange(self.photo_model.rowCount())))

    def show_photos(self, timeline: Timeline) -> None:
        """Shows photos, laid out for their shapes."""
        self._take(timeline, None)

    def fill_places(self, timeline: Timeline, most_cropped: float) -> None:
        """Shows other photos in the places that are there, so that nothing jumps, unless one would be cropped more."""
        self._take(timeline, fitted_into(self.placement, timeline.aspects, most_cropped))

    def _take(self, timeline: Timeline, places: Placement | None) -> None:
        self._leaving.clear()
        self.photo_model.set_timeline(timeline)
        self._kept_places = places
        self._go_stale()
        self._lay_out()

    def set_captions(self, captions: Mapping[PhotoId, str]) -> None:
        """Sets the words below the cards."""
        self._captions = captions
        self._go_stale()
        self._lay_out()

    def set_ticked(self, ids: Iterable[PhotoId] | None) -> None:
        """Shows ticks, set for these photos; None shows none."""
        self._ticked = None if ids is None else set(ids)
        self.viewport().update()

    @property
    def is_ticking(self) -> bool:
        """Whether cards can be chosen or left out."""
        return self._ticked is not None

    @property
    def ticked(self) -> list[PhotoId]:
        """The ticked photos in order."""
        return [i for i in self.ids if self._ticked and i in self._ticked]

    def toggle_tick(self, photo_id: PhotoId) -> None:
        """Sets or takes away a photo's tick."""
        if self._ticked is not None:
            self._ticked ^= {photo_id}
            self.viewport().update()

    def leave(self, photo_ids: Iterable[PhotoId]) -> None:
        """Lets cards fade away; their places stay empty until other photos fill them."""
        began = time.monotonic() - (1 if self.is_motion_reduced else 0)
        self._leaving.update(dict.fromkeys(photo_ids, began))
        self._frames.start()
        self.viewport().update()

    def come_back(self, photo_ids: Iterable[PhotoId]) -> None:
        """Shows cards again that were leaving."""
        for photo_id in photo_ids:
            self._leaving.pop(photo_id, None)
        self.viewport().update()

    # painting

    @property
    def card_painter(self) -> CardPainter:
        """The painter for the present theme and screen."""
        ratio = self.viewport().devicePixelRatioF()
        if self._painter is None or self._painter.ratio != ratio:
            self._painter = CardPainter(theme.tokens(), self.font(), ratio)
        return self._painter

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paints what is seen, from memory."""
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), QColor(getattr(theme.tokens(), self.ground_colour)))
        for row in self.rows_seen():
            rect = self.card_rect(row)
            if rect.adjusted(-4, -4, 4, 4 + CAPTION_PX).intersects(event.rect()):
                self._paint_card(painter, row, rect)
        painter.end()

    def _paint_card(self, painter: QPainter, row: int, rect: QRect) -> None:
        shown = self.photo_model.timeline
        photo_id, status = PhotoId(int(shown.ids[row])), int(shown.status[row])
        is_covered = self.is_covered(status)
        is_hovered = row == self.gestures.hovered_row
        began, left = self._began.get(photo_id), self._leaving.get(photo_id)
        acts = self.act_places_of(row) if is_hovered and left is None and not self.is_ticking else []
        now, fade_ms = time.monotonic(), theme.tokens().metrics.fade_ms
        tile = TileLook(
            int(shown.colours[row]),
            int(shown.badges[row]),
            status,
            1.0 if began is None else min((now - began) * 1000 / fade_ms, 1.0),
            is_focused=row == self.currentIndex().row() and self.hasFocus() and self.gestures.is_keyboard_last,
            is_veiled=is_covered,
            is_dimmed=self.is_dimmed,
        )
        look = CardLook(
            tile,
            is_hovered,
            self.gestures.hovered_act,
            None if self._ticked is None else photo_id in self._ticked,
            self._captions.get(photo_id, ""),
            1.0 if left is None else max(0.0, 1.0 - (now - left) * 1000 / LEAVE_MS),
        )
        pixmap = self.pictures.pixmap(photo_id, is_veiled=is_covered)
        self.card_painter.card(painter, rect, look, pixmap, acts, is_mirrored=self.is_mirrored)

    def is_covered(self, status: int) -> bool:
        """Whether a photo of this status is shown blurred."""
        return self.is_veiling and is_veiled(Status(status))

    def _next_frame(self) -> None:
        now, fade_s = time.monotonic(), theme.tokens().metrics.fade_ms / 1000
        self._began = {i: at for i, at in self._began.items() if now - at < fade_s}
        is_moving = any(now - at < LEAVE_MS / 1000 for at in self._leaving.values())
        if not self._began and not is_moving:
            self._frames.stop()
        self.viewport().update()

    # pictures

    def wanted(self) -> list[Wanted]:
        """Returns the pictures for the cards that are seen, then for those that come next."""
        seen = self.rows_seen()
        near = [row for row in self.rows_seen(round(self.viewport().width() * NEAR)) if row not in set(seen)]
        shown, ratio = self.photo_model.timeline, self.viewport().devicePixelRatioF()
        radius, places = theme.tokens().metrics.tile_radius * ratio, self.placement
        return [
            Wanted(
                PhotoId(int(shown.ids[row])),
                round(int(places.width[row]) * ratio),
                round(int(places.height[row]) * ratio),
                radius,
                self.is_covered(int(shown.status[row])),
            )
            for row in (*seen, *near)
        ]

    def picture_arrived(self, photo_id: PhotoId) -> None:
        """A picture came: what was a placeholder fades in."""
        row = self.photo_model.row_of(photo_id)
        if row < 0 or not self.isVisible():
            return
        if not self.is_motion_reduced and self.pictures.loader.age_s(photo_id) < FRAME_MS / 1000:
            self._began[photo_id] = time.monotonic()
            self._frames.start()
        self.viewport().update(self.card_rect(row))

    def ids_seen(self, area: QWidget, share: float = 0.5) -> list[PhotoId]:
        """Returns the photos of which at least a share can be seen within an area that holds this view."""
        if not self.isVisible():
            return []
        port = self.viewport()
        place = QRect(port.mapTo(area, QPoint()), port.size()) & area.rect()
        seen = []
        for row in self.rows_seen():
            rect = self.card_rect(row)
            part = rect.translated(port.mapTo(area, QPoint())) & place
            if part.width() * part.height() >= share * rect.width() * rect.height() and not part.isEmpty():
                seen.append(self.photo_model.id_at(row))
        return seen

    # Qt's questions and events

    def _restore_current(self) -> None:
        row = -1 if self._current_id is None else self.photo_model.row_of(self._current_id)
        if row >= 0:
            index = self.photo_model.index(row)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: tells by id."""
        super().currentChanged(current, previous)
        if current.isValid():
            self._current_id = self.current_id
        self.viewport().update()
        self.current_changed.emit(self.current_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: laid out for the new width."""
        if max(1, self.viewport().width() - 2 * self.inset) != self._laid_across:
            self._kept_places = None
            self._go_stale()
        self._lay_out()
        super().resizeEvent(event)

    def showEvent(self, event: object) -> None:
        """Qt: pictures are wanted now."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.pictures.want_soon()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: reached with Tab, the focus must be seen at once."""
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.gestures.is_keyboard_last = True
            if self.currentIndex().row() < 0 and self.photo_model.rowCount():
                self.set_current_row((self.rows_seen() or [0])[0])
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu of the card below the pointer, or of the current one."""
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentIndex().row() if is_key else self.row_at(event.pos())
        if row < 0:
            event.ignore()
            return
        self.set_current_row(row)
        at = self.viewport().mapToGlobal(self.card_rect(row).center()) if is_key else event.globalPos()
        self.menu_requested.emit([self.photo_model.id_at(row)], at)
        event.accept()

    def wheelEvent(self, event: object) -> None:
        """Qt: see CardGestures."""
        self.gestures.wheel(event)  # type: ignore[arg-type]

    def viewportEvent(self, event: object) -> bool:
        """Qt: leaving ends hovering, tool tips name the actions."""
        return self.gestures.viewport_event(event) or super().viewportEvent(event)  # type: ignore[arg-type]

    def mousePressEvent(self, event: object) -> None:
        """Qt: see CardGestures."""
        self.gestures.press(event)  # type: ignore[arg-type]

    def mouseMoveEvent(self, event: object) -> None:
        """Qt: see CardGestures."""
        self.gestures.move(event)  # type: ignore[arg-type]

    def mouseReleaseEvent(self, event: object) -> None:
        """Qt: see CardGestures."""
        self.gestures.release(event)  # type: ignore[arg-type]

    def mouseDoubleClickEvent(self, event: object) -> None:
        """Qt: the first click has opened it already."""
        event.accept()  # type: ignore[attr-defined]

    def keyPressEvent(self, event: object) -> None:
        """Qt: see CardGestures; other keys belong to the window."""
        event.setAccepted(self.gestures.key(event))  # type: ignore[attr-defined, arg-type]
