"""Where cards lie on their page: as many columns as there is room for, in sections with a heading each. Arithmetic."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

SIDE = 24  # free at both sides of the page
TOP, BOTTOM = 12, 32
CARD_PX = 264  # at least so wide, where the page is
GAP = 24  # between cards
ROW_GAP = 24
COVER_SHARE = 0.64  # height of the pictures, of the card's width
HEADING_PX = 44
WORDS_ABOVE, TITLE_PX, NOTE_PX = 8, 19, 17
WORDS_PX = WORDS_ABOVE + TITLE_PX + NOTE_PX


@dataclass(frozen=True, slots=True)
class CardLayout:
    """The places of all cards on a page of one width; a place costs no more on a page of a thousand.

    Attributes:
        width: of the page.
        columns, card_width, cover_height: of every row of cards.
        firsts: the first card of each section, ascending; the last entry is the number of cards.
        tops: y of each section's first row of cards.
        height: of the whole page.
    """

    width: int
    columns: int
    card_width: int
    cover_height: int
    firsts: tuple[int, ...]
    tops: tuple[int, ...]
    height: int
    is_mirrored: bool = False

    @property
    def count(self) -> int:
        """How many cards there are."""
        return self.firsts[-1]

    @property
    def row_height(self) -> int:
        """From one row of cards to the next."""
        return self.cover_height + WORDS_PX + ROW_GAP

    def section_of(self, card: int) -> int:
        """Returns the section that holds a card."""
        return max(0, bisect_right(self.firsts, card, 0, len(self.firsts) - 1) - 1)

    def rect(self, card: int) -> QRect:
        """Returns the place of a card, its words included, in page coordinates."""
        section = self.section_of(card)
        row, column = divmod(card - self.firsts[section], self.columns)
        if self.is_mirrored:
            column = self.columns - 1 - column
        x = SIDE + column * (self.card_width + GAP)
        return QRect(x, self.tops[section] + row * self.row_height, self.card_width, self.cover_height + WORDS_PX)

    def cover_rect(self, card: int) -> QRect:
        """Returns the place of a card's pictures."""
        place = self.rect(card)
        return QRect(place.left(), place.top(), place.width(), self.cover_height)

    def heading_rect(self, section: int) -> QRect:
        """Returns the strip above a section's cards."""
        return QRect(SIDE, self.tops[section] - HEADING_PX, self.width - 2 * SIDE, HEADING_PX)

    def seen(self, top: int, bottom: int) -> range:
        """Returns the cards whose rows touch the stretch [top, bottom] of the page."""
        if not self.count:
            return range(0)
        first = self._first_from(top)
        last = first
        for section in range(self.section_of(min(first, self.count - 1)), len(self.tops)):
            if self.tops[section] > bottom:
                break
            rows = (bottom - self.tops[section]) // self.row_height + 1
            last = min(self.firsts[section + 1], self.firsts[section] + rows * self.columns)
        return range(first, max(first, last))

    def _first_from(self, top: int) -> int:
        section = max(0, bisect_right(self.tops, top) - 1)
        row = max(0, (top - self.tops[section]) // self.row_height)
        return min(self.firsts[section] + row * self.columns, self.firsts[section + 1])

    def step(self, card: int, *, rows: int) -> int:
        """Returns the card so many rows below (above when negative), in the same column as far as there is one."""
        if not self.count:
            return -1
        section = self.section_of(card)
        row, column = divmod(card - self.firsts[section], self.columns)
        way = 1 if rows > 0 else -1
        for _ in range(abs(rows)):
            if 0 <= row + way < self._rows(section):
                row += way
            elif 0 <= section + way < len(self.tops):
                section += way
                row = 0 if way > 0 else self._rows(section) - 1
            else:
                return card if abs(rows) == 1 else self._at(section, row, column)
        return self._at(section, row, column)

    def _rows(self, section: int) -> int:
        return -(-(self.firsts[section + 1] - self.firsts[section]) // self.columns)

    def _at(self, section: int, row: int, column: int) -> int:
        return min(self.firsts[section] + row * self.columns + column, self.firsts[section + 1] - 1)


def laid_out(width: int, counts: Sequence[int], *, has_headings: bool = False, is_mirrored: bool = False) -> CardLayout:
    """Lays out a page.

    Args:
        width: of the page in px.
        counts: the cards of each section, at least 1 each.
        has_headings: a strip is kept free above each section.
        is_mirrored: the first column is the right one.
    """
    room = max(1, width - 2 * SIDE)
    columns = max(1, (room + GAP) // (CARD_PX + GAP))
    card = (room - (columns - 1) * GAP) // columns
    cover = round(card * COVER_SHARE)
    firsts, tops, y = [0], [], TOP
    for count in counts:
        y += HEADING_PX if has_headings else 0
        tops.append(y)
        firsts.append(firsts[-1] + count)
        y += -(-count // columns) * (cover + WORDS_PX + ROW_GAP)
    height = y - ROW_GAP + BOTTOM if firsts[-1] else 0
    return CardLayout(width, columns, card, cover, tuple(firsts), tuple(tops), height, is_mirrored)
