"""The viewer: one photo in a dark room, its controls fading away, a strip of neighbours below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QMarginsF, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.history import ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui import facts
from desktop_app.gui.actions import Actions
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.fading import Fading
from desktop_app.gui.filmstrip import Filmstrip, Ids
from desktop_app.gui.picture_view import KEY_STEP, PictureView
from desktop_app.gui.view_loader import ViewLoader
from desktop_app.gui.viewer_controls import BAR_PX, Curtain, ViewerBar, ViewerButton

if TYPE_CHECKING:
    from desktop_app.library.library import Library

STRIP_PX, SIDE_PX = 76, 24


class Viewer(QWidget):
    """Shows the photos of a page one by one. Owns no truth: ids in, signals out."""

    closed = Signal(object)  # PhotoId last shown
    current_changed = Signal(object)  # PhotoId
    menu_requested = Signal(object, QPoint)  # list of ids, global position
    unveiled = Signal(object)  # PhotoId of a covered photo that was asked for

    def __init__(self, library: Library, bridge: Bridge, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photo viewer"))
        self.setMouseTracking(True)
        self._ids: Ids = ()
        self._at = 0
        self._photo: Photo | None = None
        self._error = ""
        self._is_veiling = True
        self._sensitive: frozenset[PhotoId] = frozenset()
        self._unveiled: set[PhotoId] = set()
        self.opened_from = ViewSource.LIBRARY
        self.surface = ViewSurface.VIEWER
        self._upcoming: Callable[[], Sequence[PhotoId]] | None = None
        self._panel: QWidget | None = None
        self.menu_id: PhotoId | None = None  # a suggestion whose menu is open
        self.is_row_beginning = False  # while the first photo of a row is put up
        self.canvas = PictureView(self)
        self.bar = ViewerBar(actions, self)
        self.strip = Filmstrip(library, bridge, self)
        self.curtain = Curtain(self)
        self.previous_button = ViewerButton("chevron-left", self.tr("Previous photo"), self)
        self.next_button = ViewerButton("chevron-right", self.tr("Next photo"), self)
        self._controls = (self.bar, self.strip, self.previous_button, self.next_button)
        self._fading = Fading(self._controls, self)
        self._loader = ViewLoader(library, bridge, self)
        self._connect()

    def _connect(self) -> None:
        self._loader.thumbnail_ready.connect(self._on_thumbnail)
        self._loader.screen_ready.connect(self._on_screen)
        self._loader.full_ready.connect(self._on_full)
        self._loader.failed.connect(self._on_failed)
        self.canvas.moved.connect(self._fading.wake)
        self.canvas.zoomed.connect(lambda zoom: self.bar.zoom.setText(f"{round(zoom * 100)} %"))
        self.canvas.full_wanted.connect(lambda: self._loader.fetch_full(self.current_id))
        self.bar.back.clicked.connect(self.close_viewer)
        self.strip.chosen.connect(self.go)
        self.previous_button.clicked.connect(lambda: self.go(self._at - 1))
        self.next_button.clicked.connect(lambda: self.go(self._at + 1))
        self.curtain.shown.connect(self._unveil)
        for widget in self._controls:
            widget.installEventFilter(self)

    @property
    def loader(self) -> ViewLoader:
        """Where its pictures come from."""
        return self._loader

    @property
    def row(self) -> tuple[Ids, int]:
        """The photos it goes through, and the position of the one shown."""
        return self._ids, self._at

    @property
    def sensitive(self) -> frozenset[PhotoId]:
        """The photos of the row that are known to be sensitive."""
        return self._sensitive

    @property
    def current_id(self) -> PhotoId:
        """The photo shown. Only to be asked while the viewer is open."""
        return PhotoId(int(self._ids[self._at]))

    @property
    def photo(self) -> Photo | None:
        """The row of the photo shown, None until it is known."""
        return self._photo

    @property
    def is_open(self) -> bool:
        """Whether it shows a photo."""
        return len(self._ids) > 0

    @property
    def is_picture_shown(self) -> bool:
        """Whether the photo itself can be seen: it has come, and is not covered."""
        return self.is_open and not self.canvas.is_empty and not self._is_covered()

    @property
    def chosen_ids(self) -> list[PhotoId]:
        """The photo that actions work on: the one shown, or the suggestion whose menu is open."""
        if self.menu_id is not None:
            return [self.menu_id]
        return [self.current_id] if self.is_open else []

    def set_panel(self, panel: QWidget | None) -> None:
        """Puts a panel below the photo, as tall as it wants to be; None takes it away."""
        if self._panel is not None and self._panel is not panel:
            self._panel.hide()
        self._panel = panel
        if panel is not None:
            panel.setVisible(self.surface is ViewSurface.VIEWER)
            QWidget.setTabOrder(self.strip, panel)
        self._place()

    def begin_slideshow(self, bar: QWidget, upcoming: Callable[[], Sequence[PhotoId]]) -> None:
        """Becomes the stage of a slideshow: its bar in the strip's place, `upcoming` fetched beside the photo shown."""
        self.surface, self._upcoming = ViewSurface.SLIDESHOW, upcoming
        self._use_controls((self.bar, bar))
        self._fading.wake()

    def end_slideshow(self) -> None:
        """Is the viewer again; what it shows next brings its controls back."""
        self.surface, self._upcoming = ViewSurface.VIEWER, None
        self._use_controls(self._controls)

    def _use_controls(self, controls: Sequence[QWidget]) -> None:
        self._fading.use(controls)
        self._fit_edge()
        if self._panel is not None:
            self._panel.setVisible(self.surface is ViewSurface.VIEWER)
        self._place()

    def set_options(self, *, is_veiling: bool, is_motion_reduced: bool) -> None:
        """Takes over what the settings say."""
        self._is_veiling = is_veiling
        self._fading.set_motion_reduced(is_motion_reduced=is_motion_reduced)

    def open_photos(
        self,
        ids: Ids,
        at: int,
        *,
        sensitive: frozenset[PhotoId] = frozenset(),
        grow_from: QRectF | None = None,
        source: ViewSource = ViewSource.LIBRARY,
    ) -> None:
        """Shows the photo at a position of a row.

        Args:
            ids: the row.
            at: position in it.
            sensitive: the photos of the row to cover, known beforehand so that nothing of them flashes up.
            grow_from: a rectangle (own coordinates) that the photo grows out of.
            source: from where the user came to this photo; kept in `opened_from` until the next row is opened.
        """
        self.opened_from = source
        self._ids, self._sensitive = ids, sensitive
        self._at = -1
        self.strip.show_photos(ids, at)
        self.is_row_beginning = True
        self.go(at)
        self.is_row_beginning = False
        self._fading.wake()
        self.setFocus()
        if grow_from is not None:
            self.canvas.grow_from(grow_from)

    def replace_ids(self, ids: Ids, sensitive: frozenset[PhotoId] = frozenset()) -> None:
        """Takes over a row that changed behind; a photo that went gives way to the one in its place."""
        if not self.is_open:
            return
        self._sensitive = sensitive
        now = self.current_id
        if len(ids) == 0:
            self.close_viewer()
            return
        places = np.flatnonzero(np.asarray(ids, np.int64) == int(now))
        old_at, self._ids = self._at, ids
        if len(places):
            self._at = int(places[0])
            self.strip.show_photos(ids, self._at)
        else:
            self._at = -1
            self.strip.show_photos(ids, min(old_at, len(ids) - 1))
            self.go(min(old_at, len(ids) - 1))

    def go(self, at: int) -> None:
        """Shows another photo of the row; beyond the ends nothing happens."""
        if not 0 <= at < len(self._ids) or at == self._at:
            return
        self._at = at
        self._photo, self._error = None, ""
        self.curtain.hide()
        self.canvas.start(3, 2)
        self._show_curtain()
        self.previous_button.setEnabled(at > 0)
        self.next_button.setEnabled(at < len(self._ids) - 1)
        self.strip.go(at)
        photo_id = self.current_id
        neighbours = [PhotoId(int(self._ids[i])) for i in (at + 1, at - 1) if 0 <= i < len(self._ids)]
        if self._upcoming is not None:
            neighbours = list(self._upcoming())
        self.refresh()
        self._loader.show(photo_id, neighbours)
        self.current_changed.emit(photo_id)

    def refresh(self) -> None:
        """Asks for the photo's row again: rated, tagged, gone missing, come back."""
        if not self.is_open:
            return
        photo_id = self.current_id
        future = self._library.ask(lambda queries: queries.photo(photo_id))
        self._bridge.when_done(
            future, self._on_photo, receiver=self, is_current=lambda: self.is_open and self.current_id == photo_id
        )

    def forget(self, ids: Sequence[PhotoId]) -> None:
        """Drops pictures whose files changed, and shows the present one anew."""
        self._loader.forget(ids)
        self.strip.forget(ids)
        if self.is_open and self.current_id in ids:
            self._loader.show(self.current_id, [])

    def close_viewer(self) -> None:
        """Goes back to the page."""
        if self.is_open:
            last = self.current_id
            self._loader.stop()
            self._ids = ()
            self._fading.stop()
            self.closed.emit(last)

    def zoom_in(self) -> None:
        """One step nearer."""
        self.canvas.zoom_by(KEY_STEP)

    def zoom_out(self) -> None:
        """One step back."""
        self.canvas.zoom_by(1 / KEY_STEP)

    def _on_photo(self, photo: Photo | None) -> None:
        self._photo = photo
        if photo is None:
            return
        self.canvas.correct_size(photo.width_px, photo.height_px)
        self.canvas.setAccessibleName(facts.photo_description(photo))
        self.bar.title.setText(photo.metadata.title or photo.name)
        when = f"{facts.date_text(photo.taken_at_ms)} · {facts.time_text(photo.taken_at_ms)}"
        stars = "★" * photo.rating
        self.bar.second.setText(f"{when}   {stars}" if stars else when)
        name = self.tr("Remove from favourites (F)") if photo.is_favourite else self.tr("Favourite (F)")
        self.bar.heart.show_icon("heart-filled" if photo.is_favourite else "heart", name, is_marked=photo.is_favourite)
        self._show_curtain()

    def _show_curtain(self) -> None:
        photo = self._photo
        trouble = facts.trouble_text(photo) if photo is not None else ""
        self.strip.set_veiled(self._sensitive - self._unveiled if self._is_veiling else frozenset())
        if self._is_covered():
            self.curtain.say("hide", self.tr("This photo is covered: it was flagged as sensitive."), has_button=True)
            self.canvas.set_hidden(is_hidden=True)
        elif (trouble or self._error) and self.canvas.is_empty:
            self.curtain.say("image-damaged", trouble or self._error, has_button=False)
        elif trouble:
            self.bar.second.setText(trouble)
            self.curtain.hide()
        else:
            self.curtain.hide()
            self.canvas.set_hidden(is_hidden=False)
        self.bar.zoom.setVisible(not self.canvas.is_empty and not self._is_covered())
        self._place()

    def _is_covered(self) -> bool:
        """Whether the photo shown is sensitive and nobody has asked for it yet."""
        photo_id = self.current_id
        is_sensitive = photo_id in self._sensitive or (self._photo is not None and is_veiled(self._photo.status))
        return self._is_veiling and is_sensitive and photo_id not in self._unveiled

    def _unveil(self) -> None:
        self._unveiled.add(self.current_id)
        self.unveiled.emit(self.current_id)
        self.setFocus()
        self._show_curtain()

    def _on_thumbnail(self, photo_id: PhotoId, pixmap: QPixmap) -> None:
        if self.is_open and photo_id == self.current_id:
            if self._photo is None:
                self.canvas.correct_size(pixmap.width() * 8, pixmap.height() * 8)
            self.canvas.show_form("thumbnail", pixmap)
            self._show_curtain()

    def _on_screen(self, photo_id: PhotoId, pixmap: QPixmap, width_px: int, height_px: int) -> None:
        if self.is_open and photo_id == self.current_id:
            self.canvas.correct_size(width_px, height_px)
            self.canvas.show_form("screen", pixmap)
            self._show_curtain()

    def _on_full(self, photo_id: PhotoId, pixmap: QPixmap) -> None:
        if self.is_open and photo_id == self.current_id:
            self.canvas.show_form("full", pixmap)

    def _on_failed(self, photo_id: PhotoId, sentence: str) -> None:
        if self.is_open and photo_id == self.current_id:
            self._error = sentence
            self._show_curtain()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows and pages move, Space is 100 % or fit, Esc closes."""
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        forward = 1 if not is_mirrored else -1
        steps = {
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
        }
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.go(self._at + steps[key])
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(len(self._ids) - 1)
        elif key == Qt.Key.Key_Space:
            self.canvas.toggle_actual_size()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_viewer()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the photo's menu."""
        if self.is_open:
            self.menu_requested.emit([self.current_id], event.globalPos())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the pointer on a control keeps the controls."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.MouseMove, QEvent.Type.FocusIn):
            self._fading.wake()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: places the controls."""
        super().resizeEvent(event)
        self._place()
        QTimer.singleShot(0, self, self._fit_edge)

    def _fit_edge(self) -> None:
        """Pictures as large as the room; a slideshow's are as large as the screen from its start."""
        room = self.size() if self.surface is ViewSurface.VIEWER else self.screen().size()
        self._loader.set_edge(round(max(room.width(), room.height()) * self.devicePixelRatioF()))

    def _place(self) -> None:
        width, height = self.width(), self.height()
        self.canvas.setGeometry(0, 0, width, height)
        self.bar.setGeometry(0, 0, width, BAR_PX)
        is_show = self.surface is ViewSurface.SLIDESHOW
        strip, panel = self.strip.height(), 0 if self._panel is None or is_show else self._panel.height()
        self.strip.setGeometry(0, height - strip - panel, width, strip)
        if self._panel is not None:
            self._panel.setGeometry(0, height - panel, width, panel)
        middle = (height - panel - 36) // 2
        left, right = (self.previous_button, self.next_button)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left, right = right, left
        left.move(8, middle)
        right.move(width - 44, middle)
        is_full = is_show or self.window().isFullScreen()
        framed = QMarginsF(SIDE_PX, BAR_PX + 4, SIDE_PX, STRIP_PX + 4 + panel)
        self.canvas.set_margins(QMarginsF(0, 0, 0, panel) if is_full else framed)
        room = QSize(min(440, width - 48), max(140, self.curtain.sizeHint().height() + 24))
        self.curtain.setGeometry(
            (width - room.width()) // 2, (height - room.height()) // 2, room.width(), room.height()
        )
