"""Above the results of Find similar: the pictures asked about, how strict to be, and what the answer was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo, display_text
from desktop_app.domain.query import SimilarRequest, SimilarResult
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui import icons, theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.view_loader import to_image

if TYPE_CHECKING:
    from desktop_app.library.library import Library

TILE_PX = 64
DEBOUNCE_MS = 150
NEAREST = 3


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One of the pictures asked about: exactly one field is filled."""

    photo_id: PhotoId | None = None
    file: Path | None = None
    picture: bytes = b""


def parts_of(request: SimilarRequest) -> list[QueryPart]:
    """Returns the request's pictures one by one."""
    return [
        *(QueryPart(photo_id=i) for i in request.photo_ids),
        *(QueryPart(file=f) for f in request.files),
        *(QueryPart(picture=p) for p in request.pictures),
    ]


def request_of(parts: Sequence[QueryPart], like: SimilarRequest) -> SimilarRequest:
    """Returns a request for these pictures, else as `like`."""
    return replace(
        like,
        photo_ids=tuple(p.photo_id for p in parts if p.photo_id is not None),
        files=tuple(p.file for p in parts if p.file is not None),
        pictures=tuple(p.picture for p in parts if p.picture),
    )


def merged(one: SimilarRequest, other: SimilarRequest) -> SimilarRequest:
    """Returns a request for the pictures of both, each once, as strict as the first."""
    parts = list(dict.fromkeys([*parts_of(one), *parts_of(other)]))
    return request_of(parts, one)


class QueryTile(QAbstractButton):
    """A picture asked about. A click, Delete or Backspace takes it out of the question."""

    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self.is_removable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(TILE_PX, TILE_PX)
        self.setAccessibleName(self.tr("Picture asked about: {name}").format(name=name))
        self.setToolTip(name)
        self.clicked.connect(self._remove)

    def show_image(self, image: QImage | None) -> None:
        """Shows the picture's middle square."""
        if image is None or image.isNull():
            return
        side = min(image.width(), image.height())
        part = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
        edge = TILE_PX * 2
        mode = Qt.TransformationMode.SmoothTransformation
        self._pixmap = QPixmap.fromImage(part.scaled(edge, edge, Qt.AspectRatioMode.IgnoreAspectRatio, mode))
        self.update()

    def _remove(self) -> None:
        if self.is_removable:
            self.removed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Delete removes."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: shows the cross."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: hides the cross."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: object) -> None:
        """Qt: the picture; the cross when it is about to be used."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        clip = QPainterPath()
        clip.addRoundedRect(box, t.metrics.radius, t.metrics.radius)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(box, QColor(t.raised))
        if self._pixmap is not None:
            painter.drawPixmap(box, self._pixmap, QRectF(self._pixmap.rect()))
        else:
            icons.paint(painter, "image", box.adjusted(20, 20, -20, -20), QColor(t.text_second))
        painter.restore()
        painter.setPen(QPen(theme.colour(t.text, 0.1), 1))  # so that a white picture ends somewhere
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), t.metrics.radius, t.metrics.radius)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), t.metrics.radius, t.metrics.radius)
        if self.is_removable and (self.underMouse() or self.hasFocus()):
            seal = QRectF(self.width() - 24, 4, 20, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(t.scrim, 0.6))
            painter.drawEllipse(seal)
            icons.paint(painter, "close", seal.adjusted(4, 4, -4, -4), QColor(t.on_scrim))


class AddTile(QAbstractButton):
    """The dashed tile that adds another picture to the question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(TILE_PX, TILE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Add another picture"))
        self.setToolTip(self.tr("Add another picture: photos like all of them together"))

    def paintEvent(self, event: object) -> None:
        """Qt: dashes and a plus."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(t.accent if is_on else t.outline), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(t.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), t.metrics.radius, t.metrics.radius)
        ink = QColor(t.accent if is_on else t.text_second)
        icons.paint(painter, "plus", QRectF(self.width() / 2 - 10, self.height() / 2 - 10, 20, 20), ink)


class SimilarBar(QWidget):
    """The strip above the results. Emits a new request when a picture or the strictness changes."""

    request_changed = Signal(object)  # SimilarRequest
    strictness_changed = Signal(float)
    emptied = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self._request = SimilarRequest()
        self._parts: list[QueryPart] = []
        self.tiles: list[QueryTile] = []
        self.is_veiling = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add = AddTile(self)
        self.add.clicked.connect(self._choose)
        self.answer = QLabel(self)
        self.detail = QLabel(self)
        self.detail.setProperty("kind", "second")
        self.detail.setWordWrap(True)
        self.answer.setProperty("kind", "header")
        for label in (self.answer, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(5)
        self.slider.setPageStep(10)
        self.slider.setStyleSheet("QSlider { min-width: 150px; max-width: 150px; }")
        self.slider.setAccessibleName(self.tr("How alike the photos must be"))
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._on_strictness)
        self.slider.valueChanged.connect(lambda _value: self._timer.start())
        self._arrange()

    def _arrange(self) -> None:
        self._tile_row = QHBoxLayout()
        self._tile_row.setSpacing(8)
        self._tile_row.addWidget(self.add)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.answer)
        words.addWidget(self.detail)
        words.addStretch(1)
        ends = QHBoxLayout()
        for text in (self.tr("Looser"), self.tr("Stricter")):
            label = QLabel(text, self)
            label.setProperty("kind", "second")
            ends.addWidget(label)
            if text == self.tr("Looser"):
                ends.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addStretch(1)
        side.addWidget(self.slider)
        side.addLayout(ends)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 24, 12)
        row.setSpacing(16)
        row.addLayout(self._tile_row)
        row.addLayout(words, 1)
        row.addLayout(side)

    def sizeHint(self) -> QSize:
        """Qt: a row of tiles and its air."""
        return QSize(400, TILE_PX + 24)

    @property
    def request(self) -> SimilarRequest:
        """The question as shown."""
        return self._request

    def show_request(self, request: SimilarRequest) -> None:
        """Shows a question while its answer is on the way."""
        is_same = parts_of(request) == self._parts and bool(self.tiles)
        self._request = request
        self.slider.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.slider.setValue(round(request.strictness * 100))
        self.slider.blockSignals(False)  # noqa: FBT003
        self.answer.setText(self.tr("Looking…"))
        self.detail.setText("")
        if not is_same:
            self._show_tiles(parts_of(request))

    def show_result(self, result: SimilarResult) -> None:
        """Says what was found."""
        if result.is_good_match:
            is_one = len(self._parts) == 1
            self.answer.setText(self.tr("Photos like this") if is_one else self.tr("Photos like these together"))
            self.detail.setText(self.tr("Most alike first"))
        else:
            self.answer.setText(self.tr("Nothing here looks like this"))
            near = self.tr("These are the nearest, and they are not alike.") if result.matches else ""
            self.detail.setText(
                near or self.tr("No photo has been looked at yet. Try again when the work in the background is done.")
            )
        if result.problems:
            self.detail.setText(" ".join(result.problems))
        self.setAccessibleDescription(f"{self.answer.text()}. {self.detail.text()}")

    def show_failure(self, sentence: str) -> None:
        """Says why there is no answer."""
        self.answer.setText(self.tr("This cannot be compared"))
        self.detail.setText(sentence)

    def add_request(self, request: SimilarRequest) -> None:
        """Adds the pictures of another request to the question."""
        self.request_changed.emit(merged(self._request, request))

    def _show_tiles(self, parts: list[QueryPart]) -> None:
        for tile in self.tiles:
            self._tile_row.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._parts, self.tiles = parts, []
        for place, part in enumerate(parts):
            name = self.tr("a picture") if part.file is None else display_text(part.file.name)
            tile = QueryTile(self.tr("a photo of your library") if part.photo_id is not None else name, self)
            tile.removed.connect(lambda part=part: self._remove(part))
            self._tile_row.insertWidget(place, tile)
            self.tiles.append(tile)
            self._fill(tile, part)
            tile.show()

    def _fill(self, tile: QueryTile, part: QueryPart) -> None:
        if part.photo_id is not None:
            photo_id = part.photo_id
            row = self._library.ask(lambda queries: queries.photo(photo_id))
            self._bridge.when_done(row, lambda photo: self._fill_from(tile, photo), receiver=tile)
            return
        source = part.picture or part.file
        if source is not None:
            view = self._library.preview(source)
            self._bridge.when_done(
                view, lambda found: tile.show_image(to_image(found.rgb)), lambda _error: None, receiver=tile
            )

    def _fill_from(self, tile: QueryTile, photo: Photo | None) -> None:
        """Shows a photo of the library on its tile; a sensitive one stays covered here too."""
        if photo is None or (self.is_veiling and is_veiled(photo.status)):
            return
        future = self._library.thumbnail(photo.id, QImage.fromData)
        self._bridge.when_done(future, tile.show_image, lambda _error: None, receiver=tile)

    def _remove(self, part: QueryPart) -> None:
        left = [other for other in self._parts if other != part]
        if left:
            self.request_changed.emit(request_of(left, self._request))
        else:
            self.emptied.emit()

    def choose_instead(self) -> None:
        """Lets the user choose other pictures in the place of those that could not be compared."""
        chosen = self._chosen_files(self.tr("Find photos like…"))
        if chosen:
            self.request_changed.emit(replace(self._request, photo_ids=(), files=chosen, pictures=()))

    def _choose(self) -> None:
        chosen = self._chosen_files(self.tr("Add pictures to compare with"))
        if chosen:
            self.add_request(SimilarRequest(files=chosen))

    def _chosen_files(self, title: str) -> tuple[Path, ...]:
        names, _kind = QFileDialog.getOpenFileNames(self, title)
        return tuple(Path(name) for name in names)

    def _on_strictness(self) -> None:
        strictness = self.slider.value() / 100
        if strictness != self._request.strictness:
            self.strictness_changed.emit(strictness)
            self.request_changed.emit(replace(self._request, strictness=strictness))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click beside the controls is nobody's."""
        event.accept()

    def paintEvent(self, event: object) -> None:
        """Qt: a hairline below."""
        del event
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.tokens().hairline))
