from __future__ import annotations

import numpy as np

from desktop_app.ml.calibration import Similarity
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import models_dir
from desktop_app.search.similar import _scores


def test_a_photo_at_the_calibrated_cut_scores_one_half_and_scores_rise_with_likeness() -> None:
    calibration = Similarity.from_manifest(load_manifest(models_dir()))
    cut = calibration.calibrated_cut(0.5)
    scores = _scores(np.array([-1.0, 0.0, cut - 0.01, cut, cut + 0.01, 0.9, 1.0]), calibration)
    assert abs(scores[3] - 0.5) < 1e-9
    assert (np.diff(scores) > 0).all()
    assert scores[0] >= 0
    assert scores[-1] <= 1
    assert scores[-1] > 0.99
