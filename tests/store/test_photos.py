from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Page, RootIdentity, RootState, Scope
from desktop_app.domain.photo import Badge, DateSource, Flag, FlagName, Metadata, Stage, Status, Tag, TagSource
from desktop_app.errors import UserError
from desktop_app.store import photo_rows
from desktop_app.store.photos import wall_clock_ms
from desktop_app.store.rows import ChangedFile, MovedFile, NewFile, kept_time
from desktop_app.store.store import Store

SENSITIVE = Flag(FlagName.SENSITIVE, 0.9, "looks sensitive")
DOG = Tag("dog", TagSource.AI, 0.8)


@pytest.fixture
def fill(store, filler):
    return filler(store)


def test_a_new_file_is_pending_and_on_its_page_at_once(store: Store, fill) -> None:
    ids = fill.new(["b/2.jpg", "a/1.jpg"])
    assert list(ids) == sorted(ids)
    photo = store.photos.get(ids[1])
    assert (photo.decode_stage, photo.embed_stage) == (Stage.PENDING, Stage.PENDING)
    assert photo.path == Path("/photos/a/1.jpg")
    assert photo.badges is Badge.PENDING
    assert photo.measures is None
    page = store.photos.timeline(Page())
    assert set(page.ids.tolist()) == set(ids)
    assert page.aspects.tolist() == [1.5, 1.5]
    assert store.photos.counts().pending == 2


def test_a_path_that_is_known_gives_its_row(store: Store, fill) -> None:
    first = fill.photos(3)
    store.edits.set_rating(first, 4)
    again = store.photos.add_files(fill.root().id, [NewFile(b"a/photo0001.jpg", 5, 6), NewFile(b"new.jpg", 5, 6)], 9)
    assert again[0] == first[1]
    assert again[1] not in first
    assert store.photos.get(first[1]).rating == 4
    assert store.photos.get(first[1]).size_bytes != 5


def test_known_files_come_back_as_they_went_in_ordered_by_path(store: Store, fill) -> None:
    names = [b"z.jpg", b"a/\xff\xfe.jpg", b"a/new\nline \xe2\x80\xae'; DROP TABLE photo;--.jpg", b"a.jpg", b"%s?*.jpg"]
    files = [NewFile(name, n, -n) for n, name in enumerate(names)]
    ids = store.photos.add_files(fill.root().id, files, 1)
    known = list(store.photos.known_files(fill.root().id))
    assert [k.relative_path for k in known] == sorted(names)
    assert {(k.photo_id, k.relative_path, k.size_bytes, k.mtime_ns) for k in known} == {
        (i, f.relative_path, f.size_bytes, f.mtime_ns) for i, f in zip(ids, files, strict=True)
    }
    assert {k.status for k in known} == {Status.NONE}
    assert {(k.decode_stage, k.embed_stage, k.content_hash) for k in known} == {(Stage.PENDING, Stage.PENDING, None)}


def test_an_undecodable_name_opens_by_its_path(store: Store, fill, tmp_path: Path) -> None:
    fill.folder = tmp_path
    raw = b"\xff\xfe.jpg"
    (target := tmp_path / os.fsdecode(raw)).write_bytes(b"x")
    (photo,) = store.photos.add_files(fill.root().id, [NewFile(raw, 1, 1)], 1)
    assert store.photos.paths([photo])[photo].read_bytes() == b"x"
    found = store.photos.by_path(target)
    assert found is not None
    assert found.id == photo
    assert found.name.isprintable()


def test_a_photo_that_goes_while_it_is_looked_up_by_its_path_is_not_found(store: Store, fill, monkeypatch) -> None:
    (photo,) = fill.new(["a/1.jpg"])
    path = store.photos.get(photo).path
    load = photo_rows.load_photos

    def join_first(db, ids):
        db.execute("DELETE FROM photo WHERE id = ?", (photo,))
        return load(db, ids)

    monkeypatch.setattr(photo_rows, "load_photos", join_first)
    assert store.photos.by_path(path) is None


def test_what_decoding_said_is_kept_whole(store: Store, fill) -> None:
    (photo,) = fill.new(["a.jpg"])
    metadata = Metadata(
        taken_at_ms=-5_000, taken_offset_min=120, date_source=DateSource.EXIF, orientation=6, camera_make="Canon",
        camera_model="EOS", lens="50mm", f_number=1.8, exposure_s=0.004, iso=100, focal_length_mm=50.0,
        focal_length_35mm=80.0, latitude=-33.5, longitude=151.25, altitude_m=3.0, title="A title\u202e", caption="c",
        keywords=("sea", "été"), rating=-1, software="s",
    )  # fmt: skip
    fill.decode([photo], metadata=metadata, is_raw=True, is_damaged=True, is_animated=True, width_px=300, height_px=900)
    found = store.photos.get(photo)
    assert found.metadata == metadata
    assert found.measures == fill.measures
    assert found.badges == Badge.RAW | Badge.DAMAGED | Badge.ANIMATED | Badge.NOT_UNDERSTOOD
    assert found.rating == 0, "rejected by the camera's program is not a rating of ours"
    assert (found.decode_stage, found.taken_at_ms) == (Stage.DONE, -5_000)
    page = store.photos.timeline(Page())
    assert page.aspects[0] == pytest.approx(1 / 3, abs=0.002)
    assert page.colours[0] == 0x336699
    assert page.taken_at_ms[0] == -5_000


def test_a_photo_without_a_date_stands_where_its_file_time_is(store: Store, fill) -> None:
    (photo,) = fill.new(["a.jpg"])
    fill.decode([photo], metadata=Metadata(), mtime_ns=1_600_000_000_123_000_000)
    assert store.photos.get(photo).taken_at_ms == wall_clock_ms(1_600_000_000_123_000_000)


def test_a_file_time_beyond_the_database_is_kept_at_its_end(store: Store, fill) -> None:
    (photo,) = store.photos.add_files(fill.root().id, [NewFile(b"a.jpg", 1, 15 * 10**18)], 1)
    fill.decode([photo], metadata=Metadata(), mtime_ns=-(10**19))
    store.photos.update_files([ChangedFile(photo, 1, 10**19)])
    assert store.photos.get(photo).mtime_ns == kept_time(10**19) == 2**63 - 1


@pytest.mark.parametrize("mtime_ns", [0, -1, -(10**18), 2**62, 10**19, -(2**70), 4_294_967_296 * 10**9])
def test_odd_file_times_are_times(mtime_ns: int) -> None:
    assert isinstance(wall_clock_ms(mtime_ns), int)


def test_the_files_own_rating_counts_until_the_user_says_otherwise(store: Store, fill) -> None:
    (photo,) = fill.new(["a.jpg"])
    fill.decode([photo], metadata=Metadata(rating=3))
    assert store.photos.get(photo).rating == 3
    store.edits.set_rating([photo], 0)
    assert store.photos.get(photo).rating == 0
    fill.decode([photo], metadata=Metadata(rating=5))
    assert store.photos.get(photo).rating == 0
    store.edits.undo()
    assert store.photos.get(photo).rating == 5


def test_a_changed_file_starts_again_and_keeps_what_the_user_said(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    fill.understand([photo], (DOG,), (SENSITIVE,))
    store.edits.set_favourite([photo], True)
    store.edits.add_tag([photo], "mine")
    store.photos.update_files([ChangedFile(photo, 77, 88)])
    found = store.photos.get(photo)
    assert (found.decode_stage, found.embed_stage, found.size_bytes, found.mtime_ns) == ("pending", "pending", 77, 88)
    assert found.is_favourite
    assert found.status is Status.SENSITIVE, "it stays veiled until it is seen again"
    assert store.embeddings.count(fill.model) == 0
    assert [p.photo_id for p in store.photos.pending_decode(None, 10)] == [photo]
    fill.understand([photo])
    assert store.embeddings.count(fill.model) == 0, "an answer about the old picture is not for the new one"
    fill.decode([photo])
    fill.understand([photo])
    assert store.photos.get(photo).status is Status.NONE
    assert [t.name for t in store.tags.for_photo(photo)] == ["mine"]


def test_a_moved_photo_keeps_everything(store: Store, fill) -> None:
    ids = fill.photos(3)
    fill.understand(ids, (DOG,))
    store.edits.set_rating([ids[0]], 5)
    store.photos.mark_missing([ids[0]], 9)
    store.photos.move_files([MovedFile(ids[0], fill.root().id, b"b/c/other.jpg", 10, 11)])
    found = store.photos.get(ids[0])
    assert (found.relative_path, found.rating, found.missing_since_ms) == (b"b/c/other.jpg", 5, None)
    assert found.status is Status.NONE
    assert found.embed_stage is Stage.DONE
    assert store.embeddings.count(fill.model) == 3
    assert {f.relative_path for f in store.folders.all()} == {b"", b"a", b"b", b"b/c"}
    assert [h.photo_id for h in store.search_text.match("other")] == [ids[0]]
    assert store.search_text.match("photo0000") == []


def test_two_files_may_swap_their_names(store: Store, fill) -> None:
    first, second = fill.photos(2)
    root = fill.root().id
    store.photos.move_files(
        [MovedFile(first, root, b"a/photo0001.jpg", 1, 1), MovedFile(second, root, b"a/photo0000.jpg", 1, 1)]
    )
    assert store.photos.get(first).relative_path == b"a/photo0001.jpg"
    assert store.photos.get(second).relative_path == b"a/photo0000.jpg"


def test_a_move_takes_over_the_row_that_a_scan_made_for_it(store: Store, fill) -> None:
    (old,) = fill.photos(1)
    store.edits.set_rating([old], 4)
    store.photos.mark_missing([old], 5)
    (new,) = fill.new(["b/renamed.jpg"])
    store.edits.set_favourite([new], True)
    store.edits.add_tag([new], "said meanwhile")
    store.photos.move_files([MovedFile(old, fill.root().id, b"b/renamed.jpg", 1_000, 10**18)])
    assert store.photos.get_many([old, new]).keys() == {old}
    assert store.photos.get(old).rating == 4
    assert [t.name for t in store.tags.for_photo(old)] == ["said meanwhile"]
    assert len(store.photos.timeline(Page())) == 1
    assert store.db.rows("PRAGMA foreign_key_check") == []


def test_a_move_takes_over_each_thing_the_user_said_of_the_row_that_goes(store: Store, fill) -> None:
    old, other = fill.photos(2)
    store.edits.set_rating([old], 4)
    store.edits.set_hidden([old], True)
    store.edits.set_favourite([old], False)
    (new,) = fill.new(["b/renamed.jpg"])
    store.edits.set_favourite([new], True)
    store.edits.set_rating([other], 2)
    store.photos.move_files([MovedFile(old, fill.root().id, b"b/renamed.jpg", 1_000, 10**18)])
    photo = store.photos.get(old)
    assert (photo.rating, bool(photo.status & Status.HIDDEN)) == (4, True), "only the row that stays had said this"
    assert photo.badges & Badge.FAVOURITE, "said of both: the later word counts"
    assert store.photos.get(other).rating == 2
    assert photo_rows.broken_user_rows(store.db) == 0


def test_a_missing_photo_is_on_its_own_page_until_it_is_back(store: Store, fill) -> None:
    ids = fill.photos(3)
    store.edits.set_rating(ids, 2)
    store.photos.mark_missing(ids[:2], 50)
    store.photos.mark_missing(ids[:1], 60)
    assert store.photos.get(ids[0]).missing_since_ms == 50
    assert store.photos.timeline(Page()).ids.tolist() == [ids[2]]
    assert set(store.photos.timeline(Page(Scope.MISSING)).ids.tolist()) == set(ids[:2])
    assert store.photos.counts().missing == 2
    store.photos.mark_present(ids)
    assert store.photos.counts().missing == 0
    assert store.photos.get(ids[0]).rating == 2


def test_a_root_that_is_away_changes_nothing_but_the_offline_bit(store: Store, fill) -> None:
    ids = fill.photos(3)
    root = fill.root()
    before = store.photos.get_many(ids)
    store.roots.set_state(root.id, RootState.OFFLINE, "not connected")
    assert {p.status for p in store.photos.get_many(ids).values()} == {Status.OFFLINE}
    assert store.photos.pending_decode(None, 10) == []
    assert len(store.photos.timeline(Page())) == 3, "its tiles stay"
    away = store.roots.get(root.id)
    assert away is not None
    assert (away.state, away.offline_reason) == (RootState.OFFLINE, "not connected")
    store.edits.set_rating(ids, 1)
    assert {p.status for p in store.photos.get_many(ids).values()} == {Status.OFFLINE}
    store.edits.undo()
    store.roots.set_state(root.id, RootState.ONLINE)
    assert store.photos.get_many(ids) == before


def test_a_drive_at_another_path_keeps_its_photos(store: Store, fill) -> None:
    ids = fill.photos(2)
    store.roots.relocate(fill.root().id, Path("/mnt/elsewhere"), RootIdentity(2**64 - 1, 2**63, "v"))
    assert store.photos.get(ids[0]).path == Path("/mnt/elsewhere/a/photo0000.jpg")
    assert [h.photo_id for h in store.search_text.match("elsewhere")] == ids
    (root,) = store.roots.all()
    assert root.identity == RootIdentity(2**64 - 1, 2**63, "v")
    assert store.embeddings.count(fill.model) == 2


def test_roots_do_not_lie_in_each_other(store: Store) -> None:
    identity = RootIdentity(1, 1)
    outer = store.roots.add(Path("/photos"), identity, 1)
    assert store.roots.add(Path("/photos"), identity, 2).id == outer.id
    for path in ("/photos/inner", "/"):
        with pytest.raises(UserError):
            store.roots.add(Path(path), identity, 3)
    store.roots.add(Path("/photos2"), identity, 4)
    assert [r.path for r in store.roots.all()] == [Path("/photos"), Path("/photos2")]


def test_a_root_taken_out_takes_its_rows_along_and_nobody_elses(store: Store, fill, filler) -> None:
    ids = fill.photos(3)
    other = filler(store, Path("/other")).photos(2)
    store.edits.set_rating(ids, 5)
    store.edits.set_rating([ids[0], other[0]], 3)
    assert store.roots.remove(fill.root().id) == ids
    assert set(store.photos.timeline(Page()).ids.tolist()) == set(other)
    assert store.embeddings.count(fill.model) == 2
    assert store.search_text.match("photos") == []
    undo = store.edits.state().undo
    assert undo is not None
    assert undo.photo_ids == (other[0],)
    store.edits.undo()
    assert store.edits.undo() is None
    assert store.db.rows("PRAGMA foreign_key_check") == []


def test_scan_and_event_times_are_remembered_apart(store: Store, fill) -> None:
    root = fill.root()
    store.roots.touched(root.id, last_scan_at_ms=5)
    store.roots.touched(root.id, last_event_at_ms=7)
    found = store.roots.get(root.id)
    assert found is not None
    assert (found.last_scan_at_ms, found.last_event_at_ms) == (5, 7)


def test_a_file_that_fails_is_tried_three_times_and_told_as_a_problem(store: Store, fill) -> None:
    good, bad = fill.new(["good.jpg", "bad.jpg"])
    for attempt in range(1, 4):
        assert bad in [p.photo_id for p in store.photos.pending_decode(None, 10)]
        store.photos.save_decode_failure(bad, f"truncated {attempt}", attempt)
    assert [p.photo_id for p in store.photos.pending_decode(None, 10)] == [good]
    (problem,) = store.problems.all()
    assert (problem.path, problem.reason, problem.attempts) == (Path("/photos/bad.jpg"), "truncated 3", 3)
    assert store.photos.counts().problems == 1
    assert store.photos.get(bad).decode_stage is Stage.FAILED
    store.photos.update_files([ChangedFile(bad, 1, 2)])
    assert bad in [p.photo_id for p in store.photos.pending_decode(None, 10)], "a new content is a new chance"
    fill.decode([bad])
    assert store.problems.all() == []
    store.photos.save_decode_failure(PhotoId(999), "gone", 1)
    assert store.problems.all() == []


def test_what_waits_is_counted_as_it_would_be_listed(store: Store, fill) -> None:
    ids = fill.new([f"{n}.jpg" for n in range(12)])
    fill.decode(ids[:6])
    fill.understand(ids[:2])
    store.edits.set_hidden(ids[2:3], True)
    store.photos.mark_missing([ids[3], ids[6]], 5)
    for attempt in range(3):
        store.photos.save_decode_failure(ids[7], "broken", attempt)
    store.photos.save_decode_failure(ids[8], "broken once", 1)
    listed = len(store.photos.pending_decode(None, 99)), len(store.photos.pending_embed(fill.model, None, 99))
    assert store.photos.waiting() == listed == (4, 3)


def test_pending_files_come_latest_id_first(store: Store, fill) -> None:
    ids = fill.new([f"{n}.jpg" for n in range(10)])
    first = store.photos.pending_decode(None, 4)
    assert [p.photo_id for p in first] == ids[:5:-1]
    assert [p.photo_id for p in store.photos.pending_decode(first[-1].photo_id, 99)] == ids[5::-1]
    assert first[0].path == Path("/photos/9.jpg")
    fill.decode(ids[:5])
    assert [p.photo_id for p in store.photos.pending_embed(fill.model, None, 99)] == ids[4::-1]
    assert store.photos.pending_embed(fill.model, None, 1)[0].photo_id == ids[4]
    fill.understand(ids[:2])
    assert [p.photo_id for p in store.photos.pending_embed(fill.model, None, 99)] == ids[4:1:-1]
    assert store.photos.counts().not_understood == 3


def test_photos_are_found_by_content(store: Store, fill) -> None:
    ids = fill.new(["a.jpg", "b.jpg", "c.jpg"])
    fill.decode(ids[:2], content_hash=b"same")
    assert store.photos.find_by_hash(b"same") == ids[:2]
    assert store.photos.find_by_hash(b"other") == []
    assert store.photos.content_hashes(ids) == {ids[0]: b"same", ids[1]: b"same"}


def test_a_problem_of_a_path_is_kept_once_and_can_be_cleared(store: Store) -> None:
    path = Path(os.fsdecode(b"/x/\xff.jpg"))
    store.problems.add(path, "no rights", 1)
    store.problems.add(path, "still no rights", 2)
    (problem,) = store.problems.all()
    assert (problem.path, problem.reason, problem.attempts, problem.photo_id) == (path, "still no rights", 2, None)
    store.problems.clear_path(path)
    assert store.problems.all() == []


def test_folders_count_what_lies_below_them(store: Store, fill) -> None:
    fill.new(["top.jpg", "a/1.jpg", "a/2.jpg", "a/b/3.jpg", "c/d/4.jpg"])
    folders = {f.relative_path: f for f in store.folders.all()}
    assert {k: f.photo_count for k, f in folders.items()} == {b"": 5, b"a": 3, b"a/b": 1, b"c": 1, b"c/d": 1}
    assert folders[b""].name == "photos"
    assert folders[b"a/b"].parent_id == folders[b"a"].id
    page = store.photos.timeline(Page(Scope.FOLDER, folders[b"a"].id))
    assert len(page) == 3
    assert store.folders.ensure(fill.root().id, b"a/b") == folders[b"a/b"].id
