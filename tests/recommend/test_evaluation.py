"""The measures against values worked out by hand, and the replay of a log."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from desktop_app.domain.history import PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.recommend import evaluation


def test_ndcg_of_a_known_list() -> None:
    # Hits at ranks 1 and 3 of three relevant: (1 + 1/2) / (1 + 1/log2(3) + 1/2).
    expected = 1.5 / (1 + 1 / np.log2(3) + 0.5)
    assert evaluation.ndcg([1, 9, 2, 8], {1, 2, 3}) == pytest.approx(expected)


def test_a_perfect_list_has_ndcg_one_however_many_are_relevant() -> None:
    assert evaluation.ndcg(list(range(20)), set(range(100))) == pytest.approx(1.0)
    assert evaluation.ndcg([5], {5}) == pytest.approx(1.0)


def test_what_is_listed_twice_counts_once() -> None:
    assert evaluation.ndcg([1, 1, 1], {1, 2}) == pytest.approx(1 / (1 + 1 / np.log2(3)))
    assert evaluation.recall([1, 1], {1, 2}) == pytest.approx(0.5)


def test_only_the_first_places_count() -> None:
    ranked = [*range(100, 120), 1]
    assert evaluation.ndcg(ranked, {1}) == 0.0
    assert evaluation.recall(ranked, {1}) == 0.0
    assert evaluation.reciprocal_rank(ranked, {1}) == 0.0
    assert evaluation.recall(ranked, {1}, top=21) == 1.0


def test_nothing_relevant_is_zero_and_no_error() -> None:
    assert evaluation.ndcg([1], set()) == evaluation.recall([1], set()) == evaluation.reciprocal_rank([], set()) == 0.0
    assert evaluation.interest_recall([1], []) == 0.0


def test_reciprocal_rank_is_of_the_first_hit() -> None:
    assert evaluation.reciprocal_rank([9, 8, 1, 2], {1, 2}) == pytest.approx(1 / 3)


def test_interest_recall_counts_interests_not_photos() -> None:
    assert evaluation.interest_recall([1, 2, 3], [{1, 2, 3}, {7}, {8}]) == pytest.approx(1 / 3)


def test_diversity_is_the_mean_distance_over_pairs() -> None:
    rows = np.array([[1, 0], [0, 1], [1, 0]], np.float32)
    assert evaluation.diversity(rows) == pytest.approx(2 / 3)
    assert evaluation.diversity(rows[:1]) == 0.0


def test_diversity_agrees_with_all_pairs() -> None:
    rows = np.random.default_rng(1).standard_normal((20, 8))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    pairs = [1 - rows[a] @ rows[b] for a in range(20) for b in range(a)]
    assert evaluation.diversity(rows) == pytest.approx(np.mean(pairs))


def test_coverage_and_entropy() -> None:
    assert evaluation.coverage([[1, 2], [2, 3]], 10) == pytest.approx(0.3)
    assert evaluation.entropy([1, 1, 2, 2]) == pytest.approx(1.0)
    assert evaluation.entropy([4, 4, 4]) == 0.0
    assert evaluation.entropy([]) == 0.0


def test_repeats_are_counted_within_the_days_given() -> None:
    pages = {date(2025, 3, 1): [1, 2], date(2025, 3, 4): [2, 3], date(2025, 3, 11): [3, 2], date(2025, 3, 12): [9, 3]}
    # 2 on the 4th repeats the 1st; the 11th is seven days after the 4th and repeats both; 3 on the 12th the 11th.
    assert evaluation.repeat_rate(pages) == pytest.approx(4 / 8)
    assert evaluation.repeat_rate(pages, within_days=3) == pytest.approx(2 / 8)
    assert evaluation.repeat_rate({}) == 0.0


def test_the_bootstrap_tells_a_real_gain_from_none() -> None:
    random = np.random.default_rng(3)
    theirs = random.uniform(0.3, 0.6, 80)
    difference, gain = evaluation.paired_bootstrap(theirs * 1.2, theirs)
    assert difference.low > 0
    assert gain.value == pytest.approx(0.2)
    assert gain.low == pytest.approx(0.2)
    noise = theirs + random.normal(0, 0.1, 80)
    difference, _ = evaluation.paired_bootstrap(noise - noise.mean() + theirs.mean(), theirs)
    assert difference.low < 0 < difference.high


def test_the_bootstrap_is_the_same_for_the_same_seed_only() -> None:
    a, b = [0.1, 0.5, 0.9, 0.3], [0.2, 0.3, 0.4, 0.1]
    assert evaluation.paired_bootstrap(a, b, seed=4) == evaluation.paired_bootstrap(a, b, seed=4)
    with pytest.raises(ValueError, match="same people"):
        evaluation.paired_bootstrap(a, b[:3])


def test_a_gain_over_nothing_is_infinite_not_an_error() -> None:
    assert evaluation.paired_bootstrap([1.0, 1.0], [0.0, 0.0])[1].value == float("inf")
    assert evaluation.paired_bootstrap([0.0], [0.0])[1].value == 0.0


def view(photo: int, day: int, seen_ms: int = 5_000) -> PhotoView:
    noon = datetime(2025, 3, day, 12).astimezone()
    return PhotoView(
        PhotoId(photo), ViewSurface.VIEWER, ViewSource.LIBRARY, int(noon.timestamp() * 1000) + photo, seen_ms
    )


def test_the_replay_asks_before_each_day_and_counts_what_was_new() -> None:
    asked: list[int] = []

    def suggest(at_ms: int) -> list[PhotoId]:
        asked.append(at_ms)
        return [PhotoId(p) for p in (3, 4, 50)]

    log = [view(1, 1), view(2, 1), view(3, 2), view(1, 2), view(4, 4), view(60, 4), view(50, 4, seen_ms=300)]
    result = evaluation.replay(log[::-1], suggest)
    first, second, third = result.days
    assert first.suggested == ()  # nobody had looked at anything yet
    assert (second.opened, second.again, second.found) == (frozenset({3}), frozenset({1}), (3,))
    assert (third.opened, third.found) == (frozenset({4, 60}), (4,))  # 50 was only skipped
    assert result.recall == pytest.approx((1 + 0.5) / 2)
    assert result.hit_rate == 1.0
    midnights = [datetime.fromtimestamp(at / 1000).astimezone() for at in asked]
    assert [(m.day, m.hour, m.minute) for m in midnights] == [(2, 0, 0), (4, 0, 0)]


def test_the_replay_of_an_empty_log_is_empty() -> None:
    result = evaluation.replay([], lambda at_ms: [])
    assert (result.days, result.recall, result.repeat_rate) == ((), 0.0, 0.0)


def test_the_replay_tells_how_often_the_suggestions_repeat_themselves() -> None:
    log = [view(day, day) for day in range(1, 5)]
    always = evaluation.replay(log, lambda at_ms: [PhotoId(7), PhotoId(8)])
    assert always.repeat_rate == pytest.approx(4 / 6)
