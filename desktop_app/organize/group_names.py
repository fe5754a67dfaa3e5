"""What groups are called: by a word that sets them apart, each by its own, and by the same one as long as it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

NAMELESS = "Photos like"


@dataclass(frozen=True, slots=True)
class Naming:
    """What is known for the name of one group.

    Attributes:
        words: that hold for most of its photos and set it apart, the most telling first; may be empty.
        weight: how much the name is its own: where two want one word, the heavier has it.
        before: what it was called, '' for a new group.
        example: the name of a photo's file, for a group that nothing holds for.
    """

    words: tuple[str, ...]
    weight: float
    before: str
    example: str


def names_of(groups: Sequence[Naming], taken: Sequence[str]) -> list[str]:
    """Returns a name for each group, no two alike and none that is taken (by a name of the user's).

    A group keeps its name while a word in it still holds. The heaviest chooses first: its best word; then two words;
    then the word and a number. A group that no word holds for is called after one of its photos.
    """
    used = {name.casefold() for name in taken}
    found = [""] * len(groups)
    order = sorted(range(len(groups)), key=lambda i: (-groups[i].weight, i))
    for i in order:
        group = groups[i]
        if group.before and group.before.casefold() not in used and _still_holds(group):
            found[i] = group.before
            used.add(group.before.casefold())
    for i in order:
        if not found[i]:
            found[i] = next(name for name in _wishes(groups[i]) if name.casefold() not in used)
            used.add(found[i].casefold())
    return found


def _still_holds(group: Naming) -> bool:
    """Says whether a name made earlier is one that would be made now, if nobody else had it."""
    name = group.before.rstrip("0123456789 ").casefold()
    if not group.words:
        return name.startswith(NAMELESS.casefold())
    best = group.words[: max(1, len(group.words) // 2)]
    return any(name == word.casefold() or name.startswith(f"{word}, ".casefold()) for word in best)


def _wishes(group: Naming) -> Iterator[str]:
    """Yields names from the best to those that are always free."""
    plain = title(group.words[0]) if group.words else f"{NAMELESS} {group.example}".rstrip()
    yield plain
    yield from (f"{plain}, {word}" for word in group.words[1:])
    yield from (f"{plain} {number}" for number in count(2))


def title(word: str) -> str:
    """Returns a word as a heading begins with it."""
    return word[:1].upper() + word[1:]
