from __future__ import annotations

import numpy as np
import pytest
from shots import shot, square

from desktop_app.organize.alignment import SIDE, guess, laid_over, masked_correlation, shrunk, turned, warp


@pytest.mark.parametrize("symmetry", range(8))
@pytest.mark.parametrize("corner", [(0, 0), (-1, -1), (1, -1), (-1, 1), (1, 1)])
def test_a_turned_cut_is_laid_where_it_was_cut_out_either_way_round(symmetry: int, corner: tuple[int, int]) -> None:
    picture = shrunk(square(shot(3))[None].astype(np.float32), SIDE)
    x, y = (0.06 * side for side in corner)
    cut = turned(warp(picture, np.array([[[0.88, 0, x], [0, 0.88, y]]], np.float32))[0], symmetry)
    for first, second in ((picture, cut), (cut, picture)):
        alignment, fits = guess(first, second)
        assert fits[0] > 0.9
        warped, inside = laid_over(second, alignment)
        assert masked_correlation(first, warped, inside)[0] > 0.9


def test_what_no_first_guess_comes_near_to_is_not_followed() -> None:
    noise = np.random.default_rng(0).uniform(0, 255, (2, SIDE, SIDE)).astype(np.float32)
    assert guess(noise[:1], noise[1:])[1][0] == -1.0
