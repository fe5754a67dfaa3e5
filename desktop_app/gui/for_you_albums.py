"""Suggested albums: a mosaic, what it is, and the three answers to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.ids import PhotoId
from desktop_app.gui import facts, for_you_words, theme
from desktop_app.gui.for_you_content import AlbumContent
from desktop_app.gui.for_you_pictures import CardPictures
from desktop_app.gui.mosaic import mosaic_places
from desktop_app.gui.photo_delegate import TileLook, TilePainter
from desktop_app.gui.thumbnail_loader import Wanted

MOSAIC_PX = 184
CARD_PX = 300  # about so wide; cards share the width
MOST_PX = 520
CARD_GAP = 24
MOST_SHOWN = 6
LEAVE_MS = 160


class Mosaic(QAbstractButton):
    """The pictures of an album; a click looks into it."""

    def __init__(self, pictures: CardPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._content: AlbumContent | None = None
        self._painter: TilePainter | None = None
        self.setFixedHeight(MOSAIC_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        pictures.add(self)

    def show_album(self, content: AlbumContent) -> None:
        """Shows another album."""
        self._content = content
        self._pictures.want_soon()
        self.update()

    def _places(self) -> list[tuple[int, QRect]]:
        if self._content is None:
            return []
        places = mosaic_places(self.rect().adjusted(2, 2, -2, -2), len(self._content.mosaic))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            places = [QRect(self.width() - p.right() - 1, p.top(), p.width(), p.height()) for p in places]
        return list(enumerate(places))

    def wanted(self) -> list[Wanted]:
        """Returns its pictures."""
        if self._content is None:
            return []
        ratio, ids = self.devicePixelRatioF(), self._content.mosaic.ids
        radius = theme.tokens().metrics.tile_radius * ratio
        return [
            Wanted(PhotoId(int(ids[at])), round(box.width() * ratio), round(box.height() * ratio), radius)
            for at, box in self._places()
        ]

    def picture_arrived(self, photo_id: PhotoId) -> None:
        """Paints when it was one of its own."""
        if self._content is not None and int(photo_id) in self._content.mosaic.ids:
            self.update()

    def sizeHint(self) -> QSize:
        """Qt: as wide as there is room."""
        return QSize(CARD_PX, MOSAIC_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: pictures of another size are wanted."""
        super().resizeEvent(event)
        self._pictures.want_soon()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: pictures with the grid's own tile painter, and the focus around all of them."""
        del event
        t = theme.tokens()
        ratio = self.devicePixelRatioF()
        if self._painter is None or self._painter.ratio != ratio or self._painter.tokens is not t:
            self._painter = TilePainter(t, self.font(), ratio)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._content is not None:
            mosaic = self._content.mosaic
            for at, box in self._places():
                look = TileLook(int(mosaic.colours[at]), 0, 0)
                pixmap = self._pictures.pixmap(PhotoId(int(mosaic.ids[at])))
                self._painter.tile(painter, box, look, pixmap, is_mirrored=False)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


class AlbumCard(QWidget):
    """One suggested album: look into it, accept it, change it, say no."""

    accepted = Signal(object)  # SuggestedAlbum
    edit_wanted = Signal(object)  # SuggestedAlbum
    dismissed = Signal(object)  # SuggestedAlbum

    def __init__(self, pictures: CardPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content: AlbumContent | None = None
        self.mosaic = Mosaic(pictures, self)
        self.title, self.note = QLabel(self), QLabel(self)
        font = theme.body_font(self.title.font())
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.note.setProperty("kind", "second")
        for label in (self.title, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.accept = QPushButton(self.tr("Create album"), self)
        self.edit = QPushButton(self.tr("Edit…"), self)
        self.dismiss = QPushButton(self.tr("Not this"), self)
        for button in (self.edit, self.dismiss):
            button.setProperty("kind", "quiet")
        self._effect = QGraphicsOpacityEffect(self)
        self._effect.setEnabled(False)
        self.setGraphicsEffect(self._effect)
        self._fade = QVariantAnimation(self, duration=LEAVE_MS, startValue=1.0, endValue=0.0)
        self._fade.valueChanged.connect(self._effect.setOpacity)
        self.accept.clicked.connect(lambda: self._say(self.accepted))
        self.dismiss.clicked.connect(lambda: self._say(self.dismissed))
        self.edit.clicked.connect(lambda: self._say(self.edit_wanted))
        self.mosaic.clicked.connect(lambda: self._say(self.edit_wanted))
        self._arrange()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2, 6, 0, 0)
        buttons.setSpacing(4)
        for button in (self.accept, self.edit, self.dismiss):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.mosaic)
        column.addSpacing(5)
        for label in (self.title, self.note):
            label.setContentsMargins(2, 0, 2, 0)
            column.addWidget(label)
        column.addLayout(buttons)

    def _say(self, signal: object) -> None:
        if self.content is not None:
            signal.emit(self.content.album)  # type: ignore[attr-defined]

    def show_album(self, content: AlbumContent) -> None:
        """Shows another album."""
        self.content = content
        album, title = content.album, for_you_words.album_title(content.album)
        self._fade.stop()
        self._effect.setEnabled(False)
        self.title.setText(title)
        note = f"{facts.count_text(len(album.photo_ids))} · {for_you_words.album_reason(album)}"
        self.note.setText(note)
        self.setAccessibleName(f"{title}, {note}")
        self.mosaic.setAccessibleName(self.tr("Look into {album}, {note}").format(album=title, note=note))
        for button, words in (
            (self.accept, self.tr("Create the album {album}")),
            (self.edit, self.tr("Edit the album {album} first")),
            (self.dismiss, self.tr("Do not suggest the album {album}")),
        ):
            button.setAccessibleName(words.format(album=title))
        self.mosaic.show_album(content)

    def leave(self, *, is_motion_reduced: bool) -> None:
        """Fades away; its place stays until another album comes."""
        self._effect.setEnabled(True)
        if is_motion_reduced:
            self._effect.setOpacity(0.0)
        else:
            self._fade.start()


class AlbumShelf(QWidget):
    """The suggested albums side by side, in as many columns as there is room for."""

    accepted = Signal(object)  # SuggestedAlbum
    edit_wanted = Signal(object)
    dismissed = Signal(object)

    def __init__(self, pictures: CardPictures, inset: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._inset = pictures, inset
        self.is_motion_reduced = False
        self.cards: list[AlbumCard] = []
        self.title = QLabel(self.tr("Albums you could make"), self)
        self.title.setProperty("kind", "header")
        self.reason = QLabel(self.tr("Photos that belong together. Nothing is made until you say so."), self)
        self.reason.setProperty("kind", "second")
        for label in (self.title, self.reason):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.show()

    def prepare(self, count: int, new_at_most: int) -> bool:
        """Makes cards, so many at most now, for each costs time. Returns whether there are enough to show `count`."""
        for _ in range(min(new_at_most, min(count, MOST_SHOWN) - len(self.cards))):
            card = AlbumCard(self._pictures, self)
            card.hide()
            card.accepted.connect(self.accepted)
            card.edit_wanted.connect(self.edit_wanted)
            card.dismissed.connect(self.dismissed)
            self.cards.append(card)
        return len(self.cards) >= min(count, MOST_SHOWN)

    def show_albums(self, albums: Sequence[AlbumContent]) -> None:
        """Shows these albums, at most six; hidden when there is none."""
        shown = albums[:MOST_SHOWN]
        self.prepare(len(shown), len(shown))
        for card, content in zip(self.cards, shown, strict=False):
            card.show_album(content)
            card.show()
        for card in self.cards[len(shown) :]:
            card.content = None
            card.hide()
        self.setVisible(bool(shown))
        self._place()

    def leave(self, key: str) -> None:
        """Lets an album fade away."""
        for card in self.cards:
            if card.content is not None and card.content.album.key == key:
                card.leave(is_motion_reduced=self.is_motion_reduced)

    def _place(self) -> None:
        shown = [card for card in self.cards if card.content is not None]
        room = self.width() - 2 * self._inset
        columns = max(1, min(4, max(len(shown), 2), (room + CARD_GAP) // (CARD_PX - 40 + CARD_GAP)))
        wide = min(MOST_PX, (room - (columns - 1) * CARD_GAP) // columns)  # the focus ring lies outside of this
        head = self.title.sizeHint().height()
        self.title.setGeometry(self._inset, 0, room, head)
        self.reason.setGeometry(self._inset, head + 1, room, self.reason.sizeHint().height())
        top = head + 1 + self.reason.sizeHint().height() + 9
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        tall = max((card.sizeHint().height() for card in shown), default=0)
        for at, card in enumerate(shown):
            column = columns - 1 - at % columns if is_mirrored else at % columns
            x = self._inset + column * (wide + CARD_GAP)
            card.setGeometry(x - 2, top + at // columns * (tall + CARD_GAP), wide + 4, tall)
        rows = -(-len(shown) // columns)
        self.setFixedHeight(top + rows * tall + max(0, rows - 1) * CARD_GAP if shown else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other columns."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: mirrored, or in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange):
            self._place()
