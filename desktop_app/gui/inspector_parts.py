"""The inspector's small parts: a picture, a heading, a line of text that copies, a flag with its reason."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollBar, QSizePolicy, QToolButton, QWidget

from desktop_app.domain.photo import Flag
from desktop_app.gui import icons, theme
from desktop_app.gui.facts import flag_text
from desktop_app.gui.icons import icon

PREVIEW_MAX_PX = 200


def plain_label(kind: str = "", *, parent: QWidget | None = None, wraps: bool = True) -> QLabel:
    """Returns a label that shows plain text only; its words can be selected with the mouse."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    label.setSizePolicy(
        QSizePolicy.Policy.Ignored if wraps else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred
    )
    if kind:
        label.setProperty("kind", kind)
    return label


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """Returns the small heading of a section."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", "second")
    font = theme.second_font(label.font())
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
    return label


class StandingScrollBar(QScrollBar):
    """Keeps its room when there is nothing to scroll, and shows nothing then.

    The picture's height follows from its width: a bar that comes and goes would change both, and come and go for ever.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: only what can be dragged."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class Preview(QWidget):
    """The picture at the top; sensitive photos are shown as a soft blur."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Picture"))
        self._pixmap: QPixmap | None = None
        self._average = 0x808080
        self._aspect = 1.5
        self._is_veiled = self._is_unreadable = False

    def show_image(
        self, image: QImage | None, *, aspect: float, average_rgb: int, is_veiled: bool, is_unreadable: bool = False
    ) -> None:
        """Shows a thumbnail, or its average colour while there is none; a broken picture where there will be none."""
        self._is_unreadable = is_unreadable
        self._aspect, self._average, self._is_veiled = max(0.1, aspect), average_rgb, is_veiled
        self._pixmap = None
        if image is not None and not image.isNull():
            shown = image
            if is_veiled:
                shown = image.scaled(
                    14, 14, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            self._pixmap = QPixmap.fromImage(shown)
        self.setFixedHeight(self._height_at(self.width()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the picture's shape, at most 200 px high."""
        return QSize(200, self._height_at(max(self.width(), 120)))

    def _height_at(self, width: int) -> int:
        return max(48, min(PREVIEW_MAX_PX, round(width / self._aspect)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the height follows the width."""
        super().resizeEvent(event)
        self.setFixedHeight(self._height_at(self.width()))

    def paintEvent(self, event: object) -> None:
        """Qt: the picture, whole, rounded."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width, height = float(self.width()), float(self._height_at(self.width()))
        if width / self._aspect > height:
            shown = QRectF((width - height * self._aspect) / 2, 0, height * self._aspect, height)
        else:
            shown = QRectF(0, (height - width / self._aspect) / 2, width, width / self._aspect)
        clip = QPainterPath()
        clip.addRoundedRect(shown, t.metrics.radius, t.metrics.radius)
        painter.setClipPath(clip)
        if self._pixmap is None and self._is_unreadable:
            painter.fillRect(shown, QColor(t.raised))
            middle = QRectF(shown.center().x() - 12, shown.center().y() - 12, 24, 24)
            icons.paint(painter, "image-damaged", middle, QColor(t.text_second))
        elif self._pixmap is None:
            painter.fillRect(shown, QColor(f"#{self._average:06X}"))
        else:
            painter.drawPixmap(shown, self._pixmap, QRectF(self._pixmap.rect()))
        painter.setPen(QPen(theme.colour(t.text, 0.1), 1))  # so that a white picture ends somewhere
        painter.drawRoundedRect(shown.adjusted(0.5, 0.5, -0.5, -0.5), t.metrics.radius, t.metrics.radius)
        if self._is_veiled:
            icons.paint(
                painter, "hide", QRectF(shown.center().x() - 10, shown.center().y() - 10, 20, 20), QColor("#FFFFFF")
            )


class FactLine(QWidget):
    """An icon, one or two lines of words, and a button that copies when there is something to copy."""

    copied = Signal(str)

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon_name
        self._to_copy = ""
        self.setAccessibleName(name)
        self.first = plain_label(parent=self)
        self.second = plain_label("second", parent=self)
        self.copy = QToolButton(self)
        self.copy.setIcon(icon("copy", "text_second"))
        self.copy.setIconSize(QSize(14, 14))
        self.copy.setFixedSize(24, 24)
        self.copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.copy.setAccessibleName(self.tr("Copy: {what}").format(what=name))
        self.copy.setToolTip(self.tr("Copy"))
        self.copy.clicked.connect(lambda: self.copied.emit(self._to_copy))
        grid = QGridLayout(self)
        grid.setContentsMargins(28, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(1)
        grid.addWidget(self.first, 0, 0)
        grid.addWidget(self.copy, 0, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.second, 1, 0)
        grid.setColumnStretch(0, 1)

    def show_text(self, first: str, second: str = "", *, to_copy: str = "") -> None:
        """Shows the lines; with no words at all the whole line goes."""
        self.first.setText(first)
        self.second.setText(second)
        self.first.setVisible(bool(first))
        self.second.setVisible(bool(second))
        self._to_copy = to_copy
        self.copy.setVisible(bool(to_copy))
        self.setVisible(bool(first or second))
        self.setAccessibleDescription(" ".join(part for part in (first, second) if part))

    def paintEvent(self, event: object) -> None:
        """Qt: the icon beside the first line."""
        del event
        painter = QPainter(self)
        x = self.width() - 17 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        icons.paint(painter, self._icon, QRectF(x, 1, 16, 16), QColor(theme.tokens().text_second))


class FlagRow(QWidget):
    """One flag: its name, the sentence that says why, and 'Not so'."""

    dismissed = Signal(object)  # FlagName

    def __init__(self, flag: Flag, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon_name
        name = plain_label(parent=self)
        name.setText(flag_text(flag.name))
        why = plain_label("second", parent=self)
        why.setText(flag.why)
        self.button = QPushButton(self.tr("Not so"), self)
        self.button.setProperty("kind", "link")
        self.button.setFont(theme.second_font(self.font()))
        self.button.setAccessibleName(self.tr("{flag}: not so").format(flag=flag_text(flag.name)))
        self.button.clicked.connect(lambda: self.dismissed.emit(flag.name))
        grid = QGridLayout(self)
        grid.setContentsMargins(28, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(1)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self.button, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(why, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def paintEvent(self, event: object) -> None:
        """Qt: the flag's icon."""
        del event
        painter = QPainter(self)
        x = self.width() - 17 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        icons.paint(painter, self._icon, QRectF(x, 5, 16, 16), QColor(theme.tokens().warning))
