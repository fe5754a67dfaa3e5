"""The canvas of the viewer: one picture, fitted, zoomed to the pointer, panned, down to the pixel."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QMarginsF, QPointF, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QMouseEvent, QNativeGestureEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui import theme

MAX_ZOOM = 16.0
MAX_FIT_ZOOM = 4.0
NEAREST_FROM = 2.0
KEY_STEP = 1.25
GROW_MS = 160


class PictureView(QWidget):
    """Shows a picture at any zoom. Zoom 1.0 is one picture pixel on one pixel of the screen.

    Holds up to three forms of the picture: the thumbnail, one as large as the screen, one at full size, and paints the
    smallest that is large enough. GUI thread.
    """

    zoomed = Signal(float)
    moved = Signal()  # the pointer moved: controls come back
    appeared = Signal()  # there is something to paint now
    full_wanted = Signal()  # the forms at hand are too small for this zoom
    looked_at = Signal(float, QPointF)  # the user zoomed or panned: zoom over fit, the middle as shares of the picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Photo"))
        self._forms: dict[str, QPixmap] = {}
        self._width, self._height = 0.0, 0.0
        self._margins = QMarginsF()
        self._zoom = 1.0
        self._is_fit = True
        self._centre = QPointF()
        self._drag_from: QPointF | None = None
        self._is_hidden = False
        self._grow = QVariantAnimation(self, duration=GROW_MS, startValue=0.0, endValue=1.0)
        self._grow.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._grow.valueChanged.connect(self.update)
        self._grow_from = QRectF()

    @property
    def zoom(self) -> float:
        """The zoom in use, fitted or not."""
        return self.fit_zoom() if self._is_fit else self._zoom

    @property
    def is_fit(self) -> bool:
        """Whether the whole picture is shown."""
        return self._is_fit

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to paint."""
        return not self._forms

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture at full size."""
        return round(self._width), round(self._height)

    def set_margins(self, margins: QMarginsF) -> None:
        """Keeps a fitted picture off the controls."""
        self._margins = margins
        self.update()

    def set_hidden(self, *, is_hidden: bool) -> None:
        """Paints nothing while a veil or a message stands in the picture's place."""
        self._is_hidden = is_hidden
        self.update()

    def start(self, width_px: int, height_px: int) -> None:
        """Begins a new picture of this full size, fitted, with nothing to paint yet."""
        self._forms.clear()
        self._width, self._height = float(max(1, width_px)), float(max(1, height_px))
        self._is_fit = True
        self._centre = QPointF(self._width / 2, self._height / 2)
        self.update()
        self.zoomed.emit(self.zoom)

    def show_form(self, form: str, pixmap: QPixmap) -> None:
        """Takes the picture as 'thumbnail', 'screen' or 'full'."""
        if not pixmap.isNull():
            is_first = self.is_empty
            self._forms[form] = pixmap
            self.update()
            if is_first:
                self.appeared.emit()

    def correct_size(self, width_px: int, height_px: int) -> None:
        """Takes over the size the file really has, once it is known; a fitted picture stays fitted."""
        if width_px > 0 and height_px > 0 and (width_px, height_px) != (self._width, self._height):
            self._centre = QPointF(
                self._centre.x() * width_px / self._width, self._centre.y() * height_px / self._height
            )
            self._width, self._height = float(width_px), float(height_px)
            self.update()
            self.zoomed.emit(self.zoom)

    def grow_from(self, rect: QRectF) -> None:
        """Lets the picture grow out of a tile's rectangle (own coordinates)."""
        self._grow_from = rect
        self._grow.start()

    def fit_zoom(self) -> float:
        """Returns the zoom at which the whole picture is seen; small pictures grow to four times at most."""
        if not self._width or not self._height:
            return 1.0
        room = QRectF(self.rect()).marginsRemoved(self._margins)
        ratio = self.devicePixelRatioF()
        scale = min(room.width() / self._width, room.height() / self._height) * ratio
        return max(0.01, min(scale, MAX_FIT_ZOOM))

    def toggle_actual_size(self, at: QPointF | None = None) -> None:
        """Goes between fit and 100 %, with the point under the pointer staying where it is."""
        if self._is_fit:
            self.zoom_to(1.0, at)
        else:
            self.fit()

    def fit(self) -> None:
        """Shows the whole picture."""
        self._is_fit = True
        self._centre = QPointF(self._width / 2, self._height / 2)
        self._changed()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Multiplies the zoom; below fit it is fit."""
        wanted = self.zoom * factor
        if wanted <= self.fit_zoom() and factor < 1:
            self.fit()
        else:
            self.zoom_to(wanted, at)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zooms so that the picture's point at `at` (widget coordinates; the middle by default) keeps its place."""
        spot = at if at is not None else self._room().center()
        held = self.to_picture(spot)
        self._zoom = max(min(zoom, MAX_ZOOM), min(self.fit_zoom(), 1.0))
        self._is_fit = False
        scale = self._zoom / self.devicePixelRatioF()
        middle = self._room().center()
        self._centre = QPointF(held.x() - (spot.x() - middle.x()) / scale, held.y() - (spot.y() - middle.y()) / scale)
        self._keep_inside()
        self._changed()

    def pan_by(self, step: QPointF) -> None:
        """Moves the picture by so many pixels of the widget, not beyond its edges."""
        self._centre -= step * self.devicePixelRatioF() / self.zoom
        self._keep_inside()
        self.update()
        self._say_looked_at()

    def to_picture(self, at: QPointF) -> QPointF:
        """Returns the picture's point (in its own pixels) that is painted at a point of the widget."""
        rect = self.picture_rect()
        if not rect.width() or not rect.height():
            return QPointF()
        return QPointF(
            (at.x() - rect.x()) / rect.width() * self._width, (at.y() - rect.y()) / rect.height() * self._height
        )

    def picture_rect(self) -> QRectF:
        """Returns where the whole picture lies, in widget coordinates; may reach beyond the widget."""
        scale = self.zoom / self.devicePixelRatioF()
        middle = self._room().center()
        left = middle.x() - self._centre.x() * scale
        top = middle.y() - self._centre.y() * scale
        return QRectF(left, top, self._width * scale, self._height * scale)

    def _room(self) -> QRectF:
        return QRectF(self.rect()).marginsRemoved(self._margins if self._is_fit else QMarginsF())

    def _keep_inside(self) -> None:
        """Stops panning at the picture's edges; a side shorter than the widget stays in the middle."""
        scale = self.zoom / self.devicePixelRatioF()
        half_width, half_height = self.width() / 2 / scale, self.height() / 2 / scale
        x = self._width / 2 if half_width * 2 >= self._width else self._centre.x()
        y = self._height / 2 if half_height * 2 >= self._height else self._centre.y()
        if half_width * 2 < self._width:
            x = max(half_width, min(self._width - half_width, x))
        if half_height * 2 < self._height:
            y = max(half_height, min(self._height - half_height, y))
        self._centre = QPointF(x, y)

    def follow(self, zoom_over_fit: float, middle: QPointF) -> None:
        """Shows the part that another picture shows: as it says by `looked_at`. Says nothing itself."""
        if zoom_over_fit <= 1.0:
            self._is_fit = True
            self._centre = QPointF(self._width / 2, self._height / 2)
        else:
            self._is_fit = False
            self._zoom = min(self.fit_zoom() * zoom_over_fit, MAX_ZOOM)
            self._centre = QPointF(middle.x() * self._width, middle.y() * self._height)
            self._keep_inside()
        self._show_change()

    def _changed(self) -> None:
        self._show_change()
        self._say_looked_at()

    def _say_looked_at(self) -> None:
        if self._width and self._height:
            middle = QPointF(self._centre.x() / self._width, self._centre.y() / self._height)
            self.looked_at.emit(1.0 if self._is_fit else self._zoom / self.fit_zoom(), middle)

    def _show_change(self) -> None:
        self.setCursor(Qt.CursorShape.ArrowCursor if self._is_fit else Qt.CursorShape.OpenHandCursor)
        self.update()
        self.zoomed.emit(self.zoom)
        if self._best_form() is not None and "full" not in self._forms and self._is_too_small():
            self.full_wanted.emit()

    def _is_too_small(self) -> bool:
        best = max((pixmap.width() for pixmap in self._forms.values()), default=0)
        return best < self._width and self._width * self.zoom > best * 1.05

    def _best_form(self) -> QPixmap | None:
        wanted = self._width * self.zoom
        by_size = sorted(self._forms.values(), key=lambda pixmap: pixmap.width())
        for pixmap in by_size:
            if pixmap.width() >= wanted * 0.95:
                return pixmap
        return by_size[-1] if by_size else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: zooms to the pointer; with a touch pad's fine steps just as with a wheel's notches."""
        steps = event.angleDelta().y()
        if steps:
            self.zoom_by(1.0015**steps, event.position())
        event.accept()
        self.moved.emit()

    def event(self, event: object) -> bool:
        """Qt: the pinch of a touch pad zooms too."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1.0 + event.value(), event.position())
            return True
        return super().event(event)  # type: ignore[arg-type]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: takes hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton and not self._is_fit:
            self._drag_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.moved.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: pans."""
        self.moved.emit()
        if self._drag_from is None:
            return
        step = event.position() - self._drag_from
        self._drag_from = event.position()
        self.pan_by(step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: lets go."""
        if event.button() == Qt.MouseButton.LeftButton and self._drag_from is not None:
            self._drag_from = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: 100 % here, or back to fit."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle_actual_size(event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a fitted picture stays fitted."""
        super().resizeEvent(event)
        if not self._is_fit:
            self._keep_inside()
        self.zoomed.emit(self.zoom)

    def paintEvent(self, event: object) -> None:
        """Qt: the dark room and the picture, smooth below 200 % and in clear pixels from there."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tokens().viewer))
        pixmap = self._best_form()
        if pixmap is None or self._is_hidden:
            return
        target = self.picture_rect()
        if self._grow.state() == QVariantAnimation.State.Running:
            target = _between(self._grow_from, target, float(self._grow.currentValue()))
        shown = target.intersected(QRectF(self.rect()))
        if shown.isEmpty():
            return
        across, down = pixmap.width() / target.width(), pixmap.height() / target.height()
        source = QRectF(
            (shown.x() - target.x()) * across,
            (shown.y() - target.y()) * down,
            shown.width() * across,
            shown.height() * down,
        )
        is_smooth = self.zoom < NEAREST_FROM or self._is_fit or self._is_too_small()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawPixmap(shown, pixmap, source)


def _between(start: QRectF, end: QRectF, share: float) -> QRectF:
    corners = (start.topLeft(), end.topLeft()), (start.bottomRight(), end.bottomRight())
    first, last = (a + (b - a) * share for a, b in corners)
    return QRectF(first, last)
