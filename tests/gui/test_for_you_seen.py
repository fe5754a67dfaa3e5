"""What counts as seen: a second on the screen, once a day."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QObject

from desktop_app.gui.for_you_seen import SeenTracker


class World:
    """A clock, a day and a screen."""

    def __init__(self) -> None:
        self.now, self.day, self.screen = 0.0, date(2026, 6, 14), [1, 2]
        self.told: list[int] = []


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def tracker(world: World, qapp) -> SeenTracker:
    parent = QObject()
    made = SeenTracker(lambda: world.screen, world.told.extend, lambda: world.now, lambda: world.day, parent)
    made.kept_parent = parent
    return made


def look(world: World, tracker: SeenTracker, seconds: float) -> None:
    for _ in range(round(seconds / 0.25)):
        tracker.step()
        world.now += 0.25
    tracker.step()


def test_a_photo_counts_after_a_second_and_once(world: World, tracker: SeenTracker) -> None:
    look(world, tracker, 0.75)
    assert world.told == []
    look(world, tracker, 0.5)
    assert sorted(world.told) == [1, 2]
    look(world, tracker, 5)
    assert sorted(world.told) == [1, 2]


def test_what_is_scrolled_past_does_not_count(world: World, tracker: SeenTracker) -> None:
    look(world, tracker, 0.75)
    world.screen = [2, 3]
    look(world, tracker, 0.5)
    assert world.told == [2]
    world.screen = [1]
    look(world, tracker, 0.5)
    assert world.told == [2]


def test_a_window_that_is_not_in_use_shows_nothing(world: World, tracker: SeenTracker) -> None:
    look(world, tracker, 0.5)
    world.screen = []
    look(world, tracker, 3)
    assert world.told == []


def test_the_next_day_counts_anew(world: World, tracker: SeenTracker) -> None:
    look(world, tracker, 1.25)
    world.day = date(2026, 6, 15)
    look(world, tracker, 1.25)
    assert sorted(world.told) == [1, 1, 2, 2]


def test_leaving_the_page_begins_the_second_anew(world: World, tracker: SeenTracker) -> None:
    look(world, tracker, 0.75)
    tracker.stop()
    look(world, tracker, 0.5)
    assert world.told == []
