"""Photos freed of noise: how noisy one is, what it would look like, and new versions beside the originals.

Looking and saving have a lane each, so that a preview never stands behind a long job. The originals are only ever read.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from desktop_app.domain.denoising import (
    DenoiseProgress,
    DenoiseSettings,
    DenoiseSummary,
    NoiseLevel,
    PixelRegion,
    PreviewPixels,
)
from desktop_app.domain.ids import EditId, PhotoId, RootId
from desktop_app.domain.library import Changes
from desktop_app.domain.photo import Photo, Status
from desktop_app.errors import CancelledError, UserError, WorkerError
from desktop_app.library.full_pictures import Scratch, Studio, sweep
from desktop_app.library.history import Submit
from desktop_app.library.jobs import CancelToken, Guarded, Lane
from desktop_app.library.screen_lock import KeepsBack
from desktop_app.library.version_files import LABEL, add_to_library, remove_version, write_version
from desktop_app.paths import LibraryPaths
from desktop_app.store.store import Store
from desktop_app.workers.denoising import Denoiser
from desktop_app.workers.denoising_wire import DenoiseRequest

log = logging.getLogger(__name__)

_READ, _WRITTEN = 0.05, 0.95  # shares of a photo's work that lie before and after the network's
_AWAY = (
    (Status.TRASHED, "it is in the trash"),
    (Status.OFFLINE, "its drive is not connected"),
    (Status.MISSING, "its file is missing"),
)

OnDraft = Callable[[PreviewPixels], object]
OnProgress = Callable[[DenoiseProgress], object]


class RequestIndex(Protocol):
    """Asks for a run over roots in the background."""

    def __call__(self, roots: Sequence[RootId]) -> None:
        """Asks; a run that goes on is followed by another."""


@dataclass(frozen=True, slots=True)
class DenoiseJob:
    """New versions on their way.

    Attributes:
        done: the summary; also of a job that was cancelled, or whose photos all failed.
    """

    done: Future[DenoiseSummary]
    token: CancelToken

    def cancel(self) -> None:
        """Ends it soon; what was saved stays saved."""
        self.token.cancel()


@dataclass(slots=True)
class _Bench:
    """What a lane holds: a reader, the children that take files apart, and the photo at hand."""

    store: Store
    studio: Studio
    held: tuple[PhotoId, bytes | None, Scratch, NoiseLevel] | None = None

    def let_go(self) -> None:
        """Removes the raw files of the photo at hand."""
        if self.held is not None:
            self.held[2].close()
            self.held = None


@dataclass(slots=True)
class _Job:
    ids: tuple[PhotoId, ...]
    settings: DenoiseSettings
    on_progress: OnProgress
    token: CancelToken
    saved: list[PhotoId] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    edit: EditId | None = None
    work_left: float = 0.0  # megapixels


class Denoising:
    """The library's denoiser. Every method may be called from any thread; futures complete on a lane's thread.

    Args:
        paths: of the library; raw pixels lie in its cache while they are needed.
        submit: queues work on the store lane.
        publish: tells everybody of changes.
        request_index: has new files read and understood.
        denoiser: the network, in the inference process.
        keeps_back: says whether a photo must not be shown now.
        is_alone: no other process uses the library: what lies about in its cache was left by one that was killed.
    """

    def __init__(
        self,
        paths: LibraryPaths,
        submit: Submit,
        publish: Callable[[Changes], None],
        request_index: RequestIndex,
        denoiser: Denoiser,
        keeps_back: KeepsBack,
        *,
        is_alone: bool,
    ) -> None:
        self._paths, self._submit, self._publish = paths, submit, publish
        self._request_index, self._denoiser, self._keeps_back = request_index, denoiser, keeps_back
        self._is_alone = is_alone
        self._looking: Lane[_Bench] = Lane("denoise-look", self._open_bench)
        self._saving: Lane[_Bench] = Lane("denoise-save", self._open_bench)
        self._newest = Guarded(0)
        self._closing = CancelToken()
        self._jobs: Guarded[tuple[CancelToken, ...]] = Guarded(())

    @contextlib.contextmanager
    def _open_bench(self) -> Iterator[_Bench]:
        if self._is_alone:
            sweep(self._paths.cache)
        with (
            contextlib.closing(Store.open(self._paths, is_writer=False)) as store,
            contextlib.closing(Studio(self._paths.cache)) as studio,
        ):
            bench = _Bench(store, studio)
            try:
                yield bench
            finally:
                bench.let_go()

    def estimate(self, photo_id: PhotoId) -> Future[NoiseLevel]:
        """Tells how noisy a photo is. The future raises UserError where its file cannot be read."""
        return self._looking.submit(lambda bench: self._hold(bench, photo_id, self._closing.is_cancelled)[1])

    def preview(
        self,
        photo_id: PhotoId,
        region: PixelRegion,
        settings: DenoiseSettings,
        generation: int,
        on_draft: OnDraft = lambda _: None,
    ) -> Future[PreviewPixels]:
        """Shows what a part of a photo would look like.

        Args:
            photo_id: the photo.
            region: of its upright pixels.
            settings: what is wished.
            generation: later wishes have higher ones; one that is overtaken ends with CancelledError.
            on_draft: told of a coarser picture that comes first, on the lane's thread.
        """
        self._newest.swap(lambda newest: max(newest, generation))

        def is_overtaken() -> bool:
            return self._newest.get() > generation or self._closing.is_cancelled()

        def show(bench: _Bench) -> PreviewPixels:
            scratch, level = self._hold(bench, photo_id, is_overtaken)
            for is_draft in (True, False):
                pixels = bench.studio.region(
                    scratch, region, lambda target, is_draft=is_draft: self._denoiser.preview(  # type: ignore[misc]
                        _request(scratch, target, settings, level, region, is_draft=is_draft), is_overtaken
                    )
                )  # fmt: skip
                if pixels is None or is_overtaken():
                    raise CancelledError
                found = PreviewPixels(photo_id, generation, region, pixels, not is_draft, level)
                if is_draft:
                    on_draft(found)
            return found

        return self._looking.submit(show)

    def let_go(self) -> None:
        """Nobody looks at a preview any more: its raw files go."""
        self._newest.swap(lambda newest: newest + 1)

        def forget(bench: _Bench) -> None:
            bench.let_go()
            bench.studio.close()
            self._denoiser.rest()

        self._looking.submit(forget)

    def _hold(self, bench: _Bench, photo_id: PhotoId, is_cancelled: Callable[[], bool]) -> tuple[Scratch, NoiseLevel]:
        """Has the raw pixels of a photo at hand, and its noise level. Raises CancelledError."""
        photo = self._readable(bench.store, photo_id)
        if bench.held is not None and bench.held[:2] == (photo_id, photo.content_hash):
            return bench.held[2], bench.held[3]
        bench.let_go()
        scratch = bench.studio.unpack(photo.path, is_cancelled)
        try:
            level = self._denoiser.measure(scratch.raw, is_cancelled)
            if level is None:
                raise CancelledError
        except WorkerError as error:
            scratch.close()
            raise UserError(f"{photo.name} cannot be denoised: {error}.") from error
        except BaseException:
            scratch.close()
            raise
        bench.held = (photo_id, photo.content_hash, scratch, level)
        return scratch, level

    def _readable(self, store: Store, photo_id: PhotoId) -> Photo:
        photo = store.photos.get_many([photo_id]).get(photo_id)
        if photo is None:
            raise UserError("This photo is no longer in the library.")
        if self._keeps_back(store, photo_id):
            raise UserError("This photo is hidden, and hidden photos are locked.")
        for status, why in _AWAY:
            if photo.status & status:
                raise UserError(f"{photo.name} cannot be denoised: {why}.")
        return photo

    def save(self, ids: Sequence[PhotoId], settings: DenoiseSettings, on_progress: OnProgress) -> DenoiseJob:
        """Writes a new version beside each photo, one after another; all of them are one act for Undo.

        Args:
            ids: the photos.
            settings: for all of them; the noise of each is measured.
            on_progress: told of every step, on the lane's thread.
        """
        token = CancelToken()
        self._jobs.swap(lambda tokens: (*tokens, token))
        job = _Job(tuple(dict.fromkeys(ids)), settings, on_progress, token)
        return DenoiseJob(self._saving.submit(lambda bench: self._save(bench, job)), token)

    def _save(self, bench: _Bench, job: _Job) -> DenoiseSummary:
        began_s = time.monotonic()
        photos = bench.store.photos.get_many(list(job.ids))
        sizes = {photo.id: max(1, photo.width_px * photo.height_px) / 1e6 for photo in photos.values()}
        pace = _Pace(sum(sizes.values()), began_s, time.monotonic)
        try:
            for number, photo_id in enumerate(job.ids):
                if job.token.is_cancelled():
                    break
                size = sizes.get(photo_id, 0.0)

                def tell(share: float, number: int = number, size: float = size) -> None:
                    left_s = pace.left_s(share * size)
                    job.on_progress(DenoiseProgress(number, len(job.ids), share, left_s))

                tell(0.0)
                self._save_or_say(bench, job, photo_id, tell)
                pace.done += size
            job.on_progress(DenoiseProgress(len(job.saved) + len(job.left_out), len(job.ids), 0.0, 0.0))
        finally:
            self._jobs.swap(lambda tokens: tuple(token for token in tokens if token is not job.token))
            if not self._jobs.get():
                bench.studio.close()
                self._denoiser.rest()
        return DenoiseSummary(tuple(job.saved), tuple(job.left_out), time.monotonic() - began_s)

    def _save_or_say(self, bench: _Bench, job: _Job, photo_id: PhotoId, tell: Callable[[float], None]) -> None:
        try:
            self._save_one(bench, job, photo_id, tell)
        except CancelledError:
            return
        except UserError as error:
            job.left_out.append(error.sentence())
        except WorkerError as error:
            if not job.token.is_cancelled():
                job.left_out.append(f"{self._name(bench, photo_id)} could not be denoised: {error}.")
        except Exception:
            log.exception("a photo could not be denoised")
            name = self._name(bench, photo_id)
            job.left_out.append(f"{name} could not be denoised because of an error in Reverie; its log tells more.")

    def _name(self, bench: _Bench, photo_id: PhotoId) -> str:
        photo = bench.store.photos.get_many([photo_id]).get(photo_id)
        return photo.name if photo is not None else "A photo"

    def _save_one(self, bench: _Bench, job: _Job, photo_id: PhotoId, tell: Callable[[float], None]) -> None:
        photo = self._readable(bench.store, photo_id)
        with contextlib.closing(bench.studio.unpack(photo.path, job.token.is_cancelled)) as scratch:
            tell(_READ)
            target = scratch.folder / "denoised.raw"
            done = self._denoiser.denoise(
                _request(scratch, target, job.settings, None, None, is_draft=False),
                lambda share, _: tell(_READ + (_WRITTEN - _READ) * share),
                job.token.is_cancelled,
            )
            if done is None:
                raise CancelledError
            tell(_WRITTEN)
            path = write_version(bench.studio, scratch, target, photo, job.token.is_cancelled)
            version_id = self._add(job, photo, path)
        self._publish(
            Changes(
                updated=frozenset((photo_id, version_id)),
                is_membership_changed=True,
                are_tags_changed=True,
                are_albums_changed=True,
                is_order_changed=True,
                is_undo_changed=True,
            )
        )
        self._request_index([photo.root_id])

    def _add(self, job: _Job, photo: Photo, path: Path) -> PhotoId:
        try:
            added = self._submit(lambda store: add_to_library(store, photo, path, LABEL, job.edit)).result()
        except BaseException:
            remove_version(path)  # just made; alone it would be a photo of its own, and hidden no more
            raise
        version_id, job.edit = added
        job.saved.append(version_id)
        return version_id

    def close(self, timeout_s: float) -> None:
        """Gives up what is going on; nothing half-written stays."""
        self._closing.cancel()
        for token in self._jobs.get():
            token.cancel()
        self._denoiser.close()
        self._looking.close(timeout_s)
        self._saving.close(timeout_s)


@dataclass(slots=True)
class _Pace:
    """How long the rest will take, by what the first megapixels took."""

    total: float
    began_s: float
    clock: Callable[[], float]
    done: float = 0.0

    def left_s(self, present: float) -> float | None:
        """Returns seconds, None while too little is done to tell."""
        done = self.done + present
        if done < 0.05 * self.total:
            return None
        return (self.clock() - self.began_s) / done * max(0.0, self.total - done)


def _request(
    scratch: Scratch,
    target: Path,
    settings: DenoiseSettings,
    level: NoiseLevel | None,
    region: PixelRegion | None,
    *,
    is_draft: bool,
) -> DenoiseRequest:
    return DenoiseRequest(
        scratch.raw,
        target,
        settings.share,
        settings.luminance,
        settings.colour,
        level,
        region,
        is_draft,
    )
