from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pipeline_desk import Desk, draw

from desktop_app.domain.photo import FlagName
from desktop_app.workers.inference import InferenceProcess

SENSITIVE, MODEL = (0, 0, 255), "stand-in-1"  # the colour that the stand-in without an embedder takes for sensitive


def flags(desk: Desk, path: Path) -> set[FlagName]:
    photo = desk.reader.photos.by_path(path)
    assert photo is not None
    return {FlagName(flag.name) for flag in desk.reader.flags.for_photo(photo.id)}


def test_without_the_model_for_vectors_photos_are_flagged_once_and_wait_for_it(
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
