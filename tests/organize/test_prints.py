from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from shots import shot

from desktop_app.errors import CancelledError
from desktop_app.imaging.measures import luma_of, perceptual_hash
from desktop_app.organize.prints import bits_apart, eight_hashes, near_pairs


def hash_of(picture: Image.Image) -> np.ndarray:
    return np.array([perceptual_hash(luma_of(np.asarray(picture)))], np.uint64)


@pytest.mark.parametrize("turn", list(Image.Transpose))
def test_one_hash_tells_those_of_all_eight_symmetries(turn: Image.Transpose) -> None:
    apart = [bits_apart(hash_of(shot(seed)), hash_of(shot(seed).transpose(turn)))[0] for seed in range(12)]
    assert np.median(apart) <= 6
    assert max(apart) <= 12


def test_the_first_of_the_eight_is_the_hash_itself_and_turning_twice_comes_back() -> None:
    hashes = np.random.default_rng(0).integers(0, 2**64, 50, dtype=np.uint64)
    eight = eight_hashes(hashes)
    assert np.array_equal(eight[:, 0], hashes)
    for column in range(4):
        assert np.array_equal(eight_hashes(eight[:, column])[:, column], hashes)


@pytest.mark.parametrize("radius", [3, 6, 8, 10, 16])
def test_near_pairs_are_those_that_comparing_all_would_give(radius: int) -> None:
    random = np.random.default_rng(radius)
    hashes = random.integers(0, 2**64, 600, dtype=np.uint64)
    for at in range(0, 200, 2):
        bits = random.choice(64, int(random.integers(0, 14)), replace=False)
        turned = eight_hashes(hashes[at : at + 1])[0, int(random.integers(8))]
        hashes[at + 1] = turned ^ np.bitwise_or.reduce(np.uint64(1) << bits.astype(np.uint64), initial=np.uint64(0))
    hashes = np.unique(hashes)
    random.shuffle(hashes)
    eight = eight_hashes(hashes)
    apart = np.min([np.bitwise_count(eight[:, column][:, None] ^ hashes[None]) for column in range(8)], axis=0)
    expected = np.argwhere(np.triu(np.minimum(apart, apart.T) <= radius, 1))
    found = near_pairs(hashes, np.ones(len(hashes), bool), radius_bits=radius)
    assert len(expected) > 20
    assert np.array_equal(found, expected)


def test_only_pairs_with_a_new_one_are_given() -> None:
    hashes = np.array([5, 5 ^ 1, 5 ^ 2, 0x0F1E2D3C4B5A6978], np.uint64)
    is_new = np.array([False, False, True, False])
    assert near_pairs(hashes, is_new).tolist() == [[0, 2], [1, 2]]


def test_where_many_hashes_are_near_only_the_nearest_are_given() -> None:
    random = np.random.default_rng(1)
    hashes = np.unique(
        np.uint64(77) ^ np.packbits(random.random((1_000, 64)) < 0.15, axis=1).view(">u8").ravel().astype(np.uint64)
    )
    found = near_pairs(hashes, np.ones(len(hashes), bool))
    apart = bits_apart(hashes[found[:, 0]], hashes[found[:, 1]])
    assert 8 <= apart.max() < 16
    assert 100 < len(found) <= 30 * len(hashes)


def test_b21_ten_thousand_pictures_of_one_hash_do_not_make_all_pairs() -> None:
    found = near_pairs(np.full(10_000, 77, np.uint64), np.ones(10_000, bool))
    assert 9_999 <= len(found) <= 40_000


def test_b13_it_can_be_ended() -> None:
    def check(_share: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        near_pairs(np.arange(10, dtype=np.uint64), np.ones(10, bool), check)
