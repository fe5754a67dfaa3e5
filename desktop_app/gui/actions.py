"""The actions of a window: made from the table, enabled by what is shown, bound to what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_app.gui.action_table import ACTIONS, SPECS, Need
from desktop_app.gui.icons import icon


@dataclass(frozen=True, slots=True)
class ActionState:
    """What the window knows that decides which actions are enabled, ticked, and how they read."""

    selected: int = 0
    is_page: bool = False
    is_viewing: bool = False
    is_suggested: bool = False
    is_history_kept: bool = False
    has_roots: bool = False
    can_back: bool = False
    can_forward: bool = False
    undo_label: str | None = None
    redo_label: str | None = None
    checked: frozenset[str] = frozenset()
    is_album: bool = False
    is_search: bool = False
    is_own_order: bool = False
    is_playable: bool = False
    is_trash: bool = False
    can_start_event: bool = False
    can_lock: bool = False
    is_stacked: bool = False

    def holds(self) -> Need:
        """Returns every need that is met."""
        met = {
            Need.PHOTOS: self.selected > 0,
            Need.ONE: self.selected == 1,
            Need.SELECTION: self.selected > 0,
            Need.SUGGESTED: self.is_suggested,
            Need.ASKED: self.is_history_kept,
            Need.PAGE: self.is_page,
            Need.BROWSING: not self.is_viewing,
            Need.UNDO: self.undo_label is not None,
            Need.REDO: self.redo_label is not None,
            Need.BACK: self.can_back or self.is_viewing,
            Need.FORWARD: self.can_forward,
            Need.ROOTS: self.has_roots,
            Need.ALBUM: self.is_album,
            Need.SEARCH: self.is_search,
            Need.OWN_ORDER: self.is_own_order,
            Need.PLAYABLE: self.is_playable,
            Need.TRASH: self.is_trash,
            Need.LIVE: not self.is_trash,
            Need.EVENT: self.can_start_event,
            Need.LOCK: self.can_lock,
            Need.STACKED: self.is_stacked,
        }
        total = Need.NOTHING
        for need, is_met in met.items():
            if is_met:
                total |= need
        return total


class Actions(QObject):
    """The table as QActions, owned by the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(_tr(spec.text), self)
            action.setObjectName(spec.id)
            action.setCheckable(spec.is_checkable)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setShortcutVisibleInContextMenu(True)
            if spec.is_on_photos:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            else:
                window.addAction(action)
            self._actions[spec.id] = action
        self._actions["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self._actions["about"].setMenuRole(QAction.MenuRole.AboutRole)
        self._actions["settings"].setMenuRole(QAction.MenuRole.PreferencesRole)
        self.refresh_icons()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def bind(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Connects actions to what they do; each handler takes no argument."""
        for action_id, handler in handlers.items():
            self._actions[action_id].triggered.connect(lambda _checked=False, run=handler: run())

    def attach_to_photos(self, widgets: Iterable[QWidget]) -> None:
        """Lets the keys that belong to photos work while one of these widgets has the focus."""
        for widget in widgets:
            for spec in ACTIONS:
                if spec.is_on_photos:
                    widget.addAction(self._actions[spec.id])

    def refresh_icons(self) -> None:
        """Draws the icons anew after the palette changed."""
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon))

    def update(self, state: ActionState) -> None:
        """Enables, ticks and names every action for this state."""
        met = state.holds()
        for spec in ACTIONS:
            action = self._actions[spec.id]
            action.setEnabled(spec.needs & met == spec.needs)
            if spec.is_checkable:
                action.setChecked(spec.id in state.checked)
        for spec in ACTIONS:
            if spec.yields:
                taken = SPECS[spec.yields].keys if self._actions[spec.yields].isEnabled() else ()
                keys = [QKeySequence(key) for key in spec.keys if key not in taken]
                if self._actions[spec.id].shortcuts() != keys:
                    self._actions[spec.id].setShortcuts(keys)
        self._name("undo", _tr("&Undo"), state.undo_label)
        self._name("redo", _tr("&Redo"), state.redo_label)
        is_marked = "mark-sensitive" in state.checked
        self._actions["mark-sensitive"].setText(_tr("&Not sensitive") if is_marked else _tr("&Mark as sensitive"))
        self._actions["hide"].setText(_tr("Show a&gain") if "hide" in state.checked else _tr("&Hide"))

    def _name(self, action_id: str, verb: str, label: str | None) -> None:
        shown = (label or "").replace("&", "&&")
        self._actions[action_id].setText(f"{verb}: {shown}" if shown else verb)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
