from __future__ import annotations

from desktop_app.gui.first_tiles import call_after

NEVER_MS = 600_000


def test_a_call_waits_for_tiles_with_pictures_and_comes_once(window, qtbot) -> None:
    grid, calls = window.space.grid, []
    call_after(grid, lambda: calls.append("called"), rest_ms=0, latest_ms=NEVER_MS)
    assert calls == []
    grid.viewport().update()
    qtbot.waitUntil(lambda: calls == ["called"])
    grid.viewport().repaint()
    qtbot.waitUntil(lambda: not window.bridge.waiting)
    assert calls == ["called"]


def test_a_call_rests_after_the_tiles(window, qtbot) -> None:
    grid, calls = window.space.grid, []
    call_after(grid, lambda: calls.append("rested"), rest_ms=NEVER_MS, latest_ms=NEVER_MS)
    call_after(grid, lambda: calls.append("at once"), rest_ms=0, latest_ms=NEVER_MS)
    grid.viewport().repaint()
    qtbot.waitUntil(lambda: calls == ["at once"])


def test_without_tiles_a_call_comes_all_the_same(make_window, empty_library, qtbot) -> None:
    calls = []
    call_after(make_window(empty_library).space.grid, lambda: calls.append("called"), rest_ms=NEVER_MS, latest_ms=1)
    qtbot.waitUntil(lambda: calls == ["called"])
