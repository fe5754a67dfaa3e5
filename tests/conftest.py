"""Rules for every test: Qt offscreen, shared photos by fixture, and no unexpected warning in the log."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

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
