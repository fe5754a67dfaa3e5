"""The trash of each system by its own rules: folders, notes and records, tried with made ones where it is another's."""

from __future__ import annotations

import os
import struct
import subprocess
from pathlib import Path

import pytest

from desktop_app.domain.trash import Refusal
from desktop_app.library import file_rename, trash_freedesktop
from desktop_app.library.file_rename import rename_new
from desktop_app.library.recycle_bin import RecycleBin, parse_record
from desktop_app.library.trash_freedesktop import FreedesktopTrash
from desktop_app.library.trash_mac import MacTrash
from desktop_app.library.trash_system import Place, TrashRefusedError, free_name, sight_of

OTHER_PLACES = (Path("/dev/shm"), Path("/var/tmp"))  # in memory, on a disk
UID = os.getuid()
DELETED_TICKS = 116_444_736_000_000_000 + 1_700_000_000_000 * 10_000


def put(trash: FreedesktopTrash, file: Path) -> Place:
    trash.check(file.parent)
    return trash.put(file, trash.plan(file))


# Linux


def test_a_file_on_another_file_system_goes_to_the_trash_of_that_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [place for place in OTHER_PLACES if place.is_dir() and place.stat().st_dev != tmp_path.stat().st_dev]
    tops = {other: next(place for place in (other, *other.parents) if place.is_mount()) for other in others}
    other = next((place for place, top in tops.items() if os.access(top, os.W_OK)), None)
    if other is None:
        pytest.skip("there is no second file system to try it on")
    top = tops[other]
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    own = top / f".Trash-{UID}"
    was_there = own.exists()
    folder = other / f"reverie-test-{os.getpid()}"
    folder.mkdir()
    file = folder / "ä photo.jpg"
    file.write_bytes(b"picture")
    trash = FreedesktopTrash()
    place = put(trash, file)
    try:
        assert place.kept is not None
        assert place.info is not None
        assert place.kept.parent == own / "files"
        assert f"Path={folder.relative_to(top)}/%C3%A4%20photo.jpg" in place.info.read_text("ascii").splitlines()
        assert not (tmp_path / "Trash").exists()
        trash.take_out(place, file)
        assert file.read_bytes() == b"picture"
        assert not place.info.exists()
    finally:
        for leftover in (place.kept, place.info, file):
            assert leftover is not None
            leftover.unlink(missing_ok=True)
        folder.rmdir()
        if not was_there:
            for part in (own / "files", own / "info", own):
                part.rmdir()


def test_the_administrators_trash_is_used_only_when_it_is_sticky_and_no_link(tmp_path: Path) -> None:
    own = tmp_path / f".Trash-{UID}"
    at_top = trash_freedesktop._at_top
    assert at_top(tmp_path).folder == own
    (tmp_path / ".Trash").mkdir()
    assert at_top(tmp_path).folder == own
    (tmp_path / ".Trash").chmod(0o1777)
    assert at_top(tmp_path).folder == tmp_path / ".Trash" / str(UID)
    (tmp_path / ".Trash").rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o777)
    (tmp_path / "elsewhere").chmod(0o1777)
    (tmp_path / ".Trash").symlink_to(tmp_path / "elsewhere")
    assert at_top(tmp_path).folder == own
    own.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TrashRefusedError) as caught:
        at_top(tmp_path)
    assert caught.value.refusal is Refusal.NO_TRASH


@pytest.mark.parametrize(
    ("mount", "refusal"),
    [
        ("nas:/x {place} nfs4 rw 0 0", Refusal.NETWORK),
        ("//nas/x {place} cifs rw 0 0", Refusal.NETWORK),
        ("/dev/cd {place} iso9660 ro,relatime 0 0", Refusal.READ_ONLY),
    ],
)
def test_b20_where_there_is_no_trash_it_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mount: str, refusal: Refusal
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = tmp_path / "photos"
    place.mkdir()
    (tmp_path / "mounts").write_text("/dev/a / ext4 rw 0 0\n" + mount.format(place=place) + "\n")
    with pytest.raises(TrashRefusedError) as caught:
        FreedesktopTrash(tmp_path / "mounts").check(place)
    assert caught.value.refusal is refusal
    assert sorted(os.listdir(tmp_path)) == ["mounts", "photos"]


def test_a_sandbox_that_hides_the_trash_is_noticed(tmp_path: Path) -> None:
    (tmp_path / ".flatpak-info").touch()
    with pytest.raises(TrashRefusedError) as caught:
        FreedesktopTrash(sandbox_mark=tmp_path / ".flatpak-info").check(tmp_path)
    assert caught.value.refusal is Refusal.SANDBOX


def test_a_note_that_somebody_else_made_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "a.jpg").write_bytes(b"1")
    trash = FreedesktopTrash()
    place = trash.plan(tmp_path / "a.jpg")
    assert place.info is not None
    place.info.parent.mkdir(parents=True)
    place.info.write_text("another program's")
    with pytest.raises(FileExistsError):
        trash.put(tmp_path / "a.jpg", place)
    assert place.info.read_text() == "another program's"
    assert (tmp_path / "a.jpg").exists()
    again = trash.plan(tmp_path / "a.jpg")
    assert again.kept is not None
    assert again.kept.name == "a.2.jpg"


def test_other_programs_read_our_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = next((place for place in os.environ["PATH"].split(":") if (Path(place) / "trash-list").exists()), None)
    if program is None:
        pytest.skip("trash-cli is not installed")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "süß %.jpg").write_bytes(b"1")
    put(FreedesktopTrash(), tmp_path / "süß %.jpg")
    listed = subprocess.run(["trash-list"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path / "süß %.jpg") in listed


def test_renaming_never_writes_over_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for is_offered in (True, False):
        if not is_offered:
            monkeypatch.setattr(file_rename, "_rename_exclusively", lambda *_: file_rename.errno.ENOSYS)
        (tmp_path / "a").write_bytes(b"a")
        (tmp_path / "b").write_bytes(b"b")
        with pytest.raises(FileExistsError):
            rename_new(tmp_path / "a", tmp_path / "b")
        assert (tmp_path / "b").read_bytes() == b"b"
        rename_new(tmp_path / "a", tmp_path / "c")
        assert (tmp_path / "c").read_bytes() == b"a"
        (tmp_path / "c").unlink()
        with pytest.raises(FileNotFoundError):
            rename_new(tmp_path / "a", tmp_path / "c")


def test_long_names_keep_room_for_their_notes() -> None:
    name = free_name("ü" * 200 + ".jpeg", 12)
    assert name.endswith(".12.jpeg")
    assert len(os.fsencode(name + ".trashinfo")) <= 255


# macOS


def test_the_trash_of_a_mac_is_a_folder_files_are_renamed_into(tmp_path: Path) -> None:
    trash = MacTrash(home=tmp_path, volumes=tmp_path / "Volumes")
    (tmp_path / ".Trash").mkdir()
    (tmp_path / "a.jpg").write_bytes(b"1")
    (tmp_path / ".Trash" / "a.jpg").write_bytes(b"2")
    trash.check(tmp_path)
    place = trash.put(tmp_path / "a.jpg", trash.plan(tmp_path / "a.jpg"))
    assert place == Place(tmp_path / ".Trash" / "a.2.jpg")
    sight = sight_of(tmp_path / ".Trash" / "a.2.jpg")
    assert trash.find(tmp_path / "a.jpg", place, sight) == place
    trash.take_out(place, tmp_path / "a.jpg")
    assert (tmp_path / "a.jpg").read_bytes() == b"1"
    with pytest.raises(TrashRefusedError):
        MacTrash(home=Path("/proc"), volumes=tmp_path).check(tmp_path)


# Windows


def record(path: str, version: int, size: int = 9, ticks: int = DELETED_TICKS) -> bytes:
    head = struct.pack("<qqq", version, size, ticks)
    if version == 1:
        return head + path.encode("utf-16-le").ljust(520, b"\0")
    return head + struct.pack("<i", len(path) + 1) + path.encode("utf-16-le") + b"\0\0"


@pytest.mark.parametrize("version", [1, 2])
def test_records_of_the_recycle_bin_are_read(version: int) -> None:
    found = parse_record(record("C:\\Users\\Zoë\\Bilder\\süß.jpg", version))
    assert found is not None
    assert (found.path, found.size_bytes) == ("C:\\Users\\Zoë\\Bilder\\süß.jpg", 9)
    assert found.deleted_at_ms == 1_700_000_000_000


@pytest.mark.parametrize(
    "data",
    [b"", b"\x02" + b"\0" * 10, record("x", 3), record("x", 2)[:-1], record("", 2), record("x", 1)[:-1],
     struct.pack("<qqqi", 2, 1, 1, -5), struct.pack("<qqqi", 2, 1, 1, 2**31 - 1), record("x", 2, size=-1)],
)  # fmt: skip
def test_what_is_no_record_is_none(data: bytes) -> None:
    assert parse_record(data) is None


def test_a_file_is_found_in_the_bin_by_its_newest_record_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin_ = tmp_path / "$Recycle.Bin" / "S-1-5-21-1"
    bin_.mkdir(parents=True)
    file = tmp_path / "photos" / "a.jpg"
    file.parent.mkdir()
    file.write_bytes(b"123456789")
    monkeypatch.setattr("desktop_app.library.recycle_bin._notes", lambda _drive: sorted(bin_.glob("$I*")))

    def send(path: Path) -> None:
        (bin_ / "$IOLDONE.jpg").write_bytes(record(str(path), 2, ticks=DELETED_TICKS - 10**9))
        (bin_ / "$ROLDONE.jpg").write_bytes(b"987654321")
        os.utime(bin_ / "$ROLDONE.jpg", ns=(path.stat().st_mtime_ns,) * 2)
        (bin_ / "$IABCDEF.jpg").write_bytes(record(str(path), 2))
        path.rename(bin_ / "$RABCDEF.jpg")

    trash = RecycleBin(drive_type=lambda _: 3, send=send)
    trash.check(file.parent)
    place = trash.put(file, trash.plan(file))
    assert place == Place(bin_ / "$RABCDEF.jpg", bin_ / "$IABCDEF.jpg")
    trash.take_out(place, file)
    assert file.read_bytes() == b"123456789"
    assert sorted(os.listdir(bin_)) == ["$IOLDONE.jpg", "$ROLDONE.jpg"]


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [(1, Refusal.NO_TRASH), (2, Refusal.NO_TRASH), (4, Refusal.NETWORK), (5, Refusal.READ_ONLY)],
)
def test_drives_on_which_windows_deletes_for_good_are_refused(tmp_path: Path, kind: int, refusal: Refusal) -> None:
    with pytest.raises(TrashRefusedError) as caught:
        RecycleBin(drive_type=lambda _: kind, send=lambda _: pytest.fail("it was deleted")).check(tmp_path)
    assert caught.value.refusal is refusal
