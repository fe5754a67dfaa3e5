"""The photos of one set in a row: which is kept, which go, and which one is compared with the keeper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.gui import facts, icons, theme
from desktop_app.gui.duplicates_model import Index
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

TILE_PX, GAP_PX = 72, 8
PHOTO_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class MembersModel(QAbstractListModel):
    """The photos of the set under review, the keeper first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.photos: list[Photo] = []
        self.going: frozenset[PhotoId] = frozenset()
        self.keep: PhotoId | None = None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Qt: how many photos."""
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a photo, and its words for a screen reader."""
        if not index.isValid() or index.row() >= len(self.photos):
            return None
        photo = self.photos[index.row()]
        if role == PHOTO_ROLE:
            return photo
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            fate = self.tr("to the trash") if photo.id in self.going else self.tr("kept")
            return f"{facts.photo_description(photo)}, {fate}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return facts.left_to_right(str(photo.path))
        return None

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Takes over the photos of a set."""
        self.beginResetModel()
        self.photos = list(photos)
        self.endResetModel()

    def decide(self, keep: PhotoId | None, going: frozenset[PhotoId]) -> None:
        """Takes over what becomes of them."""
        self.keep, self.going = keep, going
        if self.photos:
            self.dataChanged.emit(self.index(0), self.index(len(self.photos) - 1))

    def row_of(self, photo_id: PhotoId) -> int:
        """Returns the row of a photo, -1 when it is not here."""
        return next((row for row, photo in enumerate(self.photos) if photo.id == photo_id), -1)


class MemberDelegate(QStyledItemDelegate):
    """Paints a photo with its sign."""

    def __init__(self, view: MembersStrip) -> None:
        super().__init__(view)
        self._strip = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: fixed."""
        del option, index
        return QSize(TILE_PX + GAP_PX, TILE_PX + GAP_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: one photo."""
        photo = index.data(PHOTO_ROLE)
        if not isinstance(photo, Photo):
            return
        t, members = theme.tokens(), self._strip.members
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spot = QRectF(option.rect.left() + GAP_PX / 2, option.rect.top() + GAP_PX / 2, TILE_PX, TILE_PX)
        is_going = photo.id in members.going
        picture = self._strip.thumbnails.pixmap(photo.id, is_veiled=self._strip.is_covered(photo.id))
        painter.setOpacity(0.55 if is_going else 1.0)
        if picture is not None:
            painter.drawPixmap(spot, picture, QRectF(picture.rect()))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.raised))
            painter.drawRoundedRect(spot, t.metrics.tile_radius, t.metrics.tile_radius)
        painter.setOpacity(1.0)
        plate = QRectF(spot.right() - 24, spot.bottom() - 24, 20, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.accent) if not is_going else QColor(20, 20, 22, 200))
        painter.drawEllipse(plate)
        ink = QColor(t.on_accent) if not is_going else QColor(t.on_scrim)
        icons.paint(painter, "trash" if is_going else "tick", plate.adjusted(4, 4, -4, -4), ink)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(t.accent), 2 if not self._strip.hasFocus() else t.metrics.ring))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(spot.adjusted(-2, -2, 2, 2), 5, 5)
        painter.restore()


class MembersStrip(QListView):
    """A row of small photos. Emits which one is to be compared, and which one's fate is to be turned."""

    compared = Signal(object)  # PhotoId
    turned = Signal(object)  # PhotoId

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.members = MembersModel(self)
        self.thumbnails = ThumbnailLoader(library, bridge, self, budget_bytes=8_000_000)
        self.is_covered: Callable[[PhotoId], bool] = lambda _photo_id: False
        self.setModel(self.members)
        self.setItemDelegate(MemberDelegate(self))
        self.setAccessibleName(self.tr("Photos of this set"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFixedHeight(TILE_PX + GAP_PX + 14)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.thumbnails.arrived.connect(lambda _photo_id: self.viewport().update())
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.want())
        self.members.modelReset.connect(self.want)
        self.doubleClicked.connect(self._turn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Return turns what becomes of a photo; it does not reach the page, where it would settle the set."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._turn(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _turn(self, index: Index) -> None:
        photo = index.data(PHOTO_ROLE)
        if isinstance(photo, Photo):
            self.turned.emit(photo.id)

    def go(self, photo_id: PhotoId) -> None:
        """Marks the photo that is compared."""
        row = self.members.row_of(photo_id)
        if row >= 0:
            self.setCurrentIndex(self.members.index(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: the user chose another photo to compare."""
        super().currentChanged(current, previous)
        photo = current.data(PHOTO_ROLE)
        if isinstance(photo, Photo):
            self.compared.emit(photo.id)

    def want(self) -> None:
        """Asks for the pictures that are seen."""
        ratio = self.devicePixelRatioF()
        edge_px, radius_px = round(TILE_PX * ratio), theme.tokens().metrics.tile_radius * ratio
        step = TILE_PX + GAP_PX
        first = max(0, self.horizontalScrollBar().value() // step)
        seen = self.members.photos[first : first + self.viewport().width() // step + 2]
        self.thumbnails.want([Wanted(one.id, edge_px, edge_px, radius_px, self.is_covered(one.id)) for one in seen])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: more may be seen."""
        super().resizeEvent(event)
        self.want()
