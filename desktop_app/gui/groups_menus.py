"""The context menus of the page of groups: of one group, of several, and of a photo on the map."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF
from PySide6.QtWidgets import QMenu

from desktop_app.domain.history import ViewSource
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui import icons

if TYPE_CHECKING:
    from desktop_app.gui.groups_desk import GroupsDesk
    from desktop_app.gui.window import MainWindow


class GroupMenus(QObject):
    """Makes and opens the menus; opens photos of the map."""

    def __init__(self, window: MainWindow, desk: GroupsDesk) -> None:
        super().__init__(desk)
        self._window, self._desk = window, desk

    def of_groups(self, keys: Sequence[Hashable]) -> QMenu | None:
        """Returns the menu of these groups; None for none."""
        ids = [GroupId(key) for key in keys if isinstance(key, int)]
        if not ids or self._desk.page is None:
            return None
        acts, page, menu = self._desk.acts, self._desk.page, self._menu()
        if len(ids) == 1:
            one = ids[0]
            menu.addAction(icons.icon("groups"), self.tr("Open"), lambda: acts.open(one))
            menu.addAction(self.tr("Show on the map"), lambda: self.show_on_map(one))
            menu.addAction(icons.icon("similar"), self.tr("More like this"), lambda: acts.more_like(one))
            menu.addSeparator()
            menu.addAction(icons.icon("pencil"), self.tr("Rename"), lambda: page.cards.begin_renaming(one))
            menu.addAction(icons.icon("album"), self.tr("Make album"), lambda: acts.make_album(ids))
            menu.addSeparator()
            split = menu.addAction(self.tr("Split"), lambda: acts.split(one))
            group = self._desk.group(one)
            split.setEnabled(group is not None and group.photo_count > 1)
            merge = menu.addAction(self.tr("Merge into…"), lambda: acts.choose_merge(one))
            merge.setEnabled(len(self._desk.groups) > 1)
        else:
            menu.addAction(icons.icon("groups"), self.tr("Merge"), lambda: acts.merge(ids))
            menu.addAction(icons.icon("album"), self.tr("Make album"), lambda: acts.make_album(ids))
        return menu

    def of_photo(self, photo_id: PhotoId) -> QMenu:
        """Returns the menu of a photo on the map."""
        window, menu = self._window, self._menu()
        menu.addAction(icons.icon("image"), self.tr("Open"), lambda: self.open_photo(photo_id))
        group = self._group_of(photo_id)
        if group is not None:
            words = self.tr("Open “{group}”").replace("{group}", group.name.replace("&", "&&"))
            group_id = group.id
            menu.addAction(icons.icon("groups"), words, lambda: self._desk.acts.open(group_id))
        menu.addSeparator()
        request = SimilarRequest(photo_ids=(photo_id,))
        menu.addAction(icons.icon("similar"), self.tr("Find similar"), lambda: window.find_similar(request))
        timeline = window.for_you_desk.show_on_timeline
        menu.addAction(icons.icon("calendar"), self.tr("Show on the timeline"), lambda: timeline(photo_id))
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _group_of(self, photo_id: PhotoId):  # type: ignore[no-untyped-def]
        content = self._desk.page.map.content if self._desk.page is not None else None
        row = content.row_of(photo_id) if content is not None else -1
        return self._desk.group(GroupId(int(content.groups[row]))) if content is not None and row >= 0 else None

    def show_groups(self, keys: Sequence[Hashable], at: QPoint) -> None:
        """Opens the menu of groups."""
        menu = self.of_groups(keys)
        if menu is not None:
            menu.popup(at)

    def show_photo(self, photo_id: PhotoId, at: QPoint) -> None:
        """Opens the menu of a photo on the map."""
        self.of_photo(photo_id).popup(at)

    def show_on_map(self, group_id: GroupId) -> None:
        """Turns to the map, there to a group."""
        page = self._desk.page
        if page is None:
            return
        page.bar.set_map(is_map=True)
        content = page.map.content
        label = next((one for one in content.labels if one.group_id == group_id), None) if content else None
        if label is not None:
            page.go_to_map(label.x, label.y, label.radius)

    def open_photo(self, photo_id: PhotoId) -> None:
        """Opens a photo of the map in the viewer, with its group as the row."""
        window, page = self._window, self._desk.page
        content = page.map.content if page is not None else None
        row = content.row_of(photo_id) if content is not None else -1
        if page is None or content is None or row < 0:
            return
        ids, rect = content.row_ids(row), page.photo_rect(photo_id)
        window.space.show_viewer(is_shown=True)
        viewer = window.space.viewer
        start = None
        if rect.isValid() and not window.settings.is_motion_reduced:
            start = QRectF(QPoint(viewer.mapFromGlobal(rect.topLeft())), rect.size().toSizeF())
        viewer.open_photos(ids, ids.index(photo_id), grow_from=start, source=ViewSource.LIBRARY)
        window.toast.place()
        window.update_actions()
