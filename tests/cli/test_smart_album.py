"""The command for smart albums."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Reverie, copy_home, picture, run_program


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty photos, of which the first nine are one scene framed differently, beside a library of them."""
    place = tmp_path_factory.mktemp("scenes") / "photos"
    place.mkdir()
    for number in range(30):
        image = picture(3 if number < 9 else 100 + number)
        image.crop((number * 4, 0, 560 + number * 2, 480)).save(place / f"{number:02d}.jpg", quality=90)
    answer = run_program(place.parent / "home", "index", place)
    assert answer.status == 0, answer.err
    return place


@pytest.fixture
def taught(scenes: Path, home: Path, tmp_path: Path) -> Path:
    """A copy of those photos and of their library."""
    place = shutil.copytree(scenes, tmp_path / "photos")
    copy_home(scenes.parent / "home", home, place)
    return place


def names(found: list[dict[str, object]]) -> set[str]:
    return {Path(str(one["path"])).name for one in found}


def test_an_album_is_taught_shown_listed_and_taken_back(reverie: Reverie, taught: Path) -> None:
    like = [taught / f"{number:02d}.jpg" for number in range(5)]
    answer = reverie("smart-album", "Scene", "--like", *like, "--unlike", taught / "20.jpg", "--json")
    assert answer.status == 0, answer.err
    assert set(answer.json) == {"matches", "precision", "recall", "uncertain"}
    assert names(answer.json["matches"]) >= {"05.jpg", "06.jpg", "07.jpg", "08.jpg"}
    assert not names(answer.json["matches"]) & {"00.jpg", "20.jpg"}
    assert all(0 < match["probability"] <= 1 for match in answer.json["matches"])
    assert 0 <= answer.json["precision"] <= 1
    assert 0 <= answer.json["recall"] <= 1
    assert all(Path(path).is_absolute() for path in answer.json["uncertain"])
    assert reverie("smart-album", "scene", "--json").json == answer.json

    words = reverie("smart-album", "Scene").out
    assert "taught 5 examples, and 1 that do not belong" in words
    assert "expected to be right" in words
    more = reverie("smart-album", "Scene", "--like", taught / "05.jpg", "--unlike", taught / "06.jpg", "--json").json
    assert not names(more["matches"]) & {"05.jpg", "06.jpg"}
    listed = reverie("smart-album", "--json").json
    assert [(one["name"], one["kind"]) for one in listed] == [("Scene", "example")]
    assert reverie("undo").status == 0
    assert reverie("smart-album", "Scene", "--json").json == answer.json
    assert reverie("undo").status == 0
    assert "no smart album yet" in reverie("smart-album").out


def test_few_examples_are_said_to_be_few(reverie: Reverie, taught: Path) -> None:
    answer = reverie("smart-album", "Scene", "--like", taught / "00.jpg", taught / "01.jpg", "--json").json
    assert (answer["precision"], answer["recall"]) == (None, None)
    assert "Too few examples" in reverie("smart-album", "Scene").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (lambda place: ["Scene"], "There is no smart album"),
        (lambda place: ["", "--like", place / "00.jpg"], "needs a name"),
        (lambda place: ["Scene", "--like", place.parent / "away.jpg"], "There is no file"),
        (lambda place: ["Scene", "--unlike", Path(__file__)], "is not in the library"),
        (lambda place: ["Scene", "--like", place / "00.jpg", "--unlike", place / "00.jpg"], "cannot be both"),
    ],
)
def test_what_cannot_be_is_said_plainly(
    reverie: Reverie, taught: Path, words: Callable[[Path], list[str | Path]], sentence: str
) -> None:
    answer = reverie("smart-album", *words(taught))
    assert answer.status == 1
    assert sentence in answer.err
    assert "no smart album yet" in reverie("smart-album").out
