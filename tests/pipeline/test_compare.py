from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.domain.photo import Stage, Status
from desktop_app.pipeline.compare import FAT_TOLERANCE_NS, compare, is_mass_change, match_moves
from desktop_app.pipeline.scan import FoundFile
from desktop_app.store.rows import KnownFile

A, B = RootId(1), RootId(2)


def known(
    path: str, size: int = 10, mtime: int = 100, status: Status = Status.NONE, content: bytes | None = None
) -> KnownFile:
    return KnownFile(
        PhotoId(zlib.crc32(path.encode())), path.encode(), size, mtime, content, status, Stage.DONE, Stage.DONE
    )


def found(path: str, size: int = 10, mtime: int = 100) -> FoundFile:
    return FoundFile(path.encode(), size, mtime, 1, 1)


def test_each_file_falls_into_its_class() -> None:
    rows = [known("a"), known("b"), known("c"), known("d", status=Status.MISSING), known("e", status=Status.MISSING)]
    diff = compare(rows, [found("a"), found("b", size=11), found("bb"), found("d")])
    assert [f.relative_path for f in diff.added] == [b"bb"]
    assert [f.relative_path for _, f in diff.changed] == [b"b"]
    assert [k.relative_path for k in diff.vanished] == [b"c"]
    assert [k.relative_path for k in diff.reappeared] == [b"d"]
    assert [k.relative_path for k in diff.missing_before] == [b"e"]
    assert (diff.unchanged, diff.present_before, diff.found) == (1, 3, 4)


@pytest.mark.parametrize(
    ("drift_ns", "tolerance_ns", "is_changed"),
    [(0, 0, False), (1, 0, True), (-1, 0, True), (2_000_000_000, FAT_TOLERANCE_NS, False),
     (-1_999_999_999, FAT_TOLERANCE_NS, False), (2_000_000_001, FAT_TOLERANCE_NS, True), (-(10**18) * 2, 0, True)],
)  # fmt: skip
def test_file_times_are_compared_as_finely_as_the_file_system_keeps_them(
    drift_ns: int, tolerance_ns: int, is_changed: bool
) -> None:
    diff = compare([known("a", mtime=10**18)], [found("a", mtime=10**18 + drift_ns)], tolerance_ns=tolerance_ns)
    assert bool(diff.changed) == is_changed


def test_the_same_time_with_another_size_is_a_change() -> None:
    assert compare([known("a", size=1)], [found("a", size=2)]).changed


def test_what_lies_in_an_unreadable_folder_is_not_gone() -> None:
    rows = [known("a/1"), known("b"), known("b/1"), known("b/2/3"), known("ba/1")]
    diff = compare(rows, [found("a/1")], unreadable=[(b"b", "no")])
    assert [k.relative_path for k in diff.vanished] == [b"ba/1"]
    assert diff.unseen == 3
    everything = compare(rows, [], unreadable=[(b"", "no")])
    assert not everything.vanished
    assert everything.unseen == 5


def test_streams_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        compare([], [found("b"), found("a")])
    with pytest.raises(ValueError, match="order"):
        compare([known("b"), known("a")], [found("c")])


paths = st.lists(st.text("ab/.", min_size=1, max_size=4), unique=True, max_size=12)


@given(paths, paths)
def test_merging_is_what_sets_say(before: list[str], now: list[str]) -> None:
    rows = sorted((known(p) for p in before), key=lambda k: k.relative_path)
    files = sorted((found(p) for p in now), key=lambda f: f.relative_path)
    diff = compare(rows, files)
    assert {f.relative_path.decode() for f in diff.added} == set(now) - set(before)
    assert {k.relative_path.decode() for k in diff.vanished} == set(before) - set(now)
    assert diff.unchanged == len(set(before) & set(now))


@pytest.mark.parametrize(
    ("vanished", "present", "is_much"),
    [(50, 50, False), (51, 51, True), (51, 510, False), (52, 510, True), (1_000, 10_000, False), (1_001, 10_000, True)],
)
def test_the_guard_holds_above_50_and_a_tenth(vanished: int, present: int, is_much: bool) -> None:
    assert is_mass_change(vanished, present) == is_much


def test_a_move_pairs_what_went_with_what_came_by_content() -> None:
    lost = [known("x/1.jpg", content=b"h1"), known("x/2.jpg", content=b"h2"), known("x/3.jpg", content=None)]
    added = {A: [found("y/2.jpg")], B: [found("1.jpg"), found("new.jpg")]}
    hashes = {(A, b"y/2.jpg"): b"h2", (B, b"1.jpg"): b"h1", (B, b"new.jpg"): b"h9"}
    moves = match_moves(lost, added, hashes)
    assert {(m.known.relative_path, m.root_id, m.found.relative_path) for m in moves} == {
        (b"x/1.jpg", B, b"1.jpg"),
        (b"x/2.jpg", A, b"y/2.jpg"),
    }


def test_copies_of_one_picture_keep_their_names_and_each_goes_once() -> None:
    lost = [known("old/a.jpg", content=b"h"), known("old/b.jpg", content=b"h")]
    added = {A: [found("new/b.jpg"), found("new/c.jpg"), found("new/d.jpg")]}
    hashes = {(A, f.relative_path): b"h" for f in added[A]}
    moves = {m.known.relative_path: m.found.relative_path for m in match_moves(lost, added, hashes)}
    assert moves == {b"old/b.jpg": b"new/b.jpg", b"old/a.jpg": b"new/c.jpg"}


def test_a_photo_just_gone_comes_before_one_long_missing() -> None:
    lost = [known("a.jpg", content=b"h", status=Status.MISSING), known("z.jpg", content=b"h")]
    (move,) = match_moves(lost, {A: [found("n.jpg")]}, {(A, b"n.jpg"): b"h"})
    assert move.known.relative_path == b"z.jpg"
