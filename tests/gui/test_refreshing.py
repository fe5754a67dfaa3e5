"""Asking again for what is stale: how often, who goes first, and that the last news is never lost."""

from __future__ import annotations

import time
from concurrent.futures import Future

import numpy as np
import pytest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Activity, Changes, Progress
from desktop_app.errors import UserError
from desktop_app.gui import places
from desktop_app.gui.refreshing import Pace
from desktop_app.library.commands import SetRating
from desktop_app.settings import Settings
from desktop_app.store.rows import NewFile


class Clock:
    """The real clock, which can be put on: an answer takes as long as the test says."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock, qapp) -> Pace:
    return Pace(0.25, 5.0, clock=clock)


@pytest.fixture
def dues(pace: Pace) -> list[int]:
    heard: list[int] = []
    pace.due.connect(lambda: heard.append(1))
    return heard


def ask_for(pace: Pace, clock: Clock, seconds: float) -> None:
    pace.begin()
    clock.ahead_s += seconds
    pace.end()


def test_what_is_wanted_in_a_quiet_time_is_due_at_once(pace: Pace, dues: list[int]) -> None:
    pace.want()
    assert dues == [1]


def test_one_question_is_under_way_at_a_time_and_what_came_meanwhile_is_due_after_it(
    pace: Pace, dues: list[int], qtbot
) -> None:
    pace.begin()
    for _ in range(100):
        pace.want()
    assert dues == []
    with qtbot.waitSignal(pace.due):
        pace.end()
    assert dues == [1]


def test_the_rest_is_as_long_as_the_answer_makes_it(qapp, qtbot) -> None:
    now_s = [1000.0]
    pace, dues = Pace(0.25, 5.0, clock=lambda: now_s[0]), []
    pace.due.connect(lambda: dues.append(1))
    pace.begin()
    now_s[0] += 0.1
    pace.end()
    pace.want()
    assert dues == []
    assert 300 <= pace._timer.interval() <= 301, "three times a tenth of a second"
    with qtbot.waitSignal(pace.due):
        now_s[0] += 0.31
    assert dues == [1]


def test_no_rest_is_longer_than_the_longest(pace: Pace, dues: list[int], clock: Clock) -> None:
    ask_for(pace, clock, 3600.0)  # the machine slept
    clock.ahead_s += 5.1
    pace.want()
    assert dues == [1]


def test_who_waits_does_not_wait_for_a_rest(pace: Pace, dues: list[int], clock: Clock) -> None:
    ask_for(pace, clock, 2.0)
    pace.hurry()
    assert dues == [], "nothing is stale"
    pace.want()
    assert dues == []
    pace.hurry()
    assert dues == [1]


def test_hurry_while_a_question_is_under_way_counts_for_the_next(pace: Pace, dues: list[int], clock: Clock) -> None:
    pace.begin()
    pace.want()
    pace.hurry()
    clock.ahead_s += 2.0
    pace.end()
    assert dues == [1]


def test_forgotten_wants_are_due_no_more(pace: Pace, dues: list[int], clock: Clock, qtbot) -> None:
    ask_for(pace, clock, 0.01)
    pace.want()
    pace.forget()
    with qtbot.assertNotEmitted(pace.due, wait=100):
        pass


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_the_last_want_is_followed_by_a_question(seed: int, clock: Clock, qtbot) -> None:
    pace, random = Pace(0.25, 5.0, clock=clock), np.random.default_rng(seed)
    begun: list[float] = []
    pace.due.connect(lambda: (begun.append(clock()), pace.begin()))
    wanted = 0.0
    for step in random.integers(0, 4, 200):
        if step == 0:
            wanted = clock()
            pace.want()
        elif step == 1:
            pace.hurry()
        elif step == 2 and pace._is_asking:
            pace.end()
        else:
            clock.ahead_s += 0.01
    if pace._is_asking:
        pace.end()
    qtbot.waitUntil(lambda: begun[-1] >= wanted)
    assert not pace.is_wanted


class Held:
    """Holds back the answers to background questions; each was computed when it was asked, so it grows old."""

    def __init__(self, library, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waiting: list[tuple[Future, Future]] = []
        monkeypatch.setattr(library, "ask_in_background", lambda question: self.hold(library.ask(question)))

    def hold(self, computed: Future) -> Future:
        future: Future = Future()
        self.waiting.append((future, computed))
        return future

    @property
    def kinds(self) -> list[str]:
        """What is under way, by the type of the answer."""
        return sorted(type(computed.result()).__name__ for _, computed in self.waiting)

    def release(self) -> None:
        """Answers everything that is under way."""
        going, self.waiting = self.waiting, []
        for future, computed in going:
            if future.set_running_or_notify_cancel():
                future.set_result(computed.result())


@pytest.fixture
def held(window, monkeypatch: pytest.MonkeyPatch, qtbot) -> Held:
    settle(window, qtbot)
    return Held(window.library, monkeypatch)


def settle(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.bridge.waiting == 0 and not window.news._timer.isActive())


def add_file(library, name: str) -> PhotoId:
    root = library.store.roots.all()[0].id
    with library.store.db.atomic():
        (photo_id,) = library.store.photos.add_files(root, [NewFile(name.encode(), 10, 10)], 10)
    library.publish(Changes(added=frozenset({photo_id}), is_membership_changed=True))
    return photo_id


def test_the_last_news_of_a_flood_is_shown_though_older_answers_come_late(window, held: Held, qtbot) -> None:
    added = [add_file(window.library, "late-0.jpg")]
    qtbot.waitUntil(lambda: held.kinds == ["Answer", "tuple"])
    for number in range(1, 6):
        added.append(add_file(window.library, f"late-{number}.jpg"))
        settle(window, qtbot)
        assert held.kinds == ["Answer", "tuple"], "the page and the sides, each asked for once"
    held.release()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 26)
    qtbot.waitUntil(lambda: held.kinds == ["Answer", "tuple"])
    held.release()
    qtbot.waitUntil(lambda: set(added) <= set(window.space.model.timeline.ids.tolist()))
    qtbot.waitUntil(lambda: window.navigator.counts.library == 31)
    settle(window, qtbot)
    assert held.waiting == [], "nothing is asked that nobody wants"
    assert window.space.header.count.text() == "31 photos"


def test_going_elsewhere_lets_go_of_what_was_asked_and_shows_the_newest(window, held: Held, qtbot) -> None:
    add_file(window.library, "late.jpg")
    qtbot.waitUntil(lambda: "Answer" in held.kinds)
    window.navigator.search("beach")
    assert next(future for future, computed in held.waiting if type(computed.result()).__name__ == "Answer").cancelled()
    qtbot.waitUntil(lambda: window.space.header.title.text() != "Library" and window.bridge.waiting == 0)
    window.navigator.back()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 26)


def test_an_edit_is_followed_without_a_rest_while_an_import_goes_on(window, held: Held, ids, qtbot) -> None:
    for pace in (window.navigator._loader._pace, window.navigator._sides._pace):
        pace._rests_until_s = time.monotonic() + 3600
    window.library.publish(Changes(updated=frozenset(ids[:3]), is_membership_changed=True))
    settle(window, qtbot)
    assert held.waiting == [], "an import's news rests"
    window.library.run(SetRating((ids[0],), 4))
    qtbot.waitUntil(lambda: "Answer" in held.kinds and "tuple" in held.kinds)
    held.release()


def test_an_answer_that_changes_nothing_leaves_the_page_alone(window, ids, qtbot) -> None:
    settle(window, qtbot)
    model, loader = window.space.model, window.navigator._loader
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.waitSignal(loader.answered):
        window.library.publish(Changes(updated=frozenset(ids[:1]), is_membership_changed=True))
    with qtbot.waitSignal(model.dataChanged):
        window.library.run(SetRating((ids[0],), 4))


def test_a_page_that_failed_comes_back_with_the_next_answer(window, ids, monkeypatch, qtbot) -> None:
    settle(window, qtbot)
    window.navigator._on_failed(window.navigator.place, "The drive is away.")
    assert window.space.empty.isVisible()
    window.library.publish(Changes(updated=frozenset(ids[:1]), is_membership_changed=True))
    qtbot.waitUntil(lambda: window.space.grid.isVisible())


def tag_words(window) -> list[str]:
    return window.space.inspector.tags._words.stringList()


def test_the_words_offered_rest_during_an_import_and_are_right_at_its_end(window, held: Held, ids, qtbot) -> None:
    window.details._vocabulary._pace._rests_until_s = time.monotonic() + 3600
    window.library.store.edits.add_tag([ids[0]], "grandmother")
    window.library.publish(Changes(updated=frozenset(ids[:1]), are_tags_changed=True))
    settle(window, qtbot)
    assert "list" not in held.kinds
    window.library.publish(Changes(progress=Progress(Activity.IDLE)))
    qtbot.waitUntil(lambda: "list" in held.kinds)
    held.release()
    qtbot.waitUntil(lambda: "grandmother" in tag_words(window))


def test_who_begins_to_type_a_tag_is_offered_the_newest_words(window, held: Held, ids, qtbot) -> None:
    window.details._vocabulary._pace._rests_until_s = time.monotonic() + 3600
    window.space.grid.set_current_id(ids[0])
    field = window.space.inspector.tags.field
    qtbot.waitUntil(field.isVisible)
    window.library.store.edits.add_tag([ids[0]], "grandmother")
    window.library.publish(Changes(updated=frozenset(ids[:1]), are_tags_changed=True))
    settle(window, qtbot)
    assert "list" not in held.kinds
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: "list" in held.kinds)
    held.release()
    qtbot.waitUntil(lambda: "grandmother" in tag_words(window))


def test_an_edit_and_an_import_are_told_apart(window, ids, qtbot) -> None:
    settle(window, qtbot)
    heard: list[Changes] = []
    window.news.arrived.connect(heard.append)
    imported, edited = Changes(updated=frozenset(ids[:1])), Changes(updated=frozenset(ids[1:2]), is_undo_changed=True)
    for news in (imported, imported, edited, imported):  # in one moment: what the bridge does with it is another test's
        window.news._take(news)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [imported, edited, imported]


def import_goes_on(window, qtbot) -> None:
    for _ in range(5):
        window.library.publish(Changes(is_membership_changed=True))
        settle(window, qtbot)


@pytest.mark.parametrize(("action", "question"), [("go-for-you", "for_you"), ("go-interests", "interests")])
def test_pages_of_suggestions_are_asked_for_once_at_a_time_while_an_import_goes_on(
    make_window, inline_library, monkeypatch, qtbot, action: str, question: str
) -> None:
    asked: list[Future] = []

    def ask(_request=None) -> Future:
        asked.append(Future())
        return asked[-1]

    monkeypatch.setattr(inline_library, question, ask, raising=False)
    window = make_window(inline_library, Settings(theme="light", is_motion_reduced=True, history_mode="on"))
    window.actions_table[action].trigger()
    qtbot.waitUntil(lambda: len(asked) == 1)
    import_goes_on(window, qtbot)
    assert len(asked) == 1, "an answer under way is waited for"
    asked[0].set_exception(UserError("The drive is away."))
    window.library.publish(Changes(is_membership_changed=True, is_history_changed=True, is_undo_changed=True))
    qtbot.waitUntil(lambda: len(asked) == 2)


def test_the_history_is_asked_for_once_at_a_time_while_an_import_goes_on(window, qtbot, monkeypatch) -> None:
    settle(window, qtbot)
    window.navigator.go(places.HISTORY)
    settle(window, qtbot)
    asked: list[Future] = []

    def ask(_question) -> Future:
        asked.append(Future())
        return asked[-1]

    monkeypatch.setattr(window.smart_desk, "take_news", lambda _changes: None)  # it asks on the same lane
    monkeypatch.setattr(window.library, "ask", ask)
    monkeypatch.setattr(window.library, "ask_in_background", lambda _question: Future())
    import_goes_on(window, qtbot)
    qtbot.waitUntil(lambda: len(asked) == 1)  # the longer the answer before took, the longer it rests
    import_goes_on(window, qtbot)
    assert len(asked) == 1
    asked[0].cancel()


def test_an_albums_suggestions_are_not_made_anew_by_an_import_that_leaves_it_alone(
    window, album_page, ids, qtbot
) -> None:
    strip, loader = window.space.album_suggestions, window.navigator._loader
    qtbot.waitUntil(lambda: not strip._ask_timer.isActive() and window.bridge.waiting == 0)
    settle(window, qtbot)
    strip._ask_timer.setInterval(3_600_000)  # what it would ask is not asked before one looks
    with qtbot.waitSignal(loader.answered):
        window.library.publish(Changes(updated=frozenset(ids[:1]), is_membership_changed=True))
    settle(window, qtbot)
    assert not strip._ask_timer.isActive()
    with qtbot.waitSignal(loader.answered):
        window.library.run(SetRating((ids[0],), 4))
    qtbot.waitUntil(strip._ask_timer.isActive)  # an edit may change what suits
