"""Pictures for cards: one thumbnail loader for all shelves of a page, and sharper ones for cards larger than those."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.errors import UserError
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted, rounded
from desktop_app.gui.view_loader import to_image

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.pictures import ViewImage

log = logging.getLogger(__name__)

THUMBNAIL_EDGE_PX = 512  # of the stored thumbnails: a card beyond wants the photo itself
BUDGET_BYTES = 60_000_000
KEPT_SHARP = 4
WANT_MS = 24


class CardHolder(Protocol):
    """A widget that shows cards."""

    def wanted(self) -> list[Wanted]:
        """Returns the pictures it needs now, the most urgent first."""
        ...

    def picture_arrived(self, photo_id: PhotoId) -> None:
        """A picture came; it may be another holder's."""
        ...


def sharp_image(view: ViewImage, wanted: Wanted) -> QImage:
    """Returns a decoded photo at the size of its card, corners rounded. Any thread."""
    image = to_image(view.rgb)
    target = QSize(wanted.width_px, wanted.height_px)
    cover = image.size().scaled(target, Qt.AspectRatioMode.KeepAspectRatioByExpanding).expandedTo(target)
    fitted = image.scaled(cover, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return rounded(fitted, target, wanted.radius_px)


class SharpPictures(QObject):
    """Decodes the few photos whose cards are larger than a thumbnail. What nobody wants any more is dropped."""

    arrived = Signal(object)  # PhotoId

    def __init__(self, library: Library, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self._kept: OrderedDict[PhotoId, tuple[Wanted, QPixmap | None]] = OrderedDict()  # None: it cannot be had
        self._in_flight: dict[PhotoId, tuple[Wanted, Future[ViewImage]]] = {}

    def pixmap(self, photo_id: PhotoId) -> QPixmap | None:
        """Returns the sharp picture of a photo, None while there is none."""
        kept = self._kept.get(photo_id)
        return None if kept is None else kept[1]

    def want(self, wanted: Sequence[Wanted]) -> None:
        """Says which cards are larger than their thumbnails."""
        named = {item.photo_id: item for item in wanted}
        for photo_id in [i for i, (item, _f) in self._in_flight.items() if named.get(i) != item]:
            self._in_flight.pop(photo_id)[1].cancel()
        for photo_id, item in named.items():
            kept = self._kept.get(photo_id)
            if photo_id in self._in_flight or (kept is not None and kept[0] == item):
                continue
            future = self._library.view_image(photo_id, max(item.width_px, item.height_px) * 3 // 2)
            self._in_flight[photo_id] = (item, future)
            self._follow(photo_id, item, future)

    def forget(self, photo_ids: Sequence[PhotoId]) -> None:
        """Lets go of pictures whose files changed."""
        for photo_id in photo_ids:
            self._kept.pop(photo_id, None)

    def _follow(self, photo_id: PhotoId, item: Wanted, future: Future[ViewImage]) -> None:
        """Scales on the thread that decoded, so that the window's does nothing but take the result."""
        scaled: Future[QImage] = Future()

        def convert(done: Future[ViewImage]) -> None:
            if done.cancelled():
                scaled.cancel()
                return
            error = done.exception()
            if error is not None:
                scaled.set_exception(error)
            else:
                scaled.set_result(sharp_image(done.result(), item))

        self._bridge.when_done(
            scaled,
            partial(self._take, photo_id, item),
            partial(self._fail, photo_id, item),
            receiver=self,
            is_current=lambda: self._in_flight.get(photo_id, (None, None))[1] is future,
        )
        future.add_done_callback(convert)

    def _take(self, photo_id: PhotoId, item: Wanted, image: QImage) -> None:
        self._keep(photo_id, item, QPixmap.fromImage(image))
        self.arrived.emit(photo_id)

    def _fail(self, photo_id: PhotoId, item: Wanted, error: BaseException) -> None:
        if isinstance(error, UserError):
            log.debug("photo %d has no sharper picture: %s", photo_id, error)
        else:
            log.error("a large card's picture could not be made", exc_info=error)
        self._keep(photo_id, item, None)

    def _keep(self, photo_id: PhotoId, item: Wanted, pixmap: QPixmap | None) -> None:
        self._in_flight.pop(photo_id, None)
        self._kept[photo_id] = (item, pixmap)
        self._kept.move_to_end(photo_id)
        while len(self._kept) > KEPT_SHARP:
            self._kept.popitem(last=False)


class CardPictures(QObject):
    """Asks for what the holders in an area show, the nearest first, and tells all of them what came. GUI thread.

    Args:
        library: gives thumbnails and, for large cards, photos.
        bridge: brings them to the GUI thread.
        area: what is seen of it matters; holders beyond one area's height are not asked.
        has_sharp: large cards get the photo itself after the thumbnail.
    """

    def __init__(self, library: Library, bridge: Bridge, area: QWidget, *, has_sharp: bool = False) -> None:
        super().__init__(area)
        self._area = area
        self._has_sharp = has_sharp
        self._holders: list[QWidget] = []
        self.loader = ThumbnailLoader(library, bridge, self, budget_bytes=BUDGET_BYTES)
        self.sharp = SharpPictures(library, bridge, self)
        self.loader.arrived.connect(self._tell)
        self.sharp.arrived.connect(self._tell)
        self._timer = QTimer(self, singleShot=True, interval=WANT_MS)
        self._timer.timeout.connect(self.want_now)

    def add(self, holder: QWidget) -> None:
        """Serves a holder (`CardHolder`) until it is deleted."""
        self._holders.append(holder)
        holder.destroyed.connect(lambda: self._holders.remove(holder) if holder in self._holders else None)

    def remove(self, holder: QWidget) -> None:
        """Serves a holder no longer."""
        if holder in self._holders:
            self._holders.remove(holder)

    def pixmap(self, photo_id: PhotoId, *, is_veiled: bool = False) -> QPixmap | None:
        """Returns the best picture there is; None when there is none to show."""
        sharp = None if is_veiled else self.sharp.pixmap(photo_id)
        return sharp or self.loader.pixmap(photo_id, is_veiled=is_veiled)

    def want_soon(self) -> None:
        """Something moved: asks in a moment, at once when nothing has been shown yet."""
        if not self._timer.isActive():
            self._timer.start(WANT_MS if self.loader.kept_bytes else 0)

    def want_now(self) -> None:
        """Asks for what is seen and near."""
        near: list[tuple[int, int, QWidget]] = []
        for order, holder in enumerate(self._holders):
            distance = self._distance(holder)
            if distance is not None:
                near.append((distance, order, holder))
        wanted = [item for _d, _o, holder in sorted(near, key=lambda n: n[:2]) for item in holder.wanted()]  # type: ignore[attr-defined]
        self.loader.want(wanted)
        if self._has_sharp:
            seen = {id(holder) for distance, _o, holder in near if distance == 0}
            large = [
                item
                for _d, _o, holder in near
                if id(holder) in seen
                for item in holder.wanted()  # type: ignore[attr-defined]
                if max(item.width_px, item.height_px) > THUMBNAIL_EDGE_PX and not item.is_veiled
            ]
            self.sharp.want(large[:KEPT_SHARP])

    def forget(self, photo_ids: Sequence[PhotoId]) -> None:
        """Files changed: their pictures are asked for again."""
        self.loader.forget(photo_ids)
        self.sharp.forget(photo_ids)
        self.want_soon()

    def _distance(self, holder: QWidget) -> int | None:
        """Returns how far below or above the area a holder lies, 0 when it is seen; None when too far or hidden."""
        if not holder.isVisible():
            return None
        place = QRect(holder.mapTo(self._area, QPoint()), holder.size())
        seen = self._area.rect()
        gap = max(0, place.top() - seen.bottom(), seen.top() - place.bottom())
        return gap if gap <= seen.height() else None

    def _tell(self, photo_id: PhotoId) -> None:
        for holder in self._holders:
            holder.picture_arrived(photo_id)  # type: ignore[attr-defined]
