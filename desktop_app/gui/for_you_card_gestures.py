"""Mouse, wheel and keys on cards: a click opens, icons act, arrows walk, a drag leaves as a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QDrag, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Badge
from desktop_app.gui.for_you_card_painting import CardAct, act_at, act_text
from desktop_app.gui.grid_scroll import NOTCH

if TYPE_CHECKING:
    from desktop_app.gui.for_you_cards import CardsView

DRAG_EDGE = 96


class CardGestures(QObject):
    """Reads what the user does on one view of cards. Owned by the view; GUI thread."""

    def __init__(self, view: CardsView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed: tuple[int, CardAct | None, QPoint] | None = None
        self.hovered_row = -1
        self.hovered_act: CardAct | None = None
        self.is_keyboard_last = False

    # pointer

    def part_at(self, point: QPoint) -> tuple[int, CardAct | None]:
        """Returns the card below a point (-1 for none) and the action's icon there."""
        row = self._view.row_at(point)
        return row, None if row < 0 else act_at(self._view.act_places_of(row), point)

    def hover(self, point: QPoint | None) -> None:
        """The pointer rests or moves here; None when it left."""
        row, act = (-1, None) if point is None else self.part_at(point)
        if (row, act) == (self.hovered_row, self.hovered_act):
            return
        self.hovered_row, self.hovered_act = row, act
        shape = Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor
        self._view.viewport().setCursor(shape)
        self._view.viewport().update()

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        self.is_keyboard_last = False
        row, act = self.part_at(event.position().toPoint())
        if row < 0:
            event.ignore()
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (row, act, event.position().toPoint())
            self._view.set_current_row(row)
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved; far enough with the button down, the photo is dragged out."""
        point = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self.hover(point)
            return
        row, act, start = self._pressed
        if act is None and (point - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag = self.make_drag(row)
            if drag is not None:
                drag.exec(Qt.DropAction.CopyAction)

    def release(self, event: QMouseEvent) -> None:
        """A button went up: where it went down, it acts."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, act = self.part_at(event.position().toPoint())
        if (row, act) != pressed[:2]:
            return
        photo_id = self._view.photo_model.id_at(row)
        if act is CardAct.MENU:
            self._view.menu_requested.emit([photo_id], event.globalPosition().toPoint())
        elif act is not None:
            self._view.act_wanted.emit(photo_id, act.value)
        else:
            self._view.opened.emit(photo_id)

    def make_drag(self, row: int) -> QDrag | None:
        """Returns the drag of a card's photo, always a copy; None when it went meanwhile."""
        view = self._view
        if not 0 <= row < view.photo_model.rowCount():
            return None
        photo_id: PhotoId = view.photo_model.id_at(row)
        drag = QDrag(view)
        drag.setMimeData(view.photo_model.mime_of([photo_id]))
        is_covered = view.is_covered(int(view.photo_model.timeline.status[row]))
        pixmap = view.pictures.pixmap(photo_id, is_veiled=is_covered)
        if pixmap is not None:
            mode = Qt.TransformationMode.SmoothTransformation
            drag.setPixmap(pixmap.scaled(DRAG_EDGE, DRAG_EDGE, Qt.AspectRatioMode.KeepAspectRatio, mode))
        return drag

    def wheel(self, event: QWheelEvent) -> None:
        """Sideways turning moves the shelf; the rest is the page's."""
        view = self._view
        if not view.is_sideways:
            view.motion.wheel(event)
            event.accept()
            return
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        pixels, turned = event.pixelDelta(), event.angleDelta()
        across = turned.x() or (turned.y() if is_shifted else 0)
        if not across or (abs(turned.y()) > abs(turned.x()) and not is_shifted):
            event.ignore()
            return
        sign = -1 if not view.is_mirrored or (is_shifted and not turned.x()) else 1
        if pixels.x():
            view.motion.stop()
            view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + sign * pixels.x())
        else:
            view.motion.by(round(sign * across / NOTCH * view.motion.pixels_per_notch))
        event.accept()

    def viewport_event(self, event: QEvent) -> bool:
        """Ends hovering, and names the action below the pointer. Returns whether the event is done with."""
        if event.type() == QEvent.Type.Leave:
            self.hover(None)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row, act = self.part_at(event.pos())
            if act is None:
                QToolTip.hideText()
            else:
                is_favourite = bool(int(self._view.photo_model.timeline.badges[row]) & Badge.FAVOURITE)
                QToolTip.showText(event.globalPos(), act_text(act, is_favourite=is_favourite), self._view)
            return True
        return False

    # keys

    def key(self, event: QKeyEvent) -> bool:
        """Walks with the arrows, opens with Enter, ticks with Space. Returns whether the key was one of these."""
        view, key = self._view, Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not view.photo_model.rowCount():
            return False
        self.is_keyboard_last = True
        row = view.currentIndex().row()
        forward, backward = Qt.Key.Key_Right, Qt.Key.Key_Left
        if view.is_mirrored:
            forward, backward = backward, forward
        last = view.photo_model.rowCount() - 1
        steps = {forward: row + 1, backward: max(row - 1, 0), Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if key in steps:
            view.set_current_row(min(max(steps[key], 0), last))
            view.viewport().update()
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(row, 1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Space and row >= 0 and view.is_ticking:
            view.act_wanted.emit(view.photo_model.id_at(row), CardAct.TICK.value)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            view.opened.emit(view.photo_model.id_at(row))
            return True
        return False

    def _step(self, row: int, step: int) -> None:
        view = self._view
        below = view.placement.vertical_neighbour(row, step) if row >= 0 else -1
        if below >= 0:
            view.set_current_row(below)
        elif view.is_sideways:
            place = view.card_rect(max(row, 0)).center()
            view.stepped_out.emit(step, view.viewport().mapToGlobal(place).x())
