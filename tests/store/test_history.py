from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop_app.domain.history import (
    MAX_SEEN_MS,
    Feedback,
    FeedbackKind,
    HistoryDay,
    InterestChoice,
    PhotoView,
    ViewSource,
    ViewSurface,
    local_day,
)
from desktop_app.domain.ids import InterestId, PhotoId, ViewId
from desktop_app.domain.library import Edit, UndoState
from desktop_app.paths import LibraryPaths
from desktop_app.store.history import History
from desktop_app.store.history_schema import SOURCES, SURFACES
from desktop_app.store.store import Store

NOON = int(datetime(2024, 5, 14, 12, tzinfo=UTC).timestamp() * 1000)
HOUR = 3_600_000
DAY = 24 * HOUR
EVER = 10**14


@pytest.fixture
def fill(store, filler):
    return filler(store)


def look(photo: int, at_ms: int = NOON, seen_ms: int = 4_000, **more: object) -> PhotoView:
    values: dict[str, object] = {"surface": ViewSurface.VIEWER, "source": ViewSource.FOLDER, "zoom": 1.0}
    return PhotoView(PhotoId(photo), started_at_ms=at_ms, seen_ms=seen_ms, **(values | more))  # type: ignore[arg-type]


def viewed(history: History, until_ms: int = EVER) -> list[PhotoId]:
    return [view.photo_id for view in history.views(until_ms)]


def all_of(store: Store) -> object:
    """Everything a reader of the history can see, but its generation."""
    history = store.history
    return (
        history.views(EVER),
        history.feedback(),
        history.shown(date(9000, 1, 1), 10**6),
        history.choices(),
        history.dismissed_albums(),
        history.get_weights(),
        history.days(EVER),
        history.count(),
        history.export(),
    )


def test_a_look_is_kept_whole_and_bounded(store: Store, fill) -> None:
    a, b = fill.photos(2)
    odd = look(b, -5, 10**9, zoom=float("nan"), surface=ViewSurface.SLIDESHOW, source=ViewSource.SLIDESHOW)
    kept = store.history.add_views([look(a, zoom=2.5), odd])
    assert store.history.views(EVER) == [
        look(a, zoom=2.5, id=kept[0]),
        look(b, 0, MAX_SEEN_MS, surface=ViewSurface.SLIDESHOW, source=ViewSource.SLIDESHOW, id=kept[1]),
    ]
    assert len(set(kept)) == 2


def test_every_surface_and_source_has_a_code_that_stays(store: Store, fill) -> None:
    assert set(SURFACES) == set(ViewSurface)
    assert set(SOURCES) == set(ViewSource)
    assert [str(one) for one in SOURCES[:3]] == ["library", "folder", "album"]
    (photo,) = fill.photos(1)
    looks = [look(photo, n, surface=surface, source=source) for n, surface in enumerate(SURFACES) for source in SOURCES]
    store.history.add_views(looks)
    assert {(v.surface, v.source) for v in store.history.views(EVER)} == {(v.surface, v.source) for v in looks}


def test_looks_come_newest_first_and_only_from_the_time_asked_for(store: Store, fill) -> None:
    ids = fill.photos(6)
    store.history.add_views([look(photo, NOON + n * HOUR) for n, photo in enumerate(ids)])
    assert viewed(store.history) == ids[::-1]
    assert viewed(store.history, NOON + 3 * HOUR) == ids[3::-1]
    assert viewed(store.history, NOON - 1) == []
    found = store.history.views(NOON + 4 * HOUR, since_ms=NOON + 2 * HOUR)
    assert [view.photo_id for view in found] == ids[4:1:-1]
    assert [v.photo_id for v in store.history.views(NOON + 4 * HOUR, limit=2)] == ids[4:2:-1]
    arrays = store.history.view_arrays(NOON + 4 * HOUR, 2)
    assert (arrays.photo_ids.tolist(), len(arrays)) == (ids[4:2:-1], 2)


def test_looks_at_photos_the_library_does_not_know_are_dropped(store: Store, fill, caplog) -> None:
    (photo,) = fill.photos(1)
    with caplog.at_level("INFO"):
        assert len(store.history.add_views([look(photo), look(photo + 99)])) == 1
    assert viewed(store.history) == [photo]
    assert "1 looks at photos that are not in the library were dropped" in caplog.text


def test_there_is_no_file_before_the_first_look(store: Store, paths: LibraryPaths, fill) -> None:
    (photo,) = fill.photos(1)
    assert store.history.views(EVER) == store.history.days(EVER) == store.history.feedback() == []
    assert (store.history.generation(), store.history.count(), store.history.get_weights()) == (0, 0, None)
    store.history.prune(NOON)
    store.history.delete_day(date(2024, 1, 1))
    store.history.clear()
    assert not paths.history.exists()
    store.history.add_views([look(photo)])
    assert paths.history.exists()


def test_a_reader_sees_what_the_writer_adds(store: Store, paths: LibraryPaths, fill) -> None:
    a, b = fill.photos(2)
    reader = Store.open(paths, is_writer=False)
    try:
        assert viewed(reader.history) == []
        store.history.add_views([look(a)])
        first = reader.history.generation()
        assert viewed(reader.history) == [a]
        store.history.add_views([look(b, NOON + 1)])
        assert viewed(reader.history) == [b, a]
        assert reader.history.generation() > first
    finally:
        reader.close()


def test_fifty_thousand_looks(store: Store, fill) -> None:
    names = [f"a/{number:05d}.jpg" for number in range(4_000)]
    ids = fill.new(names)
    fill.decode(ids)
    pick = random.Random(5)
    looks = [
        look(pick.choice(ids), NOON + pick.randrange(700 * DAY), pick.randrange(MAX_SEEN_MS)) for _ in range(50_000)
    ]
    began = time.perf_counter()
    for start in range(0, len(looks), 200):
        store.history.add_views(looks[start : start + 200])
    added = time.perf_counter()
    arrays = store.history.view_arrays(EVER)
    asked = time.perf_counter()
    store.history.view_arrays(NOON + 300 * DAY, 5_000)
    again = time.perf_counter()
    days = store.history.days(EVER)
    print(  # the one place where these figures are seen; benchmarks measure the page itself
        f"50,000 looks: {added - began:.2f} s to add, {(asked - added) * 1e3:.0f} ms to read, "
        f"{(again - asked) * 1e3:.2f} ms to read again, {(time.perf_counter() - again) * 1e3:.0f} ms for the days"
    )
    wanted = sorted(looks, key=lambda view: -view.started_at_ms)
    assert arrays.started_at_ms.tolist() == [view.started_at_ms for view in wanted]
    assert sorted(zip(arrays.photo_ids.tolist(), arrays.seen_ms.tolist(), strict=True)) == sorted(
        (view.photo_id, view.seen_ms) for view in looks
    )
    assert sum(day.view_count for day in days) == store.history.count() == 50_000


def test_a_day_is_a_local_day(store: Store, fill, monkeypatch) -> None:
    (photo,) = fill.photos(1)
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        midnight = int(datetime(2024, 3, 10, 5, tzinfo=UTC).timestamp() * 1000)  # the day that has 23 hours there
        store.history.add_views([look(photo, at) for at in (midnight - 1, midnight, midnight + 23 * HOUR - 1)])
        assert store.history.days(EVER) == [HistoryDay(date(2024, 3, 10), 2), HistoryDay(date(2024, 3, 9), 1)]
        store.history.add_views([look(photo, midnight + 23 * HOUR)])
        store.history.delete_day(date(2024, 3, 10))
        assert [day.day for day in store.history.days(EVER)] == [date(2024, 3, 11), date(2024, 3, 9)]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_looks_from_a_clock_that_ran_ahead_do_not_count_before_their_time(store: Store, fill) -> None:
    a, b = fill.photos(2)
    store.history.add_views([look(a), look(b, NOON + 400 * DAY)])
    assert viewed(store.history, NOON + HOUR) == [a]
    assert [day.day for day in store.history.days(NOON + HOUR)] == [local_day(NOON)]
    assert viewed(store.history, NOON + 400 * DAY) == [b, a]


def test_a_moved_photo_keeps_its_looks(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    store.history.add_views([look(photo)])
    store.db.execute("UPDATE photo SET relative_path = ? WHERE id = ?", (b"elsewhere/x.jpg", photo))
    assert viewed(store.history) == [photo]


def test_a_photo_edited_in_place_keeps_its_looks_and_goes_on_keeping_them_when_moved_then(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    store.history.add_views([look(photo)])
    fill.decode([photo], content_hash=b"turned by another program")
    assert viewed(store.history) == [photo]
    store.history.prune(0)
    store.db.execute("UPDATE photo SET relative_path = ? WHERE id = ?", (b"elsewhere/x.jpg", photo))
    assert viewed(store.history) == [photo]


def test_a_photo_looked_at_before_it_was_read_keeps_its_look(store: Store, fill) -> None:
    (photo,) = fill.new(["a/new.jpg"])
    store.history.add_views([look(photo)])
    fill.decode([photo])
    assert viewed(store.history) == [photo]


def test_ids_given_out_again_do_not_inherit_looks(store: Store, fill) -> None:
    """A restored backup: 3 is another picture now, and the one that was 3 is 4."""
    a, b, c = fill.photos(3)
    store.history.add_views([look(a, NOON), look(b, NOON + 1), look(c, NOON + 2)])
    store.history.add_feedback([c], FeedbackKind.NEVER, NOON)
    store.history.add_shown([b, c], date(2024, 5, 14))
    store.history.set_choice(InterestChoice(InterestId(c), "Boats"))
    store.db.execute("DELETE FROM photo WHERE id IN (?, ?)", (b, c))
    store.db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'photo'", (a,))
    new = fill.new(["new/b.jpg", "new/c.jpg", "new/d.jpg"])
    assert new == [b, c, c + 1]
    fill.decode(new[:1], content_hash=b"something else")
    fill.decode(new[1:2], content_hash=b"another thing")
    fill.decode(new[2:], content_hash=b"hash-%d" % c)
    assert viewed(store.history) == [c + 1, a]
    assert [one.photo_id for one in store.history.feedback()] == [c + 1]
    assert store.history.shown(date(2024, 5, 20), 30) == {c + 1: date(2024, 5, 14)}
    assert store.history.choices() == [InterestChoice(InterestId(c + 1), "Boats")]


def test_of_several_copies_the_present_one_has_the_looks(store: Store, fill) -> None:
    a, b, c = fill.photos(3)
    store.history.add_views([look(a)])
    store.db.execute("UPDATE photo SET relative_path = x'00', content_hash = x'00' WHERE id = ?", (a,))
    fill.decode([b, c], content_hash=b"hash-%d" % a)
    store.db.execute("UPDATE photo SET missing_since_ms = 1 WHERE id = ?", (b,))
    assert viewed(store.history) == [c]


def test_a_new_model_changes_nothing(store: Store, fill) -> None:
    ids = fill.photos(2)
    store.history.add_views([look(photo) for photo in ids])
    store.history.add_feedback(ids[:1], FeedbackKind.LESS, NOON)
    before = all_of(store)
    fill.understand(ids, model="a later model")
    store.db.execute("DELETE FROM embedding")
    assert all_of(store) == before


def test_what_was_shown_is_remembered_by_its_last_day_before_today(store: Store, fill) -> None:
    a, b, c = fill.photos(3)
    today = date(2024, 5, 14)
    for ids, ago in (([a, b], 9), ([a], 3), ([a, c], 0), ([b], 40)):
        store.history.add_shown(ids, today - timedelta(days=ago))
        store.history.add_shown(ids, today - timedelta(days=ago))
    assert store.history.shown(today, 14) == {a: today - timedelta(days=3), b: today - timedelta(days=9)}
    assert store.history.shown(today, 7) == {a: today - timedelta(days=3)}
    assert store.history.shown(today + timedelta(days=1), 7) == {a: today, c: today}


def test_acts_are_kept_newest_first_and_count_from_their_time_on(store: Store, fill) -> None:
    a, b = fill.photos(2)
    assert store.history.add_feedback([a], FeedbackKind.RATING, NOON, 5) == 0
    assert store.history.add_feedback([b, b], FeedbackKind.FIND_SIMILAR, NOON + 1) == 0
    found = store.history.feedback(NOON + 1)
    assert [(one.photo_id, one.kind, one.at_ms, one.value) for one in found] == [
        (b, FeedbackKind.FIND_SIMILAR, NOON + 1, 0),
        (a, FeedbackKind.RATING, NOON, 5),
    ]
    assert [one.photo_id for one in store.history.feedback(NOON)] == [a]


def test_a_wish_counts_whatever_its_time(store: Store, fill) -> None:
    a, b = fill.photos(2)
    assert store.history.add_feedback([a], FeedbackKind.LESS, NOON)
    assert store.history.add_feedback([b], FeedbackKind.NEVER, NOON)
    assert {one.photo_id for one in store.history.feedback(NOON - DAY)} == {a, b}
    assert store.history.add_feedback([b], FeedbackKind.NEVER, NOON + DAY) == 0


def test_weights_replace_each_other(store: Store) -> None:
    store.history.set_weights([0.5, 0.25])
    store.history.set_weights([1.0])
    assert store.history.get_weights() == (1.0,)


ACTS: dict[str, Callable[[Store, list[PhotoId], list[ViewId]], Edit]] = {
    "Less like this": lambda s, ids, _: s.edits.less_like(ids[:2]),
    "Never suggest this": lambda s, ids, _: s.edits.never_suggest(ids[:1]),
    "Change interest": lambda s, ids, _: s.edits.choose_interest(InterestChoice(InterestId(ids[0]), "Dogs", 2.0)),
    "Forget interest": lambda s, _, views: s.edits.forget_interest(views[:2], [1]),
    "Dismiss suggested album": lambda s, _, __: s.edits.dismiss_album("event-1"),
}


@pytest.mark.parametrize("label", ACTS)
def test_every_wish_can_be_taken_back_and_made_again_after_restarts(
    paths: LibraryPaths, store: Store, fill, label: str
) -> None:
    ids = fill.photos(3)
    views = store.history.add_views([look(photo) for photo in ids])
    store.history.add_feedback([ids[2]], FeedbackKind.FIND_SIMILAR, NOON)
    before = all_of(store)
    edit = ACTS[label](store, ids, views)
    after = all_of(store)
    assert (edit.label, edit.photo_ids) == (label, ())
    assert after != before
    assert store.edits.state() == UndoState(edit, None)
    store.close()
    with_undo = Store.open(paths, is_writer=True)
    assert all_of(with_undo) == after
    concerned = {"Less like this": tuple(ids[:2]), "Never suggest this": (ids[0],)}.get(label, ())
    taken_back = replace(edit, photo_ids=concerned)
    assert with_undo.edits.undo() == taken_back
    assert _without_forgotten(all_of(with_undo)) == _without_forgotten(before)
    with_undo.close()
    with_redo = Store.open(paths, is_writer=True)
    try:
        assert with_redo.edits.redo() == taken_back
        assert all_of(with_redo) == after
        assert with_redo.edits.undo() == taken_back
        assert ACTS[label](with_redo, ids, views).id > edit.id  # another act, though the same
    finally:
        with_redo.close()


def _without_forgotten(seen: object) -> object:
    """An export tells of what was taken back too."""
    *others, document = seen  # type: ignore[misc]
    return others, {
        table: [row for row in rows if isinstance(row, str) or not row.get("is_forgotten")]
        for table, rows in document.items()
    }


def test_a_choice_takes_the_place_of_an_earlier_one_and_a_plain_one_ends_it(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    anchor = InterestId(photo)
    first, second = InterestChoice(anchor, "Dogs"), InterestChoice(anchor, "Puppies", 0.5, is_muted=True)
    for choice in (first, second, InterestChoice(anchor)):
        store.edits.choose_interest(choice)
    assert store.history.choices() == []
    assert store.edits.choose_interest(InterestChoice(anchor)).id == 0
    store.edits.undo()
    assert store.history.choices() == [second]
    store.edits.undo()
    assert store.history.choices() == [first]


def test_what_changes_nothing_leaves_the_journal_alone(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    store.edits.never_suggest([photo])
    store.edits.dismiss_album("x")
    state = store.edits.state()
    assert store.edits.never_suggest([photo]).id == 0
    assert store.edits.dismiss_album("x").id == 0
    assert store.edits.forget_interest([ViewId(77)], []).id == 0
    assert store.edits.less_like([PhotoId(999)]).id == 0
    assert store.edits.choose_interest(InterestChoice(InterestId(999), "Nothing")).id == 0
    assert store.edits.state() == state


def test_a_wish_and_a_rating_are_undone_in_their_order(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    store.edits.set_rating([photo], 4)
    store.edits.less_like([photo])
    store.edits.undo()
    assert (store.history.feedback(), store.photos.get_many([photo])[photo].rating) == ([], 4)
    store.edits.undo()
    assert store.photos.get_many([photo])[photo].rating == 0


def test_undo_of_a_wish_whose_history_is_gone_does_nothing_and_says_so_to_nobody(
    store: Store, paths: LibraryPaths, fill
) -> None:
    a, b = fill.photos(2)
    edit = store.edits.less_like([a])
    store.history.close()
    for file in paths.home.glob("history.db*"):
        file.unlink()
    store.history.add_feedback([b], FeedbackKind.LESS, NOON)  # the new file's first change is not the old one's
    assert store.edits.undo() == edit
    assert [one.photo_id for one in store.history.feedback()] == [b]


def test_feedback_is_a_plain_value(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    store.history.add_feedback([photo], FeedbackKind.HIDE, NOON)
    assert store.history.feedback() == [Feedback(photo, FeedbackKind.HIDE, NOON, 0, 1)]


def test_reading_again_sees_what_was_added_and_what_was_taken_away(store: Store, paths: LibraryPaths, fill) -> None:
    ids = fill.photos(30)
    pick = random.Random(3)
    reader = Store.open(paths, is_writer=False)
    try:
        kept: list[ViewId] = []
        for _ in range(12):
            kept += store.history.add_views([look(pick.choice(ids), NOON + pick.randrange(5)) for _ in range(4)])
            if pick.random() < 0.3:
                store.history.delete_views([kept.pop(pick.randrange(len(kept)))])
            if pick.random() < 0.3:
                store.edits.forget_interest([pick.choice(kept)], [])
            if pick.random() < 0.3:
                store.edits.undo()
            fresh = Store.open(paths, is_writer=False)
            assert reader.history.views(EVER) == store.history.views(EVER) == fresh.history.views(EVER)
            fresh.close()
        assert len(reader.history.views(EVER)) > 20
    finally:
        reader.close()


def test_opening_a_library_touches_neither_file_nor_code_of_the_history(
    store: Store, paths: LibraryPaths, fill, child
) -> None:
    (photo,) = fill.photos(1)
    store.history.add_views([look(photo)])
    store.close()
    code = """
        import sys
        from pathlib import Path
        from desktop_app.paths import LibraryPaths
        from desktop_app.store.store import Store
        home, said = Path(sys.argv[1]), []
        sys.addaudithook(lambda event, args: said.append(f"{event} {args[:1]}"))
        store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
        store.edits.set_rating([1], 4)
        print(any("history.db" in name for name in said), "desktop_app.store.history" in sys.modules)
        print(len(store.history.views(10**14)), any("history.db" in name for name in said))
        store.close()
    """
    told = child(code, paths.home)
    assert told.stdout == "False False\n1 True\n", told.stderr
