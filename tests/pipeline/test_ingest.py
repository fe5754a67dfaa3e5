from __future__ import annotations

import os
import shutil
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pipeline_desk import Desk, age, draw

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Activity, Page, RootState
from desktop_app.domain.photo import Badge
from desktop_app.errors import CancelledError
from desktop_app.imaging.content_hash import hash_file
from desktop_app.pipeline import reading
from desktop_app.pipeline.scan import ExclusionRules
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.workers.decoders import DecodeRequest

NAN, DEADLY, FAILING, SLOW = (255, 0, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255)
MODEL = "stand-in-1"


def fill(desk: Desk, count: int, folder: str = "") -> list[Path]:
    return [draw(desk.photos / folder / f"{n:03}.jpg", seed=n) for n in range(count)]


def ids(desk: Desk) -> dict[str, int]:
    return {name: row[0] for name, row in desk.rows().items()}


def test_a_folder_becomes_a_library(desk: Desk) -> None:
    files = fill(desk, 40, "trip")
    (desk.photos / "clip.mp4").write_bytes(b"video")
    report = desk.index()
    assert (report.photos, report.added, report.unchanged, report.missing) == (40, 40, 0, 0)
    assert report.skipped_formats == ((".mp4", 1),)
    assert not report.problems
    rows = desk.rows()
    assert len(rows) == 40
    assert all(row[1:] == ("done", "done") for row in rows.values())
    assert desk.reader.embeddings.count(MODEL) == 40
    thumbnails = Thumbnails(desk.paths.thumbnails, 1 << 30)
    assert all((thumbnails.get(hash_file(f)) or b"").startswith(b"\xff\xd8") for f in files)
    assert desk.model_calls() == 40


def test_a_second_run_does_nothing_again(desk: Desk) -> None:
    fill(desk, 12)
    desk.index()
    before, decoded = desk.model_calls(), desk.decode_log.read_text()
    report = desk.index()
    assert (report.added, report.changed, report.unchanged) == (0, 0, 12)
    assert desk.model_calls() == before
    assert desk.decode_log.read_text() == decoded


def test_every_vector_belongs_to_its_own_photo(desk: Desk, odd_child: object) -> None:
    files = fill(desk, 30)
    desk.index()
    from desktop_app.imaging.decode import decode_photo

    for file in files:
        photo = desk.reader.photos.by_path(file)
        assert photo is not None
        _, vectors = desk.reader.embeddings.get([photo.id], MODEL)
        expected = odd_child.vector_of(decode_photo(file).rgb)  # type: ignore[attr-defined]
        assert float(vectors[0].astype(np.float32) @ expected) > 0.999


@pytest.mark.expects_log("not unit vectors")
def test_one_image_that_fails_or_has_no_vector_shifts_nothing(desk: Desk, odd_child: object) -> None:
    files = fill(desk, 10)
    draw(desk.photos / "004b.png", colour=FAILING)
    draw(desk.photos / "006b.png", colour=NAN)
    report = desk.index()
    assert {p.path.name for p in report.problems} == {"004b.png", "006b.png"}
    from desktop_app.imaging.decode import decode_photo

    for file in files:
        photo = desk.reader.photos.by_path(file)
        assert photo is not None
        _, vectors = desk.reader.embeddings.get([photo.id], MODEL)
        assert float(vectors[0].astype(np.float32) @ odd_child.vector_of(decode_photo(file).rgb)) > 0.999  # type: ignore[attr-defined]
    assert desk.reader.embeddings.count(MODEL) == 10
    before = desk.model_calls()
    desk.index()
    assert desk.model_calls() == before, "a photo the model failed on is not asked about again"


def test_tiles_are_there_before_any_model_has_run(desk: Desk) -> None:
    fill(desk, 8)
    seen: list[tuple[int, int]] = []

    def look(_: object) -> None:
        counts = desk.reader.photos.counts()
        seen.append((counts.library - counts.pending, counts.library - counts.not_understood - counts.pending))

    desk.ingest.index(on_changes=look)
    assert (8, 0) in seen
    assert seen[-1] == (8, 8)


def test_a_file_that_kills_its_child_is_told_and_left_alone_after_three_tries(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk("files", timeout_s=3)
    fill(desk, 6)
    draw(desk.photos / "kill.jpg", seed=50)
    draw(desk.photos / "hang.jpg", seed=51)
    report = desk.index()
    reasons = {p.path.name: p.reason for p in report.problems}
    assert "ended the decoder" in reasons["kill.jpg"]
    assert "took longer" in reasons["hang.jpg"]
    assert sum(row[1:] == ("done", "done") for row in desk.rows().values()) == 6
    desk.index()
    third = desk.index()
    assert {p.attempts for p in third.problems} == {3}
    pids = desk.decoders.pids
    fourth = desk.index()
    assert desk.decoders.pids == pids, "quarantined: not tried again, so no child is lost"
    assert {p.attempts for p in fourth.problems} == {3}
    assert {p.path.name for p in fourth.problems} == {"kill.jpg", "hang.jpg"}


def test_a_quarantined_file_that_changes_is_tried_again(desk: Desk) -> None:
    bad = desk.photos / "a.jpg"
    bad.parent.mkdir(exist_ok=True)
    bad.write_bytes(b"\xff\xd8\xff\xe0 nonsense")
    age(bad)
    for _ in range(4):
        assert len(desk.index().problems) == 1
    draw(bad, seed=3)
    report = desk.index()
    assert not report.problems
    assert desk.rows()["a.jpg"][1:] == ("done", "done")


def test_a_damaged_file_is_shown_and_not_understood(desk: Desk) -> None:
    whole = draw(desk.photos / "a.jpg", seed=3, size=(640, 480)).read_bytes()
    (desk.photos / "a.jpg").write_bytes(whole[: len(whole) * 2 // 3])
    age(desk.photos / "a.jpg")
    report = desk.index()
    assert "damaged" in report.problems[0].reason
    photo = desk.reader.photos.by_path(desk.photos / "a.jpg")
    assert photo is not None
    assert photo.badges & Badge.DAMAGED
    assert desk.reader.embeddings.count(MODEL) == 0


# moves


def test_a_renamed_file_keeps_its_row_and_rating_and_costs_no_model_call(desk: Desk) -> None:
    files = fill(desk, 5)
    desk.index()
    before = ids(desk)
    desk.writer.edits.set_rating([PhotoId(before["002.jpg"])], 4)
    calls = desk.model_calls()
    (desk.photos / "new").mkdir()
    files[2].rename(desk.photos / "new" / "other.jpg")
    report = desk.index()
    assert (report.moved, report.added, report.missing) == (1, 0, 0)
    assert ids(desk)["new/other.jpg"] == before["002.jpg"]
    assert len(desk.rows()) == 5
    assert desk.reader.photos.get(PhotoId(before["002.jpg"])).rating == 4
    assert desk.model_calls() == calls


def test_a_renamed_folder_of_many_is_a_move_not_a_mass_change(desk: Desk) -> None:
    fill(desk, 80, "old")
    desk.index()
    before, calls = ids(desk), desk.model_calls()
    (desk.photos / "old").rename(desk.photos / "new")
    report = desk.index()
    assert (report.moved, report.missing, report.added) == (80, 0, 0)
    assert not report.notices
    assert {n.replace("new/", "old/"): i for n, i in ids(desk).items()} == before
    assert desk.model_calls() == calls


def test_a_photo_moved_to_another_root_keeps_its_row(desk: Desk, tmp_path: Path) -> None:
    files = fill(desk, 3)
    other = desk.add_root(tmp_path / "other")
    desk.index()
    before, calls = ids(desk), desk.model_calls()
    shutil.copyfile(files[1], other.path / "came.jpg")
    files[1].unlink()
    age(other.path / "came.jpg", 1_650_000_000)
    # the root it came to is looked at first and alone
    report = desk.ingest.index([other.id])
    assert (report.moved, report.added) == (1, 0)
    assert ids(desk)["came.jpg"] == before["001.jpg"]
    assert desk.model_calls() == calls


def test_a_copy_is_a_photo_of_its_own(desk: Desk) -> None:
    files = fill(desk, 2)
    desk.index()
    shutil.copyfile(files[0], desk.photos / "copy.jpg")
    age(desk.photos / "copy.jpg")
    report = desk.index()
    assert (report.added, report.moved) == (1, 0)
    assert len(desk.rows()) == 3


def test_a_touched_file_is_not_read_again(desk: Desk) -> None:
    files = fill(desk, 3)
    desk.index()
    calls, decoded = desk.model_calls(), desk.decode_log.read_text()
    age(files[1], 1_650_000_000)
    report = desk.index()
    assert (report.changed, report.unchanged) == (0, 3)
    assert (desk.model_calls(), desk.decode_log.read_text()) == (calls, decoded)


def test_a_changed_file_keeps_its_row_and_rating_and_is_understood_anew(desk: Desk) -> None:
    files = fill(desk, 3)
    desk.index()
    before = ids(desk)
    photo = PhotoId(before["001.jpg"])
    desk.writer.edits.set_rating([photo], 5)
    old = desk.reader.embeddings.get([photo], MODEL)[1].copy()
    temporary = draw(desk.photos / "001.jpg.tmp", seed=77)
    temporary.replace(files[1])
    age(files[1], 1_650_000_000)
    report = desk.index()
    assert (report.changed, report.added, report.missing) == (1, 0, 0)
    assert ids(desk) == before
    assert desk.reader.photos.get(photo).rating == 5
    assert not np.array_equal(old, desk.reader.embeddings.get([photo], MODEL)[1])


# missing and offline


def test_a_deleted_file_is_missing_and_comes_back_with_everything(desk: Desk, tmp_path: Path) -> None:
    files = fill(desk, 5)
    desk.index()
    before, calls = ids(desk), desk.model_calls()
    files[3].rename(tmp_path / "aside.jpg")
    report = desk.index()
    assert report.missing == 1
    assert desk.missing() == {"003.jpg"}
    assert desk.index().missing == 0
    (tmp_path / "aside.jpg").rename(files[3])
    report = desk.index()
    assert (report.added, report.missing, report.unchanged) == (0, 0, 5)
    assert not desk.missing()
    assert ids(desk) == before
    assert desk.model_calls() == calls


def test_a_missing_file_that_turns_up_elsewhere_keeps_its_row(desk: Desk, tmp_path: Path) -> None:
    files = fill(desk, 5)
    desk.index()
    before, calls = ids(desk), desk.model_calls()
    files[3].rename(tmp_path / "aside.jpg")
    desk.index()
    (tmp_path / "aside.jpg").rename(desk.photos / "found.jpg")
    report = desk.index()
    assert (report.moved, report.added) == (1, 0)
    assert ids(desk)["found.jpg"] == before["003.jpg"]
    assert desk.model_calls() == calls


def test_an_empty_root_is_offline_and_nothing_changes(desk: Desk, tmp_path: Path) -> None:
    fill(desk, 5)
    desk.index()
    before = desk.rows()
    aside = tmp_path / "aside"
    aside.mkdir()
    for entry in desk.photos.iterdir():
        entry.rename(aside / entry.name)
    report = desk.index()
    assert report.missing == 0
    assert "offline" in report.notices[0]
    (root,) = desk.reader.roots.all()
    assert root.state is RootState.OFFLINE
    assert desk.rows() == before
    assert not desk.missing()
    for entry in aside.iterdir():
        entry.rename(desk.photos / entry.name)
    assert desk.index().unchanged == 5
    (root,) = desk.reader.roots.all()
    assert root.state is RootState.ONLINE


def test_a_vanished_root_is_offline_and_the_notice_comes_once(desk: Desk, tmp_path: Path) -> None:
    fill(desk, 5)
    desk.index()
    away = tmp_path / "elsewhere" / "deep"
    away.parent.mkdir()
    desk.photos.rename(away)
    for _ in range(3):
        report = desk.index()
        assert report.missing == 0
        assert "not there" in report.notices[0]
    assert sum(bool(c.notices) for c in desk.changes) == 1
    assert not desk.missing()


def test_a_root_renamed_in_its_place_is_followed(desk: Desk, tmp_path: Path) -> None:
    fill(desk, 5)
    desk.index()
    before, calls = ids(desk), desk.model_calls()
    desk.photos.rename(tmp_path / "renamed")
    report = desk.index()
    assert (report.missing, report.added, report.unchanged) == (0, 0, 5)
    assert "renamed" in report.notices[0]
    (root,) = desk.reader.roots.all()
    assert root.path == tmp_path / "renamed"
    assert ids(desk) == before
    assert desk.model_calls() == calls


def test_another_folder_at_the_same_path_is_not_taken_for_the_root(desk: Desk, tmp_path: Path) -> None:
    fill(desk, 5)
    desk.index()
    desk.photos.rename(tmp_path / "elsewhere.away")
    shutil.move(tmp_path / "elsewhere.away", tmp_path / "home" / "away")
    draw(desk.photos / "stranger.jpg", seed=70)
    report = desk.index()
    assert (report.added, report.missing) == (0, 0)
    (root,) = desk.reader.roots.all()
    assert root.state is RootState.OFFLINE


def test_many_files_gone_at_once_are_asked_about(desk: Desk) -> None:
    files = fill(desk, 70)
    desk.index()
    for file in files[:60]:
        file.unlink()
    report = desk.index()
    assert report.missing == 0
    assert "60 of 70" in report.notices[0]
    assert not desk.missing()
    report = desk.index(accept_missing=True)
    assert report.missing == 60
    assert len(desk.missing()) == 60


def test_an_unreadable_folder_keeps_its_photos_and_is_a_problem(
    desk: Desk, fail_to_list: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, 3, "a")
    fill(desk, 3, "b")
    desk.index()
    fail_to_list(b"b")
    report = desk.index()
    assert report.missing == 0
    assert not desk.missing()
    assert [(p.path.name, p.reason) for p in report.problems] == [("b", "it cannot be read: Input/output error")]
    monkeypatch.undo()
    assert not desk.index().problems


def test_a_drive_pulled_while_importing_changes_no_row(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make_desk()
    fill(desk, 60)
    away = tmp_path / "home" / "away"

    def pull(_: object) -> None:
        if not away.exists() and desk.reader.photos.counts().pending < 60:
            desk.photos.rename(away)
            desk.photos.mkdir()  # the empty mount point that is left

    report = desk.ingest.index(on_changes=pull)
    assert away.exists()
    assert not report.problems
    report = desk.index()
    assert report.missing == 0
    (root,) = desk.reader.roots.all()
    assert root.state is RootState.OFFLINE
    assert not desk.missing()
    assert all(row[1] != "failed" for row in desk.rows().values())
    desk.photos.rmdir()
    away.rename(desk.photos)
    desk.index()
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    assert len(desk.rows()) == 60


# odd files


def test_odd_names_and_odd_files(desk: Desk) -> None:
    composed = [unicodedata.normalize(form, "é.jpg").encode() for form in ("NFC", "NFD")]
    names = [b"\xff\xfe.jpg", b"new\nline.jpg", "🦆.jpg".encode(), *composed]
    for number, name in enumerate(names):
        draw(desk.photos / "a.jpg", seed=number).rename(os.fsdecode(os.path.join(os.fsencode(desk.photos), name)))
    os.mkfifo(desk.photos / "pipe.jpg")
    (desk.photos / "loop").symlink_to(desk.photos)
    report = desk.index()
    assert report.added == 5
    assert not report.problems, "nothing is waited for until a decoder is given up"
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    assert any("pipe.jpg" in notice for notice in report.notices)


def test_odd_file_times_do_no_harm(desk: Desk) -> None:
    for number, at_s in enumerate((0, -86_400, 4_291_747_200, time.time() + 86_400)):
        age(draw(desk.photos / f"{number}.jpg", seed=number), at_s)
    assert desk.index().added == 4
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    assert len(desk.reader.photos.timeline(Page())) == 4


class StepClock:
    """A clock that goes on when told to, in the middle of a day."""

    def __init__(self) -> None:
        self.now_s = 1_700_000_000.0

    def time(self) -> float:
        return self.now_s

    def time_ns(self) -> int:
        return int(self.now_s * 1e9)

    monotonic = time


def test_a_half_copied_file_waits_and_is_read_once(
    make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = StepClock()
    monkeypatch.setattr(reading, "time", clock)
    desk = make_desk(settle_s=0.4)
    fill(desk, 2)
    whole = draw(desk.photos.parent / "whole.jpg", seed=9, size=(1200, 900)).read_bytes()
    target = desk.photos / "copied.jpg"
    size = len(whole) // 8 + 1
    state = {"at": 0, "next_s": 0.0}

    def copy_on() -> bool:
        clock.now_s += 0.05
        if state["at"] < len(whole) and clock.now_s >= state["next_s"]:
            with target.open("ab") as out:
                at = int(state["at"])
                out.write(whole[at : at + size])
            age(target, clock.now_s)
            state["at"] += size
            state["next_s"] = clock.now_s + 0.15
        return False

    copy_on()
    report = desk.index(is_cancelled=copy_on)
    assert not report.problems
    assert desk.rows()["copied.jpg"][1:] == ("done", "done")
    assert desk.decode_log.read_text().split().count("copied.jpg") == 1
    assert desk.model_calls() == 3
    photo = desk.reader.photos.by_path(target)
    assert photo is not None
    assert photo.size_bytes == len(whole)
    assert desk.index().unchanged == 3


def test_a_file_that_never_rests_does_not_hold_up_the_run(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(settle_s=0.1)
    fill(desk, 2)
    target = draw(desk.photos / "log.jpg", seed=3)

    def scribble() -> bool:
        with target.open("ab") as out:
            out.write(b"x")
        return False

    report = desk.index(is_cancelled=scribble)
    assert any("still being written" in notice for notice in report.notices)
    assert not report.problems
    assert sum(row[2] == "done" for row in desk.rows().values()) == 2
    age(target)
    desk.index()
    assert desk.rows()["log.jpg"][1] == "done"


def test_a_file_that_vanishes_before_it_is_read_is_no_problem(desk: Desk) -> None:
    files = fill(desk, 4)

    def remove(changes: object) -> None:
        files[2].unlink(missing_ok=True)

    report = desk.ingest.index(on_changes=remove)
    assert not report.problems
    assert desk.index().missing == 1


def test_exclusions_and_the_librarys_own_cache_are_obeyed(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    rules = ExclusionRules(("drafts",), (tmp_path / "home",))
    desk = make_desk(rules=rules)
    fill(desk, 2)
    fill(desk, 2, "drafts")
    assert desk.index().added == 2


# stopping


def test_cancelling_ends_soon_and_the_next_run_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(desk, 40)
    told: list[bool] = []
    begun: list[DecodeRequest] = []
    submit = desk.decoders.submit

    def cancel() -> bool:
        if desk.ingest.last_reading.decoded >= 5:
            told.append(True)
        return bool(told)

    def begin(request: DecodeRequest) -> None:
        if told:
            begun.append(request)
        submit(request)

    monkeypatch.setattr(desk.decoders, "submit", begin)
    with pytest.raises(CancelledError):
        desk.index(is_cancelled=cancel)
    monkeypatch.setattr(desk.decoders, "submit", submit)
    assert told == [True], "the first time it is asked, it ends"
    assert begun == [], "no other file is begun"
    done = sum(row[1] == "done" for row in desk.rows().values())
    assert done >= 5
    report = desk.index()
    assert report.unchanged == 40
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    names = desk.decode_log.read_text().split()
    assert len(names) <= 40 + 4 * 2, "no finished work is repeated"


def test_progress_tells_how_far_it_is(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    for number in range(12):
        draw(desk.photos / f"{number}.png", colour=SLOW if number % 4 == 0 else (255, 255, 255))
    desk.index()
    kinds = {p.activity for p in desk.progress}
    assert {Activity.SCANNING, Activity.UNDERSTANDING} <= kinds
    last = [p for p in desk.progress if p.activity is Activity.UNDERSTANDING][-1]
    assert last.total == 12
    assert all(0 <= p.done <= p.total or not p.total for p in desk.progress)


def test_without_models_photos_are_shown_and_wait(
    make_desk: Callable[..., Desk], caplog: pytest.LogCaptureFixture
) -> None:
    desk = make_desk("no-model")
    fill(desk, 4)
    with caplog.at_level("ERROR", "desktop_app"):
        report = desk.index()
    assert any("no usable model" in notice for notice in report.notices)
    assert all(row[1:] == ("done", "pending") for row in desk.rows().values())


def test_photos_that_waited_for_a_model_are_understood_from_their_thumbnails(
    make_desk: Callable[..., Desk], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk("files", "no-model")
    fill(desk, 6)
    with caplog.at_level("ERROR", "desktop_app"):
        desk.index()
    desk.inference.close()
    monkeypatch.setenv("ODD", "model,files")
    from desktop_app.workers.inference import InferenceProcess

    with InferenceProcess(Path("models")) as inference:
        desk.ingest._inference = inference
        decoded = desk.decode_log.read_text()
        desk.index()
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    assert desk.decode_log.read_text() == decoded


def test_memory_stays_bounded_while_models_are_slow(
    make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_app.pipeline import reading

    monkeypatch.setattr(reading, "MAX_HELD", 10)
    desk = make_desk()
    for number in range(40):
        draw(desk.photos / f"{number}.png", colour=SLOW if number % 8 == 0 else (255, 255, 255), size=(60 + number, 40))
    held: list[int] = []
    waiting: list[int] = []
    real = reading.Reading._tell

    def watch(self: reading.Reading) -> None:
        held.append(self._models.held)
        waiting.append(len(self._decoded) + len(self._in_hand))
        real(self)

    monkeypatch.setattr(reading.Reading, "_tell", watch)
    desk.index()
    assert max(held) <= 10 + 4
    assert max(waiting) <= reading.BATCH_ROWS + 4
    assert desk.reader.embeddings.count(MODEL) == 40
