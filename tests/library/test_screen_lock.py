"""The passcode before hidden photos: no way around it in this program; wrong tries cost time; nothing is lost by it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes, Page, Scope
from desktop_app.domain.photo import FlagName
from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import DatabaseError, UserError
from desktop_app.library import screen_lock
from desktop_app.library.commands import AddTag, Redo, SetHidden, Undo
from desktop_app.library.library import Library
from desktop_app.library.screen_lock import FREE_TRIES, LONGEST_WAIT_MS, ScreenLock, digest_of, sealed, wait_ms
from desktop_app.paths import LibraryPaths
from desktop_app.store.rows import UnderstoodRow
from desktop_app.store.store import Store

WAIT_S = 250
CODE = "passt!1"
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_lock, "COST", 1 << 10)


class Clock:
    """Time that stands still until moved."""

    def __init__(self) -> None:
        self.now_ms = 1_000_000

    def ms(self) -> int:
        return self.now_ms

    def seconds(self) -> float:
        return self.now_ms / 1000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(paths: LibraryPaths) -> Iterator[Store]:
    opened = Store.open(paths, is_writer=True)
    yield opened
    opened.close()


@pytest.fixture
def lock(store: Store, clock: Clock) -> ScreenLock:
    def submit(work: Callable[[Store], object]) -> object:
        from concurrent.futures import Future

        future: Future[object] = Future()
        try:
            future.set_result(work(store))
        except UserError as error:
            future.set_exception(error)
        return future

    made = ScreenLock(submit, lambda _: None, clock.ms, clock.seconds)  # type: ignore[arg-type]
    made.read(store)
    return made


def test_without_a_passcode_nothing_is_locked(lock: ScreenLock) -> None:
    assert not lock.is_locked()
    lock.lock_now()
    assert not lock.is_locked()


def test_before_the_library_was_read_everything_is_locked() -> None:
    assert ScreenLock(lambda _: None, lambda _: None).is_locked()  # type: ignore[arg-type, return-value]


def test_the_passcode_opens_and_nothing_else_does(lock: ScreenLock) -> None:
    lock.set_passcode(CODE).result()
    assert not lock.is_locked(), "whoever set it knows it"
    lock.lock_now()
    assert lock.is_locked()
    for wrong in ("", "passt!", CODE + " "):
        with pytest.raises(UserError, match="not the passcode"):
            lock.unlock(wrong).result()
        assert lock.is_locked()


def test_the_right_one_opens_after_the_wait_and_wrong_tries_are_forgotten(lock: ScreenLock, clock: Clock) -> None:
    lock.set_passcode(CODE).result()
    lock.lock_now()
    for _ in range(FREE_TRIES):
        with pytest.raises(UserError, match="not the passcode"):
            lock.unlock("wrong").result()
    with pytest.raises(UserError, match="Try again in 5 seconds"):
        lock.unlock(CODE).result()
    clock.now_ms += 5_000
    lock.unlock(CODE).result()
    assert not lock.is_locked()
    lock.lock_now()
    with pytest.raises(UserError, match="not the passcode"):
        lock.unlock("wrong").result()
    lock.unlock(CODE).result()


def test_wrong_tries_wait_ever_longer_up_to_a_limit() -> None:
    waits = [wait_ms(tries) for tries in range(60)]
    assert waits[:FREE_TRIES] == [0] * FREE_TRIES
    assert waits == sorted(waits)
    assert waits[FREE_TRIES] == 5_000
    assert waits[-1] == LONGEST_WAIT_MS


def test_wrong_tries_are_remembered_across_a_restart(lock: ScreenLock, store: Store, clock: Clock) -> None:
    lock.set_passcode(CODE).result()
    lock.lock_now()
    for _ in range(FREE_TRIES):
        with pytest.raises(UserError):
            lock.unlock("wrong").result()
    again = ScreenLock(lock._submit, lambda _: None, clock.ms, clock.seconds)
    again.read(store)
    assert again.is_locked()
    with pytest.raises(UserError, match="Too many wrong passcodes"):
        again.unlock(CODE).result()
    clock.now_ms -= 3_600_000  # a clock set back is no way around it
    with pytest.raises(UserError, match="Too many wrong passcodes"):
        again.unlock(CODE).result()


def test_changing_and_removing_need_the_old_one(lock: ScreenLock) -> None:
    lock.set_passcode(CODE).result()
    with pytest.raises(UserError, match="not the passcode"):
        lock.set_passcode("another").result()
    with pytest.raises(UserError, match="not the passcode"):
        lock.remove_passcode("another").result()
    lock.set_passcode("another", CODE).result()
    lock.lock_now()
    with pytest.raises(UserError, match="not the passcode"):
        lock.unlock(CODE).result()
    lock.unlock("another").result()
    lock.remove_passcode("another").result()
    lock.lock_now()
    assert not lock.is_locked()


def test_a_passcode_may_not_be_too_short(lock: ScreenLock) -> None:
    with pytest.raises(UserError, match="at least 4"):
        lock.set_passcode("abc").result()
    assert not lock.state.is_set


def test_it_shuts_when_nobody_is_there(lock: ScreenLock, clock: Clock) -> None:
    assert not lock.lock_when_idle(0.0), "there is no passcode"
    lock.set_passcode(CODE).result()
    clock.now_ms += 299_000
    assert not lock.lock_when_idle(300)
    lock.touch()
    clock.now_ms += 299_000
    assert not lock.lock_when_idle(300)
    clock.now_ms += 1_000
    assert lock.lock_when_idle(300)
    assert lock.is_locked()


def test_the_same_passcode_is_never_kept_the_same_way_and_never_as_it_is() -> None:
    first, second = sealed(CODE), sealed(CODE)
    assert first.salt != second.salt
    assert first.digest != second.digest
    assert CODE.encode() not in b"".join((first.salt, first.digest))
    assert digest_of(CODE, first) == first.digest
    assert digest_of("cafe\u0301", first) == digest_of("caf\u00e9", first), "one letter, spelt in two ways"


def test_parameters_are_kept_with_the_passcode(lock: ScreenLock, monkeypatch: pytest.MonkeyPatch) -> None:
    lock.set_passcode(CODE).result()
    monkeypatch.setattr(screen_lock, "COST", 1 << 11)
    lock.lock_now()
    lock.unlock(CODE).result()


def test_a_damaged_row_opens_nothing(lock: ScreenLock, store: Store, clock: Clock) -> None:
    lock.set_passcode(CODE).result()
    with store.db.atomic():
        store.db.execute("UPDATE screen_lock SET wrong_tries = 0, digest = ?", (b"x" * 32,))
    again = ScreenLock(lock._submit, lambda _: None, clock.ms, clock.seconds)
    again.read(store)
    assert again.is_locked()
    for code in (CODE, "other"):
        with pytest.raises(DatabaseError, match="stay locked"):
            again.unlock(code).result()


KILLED_WHILE_SETTING = """
import os, sys
from pathlib import Path
from desktop_app.library import screen_lock
from desktop_app.paths import LibraryPaths
from desktop_app.store.store import Store
home, at = Path(sys.argv[1]), int(sys.argv[2])
store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
store.screen_lock.save(screen_lock.sealed("before"))
seen = 0
def stop(statement):
    global seen
    seen += 1
    if seen == at:
        os.kill(os.getpid(), 9)
store.db.connection.set_trace_callback(stop)
store.screen_lock.save(screen_lock.sealed("after"))
print("done")
"""


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6])
def test_a_kill_while_a_passcode_is_set_leaves_the_old_one_or_the_new_one(at: int, paths: LibraryPaths) -> None:
    child = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_SETTING, str(paths.home), str(at)],
        cwd=PROJECT, capture_output=True, text=True, timeout=250, check=False,
    )  # fmt: skip
    assert child.returncode in (0, -9), child.stderr
    store = Store.open(paths, is_writer=True)
    try:
        row = store.screen_lock.load()
        assert row is not None
        assert row.digest in (digest_of("before", row), digest_of("after", row))
        if child.returncode == 0:
            assert row.digest == digest_of("after", row)
    finally:
        store.close()


# No way around it, asked of a real library


@pytest.fixture
def locked(known_folder: Path, open_library: Callable[[], Library]) -> tuple[Library, PhotoId, PhotoId]:
    """A library, its hidden photo and another one; the passcode is set and the library was opened again since."""
    library = open_library()
    root = library.add_root(known_folder)
    library.index([root]).result(WAIT_S)
    ids = library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids.tolist()
    vector = np.eye(1, 8, dtype=np.float16)[0]
    library._store_lane.submit(lambda s: s.save_understood([UnderstoodRow(i, "m", vector) for i in ids])).result(WAIT_S)
    library.create_album("All", ids).result(WAIT_S)
    library.run(AddTag((ids[0],), "canary")).result(WAIT_S)
    library.run(SetHidden((ids[0],), True)).result(WAIT_S)
    library.lock.set_passcode(CODE).result(WAIT_S)
    library.close()
    return open_library(), ids[0], ids[1]


def test_no_question_tells_of_a_locked_photo(locked: tuple[Library, PhotoId, PhotoId]) -> None:
    library, hidden, other = locked
    path = library._store_lane.submit(lambda s: s.photos.paths([hidden])[hidden]).result(WAIT_S)
    answers = library.ask(
        lambda q: {
            "page": q.timeline(Page(Scope.HIDDEN)).ids.tolist(),
            "count": q.counts().hidden,
            "one": q.photo(hidden),
            "many": list(q.photos([hidden, other])),
            "path": q.photo_by_path(path),
            "paths": list(q.paths([hidden, other])),
            "tags": q.tags(hidden),
            "flags": q.flags(hidden),
            "albums": q.albums_of(hidden),
            "album": q.albums()[0].photo_count,
            "undo": q.undo_state().undo,
            "flagged": [row for row in q.flagged() if row[0] == path],
            "vectors": [name for name in q.vectors()[0] if name == path],
            "words": "canary" in q.vocabulary(),
        }
    ).result(WAIT_S)
    assert answers == {
        "page": [], "count": 0, "one": None, "many": [other], "path": None, "paths": [other], "tags": [], "flags": [],
        "albums": [], "album": 5, "undo": None, "flagged": [], "vectors": [], "words": False,
    }  # fmt: skip
    for words in ("is:hidden", "canary", path.stem, "is:hidden canary"):
        assert hidden not in {m.photo_id for m in library.search(words).result(WAIT_S).matches}, words
    for name in FlagName:
        assert hidden not in library.order.flags.to_review(name).result(WAIT_S)


def test_no_picture_of_a_locked_photo_is_given_out(locked: tuple[Library, PhotoId, PhotoId]) -> None:
    library, hidden, other = locked
    assert library.thumbnail(hidden, len).result(WAIT_S) is None
    assert library.thumbnail(other, len).result(WAIT_S)
    with pytest.raises(UserError, match="locked"):
        library.view_image(hidden, 100).result(WAIT_S)
    with pytest.raises(UserError):
        library.similar(SimilarRequest(photo_ids=(hidden,))).result(WAIT_S)


def test_no_act_brings_a_locked_photo_to_light(locked: tuple[Library, PhotoId, PhotoId]) -> None:
    library, hidden, other = locked
    for command in (Undo(), SetHidden((hidden,), False)):
        with pytest.raises(UserError, match="locked"):
            library.run(command).result(WAIT_S)
    visible = library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids.tolist()
    assert hidden not in visible
    assert other in visible


def test_what_was_hidden_since_the_lock_shut_can_be_taken_back(locked: tuple[Library, PhotoId, PhotoId]) -> None:
    library, _, other = locked
    library.run(SetHidden((other,), True)).result(WAIT_S)
    assert library.ask(lambda q: q.undo_state()).result(WAIT_S).undo is not None
    assert library.run(Undo()).result(WAIT_S) is not None
    assert other in library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids.tolist()
    assert library.run(Redo()).result(WAIT_S) is not None


def test_unlocking_shows_everything_again_and_says_so(locked: tuple[Library, PhotoId, PhotoId]) -> None:
    library, hidden, _ = locked
    news: list[Changes] = []
    library.subscribe(news.append)
    library.lock.unlock(CODE).result(WAIT_S)
    assert any(change.is_membership_changed for change in news)
    assert library.ask(lambda q: q.timeline(Page(Scope.HIDDEN))).result(WAIT_S).ids.tolist() == [hidden]
    assert library.ask(lambda q: q.counts()).result(WAIT_S).hidden == 1
    assert library.thumbnail(hidden, len).result(WAIT_S)
    assert library.run(Undo()).result(WAIT_S) is not None
    library.lock.lock_now()
    assert library.lock.is_locked()


def test_the_lock_is_in_backups_and_under_a_checksum(lock: ScreenLock, store: Store) -> None:
    from desktop_app.store.backup import COUNTED
    from desktop_app.store.photo_rows import broken_user_rows

    lock.set_passcode(CODE).result()
    assert "screen_lock" in COUNTED
    assert broken_user_rows(store.db) == 0
