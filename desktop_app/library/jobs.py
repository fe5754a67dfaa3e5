"""Lanes: the only place that makes threads. A lane is one or more threads with a queue and a resource of their own.

A connection never crosses lanes: each thread opens its resource itself, uses it, and closes it itself.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

R = TypeVar("R")
T = TypeVar("T")


class Guarded(Generic[T]):
    """A value with its lock, for the few states that lanes share."""

    def __init__(self, value: T) -> None:
        self._lock = threading.Lock()
        self._value = value

    def get(self) -> T:
        """Returns the value."""
        with self._lock:
            return self._value

    def swap(self, change: Callable[[T], T]) -> T:
        """Replaces the value by change(value); returns the value before."""
        with self._lock:
            before = self._value
            self._value = change(before)
            return before


class Once(Generic[T]):
    """A value made by the first call, whichever thread it comes from, and the same for every other.

    Args:
        make: called once; what it raises is raised, and the next call tries again.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._lock = threading.Lock()
        self._make = make
        self._made: list[T] = []

    def __call__(self) -> T:
        """Returns the value."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


class Lane(Generic[R]):
    """Runs submitted functions one after another on threads that each hold one resource. Starts with the first one.

    Args:
        name: shows up in thread names and the log.
        open_resource: called once on every thread; a context manager whose value is handed to each function.
        threads: how many; more than one only for work whose order does not matter.
    """

    def __init__(self, name: str, open_resource: Callable[[], AbstractContextManager[R]], *, threads: int = 1) -> None:
        self._name = name
        self._open = open_resource
        self._queue: queue.SimpleQueue[tuple[Future[object], Callable[[R], object]] | None] = queue.SimpleQueue()
        self._is_closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"reverie-{name}-{i}", daemon=True)  # noqa: TID251 - here alone
            for i in range(threads)
        ]
        self._is_started = Guarded(value=False)

    def submit(self, work: Callable[[R], T]) -> Future[T]:
        """Queues `work`; its future gives the result or the exception. After close the future is cancelled."""
        future: Future[T] = Future()
        if self._is_closed.is_set():
            future.cancel()
            return future
        if not self._is_started.swap(lambda _: True):
            for thread in self._threads:
                thread.start()
        self._queue.put((future, work))  # type: ignore[arg-type]
        if self._is_closed.is_set():  # closed meanwhile: nobody may come to take it any more
            future.cancel()
        return future

    def is_own_thread(self) -> bool:
        """Says whether the caller runs on this lane (waiting for the lane there would never end)."""
        return threading.current_thread() in self._threads

    def close(self, timeout_s: float, *, is_finishing: bool = False) -> bool:
        """Lets the running function end and closes the resource.

        Args:
            timeout_s: how long to wait for that.
            is_finishing: what is queued is done first, as far as there is time; else it is cancelled.

        Returns whether every thread ended in time.
        """
        self._is_closed.set()
        if not self._is_started.get():
            return True
        if not is_finishing:
            self._drain()
        for _ in self._threads:
            self._queue.put(None)
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        alive = [t.name for t in self._threads if t.is_alive()]
        if alive:
            log.error("lane %s did not end within %.1f s", self._name, timeout_s)
        self._drain()
        for _ in alive:  # they end, and close what they use, after all that they are at
            self._queue.put(None)
        return not alive

    def _drain(self) -> None:
        while True:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return
            if item is not None:
                item[0].cancel()

    def _work(self) -> None:
        try:
            manager = self._open()
            resource = manager.__enter__()
        except Exception as error:  # noqa: BLE001 - whoever asks this lane is told why it has nothing to work with
            self._refuse_all(error)
            return
        try:
            while (item := self._queue.get()) is not None:
                _run_one(*item, resource)
                del item
        finally:
            try:
                manager.__exit__(None, None, None)
            except Exception:
                log.exception("lane %s could not close what it used", self._name)

    def _refuse_all(self, error: BaseException) -> None:
        while True:
            item = self._queue.get()
            if item is None:
                return
            if item[0].set_running_or_notify_cancel():
                item[0].set_exception(error)


def _run_one(future: Future[object], work: Callable[[R], object], resource: R) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work(resource)
    except BaseException as error:  # noqa: BLE001 - the top of a lane; the future carries it to the caller
        future.set_exception(error)
    else:
        future.set_result(result)


def pass_on(job: Future[T], answer: Future[T]) -> None:
    """Gives `answer` whatever `job` comes to."""

    def finish(done: Future[T]) -> None:
        with passing_failure(answer):
            answer.set_result(done.result())

    job.add_done_callback(finish)


@contextlib.contextmanager
def passing_failure(answer: Future[T]) -> Iterator[None]:
    """Gives `answer` the exception of the block, a cancelled job's included."""
    try:
        yield
    except BaseException as error:  # noqa: BLE001 - the future carries it to the caller
        answer.set_exception(error)


class Ticker:
    """Calls a function every so often on a thread of its own until closed; `poke` makes it call at once."""

    def __init__(self, name: str, interval_s: float, tick: Callable[[], None]) -> None:
        self._interval_s = interval_s
        self._tick = tick
        self._wake = threading.Event()
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"reverie-{name}", daemon=True)  # noqa: TID251 - here alone
        self._thread.start()

    def poke(self) -> None:
        """Ends the present wait."""
        self._wake.set()

    def close(self, timeout_s: float) -> bool:
        """Stops ticking. Says whether the thread ended in time."""
        self._is_closed.set()
        self._wake.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while not self._is_closed.is_set():
            try:
                self._tick()
            except Exception:
                log.exception("a scheduled job failed; it is tried again later")
            self._wake.wait(self._interval_s)
            self._wake.clear()


class CancelToken:
    """Set once to ask a running job to end; jobs look at it often."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Asks the job to end soon."""
        self._event.set()

    def is_cancelled(self) -> bool:
        """Says whether the job should end."""
        return self._event.is_set()
