"""What an interest is called: a word that holds for most of it and sets it apart from the library, or nothing.

A wrong name is worse than none. So a word must hold for most of what is said of the photos at all: where half of them
are called otherwise, it is not what they have in common. Then a broader word may be ("animal" of elephants and pigs),
which the tagger leaves unsaid where it knows a narrower one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.domain.photo import Tag

LEAST_SHARE = 0.4  # of an interest's photos must carry the word, each counted by how sure it is
LEAST_OF_SAID = 0.6  # of those of which anything is said must carry it, counted alike
LEAST_RATIO = 1.5  # so much more often than photos of the library do
AS_MUCH = 0.93  # a rarer word that holds for so much of what a common one does tells more ("cup", not "drink")
MOST_TAGS = 5

Broader = Mapping[str, Sequence[str]]  # the broader words that hold wherever a word does
FolderWords = Callable[[str], str]  # from the name of a folder to what it tells of its photos, '' for nothing


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of some photos.

    Attributes:
        shares: of the photos that carry each word, each counted by how sure it is, 0 to 1.
        said: share of the photos of which anything is said, counted by the surest word.
        count: of the photos.
    """

    shares: Mapping[str, float]
    said: float
    count: int


def wording_of(photos: Iterable[Sequence[Tag]], broader: Broader) -> Wording:
    """Counts the words of photos, each given by its tags; one without any is given by none."""
    sums: Counter[str] = Counter()
    said, count = 0.0, 0
    for tags in photos:
        carried: dict[str, float] = {}
        for tag in tags:
            for word in (tag.name, *broader.get(tag.name, ())):
                carried[word] = max(carried.get(word, 0.0), min(tag.confidence, 1.0))
        sums.update(carried)
        said += max(carried.values(), default=0.0)
        count += 1
    return Wording({word: value / count for word, value in sums.items()}, said / max(count, 1), count)


def words_of(own: Wording, library: Wording, broader: Broader) -> tuple[str, ...]:
    """Returns the words that hold for some photos, the best name first; none where nothing holds for most of them.

    Args:
        own: of the photos to name.
        library: of photos anywhere; a word seen on none of them may still be on some.
        broader: words that come after those they are broader than.
    """
    scored = []
    for word, share in own.shares.items():
        ratio = share / (library.shares.get(word, 0.0) + 1.0 / (library.count + 1))
        if share >= max(LEAST_SHARE, LEAST_OF_SAID * own.said) and ratio >= LEAST_RATIO:
            scored.append((-share * math.log(ratio), word))
    wide = {other for _, word in scored for other in broader.get(word, ())}
    words = [word for _, word in sorted(scored, key=lambda pair: (pair[1] in wide, *pair))]
    if words:
        equals = [word for word in words if word not in wide and own.shares[word] >= AS_MUCH * own.shares[words[0]]]
        first = min(equals, key=lambda word: library.shares.get(word, 0.0), default=words[0])
        words.sort(key=first.__ne__)
    return tuple(words[:MOST_TAGS])


def name_of(words: Sequence[str], taken: Sequence[str]) -> str:
    """Returns a name that no stronger interest bears: the first word that is free, '' where there is none."""
    return next((word for word in words if word not in taken), "")
