"""The top bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.gui.header import SEARCH_DEBOUNCE_MS, SearchField
from desktop_app.gui.places import Kind


def test_typing_asks_once_after_a_pause(qtbot, theme_app) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    asked: list[str] = []
    field.searched.connect(asked.append)
    QTest.keyClicks(field, "dog")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["dog"], timeout=SEARCH_DEBOUNCE_MS * 10)


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


def test_a_long_title_gives_way_to_the_search(window) -> None:
    window.resize(900, 600)
    window.space.header.show_title("A very long folder name " * 10, "24 photos")
    assert window.space.header.search.width() >= 160
    assert window.space.header.title.text().endswith("…")
