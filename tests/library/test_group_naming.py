"""Groups that no tag names: the folder the user made for them does, where it says something."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).resolve().parent))
from grouped import MODEL, _decoded, vector

from desktop_app.domain.library import RootIdentity
from desktop_app.domain.photo import Tag, TagSource
from desktop_app.library.group_naming import GroupWords
from desktop_app.paths import LibraryPaths
from desktop_app.store.rows import NewFile, UnderstoodRow
from desktop_app.store.store import Store


def add(store: Store, folder: str, count: int, tag: str = "") -> np.ndarray:
    root = store.roots.add(Path("/photos"), RootIdentity(1, 2, "volume"), 1)
    names = [NewFile(f"{folder}/{n:04d}.jpg".encode(), 1_000, 10**18) for n in range(count)]
    ids = store.photos.add_files(root.id, names, 1_000)
    store.photos.save_decoded([_decoded(photo) for photo in ids])
    tags = (Tag(tag, TagSource.AI, 0.9),) if tag else ()
    store.save_understood([UnderstoodRow(i, MODEL, vector(folder, i), tags, ()) for i in ids])
    return np.array(ids, np.int64)


@pytest.fixture
def store(paths: LibraryPaths):
    opened = Store.open(paths, is_writer=True)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("folder", "words"),
    [("2019 Anna's wedding", ("Anna's wedding",)), ("cougar_face", ("Cougar face",)), ("100CANON", ()), ("Photos", ())],
)
def test_a_folder_names_what_no_tag_does(store: Store, folder: str, words: tuple[str, ...]) -> None:
    members = add(store, folder, 20)
    add(store, "Other things", 60)
    assert GroupWords(store).words(members) == words


def test_tags_come_first(store: Store) -> None:
    members = add(store, "Anna's dog", 20, "dog")
    add(store, "Other things", 60, "boat")
    assert GroupWords(store).words(members)[0] == "dog"


def test_a_folder_that_holds_most_photos_or_few_of_a_group_tells_nothing(store: Store) -> None:
    most = add(store, "Everything", 60)
    few = add(store, "Wedding", 10)
    assert GroupWords(store).words(most[:20]) == ()
    assert GroupWords(store).words(np.concatenate([most[:10], few])) == ()
