"""Class scores are summed to words, calibrated, and kept where they are sure enough."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from desktop_app.errors import ModelError
from desktop_app.ml.words import Line, Vocabulary, softmax

SMALL: dict = {
    "schema": 1,
    "calibration": {
        "temperature": 1.0,
        "most": 3,
        "lines": {level: [1.0, 0.0] for level in ("everyday", "broad", "single")},
        "thresholds": {"everyday": 0.5, "broad": 0.5, "single": 0.6},
    },
    "classes": ["Dalmatian", "beagle", "", "hammer"],
    "groups": [
        {"word": "dog", "level": "everyday", "classes": [0, 1]},
        {"word": "animal", "level": "broad", "classes": [0, 1, 2]},
        {"word": "tool", "level": "broad", "classes": [3]},
    ],
    "concepts": {"weapon": [3]},
}


def small(**changes: object) -> Vocabulary:
    return Vocabulary.from_bytes(json.dumps({**SMALL, **changes}).encode())


def scores(*probabilities: float) -> np.ndarray:
    return np.log(np.array(probabilities, np.float32))


def test_half_sure_of_two_breeds_is_sure_of_a_dog() -> None:
    tags, _ = small().read(scores(0.48, 0.47, 0.03, 0.02))
    assert tags == (("dog", 0.95),)


def test_a_breed_is_said_beside_the_dog_when_sure() -> None:
    tags, _ = small().read(scores(0.9, 0.04, 0.03, 0.03))
    assert [word for word, _ in tags] == ["dog", "Dalmatian"]


def test_a_broad_word_is_said_only_when_nothing_narrower_is() -> None:
    tags, _ = small().read(scores(0.2, 0.2, 0.5, 0.1))
    assert [word for word, _ in tags] == ["animal"]


def test_an_unsure_picture_gets_no_words() -> None:
    strict = {**SMALL["calibration"], "thresholds": {"everyday": 0.6, "broad": 0.6, "single": 0.6}}
    assert small(calibration=strict).read(scores(0.25, 0.2, 0.05, 0.5))[0] == ()


def test_a_class_without_a_name_is_never_said() -> None:
    assert "" not in small().words


def test_concepts_are_plain_probabilities() -> None:
    assert small().read(scores(0.1, 0.1, 0.1, 0.7))[1] == (("weapon", pytest.approx(0.7, abs=1e-4)),)


def test_no_more_words_than_the_most() -> None:
    words = [{"word": f"w{i}", "level": "everyday", "classes": [0]} for i in range(9)]
    assert len(small(groups=words).read(scores(0.97, 0.01, 0.01, 0.01))[0]) == 3


def test_the_words_below_a_word_are_known_for_searching() -> None:
    assert set(small().narrower("animal")) == {"dog", "Dalmatian", "beagle"}
    assert small().narrower("spaceship") == ()


def test_the_line_keeps_order_and_stays_inside() -> None:
    line = Line(0.6, -0.7)
    values = [line.confidence(p) for p in (0.0, 1e-9, 0.1, 0.5, 0.9, 1.0)]
    assert values == sorted(values)
    assert values[0] > 0
    assert values[-1] < 1


def test_softmax_takes_large_scores() -> None:
    assert softmax(np.array([1000.0, 1000.0, -1000.0], np.float32)).tolist() == [0.5, 0.5, 0.0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"schema": 1}',
        json.dumps({**SMALL, "groups": [{"word": "x", "level": "broad", "classes": [9]}]}).encode(),
    ],
)
def test_damaged_words_are_a_model_error(content: bytes) -> None:
    with pytest.raises(ModelError):
        Vocabulary.from_bytes(content)


def test_words_of_another_version_are_refused() -> None:
    with pytest.raises(ModelError, match="version"):
        small(schema=2)


def test_the_shipped_words_are_plain(models: Path) -> None:
    vocabulary = Vocabulary.from_bytes((models / "words.json").read_bytes())
    assert len(set(vocabulary.words)) == len(vocabulary.words) > 700
    for word in vocabulary.words:
        assert word == word.strip()
        assert not set(word) & set("(/,;_|")
        assert len(word) <= 30
    assert {"dog", "bird", "car", "boat", "flower", "animal", "Dalmatian"} <= set(vocabulary.words)
    assert "dog" in vocabulary.narrower("animal")
    assert "Dalmatian" in vocabulary.narrower("dog")


def test_the_shipped_words_know_what_is_broader(models: Path) -> None:
    broader = Vocabulary.from_bytes((models / "words.json").read_bytes()).broader()
    assert [broader[word] for word in ("elephant", "pig", "airplane", "Dalmatian")] == [
        ("animal",), ("animal",), ("vehicle",), ("animal",),
    ]  # fmt: skip
    assert "animal" in broader["horse"]  # WordNet's horse is a cart, too
    assert not {"container", "tool"} & {wide for words in broader.values() for wide in words}
    assert "animal" not in broader
