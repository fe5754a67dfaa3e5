from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from desktop_app.domain.library import Activity, Changes, Page, Scope
from desktop_app.domain.photo import TagSource
from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import CancelledError, UserError
from desktop_app.library.commands import (
    AddRoot,
    AddTag,
    Redo,
    RemoveRoot,
    RemoveTag,
    SetFavourite,
    SetHidden,
    SetRating,
    SuppressTag,
    Undo,
)
from desktop_app.library.library import Library
from desktop_app.settings import Settings

WAIT_S = 250


def _indexed(library, folder):
    library.index([library.add_root(folder)]).result(WAIT_S)
    return [int(i) for i in library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids]


def test_a_folder_becomes_a_timeline_with_pictures(open_library, folder) -> None:
    library = open_library()
    ids = _indexed(library, folder)
    assert len(ids) == 6
    assert library.thumbnail(ids[0], lambda jpeg: jpeg[:2]).result(WAIT_S) == b"\xff\xd8"
    view = library.view_image(ids[0], None).result(WAIT_S)
    assert view.rgb.shape == (240, 320, 3)
    assert (view.width_px, view.height_px) == (320, 240)


def test_every_edit_can_be_undone_and_done_again_even_after_a_restart(open_library, folder) -> None:
    library = open_library()
    ids = _indexed(library, folder)
    chosen = tuple(ids[:2])
    for command in (
        SetRating(chosen, 4),
        SetFavourite(chosen, True),
        SetHidden(chosen, True),
        AddTag(chosen, " our  dog "),
    ):
        assert library.run(command).result(WAIT_S) is not None
    library.close()
    library = open_library()

    def facts():
        photo = library.ask(lambda q: q.photo(chosen[0])).result(WAIT_S)
        tags = [t.name for t in library.ask(lambda q: q.tags(chosen[0])).result(WAIT_S) if t.source is TagSource.USER]
        count = len(library.ask(lambda q: q.timeline(Page())).result(WAIT_S))
        return photo.rating, photo.is_favourite, count, tags

    done = (4, True, 4, ["our dog"])
    assert facts() == done
    for _ in range(4):
        library.run(Undo()).result(WAIT_S)
    assert facts() == (0, False, 6, [])
    assert library.run(Undo()).result(WAIT_S) is None
    for _ in range(4):
        library.run(Redo()).result(WAIT_S)
    assert facts() == done


def test_what_changed_is_published_once_for_each_edit(open_library, folder) -> None:
    library = open_library()
    ids = _indexed(library, folder)
    heard: list[Changes] = []
    stop = library.subscribe(heard.append)
    library.run(SetRating((ids[0],), 5)).result(WAIT_S)
    stop()
    library.run(SetRating((ids[0],), 4)).result(WAIT_S)
    assert len(heard) == 1
    assert heard[0].updated == {ids[0]}
    assert heard[0].is_undo_changed


@pytest.mark.parametrize("command", [SetRating((1,), 6), AddTag((1,), " \n ")])
def test_an_impossible_edit_is_refused_in_plain_words(open_library, command) -> None:
    with pytest.raises(UserError):
        open_library().run(command).result(WAIT_S)


def test_similar_photos_are_found_by_id_by_file_and_by_bytes(open_library, folder) -> None:
    library = open_library()
    ids = _indexed(library, folder)
    path = library.ask(lambda q: q.paths([ids[0]])).result(WAIT_S)[ids[0]]
    by_id = library.similar(SimilarRequest(photo_ids=(ids[0],), strictness=0.0)).result(WAIT_S)
    by_file = library.similar(SimilarRequest(files=(path,), strictness=0.0)).result(WAIT_S)
    assert [m.photo_id for m in by_id.matches] == [m.photo_id for m in by_file.matches]
    assert ids[0] not in [m.photo_id for m in by_id.matches]
    outside = folder.parent / "outside.png"
    from PIL import Image

    Image.open(path).resize((200, 150)).save(outside)
    by_bytes = library.similar(SimilarRequest(pictures=(outside.read_bytes(),))).result(WAIT_S)
    assert by_bytes.matches[0].photo_id == ids[0]
    assert by_bytes.is_good_match
    assert len(library.ask(lambda q: q.timeline(Page())).result(WAIT_S)) == 6


def test_a_query_no_picture_of_which_can_be_read_says_why(open_library, folder) -> None:
    library = open_library()
    _indexed(library, folder)
    with pytest.raises(UserError, match=r"no-picture\.jpg|The picture"):
        library.similar(SimilarRequest(pictures=(b"nothing",))).result(WAIT_S)


def test_a_lost_thumbnail_is_made_again(open_library, folder, paths) -> None:
    import shutil

    library = open_library()
    ids = _indexed(library, folder)
    there = threading.Event()
    library.subscribe(lambda changes: there.set() if ids[0] in changes.updated else None)
    shutil.rmtree(paths.cache)
    assert library.thumbnail(ids[0], len).result(WAIT_S) is None
    assert there.wait(WAIT_S)
    assert library.thumbnail(ids[0], len).result(WAIT_S) > 100


def test_removing_a_folder_forgets_its_photos_and_touches_no_file(open_library, folder) -> None:
    library = open_library()
    before = {p: p.read_bytes() for p in folder.iterdir()}
    _indexed(library, folder)
    (root,) = library.ask(lambda q: q.roots()).result(WAIT_S)
    library.run(RemoveRoot(root.id)).result(WAIT_S)
    assert len(library.ask(lambda q: q.timeline(Page())).result(WAIT_S)) == 0
    assert {p: p.read_bytes() for p in folder.iterdir()} == before


def test_a_folder_inside_a_watched_one_is_not_added_twice(open_library, folder) -> None:
    library = open_library()
    (folder / "inner").mkdir()
    assert library.add_root(folder) == library.add_root(folder / "inner")


def test_a_folder_around_a_watched_one_takes_its_photos_over_with_all_they_have(open_library, folder) -> None:
    library = open_library()
    ids = _indexed(library, folder)
    library.run(SetRating((ids[0],), 5)).result(WAIT_S)
    (folder.parent / "beside.jpg").write_bytes((folder / "0.jpg").read_bytes() + b"\0")
    report = library.index([library.add_root(folder.parent)]).result(WAIT_S)
    assert (report.photos, report.added, report.moved, report.missing) == (7, 1, 0, 0)
    (root,) = library.ask(lambda q: q.roots()).result(WAIT_S)
    assert root.path == folder.parent
    photo = library.ask(lambda q: q.photo(ids[0])).result(WAIT_S)
    assert photo.rating == 5
    assert photo.path.parent == folder


@pytest.mark.parametrize("name", ["nowhere", "0.jpg"])
def test_what_is_no_folder_cannot_be_added(open_library, folder, name) -> None:
    with pytest.raises(UserError, match=name):
        open_library().run(AddRoot(folder / name)).result(WAIT_S)


def test_the_library_itself_cannot_be_added(open_library, paths) -> None:
    library = open_library()
    with pytest.raises(UserError, match="belongs to Reverie"):
        library.run(AddRoot(paths.home)).result(WAIT_S)


def test_a_second_library_on_the_same_home_is_refused(open_library, paths) -> None:
    open_library()
    with pytest.raises(UserError, match=r"[Oo]pen|use"):
        open_library()


def test_while_another_process_writes_a_library_it_can_be_read_and_not_edited(open_library, folder, paths) -> None:
    ids = _indexed(open_library(), folder)
    reader = Library.open(paths, Settings(), decoder_count=1, is_reading_enough=True)
    try:
        assert len(reader.ask(lambda q: q.timeline(Page())).result(WAIT_S)) == 6
        assert reader.similar(SimilarRequest(photo_ids=(ids[0],), strictness=0.0)).result(WAIT_S).matches
        with pytest.raises(UserError, match="read"):
            reader.run(SetRating((ids[0],), 3)).result(WAIT_S)
    finally:
        reader.close()


def test_hidden_photos_appear_on_their_own_page_alone(open_library, folder) -> None:
    library = open_library()
    ids = _indexed(library, folder)
    library.run(SetHidden((ids[0],), True)).result(WAIT_S)
    shown = library.ask(lambda q: q.timeline(Page())).result(WAIT_S)
    hidden = library.ask(lambda q: q.timeline(Page(Scope.HIDDEN))).result(WAIT_S)
    assert ids[0] not in shown.ids
    assert list(hidden.ids) == [ids[0]]
    result = library.similar(SimilarRequest(photo_ids=(ids[1],), strictness=0.0)).result(WAIT_S)
    assert ids[0] not in [m.photo_id for m in result.matches]


def test_a_removed_tag_stays_removed_when_photos_are_understood_again(open_library, folder) -> None:
    library = open_library()
    ids = _indexed(library, folder)
    words = [t.name for t in library.ask(lambda q: q.tags(ids[0])).result(WAIT_S)]
    library.run(AddTag((ids[0],), "mine")).result(WAIT_S)
    library.run(RemoveTag((ids[0],), "mine")).result(WAIT_S)
    for word in words:
        library.run(SuppressTag(word)).result(WAIT_S)
    (folder / "0.jpg").touch()
    library.index().result(WAIT_S)
    assert library.ask(lambda q: q.tags(ids[0])).result(WAIT_S) == []


def test_pausing_keeps_what_is_done_and_resuming_ends_the_work(open_library, folder) -> None:
    library = open_library()
    library.add_root(folder)
    idle = threading.Event()
    library.subscribe(lambda c: idle.set() if c.progress and c.progress.activity is Activity.IDLE else None)
    library.pause()
    assert library.is_paused
    library.start_indexing()
    assert len(library.ask(lambda q: q.timeline(Page())).result(WAIT_S)) == 0
    library.resume()
    assert idle.wait(WAIT_S)
    assert len(library.ask(lambda q: q.timeline(Page())).result(WAIT_S)) == 6


def test_closing_in_the_middle_of_indexing_is_quick_and_loses_nothing(open_library, folder) -> None:
    library = open_library()
    job = library.index([library.add_root(folder)])
    began = time.monotonic()
    library.close()
    assert time.monotonic() - began < WAIT_S
    assert job.cancelled() or isinstance(job.exception(0), CancelledError | None)
    library = open_library()
    assert len(_indexed(library, folder)) == 6


def test_a_new_file_is_noticed_while_watching(open_library, folder) -> None:
    library = open_library()
    _indexed(library, folder)
    library.start_watching()
    seen = threading.Event()
    library.subscribe(lambda c: seen.set() if c.added else None)
    new = Path(folder) / "sub" / "new.jpg"
    new.parent.mkdir()
    new.write_bytes((folder / "0.jpg").read_bytes() + b"\0")
    assert seen.wait(WAIT_S)
    deadline = time.monotonic() + WAIT_S
    while library.ask(lambda q: q.photo_by_path(new)).result(WAIT_S) is None:
        assert time.monotonic() < deadline


def test_a_name_newly_left_out_counts_from_the_next_scan_on(open_library, folder) -> None:
    library = open_library()
    (folder / "drafts").mkdir()
    (folder / "drafts" / "draft.jpg").write_bytes((folder / "0.jpg").read_bytes() + b"\0")
    library.use_settings(Settings(settle_s=0.1, excluded_names=("drafts",)))
    assert len(_indexed(library, folder)) == 6
    library.use_settings(Settings(settle_s=0.1))
    assert len(_indexed(library, folder)) == 7


def test_a_photo_of_the_library_is_recognised_however_its_path_is_written(open_library, folder, tmp_path) -> None:
    library = open_library()
    ids = _indexed(library, folder)
    path = library.ask(lambda q: q.paths([ids[0]])).result(WAIT_S)[ids[0]]
    library.run(AddTag((ids[0],), "mine")).result(WAIT_S)
    (tmp_path / "link").symlink_to(folder)
    for written in (path, tmp_path / "link" / path.name, folder / ".." / folder.name / path.name):
        assert "mine" in [tag.name for tag in library.tags_of_file(written).result(WAIT_S)]


def test_what_the_user_asks_does_not_stand_behind_what_the_window_refreshes(open_library) -> None:
    library, gate = open_library(), threading.Event()
    slow = library.ask_in_background(lambda queries: (gate.wait(WAIT_S), queries.counts())[1])
    queued = library.ask_in_background(lambda queries: queries.counts())
    try:
        assert library.ask(lambda queries: queries.counts().library).result(WAIT_S) == 0
        assert not slow.done()
        assert queued.cancel(), "what is stale before its turn came costs nothing"
    finally:
        gate.set()
    assert slow.result(WAIT_S).library == 0
