"""Pictures for the window: thumbnails out of the cache, remade when lost, and big pictures for the viewer."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes
from desktop_app.domain.photo import Photo, Status
from desktop_app.errors import DecodeError, UserError
from desktop_app.library.jobs import Guarded, Lane
from desktop_app.library.screen_lock import KeepsBack
from desktop_app.paths import LibraryPaths
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails

if TYPE_CHECKING:
    from desktop_app.workers.decoders import DecodeReply, DecodeRequest, DecoderPool, ViewRequest

log = logging.getLogger(__name__)

T = TypeVar("T")

THUMBNAIL_LANES = 2
DECODE_WAIT_S = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class ViewImage:
    """A picture to look at: (H, W, 3 or 4) uint8 oriented sRGB, and the size the file really has."""

    rgb: NDArray[np.uint8]
    width_px: int
    height_px: int


@dataclass(slots=True)
class _Easel:
    """What the viewing lane holds: its own reader and one decoder child."""

    store: Store
    decoders: DecoderPool

    def one(self, request: DecodeRequest | ViewRequest) -> DecodeReply:
        """Decodes one request. Raises DecodeError when that fails or takes too long."""
        self.decoders.abandon()
        self.decoders.submit(request)
        for reply in self.decoders.poll(DECODE_WAIT_S):
            if reply.key == request.key:
                if reply.error:
                    raise DecodeError(f"This photo cannot be shown: {reply.error}.")
                return reply
        raise DecodeError("This photo takes too long to read.")


class Pictures:
    """Owns the thumbnail lanes and the viewing lane.

    Args:
        paths: of the library.
        thumbnails: the cache, safe to use from several threads.
        publish: told when a lost thumbnail is there again.
        keeps_back: says whether a photo must not be shown now.
    """

    def __init__(
        self,
        paths: LibraryPaths,
        thumbnails: Thumbnails,
        publish: Callable[[Changes], None],
        keeps_back: KeepsBack,
    ) -> None:
        self._keeps_back = keeps_back
        self._thumbnails = thumbnails
        self._publish = publish
        self._remaking: Guarded[frozenset[PhotoId]] = Guarded(frozenset())
        self._paths = paths
        self._thumbnail_lane = Lane("thumbnail", self._reader, threads=THUMBNAIL_LANES)
        self._view_lane: Lane[_Easel] = Lane("view", self._open_easel)

    def _reader(self) -> contextlib.closing[Store]:
        return contextlib.closing(Store.open(self._paths, is_writer=False))

    @contextlib.contextmanager
    def _open_easel(self) -> Iterator[_Easel]:
        from desktop_app.workers.decoders import DecoderPool  # late, like those below: after the first tiles

        with self._reader() as store, contextlib.closing(DecoderPool(1)) as decoders:
            yield _Easel(store, decoders)

    def warm_up(self) -> None:
        """Starts the viewer's decoder, so that the first big picture need not wait for it."""
        self._view_lane.submit(lambda easel: easel.decoders.start())

    def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], T]) -> Future[T | None]:
        """Reads a thumbnail and converts it on its lane. The result is None while there is none."""

        def load(store: Store) -> T | None:
            content_hash = store.photos.content_hashes([photo_id]).get(photo_id)
            if content_hash is None or self._keeps_back(store, photo_id):
                return None
            jpeg = self._thumbnails.get(content_hash)
            if jpeg is None:
                self._remake(photo_id)
                return None
            return convert(jpeg)

        return self._thumbnail_lane.submit(load)

    def view(self, photo_id: PhotoId, max_edge_px: int | None) -> Future[ViewImage]:
        """Decodes a photo for looking at. The future raises UserError in plain words when it cannot be shown."""
        from desktop_app.workers.decoders import ViewRequest

        def decode(easel: _Easel) -> ViewImage:
            photo = easel.store.photos.get_many([photo_id]).get(photo_id)
            if photo is None:
                raise UserError("This photo is no longer in the library.")
            if self._keeps_back(easel.store, photo_id):
                raise UserError("This photo is hidden, and hidden photos are locked.")
            reply = easel.one(ViewRequest(int(photo_id), _file_of(easel.store, photo), max_edge_px))
            assert reply.pixels is not None
            height, width = reply.pixels.shape[:2]
            return ViewImage(reply.pixels, photo.width_px or width, photo.height_px or height)

        return self._view_lane.submit(decode)

    def preview(self, source: Path | bytes) -> Future[ViewImage]:
        """Decodes a picture from outside the library, small, without adding it. Raises UserError in the future."""
        from desktop_app.workers.decoders import DecodeRequest

        def decode(easel: _Easel) -> ViewImage:
            request = DecodeRequest(0, path=source) if isinstance(source, Path) else DecodeRequest(0, data=source)
            decoded = easel.one(request).decoded
            assert decoded is not None
            return ViewImage(decoded.rgb, decoded.width_px, decoded.height_px)

        return self._view_lane.submit(decode)

    def _remake(self, photo_id: PhotoId) -> None:
        from desktop_app.workers.decoders import DecodeRequest

        if photo_id in self._remaking.swap(lambda ids: ids | {photo_id}):
            return

        def decode(easel: _Easel) -> None:
            path = easel.store.photos.paths([photo_id]).get(photo_id)
            try:
                if path is None:
                    return
                decoded = easel.one(DecodeRequest(int(photo_id), path=path)).decoded
                assert decoded is not None
                self._thumbnails.put(decoded.content_hash, decoded.thumbnail)
                self._remaking.swap(lambda ids: ids - {photo_id})
                self._publish(Changes(updated=frozenset({photo_id})))
            except DecodeError as error:
                log.info("a thumbnail could not be made again: %s", error)  # asked for once a run, not at every paint

        self._view_lane.submit(decode)

    def close(self, timeout_s: float) -> bool:
        """Ends the lanes. Says whether all ended in time."""
        return all([self._thumbnail_lane.close(timeout_s), self._view_lane.close(timeout_s)])


def _file_of(store: Store, photo: Photo) -> Path:
    """Returns where a photo's file is: one in the trash can still be looked at."""
    from desktop_app.domain.trash import TrashState  # late: few photos are in the trash

    if photo.status & Status.TRASHED:
        files = store.trash.files([photo.id]).get(photo.id)
        if files and files[0].kept and files[0].state is TrashState.IN_TRASH:
            return Path(os.fsdecode(files[0].kept))
    return photo.path
