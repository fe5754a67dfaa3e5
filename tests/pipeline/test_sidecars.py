from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pipeline_desk import Desk, age, draw

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo, TagSource
from desktop_app.pipeline.scan import ExclusionRules, ScanProblems, scan_root
from desktop_app.watch.watcher import Watcher

MODEL = "stand-in-1"


def write_sidecar(path: Path, rating: int = 3, title: str = "A title", words: tuple[str, ...] = ("lake",)) -> Path:
    items = "".join(f"<rdf:li>{word}</rdf:li>" for word in words)
    path.write_text(
        f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmp:Rating="{rating}"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
        <dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"""
    )
    return path


def photo_at(desk: Desk, path: Path) -> Photo:
    photo = desk.reader.photos.by_path(path)
    assert photo is not None
    return photo


def keywords(desk: Desk, photo: Photo) -> set[str]:
    return {tag.name for tag in desk.reader.tags.for_photo(photo.id) if tag.source is TagSource.KEYWORD}


@pytest.mark.parametrize("name", ["a.jpg.xmp", "a.xmp", "a.jpg.XMP"])
def test_a_sidecar_that_comes_changes_and_goes_is_followed(desk: Desk, name: str) -> None:
    files = [draw(desk.photos / f"{stem}.jpg", seed=seed) for seed, stem in enumerate("abc")]
    desk.index()
    calls, before = desk.model_calls(), desk.rows()
    sidecar = write_sidecar(desk.photos / name)
    report = desk.index()
    assert (report.photos, report.added, report.changed, report.unchanged) == (3, 0, 1, 2)
    photo = photo_at(desk, files[0])
    assert (photo.rating, photo.metadata.title, keywords(desk, photo)) == (3, "A title", {"lake"})
    assert desk.index().unchanged == 3
    write_sidecar(sidecar, 5, "Another", ("hill", "snow"))
    assert desk.index().changed == 1
    photo = photo_at(desk, files[0])
    assert (photo.rating, photo.metadata.title, keywords(desk, photo)) == (5, "Another", {"hill", "snow"})
    sidecar.unlink()
    assert desk.index().changed == 1
    photo = photo_at(desk, files[0])
    assert (photo.rating, photo.metadata.title, keywords(desk, photo)) == (0, "", set())
    assert desk.index().unchanged == 3
    assert desk.model_calls() == calls
    assert desk.rows() == before
    assert desk.decode_log.read_text().split().count("b.jpg") == 1


def test_what_the_user_said_stays_when_a_sidecar_changes(desk: Desk) -> None:
    file = draw(desk.photos / "a.jpg", seed=1)
    sidecar = write_sidecar(desk.photos / "a.xmp", 2)
    desk.index()
    photo = photo_at(desk, file)
    assert photo.rating == 2
    desk.writer.edits.set_rating([photo.id], 4)
    desk.writer.edits.add_tag([photo.id], "mine")
    desk.writer.edits.remove_tag([photo.id], "thing")
    desk.writer.edits.remove_tag([photo.id], "lake")
    write_sidecar(sidecar, 1, "New", ("lake", "hill"))
    desk.index()
    photo = photo_at(desk, file)
    assert (photo.rating, photo.metadata.title) == (4, "New")
    assert {tag.name for tag in desk.reader.tags.for_photo(photo.id)} == {"mine", "other", "hill"}
    assert desk.reader.embeddings.count(MODEL) == 1
    while desk.writer.edits.undo():
        pass
    assert photo_at(desk, file).rating == 1


def test_a_photo_that_moves_without_its_sidecar_loses_what_that_said(desk: Desk) -> None:
    file = draw(desk.photos / "a.jpg", seed=1)
    write_sidecar(desk.photos / "a.xmp", 2)
    desk.index()
    calls = desk.model_calls()
    (desk.photos / "new").mkdir()
    file.rename(desk.photos / "new" / "a.jpg")
    assert desk.index().moved == 1
    assert photo_at(desk, desk.photos / "new" / "a.jpg").rating == 0
    (desk.photos / "a.xmp").rename(desk.photos / "new" / "a.xmp")
    desk.index()
    assert photo_at(desk, desk.photos / "new" / "a.jpg").rating == 2
    (desk.photos / "new").rename(desk.photos / "newer")
    decoded = desk.decode_log.read_text()
    assert desk.index().moved == 1
    assert desk.decode_log.read_text() == decoded, "photo and sidecar moved together: nothing to read"
    assert desk.model_calls() == calls


def test_a_photo_that_changed_under_the_same_size_and_time_is_understood_anew(desk: Desk) -> None:
    file = draw(desk.photos / "a.jpg", seed=1)
    desk.index()
    first = photo_at(desk, file)
    assert first.content_hash
    content = bytearray(file.read_bytes())
    content[-300] ^= 0x10
    file.write_bytes(content)
    age(file)
    assert desk.index().unchanged == 1, "size and time are as before: not noticed by itself"
    write_sidecar(desk.photos / "a.xmp")
    calls = desk.model_calls()
    desk.index()
    assert photo_at(desk, file).content_hash != first.content_hash
    assert desk.model_calls() == calls + 1
    assert desk.rows()["a.jpg"][1:] == ("done", "done")


def test_a_broken_or_odd_sidecar_spoils_nothing(desk: Desk) -> None:
    file = draw(desk.photos / "a.jpg", seed=1)
    (desk.photos / "a.jpg.xmp").write_bytes(b"\0<no xml")
    (desk.photos / "lonely.xmp").write_bytes(b"")
    os.mkfifo(desk.photos / "b.jpg.xmp")
    draw(desk.photos / "b.jpg", seed=2)
    report = desk.index()
    assert not report.problems, "nothing is waited for until a decoder is given up"
    assert photo_at(desk, file).rating == 0
    assert desk.index().unchanged == 2


def stamps(path: Path) -> dict[str, int]:
    return {os.fsdecode(f.relative_path): f.sidecar_stamp for f in scan_root(path, ExclusionRules(), ScanProblems())}


def test_the_scan_sees_which_sidecar_belongs_to_which_photo(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.png", "b.jpg", "sub/a.jpg"):
        draw(tmp_path / name)
    assert set(stamps(tmp_path).values()) == {0}
    write_sidecar(tmp_path / "a.xmp")
    seen = stamps(tmp_path)
    assert seen["a.jpg"] == seen["a.png"] != 0
    assert (seen["b.jpg"], seen["sub/a.jpg"]) == (0, 0)
    write_sidecar(tmp_path / "a.jpg.xmp", title="longer than the other one")
    after = stamps(tmp_path)
    assert after["a.png"] == seen["a.png"]
    assert after["a.jpg"] != seen["a.jpg"]


def test_one_sidecar_of_two_photos_is_read_for_both(desk: Desk) -> None:
    files = [draw(desk.photos / "a.jpg", seed=1), draw(desk.photos / "a.png", seed=2)]
    desk.index()
    write_sidecar(desk.photos / "a.xmp", 4)
    assert desk.index().changed == 2
    assert [photo_at(desk, file).rating for file in files] == [4, 4]


def test_a_run_cut_short_reads_the_sidecar_next_time(make_desk: Callable[..., Desk]) -> None:
    from desktop_app.errors import CancelledError

    desk = make_desk()
    file = draw(desk.photos / "a.jpg", seed=1)
    desk.index()
    write_sidecar(desk.photos / "a.xmp", 4)
    with pytest.raises(CancelledError):
        desk.index(is_cancelled=lambda: desk.rows()["a.jpg"][1] == "pending")
    assert desk.rows()["a.jpg"][1:] == ("pending", "done")
    desk.index()
    assert photo_at(desk, file).rating == 4
    assert desk.reader.embeddings.get([PhotoId(photo_at(desk, file).id)], MODEL)[0].size == 1


@pytest.mark.skipif(not Path("/proc/sys/fs/inotify").is_dir(), reason="no inotify on this system")
def test_a_sidecar_that_changes_is_a_hint_to_scan(tmp_path: Path) -> None:
    sidecar = write_sidecar(tmp_path / "a.xmp")
    watcher = Watcher(ExclusionRules(), lambda _: None, quiet_s=0.1)
    watcher.set_roots([tmp_path])
    try:
        for act in (lambda: write_sidecar(sidecar, 5), lambda: write_sidecar(tmp_path / "b.jpg.xmp"), sidecar.unlink):
            act()
            deadline = time.monotonic() + 60
            while not (hints := watcher.take_due()):
                assert time.monotonic() < deadline
                time.sleep(0.02)
            assert {hint.root for hint in hints} == {tmp_path}
    finally:
        assert watcher.stop(60)
