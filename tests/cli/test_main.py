from __future__ import annotations

import os
import sys

import pytest

from desktop_app import __main__ as program


@pytest.mark.parametrize(
    ("words", "is_command"),
    [
        (["index", "x"], True),
        (["--home", "index", "photos"], False),
        (["--home", "x", "similar", "y"], True),
        (["photos"], False),
        ([], False),
        (["--help"], True),
        (["--verbose", "doctor"], True),
    ],
)
def test_the_first_word_that_is_no_option_says_what_is_wanted(words: list[str], is_command: bool) -> None:
    assert program._names_a_command(words) is is_command


def test_a_frozen_program_is_its_own_child(monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_app.workers import child

    ran: list[list[str]] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(child, "main", lambda arguments: ran.append(list(arguments)))
    assert program.main([child.CHILD_MARK, "decoder", "0", "3"]) == 0
    assert ran == [["decoder", "0", "3"]]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the variables of Linux")
@pytest.mark.parametrize("before", [None, "mine"])
def test_a_frozen_program_keeps_its_libraries_from_the_programs_it_starts(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "inside the program")
    monkeypatch.setenv("QT_PLUGIN_PATH", "inside the program")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    with pytest.raises(SystemExit):
        program.main(["--help"])
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert not {"QT_PLUGIN_PATH", "LD_LIBRARY_PATH_ORIG"} & set(os.environ)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    from desktop_app.command_names import COMMANDS

    with pytest.raises(SystemExit) as ended:
        program.main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)


def test_without_a_display_folders_are_indexed_and_files_asked_about(monkeypatch, tmp_path) -> None:
    from desktop_app import cli

    (tmp_path / "-a.jpg").write_bytes(b"x")
    (tmp_path / "photos").mkdir()
    ran: list[object] = []
    monkeypatch.setattr(program, "has_display", lambda: False)
    monkeypatch.setattr(cli, "index_and_tell", lambda home, folders: ran.append((home, folders)) or 0)
    monkeypatch.setattr(cli, "main", lambda words: ran.append(words) or 0)
    folder, photo, home = tmp_path / "photos", tmp_path / "-a.jpg", tmp_path / "home"
    assert program.main(["--home", str(home), str(folder), str(photo)]) == 0
    assert ran == [(home, [folder]), ["--home", str(home), "similar", "--", str(photo)]]
    ran.clear()
    assert program.main([str(photo)]) == 0
    assert ran == [["similar", "--", str(photo)]]
    ran.clear()
    assert program.main([]) == 0
    assert ran == [(None, [])]
