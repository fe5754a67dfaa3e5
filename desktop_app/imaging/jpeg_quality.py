"""How well a JPEG was saved, read from its quantisation tables (ITU-T T.81 annex K, as scaled by libjpeg)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Tables K.1 and K.2, row by row: Pillow gives and takes tables in that order, and only sums matter here.
_LUMINANCE = (
    *(16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56),
    *(14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92),
    *(49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99),
)
_CHROMINANCE = (
    *(17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99),
    *(47, 66, 99, 99, 99, 99, 99, 99, *([99] * 32)),
)


def quality_of_tables(tables: Mapping[int, Sequence[int]]) -> int:
    """Returns the lowest libjpeg quality (1 to 100) whose steps are on the whole no coarser than these; 0 without any.

    Args:
        tables: 64 steps each; the first is that of brightness, the second that of colour.
    """
    sums = [sum(tables[key]) for key in sorted(tables)[:2] if len(tables[key]) == 64]
    if not sums:
        return 0
    base = (_LUMINANCE, _CHROMINANCE)[: len(sums)]
    for quality in range(1, 100):
        scale = 5000 // quality if quality < 50 else 200 - 2 * quality
        if all(_scaled_sum(table, scale) <= most for table, most in zip(base, sums, strict=True)):
            return quality
    return 100


def _scaled_sum(table: Sequence[int], scale: int) -> int:
    return sum(min(max((step * scale + 50) // 100, 1), 255) for step in table)
