"""Pages without photos."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.gui.empty_state import Drawing, EmptyState


@pytest.mark.parametrize("width", [300, 384, 764, 1600])
def test_the_words_stand_in_the_middle_and_are_not_cut(qtbot, theme_app, width) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    page = EmptyState(host)
    page.say(
        Drawing.SEARCH,
        "No photo answers “a few words that are longer than a narrow page”",
        "Try fewer words, a place, a month or an object, and look again at what has been found by then.",
        "Clear the search",
    )
    page.resize(width, 600)
    host.resize(width, 600)
    host.show()
    qtbot.waitExposed(host)
    for label in (page.title, page.sentence):
        assert abs(label.geometry().center().x() - page.rect().center().x()) <= 1
        assert page.rect().contains(label.geometry())
        assert label.height() >= label.heightForWidth(label.width())


def test_words_without_a_break_do_not_widen_the_window(window, qtbot) -> None:
    window.resize(900, 600)
    window.navigator.search("x" * 3000)
    qtbot.waitUntil(lambda: window.space.empty.isVisible())
    assert window.width() == 900
    assert window.space.empty.width() <= 900 - 216
    assert len(window.space.empty.title.text()) < 120
