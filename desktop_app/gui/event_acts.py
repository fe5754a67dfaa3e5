"""What a window does with events, as one short function each; says what was done and offers to undo it. Their menus."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QInputDialog, QMenu

from desktop_app.domain.event import Event, EventKind
from desktop_app.domain.event_correction import Level
from desktop_app.domain.ids import EventId, PhotoId
from desktop_app.gui import event_words, icons
from desktop_app.gui.events_content import is_moment
from desktop_app.gui.translation import counted
from desktop_app.library.event_commands import MergeEvents, RenameEvent, StartEvent

if TYPE_CHECKING:
    from desktop_app.gui.events_desk import EventsDesk
    from desktop_app.gui.window import MainWindow


class EventActs(QObject):
    """Acts on events of one window; which events there are, its desk knows."""

    def __init__(self, window: MainWindow, desk: EventsDesk) -> None:
        super().__init__(desk)
        self._window, self._desk = window, desk

    def rename(self, event_id: EventId, name: str) -> None:
        """Gives an event or a trip a name of the user's, '' its automatic title again."""
        event = self._desk.one(event_id)
        if event is None:
            return
        words = self.tr("Renamed to “{event}”").replace("{event}", " ".join(name.split()))
        said = words if name.strip() else self.tr("Its title is made of its date and place again")

        def failed(error: BaseException) -> None:
            self._desk.refresh()
            self._window.edits.fail(error)

        command = RenameEvent(event.photo_ids, name, level_of(event))
        self._window.edits.run(command, lambda edit: said if edit.id else "", failed)

    def ask_name(self, event_id: EventId) -> None:
        """Asks for the name of an event in a small window; without one it gets its automatic title."""
        event = self._desk.one(event_id)
        if event is None:
            return
        is_trip = level_of(event) is Level.TRIP
        title = self.tr("Rename trip") if is_trip else self.tr("Rename event")
        label = self.tr("Its name. Leave it empty for the automatic title:")
        present = event_words.title_of(event)
        name, is_given = QInputDialog.getText(self._window, title, label, text=present)
        if is_given and " ".join(name.split()) != present:
            self.rename(event_id, name)

    def merge(self, ids: Sequence[EventId], level: Level | None = None) -> None:
        """Makes one event of several, or one trip where there is a trip among them.

        Args:
            ids: events and trips.
            level: what they become one of; None: a trip where there is one among them, else an event.
        """
        chosen = [event for event in map(self._desk.one, ids) if event is not None]
        level = level or (Level.TRIP if any(level_of(event) is Level.TRIP for event in chosen) else Level.EVENT)
        parts = self._trips_merged(chosen) if level is Level.TRIP else self._with_moments(chosen)
        if not parts:
            self._window.toast.say(self.tr("Only trips that follow one another can be merged."))
            return
        if level is Level.TRIP and any(level_of(event) is Level.TRIP for event in parts):
            words = self.tr("Merged into one trip")
        elif level is Level.TRIP:
            words = counted("Events", "Made a trip of 1 event", "Made a trip of {n} events", len(parts))
        else:
            words = counted("Events", "Merged 1 event", "Merged {n} events", len(parts))
        command = MergeEvents(tuple(event.photo_ids for event in parts), level)
        self._window.edits.run(command, lambda edit: words if edit.id else "")

    def can_merge(self, ids: Sequence[EventId]) -> bool:
        """Says whether these are more than one: the events of a trip are in it already."""
        chosen = [event for event in map(self._desk.one, ids) if event is not None]
        return len(_outermost(chosen)) > 1

    def _trips_merged(self, chosen: Sequence[Event]) -> list[Event]:
        """Returns what becomes one trip; nothing where another trip lies between."""
        parts = _outermost(chosen)
        first, last = min(event.start_ms for event in parts), max(event.end_ms for event in parts)
        between = [event for event in self._desk.events if event.parts and first <= event.start_ms <= last]
        return parts if all(trip in parts for trip in between) else []

    def _with_moments(self, chosen: Sequence[Event]) -> list[Event]:
        """Adds the events between that are too small to be shown: whoever merges around them does not see them."""
        single = [event for event in reversed(self._desk.events) if event.kind is EventKind.EVENT]
        places = [at for at, event in enumerate(single) if event in chosen]
        return [
            single[at]
            for at in range(places[0], places[-1] + 1)
            if at in places or (is_moment(single[at]) and not self._desk.are_moments_shown)
        ]

    def start_at(self, photo_id: PhotoId) -> None:
        """Has a new event begin with a photo of the event shown, or of one in the trip shown."""
        words = self.tr("A new event begins here")
        self._window.edits.run(StartEvent(photo_id), lambda edit: words if edit.id else "")

    def start_trip(self, event_id: EventId) -> None:
        """Has a new trip begin with an event of one."""
        event = self._desk.one(event_id)
        if event is not None:
            words = self.tr("A new trip begins here")
            self._window.edits.run(StartEvent(event.photo_ids[0], Level.TRIP), lambda edit: words if edit.id else "")

    def make_album(self, ids: Sequence[EventId]) -> None:
        """Makes an album of the photos of events, named after the first."""
        events = [event for event in map(self._desk.one, ids) if event is not None]
        if events:
            self._window.albums.create(_photos_of(events), events[0].name or event_words.full_title(events[0]))

    # menus

    def menu_of(self, keys: Sequence[Hashable]) -> QMenu | None:
        """Returns the menu of these events, None for none."""
        ids = [EventId(key) for key in keys if isinstance(key, int)]
        events = [event for event in map(self._desk.one, ids) if event is not None]
        if not events:
            return None
        window, menu = self._window, QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        if len(events) == 1:
            self._add_single(menu, events[0])
        else:
            merge = menu.addAction(self.tr("Merge"), lambda: self.merge(ids))
            merge.setEnabled(self.can_merge(ids))
            if not any(event.parts or event.trip for event in events):
                menu.addAction(self.tr("Make trip"), lambda: self.merge(ids, Level.TRIP))
            menu.addSeparator()
        photos = _photos_of(events)
        menu.addAction(icons.icon("album"), self.tr("Make album"), lambda: self.make_album(ids))
        favour, hide = window.edits.set_favourite, window.edits.set_hidden
        menu.addAction(icons.icon("heart"), self.tr("Add to favourites"), lambda: favour(photos, is_favourite=True))
        menu.addAction(icons.icon("hide"), self.tr("Hide photos"), lambda: hide(photos, is_hidden=True))
        return menu

    def _add_single(self, menu: QMenu, one: Event) -> None:
        desk, page = self._desk, self._desk.make_page()
        timeline = self._window.for_you_desk.show_on_timeline
        menu.addAction(icons.icon("calendar"), self.tr("Open"), lambda: desk.open(one.id))
        menu.addAction(icons.icon("library"), self.tr("Show on the timeline"), lambda: timeline(one.photo_ids[0]))
        menu.addSeparator()
        menu.addAction(icons.icon("pencil"), self.tr("Rename"), lambda: page.cards.begin_renaming(one.id))
        self._add_automatic(menu, one)
        trip = desk.one(one.trip) if one.trip is not None else None
        if trip is not None and trip.parts[0] != one.id:
            menu.addAction(self.tr("Start a new trip here"), lambda: self.start_trip(one.id))
        menu.addSeparator()

    def _add_automatic(self, menu: QMenu, one: Event) -> None:
        if one.name:
            menu.addAction(self.tr("Use the automatic title"), lambda: self.rename(one.id, ""))

    def add_to_photo_menu(self, menu: QMenu, one: Event, ids: Sequence[PhotoId]) -> None:
        """Adds what can be done with the event shown: to the menu of one of its photos, or of its page at the head."""
        table, entries = self._window.actions_table, menu.actions()
        if len(ids) == 1 and table["copy-image"] in entries:
            menu.insertAction(entries[entries.index(table["copy-image"]) - 1], table["start-event"])
        if ids:
            return
        words = self.tr("Rename trip…") if level_of(one) is Level.TRIP else self.tr("Rename event…")
        head = QMenu(menu)  # collects, in order
        head.addAction(icons.icon("pencil"), words, lambda: self.ask_name(one.id))
        self._add_automatic(head, one)
        head.addAction(icons.icon("album"), self.tr("Make album"), lambda: self.make_album([one.id]))
        menu.insertActions(entries[0], head.actions())
        menu.insertSeparator(entries[0])

    def show_menu(self, keys: Sequence[Hashable], at: QPoint) -> None:
        """Opens the menu of events."""
        menu = self.menu_of(keys)
        if menu is not None:
            menu.popup(at)


def level_of(event: Event) -> Level:
    """Returns whether it is spoken of as an event or as a trip."""
    return Level.EVENT if event.kind is EventKind.EVENT else Level.TRIP


def _outermost(events: Sequence[Event]) -> list[Event]:
    """Returns events without those that lie in a trip among them."""
    ids = {event.id for event in events}
    return [event for event in events if event.trip not in ids]


def _photos_of(events: Sequence[Event]) -> list[PhotoId]:
    """Returns the photos of events, each once: a trip holds those of its events too."""
    return list(dict.fromkeys(photo for event in events for photo in event.photo_ids))
