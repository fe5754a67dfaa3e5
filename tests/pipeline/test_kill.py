"""kill -9 at any moment of an import: nothing doubles, nothing half-done is served, and the end is the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pipeline_desk import draw

from desktop_app.domain.photo import Stage
from desktop_app.paths import LibraryPaths
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails

KILL_ME = Path(__file__).with_name("kill_me.py")
PROJECT = KILL_ME.parents[2]
PHOTOS = 40
MODEL = "stand-in-1"
SEEDS = range(int(os.environ.get("REVERIE_KILL_SEEDS", "4")))


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    for number in range(PHOTOS):
        draw(folder / f"{number % 5}" / f"{number:03}.jpg", seed=number, size=(500, 400))
    return folder


@pytest.fixture(scope="module")
def import_photos(photos: Path) -> Callable[..., float]:
    def run(home: Path, kill_after_s: float | None = None) -> float:
        """Imports, or kills the import so long after its first row; returns the seconds since then."""
        environment = {**os.environ, "ODD": "model,patient", "PYTHONPATH": str(PROJECT)}
        program = subprocess.Popen(
            [sys.executable, str(KILL_ME), str(home), str(photos)], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert program.stdout is not None
        assert program.stdout.readline() == "started\n"
        began = time.monotonic()
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            program.send_signal(signal.SIGKILL)
        out, _ = program.communicate(timeout=200)
        assert kill_after_s is not None or out == "done\n"
        return time.monotonic() - began

    return run


Signature = dict[str, tuple[bytes | None, Stage, Stage, tuple[str, ...]]]


def look(home: Path) -> tuple[Signature, dict[str, np.ndarray]]:
    """Checks what must hold at every moment; returns what a library holds, but for ids and times."""
    paths = LibraryPaths(home, home / "cache")
    writer = Store.open(paths, is_writer=True)
    try:
        assert writer.db.value("PRAGMA quick_check(1)") == "ok"
        assert not writer.db.rows("PRAGMA foreign_key_check")
        thumbnails = Thumbnails(paths.thumbnails, 1 << 30)
        found: Signature = {}
        vectors: dict[str, np.ndarray] = {}
        for root in writer.roots.all():
            for row in writer.photos.known_files(root.id):
                name = os.fsdecode(row.relative_path)
                assert name not in found
                if row.content_hash is not None:
                    jpeg = thumbnails.get(row.content_hash)
                    assert jpeg is None or (jpeg[:2] == b"\xff\xd8" and jpeg[-2:] == b"\xff\xd9")
                _, rows = writer.embeddings.get([row.photo_id], MODEL)
                assert (len(rows) == 1) == (row.embed_stage is Stage.DONE), "vector, tags and stage go together"
                tags = tuple(sorted(tag.name for tag in writer.tags.for_photo(row.photo_id)))
                assert bool(tags) == (row.embed_stage is Stage.DONE)
                found[name] = (row.content_hash, row.decode_stage, row.embed_stage, tags)
                if len(rows):
                    vectors[name] = rows[0].astype(np.float32)
        return found, vectors
    finally:
        writer.close()


@pytest.mark.slow
@pytest.mark.timeout(200 + 100 * len(SEEDS))
@pytest.mark.expects_log("closed")
def test_killed_imports_resume_and_end_as_one_that_was_not(tmp_path: Path, import_photos: Callable[..., float]) -> None:
    whole_s = import_photos(tmp_path / "whole")
    expected, expected_vectors = look(tmp_path / "whole")
    assert len(expected) == PHOTOS
    assert {row[1:3] for row in expected.values()} == {(Stage.DONE, Stage.DONE)}
    partial = 0
    for seed in SEEDS:
        home, chance = tmp_path / f"killed-{seed}", random.Random(seed)
        import_photos(home, chance.uniform(0.3, 0.9) * whole_s)
        stages = [row[2] for row in look(home)[0].values()]
        partial += stages.count(Stage.DONE) < PHOTOS
        if stages.count(Stage.DONE) < PHOTOS:
            import_photos(home)
        found, vectors = look(home)
        assert found == expected, f"seed {seed}"
        for name, vector in vectors.items():
            assert float(vector @ expected_vectors[name]) > 0.995, f"seed {seed}: {name}"
    print(f"{partial} of {len(SEEDS)} kills fell into the work")
