"""Keeps what the user looks at, when the user has agreed to it, and forgets it when told to."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop_app.domain.history import FeedbackKind, HistoryMode, PhotoView
from desktop_app.domain.ids import PhotoId, ViewId
from desktop_app.domain.library import Changes
from desktop_app.errors import UserError
from desktop_app.library.jobs import Guarded
from desktop_app.settings import Settings
from desktop_app.store.store import Store, now_ms

if TYPE_CHECKING:
    from desktop_app.library.commands import EditCommand

log = logging.getLogger(__name__)

T = TypeVar("T")

DAY_MS = 86_400_000
NEWS_EVERY_MS = 10_000


class Submit(Protocol):
    """Queues work on the store lane."""

    def __call__(self, work: Callable[[Store], T], /) -> Future[T]:
        """Returns the future of what `work` gives."""


class HistoryKeeper:
    """The one place that decides whether a look is kept.

    Args:
        submit: queues work on the store lane.
        publish: tells everybody of changes.
        settings: carries the user's answer, and how long views are kept.
    """

    def __init__(self, submit: Submit, publish: Callable[[Changes], None], settings: Settings) -> None:
        self._submit = submit
        self._publish = publish
        self._settings = settings
        self._told_at_ms = Guarded(0)
        self._trouble = Guarded("")
        self.is_private_session = False

    def use_settings(self, settings: Settings) -> None:
        """Follows the user's choices; a shorter retention forgets at once."""
        before, self._settings = self._settings, settings
        if settings.history_kept_days != before.history_kept_days:
            self.prune()

    @property
    def mode(self) -> HistoryMode:
        """What the user chose; anything unreadable counts as off."""
        try:
            return HistoryMode(self._settings.history_mode)
        except ValueError:
            return HistoryMode.OFF

    @property
    def is_recording(self) -> bool:
        """Whether looks are kept now."""
        return self.mode is HistoryMode.ON and not self.is_private_session

    def record_views(self, views: Sequence[PhotoView]) -> None:
        """Keeps looks, or lets them go when nothing is to be kept. Never raises, never waits."""
        if views and self.is_recording:
            self._quietly(lambda store: self._add(store, tuple(views)))

    def record_shown(self, ids: Sequence[PhotoId], day: date) -> None:
        """Keeps that photos were on the For You page, so that they do not come again too soon."""
        if ids and self.is_recording:
            self._quietly(lambda store: store.history.add_shown(tuple(ids), day))

    def record_feedback(self, kind: FeedbackKind, ids: Sequence[PhotoId], value: int = 0) -> None:
        """Keeps an act that tells about taste."""
        if ids and self.is_recording:
            self._quietly(lambda store: store.history.add_feedback(tuple(ids), kind, now_ms(), value))

    def record_edit(self, store: Store, command: EditCommand) -> None:
        """Keeps the taste in an edit that was just done, which stands whether or not that can be. On the store lane."""
        if not self.is_recording:
            return
        try:
            self._add_taste(store, command)
        except UserError as error:
            self._tell_once(error)

    def _add_taste(self, store: Store, command: EditCommand) -> None:
        from desktop_app.library.commands import (  # late: after the first tiles
            AddToAlbum,
            CreateAlbum,
            SetFavourite,
            SetHidden,
            SetRating,
        )

        match command:
            case SetFavourite(ids, True):
                store.history.add_feedback(ids, FeedbackKind.FAVOURITE, now_ms())
            case SetRating(ids, rating) if rating > 0:
                store.history.add_feedback(ids, FeedbackKind.RATING, now_ms(), rating)
            case SetHidden(ids, True):
                store.history.add_feedback(ids, FeedbackKind.HIDE, now_ms())
            case AddToAlbum(_, ids) | CreateAlbum(_, ids):
                store.history.add_feedback(ids, FeedbackKind.ALBUM, now_ms())
            case _:
                pass

    def add_views(self, views: Sequence[PhotoView]) -> Future[int]:
        """Keeps looks that were asked to be kept, by a command. The future gives how many.

        Raises:
            UserError: the history is off.
        """
        self._refuse_when_off()
        return self._submit(lambda store: len(self._add(store, tuple(views))))

    def add_shown(self, ids: Sequence[PhotoId], day: date) -> Future[None]:
        """Keeps what a command has listed, unless the history is off or paused."""
        if self.mode in (HistoryMode.OFF, HistoryMode.PAUSED):
            return _nothing()
        return self._submit(lambda store: store.history.add_shown(tuple(ids), day))

    def add_feedback(self, kind: FeedbackKind, ids: Sequence[PhotoId]) -> Future[None]:
        """Keeps the taste in what a command has done, where nobody was asked yet; an edit keeps its own when on."""
        if self.mode is not HistoryMode.UNASKED:
            return _nothing()
        return self._submit(lambda store: _add_feedback(store, kind, tuple(ids)))

    def _refuse_when_off(self) -> None:
        if self.mode is HistoryMode.OFF:
            raise UserError("The view history is turned off.", advice="Turn it on in the settings first.")

    def keep_weights(self, weights: Sequence[float]) -> None:
        """Keeps weights learned from feedback; none puts the fixed ones back."""

        def keep(store: Store) -> None:
            if (store.history.get_weights() or ()) != tuple(weights):
                store.history.set_weights(weights)

        if self.is_recording:
            self._quietly(keep)

    def delete_views(self, ids: Sequence[ViewId]) -> Future[None]:
        """Deletes looks for good."""
        return self._forget(lambda store: store.history.delete_views(tuple(ids)))

    def delete_day(self, day: date) -> Future[None]:
        """Deletes the looks of one local day for good."""
        return self._forget(lambda store: store.history.delete_day(day))

    def clear(self) -> Future[None]:
        """Deletes everything that was learned, for good: suggestions are as on the first day."""
        return self._forget(lambda store: store.history.clear())

    def export(self, target: Path) -> Future[int]:
        """Writes the history as JSON, whole or not at all. The future gives how many views it holds.

        The future raises UserError when the file cannot be written.
        """
        return self._submit(lambda store: _export(store, target))

    def prune(self) -> None:
        """Forgets what is older than the user wants it kept."""
        days = self._settings.history_kept_days

        def forget(store: Store) -> None:
            if store.history.prune(now_ms() - days * DAY_MS):
                self._publish(Changes(is_history_changed=True))

        if days > 0:
            self._quietly(forget)

    def _add(self, store: Store, views: tuple[PhotoView, ...]) -> list[ViewId]:
        kept = store.history.add_views(views)
        now = now_ms()
        if abs(now - self._told_at_ms.get()) >= NEWS_EVERY_MS:
            self._told_at_ms.swap(lambda _: now)
            self._publish(Changes(is_history_changed=True))
        return kept

    def _forget(self, work: Callable[[Store], object]) -> Future[None]:
        def forget(store: Store) -> None:
            work(store)
            self._publish(Changes(is_history_changed=True, is_undo_changed=True))

        return self._submit(forget)

    def _quietly(self, work: Callable[[Store], object]) -> None:
        """Does work that nobody waits for. Trouble is told once, not with every look."""

        def act(store: Store) -> None:
            try:
                work(store)
            except UserError as error:
                self._tell_once(error)
            else:
                self._trouble.swap(lambda _: "")
            notices = store.history.take_notices()
            if notices:
                self._publish(Changes(notices=notices))

        self._submit(act).add_done_callback(_log_bug)

    def _tell_once(self, error: UserError) -> None:
        sentence = f"The view history cannot be kept now. {error.sentence()}"
        if self._trouble.swap(lambda _: sentence) != sentence:
            log.info("%s", sentence)
            self._publish(Changes(notices=(sentence,)))


def _nothing() -> Future[None]:
    done: Future[None] = Future()
    done.set_result(None)
    return done


def _add_feedback(store: Store, kind: FeedbackKind, ids: tuple[PhotoId, ...]) -> None:
    store.history.add_feedback(ids, kind, now_ms())


def _log_bug(job: Future[None]) -> None:
    if not job.cancelled() and job.exception() is not None:
        log.error("the view history could not be written", exc_info=job.exception())


def _export(store: Store, target: Path) -> int:
    document = store.history.export()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as out:
            json.dump(document, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UserError(f"{target.name} could not be written: {error.strerror}.") from error
    return len(document["views"])
