from __future__ import annotations

import threading

import pytest

from desktop_app.domain.library import Changes, Page, Scope
from desktop_app.errors import UserError
from desktop_app.library.commands import (
    AddToAlbum,
    DeleteAlbum,
    MoveAlbum,
    MoveInAlbum,
    Redo,
    RefuseForAlbum,
    RemoveFromAlbum,
    RemoveRoot,
    RenameAlbum,
    SetAlbumCover,
    SortAlbumByDate,
    Undo,
)

WAIT_S = 250


@pytest.fixture
def filled(open_library, known_folder):
    """An open library of six photos, and their ids."""
    library = open_library()
    library.index([library.add_root(known_folder)]).result(WAIT_S)
    return library, [int(i) for i in library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids]


def said(library):
    """All that can be seen of the albums."""

    def ask(queries):
        return [
            (
                album,
                queries.timeline(Page(Scope.ALBUM, album_id=album.id)).ids.tolist(),
                queries.refused_for_album(album.id),
            )
            for album in queries.albums()
        ]

    return library.ask(ask).result(WAIT_S)


def test_every_act_on_albums_is_undone_and_done_again_after_a_restart(open_library, filled) -> None:
    library, ids = filled
    states = [said(library)]
    first = library.create_album("Rome", ids[:4]).result(WAIT_S)
    states.append(said(library))
    second = library.create_album("Paris").result(WAIT_S)
    states.append(said(library))
    acts = (
        RenameAlbum(first, "Roma"),
        AddToAlbum(second, tuple(ids[3:])),
        RemoveFromAlbum(first, tuple(ids[1:2])),
        MoveInAlbum(first, (ids[0],), None),
        SetAlbumCover(first, ids[2]),
        MoveAlbum(second, 0),
        RefuseForAlbum(first, tuple(ids[4:5])),
        SortAlbumByDate(first),
        DeleteAlbum(first),
    )
    for act in acts:
        assert library.run(act).result(WAIT_S).id, act
        states.append(said(library))
        assert states[-1] != states[-2], act
    library.close()
    library = open_library()
    for state in reversed(states[:-1]):
        library.run(Undo()).result(WAIT_S)
        assert said(library) == state
    assert library.run(Undo()).result(WAIT_S) is None
    for state in states[1:]:
        library.run(Redo()).result(WAIT_S)
        assert said(library) == state


def test_whoever_listens_hears_of_albums_and_a_refused_act_changes_nothing(filled) -> None:
    library, ids = filled
    heard: list[Changes] = []
    is_told = threading.Event()

    def listen(changes: Changes) -> None:
        if changes.are_albums_changed:
            heard.append(changes)
            is_told.set()

    library.subscribe(listen)
    album = library.create_album("Rome", ids[:2]).result(WAIT_S)
    assert is_told.wait(WAIT_S)
    assert heard[0].is_membership_changed
    assert heard[0].is_undo_changed
    before = said(library)
    for command in (RenameAlbum(album, " "), RenameAlbum(album + 1, "x"), SetAlbumCover(album, ids[5])):
        with pytest.raises(UserError):
            library.run(command).result(WAIT_S)
    with pytest.raises(UserError, match="already"):
        library.create_album("rome").result(WAIT_S)
    assert said(library) == before
    assert library.ask(lambda q: q.albums_of(ids[0])).result(WAIT_S) == [album]


def test_a_folder_that_leaves_takes_its_photos_out_of_albums(filled) -> None:
    library, ids = filled
    album = library.create_album("Rome", ids).result(WAIT_S)
    root = library.ask(lambda q: q.roots()).result(WAIT_S)[0].id
    library.run(RemoveRoot(root)).result(WAIT_S)
    found = library.ask(lambda q: q.album(album)).result(WAIT_S)
    assert (found.name, found.photo_count, found.cover) == ("Rome", 0, None)


def test_a_renamed_file_keeps_its_place_in_an_album(filled, folder) -> None:
    library, ids = filled
    album = library.create_album("Rome", ids).result(WAIT_S)
    library.run(MoveInAlbum(album, (ids[5],), ids[0])).result(WAIT_S)
    before = said(library)
    path = library.ask(lambda q: q.paths([ids[5]])).result(WAIT_S)[ids[5]]
    path.rename(path.with_name("another name.jpg"))
    library.index().result(WAIT_S)
    assert said(library) == before
    assert library.search("album:rome another").result(WAIT_S).matches[0].photo_id == ids[5]


def test_a_photo_turned_down_for_an_album_is_not_offered_again_until_undone(filled) -> None:
    library, ids = filled
    album = library.create_album("Rome", ids[:2]).result(WAIT_S)

    def offered():
        return [suggestion.photo_id for suggestion in library.album_additions(album).result(WAIT_S)]

    before = offered()
    assert before
    library.run(RefuseForAlbum(album, (before[0],))).result(WAIT_S)
    assert before[0] not in offered()
    library.run(Undo()).result(WAIT_S)
    assert offered() == before
