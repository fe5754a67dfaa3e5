"""When the vector index is saved: for many photos, not for a handful, and what is not saved is found all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.domain.query import SimilarRequest
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.store import vector_index
from tests.library.conftest import OpenLibrary, save_picture

WAIT_S = 250


def index_files(paths: LibraryPaths) -> list[str]:
    return sorted(path.name for path in paths.index.glob("*"))


def index_again(library: Library) -> None:
    """Indexes, and waits for what the query lane does after it."""
    library.index().result(WAIT_S)
    library.tags_of_file(Path("not there.jpg")).exception(WAIT_S)


def test_a_handful_of_photos_does_not_write_the_whole_index_again(
    open_library: OpenLibrary, folder: Path, paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "EXACT_BELOW", 4)
    monkeypatch.setattr(vector_index, "SAVE_AFTER", 5)
    library = open_library()
    library.add_root(folder)
    index_again(library)
    first = index_files(paths)
    assert len(first) == 1
    for seed in range(10, 13):
        save_picture(folder / f"{seed}.jpg", seed)
    index_again(library)
    assert index_files(paths) == first
    library.close()
    library = open_library()
    new = library.ask(lambda q: q.photo_by_path(folder / "12.jpg")).result(WAIT_S)
    found = library.similar(SimilarRequest(files=(folder / "10.jpg",), strictness=0.0)).result(WAIT_S)
    assert new is not None
    assert new.id in [match.photo_id for match in found.matches], "what the file lacks is caught up with"
    assert len(found.matches) == 8
    for seed in range(20, 23):
        save_picture(folder / f"{seed}.jpg", seed)
    index_again(library)
    assert len(index_files(paths)) == 1
    assert index_files(paths) != first
