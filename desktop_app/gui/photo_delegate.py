"""How a tile and a date header look. Paints from values in memory; knows nothing of models or scrolling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from desktop_app.domain.photo import Badge, Status
from desktop_app.gui import icons, theme
from desktop_app.gui.photo_model import percent
from desktop_app.gui.tokens import Tokens

CONTROL = 22  # the tick and the heart
CONTROL_INSET = 7
PILL = 18  # badges
SHOWN_BADGES = int(Badge.FAVOURITE | Badge.RAW | Badge.DAMAGED | Badge.ANIMATED | Badge.FLAGGED | Badge.VERSION)
_BADGE_ICONS = (
    (int(Badge.DAMAGED), "image-damaged"),
    (int(Badge.ANIMATED), "animated"),
    (int(Badge.FLAGGED), "flag"),
    (int(Badge.VERSION), "versions"),
)
DIMMED = 0.45
UNKNOWN_COLOUR = 0x808080  # the colour of a photo that has not been read yet
UNREADABLE_INSET = 12


class Part(Enum):
    """What lies under the pointer."""

    NOTHING = auto()
    TILE = auto()
    TICK = auto()
    HEART = auto()
    EYE = auto()
    HEADER_TICK = auto()


@dataclass(frozen=True, slots=True)
class TileLook:
    """The state one tile is painted in. `fade` is the picture's opacity over its placeholder, 0 to 1."""

    colour: int
    badges: int
    status: int
    fade: float = 1.0
    score: float | None = None
    is_selected: bool = False
    is_focused: bool = False
    is_hovered: bool = False
    is_veiled: bool = False
    is_dimmed: bool = False
    hovered_part: Part = Part.NOTHING
    unreadable: str = ""  # the name of a file that cannot be read

    @property
    def is_plain(self) -> bool:
        """Whether nothing is drawn over the picture: most tiles, most of the time."""
        return not (
            self.is_selected
            or self.is_focused
            or self.is_hovered
            or self.is_veiled
            or self.badges & SHOWN_BADGES
            or self.status & Status.OFFLINE
            or self.score is not None
        )


def tick_rect(tile: QRect, *, is_mirrored: bool) -> QRect:
    """Returns where the tick of a tile lies: in the upper corner where reading begins."""
    x = tile.right() + 1 - CONTROL_INSET - CONTROL if is_mirrored else tile.left() + CONTROL_INSET
    return QRect(x, tile.top() + CONTROL_INSET, CONTROL, CONTROL)


def heart_rect(tile: QRect, *, is_mirrored: bool) -> QRect:
    """Returns where the heart of a tile lies: in the lower corner where reading ends."""
    x = tile.left() + CONTROL_INSET if is_mirrored else tile.right() + 1 - CONTROL_INSET - CONTROL
    return QRect(x, tile.bottom() + 1 - CONTROL_INSET - CONTROL, CONTROL, CONTROL)


def eye_rect(tile: QRect) -> QRect:
    """Returns where a veiled tile's eye lies: in the middle."""
    made = QRect(0, 0, 40, 40)
    made.moveCenter(tile.center())
    return made


class TilePainter:
    """Paints tiles and headers with the theme's tokens; make a new one when theme, font or screen scale changes."""

    def __init__(self, tokens: Tokens, font: QFont, ratio: float) -> None:
        self.tokens = tokens
        self.ratio = ratio
        self.header_font = theme.header_font(font)
        self.note_font = theme.second_font(font)
        self._small_font = theme.sized_font(font, 10, QFont.Weight.DemiBold)
        self._header_metrics = QFontMetrics(self.header_font)
        self._note_metrics = QFontMetrics(self.note_font)
        self._small_metrics = QFontMetrics(self._small_font)
        self._icons: dict[tuple[str, int, str], QPixmap] = {}
        self._radius = float(tokens.metrics.tile_radius)

    def tile(
        self, painter: QPainter, rect: QRect, look: TileLook, pixmap: QPixmap | None, *, is_mirrored: bool
    ) -> None:
        """Paints one tile; `pixmap` None shows the photo's average colour."""
        if look.is_dimmed:
            painter.setOpacity(DIMMED)
        if pixmap is None and look.unreadable:
            self._unreadable(painter, rect, look.unreadable)
        else:
            self._picture(painter, rect, look, pixmap)
        if look.is_dimmed:
            painter.setOpacity(1.0)
        if look.is_plain:
            return
        if look.is_veiled:
            self._round_icon(painter, eye_rect(rect), "hide", is_strong=look.hovered_part is Part.EYE)
        self._badges(painter, rect, look, is_mirrored=is_mirrored)
        if look.is_selected:
            self._ring(painter, rect)
        if look.is_focused:
            self._focus(painter, rect)
        if look.is_selected or look.is_hovered:
            self._tick(painter, tick_rect(rect, is_mirrored=is_mirrored), look)
        if look.is_hovered or look.badges & Badge.FAVOURITE:
            self._heart(painter, heart_rect(rect, is_mirrored=is_mirrored), look)

    def _picture(self, painter: QPainter, rect: QRect, look: TileLook, pixmap: QPixmap | None) -> None:
        if pixmap is None or look.fade < 1.0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._placeholder(look.colour))
            painter.drawRoundedRect(rect, self._radius, self._radius)
        if pixmap is None:
            return
        is_fading = look.fade < 1.0
        if is_fading:
            painter.setOpacity(look.fade * (DIMMED if look.is_dimmed else 1.0))
        if pixmap.width() == round(rect.width() * self.ratio) and pixmap.height() == round(rect.height() * self.ratio):
            painter.drawPixmap(rect, pixmap)
        else:  # another size while zooming: cropped as the one that comes will be
            painter.drawPixmap(QRectF(rect), pixmap, cover_part(pixmap, rect))
        if is_fading:
            painter.setOpacity(1.0)

    def _unreadable(self, painter: QPainter, rect: QRect, name: str) -> None:
        """A quiet frame with a broken picture and the file's name, for a file that cannot be read."""
        t = self.tokens
        painter.setPen(QPen(QColor(t.outline), 1))
        painter.setBrush(QColor(t.raised))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius)
        line, room = self._note_metrics.height(), rect.width() - 2 * UNREADABLE_INSET
        has_name = rect.height() >= 20 + 8 + line + 16 and room >= 40
        top = rect.center().y() - (20 + (8 + line if has_name else 0)) / 2
        painter.drawPixmap(QPointF(rect.center().x() - 9.5, top), self._icon("image-damaged", 20, t.text_second))
        if has_name:
            painter.setFont(self.note_font)
            painter.setPen(QColor(t.text_second))
            shown = self._note_metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
            box = QRectF(rect.left() + UNREADABLE_INSET, top + 28, room, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _placeholder(self, colour: int) -> QColor:
        """The photo's colour, calmed toward the ground; nothing is known of a photo that has not been read yet."""
        if colour == UNKNOWN_COLOUR:
            return QColor(self.tokens.raised)
        ground = QColor(self.tokens.pressed)
        share = 0.55
        return QColor(
            round((colour >> 16 & 255) * share + ground.red() * (1 - share)),
            round((colour >> 8 & 255) * share + ground.green() * (1 - share)),
            round((colour & 255) * share + ground.blue() * (1 - share)),
        )

    def _ring(self, painter: QPainter, rect: QRect) -> None:
        ring = self.tokens.metrics.ring
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.tokens.ground), 1.5))
        inner = QRectF(rect).adjusted(ring + 0.5, ring + 0.5, -ring - 0.5, -ring - 0.5)
        painter.drawRoundedRect(inner, 1.5, 1.5)
        painter.setPen(QPen(QColor(self.tokens.accent), ring))
        half = ring / 2
        painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), self._radius, self._radius)

    def _focus(self, painter: QPainter, rect: QRect) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.tokens.text), 2))
        painter.drawRoundedRect(QRectF(rect).adjusted(-2, -2, 2, 2), self._radius + 2, self._radius + 2)

    def _tick(self, painter: QPainter, rect: QRect, look: TileLook) -> None:
        t = self.tokens
        circle = QRectF(rect).adjusted(1, 1, -1, -1)
        if look.is_selected:
            painter.setPen(QPen(QColor(t.ground), 1.5))
            painter.setBrush(QColor(t.accent))
            painter.drawEllipse(circle)
            painter.drawPixmap(QPointF(rect.x() + 4, rect.y() + 4), self._icon("tick", 14, t.on_accent))
        else:
            is_strong = look.hovered_part is Part.TICK
            painter.setPen(QPen(theme.colour(t.on_scrim, 1.0 if is_strong else 0.9), 1.5))
            painter.setBrush(theme.colour(t.scrim, 0.5 if is_strong else 0.28))
            painter.drawEllipse(circle)
            if is_strong:
                painter.drawPixmap(QPointF(rect.x() + 4, rect.y() + 4), self._icon("tick", 14, t.on_scrim))

    def _heart(self, painter: QPainter, rect: QRect, look: TileLook) -> None:
        is_favourite = bool(look.badges & Badge.FAVOURITE)
        is_strong = look.hovered_part is Part.HEART
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self.tokens.scrim, 0.5 if is_strong else 0.32))
        painter.drawEllipse(QRectF(rect))
        ink = self.tokens.favourite if is_strong else self.tokens.on_scrim
        name = "heart-filled" if is_favourite else "heart"
        painter.drawPixmap(QPointF(rect.x() + 4, rect.y() + 4), self._icon(name, 14, ink))

    def _round_icon(self, painter: QPainter, rect: QRect, name: str, *, is_strong: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self.tokens.scrim, 0.6 if is_strong else 0.4))
        painter.drawEllipse(QRectF(rect))
        at = QPointF(rect.x() + (rect.width() - 20) / 2, rect.y() + (rect.height() - 20) / 2)
        painter.drawPixmap(at, self._icon(name, 20, self.tokens.on_scrim))

    def _badges(self, painter: QPainter, rect: QRect, look: TileLook, *, is_mirrored: bool) -> None:
        pieces: list[tuple[str, str]] = []  # (icon, '') or ('', text)
        if look.score is not None:
            pieces.append(("", f"{percent(look.score)} %"))
        if look.badges & Badge.RAW:
            pieces.append(("", "RAW"))
        pieces += [(name, "") for bit, name in _BADGE_ICONS if look.badges & bit]
        if look.status & Status.OFFLINE:
            pieces.append(("offline", ""))
        y = rect.bottom() + 1 - CONTROL_INSET - PILL
        x = CONTROL_INSET
        for icon, text in pieces:
            width = PILL + 2 if icon else self._small_metrics.horizontalAdvance(text) + 10
            if x + width > rect.width() - CONTROL_INSET * 2 - CONTROL:
                return  # no room: the inspector tells the rest
            left = rect.right() + 1 - x - width if is_mirrored else rect.left() + x
            pill = QRectF(left, y, width, PILL)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self.tokens.scrim, 0.55))
            painter.drawRoundedRect(pill, 4, 4)
            if icon:
                painter.drawPixmap(QPointF(left + 3, y + 2), self._icon(icon, 14, self.tokens.on_scrim))
            else:
                painter.setPen(QColor(self.tokens.on_scrim))
                painter.setFont(self._small_font)
                painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
            x += width + 4

    def _icon(self, name: str, size: int, ink: str) -> QPixmap:
        key = (name, size, ink)
        if key not in self._icons:
            self._icons[key] = icons.pixmap(name, size, QColor(ink), self.ratio)
        return self._icons[key]

    def header_tick_rect(self, strip: QRect, title: str, note: str, *, is_mirrored: bool) -> QRect:
        """Returns where a header's tick lies: after its words."""
        title, note = self._header_words(strip, title, note)
        words = self._header_metrics.horizontalAdvance(title) + (
            self._note_metrics.horizontalAdvance(note) + 10 if note else 0
        )
        y = self._header_baseline(strip) - self._header_metrics.capHeight() // 2 - CONTROL // 2
        x = strip.right() + 1 - words - 12 - CONTROL if is_mirrored else strip.left() + words + 12
        return QRect(x, y, CONTROL, CONTROL)

    def _header_words(self, strip: QRect, title: str, note: str) -> tuple[str, str]:
        """Returns the words a strip has room for beside its tick: the note goes first, then the title is cut."""
        room = strip.width() - 12 - CONTROL - 4
        across = self._header_metrics.horizontalAdvance(title)
        if note and across + 10 + self._note_metrics.horizontalAdvance(note) > room:
            note = ""
        return self._header_metrics.elidedText(title, Qt.TextElideMode.ElideRight, room), note

    def _header_baseline(self, strip: QRect) -> int:
        return strip.bottom() + 1 - 13

    def header(
        self, painter: QPainter, strip: QRect, title: str, note: str, *, tick: bool | None, is_mirrored: bool
    ) -> None:
        """Paints a section's header into its strip. `tick` is None when hidden, else whether the section is chosen."""
        t = self.tokens
        title, note = self._header_words(strip, title, note)
        baseline = self._header_baseline(strip)
        width = self._header_metrics.horizontalAdvance(title)
        painter.setFont(self.header_font)
        painter.setPen(QColor(t.text))
        painter.drawText(strip.right() + 1 - width if is_mirrored else strip.left(), baseline, title)
        if note:
            painter.setFont(self.note_font)
            painter.setPen(QColor(t.text_second))
            across = self._note_metrics.horizontalAdvance(note)
            x = strip.right() + 1 - width - 10 - across if is_mirrored else strip.left() + width + 10
            painter.drawText(x, baseline, note)
        if tick is None:
            return
        rect = self.header_tick_rect(strip, title, note, is_mirrored=is_mirrored)
        circle = QRectF(rect).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(t.accent if tick else t.text_second), 1.5))
        painter.setBrush(QColor(t.accent) if tick else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        ink = t.on_accent if tick else t.text_second
        painter.drawPixmap(QPointF(rect.x() + 5, rect.y() + 5), self._icon("tick", 12, ink))


def cover_part(pixmap: QPixmap, rect: QRect) -> QRectF:
    """Returns the middle part of a pixmap that has the shape of the rectangle."""
    width, height = float(pixmap.width()), float(pixmap.height())
    scale = min(width / rect.width(), height / rect.height())
    across, down = rect.width() * scale, rect.height() * scale
    return QRectF((width - across) / 2, (height - down) / 2, across, down)
