"""What stands beside an album's photos: dates and order above them, suggestions below, the cover in the sidebar."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale, Qt

from desktop_app.domain.ids import AlbumId
from desktop_app.domain.suggestion import Suggestion
from desktop_app.errors import UserError
from desktop_app.gui import places
from desktop_app.gui.album_bar import span_text
from desktop_app.gui.album_suggestions import AlbumSuggestions
from desktop_app.gui.sidebar_model import Role
from desktop_app.library.commands import SetHidden


def line(window, album_id: AlbumId):
    return window.space.sidebar.tree.places.find_key(f"album:{album_id}")


def shown(window) -> list[int]:
    return [int(photo) for photo in window.space.model.timeline.ids]


@pytest.fixture
def strip(window, qtbot, album_page, ids) -> AlbumSuggestions:
    """The suggestions of an album: five photos of the library that it does not hold."""
    window.library.additions[album_page] = tuple(Suggestion(photo, 0.9) for photo in ids[12:17])
    window.navigator.refresh()
    qtbot.waitUntil(lambda: window.space.album_suggestions is not None and window.space.album_suggestions.isVisible())
    return window.space.album_suggestions


def suggested(strip: AlbumSuggestions) -> list[int]:
    return [int(tile.photo_id) for tile in strip.tiles]


def test_what_an_album_may_be_missing_is_offered_and_can_be_added(window, qtbot, album_page, strip, ids) -> None:
    assert suggested(strip) == ids[12:17]
    window.library.additions[album_page] = tuple(Suggestion(photo, 0.9) for photo in (*ids[12:13], *ids[14:18]))
    strip.tiles[1].add.click()
    assert suggested(strip) == [ids[12], *ids[14:17]]
    qtbot.waitUntil(lambda: len(shown(window)) == 11)
    qtbot.waitUntil(lambda: suggested(strip) == [ids[12], *ids[14:18]])
    assert window.toast.words.text() == "Added 1 photo to “Rome”"
    window.library.additions[album_page] = ()
    strip.all.click()
    qtbot.waitUntil(lambda: len(shown(window)) == 16)
    assert not strip.isVisible()


def test_a_suggestion_turned_down_does_not_come_again_unless_undone(window, qtbot, album_page, strip, ids) -> None:
    strip.tiles[0].refuse.click()
    qtbot.waitUntil(lambda: window.library.store.albums.refused(album_page) == {ids[12]})
    window.navigator.go(places.timeline())
    assert not strip.isVisible()
    window.albums.show(album_page)
    qtbot.waitUntil(lambda: suggested(strip) == ids[13:17])
    window.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: sorted(suggested(strip)) == sorted(ids[12:17]))


def test_a_photo_hidden_since_it_was_found_is_not_offered(window, qtbot, album_page, strip, ids) -> None:
    window.library.run(SetHidden((ids[12],), True)).result()
    window.navigator.refresh()
    qtbot.waitUntil(lambda: suggested(strip) == ids[13:17])


def test_the_strip_is_reached_and_answered_by_keys(window, qtbot, strip, ids) -> None:
    strip.tiles[0].add.setFocus()
    qtbot.keyClick(strip.tiles[0].add, Qt.Key.Key_Space)
    assert suggested(strip) == ids[13:17]
    assert strip.tiles[0].add.hasFocus()
    assert strip.tiles[0].refuse.accessibleName().startswith("Do not suggest the photo of ")
    stops, widget = [], strip.all
    while len(stops) < 4:
        widget = widget.nextInFocusChain()
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget)
    first, second = strip.tiles[:2]
    assert stops == [first.add, first.refuse, second.add, second.refuse]


def test_a_strip_that_was_closed_stays_closed(window, qtbot, album_page, strip) -> None:
    strip.close_button.click()
    assert not strip.isVisible()
    window.navigator.go(places.timeline())
    window.albums.show(album_page)
    qtbot.waitUntil(lambda: len(shown(window)) == 10)
    assert not strip._ask_timer.isActive()


@pytest.mark.parametrize("error", [UserError("The models are away."), None])
def test_without_suggestions_the_album_is_whole(window, qtbot, album_page, strip, error, caplog) -> None:
    del album_page
    failed: Future = Future()
    failed.set_exception(error or RuntimeError("a bug"))
    window.library.album_additions = lambda album_id, top=20: failed
    with caplog.at_level(logging.CRITICAL if error is None else logging.INFO):
        window.navigator.refresh()
        qtbot.waitUntil(lambda: not strip.isVisible())
    assert len(shown(window)) == 10


def day(year: int, month: int, date: int) -> int:
    return int(datetime(year, month, date, 12, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (day(2025, 6, 3), day(2025, 6, 3), "3 June 2025"),
        (day(2025, 6, 3), day(2025, 6, 14), "3 – 14 June 2025"),
        (day(2025, 5, 28), day(2025, 6, 3), "28 May – 3 June 2025"),
        (day(2024, 12, 30), day(2025, 1, 2), "30 December 2024 – 2 January 2025"),
    ],
)
def test_the_dates_of_an_album_say_what_they_share_once(first: int, last: int, words: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    try:
        assert span_text(first, last) == words
    finally:
        QLocale.setDefault(before)


def test_the_bar_offers_the_order_that_is_not_in_force(window, qtbot, album_page, ids) -> None:
    bar = window.space.album_bar
    assert bar.isVisible()
    assert bar.hint.isVisible()
    assert not bar.button.isVisible()
    window.library.store.edits.move_in_album(album_page, [ids[9]], ids[0])
    window.navigator.refresh()
    qtbot.waitUntil(bar.button.isVisible)
    bar.button.click()
    qtbot.waitUntil(bar.hint.isVisible)
    window.navigator.go(places.timeline())
    assert not bar.isVisible()


def test_the_sidebar_shows_covers_and_follows_their_change(window, qtbot, album_page, ids) -> None:
    covers = window.space.covers
    qtbot.waitUntil(lambda: covers.pixmap(line(window, album_page).data(Role.COVER)) is not None)
    window.albums.set_cover(album_page, ids[5])
    qtbot.waitUntil(lambda: line(window, album_page).data(Role.COVER) == ids[5])
    qtbot.waitUntil(lambda: covers.pixmap(ids[5]) is not None)
    window.library.store.edits.set_hidden([ids[5]], True)
    window.navigator.refresh_sides()
    qtbot.waitUntil(lambda: line(window, album_page).data(Role.COVER) not in (ids[5], None))


def test_messages_stay_over_the_page_when_the_strip_goes(window, qtbot, strip) -> None:
    window.toast.say("Hello")

    def above_foot() -> int:
        pages = window.space.pages
        return pages.mapTo(window, pages.rect().bottomLeft()).y() - window.toast.geometry().bottom()

    gap = above_foot()
    assert gap > 0
    strip.close_button.click()
    qtbot.waitUntil(lambda: above_foot() == gap)
