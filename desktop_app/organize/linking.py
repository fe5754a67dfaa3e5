"""Making sets of pairs without drifting: everybody in a set was found alike with one and the same photo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

Pair = tuple[int, int]
Apart = Callable[[int, int], bool]

ALL_PAIRS_OF = 12  # photos that hang together are all compared with each other up to so many
MIDDLES = 4  # of more, these with all the others


def ordered(one: int, other: int) -> Pair:
    """Returns a pair, the lower first."""
    return (one, other) if one < other else (other, one)


def neighbours(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    """Returns who is paired with whom."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return dict(found)


def components(pairs: Iterable[Pair]) -> list[list[int]]:
    """Returns what hangs together, directly or by others: each ascending, by their lowest."""
    near = neighbours(pairs)
    seen: set[int] = set()
    found = []
    for start in sorted(near):
        if start in seen:
            continue
        seen.add(start)
        waiting, together = [start], []
        while waiting:
            one = waiting.pop()
            together.append(one)
            fresh = near[one] - seen
            seen |= fresh
            waiting.extend(fresh)
        found.append(sorted(together))
    return found


def left_to_compare(pairs: Collection[Pair]) -> list[Pair]:
    """Returns the pairs that would tell whether photos that hang together by others belong together themselves.

    None where one of them is paired with all. In large lots those with the most pairs are compared with all, as one of
    them will be the middle.
    """
    near = neighbours(pairs)
    missing = []
    for together in components(pairs):
        if max(len(near[one]) for one in together) == len(together) - 1:
            continue
        is_small = len(together) <= ALL_PAIRS_OF
        middles = together if is_small else sorted(together, key=lambda one: (-len(near[one]), one))[:MIDDLES]
        missing += [
            ordered(one, other) for one in middles for other in together if one != other and other not in near[one]
        ]
    return sorted(set(missing))


def never(_one: int, _other: int) -> bool:
    """Keeps nobody apart."""
    return False


def stars(likeness: Mapping[Pair, float], is_apart: Apart = never) -> list[tuple[int, ...]]:
    """Makes disjoint sets of at least two; in each everybody is paired with its middle.

    The middle is who has most pairs left, then the greatest likeness, then the lowest number. A chain a-b-c whose
    ends are not alike becomes one set around b; a longer one is cut.

    Args:
        likeness: of each pair, the lower number first.
        is_apart: says of two whether they must not be in one set.

    Returns:
        The sets, the middle first, then the most alike to it.
    """
    found = []
    near = neighbours(likeness)
    for together in components(likeness):
        left = set(together)
        while len(left) > 1:
            middle = max(left, key=lambda one: (len(near[one] & left), _worth(one, near[one] & left, likeness), -one))
            beside = sorted(near[middle] & left, key=lambda one: (-likeness[ordered(middle, one)], one))
            if not beside:
                break
            chosen = [middle]
            for one in beside:
                if not any(is_apart(one, other) for other in chosen):
                    chosen.append(one)
            left.difference_update(chosen)
            if len(chosen) > 1:
                found.append(tuple(chosen))
    return found


def _worth(one: int, others: Collection[int], likeness: Mapping[Pair, float]) -> float:
    return round(sum(likeness[ordered(one, other)] for other in sorted(others)), 6)
