from __future__ import annotations

import json
from pathlib import Path

import pytest

AT = "2026-03-10T20:00:00"
LATER = "2026-03-11T20:00:00"


def names(page: dict) -> list[str]:
    return [Path(one["path"]).name for shelf in page["shelves"] for one in shelf["photos"]]


def test_looks_become_interests_and_suggestions_and_clearing_them_is_a_cold_start(reverie, indexed) -> None:
    cold = reverie("recommend", "--at", LATER, "--json")
    assert cold.status == 0, cold.err
    assert cold.json["cold"] is True
    for name in ("photo-1.jpg", "photo-2.jpg", "photo-1.jpg"):
        kept = reverie("viewed", indexed / name, "--seconds", "12", "--at", AT, "--json")
        assert kept.status == 0, kept.err
        assert kept.json == {"views": 1}
    interests = reverie("interests", "--at", LATER, "--json")
    assert interests.status == 0, interests.err
    assert sum(one["looks"] for one in interests.json) == 3
    assert {Path(one["medoid"]).name for one in interests.json} <= {"photo-1.jpg", "photo-2.jpg"}
    warm = reverie("recommend", "--at", LATER, "--json")
    assert warm.status == 0, warm.err
    assert warm.json["cold"] is False
    assert set(warm.json["shelves"][0]) == {"kind", "title", "reason", "because", "photos"}
    assert warm.json["shelves"][0]["kind"] == "for-you"
    found = names(warm.json)
    assert found
    assert len(found) == len(set(found))
    assert not {"photo-1.jpg", "photo-2.jpg"} & set(found)
    assert reverie("recommend", "--at", LATER, "--json").out == warm.out
    assert reverie("history", "clear").status == 0
    assert reverie("recommend", "--at", LATER, "--json").out == cold.out


def test_looks_after_the_asked_time_do_not_count(reverie, indexed) -> None:
    reverie("viewed", indexed / "photo-1.jpg", "--at", LATER)
    assert reverie("interests", "--at", AT, "--json").json == []
    assert reverie("recommend", "--at", AT, "--json").json["cold"] is True


def test_never_and_less_are_obeyed_at_once_and_a_favourite_is_one(reverie, indexed) -> None:
    reverie("viewed", indexed / "photo-1.jpg", "--at", AT)
    offered = names(reverie("recommend", "--at", LATER, "--json").json)
    unwanted = offered[0]
    where = next(p for p in indexed.rglob(unwanted))
    assert reverie("feedback", where, "never").status == 0
    assert unwanted not in names(reverie("recommend", "--at", LATER, "--json").json)
    assert reverie("feedback", indexed / "photo-1.jpg", "less", "--json").json == {"photos": 1, "feedback": "less"}
    assert reverie("feedback", indexed / "photo-9.jpg", "favourite").status == 0
    found = reverie("search", "is:favourite", "--json").json["matches"]
    assert [Path(one["path"]).name for one in found] == ["photo-9.jpg"]
    assert reverie("undo").out == "Undone: Add to favourites (1 photo).\n"
    assert reverie("undo", "--json").json == {
        "undone": "Less like this",
        "photos": [str(indexed / "photo-1.jpg")],
        "problems": [],
    }
    assert reverie("undo").out == "Undone: Never suggest this (1 photo).\n"


@pytest.mark.parametrize(("mode", "kept"), [("unasked", 1), ("on", 1), ("paused", 0), ("off", 0)])
def test_a_favourite_told_by_command_is_learned_from_unless_nothing_shall_be(
    reverie, indexed, home, tmp_path, mode: str, kept: int
) -> None:
    (home / "settings.json").write_text(json.dumps({"schema": 1, "history_mode": mode}))
    assert reverie("feedback", indexed / "photo-9.jpg", "favourite").status == 0
    out = tmp_path / "history.json"
    assert reverie("history", "export", out).status == 0
    assert [one["kind"] for one in json.loads(out.read_text())["feedback"]] == ["favourite"] * kept


def test_what_was_listed_does_not_come_again_the_next_day(reverie, indexed) -> None:
    reverie("viewed", indexed / "photo-1.jpg", "--at", AT)
    today = names(reverie("recommend", "--at", AT, "--top", "3", "--json").json)
    tomorrow = names(reverie("recommend", "--at", LATER, "--top", "3", "--json").json)
    assert today
    assert not set(today) & set(tomorrow)


def test_the_history_can_be_shown_and_exported(reverie, indexed, tmp_path) -> None:
    reverie("viewed", indexed / "photo-1.jpg", indexed / "photo-2.jpg", "--at", AT, "--seconds", "4")
    shown = reverie("history", "--json").json
    assert shown == {"mode": "unasked", "days": [{"day": "2026-03-10", "views": 2}]}
    assert "2 looks on 1 day." in reverie("history", "show").out
    out = tmp_path / "my looks.json"
    assert reverie("history", "export", out).status == 0
    views = json.loads(out.read_text())["views"]
    assert sorted(Path(one["path"]).name for one in views) == ["photo-1.jpg", "photo-2.jpg"]
    refused = reverie("history", "export", tmp_path / "no such folder" / "out.json")
    assert refused.status == 1
    assert "could not be written" in refused.err
    assert reverie("history", "export").status == 1


def test_a_file_named_by_mistake_clears_nothing(reverie, indexed, tmp_path) -> None:
    reverie("viewed", indexed / "photo-1.jpg", "--at", AT)
    for action in ("clear", "show"):
        answer = reverie("history", action, tmp_path / "out.json")
        assert (answer.status, answer.out) == (1, "")
        assert "takes no file" in answer.err
    assert reverie("history", "--json").json["days"] == [{"day": "2026-03-10", "views": 1}]


def test_a_history_that_is_off_keeps_nothing(reverie, indexed, home) -> None:
    settings = home / "settings.json"
    settings.write_text(json.dumps({"schema": 1, "history_mode": "off"}))
    refused = reverie("viewed", indexed / "photo-1.jpg")
    assert refused.status == 1
    assert "turned off" in refused.err
    assert reverie("history", "--json").json == {"mode": "off", "days": []}


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("viewed", "nowhere.jpg"), 1, "not in the library"),
        (("feedback", "nowhere.jpg", "less"), 1, "not in the library"),
        (("viewed", "nowhere.jpg", "--seconds", "-1"), 2, "number of seconds"),
        (("viewed", "nowhere.jpg", "--seconds", "nan"), 2, "number of seconds"),
        (("viewed", "nowhere.jpg", "--at", "yesterday"), 2, "is not a time"),
        (("recommend", "--top", "0"), 2, "at least 1"),
        (("recommend", "--at", "0001-01-01T00:00"), 2, "is not a time"),
        (("feedback", "nowhere.jpg", "hate"), 2, "hate"),
        (("viewed", "/"), 1, "is a folder"),
        (("history", "export", "/"), 1, "is a folder"),
        (("history", "export", "."), 1, "is a folder"),
        (("history", "burn"), 2, "burn"),
    ],
)
def test_wrong_words_get_a_sentence(reverie, indexed, words, status, sentence) -> None:
    answer = reverie(*words)
    assert (answer.status, answer.out) == (status, "")
    assert sentence in answer.err
    assert "Traceback" not in answer.err


def test_nothing_to_suggest_in_an_empty_library_is_an_answer(reverie, tmp_path) -> None:
    (tmp_path / "empty").mkdir()
    reverie("index", tmp_path / "empty")
    page = reverie("recommend", "--json")
    assert page.status == 0, page.err
    assert (page.json["shelves"], page.json["albums"]) == ([], [])
    assert "Nothing to suggest yet" in reverie("recommend").out
    assert "No interests yet" in reverie("interests").out
