"""Which albums are suggested, and which are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.locality import Locality
from desktop_app.domain.suggestion import AlbumReason, Interest, SuggestedAlbum
from desktop_app.recommend.albums import Near, said_days, suggest_albums
from desktop_app.recommend.events import Catalogue, find_events

MINUTE, DAY = 60_000, 86_400_000
START = 1_500_000_000_000


def interest(medoid: int, name: str, strength: float = 0.5) -> Interest:
    return Interest(InterestId(medoid), name, PhotoId(medoid), strength, 0.0, (PhotoId(medoid),), 5, 0)


class Shelf:
    """A library of events; each event is a list of kinds, one photo each, two minutes apart."""

    def __init__(
        self, events: list[list[int]], days: list[int], pause_before: dict[tuple[int, int], int] | None = None
    ):
        taken, kinds = [], []
        for number, (event, day) in enumerate(zip(events, days, strict=True)):
            at = START + day * DAY
            for place, kind in enumerate(event):
                at += (pause_before or {}).get((number, place), 2 * MINUTE)
                taken.append(at)
                kinds.append(kind)
        count = len(taken)
        self.kinds = np.array(kinds, np.int64)
        self.photos = Catalogue(
            ids=np.arange(1, count + 1),
            taken_ms=np.array(taken, np.int64),
            is_dated=np.ones(count, bool),
            latitude=np.full(count, np.nan),
            longitude=np.full(count, np.nan),
            quality=np.linspace(0.1, 0.9, count),
        )
        self.vectors = np.eye(8, dtype=np.float32)[self.kinds]

    def vectors_of(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        return ids, self.vectors[ids - 1]

    def near(self, kind: int, name: str, strength: float = 0.5) -> Near:
        ids = self.photos.ids[self.kinds == kind]
        return Near(interest(int(ids[0]), name, strength), ids, np.full(len(ids), 0.9))

    def suggest(self, *near: Near, **rest: object) -> tuple[SuggestedAlbum, ...]:
        return suggest_albums(self.photos, find_events(self.photos), near, self.vectors_of, **rest)  # type: ignore[arg-type]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf([[0] * 8 + [5], [1] * 9, [5] * 12, [0, 5, 5, 5, 5, 5, 5, 5]], [0, 40, 80, 120])


def test_an_event_full_of_what_is_liked_is_suggested_whole(shelf: Shelf) -> None:
    (album,) = shelf.suggest(shelf.near(0, "dogs"))
    assert album.kind is AlbumReason.EVENT
    assert album.photo_ids == tuple(range(1, 10))
    assert album.title == "Dogs, 14 July 2017"
    assert album.reason == "8 of these 9 photos show what you often look at: dogs."
    assert album.subject == "dogs"
    assert album.cover == 8  # the best of those that show dogs; the ninth is better and shows none
    assert 0 < album.score <= 1


def test_nothing_is_suggested_without_interests_or_photos(shelf: Shelf) -> None:
    assert shelf.suggest() == ()
    empty = Shelf([], [])
    assert empty.suggest(Near(interest(1, "dogs"), np.array([1]), np.array([0.9]))) == ()


def test_the_stronger_interest_comes_first_and_one_subject_does_not_take_all() -> None:
    shelf = Shelf([[0] * 8] * 4 + [[1] * 8], [0, 40, 80, 120, 160])
    albums = shelf.suggest(shelf.near(0, "dogs", 0.6), shelf.near(1, "boats", 0.2))
    assert [album.subject for album in albums] == ["dogs", "dogs", "boats"]


def test_one_lucky_shot_in_a_large_event_is_no_album(shelf: Shelf) -> None:
    assert {album.photo_ids[0] for album in shelf.suggest(shelf.near(0, "dogs"))} == {1}


def test_a_richer_event_of_the_same_size_scores_higher() -> None:
    shelf = Shelf([[0] * 10, [0] * 5 + [5] * 5], [0, 40])
    rich, poor = shelf.suggest(shelf.near(0, "dogs"))
    assert rich.photo_ids[0] == 1
    assert rich.score > poor.score


def test_an_event_falls_into_parts_where_pause_and_sight_change_together() -> None:
    pauses = {(0, 8): 30 * MINUTE, (1, 4): 30 * MINUTE}
    shelf = Shelf([[0] * 8 + [5] * 8, [0] * 8], [0, 40], pauses)
    sizes = sorted(len(album.photo_ids) for album in shelf.suggest(shelf.near(0, "dogs")))
    assert sizes == [8, 8]  # the first without its second half, the second whole across its pause


def test_an_album_that_is_there_already_is_not_suggested(shelf: Shelf) -> None:
    near = shelf.near(0, "dogs")
    assert shelf.suggest(near, existing=[{PhotoId(i) for i in range(1, 8)}]) == ()
    assert len(shelf.suggest(near, existing=[{PhotoId(i) for i in range(1, 4)}])) == 1


def test_a_dismissed_album_stays_away_though_it_grew() -> None:
    shelf = Shelf([[0] * 8], [0])
    (album,) = shelf.suggest(shelf.near(0, "dogs"))
    grown = Shelf([[0] * 11], [0])
    assert grown.suggest(grown.near(0, "dogs"), dismissed={album.key}) == ()
    assert len(grown.suggest(grown.near(0, "dogs"), dismissed={"event:999", "theme:1", "nonsense"})) == 1


def test_an_interest_over_the_years_is_a_theme() -> None:
    shelf = Shelf([[0, 0, 0, 5, 5, 5, 5]] * 4, [0, 300, 700, 1100])
    (album,) = shelf.suggest(shelf.near(0, "dogs"))
    assert album.kind is AlbumReason.THEME
    assert album.title == "Dogs over the years"
    assert album.reason == "12 photos from 2017 to 2020 of what you often look at: dogs."
    taken = [shelf.photos.taken_ms[photo - 1] for photo in album.photo_ids]
    assert taken == sorted(taken, reverse=True)
    assert album.key == "theme:1"


def test_one_summer_is_no_theme() -> None:
    shelf = Shelf([[0, 0, 0, 5, 5, 5, 5]] * 4, [0, 10, 20, 30])
    assert shelf.suggest(shelf.near(0, "dogs")) == ()


def test_photos_that_may_not_be_suggested_are_in_no_album(shelf: Shelf) -> None:
    near = shelf.near(0, "dogs")
    photos = shelf.photos
    kept = np.flatnonzero(photos.ids != 3)
    some = Catalogue(
        *(getattr(photos, name)[kept] for name in ("ids", "taken_ms", "is_dated", "latitude", "longitude", "quality"))
    )
    (album,) = suggest_albums(some, find_events(some), [near], shelf.vectors_of)
    assert 3 not in album.photo_ids
    hidden = replace(near.interest, medoid=PhotoId(3))
    (album,) = suggest_albums(some, find_events(some), [Near(hidden, near.ids, near.fit)], shelf.vectors_of)
    assert album.cover != 3


def test_an_interest_without_a_name_makes_whole_sentences_all_the_same(shelf: Shelf) -> None:
    (album,) = shelf.suggest(shelf.near(0, ""))
    assert album.title == "14 July 2017"
    assert album.reason == "8 of these 9 photos show what you often look at."


def test_an_event_of_an_interest_without_a_name_is_called_after_its_town(shelf: Shelf) -> None:
    asked: list[int] = []
    arezzo = Locality("Arezzo", "Italy", "IT")

    def towns_of(latitude: NDArray[np.floating], longitude: NDArray[np.floating]) -> tuple[Locality, ...]:
        asked.append(len(latitude))
        assert (latitude[0], longitude[0]) == (43.47, 11.88)
        return (arezzo,)

    shelf.photos = replace(shelf.photos, latitude=np.full(len(shelf.kinds), 43.47))
    shelf.photos = replace(shelf.photos, longitude=np.full(len(shelf.kinds), 11.88))
    (album,) = shelf.suggest(shelf.near(0, ""), towns_of=towns_of)
    assert (album.title, album.towns, album.subject) == ("Arezzo, 14 July 2017", (arezzo,), "")
    assert asked == [9]
    (near,) = shelf.suggest(shelf.near(0, ""), towns_of=lambda *_: (replace(arezzo, is_near=True),))
    assert near.title == "Near Arezzo, 14 July 2017"
    (named,) = shelf.suggest(shelf.near(0, "dogs"), towns_of=towns_of)
    assert (named.title, named.towns) == ("Dogs, 14 July 2017", ())


def test_days_are_said_as_people_do() -> None:
    def ms(text: str) -> int:
        return int(np.datetime64(text, "ms").astype(np.int64))

    assert said_days(ms("2021-07-12T10"), ms("2021-07-12T20")) == "12 July 2021"
    assert said_days(ms("2021-07-12"), ms("2021-07-14")) == "12–14 July 2021"
    assert said_days(ms("2021-07-30"), ms("2021-08-02")) == "30 July to 2 August 2021"
    assert said_days(ms("2021-12-30"), ms("2022-01-02")) == "30 December 2021 to 2 January 2022"
