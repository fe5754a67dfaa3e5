"""Odd file systems and odd amounts of files, as real as this system lets them be."""

from __future__ import annotations

import os
import resource
import shutil
import struct
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pipeline_desk import Desk, age, draw

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import display_text
from desktop_app.pipeline import reading

MODEL = "stand-in-1"
MANY_FILES = int(os.environ.get("REVERIE_MANY_FILES", "5000"))  # 50,000 are tried by hand: they take some minutes
Mount = Callable[..., Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Runs a program that mounts something at the folder it names last; skips where that cannot be done."""
    places: list[Path] = []

    def make(*command: str) -> Path:
        if os.geteuid() != 0 or not shutil.which(command[0]):
            pytest.skip(f"mounting needs root and the program {command[0]}")
        place = Path(command[-1])
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(command, check=False, capture_output=True, timeout=30)
        if done.returncode or not os.path.ismount(place):
            pytest.skip(f"{command[0]} cannot mount here: {done.stderr.decode(errors='replace')}")
        places.append(place)
        return place

    yield make
    for place in places:
        subprocess.run(["umount", str(place)], check=True, timeout=30)


def test_a_change_behind_a_mount_is_found_by_the_next_scan(desk: Desk, mount: Mount, tmp_path: Path) -> None:
    source = tmp_path / "server"
    draw(source / "a.jpg", seed=1)
    draw(source / "b.jpg", seed=2)
    place = mount("bindfs", str(source), str(tmp_path / "share"))
    desk.writer.roots.remove(desk.reader.roots.all()[0].id)
    desk.add_root(place)
    assert desk.index().added == 2
    calls = desk.model_calls()
    draw(source / "c.jpg", seed=3)
    (source / "a.jpg").rename(source / "renamed.jpg")
    (source / "b.jpg").unlink()
    report = desk.index()
    assert (report.added, report.moved, report.missing) == (1, 1, 1)
    assert set(desk.rows()) == {"renamed.jpg", "b.jpg", "c.jpg"}
    assert desk.missing() == {"b.jpg"}
    assert desk.model_calls() == calls + 1


def test_a_share_that_goes_away_is_offline_and_comes_back(desk: Desk, mount: Mount, tmp_path: Path) -> None:
    source, share = tmp_path / "server", tmp_path / "share"
    for number in range(4):
        draw(source / f"{number}.jpg", seed=number)
    mount("bindfs", str(source), str(share))
    desk.writer.roots.remove(desk.reader.roots.all()[0].id)
    desk.add_root(share)
    desk.index()
    before, calls = desk.rows(), desk.model_calls()
    subprocess.run(["umount", str(share)], check=True, timeout=30)
    try:
        report = desk.index()
        assert "offline" in report.notices[0]
        assert (desk.rows(), desk.missing()) == (before, set())
    finally:
        subprocess.run(["bindfs", str(source), str(share)], check=True, timeout=30)
    assert desk.index().unchanged == 4
    assert (desk.rows(), desk.model_calls()) == (before, calls)


def rename_by_case(desk: Desk, folder: Path) -> None:
    draw(folder / "IMG_1.JPG", seed=1)
    draw(folder / "other.jpg", seed=2)
    desk.index()
    before, calls = desk.rows(), desk.model_calls()
    photo = PhotoId(before["IMG_1.JPG"][0])
    desk.writer.edits.set_rating([photo], 3)
    (folder / "IMG_1.JPG").rename(folder / "img_1.jpg")
    assert "img_1.jpg" in os.listdir(folder)
    report = desk.index()
    assert (report.added, report.moved, report.missing) == (0, 1, 0)
    assert set(desk.rows()) == {"img_1.jpg", "other.jpg"}
    assert desk.rows()["img_1.jpg"] == before["IMG_1.JPG"]
    assert desk.reader.photos.get(photo).rating == 3
    assert desk.model_calls() == calls
    assert desk.index().unchanged == 2


def test_a_file_renamed_only_by_case_keeps_its_row(desk: Desk) -> None:
    rename_by_case(desk, desk.photos)


def test_a_volume_whose_names_change_their_case_keeps_every_row(desk: Desk, mount: Mount, tmp_path: Path) -> None:
    if os.geteuid() != 0 or not shutil.which("mkntfs"):
        pytest.skip("making an NTFS volume needs root and the program mkntfs")
    image = tmp_path / "ntfs.img"
    with image.open("wb") as out:
        out.truncate(8 << 20)
    subprocess.run(["mkntfs", "-q", "-F", "-Q", str(image)], check=True, capture_output=True, timeout=30)
    place = mount("lowntfs-3g", str(image), str(tmp_path / "ntfs"))
    for number in range(3):
        draw(place / f"IMG_{number}.JPG", seed=number)
    desk.writer.roots.remove(desk.reader.roots.all()[0].id)
    desk.add_root(place)
    desk.index()
    before, calls = desk.rows(), desk.model_calls()
    assert set(before) == {"IMG_0.JPG", "IMG_1.JPG", "IMG_2.JPG"}
    subprocess.run(["umount", str(place)], check=True, timeout=30)
    subprocess.run(["lowntfs-3g", "-o", "ignore_case", str(image), str(place)], check=True, timeout=30)
    report = desk.index()
    assert (report.added, report.moved, report.missing) == (0, 3, 0)
    assert {name.upper(): row for name, row in desk.rows().items()} == before
    (place / "img_1.jpg").rename(place / "IMG_1.jpg")
    report = desk.index()
    assert (report.added, report.missing, report.photos) == (0, 0, 3)
    assert len(desk.rows()) == 3
    assert desk.model_calls() == calls


@pytest.fixture
def deep(desk: Desk) -> Iterator[Callable[[int], None]]:
    """Makes folders of 200-character names in one another, with a photo at each depth."""
    whole = draw(desk.photos / "whole.jpg", seed=1).read_bytes()

    def make(depth: int) -> None:
        here = os.open(desk.photos, os.O_RDONLY)
        try:
            for number in range(depth):
                os.mkdir(b"d" * 200, dir_fd=here)
                below = os.open(b"d" * 200, os.O_RDONLY, dir_fd=here)
                os.close(here)
                here = below
                with os.fdopen(os.open(b"p.jpg", os.O_CREAT | os.O_WRONLY, dir_fd=here), "wb") as out:
                    out.write(whole + bytes([number]))
                os.utime(b"p.jpg", (1_600_000_000, 1_600_000_000), dir_fd=here)
        finally:
            os.close(here)

    yield make
    subprocess.run(["rm", "-rf", os.fspath(desk.photos)], check=True, timeout=60)


def test_paths_longer_than_the_system_opens_are_told_and_the_rest_is_read(
    desk: Desk, deep: Callable[[int], None]
) -> None:
    deep(30)
    report = desk.index()
    rows = desk.rows()
    assert 10 < len(rows) < 31
    assert all(row[1:] == ("done", "done") for row in rows.values())
    assert max(len(os.fsencode(desk.photos)) + 1 + len(name) for name in rows) < 4096
    assert len(report.problems) == 1
    assert "too long" in report.problems[0].reason
    again = desk.index()
    assert (again.added, again.missing, again.unchanged) == (0, 0, len(rows))
    assert len(again.problems) == 1


def test_a_photo_whose_own_path_is_too_long_is_told(desk: Desk, deep: Callable[[int], None]) -> None:
    deep(1)
    base = len(os.fsencode(desk.photos))
    here = os.open(desk.photos, os.O_RDONLY)
    length = base
    try:
        while length + 1 + 100 < 4095 - 110:
            os.mkdir(b"e" * 100, dir_fd=here)
            below = os.open(b"e" * 100, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here, length = below, length + 101
        name = b"n" * 216 + b".jpg"
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY, dir_fd=here))
    finally:
        os.close(here)
    report = desk.index()
    assert set(desk.rows()) == {"whole.jpg", "d" * 200 + "/p.jpg"}
    assert any("too long" in notice for notice in report.notices)
    assert [p.reason for p in report.problems] == ["it cannot be read: File name too long"]


def tiny(number: int) -> bytes:
    """A bitmap of 8 x 8 points unlike any other."""
    points = bytearray(struct.pack("<Q", (number + 1) * 0x9E3779B97F4A7C15 % (1 << 64)) * 24)
    header = struct.pack("<2sIHHI", b"BM", 54 + len(points), 0, 0, 54)
    return header + struct.pack("<IiiHHIIiiII", 40, 8, 8, 1, 24, 0, len(points), 0, 0, 0, 0) + points


def test_thousands_of_files_that_appear_at_once_are_all_read_in_bounded_memory(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, held, waiting = MANY_FILES, [0], [0]
    real = reading.Reading._tell

    def watch(self: reading.Reading) -> None:
        held.append(self._models.held)
        waiting.append(len(self._decoded) + len(self._in_hand) + len(self._unsettled))
        real(self)

    monkeypatch.setattr(reading.Reading, "_tell", watch)
    for number in range(count):
        path = desk.photos / f"{number // 500}" / f"{number}.bmp"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(tiny(number))
        age(path)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = desk.index()
    assert (report.photos, report.added, report.missing) == (count, count, 0)
    assert not report.problems
    rows = desk.rows()
    assert len(rows) == count
    assert all(row[1:] == ("done", "done") for row in rows.values())
    assert desk.reader.embeddings.count(MODEL) == count
    assert max(held) <= reading.MAX_HELD
    assert max(waiting) <= reading.BATCH_ROWS + 8
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 100_000 + count  # a scan lists what is new
    assert desk.index().unchanged == count


def test_a_thousand_photos_keep_their_rows_when_their_folder_is_renamed_and_when_it_changes_roots(
    desk: Desk, tmp_path: Path
) -> None:
    other = desk.add_root(tmp_path / "other")
    draw(other.path / "there.jpg", seed=1)
    (desk.photos / "old").mkdir()
    draw(desk.photos / "stays.jpg", seed=2)
    for number in range(1_000):
        path = desk.photos / "old" / f"{number}.bmp"
        path.write_bytes(tiny(number))
        age(path)
    desk.index()
    before, calls = desk.rows(), desk.model_calls()
    rated = PhotoId(before["old/7.bmp"][0])
    desk.writer.edits.set_rating([rated], 4)
    (desk.photos / "old").rename(desk.photos / "new")
    report = desk.index()
    assert (report.moved, report.added, report.missing) == (1_000, 0, 0)
    shutil.move(desk.photos / "new", other.path / "newest")
    report = desk.index()
    assert (report.moved, report.added, report.missing) == (1_000, 0, 0)
    assert {name.replace("newest/", "old/"): row for name, row in desk.rows().items()} == before
    photo = desk.reader.photos.by_path(other.path / "newest" / "7.bmp")
    assert photo is not None
    assert (photo.id, photo.rating) == (rated, 4)
    assert desk.model_calls() == calls


def test_names_that_come_back_in_another_form_of_the_same_letters_keep_their_rows(desk: Desk) -> None:
    """Some systems give names composed, some decomposed: a library brought from one to the other."""
    names = [unicodedata.normalize("NFC", name) for name in ("été.jpg", "Äpfel/Ö.jpg", "ｶﾞ.jpg", "plain.jpg")]
    for number, name in enumerate(names):
        draw(desk.photos / name, seed=number)
    desk.index()
    before, calls = desk.rows(), desk.model_calls()
    desk.writer.edits.set_rating([PhotoId(before[names[0]][0])], 5)
    for name in (*names[:1], *names[2:]):
        (desk.photos / name).rename(desk.photos / unicodedata.normalize("NFD", name))
    (desk.photos / names[1]).rename(desk.photos / "Äpfel" / unicodedata.normalize("NFD", "Ö.jpg"))
    (desk.photos / "Äpfel").rename(desk.photos / unicodedata.normalize("NFD", "Äpfel"))
    report = desk.index()
    assert (report.added, report.missing, report.photos) == (0, 0, 4)
    assert {unicodedata.normalize("NFC", name): row for name, row in desk.rows().items()} == before
    assert desk.reader.photos.get(PhotoId(before[names[0]][0])).rating == 5
    assert desk.model_calls() == calls


ODD_NAMES = (
    b"\xff\xfe.jpg", b"new\nline.jpg", b"-dash.jpg", b"--help.jpg", b"%41%s{0}.jpg", b"'quote\".jpg",
    b"back\\slash.jpg",
    b"trailing .jpg", b"dot..jpg", b"CON.jpg", b" lead.jpg", b"x" * 251 + b".jpg", b"\x1b[31mred.jpg", b"*?<>|:.jpg",
    "\U0001f986.jpg".encode(), "\u202eltr.jpg".encode(), "\u0645\u0631\u062d\u0628\u0627.jpg".encode(),
)  # fmt: skip


def test_photos_of_any_name_are_read_found_again_and_shown_on_one_line(desk: Desk) -> None:
    for number, name in enumerate(ODD_NAMES):
        made = draw(desk.photos / "made.jpg", seed=number)
        made.rename(desk.photos / os.fsdecode(name))
    report = desk.index()
    assert report.added == len(ODD_NAMES)
    assert not report.problems
    assert {os.fsencode(name) for name in desk.rows()} == set(ODD_NAMES)
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    for name, (photo_id, *_) in desk.rows().items():
        photo = desk.reader.photos.by_path(desk.photos / name)
        assert photo is not None
        assert photo.id == photo_id
        assert photo.path.read_bytes()[:2] == b"\xff\xd8"
        assert not set("\n\x1b\u202e") & set(display_text(name))
    assert desk.index().unchanged == len(ODD_NAMES)
