"""Events in a window: asks for them when their page is wanted, shows them, and does what the user asks."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from desktop_app.domain.event import Event
from desktop_app.domain.ids import EventId, PhotoId
from desktop_app.domain.library import Activity, Changes
from desktop_app.errors import UserError
from desktop_app.gui import event_words, facts, icons, places
from desktop_app.gui.places import Kind
from desktop_app.gui.refreshing import Pace

if TYPE_CHECKING:
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
        self._is_stale, self._is_everything = True, False
        self._generation = 0
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(lambda: self._load() if self._is_shown else None)
        self._notes: EventNotes | None = None
        self._are_notes_stale = True
        window.space.grid.set_section_note(self.section_note)
        window.navigator.makers[Kind.EVENTS] = self.make_page
        window.navigator.moved.connect(self._on_moved)

    def make_page(self) -> EventsPage:
        """Returns the page of events."""
        if self.page is None:
            from desktop_app.gui.events_page import EventsPage  # late: the window's first tiles do not wait for it

            self.page = page = EventsPage(self._library, self._bridge, self._window)
            self._window.space.pages.addWidget(page)
            page.cards.opened.connect(self.open)
            page.cards.menu_requested.connect(self._show_menu)
            page.moments_wanted.connect(self._on_moments)
            page.album_wanted.connect(lambda: self.make_album(page.chosen))
            page.empty_acted.connect(self._on_empty)
            self.take_settings()
        return self.page

    @property
    def _is_shown(self) -> bool:
        return self._window.navigator.place.kind is Kind.EVENTS and not self._window.space.is_viewing

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
            if self._is_shown:
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
        if self._is_shown and self._is_stale:
            self._load()
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
        if content.events:
            page.show_events(content)
        else:
            page.show_none(self._window.navigator.counts)
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

    def open(self, key: Hashable) -> None:
        """Goes to the photos of an event or a trip."""
        event = self._events.get(key)  # type: ignore[call-overload]
        if event is not None:
            self._window.navigator.go(places.event(event_words.title_of(event), event.photo_ids))

    def make_album(self, ids: Sequence[EventId]) -> None:
        """Makes an album of the photos of events, named after the first."""
        events = [self._events[event] for event in ids if event in self._events]
        if events:
            self._window.albums.create(_photos_of(events), event_words.full_title(events[0]))

    def menu_of(self, keys: Sequence[Hashable]) -> QMenu | None:
        """Returns the menu of these events, None for none."""
        events = [self._events[key] for key in keys if key in self._events]  # type: ignore[index]
        if not events:
            return None
        window, menu = self._window, QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        photos = _photos_of(events)
        if len(events) == 1:
            one = events[0]
            menu.addAction(icons.icon("calendar"), self.tr("Open"), lambda: self.open(one.id))
            timeline = window.for_you_desk.show_on_timeline
            menu.addAction(icons.icon("library"), self.tr("Show on the timeline"), lambda: timeline(one.photo_ids[0]))
            menu.addSeparator()
        chosen = [event.id for event in events]
        menu.addAction(icons.icon("album"), self.tr("Make album"), lambda: self.make_album(chosen))
        menu.addAction(icons.icon("heart"), self.tr("Add to favourites"), lambda: self._favour(photos))
        menu.addAction(icons.icon("hide"), self.tr("Hide photos"), lambda: self._hide(photos))
        return menu

    def _favour(self, photos: Sequence[PhotoId]) -> None:
        self._window.edits.set_favourite(photos, is_favourite=True)

    def _hide(self, photos: Sequence[PhotoId]) -> None:
        self._window.edits.set_hidden(photos, is_hidden=True)

    def _show_menu(self, keys: Sequence[Hashable], at: QPoint) -> None:
        menu = self.menu_of(keys)
        if menu is not None:
            menu.popup(at)


def _photos_of(events: Sequence[Event]) -> list[PhotoId]:
    """Returns the photos of events, each once: a trip holds those of its events too."""
    return list(dict.fromkeys(photo for event in events for photo in event.photo_ids))
