from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.errors import WorkerError
from desktop_app.workers import inference as inference_module
from desktop_app.workers.inference import InferenceProcess
from desktop_app.workers.inference_child import BATCH
from desktop_app.workers.inference_wire import InferenceInfo, InferenceReply
from desktop_app.workers.wire import Message

Odd = Callable[..., None]
NAN, DEADLY, FAILING, SLOW = (255, 0, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255)


def image(seed: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 255, (40, 60 + seed, 3), np.uint8)


def plain(colour: Sequence[int]) -> NDArray[np.uint8]:
    return np.full((30, 40, 3), colour, np.uint8)


@pytest.fixture
def inference(odd: Odd) -> Iterator[InferenceProcess]:
    odd("model")
    with InferenceProcess(Path("models")) as process:
        yield process


def drain(inference: InferenceProcess, count: int, limit_s: float = 100) -> dict[int, InferenceReply]:
    replies: list[InferenceReply] = []
    deadline = time.monotonic() + limit_s
    while len(replies) < count:
        replies += inference.poll(0.2)
        assert time.monotonic() < deadline, replies
    assert len(replies) == count
    return {reply.key: reply for reply in replies}


def submit_and_poll(inference: InferenceProcess) -> None:
    inference.submit([1], [image(1)])
    for _ in range(500):
        inference.poll(0.2)


def test_answers_come_under_their_keys(inference: InferenceProcess) -> None:
    from odd_child import vector_of

    images = {key: image(key) for key in range(20)}
    keys = list(images)
    inference.submit(keys[:7], [images[k] for k in keys[:7]])
    inference.submit(keys[7:], [images[k] for k in keys[7:]])
    replies = drain(inference, 20)
    for key, reply in replies.items():
        assert reply.understood is not None
        assert np.allclose(reply.understood.vector, vector_of(images[key]), atol=1e-6)
        assert reply.understood.tags[0] == ("thing", 0.9)
    assert inference.info().model_id == "stand-in-1"
    assert 0 < inference.info().startup_s < 90


def test_it_starts_when_first_needed(odd: Odd) -> None:
    odd("model")
    with InferenceProcess(Path("models")) as inference:
        assert inference.pid is None
        assert inference.poll(5.0) == []
        assert inference.pid is None
        inference.submit([1], [image(1)])
        assert inference.pid is not None


def test_one_image_that_fails_shifts_nothing(inference: InferenceProcess) -> None:
    from odd_child import vector_of

    images = [image(0), image(1), plain(FAILING), image(3), image(4)]
    inference.submit([10, 11, 12, 13, 14], images)
    replies = drain(inference, 5)
    assert replies[12].understood is None
    assert "cannot" in replies[12].error
    for place in (0, 1, 3, 4):
        understood = replies[10 + place].understood
        assert understood is not None
        assert np.allclose(understood.vector, vector_of(images[place]), atol=1e-6)


@pytest.mark.expects_log("inference process is replaced")
def test_an_image_that_kills_is_found_and_the_rest_is_answered(inference: InferenceProcess) -> None:
    keys = list(range(8))
    inference.submit(keys, [plain(DEADLY) if k == 5 else image(k) for k in keys])
    inference.submit([20, 21], [image(20), image(21)])
    replies = drain(inference, 10)
    assert "three times" in replies[5].error
    assert all(replies[k].understood is not None for k in (*keys, 20, 21) if k != 5)


@pytest.mark.expects_log("inference process is replaced")
def test_a_crash_costs_a_restart_and_no_photo(inference: InferenceProcess) -> None:
    inference.info()
    first = inference.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    inference.submit(list(range(8)), [image(key) for key in range(8)])
    os.kill(first, signal.SIGKILL)
    replies = drain(inference, 8)
    assert all(r.understood is not None for r in replies.values())
    assert inference.pid != first


@pytest.mark.expects_log("inference process is replaced")
def test_models_that_stop_answering_are_replaced_and_no_photo_is_lost(inference: InferenceProcess) -> None:
    inference.info()
    first = inference.pid
    assert first is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inference_module, "_BULK_TIMEOUT_S", 1.0)
        os.kill(first, signal.SIGSTOP)
        inference.submit(list(range(8)), [image(key) for key in range(8)])
        while inference.pid == first:
            assert inference.poll(0.2) == []
    replies = drain(inference, 8)
    assert all(r.understood is not None for r in replies.values())
    assert inference.pid != first


@pytest.mark.expects_log("inference process is replaced")
def test_an_image_the_models_never_end_with_is_found_and_the_rest_is_answered(
    inference: InferenceProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inference_module, "_BULK_TIMEOUT_S", 1.0)
    inference.submit(list(range(6)), [plain((0, 255, 255)) if k == 2 else image(k) for k in range(6)])
    replies = drain(inference, 6)
    assert "three times" in replies[2].error
    assert all(replies[k].understood is not None for k in range(6) if k != 2)


@pytest.mark.expects_log("inference process is replaced")
def test_a_query_that_gets_no_answer_is_an_error_and_the_next_one_is_answered(inference: InferenceProcess) -> None:
    inference.call_fast([image(1)])
    first = inference.pid
    assert first is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inference_module, "_FAST_TIMEOUT_S", 1.0)
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(WorkerError, match="did not answer within 1 second"):
            inference.call_fast([image(2)])
    assert len(inference.call_fast([image(3)])) == 1
    assert inference.pid != first


@pytest.mark.expects_log("inference process is replaced")
def test_models_that_load_for_ever_are_given_up(odd: Odd, monkeypatch: pytest.MonkeyPatch) -> None:
    odd("model", "loads-for-ever")
    monkeypatch.setattr(inference_module, "_START_TIMEOUT_S", 0.5)
    with InferenceProcess(Path("models")) as inference, pytest.raises(WorkerError, match="does not start"):
        submit_and_poll(inference)


def test_a_nan_vector_comes_through_as_data(inference: InferenceProcess) -> None:
    inference.submit([1, 2], [plain(NAN), image(2)])
    replies = drain(inference, 2)
    assert replies[1].understood is not None
    assert np.isnan(replies[1].understood.vector).all()
    assert replies[2].understood is not None


class Clock:
    """The real clock, which can be set ahead."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead_s


def test_the_time_the_models_take_to_load_is_no_part_of_the_time_they_have_to_answer(
    inference: InferenceProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    take_info = inference_module.info_from

    def loaded_slowly(message: Message) -> InferenceInfo:
        clock.ahead_s += 60
        return take_info(message)

    monkeypatch.setattr(inference_module, "time", clock)
    monkeypatch.setattr(inference_module, "info_from", loaded_slowly)
    monkeypatch.setattr(inference_module, "_BULK_TIMEOUT_S", 30.0)
    inference.submit([1], [image(1)])
    first = inference.pid
    assert len(inference.call_fast([image(2)])) == 1
    assert drain(inference, 1)[1].understood is not None
    assert inference.pid == first
    assert clock.ahead_s == 120, "each side is told that the models are ready"


@pytest.fixture
def query_is_sent(monkeypatch: pytest.MonkeyPatch) -> Callable[[InferenceProcess], threading.Event]:
    """Makes an event that is set once the next query is on its way to the running process."""

    def watch(inference: InferenceProcess) -> threading.Event:
        assert inference._running is not None
        is_sent, channel = threading.Event(), inference._running.fast.channel
        send = channel.send

        def send_and_tell(message: Message) -> None:
            send(message)
            is_sent.set()

        monkeypatch.setattr(channel, "send", send_and_tell)
        return is_sent

    return watch


def test_a_query_goes_before_bulk_work(
    odd: Odd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query_is_sent: Callable[..., threading.Event]
) -> None:
    monkeypatch.setenv("ODD_LOG", str(tmp_path / "log"))
    odd("model")
    with InferenceProcess(Path("models")) as inference:
        inference.info()
        is_sent = query_is_sent(inference)
        inference.submit(list(range(16)), [plain(SLOW)] * 16)  # four small batches of 0.4 s
        while not (tmp_path / "log").exists():
            assert inference.poll(0.01) == []
        assert inference.pid is not None
        os.kill(inference.pid, signal.SIGSTOP)
        lane = threading.Thread(target=inference.embed_fast, args=([image(1), image(2)],))  # noqa: TID251 - stands for a lane
        lane.start()
        assert is_sent.wait(60)
        begun = len((tmp_path / "log").read_text().splitlines())
        os.kill(inference.pid, signal.SIGCONT)
        lane.join(60)
        assert not lane.is_alive()
        assert len(drain(inference, 16)) == 16
    done = (tmp_path / "log").read_text().splitlines()
    assert len(done) == 17
    assert done.index("query") <= begun + BATCH, "waited for more than one small batch"


def test_fast_answers_are_those_of_bulk(inference: InferenceProcess) -> None:
    found = inference.call_fast([image(1), image(2)])
    inference.submit([1, 2], [image(1), image(2)])
    replies = drain(inference, 2)
    for one, key in zip(found, (1, 2), strict=True):
        understood = replies[key].understood
        assert understood is not None
        assert np.array_equal(one.vector, understood.vector)
        assert one.tags == understood.tags
    answer = inference.embed_fast([image(1)])
    assert np.allclose(answer.vectors[0], found[0].vector)
    assert answer.model_id == inference.info().model_id


@pytest.mark.expects_log("inference process is replaced")
def test_a_query_that_kills_is_an_error_for_it_alone(inference: InferenceProcess) -> None:
    with pytest.raises(WorkerError):
        inference.call_fast([plain(DEADLY)])
    assert len(inference.call_fast([image(1)])) == 1


def test_a_query_the_models_fail_on_is_an_error(inference: InferenceProcess) -> None:
    with pytest.raises(WorkerError, match="cannot"):
        inference.call_fast([plain(FAILING)])
    assert len(inference.call_fast([image(1)])) == 1


def test_it_is_replaced_when_it_has_grown(odd: Odd) -> None:
    odd("model", "grows")
    with InferenceProcess(Path("models"), memory_cap_bytes=250 << 20) as inference:
        pids, done = set(), 0
        for key in range(0, 32, 4):
            while not inference.free_slots:
                done += len(inference.poll(0.2))
            inference.submit(list(range(key, key + 4)), [image(k) for k in range(key, key + 4)])
            done += len(inference.poll(0.2))
            pids.add(inference.pid)
        while done < 32:
            done += len(inference.poll(0.2))
        assert done == 32
        assert len(pids - {None}) >= 2


@pytest.mark.expects_log("inference process is replaced")
def test_a_process_that_never_starts_is_an_error_not_a_loop(odd: Odd) -> None:
    odd("model", "dies-at-start")
    with InferenceProcess(Path("models")) as inference:
        with pytest.raises(WorkerError, match=r"does not start|died"):
            inference.call_fast([image(1)])
        with pytest.raises(WorkerError, match="does not start"):
            submit_and_poll(inference)


def test_abandoned_images_give_no_reply(inference: InferenceProcess) -> None:
    inference.submit([1, 2], [image(1), image(2)])
    inference.abandon()
    inference.submit([3], [image(3)])
    assert list(drain(inference, 1)) == [3]


def test_closing_wakes_a_waiting_query_and_starts_nothing_new(
    odd: Odd, caplog: pytest.LogCaptureFixture, query_is_sent: Callable[..., threading.Event]
) -> None:
    odd("model")
    inference = InferenceProcess(Path("models"))
    inference.call_fast([image(1)])
    is_sent = query_is_sent(inference)
    assert inference.pid is not None
    os.kill(inference.pid, signal.SIGSTOP)  # no answer will come
    errors: list[Exception] = []

    def ask() -> None:
        try:
            inference.call_fast([image(2)])
        except WorkerError as error:
            errors.append(error)

    lane = threading.Thread(target=ask)  # noqa: TID251 - stands for a lane
    lane.start()
    assert is_sent.wait(60)
    with caplog.at_level("ERROR"):
        inference.close()
        lane.join(inference_module._FAST_TIMEOUT_S / 2)
    assert not lane.is_alive(), "woken, not out of patience"
    assert len(errors) == 1
    assert "has been closed" in str(errors[0])
    assert inference.pid is None


def test_without_models_the_process_says_so(odd: Odd) -> None:
    odd("model", "no-model")
    with InferenceProcess(Path("models")) as inference:
        info = inference.info()
        assert info.model_id == ""
        assert info.problems == ("The model is missing.",)
