"""One shelf: its heading, its row of cards, and two arrows that come with the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.gui import for_you_words, icons, theme
from desktop_app.gui.for_you_card_painting import SUGGESTION_ACTS
from desktop_app.gui.for_you_cards import CardsView
from desktop_app.gui.for_you_content import ShelfContent
from desktop_app.gui.for_you_geometry import MOST_CROPPED, LeadLayout, RowLayout, ShelfLayout
from desktop_app.gui.for_you_pictures import CardPictures
from desktop_app.gui.photo_delegate import cover_part
from desktop_app.gui.thumbnail_loader import Wanted

INSET = 24
ROW_PX, WIDE_ROW_PX = 172, 196
LEAD_PX, LEAD_SHARE, LEAD_MOST_PX = 260, 0.375, 470
LEAD_CROPPED = 2.6  # beside a large card every place hangs on every other: they stay
SOURCE_PX = 28
ARROW_PX = 40


class SourcePicture(QAbstractButton):
    """The small picture behind 'Because you looked at': a click opens it."""

    def __init__(self, pictures: CardPictures, parent: QWidget | None = None, *, edge_px: int = SOURCE_PX) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._photo: Photo | None = None
        self.setFixedSize(edge_px, edge_px)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()
        pictures.add(self)

    @property
    def photo_id(self) -> PhotoId | None:
        """The photo it opens."""
        return None if self._photo is None else self._photo.id

    def show_photo(self, photo: Photo | None) -> None:
        """Shows another photo; nothing without one."""
        self._photo = photo
        words = self.tr("Open the {photo}").format(photo=for_you_words.photo_text(photo))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setVisible(photo is not None)
        self._pictures.want_soon()
        self.update()

    def wanted(self) -> list[Wanted]:
        """Returns its one picture."""
        if self._photo is None:
            return []
        edge = round(self.width() * self.devicePixelRatioF())
        return [Wanted(self._photo.id, edge, edge, theme.tokens().metrics.tile_radius * self.devicePixelRatioF())]

    def picture_arrived(self, photo_id: PhotoId) -> None:
        """Paints when it was its own."""
        if photo_id == self.photo_id:
            self.update()

    def sizeHint(self) -> QSize:
        """Qt: a fixed square."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the picture, or its place."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        pixmap = None if self._photo is None else self._pictures.pixmap(self._photo.id)
        box = QRectF(self.rect())
        clip = QPainterPath()
        clip.addRoundedRect(box, t.metrics.tile_radius, t.metrics.tile_radius)
        painter.setClipPath(clip)
        if pixmap is None:
            painter.fillRect(box, QColor(t.pressed))
        else:
            painter.drawPixmap(box, pixmap, cover_part(pixmap, self.rect()))
        painter.setClipping(False)
        if self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), t.metrics.tile_radius, t.metrics.tile_radius)


class ShelfArrow(QAbstractButton):
    """A round button at a shelf's edge. Keys walk by themselves, so Tab passes it by."""

    def __init__(self, icon_name: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon_name = icon_name
        self.setAccessibleName(name)
        self.setFixedSize(ARROW_PX, ARROW_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a disc on the photos, its icon in the text colour."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(2, 1, -2, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        for spread, alpha in ((2.0, 0.05), (1.0, 0.09)):
            painter.setBrush(theme.colour(t.scrim, alpha))
            painter.drawEllipse(disc.adjusted(-spread, -spread + 1, spread, spread + 1))
        painter.setBrush(QColor(t.pressed if self.isDown() else t.hover if self.underMouse() else t.surface))
        painter.setPen(QPen(QColor(t.hairline), 1))
        painter.drawEllipse(disc)
        icons.paint(painter, self.icon_name, QRectF(disc.center() - QPointF(9, 9), QSize(18, 18)), QColor(t.text))


class ForYouShelf(QWidget):
    """Shows one ShelfContent; cards of another content take the places of those before."""

    source_wanted = Signal(object)  # PhotoId of the small picture

    def __init__(self, cards: CardPictures, marks: CardPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content: ShelfContent | None = None
        self._is_lead = False
        self.title = QLabel(self)
        self.title.setProperty("kind", "header")
        self.reason = QLabel(self)
        self.reason.setProperty("kind", "second")
        for label in (self.title, self.reason):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.source = SourcePicture(marks, self)
        self.source.clicked.connect(lambda: self.source_wanted.emit(self.source.photo_id))
        self.cards = CardsView(cards, RowLayout(ROW_PX), self, inset=INSET, acts=SUGGESTION_ACTS)
        self.back = ShelfArrow("chevron-left", self.tr("Back along this shelf"), self)
        self.onward = ShelfArrow("chevron-right", self.tr("Further along this shelf"), self)
        for arrow, step in ((self.back, -1), (self.onward, 1)):
            arrow.clicked.connect(lambda _checked=False, step=step: self._turn(step))
        self.cards.scrolled.connect(self._show_arrows)
        self._arrange()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.source)
        head.addStretch(1)
        heading = QVBoxLayout()
        heading.setContentsMargins(INSET, 0, INSET, 4)
        heading.setSpacing(1)
        heading.addLayout(head)
        heading.addWidget(self.reason, 0, Qt.AlignmentFlag.AlignLeft)  # where reading begins, whatever the text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(heading)
        column.addWidget(self.cards)

    def show_shelf(self, content: ShelfContent, *, is_lead: bool, is_cold: bool, is_kept: bool) -> None:
        """Shows a shelf. With is_kept, new photos take the places of those that went and the rest stays."""
        self.content, was_lead = content, self._is_lead
        self._is_lead = is_lead
        title = for_you_words.shelf_title(content.shelf)
        self.title.setText(title)
        self.reason.setText(for_you_words.shelf_reason(content.shelf, is_cold=is_cold))
        self.source.show_photo(content.source)
        self.cards.setAccessibleName(title)
        self.cards.setAccessibleDescription(self.reason.text())
        self.cards.photo_model.set_describe(lambda photo_id: content.texts.get(photo_id, ""))
        self._fit()
        if is_kept and was_lead == is_lead:
            self.cards.fill_places(content.timeline, LEAD_CROPPED if is_lead else MOST_CROPPED)
        else:
            self.cards.show_photos(content.timeline)
            self.cards.motion.stop()
            self.cards.horizontalScrollBar().setValue(0)
        self._show_arrows()

    def _fit(self) -> None:
        """Chooses the layout for the present width."""
        layout: ShelfLayout
        if self._is_lead:
            wished = round((self.width() - 2 * INSET) * LEAD_SHARE)
            layout = LeadLayout(min(max(wished, LEAD_PX), LEAD_MOST_PX))
        else:
            layout = RowLayout(WIDE_ROW_PX if self.width() >= 1400 else ROW_PX)
        self.cards.set_layout(layout)

    def _turn(self, step: int) -> None:
        self.cards.turn(step)
        self._show_arrows()

    def _show_arrows(self) -> None:
        is_here = self.underMouse()
        for arrow, step in ((self.back, -1), (self.onward, 1)):
            arrow.setVisible(is_here and self.cards.can_turn(step))

    def _place_arrows(self) -> None:
        middle = self.cards.y() + (self.cards.height() - ARROW_PX) // 2
        left, right = (self.onward, self.back) if self.cards.is_mirrored else (self.back, self.onward)
        left.icon_name, right.icon_name = "chevron-left", "chevron-right"
        left.move(6, middle)
        right.move(self.width() - ARROW_PX - 6, middle)
        for arrow in (left, right):
            arrow.raise_()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: the arrows come."""
        super().enterEvent(event)
        self._show_arrows()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the arrows go."""
        super().leaveEvent(event)
        self._show_arrows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the row fits the new width."""
        self._fit()
        super().resizeEvent(event)
        self._place_arrows()

    def event(self, event: QEvent) -> bool:
        """Qt: the arrows stay in the middle of the row."""
        if event.type() == QEvent.Type.LayoutRequest:
            is_done = super().event(event)
            self._place_arrows()
            return is_done
        return super().event(event)
