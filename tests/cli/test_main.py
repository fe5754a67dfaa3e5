from __future__ import annotations

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


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    from desktop_app.command_names import COMMANDS

    with pytest.raises(SystemExit) as ended:
        program.main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)
