"""Smart albums in the window: lines, drops, the bar, teaching by keys, rules, saved searches, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from desktop_app.domain.smart_album import (
    Certainty,
    Combine,
    Expectation,
    Field,
    Lesson,
    Operator,
    Rule,
    RuleSet,
)
from desktop_app.gui import places, smart_words
from desktop_app.gui.sidebar_model import Role
from desktop_app.gui.smart_rules_dialog import SmartRulesDialog
from desktop_app.library.smart_searches import rules_of_search

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any dialog
BEACHES = RuleSet(rules=(Rule(Field.NAME, Operator.CONTAINS, "beach"),))


def smart(window):
    return window.library.order.smart_albums


def names_of(window, photos) -> set[str]:
    found = window.library.ask(lambda queries: queries.photos(list(photos))).result()
    return {photo.name.split("-")[0] for photo in found.values()}


def photos_named(window, ids, subject: str) -> list:
    found = window.library.ask(lambda queries: queries.photos(ids)).result()
    return [photo for photo in ids if found[photo].name.startswith(subject)]


@pytest.fixture
def taught(window, ids, qtbot):
    """A smart album taught five beaches, its page open and its lesson learned."""
    album = smart(window).create("Beaches", None, tuple(photos_named(window, ids, "beach")[:5])).result()
    qtbot.waitUntil(lambda: album in window.smart_desk.albums)
    window.navigator.go(places.smart_album(album))
    qtbot.waitUntil(lambda: window.smart_desk.bar is not None and bool(window.smart_desk._lessons))
    return album


def test_the_sidebar_lists_smart_albums_below_albums_with_count_and_icon(window, qtbot, make_album) -> None:
    make_album("By hand")
    album = smart(window).create("Beaches", BEACHES).result()
    tree = window.space.sidebar.tree.places
    qtbot.waitUntil(lambda: tree.find_key(f"smart:{album}").isValid())
    line = tree.find_key(f"smart:{album}")
    assert (line.data(), line.data(Role.COUNT), line.data(Role.ICON)) == ("Beaches", 6, "smart-album")
    assert line.row() == 1
    window.edits.undo()
    qtbot.waitUntil(lambda: not tree.find_key(f"smart:{album}").isValid())


def test_an_album_by_rules_shows_its_photos_and_its_rules_are_changed_with_undo(window, qtbot) -> None:
    album = smart(window).create("Beaches", BEACHES).result()
    qtbot.waitUntil(lambda: album in window.smart_desk.albums)
    window.navigator.go(places.smart_album(album))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 6)
    bar = window.smart_desk.bar
    assert bar.isVisible()
    assert not bar.teach.isVisible()
    assert window.space.header.title.text() == "Beaches"
    bar.rules.click()
    dialog = window.findChild(SmartRulesDialog)
    assert dialog.rules() == BEACHES
    qtbot.waitUntil(lambda: "6" in dialog.count.text())
    dialog._add_row(Rule(Field.NAME, Operator.CONTAINS, "city"))
    dialog.combine.setCurrentIndex(dialog.combine.findData(Combine.ANY))
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 12)
    window.edits.undo()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 6)


def test_the_editor_refuses_what_asks_for_nothing_and_every_row_gives_back_its_rule(window, qtbot) -> None:
    dialog = SmartRulesDialog("Name", RuleSet(), window)
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog.rows[0].remove.click()
    rules = (
        Rule(Field.TAG, Operator.IS, "dog"),
        Rule(Field.DATE, Operator.BETWEEN, numbers=(1_735_689_600_000.0, 1_738_368_000_000.0)),
        Rule(Field.DATE, Operator.LAST_DAYS, numbers=(14.0,)),
        Rule(Field.DATE, Operator.IN_MONTH, numbers=(7.0,)),
        Rule(Field.DATE, Operator.IN_YEAR, numbers=(2019.0,)),
        Rule(Field.RATING, Operator.BETWEEN, numbers=(2.0, 4.0)),
        Rule(Field.FAVOURITE, Operator.IS_NOT),
        Rule(Field.FLAG, Operator.IS, "dark"),
        Rule(Field.COLOUR, Operator.IS, numbers=(float(0x123456),)),
        Rule(Field.PLACE, Operator.NEAR, numbers=(38.7, -9.1, 12.5)),
        Rule(Field.PLACE, Operator.HAS),
        Rule(Field.ALBUM, Operator.CONTAINS_NOT, "old"),
    )
    for rule in rules:
        dialog._add_row(rule)
    assert dialog.rules().rules == rules
    assert dialog.accept_button.isEnabled()
    dialog.name.setText(" ")
    assert not dialog.accept_button.isEnabled()


def test_a_taught_album_says_what_to_expect_and_keys_answer_its_questions(window, qtbot, taught) -> None:
    bar = window.smart_desk.bar
    assert bar.promise.text() == smart_words.promise_text(window.smart_desk._lessons[taught])
    bar.teach.setChecked(True)
    assert bar.strip.isVisible()
    asked = bar.strip.current
    assert asked is not None
    qtbot.keyClick(bar.strip, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: asked in window.library.store.smart_albums.examples(taught))
    assert window.library.store.smart_albums.examples(taught)[asked] is False
    assert bar.strip.current != asked
    second = bar.strip.current
    qtbot.keyClick(bar.strip, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.library.store.smart_albums.examples(taught).get(second) is True)
    window.edits.undo()
    qtbot.waitUntil(lambda: second not in window.library.store.smart_albums.examples(taught))
    qtbot.keyClick(bar.strip, Qt.Key.Key_Escape)
    assert not bar.strip.isVisible()


def test_not_this_takes_a_match_out_for_good_and_undo_brings_it_back(window, qtbot, taught) -> None:
    shown = [int(photo) for photo in window.space.model.timeline.ids]
    assert names_of(window, shown) == {"beach"}
    menu = window.smart_desk.menu_of(window.smart_desk.albums[taught])
    assert next(action.text() for action in menu.actions() if action.text()) == "Show"
    window.smart_desk.teach(taught, refused=(shown[0],))
    qtbot.waitUntil(lambda: shown[0] not in window.space.model.timeline.ids.tolist())
    window.edits.undo()
    qtbot.waitUntil(lambda: shown[0] in window.space.model.timeline.ids.tolist())


def test_photos_dropped_on_its_line_are_examples(window, qtbot, taught, ids) -> None:
    forest = photos_named(window, ids, "forest")[0]
    window.space.sidebar.tree.drops.examples_dropped.emit([forest], taught)
    qtbot.waitUntil(lambda: window.library.store.smart_albums.examples(taught).get(forest) is True)
    assert window.library.store.db.value("SELECT count(*) FROM album_photo") == 0


def test_strictness_is_kept_as_an_act(window, qtbot, taught) -> None:
    window.smart_desk.bar.slider.setValue(90)
    qtbot.waitUntil(lambda: window.library.store.smart_albums.row(taught).strictness == 0.9)
    window.edits.undo()
    qtbot.waitUntil(lambda: window.library.store.smart_albums.row(taught).strictness == 0.5)


def test_by_example_begins_with_the_chosen_photos(window, qtbot, ids, monkeypatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_words: ("Mine", True))
    window.smart_desk.create_by_example(ids[:2])
    qtbot.waitUntil(lambda: window.smart_desk.current is not None)
    album = window.smart_desk.current
    assert (album.name, album.wanted_count) == ("Mine", 2)
    qtbot.waitUntil(lambda: "Too few" in window.smart_desk.bar.promise.text())


def test_a_search_is_saved_as_rules(window, qtbot) -> None:
    assert not window.actions_table["save-search"].isEnabled()
    window.navigator.search('beach name:"beach" rating:>=3')
    qtbot.waitUntil(lambda: window.actions_table["save-search"].isEnabled())
    window.actions_table["save-search"].trigger()
    dialog = window.findChild(SmartRulesDialog)
    assert dialog.rules() == rules_of_search('beach name:"beach" rating:>=3')
    dialog.reject()


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("old town", (Rule(Field.TEXT, Operator.CONTAINS, "old town"),)),
        ("-tag:cat", (Rule(Field.TAG, Operator.CONTAINS_NOT, "cat"),)),
        ("is:favourite flag:blurry", (Rule(Field.FAVOURITE, Operator.IS), Rule(Field.FLAG, Operator.IS, "blurry"))),
        ("has:gps -has:album", (Rule(Field.PLACE, Operator.HAS), Rule(Field.ALBUM, Operator.HAS_NOT))),
        ("rating:2..4", (Rule(Field.RATING, Operator.BETWEEN, numbers=(2.0, 4.0)),)),
        ("is:raw", ()),
    ],
)
def test_search_terms_become_rules(words: str, rules: tuple[Rule, ...]) -> None:
    assert rules_of_search(words) == RuleSet(Combine.ALL, rules)


def lesson(certainty: Certainty, precision: float, trained: float, matches: int = 5) -> Lesson:
    return Lesson(certainty, (Expectation(0.5, 0.5, matches, precision, 0.8),), 0.5, trained, trained)


def test_the_words_tell_the_unseen_figure_and_overfitting_is_shown() -> None:
    assert "about 8 in 10" in smart_words.promise_text(lesson(Certainty.MEASURED, 0.8, 1.0))
    assert "nearly all" in smart_words.honesty_text(lesson(Certainty.MEASURED, 0.8, 1.0))
    assert smart_words.honesty_text(lesson(Certainty.MEASURED, 0.8, 0.82)) == ""
    assert "rough" in smart_words.promise_text(lesson(Certainty.ROUGH, 0.8, 1.0)).lower()
    for certainty in (Certainty.TOO_FEW, Certainty.UNTAUGHT):
        assert "10" not in smart_words.promise_text(lesson(certainty, 0.8, 1.0))
    assert "Nothing else" in smart_words.promise_text(lesson(Certainty.MEASURED, 0.0, 1.0, 0))
