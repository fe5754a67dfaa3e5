"""What can be done with chosen photos outside the library: copy, show in folder, open with the system's program."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QInputDialog, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.errors import UserError
from desktop_app.gui import drops, facts, system
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.toast import Toast
from desktop_app.gui.view_loader import to_image

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.pictures import ViewImage

log = logging.getLogger(__name__)

OPEN_LIMIT = 10
COPY_EDGE_PX = 4096


class PhotoActs(QObject):
    """Acts on ids; asks the library for paths and pixels, never blocks."""

    copied = Signal(object)  # ids: photos were put on the clipboard to be used elsewhere

    def __init__(self, library: Library, bridge: Bridge, toast: Toast, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._bridge, self._toast, self._window = library, bridge, toast, window

    def copy_image(self, ids: Sequence[PhotoId]) -> None:
        """Puts photos on the clipboard: their files, and for one photo its pixels too."""
        self._with_paths(ids, lambda paths: self._copy(ids, paths))

    def copy_path(self, ids: Sequence[PhotoId]) -> None:
        """Puts the paths on the clipboard, one a line."""
        self._with_paths(ids, lambda paths: self.copy_text("\n".join(str(path) for path in paths)))

    def copy_text(self, text: str) -> None:
        """Puts words on the clipboard and says so."""
        QGuiApplication.clipboard().setText(text.encode("utf-8", "replace").decode("utf-8"))
        self._toast.say(self.tr("Copied: {text}").format(text=text if len(text) < 60 else f"{text[:57]}…"))

    def show_in_folder(self, ids: Sequence[PhotoId]) -> None:
        """Opens the folder with the photo selected."""
        self._with_paths(ids[:1], lambda paths: self.reveal(paths[0]))

    def reveal(self, path: Path) -> None:
        """Opens the folder of a file."""
        if not system.show_in_folder(path):
            self._toast.say(self.tr("The folder could not be opened."))

    def open_with_system(self, ids: Sequence[PhotoId]) -> None:
        """Opens photos with the system's program, ten at most."""
        self._with_paths(ids[:OPEN_LIMIT], self._open)

    def show_properties(self, ids: Sequence[PhotoId]) -> None:
        """Shows everything known about one photo."""
        if ids:
            future = self._library.ask(lambda queries: queries.photo(ids[0]))
            self._bridge.when_done(future, self._properties, receiver=self)

    def ask_tag(self, count: int) -> str:
        """Asks for a tag to add. Returns '' when the user thought better of it."""
        label = self.tr("Tag for {photos}:").format(photos=facts.count_text(count))
        name, is_given = QInputDialog.getText(self._window, self.tr("Add tag"), label)
        return name.strip() if is_given else ""

    def _with_paths(self, ids: Sequence[PhotoId], use: Callable[[list[Path]], object]) -> None:
        wanted = tuple(ids)
        if not wanted:
            return
        future = self._library.ask(lambda queries: queries.paths(wanted))
        self._bridge.when_done(
            future, lambda found: use([found[i] for i in wanted if i in found]) if found else None, receiver=self
        )

    def _open(self, paths: list[Path]) -> None:
        if not all([system.open_with_system(path) for path in paths]):  # noqa: C419 - every file is tried
            self._toast.say(self.tr("The system has no program for this file."))

    def _properties(self, photo: Photo | None) -> None:
        from desktop_app.gui.properties_dialog import PropertiesDialog  # late: only when asked for

        if photo is not None:
            dialog = PropertiesDialog(photo, self._window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _copy(self, ids: Sequence[PhotoId], paths: list[Path]) -> None:
        if len(ids) == 1:
            future = self._library.view_image(ids[0], COPY_EDGE_PX)
            self._bridge.when_done(
                future,
                lambda view: self._put(ids, paths, view),
                lambda error: self._put_files(ids, paths, error),
                receiver=self,
            )
        else:
            self._put(ids, paths, None)

    def _put_files(self, ids: Sequence[PhotoId], paths: list[Path], error: BaseException) -> None:
        if not isinstance(error, UserError):
            log.error("a photo could not be copied as a picture", exc_info=error)
        self._put(ids, paths, None)

    def _put(self, ids: Sequence[PhotoId], paths: list[Path], view: ViewImage | None) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        drops.write_photo_ids(mime, ids)
        if view is not None:
            image: QImage = to_image(view.rgb)
            mime.setImageData(image)
        QGuiApplication.clipboard().setMimeData(mime)
        self.copied.emit(list(ids))
        self._toast.say(self.tr("Copied {photos}").format(photos=facts.count_text(len(paths))))
