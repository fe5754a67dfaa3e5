"""Files that change places: what the user said goes with the picture, not with the name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pipeline_desk import Desk, draw

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootState
from desktop_app.domain.photo import Badge, Photo, Status, TagSource
from desktop_app.errors import CancelledError
from desktop_app.pipeline import moves
from desktop_app.pipeline.ingest import Ingest
from desktop_app.store.store import Store


def photo_at(desk: Desk, path: Path) -> Photo:
    photo = desk.reader.photos.by_path(path)
    assert photo is not None
    return photo


def rated(desk: Desk, *numbers: int) -> list[PhotoId]:
    """Indexes photos called 1.jpg, 2.jpg, ... and gives each as many stars. Returns their ids."""
    for number in numbers:
        draw(desk.photos / f"{number}.jpg", number)
    desk.index()
    ids = [photo_at(desk, desk.photos / f"{number}.jpg").id for number in numbers]
    for photo, number in zip(ids, numbers, strict=True):
        desk.writer.edits.set_rating([photo], number)
    return ids


def test_ratings_go_along_when_two_files_swap_their_names(desk: Desk) -> None:
    first, second, _ = rated(desk, 1, 2, 3)
    (desk.photos / "1.jpg").rename(desk.photos / "aside")
    (desk.photos / "2.jpg").rename(desk.photos / "1.jpg")
    (desk.photos / "aside").rename(desk.photos / "2.jpg")
    report = desk.index()
    assert (report.moved, report.changed, report.missing) == (2, 0, 0)
    assert [(p.id, p.rating) for p in (photo_at(desk, desk.photos / name) for name in ("1.jpg", "2.jpg"))] == [
        (second, 2),
        (first, 1),
    ]


def test_ratings_go_along_when_a_folder_is_numbered_anew(desk: Desk) -> None:
    ids = rated(desk, 1, 2, 3, 4)
    for number in (4, 3, 2, 1):
        (desk.photos / f"{number}.jpg").rename(desk.photos / f"{number + 1}.jpg")
    report = desk.index()
    assert (report.moved, report.added, report.changed, report.missing) == (4, 0, 0, 0)
    assert [photo_at(desk, desk.photos / f"{n + 1}.jpg").id for n in (1, 2, 3, 4)] == ids
    assert [photo_at(desk, desk.photos / f"{n + 1}.jpg").rating for n in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert desk.index().unchanged == 4


def test_a_photo_deleted_before_the_others_moved_up_is_missing_with_its_rating(desk: Desk, tmp_path: Path) -> None:
    gone, second, third = rated(desk, 1, 2, 3)
    shutil.move(desk.photos / "1.jpg", tmp_path / "kept.jpg")
    (desk.photos / "2.jpg").rename(desk.photos / "1.jpg")
    (desk.photos / "3.jpg").rename(desk.photos / "2.jpg")
    report = desk.index()
    assert (report.moved, report.missing, report.added) == (2, 1, 0)
    assert [photo_at(desk, desk.photos / name).id for name in ("1.jpg", "2.jpg")] == [second, third]
    lost = desk.reader.photos.get(gone)
    assert lost.status & Status.MISSING
    assert lost.rating == 1
    shutil.move(tmp_path / "kept.jpg", desk.photos / "back.jpg")
    assert desk.index().moved == 1
    assert photo_at(desk, desk.photos / "back.jpg").id == gone


def test_a_file_saved_by_renaming_another_over_it_keeps_its_rating(desk: Desk) -> None:
    rated(desk, 4)
    draw(desk.photos / "4.saving.jpg", 40)
    desk.index()
    (desk.photos / "4.saving.jpg").rename(desk.photos / "4.jpg")
    desk.index()
    assert photo_at(desk, desk.photos / "4.jpg").rating == 4


@pytest.mark.parametrize("is_many", [False, True])
def test_photos_keep_their_ratings_when_a_root_is_emptied_into_another(
    desk: Desk, tmp_path: Path, is_many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = rated(desk, 1, 2, 3)
    archive = tmp_path / "archive"
    desk.add_root(archive)
    draw(archive / "old.jpg", 99)
    desk.index()
    if is_many:
        monkeypatch.setattr(moves, "HASH_ALL_BELOW", 0)
    for number in (1, 2, 3):
        (desk.photos / f"{number}.jpg").rename(archive / f"{number}.jpg")
    report = desk.index()
    assert (report.moved, report.added) == (3, 0)
    assert [photo_at(desk, archive / f"{n}.jpg").id for n in (1, 2, 3)] == ids
    assert [photo_at(desk, archive / f"{n}.jpg").rating for n in (1, 2, 3)] == [1, 2, 3]
    desk.index()
    assert [root.state for root in desk.reader.roots.all()] == [RootState.ONLINE] * 2


def test_copies_do_not_take_over_the_photos_of_a_drive_that_was_taken_away(desk: Desk, tmp_path: Path) -> None:
    ids = rated(desk, 1, 2, 3)
    archive = tmp_path / "archive"
    root = desk.add_root(archive)
    draw(archive / "old.jpg", 99)
    desk.index()
    for number in (1, 2, 3):
        shutil.copy2(desk.photos / f"{number}.jpg", archive)
    (tmp_path / "taken away").mkdir()
    shutil.move(desk.photos, tmp_path / "taken away")
    desk.photos.mkdir()  # the empty folder a drive was mounted on
    ingest: Ingest = desk.ingest
    report = ingest.index([root.id])
    assert (report.moved, report.added) == (0, 3)
    desk.photos.rmdir()
    shutil.move(tmp_path / "taken away" / desk.photos.name, desk.photos)
    desk.index()
    assert [photo_at(desk, desk.photos / f"{n}.jpg").id for n in (1, 2, 3)] == ids


@pytest.mark.parametrize("is_many", [False, True])
def test_photos_copied_to_another_root_first_and_removed_later_keep_what_the_user_said(
    desk: Desk, tmp_path: Path, is_many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a cut and paste between two drives is seen while both are watched: each step is a scan of its own."""
    if is_many:
        monkeypatch.setattr(moves, "HASH_ALL_BELOW", 0)
    ids = rated(desk, 1, 2, 3)
    desk.writer.edits.add_tag([ids[0]], "mine")
    draw(desk.photos / "stays.jpg", 99)
    old = desk.reader.roots.all()[0]
    drive = desk.add_root(tmp_path / "drive")
    desk.index()
    shutil.copytree(desk.photos, drive.path / "trip", ignore=shutil.ignore_patterns("stays.jpg"))
    assert desk.ingest.index([drive.id]).added == 3
    copies = [photo_at(desk, drive.path / "trip" / f"{number}.jpg").id for number in (1, 2, 3)]
    assert not set(copies) & set(ids)
    desk.writer.edits.set_favourite([copies[1]], True)
    calls = desk.model_calls()
    for number in (1, 2, 3):
        (desk.photos / f"{number}.jpg").unlink()
    report = desk.ingest.index([old.id])
    assert (report.moved, report.missing) == (3, 0)
    there = [photo_at(desk, drive.path / "trip" / f"{number}.jpg") for number in (1, 2, 3)]
    assert [photo.id for photo in there] == ids
    assert [photo.rating for photo in there] == [1, 2, 3]
    assert there[1].badges & Badge.FAVOURITE
    assert [tag.name for tag in desk.reader.tags.for_photo(ids[0]) if tag.source is TagSource.USER] == ["mine"]
    assert set(desk.rows()) == {"stays.jpg", "trip/1.jpg", "trip/2.jpg", "trip/3.jpg"}
    assert not desk.missing()
    assert desk.model_calls() == calls
    assert desk.index().unchanged == 4


def test_a_root_cut_and_pasted_whole_is_no_mass_change(desk: Desk, tmp_path: Path) -> None:
    for number in range(60):
        draw(desk.photos / f"{number}.jpg", number)
    drive = desk.add_root(tmp_path / "drive")
    desk.index()
    before = {name: row[0] for name, row in desk.rows().items()}
    shutil.copytree(desk.photos, drive.path / "all")
    desk.ingest.index([drive.id])
    for file in desk.photos.iterdir():  # what is in it: a folder made again would be another one
        file.unlink()
    draw(desk.photos / "later.jpg", 99)
    report = desk.index()
    assert (report.moved, report.missing) == (60, 0)
    assert {name.removeprefix("all/"): row[0] for name, row in desk.rows().items() if name != "later.jpg"} == before


def test_an_old_copy_does_not_take_the_place_of_a_photo_that_is_removed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, _ = rated(desk, 1, 2)
    shutil.copy2(desk.photos / "1.jpg", desk.photos / "copy.jpg")
    desk.index()
    monkeypatch.setattr(moves, "CARRIED_WITHIN_MS", -60_000)
    (desk.photos / "1.jpg").unlink()
    assert desk.index().missing == 1
    assert desk.missing() == {"1.jpg"}
    assert photo_at(desk, desk.photos / "copy.jpg").id != original


def test_copies_that_came_together_stay_apart_when_one_is_removed(desk: Desk) -> None:
    draw(desk.photos / "1.jpg", 1)
    shutil.copy2(desk.photos / "1.jpg", desk.photos / "copy.jpg")
    desk.index()
    (desk.photos / "1.jpg").unlink()
    assert desk.index().missing == 1
    assert desk.missing() == {"1.jpg"}


def test_while_many_are_gone_new_and_changed_photos_are_taken_and_moves_followed(desk: Desk, tmp_path: Path) -> None:
    for number in range(80):
        draw(desk.photos / f"{number}.jpg", number)
    desk.index()
    before = {name: row[0] for name, row in desk.rows().items()}
    aside = tmp_path / "aside"
    aside.mkdir()
    for number in range(60):
        (desk.photos / f"{number}.jpg").rename(aside / f"{number}.jpg")
    draw(desk.photos / "new.jpg", 200)
    draw(desk.photos / "70.jpg", 201, size=(200, 150))
    (desk.photos / "71.jpg").rename(desk.photos / "renamed.jpg")
    report = desk.index()
    assert (report.added, report.changed, report.moved, report.missing) == (1, 1, 1, 0)
    assert any("60 of 80" in notice for notice in report.notices)
    assert not desk.missing()
    assert desk.rows()["new.jpg"][1:] == desk.rows()["70.jpg"][1:] == ("done", "done")
    assert desk.rows()["renamed.jpg"][0] == before["71.jpg"]
    (aside / "5.jpg").rename(desk.photos / "found.jpg")
    report = desk.index()
    assert (report.moved, report.added, report.missing) == (1, 0, 0)
    assert desk.rows()["found.jpg"][0] == before["5.jpg"]
    assert any("59 of 81" in notice for notice in report.notices)
    assert desk.index(accept_missing=True).missing == 59


def test_of_two_copies_of_a_missing_photo_one_takes_its_row_and_the_other_stays(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, _ = rated(desk, 1, 2)
    shutil.move(desk.photos / "1.jpg", tmp_path / "kept.jpg")
    desk.index()
    monkeypatch.setattr(moves, "HASH_ALL_BELOW", 0)  # as with many new files: copies are found only once they are read
    other = tmp_path / "other"
    root = desk.add_root(other)
    for name in ("a.jpg", "b.jpg"):
        shutil.copy2(tmp_path / "kept.jpg", other / name)
    assert desk.ingest.index([root.id]).moved == 1
    assert set(desk.rows()) == {"2.jpg", "a.jpg", "b.jpg"}
    assert lost in (photo_at(desk, other / "a.jpg").id, photo_at(desk, other / "b.jpg").id)


def test_a_root_removed_while_the_scan_waits_to_write_ends_the_run_without_an_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rated(desk, 1)
    draw(desk.photos / "new.jpg", 9)
    root = desk.reader.roots.all()[0]
    removed: list[int] = []

    def write(work: Callable[[Store], object]) -> object:
        if not removed and root.last_scan_at_ms != desk.reader.roots.all()[0].last_scan_at_ms:
            removed.extend(int(i) for i in desk.writer.roots.remove(root.id))
        return work(desk.writer)

    monkeypatch.setattr(desk.ingest, "_write", write)
    with pytest.raises(CancelledError):
        desk.index(is_cancelled=lambda: bool(removed))
    assert removed
    assert desk.rows() == {}
