"""Events in a window: asks for them when their page is wanted, shows them, and does what the user asks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from desktop_app.domain.ids import EventId, PhotoId
from desktop_app.domain.library import Activity, Changes
from desktop_app.errors import UserError
from desktop_app.gui import facts, places
from desktop_app.gui.places import Kind, Place
from desktop_app.gui.refreshing import Pace

if TYPE_CHECKING:
    from desktop_app.domain.event import Event
    from desktop_app.gui.event_acts import EventActs
    from desktop_app.gui.event_notes import EventNotes
    from desktop_app.gui.events_content import EventsContent
    from desktop_app.gui.events_page import EmptyAct, EventsPage
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

NEWS_SHARE, NEWS_REST_S = 0.1, 30.0


class EventsDesk(QObject):
    """Serves the page of events, which is made when it is first wanted, and the grid's date headers. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library, self._bridge = window, window.library, window.bridge
        self.page: EventsPage | None = None
        self._events: dict[EventId, Event] = {}
        self._wanted: EventId | None = None  # to be shown as soon as it is there
        self._is_stale, self._is_everything = True, False
        self.are_moments_shown = False
        self._generation = 0
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(lambda: self._load() if self._is_wanted else None)
        self._notes: EventNotes | None = None
        self._are_notes_stale = True
        window.space.grid.set_section_note(self.section_note)
        window.navigator.makers[Kind.EVENTS] = self.make_page
        window.navigator.moved.connect(self._on_moved)
        window.space.viewer.closed.connect(lambda _photo_id: self._on_moved())

    def make_page(self) -> EventsPage:
        """Returns the page of events."""
        if self.page is None:
            from desktop_app.gui.events_page import EventsPage  # late: the window's first tiles do not wait for it

            self.page = page = EventsPage(self._library, self._bridge, self._window)
            self._window.space.pages.addWidget(page)
            page.cards.opened.connect(self.open)
            page.cards.renamed.connect(lambda key, name: self.acts.rename(key, name))
            page.cards.menu_requested.connect(lambda keys, at: self.acts.show_menu(keys, at))
            page.moments_wanted.connect(self._on_moments)
            page.merge_wanted.connect(lambda: self.acts.merge(page.chosen))
            page.album_wanted.connect(lambda: self.acts.make_album(page.chosen))
            page.empty_acted.connect(self._on_empty)
            self.take_settings()
        return self.page

    @property
    def _is_shown(self) -> bool:
        return self._window.navigator.place.kind is Kind.EVENTS and not self._window.space.is_viewing

    @property
    def _is_wanted(self) -> bool:
        """Whether the page of events is shown, or that of one."""
        is_one = self._window.navigator.place.page.event_id is not None
        return self._is_shown or (is_one and not self._window.space.is_viewing)

    @property
    def events(self) -> tuple[Event, ...]:
        """Events and trips as last heard, in the library's order."""
        return tuple(self._events.values())

    def refresh(self) -> None:
        """Asks again: what is shown is not so."""
        self._is_stale = True
        if self._is_wanted:
            self._load()

    def take_settings(self) -> None:
        """Follows the window's settings."""
        if self.page is not None:
            chosen = self._window.settings
            self.page.set_options(is_motion_reduced=chosen.is_motion_reduced, is_veiling=chosen.is_veiling_sensitive)

    def take_news(self, changes: Changes) -> None:
        """Photos came, went or were changed: asked for again when seen, at once after an act."""
        if self.page is not None and changes.updated and not changes.is_undo_changed:
            self.page.forget(list(changes.updated))
        if changes.is_membership_changed or changes.added or changes.updated or changes.is_undo_changed:
            self._is_stale = self._are_notes_stale = True
            if self._is_wanted:
                self._pace.want()
                if changes.is_undo_changed:
                    self._pace.hurry()
        is_at_rest = changes.progress is not None and changes.progress.activity is Activity.IDLE
        if is_at_rest and self._are_notes_stale and self._window.navigator.counts.library:
            self._load_notes()

    def section_note(self, first: int, last: int) -> str:
        """Returns a date header's second text for rows [first, last): event or place where known, how many photos."""
        ids = self._window.space.model.timeline.ids[first:last]
        known = self._notes.note(ids) if self._notes is not None else ""
        count = facts.count_text(len(ids)) if len(ids) > 1 else ""
        if not known:
            return count
        from desktop_app.gui import event_words  # late, like those below: after the first tiles

        return event_words.DOT.join(part for part in (known, count) if part)

    def _load_notes(self) -> None:
        """Asks for the events behind the window's back, for the date headers."""
        self._are_notes_stale = False

        def found(events: tuple[Event, ...]) -> None:
            def make(_queries: Queries) -> EventNotes:
                from desktop_app.gui.event_notes import EventNotes

                return EventNotes(events)

            answer = self._library.ask_in_background(make)
            self._bridge.when_done(answer, self._take_notes, self._on_failed, receiver=self)

        self._bridge.when_done(self._library.order.events.events(), found, self._on_failed, receiver=self)

    def _take_notes(self, notes: EventNotes) -> None:
        self._notes = notes
        self._window.space.grid.viewport().update()

    def _on_moved(self) -> None:
        if self._is_wanted and self._is_stale:
            self._load()
        elif self._is_wanted and not self._is_shown:
            self._follow()
        elif self._is_shown and self.page is not None and not self._events:
            self.page.show_none(self._window.navigator.counts)

    # asking

    def _load(self) -> None:
        self._is_stale = False
        self._generation += 1
        generation, is_everything = self._generation, self._is_everything
        self._pace.begin()

        def is_current() -> bool:
            return generation == self._generation

        def found(events: tuple[Event, ...]) -> None:
            def ask(queries: Queries) -> EventsContent:
                from desktop_app.gui.events_content import content_of  # late, as everything only this page needs

                return content_of(queries, events, is_everything=is_everything)

            self._bridge.when_done(
                self._library.ask(ask),
                self._pace.ending(self._show),
                self._pace.ending(self._on_failed),
                receiver=self,
                is_current=is_current,
            )

        self._bridge.when_done(
            self._library.order.events.events(),
            found,
            self._pace.ending(self._on_failed),
            receiver=self,
            is_current=is_current,
        )

    def _show(self, content: EventsContent) -> None:
        page = self.make_page()
        self._events = {event.id: event for event in content.events}
        self.are_moments_shown = content.is_everything
        if content.events:
            page.show_events(content)
        else:
            page.show_none(self._window.navigator.counts)
        if self._is_wanted:
            self._follow()
        if self._is_shown and not self._window.space.header.isAncestorOf(self._window.focusWidget() or page):
            page.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._is_stale = True
        if not isinstance(error, UserError):
            log.error("events could not be shown", exc_info=error)
        sentence = error.sentence() if isinstance(error, UserError) else self.tr("Your photos are where they were.")
        if self.page is not None and not self._events:
            self.page.show_failed(sentence)

    def _on_moments(self, is_everything: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._is_everything = is_everything
        self._load()

    def _on_empty(self, act: EmptyAct) -> None:
        from desktop_app.gui.events_page import EmptyAct

        if act is EmptyAct.ADD_FOLDER:
            self._window.pages.choose_folders()
        elif act is EmptyAct.LIBRARY:
            self._window.navigator.go(places.timeline())
        elif act is EmptyAct.AGAIN:
            self._load()

    # acts

    @cached_property
    def acts(self) -> EventActs:
        """What can be done with events. Nothing of it is loaded before somebody asks."""
        from desktop_app.gui.event_acts import EventActs

        return EventActs(self._window, self)

    def one(self, event_id: EventId | None) -> Event | None:
        """Returns an event or a trip, None when it is not known."""
        return self._events.get(event_id) if event_id is not None else None

    def open(self, key: Hashable) -> None:
        """Goes to the photos of an event or a trip."""
        event = self._events.get(key)  # type: ignore[call-overload]
        if event is not None:
            self._window.navigator.go(_place_of(event))

    @property
    def shown_event(self) -> Event | None:
        """The event or trip whose photos are shown, None on every other page."""
        return self.one(self._window.navigator.place.page.event_id)

    def can_start_at(self, photo_id: PhotoId) -> bool:
        """Says whether the photo is of the event or trip shown, and no event begins with it. From memory."""
        shown = self.shown_event
        return shown is not None and EventId(photo_id) not in self._events and photo_id in shown.photo_ids

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Returns what each action of events does. F2 renames what the page shows: an album, or an event."""

        def start() -> None:
            photo, shown = self._window.chosen_ids[0], self.shown_event
            self._wanted = EventId(photo) if shown is not None and not shown.parts else None
            self.acts.start_at(photo)

        def rename() -> None:
            shown = self.shown_event
            if shown is not None and not self._window.space.sidebar.tree.hasFocus():
                self.acts.ask_name(shown.id)

        return {"start-event": start, "rename-album": rename}

    def add_to_photo_menu(self, menu: QMenu, ids: Sequence[PhotoId]) -> None:
        """Adds to the menu of photos, or of a page, what can be done with the event shown."""
        shown = self.shown_event
        if shown is not None:
            self.acts.add_to_photo_menu(menu, shown, ids)

    def _follow(self) -> None:
        """Has the page of an event show what became of it: other photos, another title, or the one that began here."""
        place, navigator = self._window.navigator.place, self._window.navigator
        now = self._same(place)
        if now is not None and _place_of(now) != place:
            navigator.go(_place_of(now), is_step=False, is_same=True)
        begun = self.one(self._wanted)
        if begun is not None:
            self._wanted = None
            if place.page.event_id is not None:
                navigator.go(_place_of(begun))

    def _same(self, place: Place) -> Event | None:
        """Returns what became of the event or trip of a page; None when it is no event's page, or nothing is left.

        It is the one that still begins with the same photo, else the one that most of the photos are in.
        """
        number = place.page.event_id
        if number is None:
            return None
        before, known = set(place.page.photo_ids), self._events.get(number)
        if known is not None and not before.isdisjoint(known.photo_ids):
            return known
        alike = [event for event in self._events.values() if (event.id < 0) == (number < 0)]
        shared = [sum(photo in before for photo in event.photo_ids) for event in alike]
        return alike[shared.index(max(shared))] if any(shared) else None


def _place_of(event: Event) -> Place:
    from desktop_app.gui import event_words

    return places.event(event_words.title_of(event), event.photo_ids, event.id)
