"""Similarity becomes a probability and a cut, from the manifest alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from desktop_app.errors import ModelError
from desktop_app.ml.calibration import Similarity
from desktop_app.ml.manifest import load_manifest


@pytest.fixture
def similarity(models: Path) -> Similarity:
    return Similarity.from_manifest(load_manifest(models))


def test_it_belongs_to_the_model_whose_vectors_it_is_for(similarity: Similarity) -> None:
    assert similarity.model_key == "reverie-lite2/1"


def test_more_alike_is_more_probable(similarity: Similarity) -> None:
    values = similarity.probability(np.linspace(-1, 1, 50))
    assert (np.diff(values) > 0).all()
    assert values[0] < 0.001
    assert values[-1] > 0.99
    assert values.shape == (50,)


def test_stricter_cuts_higher(similarity: Similarity) -> None:
    cuts = [similarity.calibrated_cut(s) for s in (0, 0.25, 0.5, 0.75, 1)]
    assert cuts == sorted(set(cuts))
    assert similarity.calibrated_cut() == cuts[2]
    assert similarity.calibrated_cut(-3) == cuts[0]
    assert similarity.calibrated_cut(7) == cuts[-1] < 1


def test_unrelated_pictures_are_below_every_cut(similarity: Similarity) -> None:
    assert similarity.probability(0.05) < 0.01
    assert similarity.calibrated_cut(0) > 0.2


@pytest.mark.parametrize("cuts", [[], [[0, 0.5]], [[0, 0.5], [1, 0.4]], [[1, 0.5], [0, 0.6]], "x", [[0, "a"], [1, 2]]])
def test_a_damaged_calibration_is_a_model_error(copied: Path, manifest_json: dict, cuts: object) -> None:
    for line in manifest_json["models"]:
        if line["task"] == "embedding":
            line["calibration"]["cuts"] = cuts
    (copied / "manifest.json").write_text(json.dumps(manifest_json))
    with pytest.raises(ModelError):
        Similarity.from_manifest(load_manifest(copied))
