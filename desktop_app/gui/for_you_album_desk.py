"""The answers to suggested albums: make one as it is, look through it first, say no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.gui import places

if TYPE_CHECKING:
    from desktop_app.domain.suggestion import SuggestedAlbum
    from desktop_app.gui.for_you_page import ForYouPage
    from desktop_app.gui.window import MainWindow


class SuggestedAlbums(QObject):
    """Serves the album cards of one page. GUI thread."""

    def __init__(self, window: MainWindow, page: ForYouPage, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._page = window, page
        page.albums.accepted.connect(self.accept)
        page.albums.edit_wanted.connect(self.review)
        page.albums.dismissed.connect(self.dismiss)

    def accept(self, album: SuggestedAlbum) -> None:
        """Makes a suggested album as it is, under a name that is free, and opens it."""
        from desktop_app.gui import for_you_words  # late: for albums that are taken

        self.create(album, self._free_name(for_you_words.album_title(album)), album.photo_ids)

    def _free_name(self, title: str) -> str:
        """An album of that name may be there and have been left behind: the library grew since."""
        taken = {album.name.casefold() for album in self._window.navigator.albums.values()}
        name, number = title, 1
        while name.casefold() in taken:
            number += 1
            name = f"{title} {QLocale().toString(number)}"
        return name

    def review(self, album: SuggestedAlbum) -> None:
        """Lets the user look through a suggested album before it is made."""
        from desktop_app.gui.for_you_review import AlbumReview  # late: only when asked for

        sheet = AlbumReview(self._window.library, self._window.bridge, album, self._window)
        sheet.create_wanted.connect(self.create)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def create(self, album: SuggestedAlbum, name: str, ids: Sequence[PhotoId]) -> None:
        """Makes an album and opens it; Undo takes it back."""
        del album
        window = self._window

        def made(album_id: AlbumId) -> None:
            window.toast.offer_undo(self.tr("Album “{name}” created").format(name=name))
            window.edits.refresh()
            window.navigator.go(places.album(album_id))

        made_album = self._window.library.create_album(name, tuple(ids))
        self._window.bridge.when_done(made_album, made, window.edits.fail, receiver=self)

    def dismiss(self, album: SuggestedAlbum) -> None:
        """Says no to a suggested album; its card goes at once."""
        from desktop_app.library.commands import DismissSuggestedAlbum  # late: after the first tiles

        def failed(error: BaseException) -> None:
            self._page.albums.show_albums(self._page.content.albums if self._page.content else ())
            self._window.edits.fail(error)

        self._page.albums.leave(album.key)
        words = self.tr("This album is not suggested again")
        self._window.edits.run(DismissSuggestedAlbum(album.key), lambda _edit: words, failed)
