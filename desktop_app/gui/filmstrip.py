"""The strip of small pictures below the viewer's photo. Paints what is seen, asks only for that."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.gui import icons, theme
from desktop_app.gui.bridge import Bridge

if TYPE_CHECKING:
    from desktop_app.library.library import Library

Ids = Sequence[PhotoId] | NDArray[np.int64]
log = logging.getLogger(__name__)

TILE_PX, GAP_PX, KEPT = 52, 4, 400


def square_thumbnail(jpeg: bytes) -> QImage:
    """Returns the middle square of a thumbnail at twice the strip's size. Any thread."""
    image = QImage.fromData(jpeg)
    if image.isNull():
        return image
    side = min(image.width(), image.height())
    part = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    edge = TILE_PX * 2
    return part.scaled(edge, edge, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


class Filmstrip(QWidget):
    """Keeps the current photo in the middle; a click goes there. The arrow keys belong to the viewer."""

    chosen = Signal(int)  # position in the ids
    missed = Signal(object)  # PhotoId without a picture, for now or for good

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(TILE_PX + 20)
        self.setAccessibleName(self.tr("Filmstrip"))
        self._ids: Ids = ()
        self._at = 0
        self._scroll = 0
        self._veiled: frozenset[PhotoId] = frozenset()
        self._pictures: OrderedDict[PhotoId, QPixmap | None] = OrderedDict()
        self.unreadable: Mapping[PhotoId, str] = {}  # file names, by photo

    def show_photos(self, ids: Ids, at: int) -> None:
        """Shows another row of photos, with this position in the middle."""
        self._ids = ids
        self.go(at)

    def go(self, at: int) -> None:
        """Moves another photo to the middle."""
        self._at, self._scroll = at, 0
        self._request()
        self.update()

    def forget(self, ids: Sequence[PhotoId]) -> None:
        """Drops pictures that changed."""
        for photo_id in ids:
            self._pictures.pop(photo_id, None)
        self._request()

    def set_veiled(self, ids: frozenset[PhotoId]) -> None:
        """Says which photos stay covered."""
        self._veiled = ids
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: one row."""
        return QSize(400, TILE_PX + 20)

    def rect_of(self, position: int) -> QRectF:
        """Returns where a photo is painted."""
        x = self.width() / 2 - TILE_PX / 2 + (position - self._at) * (TILE_PX + GAP_PX) - self._scroll
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - TILE_PX
        return QRectF(x, 10, TILE_PX, TILE_PX)

    def _visible(self) -> range:
        reach = int(self.width() / 2 / (TILE_PX + GAP_PX)) + 2
        shift = round(self._scroll / (TILE_PX + GAP_PX))
        middle = self._at + shift
        return range(max(0, middle - reach), min(len(self._ids), middle + reach + 1))

    def _request(self) -> None:
        if not self.isVisible():
            return
        for position in sorted(self._visible(), key=lambda p: abs(p - self._at)):
            photo_id = PhotoId(int(self._ids[position]))
            if photo_id in self._pictures:
                self._pictures.move_to_end(photo_id)
                continue
            self._pictures[photo_id] = None
            future = self._library.thumbnail(photo_id, square_thumbnail)
            self._bridge.when_done(
                future,
                partial(self._on_picture, photo_id),
                partial(self._on_failure, photo_id),
                receiver=self,
            )
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)

    def _on_picture(self, photo_id: PhotoId, image: QImage | None) -> None:
        if image is not None and not image.isNull():
            self._pictures[photo_id] = QPixmap.fromImage(image)
            self.update()
        else:
            self.missed.emit(photo_id)

    def _on_failure(self, photo_id: PhotoId, error: BaseException) -> None:
        log.debug("no picture for the strip: %s", error)
        self._pictures.pop(photo_id, None)

    def showEvent(self, event: object) -> None:
        """Qt: now pictures are wanted."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._request()

    def resizeEvent(self, event: object) -> None:
        """Qt: more may be seen."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._request()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: moves along the strip without leaving the photo."""
        step = event.angleDelta().x() or event.angleDelta().y()
        low = -self._at * (TILE_PX + GAP_PX)
        high = (len(self._ids) - 1 - self._at) * (TILE_PX + GAP_PX)
        self._scroll = max(low, min(high, self._scroll - step))
        self._request()
        self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: goes to the photo clicked."""
        for position in self._visible():
            if event.button() == Qt.MouseButton.LeftButton and self.rect_of(position).contains(event.position()):
                self.chosen.emit(position)
                return

    def paintEvent(self, event: object) -> None:
        """Qt: the small pictures, the current one framed, the others a little darker."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for position in self._visible():
            photo_id = PhotoId(int(self._ids[position]))
            box = self.rect_of(position)
            clip = QPainterPath()
            clip.addRoundedRect(box, t.metrics.tile_radius, t.metrics.tile_radius)
            painter.save()
            painter.setClipPath(clip)
            painter.fillRect(box, QColor("#232326"))
            picture = self._pictures.get(photo_id)
            if picture is not None and photo_id not in self._veiled:
                painter.setOpacity(1.0 if position == self._at else 0.62)
                painter.drawPixmap(box, picture, QRectF(picture.rect()))
            elif photo_id in self.unreadable:
                icons.paint(painter, "image-damaged", box.adjusted(17, 17, -17, -17), QColor(t.viewer_second))
            painter.restore()
            if position == self._at:
                painter.setPen(QPen(QColor(t.viewer_text), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 5, 5)
