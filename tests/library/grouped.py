"""Libraries of made-up kinds: rows, vectors and words, without files behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootIdentity
from desktop_app.domain.photo import Flag, Measures, Metadata, Tag, TagSource
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store

MODEL = "test-model-1"
DIMENSION = 32
MEASURES = Measures(0.5, 0.5, 0.0, 0.1, 1.5, 30.0, 0x336699, ((0x336699, 0.75), (0x000000, 0.25)), 7, 0.1, 0.2)


def vector(kind: str, number: int, model: str = MODEL, spread: float = 0.5) -> np.ndarray:
    """Returns a unit vector near the middle of its kind; another model sees everything from elsewhere."""
    middle = np.random.default_rng([*kind.encode(), *model.encode()]).standard_normal(DIMENSION)
    noise = np.random.default_rng([number, *model.encode()]).standard_normal(DIMENSION)
    found = middle / np.linalg.norm(middle) + spread * noise / np.sqrt(DIMENSION)
    return (found / np.linalg.norm(found)).astype(np.float16)


def add_photos(
    store: Store, kinds: Mapping[str, int], flags: Sequence[Flag] = (), folder: str = "a"
) -> dict[str, list[PhotoId]]:
    """Adds so many photos of each kind, decoded and understood; the kind is their tag. Returns their ids."""
    root = store.roots.add(Path("/photos"), RootIdentity(1, 2, "volume"), 1)
    found = {}
    for kind, count in kinds.items():
        names = [NewFile(f"{folder}/{kind}-{n:04d}.jpg".encode(), 1_000, 10**18) for n in range(count)]
        ids = store.photos.add_files(root.id, names, 1_000)
        store.photos.save_decoded([_decoded(photo) for photo in ids])
        understand(store, kind, ids, flags=flags)
        found[kind] = ids
    return found


def understand(store: Store, kind: str, ids: Sequence[PhotoId], model: str = MODEL, flags: Sequence[Flag] = ()) -> None:
    """Writes vectors and tags of photos as of this kind."""
    tags = (Tag(kind, TagSource.AI, 0.9), Tag("thing", TagSource.AI, 0.8))
    store.save_understood([UnderstoodRow(i, model, vector(kind, i, model), tags, tuple(flags)) for i in ids])


def _decoded(photo: PhotoId) -> DecodedRow:
    return DecodedRow(
        photo_id=photo,
        content_hash=b"hash-%d" % photo,
        format="JPEG",
        width_px=400,
        height_px=300,
        metadata=Metadata(taken_at_ms=1_500_000_000_000 + photo),
        measures=MEASURES,
        is_damaged=False,
        is_animated=False,
        is_raw=False,
        mtime_ns=10**18,
        size_bytes=1_000,
    )
