"""The visible part of the grid: which tiles, in what state, with which pictures; hovering, fading, headers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Status
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui import theme
from desktop_app.gui.facts import count_text
from desktop_app.gui.grid_layout import MS_PER_DAY, GridLayout, Grouping
from desktop_app.gui.photo_delegate import SHOWN_BADGES, Part, TileLook, TilePainter, eye_rect, heart_rect, tick_rect
from desktop_app.gui.photo_model import day_of
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted

if TYPE_CHECKING:
    from desktop_app.gui.photo_grid import PhotoGrid

MARGIN = 16
FRAME_MS = 16
DRAG_EDGE = 96


class GridPainting(QObject):
    """Paints a grid and knows what is where on it. Owned by the grid; GUI thread."""

    def __init__(self, grid: PhotoGrid, loader: ThumbnailLoader) -> None:
        super().__init__(grid)
        self._grid = grid
        self._loader = loader
        self._look: TilePainter | None = None
        self._grouping = Grouping.DAY
        self._titles: dict[int, str] = {}
        self._hovered: tuple[Part, int] = (Part.NOTHING, -1)
        self._hovered_section = -1
        self._fading: dict[PhotoId, float] = {}  # when each began
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._next_frame)
        self.is_motion_reduced = False
        self.is_dimmed = False
        self.mark: QRect | None = None  # the gap that photos dragged inside an album would go to
        self.unreadable: Mapping[PhotoId, str] = {}  # file names, by photo
        self.section_note: Callable[[int, int], str] = lambda first, last: (
            count_text(last - first) if last - first > 1 else ""
        )

    # look

    def restyle(self) -> None:
        """Theme, font or screen changed: everything is looked up again."""
        self._look = None

    @property
    def look(self) -> TilePainter:
        """The painter for the present theme and screen."""
        ratio = self._grid.viewport().devicePixelRatioF()
        if self._look is None or self._look.ratio != ratio:
            self._look = TilePainter(theme.tokens(), self._grid.font(), ratio)
        return self._look

    def set_grouping(self, grouping: Grouping) -> None:
        """Sections are days or months from now on, or there are none; titles are made anew."""
        self._grouping = grouping
        self._titles.clear()

    @staticmethod
    def is_sensitive(status: int) -> bool:
        """Whether the policy veils photos of this status."""
        return is_veiled(Status(status))

    # words

    def title(self, section: int) -> str:
        """Returns a section's header, such as 'Sat, 14 June 2025' or 'June 2025', in the user's language."""
        layout = self._grid.grid_layout  # a new one would clear the titles
        if section not in self._titles:
            if len(self._titles) > 4000:
                self._titles.clear()
            first, _ = layout.section_range(section)
            self._titles[section] = self._date_text(first, self._grouping)
        return self._titles[section]

    def _date_text(self, row: int, grouping: Grouping) -> str:
        day, locale = day_of(int(self._grid.photo_model.timeline.taken_at_ms[row])), QLocale()
        if grouping is Grouping.MONTH:
            return locale.toString(day, "MMMM yyyy")
        pattern = locale.dateFormat(QLocale.FormatType.LongFormat)
        return locale.toString(day, pattern.replace("dddd", "ddd"))

    def month_at(self, offset: int) -> str:
        """Returns the month shown at a scroll position, for the scrubber."""
        layout = self._grid.grid_layout
        if layout.count == 0:
            return ""
        section = min(layout.sections_within(offset + 1, offset + 2)[0], len(layout.section_first) - 1)
        return self._date_text(layout.section_range(section)[0], Grouping.MONTH)

    def show_years(self, layout: GridLayout, taken_at_ms: NDArray[np.int64]) -> None:
        """Gives the scrubber its years."""
        if layout.count == 0 or self._grouping is Grouping.NONE:
            self._grid.scrubber.set_years(())
            return
        days = np.floor_divide(taken_at_ms[layout.section_first], MS_PER_DAY)
        years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        begins = np.flatnonzero(np.concatenate(([True], years[1:] != years[:-1])))
        shares = layout.section_top[begins] / max(layout.height, 1)
        self._grid.scrubber.set_years([(float(s), str(int(y))) for s, y in zip(shares, years[begins], strict=True)])

    # geometry

    def to_viewport(self, left: int, top: int, width: int, height: int) -> QRect:
        """Returns a content rectangle in viewport coordinates, mirrored when reading goes from right to left."""
        if self._grid.is_mirrored:
            left = self._grid.grid_layout.spec.width - left - width
        return QRect(left + self._grid.origin_x, top - self._grid.verticalOffset(), width, height)

    def header_strip(self, section: int) -> QRect:
        """Returns where a section's header is painted: at its place, or pinned to the top while its photos pass."""
        layout, offset = self._grid.grid_layout, self._grid.verticalOffset()
        height = layout.spec.header_height
        y = int(layout.section_top[section]) - offset
        if y < 0:
            y = min(0, int(layout.section_end[section]) - offset - height)
        left, width = int(layout.section_left[section]), int(layout.section_width[section])
        return self.to_viewport(left, y + offset, width, height)

    def part_at(self, point: QPoint) -> tuple[Part, int]:
        """Returns what lies at a point of the viewport and its row, or section for a header's tick."""
        grid = self._grid
        section = self._section_header_at(point)
        if section >= 0:
            strip = self.header_strip(section)
            first, last = grid.grid_layout.section_range(section)
            note = self.section_note(first, last)
            tick = self.look.header_tick_rect(strip, self.title(section), note, is_mirrored=grid.is_mirrored)
            if tick.adjusted(-4, -4, 4, 4).contains(point):
                return Part.HEADER_TICK, section
            return Part.NOTHING, -1
        row = grid.row_at(point)
        if row < 0:
            return Part.NOTHING, -1
        rect, shown = grid.tile_rect(row), grid.photo_model.timeline
        if tick_rect(rect, is_mirrored=grid.is_mirrored).adjusted(-3, -3, 3, 3).contains(point):
            return Part.TICK, row
        if heart_rect(rect, is_mirrored=grid.is_mirrored).adjusted(-3, -3, 3, 3).contains(point):
            return Part.HEART, row
        if eye_rect(rect).contains(point) and grid.is_veiled(PhotoId(int(shown.ids[row])), int(shown.status[row])):
            return Part.EYE, row
        return Part.TILE, row

    def _section_header_at(self, point: QPoint) -> int:
        layout = self._grid.grid_layout
        if layout.count == 0 or layout.spec.header_height == 0:
            return -1
        y = point.y() + self._grid.verticalOffset()
        first, last = layout.sections_within(max(y - layout.spec.header_height, 0), y + 1)
        for section in range(first, last):
            if self.header_strip(section).contains(point):
                return section
        return -1

    # hovering

    def hover(self, point: QPoint | None) -> None:
        """Shows the controls of the tile or header under the pointer, None for none."""
        hovered, section = (Part.NOTHING, -1), -1
        if point is not None:
            hovered = self.part_at(point)
            section = self._section_header_at(point)
        if (hovered, section) == (self._hovered, self._hovered_section):
            return
        self._hovered, self._hovered_section = hovered, section
        is_control = hovered[0] not in (Part.NOTHING, Part.TILE)
        self._grid.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_control else Qt.CursorShape.ArrowCursor)
        self._grid.viewport().update()

    # fading

    def arrived(self, photo_id: PhotoId) -> None:
        """A picture came."""
        row = self._grid.photo_model.row_of(photo_id)
        if row < 0 or not self._grid.isVisible():
            return
        rect = self._grid.tile_rect(row)
        if not rect.intersects(self._grid.viewport().rect()):
            return
        if not self.is_motion_reduced and self._loader.age_s(photo_id) < FRAME_MS / 1000:
            self._fading[photo_id] = time.monotonic()
            if not self._frames.isActive():
                self._frames.start()
        self._grid.viewport().update(rect)

    def end_fades(self) -> None:
        """Shows everything in full."""
        self._fading.clear()
        self._frames.stop()

    @property
    def is_fading(self) -> bool:
        """Whether any tile is fading in."""
        return bool(self._fading)

    def _next_frame(self) -> None:
        now, fade_s = time.monotonic(), self.look.tokens.metrics.fade_ms / 1000
        for photo_id, began in list(self._fading.items()):
            row = self._grid.photo_model.row_of(photo_id)
            if row >= 0:
                self._grid.viewport().update(self._grid.tile_rect(row))
            if row < 0 or now - began >= fade_s:
                del self._fading[photo_id]
        if not self._fading:
            self._frames.stop()

    # painting

    def paint(self, event: QPaintEvent) -> None:
        """Paints the exposed part of the viewport."""
        grid = self._grid
        painter = QPainter(grid.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), QColor(self.look.tokens.ground))
        if grid.grid_layout.count:
            self._paint_tiles(painter, event.rect())
            self._paint_headers(painter)
        band = grid.band
        if band is not None:
            self._paint_band(painter, band)
        if self.mark is not None:
            painter.setPen(QPen(QColor(self.look.tokens.ground), 2))
            painter.setBrush(QColor(self.look.tokens.accent))
            painter.drawRoundedRect(QRectF(self.mark).adjusted(-2, -1, 2, 1), 3, 3)
        painter.end()

    def _paint_tiles(self, painter: QPainter, exposed: QRect) -> None:
        grid, layout, offset = self._grid, self._grid.grid_layout, self._grid.verticalOffset()
        tiles = layout.tiles(*layout.rows_within(exposed.top() + offset - 4, exposed.bottom() + offset + 5))
        if not len(tiles):
            return
        first, last = tiles.first, tiles.first + len(tiles)
        shown, look, is_mirrored = grid.photo_model.timeline, self.look, grid.is_mirrored
        scores = grid.photo_model.scores
        x = layout.spec.width - tiles.left - tiles.width if is_mirrored else tiles.left
        badges, status = shown.badges[first:last], shown.status[first:last]
        is_special = (badges & SHOWN_BADGES).astype(np.bool_) | (status != 0) | grid.selected_mask(first, last)
        is_special |= self.is_dimmed or scores is not None
        for row in (self._hovered[1], self._focused_row()):
            if first <= row < last:
                is_special[row - first] = True
        columns = zip(
            range(first, last),
            shown.ids[first:last].tolist(),
            (x + grid.origin_x).tolist(),
            (tiles.top - offset).tolist(),
            tiles.width.tolist(),
            tiles.height.tolist(),
            is_special.tolist(),
            strict=True,
        )
        ratio, pixmap_of, fading = look.ratio, self._loader.pixmap, self._fading
        for row, number, left, top, width, height, is_special_one in columns:
            if not is_special_one and number not in fading:
                pixmap = pixmap_of(number)
                if pixmap is not None and pixmap.width() == round(width * ratio):
                    painter.drawPixmap(left, top, width, height, pixmap)  # most tiles, most of the time
                    continue
            state = self._state(row, PhotoId(number))
            pixmap = pixmap_of(PhotoId(number), is_veiled=state.is_veiled)
            look.tile(painter, QRect(left, top, width, height), state, pixmap, is_mirrored=is_mirrored)

    def _focused_row(self) -> int:
        """Returns the row that must be seen to have the focus, -1 when the mouse is in use or focus elsewhere."""
        grid = self._grid
        return grid.currentIndex().row() if grid.is_gesture_by_keyboard and grid.hasFocus() else -1

    def _state(self, row: int, photo_id: PhotoId) -> TileLook:
        grid, model = self._grid, self._grid.photo_model
        shown, scores = model.timeline, model.scores
        part, hovered = self._hovered
        status = int(shown.status[row])
        is_hovered = row == hovered and part is not Part.HEADER_TICK
        began = self._fading.get(photo_id)
        fade = 1.0
        if began is not None:
            fade = min((time.monotonic() - began) * 1000 / self.look.tokens.metrics.fade_ms, 1.0)
        return TileLook(
            int(shown.colours[row]),
            int(shown.badges[row]),
            status,
            fade,
            None if scores is None else float(scores[row]),
            grid.is_row_selected(row),
            row == self._focused_row(),
            is_hovered,
            bool(status) and grid.is_veiled(photo_id, status),
            self.is_dimmed,
            part if is_hovered else Part.NOTHING,
            self.unreadable.get(photo_id, ""),
        )

    def _paint_headers(self, painter: QPainter) -> None:
        layout, offset = self._grid.grid_layout, self._grid.verticalOffset()
        if layout.spec.header_height == 0:
            return
        viewport = self._grid.viewport().rect()
        for section in range(*layout.sections_within(offset, offset + viewport.height())):
            strip = self.header_strip(section)
            is_pinned = int(layout.section_top[section]) < offset
            if is_pinned and layout.section_left[section] == 0:  # once for sections side by side
                across = QRect(0, strip.y(), viewport.width(), strip.height())
                painter.fillRect(across, QColor(self.look.tokens.ground))
            first, last = layout.section_range(section)
            is_whole = self._grid.is_section_selected(section)
            tick = is_whole if is_whole or section == self._hovered_section else None
            note = self.section_note(first, last)
            self.look.header(painter, strip, self.title(section), note, tick=tick, is_mirrored=self._grid.is_mirrored)

    def _paint_band(self, painter: QPainter, band: QRect) -> None:
        accent = self.look.tokens.accent
        painter.setPen(QPen(theme.colour(accent, 0.8), 1))
        painter.setBrush(theme.colour(accent, 0.14))
        painter.drawRoundedRect(QRectF(band).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)

    # pictures

    def wanted(self, *, is_settling: bool) -> list[Wanted]:
        """Returns the pictures for the viewport and one screen around it: visible first, then below, then above.

        While sizes are settling only tiles without any picture are named.
        """
        layout, offset = self._grid.grid_layout, self._grid.verticalOffset()
        tall = self._grid.viewport().height()
        bands = ((offset, offset + tall), (offset + tall, offset + 2 * tall), (offset - tall, offset))
        made: list[Wanted] = []
        for top, bottom in bands:
            self._want_band(layout, top, bottom, made)
        if is_settling:
            made = [w for w in made if self._loader.pixmap(w.photo_id, is_veiled=w.is_veiled) is None]
        return made

    def _want_band(self, layout: GridLayout, top: int, bottom: int, made: list[Wanted]) -> None:
        tiles = layout.tiles(*layout.rows_within(top, bottom))
        if not len(tiles):
            return
        first, last = tiles.first, tiles.first + len(tiles)
        shown, ratio = self._grid.photo_model.timeline, self.look.ratio
        radius = self.look.tokens.metrics.tile_radius * ratio
        for number, status, width, height in zip(
            shown.ids[first:last].tolist(),
            shown.status[first:last].tolist(),
            tiles.width.tolist(),
            tiles.height.tolist(),
            strict=True,
        ):
            photo_id = PhotoId(number)
            is_veiled_now = bool(status) and self._grid.is_veiled(photo_id, status)
            made.append(Wanted(photo_id, round(width * ratio), round(height * ratio), radius, is_veiled_now))

    def drag_pixmap(self, photo_ids: list[PhotoId]) -> QPixmap:
        """Returns what hangs at the pointer: the first photo, and how many when there are several."""
        ratio = self.look.ratio
        made = QPixmap(round((DRAG_EDGE + 12) * ratio), round((DRAG_EDGE + 12) * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        row = self._grid.photo_model.row_of(photo_ids[0])
        state = TileLook(int(self._grid.photo_model.timeline.colours[row]), 0, 0)
        square = QRect(0, 12, DRAG_EDGE, DRAG_EDGE)
        self.look.tile(painter, square, state, self._grid.tile_pixmap(photo_ids[0]), is_mirrored=False)
        if len(photo_ids) > 1:
            self._paint_count(painter, QLocale().toString(len(photo_ids)))
        painter.end()
        return made

    def _paint_count(self, painter: QPainter, text: str) -> None:
        t = self.look.tokens
        painter.setFont(theme.sized_font(self._grid.font(), t.metrics.font_second))
        width = max(24, painter.fontMetrics().horizontalAdvance(text) + 12)
        pill = QRectF(DRAG_EDGE + 10 - width, 1, width, 24)
        painter.setPen(QPen(QColor(t.ground), 1.5))
        painter.setBrush(QColor(t.accent))
        painter.drawRoundedRect(pill, 12, 12)
        painter.setPen(QColor(t.on_accent))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def _count_note(first: int, last: int) -> str:
    """Returns how many photos a section has; of one there is nothing to say."""
    return count_text(last - first) if last - first > 1 else ""
