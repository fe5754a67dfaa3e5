"""The profile as the user is shown it: interests with a picture, a name, and how they come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from desktop_app.domain.history import InterestChoice
from desktop_app.domain.ids import FolderId, InterestId, PhotoId
from desktop_app.domain.photo import Photo, display_text
from desktop_app.domain.suggestion import Interest
from desktop_app.recommend.candidates import AROUND_A_THEME
from desktop_app.recommend.facts import Facts
from desktop_app.recommend.interests import Ints, Theme
from desktop_app.recommend.learned import Learned, Library
from desktop_app.recommend.names import Broader, FolderWords, name_of, words_of

TYPICAL = 12  # photos a name is made from: members, and where these are fewer, photos of the library beside them
SAME_FOLDER = 0.7  # share of these that must lie in one folder for its name to be theirs ...
OF_ONE_KIND = 0.6  # ... and of the folder's photos that must be of their kind: a holiday's name is no kind's
OF_FOLDER = 200  # photos of a folder that are asked, at most


def anchors_of(learned: Learned) -> tuple[InterestId, ...]:
    """Returns what each theme goes by: the photo the user decided about, else its medoid.

    So a choice holds, and can be taken back, while the medoid moves.
    """
    ids = learned.profile.tastes.photo_ids
    chosen = learned.wishes.choices
    return tuple(
        chosen[at].anchor if at in chosen else InterestId(int(ids[theme.medoid]))
        for at, theme in enumerate(learned.profile.themes)
    )


def interests_of(
    library: Library, facts: Facts, learned: Learned, broader: Broader, folder_words: FolderWords
) -> tuple[Interest, ...]:
    """Returns the interests, muted ones too, strongest first; `broader` are words an interest may be named by.

    One that no word holds for is named by the words of the folder its photos lie in, where all of that is of its kind.
    """
    themes, tastes = learned.profile.themes, learned.profile.tastes
    sample, _ = library.sample(facts)
    anywhere = library.wording(sample, broader)
    names: list[str] = []
    found = []
    total = float(tastes.strengths.sum())
    total_lately = float(tastes.lately.sum())
    for at, (theme, anchor) in enumerate(zip(themes, anchors_of(learned), strict=True)):
        ids = tastes.photo_ids[theme.members]
        shown = theme.members[facts.showable(ids) & ~np.isin(ids, learned.kept_away)]
        typical = _typical(library, facts, learned, theme, shown)
        words = words_of(library.wording(typical, broader), anywhere, broader)
        medoid = PhotoId(int(tastes.photo_ids[theme.medoid]))
        choice = learned.wishes.choices.get(at, InterestChoice(anchor))
        name = choice.name or name_of(words, names)
        if not name and not words:
            folder = _folder_of(library, typical)
            told = "" if folder is None else folder_words(display_text(folder.path.parent.name))
            if folder is not None and told and _is_of_one_kind(library, facts, folder.folder_id, theme, learned):
                name = name_of((told,), names)
        names.append(name)
        lately = float(tastes.lately[theme.members].sum())
        found.append(
            Interest(
                id=anchor,
                name=name,
                medoid=medoid,
                strength=theme.strength,
                trend=_trend(lately, total_lately, float(tastes.strengths[theme.members].sum()), total),
                photo_ids=tuple(PhotoId(i) for i in tastes.photo_ids[shown].tolist()),
                view_count=int(tastes.looks[theme.members].sum()),
                last_viewed_at_ms=int(tastes.last_at_ms[theme.members].max()),
                tags=words,
                boost=choice.boost,
                is_muted=choice.is_muted,
                is_renamed=bool(choice.name),
            )
        )
    return tuple(found)


def _trend(lately: float, all_lately: float, ever: float, all_ever: float) -> float:
    """Returns -1 to 1: the theme's share of the last 14 days against its share before; 0 while there is no before."""
    before, all_before = ever - lately, all_ever - all_lately
    if all_before <= 1e-9 or all_lately <= 1e-9:
        return 0.0
    now, then = lately / all_lately, before / all_before
    return float((now - then) / (now + then)) if now + then > 0 else 0.0


def _typical(library: Library, facts: Facts, learned: Learned, theme: Theme, shown: Ints) -> Ints:
    """Returns the photos a theme is named from: its members, and as many round its middle as there are too few."""
    members = learned.profile.tastes.photo_ids[shown[:TYPICAL]]
    ids, cosines = library.search(theme.middle[None], AROUND_A_THEME)
    near = ids[0][(cosines[0] >= learned.profile.cut) & (ids[0] >= 0)]
    near = near[facts.showable(near) & ~np.isin(near, members)][: TYPICAL - len(members)]
    return np.concatenate([members, near])


def _folder_of(library: Library, photos: Ints) -> Photo | None:
    """Returns a photo that lies in the folder most of them lie in; None where they lie here and there."""
    found = library.store.photos.get_many([PhotoId(photo) for photo in photos.tolist()])
    counts = Counter(photo.folder_id for photo in found.values()).most_common(1)
    if not counts or counts[0][1] < SAME_FOLDER * len(photos):
        return None
    return next(photo for photo in found.values() if photo.folder_id == counts[0][0])


def _is_of_one_kind(library: Library, facts: Facts, folder: FolderId, theme: Theme, learned: Learned) -> bool:
    """Says whether most photos of a folder are like a theme's middle."""
    inside = library.suggestible.of_folder(folder)
    inside = inside[facts.showable(inside)]
    _, vectors = library.vectors_of(inside[:: max(1, len(inside) // OF_FOLDER)])
    return bool(len(vectors)) and float((vectors @ theme.middle >= learned.profile.cut).mean()) >= OF_ONE_KIND


def file_names(library: Library, photos: Sequence[PhotoId]) -> dict[PhotoId, str]:
    """Returns the names of some photos' files, fit for showing."""
    return {photo: found.name for photo, found in library.store.photos.get_many(photos).items()}
