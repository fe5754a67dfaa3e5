"""Names of interests: a word that holds for most of the photos, a broader one, or none; never a wrong one."""

from __future__ import annotations

import pytest

from desktop_app.domain.photo import Tag, TagSource
from desktop_app.recommend.names import Wording, name_of, wording_of, words_of

BROADER = {"elephant": ("animal",), "pig": ("animal",), "cow": ("animal",), "dog": ("animal",), "boat": ("vehicle",)}
KINDS = ("sky", "tree", "house", "dog", "boat", "cake", "drink", "cup", "tulip", "train")


def told(*words: str, sure: float = 0.9) -> tuple[Tag, ...]:
    return tuple(Tag(word, TagSource.AI, sure) for word in words)


def anywhere() -> Wording:
    return wording_of([told(KINDS[n % len(KINDS)]) for n in range(100)], BROADER)


def words(*photos: tuple[Tag, ...]) -> tuple[str, ...]:
    return words_of(wording_of(photos, BROADER), anywhere(), BROADER)


def test_a_word_that_holds_for_most_names_them() -> None:
    assert words(*[told("dog")] * 7, told("tree"), (), ()) == ("dog", "animal")


def test_elephants_and_rhinos_are_not_called_pigs_nor_elephants() -> None:
    """What a model that knows no rhino says of them; "pig" is on four of ten, "elephant" on five."""
    rhinos = [told("pig", sure=0.7)] * 4 + [told("cow", sure=0.7)]
    assert words(*[told("elephant", sure=0.9)] * 5, *rhinos) == ("animal",)


def test_photos_that_share_no_word_have_none() -> None:
    assert words(*[told("dog")] * 5, *[told("boat")] * 5) == ()
    assert words((), (), ()) == ()
    assert words() == ()


def test_a_word_said_of_a_few_names_nothing_however_rare_it_is() -> None:
    assert words(*[told("gyromitra")] * 3, *[()] * 7) == ()


def test_a_guess_counts_for_less_than_what_is_sure() -> None:
    assert words(*[told("gramophone", sure=0.62)] * 6, *[()] * 4) == ()
    assert words(*[told("gramophone", sure=0.98)] * 6, *[()] * 4) == ("gramophone",)


def test_what_is_everywhere_sets_nothing_apart() -> None:
    library = wording_of([told("photo")] * 50, BROADER)
    assert words_of(wording_of([told("photo")] * 9, BROADER), library, BROADER) == ()


def test_of_words_that_hold_alike_the_rarer_comes_first() -> None:
    library = wording_of([told("drink")] * 12 + [told("cup")] * 6 + [()] * 60, BROADER)
    cups = wording_of([told("drink", "cup")] * 19 + [told("drink")], BROADER)
    assert words_of(cups, library, BROADER) == ("cup", "drink")


def test_the_words_a_user_gave_name_an_interest_too() -> None:
    grandmother = (Tag("Oma", TagSource.USER), *told("sky", sure=0.7))
    assert words(*[grandmother] * 5)[0] == "Oma"


def test_a_broader_word_counts_once_a_photo() -> None:
    wording = wording_of([told("dog", "pig"), ()], BROADER)
    assert wording.shares["animal"] == pytest.approx(0.45)
    assert wording.said == pytest.approx(0.45)


def test_a_name_is_borne_once() -> None:
    assert name_of(("dog", "animal"), []) == "dog"
    assert name_of(("dog", "animal"), ["dog"]) == "animal"
    assert name_of(("dog", "animal"), ["dog", "animal"]) == ""
