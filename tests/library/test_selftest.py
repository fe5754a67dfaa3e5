from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from desktop_app import __main__ as program
from desktop_app.imaging import samples
from desktop_app.library import selftest
from desktop_app.library.checks import Check, CheckFailedError, run_parts
from desktop_app.workers.process import Ended


def test_a_part_that_fails_stops_none_of_the_others() -> None:
    def fails() -> str:
        raise CheckFailedError("it is broken")

    checks = run_parts([("first", fails), ("second", lambda: "fine")])
    assert [(c.name, c.is_ok, c.detail) for c in checks] == [("first", False, "it is broken"), ("second", True, "fine")]
    answer = selftest.as_json(checks)
    assert answer["ok"] is False
    assert answer["checks"] == [check.as_json() for check in checks]


@pytest.mark.expects_log("self-test of first failed")
def test_what_nobody_foresaw_is_told_with_its_name() -> None:
    [check] = run_parts([("first", lambda: str(1 // 0))])
    assert not check.is_ok
    assert "ZeroDivisionError" in check.detail


def test_the_window_is_asked_for_by_the_word_the_program_knows() -> None:
    assert selftest.WINDOW_MARK == program.WINDOW_MARK


@pytest.mark.parametrize(
    ("ended", "detail"),
    [
        (Ended(-6, "", "qt.qpa.xcb: could not connect to display"), "could not connect to display"),
        (Ended(0, "no JSON", ""), "Expecting value"),
        (Ended(1, '[{"name": "window"}]', ""), "ok"),
    ],
)
def test_a_window_that_ends_without_an_answer_has_failed(
    monkeypatch: pytest.MonkeyPatch, ended: Ended, detail: str
) -> None:
    monkeypatch.setattr(selftest, "run_again", lambda _words, _timeout: ended)
    [check] = selftest._window_checks()
    assert (check.name, check.is_ok) == ("window", False)
    assert detail in check.detail


def test_what_the_window_found_is_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Check("window", is_ok=True, detail="painted", seconds=1.0), Check("fonts", False, "none", 0.5)]
    answer = json.dumps([check.as_json() for check in found])
    monkeypatch.setattr(selftest, "run_again", lambda _words, _timeout: Ended(1, answer, ""))
    assert selftest._window_checks() == found


def test_a_model_that_answers_otherwise_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "clock", lambda: samples.scene(1))
    with pytest.raises(CheckFailedError, match="a clock is tagged"):
        selftest._check_models()


@pytest.mark.expects_log("Understanding photos is off")
def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(selftest, "models_dir", lambda: tmp_path)
    [check] = run_parts([("models", selftest._check_models)])
    assert not check.is_ok
    assert "missing" in check.detail


def test_noise_that_stays_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def copies(source: Path, target: Path, *_: object) -> None:
        target.write_bytes(source.read_bytes())

    monkeypatch.setattr(selftest, "denoise_file", copies)
    with pytest.raises(CheckFailedError, match="are left"):
        selftest._check_denoiser()


def test_the_trash_of_the_user_is_not_touched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert "came back" in selftest._check_trash()
    assert os.environ["XDG_DATA_HOME"] == str(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_sample_pictures_are_always_the_same() -> None:
    assert samples.clock().shape == samples.warm_waves().shape == (384, 512, 3)
    assert samples.clock().dtype == samples.warm_waves().dtype == np.uint8
    assert np.array_equal(samples.warm_waves(), samples.warm_waves())
