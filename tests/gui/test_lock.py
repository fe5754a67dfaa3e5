"""The lock on hidden photos in the window: a door that tells nothing, and that shuts by itself."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Scope
from desktop_app.gui import places
from desktop_app.gui.lock_settings import LockSettings, PasscodeDialog
from desktop_app.library import screen_lock
from desktop_app.library.commands import SetHidden

CODE = "passt!1"


@pytest.fixture(autouse=True)
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_lock, "COST", 1 << 10)


@pytest.fixture
def hidden(window, ids, qtbot) -> list[PhotoId]:
    """Two hidden photos behind a passcode, open."""
    window.library.run(SetHidden(tuple(ids[:2]), True)).result()
    window.library.lock.set_passcode(CODE).result()
    window.navigator.go(places.timeline(Scope.HIDDEN))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 2)
    return ids[:2]


@pytest.fixture
def door(window, hidden, qtbot):
    """The page of hidden photos, locked."""
    window.actions_table["lock-now"].trigger()
    qtbot.waitUntil(lambda: window.space.pages.currentWidget() is window.lock_desk.page)
    return window.lock_desk.page


def test_locking_takes_hidden_photos_off_the_screen(door, window, qtbot) -> None:
    assert len(window.space.model.timeline) == 0
    assert window.space.thumbnails.kept_bytes == 0
    assert window.space.header.count.text() == ""
    assert not window.actions_table["lock-now"].isEnabled()
    texts = [label.text() for label in (door.title, door.honesty)]
    assert not any(letter.isdigit() for text in texts for letter in text)
    assert "not encryption" in door.honesty.text()
    model = window.space.sidebar.tree.model()
    line = model.find_key("hidden")
    assert line.isValid(), "whoever has the passcode must find the door"
    assert model.data(line, Qt.ItemDataRole.AccessibleTextRole) == "Hidden"


def test_no_picture_is_fetched_again_before_the_door_stands_there(window, hidden, qtbot, monkeypatch) -> None:
    qtbot.waitUntil(lambda: window.space.thumbnails.kept_bytes > 0)
    for name in ("ask", "ask_in_background"):
        monkeypatch.setattr(window.library, name, lambda _question: Future())  # which takes its time
    window.library.lock.lock_now()
    qtbot.waitUntil(lambda: window.space.thumbnails.kept_bytes == 0)
    window.space.grid._want_pictures()
    qtbot.waitUntil(lambda: window.space.thumbnails.is_idle)
    assert window.space.thumbnails.kept_bytes == 0


def test_the_passcode_opens_the_door(door, window, qtbot) -> None:
    QTest.keyClicks(door.field, CODE)
    QTest.keyClick(door.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 2)
    assert window.space.pages.currentWidget() is window.space.grid or window.space.is_grid_shown
    assert window.actions_table["lock-now"].isEnabled()


def test_a_wrong_one_does_not_and_nothing_of_it_is_left(door, window, qtbot) -> None:
    QTest.keyClicks(door.field, "wrong")
    QTest.keyClick(door.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passcode" in door.trouble.text())
    assert door.field.text() == ""
    assert window.library.lock.is_locked()


def test_it_says_honestly_what_to_do_when_the_passcode_is_forgotten(door) -> None:
    assert not door.advice.isVisible()
    door.forgot.click()
    assert door.advice.isVisible()
    assert "lie in their folders" in door.advice.text()


def test_going_back_does_not_lead_around_the_door(door, window, qtbot) -> None:
    window.navigator.go(places.timeline())
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 23)
    window.navigator.back()
    qtbot.waitUntil(lambda: window.space.pages.currentWidget() is door)


def test_the_viewer_closes_when_the_lock_shuts(window, hidden, qtbot) -> None:
    window.open_photo(hidden[0])
    assert window.space.is_viewing
    window.library.lock.lock_now()
    qtbot.waitUntil(lambda: not window.space.is_viewing)


def test_it_shuts_when_nobody_is_there(window, hidden, monkeypatch: pytest.MonkeyPatch, qtbot) -> None:
    waited: list[float] = []
    monkeypatch.setattr(window.library.lock, "lock_when_idle", waited.append)
    window.lock_desk._look_for_life()
    assert waited == [300.0]
    touched: list[bool] = []
    monkeypatch.setattr(window.library.lock, "touch", lambda: touched.append(True))
    window.lock_desk.eventFilter(window, QEvent(QEvent.Type.KeyPress))
    assert touched == [True]
    window.lock_desk.eventFilter(window, QEvent(QEvent.Type.Paint))
    assert touched == [True]


def test_nothing_is_watched_while_there_is_no_passcode(window) -> None:
    assert not window.lock_desk._timer.isActive()
    assert not window.lock_desk.can_lock


def test_a_passcode_is_set_changed_and_removed_in_the_settings(window, qtbot) -> None:
    lock = window.library.lock
    part = LockSettings(window.settings, lock, window.bridge, window)
    qtbot.addWidget(part)
    assert part.remove_button.isHidden()
    first = PasscodeDialog(lock, window.bridge, window)
    qtbot.addWidget(first)
    first.new.setText(CODE)
    first.again.setText("something else")
    first.done_button.click()
    assert "not the same" in first.trouble.text()
    assert not lock.state.is_set
    first.again.setText(CODE)
    first.done_button.click()
    qtbot.waitUntil(lambda: lock.state.is_set)
    removal = PasscodeDialog(lock, window.bridge, window, is_removing=True)
    qtbot.addWidget(removal)
    removal.old.setText("wrong")
    removal.done_button.click()
    qtbot.waitUntil(lambda: "not the passcode" in removal.trouble.text())
    removal.old.setText(CODE)
    removal.done_button.click()
    qtbot.waitUntil(lambda: not lock.state.is_set)
