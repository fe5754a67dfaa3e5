"""Cards as a model: what each is called, what its second line says, which pictures it shows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo, Status
from desktop_app.gui.photo_delegate import UNKNOWN_COLOUR
from desktop_app.gui.photo_model import timeline_of

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Cover:
    """One picture of a card. `colour` is 0xRRGGBB, shown until the picture is there."""

    photo_id: PhotoId
    colour: int = UNKNOWN_COLOUR
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    Attributes:
        key: what it stands for; unique on its page, and the same as long as it is the same thing.
        title, note: its first and its second line.
        covers: at most three, the first the largest.
        section: cards of one section follow each other; '' for a page without headings.
        mark: a few letters on its pictures, such as '3 new'; '' for none.
    """

    key: Hashable
    title: str
    note: str = ""
    covers: tuple[Cover, ...] = ()
    section: str = ""
    mark: str = ""


def covers_of(ids: Iterable[PhotoId], photos: Mapping[PhotoId, Photo]) -> tuple[Cover, ...]:
    """Returns the pictures of a card; photos that are gone meanwhile are left out."""
    shown = [photos[photo_id] for photo_id in ids if photo_id in photos]
    colours = timeline_of(shown).colours if shown else ()
    return tuple(
        Cover(photo.id, int(colour), bool(photo.status & Status.SENSITIVE))
        for photo, colour in zip(shown, colours, strict=True)
    )


class CardModel(QAbstractListModel):
    """The cards of a page, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards: tuple[Card, ...] = ()
        self._rows: dict[Hashable, int] = {}

    def show(self, cards: Sequence[Card]) -> None:
        """Shows these cards. Where the keys are the same only words and pictures change, and nothing moves."""
        fresh = tuple(cards)
        if fresh == self.cards:
            return
        is_same = [(c.key, c.section) for c in fresh] == [(c.key, c.section) for c in self.cards]
        if not is_same:
            self.beginResetModel()
        self.cards = fresh
        self._rows = {card.key: row for row, card in enumerate(fresh)}
        if is_same:
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
        else:
            self.endResetModel()

    def sections(self) -> list[tuple[str, int]]:
        """Returns the headings in order, each with how many cards follow it."""
        starts = [r for r, card in enumerate(self.cards) if not r or card.section != self.cards[r - 1].section]
        return [(self.cards[a].section, b - a) for a, b in pairwise([*starts, len(self.cards)])]

    def row_of(self, key: Hashable) -> int:
        """Returns the row of a card, -1 when it is not here."""
        return self._rows.get(key, -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Qt: the number of cards."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: words, also for the screen reader, and the card itself. Reads memory only."""
        if not index.isValid() or not 0 <= index.row() < len(self.cards):
            return None
        card = self.cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (card.title, card.note, card.mark, card.section) if part)
        return card if role == CARD_ROLE else None
