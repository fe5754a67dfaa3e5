"""A passcode before the hidden photos: a lock on the screen, not encryption. The files lie in their folders as ever.

While it is locked, hidden photos cannot be come to by any way through this program; whoever opens the folders with
another program sees them. The lock shuts on command, when nobody has touched the window for a while, and at closing.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes, Edit
from desktop_app.domain.photo import Status
from desktop_app.errors import UserError
from desktop_app.library.history import Submit
from desktop_app.library.jobs import Guarded
from desktop_app.store.screen_lock import LockRow
from desktop_app.store.store import Store, now_ms

if TYPE_CHECKING:
    from desktop_app.library.commands import Command

KeepsBack: TypeAlias = Callable[[Store, PhotoId], bool]

COST, BLOCK_SIZE, PARALLELISM = 1 << 15, 8, 1  # 32 MiB and about a tenth of a second
SHORTEST = 4
FREE_TRIES = 3
FIRST_WAIT_MS, LONGEST_WAIT_MS = 5_000, 300_000
_DIGEST_BYTES, _SALT_BYTES = 32, 16
_MEMORY_BYTES = 1 << 28


@dataclass(frozen=True, slots=True)
class LockState:
    """Whether there is a passcode, and whether hidden photos can be seen.

    Attributes:
        is_set: there is a passcode.
        is_open: it was given since the lock last shut.
        shut_at_ms: when it last shut, UTC.
        touched_s: when somebody last did something, monotonic.
    """

    is_set: bool = False
    is_open: bool = False
    shut_at_ms: int = 0
    touched_s: float = 0.0

    @property
    def is_locked(self) -> bool:
        """Whether hidden photos are out of reach."""
        return self.is_set and not self.is_open


class ScreenLock:
    """Keeps hidden photos out of reach until the passcode is given. Safe to ask from any thread.

    Args:
        submit: queues work on the store lane.
        publish: tells everybody of changes.
        clock: UTC in milliseconds, for the waits between tries, which outlast a restart.
        monotonic: seconds, for shutting when nobody does anything.
    """

    def __init__(
        self,
        submit: Submit,
        publish: Callable[[Changes], None],
        clock: Callable[[], int] = now_ms,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._submit = submit
        self._publish = publish
        self._clock = clock
        self._monotonic = monotonic
        self._state = Guarded(LockState(is_set=True))  # until the library says otherwise, nothing is shown

    def read(self, store: Store) -> None:
        """Learns whether there is a passcode; called once, before the first question is answered."""
        self._change(is_set=store.screen_lock.is_set(), is_open=False, shut_at_ms=self._clock())

    @property
    def state(self) -> LockState:
        """What holds now."""
        return self._state.get()

    def is_locked(self) -> bool:
        """Says whether hidden photos are out of reach now."""
        return self._state.get().is_locked

    def keeps_back(self, store: Store, photo_id: PhotoId) -> bool:
        """Says whether a photo is out of reach now."""
        return self.is_locked() and bool(hidden_among(store, [photo_id]))

    def _change(self, **values: object) -> None:
        self._state.swap(lambda state: replace(state, **values))  # type: ignore[arg-type]

    def set_passcode(self, new: str, old: str = "") -> Future[None]:
        """Sets a passcode, or changes it. The future raises UserError when `old` is not the one there is."""

        def change(store: Store) -> None:
            if len(new) < SHORTEST:
                raise UserError(f"A passcode needs at least {SHORTEST} letters or digits.")
            self._check(store, old)
            store.screen_lock.save(sealed(new))
            self._change(is_set=True, is_open=True, touched_s=self._monotonic())
            self._tell()

        return self._submit(change)

    def remove_passcode(self, old: str) -> Future[None]:
        """Takes the lock off. The future raises UserError when `old` is not the passcode."""

        def remove(store: Store) -> None:
            self._check(store, old)
            store.screen_lock.remove()
            self._change(is_set=False, is_open=False)
            self._tell()

        return self._submit(remove)

    def unlock(self, passcode: str) -> Future[None]:
        """Opens the hidden photos. The future raises UserError when it is not the passcode, or too early to try."""

        def unlock(store: Store) -> None:
            self._check(store, passcode)
            self._change(is_open=True, touched_s=self._monotonic())
            self._tell()

        return self._submit(unlock)

    def lock_now(self) -> None:
        """Puts hidden photos out of reach at once."""
        before = self._state.swap(lambda state: replace(state, is_open=False, shut_at_ms=self._clock()))
        if before.is_open:
            self._tell()

    def touch(self) -> None:
        """Notes that somebody is there."""
        self._change(touched_s=self._monotonic())

    def lock_when_idle(self, idle_s: float) -> bool:
        """Shuts when nobody has done anything for so long. Says whether it did."""
        state = self._state.get()
        if not (state.is_set and state.is_open) or self._monotonic() - state.touched_s < idle_s:
            return False
        self.lock_now()
        return True

    def _tell(self) -> None:
        self._publish(Changes(is_membership_changed=True, is_undo_changed=True))

    def _check(self, store: Store, passcode: str) -> None:
        """Raises UserError unless it is the passcode; every try counts before it is looked at, on the disk too."""
        row = store.screen_lock.load()
        if row is None:
            return
        now = self._clock()
        left_ms = wait_ms(row.wrong_tries) - max(0, now - row.last_try_at_ms)
        if left_ms > 0:
            raise UserError(f"Too many wrong passcodes. Try again in {_words(left_ms)}.")
        store.screen_lock.save(row._replace(wrong_tries=row.wrong_tries + 1, last_try_at_ms=now))
        if not hmac.compare_digest(digest_of(passcode, row), row.digest):
            left_ms = wait_ms(row.wrong_tries + 1)
            raise UserError(
                "That is not the passcode.", advice=f"Try again in {_words(left_ms)}." if left_ms else "Try again."
            )
        store.screen_lock.save(row._replace(wrong_tries=0, last_try_at_ms=now))

    def refuse(self, store: Store, command: Command) -> None:
        """Raises UserError when a command would bring hidden photos to light while they are locked.

        Acts of the time since the lock shut can be taken back: whoever did them saw those photos.
        """
        from desktop_app.library.commands import Redo, SetHidden, Undo  # late: after the first tiles

        if not self.is_locked():
            return
        if isinstance(command, SetHidden) and not command.is_hidden:
            self._refuse(store, store.versions.piles(command.ids))
        elif isinstance(command, Undo | Redo):
            state = store.edits.state()
            edit = state.undo if isinstance(command, Undo) else state.redo
            if edit is not None and edit.at_ms < self._state.get().shut_at_ms:
                self._refuse(store, edit.photo_ids)

    def _refuse(self, store: Store, ids: Sequence[PhotoId]) -> None:
        if hidden_among(store, ids):
            raise UserError("This concerns hidden photos, and they are locked.", advice="Unlock them first.")

    def seen(self, store: Store, edit: Edit | None) -> Edit | None:
        """Returns an edit as it may be named while hidden photos are locked; None when it concerns them."""
        if edit is None or not self.is_locked() or edit.at_ms >= self._state.get().shut_at_ms:
            return edit
        return None if hidden_among(store, edit.photo_ids) else edit


def hidden_among(store: Store, ids: Sequence[PhotoId]) -> set[PhotoId]:
    """Returns those of these photos that are hidden."""
    return {photo for photo, glance in store.photos.glances(ids).items() if glance.status & Status.HIDDEN}


def sealed(passcode: str) -> LockRow:
    """Returns what is kept of a new passcode."""
    row = LockRow(os.urandom(_SALT_BYTES), COST, BLOCK_SIZE, PARALLELISM, b"")
    return row._replace(digest=digest_of(passcode, row))


def digest_of(passcode: str, row: LockRow) -> bytes:
    """Returns what scrypt (RFC 7914) makes of a passcode under the parameters of a row; one letter has one spelling."""
    letters = unicodedata.normalize("NFKC", passcode).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        letters,
        salt=row.salt,
        n=row.cost,
        r=row.block_size,
        p=row.parallelism,
        maxmem=_MEMORY_BYTES,
        dklen=_DIGEST_BYTES,
    )


def wait_ms(wrong_tries: int) -> int:
    """Returns how long to wait after so many wrong tries: nothing at first, then twice as long each time."""
    if wrong_tries < FREE_TRIES:
        return 0
    return min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(wrong_tries - FREE_TRIES, 10))


def _words(left_ms: int) -> str:
    seconds = max(1, -(-left_ms // 1000))
    if seconds < 90:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"
