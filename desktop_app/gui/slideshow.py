"""A slideshow in the viewer: one photo after another, each put up only when it is there whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop_app.domain.history import ViewSource
from desktop_app.domain.ids import PhotoId
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.filmstrip import Ids
from desktop_app.gui.slideshow_ahead import SlidesAhead
from desktop_app.gui.slideshow_bar import SlideNote, SlideshowBar, interval_text
from desktop_app.gui.slideshow_fade import CrossFade
from desktop_app.gui.slideshow_order import SlideOrder
from desktop_app.gui.view_tracker import monotonic_ms
from desktop_app.settings import SLIDESHOW_INTERVALS_S as INTERVALS_S

if TYPE_CHECKING:
    from desktop_app.gui.viewer import Viewer
    from desktop_app.library.library import Library

POINTER_MS = 2_000
WORD_AFTER_MS = 600  # a first photo that takes longer is spoken of
ASK_AGAIN_MS = 500  # while a menu or a dialog is open


def interval_beside(now_s: int, step: int) -> int:
    """Returns the next longer (1) or shorter (-1) of the intervals there are; at the ends the last one."""
    further = [choice for choice in INTERVALS_S if (choice - now_s) * step > 0]
    return INTERVALS_S[-1 if step > 0 else 0] if not further else (min(further) if step > 0 else max(further))


class Slideshow(QObject):
    """Plays photos in the viewer. It knows nothing of the window around: who starts it opens and closes the viewer.

    Args:
        viewer: the stage.
        is_veiling: whether sensitive photos are left out.
        clock: monotonic milliseconds.
        rng: shuffles.
    """

    ended = Signal(object)  # PhotoId to stay at in the viewer, None to go back to where one was
    nothing_shown = Signal()  # none of the photos could be shown
    interval_changed = Signal(int)  # seconds
    shuffle_changed = Signal(bool)

    def __init__(
        self,
        library: Library,
        bridge: Bridge,
        viewer: Viewer,
        is_veiling: Callable[[], bool],
        *,
        clock: Callable[[], float] = monotonic_ms,
        rng: np.random.Generator | None = None,
    ) -> None:
        super().__init__(viewer)
        self.viewer, self.clock = viewer, clock
        self.rng = np.random.default_rng() if rng is None else rng
        self.bar, self.note = SlideshowBar(viewer), SlideNote(viewer)
        self.fade = CrossFade(viewer.canvas)
        self.is_motion_reduced = False
        self._ahead = SlidesAhead(library, bridge, viewer.loader, is_veiling, self)
        self._ids: Ids = ()
        self._order: SlideOrder | None = None
        self._interval_s = INTERVALS_S[0]
        self._is_paused = False
        self._is_staged = False  # the viewer shows a photo of this show
        self._is_pending = False  # the current photo of the order is not up yet
        self._step = 1
        self._due_ms = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._pointer = QTimer(self, singleShot=True, interval=POINTER_MS)
        self._pointer.timeout.connect(self.hide_pointer)
        self._word = QTimer(self, singleShot=True, interval=WORD_AFTER_MS)
        self._word.timeout.connect(lambda: self.note.say(self.tr("One moment…")))
        self.bar.hide()
        self._connect()

    def _connect(self) -> None:
        self._ahead.ready.connect(self._on_ready)
        self._ahead.useless.connect(self._on_useless)
        canvas = self.viewer.canvas
        canvas.moved.connect(self._show_pointer)
        canvas.zoomed.connect(self._on_zoomed)
        self.viewer.closed.connect(lambda _photo_id: self.stop())
        self.bar.step_wanted.connect(self.step)
        self.bar.pause_wanted.connect(self.toggle_pause)
        self.bar.shuffle_wanted.connect(self.toggle_shuffle)
        self.bar.interval_wanted.connect(self.change_interval)
        self.bar.end_wanted.connect(lambda: self.end(None))

    @property
    def is_on(self) -> bool:
        """Whether a slideshow is under way, playing or paused."""
        return self._order is not None

    @property
    def is_paused(self) -> bool:
        """Whether it waits for the user."""
        return self._is_paused

    def start(self, ids: Ids, at: int, *, interval_s: int, is_shuffled: bool) -> None:
        """Plays a row of photos from a position on, round and round.

        Args:
            ids: the row, in its own order, at least one.
            at: where to begin.
            interval_s: how long each photo is shown.
            is_shuffled: whether the rest comes in random order.
        """
        self._ids, self._interval_s = np.asarray(ids, np.int64), max(INTERVALS_S[0], min(INTERVALS_S[-1], interval_s))
        self._order = SlideOrder(len(ids), at, is_shuffled=is_shuffled, rng=self.rng)
        self._is_paused, self._is_staged, self._is_pending, self._step = False, False, True, 1
        viewer = self.viewer
        viewer.begin_slideshow(self.bar, self._upcoming)
        viewer.installEventFilter(self)
        viewer.setFocus()
        self.bar.raise_()
        self._show_state()
        self._show_pointer()
        self._word.start()
        self._put_when_ready()

    def stop(self) -> None:
        """Ends it; the viewer stays with the photo it shows."""
        if self._order is None:
            return
        self._order, self._ids = None, ()
        for timer in (self._timer, self._pointer, self._word):
            timer.stop()
        self._ahead.stop()
        self.fade.stop()
        self.note.hide()
        self.viewer.removeEventFilter(self)
        self.viewer.canvas.setCursor(Qt.CursorShape.ArrowCursor)
        self.viewer.end_slideshow()

    def end(self, stay_at: PhotoId | None) -> None:
        """Ends it and says where to go on."""
        if self.is_on:
            self.stop()
            self.ended.emit(stay_at)

    def step(self, step: int) -> None:
        """Goes to the next photo (1) or the one before (-1), as soon as it is there."""
        if self._order is not None:
            self._order.go(step)
            self._step, self._is_pending = step, True
            self._put_when_ready()

    def toggle_pause(self) -> None:
        """Waits, or goes on."""
        self.set_paused(is_paused=not self._is_paused)
        self.note.say(self.tr("Paused") if self._is_paused else self.tr("The slideshow goes on"))

    def set_paused(self, *, is_paused: bool) -> None:
        """Waits with the photo shown, or goes on after a whole interval."""
        self._is_paused = is_paused
        self._timer.stop()
        if not is_paused:
            self._arm()
        self._show_state()

    def change_interval(self, step: int) -> None:
        """Shows each photo longer (1) or for less time (-1), beginning with the one shown."""
        before, self._interval_s = self._interval_s, interval_beside(self._interval_s, step)
        self._due_ms += (self._interval_s - before) * 1000
        if self._timer.isActive():
            self._timer.start(self._left_ms())
        self._show_state()
        self.note.say(interval_text(self._interval_s))
        self.interval_changed.emit(self._interval_s)

    def toggle_shuffle(self) -> None:
        """Shuffles the rest, or goes on in order."""
        if self._order is None:
            return
        is_shuffled = not self._order.is_shuffled
        self._order.set_shuffled(is_shuffled=is_shuffled)
        self._prepare()
        self._show_state()
        self.note.say(self.tr("Shuffled") if is_shuffled else self.tr("In order"))
        self.shuffle_changed.emit(is_shuffled)

    def tick(self) -> None:
        """Goes on when the photo was up long enough by the clock; not while a menu or a dialog is open."""
        if not self.is_on or self._is_paused or self._is_pending:
            return
        if QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None:
            self._timer.start(ASK_AGAIN_MS)
        elif self._left_ms() > 0:
            self._timer.start(self._left_ms())
        else:
            self.step(1)

    def hide_pointer(self) -> None:
        """Takes the pointer off the photo."""
        if self.is_on:
            self.viewer.canvas.setCursor(QCursor(Qt.CursorShape.BlankCursor))

    # putting up photos

    def _upcoming(self) -> list[PhotoId]:
        return [] if self._order is None else [PhotoId(int(self._ids[at])) for at in self._order.upcoming()]

    def _prepare(self) -> None:
        """Has the photo that is waited for made ready, then those to come."""
        if self._order is not None:
            awaited = [PhotoId(int(self._ids[self._order.current]))] if self._is_pending else []
            self._ahead.prepare([*awaited, *self._upcoming()])

    def _put_when_ready(self) -> None:
        if self._order is None or not self._is_pending:
            return
        photo_id = PhotoId(int(self._ids[self._order.current]))
        if not self._ahead.is_ready(photo_id):
            self._prepare()
            if not self._ahead.is_ready(photo_id):
                return
        self._is_pending = False
        self._word.stop()
        self._put(self._order.current)

    def _put(self, at: int) -> None:
        viewer = self.viewer
        if not self._is_staged:
            self._is_staged = True
            viewer.open_photos(self._ids, at, source=ViewSource.SLIDESHOW)
        elif viewer.row[1] != at:
            is_fading = not self.is_motion_reduced
            if is_fading:
                self.fade.hold()
            viewer.go(at)
            if is_fading:
                self.fade.run()
        self._arm()
        self._prepare()

    def _on_ready(self, photo_id: PhotoId) -> None:
        if self._order is not None and photo_id == self._ids[self._order.current]:
            self._put_when_ready()

    def _on_useless(self, photo_id: PhotoId) -> None:
        """Takes a photo out of the show; the next one takes its place. Not one word about it: nobody asked for it."""
        if self._order is None:
            return
        for position in np.flatnonzero(np.asarray(self._ids) == int(photo_id)):
            self._order.discard(int(position), self._step)
        if not len(self._order):
            self.end(None)
            self.nothing_shown.emit()
        elif self._is_pending:
            self._put_when_ready()
        else:
            self._prepare()

    # time

    def _left_ms(self) -> int:
        return max(0, round(self._due_ms - self.clock()))

    def _arm(self) -> None:
        self._due_ms = self.clock() + self._interval_s * 1000
        if not self._is_paused:
            self._timer.start(self._left_ms())

    # keys and pointer

    def _show_state(self) -> None:
        is_shuffled = self._order is not None and self._order.is_shuffled
        self.bar.show_state(is_paused=self._is_paused, is_shuffled=is_shuffled, interval_s=self._interval_s)

    def _show_pointer(self) -> None:
        if self.is_on:
            if self.viewer.canvas.cursor().shape() is Qt.CursorShape.BlankCursor:
                self.viewer.canvas.setCursor(Qt.CursorShape.ArrowCursor)
            self._pointer.start()

    def _on_zoomed(self, _zoom: float) -> None:
        """Who goes nearer wants to look: it waits."""
        if self.is_on and not self.viewer.canvas.is_fit and not self._is_paused:
            self.fade.stop()
            self.set_paused(is_paused=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the keys of the slideshow come before the viewer's."""
        if event.type() == QEvent.Type.Resize:
            self.fade.stop()
            self.bar.place()
            self.note.place()
        return (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._take_key(event)) or (
            super().eventFilter(watched, event)
        )

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        forward = -1 if self.viewer.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Space: self.toggle_pause,
            Qt.Key.Key_Right: lambda: self.step(forward),
            Qt.Key.Key_Left: lambda: self.step(-forward),
            Qt.Key.Key_Down: lambda: self.step(1),
            Qt.Key.Key_Up: lambda: self.step(-1),
            Qt.Key.Key_PageDown: lambda: self.step(1),
            Qt.Key.Key_PageUp: lambda: self.step(-1),
            Qt.Key.Key_Plus: lambda: self.change_interval(1),
            Qt.Key.Key_Equal: lambda: self.change_interval(1),  # where + is on the same key
            Qt.Key.Key_Minus: lambda: self.change_interval(-1),
            Qt.Key.Key_Escape: lambda: self.end(None),
            Qt.Key.Key_Return: lambda: self.end(self._shown),
            Qt.Key.Key_Enter: lambda: self.end(self._shown),
            Qt.Key.Key_Home: lambda: None,  # a slideshow has no first and no last photo
            Qt.Key.Key_End: lambda: None,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None:
            act()
        return act is not None

    @property
    def _shown(self) -> PhotoId | None:
        return self.viewer.current_id if self._is_staged else None
