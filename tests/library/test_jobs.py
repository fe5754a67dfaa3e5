from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import pytest

from desktop_app.errors import UserError
from desktop_app.library.jobs import CancelToken, Guarded, Lane, Ticker

WAIT_S = 250


@contextlib.contextmanager
def _resource(log: list[str]) -> Iterator[int]:
    log.append(f"open {threading.current_thread().name}")
    yield threading.get_ident()
    log.append("close")


def test_a_lane_opens_uses_and_closes_its_resource_on_its_own_thread() -> None:
    log: list[str] = []
    lane = Lane("one", lambda: _resource(log))
    ident, here = lane.submit(lambda resource: (resource, threading.get_ident())).result(WAIT_S)
    assert ident == here != threading.get_ident()
    assert lane.submit(lambda _: lane.is_own_thread()).result(WAIT_S)
    assert not lane.is_own_thread()
    assert lane.close(WAIT_S)
    assert log == ["open reverie-one-0", "close"]


def test_work_runs_in_the_order_it_came() -> None:
    lane = Lane("order", lambda: contextlib.nullcontext([]))
    for number in range(50):
        lane.submit(lambda seen, n=number: seen.append(n))
    assert lane.submit(list).result(WAIT_S) == list(range(50))
    lane.close(WAIT_S)


def test_an_exception_reaches_the_caller_and_the_lane_goes_on() -> None:
    lane = Lane("fault", lambda: contextlib.nullcontext(None))
    with pytest.raises(UserError, match="no room"):
        lane.submit(lambda _: (_ for _ in ()).throw(UserError("no room"))).result(WAIT_S)
    assert lane.submit(lambda _: 7).result(WAIT_S) == 7
    lane.close(WAIT_S)


def test_a_resource_that_cannot_be_opened_is_told_to_everyone_who_asks() -> None:
    def refuse() -> contextlib.AbstractContextManager[None]:
        raise UserError("the drive is away")

    lane = Lane("refused", refuse)
    for _ in range(2):
        with pytest.raises(UserError, match="the drive is away"):
            lane.submit(lambda _: 1).result(WAIT_S)
    assert lane.close(WAIT_S)


def test_closing_may_do_what_waits_first_but_not_for_longer_than_it_is_given() -> None:
    done: list[int] = []
    lane = Lane("finish", lambda: contextlib.nullcontext(None))
    for number in range(20):
        lane.submit(lambda _, n=number: done.append(n))
    assert lane.close(WAIT_S, is_finishing=True)
    assert done == list(range(20))
    assert lane.submit(lambda _: 1).cancelled()


@pytest.mark.expects_log("did not end within")
def test_a_lane_that_has_no_time_left_cancels_the_rest() -> None:
    gate, started = threading.Event(), threading.Event()
    log: list[str] = []
    lane = Lane("late", lambda: _resource(log))
    lane.submit(lambda _: (started.set(), gate.wait(WAIT_S)))
    assert started.wait(WAIT_S)
    waiting = lane.submit(lambda _: 1)
    assert not lane.close(0.05, is_finishing=True)
    assert waiting.cancelled()
    gate.set()
    for thread in lane._threads:
        thread.join(WAIT_S)
    assert log[-1] == "close"


def test_closing_cancels_what_waits_and_lets_the_running_one_end(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, started = threading.Event(), threading.Event()

    def slow(_: None) -> str:
        started.set()
        gate.wait(WAIT_S)
        return "done"

    lane = Lane("closing", lambda: contextlib.nullcontext(None))
    running = lane.submit(slow)
    waiting = [lane.submit(lambda _: 1) for _ in range(3)]
    assert started.wait(WAIT_S)
    drain = lane._drain
    monkeypatch.setattr(lane, "_drain", lambda: (drain(), gate.set()))
    assert lane.close(WAIT_S)
    assert running.result(0) == "done"
    assert all(future.cancelled() for future in waiting)
    assert lane.submit(lambda _: 1).cancelled()


@pytest.mark.expects_log("did not end within")
def test_closing_does_not_wait_longer_than_it_was_told() -> None:
    gate, started = threading.Event(), threading.Event()
    lane = Lane("stuck", lambda: contextlib.nullcontext(None))
    lane.submit(lambda _: (started.set(), gate.wait(WAIT_S)))
    assert started.wait(WAIT_S)
    began = time.monotonic()
    assert not lane.close(0.1)
    assert time.monotonic() - began < WAIT_S / 2
    gate.set()


def test_a_ticker_goes_on_after_a_failure_and_can_be_poked() -> None:
    ticks: list[int] = []
    third = threading.Event()

    def tick() -> None:
        ticks.append(1)
        if len(ticks) == 3:
            third.set()

    ticker = Ticker("test", 3600, tick)
    for _ in range(3000):
        ticker.poke()
        if third.wait(0.02):
            break
    assert ticker.close(WAIT_S)
    assert len(ticks) >= 3


def test_guarded_swaps_are_never_lost() -> None:
    count = Guarded(0)
    lanes = [Lane(f"n{i}", lambda: contextlib.nullcontext(None)) for i in range(4)]
    jobs = [lane.submit(lambda _: [count.swap(lambda n: n + 1) for _ in range(2000)]) for lane in lanes]
    for job in jobs:
        job.result(WAIT_S)
    for lane in lanes:
        lane.close(WAIT_S)
    assert count.get() == 8000


def test_a_cancel_token_stays_cancelled() -> None:
    token = CancelToken()
    assert not token.is_cancelled()
    token.cancel()
    assert token.is_cancelled()


def test_work_that_comes_while_a_lane_closes_is_cancelled_and_nobody_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lane = Lane("late", lambda: contextlib.nullcontext(None))
    lane.submit(lambda _: None).result(WAIT_S)
    real = lane._queue.put
    closed: list[bool] = []

    class Late:
        def put(self, item: object) -> None:
            if not closed:
                closed.append(True)
                lane._queue = queue
                lane.close(WAIT_S)
            real(item)

    queue = lane._queue
    monkeypatch.setattr(lane, "_queue", Late())
    assert lane.submit(lambda _: None).cancelled()
