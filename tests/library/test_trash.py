"""The trash: what goes there, what comes back, what is refused, and what the library makes of it meanwhile."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from desktop_app.domain.library import Page, Scope
from desktop_app.domain.photo import Status
from desktop_app.domain.query import SimilarRequest
from desktop_app.domain.trash import Refusal
from desktop_app.errors import CancelledError, StorageFullError, UserError
from desktop_app.library import file_equality, trash_acts, trash_freedesktop
from desktop_app.library.commands import (
    AddTag,
    CreateAlbum,
    Redo,
    RemoveTag,
    SetAlbumCover,
    SetFavourite,
    SetHidden,
    SetRating,
    Undo,
)
from desktop_app.library.library import Library
from desktop_app.library.trash_commands import NotDuplicates, ResolveDuplicates, RestorePhotos, TrashPhotos

WAIT_S = 250


class Desk:
    """An open library of six photos, `0.jpg` to `5.jpg`, with the ids 1 to 6."""

    def __init__(self, library: Library, photos: Path, trash: Path) -> None:
        self.library, self.photos, self.trash = library, photos, trash

    def run(self, command):
        return self.library.run(command).result(WAIT_S)

    def index(self):
        return self.library.index().result(WAIT_S)

    def page(self, scope: Scope = Scope.LIBRARY, **of) -> list[int]:
        return sorted(self.library.ask(lambda q: q.timeline(Page(scope, **of))).result(WAIT_S).ids.tolist())

    def photo(self, photo_id: int):
        return self.library.ask(lambda q: q.photo(photo_id)).result(WAIT_S)

    def here(self) -> list[str]:
        return sorted(os.listdir(self.photos))

    def kept(self) -> list[str]:
        return sorted(os.listdir(self.trash / "files"))

    def user_tags(self, photo_id: int) -> list[str]:
        return [t.name for t in self.library.ask(lambda q: q.tags(photo_id)).result(WAIT_S) if t.source == "user"]


@pytest.fixture
def desk(known_folder: Path, open_library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    library = open_library()
    library.index([library.add_root(known_folder)]).result(WAIT_S)
    return Desk(library, known_folder, tmp_path / "data" / "Trash")


def test_b19_what_is_deleted_goes_to_the_trash_as_the_specification_says(desk: Desk, tmp_path: Path) -> None:
    odd = desk.photos / "50 % süß & a\nb.jpg"
    (desk.photos / "0.jpg").rename(odd)
    desk.index()
    edit = desk.run(TrashPhotos((1,)))
    assert (edit.label, edit.photo_ids, edit.problems) == ("Move to trash", (1,), ())
    assert desk.kept() == [odd.name]
    note = (desk.trash / "info" / f"{odd.name}.trashinfo").read_text("ascii").splitlines()
    assert note[0] == "[Trash Info]"
    assert note[1] == f"Path={desk.photos}/50%20%25%20s%C3%BC%C3%9F%20%26%20a%0Ab.jpg"
    assert note[2].startswith("DeletionDate=20")
    assert stat_mode(desk.trash) == stat_mode(desk.trash / "files") == 0o700
    log = (tmp_path / "home" / "actions.log").read_text("utf-8").splitlines()
    assert len(log) == 1
    assert "  trash  " in log[0]
    assert str(desk.trash / "files") in log[0]


def stat_mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_names_that_are_taken_in_the_trash_are_not_written_over(desk: Desk) -> None:
    (desk.trash / "files").mkdir(parents=True)
    (desk.trash / "files" / "0.jpg").write_bytes(b"somebody else's")
    desk.run(TrashPhotos((1,)))
    assert desk.kept() == ["0.2.jpg", "0.jpg"]
    assert (desk.trash / "files" / "0.jpg").read_bytes() == b"somebody else's"
    desk.run(Undo())
    assert desk.kept() == ["0.jpg"]
    assert "0.jpg" in desk.here()


def test_b16_a_trashed_photo_keeps_what_was_said_and_is_shown_on_its_page_alone(desk: Desk) -> None:
    desk.run(SetRating((1,), 5))
    desk.run(AddTag((1,), "mine"))
    desk.run(CreateAlbum("All", (1, 2)))
    desk.run(SetAlbumCover(1, 1))
    desk.run(TrashPhotos((1,)))
    assert desk.page() == [2, 3, 4, 5, 6]
    assert desk.page(Scope.RECENT) == [2, 3, 4, 5, 6]
    assert desk.page(Scope.ALBUM, album_id=1) == [2]
    assert desk.page(Scope.MISSING) == []
    assert desk.page(Scope.TRASH) == [1]
    album = desk.library.ask(lambda q: q.album(1)).result(WAIT_S)
    assert (album.photo_count, album.cover) == (1, 2)
    counts = desk.library.ask(lambda q: q.counts()).result(WAIT_S)
    assert (counts.library, counts.trash, counts.missing) == (5, 1, 0)
    assert desk.library.search("mine").result(WAIT_S).matches == ()
    similar = desk.library.similar(SimilarRequest(photo_ids=(2,), top=10)).result(WAIT_S)
    assert 1 not in {match.photo_id for match in similar.matches}
    exported = desk.library.ask(lambda q: q.vectors()).result(WAIT_S)[0]
    assert desk.photos / "0.jpg" not in exported
    desk.run(Undo())
    assert desk.photo(1).rating == 5
    assert desk.user_tags(1) == ["mine"]
    assert desk.page(Scope.ALBUM, album_id=1) == [1, 2]
    assert desk.library.ask(lambda q: q.album(1)).result(WAIT_S).cover == 1


def test_a_scan_neither_misses_a_trashed_photo_nor_takes_its_row(desk: Desk) -> None:
    desk.run(SetRating((1,), 5))
    desk.run(TrashPhotos((1,)))
    report = desk.index()
    assert (report.missing, report.moved, report.photos) == (0, 0, 5)
    shutil.copy2(desk.trash / "files" / "0.jpg", desk.photos / "copy.jpg")
    report = desk.index()
    assert (report.added, report.moved, report.missing) == (1, 0, 0)
    assert desk.photo(7).rating == 0
    desk.run(Undo())
    assert (desk.photo(1).rating, desk.photo(1).path) == (5, desk.photos / "0.jpg")
    assert desk.page() == [1, 2, 3, 4, 5, 6, 7]


def test_every_photo_of_a_folder_can_go_and_the_folder_stays_online(desk: Desk) -> None:
    desk.run(TrashPhotos((1, 2, 3, 4, 5, 6)))
    report = desk.index()
    assert (report.photos, report.missing, report.notices) == (0, 0, ())
    desk.run(Undo())
    assert desk.index().unchanged == 6


def test_a_photo_that_comes_back_by_the_users_own_hand_is_no_longer_trashed(desk: Desk) -> None:
    desk.run(SetRating((1, 2), 4))
    desk.run(TrashPhotos((1, 2)))
    (desk.trash / "files" / "0.jpg").rename(desk.photos / "0.jpg")
    shutil.copyfile(desk.trash / "files" / "1.jpg", desk.photos / "1.jpg")  # another time, the same content
    report = desk.index()
    assert (report.added, report.missing) == (0, 0)
    assert desk.page() == [1, 2, 3, 4, 5, 6]
    assert desk.page(Scope.TRASH) == []
    assert [desk.photo(i).rating for i in (1, 2)] == [4, 4]
    assert desk.run(Undo()).problems == ()
    assert desk.page() == [1, 2, 3, 4, 5, 6]


def test_another_file_at_the_place_of_a_trashed_photo_is_a_photo_of_its_own(desk: Desk) -> None:
    desk.run(SetRating((1,), 5))
    desk.run(TrashPhotos((1,)))
    shutil.copy2(desk.photos / "5.jpg", desk.photos / "0.jpg")
    (desk.photos / "0.jpg").write_bytes((desk.photos / "5.jpg").read_bytes() + b"\0")
    assert desk.index().added == 1
    assert (desk.photo(7).path.name, desk.photo(7).rating) == ("0.jpg", 0)
    content = (desk.photos / "0.jpg").read_bytes()
    edit = desk.run(Undo())
    assert edit.problems == ()
    assert (desk.photos / "0.jpg").read_bytes() == content
    assert (desk.photo(1).path.name, desk.photo(1).rating, desk.photo(1).status) == ("0 (restored).jpg", 5, Status.NONE)
    assert desk.index().unchanged == 7
    desk.run(Redo())
    assert desk.kept() == ["0 (restored).jpg"]
    desk.run(Undo())
    assert desk.photo(1).path.name == "0 (restored).jpg"


def test_f7_the_sidecar_goes_with_its_photo_and_comes_back(desk: Desk) -> None:
    (desk.photos / "0.jpg.xmp").write_text("<a/>")
    (desk.photos / "1.xmp").write_text("<b/>")
    shutil.copyfile(desk.photos / "1.jpg", desk.photos / "1.png")  # a photo of the same stem: `1.xmp` is both's
    desk.index()
    desk.run(TrashPhotos((1, 2)))
    assert desk.kept() == ["0.jpg", "0.jpg.xmp", "1.jpg"]
    desk.run(TrashPhotos((7,)))
    assert desk.kept() == ["0.jpg", "0.jpg.xmp", "1.jpg", "1.png", "1.xmp"]
    desk.run(Undo())
    desk.run(Undo())
    assert (desk.photos / "0.jpg.xmp").read_text() == "<a/>"
    assert (desk.photos / "1.xmp").read_text() == "<b/>"
    assert os.listdir(desk.trash / "info") == []


def test_the_film_of_a_live_photo_goes_with_it_and_any_other_film_stays(desk: Desk) -> None:
    (desk.photos / "0.mov").write_bytes(b"\0" * 5000 + b"com.apple.quicktime.content.identifier" + b"\0" * 50)
    (desk.photos / "1.mov").write_bytes(b"\0" * 5000)
    desk.run(TrashPhotos((1, 2)))
    assert desk.kept() == ["0.jpg", "0.mov", "1.jpg"]
    desk.run(RestorePhotos((1,)))
    assert "0.mov" in desk.here()


def test_b20_what_cannot_go_is_said_before_and_then_nothing_moves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = desk.photos.parent / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nnas:/x {desk.photos} nfs4 rw 0 0\n")
    make = trash_freedesktop.FreedesktopTrash
    monkeypatch.setattr(desk.library.order.trash, "_make_trash", lambda: make(mounts))
    monkeypatch.setattr(desk.library._editor._files, "_make_trash", lambda: make(mounts))
    assert desk.library.order.trash.can_trash((1, 2)).result(WAIT_S) == (
        "2 photos lie on a network share, which has no trash.",
    )
    before = desk.here()
    with pytest.raises(UserError, match="network share, which has no trash") as caught:
        desk.run(TrashPhotos((1, 2)))
    assert "Nothing was moved." in caught.value.sentence()
    assert desk.here() == before
    assert not desk.trash.exists()
    assert desk.page(Scope.TRASH) == []
    mounts.write_text("/dev/a / ext4 rw 0 0\n")
    monkeypatch.setenv("SNAP", "/snap/reverie/1")
    check = desk.library.order.trash.check((1, 2)).result(WAIT_S)
    assert (check.able, check.refused) == ((), ((Refusal.SANDBOX, 2),))
    monkeypatch.delenv("SNAP")
    (desk.photos / "0.jpg").unlink()
    check = desk.library.order.trash.check((1, 2)).result(WAIT_S)
    assert (check.able, check.refused) == ((2,), ((Refusal.GONE, 1),))
    assert not desk.trash.exists()


def test_one_file_that_cannot_move_is_told_and_the_others_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = trash_freedesktop.rename_new

    def stubborn(source: Path, target: Path) -> None:
        if source.name == "1.jpg":
            raise PermissionError(1, "Operation not permitted")
        rename(source, target)

    monkeypatch.setattr(trash_freedesktop, "rename_new", stubborn)
    edit = desk.run(TrashPhotos((1, 2, 3)))
    assert edit.photo_ids == (1, 3)
    assert edit.problems == ("1.jpg stayed where it is: Operation not permitted.",)
    assert desk.page() == [2, 4, 5, 6]
    assert os.listdir(desk.trash / "info").count("1.jpg.trashinfo") == 0
    with pytest.raises(UserError, match=r"1\.jpg stayed where it is"):
        desk.run(TrashPhotos((2,)))
    monkeypatch.undo()
    desk.run(Undo())
    assert desk.page() == [1, 2, 3, 4, 5, 6]


def test_an_emptied_trash_is_told_plainly_and_the_row_stays(desk: Desk) -> None:
    desk.run(SetRating((5,), 2))
    desk.run(TrashPhotos((1, 2)))
    shutil.rmtree(desk.trash)
    contents = desk.library.order.trash.look().result(WAIT_S)
    assert (contents.photos, contents.emptied, contents.away) == (
        0,
        frozenset(),
        {1, 2},
    )  # nobody knows without a trash
    (desk.trash / "files").mkdir(parents=True)
    contents = desk.library.order.trash.look().result(WAIT_S)
    assert (contents.photos, contents.emptied) == (0, {1, 2})
    assert desk.page(Scope.TRASH) == []
    assert desk.library.ask(lambda q: q.counts()).result(WAIT_S).trash == 0
    assert desk.photo(1).status == Status.TRASHED
    with pytest.raises(UserError, match="cannot be brought back"):
        desk.run(RestorePhotos((1,)))
    with pytest.raises(UserError, match="can no longer be undone: the trash was emptied"):
        desk.run(Undo())
    assert desk.page() == [3, 4, 5, 6]
    assert desk.run(Undo()).label == "Rate 2 stars"


def test_what_is_left_of_an_act_comes_back_and_the_rest_is_told(desk: Desk) -> None:
    desk.run(TrashPhotos((1, 2)))
    (desk.trash / "files" / "0.jpg").write_bytes(b"another file of that name, put there since")
    edit = desk.run(Undo())
    assert edit.problems == ("1 photo is not in the trash any more and cannot be brought back.",)
    assert desk.page() == [2, 3, 4, 5, 6]
    assert "0.jpg" not in desk.here()


def test_undo_and_redo_survive_restarts(desk: Desk, open_library) -> None:
    desk.run(TrashPhotos((1, 2)))
    desk.library.close()
    desk.library = open_library()
    assert desk.run(Undo()).label == "Move to trash"
    assert desk.page() == [1, 2, 3, 4, 5, 6]
    desk.library.close()
    desk.library = open_library()
    desk.run(Redo())
    assert desk.page(Scope.TRASH) == [1, 2]
    desk.run(RestorePhotos((2,)))
    assert desk.page() == [2, 3, 4, 5, 6]
    desk.run(Undo())
    assert desk.page(Scope.TRASH) == [1, 2]


def test_files_that_are_gone_keep_nobody_from_undoing_the_rest_and_what_was_before(desk: Desk) -> None:
    desk.run(SetRating((5,), 2))
    desk.run(TrashPhotos((1, 2)))
    desk.run(RestorePhotos((1, 2)))
    (desk.photos / "0.jpg").unlink()
    with pytest.raises(UserError, match="1 photo is not there any more"):
        desk.run(Undo())  # its drive may be gone: nobody has looked
    desk.index()
    edit = desk.run(Undo())
    assert edit.problems == ("1 photo is not there any more.",)
    assert desk.page(Scope.TRASH) == [2]
    desk.run(Redo())
    for name in ("1.jpg", "2.jpg"):
        (desk.photos / name).unlink()
    desk.index()
    with pytest.raises(UserError, match="can no longer be undone: its files are not there any more"):
        desk.run(Undo())
    assert desk.run(Undo()).label == "Move to trash"


def test_a_folder_that_was_removed_is_made_again(desk: Desk) -> None:
    (desk.photos / "trip").mkdir()
    (desk.photos / "0.jpg").rename(desk.photos / "trip" / "0.jpg")
    desk.index()
    desk.run(TrashPhotos((1,)))
    (desk.photos / "trip").rmdir()
    desk.run(Undo())
    assert desk.photo(1).path == desk.photos / "trip" / "0.jpg"
    assert desk.photo(1).path.exists()


def test_a_long_act_lets_others_in_and_undo_waits_for_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trash_acts, "PORTION_S", 0.0)
    told: list[str] = []
    desk.library.subscribe(lambda changes: told.extend(changes.notices))
    monkeypatch.setattr(trash_acts.time, "monotonic", iter(n / 2 for n in range(10**6)).__next__)
    monkeypatch.setattr(trash_acts, "PORTION_S", 0.75)
    trashing = desk.library.run(TrashPhotos((1, 2, 3)))
    undoing = desk.library.run(Undo())
    assert trashing.result(WAIT_S).photo_ids == (1, 2, 3)
    assert undoing.result(WAIT_S).label == "Move to trash"
    assert told == ["Moving files: 1 of 3", "Moving files: 2 of 3"] * 2
    assert desk.page() == [1, 2, 3, 4, 5, 6]


def test_the_log_of_actions_is_bounded(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_app.library import action_log

    monkeypatch.setattr(action_log.ActionLog.__init__, "__defaults__", (300,))
    for _ in range(6):
        desk.run(TrashPhotos((1,)))
        desk.run(Undo())
    logs = sorted((tmp_path / "home").glob("actions*.log"))
    assert [log.name for log in logs] == ["actions.1.log", "actions.log"]
    assert all(log.stat().st_size < 900 for log in logs)


def test_the_place_of_a_photo_in_an_emptied_trash_is_not_taken_for_it_again(desk: Desk) -> None:
    for name in ("a", "b"):
        (desk.photos / name).mkdir()
        shutil.copy2(desk.photos / "0.jpg", desk.photos / name / "copy.jpg")
    desk.index()
    desk.run(TrashPhotos((7,)))
    shutil.rmtree(desk.trash)  # by another program
    desk.run(TrashPhotos((8,)))
    assert desk.kept() == ["copy.jpg"]  # the same name, size and time
    assert desk.library.order.trash.look().result(WAIT_S).emptied == {7}
    with pytest.raises(UserError, match="1 photo is not in the trash any more"):
        desk.run(RestorePhotos((7,)))
    desk.run(RestorePhotos((8,)))
    assert sorted(path.name for path in desk.photos.rglob("copy.jpg")) == ["copy.jpg"]
    assert not list((desk.photos / "a").iterdir())
    assert (desk.photos / "b" / "copy.jpg").exists()


def test_nothing_comes_back_to_a_folder_of_the_library_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    desk.run(TrashPhotos((1, 2)))
    desk.photos.rename(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="2 photos belong to a folder that is not there"):
        desk.run(Undo())
    assert not desk.photos.exists()
    assert desk.kept() == ["0.jpg", "1.jpg"]
    (tmp_path / "elsewhere").rename(desk.photos)
    desk.run(Undo())
    assert {"0.jpg", "1.jpg"} <= set(desk.here())


# duplicates


def test_b4_settling_duplicates_merges_what_was_said_and_is_one_act(desk: Desk) -> None:
    desk.run(SetRating((1,), 2))
    desk.run(SetRating((2,), 5))
    desk.run(SetFavourite((3,), is_favourite=True))
    desk.run(SetHidden((3,), is_hidden=True))
    desk.run(AddTag((2,), "ours"))
    desk.run(AddTag((3,), "no"))
    desk.run(RemoveTag((1,), "no"))
    desk.run(CreateAlbum("Best", (4, 2, 5)))
    desk.run(SetAlbumCover(1, 2))
    library = desk.library
    order = library.ask(lambda q: q.timeline(Page(Scope.ALBUM, album_id=1)).ids.tolist()).result(WAIT_S)
    edit = desk.run(ResolveDuplicates(((1, (2, 3)),), is_merging=True))
    assert edit.label == "Remove duplicates"
    kept = desk.photo(1)
    assert (kept.rating, kept.is_favourite, kept.status) == (5, True, Status.NONE)
    assert desk.user_tags(1) == ["ours"]
    assert desk.page(Scope.ALBUM, album_id=1) == [1, 4, 5]
    assert library.ask(lambda q: q.album(1)).result(WAIT_S).cover == 1
    assert desk.kept() == ["1.jpg", "2.jpg"]
    desk.run(Undo())
    kept = desk.photo(1)
    assert (kept.rating, kept.is_favourite, desk.user_tags(1)) == (2, False, [])
    assert library.ask(lambda q: q.timeline(Page(Scope.ALBUM, album_id=1)).ids.tolist()).result(WAIT_S) == order
    assert library.ask(lambda q: q.album(1)).result(WAIT_S).cover == 2
    assert desk.kept() == []
    desk.run(Redo())
    assert (desk.photo(1).rating, desk.kept()) == (5, ["1.jpg", "2.jpg"])


def test_without_merging_the_kept_photo_stays_as_it_is(desk: Desk) -> None:
    desk.run(SetRating((2,), 5))
    desk.run(ResolveDuplicates(((1, (2,)), (3, (4,))), is_merging=False))
    assert desk.photo(1).rating == 0
    assert desk.kept() == ["1.jpg", "3.jpg"]
    desk.run(Undo())
    assert desk.page() == [1, 2, 3, 4, 5, 6]


def test_b15_the_last_copy_never_goes(desk: Desk) -> None:
    (desk.photos / "0.jpg").unlink()
    with pytest.raises(UserError, match=r"0\.jpg or a copy of it cannot be read"):
        desk.run(ResolveDuplicates(((1, (2, 3)),), is_merging=True))
    with pytest.raises(UserError, match="to be kept and to go at once"):
        desk.run(ResolveDuplicates(((3, (4,)), (4, (3,))), is_merging=False))
    (desk.photos / "4.jpg").write_bytes(b"")
    with pytest.raises(UserError, match=r"4\.jpg is empty"):
        desk.run(ResolveDuplicates(((5, (4,)),), is_merging=False))
    edit = desk.run(ResolveDuplicates(((1, (2,)), (3, (4,))), is_merging=False))
    assert desk.kept() == ["3.jpg"]
    assert edit.problems == ("0.jpg or a copy of it cannot be read; they were left alone.",)
    desk.run(Undo())
    (desk.photos / "2.jpg").unlink()
    with pytest.raises(UserError, match="cannot be read"):
        desk.run(Redo())
    assert desk.kept() == []


def test_b15_a_file_is_never_a_duplicate_of_itself(desk: Desk) -> None:
    os.link(desk.photos / "0.jpg", desk.photos / "link.jpg")
    desk.index()
    with pytest.raises(UserError, match="one and the same file"):
        desk.run(ResolveDuplicates(((1, (7,)),), is_merging=False))
    assert desk.here() == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "link.jpg"]
    desk.run(TrashPhotos((7,)))  # on its own it may go: the other name stays
    assert (desk.photos / "0.jpg").exists()


def test_a_copy_that_is_no_longer_equal_stays(desk: Desk) -> None:
    shutil.copyfile(desk.photos / "0.jpg", desk.photos / "same.jpg")
    desk.index()
    with open(desk.photos / "same.jpg", "r+b") as file:
        file.seek(-2, os.SEEK_END)
        file.write(b"xy")
    with pytest.raises(UserError, match=r"same\.jpg is not the same as 0\.jpg any more"):
        desk.run(ResolveDuplicates(((1, (7,)),), is_merging=False, identical=frozenset({7})))
    shutil.copyfile(desk.photos / "0.jpg", desk.photos / "same.jpg")
    desk.run(ResolveDuplicates(((1, (7,)),), is_merging=False, identical=frozenset({7})))
    assert desk.kept() == ["same.jpg"]


def test_while_files_are_compared_other_edits_go_on_and_later_ones_of_files_wait(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(desk.photos / "0.jpg", desk.photos / "same.jpg")
    desk.index()
    is_begun, may_go_on = threading.Event(), threading.Event()

    def slow(pairs, check):
        is_begun.set()
        assert may_go_on.wait(WAIT_S)
        return file_equality.compare(pairs, check)

    monkeypatch.setattr(trash_acts, "compare", slow)
    resolving = desk.library.run(ResolveDuplicates(((1, (7,)),), is_merging=False, identical=frozenset({7})))
    assert is_begun.wait(WAIT_S)
    trashing = desk.library.run(TrashPhotos((3,)))
    desk.run(SetRating((2,), 5))  # the one writer is free
    assert not resolving.done()
    assert not trashing.done()
    may_go_on.set()
    resolving.result(WAIT_S)
    trashing.result(WAIT_S)
    assert desk.kept() == ["2.jpg", "same.jpg"]


def test_files_touched_after_they_were_compared_stay(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copyfile(desk.photos / "0.jpg", desk.photos / "same.jpg")
    desk.index()

    def late(pairs, check):
        found = file_equality.compare(pairs, check)
        before = (desk.photos / "0.jpg").stat()
        with open(desk.photos / "0.jpg", "r+b") as file:
            file.write(b"xy")
        os.utime(desk.photos / "0.jpg", ns=(before.st_atime_ns, before.st_mtime_ns))  # as programs do
        return found

    monkeypatch.setattr(trash_acts, "compare", late)
    with pytest.raises(UserError, match=r"same\.jpg is not the same as 0\.jpg any more"):
        desk.run(ResolveDuplicates(((1, (7,)),), is_merging=False, identical=frozenset({7})))
    assert not desk.trash.exists()


def test_closing_ends_the_comparing_of_files_and_nothing_has_moved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copyfile(desk.photos / "0.jpg", desk.photos / "same.jpg")
    desk.index()
    is_begun, is_closing = threading.Event(), threading.Event()

    def endless(_pairs, check):
        is_begun.set()
        is_closing.wait(WAIT_S)
        while True:
            check(0)

    monkeypatch.setattr(trash_acts, "compare", endless)
    resolving = desk.library.run(ResolveDuplicates(((1, (7,)),), is_merging=False, identical=frozenset({7})))
    assert is_begun.wait(WAIT_S)
    is_closing.set()
    desk.library.close()
    with pytest.raises(CancelledError):
        resolving.result(0)
    assert "same.jpg" in desk.here()


@pytest.mark.parametrize("changed", ["0.jpg", "1.jpg"])
def test_b15_photos_changed_since_they_were_compared_are_left_alone(desk: Desk, changed: str) -> None:
    command = ResolveDuplicates(((1, (2,)),), is_merging=False, contents=contents_of(desk, 1, 2))
    shutil.copyfile(desk.photos / "5.jpg", desk.photos / changed)
    with pytest.raises(UserError, match="changed since they were compared"):
        desk.run(command)
    desk.index()  # the library knows the new picture now, which is not the one that was compared
    with pytest.raises(UserError, match=f"{changed} was changed since it was compared"):
        desk.run(command)
    assert not desk.trash.exists()
    desk.run(ResolveDuplicates(((1, (2,)),), is_merging=False, contents=contents_of(desk, 1, 2)))
    assert desk.kept() == ["1.jpg"]


def contents_of(desk: Desk, *ids: int):
    return tuple((photo, desk.photo(photo).content_hash) for photo in ids)


def test_what_was_protected_meanwhile_stays(desk: Desk) -> None:
    with pytest.raises(UserError, match=r"1\.jpg lies in a protected folder"):
        desk.run(ResolveDuplicates(((1, (2,)),), is_merging=False, protected_folders=(str(desk.photos),)))
    desk.run(ResolveDuplicates(((1, (2,)),), is_merging=False, protected_folders=(str(desk.photos / "0.jpg"),)))
    assert desk.kept() == ["1.jpg"]


def test_the_only_film_of_a_live_photo_does_not_go_with_a_copy_of_its_still(desk: Desk) -> None:
    film = b"\0" * 5000 + b"com.apple.quicktime.content.identifier" + b"\0" * 50
    (desk.photos / "1.mov").write_bytes(film)
    with pytest.raises(UserError, match=r"1\.mov belongs to a live photo, and 0\.jpg has none"):
        desk.run(ResolveDuplicates(((1, (2,)),), is_merging=False))
    assert "1.mov" in desk.here()
    desk.run(ResolveDuplicates(((2, (1,)),), is_merging=False))
    desk.run(Undo())
    (desk.photos / "0.mov").write_bytes(film)
    desk.run(ResolveDuplicates(((1, (2,)),), is_merging=False))
    assert desk.kept() == ["1.jpg", "1.mov"]


def test_b15_a_copy_comes_back_when_its_keeper_goes_away_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    put = trash_freedesktop.FreedesktopTrash.put

    def put_while_another_program_deletes(self, file, place):
        (desk.photos / "0.jpg").unlink(missing_ok=True)
        return put(self, file, place)

    monkeypatch.setattr(trash_freedesktop.FreedesktopTrash, "put", put_while_another_program_deletes)
    with pytest.raises(UserError, match=r"1\.jpg stayed where it is: the photo to keep is not there any more"):
        desk.run(ResolveDuplicates(((1, (2, 3)),), is_merging=False))
    assert desk.here() == ["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"]
    assert desk.kept() == os.listdir(desk.trash / "info") == []
    assert {2, 3} <= set(desk.page())


def test_b2_not_duplicates_is_remembered_for_ever_and_can_be_taken_back(desk: Desk, open_library) -> None:
    def pairs():
        return desk.library._read_lane.submit(lambda store: store.not_duplicates.pairs()).result(WAIT_S)

    assert desk.run(NotDuplicates((3, 1, 2))).label == "Not duplicates"
    assert pairs() == {(1, 2), (1, 3), (2, 3)}
    assert desk.run(NotDuplicates((1, 2))).id == 0
    (desk.photos / "0.jpg").rename(desk.photos / "elsewhere.jpg")
    desk.index()
    desk.run(TrashPhotos((2,)))
    desk.run(Undo())
    desk.library.close()
    desk.library = open_library()
    assert pairs() == {(1, 2), (1, 3), (2, 3)}
    desk.run(Undo())
    assert pairs() == frozenset()
    desk.run(Redo())
    assert pairs() == {(1, 2), (1, 3), (2, 3)}


def test_an_act_that_the_journal_could_not_take_is_ended_before_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = trash_acts.end_act
    monkeypatch.setattr(trash_acts, "end_act", lambda *_: (_ for _ in ()).throw(StorageFullError("no room")))
    waiting = desk.library.run(TrashPhotos((1, 2)))
    second = desk.library.run(SetRating((5,), 3))
    with pytest.raises(StorageFullError):
        waiting.result(WAIT_S)
    second.result(WAIT_S)
    assert desk.page() == [3, 4, 5, 6]  # they are gone from their places, and it is known where they are
    monkeypatch.setattr(trash_acts, "end_act", finish)
    assert desk.run(Undo()).label == "Move to trash"
    assert desk.page() == [1, 2, 3, 4, 5, 6]
    assert desk.run(Undo()).label == "Rate 3 stars"
