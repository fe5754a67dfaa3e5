"""Duplicates from the page to the system's trash and back, in a library as it ships."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.domain.duplicate import Tier
from desktop_app.domain.library import Page
from desktop_app.gui import places
from desktop_app.gui.window import MainWindow
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings

WAIT_MS = 250_000


@pytest.fixture
def library(tmp_path: Path, monkeypatch) -> Iterator[Library]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    opened = Library.open(LibraryPaths(tmp_path / "home", tmp_path / "cache"), Settings(), decoder_count=1)
    yield opened
    opened.close()


def photo_id_of(library: Library, path: Path):
    photo = library.ask(lambda queries: queries.photo_by_path(path)).result(250)
    assert photo is not None
    return photo.id


@pytest.mark.slow
def test_copies_go_to_the_trash_with_what_was_given_to_them_and_come_back(
    qtbot, theme_app, library: Library, draw_photo, tmp_path: Path
) -> None:
    folder = tmp_path / "Pictures"
    (folder / "old").mkdir(parents=True)
    for number in range(5):
        draw_photo(folder / f"photo-{number}.jpg", number % 2, number * 7)
    copy = folder / "old" / "photo-0 (1).jpg"
    shutil.copy(folder / "photo-0.jpg", copy)
    with Image.open(folder / "photo-1.jpg") as picture:
        picture.resize((picture.width // 2, picture.height // 2)).save(folder / "old" / "small.jpg", quality=70)
    library.add_root(folder)
    library.index().result(250)

    window = MainWindow(library, Settings(is_motion_reduced=True), lambda _s: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 7, timeout=WAIT_MS)
    window.navigator.go(places.DUPLICATES)
    page = window.duplicates_desk.make_page()
    qtbot.waitUntil(lambda: page.current is not None and bool(page.going), timeout=WAIT_MS)
    assert window.space.header.title.text() == "Duplicates"
    assert page.list.sets.count(Tier.IDENTICAL) == 1
    assert page.list.sets.count(Tier.SAME_PICTURE) == 1

    copied = photo_id_of(library, copy)
    assert page.going == {copied}  # the plainer name stays
    before = window.duplicates_desk._generation
    window.edits.rate([copied], 4)
    qtbot.waitUntil(lambda: window.edits.undo_state.undo is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.duplicates_desk._generation > before, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.current is not None and not page.is_searching, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page._compared is not None, timeout=WAIT_MS)  # nothing goes before its pictures were seen
    page.bar.keep_all.setFocus()
    goes = next(iter(page.going))
    kept = next(photo for photo in page.current.photo_ids if photo != goes)
    paths = library.ask(lambda queries: queries.paths([goes, kept])).result(250)
    page.bar.go.click()
    qtbot.waitUntil(lambda: not paths[goes].exists(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.list.sets.count(Tier.IDENTICAL) == 0, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 6 or not window.toast.isHidden(), timeout=WAIT_MS)
    assert (tmp_path / "data" / "Trash" / "files" / paths[goes].name).exists()
    assert paths[kept].exists()
    # the copy's rating went over; the journal learns of it after the file has moved
    qtbot.waitUntil(lambda: library.ask(lambda q: q.photo(kept)).result(250).rating == 4, timeout=WAIT_MS)
    assert len(library.ask(lambda queries: queries.timeline(Page())).result(250)) == 6

    qtbot.waitUntil(lambda: window.edits.undo_state.undo is not None and window.toast.isVisible(), timeout=WAIT_MS)
    window.toast.button.click()
    qtbot.waitUntil(paths[goes].exists, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.list.sets.count(Tier.IDENTICAL) == 1, timeout=WAIT_MS)
    window.close()


@pytest.mark.slow
def test_b2_what_is_no_duplicate_is_not_asked_about_again(
    qtbot, theme_app, library: Library, draw_photo, tmp_path: Path
) -> None:
    folder = tmp_path / "Pictures"
    folder.mkdir()
    draw_photo(folder / "one.jpg", 0, 1)
    shutil.copy(folder / "one.jpg", folder / "two.jpg")
    library.add_root(folder)
    library.index().result(250)
    window = MainWindow(library, Settings(is_motion_reduced=True), lambda _s: None)
    qtbot.addWidget(window)
    window.show()
    window.navigator.go(places.DUPLICATES)
    page = window.duplicates_desk.make_page()
    qtbot.waitUntil(lambda: page.current is not None and bool(page.going), timeout=WAIT_MS)
    page.bar.keep_all.click()
    qtbot.waitUntil(lambda: window.edits.undo_state.undo is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not page.is_searching, timeout=WAIT_MS)
    assert library.order.duplicates.find().result(250).sets == ()
    assert page.empty.isVisible()
    window.edits.undo()
    qtbot.waitUntil(lambda: page.list.sets.count(Tier.IDENTICAL) == 1, timeout=WAIT_MS)
    window.close()
