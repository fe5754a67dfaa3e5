"""The groups as cards: name, count and covers, in the order the library gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.group import Grouping
from desktop_app.gui import facts
from desktop_app.gui.card_model import Card, covers_of

if TYPE_CHECKING:
    from desktop_app.library.queries import Queries


def cards_of(queries: Queries, grouping: Grouping) -> tuple[Card, ...]:
    """Returns a card for each group. Any lane: it reads the rows of the covers."""
    photos = queries.photos([photo for group in grouping.groups for photo in group.covers])
    return tuple(
        Card(
            key=group.id,
            title=group.name,
            note=facts.count_text(group.photo_count),
            covers=covers_of(group.covers, photos),
        )
        for group in grouping.groups
    )
