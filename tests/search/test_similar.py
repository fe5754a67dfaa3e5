from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootIdentity
from desktop_app.domain.photo import Flag, FlagName, Measures, Metadata
from desktop_app.paths import LibraryPaths
from desktop_app.search import similar
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex

MODEL, DIMENSION = "m", 32
MEASURES = Measures(0.5, 0.5, 0, 0, 1, 30, 0, (), 1, 0, 0)


class Calibrated:
    """Alike from 0.5 on, stricter or looser by 0.4 either way."""

    def calibrated_cut(self, strictness: float, /) -> float:
        return 0.5 + 0.8 * (strictness - 0.5)

    def probability(self, cosine: float, /) -> float:
        return (1 + cosine) / 2


class Library:
    """Photos with the vectors a test gives them."""

    def __init__(self, home: Path) -> None:
        self.paths = LibraryPaths(home, home / "cache")
        self.store = Store.open(self.paths, is_writer=True)
        self.root = self.store.roots.add(Path("/photos"), RootIdentity(1, 2), 0)
        self.index = VectorIndex(self.paths.index, MODEL)

    def add(self, vectors: NDArray[np.float32], hashes: Sequence[bytes] = ()) -> list[PhotoId]:
        at = len(list(self.store.photos.known_files(self.root.id)))
        names = [f"{at + n:05}.jpg".encode() for n in range(len(vectors))]
        ids = self.store.photos.add_files(self.root.id, [NewFile(name, 1, 1) for name in names], 0)
        contents = list(hashes) or [b"%032d" % i for i in ids]
        self.store.photos.save_decoded(
            [
                DecodedRow(i, h, "JPEG", 4, 3, Metadata(), MEASURES, False, False, False, 1, 1)
                for i, h in zip(ids, contents, strict=True)
            ]
        )
        rows = [
            UnderstoodRow(i, MODEL, unit(v).astype(np.float16)) for i, v in zip(ids, np.asarray(vectors), strict=True)
        ]
        assert not self.store.save_understood(rows)
        self.index.catch_up(self.store)
        return ids

    def find(self, *vectors: NDArray[np.float32], **options: object) -> similar.SimilarResult:
        return similar.find(np.stack(vectors), self.index, self.store, Calibrated(), **options)  # type: ignore[arg-type]


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector / np.linalg.norm(vector)


def strangers(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Vectors of the second half of the dimensions: nothing like the queries."""
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    rows[:, : DIMENSION // 2] = 0
    return rows


def like(axis: int, cosine: float, seed: int = 0) -> NDArray[np.float32]:
    """A vector at this cosine to the axis."""
    away = strangers(1, seed)[0]
    return cosine * axis_of(axis) + float(np.sqrt(1 - cosine**2)) * unit(away)


def axis_of(axis: int) -> NDArray[np.float32]:
    return np.eye(DIMENSION, dtype=np.float32)[axis]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "home")
    yield library
    library.store.close()


def test_b24_alike_photos_come_by_falling_score(library: Library) -> None:
    library.add(strangers(60))
    ids = library.add(np.stack([like(0, c, n) for n, c in enumerate((0.7, 0.9, 0.55, 0.45, 0.99))]))
    result = library.find(axis_of(0))
    assert result.is_good_match
    assert [m.photo_id for m in result.matches] == [ids[4], ids[1], ids[0], ids[2]]
    assert [m.score for m in result.matches] == sorted((m.score for m in result.matches), reverse=True)
    assert all(0 <= m.score <= 1 for m in result.matches)
    assert result.matches[0].path == Path("/photos/00064.jpg")


def test_b11_nothing_alike_says_so_and_gives_the_nearest_three(library: Library) -> None:
    library.add(strangers(60))
    (near,) = library.add(like(0, 0.3)[None])
    result = library.find(axis_of(0))
    assert not result.is_good_match
    assert len(result.matches) == 3
    assert result.matches[0].photo_id == near


def test_strictness_moves_the_cut(library: Library) -> None:
    library.add(strangers(60))
    library.add(np.stack([like(0, c, n) for n, c in enumerate((0.2, 0.4, 0.6, 0.8, 0.95))]))
    counts = [len(library.find(axis_of(0), strictness=s).matches) for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert counts == [5, 4, 3, 2, 1]


def test_the_query_and_its_exact_copies_are_left_out(library: Library) -> None:
    library.add(strangers(30))
    vectors = np.stack([axis_of(0), axis_of(0), like(0, 0.9)])
    query, copy, other = library.add(vectors, [b"q" * 32, b"q" * 32, b"o" * 32])
    result = library.find(axis_of(0), query_ids=[query], query_hashes=[b"q" * 32])
    assert [m.photo_id for m in result.matches] == [other]
    assert copy not in [m.photo_id for m in result.matches]


def test_what_may_not_be_seen_is_not_found(library: Library) -> None:
    library.add(strangers(30))
    shown, hidden, missing, sensitive = library.add(np.stack([like(0, 0.9, n) for n in range(4)]))
    library.store.edits.set_hidden([hidden], True)
    library.store.photos.mark_missing([missing], 1)
    row = UnderstoodRow(
        sensitive, MODEL, like(0, 0.9, 3).astype(np.float16), (), (Flag(FlagName.SENSITIVE, 0.9, "because"),)
    )
    library.store.save_understood([row])
    library.index.catch_up(library.store)
    found = {m.photo_id for m in library.find(axis_of(0)).matches}
    assert found == {shown, sensitive}, "sensitive photos appear veiled"


def test_several_pictures_are_one_query(library: Library) -> None:
    library.add(strangers(60))
    both = unit(axis_of(0) + axis_of(1))
    ids = library.add(np.stack([both, like(0, 0.95, 1), like(1, 0.95, 2), like(2, 0.95, 3)]))
    result = library.find(axis_of(0), axis_of(1))
    assert result.matches[0].photo_id == ids[0], "what is like both comes first"
    assert {m.photo_id for m in result.matches} == set(ids[:3])


def test_one_picture_given_twice_is_that_picture(library: Library) -> None:
    library.add(strangers(60))
    library.add(np.stack([like(0, c, n) for n, c in enumerate((0.6, 0.7, 0.8, 0.9))]))
    once, twice = library.find(axis_of(0)), library.find(axis_of(0), axis_of(0))
    assert [m.photo_id for m in once.matches] == [m.photo_id for m in twice.matches]
    assert [m.score for m in once.matches] == pytest.approx([m.score for m in twice.matches], abs=2e-3)


def test_opposite_pictures_have_an_answer(library: Library) -> None:
    library.add(strangers(30))
    assert len(library.find(axis_of(0), -axis_of(0)).matches) >= 1


def test_equal_scores_come_in_the_order_of_ids_every_time(library: Library) -> None:
    library.add(strangers(30))
    ids = library.add(np.stack([axis_of(0)] * 6))
    for _ in range(5):
        assert [m.photo_id for m in library.find(axis_of(0)).matches] == sorted(ids)


def test_a_picture_that_is_near_everything_is_near_nothing(library: Library) -> None:
    flat = axis_of(0)
    library.add(np.stack([like(0, 0.85 + n / 4000, n) for n in range(80)]))  # all at about the same, high cosine
    assert not library.find(flat).is_good_match
    (twin,) = library.add(flat[None])
    result = library.find(flat)
    assert result.is_good_match
    assert [m.photo_id for m in result.matches] == [twin]


def test_a_library_of_one_subject_has_matches(library: Library) -> None:
    library.add(strangers(30))
    library.add(np.stack([like(0, 0.9, n) for n in range(150)]))
    assert library.find(axis_of(0)).is_good_match


def test_top_bounds_the_answer(library: Library) -> None:
    library.add(strangers(30))
    library.add(np.stack([like(0, 0.9, n) for n in range(150)]))
    assert len(library.find(axis_of(0), top=7).matches) == 7
    assert len(library.find(axis_of(0), top=100).matches) == 100
    assert len(library.find(axis_of(5), top=2).matches) == 2


def test_an_empty_library_gives_an_empty_answer(library: Library) -> None:
    result = library.find(axis_of(0))
    assert not result.is_good_match
    assert not result.matches


@pytest.mark.parametrize("bad", [np.zeros(DIMENSION), np.full(DIMENSION, np.nan), np.full(DIMENSION, np.inf)])
def test_a_query_that_is_no_vector_is_refused(library: Library, bad: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="vectors"):
        library.find(bad.astype(np.float32))


def test_the_models_own_calibration_fits(library: Library) -> None:
    from desktop_app.ml.calibration import Similarity

    calibration = Similarity(MODEL, 19.0, -7.7, ((0.0, 0.35), (0.5, 0.55), (1.0, 0.92)))
    library.add(strangers(30))
    library.add(np.stack([like(0, 0.9), like(0, 0.5, 1)]))
    result = similar.find(axis_of(0)[None], library.index, library.store, calibration)
    assert len(result.matches) == 1
    assert 0.9 < result.matches[0].score <= 1


def test_hidden_photos_and_copies_of_the_query_do_not_crowd_out_the_others(library: Library) -> None:
    base = np.eye(DIMENSION, dtype=np.float32)[0]
    near = base + 0.3 * np.eye(DIMENSION, dtype=np.float32)[1]
    library.add(np.repeat(np.eye(DIMENSION, dtype=np.float32)[2:], 3, axis=0))
    query = library.add(base[None], [b"same"])[0]
    library.add(np.repeat(base[None], 150, axis=0), [b"same"] * 150)
    library.store.edits.set_hidden(library.add(np.repeat(base[None], 150, axis=0)), True)
    seen = library.add(np.repeat(near[None], 3, axis=0))
    result = library.find(base, query_ids=[query], query_hashes=[b"same"], top=2)
    assert [match.photo_id for match in result.matches] == seen[:2]
    assert result.is_good_match
