"""Strengths of flags: kept for every photo, re-read under other choices, and never stronger than the user's word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.domain.flagging import FLAGS, OFF, Assessment
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Flag, FlagName, Status
from desktop_app.store.rows import UnderstoodRow
from desktop_app.store.store import Store

BLURRY, DARK, SENSITIVE = FlagName.BLURRY, FlagName.DARK, FlagName.SENSITIVE


def strengths(**known: int) -> Assessment:
    return Assessment(tuple(known.get(name, 0) for name in FLAGS))


def assess(fill, ids: list[PhotoId], assessment: Assessment) -> None:
    fill.store.save_understood([UnderstoodRow(i, fill.model, fill.vector(i), (), assessment) for i in ids])


def names(store: Store, photo: PhotoId) -> set[FlagName]:
    return {flag.name for flag in store.flags.for_photo(photo) if not flag.is_dismissed}


def move(store: Store, name: FlagName, position: int) -> list[PhotoId]:
    return store.assessments.choose(store.assessments.choices.placed(name, position))


def test_flags_follow_from_strengths_when_a_photo_is_understood(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    assess(fill, [photo], strengths(blurry=7_000, sensitive=7_000))
    assert names(store, photo) == {BLURRY, SENSITIVE}
    assert store.photos.get(photo).status & Status.SENSITIVE
    assert store.assessments.of([photo]) == {photo: strengths(blurry=7_000, sensitive=7_000)}


def test_moving_a_slider_flags_the_library_anew_and_says_which_photos(store: Store, fill) -> None:
    soft, softer, sharp = fill.photos(3)
    for photo, strength in ((soft, 4_000), (softer, 7_000), (sharp, 1_000)):
        assess(fill, [photo], strengths(blurry=strength))
    assert [bool(names(store, p)) for p in (soft, softer, sharp)] == [False, True, False]
    assert move(store, BLURRY, 100) == [soft]
    assert [bool(names(store, p)) for p in (soft, softer, sharp)] == [True, True, False]
    assert move(store, BLURRY, 0) == [soft, softer]
    assert move(store, BLURRY, 0) == []


def test_lesson_d4_a_sensitive_photo_is_veiled_in_the_transaction_that_flags_it(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    assess(fill, [photo], strengths(sensitive=3_000))
    assert not store.photos.get(photo).status & Status.SENSITIVE
    move(store, SENSITIVE, 100)
    assert store.photos.get(photo).status & Status.SENSITIVE
    move(store, SENSITIVE, OFF)
    assert not store.photos.get(photo).status & Status.SENSITIVE


def test_a_photo_understood_later_is_flagged_under_the_present_choices(store: Store, fill) -> None:
    first, second = fill.photos(2)
    move(store, DARK, OFF)
    move(store, BLURRY, 100)
    assess(fill, [first, second], strengths(dark=9_900, blurry=3_500))
    assert names(store, first) == {BLURRY}


def test_an_assessment_of_an_equal_photo_is_taken_over(store: Store, fill) -> None:
    first, second = fill.photos(2)
    assess(fill, [first], strengths(dark=9_000))
    fill.decode([second], content_hash=b"hash-%d" % first)
    assert store.understanding.copy_from_equals([second], fill.model) == {second}
    assert store.assessments.of([second]) == {second: strengths(dark=9_000)}
    assert names(store, second) == {DARK}


def test_a_photo_the_model_fails_on_keeps_what_models_said_of_its_strength(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    assess(fill, [photo], strengths(sensitive=7_000, dark=9_000))
    unknown = replace(strengths(blurry=8_000), strengths=tuple(-1 if n == SENSITIVE else 0 for n in FLAGS))
    store.understanding.fail(photo, fill.model, fill.dimension, "the model could not", 5, unknown)
    assert store.assessments.of([photo])[photo].of(SENSITIVE) == 7_000
    assert names(store, photo) == {SENSITIVE}


def test_lesson_d1_what_the_user_said_is_stronger_than_any_slider(store: Store, fill) -> None:
    wrong, right, own = fill.photos(3)
    assess(fill, [wrong, right], strengths(blurry=7_000))
    assess(fill, [own], strengths(blurry=100))
    store.edits.dismiss_flag([wrong], BLURRY)
    store.edits.confirm_flag([right, own], BLURRY)
    for position in (100, 0, OFF, 50):
        move(store, BLURRY, position)
        assert [names(store, p) for p in (wrong, right, own)] == [set(), {BLURRY}, {BLURRY}], position
    assess(fill, [wrong, right, own], strengths(blurry=9_000))
    assert [names(store, p) for p in (wrong, right, own)] == [set(), {BLURRY}, {BLURRY}]


def test_confirming_and_dismissing_take_each_other_s_place_and_are_undone(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    store.edits.confirm_flag([photo], SENSITIVE)
    assert store.photos.get(photo).status & Status.SENSITIVE
    (flag,) = store.flags.for_photo(photo)
    assert (flag.is_confirmed, flag.why) == (True, "You marked it so.")
    store.edits.dismiss_flag([photo], SENSITIVE)
    assert not store.photos.get(photo).status & Status.SENSITIVE
    assert store.edits.undo()
    assert store.photos.get(photo).status & Status.SENSITIVE
    assert store.edits.undo()
    assert store.flags.for_photo(photo) == []
    assert store.edits.redo()
    assert names(store, photo) == {SENSITIVE}


def test_a_survey_counts_what_each_place_of_a_slider_gives(store: Store, fill) -> None:
    ids = fill.photos(12)
    for number, photo in enumerate(ids[:10]):
        assess(fill, [photo], strengths(blurry=number * 1_000))
    store.edits.dismiss_flag([ids[9]], BLURRY)
    store.edits.confirm_flag([ids[0]], BLURRY)
    store.edits.set_hidden([ids[8]], is_hidden=True)
    survey = store.assessments.survey(BLURRY)
    assert survey.strengths.tolist() == [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000]
    assert survey.confirmed == 1
    for position in (0, 50, 80, 100, OFF):
        move(store, BLURRY, position)
        assert survey.count(position) == dict(store.photos.counts().flags).get(BLURRY, 0), position


def test_a_survey_says_how_many_photos_nobody_looked_at(store: Store, fill) -> None:
    seen, *others = fill.new([f"{n}.jpg" for n in range(4)])
    assert store.assessments.survey(BLURRY).unknown == 4
    fill.decode([seen, *others])
    assess(fill, [seen], strengths())
    unjudged = UnderstoodRow(others[0], fill.model, fill.vector(1), is_judged=False)
    store.save_understood([unjudged])
    assert store.assessments.survey(BLURRY).unknown == 2
    assert store.assessments.survey(SENSITIVE).unknown == 3


def test_photos_from_before_get_the_strengths_that_can_be_told_from_their_measures(store: Store, fill) -> None:
    ids = fill.new([f"{n}.jpg" for n in range(5)])
    fill.decode(ids, measures=replace(fill.measures, sharpness=0.1))
    fill.understand(ids, flags=(Flag(SENSITIVE, 0.75, "from before"),))
    assert [store.assessments.catch_up(3) for _ in range(3)] == [3, 2, 0]
    found = store.assessments.of(ids)
    assert {a.of(BLURRY) for a in found.values()} == {9_000}
    assert {a.of(SENSITIVE) for a in found.values()} == {7_500}
    assert {a.of(FlagName.WEAPON) for a in found.values()} == {-1}
    assert not store.assessments.is_made_with(store.assessments.choices)
    assert store.assessments.choose(store.assessments.choices) == ids
    assert names(store, ids[0]) == {SENSITIVE, BLURRY}
    assert store.assessments.is_made_with(store.assessments.choices)


def test_an_unknown_strength_changes_no_flag_until_it_is_turned_off(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    assess(fill, [photo], Assessment())
    fill.understand([photo], flags=(Flag(SENSITIVE, 0.9, "said before"),))
    move(store, SENSITIVE, 0)
    assert names(store, photo) == {SENSITIVE}
    move(store, SENSITIVE, OFF)
    assert names(store, photo) == set()


def test_lesson_d12_the_reason_compares_within_the_library(store: Store, fill) -> None:
    ids = fill.photos(40)
    for number, photo in enumerate(ids):
        assess(fill, [photo], strengths(blurry=number * 250))
    (flag,) = store.flags.for_photo(ids[-1])
    assert flag.why.endswith("softer than 97% of your photos.")
    assert store.flags.to_review(BLURRY) == ids[:23:-1]


@pytest.mark.parametrize("act", ["confirm_flag", "dismiss_flag"])
def test_what_the_user_says_of_a_flag_is_under_a_checksum(act: str, store: Store, fill) -> None:
    from desktop_app.store.photo_rows import broken_user_rows

    (photo,) = fill.photos(1)
    getattr(store.edits, act)([photo], BLURRY)
    assert broken_user_rows(store.db) == 0
    with store.db.atomic():
        table = "flag_confirmation" if act == "confirm_flag" else "flag_dismissal"
        store.db.execute(f"UPDATE {table} SET name = 'dark'")
    assert broken_user_rows(store.db) == 1
