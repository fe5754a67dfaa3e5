"""What `.ci/run` does: the tests, then the packages where they can be made, within its time and with an honest end."""

from __future__ import annotations

import functools
import importlib
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """dev.py, whose tests pass without being run, in a project of its own."""
    monkeypatch.syspath_prepend(str(PROJECT / "packaging"))
    module = importlib.import_module("dev")
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    monkeypatch.setattr(module, "test", lambda _options: 0)
    return module


@pytest.fixture
def ci_packages(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The part about packages, on root's Debian."""
    module: ModuleType = dev.ci_packages
    monkeypatch.setattr(module, "is_root", lambda: True)
    monkeypatch.setattr(module, "is_debian", lambda: True)
    return module


def test_the_script_that_everybody_runs_asks_for_it() -> None:
    assert 'exec "$python" packaging/dev.py ci </dev/null' in (PROJECT / ".ci" / "run").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="packages are made on Linux")
@pytest.mark.parametrize(("tests", "packages", "code"), [(0, 0, 0), (1, 0, 1), (0, 4, 4), (1, 4, 1)])
def test_whatever_fails_fails_all_of_it(
    dev: ModuleType,
    ci_packages: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tests: int,
    packages: int,
    code: int,
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(dev, "test", lambda _options: tests)
    monkeypatch.setattr(ci_packages, "try_packages", lambda command, _began: seen.append(command) or packages)
    assert dev.main(["ci"]) == code
    assert seen == [[sys.executable, dev.__file__, "package", "--quick"]]
    said = capfd.readouterr().out
    assert f"checks and tests: {'FAILED' if tests else 'passed'}" in said
    assert ("packages: FAILED (4)" if packages else "packages: made, installed and tried") in said


@pytest.mark.skipif(sys.platform != "linux", reason="packages are made on Linux")
@pytest.mark.parametrize("lack", ["is_root", "is_debian"])
def test_elsewhere_one_line_says_why_there_are_no_packages(
    dev: ModuleType,
    ci_packages: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    lack: str,
) -> None:
    monkeypatch.setattr(ci_packages, lack, lambda: False)
    assert dev.main(["ci"]) == 0
    said = capfd.readouterr().out
    assert "Not made here: that takes root on Debian." in said
    assert "packages: left out" in said


@pytest.mark.skipif(sys.platform != "linux", reason="packages are made on Linux")
def test_a_machine_without_the_tools_and_no_way_to_get_them_leaves_packages_out(
    dev: ModuleType, ci_packages: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ci_packages, "try_packages", lambda *_words: ci_packages.NO_TOOLS)
    assert dev.main(["ci"]) == 0
    assert "Not made here: this machine lacks tools, as told above." in capfd.readouterr().out


def test_packages_are_not_begun_when_there_is_no_time_for_them(ci_packages: ModuleType) -> None:
    if sys.platform != "linux":
        pytest.skip("packages are made on Linux")
    assert ci_packages.why_not(time.monotonic() - 9 * 60) == ""
    slow = ci_packages.why_not(time.monotonic() - 9.5 * 60)  # a machine where the tests took so long
    assert slow == "4.5 of 14 minutes for everything are left, and they may take 4.8"
    assert ci_packages.why_not(time.monotonic() - 20 * 60).startswith("0.0 of 14 minutes")


def test_packages_that_take_too_long_are_ended_with_all_that_they_started(
    ci_packages: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    hang = [sys.executable, "-c", "import signal; signal.pause()"]
    command = [sys.executable, "-c", f"import subprocess; subprocess.run({hang!r}, pass_fds=[{writing}])"]
    start = functools.partial(subprocess.Popen, pass_fds=[writing])
    monkeypatch.setattr(ci_packages.subprocess, "Popen", start)
    assert ci_packages.try_packages(command, time.monotonic() - ci_packages.CI_S + 0.5) == 124
    os.close(writing)
    assert os.read(reading, 1) == b""  # nobody holds the other end any more
    os.close(reading)
    assert "The packages were not ready after" in capfd.readouterr().out


def test_the_code_of_packages_that_fail_is_handed_on(ci_packages: ModuleType) -> None:
    assert ci_packages.try_packages([sys.executable, "-c", "raise SystemExit(7)"], time.monotonic()) == 7


@pytest.mark.parametrize(
    ("body", "exits", "said"),
    [
        (
            "import pytest\ndef test_a(): pass\ndef test_b(): pass\ndef test_c(): assert False\n"
            "@pytest.mark.skip\ndef test_d(): pass",
            1,
            "1 failed, 2 passed, 1 skipped in ",
        ),
        ("def test_a(): pass", 0, "1 passed in "),
        ("import nothing_of_that_name", 2, "1 errors in "),
    ],
    ids=["mixed", "passing", "broken"],
)
def test_the_summary_is_pytests_own(ci_packages: ModuleType, tmp_path: Path, body: str, exits: int, said: str) -> None:
    (tmp_path / "test_it.py").write_text(body)
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:cacheprovider"]
    command += ["--junitxml", str(tmp_path / "results.xml"), str(tmp_path / "test_it.py")]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == exits
    assert ci_packages.summary(tmp_path / "results.xml").startswith(said)


def test_without_results_the_summary_says_so(ci_packages: ModuleType, tmp_path: Path) -> None:
    assert ci_packages.summary(tmp_path / "results.xml") == "pytest left no results"
