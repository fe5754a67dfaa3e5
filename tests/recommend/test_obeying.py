"""Suggestions obey: what may not be seen never comes, what is not wanted goes, what is deleted was never known."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_app.domain.history import FeedbackKind, InterestChoice
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootState
from desktop_app.domain.photo import FlagName
from desktop_app.domain.suggestion import ForYouPage, ForYouRequest, ShelfKind
from desktop_app.recommend.recommender import Recommender

World = Any  # the library that conftest.py makes
PROJECT = Path(__file__).resolve().parents[2]
DAY_MS = 86_400_000

Concealing = Callable[[World, list[PhotoId]], object]
CONCEALED: dict[str, Concealing] = {
    "hidden": lambda world, ids: world.store.edits.set_hidden(ids, True),
    "sensitive": lambda world, ids: [world.flag(photo, FlagName.SENSITIVE) for photo in ids],
    "screenshot": lambda world, ids: [world.flag(photo, FlagName.SCREENSHOT) for photo in ids],
    "document": lambda world, ids: [world.flag(photo, FlagName.DOCUMENT) for photo in ids],
    "missing": lambda world, ids: world.store.photos.mark_missing(ids, world.noon_ms),
}


def all_photos(world: World, page: ForYouPage) -> set[int]:
    """Every photo that the page, the interests and the strip beside a photo could show in any place."""
    found = set(world.listed(page))
    found |= {one.because for shelf in page.shelves for one in shelf.photos if one.because}
    found |= {shelf.because for shelf in page.shelves if shelf.because}
    for album in page.albums:
        found |= {album.cover, *album.photo_ids}
    for interest in world.recommender.interests(world.noon_ms):
        found |= {interest.medoid, *interest.photo_ids}
    for photo in world.of("beach")[:3] + world.of("boat")[-2:]:
        found |= {one.photo_id for one in world.recommender.also_like(photo, 50, world.noon_ms)}
    return {int(photo) for photo in found}


@pytest.mark.parametrize("how", CONCEALED)
@pytest.mark.parametrize("is_cold", [False, True])
def test_photos_that_may_not_be_seen_are_nowhere(lived: World, how: str, is_cold: bool) -> None:
    today = lived.add("boat", 6, taken=[lived.noon_ms - 365 * DAY_MS + n * 3_600_000 for n in range(6)])
    new = lived.add("castle", 6, added_ms=lived.noon_ms - DAY_MS)
    lived.store.edits.set_favourite(lived.of("boat")[:4], True)
    if is_cold:
        lived.store.history.clear()
    for top in (20, 60):
        before = all_photos(lived, lived.page(top=top))
        concealed = [PhotoId(photo) for photo in sorted(before)[::3]] + today[:3] + new[:3]
        CONCEALED[how](lived, concealed)
        page = lived.page(top=top)
        assert page.shelves
        assert not all_photos(lived, page) & {int(photo) for photo in concealed}


def test_photos_on_a_drive_that_is_away_are_nowhere_and_come_back(lived: World) -> None:
    before = lived.page()
    lived.store.roots.set_state(lived.root.id, RootState.OFFLINE, "away")
    assert all_photos(lived, lived.page()) == set()
    lived.store.roots.set_state(lived.root.id, RootState.ONLINE, "")
    assert lived.page() == before


def test_a_hidden_photo_teaches_nothing_and_names_nothing(lived: World) -> None:
    lived.store.edits.set_hidden(lived.of("castle")[:7], True)
    assert {one.name for one in lived.recommender.interests(lived.noon_ms)} == {"beach", "dog"}
    assert "castle" not in lived.kinds([o.photo_id for o in lived.page().shelves[0].photos if not o.is_exploration])
    lived.store.edits.undo()
    assert {one.name for one in lived.recommender.interests(lived.noon_ms)} == {"beach", "castle", "dog"}


@pytest.mark.parametrize("kind", ["beach", "castle", "dog"])
def test_less_like_this_takes_the_theme_off_the_next_page_and_undo_brings_it_back(lived: World, kind: str) -> None:
    before = lived.page()
    count = lived.kinds(lived.listed(before)).count(kind)
    photo = next(photo for photo in lived.ranked(before) if lived.kind_of[int(photo)] == kind)
    lived.store.edits.less_like([photo])
    after = lived.page()
    assert count >= 2
    assert lived.kinds(lived.listed(after)).count(kind) <= 0.2 * count
    assert len(lived.ranked(after)) == 20
    assert lived.store.edits.undo() is not None
    assert lived.page() == before
    assert lived.store.edits.redo() is not None
    assert lived.page() == after


def test_less_like_something_never_looked_at_is_heard_too(lived: World) -> None:
    lived.store.edits.less_like([lived.of("boat")[5]])
    for seed in range(8):
        assert "boat" not in lived.kinds(lived.listed(lived.page(seed=seed)))


def test_looking_does_not_take_less_back(lived: World) -> None:
    """Long looks and searches for more, all after the wish: the kind stays away, the interests stay."""
    lived.store.edits.less_like([lived.of("castle")[20]])
    lived.look(lived.of("castle")[7:14], seen_ms=30_000, at_ms=lived.noon_ms - DAY_MS // 4)
    lived.store.history.add_feedback(lived.of("castle")[7:9], FeedbackKind.FIND_SIMILAR, lived.noon_ms - DAY_MS // 8)
    for seed in range(4):
        assert "castle" not in lived.kinds(lived.listed(lived.page(seed=seed)))
    assert "castle" in {one.name for one in lived.recommender.interests(lived.noon_ms)}


def test_less_fades_in_years(lived: World) -> None:
    lived.store.edits.less_like([lived.of("beach")[20]])
    assert "beach" not in lived.kinds(lived.ranked(lived.page()))
    later = lived.noon_ms + 1_500 * DAY_MS
    lived.look(lived.of("beach")[20:30], at_ms=later - DAY_MS)
    assert "beach" in lived.kinds(lived.ranked(lived.page(at_ms=later)))


def test_never_keeps_a_photo_and_its_copies_away_and_undo_brings_them_back(lived: World) -> None:
    before = lived.page()
    photo = lived.ranked(before)[0]
    vector = lived.store.embeddings.get([photo], "m")[1][0].astype(np.float32)
    copies = lived.add(lived.kind_of[int(photo)], 2, vector=vector)
    lived.store.edits.never_suggest([photo])
    for seed in range(5):
        page = lived.page(seed=seed, top=60)
        assert not {photo, *copies} & set(lived.listed(page))
    found = lived.recommender.also_like(lived.of("beach")[25], 60, lived.noon_ms)
    assert not {photo, *copies} & {one.photo_id for one in found}
    lived.store.edits.undo()
    assert {photo, *copies} & set(lived.listed(lived.page()))


@pytest.fixture
def travelled(lived: World) -> World:
    """A library with days full of dogs in several years, some beaches and a castle among them: albums to suggest."""
    for year in (2018, 2020, 2022):
        first = int(datetime(year, 7, 3, 10, tzinfo=UTC).timestamp() * 1000)
        day = [first + n * 120_000 for n in range(20)]
        lived.add("dog", 14, taken=day[:14])
        lived.add("beach", 5, taken=day[14:19])
        lived.add("castle", 1, taken=day[19:])
    lived.look(lived.of("dog")[40:52], days_ago=0.5)
    assert lived.page().albums
    return lived


def test_never_holds_for_albums_covers_reasons_and_pictures(travelled: World) -> None:
    page = travelled.page()
    listed = travelled.recommender.interests(travelled.noon_ms)
    reasons = [shelf.because for shelf in page.shelves if shelf.because]
    reasons += [one.because for shelf in page.shelves for one in shelf.photos if one.because]
    refused = {one.medoid for one in listed} | {page.albums[0].cover, page.albums[0].photo_ids[1], *reasons[:3]}
    vector = travelled.store.embeddings.get([page.albums[0].cover], "m")[1][0].astype(np.float32)
    taken = [travelled.store.photos.get(page.albums[0].cover).taken_at_ms + 1_000] * 2
    copies = travelled.add("dog", 2, vector=vector, taken=taken)
    assert {*refused, *copies} <= all_photos(travelled, travelled.page())
    travelled.store.edits.never_suggest(sorted(refused))
    after = travelled.page()
    assert after.albums
    assert not {*refused, *copies} & all_photos(travelled, after)
    for album in after.albums:
        assert album.cover in album.photo_ids
    travelled.store.edits.undo()
    assert {*refused, *copies} <= all_photos(travelled, travelled.page())


def test_a_copy_known_by_its_hash_alone_is_kept_away_too(lived: World) -> None:
    (photo,) = lived.add("beach", phash=0b1011)
    twin, other = lived.add("beach", 2, phash=0b1001, has_vector=False)
    kept_away = lived.recommender._library.copies.of(
        np.array([photo]),
        lived.recommender._reader.read(),
        0,
    )
    assert kept_away.tolist() == [photo, twin, other]


def test_less_holds_for_suggested_albums(travelled: World) -> None:
    def in_albums(kind: str) -> int:
        return sum(travelled.kinds(album.photo_ids).count(kind) for album in travelled.page().albums)

    before = travelled.page()
    dogs, beaches = in_albums("dog"), in_albums("beach")
    assert min(dogs, beaches) >= 5
    travelled.store.edits.less_like([travelled.of("dog")[45]])
    assert in_albums("dog") <= 0.2 * dogs
    assert "dog" not in {album.subject for album in travelled.page().albums}
    page = travelled.page()
    reasons = [shelf.because for shelf in page.shelves] + [one.because for s in page.shelves for one in s.photos]
    assert "dog" not in travelled.kinds([photo for photo in reasons if photo])
    travelled.store.edits.undo()
    assert travelled.page() == before


def test_a_page_is_the_same_at_any_time_of_its_day(travelled: World, zone: Callable[[str], None]) -> None:
    zone("America/New_York")  # NOW is 8 in the morning there
    day_ago = travelled.noon_ms - 30 * DAY_MS
    travelled.look(travelled.of("train")[-9:], at_ms=day_ago)
    travelled.add("beach", 3, added_ms=day_ago)
    hours = (-7.9, -2, 0, 0.2, 5, 15.9)
    pages = [travelled.page(at_ms=travelled.noon_ms + round(hour * 3_600_000)) for hour in hours]
    assert {page.day for page in pages} == {pages[0].day}
    assert all(page == pages[0] for page in pages)
    assert travelled.page(at_ms=travelled.noon_ms + 17 * 3_600_000) != pages[0]
    travelled.look(travelled.of("boat")[:8], at_ms=travelled.noon_ms + 3_600_000)
    assert travelled.page() == pages[0]
    assert travelled.page(at_ms=travelled.noon_ms + 2 * 3_600_000) != pages[0]


def test_a_muted_interest_is_silent_but_listed_and_can_be_heard_again(lived: World) -> None:
    before = lived.page()
    beach = lived.recommender.interests(lived.noon_ms)[0]
    lived.store.edits.choose_interest(InterestChoice(beach.id, is_muted=True))
    page = lived.page()
    assert "beach" not in lived.kinds(lived.listed(page))
    lived.look(lived.of("beach")[12:30], days_ago=0.5)  # another photo is in its middle now
    listed = lived.recommender.interests(lived.noon_ms)
    muted = [interest for interest in listed if interest.is_muted]
    assert [interest.name for interest in muted] == ["beach"]
    lived.store.edits.choose_interest(InterestChoice(muted[0].id))
    assert not [i for i in lived.recommender.interests(lived.noon_ms) if i.is_muted]
    assert "beach" in lived.kinds(lived.listed(lived.page()))
    assert before != page


def test_everything_muted_leaves_the_best_of_the_rest(lived: World) -> None:
    for interest in lived.recommender.interests(lived.noon_ms):
        lived.store.edits.choose_interest(InterestChoice(interest.id, is_muted=True))
    page = lived.page()
    assert lived.listed(page)
    assert not {"beach", "castle", "dog"} & set(lived.kinds(lived.listed(page)))


def test_a_boost_gives_more_and_a_name_stays(lived: World) -> None:
    def dogs() -> int:
        return lived.kinds(lived.ranked(lived.page())).count("dog")

    before = dogs()
    dog = next(one for one in lived.recommender.interests(lived.noon_ms) if one.name == "dog")
    lived.store.edits.choose_interest(InterestChoice(dog.id, name="Rex", boost=4.0))
    assert dogs() > before
    found = next(one for one in lived.recommender.interests(lived.noon_ms) if one.is_renamed)
    assert (found.name, found.boost) == ("Rex", 4.0)


def test_what_was_shown_does_not_come_again_for_a_week(lived: World) -> None:
    slots, repeats, shown = 0, 0, {}
    for day in range(10):
        page = lived.page(at_ms=lived.noon_ms + day * DAY_MS, top=10)
        for photo in lived.listed(page):
            slots += 1
            repeats += day - shown.get(photo, -100) <= 7
            shown[photo] = day
        lived.show(page)
    assert slots > 100
    assert repeats <= 0.05 * slots


def test_a_page_asked_again_on_its_day_is_the_same(lived: World) -> None:
    page = lived.page()
    lived.show(page)
    assert lived.page() == page
    assert Recommender(lived.store, lived.index).page(ForYouRequest(lived.noon_ms), lived.noon_ms) == page


def test_refresh_brings_others_and_is_repeatable(lived: World) -> None:
    first = lived.page()
    second = lived.page(seed=1, left_out=lived.listed(first))
    assert not set(lived.listed(first)) & set(lived.listed(second))
    assert lived.page(seed=1) != first
    assert lived.page(seed=1) == lived.page(seed=1)


ASKING = """
import json, sys
from pathlib import Path
from desktop_app.domain.suggestion import ForYouRequest
from desktop_app.paths import LibraryPaths
from desktop_app.recommend.recommender import Recommender
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex
home = Path(sys.argv[1])
store = Store.open(LibraryPaths(home, home / "cache"), is_writer=False)
index = VectorIndex(store.paths.index, "m")
index.catch_up(store)
page = Recommender(store, index).page(ForYouRequest(int(sys.argv[2]), 3), 0)
print(json.dumps([[one.photo_id, one.score] for shelf in page.shelves for one in shelf.photos]))
store.close()
"""


def test_another_process_makes_the_same_page(lived: World) -> None:
    page = lived.page(seed=3)
    arguments = [sys.executable, "-c", ASKING, str(lived.paths.home), str(lived.noon_ms)]
    done = subprocess.run(arguments, cwd=PROJECT, capture_output=True, text=True, timeout=250, check=True)
    assert json.loads(done.stdout) == [[one.photo_id, one.score] for shelf in page.shelves for one in shelf.photos]


def test_after_clearing_the_page_is_that_of_a_cold_start(new_world: Callable[[str], World]) -> None:
    used, fresh = new_world("used"), new_world("fresh")
    for world in (used, fresh):
        for kind in ("beach", "castle", "dog"):
            world.add(kind, 40)
        world.store.edits.set_favourite(world.of("dog")[:2], True)
    used.look(used.of("beach")[:20])
    used.show(used.page())
    used.store.edits.less_like(used.of("beach")[30:31])
    used.store.edits.never_suggest(used.of("castle")[:5])
    used.store.edits.choose_interest(InterestChoice(used.of("beach")[0], is_muted=True))
    used.store.history.set_weights((2.0, 1.0, 1.0, 1.0))
    assert used.page() != fresh.page()
    used.store.history.clear()
    assert used.page() == fresh.page()
    assert used.page().is_cold
    assert used.recommender.interests(used.noon_ms) == ()


def test_favourites_taken_back_count_no_more(lived: World) -> None:
    before = lived.page()
    boats = lived.of("boat")[:4]
    lived.store.edits.set_favourite(boats, True)
    lived.store.history.add_feedback(boats, FeedbackKind.FAVOURITE, lived.noon_ms - DAY_MS)
    assert "boat" in lived.kinds(lived.ranked(lived.page())[:-1])
    lived.store.edits.set_favourite(boats, False)
    assert lived.page() == before


def test_a_favourite_counts_for_a_page_of_any_time_and_a_look_only_from_its_own(lived: World) -> None:
    boats = lived.of("boat")[:4]
    before = lived.page()
    lived.look(lived.of("cake")[1:], at_ms=lived.noon_ms + DAY_MS)
    lived.store.history.add_feedback(boats, FeedbackKind.FIND_SIMILAR, lived.noon_ms + DAY_MS)
    assert lived.page() == before
    lived.store.edits.set_favourite(boats, True)
    lived.store.history.add_feedback(boats, FeedbackKind.FAVOURITE, lived.noon_ms + DAY_MS)
    assert "boat" in lived.kinds(lived.ranked(lived.page()))
    assert "boat" in {one.name for one in lived.recommender.interests(lived.noon_ms)}


def test_the_rule_for_this_day(world: World) -> None:
    def day(year: int, month: int, number: int) -> int:
        return int(datetime(year, month, number, 12, tzinfo=UTC).timestamp() * 1000)

    leap = world.add("dog", 3, taken=[day(2020, 2, 29) + n * 3_600_000 for n in range(3)])
    eve = world.add("boat", 3, taken=[day(2021, 2, 28) + n * 3_600_000 for n in range(3)])
    march = world.add("cake", 3, taken=[day(2021, 3, 1) + n * 3_600_000 for n in range(3)])
    future = world.add("cake", 3, taken=[day(2031, 2, 28)] * 3)

    def shown(year: int, month: int, number: int) -> set[PhotoId]:
        shelf = world.shelf(world.page(at_ms=day(year, month, number)), ShelfKind.ON_THIS_DAY)
        return set() if shelf is None else {one.photo_id for one in shelf.photos}

    assert shown(2025, 2, 28) == {*leap, *eve}
    assert shown(2025, 3, 1) == {*leap, *march}
    assert shown(2024, 2, 29) == {*leap, *eve}
    assert shown(2024, 2, 28) == set(eve)
    assert not shown(2025, 2, 28) & set(future)
