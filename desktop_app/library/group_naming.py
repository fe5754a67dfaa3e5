"""What the photos of groups have in common, told by their tags, or else by the folder the user put them into."""

from __future__ import annotations

import logging
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import display_text
from desktop_app.domain.visibility import Surface
from desktop_app.errors import ModelError
from desktop_app.ml.manifest import load_manifest
from desktop_app.ml.words import WORDS_FILE, Vocabulary
from desktop_app.organize.event_subjects import folder_words
from desktop_app.paths import models_dir
from desktop_app.recommend.names import Broader, Wording, wording_of, words_of
from desktop_app.store.store import Store

log = logging.getLogger(__name__)

OF_GROUP, OF_LIBRARY = 200, 4_000  # photos that are asked, at most
SAME_FOLDER = 0.7  # share of a group's photos that must lie in a folder for its name to be theirs ...
COMMON_FOLDER = 0.5  # ... unless so many of all photos lie there

Ids = NDArray[np.int64]


class GroupWords:
    """Finds words for groups of one library. Belongs to the lane of its store.

    Args:
        store: where tags and names are read.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._broader = broader_words()
        visible = store.photos.visible_ids(Surface.GROUP)
        self._library = self._wording(visible, OF_LIBRARY)
        self._folders = self._folder_shares(visible, OF_LIBRARY)

    def words(self, members: Ids) -> tuple[str, ...]:
        """Returns the words that hold for most of these photos and set them apart, the most telling first.

        Where the model's tags say nothing that does, the words of the folder most of them lie in are taken.
        """
        return words_of(self._wording(members, OF_GROUP), self._library, self._broader) or self._folder(members)

    def _folder(self, members: Ids) -> tuple[str, ...]:
        found = self._folder_shares(members, OF_GROUP).most_common(1)
        if not found or found[0][1] < SAME_FOLDER or self._folders[found[0][0]] > COMMON_FOLDER:
            return ()
        return tuple(filter(None, [folder_words(found[0][0])]))

    def _folder_shares(self, ids: Ids, most: int) -> Counter[str]:
        """Returns which share of these photos lies in folders of each name."""
        paths = self._store.photos.paths([PhotoId(int(i)) for i in _spread(ids, most)])
        counts = Counter(display_text(path.parent.name) for path in paths.values())
        return Counter({name: count / len(paths) for name, count in counts.items()})

    def example(self, members: Ids) -> str:
        """Returns what the file of the first of these photos is called, without its ending; '' where there is none."""
        if not len(members):
            return ""
        photo = PhotoId(int(members[0]))
        path = self._store.photos.paths([photo]).get(photo)
        return "" if path is None else path.stem

    def _wording(self, ids: Ids, most: int) -> Wording:
        chosen = [PhotoId(int(i)) for i in _spread(ids, most)]
        tags = self._store.tags.for_photos(chosen)
        return wording_of((tags.get(photo, []) for photo in chosen), self._broader)


def broader_words() -> Broader:
    """Returns the broader words that hold wherever a word does; none without the models."""
    try:
        return Vocabulary.from_bytes(load_manifest(models_dir()).read_data(WORDS_FILE)).broader()
    except ModelError as error:
        log.info("groups and interests are named without broader words: %s", error)
        return {}


def _spread(ids: Ids, most: int) -> Ids:
    """Returns at most so many of them, evenly over all."""
    if len(ids) <= most:
        return ids
    return ids[np.linspace(0, len(ids) - 1, most).astype(np.intp)]
