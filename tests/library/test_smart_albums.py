"""Smart albums through the whole library: real pictures, real children, the shipped model."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.domain.ids import PhotoId, SmartAlbumId
from desktop_app.domain.library import Changes, Page, Scope
from desktop_app.domain.smart_album import Certainty, Field, Operator, Rule, RuleSet
from desktop_app.errors import UserError
from desktop_app.library.commands import SetHidden, Undo
from desktop_app.library.library import Library
from desktop_app.library.smart_album_commands import SetSmartRules, SetSmartStrictness, TeachSmartAlbum
from desktop_app.paths import LibraryPaths
from tests.library.conftest import copy_home, index_once, save_picture

WAIT_S = 250
FEW = tuple(range(24))


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dozen pictures of which the first eight are the same scene, framed a little differently."""
    place = tmp_path_factory.mktemp("scenes") / "photos"
    for seed in FEW:
        save_picture(place / f"{seed:02d}.jpg", 1 if seed < 8 else seed * 7, (320 + seed * 4, 240))
    return place


@pytest.fixture(scope="session")
def scenes_home(scenes: Path) -> Path:
    """A library that has read them, closed."""
    return index_once(scenes)


@pytest.fixture
def many(scenes: Path, scenes_home: Path, paths: LibraryPaths, tmp_path: Path) -> Path:
    """A copy of them, known to the library of this test."""
    folder = shutil.copytree(scenes, tmp_path / "photos")
    copy_home(scenes_home, paths, folder)
    return folder


@pytest.fixture
def library(many: Path, open_library: Callable[[], Library]) -> Library:
    opened = open_library()
    root = opened.add_root(many)
    opened.index([root]).result(WAIT_S)
    return opened


def photo(library: Library, folder: Path, number: int) -> PhotoId:
    found = library.ask(lambda queries: queries.photo_by_path(folder / f"{number:02d}.jpg")).result(WAIT_S)
    assert found is not None
    return found.id


def inside(library: Library, album: SmartAlbumId) -> set[int]:
    page = Page(Scope.SMART_ALBUM, smart_album_id=album)
    return set(library.ask(lambda queries: queries.timeline(page)).result(WAIT_S).ids.tolist())


def test_a_taught_album_learns_grows_and_obeys(library: Library, many: Path) -> None:
    smart = library.order.smart_albums
    scene = [photo(library, many, number) for number in range(8)]
    news: list[Changes] = []
    stop = library.subscribe(news.append)
    album = smart.create("Scene", None, tuple(scene[:5]), (photo(library, many, 20),)).result(WAIT_S)
    lesson = smart.lesson(album).result(WAIT_S)
    stop()
    assert lesson.certainty is Certainty.MEASURED
    assert lesson.wanted == tuple(scene[:5])
    assert set(scene) <= inside(library, album)
    assert photo(library, many, 20) not in inside(library, album)
    assert not set(lesson.uncertain) & {*scene[:5], photo(library, many, 20)}
    assert sum(change.is_order_changed for change in news) == 2  # made, and learned

    # Asked again, nothing is learned anew and nobody is told of anything.
    news.clear()
    stop = library.subscribe(news.append)
    assert smart.lesson(album).result(WAIT_S) == lesson
    assert smart.refresh().result(WAIT_S) == 0
    assert not news
    stop()

    # What the user rules out leaves at once and stays out, and undo brings it back.
    library.run(TeachSmartAlbum(album, refused=(scene[6],))).result(WAIT_S)
    assert scene[6] not in inside(library, album)
    smart.lesson(album).result(WAIT_S)
    assert scene[6] not in inside(library, album)
    library.run(Undo()).result(WAIT_S)
    assert smart.lesson(album).result(WAIT_S).steps == lesson.steps
    assert scene[6] in inside(library, album)

    # New photos come in by what was learned.
    save_picture(many / "90.jpg", 1, (400, 300))
    save_picture(many / "91.jpg", 4_711, (400, 300))
    library.index().result(WAIT_S)
    assert smart.refresh().result(WAIT_S) == 1
    assert photo(library, many, 90) in inside(library, album)
    assert photo(library, many, 91) not in inside(library, album)


def test_hidden_photos_are_neither_shown_nor_asked_about(library: Library, many: Path) -> None:
    smart = library.order.smart_albums
    scene = [photo(library, many, number) for number in range(8)]
    album = smart.create("Scene", None, tuple(scene[:5])).result(WAIT_S)
    asked = smart.lesson(album).result(WAIT_S).uncertain
    hidden = (*asked[:1], scene[5])
    library.run(SetHidden(hidden, is_hidden=True)).result(WAIT_S)
    assert not set(hidden) & inside(library, album)
    assert not set(hidden) & set(smart.lesson(album).result(WAIT_S).uncertain)


def test_without_examples_there_is_nothing_and_the_last_one_taken_back_empties_it(library: Library, many: Path) -> None:
    smart = library.order.smart_albums
    album = smart.create("Empty").result(WAIT_S)
    assert smart.lesson(album).result(WAIT_S).certainty is Certainty.UNTAUGHT
    assert inside(library, album) == set()
    first = photo(library, many, 0)
    library.run(TeachSmartAlbum(album, wanted=(first,))).result(WAIT_S)
    assert smart.lesson(album).result(WAIT_S).certainty is Certainty.TOO_FEW
    assert first in inside(library, album)
    library.run(TeachSmartAlbum(album, taken_back=(first,))).result(WAIT_S)
    assert smart.lesson(album).result(WAIT_S).certainty is Certainty.UNTAUGHT
    assert inside(library, album) == set()


def test_an_example_whose_file_is_away_teaches_without_its_views(library: Library, many: Path) -> None:
    smart = library.order.smart_albums
    scene = [photo(library, many, number) for number in range(5)]
    (many / "03.jpg").unlink()
    album = smart.create("Scene", None, tuple(scene)).result(WAIT_S)
    lesson = smart.lesson(album).result(WAIT_S)
    assert lesson.certainty is Certainty.MEASURED
    assert any("03.jpg" in sentence for sentence in lesson.problems)


def test_rules_are_counted_before_they_are_kept_and_the_wrong_act_is_refused(library: Library, many: Path) -> None:
    smart = library.order.smart_albums
    rules = RuleSet(rules=(Rule(Field.NAME, Operator.CONTAINS, "05"),))
    assert smart.count(rules).result(WAIT_S) == 1
    album = smart.create("Fives", rules).result(WAIT_S)
    assert inside(library, album) == {photo(library, many, 5)}
    other = RuleSet(rules=(Rule(Field.NAME, Operator.CONTAINS, "06"),))
    library.run(SetSmartRules(album, other)).result(WAIT_S)
    assert [found.photo_count for found in smart.all().result(WAIT_S)] == [1]
    assert inside(library, album) == {photo(library, many, 6)}
    with pytest.raises(UserError, match="rules"):
        library.run(SetSmartStrictness(album, 0.9)).result(WAIT_S)
    assert smart.lesson(album).result(WAIT_S).certainty is Certainty.UNTAUGHT
