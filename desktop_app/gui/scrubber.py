"""The strip at the grid's edge: where one is in time, the years when pointed at, and a date while dragged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QLabel, QWidget

from desktop_app.gui import theme

HANDLE_MIN = 36
HANDLE_WIDTH = 6
EDGE = 4
LABEL_GAP = 22  # between two years, centre to centre


class Scrubber(QAbstractSlider):
    """A vertical slider over the whole timeline; its value is the grid's scroll position in px.

    As a slider it can be reached with Tab and moved with the arrows, Page, Home and End, and says so to screen readers.

    Attributes:
        text_at: gives the date shown at a scroll position ('June 2025').
    """

    used = Signal()  # the person moved it, by whatever means

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Vertical)
        self.setInvertedAppearance(False)
        self.setInvertedControls(True)
        self.setRange(0, 0)  # nothing to scroll until told; a slider's own range is 0 to 99
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Timeline"))
        self.setMouseTracking(True)
        self.text_at: Callable[[int], str] = lambda _: ""
        self._years: Sequence[tuple[float, str]] = ()
        self._is_hovered = False
        self._grip: float | None = None  # where in the handle the pointer took hold
        self._bubble = QLabel(parent)
        self._bubble.setObjectName("scrubberBubble")
        self._bubble.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bubble.hide()
        self.valueChanged.connect(self._moved)
        self.actionTriggered.connect(lambda _: self.used.emit())
        self.restyle()

    @property
    def bubble(self) -> QLabel:
        """The words beside the handle while it is dragged."""
        return self._bubble

    def restyle(self) -> None:
        """Takes the theme's colours."""
        t = theme.tokens()
        self._bubble.setStyleSheet(
            f"#scrubberBubble {{ background: {t.text}; color: {t.ground}; border-radius: {t.metrics.radius}px;"
            f" padding: 5px 10px; font-weight: 600; }}"
        )
        self.update()

    def set_years(self, years: Sequence[tuple[float, str]]) -> None:
        """Sets the years: (where each begins as a share 0..1 of the whole, its name), from top to bottom."""
        self._years = years
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: as wide as the tokens say."""
        return QSize(theme.tokens().metrics.scrubber_width, 200)

    def handle_rect(self) -> QRectF:
        """Returns where the handle is drawn."""
        span = self.maximum() - self.minimum()
        room = self.height() - 2 * EDGE
        whole = span + self.pageStep()
        length = max(HANDLE_MIN, room * self.pageStep() / whole) if whole > 0 else room
        share = (self.value() - self.minimum()) / span if span > 0 else 0.0
        is_wide = self._is_hovered or self._grip is not None
        width = HANDLE_WIDTH + 2 if is_wide else HANDLE_WIDTH
        x = EDGE if self._is_mirrored else self.width() - EDGE - width
        return QRectF(x, EDGE + (room - length) * share, width, length)

    @property
    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _value_at(self, top: float) -> int:
        """Returns the scroll position for which the handle's top is at `top`."""
        room = self.height() - 2 * EDGE - self.handle_rect().height()
        share = min(max((top - EDGE) / room, 0.0), 1.0) if room > 0 else 0.0
        return self.minimum() + round(share * (self.maximum() - self.minimum()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: takes the handle, or has it come to the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        handle, y = self.handle_rect(), event.position().y()
        self._grip = y - handle.top() if handle.top() <= y <= handle.bottom() else handle.height() / 2
        self.setSliderDown(True)
        self._drag_to(y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: drags."""
        if self._grip is not None:
            self._drag_to(event.position().y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Qt: lets go."""
        self._grip = None
        self.setSliderDown(False)
        self._bubble.hide()
        self.update()

    def _drag_to(self, y: float) -> None:
        assert self._grip is not None
        self.setValue(self._value_at(y - self._grip))
        self.used.emit()
        self._show_bubble()

    def _moved(self) -> None:
        if self._bubble.isVisible() or self.hasFocus():
            self._show_bubble()
        self.update()

    def _show_bubble(self) -> None:
        text = self.text_at(self.value())
        if not text:
            self._bubble.hide()
            return
        self._bubble.setText(text)
        self._bubble.adjustSize()
        handle = self.handle_rect()
        y = self.y() + round(handle.center().y()) - self._bubble.height() // 2
        y = min(max(y, self.y() + EDGE), self.y() + self.height() - self._bubble.height() - EDGE)
        x = self.x() + self.width() if self._is_mirrored else self.x() - self._bubble.width()
        self._bubble.move(x, y)
        self._bubble.show()
        self._bubble.raise_()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the wheel belongs to the photos."""
        event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: shows the years."""
        self._is_hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: hides the years."""
        self._is_hovered = False
        self.update()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the date goes with the focus."""
        self._bubble.hide()
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the handle; the years when pointed at, dragged or focused."""
        if self.maximum() <= self.minimum():
            return
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_active = self._is_hovered or self._grip is not None or self.hasFocus()
        if is_active:
            self._paint_years(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        handle = self.handle_rect()
        ink = theme.colour(t.accent) if self._grip is not None else theme.colour(t.text, 0.42 if is_active else 0.22)
        painter.setBrush(ink)
        painter.drawRoundedRect(handle, handle.width() / 2, handle.width() / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRoundedRect(handle.adjusted(-2, -2, 2, 2), 5, 5)

    def _paint_years(self, painter: QPainter) -> None:
        t = theme.tokens()
        painter.setFont(theme.sized_font(self.font(), 11))
        painter.setPen(QColor(t.text_second))
        room = self.height() - 2 * EDGE
        last = -float(LABEL_GAP)
        align = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignLeft if self._is_mirrored else Qt.AlignmentFlag.AlignRight
        )
        for share, name in self._years:
            y = min(max(EDGE + share * room, 9.0), self.height() - 9.0)
            if y - last < LABEL_GAP:
                continue
            last = y
            x = EDGE + HANDLE_WIDTH + 6 if self._is_mirrored else 0
            text = QRectF(x, y - 8, self.width() - EDGE - HANDLE_WIDTH - 6, 16)
            painter.drawText(text, align, name)
            edge = EDGE + 1.0 if self._is_mirrored else self.width() - EDGE - 5.0
            painter.drawLine(QPointF(edge, y), QPointF(edge + 4, y))
