from __future__ import annotations

import contextlib
import threading

import pytest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes
from desktop_app.errors import CancelledError
from desktop_app.library import indexing
from desktop_app.library.indexing import Indexer
from desktop_app.library.jobs import CancelToken


class Slow:
    """An ingest that ends when it is cancelled, or after a while by itself."""

    def __init__(self) -> None:
        self.ends: list[str] = []
        self.ended = threading.Event()

    def index(self, roots, *, is_cancelled, **others):
        waiting = threading.Event()
        for _ in range(100):
            if is_cancelled():
                self.ends.append("cancelled")
                self.ended.set()
                raise CancelledError("cancelled")
            waiting.wait(0.02)
        self.ends.append("done")
        self.ended.set()


def test_a_run_that_is_just_beginning_hears_that_it_is_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ingest = Slow()
    indexer = Indexer(lambda: contextlib.nullcontext(ingest), lambda _: None, lambda: None)
    makes: list[CancelToken] = []

    def make() -> CancelToken:
        if not makes:  # between the request and the run's first step
            makes.append(CancelToken())
            indexer.pause()
        return CancelToken()

    monkeypatch.setattr(indexing, "CancelToken", make)
    indexer.request()
    assert not ingest.ended.wait(0.5)
    assert indexer.close(60)
    assert ingest.ends == []


class Long:
    """An ingest whose run understands many photos, a batch at a time; decoding is told of too."""

    def __init__(self, batches: int) -> None:
        self.batches = batches

    def index(self, roots, *, on_changes, **others):
        for batch in range(self.batches):
            ids = frozenset(PhotoId(batch * 100 + n) for n in range(100))
            on_changes(Changes(updated=ids, is_membership_changed=True))
            on_changes(Changes(updated=ids, are_tags_changed=True))


@pytest.mark.parametrize(("batches", "calls"), [(1, 1), (4, 2), (9, 3)])
def test_whoever_keeps_up_is_called_during_a_long_run_and_after_it(
    monkeypatch: pytest.MonkeyPatch, batches: int, calls: int
) -> None:
    monkeypatch.setattr(indexing, "GROWN_AFTER", 400)
    heard: list[Changes] = []
    grown: list[int] = []
    indexer = Indexer(lambda: contextlib.nullcontext(Long(batches)), heard.append, lambda: grown.append(len(heard)))
    indexer.index([]).result(250)
    assert indexer.close(60)
    assert len(grown) == calls
    assert grown[:-1] == [8 * (n + 1) for n in range(calls - 1)]
    assert sum(bool(changes.updated) for changes in heard) == 2 * batches
