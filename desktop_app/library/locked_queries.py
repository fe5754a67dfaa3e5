"""What can be asked while the hidden photos are locked: everything, as if those photos were not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.domain.library import Counts, Page, Scope, Timeline, UndoState, empty_timeline
from desktop_app.domain.photo import Flag, Photo, Status, Tag
from desktop_app.domain.query import SearchResult
from desktop_app.library.queries import Queries
from desktop_app.library.screen_lock import ScreenLock, hidden_among
from desktop_app.store.store import Store


class LockedQueries(Queries):
    """Answers about all photos but the hidden ones. Pages and lists leave them out by the visibility policy anyway."""

    def __init__(self, store: Store, lock: ScreenLock) -> None:
        super().__init__(store)
        self._lock = lock

    def _is_hidden(self, photo_id: PhotoId) -> bool:
        return bool(hidden_among(self._store, [photo_id]))

    def timeline(self, page: Page) -> Timeline:
        """Returns the photos of a page; the hidden ones' is empty."""
        return empty_timeline() if page.scope is Scope.HIDDEN else super().timeline(page)

    def photo(self, photo_id: PhotoId) -> Photo | None:
        """Returns one photo, or None when its row is gone or hidden."""
        return self.photos([photo_id]).get(photo_id)

    def photos(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Photo]:
        """Returns the photos of these ids that are not hidden."""
        return {photo: row for photo, row in super().photos(ids).items() if not row.status & Status.HIDDEN}

    def photo_by_path(self, path: Path) -> Photo | None:
        """Returns the photo of a file, or None when the library does not hold it or it is hidden."""
        photo = super().photo_by_path(path)
        return None if photo is None or photo.status & Status.HIDDEN else photo

    def paths(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Path]:
        """Returns absolute paths by id, of photos that are not hidden."""
        hidden = hidden_among(self._store, ids)
        return {photo: path for photo, path in super().paths(ids).items() if photo not in hidden}

    def counts(self) -> Counts:
        """Returns the numbers of the sidebar; how many photos are hidden is not told."""
        return replace(super().counts(), hidden=0, is_hidden_locked=True)

    def tags(self, photo_id: PhotoId) -> list[Tag]:
        """Returns a photo's tags."""
        return [] if self._is_hidden(photo_id) else super().tags(photo_id)

    def flags(self, photo_id: PhotoId) -> list[Flag]:
        """Returns a photo's flags."""
        return [] if self._is_hidden(photo_id) else super().flags(photo_id)

    def albums_of(self, photo_id: PhotoId) -> list[AlbumId]:
        """Returns the albums that hold a photo."""
        return [] if self._is_hidden(photo_id) else super().albums_of(photo_id)

    def undo_state(self) -> UndoState:
        """Returns what Undo and Redo would do; acts on hidden photos are not named."""
        state = super().undo_state()
        return UndoState(self._lock.seen(self._store, state.undo), self._lock.seen(self._store, state.redo))

    def search(self, text: str, top: int) -> SearchResult:
        """Returns the photos that answer the words; 'is:hidden' finds nothing."""
        result = super().search(text, top)
        hidden = hidden_among(self._store, [match.photo_id for match in result.matches])
        return replace(result, matches=tuple(match for match in result.matches if match.photo_id not in hidden))
