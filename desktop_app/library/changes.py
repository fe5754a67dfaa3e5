"""The one stream of changes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from desktop_app.domain.library import Changes
from desktop_app.library.jobs import Guarded

log = logging.getLogger(__name__)

Listener = Callable[[Changes], None]


class ChangeStream:
    """Hands every `Changes` to every listener, on the thread that publishes it; listeners only post and return."""

    def __init__(self) -> None:
        self._listeners: Guarded[tuple[Listener, ...]] = Guarded(())

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Adds a listener. Returns the function that removes it."""
        self._listeners.swap(lambda all_: (*all_, listener))

        def unsubscribe() -> None:
            self._listeners.swap(lambda all_: tuple(one for one in all_ if one is not listener))

        return unsubscribe

    def publish(self, changes: Changes) -> None:
        """Tells everybody; a listener that fails is logged and the others are told all the same."""
        for listener in self._listeners.get():
            try:
                listener(changes)
            except Exception:
                log.exception("a listener failed")
