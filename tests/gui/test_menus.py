"""Menus come from the table."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu

from desktop_app.gui import menus
from desktop_app.gui.action_table import SPECS


def _ids(menu: QMenu) -> set[str]:
    found: set[str] = set()
    for action in menu.actions():
        if action.menu() is not None:
            found |= _ids(action.menu())
        elif not action.isSeparator():
            found.add(action.objectName())
    return found


def test_every_entry_names_an_action() -> None:
    trees = (*[m.entries for m in menus.MENU_BAR], menus.PHOTO_MENU, menus.PAGE_MENU, menus.VIEW_OPTIONS)
    assert {i for tree in trees for i in menus.ids_in(tree)} - set(SPECS) == set()


def test_the_menu_bar_reaches_every_action() -> None:
    assert set(SPECS) - menus.ids_in(menus.MENU_BAR) == set()


def test_the_context_menu_offers_what_was_promised(window) -> None:
    menu = menus.context_menu(menus.PHOTO_MENU, window.actions_table, window)
    wanted = {"open", "find-similar", "show-in-folder", "favourite", "rate-0", "rate-5", "add-tag", "hide"}
    wanted |= {"copy-image", "copy-path", "open-with", "properties"}
    assert _ids(menu) >= wanted
    menu.deleteLater()


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups on a machine without a screen
def test_a_right_click_opens_the_menu_of_the_photo_below(window, qtbot) -> None:
    grid = window.space.grid
    seen: list = []
    grid.menu_requested.connect(lambda ids, at: seen.append(ids))
    first = window.space.model.id_at(0)
    grid.set_current_id(first)
    window._show_menu([first], window.mapToGlobal(window.rect().center()))
    popup = next(m for m in window.findChildren(QMenu) if m.isVisible())
    assert "find-similar" in _ids(popup)
    popup.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_tag_can_be_removed_from_the_menu_of_the_photo(window, qtbot) -> None:
    first = window.space.model.id_at(0)
    window.space.grid.set_current_id(first)
    tags = window.space.inspector.tags
    qtbot.waitUntil(lambda: len(window.details.photos) == 1 and len(tags.chips) == 2)
    window._show_menu([first], window.mapToGlobal(window.rect().center()))
    popup = next(m for m in window.findChildren(QMenu) if m.isVisible())
    removal = next(a.menu() for a in popup.actions() if a.menu() is not None and a.text() == "Remo&ve tag")
    next(a for a in removal.actions() if a.text() == "outdoors").trigger()
    popup.close()
    qtbot.waitUntil(lambda: "outdoors" not in [chip.tag.name for chip in tags.chips])
