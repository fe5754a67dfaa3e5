"""What the For You page shows: a page of suggestions together with the rows of its photos. Pure values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.domain.photo import Badge, Photo
from desktop_app.domain.suggestion import ForYouPage, Shelf, ShelfKind, SuggestedAlbum, Suggestion
from desktop_app.domain.visibility import Surface, is_visible
from desktop_app.gui import for_you_words
from desktop_app.gui.photo_model import timeline_of

if TYPE_CHECKING:
    from desktop_app.library.queries import Queries

ShelfKey: TypeAlias = tuple[ShelfKind, InterestId | None, PhotoId | None]

MOSAIC = 3  # pictures on an album's card
TAGS_SAID = 3
LEAD_AMONG = 8  # the large card is one of the first so many
LEAD_SCORE = 0.85  # of the first one's score: one that fits less does not overtake it
LEAD_SHARPNESS = 0.6  # of its sharpest parts; a softer photo looks worse the larger it is
LEAD_SHAPE = (1.2, 1.8)
LEAD_PIXELS = 900  # across; fewer look soft
LEAD_LEAST_PIXELS = 480  # far fewer look like a mistake


@dataclass(frozen=True, slots=True, eq=False)
class ShelfContent:
    """One shelf. `timeline` holds the rows of `suggestions`, in the order they are shown."""

    shelf: Shelf
    timeline: Timeline
    suggestions: dict[PhotoId, Suggestion]
    source: Photo | None  # the photo of 'Because you looked at'
    texts: dict[PhotoId, str] = field(default_factory=dict)  # said after 'Photo, date'

    @property
    def key(self) -> ShelfKey:
        """What makes it the same shelf on the next page."""
        return self.shelf.kind, self.shelf.interest_id, self.shelf.because

    @property
    def ids(self) -> list[PhotoId]:
        """The photos in order."""
        return [PhotoId(int(i)) for i in self.timeline.ids]


@dataclass(frozen=True, slots=True, eq=False)
class AlbumContent:
    """One suggested album and the photos of its mosaic, the cover first."""

    album: SuggestedAlbum
    mosaic: Timeline


@dataclass(frozen=True, slots=True, eq=False)
class PageContent:
    """The whole page."""

    page: ForYouPage
    shelves: tuple[ShelfContent, ...]
    albums: tuple[AlbumContent, ...]
    photos: dict[PhotoId, Photo] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[PhotoId]:
        """Every photo on a shelf."""
        return frozenset(i for shelf in self.shelves for i in shelf.ids)

    def shelf_of(self, photo_id: PhotoId) -> ShelfContent | None:
        """Returns the shelf that holds a photo."""
        return next((shelf for shelf in self.shelves if photo_id in shelf.suggestions), None)


def load(queries: Queries, page: ForYouPage) -> PageContent:
    """Reads the rows of a page's photos. Those that may not be suggested any more are left out. Any lane."""
    suggested = {s.photo_id for shelf in page.shelves for s in shelf.photos}
    reasons = {shelf.because for shelf in page.shelves}
    reasons |= {suggestion.because for shelf in page.shelves for suggestion in shelf.photos}
    wanted = suggested | {photo for photo in reasons if photo is not None}
    wanted |= {i for album in page.albums for i in (album.cover, *album.photo_ids[: 2 * MOSAIC])}
    photos = {i: p for i, p in queries.photos(sorted(wanted)).items() if is_visible(p.status, Surface.FOR_YOU)}
    tags = {i: [tag.name for tag in queries.tags(i)[:TAGS_SAID]] for i in photos if i in suggested}
    shelves = [_shelf(shelf, photos, tags, is_first=at == 0) for at, shelf in enumerate(page.shelves)]
    albums = [_album(album, photos) for album in page.albums]
    return PageContent(
        page,
        tuple(shelf for shelf in shelves if len(shelf.timeline)),
        tuple(album for album in albums if len(album.mosaic)),
        photos,
    )


def _shelf(
    shelf: Shelf, photos: dict[PhotoId, Photo], tags: dict[PhotoId, list[str]], *, is_first: bool
) -> ShelfContent:
    suggestions = {s.photo_id: s for s in shelf.photos if s.photo_id in photos}
    rows = [photos[i] for i in suggestions]
    source = photos.get(shelf.because) if shelf.because is not None else None
    texts = {i: for_you_words.card_text(tags[i], for_you_words.because_text(s, shelf)) for i, s in suggestions.items()}
    scores = [suggestion.score for suggestion in suggestions.values()]
    ordered = timeline_of(lead_first(rows, scores) if is_first else rows)
    return ShelfContent(shelf, ordered, suggestions, source, texts)


def lead_first(photos: Sequence[Photo], scores: Sequence[float]) -> list[Photo]:
    """Returns photos with one in front that looks well large, among the first few that fit nearly as well as the first.

    No flag and sharp before all, then a shape that fills the card, then pixels; of equals the one that fits best.
    """

    def worth(at: int) -> tuple[bool, bool, bool, bool, int]:
        photo = photos[at]
        shape = photo.width_px / photo.height_px if photo.height_px else 0.0
        is_sharp = photo.measures is None or photo.measures.sharpness >= LEAD_SHARPNESS
        is_sharp &= photo.width_px >= LEAD_LEAST_PIXELS
        is_shapely = LEAD_SHAPE[0] <= shape <= LEAD_SHAPE[1]
        return not photo.badges & Badge.FLAGGED, is_sharp, is_shapely, photo.width_px >= LEAD_PIXELS, -at

    near = [at for at, score in enumerate(scores[:LEAD_AMONG]) if score >= LEAD_SCORE * scores[0]]
    lead = max(near, key=worth, default=0)
    return [*photos[lead : lead + 1], *photos[:lead], *photos[lead + 1 :]]


def _album(album: SuggestedAlbum, photos: dict[PhotoId, Photo]) -> AlbumContent:
    order = [album.cover, *(i for i in album.photo_ids if i != album.cover)]
    return AlbumContent(album, timeline_of([photos[i] for i in order if i in photos][:MOSAIC]))


def filled(shown: Sequence[PhotoId], wanted: Sequence[PhotoId]) -> list[PhotoId]:
    """Returns the wanted photos so that as few as possible move.

    What is shown and still wanted stays in its place; what is new takes the places of what went, in order.
    """
    new = iter([i for i in wanted if i not in set(shown)])
    kept, made = set(wanted), []
    for photo_id in shown:
        taken = photo_id if photo_id in kept else next(new, None)
        if taken is not None:
            made.append(taken)
    return made + list(new)


def settled(shown: PageContent, fresh: PageContent) -> PageContent:
    """Returns the fresh page with the photos of each shelf where they are on the page shown, as far as they stay."""
    before = {shelf.key: shelf for shelf in shown.shelves}
    return replace(fresh, shelves=tuple(_settle(before.get(shelf.key), shelf) for shelf in fresh.shelves))


def _settle(old: ShelfContent | None, shelf: ShelfContent) -> ShelfContent:
    if old is None:
        return shelf
    order = filled(old.ids, shelf.ids)
    at = {photo_id: row for row, photo_id in enumerate(shelf.ids)}
    return replace(shelf, timeline=_taken(shelf.timeline, [at[i] for i in order]))


def _taken(timeline: Timeline, rows: Sequence[int]) -> Timeline:
    picked = list(rows)
    return Timeline(
        timeline.ids[picked],
        timeline.taken_at_ms[picked],
        timeline.aspects[picked],
        timeline.colours[picked],
        timeline.badges[picked],
        timeline.status[picked],
    )
