"""The user's hand on events: renamed, merged and split in the window; the page, its title and the toast follow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLineEdit

from desktop_app.domain.event import Event, EventKind
from desktop_app.domain.event_correction import Level
from desktop_app.domain.ids import EventId
from desktop_app.domain.library import Scope
from desktop_app.gui import places
from desktop_app.gui.album_menu import photo_menu
from desktop_app.library.commands import SetHidden


@pytest.fixture
def shown(make_window, inline_library, qtbot):
    window = make_window(inline_library)
    window.navigator.go(places.EVENTS)
    qtbot.waitUntil(lambda: bool(window.events_desk.page and window.events_desk.page.cards.cards.cards))
    return window


def events(window) -> list[Event]:
    """Returns the events of the page, the oldest first."""
    return [event for event in reversed(window.events_desk.events) if event.kind is EventKind.EVENT]


def titles(window) -> list[str]:
    return [card.title for card in window.events_desk.page.cards.cards.cards]


def merge_first(window, qtbot, count: int = 4) -> Event:
    """Makes one event of the first ones; returns it."""
    before = events(window)
    window.events_desk.acts.merge([event.id for event in before[:count]])
    qtbot.waitUntil(lambda: len(events(window)) == len(before) - count + 1)
    return events(window)[0]


def open_event(window, event: Event, qtbot) -> None:
    window.events_desk.open(event.id)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == len(event.photo_ids))


def header(window) -> str:
    return window.space.header.title.text()


def test_f2_on_a_card_renames_the_event_and_undo_takes_it_back(shown, qtbot) -> None:
    view = shown.events_desk.page.cards
    key = view.cards.cards[1].key
    before = titles(shown)
    view.set_current(key)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F2)
    field = view.renaming.field
    assert isinstance(field, QLineEdit)
    assert field.text() == before[1]
    field.setText("Anna's wedding")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(shown)[1] == "Anna's wedding")
    assert shown.toast.isVisible()
    assert "Renamed to “Anna's wedding”" in shown.toast.words.text()
    assert "Rename event to “Anna's wedding”" in shown.actions_table["undo"].text()
    shown.toast.button.click()
    qtbot.waitUntil(lambda: titles(shown) == before)


def test_a_name_is_given_up_for_the_automatic_title(shown, qtbot) -> None:
    acts, one = shown.events_desk.acts, events(shown)[0]
    texts = [action.text() for action in acts.menu_of([one.id]).actions()]
    assert "Rename" in texts
    assert "Use the automatic title" not in texts
    before = titles(shown)
    acts.rename(one.id, "Choir")
    qtbot.waitUntil(lambda: "Choir" in titles(shown))
    menu = acts.menu_of([one.id])
    next(action for action in menu.actions() if action.text() == "Use the automatic title").trigger()
    qtbot.waitUntil(lambda: titles(shown) == before)


def test_a_name_that_cannot_be_is_told_and_the_card_shows_what_holds(shown, qtbot) -> None:
    before = titles(shown)
    shown.events_desk.acts.rename(events(shown)[0].id, "x" * 300)
    qtbot.waitUntil(lambda: "at most" in shown.toast.words.text())
    assert titles(shown) == before


def test_events_that_follow_one_another_are_merged_by_the_button(shown, qtbot) -> None:
    page, before = shown.events_desk.page, events(shown)
    assert not page.merge.isVisibleTo(page)
    page.cards.select_keys([event.id for event in before[2:5]])
    assert page.merge.isVisibleTo(page)
    page.merge.click()
    qtbot.waitUntil(lambda: len(events(shown)) == len(before) - 2)
    merged = next(event for event in events(shown) if event.id == before[2].id)
    assert merged.photo_ids == before[2].photo_ids + before[3].photo_ids + before[4].photo_ids
    assert "Merged 3 events" in shown.toast.words.text()
    assert page.cards.selected_keys() == [merged.id]
    shown.edits.undo()
    qtbot.waitUntil(lambda: events(shown) == before)


def test_events_with_another_between_are_not_merged(shown, qtbot) -> None:
    before = events(shown)
    shown.events_desk.acts.merge([before[0].id, before[2].id])
    qtbot.waitUntil(lambda: "follow one another" in shown.toast.words.text())
    assert events(shown) == before


def test_moments_that_are_not_shown_are_merged_along(shown, qtbot) -> None:
    desk, all_of_them = shown.events_desk, events(shown)
    assert all(len(event.photo_ids) < 3 for event in all_of_them)
    desk.are_moments_shown = False  # as in a library of many events
    desk.acts.merge([all_of_them[0].id, all_of_them[3].id])
    qtbot.waitUntil(lambda: len(events(shown)) == len(all_of_them) - 3)


def test_a_new_event_begins_at_a_photo_and_its_page_opens(shown, qtbot) -> None:
    merged = merge_first(shown, qtbot)
    open_event(shown, merged, qtbot)
    action = shown.actions_table["start-event"]
    shown.space.grid.set_current_id(merged.photo_ids[0])
    qtbot.waitUntil(lambda: not action.isEnabled())
    third = merged.photo_ids[2]
    shown.space.grid.set_current_id(third)
    qtbot.waitUntil(action.isEnabled)
    assert action in photo_menu(shown, [third]).actions()
    assert action not in photo_menu(shown, list(merged.photo_ids[1:3])).actions()
    action.trigger()
    qtbot.waitUntil(lambda: sorted(shown.space.model.timeline.ids.tolist()) == sorted(merged.photo_ids[2:]))
    assert shown.navigator.place.page.event_id == third
    assert "A new event begins here" in shown.toast.words.text()
    shown.navigator.back()
    qtbot.waitUntil(lambda: sorted(shown.space.model.timeline.ids.tolist()) == sorted(merged.photo_ids[:2]))
    shown.navigator.forward()
    shown.edits.undo()
    qtbot.waitUntil(lambda: sorted(shown.space.model.timeline.ids.tolist()) == sorted(merged.photo_ids))
    assert shown.navigator.place.page.event_id == merged.id


def test_the_page_of_an_event_follows_its_name_by_f2_and_its_photos(shown, qtbot, monkeypatch, inline_library) -> None:
    merged = merge_first(shown, qtbot)
    open_event(shown, merged, qtbot)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_rest: ("Lake", True))
    shown.actions_table["rename-album"].trigger()
    qtbot.waitUntil(lambda: header(shown) == "Lake")
    assert shown.navigator.place.text == "Lake"
    inline_library.run(SetHidden(merged.photo_ids[:1], is_hidden=True))
    qtbot.waitUntil(lambda: shown.navigator.place.page.photo_ids == merged.photo_ids[1:])
    assert header(shown) == "Lake"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_rest: ("", True))
    rename = next(action for action in photo_menu(shown, []).actions() if action.text() == "Rename event…")
    rename.trigger()
    qtbot.waitUntil(lambda: header(shown) != "Lake")


def test_a_name_not_changed_in_the_small_window_changes_nothing(shown, qtbot, monkeypatch) -> None:
    one = events(shown)[0]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, text, **_rest: (f" {text} ", True))
    shown.events_desk.acts.ask_name(one.id)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_rest: ("Other", False))
    shown.events_desk.acts.ask_name(one.id)
    assert shown.edits.undo_state.undo is None


def test_an_event_can_only_begin_on_the_page_of_one(shown, qtbot) -> None:
    shown.navigator.go(places.timeline())
    qtbot.waitUntil(lambda: shown.navigator.place.page.scope is Scope.LIBRARY and shown.space.is_grid_shown)
    shown.space.grid.set_current_id(int(shown.space.model.timeline.ids[0]))
    shown.update_actions()
    assert not shown.actions_table["start-event"].isEnabled()
    assert (
        shown.actions_table["start-event"] not in photo_menu(shown, [int(shown.space.model.timeline.ids[0])]).actions()
    )


def trips(window) -> list[Event]:
    return [event for event in reversed(window.events_desk.events) if event.parts]


def test_trips_are_made_named_grown_and_parted(shown, qtbot) -> None:
    acts, one = shown.events_desk.acts, events(shown)
    acts.merge([event.id for event in one[1:4]], Level.TRIP)
    qtbot.waitUntil(lambda: len(trips(shown)) == 1)
    assert "Made a trip of 3 events" in shown.toast.words.text()
    trip = trips(shown)[0]
    assert trip.parts == tuple(event.id for event in one[1:4])
    acts.rename(trip.id, "Baltic Sea")
    qtbot.waitUntil(lambda: "Baltic Sea" in titles(shown))
    assert not acts.can_merge([trip.id, one[2].id]), "it is in the trip already"
    acts.merge([trip.id, one[5].id])
    qtbot.waitUntil(lambda: len(trips(shown)[0].parts) == 5)
    assert trips(shown)[0].name == "Baltic Sea"
    assert "one trip" in shown.toast.words.text()
    menu = acts.menu_of([one[3].id])
    assert "Start a new trip here" not in [a.text() for a in acts.menu_of([one[1].id]).actions()]
    next(action for action in menu.actions() if action.text() == "Start a new trip here").trigger()
    qtbot.waitUntil(lambda: len(trips(shown)) == 2)
    open_event(shown, trips(shown)[1], qtbot)
    assert shown.navigator.place.page.event_id == EventId(-one[3].id)
    for _ in range(4):
        shown.edits.undo()
    qtbot.waitUntil(lambda: not trips(shown))


def test_a_photo_of_a_trip_begins_a_new_event_and_the_page_stays(shown, qtbot) -> None:
    merged = merge_first(shown, qtbot)
    rest = events(shown)
    shown.events_desk.acts.merge([merged.id, rest[1].id], Level.TRIP)
    qtbot.waitUntil(lambda: len(trips(shown)) == 1)
    open_event(shown, trips(shown)[0], qtbot)
    place = shown.navigator.place
    shown.space.grid.set_current_id(merged.photo_ids[2])
    qtbot.waitUntil(shown.actions_table["start-event"].isEnabled)
    shown.actions_table["start-event"].trigger()
    qtbot.waitUntil(lambda: len(events(shown)) == len(rest) + 1)
    assert shown.navigator.place == place


def test_trips_with_another_between_are_not_merged(shown, qtbot) -> None:
    acts, one = shown.events_desk.acts, events(shown)
    for first in (0, 3, 6):
        acts.merge([event.id for event in one[first : first + 2]], Level.TRIP)
        qtbot.waitUntil(lambda first=first: len(trips(shown)) == first // 3 + 1)
    first, _, last = trips(shown)
    acts.merge([first.id, last.id])
    qtbot.waitUntil(lambda: "Only trips that follow" in shown.toast.words.text())
    assert len(trips(shown)) == 3


def test_small_events_the_user_made_are_always_shown(theme_app, inline_library) -> None:
    from desktop_app.gui.events_content import content_of
    from desktop_app.library.occasions import find_events_of

    [some, *_] = find_events_of(inline_library.store)
    many = tuple(
        replace(some, id=EventId(number), photo_ids=some.photo_ids * (1 if number < 3 else 4), is_made=number == 1)
        for number in range(1, 40)
    )
    content = inline_library.ask(lambda q: content_of(q, many, is_everything=False)).result()
    assert 1 in {card.key for card in content.cards}
    assert 2 not in {card.key for card in content.cards}
    assert content.moments == 1
