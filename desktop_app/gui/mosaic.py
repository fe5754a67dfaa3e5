"""Where the pictures of a card lie: the cover large, the others in a column beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect

GAP = 4
LEAD_SHARE = 0.66  # of the width


def mosaic_places(area: QRect, count: int) -> list[QRect]:
    """Returns where one to three pictures lie: the cover large, the others in a column beside it."""
    if count <= 1:
        return [area][:count]
    if count == 2:
        half = (area.width() - GAP) // 2
        return [
            QRect(area.left(), area.top(), half, area.height()),
            QRect(area.left() + half + GAP, area.top(), area.width() - half - GAP, area.height()),
        ]
    lead = round((area.width() - GAP) * LEAD_SHARE)
    upper = (area.height() - GAP) // 2
    x, beside = area.left() + lead + GAP, area.width() - lead - GAP
    return [
        QRect(area.left(), area.top(), lead, area.height()),
        QRect(x, area.top(), beside, upper),
        QRect(x, area.top() + upper + GAP, beside, area.height() - upper - GAP),
    ]
