"""One picture, before and after, parted by a line that can be moved: both sides are always at the same place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from desktop_app.domain.denoising import PixelRegion
from desktop_app.gui import icons, theme
from desktop_app.gui.covered_picture import CoveredPicture
from desktop_app.gui.picture_view import KEY_STEP, NEAREST_FROM

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

GRIP_PX, KNOB_PX = 44, 36
PAN_PX = 64
LABEL_MARGIN_PX, LABEL_HEIGHT_PX = 12, 24


class Divider(QSlider):
    """The line between both sides. A slider for the keyboard and the screen reader: 0 shows the after alone."""

    moved = Signal(float)  # share of what is shown that the before takes, 0 to 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, 100)
        self.setSingleStep(2)
        self.setPageStep(10)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Line between before and after"))
        self.setToolTip(self.tr("Drag, or use the arrow keys: before on one side, after on the other"))
        self.share = 0.5
        self.setValue(50)
        self._is_held = False
        self._describe()
        self.valueChanged.connect(lambda value: self._take(value / 100))

    def put(self, share: float) -> None:
        """Moves the line to a place that need not be one of the slider's steps."""
        with QSignalBlocker(self):
            self.setValue(round(min(max(share, 0.0), 1.0) * 100))
        self._take(share)

    def _take(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self._describe()
        self.moved.emit(self.share)

    def _describe(self) -> None:
        before = round(self.share * 100)
        self.setAccessibleDescription(
            self.tr("{before} percent before, {after} percent after").format(before=before, after=100 - before)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: takes hold of the line."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_held = True
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the line follows the pointer, over what is shown of the picture."""
        canvas = self.parentWidget()
        if self._is_held and isinstance(canvas, BeforeAfter):
            self.put(canvas.share_at(canvas.mapFromGlobal(event.globalPosition()).x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: lets go."""
        self._is_held = False
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: back to the middle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.put(0.5)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the wheel zooms here as it does beside the line."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a white line with a dark edge, which reads on any picture, and its knob; nothing on the original."""
        del event
        canvas = self.parentWidget()
        if isinstance(canvas, BeforeAfter) and canvas.is_original:
            return  # hidden it would lose the focus
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, height = self.width() / 2, self.height()
        knob = QRectF(middle - KNOB_PX / 2, (height - KNOB_PX) / 2, KNOB_PX, KNOB_PX)
        for width, ink in ((3.5, theme.colour(t.scrim, 0.35)), (1.5, QColor(t.on_scrim))):
            painter.setPen(QPen(ink, width))
            for top, bottom in ((0.0, knob.top()), (knob.bottom(), float(height))):
                painter.drawLine(QPointF(middle, top), QPointF(middle, bottom))
        painter.setPen(QPen(theme.colour(t.scrim, 0.35), 1))
        painter.setBrush(QColor(t.on_scrim))
        painter.drawEllipse(knob.adjusted(3, 3, -3, -3))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 2.5))
            painter.drawEllipse(knob.adjusted(1.5, 1.5, -1.5, -1.5))
        # Icons that point turn round where reading runs from right to left; these two point away from the line.
        is_mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for name, x in (("chevron-left", -1 if is_mirrored else -11), ("chevron-right", -11 if is_mirrored else -1)):
            icons.paint(painter, name, QRectF(middle + x, height / 2 - 6, 12, 12), QColor(t.scrim))


class BeforeAfter(CoveredPicture):
    """The photo as it is, and upon the part behind the line what it looks like without its noise. GUI thread."""

    region_changed = Signal()  # another part may be seen now

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(library, bridge, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._after: tuple[QPixmap, PixelRegion] | None = None
        self._is_original = False
        self._is_ring_shown = False
        self.divider = Divider(self)
        self.divider.moved.connect(lambda _share: self._follow_line())
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        t = theme.tokens()
        shade = theme.colour(t.viewer, 0.8)
        self.note.setStyleSheet(
            f"QLabel {{ color: {t.viewer_text}; background: rgba({shade.red()}, {shade.green()}, {shade.blue()}, 204);"
            " border-radius: 12px; padding: 4px 12px; }"
        )
        self.note.hide()
        self.divider.hide()
        self.zoomed.connect(lambda _zoom: self._on_region())
        self.looked_at.connect(lambda _zoom, _middle: self._on_region())

    # what is shown

    @property
    def is_original(self) -> bool:
        """Whether the photo is shown as it is, on both sides."""
        return self._is_original

    @property
    def has_after(self) -> bool:
        """Whether there is something to show behind the line."""
        return self._after is not None

    def region(self) -> PixelRegion:
        """Returns the part of the photo that can be seen, in its own pixels."""
        whole = self.picture_rect()
        shown = whole.intersected(QRectF(self.rect()))
        (width, height), scale = self.size_px, whole.width() / max(1, self.size_px[0])
        if shown.isEmpty() or scale <= 0:
            return PixelRegion(0, 0, 0, 0)
        left, top = math.floor((shown.x() - whole.x()) / scale), math.floor((shown.y() - whole.y()) / scale)
        right = math.ceil((shown.right() - whole.x()) / scale)
        bottom = math.ceil((shown.bottom() - whole.y()) / scale)
        return PixelRegion(left, top, right - left, bottom - top).clipped_to(width, height)

    def show_after(self, pixmap: QPixmap, region: PixelRegion) -> None:
        """Shows what a part of the photo looks like without its noise."""
        self._after = (pixmap, region)
        self._follow_line()

    def clear_after(self) -> None:
        """Has nothing more to show behind the line."""
        self._after = None
        self._follow_line()

    def show_original(self, *, is_original: bool) -> None:
        """Shows the photo as it is, everywhere, or both sides again."""
        self._is_original = is_original
        self._follow_line()

    def say(self, words: str) -> None:
        """Says something below the picture; '' says nothing."""
        if words != self.note.text() or not words:
            self.note.setText(words)
            self.note.setAccessibleName(words)
            self.note.setVisible(bool(words))
            self._place()

    # where

    def _seen(self) -> QRectF:
        return self.picture_rect().intersected(QRectF(self.rect()))

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def share_at(self, x: float) -> float:
        """Returns the share that the before takes when the line stands at a place of the widget."""
        seen = self._seen()
        along = (x - seen.left()) / max(1.0, seen.width())
        return 1 - along if self._is_mirrored() else along

    def line_x(self) -> float:
        """Returns where the line stands."""
        seen, share = self._seen(), self.divider.share
        return seen.left() + seen.width() * (1 - share if self._is_mirrored() else share)

    def _follow_line(self) -> None:
        self._place()
        self.update()

    def _on_region(self) -> None:
        self._follow_line()
        self.region_changed.emit()

    def _cover(self) -> None:
        super()._cover()
        self._on_region()

    def _place(self) -> None:
        is_parted = self.has_after and not self.is_covered
        if self.divider.hasFocus() and not is_parted:
            self.setFocus()
        self.divider.setVisible(is_parted)
        seen = self._seen()
        left = round(self.line_x() - GRIP_PX / 2)
        self.divider.setGeometry(left, round(seen.top()), GRIP_PX, max(1, round(seen.height())))
        size = self.note.sizeHint()
        width = min(size.width(), self.width() - 24)
        self.note.setGeometry((self.width() - width) // 2, self.height() - size.height() - 16, width, size.height())
        self.note.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: line and words stay where they belong."""
        super().resizeEvent(event)
        self._place()

    # painting

    def paintEvent(self, event: object) -> None:
        """Qt: the photo, the other side upon it, what each side is, and the focus."""
        super().paintEvent(event)
        painter = QPainter(self)
        if self._after is not None and not self._is_original and not self.is_covered:
            self._paint_after(painter, *self._after)
        if not self.is_empty and not self.is_covered:
            self._paint_names(painter)
        if self._is_ring_shown:
            painter.setPen(QPen(QColor(theme.tokens().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _after_side(self) -> QRectF:
        seen, x = self._seen(), self.line_x()
        if self._is_mirrored():
            return QRectF(seen.left(), seen.top(), x - seen.left(), seen.height())
        return QRectF(x, seen.top(), seen.right() - x, seen.height())

    def _paint_after(self, painter: QPainter, pixmap: QPixmap, region: PixelRegion) -> None:
        whole = self.picture_rect()
        scale = whole.width() / max(1, self.size_px[0])
        target = QRectF(
            whole.x() + region.left * scale, whole.y() + region.top * scale, region.width * scale, region.height * scale
        )
        painter.save()
        painter.setClipRect(self._after_side())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < NEAREST_FROM)
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        painter.restore()

    def _paint_names(self, painter: QPainter) -> None:
        """Says which side is which, where there is room for it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.second_font(self.font()))
        seen, x = self._seen(), self.line_x()
        if self._is_original:
            self._paint_name(painter, self.tr("Original"), seen, at_left=not self._is_mirrored())
        elif self.divider.isVisibleTo(self):
            left = QRectF(seen.left(), seen.top(), x - seen.left(), seen.height())
            right = QRectF(x, seen.top(), seen.right() - x, seen.height())
            before, after = self.tr("Before"), self.tr("After")
            if self._is_mirrored():
                before, after = after, before
            self._paint_name(painter, before, left, at_left=True)
            self._paint_name(painter, after, right, at_left=False)

    def _paint_name(self, painter: QPainter, words: str, side: QRectF, *, at_left: bool) -> None:
        width = painter.fontMetrics().horizontalAdvance(words) + 20
        if side.width() < width + 2 * LABEL_MARGIN_PX:
            return
        x = side.left() + LABEL_MARGIN_PX if at_left else side.right() - LABEL_MARGIN_PX - width
        plate = QRectF(x, side.top() + LABEL_MARGIN_PX, width, LABEL_HEIGHT_PX)
        t = theme.tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(t.scrim, 0.6))
        painter.drawRoundedRect(plate, 12, 12)
        painter.setPen(QColor(t.on_scrim))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows pan, + and - zoom, Space is 100 % or fit."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        steps = {
            Qt.Key.Key_Left: QPointF(PAN_PX, 0),
            Qt.Key.Key_Right: QPointF(-PAN_PX, 0),
            Qt.Key.Key_Up: QPointF(0, PAN_PX),
            Qt.Key.Key_Down: QPointF(0, -PAN_PX),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.pan_by(steps[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(KEY_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / KEY_STEP)
        elif key == Qt.Key.Key_Space:
            self.toggle_actual_size()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: shows the focus to whoever works by keys."""
        super().focusInEvent(event)
        self._is_ring_shown = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: shows that it is elsewhere."""
        super().focusOutEvent(event)
        self._is_ring_shown = False
        self.update()
