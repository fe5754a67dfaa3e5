from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.ids import EditId, PhotoId
from desktop_app.domain.photo import Flag, FlagName, Tag, TagSource
from desktop_app.errors import UserError
from desktop_app.paths import LibraryPaths
from desktop_app.store import edits, photo_rows
from desktop_app.store.store import Store

DOG = Tag("dog", TagSource.AI, 0.8)
SENSITIVE = Flag(FlagName.SENSITIVE, 0.9, "s")


@pytest.fixture
def fill(store, filler):
    return filler(store)


def said(store: Store, ids: list[PhotoId]) -> object:
    """Everything a user can see of what they said."""
    photos = store.photos.get_many(ids)
    return (
        {i: (p.rating, p.is_favourite, p.status, p.badges) for i, p in photos.items()},
        {i: store.tags.for_photo(i) for i in ids},
        {i: store.flags.for_photo(i) for i in ids},
        store.tags.suppressed(),
    )


ACTS: dict[str, Callable[[Store, list[PhotoId]], object]] = {
    "rate": lambda s, i: s.edits.set_rating(i, 4),
    "unrate": lambda s, i: s.edits.set_rating(i, 0),
    "favourite": lambda s, i: s.edits.set_favourite(i, True),
    "unfavourite": lambda s, i: s.edits.set_favourite(i, False),
    "hide": lambda s, i: s.edits.set_hidden(i, True),
    "show": lambda s, i: s.edits.set_hidden(i, False),
    "tag": lambda s, i: s.edits.add_tag(i, "dog"),
    "untag": lambda s, i: s.edits.remove_tag(i, "dog"),
    "own tag": lambda s, i: s.edits.add_tag(i, "beach"),
    "never": lambda s, i: s.edits.suppress_tag("dog"),
    "dismiss": lambda s, i: s.edits.dismiss_flag(i, FlagName.SENSITIVE),
}


def test_each_act_shows_at_once_and_can_be_taken_back_and_done_again(store: Store, fill) -> None:
    ids = fill.photos(3)
    fill.understand(ids, (DOG,), (SENSITIVE,))
    for act in ACTS.values():
        before = said(store, ids)
        edit = act(store, ids[:2])
        after = said(store, ids)
        if edit.id == 0:
            assert after == before
            continue
        assert after != before
        assert store.edits.undo() == edit
        assert said(store, ids) == before
        assert store.edits.redo() == edit
        assert said(store, ids) == after
    assert photo_rows.broken_user_rows(store.db) == 0


def test_an_edit_is_named_for_the_menu(store: Store, fill) -> None:
    ids = fill.photos(2)
    labels = [act(store, ids).label for act in ACTS.values()]
    assert labels[:3] == ["Rate 4 stars", "Remove rating", "Add to favourites"]
    assert labels[6] == "Add tag “dog”"
    edit = store.edits.set_rating(ids, 1)
    assert (edit.label, edit.photo_ids) == ("Rate 1 star", tuple(ids))


def test_undo_survives_a_restart_and_a_new_edit_clears_redo(paths: LibraryPaths, filler) -> None:
    store = Store.open(paths, is_writer=True)
    ids = filler(store).photos(2)
    store.edits.set_rating(ids, 3)
    edit = store.edits.set_favourite(ids, True)
    store.edits.undo()
    store.close()
    store = Store.open(paths, is_writer=True)
    state = store.edits.state()
    assert state.redo == edit
    assert state.undo is not None
    assert state.undo.label == "Rate 3 stars"
    store.edits.redo()
    assert store.photos.get(ids[0]).is_favourite
    store.edits.undo()
    store.edits.set_hidden(ids, True)
    assert store.edits.state().redo is None
    assert store.edits.redo() is None
    store.close()


def test_what_changes_nothing_is_not_written_down(store: Store, fill) -> None:
    ids = fill.photos(1)
    store.edits.set_rating(ids, 3)
    assert store.edits.set_rating(ids, 3).id == EditId(0)
    assert store.edits.set_rating([], 3).id == EditId(0)
    assert store.edits.set_rating([PhotoId(99)], 3).id == EditId(0)
    store.edits.undo()
    assert store.edits.undo() is None


def test_only_stars_from_none_to_five(store: Store, fill) -> None:
    ids = fill.photos(1)
    for rating in (-1, 6):
        with pytest.raises(ValueError, match="0 to 5"):
            store.edits.set_rating(ids, rating)


@pytest.mark.parametrize("name", ["", "  ", "\n\t", "\u200b", "\x00"])
def test_a_tag_needs_a_letter(store: Store, fill, name: str) -> None:
    with pytest.raises(UserError):
        store.edits.add_tag(fill.photos(1), name)


def test_a_tag_is_kept_tidy(store: Store, fill) -> None:
    ids = fill.photos(1)
    for name in ("  old \n town ", "e\u0301te\u0301", "'; DROP TABLE photo; --", "<b>x</b>", "\ud800x", "y" * 500):
        store.edits.add_tag(ids, name)
    names = {tag.name for tag in store.tags.for_photo(ids[0])}
    assert names == {"old town", "été", "'; DROP TABLE photo; --", "<b>x</b>", "x", "y" * 100}


def test_the_journal_does_not_grow_for_ever(store: Store, fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "KEPT_EDITS", 5)
    ids = fill.photos(1)
    for n in range(20):
        store.edits.set_rating(ids, n % 2 + 1)
    assert store.db.value("SELECT count(*) FROM journal") == 5
    assert store.db.value("SELECT count(*) FROM journal_change") == 5
    while store.edits.undo():
        pass
    assert store.photos.get(ids[0]).rating == 1


def test_a_thousand_photos_are_one_edit(store: Store, fill) -> None:
    ids = fill.new([f"{n}.jpg" for n in range(1_000)])
    edit = store.edits.set_rating(ids, 5)
    assert edit.photo_ids == tuple(ids)
    assert {p.rating for p in store.photos.get_many(ids).values()} == {5}
    store.edits.undo()
    assert {p.rating for p in store.photos.get_many(ids).values()} == {0}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from([*ACTS, "undo", "redo", "again"]), st.sets(st.integers(0, 3))), max_size=14
    )
)
def test_undo_and_redo_walk_the_same_road(store: Store, filler, steps: list[tuple[str, set[int]]]) -> None:
    """Against a model that keeps every state: undo and redo move along it, a new act cuts off what was ahead."""
    fill = filler(store)
    for root in store.roots.all():
        store.roots.remove(root.id)
    while store.edits.undo():
        pass
    with store.db.atomic():
        store.db.execute("DELETE FROM journal")
    ids = fill.photos(4)
    fill.understand(ids, (DOG,), (SENSITIVE,))
    states, place = [said(store, ids)], 0
    for step, chosen in steps:
        if step == "undo":
            assert (store.edits.undo() is None) == (place == 0)
            place = max(place - 1, 0)
        elif step == "redo":
            assert (store.edits.redo() is None) == (place == len(states) - 1)
            place = min(place + 1, len(states) - 1)
        elif step == "again":
            fill.understand(ids, (DOG,), (SENSITIVE,))
        elif ACTS[step](store, [ids[n] for n in sorted(chosen)]).id:
            states = [*states[: place + 1], said(store, ids)]
            place += 1
        assert said(store, ids) == states[place]
    assert photo_rows.broken_user_rows(store.db) == 0


@pytest.mark.skipif(not hasattr(os, "sync"), reason="POSIX only")
def test_no_acknowledged_edit_is_lost_when_killed(paths: LibraryPaths, child, filler, tmp_path: Path) -> None:
    store = Store.open(paths, is_writer=True)
    ids = filler(store).photos(50)
    store.close()
    code = """
        import os, sys
        from pathlib import Path
        from desktop_app.paths import LibraryPaths
        from desktop_app.store.store import Store
        home = Path(sys.argv[1])
        store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
        for photo in range(1, 51):
            store.edits.set_rating([photo], photo % 5 + 1)
            print(photo, flush=True)
            if photo == int(sys.argv[2]):
                store.db.connection.set_trace_callback(lambda sql: "UPDATE photo" in sql and os.kill(os.getpid(), 9))
    """
    for kill_at in (1, 17, 40):
        home = tmp_path / f"copy{kill_at}"
        shutil.copytree(paths.home, home)
        done = child(code, home, kill_at)
        assert done.returncode == -9
        acknowledged = [int(line) for line in done.stdout.split()]
        assert len(acknowledged) == kill_at
        store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
        ratings = {i: p.rating for i, p in store.photos.get_many(ids).items()}
        assert ratings == {i: i % 5 + 1 if i <= kill_at else 0 for i in ids}
        assert photo_rows.broken_user_rows(store.db) == 0
        assert store.db.value("PRAGMA quick_check") == "ok"
        store.close()


def test_an_edit_outlives_a_lost_tail_of_the_log(paths: LibraryPaths, store: Store, fill, tmp_path: Path) -> None:
    """Power loss: of the log, what was synced is there, and what came later may be cut anywhere."""
    ids = fill.photos(5)
    store.edits.set_rating(ids, 5)
    log = paths.database.with_name("library.db-wal")
    synced = log.stat().st_size
    fill.photos(40, "later/p")
    whole = log.read_bytes()
    assert len(whole) > synced
    for number, cut in enumerate(range(synced, len(whole), max((len(whole) - synced) // 25, 1))):
        home = tmp_path / f"cut{number}"
        home.mkdir()
        shutil.copy(paths.database, home / "library.db")
        (home / "library.db-wal").write_bytes(whole[:cut])
        opened = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
        assert {p.rating for p in opened.photos.get_many(ids).values()} == {5}
        assert opened.db.value("PRAGMA quick_check") == "ok"
        opened.close()
