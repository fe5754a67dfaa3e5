"""What becomes of the photos of a set: decided without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.duplicate import SURE_LIKENESS, DuplicateSet, Tier
from desktop_app.domain.ids import PhotoId
from desktop_app.gui.duplicates_choice import Choice, proposal, proposals


def a_set(*ids: int, tier: Tier = Tier.IDENTICAL, keep: int | None = None, protected: tuple[int, ...] = ()):
    photos = tuple(PhotoId(one) for one in ids)
    kept = PhotoId(keep) if keep is not None else photos[0]
    return DuplicateSet(f"set-{ids[0]}", tier, photos, kept, protected=frozenset(PhotoId(one) for one in protected))


def test_copies_go_unless_they_are_protected():
    assert Choice(a_set(1, 2, 3)).goers == (2, 3)
    assert Choice(a_set(1, 2, 3, protected=(3,))).goers == (2,)
    assert Choice(a_set(1, 2, 3, tier=Tier.SAME_PICTURE, keep=2)).goers == (1, 3)


def test_where_something_differs_nothing_goes_unasked_nor_with_all_sets():
    unsure = replace(a_set(1, 2, 3, tier=Tier.SAME_PICTURE), likeness=SURE_LIKENESS - 0.01)
    choice = Choice(unsure)
    assert choice.goers == ()
    choice.promote(PhotoId(2))
    assert (choice.keep, choice.goers) == (2, ())
    choice.turn(PhotoId(3))
    assert choice.goers == (3,)
    sure = replace(a_set(4, 5, tier=Tier.SAME_PICTURE), likeness=SURE_LIKENESS)
    assert proposals([unsure, sure], Tier.SAME_PICTURE) == ((4, (5,)),)


def test_b7_in_a_burst_nothing_goes_unasked():
    choice = Choice(a_set(1, 2, 3, tier=Tier.BURST))
    assert choice.goers == ()
    choice.keep_only(PhotoId(2))
    assert (choice.keep, choice.goers) == (2, (1, 3))


def test_another_keeper_sends_the_one_before():
    choice = Choice(a_set(1, 2, 3))
    choice.promote(PhotoId(3))
    assert (choice.keep, choice.goers, choice.is_as_proposed) == (3, (1, 2), False)


def test_turning_the_keeper_hands_over_to_one_that_stays():
    choice = Choice(a_set(1, 2, 3))
    choice.turn(PhotoId(2))  # 2 stays too
    choice.turn(PhotoId(1))  # now the keeper goes
    assert (choice.keep, choice.goers) == (2, (1, 3))


@given(
    st.sampled_from(list(Tier)),
    st.sets(st.integers(1, 6), max_size=6),
    st.lists(st.tuples(st.sampled_from(["turn", "promote", "only"]), st.integers(1, 7)), max_size=20),
)
def test_b15_never_the_last_copy_and_never_a_protected_one(tier, protected, acts):
    found = a_set(1, 2, 3, 4, 5, 6, tier=tier, protected=tuple(protected))
    choice = Choice(found)
    for act, photo in acts:
        {"turn": choice.turn, "promote": choice.promote, "only": choice.keep_only}[act](PhotoId(photo))
        assert len(choice.going) < len(found.photo_ids)
        assert not choice.going & found.protected
        assert choice.keep not in choice.going
        assert choice.keep in found.photo_ids
        assert set(choice.goers) <= set(choice.others)


@pytest.mark.parametrize("protected", [(), (2,), (2, 3)])
def test_proposals_leave_out_sets_with_nobody_to_go(protected):
    found = a_set(1, 2, 3, protected=protected)
    goers = tuple(one for one in (2, 3) if one not in protected)
    assert proposal(found) == ((1, goers) if goers else None)
    other = a_set(7, 8, tier=Tier.BURST)
    assert proposals([found, other], Tier.IDENTICAL) == (((1, goers),) if goers else ())
