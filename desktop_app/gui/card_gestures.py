"""Mouse and keys on a page of cards: what opens, what selects, what extends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

from desktop_app.gui.card_painting import CardPart, CardState

if TYPE_CHECKING:
    from desktop_app.gui.card_page import CardView

Key, Mod = Qt.Key, Qt.KeyboardModifier


class CardGestures:
    """Turns events into acts on its view."""

    def __init__(self, view: CardView) -> None:
        self._view = view
        self._hovered: tuple[int, CardPart | None] = (-1, None)
        self._pressed: tuple[int, CardPart | None] = (-1, None)
        self._anchor = -1  # from where Shift extends
        self._is_keyed = False

    def forget_rows(self) -> None:
        """Rows stand for other cards now."""
        self._hovered = self._pressed = (-1, None)
        self._anchor = -1

    def state_of(self, row: int, *, has_field: bool) -> CardState:
        """Returns how a card is painted now."""
        view = self._view
        chosen = view.selectionModel()
        is_current = view.currentIndex().row() == row
        return CardState(
            is_selected=chosen.isSelected(view.cards.index(row)),
            is_selecting=chosen.hasSelection(),
            is_focused=is_current and self._is_keyed and view.hasFocus(),
            is_hovered=self._hovered[0] == row,
            hovered_part=self._hovered[1] if self._hovered[0] == row else None,
            is_renamed_now=has_field,
        )

    # the pointer

    def hover(self, point: QPoint | None) -> None:
        """The pointer is here, or nowhere."""
        viewport = self._view.viewport()
        is_inside = point is not None and viewport.rect().contains(point) and viewport.underMouse()
        found = self._view.part_at(point) if is_inside and point is not None else (-1, None)
        if found != self._hovered:
            self._hovered = found
            viewport.setCursor(Qt.CursorShape.PointingHandCursor if found[0] >= 0 else Qt.CursorShape.ArrowCursor)
            viewport.update()

    def press(self, event: QMouseEvent) -> None:
        """A button goes down; what it does is done when it comes up over the same thing."""
        self._is_keyed = False
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = self._view.part_at(event.position().toPoint())
        if self._pressed[0] < 0 and not event.modifiers() & (Mod.ControlModifier | Mod.ShiftModifier):
            self._view.clearSelection()
        self._view.viewport().update()

    def release(self, event: QMouseEvent) -> None:
        """A button comes up."""
        pressed, self._pressed = self._pressed, (-1, None)
        row, part = pressed
        if event.button() != Qt.MouseButton.LeftButton or row < 0:
            return
        if self._view.part_at(event.position().toPoint())[0] != row:
            return
        view, mods = self._view, event.modifiers()
        if part is CardPart.MORE and not mods & (Mod.ControlModifier | Mod.ShiftModifier):
            self._ask_menu(row, event.globalPosition().toPoint())
            return
        is_opening = False
        if mods & Mod.ShiftModifier:
            self._extend(row)
        elif part is CardPart.TICK or mods & Mod.ControlModifier or view.selectionModel().hasSelection():
            view.toggle_row(row)
            self._anchor = row
        else:
            self._anchor, is_opening = row, True
        view.go(row)
        if is_opening:
            view.opened.emit(view.cards.cards[row].key)

    def menu(self, event: QContextMenuEvent) -> None:
        """A menu is asked for with the mouse or a key."""
        view = self._view
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = view.currentIndex().row()
            place = view.visualRect(view.currentIndex()).center() if row >= 0 else view.viewport().rect().center()
            at = view.viewport().mapToGlobal(place)
        else:
            row, _part = view.part_at(event.pos())
            at = event.globalPos()
        event.accept()
        if row < 0:
            view.menu_requested.emit([], at)
        else:
            self._ask_menu(row, at)

    def _ask_menu(self, row: int, at: QPoint) -> None:
        view = self._view
        key, selected = view.cards.cards[row].key, view.selected_keys()
        if key not in selected:
            view.clearSelection()
            selected = [key]
            view.go(row)
        view.menu_requested.emit(selected, at)

    # the keys

    def focus(self, reason: Qt.FocusReason) -> None:
        """The page gets the focus."""
        view = self._view
        if reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason) and view.cards.rowCount():
            self._is_keyed = True
            if view.currentIndex().row() < 0:
                top = view.verticalOffset()
                view.go(view.layout_.seen(top, top + view.viewport().height()).start)

    def is_ours(self, event: QKeyEvent) -> bool:
        """Whether a key is for the cards, though an action of the window has it too."""
        has_ctrl = bool(event.modifiers() & Mod.ControlModifier)
        return event.key() in (Key.Key_F2, Key.Key_Space) or (event.key() == Key.Key_A and has_ctrl)

    def key(self, event: QKeyEvent) -> bool:
        """Does what a key asks for. Returns whether it was one of ours."""
        view, key, mods = self._view, event.key(), event.modifiers()
        if key == Key.Key_Escape and view.selectionModel().hasSelection():
            view.clearSelection()
            return True
        if not view.cards.rowCount() or mods & (Mod.AltModifier | Mod.MetaModifier):
            return False
        row = view.currentIndex().row()
        if key == Key.Key_A and mods & Mod.ControlModifier:
            view.select_rows(range(view.cards.rowCount()))
        elif key in (Key.Key_Return, Key.Key_Enter) and row >= 0:
            view.opened.emit(view.cards.cards[row].key)
        elif key == Key.Key_Space and row >= 0:
            view.toggle_row(row)
            self._anchor = row
        elif key == Key.Key_F2 and row >= 0:
            view.begin_renaming(view.cards.cards[row].key)
        else:
            return self._walk(key, mods, row)
        self._is_keyed = True
        view.viewport().update()
        return True

    def _walk(self, key: int, mods: Qt.KeyboardModifier, row: int) -> bool:
        view, room = self._view, self._view.layout_
        last = view.cards.rowCount() - 1
        sideways = -1 if view.is_mirrored else 1
        page = max(1, view.viewport().height() // room.row_height)
        start = max(row, 0)
        steps = {
            Key.Key_Left: start - sideways,
            Key.Key_Right: start + sideways,
            Key.Key_Up: room.step(start, rows=-1),
            Key.Key_Down: room.step(start, rows=1),
            Key.Key_PageUp: room.step(start, rows=-page),
            Key.Key_PageDown: room.step(start, rows=page),
            Key.Key_Home: 0,
            Key.Key_End: last,
        }
        if key not in steps:
            return False
        target = min(max(steps[Key(key)], 0), last) if row >= 0 else 0
        self._is_keyed = True
        if mods & Mod.ShiftModifier:
            self._anchor = start if self._anchor < 0 else self._anchor
            self._extend(target)
        else:
            self._anchor = target
        view.go(target)
        view.viewport().update()
        return True

    def _extend(self, row: int) -> None:
        if self._anchor < 0:
            self._anchor = max(self._view.currentIndex().row(), 0)
        first, last = sorted((self._anchor, row))
        self._view.select_rows(range(first, last + 1))
