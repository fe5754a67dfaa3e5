"""Order without work: the doors to groups, events, duplicates, smart albums and flags, and the lane they work on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from desktop_app.domain.library import Changes
from desktop_app.library.flagging import FlagKeeper
from desktop_app.library.history import Submit
from desktop_app.library.jobs import Lane
from desktop_app.library.queries import Ask
from desktop_app.library.similarity import SimilarFinder
from desktop_app.settings import Settings
from desktop_app.store.store import Store

if TYPE_CHECKING:
    from desktop_app.library.duplicates import DuplicateFinder
    from desktop_app.library.grouping import GroupKeeper
    from desktop_app.library.occasions import EventFinder
    from desktop_app.library.smart_albums import SmartAlbumKeeper
    from desktop_app.library.trash import Trash

T = TypeVar("T")


class Order:
    """What a library does of itself to bring photos into order.

    Long work (grouping, finding duplicates) has a lane of its own, so that nothing else waits for it; short questions
    go to the read lane.

    Args:
        make_lane: opens a lane with a reading store.
        submit: queues work on the store lane, the one writer.
        publish: tells everybody of changes.
        ask: answers a short question on the read lane.
        similar: has the vector index.
        settings: the user's choices; `use_settings` follows them.
    """

    def __init__(
        self,
        make_lane: Callable[[str], Lane[Store]],
        submit: Submit,
        publish: Callable[[Changes], None],
        ask: Ask,
        similar: SimilarFinder,
        settings: Settings,
    ) -> None:
        self._make_lane = make_lane
        self._lane = make_lane("order")
        self.flags = FlagKeeper(submit, publish, ask)
        self._submit = submit
        self._publish = publish
        self._ask = ask
        self._similar = similar
        self.use_settings(settings)

    @cached_property
    def trash(self) -> Trash:
        """What lies in the system's trash, and what could go there. Nothing of it is loaded before somebody asks."""
        from desktop_app.library.trash import Trash

        return Trash(self._make_lane, self._submit, self._publish)

    @cached_property
    def groups(self) -> GroupKeeper:
        """Photos that look alike, and the map they lie on. Nothing of them is loaded before somebody asks."""
        from desktop_app.library.grouping import GroupKeeper

        return GroupKeeper(self._lane, self._submit, self._publish, self._ask)

    @cached_property
    def events(self) -> EventFinder:
        """Events and trips. Nothing of them is loaded before somebody asks."""
        from desktop_app.library.occasions import EventFinder

        return EventFinder(self._make_lane)

    @cached_property
    def duplicates(self) -> DuplicateFinder:
        """Photos that are one file, one picture or one moment. Nothing of them is loaded before somebody asks."""
        from desktop_app.library.duplicates import DuplicateFinder

        return DuplicateFinder(self._lane, self._similar.with_index, lambda: self._settings)

    @cached_property
    def smart_albums(self) -> SmartAlbumKeeper:
        """Albums by rules and by example. Nothing of them is loaded before somebody asks."""
        from desktop_app.library.smart_albums import SmartAlbumKeeper

        return SmartAlbumKeeper(
            self._make_lane("smart"), self._submit, self._publish, self._ask, self._similar.with_reader
        )

    def use_settings(self, settings: Settings) -> None:
        """Follows the user's new choices."""
        self._settings = settings
        self.flags.use_settings(settings)

    def close(self, timeout_s: float) -> None:
        """Ends the lane; what it was at is given up."""
        if "groups" in self.__dict__:
            self.groups.cancel()
        if "duplicates" in self.__dict__:
            self.duplicates.close(timeout_s)
        if "trash" in self.__dict__:
            self.trash.close(timeout_s)
        if "events" in self.__dict__:
            self.events.close(timeout_s)
        if "smart_albums" in self.__dict__:
            self.smart_albums.close(timeout_s)
        self._lane.close(timeout_s)
