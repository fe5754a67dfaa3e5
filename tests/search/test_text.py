from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootIdentity
from desktop_app.domain.photo import Flag, FlagName, Measures, Metadata, Tag, TagSource
from desktop_app.domain.visibility import Surface
from desktop_app.paths import LibraryPaths
from desktop_app.search.text import plain, search
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store

MEASURES = Measures(0.5, 0.5, 0.0, 0.0, 1.0, 20.0, 0x123456, (), 1, 0.0, 0.0)
VECTOR = np.eye(1, 8, dtype=np.float16)[0]
JUNE_2024 = 1_718_323_200_000
DAY_MS = 86_400_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(LibraryPaths(tmp_path, tmp_path / "cache"), is_writer=True)
    yield opened
    opened.close()


def add(
    store: Store,
    name: str,
    *tags: tuple[str, float],
    flags: tuple[Flag, ...] = (),
    is_raw: bool = False,
    **metadata: object,
) -> PhotoId:
    root = store.roots.add(Path("/pictures"), RootIdentity(1, 1), 1)
    (photo,) = store.photos.add_files(root.id, [NewFile(name.encode(), 1, 1)], 1)
    values = Metadata(**({"taken_at_ms": JUNE_2024} | metadata))  # type: ignore[arg-type]
    row = DecodedRow(photo, b"%d" % photo, "JPEG", 4, 3, values, MEASURES, False, False, is_raw, 1, 1)
    store.photos.save_decoded([row])
    words = tuple(Tag(word, TagSource.AI, confidence) for word, confidence in tags)
    store.save_understood([UnderstoodRow(photo, "m", VECTOR, words, flags)])
    return photo


def found(store: Store, text: str, **options: object) -> list[PhotoId]:
    return [match.photo_id for match in search(store, text, **options).matches]  # type: ignore[arg-type]


def test_the_very_tag_comes_before_name_folder_and_camera(store: Store) -> None:
    camera = add(store, "1/c.jpg", camera_model="dog")
    folder = add(store, "dog/f.jpg")
    name = add(store, "2/dog.jpg")
    unsure = add(store, "3/u.jpg", ("dog", 0.2))
    sure = add(store, "4/s.jpg", ("dog", 0.9))
    mine = add(store, "5/m.jpg")
    store.edits.add_tag([mine], "dog")
    partly = add(store, "6/p.jpg", ("hot dog", 0.9))
    result = search(store, "dog")
    assert [m.photo_id for m in result.matches] == [mine, sure, unsure, name, folder, partly, camera]
    assert [m.why for m in result.matches] == [
        "tag dog", "tag dog 90 %", "tag dog 20 %", "name", "folder", "tag hot dog 90 %", "camera",
    ]  # fmt: skip
    scores = [m.score for m in result.matches]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1
    assert all(0 < score <= 1 for score in scores)
    assert result.matches[0].path == Path("/pictures/5/m.jpg")
    assert result.seconds > 0


def test_every_term_must_hold(store: Store) -> None:
    both = add(store, "beach/one.jpg", ("dog", 0.9))
    add(store, "beach/two.jpg", ("cat", 0.9))
    add(store, "town/three.jpg", ("dog", 0.9))
    assert found(store, "dog beach") == [both]
    assert search(store, "dog beach").matches[0].why == "tag dog 90 %, folder"
    assert found(store, "dog beach mountain") == []


def test_terms_can_be_turned_round(store: Store) -> None:
    dog = add(store, "a/one.jpg", ("dog", 0.9))
    cat = add(store, "a/two.jpg", ("cat", 0.9))
    assert found(store, "-dog") == [cat]
    assert found(store, "a -cat") == [dog]
    assert found(store, "-tag:dog -tag:cat") == []


def test_all_words_together_may_be_one_tag(store: Store) -> None:
    apart = add(store, "golden/retriever.jpg")
    whole = add(store, "x/y.jpg", ("golden retriever", 0.8))
    assert found(store, "golden retriever") == [whole, apart]
    assert found(store, '"golden retriever"') == [whole]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("date:2024", "ab"), ("date:2024-06-14", "a"), ("date:2024-06-15..2024-06-17", "b"), ("date:<2024", "c"),
        ("june 2024", "ab"), ("2024-06-14", "a"), ("camera:canon", "a"), ("lens:50mm", "b"), ("canon", "a"),
        ("rating:>=4", "b"), ("rating:0", "a"), ("has:rating", "bc"), ("is:favourite", "a"), ("is:raw", "c"),
        ("-is:raw", "ab"), ("flag:blurry", "c"), ("is:flagged", "c"), ("has:gps", "b"), ("has:caption", "a"),
        ("has:tag", "b"), ("folder:holiday", "ab"), ("name:c", "c"), ("format:jpeg", "abc"), ("format:heic", ""),
        ("tag:sea", "b"), ("SEA", "b"), ("Été", "a"), ("ete", "a"), ("holiday rating:>=1 -flag:blurry", "b"),
    ],
)  # fmt: skip
def test_each_key(store: Store, text: str, names: str) -> None:
    blurry = (Flag(FlagName.BLURRY, 0.7, "soft"),)
    ids = {
        "a": add(store, "holiday/a.jpg", camera_make="Canon", title="Été"),
        "b": add(
            store, "holiday/b.jpg", ("sea", 0.8), taken_at_ms=JUNE_2024 + 2 * DAY_MS, lens="50mm", rating=5,
            latitude=1.0, longitude=2.0,
        ),
        "c": add(store, "other/c.jpg", flags=blurry, is_raw=True, taken_at_ms=0, rating=2),
    }  # fmt: skip
    store.edits.set_favourite([ids["a"]], True)
    assert set(found(store, text)) == {ids[name] for name in names}


def test_the_newest_comes_first_among_equals_and_the_top_is_cut(store: Store) -> None:
    ids = [add(store, f"x/{n}.jpg", ("dog", 0.9), taken_at_ms=n % 4 * DAY_MS) for n in range(8)]
    right = sorted(ids, key=lambda photo: (-((photo - 1) % 4), -photo))
    assert found(store, "dog") == right
    assert found(store, "dog", top=3) == right[:3]
    assert found(store, "dog", top=0) == []


def test_hidden_photos_answer_only_who_asks_for_them(store: Store) -> None:
    shown, hidden = add(store, "a.jpg", ("dog", 0.9)), add(store, "b.jpg", ("dog", 0.9))
    store.edits.set_hidden([hidden], True)
    assert found(store, "dog") == [shown]
    assert found(store, "dog is:hidden") == [hidden]
    assert found(store, "-is:hidden dog") == [shown]
    assert found(store, "dog", surface=Surface.HIDDEN_PAGE) == [hidden]


def test_removed_tags_and_ai_tags_switched_off_answer_nothing(store: Store) -> None:
    one, two = add(store, "a.jpg", ("dog", 0.9)), add(store, "b.jpg", ("dog", 0.9))
    store.edits.remove_tag([one], "dog")
    assert found(store, "dog") == [two]
    assert found(store, "dog", are_ai_tags_used=False) == []
    store.edits.add_tag([one], "dog")
    assert found(store, "dog", are_ai_tags_used=False) == [one]
    store.edits.suppress_tag("dog")
    assert found(store, "tag:dog") == [one]


def test_a_text_without_a_term_finds_nothing(store: Store) -> None:
    add(store, "a.jpg")
    for text in ("", "  ", "-", '""', "!!"):
        assert search(store, text).matches == ()


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=40) | st.from_regex(r"(-?(tag|date|is|rating|name|flag|has):\S{0,8} ?){1,4}"))
def test_no_text_breaks_it(store: Store, text: str) -> None:
    if not store.roots.all():
        add(store, "holiday/dog.jpg", ("dog", 0.9))
    for match in search(store, text).matches:
        assert 0 <= match.score <= 1


@pytest.mark.parametrize(
    ("text", "words"), [("Été!", "ete"), ("hot-dog  BUN", "hot dog bun"), ("Straße", "strasse"), ("...", "")]
)
def test_words_are_compared_without_case_accents_and_signs(text: str, words: str) -> None:
    assert plain(text) == words


def test_albums_are_found_by_their_names(store: Store) -> None:
    photos = [add(store, f"{n}.jpg") for n in range(5)]
    store.edits.create_album("Été in Rome", photos[:2])
    store.edits.create_album("Rome", photos[2:3])
    store.edits.set_hidden(photos[1:2], True)
    assert sorted(found(store, "album:rome")) == [photos[0], photos[2]]
    assert found(store, "rome")[0] == photos[2]
    assert found(store, 'album:"ete in rome"') == [photos[0]]
    assert found(store, "album:summer") == []
    assert sorted(found(store, "-album:rome")) == [photos[3], photos[4]]
    assert sorted(found(store, "has:album")) == [photos[0], photos[2]]
    assert sorted(found(store, "-has:album")) == [photos[3], photos[4]]
    assert search(store, "album:rome").matches[0].why == "album Rome"


def test_places_are_found_by_name_and_asked_about_only_where_a_term_may_be_one(store: Store) -> None:
    berlin, rome, tagged = add(store, "a.jpg"), add(store, "b.jpg"), add(store, "c.jpg", ("rome", 0.9))
    asked = []

    def places() -> list[tuple[str, np.ndarray]]:
        asked.append(1)
        return [
            ("Berlin", np.array([berlin])),
            ("New York City", np.array([tagged])),
            ("Rome", np.array([rome])),
            ("Italy", np.array([rome])),
        ]

    assert found(store, "rome", places=places) == [tagged, rome], "the very tag comes before the place"
    assert found(store, "place:rome", places=places) == [rome]
    assert found(store, "place:ital", places=places) == found(store, "country:italy", places=places) == [rome]
    assert found(store, 'place:"new york"', places=places) == found(store, "new york", places=places) == [tagged]
    assert found(store, "-place:rome", places=places) == [tagged, berlin]
    assert search(store, "Berlin", places=places).matches[0].why == "taken in Berlin"
    assert found(store, "place:rome") == []
    asked.clear()
    assert found(store, "date:2024 is:favourite has:gps tag:rome", places=places) == []
    assert not asked


def test_a_place_shows_no_hidden_photo(store: Store) -> None:
    photo = add(store, "a.jpg")
    store.edits.set_hidden([photo], True)
    assert found(store, "place:rome", places=lambda: [("Rome", np.array([photo, 99]))]) == []
