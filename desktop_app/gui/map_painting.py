"""How the map looks: clouds far out, dots of each photo's colour, small pictures when near, names of groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPixmap

from desktop_app.domain.ids import PhotoId
from desktop_app.gui import theme
from desktop_app.gui.map_camera import Camera
from desktop_app.gui.map_content import MapContent, MapLabel
from desktop_app.gui.map_labels import LabelWish, placed
from desktop_app.gui.photo_delegate import cover_part
from desktop_app.gui.tokens import Tokens

PICTURES_FROM_PX = 28.0  # of a tile: smaller ones are dots
GAP_SHARE, MOST_GAP_PX = 0.1, 5  # of a tile that is left free beside its dot or picture
CLOUD_UNTIL_PX = 44.0
NAMES_UNTIL_PX = 90.0
NAME_PX, NAME_PAD = 22.0, 9.0
LONGEST_NAME_PX = 168
LARGE_NAME_PX = 170  # radius of a group whose name is written larger
MINIMAP_PX, MINIMAP_INSET = 152, 16
LEAST_FRAME_PX = 8.0
CORNER_FROM_PX = 56.0  # smaller pictures have square corners

Ints = NDArray[np.int64]
Look = Callable[[PhotoId], "QPixmap | None"]


def dot_px(scale: float) -> int:
    """Returns the edge of a dot in px for a tile of so many: a share of it, and large ones stand no farther apart."""
    if scale < 3:
        return max(1, round(scale))
    return max(1, round(scale) - max(1, min(round(scale * GAP_SHARE), MOST_GAP_PX)))


class DotRaster:
    """Writes the dots of a whole view into one picture: a hundred thousand calls of a painter would take too long."""

    def __init__(self) -> None:
        self._buffer = np.zeros((1, 1), np.uint32)

    def drawn(
        self, left: Ints, top: Ints, colours: NDArray[np.uint32], edge_px: int, width: int, height: int
    ) -> tuple[QImage, int]:
        """Returns a picture of the dots.

        Args:
            left: (N,) upper left corners in px of the view.
            top: likewise.
            colours: (N,) 0xAARRGGBB premultiplied.
            edge_px: of each dot.
            width: of the view.
            height: of the view.

        Returns:
            The picture, which is valid until the next call, and how far it reaches beyond the view on each side.
        """
        shape = (height + 2 * edge_px, width + 2 * edge_px)
        if self._buffer.shape != shape:
            self._buffer = np.zeros(shape, np.uint32)
        else:
            self._buffer.fill(0)
        is_in = (left > -edge_px) & (left < width) & (top > -edge_px) & (top < height)
        corner = (top[is_in] + edge_px) * shape[1] + left[is_in] + edge_px
        ink, flat = colours[is_in], self._buffer.reshape(-1)
        row = corner if edge_px == 1 else (corner[:, None] + np.arange(edge_px)).reshape(-1)
        inks = ink if edge_px == 1 else np.repeat(ink, edge_px)
        for line in range(edge_px):
            flat[row + line * shape[1]] = inks
        image = QImage(self._buffer.data, shape[1], shape[0], shape[1] * 4, QImage.Format.Format_ARGB32_Premultiplied)
        return image, edge_px


class MapPainter:
    """Paints views of a map; make a new one when theme, font or screen scale changes."""

    def __init__(self, tokens: Tokens, font: QFont, ratio: float) -> None:
        self.tokens, self.ratio = tokens, ratio
        self._dots = DotRaster()
        self._name_font = theme.sized_font(font, tokens.metrics.font_second, QFont.Weight.DemiBold)
        self._large_font = theme.sized_font(font, tokens.metrics.font_header, QFont.Weight.DemiBold)
        self._names: dict[tuple[int, str, bool], QPixmap] = {}
        self._minimap: tuple[MapContent, QPixmap] | None = None

    # the ground: clouds, dots, pictures

    def ground(self, painter: QPainter, content: MapContent, camera: Camera) -> None:
        """Paints the ground and the clouds of the groups."""
        painter.fillRect(0, 0, camera.width, camera.height, QColor(self.tokens.ground))
        opacity = min(1.0, max(0.0, (CLOUD_UNTIL_PX - camera.scale) / CLOUD_UNTIL_PX))
        if opacity <= 0.0 or not len(content):
            return
        place = content.cloud_place
        left, top = camera.to_view(place.left, place.top)
        painter.setOpacity(opacity * (0.8 if self.tokens.is_dark else 1.0))
        across, down = place.width * camera.scale, place.height * camera.scale
        painter.drawImage(QRectF(left, top, across, down), content.cloud)
        painter.setOpacity(1.0)

    def message(self, painter: QPainter, area: QRect, words: str) -> None:
        """Paints words in the middle of an empty map."""
        painter.fillRect(area, QColor(self.tokens.ground))
        painter.setFont(theme.second_font(self._name_font))
        painter.setPen(QColor(self.tokens.text_second))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)

    def dots(self, painter: QPainter, content: MapContent, camera: Camera, rows: Ints) -> None:
        """Paints the dots of these rows."""
        edge = dot_px(camera.scale)
        left, top = self.corners(content, camera, rows, edge)
        image, beyond = self._dots.drawn(left, top, content.colours[rows], edge, camera.width, camera.height)
        painter.drawImage(QPointF(-beyond, -beyond), image)

    @staticmethod
    def corners(content: MapContent, camera: Camera, rows: Ints, edge: float) -> tuple[Ints, Ints]:
        """Returns the upper left corners, in whole px, of tiles of an edge around the places of rows."""
        offset_x, offset_y = camera.offset
        left = np.floor(content.x[rows] * camera.scale - edge / 2 + 0.5).astype(np.int64) + int(offset_x)
        top = np.floor(content.y[rows] * camera.scale - edge / 2 + 0.5).astype(np.int64) + int(offset_y)
        return left, top

    def pictures(self, painter: QPainter, content: MapContent, camera: Camera, rows: Ints, look: Look) -> None:
        """Paints the pictures of these rows over their dots, where `look` has one."""
        edge = dot_px(camera.scale)
        left, top = self.corners(content, camera, rows, edge)
        ids = content.ids[rows].tolist()
        size = QSizeF(edge, edge)
        for photo_id, x, y in zip(ids, left.tolist(), top.tolist(), strict=True):
            pixmap = look(PhotoId(photo_id))
            if pixmap is not None:
                painter.drawPixmap(QRectF(QPointF(x, y), size), pixmap, QRectF(pixmap.rect()))

    # what stands over it

    def names(self, painter: QPainter, content: MapContent, camera: Camera, taken: Sequence[QRectF]) -> list[QRectF]:
        """Paints the groups' names where they have room; returns their places."""
        if camera.scale > NAMES_UNTIL_PX:
            return []
        pictures, wishes = [], []
        for at, label in enumerate(content.labels):
            x, y = camera.to_view(label.x, label.y)
            if not (0 <= x <= camera.width and 0 <= y <= camera.height):
                continue
            is_large = camera.scale < PICTURES_FROM_PX and label.radius * camera.scale > LARGE_NAME_PX
            picture = self._name(at, label, is_large=is_large)
            pictures.append((at, picture))
            size = QSizeF(picture.width() / self.ratio, picture.height() / self.ratio)
            below = y + label.radius * camera.scale + size.height() / 2
            wishes.append(LabelWish(at, QPointF(x, y), size, below))
        found, by_key = placed(wishes, QRectF(0, 0, camera.width, camera.height), taken), dict(pictures)
        for key, box in found:
            painter.drawPixmap(QPointF(round(box.left()), round(box.top())), by_key[key])
        return [box for _key, box in found]

    def _name(self, at: int, label: MapLabel, *, is_large: bool) -> QPixmap:
        key = (at, label.name, is_large)
        if key not in self._names:
            if len(self._names) > 2000:
                self._names.clear()
            self._names[key] = self.chip(label.name, is_large=is_large)
        return self._names[key]

    def chip(self, words: str, *, is_large: bool = False) -> QPixmap:
        """Returns words on a quiet ground of their own, readable over any photo."""
        font = self._large_font if is_large else self._name_font
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, LONGEST_NAME_PX)
        height = NAME_PX + (5 if is_large else 0)
        width = metrics.horizontalAdvance(shown) + 2 * NAME_PAD
        made = QPixmap(round(width * self.ratio), round(height * self.ratio))
        made.setDevicePixelRatio(self.ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self.tokens.surface, 0.86))
        painter.drawRoundedRect(QRectF(0, 0, width, height), height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(self.tokens.text))
        painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()
        return made

    def ring(self, painter: QPainter, content: MapContent, camera: Camera, row: int, *, is_hover: bool) -> None:
        """Marks the photo that keys act on, or the one under the pointer."""
        t = self.tokens
        edge = max(dot_px(camera.scale), 6)
        left, top = self.corners(content, camera, np.array([row]), edge)
        box = QRectF(float(left[0]), float(top[0]), edge, edge).adjusted(-2, -2, 2, 2)
        radius = 4 if edge >= CORNER_FROM_PX else 3
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not is_hover:
            painter.setPen(QPen(QColor(t.ground), 5))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), radius, radius)
        painter.setPen(QPen(QColor(t.text if is_hover else t.accent), 2 if is_hover else 3))
        painter.drawRoundedRect(box, radius, radius)

    def hover_card(
        self, painter: QPainter, at: QPointF, area: QRect, pixmap: QPixmap | None, lines: Sequence[str], edge: int
    ) -> QRectF:
        """Paints what is known of the photo under the pointer, beside it; `edge` 0 leaves the picture out."""
        t = self.tokens
        first, second = QFontMetricsF(self._name_font), QFontMetricsF(theme.second_font(self._name_font))
        second_font = theme.second_font(self._name_font)
        fonts = [(self._name_font, first, t.text)] + [(second_font, second, t.text_second)] * (len(lines) - 1)
        wide = max(metrics.horizontalAdvance(words) for words, (_f, metrics, _i) in zip(lines, fonts, strict=True))
        inner = float(edge) if edge else min(wide + 1.0, 260.0)
        pad, line = 8.0, 18.0
        height = pad * 2 + (edge + 6 if edge else 0) + line * len(lines)
        box = QRectF(at.x() + 18, at.y() + 18, inner + 2 * pad, height)
        if box.right() > area.right() - 8:
            box.moveRight(at.x() - 14)
        if box.bottom() > area.bottom() - 8:
            box.moveBottom(at.y() - 14)
        painter.setPen(QPen(QColor(t.hairline), 1))
        painter.setBrush(QColor(t.surface))
        painter.drawRoundedRect(box, t.metrics.radius, t.metrics.radius)
        y = box.top() + pad
        if edge:
            place = QRectF(box.left() + pad, y, edge, edge)
            if pixmap is not None:
                painter.drawPixmap(place, pixmap, cover_part(pixmap, place.toRect()))
            else:
                painter.fillRect(place, QColor(t.raised))
            y += edge + 6
        for words, (font, metrics, ink) in zip(lines, fonts, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, inner)
            painter.drawText(QRectF(box.left() + pad, y, inner, line), Qt.AlignmentFlag.AlignVCenter, shown)
            y += line
        return box

    # the small map of the whole

    def minimap_rect(self, content: MapContent, camera: Camera) -> QRectF:
        """Returns where the small map lies: in the lower corner."""
        edges = content.bounds
        share = MINIMAP_PX / max(edges.width, edges.height)
        width, height = max(40.0, edges.width * share), max(40.0, edges.height * share)
        inset = MINIMAP_INSET
        return QRectF(camera.width - inset - width, camera.height - inset - height, width, height)

    def minimap(self, painter: QPainter, content: MapContent, camera: Camera) -> None:
        """Paints the whole map small, with a frame around what is seen."""
        t, place = self.tokens, self.minimap_rect(content, camera)
        painter.setPen(QPen(QColor(t.hairline), 1))
        painter.setBrush(theme.colour(t.surface, 0.94))
        painter.drawRoundedRect(place.adjusted(-6, -6, 6, 6), t.metrics.radius, t.metrics.radius)
        painter.drawPixmap(place.topLeft(), self._small(content, place))
        seen, edges = camera.seen(), content.bounds
        across, down = place.width() / edges.width, place.height() / edges.height
        frame = QRectF(
            QPointF(place.left() + (seen.left - edges.left) * across, place.top() + (seen.top - edges.top) * down),
            QPointF(place.left() + (seen.right - edges.left) * across, place.top() + (seen.bottom - edges.top) * down),
        ).intersected(place)
        if min(frame.width(), frame.height()) < LEAST_FRAME_PX:
            middle = frame.center()
            frame.setSize(QSizeF(max(frame.width(), LEAST_FRAME_PX), max(frame.height(), LEAST_FRAME_PX)))
            frame.moveCenter(middle)
        painter.setPen(QPen(QColor(t.accent), 2))
        painter.setBrush(theme.colour(t.accent, 0.12))
        painter.drawRoundedRect(frame, 2, 2)

    def _small(self, content: MapContent, place: QRectF) -> QPixmap:
        if self._minimap is None or self._minimap[0] is not content:
            width, height = max(1, int(place.width())), max(1, int(place.height()))
            edges = content.bounds
            left = ((content.x - edges.left) / edges.width * (width - 2)).astype(np.int64)
            top = ((content.y - edges.top) / edges.height * (height - 2)).astype(np.int64)
            image, beyond = DotRaster().drawn(left, top, content.colours, 2, width, height)
            made = QPixmap.fromImage(image.copy(beyond, beyond, width, height))
            self._minimap = (content, made)
        return self._minimap[1]
