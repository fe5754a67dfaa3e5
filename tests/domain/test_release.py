"""Versions compare as people expect, and an answer about the newest one is read without trust."""

from __future__ import annotations

import itertools
import json

import pytest

from desktop_app.domain.release import ReleaseNumber, UpdateAnswer, UpdateOutcome, compare_with_latest

IN_ORDER = ["0.9", "v0.10.0rc1", "0.10", "0.10.0.1", "1.0.0-beta.2", "v1.0.0", "1.0.1", "10.0", "999999.0"]


def test_versions_compare_by_their_numbers_and_final_ones_come_last() -> None:
    numbers = [ReleaseNumber.parse(text) for text in IN_ORDER]
    assert numbers == sorted(numbers)
    assert all(low < high for low, high in itertools.pairwise(numbers))
    assert ReleaseNumber.parse("V1.2") == ReleaseNumber.parse("1.2.0.0")


@pytest.mark.parametrize(
    "text",
    ["", "v", "latest", "1.2.3.4.5", "1..2", "1.2.", "1234567", " 1.2", "1.2\n", "١.٢", "1.2<b>", "1.2" + "a" * 30],
)
def test_what_is_no_version_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        ReleaseNumber.parse(text)


@pytest.mark.parametrize(
    ("tag", "answer"),
    [
        ("v0.2.0", UpdateAnswer(UpdateOutcome.NEWER, "0.2.0")),
        ("0.1.1", UpdateAnswer(UpdateOutcome.NEWER, "0.1.1")),
        ("v0.1.0", UpdateAnswer(UpdateOutcome.NEWEST)),
        ("v0.1.0rc3", UpdateAnswer(UpdateOutcome.NEWEST)),
        ("0.0.9", UpdateAnswer(UpdateOutcome.NEWEST)),
    ],
)
def test_the_tag_says_whether_there_is_a_newer_version(tag: str, answer: UpdateAnswer) -> None:
    assert compare_with_latest("0.1.0", json.dumps({"tag_name": tag, "html_url": "file:///etc"}).encode()) == answer


def test_whoever_runs_a_version_on_the_way_is_told_of_the_final_one() -> None:
    assert compare_with_latest("0.2.0rc1", b'{"tag_name": "v0.2.0"}').version == "0.2.0"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>404</html>",
        b"[]",
        b'"v9.9.9"',
        b"{}",
        b'{"tag_name": null}',
        b'{"tag_name": ["v9.9"]}',
        b'{"tag_name": "nightly"}',
        b'{"tag_name": "9.9.9 <a href=x>"}',
        b'{"tag_name": "' + b"9" * 500_000 + b'"}',
        b'{"tag_name": ' + b"9" * 50_000 + b"}",
        b"[" * 900_000,
        b"\xff\xfe\x00",
        b"\x00" * 100,
    ],
)
def test_an_answer_that_makes_no_sense_is_not_understood(body: bytes) -> None:
    assert compare_with_latest("0.1.0", body) == UpdateAnswer(UpdateOutcome.NOT_UNDERSTOOD)
