from __future__ import annotations

import random
from pathlib import Path

import pytest

from desktop_app.domain.photo import Tag, TagSource
from desktop_app.paths import LibraryPaths
from desktop_app.store import health, vector_index
from desktop_app.store.backup import Backups
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex

BUDGET = 10_000_000


@pytest.fixture
def ids(paths: LibraryPaths, filler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A healthy library with everything in it, closed."""
    monkeypatch.setattr(vector_index, "EXACT_BELOW", 10)
    (tmp_path / "photos").mkdir()
    store = Store.open(paths, is_writer=True)
    fill = filler(store, tmp_path / "photos")
    made = fill.photos(30)
    fill.understand(made, (Tag("dog", TagSource.AI, 0.9),))
    store.edits.set_rating(made, 4)
    store.edits.add_tag(made[:5], "a long tag that is easy to find")
    index = VectorIndex(paths.index, fill.model)
    index.catch_up(store)
    index.save(store)
    Backups(store, paths.backups).make(1_700_000_000_000)
    store.close()
    return made


def check(paths: LibraryPaths) -> list[health.Finding]:
    return health.check(paths, thumbnail_budget_bytes=BUDGET)


def bad(paths: LibraryPaths) -> list[str]:
    return [finding.area for finding in check(paths) if not finding.is_ok]


def repair(paths: LibraryPaths) -> list[health.Finding]:
    return health.repair(paths, at_ms=1_700_000_100_000, thumbnail_budget_bytes=BUDGET)


def change(paths: LibraryPaths, *statements: str) -> None:
    store = Store.open(paths, is_writer=True)
    with store.db.atomic():
        for statement in statements:
            store.db.execute(statement)
    store.close()


def test_a_healthy_library_is_found_healthy_and_looking_changes_nothing(paths: LibraryPaths, ids: list[int]) -> None:
    before = paths.database.read_bytes()
    findings = check(paths)
    assert [f for f in findings if not f.is_ok] == []
    areas = {f.area for f in findings}
    assert areas == {"database", "edits", "vectors", "index", "thumbnails", "roots", "history", "backups"}
    assert paths.database.read_bytes() == before


def test_a_photo_the_model_failed_on_is_no_damage(paths: LibraryPaths, ids: list[int]) -> None:
    store = Store.open(paths, is_writer=True)
    store.understanding.fail(ids[0], "test-model-1", 16, "the file is damaged", 1)
    store.close()
    assert bad(paths) == []
    assert health.check(paths, thumbnail_budget_bytes=10**9)[0].message == "The database is whole."


def test_where_there_is_no_library_that_is_all(paths: LibraryPaths) -> None:
    (finding,) = check(paths)
    assert finding.is_ok
    assert not paths.home.exists()


@pytest.mark.parametrize(
    ("statement", "area"),
    [
        ("UPDATE photo SET tile = tile | 1 WHERE id = 3", "database"),
        ("DELETE FROM photo_text WHERE rowid = 3", "database"),
        ("UPDATE embedding_model SET count = 7", "vectors"),
    ],
)
def test_what_is_derived_is_checked_and_mended(paths: LibraryPaths, ids: list[int], statement: str, area: str) -> None:
    change(paths, statement)
    assert area in bad(paths)
    assert all(f.is_ok for f in repair(paths))
    assert bad(paths) == []


def test_vectors_that_went_missing_are_asked_for_again(paths: LibraryPaths, ids: list[int]) -> None:
    change(paths, "DELETE FROM embedding WHERE photo_id = 4")
    repair(paths)
    store = Store.open(paths, is_writer=False)
    assert [p.photo_id for p in store.photos.pending_embed("test-model-1", None, 9)] == [4]
    store.close()


def test_a_damaged_index_is_told_and_made_anew(paths: LibraryPaths, ids: list[int]) -> None:
    (file,) = paths.index.iterdir()
    data = bytearray(file.read_bytes())
    data[200] ^= 1
    file.write_bytes(data)
    assert bad(paths) == ["index"]
    assert any("made anew" in f.message for f in repair(paths))
    assert bad(paths) == []


def test_silent_damage_of_a_users_words_is_noticed(paths: LibraryPaths, ids: list[int]) -> None:
    """A byte inside a text cell: SQLite's own check says ok, the row's checksum does not."""
    data = bytearray(paths.database.read_bytes())
    places = [n for n in range(len(data)) if data.startswith(b"easy to find", n)]
    assert len(places) >= 5
    for n in places:
        data[n] ^= 2
    paths.database.write_bytes(data)
    assert "edits" in bad(paths)
    assert "database" not in bad(paths), "the reason why the checksums are there"


def test_a_changed_rating_is_noticed(paths: LibraryPaths, ids: list[int]) -> None:
    change(
        paths,
        "UPDATE photo_edit SET rating = 1 WHERE photo_id = 2",
        "UPDATE photo SET rating = 1, tile = tile WHERE id = 2",
    )
    (finding,) = [f for f in check(paths) if not f.is_ok]
    assert finding.area == "edits"
    assert "library-20231114-221320.db" in finding.advice


@pytest.mark.parametrize("seed", range(12))
def test_any_damage_is_survived_told_and_repaired_with_the_damaged_file_kept(
    paths: LibraryPaths, ids: list[int], seed: int
) -> None:
    rng = random.Random(seed)
    data = bytearray(paths.database.read_bytes())
    if seed % 3 == 0:
        del data[rng.randrange(100, len(data)) :]
    else:
        start = rng.randrange(0, len(data) - 4096)
        data[start : start + 4096] = rng.randbytes(4096)
    paths.database.write_bytes(data)
    told = bad(paths)
    if not told:
        return  # it hit room that nothing uses
    findings = repair(paths)
    kept = [p.read_bytes() for p in paths.home.glob("library.damaged-*.db")]
    if any("is kept as" in f.message for f in findings):
        assert bytes(data) in kept
        assert bad(paths) == []
        store = Store.open(paths, is_writer=False)
        assert {p.rating for p in store.photos.get_many(ids).values()} == {4}
        store.close()
    else:
        assert kept == []


def test_without_a_backup_repair_starts_anew_and_keeps_the_file(paths: LibraryPaths) -> None:
    paths.home.mkdir()
    paths.database.write_bytes(b"no database")
    assert bad(paths) == ["database"]
    findings = repair(paths)
    assert "kept as library.damaged-" in findings[0].message
    (aside,) = paths.home.glob("library.damaged-*.db")
    assert aside.read_bytes() == b"no database"
    assert bad(paths) == []


def test_a_folder_that_is_away_and_a_cache_over_its_budget_are_told(
    paths: LibraryPaths, ids: list[int], tmp_path: Path
) -> None:
    (tmp_path / "photos").rmdir()
    folder = paths.thumbnails / "aa"
    folder.mkdir(parents=True)
    (folder / "big").write_bytes(bytes(BUDGET * 2))
    assert bad(paths) == ["roots", "thumbnails"]
    repair(paths)
    assert bad(paths) == ["roots"]
