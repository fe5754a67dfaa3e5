"""Your interests: shown with pictures, renamed, boosted, muted, forgotten, explained."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.domain.history import InterestChoice, PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.suggestion import Interest
from desktop_app.gui import for_you_words, places
from desktop_app.library.commands import ChooseInterest, ForgetInterest, SetHidden
from desktop_app.settings import Settings


def ready(value: object) -> Future:
    future: Future = Future()
    future.set_result(value)
    return future


class Taste:
    """Three interests over the real library; choices are the real history's."""

    def __init__(self, library, monkeypatch) -> None:
        self.library = library
        self.commands: list = []
        ids = [PhotoId(int(i)) for i in library.store.photos.timeline(places.LIBRARY_PAGE).ids]
        self.interests = [
            self._interest(ids[:7], "beach", 0.5, 0.4),
            self._interest(ids[7:13], "forest", 0.3, 0.0),
            self._interest(ids[13:18], "city", 0.2, -0.5),
        ]
        self.looks = [
            PhotoView(i, ViewSurface.VIEWER, ViewSource.LIBRARY, 1_750_000_000_000 + n * 60_000, 4200)
            for n, i in enumerate(ids[:4])
        ]
        run = library.run

        def keep(command):
            self.commands.append(command)
            if isinstance(command, ForgetInterest):
                self.interests = [one for one in self.interests if one.id != command.interest_id]
                from desktop_app.domain.library import Changes

                library.publish(Changes(is_history_changed=True, is_undo_changed=True))
                return ready(None)
            return run(command)

        monkeypatch.setattr(library, "run", keep)
        monkeypatch.setattr(library, "interests", lambda _at=None: ready(self.now()), raising=False)
        monkeypatch.setattr(library, "interest_evidence", lambda _id: ready((self.looks, [])), raising=False)
        monkeypatch.setattr(type(library), "is_private_session", False, raising=False)

    @staticmethod
    def _interest(ids, name: str, strength: float, trend: float) -> Interest:
        return Interest(InterestId(int(ids[0])), name, ids[0], strength, trend, tuple(ids), 12, 1_750_000_000_000)

    def now(self) -> tuple[Interest, ...]:
        choices = {choice.anchor: choice for choice in self.library.store.history.choices()}
        made = []
        for interest in self.interests:
            chosen = choices.get(interest.id, InterestChoice(interest.id))
            made.append(
                replace(
                    interest,
                    name=chosen.name or interest.name,
                    boost=chosen.boost,
                    is_muted=chosen.is_muted,
                    is_renamed=bool(chosen.name),
                )
            )
        return tuple(made)


@pytest.fixture
def taste(inline_library, monkeypatch) -> Taste:
    return Taste(inline_library, monkeypatch)


@pytest.fixture
def window(make_window, taste, qtbot):
    made = make_window(taste.library, Settings(theme="light", is_motion_reduced=True, history_mode="on"))
    made.actions_table["go-interests"].trigger()
    qtbot.waitUntil(lambda: made.space.interests is not None and len(made.space.interests.contents) == 3)
    return made


def card(window, name: str):
    page = window.space.interests
    return next(c for c in page.cards[: len(page.contents)] if c.name.text() == name)


def names(window) -> list[str]:
    page = window.space.interests
    return [c.name.text() for c in page.cards[: len(page.contents)]]


def test_each_interest_has_its_photos_the_medoid_large_first(window, taste) -> None:
    beach = card(window, "Beach")
    assert beach.collage.ids[0] == taste.interests[0].medoid
    assert 5 <= len(beach.collage.ids) <= 7
    rects = [beach.collage.card_rect(row) for row in range(3)]
    assert rects[0].height() > 1.5 * rects[1].height()
    assert beach.trend.words.text() == "Growing"
    assert card(window, "Forest").trend.words.text() == "Steady"
    assert card(window, "City").trend.words.text() == "Fading"
    assert beach.note.text() == "12 looks"
    assert "50 %" in beach.strength.accessibleName()


def test_collages_side_by_side_are_of_one_height(window) -> None:
    heights = {c.collage.height() for c in window.space.interests.cards[:3]}
    assert len(heights) == 1


def test_renaming_in_place_is_kept_and_undone(window, taste, qtbot) -> None:
    beach = card(window, "Beach")
    beach.name.setFocus()
    beach.name.selectAll()
    QTest.keyClicks(beach.name, "Summer")
    QTest.keyClick(beach.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [c.name for c in taste.library.store.history.choices()] == ["Summer"])
    window.space.interests.for_you.setFocus()
    qtbot.waitUntil(lambda: "Summer" in names(window))
    qtbot.waitUntil(lambda: window.actions_table["undo"].isEnabled())
    window.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: "Beach" in names(window))


def test_a_name_the_user_gave_stays_as_it_was_typed(window, taste, qtbot) -> None:
    beach = card(window, "Beach")
    beach.name.setFocus()
    beach.name.selectAll()
    QTest.keyClicks(beach.name, "iPhone days")
    QTest.keyClick(beach.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [c.name for c in taste.library.store.history.choices()] == ["iPhone days"])
    window.space.interests.for_you.setFocus()
    qtbot.waitUntil(lambda: "iPhone days" in names(window))


def test_esc_gives_the_old_name_back(window, taste) -> None:
    beach = card(window, "Beach")
    beach.name.setFocus()
    QTest.keyClicks(beach.name, "xyz")
    QTest.keyClick(beach.name, Qt.Key.Key_Escape)
    assert beach.name.text() == "Beach"
    assert taste.commands == []


def test_boost_doubles_and_lets_go_again(window, taste, qtbot) -> None:
    qtbot.mouseClick(card(window, "Forest").boost, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [c.boost for c in taste.library.store.history.choices()] == [2.0])
    qtbot.waitUntil(lambda: card(window, "Forest").boost.isChecked())
    qtbot.mouseClick(card(window, "Forest").boost, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: taste.commands[-1] == ChooseInterest(InterestChoice(taste.interests[1].id)))


def test_muted_interests_stand_dimmed_at_the_end(window, taste, qtbot) -> None:
    qtbot.mouseClick(card(window, "Beach").mute, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(window)[-1] == "Beach")
    muted = card(window, "Beach")
    assert muted.collage.is_dimmed
    assert "Muted" in muted.note.text()
    assert muted.mute.text() == "Unmute"
    qtbot.mouseClick(muted.mute, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(window)[0] == "Beach")
    assert not card(window, "Beach").collage.is_dimmed


def test_forgetting_is_confirmed_in_place(window, taste, qtbot) -> None:
    city = card(window, "City")
    qtbot.mouseClick(city.forget, Qt.MouseButton.LeftButton)
    assert city.question.isVisible()
    qtbot.mouseClick(city.keep, Qt.MouseButton.LeftButton)
    assert city.forget.isVisible()
    assert taste.commands == []
    qtbot.mouseClick(city.forget, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(city.confirm, Qt.MouseButton.LeftButton)
    assert isinstance(taste.commands[-1], ForgetInterest)
    qtbot.waitUntil(lambda: names(window) == ["Beach", "Forest"])


def test_why_shows_the_looks_with_day_and_seconds_and_opens_them(window, taste, qtbot) -> None:
    beach = card(window, "Beach")
    qtbot.mouseClick(beach.why, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(beach.looks.ids) == 4 and beach.looks.isVisible())
    newest = taste.looks[-1].photo_id
    assert beach.looks.ids[0] == newest
    assert beach.looks._captions[newest].endswith("4 s")
    QTest.mouseClick(beach.looks.viewport(), Qt.MouseButton.LeftButton, pos=beach.looks.card_rect(0).center())
    assert window.space.viewer.current_id == newest
    assert window.space.viewer.opened_from is ViewSource.FOR_YOU
    window.space.viewer.close_viewer()
    qtbot.mouseClick(beach.why, Qt.MouseButton.LeftButton)
    assert not beach.looks.isVisible()


def test_a_hidden_photo_stands_for_no_interest(window, taste, qtbot) -> None:
    medoid = taste.interests[0].medoid
    taste.library.run(SetHidden((medoid,), True))
    qtbot.waitUntil(lambda: medoid not in card(window, "Beach").collage.ids)


def test_without_interests_the_page_says_how_they_come(window, taste, qtbot) -> None:
    taste.interests = []
    window.for_you_desk.interests.refresh()
    page = window.space.interests
    qtbot.waitUntil(page.empty.isVisible)
    assert page.empty.title.text() == "No interests yet"
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert window.navigator.place == places.timeline()


def test_every_control_says_which_interest_it_is_about(window) -> None:
    beach = card(window, "Beach")
    for button in (beach.boost, beach.mute, beach.forget, beach.why):
        assert "Beach" in button.accessibleName()
    assert beach.accessibleName() == "Beach, Growing, 12 looks"


@pytest.mark.parametrize(("trend", "word"), [(1.0, "Growing"), (0.1, "Steady"), (-0.1, "Steady"), (-1.0, "Fading")])
def test_trends_are_words(trend: float, word: str, qapp) -> None:
    assert for_you_words.trend_text(trend) == word
