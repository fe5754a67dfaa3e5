from __future__ import annotations

import itertools

import numpy as np
import pytest
from kinds import DIMENSION, middles, of_kinds, reader, unit
from sklearn.metrics import adjusted_rand_score, silhouette_score

from desktop_app.errors import CancelledError
from desktop_app.organize import group_count
from desktop_app.organize.group_count import best_count, counts_to_try, silhouette
from desktop_app.organize.group_space import GroupSpace, as_unit
from desktop_app.organize.groups import EXACT_UP_TO, FoundGroups, find_groups, halves


def found_in(vectors, count: int | None = None, seed: int = 0) -> FoundGroups:
    ids = np.arange(100, 100 + len(vectors))
    found = find_groups(reader(ids, vectors), len(ids), count, seed, lambda _: None)
    assert found is not None
    assert found.ids.tolist() == ids.tolist()
    return found


@pytest.mark.parametrize("sizes", [[40] * 3, [40] * 8, [60, 45, 30, 20, 12], [30] * 25])
def test_kinds_are_found_and_counted_without_being_told_how_many(sizes: list[int]) -> None:
    vectors, kinds = of_kinds(sizes)
    found = found_in(vectors)
    assert found.chosen is not None
    assert len(sizes) / 1.5 <= found.chosen <= len(sizes) * 1.5
    assert adjusted_rand_score(kinds, found.labels) > 0.9


def test_as_many_groups_are_made_as_were_asked_for() -> None:
    vectors, _ = of_kinds([60] * 6)
    for count in (1, 2, 6, 15):
        found = found_in(vectors, count)
        assert len(found.centres) == count
        assert found.chosen is None
        assert set(found.labels.tolist()) - {-1} == set(range(count))


def test_the_same_seed_gives_the_same_groups_to_the_last_bit() -> None:
    vectors, _ = of_kinds([50] * 7, spread=1.1)
    first, second = found_in(vectors), found_in(vectors)
    assert np.array_equal(first.labels, second.labels)
    assert first.centres.tobytes() == second.centres.tobytes()
    assert first.space.to_bytes() == second.space.to_bytes()


def test_b12_a_burst_of_one_picture_does_not_become_the_library() -> None:
    """Counted by photos, 600 frames of one scene would push the other kinds together."""
    vectors, kinds = of_kinds([40] * 6)
    burst = unit(
        np.repeat(vectors[:1].astype(np.float32), 600, axis=0)
        + 0.002 * np.random.default_rng(1).standard_normal((600, DIMENSION))
    )
    found = found_in(np.concatenate([vectors, burst]))
    assert found.chosen is not None
    assert 4 <= found.chosen <= 9
    assert adjusted_rand_score(kinds, found.labels[: len(kinds)]) > 0.9


def test_photos_like_none_of_the_groups_are_in_none() -> None:
    vectors, _ = of_kinds([50] * 6)
    strangers = unit(np.random.default_rng(9).standard_normal((12, DIMENSION)))
    found = found_in(np.concatenate([vectors, strangers]))
    alone = found.labels < 0
    assert alone[:300].mean() < 0.02
    assert alone[300:].mean() > 0.5


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("asked", [None, 1, 2, 50])
def test_the_smallest_libraries_have_groups(count: int, asked: int | None) -> None:
    vectors = unit(np.random.default_rng(3).standard_normal((max(count, 1), DIMENSION)))[:count]
    found = find_groups(reader(np.arange(count), vectors), count, asked, 0, lambda _: None)
    if not count:
        assert found is None
        return
    assert found is not None
    assert len(found.centres) == (1 if asked is None else min(asked, count))
    assert found.labels.tolist() != [-1] * count


@pytest.mark.parametrize("asked", [None, 1, 7])
def test_photos_that_are_all_alike_are_one_group(asked: int | None) -> None:
    vectors = np.repeat(unit(np.ones((1, DIMENSION))), 40, axis=0)
    found = found_in(vectors, asked)
    assert found.labels.tolist() == [0] * 40
    assert found.largest == 1


def test_photos_without_any_kinds_are_not_cut_into_pieces() -> None:
    cloud = unit(np.random.default_rng(5).standard_normal((300, DIMENSION)))
    assert found_in(cloud).chosen == 1


def test_large_libraries_are_clustered_in_batches_with_the_same_result() -> None:
    count = EXACT_UP_TO // 5 + 1
    vectors, kinds = of_kinds([count] * 5)
    assert len(vectors) > EXACT_UP_TO
    assert adjusted_rand_score(kinds, found_in(vectors).labels) > 0.98


def test_a_search_can_be_given_up_at_any_step() -> None:
    vectors, _ = of_kinds([30] * 4)
    told: list[float] = []
    find_groups(reader(np.arange(120), vectors), 120, None, 0, told.append)
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1
    for stop in (told[0], told[len(told) // 2], told[-1]):

        def give_up(share: float, at: float = stop) -> None:
            if share >= at:
                raise CancelledError

        with pytest.raises(CancelledError):
            find_groups(reader(np.arange(120), vectors), 120, None, 0, give_up)


def test_the_silhouette_is_that_of_the_books() -> None:
    vectors, _ = of_kinds([30, 20, 10, 1], spread=1.5)
    places = as_unit(vectors.astype(np.float32))
    labels = np.random.default_rng(2).integers(0, 4, len(places))
    labels[labels == 3] = 2
    labels[0] = 3
    assert silhouette(places, labels) == pytest.approx(silhouette_score(places, labels, metric="cosine"), abs=1e-5)
    assert silhouette(places, np.zeros(len(places), np.intp)) == 0.0


def test_numbers_to_try_reach_from_two_to_the_most() -> None:
    assert counts_to_try(1) == []
    assert counts_to_try(2) == [2]
    tried = counts_to_try(200)
    assert tried[0] == 2
    assert tried[-1] == 200
    assert all(later / sooner <= 1.5 for sooner, later in itertools.pairwise(tried))
    assert best_count(np.ones((1, 2), np.float32), lambda _: np.zeros(1, np.intp), 1, lambda _: None) == 1


@pytest.mark.parametrize(
    ("curve", "chosen"),
    [
        (lambda number: 0.5 - abs(number - 20) / 20, range(19, 22)),  # a peak is the answer
        (lambda number: 0.5 if 10 <= number <= 40 else 0.2, range(19, 22)),  # of a plateau the middle
        (
            lambda number: 0.5 + 0.004 * (number == 40) if 10 <= number <= 40 else 0.2,
            range(18, 24),
        ),  # one that stands out by chance is not
        (lambda number: 0.1, [1]),
    ],
)
def test_where_the_silhouette_tells_little_the_middle_is_chosen(monkeypatch, curve, chosen) -> None:
    monkeypatch.setattr(group_count, "silhouette", lambda _, labels: curve(len(labels)))
    places = np.ones((400, 2), np.float32)
    assert best_count(places, lambda number: np.zeros(number, np.intp), 100, lambda _: None) in chosen


def test_a_space_read_back_is_the_same_space() -> None:
    vectors, _ = of_kinds([20] * 5)
    space = GroupSpace.fit(vectors)
    again = GroupSpace.from_bytes(space.to_bytes(), DIMENSION)
    assert np.array_equal(space.place(vectors), again.place(vectors))
    assert again.least_fit == space.least_fit
    for damaged in (b"", space.to_bytes()[:-2], b"\0\0"):
        with pytest.raises(ValueError, match="no space"):
            GroupSpace.from_bytes(damaged, DIMENSION)


def test_a_group_of_two_kinds_splits_into_them_without_chance() -> None:
    vectors, kinds = of_kinds([70, 30])
    space = GroupSpace.fit(of_kinds([50] * 6)[0])
    second = halves(vectors, space)
    assert second is not None
    assert np.array_equal(second, kinds == 1)
    assert halves(np.repeat(vectors[:1], 5, axis=0), space) is None
    assert halves(vectors[:1], space) is None
    assert middles(2).shape == (2, DIMENSION)
