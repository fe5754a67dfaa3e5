"""Strengths, sliders and reasons: pure numbers and words."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_app.domain.flagging import (
    CUTS,
    FLAGS,
    MANY,
    OFF,
    USUAL,
    FlagChoices,
    FlagSurvey,
    choices_from,
    cut_at,
    score_of,
    standing_of,
    why_of,
)
from desktop_app.domain.photo import FlagName


@pytest.mark.parametrize("name", FLAGS)
def test_a_slider_to_the_right_flags_more(name: FlagName) -> None:
    cuts = [cut_at(name, position) for position in range(MANY + 1)]
    assert cuts == sorted(cuts, reverse=True)
    assert cuts[0] == CUTS[name].few > cuts[USUAL] == CUTS[name].usual > cuts[MANY] == CUTS[name].many
    assert cut_at(name, OFF) is None


@pytest.mark.parametrize("name", FLAGS)
def test_a_stronger_sign_is_surer(name: FlagName) -> None:
    scores = [score_of(name, strength) for strength in range(0, 10_001, 50)]
    assert scores == sorted(scores)
    assert 0.0 <= scores[0] < scores[-1] <= 1.0


def test_choices_come_back_from_the_settings_as_they_were() -> None:
    choices = FlagChoices().placed(FlagName.BLURRY, 70).placed(FlagName.WEAPON, OFF).placed(FlagName.DARK, USUAL)
    assert choices.as_texts() == ("blurry=70", "weapon=off")
    assert choices_from(choices.as_texts()) == choices


def test_choices_that_make_no_sense_are_left_out() -> None:
    assert choices_from(["blurry", "blurry=", "blurry=-3", "cats=7", "dark=1e9", "noisy=²", ""]) == FlagChoices()
    assert choices_from(["blurry=999"]).position(FlagName.BLURRY) == MANY


def test_a_survey_counts_as_flags_would_be_set() -> None:
    strengths = np.sort(np.random.default_rng(1).integers(0, 10_001, 500))
    survey = FlagSurvey(FlagName.SENSITIVE, strengths, confirmed=3)
    for position in (0, 33, USUAL, 81, MANY):
        cut = cut_at(FlagName.SENSITIVE, position)
        assert cut is not None
        assert survey.count(position) == int((strengths >= cut).sum()) + 3
        assert survey.to_review(position) == survey.count(position) - 3
    assert survey.count(OFF) == 3


def test_lesson_d12_a_reason_says_where_a_photo_stands_in_its_own_library() -> None:
    others = np.arange(0, 10_000, 100)
    standing = standing_of(9_000, others)
    assert standing == pytest.approx(0.9)
    assert why_of(FlagName.BLURRY, 9_000, standing=standing).endswith("softer than 90% of your photos.")
    assert standing_of(9_000, others[:5]) is None, "five photos say nothing about a sixth"
    assert "100%" not in why_of(FlagName.DARK, 10_000, standing=1.0).split(":")[-1]
    assert "ISO 6400" in why_of(FlagName.NOISY, 1_500, iso=6400)


@pytest.mark.parametrize("name", FLAGS)
def test_every_flag_has_a_reason_in_a_sentence(name: FlagName) -> None:
    why = why_of(name, 9_000)
    assert why[0].isupper()
    assert why.endswith(".")
