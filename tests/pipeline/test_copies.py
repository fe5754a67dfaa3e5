from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from pipeline_desk import Desk, age, draw

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import FlagName, Photo, TagSource
from desktop_app.imaging.content_hash import HEAD_BYTES, TAIL_BYTES
from desktop_app.pipeline.compare import is_known_by_hash

MODEL = "stand-in-1"


def photo_at(desk: Desk, path: Path) -> Photo:
    photo = desk.reader.photos.by_path(path)
    assert photo is not None
    return photo


def copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy2(source, target))


def tags(desk: Desk, photo: Photo) -> set[str]:
    return {tag.name for tag in desk.reader.tags.for_photo(photo.id) if tag.source is TagSource.AI}


def test_a_copy_of_an_understood_photo_costs_no_model_call(desk: Desk) -> None:
    dark = draw(desk.photos / "dark.png", colour=(1, 1, 1))
    files = [dark, *(draw(desk.photos / f"{n}.jpg", seed=n) for n in range(4))]
    desk.index()
    calls = desk.model_calls()
    copies = [copy(file, desk.photos / "copies" / file.name) for file in files]
    report = desk.index()
    assert (report.added, report.moved, report.missing) == (5, 0, 0)
    assert desk.model_calls() == calls
    assert desk.ingest.last_reading.reused == 5
    for file, twin in zip(files, copies, strict=True):
        one, other = photo_at(desk, file), photo_at(desk, twin)
        assert one.id != other.id
        ids, vectors = desk.reader.embeddings.get([one.id, other.id], MODEL)
        assert len(ids) == 2
        assert (vectors[0] == vectors[1]).all()
        assert tags(desk, one) == tags(desk, other) == {"thing", "other"}
        assert desk.reader.flags.for_photo(one.id) == desk.reader.flags.for_photo(other.id)
    assert desk.reader.flags.for_photo(photo_at(desk, copies[0]).id), "the dark one has a flag"
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    assert desk.reader.embeddings.count(MODEL) == 10


def test_what_the_user_removed_from_one_photo_stays_its_own(desk: Desk) -> None:
    first = draw(desk.photos / "a.png", colour=(1, 1, 1))
    desk.index()
    one = photo_at(desk, first)
    desk.writer.edits.remove_tag([one.id], "thing")
    desk.writer.edits.set_rating([one.id], 5)
    flags = {flag.name for flag in desk.reader.flags.for_photo(one.id)}
    assert flags
    for flag in flags:
        desk.writer.edits.dismiss_flag([one.id], FlagName(flag))
    second = copy(first, desk.photos / "b.png")
    desk.index()
    other = photo_at(desk, second)
    assert tags(desk, photo_at(desk, first)) == {"other"}
    assert tags(desk, other) == {"thing", "other"}
    assert {flag.name for flag in desk.reader.flags.for_photo(other.id) if not flag.is_dismissed} == flags
    assert all(flag.is_dismissed for flag in desk.reader.flags.for_photo(one.id))
    assert other.rating == 0
    desk.writer.edits.suppress_tag("other")
    third = copy(first, desk.photos / "c.png")
    desk.index()
    assert tags(desk, photo_at(desk, third)) == {"thing"}


def test_copies_that_come_together_are_understood_once(desk: Desk) -> None:
    first = draw(desk.photos / "0.jpg", seed=1)
    copies = [copy(first, desk.photos / f"{n}.jpg") for n in range(1, 12)]
    desk.index()
    assert desk.model_calls() == 1
    assert desk.reader.embeddings.count(MODEL) == 12
    assert all(row[1:] == ("done", "done") for row in desk.rows().values())
    assert {frozenset(tags(desk, photo_at(desk, f))) for f in copies} == {frozenset({"thing", "other"})}


def test_a_file_that_becomes_a_copy_takes_over_its_answers(desk: Desk) -> None:
    first, second = draw(desk.photos / "a.jpg", seed=1), draw(desk.photos / "b.png", colour=(1, 1, 1))
    desk.index()
    ids = {path: photo_at(desk, path).id for path in (first, second)}
    calls = desk.model_calls()
    shutil.copyfile(first, second)
    age(second, 1_700_000_000)
    assert desk.index().changed == 1
    assert desk.model_calls() == calls
    found, vectors = desk.reader.embeddings.get([PhotoId(i) for i in ids.values()], MODEL)
    assert len(found) == 2
    assert (vectors[0] == vectors[1]).all()
    assert desk.reader.flags.for_photo(ids[second]) == desk.reader.flags.for_photo(ids[first])
    assert desk.reader.embeddings.count(MODEL) == 2


@pytest.mark.parametrize(
    ("kind", "size_bytes", "is_known"),
    [("JPEG", 1 << 30, True), ("BMP", HEAD_BYTES + TAIL_BYTES, True), ("BMP", HEAD_BYTES + TAIL_BYTES + 1, False),
     ("TIFF", 1 << 22, False), (None, 5, True)],
)  # fmt: skip
def test_a_long_uncompressed_file_is_not_known_by_its_hash(kind: str | None, size_bytes: int, is_known: bool) -> None:
    assert is_known_by_hash(kind, size_bytes) == is_known


def test_two_long_bitmaps_that_differ_in_the_middle_are_both_understood(desk: Desk) -> None:
    first = desk.photos / "a.bmp"
    from PIL import Image

    Image.new("RGB", (800, 700), (250, 240, 230)).save(first, "BMP")
    content = bytearray(first.read_bytes())
    assert len(content) > HEAD_BYTES + TAIL_BYTES + 400_000
    content[HEAD_BYTES + 1000 : HEAD_BYTES + 400_000] = os.urandom(399_000)
    (desk.photos / "b.bmp").write_bytes(content)
    for path in (first, desk.photos / "b.bmp"):
        age(path)
    desk.index()
    assert photo_at(desk, first).content_hash == photo_at(desk, desk.photos / "b.bmp").content_hash
    assert desk.model_calls() == 2
