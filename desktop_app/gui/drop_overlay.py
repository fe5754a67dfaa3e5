"""Find similar by drop, anywhere on the window: the page dims and one large target says what will happen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from desktop_app.gui import icons, theme
from desktop_app.gui.album_arranging import AlbumArranging
from desktop_app.gui.album_drops import AlbumDrops
from desktop_app.gui.drop_target import DropTarget, accept_copy
from desktop_app.gui.drops import holds_only_folders, is_promising, read_drop
from desktop_app.gui.photo_model import PHOTO_IDS_MIME

CARD_WIDTH_PX, CARD_HEIGHT_PX = 460, 260
LINGER_MS = 120


class DropOverlay(QWidget):
    """Covers the window while something from outside is dragged over it. Copies only; a mere move is refused."""

    dropped = Signal(object)  # Drop
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Find photos like this"))
        self._are_folders = False
        self.is_entered = False
        self.hide()

    @property
    def words(self) -> str:
        """The large sentence."""
        return self.tr("Add this folder to your library") if self._are_folders else self.tr("Find photos like this")

    def open_for(self, event: QDropEvent) -> None:
        """Covers the window for this drag."""
        self._are_folders = holds_only_folders(event.mimeData())
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: the drag is over the target now."""
        self.is_entered = True
        accept_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: stays a copy whatever keys are held."""
        accept_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: the drag left the window or was given up."""
        del event
        self.close_overlay()
        self.left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: reads what was dropped."""
        self.close_overlay()
        if accept_copy(event):
            self.dropped.emit(read_drop(event.mimeData()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: a pointer that moves freely says that no drag is going on any more."""
        super().mouseMoveEvent(event)
        self.close_overlay()

    def close_overlay(self) -> None:
        """Uncovers the window."""
        self.is_entered = False
        self.hide()

    def paintEvent(self, event: object) -> None:
        """Qt: the dimmed page and the card."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour(t.viewer, 0.66))
        width, height = min(CARD_WIDTH_PX, self.width() - 64), min(CARD_HEIGHT_PX, self.height() - 64)
        card = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.surface))
        painter.drawRoundedRect(card, 14, 14)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(t.accent), 2, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap))
        pen = painter.pen()
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(card.adjusted(12, 12, -12, -12), 8, 8)
        middle = card.center()
        name = "folder-add" if self._are_folders else "similar"
        icons.paint(painter, name, QRectF(middle.x() - 24, middle.y() - 68, 48, 48), QColor(t.accent))
        painter.setPen(QColor(t.text))
        painter.setFont(theme.sized_font(self.font(), 20, QFont.Weight.DemiBold))
        line = QRectF(card.x() + 24, middle.y() + 2, card.width() - 48, 30)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self.words)
        painter.setPen(QColor(t.text_second))
        painter.setFont(theme.body_font(self.font()))
        quiet = (
            self.tr("Your files stay where they are.")
            if self._are_folders
            else self.tr("It is only looked at: not added, not copied, not moved.")
        )
        painter.drawText(line.translated(0, 32), Qt.AlignmentFlag.AlignCenter, quiet)


class DropWatch(QObject):
    """Watches drags over the window: opens the overlay for those from outside, the small targets for our own tiles."""

    def __init__(self, window: QWidget, overlay: DropOverlay, targets: tuple[DropTarget, ...]) -> None:
        super().__init__(window)
        self._window, self._overlay, self._targets = window, overlay, targets
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._linger = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger.timeout.connect(self._give_up)
        self._passages: tuple[AlbumArranging | AlbumDrops, ...] = ()
        for target in targets:
            target.left.connect(self._linger.start)
            target.dropped.connect(lambda _drop: self._close_targets())

    def stay_open_over(self, *passages: AlbumArranging | AlbumDrops) -> None:
        """Keeps the small targets shown while a drag of photos is over parts of the window that take it themselves."""
        self._passages = passages
        for part in passages:
            part.entered.connect(self._show_targets)
            part.left.connect(self._linger.start)

    def _show_targets(self) -> None:
        self._linger.stop()
        for target in self._targets:
            target.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: drag events that no child took."""
        del watched
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if kind == QEvent.Type.DragMove and isinstance(event, QDragMoveEvent):
            accept_copy(event)
            return True
        if kind == QEvent.Type.DragLeave:
            self._linger.start()
            return True
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        if kind == QEvent.Type.Resize and self._overlay.isVisible():
            self._overlay.setGeometry(self._window.rect())
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        if not is_promising(event.mimeData()) or not accept_copy(event):
            event.ignore()
            return True
        if event.mimeData().hasFormat(PHOTO_IDS_MIME):
            self._show_targets()
        else:
            self._overlay.open_for(event)
        return True

    def _drop(self, event: QDropEvent) -> bool:
        """A drop that fell before the overlay took over, or our own tile let go over the page (which means nothing)."""
        is_ours = event.mimeData().hasFormat(PHOTO_IDS_MIME)
        self._close_targets()
        self._overlay.close_overlay()
        if is_ours or not accept_copy(event):
            event.ignore()
        else:
            self._overlay.dropped.emit(read_drop(event.mimeData()))
        return True

    def _give_up(self) -> None:
        if not any(target.is_hot for target in self._targets) and not any(part.is_entered for part in self._passages):
            self._close_targets()
        if not self._overlay.is_entered:
            self._overlay.close_overlay()

    def _close_targets(self) -> None:
        for target in self._targets:
            target.hide()
