"""What an interest is called: the words that set it apart from the library, else a photo's name."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Tag

LEAST_SHARE = 0.25  # of an interest's photos must carry the word
LEAST_RATIO = 1.5  # so much more often than photos of the library do
MOST_TAGS = 5

TagsOf = Mapping[PhotoId, Sequence[Tag]]


def frequencies(photos: Sequence[PhotoId], tags: TagsOf) -> dict[str, float]:
    """Returns the share of photos that carry each word, each counted by how sure it is."""
    if not photos:
        return {}
    sums: Counter[str] = Counter()
    for photo in photos:
        for tag in tags.get(photo, ()):
            sums[tag.name] += min(tag.confidence, 1.0)  # type: ignore[assignment]
    return {word: value / len(photos) for word, value in sums.items()}


def words_of(own: Mapping[str, float], library: Mapping[str, float], count: int) -> tuple[str, ...]:
    """Returns the words of an interest, the most telling first.

    Args:
        own: share of the interest's photos that carry each word.
        library: the same of photos anywhere.
        count: how many photos the latter was counted on; a word seen on none may still be on some.
    """
    scored = []
    for word, share in own.items():
        ratio = share / (library.get(word, 0.0) + 1.0 / (count + 1))
        if share >= LEAST_SHARE and ratio >= LEAST_RATIO:
            scored.append((-share * math.log(ratio), word))
    return tuple(word for _, word in sorted(scored)[:MOST_TAGS])


def name_of(words: Sequence[str], taken: Sequence[str], example: str) -> str:
    """Returns a name that no stronger interest bears: the first word that is free, else "photos like NAME"."""
    return next((word for word in words if word not in taken), f"photos like {example}")
