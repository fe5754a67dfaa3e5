"""How a card looks beyond its tile: the quiet row of actions under the pointer, the caption, the tick, the leaving."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QLinearGradient, QPainter, QPen, QPixmap

from desktop_app.domain.photo import Badge
from desktop_app.gui import icons, theme
from desktop_app.gui.photo_delegate import TileLook, TilePainter
from desktop_app.gui.tokens import Tokens

SLOT, ICON, INSET = 30, 18, 6
CAPTION_PX = 22


class CardAct(StrEnum):
    """What can be done with a card by a click on it."""

    FAVOURITE = "favourite"
    SIMILAR = "similar"
    TIMELINE = "timeline"
    LESS = "less"
    NEVER = "never"
    WHY = "why"
    MENU = "menu"
    TICK = "tick"


SUGGESTION_ACTS = (
    CardAct.FAVOURITE,
    CardAct.SIMILAR,
    CardAct.TIMELINE,
    CardAct.LESS,
    CardAct.NEVER,
    CardAct.WHY,
)
_LEADING = frozenset({CardAct.FAVOURITE, CardAct.SIMILAR, CardAct.TIMELINE})
_ICONS = {
    CardAct.FAVOURITE: "heart",
    CardAct.SIMILAR: "similar",
    CardAct.TIMELINE: "calendar",
    CardAct.LESS: "less",
    CardAct.NEVER: "never",
    CardAct.WHY: "help",
    CardAct.MENU: "more",
    CardAct.TICK: "tick",
}


def act_text(act: CardAct, *, is_favourite: bool = False) -> str:
    """Returns what a click on an action's icon does, for the tool tip."""
    return {
        CardAct.FAVOURITE: _tr("Remove from favourites") if is_favourite else _tr("Favourite"),
        CardAct.SIMILAR: _tr("Find similar"),
        CardAct.TIMELINE: _tr("Show on the timeline"),
        CardAct.LESS: _tr("Less like this"),
        CardAct.NEVER: _tr("Never suggest this"),
        CardAct.WHY: _tr("Why this photo?"),
        CardAct.MENU: _tr("More"),
        CardAct.TICK: _tr("In the album, or not"),
    }[act]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ForYou", text)


def act_places(card: QRect, acts: tuple[CardAct, ...], *, is_mirrored: bool) -> list[tuple[CardAct, QRect]]:
    """Returns where the actions lie on a card: as many as it has room for, the rest behind 'More'."""
    if not acts:
        return []
    room = (card.width() - 2 * INSET) // SLOT
    chosen = acts
    if len(acts) > room:
        kept = [act for act in (CardAct.FAVOURITE, CardAct.LESS, CardAct.WHY) if act in acts][: max(room - 1, 0)]
        chosen = (*kept, CardAct.MENU)
    leading = [act for act in chosen if act in _LEADING]
    trailing = [act for act in chosen if act not in _LEADING]
    y = card.bottom() + 1 - INSET - SLOT
    made = [(act, QRect(card.left() + INSET + i * SLOT, y, SLOT, SLOT)) for i, act in enumerate(leading)]
    start = card.right() + 1 - INSET - SLOT * len(trailing)
    made += [(act, QRect(start + i * SLOT, y, SLOT, SLOT)) for i, act in enumerate(trailing)]
    if not is_mirrored:
        return made
    middle = card.left() + card.right() + 1
    return [(act, QRect(middle - box.left() - SLOT, box.top(), SLOT, SLOT)) for act, box in made]


def tick_place(card: QRect, *, is_mirrored: bool) -> QRect:
    """Returns where the tick of a card lies that can be chosen or left out."""
    size = 24
    x = card.right() + 1 - INSET - size if is_mirrored else card.left() + INSET
    return QRect(x, card.top() + INSET, size, size)


@dataclass(frozen=True, slots=True)
class CardLook:
    """The state one card is painted in. `presence` is its whole opacity, falling to 0 as it leaves."""

    tile: TileLook
    is_hovered: bool = False
    hovered_act: CardAct | None = None
    is_ticked: bool | None = None
    caption: str = ""
    presence: float = 1.0


class CardPainter:
    """Paints cards with the grid's own tile painter; make a new one when theme, font or screen scale changes."""

    def __init__(self, tokens: Tokens, font: QFont, ratio: float) -> None:
        self.tokens, self.ratio = tokens, ratio
        self.tiles = TilePainter(tokens, font, ratio)
        self.caption_font = theme.second_font(font)
        self._caption_metrics = QFontMetrics(self.caption_font)
        self._icons: dict[tuple[str, str], QPixmap] = {}

    def card(
        self,
        painter: QPainter,
        rect: QRect,
        look: CardLook,
        pixmap: QPixmap | None,
        acts: list[tuple[CardAct, QRect]],
        *,
        is_mirrored: bool,
    ) -> None:
        """Paints one card. `acts` are those shown now, with their places."""
        if look.presence <= 0.0:
            return
        painter.setOpacity(look.presence)
        self.tiles.tile(painter, rect, look.tile, pixmap, is_mirrored=is_mirrored)
        painter.setOpacity(look.presence)
        if acts:
            self._acts(painter, rect, look, acts)
        if look.is_ticked is not None:
            self._tick(painter, rect, look, is_mirrored=is_mirrored)
        if look.caption:
            self._caption(painter, rect, look.caption)
        painter.setOpacity(1.0)

    def _acts(self, painter: QPainter, rect: QRect, look: CardLook, acts: list[tuple[CardAct, QRect]]) -> None:
        t = self.tokens
        radius = t.metrics.tile_radius
        shade = QLinearGradient(0, rect.bottom() - 84, 0, rect.bottom())
        for at, alpha in ((0.0, 0.0), (0.45, 0.26), (1.0, 0.66)):
            shade.setColorAt(at, theme.colour(t.scrim, alpha))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(rect, radius, radius)
        is_favourite = bool(look.tile.badges & Badge.FAVOURITE)
        for act, box in acts:
            if act is look.hovered_act:
                painter.setBrush(theme.colour(t.on_scrim, 0.22))
                painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), t.metrics.radius, t.metrics.radius)
            name = "heart-filled" if act is CardAct.FAVOURITE and is_favourite else _ICONS[act]
            inset = (SLOT - ICON) / 2
            painter.drawPixmap(QPointF(box.x() + inset, box.y() + inset), self._icon(name, t.on_scrim))

    def _tick(self, painter: QPainter, rect: QRect, look: CardLook, *, is_mirrored: bool) -> None:
        t = self.tokens
        circle = QRectF(tick_place(rect, is_mirrored=is_mirrored)).adjusted(1, 1, -1, -1)
        if look.is_ticked:
            painter.setPen(QPen(QColor(t.ground), 1.5))
            painter.setBrush(QColor(t.accent))
            painter.drawEllipse(circle)
            icons.paint(painter, "tick", circle.adjusted(4, 4, -4, -4), QColor(t.on_accent))
        else:
            painter.setPen(QPen(theme.colour(t.on_scrim, 0.95), 1.5))
            painter.setBrush(theme.colour(t.scrim, 0.35))
            painter.drawEllipse(circle)

    def _caption(self, painter: QPainter, rect: QRect, words: str) -> None:
        painter.setFont(self.caption_font)
        painter.setPen(QColor(self.tokens.text_second))
        shown = self._caption_metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        box = QRect(rect.left(), rect.bottom() + 1, rect.width(), CAPTION_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)

    def _icon(self, name: str, ink: str) -> QPixmap:
        key = (name, ink)
        if key not in self._icons:
            self._icons[key] = icons.pixmap(name, ICON, QColor(ink), self.ratio)
        return self._icons[key]


def act_at(places: list[tuple[CardAct, QRect]], point: QPoint) -> CardAct | None:
    """Returns the action whose icon holds a point."""
    return next((act for act, box in places if box.contains(point)), None)
