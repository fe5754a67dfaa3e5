from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "library"))
from grouped import add_photos

from desktop_app.paths import LibraryPaths
from desktop_app.store.store import Store


@pytest.fixture
def filled(home: Path) -> dict[str, list[str]]:
    """A library of three kinds; returns their files."""
    paths = LibraryPaths(home, home / "cache")
    store = Store.open(paths, is_writer=True)
    ids = add_photos(store, {"dog": 24, "cat": 18, "boat": 12})
    where = store.photos.paths([photo for members in ids.values() for photo in members])
    store.close()
    return {kind: sorted(str(where[photo]) for photo in members) for kind, members in ids.items()}


def test_groups_are_listed_for_machines_in_the_agreed_shape(reverie, filled) -> None:
    done = reverie("groups", "--json")
    assert done.status == 0, done.err
    assert set(done.json) == {"k", "groups", "alone"}
    assert done.json["k"] == len(done.json["groups"]) == 3
    assert all(set(group) == {"name", "cover", "photos"} for group in done.json["groups"])
    assert {group["name"]: sorted(group["photos"]) for group in done.json["groups"]} == {
        kind.capitalize(): files for kind, files in filled.items()
    }
    assert all(group["cover"] in group["photos"] for group in done.json["groups"])
    assert done.json["alone"] == []


def test_asked_for_a_number_it_shows_that_many_and_keeps_the_others(reverie, filled) -> None:
    asked = reverie("groups", "--k", "2", "--json")
    assert asked.json["k"] == 2
    assert asked.err == ""
    assert reverie("groups", "--json").json["k"] == 3
    assert (
        reverie("groups", "--k", "5", "--seed", "4", "--json").out
        == reverie("groups", "--k", "5", "--seed", "4", "--json").out
    )


def test_asked_for_more_groups_than_there_can_be_it_says_how_many_there_are(reverie, filled) -> None:
    many = reverie("groups", "--k", "100000", "--json")
    assert many.status == 0
    assert 0 < many.json["k"] < 100_000
    assert many.err == f"reverie: There are {many.json['k']} groups, not 100,000: these photos fall into no more.\n"


def test_told_to_keep_them_it_does_and_undo_takes_it_back(reverie, filled) -> None:
    before = reverie("groups", "--json").json
    kept = reverie("groups", "--k", "2", "--keep", "--json").json
    assert kept["k"] == 2
    assert reverie("groups", "--json").json == kept
    assert reverie("undo").status == 0
    assert reverie("groups", "--json").json == before


def test_people_read_names_counts_and_a_few_photos(reverie, filled) -> None:
    done = reverie("groups")
    assert done.status == 0, done.err
    assert "Dog (24 photos)" in done.out
    assert "  and 19 more" in done.out


def test_wrong_numbers_are_wrong_usage_and_no_library_is_said_plainly(reverie, home: Path) -> None:
    assert reverie("groups", "--k", "0").status == 2
    assert reverie("groups", "--k", "many").status == 2
    done = reverie("groups")
    assert (done.status, done.out) == (1, "")
    assert "There is no library" in done.err


def test_a_library_without_understood_photos_has_no_groups(reverie, home: Path) -> None:
    Store.open(LibraryPaths(home, home / "cache"), is_writer=True).close()
    assert reverie("groups", "--json").json == {"k": 0, "groups": [], "alone": []}
    assert "No groups yet" in reverie("groups").out


def test_groups_are_listed_while_another_process_writes(reverie, filled, home: Path) -> None:
    paths = LibraryPaths(home, home / "cache")
    writer = Store.open(paths, is_writer=True)
    try:
        assert reverie("groups", "--json").json["k"] == 3
        assert reverie("groups", "--k", "2", "--json").json["k"] == 2
        refused = reverie("groups", "--k", "2", "--keep")
        assert refused.status == 1
        assert "Traceback" not in refused.err
        assert writer.groups.all() is None
    finally:
        writer.close()
