"""The top bar."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.gui.header import SearchField
from desktop_app.gui.places import Kind


def test_typing_asks_once_after_a_pause(qtbot, theme_app) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    asked: list[str] = []
    field.searched.connect(asked.append)
    QTest.keyClicks(field, "dog")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["dog"])


def test_enter_asks_at_once_and_not_twice(qtbot, theme_app) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    asked: list[str] = []
    field.searched.connect(asked.append)
    QTest.keyClicks(field, "sea")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == ["sea"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == ["sea"]


def test_escape_clears_then_leaves(qtbot, theme_app) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)


def test_a_search_finds_by_tag_and_says_why(window, qtbot) -> None:
    window.space.header.search.setText("beach")
    window.space.header.search.returnPressed.emit()
    assert window.navigator.place.kind is Kind.SEARCH
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 6)
    assert set(window.navigator.whys) == {int(i) for i in window.space.model.timeline.ids}


def test_a_search_without_an_answer_offers_to_clear_it(window, qtbot) -> None:
    window.navigator.search("zzzz")
    window.space.header.search.show_text("zzzz")
    qtbot.waitUntil(lambda: window.space.empty.isVisible())
    qtbot.mouseClick(window.space.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    assert window.navigator.place.kind is Kind.TIMELINE


def test_letters_added_to_a_search_are_one_step_back(window, qtbot) -> None:
    for words in ("b", "be", "beach"):
        window.navigator.search(words)
    window.actions_table["back"].trigger()
    assert window.navigator.place.kind is Kind.TIMELINE


def test_only_the_newest_question_is_answered(window, qtbot) -> None:
    window.navigator.search("beach")
    window.navigator.search("forest and nothing else at all")
    window.navigator.search("forest")
    qtbot.waitUntil(lambda: window.bridge.waiting == 0)
    shown = [window.library.store.photos.get(int(i)).name for i in window.space.model.timeline.ids]
    assert len(shown) == 6
    assert all(name.startswith("forest") for name in shown)


def test_the_search_field_takes_no_drops_and_no_words_of_a_dragged_file(window) -> None:
    assert not window.space.header.search.acceptDrops()


def test_zooming_by_the_slider_is_kept(window, qtbot) -> None:
    window.space.header.zoom.setValue(260)
    assert window.space.grid.tile_height == 260
    assert window.settings.tile_height_px == 260


def overlaps(header) -> list[str]:
    """Returns which controls of the bar lie upon the one before, in reading order."""
    bar = (header.sidebar_button, header.back_button, header.title, header.count, header.search, header.zoom)
    shown = [widget for widget in (*bar, header.options, header.inspector_button) if widget.isVisible()]
    return [
        after.accessibleName() or type(after).__name__
        for before, after in pairwise(shown)
        if before.geometry().right() >= after.geometry().left()
    ]


@pytest.mark.parametrize("size", [(900, 600), (1100, 700), (1280, 800), (1900, 1000)])
@pytest.mark.parametrize("title", ["Library", "A very long folder name " * 10])
def test_nothing_in_the_bar_lies_upon_something_else(window, size, title) -> None:
    window.resize(*size)
    window.space.header.show_title(title, "24 photos")
    window.space.header.layout().activate()
    assert overlaps(window.space.header) == []
    assert window.space.header.inspector_button.geometry().right() < window.space.header.width()


def test_a_title_of_one_word_is_read_whole_in_the_smallest_window(window) -> None:
    window.resize(900, 600)
    for word in ("Library", "Mediathek", "Favourites"):
        window.space.header.show_title(word, "24 photos")
        assert window.space.header.title.text() == word


def test_a_title_cut_short_is_told_in_full_by_its_tip(window) -> None:
    header, name = window.space.header, "A very long folder name " * 10
    header.show_title(name, "24 photos")
    assert header.title.text().endswith("…")
    assert header.title.toolTip() == name
    header.show_title("Sea", "24 photos")
    assert header.title.text() == "Sea"
    assert header.title.toolTip() == ""


def test_the_search_stays_where_it_is_from_page_to_page(window, qtbot) -> None:
    header = window.space.header
    places_ = []
    for title, count in (("Sea", "1 photo"), ("A very long folder name " * 10, "24 photos"), ("", "")):
        header.show_title(title, count)
        header.layout().activate()
        places_.append(header.search.geometry())
    assert places_[0] == places_[1] == places_[2]


def test_the_slider_is_shown_only_where_there_are_tiles(window, qtbot) -> None:
    header = window.space.header
    assert header.zoom.isVisible()
    before = header.search.geometry()
    window.space.show_page(window.space.problems)
    header.layout().activate()
    assert not header.zoom.isVisible()
    assert header.search.y() == before.y()
    window.space.show_page(window.space.grid)
    assert header.zoom.isVisible()
