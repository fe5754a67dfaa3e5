from __future__ import annotations

import contextlib
import threading

import pytest

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
    assert indexer.close(5)
    assert ingest.ends == []
