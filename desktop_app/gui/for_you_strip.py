"""Hangs the strip of suggestions into the viewer when it is wanted, and does what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from desktop_app.domain.history import ViewSource
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes
from desktop_app.gui import menus

if TYPE_CHECKING:
    from desktop_app.gui.viewer_suggestions import ViewerSuggestions
    from desktop_app.gui.window import MainWindow


class StripDesk(QObject):
    """The strip's part of a window. GUI thread."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.panel: ViewerSuggestions | None = None

    def take_settings(self) -> None:
        """Shows the strip or not, as the settings say; it is made when it is first wanted."""
        chosen, viewer = self._window.settings, self._window.space.viewer
        if self.panel is None and chosen.is_viewer_strip_visible:
            self.panel = self._make()
        if self.panel is None:
            return
        self.panel.set_options(
            is_motion_reduced=chosen.is_motion_reduced,
            is_veiling=chosen.is_veiling_sensitive,
            strictness=chosen.similar_strictness,
        )
        viewer.set_panel(self.panel if chosen.is_viewer_strip_visible else None)

    def take_news(self, changes: Changes) -> None:
        """After an edit the strip may show what is not wanted any more, or lack what came back."""
        is_edit = changes.is_undo_changed and (changes.is_history_changed or changes.is_membership_changed)
        if is_edit and self.panel is not None:
            self.panel.refresh()

    def _make(self) -> ViewerSuggestions:
        from desktop_app.gui.viewer_suggestions import ViewerSuggestions  # late: first tiles do not wait for it

        window = self._window
        panel = ViewerSuggestions(window.library, window.bridge, window.space.viewer)
        panel.menu_requested.connect(self._show_menu)
        panel.chosen.connect(self._open)
        if window.space.viewer.is_open:
            panel.follow(window.space.viewer.current_id)
        return panel

    def _open(self, ids: Sequence[PhotoId], at: int, source: ViewSource) -> None:
        self._window.space.viewer.open_photos(ids, at, source=source)

    def _show_menu(self, photo_id: PhotoId, at: QPoint) -> None:
        """Opens the menu of a photo of the strip; until it closes, actions work on that photo."""
        window, viewer = self._window, self._window.space.viewer
        viewer.menu_id = photo_id

        def follow() -> None:
            window.details.show(window.chosen_ids)
            window.update_actions()

        def forget() -> None:
            viewer.menu_id = None
            follow()

        follow()
        menu = menus.context_menu(menus.SUGGESTION_MENU, window.actions_table, window)
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, forget))  # the action comes after the hiding
        menu.popup(at)
