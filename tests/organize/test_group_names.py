from __future__ import annotations

import numpy as np

from desktop_app.domain.ids import GroupId
from desktop_app.organize.group_identity import carried_over
from desktop_app.organize.group_names import Naming, names_of


def ids(*numbers: range) -> np.ndarray:
    return np.concatenate([np.arange(one.start, one.stop) for one in numbers])


def naming(*words: str, weight: float = 1.0, before: str = "", example: str = "IMG_1") -> Naming:
    return Naming(tuple(words), weight, before, example)


def test_each_group_has_a_name_of_its_own() -> None:
    groups = [
        naming("dog", "grass", weight=1),
        naming("dog", "snow", weight=2),
        naming("dog", weight=0.5),
        naming(),
        naming(),
    ]
    assert names_of(groups, []) == ["Dog, grass", "Dog", "Dog 2", "Photos like IMG_1", "Photos like IMG_1 2"]


def test_a_name_of_the_users_is_never_given_to_another_group() -> None:
    assert names_of([naming("dog", "snow"), naming("cat")], ["dog", "CAT"]) == ["Dog, snow", "Cat 2"]


def test_a_name_stays_while_its_word_holds_and_goes_when_it_does_not() -> None:
    heavy = naming("dog", weight=9)
    assert names_of([heavy, naming("dog", "snow", before="Dog")], []) == ["Dog 2", "Dog"]
    assert names_of([heavy, naming("cat", before="Dog")], []) == ["Dog", "Cat"]
    assert names_of([naming("dog", before="Dog 3")], []) == ["Dog 3"]
    assert names_of([naming(before="Photos like IMG_9")], []) == ["Photos like IMG_9"]
    assert names_of([naming("dog", before="Photos like IMG_9")], []) == ["Dog"]


def test_a_group_keeps_its_number_while_most_of_it_stays() -> None:
    before = {GroupId(4): ids(range(100)), GroupId(7): ids(range(100, 150))}
    after = {0: ids(range(100, 140)), 1: ids(range(90), range(140, 150)), 2: ids(range(900, 950))}
    assert carried_over(before, set(), after) == {0: GroupId(7), 1: GroupId(4)}


def test_photos_that_came_or_went_do_not_cost_a_group_its_name() -> None:
    before = {GroupId(4): ids(range(100))}
    after = {0: ids(range(50, 100), range(1000, 3000)), 1: ids(range(5000, 5100))}
    assert carried_over(before, {GroupId(4)}, after) == {0: GroupId(4)}


def test_a_users_name_does_not_spread_over_what_it_does_not_say() -> None:
    """Lesson D7 and D1: a name outlives a new search, but never on photos most of which it does not fit."""
    cats = {GroupId(4): ids(range(20)), GroupId(5): ids(range(20, 100))}
    animals = {0: ids(range(100))}
    assert carried_over(cats, {GroupId(4)}, animals) == {0: GroupId(5)}
    halves = {0: ids(range(12)), 1: ids(range(12, 20)), 2: ids(range(20, 100))}
    assert carried_over(cats, {GroupId(4)}, halves) == {0: GroupId(4), 2: GroupId(5)}


def test_a_resting_group_comes_back_with_its_photos() -> None:
    """It overlaps the group its photos are in meanwhile; the name comes first."""
    before = {GroupId(9): ids(range(100)), GroupId(4): ids(range(20))}
    after = {0: ids(range(20)), 1: ids(range(20, 100))}
    assert carried_over(before, {GroupId(4)}, after) == {0: GroupId(4), 1: GroupId(9)}
    assert carried_over({}, set(), after) == {}
    assert carried_over(before, {GroupId(4)}, {}) == {}
