from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.ids import AlbumId, EditId, PhotoId
from desktop_app.domain.library import Page, Scope
from desktop_app.domain.photo import Flag, FlagName, Status
from desktop_app.domain.visibility import Surface, is_counted, is_visible
from desktop_app.errors import UserError
from desktop_app.paths import LibraryPaths
from desktop_app.store import album_edits, health, photo_rows, tiles
from desktop_app.store.backup import Backups, restore
from desktop_app.store.rows import MovedFile
from desktop_app.store.store import Store

GONE = AlbumId(99)


@pytest.fixture
def fill(store, filler):
    return filler(store)


def said(store: Store) -> object:
    """All a user can see of their albums."""
    albums = store.albums
    return [(album, albums.photo_ids(album.id), albums.refused(album.id)) for album in albums.all()]


def seen(store: Store, album: AlbumId) -> list[int]:
    return [int(photo) for photo in store.photos.timeline(Page(Scope.ALBUM, album_id=album)).ids]


def names(store: Store) -> list[str]:
    return [album.name for album in store.albums.all()]


def make(store: Store, name: str, ids: list[PhotoId] | tuple[PhotoId, ...] = ()) -> AlbumId:
    return store.edits.create_album(name, list(ids))[1]


def test_a_new_album_stands_last_and_shows_its_photos_newest_first(store: Store, fill) -> None:
    ids = fill.photos(4)
    first = make(store, "Summer", ids[:3])
    edit, second = store.edits.create_album("Empty", [])
    assert edit.label == "Create album “Empty”"
    albums = store.albums.all()
    assert [(a.id, a.name, a.photo_count, a.position, a.is_own_order) for a in albums] == [
        (first, "Summer", 3, 0, False),
        (second, "Empty", 0, 1, False),
    ]
    assert albums[1].cover is None
    assert seen(store, first) == store.albums.photo_ids(first) == [ids[2], ids[1], ids[0]]
    assert seen(store, second) == []
    assert store.albums.get(first) == albums[0]
    assert store.albums.get(GONE) is None
    assert seen(store, GONE) == store.albums.photo_ids(GONE) == []


def test_adding_twice_changes_nothing_and_unknown_photos_are_left_out(store: Store, fill) -> None:
    ids = fill.photos(3)
    album = make(store, "A", ids[:1])
    edit = store.edits.add_to_album(album, [ids[1], ids[0], ids[1], PhotoId(99)])
    assert edit.photo_ids == (ids[1],)
    assert sorted(store.albums.photo_ids(album)) == ids[:2]
    assert store.edits.add_to_album(album, ids[:2]).id == EditId(0)
    assert store.edits.remove_from_album(album, [ids[2]]).id == EditId(0)


def test_an_album_says_which_photos_and_a_photo_which_albums(store: Store, fill) -> None:
    ids = fill.photos(3)
    one, two = make(store, "One", ids), make(store, "Two", ids[1:])
    store.edits.move_album(two, 0)
    assert store.albums.containing(ids[1]) == [two, one]
    assert store.albums.containing(ids[0]) == [one]
    assert store.albums.names() == {two: "Two", one: "One"}
    assert sorted(store.albums.members([two]).tolist()) == ids[1:]
    assert sorted(store.albums.members([one, two]).tolist()) == ids


@pytest.mark.parametrize("name", ["", "  ", "\n\t", "\u200b", "\x00", "x" * 201])
def test_an_album_needs_a_name_of_at_most_200_characters(store: Store, name: str) -> None:
    album = make(store, "y" * 200)
    with pytest.raises(UserError):
        store.edits.create_album(name, [])
    with pytest.raises(UserError):
        store.edits.rename_album(album, name)
    assert names(store) == ["y" * 200]


def test_two_albums_never_bear_the_same_name(store: Store) -> None:
    make(store, "  Été \n 2019 ")
    other = make(store, "Winter")
    for name in ("Été 2019", "E\u0301te\u0301 2019", "ÉTÉ 2019"):
        with pytest.raises(UserError, match="already"):
            store.edits.create_album(name, [])
        with pytest.raises(UserError, match="already"):
            store.edits.rename_album(other, name)
    store.edits.rename_album(other, "WINTER")
    assert names(store) == ["Été 2019", "WINTER"]
    assert store.edits.rename_album(other, "WINTER").id == EditId(0)


def test_names_that_look_like_numbers_or_statements_come_back_as_they_are(store: Store) -> None:
    for name in ("007", "1e3", "null", "'; DROP TABLE album; --", "“quoted”"):
        album = make(store, "x")
        store.edits.rename_album(album, name)
        store.edits.undo()
        store.edits.redo()
        assert store.albums.names()[album] == name


def test_nothing_can_be_done_to_an_album_that_is_gone(store: Store, fill) -> None:
    ids = fill.photos(1)
    edits = store.edits
    acts: list[Callable[[], object]] = [
        lambda: edits.rename_album(GONE, "x"),
        lambda: edits.add_to_album(GONE, ids),
        lambda: edits.remove_from_album(GONE, ids),
        lambda: edits.move_in_album(GONE, ids, None),
        lambda: edits.sort_album_by_date(GONE),
        lambda: edits.set_album_cover(GONE, None),
        lambda: edits.delete_album(GONE),
        lambda: edits.move_album(GONE, 0),
    ]
    for act in acts:
        with pytest.raises(UserError, match="not there any more"):
            act()
    assert store.edits.state().undo is None


def test_photos_are_put_before_others_and_the_rest_stays_as_it_was_seen(store: Store, fill) -> None:
    ids = fill.photos(6)
    album = make(store, "A", ids)
    newest = list(reversed(ids))
    store.edits.move_in_album(album, [ids[0]], newest[0])
    assert seen(store, album) == [ids[0], *newest[:5]]
    assert store.albums.all()[0].is_own_order
    store.edits.move_in_album(album, [newest[0], newest[2]], None)
    assert seen(store, album) == [ids[0], newest[1], newest[3], newest[4], newest[0], newest[2]]
    store.edits.sort_album_by_date(album)
    assert seen(store, album) == newest
    assert not store.albums.all()[0].is_own_order
    store.edits.undo()
    assert seen(store, album)[0] == ids[0]
    store.edits.add_to_album(album, fill.photos(1, "later/p"))
    assert seen(store, album)[-1] == max(store.albums.photo_ids(album))


def test_a_move_that_changes_nothing_leaves_the_order_by_date(store: Store, fill) -> None:
    ids = fill.photos(3)
    album = make(store, "A", ids)
    assert store.edits.move_in_album(album, [ids[2]], ids[2]).id == EditId(0)
    assert store.edits.move_in_album(album, [ids[2]], ids[1]).id == EditId(0)
    assert store.edits.move_in_album(album, [], None).id == EditId(0)
    assert not store.albums.all()[0].is_own_order
    with pytest.raises(UserError, match="not in the album"):
        store.edits.move_in_album(album, [ids[2]], PhotoId(99))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    moves=st.lists(
        st.tuples(st.lists(st.integers(0, 5), max_size=4), st.one_of(st.none(), st.integers(0, 5))), max_size=25
    )
)
def test_any_moves_give_what_moving_items_of_a_list_gives(store: Store, filler, moves) -> None:
    """With gaps of one, so that numbering anew happens too."""
    fill = filler(store)
    for root in store.roots.all():
        store.roots.remove(root.id)
    for number in store.albums.names():
        store.edits.delete_album(number)
    ids = fill.photos(6)
    album = make(store, "A", ids)
    wanted = list(reversed(ids))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(album_edits, "GAP", 2)
        for chosen, before in moves:
            moved = [ids[n] for n in dict.fromkeys(chosen)]
            target = None if before is None else ids[before]
            after = wanted[wanted.index(target) :] if target is not None else []
            stay = next((photo for photo in after if photo not in moved), None)
            rest = [photo for photo in wanted if photo not in moved]
            at = len(rest) if stay is None else rest.index(stay)
            wanted = [*rest[:at], *moved, *rest[at:]]
            store.edits.move_in_album(album, moved, target)
            assert seen(store, album) == wanted
    assert photo_rows.broken_user_rows(store.db) == 0


def test_photos_put_between_two_others_move_no_third(store: Store, fill) -> None:
    ids = fill.photos(50)
    album = make(store, "A", ids)
    store.edits.move_in_album(album, ids[:1], ids[30])
    edit = store.edits.move_in_album(album, ids[1:3], ids[40])
    written = store.db.value("SELECT count(*) FROM journal_change WHERE edit_id = ?", (edit.id,))
    assert written == 2


@pytest.mark.parametrize(
    ("number", "position", "wanted"),
    [(0, 2, "BCAD"), (0, 0, "ABCD"), (3, 0, "DABC"), (3, 99, "ABCD"), (1, -5, "BACD"), (1, 3, "ACDB")],
)
def test_albums_are_put_in_order(store: Store, number: int, position: int, wanted: str) -> None:
    albums = [make(store, name) for name in "ABCD"]
    edit = store.edits.move_album(albums[number], position)
    assert "".join(names(store)) == wanted
    assert [album.position for album in store.albums.all()] == [0, 1, 2, 3]
    assert bool(edit.id) == (wanted != "ABCD")
    if edit.id:
        store.edits.undo()
        assert "".join(names(store)) == "ABCD"


def test_a_cover_is_the_chosen_photo_else_the_best_that_may_be_one(store: Store, fill) -> None:
    ids = fill.photos(6)
    album = make(store, "A", ids[:5])

    def cover() -> PhotoId | None:
        return store.albums.all()[0].cover

    assert cover() == ids[4]
    fill.understand([ids[4]], (), (Flag(FlagName.BLURRY, 0.9, "soft"),))
    assert cover() == ids[3]
    store.edits.set_rating(ids[:1], 3)
    assert cover() == ids[0]
    store.edits.set_favourite(ids[1:2], True)
    assert cover() == ids[1]
    store.edits.set_album_cover(album, ids[2])
    assert cover() == ids[2]
    store.edits.set_hidden(ids[2:3], True)
    assert cover() == ids[1]
    store.edits.set_hidden(ids[2:3], False)
    store.edits.remove_from_album(album, ids[2:3])
    assert cover() == ids[1]
    store.edits.undo()
    assert cover() == ids[2]
    store.edits.set_album_cover(album, None)
    assert cover() == ids[1]
    unread = fill.new(["later.jpg"])
    store.edits.set_rating(unread, 5)
    store.edits.add_to_album(album, unread)
    assert cover() == ids[1]
    with pytest.raises(UserError, match="Only a photo of the album"):
        store.edits.set_album_cover(album, ids[5])


def test_no_count_and_no_cover_tells_of_a_photo_that_may_not_be_seen(store: Store, fill) -> None:
    ids = fill.photos(len(tiles.STATUSES))
    for photo in ids:
        make(store, f"{photo}", [photo])
        store.edits.set_album_cover(store.albums.all()[-1].id, photo)
    mixed = make(store, "mixed", ids)
    with store.db.atomic():
        for photo, status in zip(ids, tiles.STATUSES, strict=True):
            store.db.execute("UPDATE photo SET tile = tile | ? WHERE id = ?", (int(status), photo))
    albums = {album.name: album for album in store.albums.all()}
    for photo, status in zip(ids, tiles.STATUSES, strict=True):
        album = albums[str(photo)]
        assert len(seen(store, album.id)) == int(is_visible(status, Surface.ALBUM)), status
        assert album.photo_count == int(is_counted(status, Surface.ALBUM)), status
        assert album.cover == (photo if is_visible(status, Surface.COVER) else None), status
    assert len(seen(store, mixed)) > albums["mixed"].photo_count
    assert albums["mixed"].photo_count == sum(is_counted(status, Surface.ALBUM) for status in tiles.STATUSES)
    assert albums["mixed"].cover == ids[tiles.STATUSES.index(Status.NONE)]


def test_missing_moved_and_renamed_photos_keep_their_place(store: Store, fill) -> None:
    ids = fill.photos(4)
    album = make(store, "A", ids)
    store.edits.move_in_album(album, [ids[1]], ids[3])
    store.edits.set_album_cover(album, ids[1])
    arranged = seen(store, album)
    store.photos.mark_missing([ids[1]], 5)
    assert seen(store, album) == arranged[1:]
    assert store.albums.photo_ids(album) == arranged
    other = fill.new(["b/elsewhere.jpg"])[0]
    root = store.roots.all()[0].id
    store.photos.move_files([MovedFile(ids[1], root, b"b/elsewhere.jpg", 9, 10**18)])
    assert seen(store, album) == arranged
    assert store.albums.all()[0].cover == ids[1]
    assert store.photos.get_many([other]) == {}


def test_a_row_that_goes_leaves_its_place_and_its_cover_to_the_one_that_stays(store: Store, fill) -> None:
    """A missing photo comes back where a new row stood already: what was said of the new one counts for it."""
    ids = fill.photos(3)
    new = fill.photos(1, "b/new")[0]
    album = make(store, "A", [new, ids[1]])
    both = make(store, "Both", [ids[0], new])
    store.edits.set_album_cover(album, new)
    store.photos.mark_missing([ids[0]], 5)
    root = store.roots.all()[0].id
    store.photos.move_files([MovedFile(ids[0], root, b"b/new0000.jpg", 9, 10**18)])
    assert sorted(store.albums.photo_ids(album)) == [ids[0], ids[1]]
    assert store.albums.photo_ids(both) == [ids[0]]
    assert store.albums.get(album).cover == ids[0]
    assert photo_rows.broken_user_rows(store.db) == 0
    while store.edits.undo():
        pass
    assert store.albums.all() == []


def test_a_root_that_goes_takes_its_photos_out_and_undo_goes_on(store: Store, fill, filler, tmp_path) -> None:
    ids = fill.photos(2)
    away = filler(store, tmp_path / "away").photos(2, "other/p")
    album = make(store, "A", [*ids, *away])
    store.edits.set_album_cover(album, away[0])
    store.edits.delete_album(album)
    root = next(root for root in store.roots.all() if root.path == tmp_path / "away")
    store.roots.remove(root.id)
    store.edits.undo()
    assert sorted(store.albums.photo_ids(album)) == ids
    assert store.albums.get(album).cover in ids
    while store.edits.undo():
        pass
    assert store.albums.all() == []
    while store.edits.redo():
        pass
    assert store.albums.all() == []
    assert store.db.rows("PRAGMA foreign_key_check") == []


def test_a_deleted_album_comes_back_whole(store: Store, fill) -> None:
    ids = fill.photos(5)
    make(store, "First")
    album = make(store, "A", ids)
    make(store, "Last")
    store.edits.move_in_album(album, [ids[2]], ids[4])
    store.edits.set_album_cover(album, ids[1])
    before = said(store)
    edit = store.edits.delete_album(album)
    assert edit.label == "Delete album “A”"
    assert names(store) == ["First", "Last"]
    assert store.db.value("SELECT count(*) FROM album_photo") == 0
    store.edits.undo()
    assert said(store) == before
    store.edits.redo()
    assert names(store) == ["First", "Last"]


def test_an_album_made_after_an_undone_one_does_not_take_its_number(store: Store) -> None:
    first = make(store, "A")
    store.edits.undo()
    second = make(store, "B")
    assert second != first
    store.edits.delete_album(second)
    third = make(store, "C")
    assert len({first, second, third}) == 3
    store.edits.undo()
    store.edits.undo()
    assert list(store.albums.names()) == [second]


def test_albums_are_in_backups_and_in_what_is_counted_of_them(paths: LibraryPaths, filler) -> None:
    store = Store.open(paths, is_writer=True)
    ids = filler(store).photos(5)
    album = make(store, "A", ids)
    store.edits.move_in_album(album, ids[:1], ids[4])
    store.edits.rename_album(album, "B")
    before = said(store)
    made = Backups(store, paths.backups).make(10**12)
    assert '"album": 1' in made.with_suffix(".json").read_text()
    assert '"album_photo": 5' in made.with_suffix(".json").read_text()
    store.edits.delete_album(album)
    store.close()
    restore(paths, made, 10**12)
    store = Store.open(paths, is_writer=True)
    assert said(store) == before
    store.edits.undo()
    assert names(store) == ["A"]
    store.close()


@pytest.mark.parametrize(
    "damage", ["UPDATE album SET name = 'Rubbish'", "UPDATE album_photo SET place = place + 1 WHERE photo_id = 2"]
)
def test_the_doctor_notices_an_album_that_was_changed_by_damage(paths: LibraryPaths, filler, damage: str) -> None:
    store = Store.open(paths, is_writer=True)
    make(store, "A", filler(store).photos(3))
    store.close()
    sound = [finding.is_ok for finding in health.check(paths, thumbnail_budget_bytes=10**9) if finding.area == "edits"]
    assert sound == [True]
    store = Store.open(paths, is_writer=True)
    with store.db.atomic():
        store.db.execute(damage)
    store.close()
    broken = [finding for finding in health.check(paths, thumbnail_budget_bytes=10**9) if finding.area == "edits"]
    assert [finding.is_ok for finding in broken] == [False]
    assert "albums" in broken[0].message


def test_ten_thousand_photos_are_one_act(store: Store, fill) -> None:
    ids = fill.new([f"{n}.jpg" for n in range(10_000)])
    album = make(store, "A")
    edit = store.edits.add_to_album(album, ids)
    assert edit.photo_ids == tuple(ids)
    assert store.albums.all()[0].photo_count == 10_000
    store.edits.undo()
    assert store.albums.all()[0].photo_count == 0


def test_a_photo_turned_down_for_an_album_is_remembered_until_undone(store: Store, fill) -> None:
    ids = fill.photos(3)
    album = make(store, "A", ids[:1])
    edit = store.edits.refuse_for_album(album, [ids[1], ids[1], PhotoId(99)])
    assert edit.label == "Do not suggest for album “A”"
    assert store.albums.refused(album) == {ids[1]}
    assert store.edits.refuse_for_album(album, [ids[1]]).id == EditId(0)
    store.edits.delete_album(album)
    assert store.albums.refused(album) == frozenset()
    store.edits.undo()
    assert store.albums.refused(album) == {ids[1]}
    assert photo_rows.broken_user_rows(store.db) == 0
    store.edits.undo()
    assert store.albums.refused(album) == frozenset()
