from __future__ import annotations

import contextlib
import threading

import pytest

from desktop_app.errors import UserError
from desktop_app.library.jobs import Lane, Once


def test_a_value_is_made_once_whoever_asks() -> None:
    made: list[object] = []
    both = threading.Barrier(2)

    def make() -> object:
        made.append(object())
        return made[-1]

    once = Once(make)
    lanes = [Lane(f"n{i}", lambda: contextlib.nullcontext(None)) for i in range(2)]

    def ask(_: None) -> object:
        both.wait(10)
        return once()

    jobs = [lane.submit(ask) for lane in lanes]
    found = {id(job.result(250)) for job in jobs}
    for lane in lanes:
        lane.close(5)
    assert len(made) == 1
    assert found == {id(made[0])}


def test_a_value_that_could_not_be_made_is_tried_again() -> None:
    failures = [UserError("not yet")]

    def make() -> str:
        if failures:
            raise failures.pop()
        return "made"

    once = Once(make)
    with pytest.raises(UserError):
        once()
    assert once() == "made"
