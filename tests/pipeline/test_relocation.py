from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pipeline_desk import Desk, draw

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootIdentity, RootState
from desktop_app.library.roots import add_root
from desktop_app.pipeline import roots
from desktop_app.pipeline.roots import find_known, find_mounted, identity_of


def fill(folder: Path, count: int = 5, first: int = 0) -> None:
    for number in range(first, first + count):
        draw(folder / f"{number:03}.jpg", seed=number)


def work_done(desk: Desk) -> tuple[int, str]:
    return desk.model_calls(), desk.decode_log.read_text()


def assert_followed(desk: Desk, place: Path, before: dict[str, tuple[int, str, str]], work: tuple[int, str]) -> None:
    (root,) = desk.reader.roots.all()
    assert (root.path, root.state) == (place, RootState.ONLINE)
    report = desk.index()
    assert (report.added, report.changed, report.missing, report.unchanged) == (0, 0, 0, len(before))
    assert desk.rows() == before
    assert work_done(desk) == work


@pytest.mark.parametrize("is_noticed", [False, True], ids=["at once", "after a scan found it offline"])
def test_adding_a_root_at_its_new_place_moves_it_there(desk: Desk, tmp_path: Path, is_noticed: bool) -> None:
    fill(desk.photos)
    desk.index()
    before, work = desk.rows(), work_done(desk)
    desk.writer.edits.set_rating([PhotoId(before["002.jpg"][0])], 4)
    place = tmp_path / "elsewhere" / "deep"
    place.parent.mkdir()
    desk.photos.rename(place)
    if is_noticed:
        desk.index()
        assert desk.reader.roots.all()[0].state is RootState.OFFLINE
    (old,) = desk.reader.roots.all()
    assert add_root(desk.writer, desk.paths, place) == (old.id, True)
    assert_followed(desk, place, before, work)
    assert desk.reader.photos.get(PhotoId(before["002.jpg"][0])).rating == 4


def test_adding_a_folder_inside_a_renamed_root_moves_the_root(desk: Desk, tmp_path: Path) -> None:
    fill(desk.photos / "trip")
    desk.index()
    before, work = desk.rows(), work_done(desk)
    desk.photos.rename(tmp_path / "renamed")
    (old,) = desk.reader.roots.all()
    assert add_root(desk.writer, desk.paths, tmp_path / "renamed" / "trip") == (old.id, True)
    assert_followed(desk, tmp_path / "renamed", before, work)


@pytest.mark.parametrize("name", ["photos", "other name"])
def test_adding_a_folder_that_holds_moved_roots_takes_them_in(desk: Desk, tmp_path: Path, name: str) -> None:
    fill(desk.photos)
    second = desk.add_root(tmp_path / "second")
    draw(second.path / "s.jpg", seed=77)
    desk.index()
    before, calls = {file: row[0] for file, row in desk.rows().items()}, desk.model_calls()
    new = tmp_path / "disk" / "all"
    new.mkdir(parents=True)
    desk.photos.rename(new / name)
    second.path.rename(new / "second")
    draw(new / "n.jpg", seed=78)
    root_id, is_new = add_root(desk.writer, desk.paths, new)
    assert is_new
    assert [(root.id, root.path) for root in desk.reader.roots.all()] == [(root_id, new)]
    report = desk.index()
    assert (report.added, report.moved, report.missing) == (1, 0, 0)
    after = {file.removeprefix(f"{name}/").removeprefix("second/"): row[0] for file, row in desk.rows().items()}
    assert {file: photo for file, photo in after.items() if file != "n.jpg"} == before
    assert desk.model_calls() == calls + 1


def test_a_root_brought_back_from_a_copy_is_known_by_its_files(desk: Desk, tmp_path: Path) -> None:
    fill(desk.photos)
    desk.index()
    before, work = desk.rows(), work_done(desk)
    place = tmp_path / "restored" / "here"
    shutil.copytree(desk.photos, place)
    shutil.rmtree(desk.photos)
    (old,) = desk.reader.roots.all()
    assert add_root(desk.writer, desk.paths, place) == (old.id, True)
    assert_followed(desk, place, before, work)


def test_files_of_the_same_names_and_sizes_are_no_proof(desk: Desk, tmp_path: Path) -> None:
    fill(desk.photos)
    desk.index()
    place = tmp_path / "other" / "here"
    shutil.copytree(desk.photos, place)
    for file in place.iterdir():
        content = bytearray(file.read_bytes())
        content[-20] ^= 1
        file.write_bytes(content)
    desk.photos.rename(tmp_path / "home" / "away")
    _, is_new = add_root(desk.writer, desk.paths, place)
    assert is_new
    assert len(desk.reader.roots.all()) == 2


def test_a_copy_beside_a_root_that_is_there_is_a_root_of_its_own(desk: Desk, tmp_path: Path) -> None:
    fill(desk.photos)
    desk.index()
    shutil.copytree(desk.photos, tmp_path / "copy")
    (old,) = desk.reader.roots.uncounted()
    added, is_new = add_root(desk.writer, desk.paths, tmp_path / "copy")
    assert is_new
    assert added != old.id
    assert desk.reader.roots.get(old.id) == old


def test_an_empty_root_that_went_is_not_taken_for_any_folder(desk: Desk, tmp_path: Path) -> None:
    desk.index()
    desk.photos.rmdir()
    (tmp_path / "first" / "second").mkdir(parents=True)
    _, is_new = add_root(desk.writer, desk.paths, tmp_path / "first" / "second")
    assert is_new
    assert len(desk.reader.roots.all()) == 2


def test_a_drive_of_another_uuid_is_not_taken_for_the_one_that_is_away(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk.photos)
    monkeypatch.setattr(roots, "volume_of", lambda *_: "uuid-1")
    (root,) = desk.reader.roots.all()
    desk.writer.roots.set_identity(root.id, identity_of(desk.photos))
    desk.index()
    place = tmp_path / "backup" / "drive"
    shutil.copytree(desk.photos, place)
    desk.photos.rename(tmp_path / "home" / "away")
    known = desk.reader.photos.known_files
    assert find_known(place, desk.reader.roots.all(), known) == (desk.reader.roots.all()[0], place)
    monkeypatch.setattr(roots, "volume_of", lambda *_: "uuid-2")
    assert find_known(place, desk.reader.roots.all(), known) is None


def test_a_drive_is_found_by_its_uuid_wherever_it_is_mounted(desk: Desk, tmp_path: Path) -> None:
    mount = tmp_path / "new place" / "usb1"
    (mount / "DCIM" / "2024").mkdir(parents=True)
    device = mount.stat().st_dev
    by_uuid, mounts = tmp_path / "by-uuid", tmp_path / "mountinfo"
    by_uuid.mkdir()
    (by_uuid / "abcd").write_bytes(b"")
    place = str(mount).replace(" ", "\\040")
    mounts.write_text(
        f"20 1 0:999 / /other rw - ext4 /dev/x rw\n"
        f"21 1 {os.major(device)}:{os.minor(device)} / {place} rw shared:1 - ext4 /dev/y rw\n"
    )
    inode = (mount / "DCIM" / "2024").stat().st_ino
    (root,) = desk.reader.roots.all()
    root = replace(root, path=Path("/media/usb/DCIM/2024"), identity=RootIdentity(7, inode, "abcd"))

    class Drive(type(by_uuid)):  # type: ignore[misc]
        def stat(self, **_: object) -> os.stat_result:
            fields = list(os.stat(by_uuid))
            return os.stat_result(fields[:10], {"st_rdev": device})

    assert find_mounted(root, Drive(by_uuid), mounts) == mount / "DCIM" / "2024"
    assert find_mounted(replace(root, identity=RootIdentity(7, inode + 1, "abcd")), Drive(by_uuid), mounts) is None
    assert find_mounted(replace(root, identity=RootIdentity(7, inode, "gone")), by_uuid, mounts) is None


@pytest.fixture
def make_drive(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes disk images; needs the rights to mount them."""
    if os.geteuid() != 0 or not shutil.which("mkfs.ext4") or not shutil.which("mount"):
        pytest.skip("mounting a disk image needs root and mkfs.ext4")

    def make(name: str) -> Path:
        image = tmp_path / f"{name}.img"
        with image.open("wb") as out:
            out.truncate(8 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, timeout=30)
        return image

    yield make
    for mount in (tmp_path / "mnt").glob("*"):
        subprocess.run(["umount", str(mount)], check=False, capture_output=True, timeout=30)


def mount(image: Path, place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=False, capture_output=True, timeout=30)
    if done.returncode:
        pytest.skip(f"a disk image cannot be mounted here: {done.stderr.decode()}")


def unmount(place: Path) -> None:
    subprocess.run(["umount", str(place)], check=True, timeout=30)


def test_a_drive_connected_elsewhere_is_followed_and_another_in_its_place_is_not(
    desk: Desk, make_drive: Callable[[str], Path], tmp_path: Path
) -> None:
    first, second = make_drive("first"), make_drive("second")
    usb, usb1 = tmp_path / "mnt" / "usb", tmp_path / "mnt" / "usb1"
    mount(first, usb)
    fill(usb)
    desk.writer.roots.remove(desk.reader.roots.all()[0].id)
    root_id, _ = add_root(desk.writer, desk.paths, usb)
    desk.index()
    before, work = desk.rows(), work_done(desk)
    assert len(before) == 5
    unmount(usb)
    mount(second, usb)
    fill(usb, 3, first=40)
    report = desk.index()
    assert (report.added, report.missing) == (0, 0)
    assert desk.reader.roots.all()[0].state is RootState.OFFLINE
    mount(first, usb1)
    assert add_root(desk.writer, desk.paths, usb1) == (root_id, True)
    assert_followed(desk, usb1, before, work)
    other, is_new = add_root(desk.writer, desk.paths, usb)
    assert is_new
    assert other != root_id
    assert desk.index().added == 3


def test_a_drive_detached_while_its_photos_are_read(
    desk: Desk, make_drive: Callable[[str], Path], tmp_path: Path
) -> None:
    image, usb = make_drive("pulled"), tmp_path / "mnt" / "pulled"
    mount(image, usb)
    fill(usb / "photos", 60)
    root = desk.add_root(usb)
    detached: list[bool] = []

    def detach(_: object) -> None:
        if not detached and desk.reader.photos.counts().pending < 60:
            subprocess.run(["umount", "-l", str(usb)], check=True, timeout=30)
            detached.append(True)

    report = desk.ingest.index([root.id], on_changes=detach)
    assert detached
    assert not report.problems
    assert (usb.is_dir(), list(usb.iterdir())) == (True, []), "the empty folder it was mounted on is left"
    read = {name: row for name, row in desk.rows().items() if row[1] == "done"}
    assert 0 < len(read) < 60
    report = desk.ingest.index([root.id])
    assert report.missing == 0
    assert next(r for r in desk.reader.roots.all() if r.id == root.id).state is RootState.OFFLINE
    assert not desk.missing()
    assert len(desk.rows()) == 60
    assert all(row[1] != "failed" for row in desk.rows().values())
    mount(image, usb)
    desk.ingest.index([root.id])
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    assert {name: row[0] for name, row in desk.rows().items() if name in read} == {n: r[0] for n, r in read.items()}
