"""What waits for each stage of reading, page by page, the photos that came last first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from desktop_app.domain.ids import PhotoId
from desktop_app.imaging.formats import SUFFIXES
from desktop_app.pipeline.compare import is_known_by_hash
from desktop_app.store.photos import Photos
from desktop_app.store.rows import PendingFile

PAGE = 256


class Waiting:
    """The photos of a library that wait for something; each is given once, whatever becomes of it."""

    def __init__(self, photos: Photos) -> None:
        self._photos = photos

    def to_decode(self, max_attempts: int) -> Iterator[PendingFile]:
        """Yields the files that wait to be decoded."""
        return _each(lambda after: self._photos.pending_decode(after, PAGE, max_attempts))

    def to_understand(
        self, model_id: str, take_known: Callable[[str, list[PhotoId]], set[PhotoId]]
    ) -> Iterator[PendingFile]:
        """Yields decoded photos that a model has not seen: a run was cut short, or the model is new.

        Args:
            model_id: which model.
            take_known: gives photos what the model said about the same content elsewhere; returns which had one.
        """
        for page in _pages(lambda after: self._photos.pending_embed(model_id, after, PAGE)):
            hashed = [f.photo_id for f in page if is_known_by_hash(SUFFIXES.get(f.path.suffix.lower()), f.size_bytes)]
            known = take_known(model_id, hashed)
            yield from (file for file in page if file.photo_id not in known)

    def to_flag(self) -> Iterator[PendingFile]:
        """Yields decoded photos without flags, while there is no model for vectors."""
        return _each(lambda after: self._photos.pending_flags(after, PAGE))

    def to_judge(self) -> Iterator[PendingFile]:
        """Yields photos that were understood while the model for sensitivity was off."""
        return _each(lambda after: self._photos.pending_judgement(after, PAGE))


def _pages(ask: Callable[[PhotoId | None], list[PendingFile]]) -> Iterator[list[PendingFile]]:
    """Yields pages; `ask` is given the last id of the page before."""
    after: PhotoId | None = None
    while page := ask(after):
        after = page[-1].photo_id
        yield page


def _each(ask: Callable[[PhotoId | None], list[PendingFile]]) -> Iterator[PendingFile]:
    return chain.from_iterable(_pages(ask))
