"""What the page shows, as values: what may be seen, what leads, and how little moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop_app.domain.photo import Badge, Status
from desktop_app.domain.suggestion import AlbumReason, ForYouPage, Shelf, ShelfKind, SuggestedAlbum, Suggestion
from desktop_app.gui import for_you_content, places
from desktop_app.gui.for_you_content import filled, lead_first, load, settled
from desktop_app.library.commands import SetHidden
from desktop_app.library.queries import Queries


@pytest.mark.parametrize(
    ("shown", "wanted", "expected"),
    [
        ([1, 2, 3], [1, 2, 3], [1, 2, 3]),
        ([1, 2, 3], [1, 3, 4], [1, 4, 3]),  # the new one stands where the old one was
        ([1, 4, 3], [1, 2, 3], [1, 2, 3]),  # and undo brings it back there
        ([1, 2, 3], [3, 2, 1], [1, 2, 3]),  # what only changed its rank does not move
        ([1, 2, 3], [1], [1]),
        ([1], [1, 2, 3], [1, 2, 3]),
        ([], [1, 2], [1, 2]),
        ([1, 2], [3, 4, 5], [3, 4, 5]),
    ],
)
def test_as_few_photos_as_possible_move(shown, wanted, expected) -> None:
    assert filled(shown, wanted) == expected
    assert sorted(filled(shown, wanted)) == sorted(wanted)


@pytest.fixture
def page(inline_library):
    ids = [int(i) for i in inline_library.store.photos.timeline(places.LIBRARY_PAGE).ids]
    shelf = Shelf(ShelfKind.BECAUSE, "", "", tuple(Suggestion(i, 0.9, because=ids[9]) for i in ids[:6]), because=ids[9])
    album = SuggestedAlbum("k", "Beach", "", AlbumReason.EVENT, ids[2], tuple(ids[:8]), 0.5)
    return ForYouPage((shelf,), (album,), is_cold=False, day=date(2026, 6, 14), seed=0)


def test_photos_hidden_meanwhile_are_on_no_shelf_no_cover_and_in_no_reason(inline_library, page) -> None:
    hidden = {page.shelves[0].photos[1].photo_id, page.albums[0].cover, page.shelves[0].because}
    inline_library.run(SetHidden(tuple(hidden), True)).result()
    content = inline_library.ask(lambda queries: load(queries, page)).result()
    assert not hidden & set(content.shelves[0].ids)
    assert content.shelves[0].source is None
    assert not hidden & {int(i) for i in content.albums[0].mosaic.ids}
    assert not hidden & set(content.photos)
    assert len(content.shelves[0].ids) == 4


def test_the_photo_each_suggestion_comes_from_is_at_hand_to_say_why(inline_library, page) -> None:
    (shelf,) = page.shelves
    alone = replace(shelf, kind=ShelfKind.FOR_YOU, because=None)
    content = inline_library.ask(lambda queries: load(queries, replace(page, shelves=(alone,)))).result()
    assert content.photos[shelf.because].id == shelf.because
    assert content.shelves[0].source is None
    assert shelf.because not in content.ids


@pytest.mark.parametrize("status", [Status.SENSITIVE, Status.OFFLINE, Status.MISSING, Status.TRASHED, Status.HIDDEN])
def test_no_photo_that_must_not_be_suggested_is_shown(inline_library, page, status, monkeypatch) -> None:
    photos = inline_library.ask(lambda queries: queries.photos([s.photo_id for s in page.shelves[0].photos])).result()
    spoiled = {i: replace(photo, status=photo.status | status) for i, photo in photos.items()}
    monkeypatch.setattr(Queries, "photos", lambda _self, ids: {i: spoiled[i] for i in ids if i in spoiled})
    content = inline_library.ask(lambda queries: load(queries, page)).result()
    assert content.shelves == ()
    assert content.albums == ()


def test_a_lying_photo_with_pixels_leads(inline_library, page) -> None:
    found = inline_library.ask(lambda queries: queries.photos([s.photo_id for s in page.shelves[0].photos])).result()
    rows = list(found.values())
    tall, wide, small = (
        replace(rows[0], width_px=2000, height_px=3000),
        replace(rows[1], width_px=3000, height_px=2000),
        replace(rows[2], width_px=600, height_px=400),
    )
    tiny = replace(rows[3], width_px=100, height_px=75)
    same = [0.8, 0.8, 0.8]
    assert lead_first([tall, small, wide], same) == [wide, tall, small]
    assert lead_first([tall, small], same[:2]) == [small, tall]
    assert lead_first([wide, small], same[:2]) == [wide, small]
    assert lead_first([tiny, tall], same[:2]) == [tall, tiny]
    assert lead_first([], []) == []


def test_a_flagged_or_soft_photo_does_not_lead_where_a_better_one_fits_nearly_as_well(inline_library, page) -> None:
    found = inline_library.ask(lambda queries: queries.photos([s.photo_id for s in page.shelves[0].photos])).result()
    first, second, third = (
        replace(p, width_px=3000, height_px=2000, badges=Badge.NONE) for p in list(found.values())[:3]
    )
    flagged = replace(first, badges=Badge.FLAGGED)
    soft = replace(second, measures=replace(second.measures, sharpness=0.45))
    tall = replace(third, height_px=4000)
    assert lead_first([flagged, soft, tall], [0.9, 0.89, 0.88]) == [tall, flagged, soft]
    assert lead_first([flagged, soft], [0.9, 0.89]) == [soft, flagged]
    assert lead_first([flagged, tall], [0.9, 0.6]) == [flagged, tall]
    assert lead_first([flagged, replace(soft, measures=None)], [0.0, 0.0])[1] == flagged


def test_a_shelf_settles_into_the_one_shown(inline_library, page) -> None:
    def content(ids):
        shelf = replace(page.shelves[0], photos=tuple(Suggestion(i, 0.9) for i in ids))
        return inline_library.ask(lambda q: load(q, replace(page, shelves=(shelf,)))).result()

    ids = [s.photo_id for s in page.shelves[0].photos]
    shown = content(ids[:4])
    order = shown.shelves[0].ids
    fresh = settled(shown, content([i for i in order if i != order[1]] + [ids[5]]))
    assert fresh.shelves[0].ids == [order[0], ids[5], *order[2:]]
    timeline = fresh.shelves[0].timeline
    assert [int(i) for i in timeline.ids] == fresh.shelves[0].ids
    assert len(timeline.aspects) == len(timeline.badges) == 4
    assert for_you_content.PageContent(fresh.page, fresh.shelves, ()).shelf_of(ids[5]) is fresh.shelves[0]
