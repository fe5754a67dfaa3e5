"""Before anything was looked at: favourites, the best of the library, and nothing that pretends to know the user."""

from __future__ import annotations

from typing import Any

from desktop_app.domain.history import FeedbackKind
from desktop_app.domain.suggestion import ForYouRequest, ShelfBasis, ShelfKind
from desktop_app.recommend.recommender import Recommender

World = Any  # the library that conftest.py makes
DAY_MS = 86_400_000


def test_a_library_without_vectors_suggests_by_quality_and_day(world: World) -> None:
    day = world.noon_ms - 365 * DAY_MS
    world.add("dog", 30, has_vector=False)
    today = world.add("boat", 4, taken=[day + n * 3_600_000 for n in range(4)], has_vector=False)
    page = Recommender(world.store, None).page(ForYouRequest(world.noon_ms), world.noon_ms)
    assert page.is_cold
    assert {one.photo_id for one in world.shelf(page, ShelfKind.ON_THIS_DAY).photos} == set(today)
    assert len(world.shelf(page, ShelfKind.BEST).photos) >= 3


def test_nobody_is_told_what_they_may_like_before_they_looked_at_anything(world: World) -> None:
    world.add("dog", 40)
    world.add("boat", 40)
    assert world.recommender.also_like(world.of("dog")[3], 10, world.noon_ms) == ()
    world.look(world.of("dog")[10:16])
    assert world.recommender.also_like(world.of("dog")[3], 10, world.noon_ms)


def test_a_cold_start_begins_with_favourites_and_the_best(world: World) -> None:
    for kind in ("dog", "boat", "cake"):
        world.add(kind, 40)
    blurred = world.add("cake", 40, sharpness=0.05)
    world.store.edits.set_favourite(world.of("boat")[:3], True)
    page = world.page(top=10)
    assert page.is_cold
    assert [shelf.kind for shelf in page.shelves] == [ShelfKind.FAVOURITES, ShelfKind.BEST]
    assert set(world.kinds([one.photo_id for one in page.shelves[0].photos])) == {"boat"}
    assert not {one.photo_id for one in page.shelves[1].photos} & set(blurred)


def test_a_favourite_is_not_like_itself_and_its_copy_is_not_news(world: World) -> None:
    for kind in ("dog", "boat"):
        world.add(kind, 40)
    marked, rated = world.of("boat")[:3], world.of("boat")[3]
    _, vectors = world.store.embeddings.get(marked[:1], world.index.model_id)
    copies = world.add("boat", 2, vector=vectors[0])
    world.store.edits.set_favourite(marked, True)
    world.store.edits.set_rating([rated], 5)
    page = world.page(top=30)
    assert page.is_cold
    shelf = world.shelf(page, ShelfKind.FAVOURITES)
    assert len(shelf.photos) == 30
    assert not {one.photo_id for one in shelf.photos} & {*marked, rated, *copies}


def test_a_cold_start_from_ratings_alone_speaks_of_stars(world: World) -> None:
    for kind in ("dog", "boat"):
        world.add(kind, 40)
    world.store.edits.set_rating(world.of("boat")[:3], 4)
    shelf = world.shelf(world.page(top=10), ShelfKind.FAVOURITES)
    assert (shelf.basis, shelf.reason) == (ShelfBasis.STARS, "Like photos rated 4 stars or more")
    world.store.edits.set_favourite(world.of("boat")[4:5], True)
    assert world.shelf(world.page(top=10), ShelfKind.FAVOURITES).basis is ShelfBasis.BOTH
    world.store.edits.set_rating(world.of("boat")[:3], 0)
    shelf = world.shelf(world.page(top=10), ShelfKind.FAVOURITES)
    assert (shelf.basis, shelf.title) == (ShelfBasis.HEARTS, "Like your favourites")


def test_what_was_just_marked_is_no_suggestion(world: World) -> None:
    """Once acts are kept, the page is warm: the likes of favourites come, not the favourites."""
    for kind in ("dog", "boat"):
        world.add(kind, 40)
    marked = world.of("boat")[:3]
    world.store.edits.set_favourite(marked, True)
    world.store.history.add_feedback(marked, FeedbackKind.FAVOURITE, world.noon_ms - DAY_MS)
    page = world.page(top=10)
    assert not page.is_cold
    assert len(world.ranked(page)) == 10
    assert not set(world.listed(page)) & set(marked)


def test_pictures_as_small_as_a_stamp_are_not_the_best_of_a_library(world: World) -> None:
    world.add("dog", 40, sharpness=0.6)
    stamps = world.add("boat", 40, sharpness=1.0, size_px=(100, 75))
    listed = world.listed(world.page(top=20))
    assert len(listed) == 20
    assert not set(listed) & set(stamps)
