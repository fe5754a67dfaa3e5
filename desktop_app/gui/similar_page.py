"""Above the results of Find similar: the pictures asked about, how strict to be, and what the answer was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
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
from desktop_app.gui import theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.query_tiles import TILE_PX, AddTile, QueryTile
from desktop_app.gui.translation import counted
from desktop_app.gui.view_loader import to_image

if TYPE_CHECKING:
    from desktop_app.library.library import Library

DEBOUNCE_MS = 150
NEAREST = 3
GAP_PX = 8
BLOCK_GAP_PX = 16
NARROW_PX = 560  # a narrower bar has its slider below
WIDEST_PX = 16_777_215  # Qt's own: no limit
WORDS_PX = 180  # what the tiles leave to the words
MARGINS_PX = (16, 12, 24, 12)


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
        self.answer.setProperty("kind", "header")
        for label in (self.answer, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.more = QLabel(self)  # stands for the tiles that have no room
        self.more.setFixedSize(TILE_PX // 2, TILE_PX)
        self.more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.more.setProperty("kind", "second")
        self.more.hide()
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(5)
        self.slider.setPageStep(10)
        self.slider.setStyleSheet("QSlider { min-width: 150px; }")
        self.slider.setAccessibleName(self.tr("How alike the photos must be"))
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._on_strictness)
        self.slider.valueChanged.connect(lambda _value: self._timer.start())
        self._arrange()

    def _arrange(self) -> None:
        self._tile_row = QHBoxLayout()
        self._tile_row.setSpacing(GAP_PX)
        self._tile_row.addWidget(self.more)
        self._tile_row.addWidget(self.add)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.answer)
        words.addWidget(self.detail)
        words.addStretch(1)
        self.side = QWidget(self)
        ends = QHBoxLayout()
        for place, text in enumerate((self.tr("Looser"), self.tr("Stricter"))):
            label = QLabel(text, self.side)
            label.setProperty("kind", "second")
            ends.addWidget(label)
            if place == 0:
                ends.addStretch(1)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addStretch(1)
        column.addWidget(self.slider)
        column.addLayout(ends)
        column.addStretch(1)
        question = QHBoxLayout()
        question.setSpacing(BLOCK_GAP_PX)
        question.addLayout(self._tile_row)
        question.addLayout(words, 1)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(*MARGINS_PX)
        self._rows.setSpacing(BLOCK_GAP_PX)
        self._rows.addLayout(question, 1)
        self._rows.addWidget(self.side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a narrow bar has its slider below, and shows fewer of many tiles."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        left, top, right, bottom = MARGINS_PX
        is_narrow = self.width() < NARROW_PX
        side = self.side.sizeHint()
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._rows.setDirection(direction)
        self.side.setMaximumWidth(WIDEST_PX if is_narrow else side.width())
        room = self.width() - left - right - BLOCK_GAP_PX - (0 if is_narrow else side.width() + BLOCK_GAP_PX)
        words_px = room - self._fit_tiles(room - WORDS_PX)
        height = max(TILE_PX, 2 + sum(label.heightForWidth(max(1, words_px)) for label in (self.answer, self.detail)))
        self.setFixedHeight(top + height + bottom + (side.height() + BLOCK_GAP_PX if is_narrow else 0))

    def _fit_tiles(self, room: int) -> int:
        """Shows as many tiles as there is room for, at least one, and how many more there are. Returns their width."""
        step = TILE_PX + GAP_PX
        fitting = max(1, (room - TILE_PX) // step)
        if len(self.tiles) > fitting:
            fitting = max(1, (room - TILE_PX - TILE_PX // 2 - GAP_PX) // step)
        hidden = max(0, len(self.tiles) - fitting)
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < fitting)
        self.more.setVisible(hidden > 0)
        self.more.setText(f"+{QLocale().toString(hidden)}")
        self.more.setAccessibleName(counted("SimilarBar", "1 more picture", "{n} more pictures", hidden))
        return min(fitting, len(self.tiles)) * step + TILE_PX + (TILE_PX // 2 + GAP_PX if hidden else 0)

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
        self._fit()

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
        self._fit()

    def show_failure(self, sentence: str) -> None:
        """Says why there is no answer."""
        self.answer.setText(self.tr("This cannot be compared"))
        self.detail.setText(sentence)
        self._fit()

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
