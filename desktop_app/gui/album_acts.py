"""Everything the window does with albums, as one short function each; says what was done and offers to undo it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from desktop_app.domain.album import Album
from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.domain.library import Edit
from desktop_app.gui import places
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow

log = logging.getLogger(__name__)


class AlbumActs(QObject):
    """Acts on albums of one window; what is known of them lies in its navigator."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._edits = window.edits
        tree, arranging = window.space.sidebar.tree, window.space.grid_arranging
        tree.album_wanted.connect(lambda: self.create(()))
        tree.places.album_renamed.connect(self.give_name)
        tree.album_removal_wanted.connect(self.delete)
        tree.drops.photos_dropped.connect(self._take_photos)
        tree.drops.album_dropped.connect(self.move_album)
        arranging.arranged.connect(self._arrange)
        window.space.pages.installEventFilter(window.toast)  # it floats over the page, which suggestions make lower
        window.space.additions_wanted.connect(self.add)
        window.space.refusals_wanted.connect(self.refuse)
        window.space.album_bar.date_order_wanted.connect(window.actions_table["sort-album-by-date"].trigger)

    @property
    def current(self) -> Album | None:
        """The album whose page is shown, None on every other page."""
        album_id = self._window.navigator.place.page.album_id
        return self._window.navigator.albums.get(album_id) if album_id is not None else None

    @property
    def all(self) -> list[Album]:
        """The albums as last heard, in their order."""
        return sorted(self._window.navigator.albums.values(), key=lambda album: album.position)

    def create(self, ids: Sequence[PhotoId], name: str = "") -> None:
        """Makes an album of photos. Without a name it gets one that is free, and the field to change it opens."""
        photos, title = tuple(ids), name or self._free_name()
        future = self._window.library.create_album(title, photos)

        def done(album_id: AlbumId) -> None:
            words = counted("Albums", "Made “{album}” with 1 photo", "Made “{album}” with {n} photos", len(photos))
            if not photos:
                words = self.tr("Made “{album}”")
            self._window.toast.offer_undo(words.replace("{album}", title))
            self._edits.refresh()
            if not name and self._window.space.sidebar.isVisible():
                self._window.space.sidebar.tree.rename(album_id)

        self._window.bridge.when_done(future, done, self._edits.fail, receiver=self)

    def add(self, album_id: AlbumId, ids: Sequence[PhotoId]) -> None:
        """Puts photos into an album."""
        from desktop_app.library.commands import AddToAlbum  # late, like those below: after the first tiles

        def words(edit: Edit) -> str:
            if not edit.id:
                return self._named(self.tr("Already in “{album}”"), album_id)
            said = counted("Albums", "Added 1 photo to “{album}”", "Added {n} photos to “{album}”", len(edit.photo_ids))
            return self._named(said, album_id)

        if ids:
            self._edits.run(AddToAlbum(album_id, tuple(ids)), words)

    def remove(self, album_id: AlbumId, ids: Sequence[PhotoId]) -> None:
        """Takes photos out of an album; they stay in the library."""
        from desktop_app.library.commands import RemoveFromAlbum

        def words(edit: Edit) -> str:
            count = len(edit.photo_ids)
            said = counted("Albums", "Removed 1 photo from “{album}”", "Removed {n} photos from “{album}”", count)
            return self._named(said, album_id)

        if ids:
            self._edits.run(RemoveFromAlbum(album_id, tuple(ids)), words)

    def refuse(self, album_id: AlbumId, ids: Sequence[PhotoId]) -> None:
        """Keeps photos from being suggested for an album again."""
        from desktop_app.library.commands import RefuseForAlbum

        text = self.tr("Not suggested for “{album}” any more")
        self._edits.run(RefuseForAlbum(album_id, tuple(ids)), lambda _edit: self._named(text, album_id))

    def set_cover(self, album_id: AlbumId, photo_id: PhotoId | None) -> None:
        """Chooses the photo that stands for an album; None leaves it to the program."""
        from desktop_app.library.commands import SetAlbumCover

        text = self.tr("Cover of “{album}” set") if photo_id is not None else self.tr("“{album}” chooses its cover")
        self._edits.run(SetAlbumCover(album_id, photo_id), lambda _edit: self._named(text, album_id))

    def sort_by_date(self, album_id: AlbumId) -> None:
        """Shows an album newest first again."""
        from desktop_app.library.commands import SortAlbumByDate

        text = self.tr("“{album}” is sorted by date")
        self._edits.run(SortAlbumByDate(album_id), lambda _edit: self._named(text, album_id))

    def move_album(self, album_id: AlbumId, position: int) -> None:
        """Puts an album at another place in the sidebar."""
        from desktop_app.library.commands import MoveAlbum

        text = self.tr("Moved “{album}”")
        self._edits.run(MoveAlbum(album_id, position), lambda edit: self._named(text, album_id) if edit.id else "")

    def delete(self, album_id: AlbumId) -> None:
        """Deletes an album at once; the bar offers to undo it. Its page gives way to the library."""
        from desktop_app.library.commands import DeleteAlbum

        said = self._named(self.tr("Deleted “{album}”. Its photos stay in the library."), album_id)
        navigator = self._window.navigator
        if navigator.place.page.album_id == album_id:
            if self._window.space.is_viewing:
                self._window.space.viewer.close_viewer()
            navigator.go(places.timeline(), is_step=False)
        self._edits.run(DeleteAlbum(album_id), lambda _edit: said)

    def rename(self, album_id: AlbumId) -> None:
        """Opens the field for an album's name: in the sidebar, or where that is hidden, a small window."""
        sidebar = self._window.space.sidebar
        if sidebar.isVisible():
            sidebar.tree.rename(album_id)
            return
        present = self._name_of(album_id)
        title, label = self.tr("Rename album"), self.tr("Name of the album:")
        name, is_given = QInputDialog.getText(self._window, title, label, text=present)
        if is_given and name.strip() and name.strip() != present:
            self.give_name(album_id, name)

    def give_name(self, album_id: AlbumId, name: str) -> None:
        """Gives an album another name; the sidebar is told again when that cannot be."""
        from desktop_app.library.commands import RenameAlbum

        text = self.tr("Renamed to “{album}”").replace("{album}", " ".join(name.split()))

        def fail(error: BaseException) -> None:
            self._window.navigator.refresh_sides()
            self._edits.fail(error)

        self._edits.run(RenameAlbum(album_id, name), lambda edit: text if edit.id else "", fail)

    def choose_for(self, ids: Sequence[PhotoId]) -> None:
        """Asks which album photos should go into: an existing one, or a new one by its name."""
        if not ids:
            return
        from desktop_app.gui.album_chooser import AlbumChooser  # late: only when asked for

        photos = list(ids)
        chooser = AlbumChooser(self.all, len(photos), self._window, cover_of=self._window.space.covers.pixmap)
        chooser.finished.connect(chooser.deleteLater)
        chooser.album_chosen.connect(lambda album_id: self.add(album_id, photos))
        chooser.name_chosen.connect(lambda name: self.create(photos, name))
        chooser.open()

    def show(self, album_id: AlbumId) -> None:
        """Goes to the page of an album."""
        self._window.navigator.go(places.album(album_id))

    def _take_photos(self, ids: list[PhotoId], album_id: AlbumId | None) -> None:
        if album_id is None:
            self.create(ids)
        else:
            self.add(album_id, ids)

    def _arrange(self, ids: list[PhotoId], before: PhotoId | None) -> None:
        from desktop_app.library.commands import MoveInAlbum

        album = self.current
        if album is not None:
            command = MoveInAlbum(album.id, tuple(ids), before)
            words = counted("Albums", "Moved 1 photo", "Moved {n} photos", len(ids))
            self._edits.run(command, lambda edit: words if edit.id else "")

    def step(self, ids: Sequence[PhotoId], *, is_later: bool) -> None:
        """Moves photos of the page together one place earlier or later in their album."""
        model = self._window.space.model
        rows = model.rows_of(ids).tolist()
        if not rows:
            return
        chosen = set(rows)
        others = [row for row in range(model.rowCount()) if row not in chosen]
        ahead = sum(row < rows[0] for row in others)  # of them stand before the first
        target = min(ahead + 1, len(others)) if is_later else max(ahead - 1, 0)
        before = model.id_at(others[target]) if target < len(others) else None
        self._arrange(model.ids_at(np.array(rows)), before)

    def _free_name(self) -> str:
        taken = {album.name.casefold() for album in self._window.navigator.albums.values()}
        name, number = self.tr("New album"), 1
        while name.casefold() in taken:
            number += 1
            name = self.tr("New album {n}").format(n=number)
        return name

    def _name_of(self, album_id: AlbumId) -> str:
        album = self._window.navigator.albums.get(album_id)
        return album.name if album is not None else self.tr("Album")

    def _named(self, words: str, album_id: AlbumId) -> str:
        return words.replace("{album}", self._name_of(album_id))


def album_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Returns what each album action does."""
    acts = window.albums

    def with_album(use: Callable[[AlbumId], object]) -> None:
        album = acts.current
        if album is not None:
            use(album.id)

    def rename() -> None:
        chosen = window.space.sidebar.tree.chosen_album()
        if chosen is not None and window.space.sidebar.tree.hasFocus():
            acts.rename(chosen)
        else:
            with_album(acts.rename)

    return {
        "new-album": lambda: acts.create(window.chosen_ids),
        "add-to-album": lambda: acts.choose_for(window.chosen_ids),
        "remove-from-album": lambda: with_album(lambda album: acts.remove(album, window.chosen_ids)),
        "set-album-cover": lambda: with_album(lambda album: acts.set_cover(album, window.chosen_ids[0])),
        "move-earlier": lambda: acts.step(window.chosen_ids, is_later=False),
        "move-later": lambda: acts.step(window.chosen_ids, is_later=True),
        "sort-album-by-date": lambda: with_album(acts.sort_by_date),
        "rename-album": rename,
        "delete-album": lambda: with_album(acts.delete),
    }
