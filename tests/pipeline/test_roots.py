from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.domain.library import Root, RootIdentity, RootState
from desktop_app.domain.photo import Stage, Status
from desktop_app.pipeline import roots
from desktop_app.pipeline.compare import FAT_TOLERANCE_NS
from desktop_app.pipeline.roots import check_root, find_moved, identity_of, time_tolerance_ns, volume_of
from desktop_app.store.rows import KnownFile


def root_at(path: Path, identity: RootIdentity) -> Root:
    return Root(RootId(1), path, identity, RootState.ONLINE)


def files(folder: Path, count: int, size: int = 3) -> list[KnownFile]:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.jpg").write_bytes(b"x" * size)
    return [
        KnownFile(PhotoId(n), f"{n}.jpg".encode(), size, 1, b"h", Status.NONE, Stage.DONE, Stage.DONE)
        for n in range(count)
    ]


def test_the_same_folder_is_online(tmp_path: Path) -> None:
    known = files(tmp_path / "p", 5)
    assert check_root(root_at(tmp_path / "p", identity_of(tmp_path / "p")), known).is_online


@pytest.mark.parametrize("present", [0, 2, 5])
def test_another_identity_must_show_at_least_half_of_what_is_known(tmp_path: Path, present: int) -> None:
    known = files(tmp_path / "p", 5)
    for number in range(present, 5):
        (tmp_path / "p" / f"{number}.jpg").unlink()
    check = check_root(root_at(tmp_path / "p", RootIdentity(1, 2)), known)
    assert check.is_online == (present >= 3)
    if not check.is_online:
        assert check.reason


def test_another_volume_is_not_believed_whatever_lies_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = files(tmp_path / "p", 5)
    now = identity_of(tmp_path / "p")
    monkeypatch.setattr(roots, "volume_of", lambda *_: "other-uuid")
    then = RootIdentity(now.device, now.inode, "first-uuid")
    assert "another drive" in check_root(root_at(tmp_path / "p", then), known).reason
    same = RootIdentity(now.device + 1, now.inode, "other-uuid")
    assert check_root(root_at(tmp_path / "p", same), known).is_online, "the same volume under another device number"


def test_a_file_in_the_roots_place_is_no_root(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"")
    assert "no folder" in check_root(root_at(tmp_path / "p", RootIdentity(1, 2)), []).reason


def test_a_folder_renamed_in_its_place_is_found_again(tmp_path: Path) -> None:
    known = files(tmp_path / "p", 3)
    (tmp_path / "other").mkdir()
    root = root_at(tmp_path / "p", identity_of(tmp_path / "p"))
    (tmp_path / "p").rename(tmp_path / "q")
    assert find_moved(root) == tmp_path / "q"
    check = check_root(root, known)
    assert (check.is_online, check.moved_to) == (False, tmp_path / "q")
    for file in (tmp_path / "q").iterdir():
        file.unlink()
    assert check_root(root, known).moved_to is None, "an inode alone is no proof: they are used again"
    (tmp_path / "q").rmdir()
    assert find_moved(root) is None


def test_volumes_are_known_by_what_the_system_calls_them(tmp_path: Path) -> None:
    (tmp_path / "abc-123").symlink_to("/dev/null")
    device = Path("/dev/null").stat().st_rdev
    assert volume_of(device, tmp_path) == "abc-123"
    assert volume_of(device + 1, tmp_path) == ""
    assert volume_of(device, tmp_path / "nowhere") == ""


@pytest.mark.parametrize(("kind", "tolerance"), [("vfat", FAT_TOLERANCE_NS), ("exfat", FAT_TOLERANCE_NS), ("ext4", 0)])
def test_coarse_file_times_are_allowed_for_on_fat(tmp_path: Path, kind: str, tolerance: int) -> None:
    import os

    device = tmp_path.stat().st_dev
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        f"20 1 0:99 / /other rw - vfat /dev/x rw\n"
        f"21 1 {os.major(device)}:{os.minor(device)} / / rw,relatime shared:1 - {kind} /dev/y rw\n"
    )
    assert time_tolerance_ns(tmp_path, mounts) == tolerance
    assert time_tolerance_ns(tmp_path, tmp_path / "nowhere") == 0
