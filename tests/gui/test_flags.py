"""Flags in the window: a page of sliders with live counts, a review by keys, photos marked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.domain.flagging import FLAGS, MANY, OFF, Assessment, choices_from
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Page, Scope
from desktop_app.domain.photo import FlagName, Status
from desktop_app.gui import places
from desktop_app.gui.flag_page import FlagPage
from desktop_app.gui.flag_review import ReviewPage
from desktop_app.gui.places import Kind

BLURRY, DARK, SENSITIVE = FlagName.BLURRY, FlagName.DARK, FlagName.SENSITIVE


def flagged(window, name: FlagName) -> list[int]:
    return window.library.ask(lambda q: q.timeline(Page(Scope.FLAG, flag=name))).result().ids.tolist()


def set_strengths(window, ids: list[PhotoId], name: FlagName, strengths: list[int]) -> None:
    """Gives photos strengths of one flag, as understanding does, with the flags that follow."""
    rows = {i: Assessment(tuple(s if n is name else 0 for n in FLAGS)) for i, s in zip(ids, strengths, strict=True)}
    store = window.library.store
    with store.db.atomic():
        store.understanding.save_judgement(rows, [])


@pytest.fixture
def dark_photos(window, ids) -> list[PhotoId]:
    """Five photos that are flagged as dark, the surest last, among five that are not."""
    chosen = ids[:10]
    set_strengths(window, chosen, DARK, [8_000 + 200 * n for n in range(10)])
    window.navigator.refresh_sides()
    return chosen[4:]


@pytest.fixture
def page(window, dark_photos, qtbot) -> FlagPage:
    window.actions_table["go-flags"].trigger()
    qtbot.waitUntil(lambda: window.flag_desk.page is not None and "6" in window.flag_desk.page.rows[DARK].count.text())
    return window.flag_desk.page


def test_the_page_stands_in_the_sidebar_with_the_flags_below_it(window, page, qtbot) -> None:
    model = window.space.sidebar.tree.model()
    line = model.find_key("flags")
    assert line.isValid()
    qtbot.waitUntil(lambda: model.find_key("flag:dark").isValid())
    assert model.find_key("flag:dark").parent() == model.find_key("flags")
    assert window.navigator.place == places.FLAGS
    assert window.space.header.title.text() == "Flags"
    assert set(page.rows) == set(FLAGS)


def test_the_count_follows_the_slider_before_it_is_let_go(page, window) -> None:
    row = page.rows[DARK]
    assert row.count.text().startswith("6 photos")
    row.slider.setSliderDown(True)
    row.slider.setValue(MANY)
    assert row.count.text().startswith("10 photos")
    row.slider.setValue(0)
    assert row.count.text().startswith("2 photos")
    assert len(flagged(window, DARK)) == 6, "nothing was changed yet"


def test_lesson_d4_letting_go_flags_the_library_at_once(page, window, qtbot, ids) -> None:
    row = page.rows[DARK]
    row.slider.setSliderDown(True)
    row.slider.setValue(MANY)
    row.slider.setSliderDown(False)
    qtbot.waitUntil(lambda: len(flagged(window, DARK)) == 10)
    assert choices_from(window.settings.flag_sensitivity).position(DARK) == MANY
    assert choices_from(window.saved[-1].flag_sensitivity).position(DARK) == MANY
    model = window.space.sidebar.tree.model()
    qtbot.waitUntil(lambda: model.data(model.find_key("flag:dark"), Qt.ItemDataRole.AccessibleTextRole) == "Dark, 10")


def test_keys_move_the_slider_too(page, window, qtbot) -> None:
    row = page.rows[DARK]
    row.slider.setFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: len(flagged(window, DARK)) == 10)


def test_a_flag_can_be_switched_off_and_on_again(page, window, qtbot) -> None:
    row = page.rows[DARK]
    row.switch.setChecked(False)
    qtbot.waitUntil(lambda: flagged(window, DARK) == [])
    assert choices_from(window.settings.flag_sensitivity).position(DARK) == OFF
    assert row.count.text() == "Off"
    assert not row.slider.isEnabled()
    assert not row.review.isEnabled()
    row.switch.setChecked(True)
    qtbot.waitUntil(lambda: len(flagged(window, DARK)) == 6)


def test_photos_show_what_the_flag_finds_and_open_all_of_them(page, window, qtbot) -> None:
    row = page.rows[DARK]
    assert len(row.samples._ids) == 5
    QTest.mouseClick(row.samples, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 6)
    assert window.space.header.title.text() == "Dark"


def test_sensitive_photos_are_blurred_on_the_page_too(window, ids, qtbot) -> None:
    set_strengths(window, ids[:2], SENSITIVE, [9_000, 9_500])
    window.navigator.go(places.FLAGS)
    page = window.flag_desk.make_page()
    samples = page.rows[SENSITIVE].samples
    qtbot.waitUntil(lambda: set(samples._ids) == set(ids[:2]))
    assert samples._covered == set(ids[:2])
    window.change_settings(replace(window.settings, is_veiling_sensitive=False))
    window.navigator.go(places.timeline())
    window.navigator.go(places.FLAGS)
    qtbot.waitUntil(lambda: samples._covered == frozenset())


# the review


@pytest.fixture
def review(page, window, qtbot, dark_photos) -> ReviewPage:
    QTest.mouseClick(page.rows[DARK].review, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.flag_desk.review is not None and window.flag_desk.review.photo is not None)
    return window.flag_desk.review


def at(review: ReviewPage) -> int | None:
    return None if review.photo is None else review.photo.id


def test_a_review_asks_about_the_surest_first_and_says_why_and_how_many(review, window, dark_photos) -> None:
    assert at(review) == dark_photos[-1]
    assert review.question.text() == "Is this photo too dark?"
    assert review.why.text().startswith("Very dark")
    assert review.left_over.text() == "6 left"
    assert window.space.header.title.text() == "Review: Dark"


def test_keys_answer_and_the_queue_goes_on(review, window, qtbot, dark_photos) -> None:
    QTest.keyClick(review, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: at(review) == dark_photos[-2])
    QTest.keyClick(review, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: at(review) == dark_photos[-3])
    assert review.left_over.text() == "4 left"
    assert sorted(flagged(window, DARK)) == sorted([*dark_photos[:4], dark_photos[5]])
    flags = window.library.ask(lambda q: q.flags(dark_photos[5])).result()
    assert [flag.is_confirmed for flag in flags if flag.name is DARK] == [True]


def test_undo_brings_the_photo_back_to_be_asked_about(review, window, qtbot, dark_photos) -> None:
    QTest.keyClick(review, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: at(review) == dark_photos[-2])
    window.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: at(review) == dark_photos[-1])
    assert review.left_over.text() == "6 left"
    assert len(flagged(window, DARK)) == 6


def test_what_is_put_off_comes_last(review, qtbot, dark_photos) -> None:
    QTest.keyClick(review, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: at(review) == dark_photos[-2])
    assert review.left_over.text() == "6 left"
    for photo in (*reversed(dark_photos[:-2]), dark_photos[-1]):
        QTest.keyClick(review, Qt.Key.Key_R)
        qtbot.waitUntil(lambda photo=photo: at(review) == photo)


def test_the_most_doubtful_can_come_first(review, qtbot, dark_photos) -> None:
    review.order.setCurrentIndex(1)
    qtbot.waitUntil(lambda: at(review) == dark_photos[0])


def test_at_the_end_it_says_so_and_leads_back(review, window, qtbot, dark_photos) -> None:
    for left in range(5, -1, -1):
        QTest.keyClick(review, Qt.Key.Key_R)
        qtbot.waitUntil(lambda left=left: review.photo is None or review.left_over.text() == f"{left} left")
    qtbot.waitUntil(lambda: review.photo is None)
    assert review.empty.title.text() == "Everything is reviewed"
    review.empty.button.click()
    assert window.navigator.place == places.FLAGS
    row = window.flag_desk.page.rows[DARK]
    qtbot.waitUntil(lambda: not row.review.isEnabled())
    assert row.count.text().startswith("6 photos")


def test_a_sensitive_photo_is_covered_in_the_review_until_asked_for(window, ids, qtbot) -> None:
    set_strengths(window, ids[:1], SENSITIVE, [9_000])
    window.navigator.go(places.flag_review(SENSITIVE))
    page = window.flag_desk.make_review()
    qtbot.waitUntil(lambda: at(page) == ids[0])
    assert page.canvas.curtain.isVisible()
    page.canvas.curtain.button.click()
    assert not page.canvas.curtain.isVisible()


# by hand


def test_a_photo_is_marked_as_sensitive_by_hand_and_back(window, ids, qtbot) -> None:
    window.space.grid.selectAll()
    chosen = window.chosen_ids
    action = window.actions_table["mark-sensitive"]
    assert action.isEnabled()
    action.trigger()
    row = window.space.model.row_of(chosen[0])
    qtbot.waitUntil(lambda: bool(window.space.model.timeline.status[row] & Status.SENSITIVE))
    assert set(chosen) <= set(flagged(window, SENSITIVE))
    qtbot.waitUntil(lambda: action.isChecked())
    assert action.text().replace("&", "") == "Not sensitive"
    qtbot.waitUntil(lambda: "covered" in window.space.header.count.text())
    action.trigger()
    qtbot.waitUntil(lambda: not window.space.model.timeline.status[row] & Status.SENSITIVE)
    assert flagged(window, SENSITIVE) == []


def test_covered_photos_are_not_counted_and_the_page_says_how_many(window, ids, qtbot) -> None:
    set_strengths(window, ids[:2], SENSITIVE, [9_000, 9_500])
    window.navigator.go(places.timeline(Scope.RECENT))
    qtbot.waitUntil(lambda: window.space.header.count.text() == "23 photos · 2 covered")
    window.navigator.refresh_sides()
    model = window.space.sidebar.tree.model()
    qtbot.waitUntil(lambda: model.data(model.find_key("library"), Qt.ItemDataRole.AccessibleTextRole) == "Library, 23")
    window.navigator.go(places.Place(Kind.TIMELINE, Page(Scope.FLAG, flag=SENSITIVE)))
    qtbot.waitUntil(lambda: window.space.header.count.text() == "2 photos")
