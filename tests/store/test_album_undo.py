from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.ids import AlbumId, EditId, PhotoId
from desktop_app.paths import LibraryPaths
from desktop_app.store import photo_rows
from desktop_app.store.store import Store


@pytest.fixture
def fill(store, filler):
    return filler(store)


def said(store: Store) -> object:
    """All a user can see of their albums."""
    albums = store.albums
    return [(album, albums.photo_ids(album.id), albums.refused(album.id)) for album in albums.all()]


def make(store: Store, name: str, ids: list[PhotoId] | tuple[PhotoId, ...] = ()) -> AlbumId:
    return store.edits.create_album(name, list(ids))[1]


ACTS = ("create", "rename", "add", "remove", "move", "cover", "no cover", "by date", "delete", "reorder", "refuse")


def act(store: Store, name: str, ids: list[PhotoId], numbers: tuple[int, int, int]) -> EditId:
    """Does one act with the numbers as they fit; one that cannot be does nothing."""
    albums = list(store.albums.names())
    one, two, three = numbers
    photos = [ids[(one + step * (two % 3 + 1)) % len(ids)] for step in range(three % 4)]
    edits = store.edits
    if name == "create":
        return edits.create_album(f"album {next(_COUNTER)}", photos)[0].id
    if not albums:
        return EditId(0)
    album = albums[one % len(albums)]
    inside = store.albums.photo_ids(album)
    chosen = inside[two % len(inside)] if inside else None
    match name:
        case "rename":
            return edits.rename_album(album, f"name {next(_COUNTER)}").id
        case "add":
            return edits.add_to_album(album, photos).id
        case "remove":
            return edits.remove_from_album(album, photos).id
        case "move":
            return edits.move_in_album(album, photos, chosen).id
        case "cover":
            return edits.set_album_cover(album, chosen).id
        case "no cover":
            return edits.set_album_cover(album, None).id
        case "by date":
            return edits.sort_album_by_date(album).id
        case "refuse":
            return edits.refuse_for_album(album, photos).id
        case "delete":
            return edits.delete_album(album).id
        case _:
            return edits.move_album(album, three % 4).id


_COUNTER = itertools.count()
_SMALL = st.integers(0, 30)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.sampled_from(ACTS), st.tuples(_SMALL, _SMALL, _SMALL)), max_size=25))
def test_as_many_undos_as_acts_give_the_first_state_and_as_many_redos_the_last(store: Store, filler, steps) -> None:
    fill = filler(store)
    for root in store.roots.all():
        store.roots.remove(root.id)
    with store.db.atomic():
        store.db.execute("DELETE FROM album")
        store.db.execute("DELETE FROM journal")
    ids = fill.photos(7)
    make(store, "begun", ids[:4])
    with store.db.atomic():
        store.db.execute("DELETE FROM journal")
    states = [said(store)]
    for name, numbers in steps:
        if act(store, name, ids, numbers):
            states.append(said(store))
    for state in reversed(states[:-1]):
        assert store.edits.undo() is not None
        assert said(store) == state
    assert store.edits.undo() is None
    for state in states[1:]:
        assert store.edits.redo() is not None
        assert said(store) == state
    assert store.edits.redo() is None
    assert photo_rows.broken_user_rows(store.db) == 0


def test_undo_of_albums_survives_a_restart(paths: LibraryPaths, filler) -> None:
    store = Store.open(paths, is_writer=True)
    ids = filler(store).photos(3)
    states = [said(store)]
    album = make(store, "2019", ids)
    states.append(said(store))
    for step in (
        lambda s: s.edits.rename_album(album, "2020"),
        lambda s: s.edits.move_in_album(album, ids[:1], ids[2]),
        lambda s: s.edits.delete_album(album),
    ):
        step(store)
        states.append(said(store))
    for state in reversed(states[:-1]):
        store.close()
        store = Store.open(paths, is_writer=True)
        store.edits.undo()
        assert said(store) == state
    for state in states[1:]:
        store.close()
        store = Store.open(paths, is_writer=True)
        store.edits.redo()
        assert said(store) == state
    store.close()
