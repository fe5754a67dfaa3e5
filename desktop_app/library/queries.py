"""Questions answered from the database alone, on whichever lane holds the store they are given."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.album import Album
from desktop_app.domain.history import HistoryDay, PhotoView
from desktop_app.domain.ids import AlbumId, PhotoId, SmartAlbumId
from desktop_app.domain.library import Counts, Folder, Page, Problem, Root, Timeline, UndoState
from desktop_app.domain.locality import Locality
from desktop_app.domain.photo import Flag, FlagName, Metadata, Photo, Tag
from desktop_app.domain.query import SearchResult
from desktop_app.domain.visibility import Surface, is_veiled, is_visible
from desktop_app.store.smart_albums import local_now_ms
from desktop_app.store.store import Store

if TYPE_CHECKING:
    from desktop_app.domain.flagging import FlagSurvey
    from desktop_app.domain.group import Grouping
    from desktop_app.domain.smart_album import RuleSet, SmartAlbum

T = TypeVar("T")


class Queries:
    """Every read a window or command needs. Lives on one lane; never handed to another thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def timeline(self, page: Page) -> Timeline:
        """Returns the photos of a page, newest first."""
        return self._store.photos.timeline(page)

    def photo(self, photo_id: PhotoId) -> Photo | None:
        """Returns one photo, or None when its row is gone."""
        return self._store.photos.get_many([photo_id]).get(photo_id)

    def town(self, metadata: Metadata) -> Locality | None:
        """Returns the town a photo was taken in or near, None where it does not tell or is far from any."""
        from desktop_app.organize.places import place_names  # late: a table of 69,000 places

        if metadata.latitude is None or metadata.longitude is None:
            return None
        return place_names().locate(metadata.latitude, metadata.longitude)

    def photos(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Photo]:
        """Returns the photos of these ids; ids without a row are left out."""
        return self._store.photos.get_many(ids)

    def versions(self, photo_id: PhotoId) -> list[PhotoId]:
        """Returns the photos of the pile one lies on that may be seen, the oldest first; one where there is no pile."""
        photos = self._store.photos.get_many(self._store.versions.pile(photo_id))
        return [photo.id for photo in photos.values() if is_visible(photo.status, Surface.VERSIONS)]

    def without_copy_left(self, ids: Sequence[PhotoId]) -> list[PhotoId]:
        """Returns those of these photos that have an exact copy among them and none elsewhere that is there."""
        return self._store.photos.without_copy_left(ids)

    def sensitive_among(self, ids: Sequence[PhotoId]) -> frozenset[PhotoId]:
        """Returns those of the photos that are shown covered."""
        return frozenset(one for one, seen in self._store.photos.glances(ids).items() if is_veiled(seen.status))

    def photo_by_path(self, path: Path) -> Photo | None:
        """Returns the photo of a file, or None when the library does not hold it."""
        return self._store.photos.by_path(path)

    def paths(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Path]:
        """Returns absolute paths by id."""
        return self._store.photos.paths(ids)

    def counts(self) -> Counts:
        """Returns the numbers of the sidebar."""
        return self._store.photos.counts()

    def folders(self) -> list[Folder]:
        """Returns every folder with its count of photos, parents before children."""
        return self._store.folders.all()

    def roots(self) -> list[Root]:
        """Returns the watched folders."""
        return self._store.roots.all()

    def tags(self, photo_id: PhotoId) -> list[Tag]:
        """Returns a photo's tags, the user's first, then by confidence."""
        return self._store.tags.for_photo(photo_id)

    def flags(self, photo_id: PhotoId) -> list[Flag]:
        """Returns a photo's flags, dismissed ones included and marked."""
        return self._store.flags.for_photo(photo_id)

    def flagged(self, names: Sequence[FlagName] = ()) -> list[tuple[Path, tuple[Flag, ...]]]:
        """Returns every visible photo that bears a flag nobody dismissed (of all names, or these), with its flags."""
        flags = self._store.flags.all(names)
        paths = self._store.photos.paths(list(flags))
        return sorted(((paths[i], tuple(found)) for i, found in flags.items()), key=lambda row: str(row[0]))

    def flag_surveys(self) -> tuple[FlagSurvey, ...]:
        """Returns, by flag, what every place of its slider would flag."""
        return tuple(self._store.assessments.survey(name) for name in FlagName)

    def surest_flagged(self, name: FlagName, top: int) -> list[PhotoId]:
        """Returns some of the photos that bear a flag, the surest first."""
        return self._store.flags.surest(name, top)

    def flags_to_review(self, name: FlagName) -> list[PhotoId]:
        """Returns the photos whose flag the user has neither confirmed nor dismissed, surest first."""
        return self._store.flags.to_review(name)

    def vocabulary(self) -> list[str]:
        """Returns all tag names in use, for completion, most used first."""
        return list(dict.fromkeys(name for name, _source, _count in self._store.tags.vocabulary()))

    def problems(self) -> list[Problem]:
        """Returns what could not be handled, newest first."""
        return self._store.problems.all()

    def albums(self) -> list[Album]:
        """Returns the albums in the sidebar's order."""
        return self._store.albums.all()

    def album(self, album_id: AlbumId) -> Album | None:
        """Returns one album, None when it is gone."""
        return self._store.albums.get(album_id)

    def refused_for_album(self, album_id: AlbumId) -> frozenset[PhotoId]:
        """Returns the photos that the user does not want to be suggested for an album."""
        return self._store.albums.refused(album_id)

    def albums_of(self, photo_id: PhotoId) -> list[AlbumId]:
        """Returns the albums that hold a photo."""
        return self._store.albums.containing(photo_id)

    def smart_albums(self) -> list[SmartAlbum]:
        """Returns the smart albums in the sidebar's order."""
        return self._store.smart_albums.all(local_now_ms())

    def smart_album(self, album_id: SmartAlbumId) -> SmartAlbum | None:
        """Returns one smart album, None when it is gone."""
        return self._store.smart_albums.get(album_id, local_now_ms())

    def smart_album_named(self, name: str) -> SmartAlbumId | None:
        """Returns the smart album of a name, however its letters are written; None when there is none."""
        from desktop_app.store.album_edits import same_name  # late, like those below: after the first tiles

        wanted = same_name(name.strip())
        return next(
            (album for known, album in self._store.smart_albums.by_name().items() if same_name(known) == wanted), None
        )

    def smart_probabilities(self, album_id: SmartAlbumId) -> dict[PhotoId, float]:
        """Returns how likely photos belong to a smart album by example, surest first, without those ruled on."""
        return self._store.smart_albums.probabilities(album_id)

    def count_smart(self, rules: RuleSet) -> int:
        """Returns how many photos answer to rules."""
        return self._store.smart_albums.count(rules, local_now_ms())

    def grouping(self) -> tuple[Grouping | None, bool]:
        """Returns the groups kept, None when they were never looked for; and whether they still fit the library."""
        found = self._store.groups.all()
        if found is None:
            return None, False
        return found, self._store.groups.is_current(found, self._store.embeddings.active_model())

    def history_days(self, until_ms: int) -> list[HistoryDay]:
        """Returns the local days that hold looks, newest first."""
        return self._store.history.days(until_ms)

    def views(self, until_ms: int, since_ms: int | None = None) -> list[PhotoView]:
        """Returns the looks begun in a stretch of time, newest first, of photos that may be listed."""
        views = self._store.history.views(until_ms, since_ms=since_ms)
        known = self._store.photos.glances(list({view.photo_id for view in views}))
        return [
            view
            for view in views
            if view.photo_id in known and is_visible(known[view.photo_id].status, Surface.HISTORY)
        ]

    def undo_state(self) -> UndoState:
        """Returns what Undo and Redo would do."""
        return self._store.edits.state()

    def search(self, text: str, top: int) -> SearchResult:
        """Returns the photos that answer the words, best first."""
        from desktop_app.library.towns import photo_towns
        from desktop_app.search import text as text_search

        began = time.perf_counter()
        found = text_search.search(self._store, text, top, places=lambda: photo_towns(self._store))
        return SearchResult(found.matches, time.perf_counter() - began)

    def vectors(self, surface: Surface = Surface.EXPORT) -> tuple[list[Path], NDArray[np.float16], str]:
        """Returns paths, their (N, D) unit vectors and the model's id, for the photos that may leave by `surface`."""
        model_id = self._store.embeddings.active_model()
        if not model_id:
            return [], np.empty((0, 0), np.float16), ""
        visible = [PhotoId(int(i)) for i in self._store.photos.visible_ids(surface)]
        ids, vectors = self._store.embeddings.get(visible, model_id)
        found = [PhotoId(int(i)) for i in ids]
        paths = self._store.photos.paths(found)
        return [paths[i] for i in found], vectors, model_id


class Ask(Protocol):
    """Answers a short question on the read lane."""

    def __call__(self, question: Callable[[Queries], T]) -> Future[T]:
        """Queues the question."""
