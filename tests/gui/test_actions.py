"""The table of actions: ids and keys are unique, what needs something is off without it."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from desktop_app.gui import icons
from desktop_app.gui.action_table import ACTIONS, SPECS, Need
from desktop_app.gui.actions import ActionState
from desktop_app.gui.shortcuts_page import ShortcutsPage, rows


def test_every_id_stands_once() -> None:
    assert [i for i, n in Counter(spec.id for spec in ACTIONS).items() if n > 1] == []


def test_no_key_belongs_to_two_actions(qapp) -> None:
    keys = Counter(
        QKeySequence(key).toString()
        for spec in ACTIONS
        for key in spec.keys
        if not spec.yields or key not in SPECS[spec.yields].keys
    )
    assert [key for key, n in keys.items() if n > 1] == []


def test_every_key_is_one_that_qt_knows(qapp) -> None:
    unknown = [
        (spec.id, key)
        for spec in ACTIONS
        for key in spec.keys
        if QKeySequence(key).isEmpty() or "Unknown" in QKeySequence(key).toString()
    ]
    assert unknown == []


def test_every_icon_is_drawn() -> None:
    assert {spec.icon for spec in ACTIONS if spec.icon} <= set(icons.names())


def test_every_action_of_the_table_does_something(window) -> None:
    """An action nobody connected would be a dead entry."""
    mute = [spec.id for spec in ACTIONS if not window.actions_table[spec.id].receivers("2triggered(bool)")]
    assert mute == []


def test_the_shortcut_page_lists_every_key(qtbot, theme_app) -> None:
    page = ShortcutsPage()
    qtbot.addWidget(page)
    listed = {words for spec in ACTIONS for words in [w for _k, w in rows(spec.group)]}
    missing = [s.id for s in ACTIONS if s.keys and s.text.replace("&", "").rstrip("…") not in listed]
    assert missing == []


@pytest.mark.parametrize("action_id", ["rate-3", "find-similar", "favourite", "hide", "copy-image", "add-tag"])
def test_what_works_on_photos_is_off_without_one(window, action_id: str) -> None:
    window.actions_table.update(ActionState(selected=0, has_roots=True))
    assert not window.actions_table[action_id].isEnabled()
    window.actions_table.update(ActionState(selected=2, has_roots=True))
    assert window.actions_table[action_id].isEnabled()


def test_properties_want_exactly_one_photo() -> None:
    assert SPECS["properties"].needs & Need.ONE
    assert not ActionState(selected=2).holds() & Need.ONE


def test_undo_says_what_it_takes_back(window) -> None:
    window.actions_table.update(ActionState(undo_label="Rate 3 photos"))
    assert "Rate 3 photos" in window.actions_table["undo"].text()
    assert window.actions_table["undo"].isEnabled()
    assert not window.actions_table["redo"].isEnabled()
