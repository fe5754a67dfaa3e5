"""The lock on hidden photos in a window: the door before their page, shutting it, and noticing that nobody is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes, Scope, empty_timeline
from desktop_app.errors import UserError
from desktop_app.gui.places import Kind, Place

if TYPE_CHECKING:
    from desktop_app.gui.lock_page import LockPage
    from desktop_app.gui.window import MainWindow

LOOK_EVERY_MS = 5_000
_SIGNS_OF_LIFE = frozenset(
    (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel)
)


class LockDesk(QObject):
    """Serves the door, which is made when it is first wanted. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._lock, self._bridge = window, window.library.lock, window.bridge
        self.page: LockPage | None = None
        self._was_locked = self._lock.is_locked()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look_for_life)
        window.navigator.door = self.door

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Returns what the actions of the lock do."""
        return {"lock-now": self.lock_now}

    @property
    def can_lock(self) -> bool:
        """Whether there is an open lock to shut."""
        return self._lock.state.is_set and not self._lock.is_locked()

    def door(self, place: Place) -> QWidget | None:
        """Returns what stands before a place, None when it is open."""
        is_hidden = place.kind is Kind.TIMELINE and place.page.scope is Scope.HIDDEN
        if not (is_hidden and self._lock.is_locked()):
            return None
        if self.page is None:
            from desktop_app.gui.lock_page import LockPage  # late: few ever see it

            self.page = LockPage(self._window)
            self._window.space.pages.addWidget(self.page)
            self.page.tried.connect(self.unlock)
        return self.page

    def unlock(self, passcode: str) -> None:
        """Tries a passcode."""
        self._bridge.when_done(self._lock.unlock(passcode), lambda _none: None, self._on_refused, receiver=self)

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, UserError) and self.page is not None:
            self.page.say(error.sentence())
        else:
            self._window.edits.fail(error)

    def lock_now(self) -> None:
        """Shuts the lock."""
        self._lock.lock_now()

    def take_news(self, changes: Changes) -> None:
        """The lock may have opened or shut: whatever shows hidden photos lets go of them."""
        if not changes.is_membership_changed:
            return
        is_locked = self._lock.is_locked()
        if is_locked and not self._was_locked:
            self._clear()
        self._was_locked = is_locked
        self._follow()

    def _follow(self) -> None:
        """Watches for signs of life only while there is something to shut."""
        app = QApplication.instance()
        if self.can_lock and not self._timer.isActive():
            self._lock.touch()
            self._timer.start()
            if app is not None:
                app.installEventFilter(self)
        elif not self.can_lock and self._timer.isActive():
            self._timer.stop()
            if app is not None:
                app.removeEventFilter(self)
        self._window.update_actions()

    def _clear(self) -> None:
        """Takes hidden photos off the screen and out of memory."""
        window, space = self._window, self._window.space
        if space.is_viewing:
            space.viewer.close_viewer()
        space.viewer.forget([PhotoId(int(photo)) for photo in space.model.timeline.ids])
        is_shut = self.door(window.navigator.place) is not None
        if is_shut:  # at once: until the answer comes, the grid would fetch its pictures again
            space.model.set_timeline(empty_timeline())
        space.thumbnails.clear()
        window.details.show([])
        if is_shut:
            window.navigator.refresh()

    def _look_for_life(self) -> None:
        self._lock.lock_when_idle(60.0 * self._window.settings.lock_idle_minutes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: somebody is there."""
        del watched
        if event.type() in _SIGNS_OF_LIFE:
            self._lock.touch()
        return False
