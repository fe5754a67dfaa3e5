"""How a card of a page looks: its pictures, its words, the tick, the ring, what shows under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from desktop_app.gui import icons, theme
from desktop_app.gui.card_layout import NOTE_PX, TITLE_PX, WORDS_ABOVE
from desktop_app.gui.mosaic import mosaic_places
from desktop_app.gui.photo_delegate import TileLook, TilePainter
from desktop_app.gui.tokens import Tokens

TICK, TICK_INSET = 24, 8
MORE = 28
RING_RADIUS = 6.0


class CardPart(Enum):
    """What of a card lies under the pointer."""

    BODY = auto()
    TICK = auto()
    MORE = auto()


@dataclass(frozen=True, slots=True)
class CardState:
    """The state one card is painted in."""

    is_selected: bool = False
    is_selecting: bool = False  # some card is selected: every card shows where its tick would be
    is_focused: bool = False
    is_hovered: bool = False
    hovered_part: CardPart | None = None
    is_renamed_now: bool = False  # the field lies over its title


@dataclass(frozen=True, slots=True)
class CoverLook:
    """One picture of a card; `pixmap` None shows its colour."""

    pixmap: QPixmap | None
    tile: TileLook


def cover_places(cover: QRect, count: int, *, is_mirrored: bool) -> list[QRect]:
    """Returns where a card's pictures lie, the first the largest."""
    places = mosaic_places(cover, min(count, 3))
    if not is_mirrored:
        return places
    middle = cover.left() + cover.right()
    return [QRect(middle - place.right(), place.top(), place.width(), place.height()) for place in places]


def tick_place(cover: QRect, *, is_mirrored: bool) -> QRect:
    """Returns where a card's tick lies: in the upper corner of its pictures where reading begins."""
    x = cover.right() + 1 - TICK_INSET - TICK if is_mirrored else cover.left() + TICK_INSET
    return QRect(x, cover.top() + TICK_INSET, TICK, TICK)


def more_place(card: QRect, cover_height: int, *, is_mirrored: bool) -> QRect:
    """Returns where the button lies that opens a card's menu: beside its words."""
    x = card.left() if is_mirrored else card.right() + 1 - MORE
    return QRect(x, card.top() + cover_height + WORDS_ABOVE - 2, MORE, MORE)


def title_place(card: QRect, cover_height: int) -> QRect:
    """Returns where a card's title lies."""
    return QRect(card.left() + 2, card.top() + cover_height + WORDS_ABOVE, card.width() - 4, TITLE_PX)


class CardPainter:
    """Paints cards with the grid's own tile painter; make a new one when theme, font or screen scale changes."""

    def __init__(self, tokens: Tokens, font: QFont, ratio: float) -> None:
        self.tokens, self.ratio = tokens, ratio
        self._tiles = TilePainter(tokens, font, ratio)
        self.title_font = theme.sized_font(font, tokens.metrics.font_body, QFont.Weight.DemiBold)
        self._note_font = theme.second_font(font)
        self._mark_font = theme.sized_font(font, 11, QFont.Weight.DemiBold)
        self._heading_font = theme.header_font(font)
        self._title_metrics, self._note_metrics = QFontMetrics(self.title_font), QFontMetrics(self._note_font)
        self._mark_metrics = QFontMetrics(self._mark_font)
        self._heading_metrics = QFontMetrics(self._heading_font)

    def is_title_cut(self, title: str, width: int) -> bool:
        """Whether a title has not enough room on a card of this width."""
        return self._title_metrics.horizontalAdvance(title) > width - 4

    def card(
        self,
        painter: QPainter,
        card: QRect,
        cover: QRect,
        words: tuple[str, str, str],
        looks: Sequence[CoverLook],
        state: CardState,
        *,
        is_mirrored: bool,
    ) -> None:
        """Paints one card. `words` are its title, its second line and the mark on its pictures."""
        title, note, mark = words
        if not looks:
            self._blank(painter, cover)
        for place, look in zip(cover_places(cover, len(looks), is_mirrored=is_mirrored), looks, strict=False):
            self._tiles.tile(painter, place, look.tile, look.pixmap, is_mirrored=is_mirrored)
        if state.is_selected:
            self._ring(painter, cover)
        if state.is_focused:
            self._focus(painter, cover)
        if state.is_hovered or state.is_selected or state.is_selecting:
            self._tick(painter, cover, state, is_mirrored=is_mirrored)
        if mark:
            self._mark(painter, cover, mark, is_mirrored=is_mirrored)
        box = title_place(card, cover.height())
        if state.is_hovered and not state.is_renamed_now:
            self._more(painter, card, cover, state, is_mirrored=is_mirrored)
            box.adjust(MORE if is_mirrored else 0, 0, 0 if is_mirrored else -MORE, 0)
        if not state.is_renamed_now:
            self._line(painter, box, self.title_font, self._title_metrics, self.tokens.text, title)
        below = QRect(box.left(), box.bottom() + 1, box.width(), NOTE_PX)
        if not state.is_renamed_now:
            self._line(painter, below, self._note_font, self._note_metrics, self.tokens.text_second, note)

    def heading(self, painter: QPainter, strip: QRect, words: str) -> None:
        """Paints the heading of a section into its strip."""
        box = strip.adjusted(2, 0, -2, -10)
        self._line(
            painter,
            box,
            self._heading_font,
            self._heading_metrics,
            self.tokens.text,
            words,
            Qt.AlignmentFlag.AlignBottom,
        )

    def _line(
        self,
        painter: QPainter,
        box: QRect,
        font: QFont,
        metrics: QFontMetrics,
        ink: str,
        words: str,
        upright: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeading | upright, shown)

    def _blank(self, painter: QPainter, cover: QRect) -> None:
        radius = self.tokens.metrics.tile_radius
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.tokens.raised))
        painter.drawRoundedRect(cover, radius, radius)
        sign = QRectF(QPointF(cover.center()) - QPointF(13.5, 13.5), QSize(28, 28))
        icons.paint(painter, "image", sign, QColor(self.tokens.text_disabled))

    def _ring(self, painter: QPainter, cover: QRect) -> None:
        ring = self.tokens.metrics.ring
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.tokens.ground), 1.5))
        inner = QRectF(cover).adjusted(ring + 0.5, ring + 0.5, -ring - 0.5, -ring - 0.5)
        painter.drawRoundedRect(inner, 2, 2)
        painter.setPen(QPen(QColor(self.tokens.accent), ring))
        half = ring / 2
        painter.drawRoundedRect(QRectF(cover).adjusted(half, half, -half, -half), 3, 3)

    def _focus(self, painter: QPainter, cover: QRect) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.tokens.text), 2))
        painter.drawRoundedRect(QRectF(cover).adjusted(-3, -3, 3, 3), RING_RADIUS, RING_RADIUS)

    def _tick(self, painter: QPainter, cover: QRect, state: CardState, *, is_mirrored: bool) -> None:
        t = self.tokens
        circle = QRectF(tick_place(cover, is_mirrored=is_mirrored)).adjusted(1, 1, -1, -1)
        is_strong = state.hovered_part is CardPart.TICK
        if state.is_selected:
            painter.setPen(QPen(QColor(t.ground), 1.5))
            painter.setBrush(QColor(t.accent))
        else:
            painter.setPen(QPen(theme.colour(t.on_scrim, 1.0 if is_strong else 0.9), 1.5))
            painter.setBrush(theme.colour(t.scrim, 0.5 if is_strong else 0.28))
        painter.drawEllipse(circle)
        if state.is_selected or is_strong:
            ink = t.on_accent if state.is_selected else t.on_scrim
            icons.paint(painter, "tick", circle.adjusted(4, 4, -4, -4), QColor(ink))

    def _mark(self, painter: QPainter, cover: QRect, words: str, *, is_mirrored: bool) -> None:
        width = self._mark_metrics.horizontalAdvance(words) + 16
        x = cover.left() + TICK_INSET if is_mirrored else cover.right() + 1 - TICK_INSET - width
        pill = QRectF(x, cover.top() + TICK_INSET, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.tokens.accent))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setFont(self._mark_font)
        painter.setPen(QColor(self.tokens.on_accent))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def _more(self, painter: QPainter, card: QRect, cover: QRect, state: CardState, *, is_mirrored: bool) -> None:
        place = QRectF(more_place(card, cover.height(), is_mirrored=is_mirrored))
        is_strong = state.hovered_part is CardPart.MORE
        if is_strong:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.tokens.hover))
            radius = self.tokens.metrics.radius
            painter.drawRoundedRect(place, radius, radius)
        ink = self.tokens.text if is_strong else self.tokens.text_second
        icons.paint(painter, "more", place.adjusted(5, 5, -5, -5), QColor(ink))
