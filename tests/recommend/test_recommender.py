"""The page, over a real store, index and history: what is on it, and in which shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from desktop_app.domain.history import FeedbackKind, PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import DateSource
from desktop_app.domain.suggestion import ShelfBasis, ShelfKind
from desktop_app.recommend.recommender import Recommender

World = Any  # the library that conftest.py makes
NewWorld = Callable[[str], World]
DAY_MS = 86_400_000


def test_the_page_shows_what_the_user_likes_each_interest_with_its_share(lived: World) -> None:
    page = lived.page()
    ranked = lived.ranked(page)
    counts = Counter(lived.kinds(ranked))
    assert page.shelves[0].kind is ShelfKind.FOR_YOU
    assert not page.is_cold
    assert len(ranked) == 20
    assert set(counts) == {"beach", "castle", "dog"}
    assert min(counts.values()) >= 2


def test_a_chance_look_and_skipped_photos_bring_nothing(lived: World) -> None:
    fitting = [one.photo_id for one in lived.page().shelves[0].photos if not one.is_exploration]
    assert not {"cake", "train"} & set(lived.kinds(fitting))
    assert {interest.name for interest in lived.recommender.interests(lived.noon_ms)} == {"beach", "castle", "dog"}


def test_no_photo_twice_and_nothing_looked_at_lately(lived: World) -> None:
    page = lived.page()
    listed = lived.listed(page)
    assert len(listed) == len(set(listed))
    looked_at = {view.photo_id for view in lived.store.history.views(lived.noon_ms)}
    assert not looked_at & set(listed)


def test_every_shelf_says_why_and_has_three_photos(lived: World) -> None:
    page = lived.page()
    kinds = [shelf.kind for shelf in page.shelves]
    assert {ShelfKind.FOR_YOU, ShelfKind.BECAUSE, ShelfKind.INTEREST} <= set(kinds)
    for shelf in page.shelves:
        assert shelf.title
        assert shelf.reason
        assert len(shelf.photos) >= 3


def test_scores_fall_along_the_ranking_and_lie_above_those_of_other_shelves(lived: World) -> None:
    first, *others = lived.page().shelves
    scores = [one.score for one in first.photos]
    assert scores == sorted(set(scores), reverse=True)
    assert all(0 <= one.score <= min(scores) for shelf in others for one in shelf.photos)
    assert max(scores) <= 1


def test_because_names_a_photo_looked_at_and_shows_its_likes(lived: World) -> None:
    looked_at = {view.photo_id for view in lived.store.history.views(lived.noon_ms)}
    shelves = [shelf for shelf in lived.page().shelves if shelf.kind is ShelfKind.BECAUSE]
    assert shelves
    for shelf in shelves:
        assert shelf.because in looked_at
        assert shelf.title.endswith(".jpg")
        own = lived.kind_of[int(shelf.because)]
        assert lived.kinds([one.photo_id for one in shelf.photos]).count(own) >= 0.8 * len(shelf.photos)
    assert len({lived.kind_of[int(shelf.because)] for shelf in shelves}) == len(shelves)


def test_more_of_an_interest_shows_that_interest(lived: World) -> None:
    interests = {interest.id: interest for interest in lived.recommender.interests(lived.noon_ms)}
    shelves = [shelf for shelf in lived.page().shelves if shelf.kind is ShelfKind.INTEREST]
    assert shelves
    for shelf in shelves:
        assert shelf.title == f"More of {interests[shelf.interest_id].name}"
        assert set(lived.kinds([one.photo_id for one in shelf.photos])) == {shelf.subject}


def test_what_is_left_when_an_interest_runs_out_is_not_called_of_it(world: World) -> None:
    """Of twelve dogs eight were looked at; what is nearest then only leans towards dogs: no shelf calls it one."""
    world.add("dog", 12)
    world.add("boat", 100)
    for _ in range(8):
        leaning = world.vector("cake") + 0.6 * world.vector("dog")
        world.add("cake", vector=leaning / np.linalg.norm(leaning))
    world.look(world.of("dog")[:8])
    page = world.page(top=4)
    assert set(world.ranked(page)) == set(world.of("dog")[8:])
    assert world.shelf(page, ShelfKind.INTEREST) is None


def test_an_interest_is_named_from_what_was_looked_at_not_from_what_lies_around(world: World) -> None:
    """Of rhinos and elephants that look alike as many were looked at; the library holds more elephants."""
    world.add("dog", 160)
    elephants = world.add("train", 60)
    rhinos = [world.add("boat", vector=world.vector("train"))[0] for _ in range(6)]
    world.look([*elephants[:6], *rhinos[:6]])
    (interest,) = world.recommender.interests(world.noon_ms)
    assert len(interest.photo_ids) == 12
    assert interest.name == ""


def test_an_interest_no_word_holds_for_has_no_name(lived: World) -> None:
    """The window shows its picture instead; the name of a file says nothing to anybody."""
    lived.store.edits.suppress_tag("beach")
    found = lived.recommender.interests(lived.noon_ms)
    assert [interest.name for interest in found] == ["", "castle", "dog"]
    assert found[0].tags == ()
    shelf = next(one for one in lived.page().shelves if one.interest_id == found[0].id and one.kind == "interest")
    assert (shelf.subject, shelf.because) == ("", found[0].medoid)
    assert shelf.title.startswith("More photos like ")


def test_suggestions_say_which_photo_they_are_like(lived: World) -> None:
    shelves = lived.page().shelves
    for one in shelves[0].photos + shelves[-1].photos:
        if one.is_exploration:
            assert one.because is None
            assert one.interest_id is None
        else:
            assert lived.kind_of[int(one.because)] == lived.kind_of[int(one.photo_id)]


def test_some_of_the_page_is_new_ground_and_after_a_refresh_some_of_the_ranking(lived: World) -> None:
    page = lived.page()
    assert not any(one.is_exploration for one in page.shelves[0].photos)
    explored = [one for one in page.shelves[-1].photos if one.is_exploration]
    assert page.shelves[-1].kind is ShelfKind.DIFFERENT
    assert {one.is_exploration for one in page.shelves[-1].photos} == {True}
    assert 0.05 <= len(explored) / len(lived.listed(page)) <= 0.2
    assert not set(lived.kinds([one.photo_id for one in explored])) & {"beach", "castle", "dog"}
    assert sum(one.is_exploration for one in lived.page(seed=1).shelves[0].photos) == 2


def test_interests_have_strength_pictures_and_looks(lived: World) -> None:
    found = lived.recommender.interests(lived.noon_ms)
    assert [interest.name for interest in found] == ["beach", "castle", "dog"]
    assert all(set(lived.kinds(interest.photo_ids)) == {interest.name} for interest in found)
    assert [interest.view_count for interest in found] == [12, 7, 5]
    assert sum(interest.strength for interest in found) <= 1
    assert all(interest.medoid == interest.id for interest in found)


def test_a_trend_rises_and_falls(world: World) -> None:
    for kind in ("dog", "boat", "cake"):
        world.add(kind, 20)
    world.look(world.of("dog")[:8], days_ago=40)
    world.look(world.of("boat")[:8], days_ago=40)
    world.look(world.of("boat")[8:16], days_ago=1)
    world.look(world.of("cake")[:8], days_ago=1)
    trends = {interest.name: interest.trend for interest in world.recommender.interests(world.noon_ms)}
    assert trends["dog"] == -1
    assert trends["cake"] == 1
    assert -1 < trends["boat"] < 1


def test_what_no_word_holds_for_is_named_by_a_folder_that_is_all_of_its_kind(lived: World) -> None:
    asked: list[str] = []

    def words(folder: str) -> str:
        asked.append(folder)
        return folder.capitalize()

    lived.store.edits.suppress_tag("beach")
    lived.index.catch_up(lived.store)
    found = Recommender(lived.store, lived.index, folder_words=words).interests(lived.noon_ms)
    assert [(interest.name, interest.tags) for interest in found][:2] == [("Beach", ()), ("castle", ("castle",))]
    assert asked == ["beach"]


def test_a_folder_of_many_kinds_names_no_interest(world: World) -> None:
    for kind in ("dog", "boat"):
        world.add(kind, 40)
    for _ in range(10):
        for kind in ("cake", "train", "tulip"):
            world.add("castle", vector=world.vector(kind))  # the folder of a journey
    world.store.edits.suppress_tag("castle")
    journey = world.of("castle")
    world.look(journey[0::3], days_ago=2)
    world.index.catch_up(world.store)
    found = Recommender(world.store, world.index, folder_words=str.capitalize).interests(world.noon_ms)
    assert [interest.name for interest in found] == [""]


def test_taste_drifts(world: World) -> None:
    for kind in ("dog", "boat", "cake"):
        world.add(kind, 40)
    world.look(world.of("dog")[:12], days_ago=90)
    world.look(world.of("boat")[:12], days_ago=2)
    counts = Counter(world.kinds(world.ranked(world.page())))
    assert counts["boat"] > counts["dog"]


def test_the_evidence_of_an_interest_is_its_looks_and_acts(lived: World) -> None:
    beach = lived.recommender.interests(lived.noon_ms)[0]
    lived.store.edits.set_favourite([beach.medoid], True)
    lived.store.history.add_feedback([beach.medoid], FeedbackKind.FAVOURITE, lived.noon_ms - 1000)
    beach = lived.recommender.interests(lived.noon_ms)[0]
    views, acts = lived.recommender.evidence(beach.id, lived.noon_ms)
    assert len(views) == 12
    assert set(lived.kinds([view.photo_id for view in views])) == {"beach"}
    assert [act.kind for act in acts] == [FeedbackKind.FAVOURITE]
    assert beach.view_count == 12
    assert beach.last_viewed_at_ms == views[0].started_at_ms
    assert lived.recommender.evidence(PhotoId(10**9), lived.noon_ms) == ([], [])


def test_forgetting_the_evidence_forgets_the_interest_and_undo_brings_it_back(lived: World) -> None:
    beach = lived.recommender.interests(lived.noon_ms)[0]
    views, acts = lived.recommender.evidence(beach.id, lived.noon_ms)
    before = lived.page()
    lived.store.edits.forget_interest([view.id for view in views], [act.id for act in acts])
    assert {i.name for i in lived.recommender.interests(lived.noon_ms)} == {"castle", "dog"}
    lived.store.edits.undo()
    assert lived.page() == before


def test_others_you_may_like_are_near_the_photo_and_are_not_its_copies(lived: World) -> None:
    photo = lived.of("dog")[20]
    copy = lived.add("dog", vector=lived.store.embeddings.get([photo], "m")[1][0].astype(np.float32))[0]
    found = lived.recommender.also_like(photo, 10, lived.noon_ms)
    ids = [one.photo_id for one in found]
    assert len(ids) == 10
    assert set(lived.kinds(ids)) == {"dog"}
    assert not {photo, copy} & set(ids)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


def test_copies_and_bursts_stand_once_on_a_page(lived: World) -> None:
    vector = lived.vector("beach")
    copies = lived.add("beach", 6, vector=vector)
    near = [(lambda v: v / np.linalg.norm(v))(vector + 0.02 * lived.random.standard_normal(48)) for _ in range(5)]
    moment = lived.noon_ms - 800 * DAY_MS
    burst = [lived.add("beach", taken=[moment + n * 900], vector=v.astype(np.float32))[0] for n, v in enumerate(near)]
    assert sum(photo in {*copies, *burst} for photo in lived.listed(lived.page())) <= 1


def test_rediscover_brings_what_was_not_opened_for_half_a_year(world: World) -> None:
    old = world.noon_ms - 900 * DAY_MS
    ids = world.add("beach", 60, taken=[old + n * DAY_MS for n in range(60)])
    world.look(ids[:10], days_ago=1)
    world.look(ids[10:20], days_ago=300)
    shelf = world.shelf(world.page(top=10), ShelfKind.REDISCOVER)
    assert shelf is not None
    assert {one.photo_id for one in shelf.photos} & set(ids[10:20])
    young = world.add("beach", 30, taken=[world.noon_ms - n * DAY_MS for n in range(1, 31)])
    shelf = world.shelf(world.page(top=60), ShelfKind.REDISCOVER)
    assert shelf is None or not {one.photo_id for one in shelf.photos} & {*young, *ids[:10]}


def test_rediscover_says_of_photos_never_opened_that_they_are_not_opened_yet(world: World) -> None:
    old = world.noon_ms - 900 * DAY_MS
    ids = world.add("beach", 60, taken=[old + n * DAY_MS for n in range(60)])
    world.add("dog", 20)
    world.look(ids[:10], days_ago=1)
    shelf = world.shelf(world.page(top=5), ShelfKind.REDISCOVER)
    assert (shelf.basis, shelf.reason) == (ShelfBasis.UNOPENED, "Older photos that you have not opened yet")
    world.look(ids[10:13], days_ago=300)
    shelf = world.shelf(world.page(top=5), ShelfKind.REDISCOVER)
    is_opened = [one.photo_id in ids[10:13] for one in shelf.photos]
    assert any(is_opened)
    assert not all(is_opened)
    assert (shelf.basis, shelf.reason) == (ShelfBasis.BOTH, "You have not opened these for a while, or not yet")
    world.look(ids[13:], days_ago=250)
    shelf = world.shelf(world.page(top=5), ShelfKind.REDISCOVER)
    assert (shelf.basis, shelf.reason) == (ShelfBasis.OPENED, "You have not opened these for a while")


def test_new_for_you_holds_what_came_lately_and_fits(lived: World) -> None:
    assert lived.shelf(lived.page(), ShelfKind.NEW) is None  # all of one day's import is not news
    new = lived.add("castle", 12, added_ms=lived.noon_ms - DAY_MS) + lived.add(
        "mountain", 12, added_ms=lived.noon_ms - DAY_MS
    )
    shelf = lived.shelf(lived.page(top=5), ShelfKind.NEW)
    assert shelf is not None
    assert {one.photo_id for one in shelf.photos} <= set(new)
    assert set(lived.kinds([one.photo_id for one in shelf.photos])) == {"castle"}


@pytest.mark.parametrize("count", [0, 1, 2, 5, 30])
def test_tiny_libraries(new_world: NewWorld, count: int) -> None:
    world = new_world("tiny")
    ids = world.add("dog", count) if count else []
    assert len(world.listed(world.page())) <= count
    if ids:
        assert world.listed(world.page())
        world.look(ids)
        assert set(world.listed(world.page())) <= set(ids)
        assert world.listed(world.page())
        world.look(ids[:1], days_ago=0.5)
        world.show(world.page())
        assert len(world.recommender.interests(world.noon_ms)) >= 1


def test_a_tiny_library_repeats_itself_only_rather_than_showing_nothing(world: World) -> None:
    world.add("beach", 8)
    seen, first, second = world.of("beach")[:2], world.of("beach")[2:5], world.of("beach")[5:]
    world.look(seen)
    page = world.page()
    assert set(world.listed(page)) == {*first, *second}
    world.store.history.add_shown(first, page.day - timedelta(days=3))
    assert set(world.listed(world.page())) == set(second)
    world.store.history.add_shown(second, page.day - timedelta(days=1))
    again = world.ranked(world.page())
    assert set(again[:3]) == set(first)
    assert set(again[3:]) == set(second)
    world.look([*first, *second])
    assert world.listed(world.page())
    (new,) = world.add("beach")
    assert world.listed(world.page()) == [new]


def test_a_tiny_library_not_looked_at_repeats_what_was_not_shown_for_longest(world: World) -> None:
    world.add("beach", 6)
    world.store.edits.set_favourite(world.of("beach")[:1], True)
    page = world.page()
    world.store.history.add_shown(world.of("beach")[3:], page.day - timedelta(days=3))
    assert set(world.listed(world.page())) == set(world.of("beach")[:3])
    world.store.edits.set_favourite(world.of("beach")[:1], False)
    world.store.history.add_shown(world.of("beach")[:3], page.day - timedelta(days=1))
    assert set(world.listed(world.page())[:3]) == set(world.of("beach")[3:])


def test_one_look_is_enough_to_begin_with(world: World) -> None:
    for kind in ("dog", "boat"):
        world.add(kind, 40)
    world.look(world.of("boat")[:1])
    page = world.page(top=10)
    assert not page.is_cold
    assert set(world.kinds(world.ranked(page))) == {"boat"}


def test_all_looks_at_one_photo(world: World) -> None:
    for kind in ("dog", "boat"):
        world.add(kind, 40)
    for day in range(20):
        world.look(world.of("boat")[:1], days_ago=day)
    assert set(world.kinds(world.ranked(world.page(top=10)))) == {"boat"}


def test_everything_looked_at_long_ago_may_come_again_and_yesterdays_may_not(world: World) -> None:
    ids = world.add("dog", 100)
    world.look(ids[:50], days_ago=200)
    world.look(ids[50:], days_ago=2)
    listed = world.listed(world.page())
    assert listed
    assert set(listed) <= set(ids[:50])


def test_looks_in_the_future_do_not_count_and_a_clock_set_back_breaks_nothing(lived: World) -> None:
    before = lived.page()
    lived.look(lived.of("tulip")[:10], days_ago=-30)
    assert lived.page() == before
    assert lived.page(at_ms=lived.noon_ms - 400 * DAY_MS).is_cold
    assert lived.page(at_ms=lived.noon_ms + 60 * DAY_MS).shelves
    assert lived.page(at_ms=-5).is_cold
    assert lived.page(at_ms=10**17).day.year > 9_000


def test_a_photo_that_is_gone_from_the_index_is_no_trouble(lived: World) -> None:
    gone = lived.ranked(lived.page())[:3]
    lived.store.roots.remove(lived.root.id)
    assert lived.listed(lived.page()) == []
    assert lived.page().is_cold
    assert gone


def test_fifty_thousand_looks(lived: World) -> None:
    random = np.random.default_rng(3)
    liked = lived.of("beach")[:20] + lived.of("castle")[:20]
    photos = random.choice(liked, 50_000)
    starts = lived.noon_ms - random.integers(0, 1_000 * DAY_MS, 50_000)
    lived.store.history.add_views(
        [
            PhotoView(PhotoId(int(photo)), ViewSurface.VIEWER, ViewSource.LIBRARY, int(at), 5_000)
            for photo, at in zip(photos, starts, strict=True)
        ]
    )
    page = lived.page()
    assert page.view_count > 50_000
    assert {"beach", "castle"} <= set(lived.kinds(lived.ranked(page)))


def test_file_times_are_no_dates_for_this_day(world: World) -> None:
    day = world.noon_ms - 365 * DAY_MS
    world.add("dog", 5, taken=[day] * 5, date_source=DateSource.FILE_TIME)
    assert world.shelf(world.page(), ShelfKind.ON_THIS_DAY) is None


def test_d14_quality_counts_by_its_place_in_the_library_never_on_its_own_scale(new_world) -> None:
    """Were the measure itself added to the fit, a library of soft photos would be ranked by other terms."""
    pages, sharp_share = [], []
    for name, scale in (("crisp", 1.0), ("soft", 0.4)):
        world = new_world(name)
        for kind in ("beach", "castle", "dog", "train", "tulip", "mountain"):
            for n in range(20):
                world.add(kind, sharpness=scale * (0.2 + 0.04 * (n * 7 % 20)))
        world.look(world.of("beach")[:6], days_ago=2)
        world.look(world.of("dog")[:4], days_ago=1)
        page = world.page()
        pages.append(world.listed(page))
        ranked = world.ranked(page)
        sharp_share.append(float(np.mean([(int(photo) - 1) % 20 * 7 % 20 for photo in ranked])))
        assert {"beach", "dog"} <= set(world.kinds(ranked)), "what fits is not pushed out by what is sharp"
    assert pages[0] == pages[1]
    assert sharp_share[0] > 9.5, "and the sharper of them do come first"


def test_a_new_look_leaves_interests_it_is_not_of_exactly_as_they_were(lived: World) -> None:
    """So neighbours asked for before are still known, and the page comes at once."""

    def middles() -> dict[int, bytes]:
        interests = lived.recommender.interests(lived.now_ms)
        themes = lived.recommender._kept.learned.profile.themes
        return {int(one.id): theme.middle.tobytes() for one, theme in zip(interests, themes, strict=True)}

    before = middles()
    lived.look(lived.of("dog")[7:8], days_ago=0.1, seen_ms=2_000)  # no heavier than what is known
    after = middles()
    assert {lived.kind_of[anchor] for anchor in before if before[anchor] != after.get(anchor)} == {"dog"}
