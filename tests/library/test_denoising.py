"""New versions of photos in a real library, with the real network, real children and a real trash."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.domain.denoising import DenoiseProgress, DenoiseSettings, PixelRegion
from desktop_app.domain.full_picture import UnpackedPicture
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Page
from desktop_app.domain.photo import Badge, Status
from desktop_app.errors import CancelledError, StorageFullError, UserError
from desktop_app.library import version_files
from desktop_app.library.commands import AddTag, Redo, SetHidden, SetRating, Undo
from desktop_app.library.full_pictures import Scratch
from desktop_app.library.library import Library
from desktop_app.library.trash_commands import TrashPhotos
from desktop_app.library.version_commands import UnstackVersions
from desktop_app.library.version_files import version_name, write_version
from desktop_app.paths import DENOISE_FOLDER, VERSION_NOTE, LibraryPaths
from desktop_app.settings import Settings
from desktop_app.store.version_edits import VersionEdits

WAIT_S = 250
SIDE = 160
SIGMA = 18


def write_noisy(path: Path, seed: int) -> None:
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    pixels = np.stack([60 + 120 * x, 90 + 90 * y, 200 - 140 * x * y], -1)
    pixels[20 + 8 * seed : 70 + 8 * seed, 30:90] = (40, 70, 30 * seed)
    pixels += np.random.default_rng(seed).normal(0, SIGMA, pixels.shape)
    exif = Image.Exif()
    exif[0x010F], exif[0x9003] = "Reverie", f"2024:05:04 10:{seed:02d}:00"
    Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8)).save(path, exif=exif)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed, name in enumerate(("a.png", "b.png", "c.png")):
        write_noisy(folder / name, seed)
    return folder


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Iterator[Library]:
    library = Library.open(LibraryPaths(tmp_path / "home", tmp_path / "cache"), Settings(settle_s=0.0), decoder_count=1)
    try:
        library.index([library.add_root(folder)]).result(WAIT_S)
        yield library
    finally:
        library.close()


def ids(library: Library) -> dict[str, PhotoId]:
    page = library.ask(lambda q: q.timeline(Page())).result(WAIT_S)
    paths = library.ask(lambda q: q.paths([PhotoId(int(i)) for i in page.ids])).result(WAIT_S)
    return {path.name: photo for photo, path in paths.items()}


def save(library: Library, *photos: PhotoId, settings: DenoiseSettings | None = None):
    told: list[DenoiseProgress] = []
    job = library.denoising.save(photos, settings or DenoiseSettings(), told.append)
    return job.done.result(WAIT_S), told


def test_a_new_version_stands_beside_the_original_which_stays_as_it_is(library, folder) -> None:
    photo, before = ids(library)["a.png"], (folder / "a.png").read_bytes()
    library.run(SetRating((photo,), 4)).result(WAIT_S)
    library.run(AddTag((photo,), "Grandma")).result(WAIT_S)
    summary, told = save(library, photo)
    (version,) = summary.saved
    assert (summary.left_out, (folder / "a.png").read_bytes()) == ((), before)
    assert sorted(os.listdir(folder)) == ["a denoised.png", "a.png", "b.png", "c.png"]
    assert ids(library) == {"a denoised.png": version, "b.png": ids(library)["b.png"], "c.png": ids(library)["c.png"]}
    library.index().result(WAIT_S)
    found, original = library.ask(lambda q: (q.photo(version), q.photo(photo))).result(WAIT_S)
    assert found.metadata.camera_make == "Reverie", found
    assert found.metadata.taken_at_ms == original.metadata.taken_at_ms
    assert (found.rating, bool(found.badges & Badge.VERSION), original.status) == (4, True, Status.BEHIND)
    assert found.measures.noise_sigma < original.measures.noise_sigma / 2
    assert [tag.name for tag in library.ask(lambda q: q.tags(version)).result(WAIT_S) if tag.name == "Grandma"]
    assert library.ask(lambda q: q.versions(photo)).result(WAIT_S) == [photo, version]
    assert [progress.share for progress in told] == [*sorted(p.share for p in told[:-1]), 0.0]
    assert told[-1].done == told[-1].total == 1


def test_undo_moves_the_new_file_to_the_trash_and_redo_brings_it_back_also_after_a_restart(
    library, folder, tmp_path
) -> None:
    names = set(ids(library))
    summary, _ = save(library, ids(library)["a.png"], ids(library)["b.png"])
    assert len(summary.saved) == 2
    assert set(ids(library)) == {"a denoised.png", "b denoised.png", "c.png"}
    library.close()
    again = Library.open(LibraryPaths(tmp_path / "home", tmp_path / "cache"), Settings(settle_s=0.0), decoder_count=1)
    try:
        assert again.run(Undo()).result(WAIT_S).label == "Denoise"
        assert set(ids(again)) == names == set(os.listdir(folder))
        assert sorted(os.listdir(tmp_path / "data/Trash/files")) == ["a denoised.png", "b denoised.png"]
        again.index().result(WAIT_S)
        assert set(ids(again)) == names
        again.run(Redo()).result(WAIT_S)
        assert set(ids(again)) == {"a denoised.png", "b denoised.png", "c.png"}
        assert (folder / "b denoised.png").is_file()
    finally:
        again.close()


SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmp:Rating="4"
 tiff:Orientation="6" xmlns:own="http://example.org/own/" own:Note="kept"/></rdf:RDF></x:xmpmeta>"""


def test_a_copy_of_the_sidecar_goes_with_a_version_into_the_trash_too(library, folder, tmp_path) -> None:
    (folder / "a.png.xmp").write_text(SIDECAR)
    (folder / "b.xmp").write_text(SIDECAR)
    (folder / "c denoised.xmp").write_text("somebody's")
    library.index().result(WAIT_S)
    summary, _ = save(library, *(ids(library)[name] for name in ("a.png", "b.png", "c.png")))
    assert summary.left_out == ()
    versions = {"a denoised.png", "a denoised.png.xmp", "b denoised.png", "b denoised.png.xmp", "c denoised 2.png"}
    assert set(os.listdir(folder)) - {"a.png", "b.png", "c.png", "a.png.xmp", "b.xmp", "c denoised.xmp"} == versions
    for name in ("a", "b"):
        copied = (folder / f"{name} denoised.png.xmp").read_text()
        assert copied == SIDECAR.replace('Orientation="6"', 'Orientation="1"'), "the pixels are upright already"
    library.index().result(WAIT_S)
    found = [library.ask(lambda q, p=photo: q.photo(p)).result(WAIT_S).rating for photo in summary.saved]
    assert found == [4, 4, 0]
    library.run(Undo()).result(WAIT_S)
    assert not versions & set(os.listdir(folder))
    assert set(os.listdir(tmp_path / "data/Trash/files")) == versions
    library.run(Redo()).result(WAIT_S)
    assert versions < set(os.listdir(folder))


def test_a_version_whose_sidecar_cannot_be_written_is_none(library, folder, monkeypatch) -> None:
    def full(_) -> bytes:
        raise OSError(errno.ENOSPC, "full")

    (folder / "a.png.xmp").write_text(SIDECAR)
    monkeypatch.setattr(version_files, "upright_packet", full)
    summary, _ = save(library, ids(library)["a.png"])
    assert summary.saved == ()
    assert "its sidecar file cannot be written" in summary.left_out[0]
    assert not [name for name in os.listdir(folder) if "denoised" in name]


def test_a_version_that_is_trashed_uncovers_the_original_and_a_pile_can_be_taken_apart(library) -> None:
    photo = ids(library)["a.png"]
    (version,) = save(library, photo)[0].saved
    library.run(TrashPhotos((version,))).result(WAIT_S)
    assert "a.png" in ids(library)
    library.run(Undo()).result(WAIT_S)
    assert "a.png" not in ids(library)
    library.run(UnstackVersions((version,))).result(WAIT_S)
    assert {"a.png", "a denoised.png"} <= set(ids(library))
    library.run(Undo()).result(WAIT_S)
    assert "a.png" not in ids(library)


def test_names_that_are_taken_are_left_alone(library, folder) -> None:
    (folder / "a denoised.png").write_bytes(b"mine")
    (folder / "a denoised 2.png").mkdir()
    photo = ids(library)["a.png"]
    save(library, photo)
    assert (folder / "a denoised.png").read_bytes() == b"mine"
    assert (folder / "a denoised 3.png").is_file()


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("IMG 1.jpg", 1, "IMG 1 denoised.jpg"),
        ("IMG 1 denoised.jpg", 2, "IMG 1 denoised 2.jpg"),
        ("IMG 1 denoised 2.jpg", 1, "IMG 1 denoised.jpg"),
        ("undenoised.jpg", 1, "undenoised denoised.jpg"),
        (".jpg", 1, ".jpg denoised.jpg"),
    ],
)
def test_what_a_version_is_called(name, number, expected) -> None:
    assert version_name(Path("/photos") / name, ".jpg", number) == expected


def test_a_long_name_is_cut_by_whole_letters() -> None:
    name = version_name(Path("/photos") / ("ä" * 125 + ".jpg"), ".jpg", 12)
    assert len(os.fsencode(name)) <= 255
    assert name.startswith("ä" * 100)
    assert name.endswith("ä denoised 12.jpg")


def test_the_preview_is_what_is_saved(library, folder) -> None:
    photo, drafts = ids(library)["b.png"], []
    region = PixelRegion(16, 32, 96, 64)
    level = library.denoising.estimate(photo).result(WAIT_S)
    assert level.sigma == pytest.approx(SIGMA, rel=0.15)
    seen = library.denoising.preview(photo, region, DenoiseSettings(), 1, drafts.append).result(WAIT_S)
    assert seen.is_final
    assert seen.pixels.shape == (64, 96, 3)
    assert [draft.is_final for draft in drafts] == [False]
    save(library, photo)
    saved = np.asarray(Image.open(folder / "b denoised.png").convert("RGB"))[32:96, 16:112]
    assert np.abs(saved.astype(int) - seen.pixels).max() <= 1


def test_a_wish_that_is_overtaken_ends_and_nothing_lies_about(library, tmp_path) -> None:
    photo, region = ids(library)["b.png"], PixelRegion(0, 0, 64, 64)
    library.denoising.preview(photo, region, DenoiseSettings(), 5).result(WAIT_S)
    with pytest.raises(CancelledError):
        library.denoising.preview(photo, region, DenoiseSettings(), 4).result(WAIT_S)
    library.denoising.let_go()
    library.denoising.estimate(ids(library)["a.png"]).result(WAIT_S)
    library.denoising.let_go()
    library.close()
    assert not any((tmp_path / "cache" / "denoise").iterdir())


def test_what_a_killed_process_left_is_removed(library, tmp_path) -> None:
    left = tmp_path / "cache" / "denoise" / "1-left"
    left.mkdir(parents=True)
    (left / "pixels.raw").write_bytes(b"x" * 100)
    library.denoising.estimate(ids(library)["a.png"]).result(WAIT_S)
    assert not left.exists()


def test_photos_that_cannot_be_done_are_told_of_and_the_others_are_done(library, folder) -> None:
    photos = ids(library)
    (folder / "b.png").write_bytes(b"no picture any more")
    library.run(SetHidden((photos["c.png"],), True)).result(WAIT_S)
    (folder / "a.png").unlink()
    summary, told = save(library, photos["a.png"], photos["b.png"], photos["c.png"])
    assert len(summary.saved) == 1
    assert [sentence.split(" ", 1)[0] for sentence in summary.left_out] == ["a.png", "b.png"]
    assert told[-1].done == 3
    hidden = library.ask(lambda q: q.photo(summary.saved[0])).result(WAIT_S)
    assert hidden.status & Status.HIDDEN
    with pytest.raises(UserError, match=r"a\.png"):
        library.denoising.estimate(photos["a.png"]).result(WAIT_S)


def test_a_job_can_be_cancelled_and_what_was_saved_stays(library, folder) -> None:
    photos = ids(library)
    jobs, is_known = [], threading.Event()

    def on_progress(progress: DenoiseProgress) -> None:
        if progress.done == 1 and is_known.wait(WAIT_S):
            jobs[0].cancel()

    jobs.append(library.denoising.save(tuple(photos.values()), DenoiseSettings(), on_progress))
    is_known.set()
    summary = jobs[0].done.result(WAIT_S)
    assert 1 <= len(summary.saved) <= 2
    assert summary.left_out == ()
    assert len([name for name in os.listdir(folder) if "denoised" in name]) == len(summary.saved)


@pytest.mark.expects_log("cannot be settled: TypeError")
def test_a_version_that_was_whole_when_the_program_was_killed_is_as_hidden_as_its_original(
    library, folder, tmp_path
) -> None:
    photo = ids(library)["a.png"]
    library.run(SetHidden((photo,), True)).result(WAIT_S)
    library.close()
    left = tmp_path / "cache" / DENOISE_FOLDER
    for name, target in (("1-x", "a denoised.png"), ("2-x", "a denoised 2.png"), ("3-x", "b.png")):
        (left / name).mkdir(parents=True)
        (left / name / VERSION_NOTE).write_text(json.dumps([os.fsencode(folder / target).hex(), photo]))
    os.utime(left / "3-x" / VERSION_NOTE, (4e9, 4e9))  # that file was there before
    (left / "4-x").mkdir()
    (left / "4-x" / VERSION_NOTE).write_text("7")
    shutil.copy(folder / "a.png", folder / "a denoised.png")
    for _ in range(2):
        again = Library.open(LibraryPaths(tmp_path / "home", tmp_path / "cache"), Settings(settle_s=0.0))
        try:
            again.index().result(WAIT_S)
            assert set(ids(again)) == {"b.png", "c.png"}
            version = again.ask(lambda q: q.photo_by_path(folder / "a denoised.png")).result(WAIT_S)
            assert version.status == Status.HIDDEN
            assert again.ask(lambda q: q.undo_state()).result(WAIT_S).undo.label == "Denoise"
        finally:
            again.close()
        assert list(left.iterdir()) == []


def test_a_version_that_the_library_cannot_take_is_not_left_to_be_a_photo_of_its_own(
    library, folder, monkeypatch
) -> None:
    def fail(*_) -> None:
        raise StorageFullError("There is no room.")

    monkeypatch.setattr(VersionEdits, "add_version", fail)
    summary, _ = save(library, ids(library)["a.png"])
    assert (summary.saved, summary.left_out) == ((), ("There is no room.",))
    assert sorted(os.listdir(folder)) == ["a.png", "b.png", "c.png"]
    library.index().result(WAIT_S)
    assert set(ids(library)) == {"a.png", "b.png", "c.png"}
    assert library.ask(lambda q: q.counts()).result(WAIT_S).missing == 0


@pytest.mark.parametrize("is_late", [True, False])
def test_a_version_cancelled_when_it_had_its_name_is_one_all_the_same(library, folder, tmp_path, is_late) -> None:
    class Cancelled:
        def pack(self, _scratch, _pixels, target: Path, _if_there, _is_cancelled) -> None:
            if is_late:
                target.write_bytes(b"whole")
            raise CancelledError

    photo_id = ids(library)["a.png"]
    photo = library.ask(lambda q: q.photo(photo_id)).result(WAIT_S)
    scratch = Scratch(tmp_path, UnpackedPicture(tmp_path / "x", None, 1, 1, 3, 8, "PNG", ".png"))
    if is_late:
        assert write_version(Cancelled(), scratch, tmp_path / "y", photo, lambda: True) == folder / "a denoised.png"
    else:
        with pytest.raises(CancelledError):
            write_version(Cancelled(), scratch, tmp_path / "y", photo, lambda: True)
