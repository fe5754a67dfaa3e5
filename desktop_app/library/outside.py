"""Pictures that someone asks about: library photos by what the library knows, all others by looking at them now."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo, Tag, TagSource, display_text
from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import DecodeError, UserError, WorkerError
from desktop_app.paths import models_dir
from desktop_app.pipeline.roots import time_tolerance_ns
from desktop_app.store.rows import kept_time
from desktop_app.store.store import Store
from desktop_app.workers.decoders import DecodeRequest, DecoderPool
from desktop_app.workers.inference import InferenceProcess

if TYPE_CHECKING:
    from desktop_app.imaging.decode import DecodedPhoto

DECODE_WAIT_S = 60.0


@dataclass(slots=True)
class PictureQuery:
    """What is asked for.

    Attributes:
        model_id: whose vectors these are, all of them; '' when there is none.
        ids: library photos among the query.
        hashes: content hashes of all pictures.
        vectors: one for each picture that can be used, (D,) float32.
        problems: sentences about those that cannot.
    """

    model_id: str
    ids: list[PhotoId] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    vectors: list[NDArray[np.float32]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class PictureReader:
    """Looks at pictures. One thread at a time.

    Args:
        decoders: one child is enough.
        inference: its fast side is used here alone.
    """

    def __init__(self, decoders: DecoderPool, inference: InferenceProcess) -> None:
        self._decoders, self._inference = decoders, inference

    def query(self, store: Store, request: SimilarRequest, model_id: str) -> PictureQuery:
        """Gathers the vectors of a request.

        Args:
            store: a reader of the calling thread.
            request: photos, files and pictures.
            model_id: whose vectors answer questions now, '' when nobody's.

        Returns:
            Vectors of `model_id`; of the model that runs when pictures had to be looked at and it is another one, which
            is so from an update until the new model has seen the whole library.
        """
        query = self._gather(store, request, model_id)
        if query.model_id != model_id:
            query = self._gather(store, request, query.model_id)
        return query

    def _gather(self, store: Store, request: SimilarRequest, model_id: str) -> PictureQuery:
        query = PictureQuery(model_id, list(request.photo_ids))
        known = list(request.photo_ids)
        outside: list[tuple[str, Path | bytes]] = []
        for file in request.files:
            photo = photo_of(store, file)
            if photo is not None:
                query.ids.append(photo.id)
            if photo is not None and is_as_read(photo):
                known.append(photo.id)
            else:
                outside.append((file.name, file))
        ids, vectors = store.embeddings.get(known, model_id)
        query.hashes += store.photos.content_hashes(known).values()
        query.vectors += list(vectors.astype(np.float32))
        have = {int(i) for i in ids}
        outside += [(p.name, p) for p in store.photos.paths([i for i in known if int(i) not in have]).values()]
        outside += [("The picture", data) for data in request.pictures]
        for name, source in outside:
            try:
                decoded = self.decode(source)
                found = self._inference.embed_fast([decoded.rgb])
            except (DecodeError, WorkerError) as error:
                query.problems.append(f"{display_text(name)} could not be used: {error}")
                continue
            query.model_id = found.model_id
            query.hashes.append(decoded.content_hash)
            query.vectors.append(found.vectors[0])
        return query

    def vectors_of(self, images: Sequence[NDArray[np.uint8]]) -> tuple[str, list[NDArray[np.float32]]]:
        """Returns the model's id and a (D,) float32 vector for each (H, W, 3) uint8 picture. Raises WorkerError."""
        found = self._inference.embed_fast(images)
        return found.model_id, list(found.vectors)

    def tags(self, path: Path) -> list[Tag]:
        """Tells what is in a file. Raises UserError when it cannot be read or understood."""
        try:
            decoded = self.decode(path)
            understood = self._inference.call_fast([decoded.rgb])[0]
        except DecodeError as error:
            raise UserError(f"{display_text(path.name)}: {error}") from error
        except WorkerError as error:
            raise UserError(f"{display_text(path.name)} could not be understood: {error}") from error
        return [Tag(name, TagSource.AI, confidence) for name, confidence in understood.tags]

    def decode(self, source: Path | bytes) -> DecodedPhoto:
        """Reads a file, or encoded bytes, in the child. Raises DecodeError."""
        self._decoders.abandon()
        request = DecodeRequest(0, path=source) if isinstance(source, Path) else DecodeRequest(0, data=source)
        self._decoders.submit(request)
        for reply in self._decoders.poll(DECODE_WAIT_S):
            if reply.decoded is not None:
                return reply.decoded
            raise DecodeError(reply.error)
        raise DecodeError("it takes too long to read")


def tags_without_library(files: Sequence[Path]) -> list[list[Tag]]:
    """Tells what is in files where there is no library; makes none.

    Raises:
        UserError: a file cannot be read, or there is no usable model.
    """
    with (
        contextlib.closing(DecoderPool(1)) as decoders,
        contextlib.closing(InferenceProcess(models_dir())) as inference,
    ):
        reader = PictureReader(decoders, inference)
        return [reader.tags(file) for file in files]


def photo_of(store: Store, path: Path) -> Photo | None:
    """Returns the library's photo of a file, however its path is written: the library knows it by the real one."""
    return store.photos.by_path(path) or store.photos.by_path(Path(os.path.realpath(path)))


def is_as_read(photo: Photo) -> bool:
    """Says whether a photo's file has still the size and time it had when the library last looked at it.

    A file that is not there now is what it was.
    """
    try:
        seen = photo.path.lstat()
    except (OSError, ValueError):
        return True
    drift_ns = abs(kept_time(seen.st_mtime_ns) - photo.mtime_ns)
    return seen.st_size == photo.size_bytes and (not drift_ns or drift_ns <= time_tolerance_ns(photo.path.parent))
