"""The tests write to memory only where there is enough of it, and leave nothing there."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PROJECT / "packaging"))
    return importlib.import_module("scratch")


def facts(folder: Path, available_kb: int) -> Path:
    file = folder / "meminfo"
    file.write_text(f"MemTotal:  99 kB\nMemAvailable:   {available_kb} kB\n")
    return file


@pytest.mark.parametrize(("available_kb", "expected"), [(9 << 20, True), (7 << 20, False)])
def test_memory_is_taken_where_there_is_enough(
    scratch: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, available_kb: int, expected: bool
) -> None:
    monkeypatch.setattr(scratch, "FREE_BYTES", 0)
    assert scratch.is_enough(tmp_path, facts(tmp_path, available_kb)) is expected


def test_a_full_or_missing_folder_is_not_taken(
    scratch: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scratch, "FREE_BYTES", 1 << 62)
    assert not scratch.is_enough(tmp_path, facts(tmp_path, 9 << 20))
    monkeypatch.setattr(scratch, "FREE_BYTES", 0)
    assert not scratch.is_enough(tmp_path / "nowhere", facts(tmp_path, 9 << 20))
    assert not scratch.is_enough(tmp_path, tmp_path / "no facts")


def test_what_was_written_there_is_gone_afterwards(
    scratch: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "is_enough", lambda: True)
    with scratch.scratch() as (word,):
        place = Path(word.removeprefix("--basetemp="))
        place.mkdir()
        (place / "file").write_bytes(b"x")
        assert place.is_relative_to(tmp_path)
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(scratch, "is_enough", lambda: False)
    with scratch.scratch() as words:
        assert words == []
