"""The page that takes the noise out of photos: before and after at the left, what is wished at the right."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QPointF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.denoising import NoiseLevel, PreviewPixels
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.errors import CancelledError, UserError
from desktop_app.gui import theme
from desktop_app.gui.denoise_canvas import BeforeAfter
from desktop_app.gui.denoise_panel import DenoisePanel
from desktop_app.gui.denoise_preview import DenoisePreview, Wish
from desktop_app.gui.picture_view import KEY_STEP
from desktop_app.gui.view_loader import to_image
from desktop_app.gui.viewer_controls import BAR_PX, ViewerButton

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

log = logging.getLogger(__name__)

MAX_PREVIEW_PX = 4_000_000
HOLD_KEY = Qt.Key.Key_B


class DenoiseBar(QWidget):
    """Above the picture: back, which photo, the others of the selection, the zoom. Dark, as the picture's room is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(BAR_PX)
        t = theme.tokens()
        self.back = ViewerButton("arrow-left", self.tr("Back, without saving (Esc)"), self)
        self.title, self.position = QLabel(self), QLabel(self)
        for label, ink, size in ((self.title, t.viewer_text, 13), (self.position, t.viewer_second, 12)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setStyleSheet(f"QLabel {{ color: {ink}; font-size: {size}px; }}")
        font = QFont(self.title.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.previous = ViewerButton("chevron-left", self.tr("Previous photo of the selection (Page up)"), self)
        self.next = ViewerButton("chevron-right", self.tr("Next photo of the selection (Page down)"), self)
        self.zoom = QPushButton(self)
        self.zoom.setToolTip(self.tr("Between the whole photo and 100 % (Space)"))
        self.zoom.setStyleSheet(
            f"QPushButton {{ background: transparent; border: 1px solid transparent; color: {t.viewer_second};"
            f" font-size: 12px; padding: 0 8px; }} QPushButton:hover {{ color: {t.viewer_text}; }}"
            f" QPushButton:focus {{ border: 1px solid {t.viewer_text}; }}"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.back)
        row.addSpacing(4)
        row.addWidget(self.title, 1)
        for widget in (self.previous, self.position, self.next, self.zoom):
            row.addWidget(widget)

    def show_zoom(self, zoom: float) -> None:
        """Shows the zoom."""
        self.zoom.setText(f"{round(zoom * 100)}\N{NO-BREAK SPACE}%")
        self.zoom.setAccessibleName(self.tr("Zoom: {percent} percent").format(percent=round(zoom * 100)))

    def show_position(self, at: int, count: int) -> None:
        """Shows which of several photos this is; nothing for a single one."""
        for widget in (self.previous, self.position, self.next):
            widget.setVisible(count > 1)
        numbers = QLocale()
        self.position.setText(
            self.tr("{now} of {total}").format(now=numbers.toString(at + 1), total=numbers.toString(count))
        )
        self.previous.setEnabled(at > 0)
        self.next.setEnabled(at < count - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the dark room goes on above the picture."""
        del event
        QPainter(self).fillRect(self.rect(), theme.colour(theme.tokens().viewer))


class DenoisePage(QWidget):
    """Shows one of the photos asked for; the settings are for all of them. Saves nothing itself. GUI thread."""

    left = Signal()
    save_wanted = Signal(object, object)  # ids, DenoiseSettings

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self.setAccessibleName(self.tr("Denoise"))
        self._ids: tuple[PhotoId, ...] = ()
        self._at = 0
        self._is_too_large = False
        self._view: tuple[float, QPointF] | None = None  # zoom and middle to begin with
        self.bar = DenoiseBar(self)
        self.canvas = BeforeAfter(library, bridge, self)
        self.panel = DenoisePanel(self)
        self.preview = DenoisePreview(library, bridge, self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        dark = QVBoxLayout()
        dark.setSpacing(0)
        dark.addWidget(self.bar)
        dark.addWidget(self.canvas, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(dark, 1)
        row.addWidget(self.panel)

    def _connect(self) -> None:
        bar, canvas, panel = self.bar, self.canvas, self.panel
        bar.back.clicked.connect(lambda: self.left.emit())
        bar.previous.clicked.connect(lambda: self.go(self._at - 1))
        bar.next.clicked.connect(lambda: self.go(self._at + 1))
        bar.zoom.clicked.connect(lambda: canvas.toggle_actual_size())
        canvas.zoomed.connect(bar.show_zoom)
        canvas.region_changed.connect(self._want)
        panel.changed.connect(self._want)
        panel.cancelled.connect(self.left)
        panel.again_wanted.connect(self._open)
        panel.save_wanted.connect(self.save)
        panel.original_held.connect(lambda is_held: canvas.show_original(is_original=is_held))
        self.preview.answered.connect(self._on_preview)
        self.preview.failed.connect(lambda sentence: panel.show_trouble(sentence))
        self.preview.busy.connect(canvas.say)

    @property
    def ids(self) -> tuple[PhotoId, ...]:
        """The photos the settings are for."""
        return self._ids

    @property
    def current_id(self) -> PhotoId | None:
        """The photo shown."""
        return self._ids[self._at] if self._ids else None

    def show_photos(self, ids: Sequence[PhotoId], view: tuple[float, QPointF] | None = None) -> None:
        """Shows the first of some photos, with the settings set back.

        Args:
            ids: at least one.
            view: zoom, and the middle as shares of the picture, to begin with; None begins at 100 %.
        """
        self._ids, self._at, self._view = tuple(ids), 0, view
        self.panel.show_count(len(ids))
        self.panel.set_back()
        self.canvas.divider.put(0.5)
        self._open()
        self.canvas.setFocus()

    def go(self, at: int) -> None:
        """Shows another of the photos; beyond the ends nothing happens."""
        if 0 <= at < len(self._ids) and at != self._at:
            self._at, self._view = at, None
            self._open()

    def clear(self) -> None:
        """Lets go of the photos and of everything that was made for them."""
        self._ids = ()
        self.preview.stop()
        self.canvas.show_photo(None)
        self.canvas.start(1, 1)  # a whole photo fills hundreds of megabytes
        self.canvas.clear_after()
        self.canvas.show_original(is_original=False)
        self.canvas.loader.forget()
        self._library.denoising.let_go()

    def look_again(self, ids: Sequence[PhotoId]) -> None:
        """Something of these photos changed: the one shown is fetched anew when it is its file."""
        photo = self.canvas.photo
        if photo is None or photo.id not in ids:
            return

        def compare(now: Photo | None) -> None:
            if now is None or now.content_hash != photo.content_hash:
                self.canvas.loader.forget([photo.id])
                self._open()

        self._bridge.when_done(
            self._library.ask(lambda queries: queries.photo(photo.id)), compare, self._on_refused, receiver=self,
            is_current=lambda: self.current_id == photo.id,
        )  # fmt: skip

    def save(self) -> None:
        """Asks for the new versions."""
        if self._ids and self.panel.save.isEnabled():
            self.save_wanted.emit(self._ids, self.panel.settings)

    def zoom_in(self) -> None:
        """One step nearer."""
        self.canvas.zoom_by(KEY_STEP)

    def zoom_out(self) -> None:
        """One step back."""
        self.canvas.zoom_by(1 / KEY_STEP)

    # the photo

    def _open(self) -> None:
        photo_id = self._ids[self._at]
        self.preview.stop()
        self.canvas.show_photo(None)
        self.canvas.clear_after()
        self.bar.show_position(self._at, len(self._ids))
        self.panel.show_trouble("")
        self.panel.show_level(None)

        def is_current() -> bool:
            return self.current_id == photo_id

        self._bridge.when_done(
            self._library.ask(lambda queries: queries.photo(photo_id)), self._on_photo, self._on_refused, receiver=self,
            is_current=is_current,
        )  # fmt: skip
        self._bridge.when_done(
            self._library.denoising.estimate(photo_id), self._on_level, self._on_refused, receiver=self,
            is_current=is_current,
        )  # fmt: skip

    def _on_photo(self, photo: Photo | None) -> None:
        if photo is None:
            self.panel.show_trouble(self.tr("This photo is not here any more."), can_save=len(self._ids) > 1)
            return
        self.bar.title.setText(photo.metadata.title or photo.name)
        self.canvas.show_photo(photo, self._ids[self._at + 1 : self._at + 2])
        zoom, middle = self._view or (1.0, QPointF(0.5, 0.5))
        if zoom > self.canvas.fit_zoom():
            self.canvas.follow(zoom / self.canvas.fit_zoom(), middle)
            self.canvas.loader.fetch_full(photo.id)  # grain is judged pixel by pixel
        self._want()

    def _on_level(self, level: NoiseLevel) -> None:
        self.panel.show_level(level)

    def _on_refused(self, error: BaseException) -> None:
        """This photo cannot be had, or nothing can be done for it; others of the selection perhaps can."""
        if isinstance(error, CancelledError):
            return
        words = self.tr("The noise of this photo cannot be measured just now.")
        if isinstance(error, UserError):
            words = error.sentence()
        else:
            log.error("the noise of a photo cannot be measured", exc_info=error)
        self.preview.stop()
        self.panel.level.setText("")
        self.panel.show_trouble(words, can_save=len(self._ids) > 1)

    # the preview

    def _want(self) -> None:
        photo, region = self.canvas.photo, self.canvas.region()
        size = region.width * region.height
        if photo is None or photo.id != self.current_id or self.canvas.is_covered or not size:
            return
        if not self.panel.save.isEnabled():
            return
        was_too_large, self._is_too_large = self._is_too_large, size > MAX_PREVIEW_PX
        if self._is_too_large:
            self.preview.stop()
            self.canvas.clear_after()
            self.canvas.say(self.tr("Zoom in to see the preview. Space shows 100 %."))
            return
        if was_too_large:
            self.canvas.say("")
        self.preview.want(Wish(photo.id, region, self.panel.settings))

    def _on_preview(self, found: PreviewPixels) -> None:
        if found.photo_id == self.current_id:
            self.panel.show_trouble("")
            self.canvas.show_after(QPixmap.fromImage(to_image(found.pixels)), found.region)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc goes back, Ctrl+S saves, B shows the original as long as it is held."""
        if event.matches(QKeySequence.StandardKey.Save):
            self.save()
            return
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == HOLD_KEY:
            self.canvas.show_original(is_original=True)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.go(self._at + (1 if key == Qt.Key.Key_PageDown else -1))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Qt: the key let go, both sides are back."""
        if event.key() == HOLD_KEY and not event.isAutoRepeat():
            self.canvas.show_original(is_original=False)
        else:
            super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Qt: a key held while the window went to the back is let go elsewhere."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self.canvas.show_original(is_original=False)
        return super().event(event)
