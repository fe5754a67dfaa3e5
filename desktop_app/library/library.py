"""The one door to a library: open it, ask, edit, index, find similar, close."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_app.domain.history import Feedback, FeedbackKind, PhotoView, local_day
from desktop_app.domain.ids import AlbumId, InterestId, PhotoId, RootId
from desktop_app.domain.library import Changes, Edit, IndexReport
from desktop_app.domain.photo import Tag
from desktop_app.domain.query import SearchResult, SimilarRequest, SimilarResult
from desktop_app.library.changes import ChangeStream, Listener
from desktop_app.library.editing import Editor
from desktop_app.library.history import HistoryKeeper
from desktop_app.library.indexing import Indexer
from desktop_app.library.jobs import Lane, Once
from desktop_app.library.locked_queries import LockedQueries
from desktop_app.library.order import Order
from desktop_app.library.pictures import Pictures, ViewImage
from desktop_app.library.queries import Queries
from desktop_app.library.roots import add_root, exclusion_rules
from desktop_app.library.screen_lock import ScreenLock
from desktop_app.library.similarity import SimilarFinder, make_inference
from desktop_app.library.suggesting import Suggester
from desktop_app.library.trash_start import settle_at_start
from desktop_app.paths import LibraryPaths, models_dir
from desktop_app.settings import Settings
from desktop_app.store.lock import LibraryInUseError
from desktop_app.store.store import Store, now_ms
from desktop_app.store.thumbnails import Thumbnails

if TYPE_CHECKING:
    from desktop_app.domain.suggestion import ForYouPage, ForYouRequest, Interest, Suggestion
    from desktop_app.library.commands import Command
    from desktop_app.library.denoising import Denoising
    from desktop_app.library.watching import Watching
    from desktop_app.pipeline.ingest import Ingest

log = logging.getLogger(__name__)

T = TypeVar("T")

CLOSE_TIMEOUT_S = 10.0
OPEN_TIMEOUT_S = 60.0


class Library:
    """An open library. Every method may be called from any thread; futures complete on a lane's thread.

    Args:
        paths: where it lives; made when there is none.
        settings: the user's choices.
        decoder_count: how many children read photos; by default as many as there are processors, at most 8.

    Attributes:
        is_reading: another process writes this library; edits are refused here.
        lock: the passcode before hidden photos.
    """

    def __init__(self, paths: LibraryPaths, settings: Settings, decoder_count: int | None = None) -> None:
        """Use `open`."""
        self.paths = paths
        self._settings = settings
        self._decoder_count = decoder_count or min(8, os.cpu_count() or 2)
        self._stream = ChangeStream()
        self._store_lane = self._make_store_lane(is_writer=True)
        self._notices: tuple[str, ...] = ()
        self.is_reading = False

    def _make_store_lane(self, *, is_writer: bool) -> Lane[Store]:
        return Lane("store", lambda: contextlib.closing(Store.open(self.paths, is_writer=is_writer)))

    def _make_read_lane(self, name: str) -> Lane[Store]:
        return Lane(name, lambda: contextlib.closing(Store.open(self.paths, is_writer=False)))

    @classmethod
    def open(
        cls,
        paths: LibraryPaths,
        settings: Settings,
        *,
        decoder_count: int | None = None,
        is_reading_enough: bool = False,
    ) -> Library:
        """Opens a library, or makes one.

        Args:
            paths: see the class.
            settings: see the class.
            decoder_count: see the class.
            is_reading_enough: while another process writes the library, open it to be read; edits are refused then.

        Raises:
            UserError: it is open elsewhere, damaged, from a newer version, or its folder cannot be made.
        """
        library = cls(paths, settings, decoder_count)
        try:
            try:
                library._notices = library._store_lane.submit(settle_at_start).result(OPEN_TIMEOUT_S)
            except LibraryInUseError:
                if not is_reading_enough:
                    raise
                library._store_lane.close(CLOSE_TIMEOUT_S)
                library._store_lane = library._make_store_lane(is_writer=False)
                library.is_reading = True
        except BaseException:
            library._store_lane.close(CLOSE_TIMEOUT_S)
            raise
        library._open_lanes()
        return library

    def _open_lanes(self) -> None:
        self._read_lane = self._make_read_lane("read")
        self._refresh_lane = self._make_read_lane("refresh")
        self._thumbnails = Thumbnails(self.paths.thumbnails, self._settings.thumbnail_budget_bytes)
        self._inference = Once(lambda: make_inference(models_dir()))
        submit, publish = self._store_lane.submit, self._stream.publish
        self.lock = ScreenLock(submit, publish)
        submit(self.lock.read).result(OPEN_TIMEOUT_S)
        self._pictures = Pictures(self.paths, self._thumbnails, self._stream.publish, self.lock.keeps_back)
        self._similar = SimilarFinder(self.paths, self._inference, self._on_store, self.lock.keeps_back)
        self._suggester = Suggester(self._similar)
        self._history = HistoryKeeper(submit, publish, self._settings)
        self._editor = Editor(submit, publish, self._history, self._suggester.evidence, self.lock)
        self._order = Order(self._make_read_lane, submit, publish, self.ask, self._similar, self._settings)
        self._indexer = Indexer(self._open_ingest, self._stream.publish, self._similar.catch_up)
        self._watching: Watching | None = None

    @contextlib.contextmanager
    def _open_ingest(self) -> Iterator[Ingest]:
        from desktop_app.pipeline.ingest import Ingest  # late: the window's first tiles do not wait for it
        from desktop_app.workers.decoders import DecodeLimits, DecoderPool

        limits = DecodeLimits(nice=5)
        with (
            contextlib.closing(Store.open(self.paths, is_writer=False)) as reader,
            contextlib.closing(DecoderPool(self._decoder_count, limits)) as decoders,
        ):
            yield Ingest(
                write=self._on_store,
                reader=reader,
                decoders=decoders,
                inference=self._inference(),
                thumbnails=self._thumbnails,
                rules=exclusion_rules(self.paths, self._settings),
                settle_s=self._settings.settle_s,
            )

    def _on_store(self, work: Callable[[Store], T]) -> T:
        """Runs work on the store lane and waits for it. Never called on that lane itself."""
        return self._store_lane.submit(work).result()

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the user about how the library was opened."""
        return self._notices

    def ask(self, question: Callable[[Queries], T]) -> Future[T]:
        """Answers a question that somebody waits for, on the read lane."""
        return self._read_lane.submit(lambda store: question(self._queries(store)))

    def ask_in_background(self, question: Callable[[Queries], T]) -> Future[T]:
        """Answers a question that nobody waits for, on a lane of its own: what the user asks never stands behind it."""
        return self._refresh_lane.submit(lambda store: question(self._queries(store)))

    def _queries(self, store: Store) -> Queries:
        return LockedQueries(store, self.lock) if self.lock.is_locked() else Queries(store)

    def run(self, command: Command) -> Future[Edit | None]:
        """Does what the user asked, on the store lane, and tells everybody what changed.

        The future raises UserError when it cannot be done; then nothing was changed.
        """
        from desktop_app.library.commands import AddRoot, RemoveRoot  # late: after the first tiles

        match command:
            case AddRoot(path):
                return self._store_lane.submit(lambda store: self._add_root_command(store, path))
            case RemoveRoot(root_id):
                return self._store_lane.submit(lambda store: self._remove_root(store, root_id))
            case _:
                return self._editor.run(command)

    def create_album(self, name: str, ids: Sequence[PhotoId] = ()) -> Future[AlbumId]:
        """Makes an album, undoable, and gives its id."""
        return self._editor.create_album(name, tuple(ids))

    def _add_root(self, store: Store, path: Path) -> RootId:
        root_id, is_new = add_root(store, self.paths, path, exclusion_rules(self.paths, self._settings))
        if is_new:
            self._stream.publish(Changes(are_roots_changed=True))
            if self._watching is not None:
                self._indexer.request([root_id])
                self._watching.refresh()
        return root_id

    def _add_root_command(self, store: Store, path: Path) -> None:
        self._add_root(store, path)

    def _remove_root(self, store: Store, root_id: RootId) -> None:
        self._indexer.cancel()
        store.roots.remove(root_id)
        if self._watching is not None:
            self._watching.refresh()
        self._stream.publish(Changes(are_roots_changed=True, is_membership_changed=True, is_undo_changed=True))

    def add_root(self, path: Path) -> RootId:
        """Adds a folder and waits. Returns the root that holds it: a new one, or one already watched above it.

        Raises:
            UserError: no such folder, not a folder, unreadable, or the library's own.
        """
        return self._store_lane.submit(lambda store: self._add_root(store, path)).result(OPEN_TIMEOUT_S)

    def use_settings(self, settings: Settings) -> None:
        """Follows the user's new choices from the next scan on; a scan begins when what is left out has changed."""
        before, self._settings = self._settings, settings
        self._history.use_settings(settings)
        self._order.use_settings(settings)
        self._thumbnails.budget_bytes = settings.thumbnail_budget_bytes
        if self._watching is not None:
            self._watching.use_settings(settings)
        if settings.excluded_names != before.excluded_names:
            rules = exclusion_rules(self.paths, settings)
            self._indexer.leave_out(rules)
            if self._watching is not None:
                self._watching.leave_out(rules)

    def index(self, roots: Sequence[RootId] = (), *, accept_missing: bool = False) -> Future[IndexReport]:
        """Brings roots (all when none is named) up to date once."""
        return self._indexer.index(roots, accept_missing=accept_missing)

    def cancel_indexing(self) -> None:
        """Asks the present run to end; what is done stays done."""
        self._indexer.cancel()

    def start_indexing(self, roots: Sequence[RootId] = ()) -> None:
        """Asks for a run in the background."""
        self._indexer.request(roots)

    def start_watching(self) -> None:
        """Follows file events and scans on schedule, until the library closes."""
        from desktop_app.library.watching import Watching  # late: the window's first tiles do not wait for it

        if self._watching is None:
            rules = exclusion_rules(self.paths, self._settings)
            self._watching = Watching(
                lambda: self._read_lane.submit(lambda store: store.roots.uncounted()),
                self._store_lane.submit,
                rules,
                self._settings,
                self._indexer.request,
                self._stream.publish,
            )

    def pause(self) -> None:
        """Stops background work until `resume`."""
        self._indexer.pause()

    def resume(self) -> None:
        """Goes on with background work."""
        self._indexer.resume()

    @property
    def is_paused(self) -> bool:
        """Whether background work is paused."""
        return self._indexer.is_paused

    def warm_up(self) -> None:
        """Starts what the first drop and the first big picture would have to wait for."""
        self._similar.warm_up()
        self._pictures.warm_up()
        self._stream.subscribe(self._prepare_suggestions)
        self._prepare_suggestions(Changes(is_history_changed=True))

    def _prepare_suggestions(self, changes: Changes) -> None:
        """Learns from new looks behind the window's back, so that For You comes at once."""
        if changes.is_history_changed and self._history.is_recording:
            self._suggester.prepare()
            self._suggester.learn(self._history.keep_weights)

    def similar(self, request: SimilarRequest) -> Future[SimilarResult]:
        """Finds photos like those of the request; pictures from outside are not added to the library."""
        return self._similar.find(request)

    def tags_of_file(self, path: Path) -> Future[list[Tag]]:
        """Tells what is in a file, inside or outside the library."""
        return self._similar.tags(path)

    def search(self, text: str, top: int = 1000) -> Future[SearchResult]:
        """Finds photos by words."""
        return self.ask(lambda queries: queries.search(text, top))

    def for_you(self, request: ForYouRequest) -> Future[ForYouPage]:
        """Makes the page of suggestions."""
        return self._suggester.page(request)

    def interests(self, at_ms: int | None = None) -> Future[tuple[Interest, ...]]:
        """Tells what the user likes to look at."""
        return self._suggester.interests(at_ms)

    def interest_evidence(self, interest_id: InterestId) -> Future[tuple[list[PhotoView], list[Feedback]]]:
        """Tells which looks and acts are behind an interest."""
        return self._suggester.evidence(interest_id)

    def also_like(self, photo_id: PhotoId, top: int = 24) -> Future[tuple[Suggestion, ...]]:
        """Finds photos near one that also fit the user's interests."""
        return self._suggester.also_like(photo_id, top)

    def album_additions(self, album_id: AlbumId, top: int = 20) -> Future[tuple[Suggestion, ...]]:
        """Finds photos that an album may be missing."""
        return self._suggester.album_additions(album_id, top)

    @property
    def order(self) -> Order:
        """Groups, events, duplicates, smart albums and flags."""
        return self._order

    @cached_property
    def denoising(self) -> Denoising:
        """Photos freed of noise. Nothing of it is loaded before somebody asks."""
        from desktop_app.library.denoising import Denoising
        from desktop_app.workers.denoising import Denoiser

        return Denoising(
            self.paths,
            self._store_lane.submit,
            self._stream.publish,
            self._indexer.request,
            Denoiser(models_dir()),
            self.lock.keeps_back,
            is_alone=not self.is_reading,
        )

    @property
    def history(self) -> HistoryKeeper:
        """The view history: what is kept, and how to forget it."""
        return self._history

    @property
    def is_private_session(self) -> bool:
        """Whether nothing is kept until the library closes."""
        return self._history.is_private_session

    def set_private_session(self, *, is_private: bool) -> None:
        """Begins or ends a time in which no look is kept."""
        self._history.is_private_session = is_private
        self._stream.publish(Changes(is_history_changed=True))

    def record_views(self, views: Sequence[PhotoView]) -> None:
        """Keeps looks when the user has agreed to it; never raises, never waits."""
        self._history.record_views(views)

    def record_shown(self, ids: Sequence[PhotoId], at_ms: int | None = None) -> None:
        """Keeps that photos were suggested today (or on the local day of at_ms)."""
        self._history.record_shown(ids, local_day(now_ms() if at_ms is None else at_ms))

    def record_feedback(self, kind: FeedbackKind, ids: Sequence[PhotoId], value: int = 0) -> None:
        """Keeps an act that tells about taste."""
        self._history.record_feedback(kind, ids, value)

    def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], T]) -> Future[T | None]:
        """Reads a thumbnail (JPEG bytes) and converts it on its lane; None while there is none yet."""
        return self._pictures.thumbnail(photo_id, convert)

    def view_image(self, photo_id: PhotoId, max_edge_px: int | None = None) -> Future[ViewImage]:
        """Decodes a photo for looking at, its long edge at most max_edge_px, in a child process."""
        return self._pictures.view(photo_id, max_edge_px)

    def preview(self, source: Path | bytes) -> Future[ViewImage]:
        """Decodes a picture from outside the library (a file, or encoded bytes), small, without adding it."""
        return self._pictures.preview(source)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hears of every change, on any thread. Returns the function that ends it."""
        return self._stream.subscribe(listener)

    def close(self, timeout_s: float = CLOSE_TIMEOUT_S) -> None:
        """Cancels questions and background work, does the edits that wait, then closes the database. Bounded."""
        if self._watching is not None:
            self._watching.close(timeout_s)
        if "denoising" in self.__dict__:
            self.denoising.close(timeout_s)
        self._indexer.close(timeout_s)
        self._order.close(timeout_s)
        self._editor.close(timeout_s)
        self._pictures.close(timeout_s)
        self._similar.close(timeout_s)
        self._inference().close()  # whoever still asks is refused from now on
        self._read_lane.close(timeout_s)
        self._refresh_lane.close(timeout_s)
        self._store_lane.close(timeout_s, is_finishing=True)  # the last edits and looks are written
