"""The small dashed target that appears in sidebar and inspector while a photo of the library is dragged."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui import icons, theme
from desktop_app.gui.drops import read_drop, read_photo_ids


def accept_copy(event: QDropEvent) -> bool:
    """Accepts a drag as a copy and nothing else; a source that offers only a move is refused. Says whether it was."""
    if not event.possibleActions() & Qt.DropAction.CopyAction:
        event.ignore()
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True


class DropTarget(QWidget):
    """Takes photos dragged from the grid; hidden until the window shows it."""

    dropped = Signal(object)  # Drop
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Drop photos here to find similar ones"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._is_hot = False
        self.hide()

    @property
    def is_hot(self) -> bool:
        """Whether a drag is over it now."""
        return self._is_hot

    def sizeHint(self) -> QSize:
        """Qt: full width, tall enough to be hit."""
        return QSize(120, 104)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: photos of the library are welcome, as copies."""
        if read_photo_ids(event.mimeData()) and accept_copy(event):
            self._set_hot(is_hot=True)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: stays a copy whatever keys are held."""
        accept_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: the drag goes on elsewhere."""
        del event
        self._set_hot(is_hot=False)
        self.left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: asks for photos like these."""
        self._set_hot(is_hot=False)
        if accept_copy(event):
            self.dropped.emit(read_drop(event.mimeData()))

    def _set_hot(self, *, is_hot: bool) -> None:
        self._is_hot = is_hot
        self.update()

    def paintEvent(self, event: object) -> None:
        """Qt: a dashed card with the icon and two words."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(12.5, 8.5, -12.5, -12.5)
        painter.setBrush(QColor(t.selected if self._is_hot else t.surface))
        painter.setPen(QPen(QColor(t.accent if self._is_hot else t.outline), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(card, t.metrics.radius, t.metrics.radius)
        ink = QColor(t.accent if self._is_hot else t.text_second)
        icons.paint(painter, "similar", QRectF(card.center().x() - 12, card.center().y() - 24, 24, 24), ink)
        painter.setPen(ink)
        painter.drawText(card.adjusted(0, 36, 0, 0), Qt.AlignmentFlag.AlignCenter, self.tr("Find similar"))
