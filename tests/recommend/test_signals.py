"""What a look says, and what is left of it later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_app.domain.history import Feedback, FeedbackKind, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.recommend.signals import (
    DAY_MS,
    MOST_PHOTOS,
    Act,
    acts_of,
    fading,
    look_weights,
    tastes_of,
)
from desktop_app.store.history import ViewArrays
from desktop_app.store.history_schema import SOURCES, SURFACES

NOW = 1_750_000_000_000


def looks(
    *,
    photos: list[int],
    seen_ms: list[int] | int = 6_000,
    ages_days: list[float] | float = 1.0,
    zoom: float = 1.0,
    source: ViewSource = ViewSource.LIBRARY,
    surface: ViewSurface = ViewSurface.VIEWER,
) -> ViewArrays:
    count = len(photos)
    ages = np.broadcast_to(np.asarray(ages_days, float), count)
    views = ViewArrays(
        np.arange(1, count + 1),
        np.array(photos, np.int64),
        (NOW - ages * DAY_MS).astype(np.int64),
        np.broadcast_to(np.asarray(seen_ms, np.int64), count).copy(),
        np.full(count, zoom),
        np.full(count, SURFACES.index(surface)),
        np.full(count, SOURCES.index(source)),
    )
    return views.chosen(np.argsort(-views.started_at_ms, kind="stable"))


def test_longer_looks_say_more_and_fast_steps_say_a_little_against() -> None:
    weights = look_weights(looks(photos=[1, 2, 3, 4, 5, 6], seen_ms=[6_000, 6_000, 30_000, 2_000, 700, 6_000]))
    usual, long, short, skip = weights[0], weights[2], weights[3], weights[4]
    assert long > usual > short > 0 > skip > -short


def test_times_are_judged_against_the_users_own() -> None:
    quick = look_weights(looks(photos=[1, 2, 3], seen_ms=[1_600, 1_700, 1_800]))
    slow = look_weights(looks(photos=[1, 2, 3], seen_ms=[1_600, 20_000, 22_000]))
    assert quick[0] > slow[0]


@pytest.mark.parametrize("source", [ViewSource.SLIDESHOW, ViewSource.FOR_YOU, ViewSource.NEIGHBOUR])
def test_looks_the_program_brought_about_count_less(source: ViewSource) -> None:
    assert 0 < look_weights(looks(photos=[1], source=source))[0] < look_weights(looks(photos=[1]))[0]


def test_a_slideshow_that_moves_on_says_nothing_against_a_photo() -> None:
    views = looks(photos=[1], seen_ms=500, source=ViewSource.SLIDESHOW, surface=ViewSurface.SLIDESHOW)
    assert look_weights(views)[0] == 0


def test_looking_closer_says_more() -> None:
    assert look_weights(looks(photos=[1], zoom=2.0))[0] > look_weights(looks(photos=[1]))[0]


def test_looks_fade_and_those_from_a_clock_gone_wrong_are_not_worth_more_than_todays() -> None:
    left = fading(np.array([-500.0, 0.0, 14.0, 120.0, 3_650.0]))
    assert left[0] == left[1] == 1.0
    assert (np.diff(left[1:]) < 0).all()
    assert left[-1] >= 0


def test_looking_ten_times_counts_more_than_once_but_not_ten_times() -> None:
    tastes = tastes_of(looks(photos=[7] * 10 + [8]), [], NOW)
    weight = dict(zip(tastes.photo_ids.tolist(), tastes.weights.tolist(), strict=True))
    assert weight[8] < weight[7] < 5 * weight[8]


def test_a_photo_only_skipped_is_disliked_and_one_looked_at_too_is_not() -> None:
    tastes = tastes_of(looks(photos=[1, 1, 2, 2], seen_ms=[500, 500, 500, 9_000]), [], NOW)
    at = {photo: n for n, photo in enumerate(tastes.photo_ids.tolist())}
    assert tastes.dislikes[at[1]] > 0
    assert tastes.weights[at[1]] == 0
    assert tastes.looks[at[1]] == 0
    assert tastes.dislikes[at[2]] == 0
    assert tastes.weights[at[2]] > 0


def test_acts_say_more_than_looks_and_the_last_rating_holds() -> None:
    feedback = [
        Feedback(PhotoId(1), FeedbackKind.RATING, NOW, 2),
        Feedback(PhotoId(1), FeedbackKind.RATING, NOW - 5, 5),
        Feedback(PhotoId(2), FeedbackKind.RATING, NOW, 4),
        Feedback(PhotoId(3), FeedbackKind.FAVOURITE, NOW),
        Feedback(PhotoId(4), FeedbackKind.LESS, NOW),
        Feedback(PhotoId(5), FeedbackKind.NEVER, NOW),
        Feedback(PhotoId(6), FeedbackKind.HIDE, NOW),
    ]
    acts = acts_of(feedback)
    assert [act.photo_id for act in acts] == [2, 3]
    tastes = tastes_of(looks(photos=[9], ages_days=0), acts, NOW)
    assert tastes.photo_ids.tolist()[-1] == 9


def test_acts_are_no_looks() -> None:
    acts = [Act(1, NOW, 3.0), Act(2, NOW, 3.0)]
    tastes = tastes_of(looks(photos=[1, 1, 1, 3], seen_ms=[6_000, 6_000, 300, 6_000]), acts, NOW)
    at = {int(photo): place for place, photo in enumerate(tastes.photo_ids)}
    assert [int(tastes.looks[at[photo]]) for photo in (1, 2, 3)] == [2, 0, 1]
    assert [int(tastes.signs[at[photo]]) for photo in (1, 2, 3)] == [3, 1, 1]
    assert [int(tastes.last_at_ms[at[photo]]) for photo in (1, 2)] == [NOW - DAY_MS, 0]


def test_the_sitting_ends_at_a_long_pause_and_has_no_skips() -> None:
    views = looks(photos=[1, 2, 3, 4], ages_days=[0.0, 0.01, 0.02, 0.5], seen_ms=[6_000, 300, 6_000, 6_000])
    assert tastes_of(views, [], NOW).session.tolist() == [1, 3]


def test_the_heaviest_photos_are_kept_and_order_does_not_depend_on_how_looks_came() -> None:
    photos = list(range(1, MOST_PHOTOS + 500))
    views = looks(photos=photos, ages_days=[p / 100 for p in photos])
    tastes = tastes_of(views, [], NOW)
    assert len(tastes) == MOST_PHOTOS
    assert tastes.photo_ids[0] == 1
    other = tastes_of(replace(views, ids=views.ids[::-1].copy()), [], NOW)
    assert np.array_equal(other.photo_ids, tastes.photo_ids)


def test_nothing_looked_at_is_no_taste() -> None:
    assert len(tastes_of(looks(photos=[]), [], NOW)) == 0
