"""What a user can ask of events: plain values. Events are made of photos and have no rows, so photos name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from desktop_app.domain.event_correction import Level
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Edit
from desktop_app.store.store import Store


@dataclass(frozen=True, slots=True)
class RenameEvent:
    """Gives an event or a trip the user's own name; '' brings its automatic title back."""

    photo_ids: tuple[PhotoId, ...]
    name: str
    level: Level = Level.EVENT


@dataclass(frozen=True, slots=True)
class MergeEvents:
    """Makes one event of several that follow one another, or one trip of trips and events with all between.

    Attributes:
        events: the photos of each.
        level: what they become one of.
    """

    events: tuple[tuple[PhotoId, ...], ...]
    level: Level = Level.EVENT


@dataclass(frozen=True, slots=True)
class StartEvent:
    """Has a new event or trip begin with a photo."""

    photo_id: PhotoId
    level: Level = Level.EVENT


EventCommand: TypeAlias = RenameEvent | MergeEvents | StartEvent
EVENT_COMMANDS = (RenameEvent, MergeEvents, StartEvent)


def apply_to_event(store: Store, command: EventCommand) -> Edit:
    """Does an act with events, on the store lane.

    Raises:
        UserError: photos of it are gone, a name is too long, or events do not follow one another.
    """
    match command:
        case RenameEvent(photo_ids, name, level):
            return store.edits.events.rename(photo_ids, name, level)
        case MergeEvents(events, level):
            return store.edits.events.merge(events, level)
        case StartEvent(photo_id, level):
            return store.edits.events.start(photo_id, level)
