"""What became of suggestions, as learning is told of it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from desktop_app.domain.history import FeedbackKind, PhotoView, ViewSource, ViewSurface, day_bounds, local_day
from desktop_app.domain.ids import PhotoId
from desktop_app.recommend.facts import FactsReader
from desktop_app.recommend.learned import Library
from desktop_app.recommend.learning import NOT_OPENED, REFUSED, SKIPPED, Lesson
from desktop_app.recommend.outcomes import lessons, outcomes_of, shown_days
from desktop_app.recommend.terms import FIXED
from tests.recommend.conftest import DAY_MS, NOW, World

CUT = 0.3


def library_of(world: World) -> Library:
    world.index.catch_up(world.store)
    return Library(world.store, world.index)


def of(world: World, kind: str) -> list[PhotoId]:
    return [PhotoId(i) for i, own in world.kind_of.items() if own == kind]


def open_from_page(world: World, photo: PhotoId, days_ago: int, seen_ms: int = 5_000) -> None:
    world.look([photo], days_ago=days_ago - 0.1, seen_ms=seen_ms, source=ViewSource.FOR_YOU)


def show(world: World, photos: list[PhotoId], days_ago: int) -> None:
    world.store.history.add_shown(photos, local_day(NOW - days_ago * DAY_MS))


def show_for_weeks(world: World, photos: list[PhotoId], days: int = 25) -> None:
    for day in range(2, 2 + days):
        show(world, photos, day)


def test_each_day_tells_what_was_opened_skipped_and_refused(lived: World) -> None:
    beaches = of(lived, "beach")[20:40]
    show_for_weeks(lived, beaches)
    open_from_page(lived, beaches[0], 5)
    open_from_page(lived, beaches[1], 5, seen_ms=300)
    lived.store.history.add_feedback([beaches[2]], FeedbackKind.LESS, NOW - 5 * DAY_MS)
    lived.look([beaches[3]], days_ago=4.9)  # not from the page
    days = {day.day: day for day in shown_days(library_of(lived), NOW)}
    day = days[local_day(NOW - 5 * DAY_MS)]
    assert (day.opened, day.skipped, day.refused) == ({beaches[0]}, {beaches[1]}, {beaches[2]})
    assert day.is_telling
    assert not days[local_day(NOW - 6 * DAY_MS)].is_telling
    assert list(days) == sorted(days)


def test_too_few_shown_photos_are_not_gone_through(lived: World) -> None:
    show(lived, of(lived, "beach")[:20], 3)
    assert shown_days(library_of(lived), NOW) == []
    (lesson,) = lessons(library_of(lived), FactsReader(library_of(lived).suggestible).read(), NOW, CUT)
    assert lesson is not None
    assert not lesson.is_learned


def test_the_look_that_followed_is_no_reason_for_itself(lived: World) -> None:
    photos = of(lived, "boat")[:20]
    show_for_weeks(lived, photos)
    library = library_of(lived)
    facts = FactsReader(library.suggestible).read()
    lived.look(of(lived, "beach")[:12], days_ago=40)
    shown = next(day for day in shown_days(library, NOW) if day.day == local_day(NOW - 5 * DAY_MS))
    before = outcomes_of(library, facts, shown, CUT)
    assert before is not None
    open_from_page(lived, photos[0], 5)
    lived.store.edits.set_favourite([photos[0]], True)
    lived.store.history.add_feedback([photos[0]], FeedbackKind.FAVOURITE, NOW - 5 * DAY_MS + 60_000)
    facts = FactsReader(library.suggestible).read()
    shown = next(day for day in shown_days(library, NOW) if day.day == local_day(NOW - 5 * DAY_MS))
    after = outcomes_of(library, facts, shown, CUT)
    assert after is not None
    np.testing.assert_array_equal(before.terms, after.terms)
    assert after.is_opened.tolist() == [True] + [False] * 19


def test_outcomes_weigh_by_how_sure_they_are(lived: World) -> None:
    photos = of(lived, "castle")[20:40]
    show_for_weeks(lived, photos)
    lived.look(of(lived, "beach")[:12], days_ago=40)
    open_from_page(lived, photos[0], 5)
    open_from_page(lived, photos[1], 5, seen_ms=300)
    lived.store.history.add_feedback([photos[2]], FeedbackKind.NEVER, NOW - 5 * DAY_MS)
    library = library_of(lived)
    shown = next(day for day in shown_days(library, NOW) if day.is_telling)
    found = outcomes_of(library, FactsReader(library.suggestible).read(), shown, CUT)
    assert found is not None
    assert found.weight[:4].tolist() == [1.0, SKIPPED, REFUSED, NOT_OPENED]
    assert set(found.day) == {shown.day.toordinal()}
    assert np.isnan(found.place).all()


def test_a_taste_for_sharp_photos_is_learned_from_the_page_alone(world: World) -> None:
    for kind in ("beach", "castle", "dog"):
        for sharpness in (0.2, 0.9):
            world.add(kind, 60, sharpness=sharpness)
    liked = of(world, "beach")
    world.look(liked[::6], days_ago=50)
    random = np.random.default_rng(4)
    sharp = set(liked[60:])
    for day in range(40, 1, -1):
        page = [PhotoId(int(i)) for i in random.choice(liked, 20, replace=False)]
        show(world, page, day)
        begin = day_bounds(local_day(NOW - day * DAY_MS))[0]
        opened = [p for p in page if random.random() < (0.5 if p in sharp else 0.05)]
        world.store.history.add_views(
            [
                PhotoView(p, ViewSurface.VIEWER, ViewSource.FOR_YOU, begin + 36_000_000 + n * 10_000, 5_000)
                for n, p in enumerate(opened)
            ]
        )
    steps = list(world.recommender.lessons(NOW))
    assert steps[:-1] == [None] * (len(steps) - 1)
    assert len(steps) > 20
    lesson = steps[-1]
    assert isinstance(lesson, Lesson)
    assert lesson.is_learned, lesson.reason
    learned, fixed = np.array(lesson.weights), FIXED
    assert learned[1] / learned[0] > 5 * fixed[1] / fixed[0]
    world.store.history.set_weights(lesson.weights)
    assert world.store.history.get_weights() == lesson.weights


def test_only_the_days_asked_for_are_told(lived: World) -> None:
    photos = of(lived, "beach")[:3]
    day = local_day(NOW)
    for ago in (0, 1, 2):
        lived.store.history.add_shown(photos[: ago + 1], day - timedelta(days=ago))
    found = lived.store.history.shown_days(day - timedelta(days=2), day)
    assert found == {day - timedelta(days=2): photos, day - timedelta(days=1): photos[:2]}
    lived.store.history.clear()
    assert lived.store.history.shown_days(day - timedelta(days=2), day) == {}
