"""What changed in the library, gathered for a moment so that a flood of it costs one refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop_app.domain.library import Changes
from desktop_app.gui.bridge import Bridge

if TYPE_CHECKING:
    from desktop_app.library.library import Library

QUIET_MS = 120
LONGEST_MS = 500


def merged(one: Changes, other: Changes) -> Changes:
    """Returns both as one; of two progresses the later counts."""
    return Changes(
        added=one.added | other.added,
        updated=one.updated | other.updated,
        is_membership_changed=one.is_membership_changed or other.is_membership_changed,
        are_roots_changed=one.are_roots_changed or other.are_roots_changed,
        are_tags_changed=one.are_tags_changed or other.are_tags_changed,
        are_problems_changed=one.are_problems_changed or other.are_problems_changed,
        is_undo_changed=one.is_undo_changed or other.is_undo_changed,
        are_albums_changed=one.are_albums_changed or other.are_albums_changed,
        is_order_changed=one.is_order_changed or other.is_order_changed,
        is_history_changed=one.is_history_changed or other.is_history_changed,
        progress=other.progress or one.progress,
        notices=one.notices + other.notices,
    )


class News(QObject):
    """Emits `arrived` on the GUI thread: after a quiet moment, or after half a second of ceaseless news."""

    arrived = Signal(object)  # Changes

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: Changes | None = None
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tell)
        self._stop = library.subscribe(lambda changes: bridge.post(lambda: self._take(changes)))

    def close(self) -> None:
        """Stops listening."""
        self._stop()
        self._timer.stop()

    def _take(self, changes: Changes) -> None:
        if self._waiting is not None and self._waiting.is_undo_changed != changes.is_undo_changed:
            self._tell()  # an edit leaves pixels as they are and is followed at once; an import does neither
        if self._waiting is None:
            self._waiting = changes
            self._since.start()
        else:
            self._waiting = merged(self._waiting, changes)
        self._timer.start(max(0, min(QUIET_MS, LONGEST_MS - int(self._since.elapsed()))))

    def _tell(self) -> None:
        changes, self._waiting = self._waiting, None
        self._timer.stop()
        if changes is not None:
            self.arrived.emit(changes)
