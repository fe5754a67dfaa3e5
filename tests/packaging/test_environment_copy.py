"""What is frozen comes from the developers' environment where that is whole, and holds nothing more than its lock."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PROJECT / "packaging"))
    return importlib.import_module("dev")


@pytest.fixture
def environment_copy(dev: ModuleType) -> ModuleType:
    return importlib.import_module("environment_copy")


def test_what_only_developers_need_is_known_from_the_locks(dev: ModuleType, environment_copy: ModuleType) -> None:
    unwanted = environment_copy.only_in(dev.DEV_LOCK, dev.PACKAGE_LOCK)
    assert {"pytest", "mypy", "ruff", "hypothesis", "pillow-heif"} <= set(unwanted)
    assert not {"numpy", "pillow", "pyside6-essentials"} & set(unwanted)
    assert "pyinstaller" in environment_copy.only_in(dev.PACKAGE_LOCK, dev.DEV_LOCK)


def test_files_have_two_names_where_they_can_and_ours_are_left_out(
    environment_copy: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    (source / "lib").mkdir(parents=True)
    (source / "lib" / "library.py").write_text("x = 1\n")
    (source / "lib" / "ours.pth").write_text("import x\n")
    (source / "python").symlink_to("/usr/bin/python3")
    linked, copied = tmp_path / "linked", tmp_path / "copied"
    (linked / "of before").mkdir(parents=True)
    environment_copy.copy_environment(source, linked, ["ours.pth"])
    assert sorted(path.name for path in linked.rglob("*")) == ["lib", "library.py", "python"]
    assert (linked / "lib" / "library.py").samefile(source / "lib" / "library.py")
    assert (linked / "python").readlink() == Path("/usr/bin/python3")

    def refuse(_source: str, _target: str) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    environment_copy.copy_environment(source, copied, ["ours.pth"])
    assert (copied / "lib" / "library.py").read_text() == "x = 1\n"
    assert not (copied / "lib" / "library.py").samefile(source / "lib" / "library.py")


@pytest.mark.skipif(os.name == "nt", reason="packages for Linux are made on Linux")
@pytest.mark.parametrize(
    ("is_whole", "is_removed", "expected"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_a_copy_is_made_of_a_whole_environment_and_given_up_when_it_holds_too_much(
    dev: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_whole: bool,
    is_removed: bool,
    expected: bool,
) -> None:
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "VENV", tmp_path / "developers")
    monkeypatch.setattr(dev, "PACKAGE_VENV", tmp_path / "build" / "venv")
    (tmp_path / "developers" / "lib").mkdir(parents=True)
    monkeypatch.setattr(dev, "is_installed", lambda *_words: is_whole)
    monkeypatch.setattr(dev, "remove", lambda *_words: is_removed)
    monkeypatch.setattr(dev, "make_venv", lambda: "3.11")
    monkeypatch.setattr(dev, "install_lock", lambda *_words: None)
    seen: list[list[str]] = []
    monkeypatch.setattr(dev, "call", lambda words: seen.append(words) or 0)
    assert dev.main(["package", "--quick"]) == 0
    assert seen == [[str(PROJECT / "packaging" / "linux" / "build.py"), "--quick"]]
    assert (tmp_path / "build" / "venv" / "lib").exists() == expected
