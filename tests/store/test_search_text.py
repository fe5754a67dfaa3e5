from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Metadata
from desktop_app.paths import LibraryPaths
from desktop_app.store.rows import NewFile
from desktop_app.store.search_text import COLUMNS, date_words, quote
from desktop_app.store.store import Store

JUNE_2024 = 1_718_323_200_000  # Friday, 2024-06-14

INJECTIONS = [
    '"', "'", '""', "'; DROP TABLE photo; --", "name:x", "{name} : x", "^x", "x*", "x NEAR y", "NEAR(a b, 2)", "a AND",
    "OR", "NOT", "(", ")", "a OR b", "-x", "+x", "a + b", "*", "photo_text", "\x00", "a\x00b", "\ud800", "%", "_", "\\",
    "x" * 10_000,    "'' OR 1=1", "<b>", "\u202e", "𝔸", "Ⅷ", "ß",
]  # fmt: skip


@pytest.fixture
def fill(store, filler):
    return filler(store)


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_is_more_than_text(store: Store, fill, text: str) -> None:
    fill.photos(3)
    for is_prefix in (True, False):
        assert isinstance(store.search_text.match(text, is_prefix=is_prefix), list)
    assert store.photos.counts().library == 3
    assert store.db.value("SELECT count(*) FROM photo_text") == 3


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=30))
@example(text="\x00\"'")
def test_a_name_is_found_by_itself_whatever_it_is(store: Store, filler, text: str) -> None:
    fill = filler(store)
    raw = text.encode("utf-8", "surrogatepass").replace(b"/", b"").replace(b"\x00", b"") or b"x"
    (photo,) = store.photos.add_files(fill.root().id, [NewFile(raw, 1, 1)], 1)
    name = store.photos.get(photo).name
    if quote(name, is_prefix=False) is not None and any(c.isascii() and c.isalnum() for c in name):
        assert photo in [hit.photo_id for hit in store.search_text.match(name)]


def test_each_column_says_why_and_the_best_one_counts(store: Store, fill) -> None:
    (photo,) = store.photos.add_files(fill.root().id, [NewFile(b"Old Town/Dog_0042.JPG", 1, 1)], 1)
    metadata = Metadata(
        taken_at_ms=JUNE_2024, camera_make="Canon", camera_model="EOS 5D", lens="EF 50mm f/1.8", title="My Dog",
        caption="at the café", keywords=("Été", "holiday"),
    )  # fmt: skip
    fill.decode([photo], metadata=metadata)
    why = {
        "dog": "name", "DOG 0042": "name", "old town": "folder", "photos": "folder", "canon": "camera", "5d": "camera",
        "50mm": "lens", "cafe": "title or caption", "ete": "title or caption", "holi": "title or caption",
        "2024": "date",
        "june": "date", "june 2024": "date", "2024-06-14": "date", "friday": "date", "summer": "date", "jun": "date",
    }  # fmt: skip
    for text, reason in why.items():
        (hit,) = store.search_text.match(text)
        assert (hit.photo_id, hit.why) == (photo, reason), text
        assert 0 < hit.score <= 1
    assert store.search_text.match("town old") == []
    assert store.search_text.match("ca", is_prefix=False) == []
    assert store.search_text.match("canon", columns=("name",)) == []
    scores = [store.search_text.match(text)[0].score for text in ("dog", "cafe", "town", "canon", "50mm")]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("taken", [-(2**62), 2**62, -62_135_596_800_001, 0])
def test_any_time_has_words_or_none(taken: int) -> None:
    assert isinstance(date_words(taken), str)


def test_words_follow_the_photo(store: Store, fill, filler) -> None:
    (photo,) = fill.new(["first.jpg"])
    assert [h.photo_id for h in store.search_text.match("first")] == [photo]
    fill.decode([photo], metadata=Metadata(title="before"))
    fill.decode([photo], metadata=Metadata(title="after"))
    assert store.search_text.match("before") == []
    assert len(store.search_text.match("after")) == 1
    store.roots.remove(fill.root().id)
    assert store.search_text.match("after") == []
    assert store.search_text.match("first") == []


def test_a_failed_transaction_leaves_the_words_as_they_were(store: Store, fill) -> None:
    fill.new(["kept.jpg"])

    def add_and_fail() -> None:
        with store.db.atomic():
            fill.new(["lost.jpg"])
            raise KeyError

    with pytest.raises(KeyError):
        add_and_fail()
    assert store.search_text.match("lost") == []
    assert len(store.search_text.match("kept")) == 1


def test_words_of_another_version_are_gathered_anew_at_opening(paths: LibraryPaths, filler) -> None:
    store = Store.open(paths, is_writer=True)
    ids = filler(store).photos(4)
    with store.db.atomic():
        store.db.execute("UPDATE meta SET value = '0' WHERE key = 'search_text_version'")
        store.db.execute("DELETE FROM photo_text")
    store.close()
    store = Store.open(paths, is_writer=True)
    assert [h.photo_id for h in store.search_text.match("photo")] == ids
    assert not store.search_text.ensure_current()
    store.close()


def test_a_limit_is_kept_and_ids_are_photo_ids(store: Store, fill) -> None:
    fill.photos(20)
    hits = store.search_text.match("photo", 7)
    assert len(hits) == 7
    assert len({PhotoId(hit.photo_id) for hit in hits}) == 7
    assert set(COLUMNS) == {"name", "folders", "words", "camera", "lens", "dates"}
