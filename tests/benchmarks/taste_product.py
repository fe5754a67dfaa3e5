"""The product's own recommender, asked over a copy of the known library as its windows and commands would ask it.

Only what the contract of `Recommender.page` promises is used: a store with a history in it, a request, a page.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import common
from taste_people import Person
from taste_world import World

from desktop_app.domain.history import FeedbackKind, PhotoView
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.suggestion import ForYouPage, ForYouRequest, ShelfKind
from desktop_app.ml.calibration import Similarity
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import library_paths, models_dir
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex

if TYPE_CHECKING:
    from desktop_app.recommend.recommender import Recommender


def is_there() -> bool:
    """Says whether this checkout has a recommender at all."""
    try:
        import desktop_app.recommend.recommender  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "desktop_app.recommend.recommender":
            raise
        return False
    return True


class Product:
    """A copy of the library, its index and the recommender over it. One person's history at a time."""

    def __init__(self, world: World) -> None:
        from desktop_app.recommend.recommender import Recommender

        self.world = world
        self.folder = Path(tempfile.mkdtemp(prefix="reverie-taste-copy-"))
        shutil.copytree(world.paths.home, self.folder / "home")
        self.store = Store.open(library_paths(self.folder / "home"), is_writer=True)
        self.index = VectorIndex(self.store.paths.index, world.model)
        self.index.load(self.store)
        self.index.catch_up(self.store)
        similarity = Similarity.from_manifest(load_manifest(models_dir()))
        self.recommender: Recommender = Recommender(self.store, self.index, similarity=similarity)
        self.place = {int(photo): at for at, photo in enumerate(world.ids)}
        self.seconds: list[float] = []
        self._favourites: list[PhotoId] = []
        self._known_ms = 0

    def close(self) -> None:
        """Closes the store and removes the copy."""
        self.store.close()
        shutil.rmtree(self.folder)

    def photo(self, at: int) -> PhotoId:
        """Returns the store's id of a photo of the world."""
        return PhotoId(int(self.world.ids[at]))

    def begin(self) -> None:
        """Forgets whoever was here before."""
        self.store.history.clear()
        if self._favourites:
            self.store.edits.set_favourite(self._favourites, False)
        self._favourites, self._known_ms = [], 0

    def know(self, person: Person, until_ms: int) -> None:
        """Tells what the person did since the last call and before a moment."""

        def is_news(at_ms: int) -> bool:
            return self._known_ms <= at_ms < until_ms

        self.add_views([look for look in person.looks if is_news(look.started_at_ms)])
        for at, at_ms in person.favourites:
            if is_news(at_ms):
                self.store.edits.set_favourite([self.photo(at)], True)
                self.store.history.add_feedback([self.photo(at)], FeedbackKind.FAVOURITE, at_ms)
                self._favourites.append(self.photo(at))
        for at, at_ms in person.queries:
            if is_news(at_ms):
                self.store.history.add_feedback([self.photo(at)], FeedbackKind.FIND_SIMILAR, at_ms)
        self._known_ms = until_ms

    def add_views(self, looks: Sequence[PhotoView]) -> None:
        """Stores looks whose photo is an index into the world."""
        if looks:
            self.store.history.add_views([replace(look, photo_id=self.photo(int(look.photo_id))) for look in looks])

    def page(self, at_ms: int, *, seed: int = 0, top: int = 20) -> ForYouPage:
        """Asks for the page of a moment, and notes how long it took."""
        with common.timed() as watch:
            page = self.recommender.page(ForYouRequest(at_ms=at_ms, seed=seed, top=top), at_ms)
        self.seconds.append(watch.seconds)
        return page

    def ranked(self, page: ForYouPage) -> list[int]:
        """Returns the page's ranking over everything, as indices into the world."""
        shelf = next((shelf for shelf in page.shelves if shelf.kind is ShelfKind.FOR_YOU), None)
        return [self.place[int(found.photo_id)] for found in shelf.photos] if shelf else []

    def slots(self, page: ForYouPage) -> list[int]:
        """Returns every photo on the page, shelf by shelf, as indices into the world."""
        return [self.place[int(found.photo_id)] for shelf in page.shelves for found in shelf.photos]
