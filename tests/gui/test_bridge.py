"""The one crossing between threads."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

from desktop_app.gui.bridge import SLICE_MS, Bridge


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()
    made.deleteLater()


def elsewhere(work: Callable[[], object]) -> None:
    """Runs work on another thread and waits for it."""
    thread = threading.Thread(target=work)  # noqa: TID251 - the tests play the library's lanes
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


def test_posts_of_other_threads_run_on_the_gui_thread_in_order(bridge: Bridge, qtbot: QtBot) -> None:
    seen: list[int] = []
    threads: set[int] = set()

    def note(number: int) -> None:
        seen.append(number)
        threads.add(threading.get_ident())

    elsewhere(lambda: [bridge.post(lambda n=n: note(n)) for n in range(20_000)])
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 20_000)
    assert seen == list(range(20_000))
    assert threads == {threading.get_ident()}


def test_a_flood_is_drained_in_slices_with_turns_of_the_loop_between(bridge: Bridge, qtbot: QtBot) -> None:
    turns: list[int] = []
    done: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(len(done)))
    timer.start(0)

    def heavy() -> None:
        until = time.perf_counter() + SLICE_MS / 4000
        while time.perf_counter() < until:
            pass
        done.append(1)

    for _ in range(60):
        bridge.post(heavy)
    qtbot.waitUntil(lambda: len(done) == 60)
    timer.stop()
    between = [count for count in turns if 0 < count < 60]
    assert len(set(between)) >= 5
    assert bridge.waiting == 0


@pytest.mark.expects_log("a message to the window failed")
def test_a_callable_that_fails_is_logged_and_the_next_one_runs(
    bridge: Bridge, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []
    bridge.post(lambda: [][1])
    bridge.post(lambda: seen.append("after"))
    qtbot.waitUntil(lambda: seen == ["after"])
    assert "a message to the window failed" in caplog.text


def test_a_result_arrives_on_the_gui_thread(bridge: Bridge, qtbot: QtBot) -> None:
    future: Future[int] = Future()
    seen: list[tuple[int, int]] = []
    bridge.when_done(future, lambda value: seen.append((value, threading.get_ident())))
    elsewhere(lambda: future.set_result(7))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(7, threading.get_ident())]


def test_a_future_that_is_done_already_answers_too(bridge: Bridge, qtbot: QtBot) -> None:
    future: Future[int] = Future()
    future.set_result(1)
    seen: list[int] = []
    bridge.when_done(future, seen.append)
    assert seen == []
    qtbot.waitUntil(lambda: seen == [1])


def test_an_error_reaches_its_callback(bridge: Bridge, qtbot: QtBot) -> None:
    future: Future[int] = Future()
    errors: list[BaseException] = []
    bridge.when_done(future, lambda _: pytest.fail("no result was set"), errors.append)
    future.set_exception(ValueError("no"))
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert isinstance(errors[0], ValueError)


@pytest.mark.expects_log("background work failed")
def test_an_error_nobody_handles_is_logged(bridge: Bridge, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    future: Future[int] = Future()
    bridge.when_done(future, lambda _: None)
    future.set_exception(ValueError("no"))
    qtbot.waitUntil(lambda: "background work failed" in caplog.text)


def test_results_for_the_dead_the_past_and_the_cancelled_are_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    seen: list[str] = []
    receiver = QObject()
    dead: Future[str] = Future()
    stale: Future[str] = Future()
    cancelled: Future[str] = Future()
    bridge.when_done(dead, seen.append, receiver=receiver)
    bridge.when_done(stale, seen.append, is_current=lambda: False)
    bridge.when_done(cancelled, seen.append)
    shiboken6.delete(receiver)
    dead.set_result("dead")
    stale.set_result("stale")
    cancelled.cancel()
    bridge.post(lambda: seen.append("last"))
    qtbot.waitUntil(lambda: "last" in seen)
    assert seen == ["last"]


def test_a_closed_bridge_takes_nothing_more(bridge: Bridge, qtbot: QtBot) -> None:
    seen: list[str] = []
    bridge.post(lambda: seen.append("waiting"))
    bridge.close()
    bridge.post(lambda: seen.append("late"))
    fired: list[int] = []
    QTimer.singleShot(0, lambda: fired.append(1))
    qtbot.waitUntil(lambda: bool(fired))
    assert seen == []


def test_a_post_after_the_bridge_died_is_harmless(qtbot: QtBot) -> None:
    bridge = Bridge()
    shiboken6.delete(bridge)
    elsewhere(lambda: bridge.post(lambda: pytest.fail("nobody is left to run it")))


class Bell(QObject):
    rung = Signal()


def test_a_thousand_signals_leave_the_reference_count_of_true_alone(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to True with every emit, until the process aborts."""
    bell = Bell()
    heard: list[int] = []
    bell.rung.connect(lambda: heard.append(1))
    before = sys.getrefcount(True)
    for _ in range(1000):
        bell.rung.emit()
    assert abs(sys.getrefcount(True) - before) < 50
    assert len(heard) == 1000
