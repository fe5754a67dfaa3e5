"""Where the names of groups stand on the map: the most important first, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

APART_PX = 6.0
EDGE_PX = 8.0


@dataclass(frozen=True, slots=True)
class LabelWish:
    """A name that would like to stand somewhere. Lengths in px of the view.

    Attributes:
        middle: of what it names. below: y of its own middle where it stands below that.
    """

    key: int
    middle: QPointF
    size: QSizeF
    below: float


def placed(wishes: Sequence[LabelWish], area: QRectF, taken: Sequence[QRectF] = ()) -> list[tuple[int, QRectF]]:
    """Returns the names that have room, with their places.

    Args:
        wishes: the most important first.
        area: of the view; a name stands wholly inside it, or not at all. Its middle must lie inside.
        taken: where something else stands.

    Returns:
        Keys with their rectangles, none of which touches another.
    """
    room = area.adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
    full, found = list(taken), []
    for wish in wishes:
        if not area.contains(wish.middle) or wish.size.width() > room.width():
            continue
        above = 2 * wish.middle.y() - wish.below
        for y in (wish.below, above, wish.middle.y()):
            box = QRectF(QPointF(), wish.size)
            box.moveCenter(QPointF(wish.middle.x(), y))
            box.moveLeft(min(max(box.left(), room.left()), room.right() - box.width()))
            box.moveTop(min(max(box.top(), room.top()), room.bottom() - box.height()))
            around = box.adjusted(-APART_PX, -APART_PX, APART_PX, APART_PX)
            if not any(around.intersects(other) for other in full):
                full.append(box)
                found.append((wish.key, box))
                break
    return found
