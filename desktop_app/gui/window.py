"""The main window: composes the parts, binds the actions, and hears of changes. Holds no photo logic of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRectF, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import UserError
from desktop_app.gui import drops, menus, places, theme
from desktop_app.gui.action_state import state_of
from desktop_app.gui.actions import Actions
from desktop_app.gui.album_acts import AlbumActs
from desktop_app.gui.album_menu import AlbumMenu, photo_menu
from desktop_app.gui.bindings import bind_actions
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.denoise_desk import DenoiseDesk
from desktop_app.gui.drop_overlay import DropOverlay, DropWatch
from desktop_app.gui.drops import Drop
from desktop_app.gui.duplicates_desk import DuplicatesDesk
from desktop_app.gui.edits import Edits
from desktop_app.gui.events_desk import EventsDesk
from desktop_app.gui.flag_desk import FlagDesk
from desktop_app.gui.folder_menu import FolderMenu
from desktop_app.gui.for_you_desk import ForYouDesk
from desktop_app.gui.groups_desk import GroupsDesk
from desktop_app.gui.history_desk import HistoryDesk
from desktop_app.gui.inspector_loader import InspectorLoader
from desktop_app.gui.lock_desk import LockDesk
from desktop_app.gui.navigator import Navigator
from desktop_app.gui.news import News
from desktop_app.gui.news_taking import take_news
from desktop_app.gui.page_loader import ask_for
from desktop_app.gui.photo_acts import PhotoActs
from desktop_app.gui.places import Kind
from desktop_app.gui.slideshow_desk import SlideshowDesk
from desktop_app.gui.small_pages import SmallPages
from desktop_app.gui.smart_desk import SmartDesk
from desktop_app.gui.toast import Toast
from desktop_app.gui.trash_desk import TrashDesk
from desktop_app.gui.versions_desk import VersionsDesk
from desktop_app.gui.workspace import Workspace
from desktop_app.settings import Settings

if TYPE_CHECKING:
    from desktop_app.library.library import Library

log = logging.getLogger(__name__)

SMALLEST = (900, 600)
FIRST_SIZE = (1280, 800)


class MainWindow(QMainWindow):
    """One window on one library. The caller opens the library before and closes it after.

    Args:
        library: open.
        settings: as loaded.
        save_settings: called with every change; may raise UserError, which is shown.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings,
        save_settings: Callable[[Settings], None],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.library, self.settings, self._save_settings = library, settings, save_settings
        self.setMinimumSize(*SMALLEST)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.theme = theme.apply(app, settings.theme)
        self.bridge = Bridge(self)
        first_page = ask_for(library, places.timeline())  # found while the widgets are made
        self.actions_table = Actions(self)
        self.space = Workspace(library, self.bridge, self.actions_table, self)
        self.setCentralWidget(self.space)
        self.toast = Toast(self)
        self.toast.area = self.space.floating_area
        QWidget.setTabOrder(self.space.grid.scrubber, self.toast.button)
        self.edits = Edits(library, self.bridge, self.toast, self)
        self.acts = PhotoActs(library, self.bridge, self.toast, self)
        self.pages = SmallPages(self)
        self.details = InspectorLoader(self.space.inspector, library, self.bridge, self)
        self.navigator = Navigator(self.space, library, self.bridge, self)
        self.for_you_desk = ForYouDesk(self)
        self.history_desk, self.slideshow_desk = HistoryDesk(self), SlideshowDesk(self)
        self.duplicates_desk, self.trash_desk = DuplicatesDesk(self), TrashDesk(self)
        self.groups_desk = GroupsDesk(self)
        self.events_desk, self.smart_desk = EventsDesk(self), SmartDesk(self)
        self.versions_desk = VersionsDesk(self)
        self.flag_desk, self.lock_desk, self.denoise_desk = FlagDesk(self), LockDesk(self), DenoiseDesk(self)
        self.overlay = DropOverlay(self)
        self.drop_targets = (self.space.sidebar.target, self.space.inspector.target)
        self._watch = DropWatch(self, self.overlay, self.drop_targets)
        self._watch.stay_open_over(self.space.grid_arranging, self.space.sidebar.tree.drops)
        self.albums = AlbumActs(self)
        menus.fill_menu_bar(self.menuBar(), self.actions_table)
        bind_actions(self)
        FolderMenu(self)
        AlbumMenu(self)
        self._connect()
        self._restore_geometry()
        self._apply_settings()
        self.news = News(library, self.bridge, self)
        self.news.arrived.connect(lambda changes: take_news(self, changes))
        self.navigator.start(first_page)
        self.space.grid.setFocus()  # keys belong to the photos from the start

    def _connect(self) -> None:
        grid, viewer, inspector, space = self.space.grid, self.space.viewer, self.space.inspector, self.space
        grid.photo_activated.connect(self.open_photo)
        grid.menu_requested.connect(self._show_menu)
        grid.favourite_toggled.connect(self._toggle_favourite_of)
        grid.selection_changed.connect(lambda _ids: self._on_selection())
        grid.current_changed.connect(lambda _id: self._on_selection())
        grid.tile_height_changed.connect(self._on_tile_height)
        space.header.zoomed.connect(grid.set_tile_height)
        space.model.set_file_urls(lambda ids: [p.path for p in self.details.photos if p.id in set(ids)])
        space.model.set_describe(self.navigator.describe)
        viewer.closed.connect(self._on_viewer_closed)
        viewer.unveiled.connect(lambda photo_id: grid.reveal([photo_id]))
        viewer.current_changed.connect(lambda _id: self._on_selection())
        viewer.menu_requested.connect(self._show_menu)
        inspector.rated.connect(lambda rating: self.edits.rate(self.details.ids, rating))
        inspector.favourite_toggled.connect(lambda: self._toggle_favourite_of(self.details.ids))
        inspector.tag_added.connect(lambda name: self.edits.add_tag(self.details.ids, name))
        inspector.tag_removed.connect(lambda name: self.edits.remove_tag(self.details.ids, name))
        inspector.tag_suppressed.connect(self.edits.suppress_tag)
        inspector.tag_chosen.connect(self._show_tag)
        inspector.flag_dismissed.connect(lambda flag: self.edits.dismiss_flag(self.details.ids, flag))
        inspector.copied.connect(self.acts.copy_text)
        space.first_run.started.connect(self.add_folders)
        space.problems.retry_wanted.connect(lambda: self.library.start_indexing())
        space.problems.folder_wanted.connect(self.acts.reveal)
        space.problems.path_copied.connect(self.acts.copy_text)
        space.status.pause_toggled.connect(self.actions_table["pause"].trigger)
        space.status.problems_wanted.connect(self.actions_table["go-problems"].trigger)
        space.similar_bar.strictness_changed.connect(self._on_strictness)
        for target in (self.overlay, *self.drop_targets):
            target.dropped.connect(self.take_drop)
        self.navigator.add_folder_wanted = self.pages.choose_folders
        self.navigator.moved.connect(self._on_selection)
        self.navigator.opened.connect(self.edits.refresh)
        self.navigator.opened.connect(self.details.refresh_vocabulary)
        self.edits.undo_changed.connect(lambda _state: self.update_actions())
        self.details.on_photos = self._on_details

    @property
    def chosen_ids(self) -> list[PhotoId]:
        """The photos that actions work on: the one in the viewer, else the selection."""
        if self.space.is_viewing:
            return self.space.viewer.chosen_ids
        return self.space.chosen_ids

    def open_photo(self, photo_id: PhotoId) -> None:
        """Shows a photo of the page in the viewer."""
        row = self.space.model.row_of(photo_id)
        if row < 0:
            return
        rect = self.space.grid.global_tile_rect(photo_id)
        self.space.show_viewer(is_shown=True)
        viewer = self.space.viewer
        start = None
        if rect is not None and rect.isValid() and not self.settings.is_motion_reduced:
            start = QRectF(QPoint(viewer.mapFromGlobal(rect.topLeft())), rect.size().toSizeF())
        ids, source = self.space.model.timeline.ids, places.view_source(self.navigator.place)
        viewer.open_photos(ids, row, sensitive=self.space.sensitive_ids, grow_from=start, source=source)
        self.toast.place()
        self._on_selection()

    def find_similar(self, request: SimilarRequest) -> None:
        """Shows photos like these, from wherever one is."""
        if request.photo_ids or request.files or request.pictures:
            if self.space.is_viewing:
                self.space.viewer.close_viewer()
            self.navigator.find_similar(request, self.settings.similar_strictness)

    def take_drop(self, drop: Drop) -> None:
        """Does what something dropped or pasted asks for."""
        if drop.request is not None:
            if self.navigator.place.kind is Kind.SIMILAR and drop.request.photo_ids and not self.space.is_viewing:
                self.space.similar_bar.add_request(drop.request)
            else:
                self.find_similar(drop.request)
        elif drop.folders:
            self.add_folders(drop.folders)
        else:
            self.toast.say(drop.problem)

    def paste_similar(self) -> None:
        """Finds photos like what the clipboard holds."""
        self.take_drop(drops.read_drop(QGuiApplication.clipboard().mimeData()))

    def add_folders(self, folders: Sequence[Path]) -> None:
        """Adds folders to the library and looks through them."""
        self.edits.add_folders(folders, on_done=lambda: self.library.start_indexing())

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Takes what the program was started with: adds folders, and finds photos like the files."""
        files = [path for path in paths if path.is_file()]
        folders = [path for path in paths if path not in files]  # what is not there is refused as a folder
        if folders:
            self.add_folders(folders)
        if files:
            self.take_drop(drops.read_paths(files))

    def raise_and_show(self) -> None:
        """Comes to the front, for a second start of the program."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def change_settings(self, settings: Settings) -> None:
        """Takes over, applies and saves other settings."""
        if settings == self.settings:
            return
        self.settings = settings
        self._apply_settings()
        self.library.use_settings(settings)
        try:
            self._save_settings(settings)
        except UserError as error:
            self.toast.say(error.sentence())

    def update_actions(self) -> None:
        """Enables, ticks and names the actions for what is shown and chosen."""
        self.actions_table.update(state_of(self))

    def _apply_settings(self) -> None:
        chosen, space = self.settings, self.space
        theme.apply(QApplication.instance(), chosen.theme)  # type: ignore[arg-type]
        space.set_sides(is_sidebar_wanted=chosen.is_sidebar_visible, is_inspector_wanted=chosen.is_inspector_visible)
        space.grid.set_tile_height(chosen.tile_height_px)
        space.header.show_zoom(chosen.tile_height_px)
        space.grid.set_motion_reduced(is_reduced=chosen.is_motion_reduced)
        space.grid.set_veiling(is_veiling=chosen.is_veiling_sensitive)
        space.inspector.set_options(are_ai_tags_shown=chosen.are_ai_tags_shown, is_veiling=chosen.is_veiling_sensitive)
        space.similar_bar.is_veiling = chosen.is_veiling_sensitive
        space.viewer.set_options(is_veiling=chosen.is_veiling_sensitive, is_motion_reduced=chosen.is_motion_reduced)
        self.for_you_desk.take_settings()
        self.history_desk.take_settings()
        self.groups_desk.take_settings()
        self.events_desk.take_settings()
        self.flag_desk.take_settings()
        self.denoise_desk.take_settings()
        self.duplicates_desk.take_settings()
        self.details.refresh()
        self.update_actions()

    def _on_selection(self) -> None:
        self.details.show(self.chosen_ids)
        self.update_actions()

    def _on_details(self) -> None:
        if len(self.details.ids) == 1:
            self.space.inspector.show_why(self.navigator.whys.get(self.details.ids[0], ""))
        self.update_actions()

    def _toggle_favourite_of(self, ids: Sequence[PhotoId]) -> None:
        if ids:
            self.edits.set_favourite(ids, is_favourite=not self.space.are_favourites(ids))

    def _on_viewer_closed(self, photo_id: PhotoId) -> None:
        if self.isFullScreen():
            self.actions_table["full-screen"].trigger()
        self.space.show_viewer(is_shown=False)
        self.toast.place()
        self.space.return_to(photo_id)
        self._on_selection()

    def _show_tag(self, name: str) -> None:
        if self.space.is_viewing:
            self.space.viewer.close_viewer()
        self.navigator.show_tag(name)

    def _show_menu(self, ids: Sequence[PhotoId], at: QPoint) -> None:
        menu = photo_menu(self, ids)
        if ids and tuple(ids) == self.details.ids:
            names = [chip.tag.name for chip in self.space.inspector.tags.chips]
            menus.add_tag_removal(menu, names, self.actions_table, lambda tag: self.edits.remove_tag(ids, tag))
        menu.popup(at)

    def _on_tile_height(self, height_px: int) -> None:
        self.space.header.show_zoom(height_px)
        self.settings = replace(self.settings, tile_height_px=height_px)

    def _on_strictness(self, strictness: float) -> None:
        self.settings = replace(self.settings, similar_strictness=strictness)

    def _restore_geometry(self) -> None:
        saved = QByteArray.fromBase64(self.settings.window_geometry.encode("ascii", "ignore"))
        if saved.isEmpty() or not self.restoreGeometry(saved):
            self.resize(*FIRST_SIZE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc leaves full screen, then an answer, then the selection."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.isFullScreen():
            self.actions_table["full-screen"].trigger()
        elif self.navigator.place.kind in (Kind.SEARCH, Kind.SIMILAR):
            self.navigator.leave()
        else:
            self.space.grid.clearSelection()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: remembers place and size, and hears of nothing more."""
        if event.spontaneous() and not self.denoise_desk.may_close():
            event.ignore()
            return
        self.news.close()
        self.bridge.close()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        try:
            self._save_settings(replace(self.settings, window_geometry=geometry))
        except UserError as error:
            log.warning("settings not saved at closing: %s", error)
        super().closeEvent(event)
