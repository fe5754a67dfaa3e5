"""Commands of the program: `started` each in a process of its own, `reverie` in one that stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import PROJECT, Reverie


@pytest.mark.parametrize(
    "words",
    [
        *(("groups", "--json"), ("events", "--json"), ("duplicates", "--json"), ("smart-album", "--json")),
        *(("recommend", "--at", "2026-03-10T20:00:00", "--json"), ("interests", "--json"), ("history", "show")),
        *(("undo", "--json"), ("trash", "nowhere.jpg"), ("groups", "--k", "many"), ("denoise", "no.jpg", "out.jpg")),
    ],
    ids=" ".join,
)
def test_a_program_that_is_started_says_what_one_that_stays_does(
    started: Reverie, asked_program: Reverie, indexed: Path, home: Path, words: tuple[str, ...]
) -> None:
    second = home.with_name("second home")
    shutil.copytree(home, second)
    assert started(*words) == asked_program(second, *words)


def test_index_tells_what_it_did_and_a_second_run_finds_nothing_new(started, folder) -> None:
    first = started("index", folder, "--json")
    assert first.status == 0, first.err
    assert {k: first.json[k] for k in ("photos", "added", "changed", "moved", "missing", "unchanged")} == {
        "photos": 13,
        "added": 13,
        "changed": 0,
        "moved": 0,
        "missing": 0,
        "unchanged": 0,
    }
    assert [Path(p["path"]).name for p in first.json["problems"]] == ["broken.jpg"]
    assert first.json["problems"][0]["reason"]
    assert first.json["skipped"] == {".mp4": 1}
    second = started("index", folder, "--json").json
    assert (second["added"], second["changed"], second["unchanged"]) == (0, 0, 13)


def test_a_folder_that_cannot_be_read_is_told_and_the_others_are_indexed(reverie, folder, tmp_path) -> None:
    answer = reverie("index", tmp_path / "nowhere", folder, folder / "photo-1.jpg", "--json")
    assert answer.status == 1
    assert [line.split(": ", 1)[0] for line in answer.err.strip().splitlines()] == ["reverie", "reverie"]
    assert "There is no folder" in answer.err
    assert "photo-1.jpg is not a folder" in answer.err
    assert answer.json["photos"] == 13
    assert len(answer.json["refused"]) == 2
    assert reverie("index", folder, "--json").json["refused"] == []
    assert "exit status is 1" in " ".join(reverie("index", "--help").out.split())


def test_a_hidden_folder_is_indexed_when_it_is_named_itself(reverie, indexed) -> None:
    from PIL import Image

    folder = indexed
    hidden = folder / ".kept" / "deep"
    (hidden / ".deeper").mkdir(parents=True)
    Image.open(folder / "photo-1.jpg").rotate(90).save(hidden / "a.jpg")
    Image.open(folder / "photo-2.jpg").rotate(90).save(hidden / ".deeper" / "b.jpg")
    assert reverie("index", folder, "--json").json["photos"] == 13
    assert reverie("index", folder / ".kept", "--json").json["added"] == 1
    assert reverie("index", hidden / ".deeper", "--json").json["added"] == 1
    both = reverie("index", folder, folder / ".kept", hidden / ".deeper", "--json").json
    assert (both["photos"], both["unchanged"], both["missing"]) == (15, 15, 0)
    assert reverie("index", folder.parent, "--json").json["missing"] == 0
    assert reverie("index", folder.parent, folder / ".kept", "--json").json["photos"] == 14


def test_words_of_a_file_need_no_library_and_make_none(started, folder, home) -> None:
    answer = started("tags", folder / "photo-1.jpg", folder / "photo-2.jpg", "--json")
    assert answer.status == 0, answer.err
    assert [Path(row["path"]).name for row in answer.json] == ["photo-1.jpg", "photo-2.jpg"]
    broken = started("tags", folder / "broken.jpg")
    assert (broken.status, broken.out) == (1, "")
    assert "broken.jpg" in broken.err
    alike = started("similar", folder / "photo-1.jpg")
    assert (alike.status, alike.out) == (1, "")
    assert "There is no library" in alike.err
    assert alike.err.strip().count("\n") == 0
    assert not home.exists()


def test_a_changed_photo_is_answered_by_what_it_shows_now(reverie, indexed) -> None:
    (indexed / "photo-1.jpg").write_bytes((indexed / "photo-7.jpg").read_bytes() + b"\0")
    answer = reverie("similar", indexed / "photo-1.jpg", "--json").json
    assert Path(answer["matches"][0]["path"]).name == "photo-7.jpg"
    assert (
        reverie("tags", indexed / "photo-1.jpg", "--json").json[0]["tags"]
        == (reverie("tags", indexed / "photo-7.jpg", "--json").json[0]["tags"])
    )


@pytest.fixture
def read_only(tmp_path) -> Iterator[Callable[[Path], None]]:
    """Makes a folder one that cannot be written, whoever asks: a mount of itself, to be read."""
    places: list[Path] = []

    def make(place: Path) -> None:
        bind = ["mount", "--bind", str(place), str(place)]
        if sys.platform != "linux" or os.geteuid() or subprocess.run(bind, capture_output=True).returncode:
            pytest.skip("mounting needs Linux and root")
        places.append(place)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)

    yield make
    for place in places:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_library_that_cannot_be_written_answers_and_says_why_it_takes_nothing(
    reverie, indexed, home, read_only
) -> None:
    read_only(home)
    with pytest.raises(OSError, match="Read-only"):
        (home / "x").touch()
    assert len(reverie("search", "photo", "--json").json["matches"]) == 13
    assert reverie("similar", indexed / "photo-3.jpg", "--json").status == 0
    assert reverie("doctor").status == 0
    refused = reverie("index", indexed)
    assert (refused.status, refused.out) == (1, "")
    assert "can only be read here" in refused.err
    assert refused.err.strip().count("\n") == 0


def test_names_of_files_cannot_steer_the_terminal(started, folder) -> None:
    (folder / "photo-1.jpg").rename(folder / "a\x1b]0;title\x07\x1b[31mred\nline.jpg")
    (folder / "broken.jpg").rename(folder / "broken\x1b[2J.jpg")
    answers = [started("index", folder), started("search", "red"), started("similar", folder / "photo-2.jpg")]
    answers += [started("--verbose", "doctor"), started("similar", folder / "broken\x1b[2J.jpg")]
    for answer in answers:
        assert "\x1b" not in answer.out + answer.err
        assert "\x07" not in answer.out + answer.err
    assert "red" in answers[1].out


def test_changed_moved_and_missing_photos_are_told_apart(reverie, indexed) -> None:
    (indexed / "photo-1.jpg").rename(indexed / "summer trip" / "renamed.jpg")
    (indexed / "photo-2.jpg").unlink()
    picture_again = indexed / "photo-4.jpg"
    picture_again.write_bytes((indexed / "photo-5.jpg").read_bytes() + b"\0")
    report = reverie("index", indexed, "--json").json
    assert (report["added"], report["moved"], report["missing"], report["changed"]) == (0, 1, 1, 1)


def test_b10_similar_finds_a_smaller_copy_from_outside_and_adds_nothing(reverie, indexed, tmp_path) -> None:
    from PIL import Image

    folder = indexed
    outside = tmp_path / "from the web.png"
    Image.open(folder / "photo-7.jpg").resize((300, 225)).save(outside)
    answer = reverie("similar", outside, "--top", "3", "--json")
    assert answer.status == 0, answer.err
    assert answer.json["good_match"] is True
    assert Path(answer.json["matches"][0]["path"]).name == "photo-7.jpg"
    assert len(answer.json["matches"]) <= 3
    scores = [m["score"] for m in answer.json["matches"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= s <= 1 for s in scores)
    assert reverie("index", folder, "--json").json["photos"] == 13


def test_similar_leaves_the_query_and_its_copies_out(started, indexed) -> None:
    names = [Path(m["path"]).name for m in started("similar", indexed / "photo-3.jpg", "--json").json["matches"]]
    assert "photo-3.jpg" not in names
    assert "copy of 3.jpg" not in names


def test_search_finds_by_file_and_folder_name(started, indexed) -> None:
    found = started("search", "summer", "--json").json["matches"]
    assert {Path(m["path"]).name for m in found} == {"beach.png", "copy of 3.jpg"}
    assert all(m["why"] for m in found)
    assert started("search", "nothing-is-called-this", "--json").json == {"matches": []}


def test_tags_and_flags_answer_for_every_photo(reverie, indexed, data_dir) -> None:
    dog = next((data_dir / "labelled" / "caltech101").glob("dalmatian/*.jpg"))
    (row,) = reverie("tags", dog, "--json").json
    assert row["path"] == str(dog)
    assert any("dog" in t["name"] or "dalmatian" in t["name"] for t in row["tags"])
    assert all(0 < t["confidence"] <= 1 for t in row["tags"])
    dark = indexed / "dark.jpg"
    from PIL import Image

    Image.open(indexed / "photo-2.jpg").point(lambda v: v // 14).save(dark, quality=92)
    reverie("index", indexed)
    flagged = {Path(r["path"]).name: {f["name"] for f in r["flags"]} for r in reverie("flags", "--json").json}
    assert "dark" in flagged["dark.jpg"]


def test_vectors_are_exported_with_their_paths_and_model(started, indexed, tmp_path) -> None:
    out = tmp_path / "vectors.npz"
    assert started("export-vectors", out).status == 0
    with np.load(out, allow_pickle=False) as data:
        assert len(data["paths"]) == len(data["vectors"]) == 12
        lengths = np.linalg.norm(data["vectors"].astype(np.float32), axis=1)
        assert str(data["model_id"])
    assert np.allclose(lengths, 1, atol=5e-3)


def test_doctor_finds_a_sound_library_sound(started, indexed) -> None:
    answer = started("doctor", "--json")
    assert answer.status == 0, answer.out + answer.err
    assert {f["area"] for f in answer.json["findings"]} >= {"database", "edits", "models", "roots", "vectors"}
    assert all(f["ok"] for f in answer.json["findings"])


def test_self_test_proves_every_part(started) -> None:
    answer = started("self-test", "--json")
    assert answer.status == 0, answer.out + answer.err
    assert answer.json["ok"] is True
    names = [check["name"] for check in answer.json["checks"]]
    assert names[:7] == ["store", "formats", "models", "denoiser", "library", "watcher", "trash"]
    assert names[7:] == ["window", "pictures", "fonts", "translations", "updates"]
    assert all(set(check) == {"name", "ok", "detail", "seconds"} for check in answer.json["checks"])


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("index", "/no/such/folder"), 1, "There is no folder"),
        (("similar", "/no/such/file.jpg"), 1, "is not a file"),
        (("index", "x" * 300), 1, "There is no folder"),
        (("index", "~no-such-user"), 1, "There is no folder"),
        (("similar", "x" * 300), 1, "is not a file"),
        (("tags", "x" * 300), 1, "is not a file"),
        (("search", "dog"), 1, "There is no library"),
        (("similar",), 2, "usage:"),
        (("similar", "x.jpg", "--top", "0"), 2, "at least 1"),
        (("export-vectors", "x.txt"), 1, ".npz"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_plain_sentence(reverie, words, status, sentence) -> None:
    answer = reverie(*words)
    assert answer.status == status
    assert sentence in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""
    if status == 1:
        assert answer.err.strip().count("\n") == 0


def test_a_query_that_is_no_picture_is_refused_in_plain_words(reverie, indexed) -> None:
    answer = reverie("similar", indexed / "broken.jpg")
    assert answer.status == 1
    assert "broken.jpg" in answer.err
    assert "Traceback" not in answer.err


def test_without_a_display_folders_are_indexed_in_the_terminal(started, folder) -> None:
    answer = started(folder)
    assert answer.status == 0, answer.err
    assert "No display here" in answer.err
    assert "13 photos in the library's folders" in answer.out


def test_ctrl_c_ends_indexing_cleanly_and_the_rest_is_done_next_time(reverie, home, tmp_path) -> None:
    from PIL import Image

    place = tmp_path / "many"
    place.mkdir()
    noise = np.random.default_rng(0)
    for number in range(20):
        pixels = noise.integers(0, 255, (900, 1200, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(place / f"{number}.jpg", quality=95)
        data = (place / f"{number}.jpg").read_bytes()
        for copy in range(1, 4):  # a byte more each: other files for a library, so that there is enough to interrupt
            (place / f"{number}-{copy}.jpg").write_bytes(data + b"\0" * copy)
    child = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", "--home", str(home), "index", str(place)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={k: v for k, v in os.environ.items() if k != "DISPLAY"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever runs the tests may ignore it
    )
    deadline = time.monotonic() + 200
    while not list((home / "cache" / "thumbnails").glob("*/*")):
        assert child.poll() is None, child.communicate()
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    _out, err = child.communicate(timeout=250)
    assert child.returncode == 130, err
    assert "Traceback" not in err
    report = reverie("index", place, "--json").json
    assert report["photos"] == 80
    assert not report["problems"]


def test_an_answer_the_terminal_has_no_letters_for_is_shown_all_the_same(started, indexed, monkeypatch) -> None:
    (indexed / "photo-1.jpg").rename(indexed / "été.jpg")
    started("index", indexed)
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    found, missed = started("search", "été"), started("search", "nothing")
    assert (found.status, missed.status) == (0, 0), found.err + missed.err
    assert "\\xe9t\\xe9.jpg" in found.out


def test_flags_can_be_asked_for_by_name_and_say_why(reverie, indexed) -> None:
    from PIL import Image

    Image.open(indexed / "photo-2.jpg").point(lambda v: v // 14).save(indexed / "dark.jpg", quality=92)
    reverie("index", indexed)
    (row,) = [row for row in reverie("flags", "dark", "--json").json if Path(row["path"]).name == "dark.jpg"]
    assert [flag["name"] for flag in row["flags"]] == ["dark"]
    assert row["flags"][0]["why"].startswith("Very dark")
    assert "Very dark" not in reverie("flags", "dark").out
    assert "Very dark" in reverie("flags", "dark", "--why").out
    assert reverie("flags", "weapon").out == "No photo is flagged as weapon.\n"
    assert reverie("flags", "cats").status == 2


def test_flags_follow_the_sensitivity_of_the_settings(reverie, indexed, home) -> None:
    from PIL import Image

    from desktop_app.paths import library_paths
    from desktop_app.settings import Settings, save_settings

    Image.open(indexed / "photo-2.jpg").point(lambda v: v // 14).save(indexed / "dark.jpg", quality=92)
    reverie("index", indexed)
    assert any("dark.jpg" in line for line in reverie("flags", "dark").out.splitlines())
    save_settings(library_paths(home).settings, Settings(flag_sensitivity=("dark=off",)))
    assert reverie("flags", "dark", "--json").json == []
    assert all(flag["name"] != "dark" for row in reverie("flags", "--json").json for flag in row["flags"])
