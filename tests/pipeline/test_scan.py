from __future__ import annotations

import os
import socket
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.pipeline import scan
from desktop_app.pipeline.scan import ExclusionRules, FoundFile, ScanProblems, scan_root


def touch(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(root: Path, rules: ExclusionRules | None = None, problems: ScanProblems | None = None) -> list[bytes]:
    return [f.relative_path for f in scan_root(root, rules or ExclusionRules(), problems or ScanProblems())]


def test_every_photo_is_found_with_what_stat_says(tmp_path: Path) -> None:
    file = touch(tmp_path / "a" / "b" / "IMG.JPG", b"12345")
    os.utime(file, ns=(1, 1_234_567_890_123_456_789))
    seen = file.stat()
    (found,) = scan_root(tmp_path, ExclusionRules(), ScanProblems())
    assert found == FoundFile(b"a/b/IMG.JPG", 5, 1_234_567_890_123_456_789, seen.st_dev, seen.st_ino)


def test_files_come_in_the_order_of_their_whole_paths(tmp_path: Path) -> None:
    for name in (
        "a/z.jpg",
        "a.jpg",
        "a-b/c.jpg",
        "a b.jpg",
        "a0.jpg",
        "a/b/c.jpg",
        "A.jpg",
        "a/b.jpg",
        "z.jpg",
        "a.d/x.jpg",
    ):
        touch(tmp_path / name)
    found = names(tmp_path)
    assert len(found) == 10
    assert found == sorted(found)


def test_hidden_and_system_folders_and_the_users_patterns_are_left_out(tmp_path: Path) -> None:
    for name in (
        "ok/1.jpg", ".hidden/1.jpg", "ok/.2.jpg", "@eaDir/1.jpg", "$RECYCLE.BIN/1.jpg",
        "System Volume Information/1.jpg",
        "lost+found/1.jpg", ".Trash-1000/1.jpg", ".thumbnails/1.jpg", "My.photoslibrary/1.jpg", "Private/1.jpg",
        "ok/private/2.jpg", "ok/IMG_draft.jpg", "ok/#recycle/1.jpg",
    ):  # fmt: skip
        touch(tmp_path / name)
    rules = ExclusionRules(("private", "*_draft.*"))
    assert names(tmp_path, rules) == [b"ok/1.jpg"]
    assert rules.is_path_excluded(b"ok/Private/x.jpg")
    assert rules.is_path_excluded(b"a/@eaDir/x.jpg")
    assert not rules.is_path_excluded(b"ok/1.jpg")


def test_the_librarys_own_folders_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path / "home" / "cache" / "1.jpg")
    touch(tmp_path / "2.jpg")
    link = tmp_path / "to-home"
    link.symlink_to(tmp_path / "home")
    assert names(tmp_path, ExclusionRules((), (link,))) == [b"2.jpg"]


def test_known_formats_that_are_not_read_are_counted_and_others_passed_over(tmp_path: Path) -> None:
    for name in ("a.psd", "b.PSD", "c.mp4", "d.txt", "e", "f.jpg", "g."):
        touch(tmp_path / name)
    problems = ScanProblems()
    assert names(tmp_path, problems=problems) == [b"f.jpg"]
    assert problems.skipped == {".psd": 2, ".mp4": 1}


def test_links_are_counted_and_never_followed(tmp_path: Path) -> None:
    touch(tmp_path / "root" / "real" / "1.jpg")
    touch(tmp_path / "outside" / "2.jpg")
    root = tmp_path / "root"
    (root / "loop").symlink_to(root)
    (root / "real" / "up").symlink_to("..")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "3.jpg").symlink_to(root / "real" / "1.jpg")
    (root / "broken.jpg").symlink_to(root / "nowhere")
    (root / "self.jpg").symlink_to(root / "self.jpg")
    problems = ScanProblems()
    assert names(root, problems=problems) == [b"real/1.jpg"]
    assert problems.links == 6
    assert "6 links" in problems.notices(root)[0]


def test_a_root_that_is_itself_a_link_is_scanned(tmp_path: Path) -> None:
    touch(tmp_path / "real" / "1.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(tmp_path / "link") == [b"1.jpg"]


def test_pipes_sockets_and_folders_with_a_photos_name_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    touch(tmp_path / "folder.jpg" / "1.jpg")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "s.jpg"))
    problems = ScanProblems()
    try:
        assert names(tmp_path, problems=problems) == [b"folder.jpg/1.jpg"]
    finally:
        server.close()
    assert sorted(problems.others) == [b"pipe.jpg", b"s.jpg"]


def test_odd_names_are_kept_byte_for_byte(tmp_path: Path) -> None:
    odd = [
        b"\xff\xfe.jpg", b"new\nline.jpg", b"-dash.jpg", b"%41.jpg", b"'quote\".jpg", "🦆.jpg".encode(), b"CON.jpg",
        b"trailing .jpg", b"x" * 251 + b".jpg", "\u202eltr.jpg".encode(),
        unicodedata.normalize("NFC", "é.jpg").encode(), unicodedata.normalize("NFD", "é.jpg").encode(),
    ]  # fmt: skip
    for name in odd:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as out:
            out.write(b"x")
    assert names(tmp_path) == sorted(odd)


def test_a_file_that_vanishes_between_listing_and_look_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        touch(tmp_path / name)
    real = os.scandir

    def vanishing(path: bytes) -> object:
        listing = real(path)
        entries = list(listing)
        listing.close()
        (tmp_path / "b.jpg").unlink(missing_ok=True)
        return _Listing(entries)

    monkeypatch.setattr(scan.os, "scandir", vanishing)
    problems = ScanProblems()
    assert names(tmp_path, problems=problems) == [b"a.jpg", b"c.jpg"]
    assert not problems.unreadable


class _Listing:
    def __init__(self, entries: list[os.DirEntry[bytes]]) -> None:
        self._entries = entries

    def __enter__(self) -> list[os.DirEntry[bytes]]:
        return self._entries

    def __exit__(self, *error: object) -> None:
        return None


def test_an_unreadable_folder_is_named_and_the_rest_is_scanned(
    tmp_path: Path, fail_to_list: Callable[[bytes], None]
) -> None:
    for name in ("a/1.jpg", "b/2.jpg", "c/3.jpg"):
        touch(tmp_path / name)
    fail_to_list(b"b")
    problems = ScanProblems()
    assert names(tmp_path, problems=problems) == [b"a/1.jpg", b"c/3.jpg"]
    assert problems.unreadable == [(b"b", "Input/output error")]


def remove_deep(path: Path) -> None:
    """Removes a tree that is too deep for Python's own removal, and so for pytest's."""
    subprocess.run(["rm", "-rf", os.fspath(path)], check=True, timeout=60)


def test_deep_trees_do_not_exhaust_the_stack(tmp_path: Path) -> None:
    place = os.fsencode(tmp_path)
    here = os.open(place, os.O_RDONLY)
    depth = 1100
    try:
        for _ in range(depth):
            os.mkdir(b"d", dir_fd=here)
            there = os.open(b"d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = there
        os.close(os.open(b"x.jpg", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    finally:
        os.close(here)
    found = names(tmp_path)
    remove_deep(tmp_path / "d")
    assert found == [b"d/" * depth + b"x.jpg"]


def test_a_bind_mount_shows_each_file_once(tmp_path: Path) -> None:
    if os.geteuid() != 0 or os.name != "posix":
        pytest.skip("mounting needs root")
    touch(tmp_path / "a" / "1.jpg")
    (tmp_path / "b").mkdir()
    if os.system(f"mount --bind '{tmp_path / 'a'}' '{tmp_path / 'b'}' 2>/dev/null"):
        pytest.skip("this system does not let root mount")
    try:
        assert names(tmp_path) == [b"a/1.jpg"]
    finally:
        os.system(f"umount '{tmp_path / 'b'}'")
