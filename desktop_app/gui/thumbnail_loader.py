"""Pictures for tiles: asked for in the order they are seen, decoded at tile size on a lane, kept within a budget."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QImageReader, QPainter, QPen, QPixmap

from desktop_app.domain.ids import PhotoId
from desktop_app.gui.bridge import Bridge

log = logging.getLogger(__name__)

T = TypeVar("T")
BUDGET_BYTES = 120_000_000
MAX_IN_FLIGHT = 6
RETRY_AFTER_S = 20.0
EDGE_ALPHA = 22
VEIL_EDGE_PX = 12  # a veiled photo keeps no more detail than this


class ThumbnailSource(Protocol):
    """The one thing asked of the library."""

    def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], T]) -> Future[T | None]:
        """Runs `convert` on the thumbnail's bytes on a lane; None when there is no thumbnail."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A tile that wants its picture. Sizes in device pixels; the picture is cropped to fill them."""

    photo_id: PhotoId
    width_px: int
    height_px: int
    radius_px: float = 0.0
    is_veiled: bool = False


@dataclass(slots=True)
class _Kept:
    pixmap: QPixmap
    wanted: Wanted
    arrived_at_s: float


@dataclass(slots=True)
class _InFlight:
    wanted: Wanted
    future: Future[QImage | None]


class ThumbnailLoader(QObject):
    """Holds the pixmaps of tiles seen lately and fetches those that are missing. GUI thread.

    A picture of another size than wanted is given meanwhile, so zooming and resizing never show blanks; a veiled
    tile is never given an unveiled picture. Failures are forgotten after `RETRY_AFTER_S` and by `forget`.
    """

    arrived = Signal(object)  # PhotoId
    missed = Signal(object)  # PhotoId: there is no picture, for now or for good

    def __init__(
        self,
        source: ThumbnailSource,
        bridge: Bridge,
        parent: QObject | None = None,
        *,
        budget_bytes: int = BUDGET_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._bridge = bridge
        self._budget_bytes = budget_bytes
        self._clock = clock
        self._kept: OrderedDict[PhotoId, _Kept] = OrderedDict()
        self._kept_bytes = 0
        self._queue: OrderedDict[PhotoId, Wanted] = OrderedDict()  # in order of asking
        self._in_flight: dict[PhotoId, _InFlight] = {}
        self._failed: dict[PhotoId, float] = {}

    @property
    def kept_bytes(self) -> int:
        """The memory of the pixmaps held now."""
        return self._kept_bytes

    @property
    def in_flight_count(self) -> int:
        """How many requests the library has now."""
        return len(self._in_flight)

    @property
    def is_idle(self) -> bool:
        """Whether everything wanted has come or failed."""
        return not self._queue and not self._in_flight

    def pixmap(self, photo_id: PhotoId, *, is_veiled: bool = False) -> QPixmap | None:
        """Returns the picture held for a photo, of whatever size it came in; None when there is none to show."""
        kept = self._kept.get(photo_id)
        if kept is None or (is_veiled and not kept.wanted.is_veiled):
            return None
        self._kept.move_to_end(photo_id)
        return kept.pixmap

    def age_s(self, photo_id: PhotoId) -> float:
        """Returns for how long a photo's picture has been here; 0 when it is not."""
        kept = self._kept.get(photo_id)
        return 0.0 if kept is None else self._clock() - kept.arrived_at_s

    def want(self, wanted: Sequence[Wanted]) -> None:
        """Says what is to be seen now, the most urgent first; everything asked for before and not named is dropped."""
        now = self._clock()
        named = {item.photo_id: item for item in wanted}
        for photo_id in [i for i, request in self._in_flight.items() if named.get(i) != request.wanted]:
            self._drop(photo_id)
        self._queue.clear()
        for photo_id, item in named.items():
            kept, failed = self._kept.get(photo_id), self._failed.get(photo_id)
            if (kept is not None and kept.wanted == item) or photo_id in self._in_flight:
                continue
            if failed is not None and now - failed < RETRY_AFTER_S:
                continue
            self._queue[photo_id] = item
        self._send()

    def forget(self, photo_ids: Iterable[PhotoId]) -> None:
        """Lets go of pictures that have changed: what is under way for them is dropped, failures are forgiven.

        The old picture stays to be shown until `want` has brought the new one.
        """
        for photo_id in photo_ids:
            self._failed.pop(photo_id, None)
            self._drop(photo_id)
            kept = self._kept.get(photo_id)
            if kept is not None:
                kept.wanted = Wanted(photo_id, 0, 0, is_veiled=kept.wanted.is_veiled)

    def clear(self) -> None:
        """Drops everything held and everything under way."""
        self.want([])
        self._kept.clear()
        self._failed.clear()
        self._kept_bytes = 0

    def _drop(self, photo_id: PhotoId) -> None:
        """Gives up a request. One that already runs cannot be stopped; its answer is then not recognised."""
        request = self._in_flight.pop(photo_id, None)
        if request is not None:
            request.future.cancel()

    def _send(self) -> None:
        while self._queue and len(self._in_flight) < MAX_IN_FLIGHT:
            photo_id, item = self._queue.popitem(last=False)
            future = self._source.thumbnail(photo_id, partial(tile_image, wanted=item))
            request = _InFlight(item, future)
            self._in_flight[photo_id] = request
            self._bridge.when_done(
                future,
                partial(self._take, photo_id, request),
                partial(self._fail, photo_id, request),
                receiver=self,
                is_current=partial(self._is_current, photo_id, request),
            )

    def _is_current(self, photo_id: PhotoId, request: _InFlight) -> bool:
        return self._in_flight.get(photo_id) is request

    def _take(self, photo_id: PhotoId, request: _InFlight, image: QImage | None) -> None:
        if image is None or image.isNull():
            self._fail(photo_id, request, None)
            return
        del self._in_flight[photo_id]
        old = self._kept.pop(photo_id, None)
        if old is not None:
            self._kept_bytes -= _bytes_of(old.pixmap)
        pixmap = QPixmap.fromImage(image)
        # one picture in the place of another needs no fade; only what was a placeholder fades in
        since = self._clock() if old is None or old.wanted.is_veiled != request.wanted.is_veiled else old.arrived_at_s
        self._kept[photo_id] = _Kept(pixmap, request.wanted, since)
        self._kept_bytes += _bytes_of(pixmap)
        while self._kept_bytes > self._budget_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= _bytes_of(oldest.pixmap)
        self.arrived.emit(photo_id)
        self._send()

    def _fail(self, photo_id: PhotoId, _request: _InFlight, error: BaseException | None) -> None:
        del self._in_flight[photo_id]
        self._failed[photo_id] = self._clock()
        log.debug("no picture for photo %d: %s", photo_id, error or "nothing to show yet")
        self.missed.emit(photo_id)
        self._send()


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def tile_image(jpeg: bytes, wanted: Wanted) -> QImage | None:
    """Decodes a thumbnail at the size of its tile, cropped to fill it, corners rounded. Any thread.

    Returns an image of exactly the wanted size, ARGB32 premultiplied; None for bytes that are no picture.
    """
    buffer = QBuffer()
    buffer.setData(jpeg)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size, target = reader.size(), QSize(wanted.width_px, wanted.height_px)
    if size.isEmpty() or target.isEmpty():
        return None
    cover = size.scaled(target, Qt.AspectRatioMode.KeepAspectRatioByExpanding).expandedTo(target)
    if cover.width() > size.width() * 4 or cover.height() > size.height() * 4:
        cover = size  # a sliver of a picture: let the painter stretch the little there is
    reader.setScaledSize(cover)
    image = reader.read()
    if image.isNull():
        return None
    if wanted.is_veiled:
        image = _veiled(image)
    return rounded(image, target, wanted.radius_px)


def _veiled(image: QImage) -> QImage:
    """Returns the picture with nothing left in it but patches of colour."""
    small = image.scaled(
        VEIL_EDGE_PX,
        VEIL_EDGE_PX,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    middle = small.scaled(small.size() * 4, mode=Qt.TransformationMode.SmoothTransformation)
    return middle.scaled(image.size(), mode=Qt.TransformationMode.SmoothTransformation)


def rounded(image: QImage, target: QSize, radius_px: float) -> QImage:
    """Returns the middle of a picture at the size of a tile, corners rounded, ARGB32 premultiplied. Any thread."""
    offset = QPoint((image.width() - target.width()) // 2, (image.height() - target.height()) // 2)
    if image.width() >= target.width() and image.height() >= target.height():
        image = image.copy(QRect(offset, target))
    else:
        image = image.scaled(target, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    if radius_px <= 0:
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    made = QImage(target, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(image))
    painter.drawRoundedRect(made.rect(), radius_px, radius_px)
    painter.setPen(QPen(QColor(0, 0, 0, EDGE_ALPHA), 1))  # so that a white sky ends somewhere on a white page
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(made.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius_px, radius_px)
    painter.end()
    return made
