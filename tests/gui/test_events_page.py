"""Events in the window: cards by trip and year, their photos, albums, and why there are none."""

from __future__ import annotations

from concurrent.futures import Future
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from desktop_app.domain.event import Event, EventKind, Precision
from desktop_app.domain.ids import EventId, PhotoId
from desktop_app.domain.library import Activity, Changes, Page, Progress, Scope
from desktop_app.domain.locality import Locality
from desktop_app.gui import event_words, places
from desktop_app.gui.card_page import Card
from desktop_app.gui.places import Kind
from desktop_app.library.commands import SetHidden

ROME, FLORENCE = Locality("Rome", "Italy", "IT"), Locality("Florence", "Italy", "IT")
DAY_MS, HOUR_MS = 86_400_000, 3_600_000
MAY_14 = 1_557_792_000_000  # 14 May 2019, a Tuesday
DASH = "\N{EN DASH}"


def event(start_ms: int = MAY_14 + 10 * HOUR_MS, end_ms: int = 0, **rest: object) -> Event:
    given = {"id": EventId(1), "kind": EventKind.EVENT, "photo_ids": (PhotoId(1), PhotoId(2)), **rest}
    return Event(start_ms=start_ms, end_ms=end_ms or start_ms + HOUR_MS, **given)  # type: ignore[arg-type]


@pytest.fixture
def british():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("british")
@pytest.mark.parametrize(
    ("given", "title", "note"),
    [
        (event(), "Tuesday 14 May 2019", "2 photos"),
        (event(places=(ROME,)), "Rome", "14 May 2019 · 2 photos"),
        (event(places=(ROME,), is_at_home=True), "Tuesday 14 May 2019", "Rome · 2 photos"),
        (event(places=(ROME,), subject="Dog", is_subject_guessed=True), "Rome", "14 May 2019 · 2 photos"),
        (event(places=(ROME,), subject="Birthday"), "Birthday", "14 May 2019 · Rome · 2 photos"),
        (event(places=(Locality("Rome", "Italy", "IT", is_near=True),)), "Near Rome", "14 May 2019 · 2 photos"),
        (event(places=(ROME,), precision=Precision.TIME), "Rome", "14 May 2019, 10:00 · 2 photos"),
        (event(precision=Precision.YEAR), "2019", "2 photos"),
        (
            event(end_ms=MAY_14 + 3 * DAY_MS, kind=EventKind.TRIP, places=(ROME, FLORENCE), parts=(1, 2)),
            "Rome and Florence",
            f"14{DASH}16 May 2019 · 2 events · 2 photos",
        ),
        (
            event(end_ms=MAY_14 + 20 * DAY_MS, kind=EventKind.TRIP, countries=("Italy",), parts=(1,)),
            "Italy",
            f"14 May {DASH} 2 June 2019 · 1 event · 2 photos",
        ),
        (
            event(kind=EventKind.TRIP, places=(ROME,), is_weekend=True, parts=(1,)),
            "Weekend in Rome",
            "14 May 2019 · 1 event · 2 photos",
        ),
    ],
)
def test_what_a_card_says(theme_app, given: Event, title: str, note: str) -> None:
    assert event_words.title_of(given).replace(",", "") == title
    assert event_words.note_of(given) == note


@pytest.fixture
def shown(make_window, inline_library, qtbot):
    window = make_window(inline_library)
    window.navigator.go(places.EVENTS)
    qtbot.waitUntil(lambda: bool(window.events_desk.page and window.events_desk.page.cards.cards.cards))
    return window


def cards(window) -> tuple[Card, ...]:
    return window.events_desk.page.cards.cards.cards


def test_every_dated_photo_is_on_a_card_and_small_libraries_hide_nothing(shown) -> None:
    assert sum(len(one.photo_ids) for one in shown.events_desk._events.values()) == 24
    assert len(cards(shown)) == len(shown.events_desk._events)
    assert {card.section for card in cards(shown)} == {"2025"}
    assert not shown.events_desk.page.moments.isVisible()


def test_enter_opens_the_photos_of_an_event_under_its_name(shown, qtbot) -> None:
    card = cards(shown)[0]
    view = shown.events_desk.page.cards
    view.set_current(card.key)
    QTest.keyClick(view, Qt.Key.Key_Return)
    place = shown.navigator.place
    assert (place.kind, place.page.scope) == (Kind.TIMELINE, Scope.EVENT)
    wanted = sorted(shown.events_desk._events[card.key].photo_ids)
    qtbot.waitUntil(lambda: sorted(shown.space.model.timeline.ids.tolist()) == wanted)
    assert places.title(place, {}, {}) == card.title
    shown.navigator.back()
    assert shown.navigator.place == places.EVENTS


def test_albums_are_made_of_events_and_undone(shown, inline_library) -> None:
    key = cards(shown)[0].key
    shown.events_desk.acts.make_album([key])
    [album] = inline_library.ask(lambda q: q.albums()).result()
    one = shown.events_desk._events[key]
    assert (album.name, album.photo_count) == (event_words.full_title(one), len(one.photo_ids))
    shown.edits.undo()
    assert inline_library.ask(lambda q: q.albums()).result() == []


def test_the_menu_acts_on_every_event_chosen(shown, inline_library, qtbot) -> None:
    keys = [card.key for card in cards(shown)[:2]]
    menu = shown.events_desk.acts.menu_of(keys)
    wanted = ["Merge", "Make trip", "", "Make album", "Add to favourites", "Hide photos"]
    assert [a.text() for a in menu.actions()] == wanted
    of_one = shown.events_desk.acts.menu_of(keys[:1])
    assert [a.text() for a in of_one.actions()][:2] == ["Open", "Show on the timeline"]
    assert shown.events_desk.acts.menu_of([]) is None
    hidden = {photo for key in keys for photo in shown.events_desk._events[key].photo_ids}
    menu.actions()[-1].trigger()
    qtbot.waitUntil(lambda: not {c.key for c in cards(shown)} & set(keys))
    assert hidden.isdisjoint(p for one in shown.events_desk._events.values() for p in one.photo_ids)


def test_hidden_photos_leave_at_once_and_files_come_later(shown, inline_library, qtbot) -> None:
    one = next(iter(shown.events_desk._events.values()))
    inline_library.run(SetHidden(one.photo_ids[:1], is_hidden=True))
    qtbot.waitUntil(
        lambda: one.photo_ids[0] not in {p for e in shown.events_desk._events.values() for p in e.photo_ids}
    )


def test_a_library_without_photos_and_one_without_dates_say_why(make_window, empty_library, qtbot) -> None:
    window = make_window(empty_library)
    window.navigator.go(places.EVENTS)
    page = window.events_desk.make_page()
    qtbot.waitUntil(lambda: page.empty.title.text() == "No photos yet")
    counts = SimpleNamespace(library=5, pending=0)
    page.show_none(counts)
    assert page.empty.title.text() == "No photo has a date"
    page.show_none(SimpleNamespace(library=5, pending=2))
    assert page.empty.title.text() == "Events appear when your photos are read"
    assert not page.bar.isVisible()


@pytest.mark.expects_log("events could not be shown")
def test_a_failure_is_told_and_tried_again(make_window, inline_library, qtbot) -> None:
    right, failing = inline_library.order.events, Future()
    failing.set_exception(OSError("disk"))
    inline_library.order.events = SimpleNamespace(events=lambda: failing)
    window = make_window(inline_library)
    window.navigator.go(places.EVENTS)
    page = window.events_desk.make_page()
    qtbot.waitUntil(lambda: page.empty.title.text() == "Events cannot be shown")
    inline_library.order.events = right
    page.empty.button.click()
    qtbot.waitUntil(lambda: bool(cards(window)))


def test_small_events_come_when_asked_for(theme_app, inline_library) -> None:
    from desktop_app.gui.events_content import content_of

    many = tuple(
        event(start_ms=MAY_14 - n * DAY_MS, id=EventId(n + 1), photo_ids=(PhotoId(1),) * (1 + n % 2 * 4))
        for n in range(40)
    )

    def ask(is_everything: bool):
        return inline_library.ask(lambda q: content_of(q, many, is_everything=is_everything)).result()

    assert (len(ask(is_everything=False).cards), ask(is_everything=False).moments) == (20, 20)
    assert len(ask(is_everything=True).cards) == 40


def test_a_trip_heads_its_own_section_and_the_year_goes_on_after_it(theme_app, inline_library) -> None:
    from desktop_app.gui.events_content import content_of

    trip = event(kind=EventKind.TRIP, places=(ROME,), id=EventId(-2), parts=(EventId(2),))
    row = (
        event(start_ms=MAY_14 + 9 * DAY_MS, id=EventId(1)),
        trip,
        event(id=EventId(2), trip=EventId(-2)),
        event(start_ms=MAY_14 - 9 * DAY_MS, id=EventId(3)),
        event(start_ms=MAY_14 - 400 * DAY_MS, id=EventId(4)),
    )
    content = inline_library.ask(lambda q: content_of(q, row, is_everything=True)).result()
    sections = [card.section for card in content.cards]
    heading = event_words.full_title(trip)
    assert sections == ["2019", heading, heading, "Earlier in 2019", "2018"]
    assert [card.mark for card in content.cards] == ["", "Trip", "", "", ""]


def test_news_of_files_wait_their_turn(shown) -> None:
    shown.events_desk.take_news(Changes(added=frozenset({PhotoId(1)})))
    assert shown.events_desk._is_stale


def test_the_page_is_one_of_the_grid(inline_library) -> None:
    page = Page(Scope.EVENT, photo_ids=(PhotoId(1), PhotoId(2), PhotoId(999)))
    assert sorted(inline_library.ask(lambda q: q.timeline(page)).result().ids.tolist()) == [1, 2]


def test_a_date_header_names_what_its_photos_have_in_common(theme_app) -> None:
    from desktop_app.gui.event_notes import EventNotes

    def at(first: int, count: int) -> tuple[PhotoId, ...]:
        return tuple(PhotoId(photo) for photo in range(first, first + count))

    notes = EventNotes(
        [
            event(id=EventId(1), photo_ids=at(1, 10), subject="Birthday", places=(ROME,)),
            event(id=EventId(11), photo_ids=at(11, 10), places=(ROME,)),
            event(id=EventId(21), photo_ids=at(21, 10)),
            event(id=EventId(-1), photo_ids=at(1, 30), kind=EventKind.TRIP, places=(FLORENCE,)),
        ]
    )
    assert notes.note(np.arange(1, 11)) == "Birthday"
    assert notes.note(np.arange(1, 21)) == "Rome"
    assert notes.note(np.arange(11, 31)) == ""
    assert notes.note(np.arange(100, 110)) == ""
    assert notes.note(np.empty(0, np.int64)) == ""
    assert EventNotes([]).note(np.arange(5)) == ""


def test_headers_learn_of_events_when_the_library_is_at_rest(make_window, inline_library, qtbot) -> None:
    window = make_window(inline_library)
    ids = window.space.model.timeline.ids
    assert window.events_desk.section_note(0, 2) == "2 photos"
    window.events_desk.take_news(Changes(progress=Progress(Activity.IDLE)))
    qtbot.waitUntil(lambda: window.events_desk._notes is not None)
    one = next(e for e in inline_library.order.events.events().result() if ids[0] in e.photo_ids)
    assert window.events_desk.section_note(0, 1) == event_words.name_of(one)
