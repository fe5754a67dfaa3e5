"""The models together: vectors, words and sensitivity for every picture of a batch, whatever its neighbours are."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from desktop_app.ml.manifest import load_manifest
from desktop_app.ml.understand import BATCH, Understander, unit

Pictures = list[NDArray[np.uint8]]


def photo(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        small = image.convert("RGB")
        small.thumbnail((512, 512))
        return np.asarray(small)


def labelled(data_dir: Path, folder: str, count: int = 6) -> Pictures:
    paths = sorted((data_dir / "labelled" / "caltech101" / folder).iterdir())[:count]
    if not paths:
        pytest.skip(f"no photos of {folder}")
    return [photo(path) for path in paths]


class Saying:
    """A session that answers with given rows, one per picture, in turn."""

    def __init__(self, name: str, rows: list[NDArray[np.float32]], extra: Mapping[str, NDArray[np.float32]]) -> None:
        self.name, self.rows, self.extra, self.at = name, rows, extra, 0

    def run(self, batch: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.float32]]:
        count = len(next(iter(batch.values())))
        rows = self.rows[self.at : self.at + count]
        self.at += count
        return {self.name: np.stack(rows), **{k: np.repeat(v[None], count, 0) for k, v in self.extra.items()}}


def test_it_loads_whole(understander: Understander) -> None:
    assert understander.problems == []
    assert understander.model_id == "reverie-lite2/1"
    assert understander.dimension == 384


def test_every_picture_gets_a_unit_vector_and_a_sensitivity(understander: Understander, pictures: Pictures) -> None:
    for answer in understander.understand(pictures):
        assert answer.problem == ""
        assert answer.vector is not None
        assert answer.vector.shape == (384,)
        assert answer.vector.dtype == np.float32
        assert np.linalg.norm(answer.vector) == pytest.approx(1, abs=1e-5)
        assert answer.sensitivity is not None
        assert 0 <= answer.sensitivity <= 1
        assert len(answer.tags) <= 8
        assert all(0 < confidence <= 1 for _, confidence in answer.tags)
        assert {name for name, _ in answer.concepts} == {"weapon", "screen", "document"}


def test_the_same_pictures_give_the_same_numbers(understander: Understander, pictures: Pictures) -> None:
    first, second = understander.understand(pictures), understander.understand(pictures)
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.vector, other.vector)
        assert replace(one, vector=None) == replace(other, vector=None)


def test_a_batch_gives_what_single_pictures_give(understander: Understander, pictures: Pictures) -> None:
    many = [*pictures, *pictures, *pictures]
    assert len(many) > 2 * BATCH
    together = understander.understand(many)
    for picture, answer in zip(many, together, strict=True):
        alone = understander.understand([picture])[0]
        assert answer.vector is not None
        assert alone.vector is not None
        assert float(alone.vector @ answer.vector) > 0.9999
        assert alone.sensitivity == pytest.approx(answer.sensitivity, abs=1e-3)
        assert [w for w, _ in alone.tags] == [w for w, _ in answer.tags]


def test_embed_gives_the_vectors_of_understand_and_nothing_else(understander: Understander, pictures: Pictures) -> None:
    for one, other in zip(understander.embed(pictures), understander.understand(pictures), strict=True):
        assert np.array_equal(one.vector, other.vector)
        assert one.tags == ()
        assert one.sensitivity is None


@pytest.mark.expects_log("similar photos and tags are off")
def test_without_the_embedder_pictures_are_still_judged_for_sensitivity(
    understander: Understander, models: Path, pictures: Pictures, tmp_path: Path
) -> None:
    embedder = load_manifest(models).by_task("embedding").file
    for file in models.iterdir():
        if file.is_file() and file.name != embedder:
            shutil.copyfile(file, tmp_path / file.name)
    alone = Understander(tmp_path, 1)
    assert (alone.model_id, alone.dimension, alone.is_sensitivity_on) == ("", 0, True)
    assert any("similar" in problem for problem in alone.problems)
    answers = alone.understand(pictures)
    assert [a.sensitivity for a in answers] == pytest.approx([a.sensitivity for a in understander.understand(pictures)])
    assert all(a.vector is None and not a.problem for a in answers)


def test_no_pictures_no_answers(understander: Understander) -> None:
    assert understander.understand([]) == []
    assert understander.embed([]) == []


def test_a_bad_picture_is_named_and_spoils_no_other(understander: Understander, pictures: Pictures) -> None:
    bad = [np.zeros((5, 5), np.uint8), np.zeros((0, 4, 3), np.uint8), np.zeros((4, 4, 3), np.float32)]
    mixed = [pictures[0], bad[0], pictures[1], bad[1], bad[2], pictures[2]]
    answers = understander.understand(mixed)
    good = understander.understand(pictures[:3])
    for position, expected in zip((0, 2, 5), good, strict=True):
        assert answers[position].vector is not None
        assert float(answers[position].vector @ expected.vector) > 0.9999
        assert answers[position].problem == ""
    for position in (1, 3, 4):
        assert "cannot be used" in answers[position].problem
        assert answers[position].vector is None
        assert answers[position].sensitivity is None


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf, 0.0])
def test_a_vector_without_direction_is_reported_for_its_picture_alone(models: Path, broken: float) -> None:
    understander = Understander(models)
    rows = [np.eye(384, dtype=np.float32)[i] for i in range(3)]
    rows[1] = np.full(384, broken, np.float32)
    assert understander._embedder is not None
    understander._embedder.session = Saying("embedding", rows, {"logits": np.zeros(1000, np.float32)})
    answers = understander.understand([np.zeros((8, 8, 3), np.uint8)] * 3)
    assert [a.vector is None for a in answers] == [False, True, False]
    assert answers[1].problem
    assert answers[1].tags == ()
    assert answers[1].sensitivity is not None


def test_one_infinite_number_makes_a_vector_useless_and_a_small_one_does_not() -> None:
    vector = np.full(384, 1e-3, np.float32)
    assert unit(vector)[1] == ""
    assert np.linalg.norm(unit(vector)[0]) == pytest.approx(1, abs=1e-6)
    vector[7] = np.inf
    assert unit(vector)[0] is None


def test_words_from_scores_that_are_not_finite_are_none(models: Path) -> None:
    understander = Understander(models)
    assert understander._vocabulary is not None
    scores = np.zeros(1000, np.float32)
    scores[3] = np.nan
    assert understander._vocabulary.read(scores) == ((), ())


@pytest.mark.parametrize(
    ("screened", "exact", "expected"),
    [(0.001, 0.9, 0.001), (0.5, 0.7, 0.7), (0.03, 0.0, 0.0), (np.nan, 0.4, 0.4), (0.9, np.nan, None)],
)
def test_the_exact_model_decides_whatever_the_screen_does_not_clear(
    models: Path, screened: float, exact: float, expected: float | None
) -> None:
    understander = Understander(models)
    assert understander._screen is not None
    assert understander._sensitivity is not None
    for part, value in ((understander._screen, screened), (understander._sensitivity, exact)):
        part.session = Saying("sensitive", [np.array([1 - value, value], np.float32)], {})
    answer = understander.understand([np.zeros((8, 8, 3), np.uint8)])[0]
    assert answer.sensitivity == (None if expected is None else pytest.approx(expected))


def test_only_pictures_that_are_not_cleared_reach_the_exact_model(models: Path) -> None:
    understander = Understander(models)
    assert understander._screen is not None
    assert understander._sensitivity is not None
    screened = [np.array([1 - p, p], np.float32) for p in (0.001, 0.6, 0.002, 0.7)]
    exact = Saying("sensitive", [np.array([0.2, 0.8], np.float32), np.array([0.9, 0.1], np.float32)], {})
    understander._screen.session, understander._sensitivity.session = Saying("sensitive", screened, {}), exact
    answers = understander.understand([np.zeros((8, 8, 3), np.uint8)] * 4)
    assert [round(a.sensitivity or 0, 3) for a in answers] == [0.001, 0.8, 0.002, 0.1]
    assert exact.at == 2


@pytest.mark.parametrize(
    ("folder", "word"),
    [
        ("dalmatian", "dog"),
        ("elephant", "elephant"),
        ("soccer_ball", "soccer ball"),
        ("grand_piano", "piano"),
        ("laptop", "computer"),
    ],
)
def test_photos_get_the_words_people_use(understander: Understander, data_dir: Path, folder: str, word: str) -> None:
    answers = understander.understand(labelled(data_dir, folder))
    assert sum(word in [w for w, _ in a.tags] for a in answers) >= 4


def test_no_photo_gets_a_word_nobody_would_look_for(understander: Understander, data_dir: Path) -> None:
    odd = {"entity", "whole", "artifact", "matter", "object", "instrumentality", "covering", "placental", "chordate"}
    assert understander._vocabulary is not None
    assert not odd & set(understander._vocabulary.words)


def test_photos_of_one_kind_are_nearer_than_others(understander: Understander, data_dir: Path) -> None:
    dogs, pianos = (understander.embed(labelled(data_dir, f)) for f in ("dalmatian", "grand_piano"))
    a, b = (np.stack([r.vector for r in answers if r.vector is not None]) for answers in (dogs, pianos))
    inside = np.concatenate([(a @ a.T)[np.triu_indices(len(a), 1)], (b @ b.T)[np.triu_indices(len(b), 1)]])
    assert np.median(inside) > 0.4
    assert np.median(a @ b.T) < 0.2


def test_edits_of_one_photo_are_nearly_the_same(understander: Understander, data_dir: Path) -> None:
    original = labelled(data_dir, "schooner", 1)[0]
    darker = (original * 0.8).astype(np.uint8)
    cropped = np.ascontiguousarray(original[10:-10, 15:-15])
    smaller = np.asarray(Image.fromarray(original).resize((256, 192)))
    vectors = [a.vector for a in understander.embed([original, darker, cropped, smaller])]
    assert vectors[0] is not None
    assert all(v is not None and float(v @ vectors[0]) > 0.85 for v in vectors[1:])
