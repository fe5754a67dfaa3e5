from __future__ import annotations

import random

import numpy as np
import pytest

from desktop_app.domain.ids import AlbumId, FolderId, GroupId, PhotoId, SmartAlbumId
from desktop_app.domain.library import Page, Scope
from desktop_app.domain.photo import Badge, Flag, FlagName, Metadata, Status, Tag, TagSource
from desktop_app.domain.visibility import EXCLUDED, Surface, is_counted, is_visible
from desktop_app.search.text import search
from desktop_app.store import tiles
from desktop_app.store.group_rows import GroupingRow, GroupRow, Snapshot
from desktop_app.store.rows import SidecarChange
from desktop_app.store.smart_albums import LearnedRow
from desktop_app.store.store import Store
from desktop_app.store.timeline import SURFACES

BLURRY = Flag(FlagName.BLURRY, 0.7, "soft")
EVERY_PHOTO = tuple(PhotoId(photo) for photo in range(1, 100))
EVERY = [Status(bits) for bits in range(32)]


@pytest.fixture
def fill(store, filler):
    return filler(store)


def keep_as_one_group(store: Store, ids: list[PhotoId]) -> None:
    row = GroupRow("", "Dog", ("dog",), 0.9, b"")
    numbers = np.array(ids, np.int64)
    state = GroupingRow(None, 1, 1, 2, 0, fill_model(store), b"", len(ids), 10**6)
    store.groups.keep(Snapshot(state, {GroupId(1): row}, numbers, np.ones_like(numbers), np.full_like(numbers, 9000)))


def teach_one_smart_album(store: Store, ids: list[PhotoId]) -> None:
    album = store.edits.create_smart_album("All", None, {ids[0]: True})[1]
    learned = LearnedRow("", b"", 0, 0, b"", '{"steps": [[0.5, 0.5, 1, 1, 1]]}')
    store.smart_albums.keep_learned(album, learned, np.array(ids[1:], np.int64), np.full(len(ids) - 1, 0.9))


def fill_model(store: Store) -> str:
    return store.embeddings.active_model() or ""


@pytest.fixture
def every_status(store: Store, fill) -> dict[int, Status]:
    """One favourite, tagged, flagged photo for each combination of status bits."""
    ids = fill.photos(len(EVERY))
    fill.understand(ids, (Tag("dog", TagSource.AI, 0.9),), (BLURRY,))
    store.edits.set_favourite(ids, True)
    store.edits.create_album("All", ids)
    keep_as_one_group(store, ids)
    teach_one_smart_album(store, ids)
    with store.db.atomic():
        for photo, status in zip(ids, EVERY, strict=True):
            if status & Status.TRASHED:
                store.db.execute(
                    "INSERT INTO trash_file VALUES (?, 0, 1, '', '', '', 1, 1, 1, NULL, NULL, NULL, 0)", (photo,)
                )
            store.db.execute("UPDATE photo SET tile = tile | ? WHERE id = ?", (int(status), photo))
    return dict(zip(ids, EVERY, strict=True))


@pytest.mark.parametrize("surface", list(Surface))
def test_sql_and_policy_agree_on_every_surface_and_status(
    store: Store, every_status: dict[int, Status], surface: Surface
) -> None:
    right = sorted(photo for photo, status in every_status.items() if is_visible(status, surface))
    assert store.photos.visible_ids(surface).tolist() == right
    assert sorted(store.photos.visible_newest_first(surface).tolist()) == right


def test_every_surface_is_in_the_policy() -> None:
    assert set(EXCLUDED) == set(Surface)
    assert set(SURFACES) == set(Scope)


def page_of(scope: Scope, folder: FolderId) -> Page:
    return Page(scope, folder, FlagName.BLURRY, "dog", AlbumId(1), GroupId(1), SmartAlbumId(1), EVERY_PHOTO)


@pytest.mark.parametrize("scope", list(Scope))
def test_every_page_obeys_the_policy(store: Store, every_status: dict[int, Status], scope: Scope) -> None:
    folder = next(f.id for f in store.folders.all() if f.relative_path == b"a")
    page = store.photos.timeline(page_of(scope, folder))
    surface = SURFACES[scope]
    assert {int(photo): Status(int(bits)) for photo, bits in zip(page.ids, page.status, strict=True)} == {
        photo: status for photo, status in every_status.items() if is_visible(status, surface)
    }


def test_every_count_is_what_its_page_shows_uncovered(store: Store, every_status: dict[int, Status]) -> None:
    counts = store.photos.counts()
    folder = next(f for f in store.folders.all() if f.relative_path == b"a")
    sizes = {}
    for scope in Scope:
        ids = store.photos.timeline(page_of(scope, folder.id)).ids.tolist()
        sizes[scope] = sum(is_counted(every_status[photo], SURFACES[scope]) for photo in ids)
    assert counts.library == sizes[Scope.LIBRARY] == 2
    assert counts.favourites == sizes[Scope.FAVOURITES]
    assert counts.recent == sizes[Scope.RECENT]
    assert counts.hidden == sizes[Scope.HIDDEN]
    assert counts.trash == sizes[Scope.TRASH] > 0
    assert counts.missing == sizes[Scope.MISSING]
    assert counts.flags == ((FlagName.BLURRY, sizes[Scope.FLAG]),)
    assert folder.photo_count == sizes[Scope.FOLDER]
    assert store.roots.all()[0].photo_count == counts.library
    assert store.tags.vocabulary() == [("dog", TagSource.AI, sizes[Scope.TAG])]
    assert len(store.flags.all()) == sizes[Scope.FLAG]
    assert [album.photo_count for album in store.albums.all()] == [sizes[Scope.ALBUM]]
    assert [album.photo_count for album in store.smart_albums.all(0)] == [sizes[Scope.SMART_ALBUM]]
    groups = store.groups.all()
    assert groups is not None
    assert [(group.photo_count, group.cover in every_status) for group in groups.groups] == [(sizes[Scope.GROUP], True)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [("dog", Surface.SEARCH), ("photo", Surface.SEARCH), ("-cat", Surface.SEARCH), ("is:hidden", Surface.HIDDEN_PAGE),
     ("is:missing dog", Surface.MISSING_PAGE), ("flag:blurry", Surface.SEARCH)],
)  # fmt: skip
def test_search_obeys_the_policy(store: Store, every_status: dict[int, Status], text: str, surface: Surface) -> None:
    found = {match.photo_id for match in search(store, text).matches}
    assert found == {photo for photo, status in every_status.items() if is_visible(status, surface)}


def test_problems_of_photos_that_may_not_be_seen_are_not_listed(store: Store, fill) -> None:
    shown, hidden = fill.new(["a.jpg", "b.jpg"])
    for photo in (shown, hidden):
        store.photos.save_decode_failure(photo, "unreadable", 1)
    store.edits.set_hidden([hidden], True)
    assert [p.photo_id for p in store.problems.all()] == [shown]
    assert store.photos.counts().problems == 1


def test_newest_first_and_the_later_id_first_among_equals(store: Store, fill) -> None:
    ids = fill.new([f"{n}.jpg" for n in range(60)])
    rng = random.Random(4)
    times = {photo: rng.choice([-(10**12), 0, 5, 10**12, 2 * 10**12]) for photo in ids}
    for photo in ids:
        fill.decode([photo], metadata=Metadata(taken_at_ms=times[photo]))
    page = store.photos.timeline(Page())
    assert page.ids.tolist() == sorted(ids, key=lambda photo: (-times[photo], -photo))
    assert page.taken_at_ms.tolist() == [times[photo] for photo in page.ids.tolist()]
    assert (page.ids.dtype, page.aspects.dtype, page.colours.dtype, page.badges.dtype, page.status.dtype) == (
        np.int64, np.float32, np.uint32, np.uint16, np.uint8,
    )  # fmt: skip


def test_an_empty_library_has_an_empty_page_and_no_counts(store: Store) -> None:
    page = store.photos.timeline(Page())
    assert len(page) == 0
    assert page.colours.dtype == np.uint32
    assert store.photos.counts().library == 0
    assert store.photos.visible_ids(Surface.LIBRARY).tolist() == []


def test_recent_is_what_came_within_a_month_of_the_last_addition(store: Store, fill) -> None:
    day = 86_400_000
    fill.new(["old.jpg"], at_ms=100 * day)
    new = fill.new(["new.jpg"], at_ms=140 * day) + fill.new(["newest.jpg"], at_ms=165 * day)
    assert set(store.photos.timeline(Page(Scope.RECENT)).ids.tolist()) == set(new)
    assert store.photos.counts().recent == 2


@pytest.mark.parametrize("scope", [Scope.FOLDER, Scope.FLAG])
def test_a_page_without_what_it_is_of_is_a_mistake(store: Store, scope: Scope) -> None:
    with pytest.raises(ValueError, match="needs a"):
        store.photos.timeline(Page(scope))


def test_the_timeline_reads_one_covering_index_in_order(store: Store) -> None:
    plan = store.db.rows(
        f"""EXPLAIN QUERY PLAN SELECT id, taken_at_ms, tile FROM photo INDEXED BY photo_timeline
            WHERE {tiles.visible_sql(Surface.LIBRARY)} ORDER BY taken_at_ms DESC, id DESC"""
    )
    assert [row[3] for row in plan] == ["SCAN photo USING COVERING INDEX photo_timeline"]


def test_nothing_asked_about_one_photo_or_one_word_reads_a_whole_table(store: Store, fill, monkeypatch) -> None:
    """The query plans, without statistics, of what is asked on every click and for every batch."""
    (photo,) = fill.photos(1)
    fill.understand([photo], model="second")
    seen: list[tuple[str, object]] = []
    execute = store.db.connection.execute

    class Watched:
        def __getattr__(self, name: str) -> object:
            return getattr(connection, name)

        def execute(self, sql: str, parameters: object = ()) -> object:
            seen.append((sql, parameters))
            return execute(sql, parameters)

    connection = store.db.connection
    monkeypatch.setattr(store.db, "connection", Watched())
    store.tags.for_photo(photo)
    store.tags.photos_with("dog", is_ai=True)
    store.flags.for_photo(photo)
    store.photos.get(photo)
    store.photos.paths([photo])
    store.photos.by_path(store.photos.get(photo).path)
    store.photos.find_by_hash(b"x")
    store.photos.content_hashes([photo])
    store.photos.pending_decode(None, 32)
    store.photos.pending_embed(fill.model, photo, 32)
    store.embeddings.get([photo], fill.model)
    list(store.embeddings.since(fill.model, 0))
    store.edits.state()
    store.edits.set_rating([photo], 3)
    fill.new(["another.jpg"])
    fill.decode([photo])
    fill.understand([photo])
    store.photos.reread_files([SidecarChange(photo, 5)])
    fill.decode([photo])
    store.photos.pending_flags(None, 32)
    store.understanding.answered([photo], fill.model)
    store.understanding.copy_from_equals([photo], fill.model)
    store.understanding.save_flags_alone([(photo, ())])
    store.photos.mark_missing([photo], 1)
    monkeypatch.setattr(store.db, "connection", connection)
    large = (
        "photo",
        "photo_tag",
        "user_tag",
        "flag",
        "embedding",
        "photo_metadata",
        "photo_measures",
        "journal_change",
    )
    scans = set()
    for sql, parameters in seen:
        if "SELECT f.root_id" in sql:
            continue  # the count of a root's photos, which the filler asks for
        if sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            for row in execute("EXPLAIN QUERY PLAN " + sql, parameters).fetchall():
                words = str(row[3]).split()
                if words[0] == "SCAN" and (words[1] in large or words[1] in ("p", "o", "t", "e", "f")):
                    scans.add((row[3], " ".join(sql.split())[:80]))
    assert len(seen) > 40
    assert scans == set()


def test_shape_colour_badges_and_status_survive_being_packed(store: Store, fill) -> None:
    sizes = [(1, 1), (4000, 3000), (3000, 4000), (60_000, 1_000), (1, 60_000), (65_535, 65_535)]
    ids = fill.new([f"{n}.jpg" for n in range(len(sizes))])
    for photo, (width, height) in zip(ids, sizes, strict=True):
        fill.decode([photo], width_px=width, height_px=height, is_raw=True)
    page = store.photos.timeline(Page())
    order = {photo: row for row, photo in enumerate(page.ids.tolist())}
    for photo, (width, height) in zip(ids, sizes, strict=True):
        ratio = min(max(width / height, 1 / 1024), 32767 / 1024)
        assert page.aspects[order[photo]] == pytest.approx(ratio, rel=0.002, abs=0.001)
    assert set(page.badges.tolist()) == {int(Badge.RAW | Badge.NOT_UNDERSTOOD)}


def test_the_packed_column_is_always_what_the_facts_say(store: Store, fill) -> None:
    ids = fill.photos(12)
    fill.understand(ids[:6], (), (BLURRY, Flag(FlagName.SENSITIVE, 0.9, "s")))
    store.edits.set_hidden(ids[:3], True)
    store.edits.dismiss_flag(ids[2:5], FlagName.SENSITIVE)
    store.photos.mark_missing(ids[5:7], 3)
    assert store.db.value(tiles.COUNT_STALE) == 0
    assert store.photos.get(ids[1]).status == Status.HIDDEN | Status.SENSITIVE
    assert store.photos.get(ids[4]).status == Status.NONE
    assert store.photos.get(ids[4]).badges == Badge.FLAGGED
    with store.db.atomic():
        store.db.execute("UPDATE photo SET tile = tile | 1 WHERE id = ?", (ids[8],))
    assert store.db.value(tiles.COUNT_STALE) == 1
