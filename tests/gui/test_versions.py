"""A photo that has a newer version: one tile for both, a mark on it, a page that shows all, and a way to part them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes, Scope
from desktop_app.domain.photo import Badge
from desktop_app.gui import menus
from desktop_app.gui.album_menu import photo_menu
from desktop_app.gui.photo_delegate import TileLook


@pytest.fixture
def pair(window, ids, inline_library, qtbot) -> tuple[PhotoId, PhotoId]:
    """The first photo, which now stands behind the second."""
    inline_library.store.edits.add_version("Denoise", ids[1], ids[0], None)
    inline_library.publish(Changes(updated=frozenset(ids[:2]), is_membership_changed=True, is_undo_changed=True))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == len(ids) - 1)
    return ids[0], ids[1]


def shown(window) -> list[int]:
    return window.space.model.timeline.ids.tolist()


def texts(menu) -> set[str]:
    return {action.text().replace("&", "") for action in menu.actions()}


def test_both_are_one_tile_that_has_a_mark(window, pair) -> None:
    original, version = pair
    assert original not in shown(window)
    index = window.space.model.index(shown(window).index(version))
    badges = int(window.space.model.timeline.badges[index.row()])
    assert badges & Badge.VERSION
    assert not TileLook(colour=0, badges=badges, status=0).is_plain
    assert "with its original behind it" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_menu_shows_all_versions_and_takes_them_apart(window, pair, qtbot) -> None:
    original, version = pair
    window.space.grid.select_ids([version])
    window.update_actions()
    assert {"Show versions", "Unstack versions"} <= texts(photo_menu(window, [version]))
    window.actions_table["show-versions"].trigger()
    qtbot.waitUntil(lambda: set(shown(window)) == {original, version})
    assert window.navigator.place.page.scope is Scope.VERSIONS
    assert window.space.header.title.text() == "Versions"
    window.space.grid.select_ids([original])
    window.update_actions()
    assert window.actions_table["show-versions"].isEnabled()
    window.actions_table["unstack"].trigger()
    qtbot.waitUntil(lambda: window.toast.words.text() == "1 pile taken apart")
    window.actions_table["go-library"].trigger()
    qtbot.waitUntil(lambda: {original, version} <= set(shown(window)))
    window.toast.button.click()
    qtbot.waitUntil(lambda: original not in shown(window))


def test_a_photo_without_versions_is_not_offered_any(window, ids) -> None:
    window.space.grid.select_ids([ids[3]])
    window.update_actions()
    assert not {"Show versions", "Unstack versions"} & texts(photo_menu(window, [ids[3]]))
    assert not window.actions_table["unstack"].isEnabled()
    assert {"show-versions", "unstack"} <= menus.ids_in(menus.MENU_BAR)
