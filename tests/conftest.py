"""Rules for every test: Qt offscreen, shared photos by fixture, and no unexpected warning in the log.

What a test says depends neither on how fast the machine is, nor on chance, nor on the test beside it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The same examples everywhere, however long they take; `--hypothesis-profile explore` looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The shared photos; tests that need them are skipped, with the reason printed, where they are absent."""
    place = Path(os.environ.get("REVERIE_DATA") or PROJECT.parent / "shared" / "data")
    if not place.is_dir():
        pytest.skip(f"no shared photos at {place} (set REVERIE_DATA)")
    return place


@pytest.fixture(scope="session", autouse=True)
def own_trash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Has everything that a test trashes go to a trash of the tests, never to that of whoever runs them."""
    place = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(place))
        yield place / "Trash"


INOTIFY = Path("/proc/sys/fs/inotify")
LowerLimit = Callable[[str, int], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def watching_in_peace(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keeps tests that lower inotify's limits, which are the machine's, apart from every other test that may watch.

    Whoever comes takes the turnstile first, so that one who needs the machine alone does not wait for ever.
    """
    if sys.platform != "linux":
        yield
        return
    import fcntl

    is_alone = "lower_inotify_limit" in request.fixturenames
    turnstile_path, lock_path = (
        Path(tempfile.gettempdir()) / f"reverie-tests-{os.getuid()}-{name}" for name in ("turnstile", "watching")
    )
    with turnstile_path.open("a") as turnstile, lock_path.open("a") as lock:
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        fcntl.flock(lock, fcntl.LOCK_EX if is_alone else fcntl.LOCK_SH)
        fcntl.flock(turnstile, fcntl.LOCK_UN)
        yield


@pytest.fixture
def lower_inotify_limit() -> LowerLimit:
    """Lowers one of inotify's limits for a while; restores it whatever happens."""
    if not INOTIFY.is_dir() or not os.access(INOTIFY / "max_queued_events", os.W_OK):
        pytest.skip("lowering inotify's limits needs Linux and root")

    @contextlib.contextmanager
    def lower(name: str, value: int) -> Iterator[None]:
        before = (INOTIFY / name).read_text()
        (INOTIFY / name).write_text(str(value))
        try:
            yield
        finally:
            (INOTIFY / name).write_text(before)

    return lower


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test in which our own code logged a warning; `expects_log` names the ones that belong to it."""
    yield
    marker = request.node.get_closest_marker("expects_log")
    expected = marker.args if marker else ()
    surprises = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING
        and record.name.startswith("desktop_app")
        and not any(text in record.getMessage() for text in expected)
    ]
    if surprises:
        pytest.fail(f"unexpected warnings in the log: {surprises}")
