"""One library with a photo of each kind: sensitive, hidden, trashed ... and plain; every surface is asked.

Each photo of a kind has a twin of the same content that is plain, so that nothing is left out for want of a like.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.domain.flagging import FLAGS
from desktop_app.domain.history import PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.domain.library import Page, RootState, Scope
from desktop_app.domain.photo import FlagName, Status
from desktop_app.domain.query import SimilarRequest
from desktop_app.domain.smart_album import Field, Operator, Rule, RuleSet
from desktop_app.domain.suggestion import ForYouRequest
from desktop_app.domain.visibility import Surface, is_counted, is_visible
from desktop_app.library.commands import AddTag, SetFavourite, SetHidden, SetRating
from desktop_app.library.flag_commands import ConfirmFlag
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from desktop_app.store import tiles
from desktop_app.store.store import Store, now_ms

WAIT_S = 120
KINDS = {
    "plain": Status.NONE,
    "sensitive": Status.SENSITIVE,
    "hidden": Status.HIDDEN,
    "trashed": Status.TRASHED,
    "missing": Status.MISSING,
    "offline": Status.OFFLINE,
    "behind": Status.BEHIND,
}
RECENTLY_MS = 86_400_000


@dataclass
class World:
    """The library, its photos by kind, and the album and smart album that hold all of them."""

    library: Library
    photos: dict[str, PhotoId]
    twins: list[PhotoId]
    album: AlbumId

    def kinds(self, ids: Iterable[int]) -> set[str]:
        """Returns the kinds of the photos of these ids."""
        wanted = {int(photo) for photo in ids}
        return {kind for kind, photo in self.photos.items() if photo in wanted}

    def kinds_of_paths(self, paths: Iterable[Path]) -> set[str]:
        """Returns the kinds of the photos of these files."""
        return {path.stem for path in paths} & set(KINDS)

    def page(self, scope: Scope, **which: object) -> set[str]:
        """Returns the kinds on a page."""
        page = Page(scope, **which)  # type: ignore[arg-type]
        return self.kinds(self.library.ask(lambda q: q.timeline(page)).result(WAIT_S).ids)


def draw(path: Path, seed: int) -> None:
    """Writes one of several pictures that look alike."""
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    field = np.linspace((40, 90, 160), (200, 170, 110), 48)[:, None, :] + random.normal(0, 12, (48, 64, 3))
    small = Image.fromarray(np.clip(field, 0, 255).astype(np.uint8))
    exif = Image.Exif()
    exif[0x0132] = exif[0x9003] = f"2024:05:04 10:{seed:02d}:00"
    small.resize((640, 480), Image.Resampling.BICUBIC).save(path, quality=92, exif=exif)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterable[World]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("photos")
    away = tmp_path_factory.mktemp("away")
    for seed, kind in enumerate(KINDS):
        here = (away if kind == "offline" else folder) / f"{kind}.jpg"
        draw(here, seed)
        if kind != "plain":
            shutil.copyfile(here, folder / f"twin-{kind}.jpg")
    settings = Settings(settle_s=0.0, history_mode="on")
    library = Library.open(LibraryPaths(home / "home", home / "cache"), settings, decoder_count=1)
    try:
        library.index([library.add_root(folder), library.add_root(away)]).result(WAIT_S)
        yield prepare(library)
    finally:
        library.close()


def prepare(library: Library) -> World:
    """Says the same of all photos, then makes each what its name says."""
    paths = library.ask(
        lambda q: q.paths([PhotoId(int(i)) for i in q.timeline(Page()).ids])
    ).result(WAIT_S)  # fmt: skip
    photos = {path.stem: photo for photo, path in paths.items() if path.stem in KINDS}
    every = tuple(paths)
    assert set(photos) == set(KINDS)
    album = library.create_album("All", every).result(WAIT_S)
    library.run(AddTag(every, "canary")).result(WAIT_S)
    for kind, photo in photos.items():
        library.run(AddTag((photo,), f"canary {kind}")).result(WAIT_S)
    library.run(SetFavourite(every, True)).result(WAIT_S)
    library.run(SetRating(every, 5)).result(WAIT_S)
    library.run(ConfirmFlag(every, FlagName.DARK)).result(WAIT_S)
    at_ms = now_ms() - RECENTLY_MS
    library.record_views([PhotoView(i, ViewSurface.VIEWER, ViewSource.LIBRARY, at_ms, 9_000) for i in every])
    library.run(ConfirmFlag((photos["sensitive"],), FlagName.SENSITIVE)).result(WAIT_S)
    library.run(SetHidden((photos["hidden"],), True)).result(WAIT_S)

    newer = next(photo for photo, path in paths.items() if path.stem == "twin-behind")

    def take_away(store: Store) -> None:
        store.photos.mark_missing([photos["missing"]], 5)
        offline = next(root for root in store.roots.uncounted() if root.path.name.startswith("away"))
        store.roots.set_state(offline.id, RootState.OFFLINE, "unplugged")
        with store.db.atomic():
            row = "INSERT INTO trash_file VALUES (?, 0, 1, '', '', '', 1, 1, 1, NULL, NULL, NULL, 0)"
            store.db.execute(row, (photos["trashed"],))
            store.db.execute("INSERT INTO photo_version VALUES (?, ?, 0)", (newer, photos["behind"]))
            tiles.refresh(store.db, [photos["trashed"], newer])

    library._store_lane.submit(take_away).result(WAIT_S)
    found = library.ask(lambda q: {kind: q.photo(photo) for kind, photo in photos.items()}).result(WAIT_S)
    assert {kind: photo.status for kind, photo in found.items() if photo is not None} == KINDS
    return World(library, photos, [photo for photo in every if photo not in photos.values()], album)


def folder_page(world: World) -> set[str]:
    folders = world.library.ask(lambda q: q.folders()).result(WAIT_S)
    return set().union(*(world.page(Scope.FOLDER, folder_id=folder.id) for folder in folders))


def group_pages(world: World) -> set[str]:
    grouping = world.library.order.groups.grouping().result(WAIT_S)
    return set().union(*(world.page(Scope.GROUP, group_id=group.id) for group in grouping.groups))


def smart_page(world: World) -> set[str]:
    rules = RuleSet(rules=(Rule(Field.TAG, Operator.IS, "canary"),))
    made = world.library.order.smart_albums.create(f"Smart {time.monotonic_ns()}", rules).result(WAIT_S)
    return world.page(Scope.SMART_ALBUM, smart_album_id=made)


def pile(world: World) -> set[str]:
    version = world.photos["behind"]
    ids = world.library.ask(lambda q: q.versions(version)).result(WAIT_S)
    assert len(ids) == 2
    return world.page(Scope.VERSIONS, photo_ids=(*world.photos.values(), *ids))


def searched(words: str) -> Callable[[World], set[str]]:
    return lambda w: w.kinds(match.photo_id for match in w.library.search(words).result(WAIT_S).matches)


def history_views(world: World) -> set[str]:
    views = world.library.ask(lambda q: q.views(now_ms())).result(WAIT_S)
    return world.kinds(view.photo_id for view in views)


def asked(question: Callable) -> Callable[[World], set[str]]:  # type: ignore[type-arg]
    return lambda w: w.kinds_of_paths(w.library.ask(question).result(WAIT_S))


# Surfaces that show everything they may: the answer is exactly what the policy says.
WHOLE: dict[str, tuple[Surface, Callable[[World], set[str]]]] = {
    "library": (Surface.LIBRARY, lambda w: w.page(Scope.LIBRARY)),
    "favourites": (Surface.FAVOURITES, lambda w: w.page(Scope.FAVOURITES)),
    "recent": (Surface.RECENT, lambda w: w.page(Scope.RECENT)),
    "folders": (Surface.FOLDER, folder_page),
    "a flag": (Surface.FLAG, lambda w: w.page(Scope.FLAG, flag=FlagName.DARK)),
    "a tag": (Surface.TAG, lambda w: w.page(Scope.TAG, tag="canary")),
    "an album": (Surface.ALBUM, lambda w: w.page(Scope.ALBUM, album_id=w.album)),
    "a smart album": (Surface.ALBUM, smart_page),
    "hidden": (Surface.HIDDEN_PAGE, lambda w: w.page(Scope.HIDDEN)),
    "versions": (Surface.VERSIONS, pile),
    "missing": (Surface.MISSING_PAGE, lambda w: w.page(Scope.MISSING)),
    "search for a tag": (Surface.SEARCH, searched("canary")),
    "search for a flag": (Surface.SEARCH, searched("flag:dark")),
    "search for what is hidden": (Surface.HIDDEN_PAGE, searched("is:hidden")),
    "looks of the history": (Surface.HISTORY, history_views),
    "exported vectors": (Surface.EXPORT, asked(lambda q: q.vectors()[0])),
    "the list of flags": (Surface.FLAG, asked(lambda q: [path for path, _ in q.flagged()])),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", list(WHOLE))
def test_lesson_d5_a_surface_shows_what_the_policy_says(name: str, world: World) -> None:
    surface, ask = WHOLE[name]
    assert ask(world) == {kind for kind, status in KINDS.items() if is_visible(status, surface)}


def similar(world: World) -> set[str]:
    request = SimilarRequest(photo_ids=tuple(world.twins[:1]), strictness=0.0)
    return world.kinds(match.photo_id for match in world.library.similar(request).result(WAIT_S).matches)


def for_you(world: World) -> set[str]:
    page = world.library.for_you(ForYouRequest(top=40)).result(WAIT_S)
    shown = {one.photo_id for shelf in page.shelves for one in shelf.photos}
    shown |= {photo for album in page.albums for photo in (*album.photo_ids, album.cover)}
    return world.kinds(shown)


def also_liked(world: World) -> set[str]:
    return world.kinds(one.photo_id for one in world.library.also_like(world.twins[0]).result(WAIT_S))


def additions(world: World) -> set[str]:
    album = world.library.create_album(f"Two {time.monotonic_ns()}", world.twins[:2]).result(WAIT_S)
    return world.kinds(one.photo_id for one in world.library.album_additions(album).result(WAIT_S))


def duplicates(world: World) -> set[str]:
    report = world.library.order.duplicates.find().result(WAIT_S)
    assert report.sets, "the twins are duplicates"
    return world.kinds(photo for found in report.sets for photo in found.photo_ids)


def events(world: World) -> set[str]:
    found = world.library.order.events.events().result(WAIT_S)
    assert found
    return world.kinds(photo for event in found for photo in (*event.photo_ids, *event.covers))


def group_covers(world: World) -> set[str]:
    grouping = world.library.order.groups.grouping().result(WAIT_S)
    assert grouping.groups
    return world.kinds(
        photo for group in grouping.groups for photo in (*group.covers, group.cover) if photo is not None
    )


def map_photos(world: World) -> set[str]:
    return world.kinds(world.library.order.groups.library_map().result(WAIT_S).ids)


def album_cover(world: World) -> set[str]:
    album = world.library.ask(lambda q: q.album(world.album)).result(WAIT_S)
    assert album is not None
    assert album.cover is not None
    return world.kinds([album.cover])


def flag_samples(world: World) -> set[str]:
    return world.kinds(world.library.ask(lambda q: q.surest_flagged(FlagName.DARK, 40)).result(WAIT_S))


# Surfaces that choose: nothing that the policy forbids is among what they chose.
CHOOSING: dict[str, tuple[Surface, Callable[[World], set[str]]]] = {
    "photos like one": (Surface.SIMILAR, similar),
    "For You": (Surface.FOR_YOU, for_you),
    "also liked": (Surface.FOR_YOU, also_liked),
    "suggested for an album": (Surface.FOR_YOU, additions),
    "duplicates": (Surface.DUPLICATE, duplicates),
    "events": (Surface.GROUP, events),
    "groups": (Surface.GROUP, group_pages),
    "covers of groups": (Surface.COVER, group_covers),
    "the map": (Surface.GROUP, map_photos),
    "an album's cover": (Surface.COVER, album_cover),
    "photos on the page of flags": (Surface.FLAG, flag_samples),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", list(CHOOSING))
def test_lesson_d5_a_surface_that_chooses_chooses_nothing_the_policy_forbids(name: str, world: World) -> None:
    surface, ask = CHOOSING[name]
    assert ask(world) <= {kind for kind, status in KINDS.items() if is_visible(status, surface)}


@pytest.mark.slow
def test_lesson_d5_no_number_counts_what_its_page_does_not_show_uncovered(world: World) -> None:
    queries = world.library.ask(lambda q: (q.counts(), q.albums(), q.folders(), q.roots())).result(WAIT_S)
    counts, albums, folders, roots = queries
    twins = len(world.twins)

    def right(surface: Surface) -> int:
        return twins + sum(is_counted(status, surface) for status in KINDS.values())

    assert (counts.library, counts.favourites, counts.recent) == tuple(
        right(surface) for surface in (Surface.COUNT, Surface.FAVOURITES, Surface.RECENT)
    )
    assert next(album for album in albums if album.id == world.album).photo_count == right(Surface.ALBUM)
    assert sum(folder.photo_count for folder in folders if folder.parent_id is None) == right(Surface.FOLDER)
    assert sum(root.photo_count for root in roots) == right(Surface.COUNT)
    assert dict(counts.flags)[FlagName.DARK] == right(Surface.FLAG)
    assert (counts.hidden, counts.missing) == (1, 1)
    surveys = {survey.name: survey for survey in world.library.order.flags.surveys().result(WAIT_S)}
    assert surveys[FlagName.DARK].confirmed == right(Surface.FLAG)


@pytest.mark.slow
def test_no_word_tells_of_a_photo_that_is_not_shown_uncovered(world: World) -> None:
    words = world.library.ask(lambda q: q.vocabulary()).result(WAIT_S)
    told = {word.removeprefix("canary ") for word in words if word.startswith("canary ")}
    assert told == {kind for kind, status in KINDS.items() if is_counted(status, Surface.TAG)}


@pytest.mark.slow
def test_no_flag_waits_for_a_word_about_a_photo_that_is_not_shown(world: World) -> None:
    for name in FLAGS:
        waiting = world.kinds(world.library.order.flags.to_review(name).result(WAIT_S))
        assert waiting <= {kind for kind, status in KINDS.items() if is_visible(status, Surface.FLAG)}


def test_every_kind_is_one_bit_of_the_status() -> None:
    assert sorted(KINDS.values()) == sorted([Status.NONE, *Status])
