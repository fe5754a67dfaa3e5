"""The examples of a smart album as vectors: of the photos themselves, and of views of the few that are wanted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import display_text
from desktop_app.errors import DecodeError, WorkerError
from desktop_app.library.outside import PictureReader
from desktop_app.organize.smart_views import VIEWS, views_of
from desktop_app.store.store import Store

AUGMENTED_UP_TO = 40  # wanted photos: so many show by themselves how a thing may be framed
WAIT_S = 600.0
WithReader = Callable[[Callable[[Store, PictureReader], Any]], Future[Any]]
Write = Callable[[Callable[[Store], None]], None]
Views = dict[PhotoId, dict[str, bytes]]


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """See `smart_learning.Evidence`; and sentences about photos that could not be used as well as they might."""

    wanted: NDArray[np.float32]
    refused: NDArray[np.float32]
    problems: tuple[str, ...]


def gather(store: Store, with_reader: WithReader, write: Write, model: str, spoken: dict[PhotoId, bool]) -> Examples:
    """Returns the examples' vectors. Views that were never looked at are decoded and embedded now, then kept.

    A photo that was not understood yet is left out; one whose file cannot be read now teaches without its views.
    """
    ids, rows = store.embeddings.get(list(spoken), model)
    vectors = {PhotoId(int(i)): row.astype(np.float32) for i, row in zip(ids, rows, strict=True)}
    wanted = [photo for photo, said in spoken.items() if said and photo in vectors]
    refused = [photo for photo, said in spoken.items() if not said and photo in vectors]
    waiting = len(spoken) - len(wanted) - len(refused)
    problems = []
    if waiting:
        problems.append(
            "1 example has not been understood yet." if waiting == 1 else f"{waiting} examples are not understood yet."
        )
    names = list(VIEWS) if len(wanted) <= AUGMENTED_UP_TO else []
    views = _views(store, with_reader, write, model, wanted, problems) if names else {}
    dimension = rows.shape[1] if rows.ndim == 2 else 0
    positives = np.empty((len(wanted), 1 + len(names), dimension), np.float32)
    for at, photo in enumerate(wanted):
        positives[at] = vectors[photo]
        for number, name in enumerate(names):
            if name in views.get(photo, {}):
                positives[at, 1 + number] = np.frombuffer(views[photo][name], np.float16)
    negatives = np.array([vectors[photo][None] for photo in refused], np.float32).reshape(len(refused), 1, dimension)
    return Examples(positives, negatives, tuple(problems))


def _views(
    store: Store,
    with_reader: WithReader,
    write: Write,
    model: str,
    wanted: list[PhotoId],
    problems: list[str],
) -> Views:
    known = store.smart_albums.views(wanted, model)
    missing = [photo for photo in wanted if set(VIEWS) - set(known.get(photo, {}))]
    paths = store.photos.paths(missing)
    contents = store.photos.content_hashes(missing)
    for photo, path in paths.items():
        try:
            found, content = with_reader(partial(_look, path=path, model=model)).result(WAIT_S)
        except (DecodeError, WorkerError) as error:
            problems.append(f"{display_text(path.name)} teaches less than it could: {error}")
            continue
        if content is None or content != contents.get(photo):
            continue  # another model runs now, or the file changed since: what is known of it is another picture's
        known[photo] = found
        write(partial(_keep, photo=photo, model=model, content=content, views=found))
    return known


def _keep(store: Store, *, photo: PhotoId, model: str, content: bytes, views: dict[str, bytes]) -> None:
    store.smart_albums.keep_views(photo, model, content, views)


def _look(_store: Store, reader: PictureReader, *, path: Path, model: str) -> tuple[dict[str, bytes], bytes | None]:
    decoded = reader.decode(path)
    pictures = views_of(decoded.rgb)
    running, vectors = reader.vectors_of(list(pictures.values()))
    if running != model:
        return {}, None
    kept = {name: row.astype(np.float16).tobytes() for name, row in zip(pictures, vectors, strict=True)}
    return kept, decoded.content_hash
