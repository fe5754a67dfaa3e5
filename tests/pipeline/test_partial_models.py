from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pipeline_desk import Desk, age, draw

from desktop_app.domain.photo import FlagName
from desktop_app.workers.inference import InferenceProcess

SENSITIVE, MODEL = (0, 0, 255), "stand-in-1"  # the colour that the stand-in without an embedder takes for sensitive


def flags(desk: Desk, path: Path) -> set[FlagName]:
    photo = desk.reader.photos.by_path(path)
    assert photo is not None
    return {FlagName(flag.name) for flag in desk.reader.flags.for_photo(photo.id)}


def test_d3_without_the_model_for_vectors_photos_are_flagged_once_and_wait_for_it(
    make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk("no-embedder", "files")
    bare, dark = draw(desk.photos / "bare.png", colour=SENSITIVE), draw(desk.photos / "dark.png", colour=(1, 1, 1))
    plain = draw(desk.photos / "plain.jpg", seed=3)
    failing = draw(desk.photos / "failing.png", colour=(0, 255, 0))
    report = desk.index()
    assert not report.problems
    assert any("similar photos is off" in notice for notice in report.notices)
    assert FlagName.SENSITIVE in flags(desk, bare)
    assert FlagName.DARK in flags(desk, dark)
    assert not flags(desk, plain) & {FlagName.SENSITIVE, FlagName.DARK}
    assert all(row[1:] == ("done", "pending") for row in desk.rows().values())
    calls, decoded = desk.model_calls(), desk.decode_log.read_text()
    desk.index()
    assert (desk.model_calls(), desk.decode_log.read_text()) == (calls, decoded)
    draw(bare, seed=9)
    desk.index()
    assert FlagName.SENSITIVE not in flags(desk, bare), "another picture is judged anew"

    desk.inference.close()
    monkeypatch.setenv("ODD", "model,files")
    with InferenceProcess(Path("models")) as inference:
        desk.ingest._inference = inference
        desk.index()
    assert desk.reader.embeddings.count(MODEL) == 3
    assert {name: row[2] for name, row in desk.rows().items()} == {
        "bare.png": "done",
        "dark.png": "done",
        "failing.png": "failed",
        "plain.jpg": "done",
    }
    assert FlagName.DARK in flags(desk, dark)
    assert failing.exists()


def test_photos_understood_while_sensitivity_was_off_are_judged_when_it_is_back(
    make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk("no-sensitivity", "files")
    bare, dark = draw(desk.photos / "bare.png", colour=SENSITIVE), draw(desk.photos / "dark.png", colour=(1, 1, 1))
    copy = draw(desk.photos / "again" / "bare.png", colour=SENSITIVE)
    plain = draw(desk.photos / "plain.jpg", seed=3)
    desk.index()
    assert FlagName.SENSITIVE not in flags(desk, bare)
    assert FlagName.DARK in flags(desk, dark)
    assert {row[2] for row in desk.rows().values()} == {"done"}
    calls, decoded = desk.model_calls(), desk.decode_log.read_text()
    desk.index()
    assert (desk.model_calls(), desk.decode_log.read_text()) == (calls, decoded), "not asked about while it is off"
    generation = desk.reader.embeddings.generation(MODEL)

    desk.inference.close()
    monkeypatch.setenv("ODD", "model,files")
    with InferenceProcess(Path("models")) as inference:
        desk.ingest._inference = inference
        desk.index()
        assert FlagName.SENSITIVE in flags(desk, bare)
        assert FlagName.SENSITIVE in flags(desk, copy)
        assert flags(desk, dark) == {FlagName.DARK}
        assert FlagName.SENSITIVE not in flags(desk, plain)
        assert desk.decode_log.read_text() == decoded, "thumbnails are enough"
        assert desk.reader.embeddings.generation(MODEL) == generation, "vectors stay"
        calls = desk.model_calls()
        desk.index()
        assert desk.model_calls() == calls, "each is asked about once"


def test_a_photo_that_cannot_be_judged_is_not_asked_about_for_ever(
    make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk("no-sensitivity", "files", "takes-all")
    draw(desk.photos / "failing.png", colour=(0, 255, 0))
    plain = draw(desk.photos / "plain.jpg", seed=3)
    desk.index()
    desk.inference.close()
    monkeypatch.setenv("ODD", "model,files")
    with InferenceProcess(Path("models")) as inference:
        desk.ingest._inference = inference
        desk.index()
        calls = desk.model_calls()
        assert not desk.index().problems
        assert desk.model_calls() == calls
    assert {row[2] for row in desk.rows().values()} == {"done"}
    assert plain.exists()


def test_damaged_files_and_those_the_models_fail_on_get_the_flags_that_need_no_model(
    make_desk: Callable[..., Desk],
) -> None:
    desk = make_desk("files", "fails-on-black")
    dim = draw(desk.photos / "dim.jpg", seed=3, size=(640, 480))
    grain = np.random.default_rng(3).normal(12, 5, (480, 640, 3)).clip(0, 255).astype(np.uint8)
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x829A] = 0.01  # an exposure time: no screenshot
    Image.fromarray(grain).save(dim, quality=90, exif=exif)
    whole = dim.read_bytes()
    dim.write_bytes(whole[: len(whole) * 9 // 10])
    age(dim)
    failing = draw(desk.photos / "failing.png", colour=(0, 0, 0))
    fine = draw(desk.photos / "fine.jpg", seed=5)
    report = desk.index()
    assert {p.path.name for p in report.problems} == {"dim.jpg", "failing.png"}
    assert FlagName.DARK in flags(desk, dim)
    assert FlagName.DARK in flags(desk, failing)
    assert FlagName.DARK not in flags(desk, fine)
    draw(dim, seed=7)
    desk.index()
    assert FlagName.DARK not in flags(desk, dim), "a file that was mended is measured anew"
