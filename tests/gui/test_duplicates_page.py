"""The review of duplicates: sets, two photos side by side, what the buttons and keys ask for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from desktop_app.domain.duplicate import DuplicateReport, DuplicateSet, KeepReason, KeepRule, Tier
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import FlagName
from desktop_app.gui import places
from desktop_app.gui.duplicates_compare import ElidedLabel
from desktop_app.gui.duplicates_facts import fact_rows, reasons_text
from desktop_app.gui.duplicates_page import DuplicatesPage
from desktop_app.library.applying import apply_edit
from desktop_app.library.flag_commands import ConfirmFlag
from desktop_app.library.queries import Queries


@pytest.fixture
def photo_ids(inline_library) -> list[PhotoId]:
    timeline = inline_library.store.photos.timeline(places.LIBRARY_PAGE)
    photos = Queries(inline_library.store).photos([PhotoId(int(one)) for one in timeline.ids])
    return [one for one, photo in photos.items() if photo.measures is not None]


@pytest.fixture
def page(window, inline_library) -> DuplicatesPage:
    made = DuplicatesPage(inline_library, window.bridge)
    made.photos_wanted.connect(lambda ids: made.add_photos(ids, Queries(inline_library.store).photos(ids)))
    window.space.pages.addWidget(made)
    window.space.show_page(made)
    return made


@pytest.fixture
def report(photo_ids) -> DuplicateReport:
    a = photo_ids
    reason = KeepReason(KeepRule.PIXELS, "4032 x 3024", "1024 x 768")
    return DuplicateReport(
        (
            DuplicateSet("one", Tier.IDENTICAL, (a[0], a[1]), a[0], (reason,), wasted_bytes=2_000_000),
            DuplicateSet("two", Tier.IDENTICAL, (a[2], a[3], a[4]), a[2], protected=frozenset({a[4]})),
            DuplicateSet("three", Tier.SAME_PICTURE, (a[5], a[6]), a[5]),
            DuplicateSet("four", Tier.BURST, tuple(a[7:12]), a[7]),
        ),
        24,
        (("not read yet", 1),),
    )


def heard(signal) -> list[tuple]:
    calls: list[tuple] = []
    signal.connect(lambda *args: calls.append(args))
    return calls


def test_the_first_set_is_under_review_with_its_reason(page, report, photo_ids):
    page.show_report(report, frozenset())
    assert page.current.key == "one"
    assert page.comparison.left.photo.id == photo_ids[0]
    assert page.comparison.right.photo.id == photo_ids[1]
    assert "4032 x 3024" in page.bar.reasons.text()
    assert page.bar.go.text() == "Move 1 to the trash"
    assert not page.strip.isVisible()
    assert page.tabs[Tier.IDENTICAL].text().endswith("2")
    assert page.tabs[Tier.BURST].text().endswith("1")


def test_return_asks_for_what_the_button_says_and_the_next_set_comes(page, report, photo_ids):
    asked = heard(page.resolved)
    page.show_report(report, frozenset())
    page.comparison.setFocus()
    QTest.keyClick(page.comparison, Qt.Key.Key_Return)
    assert asked == [(photo_ids[0], (photo_ids[1],), True)]
    page.settle(frozenset(asked[0][1]))
    assert page.current.key == "two"
    assert page.going == {photo_ids[3]}  # the protected one stays
    assert page.tabs[Tier.IDENTICAL].text().endswith("1")


def test_b14_the_place_in_the_list_stays_after_a_set_is_settled(page, report):
    page.show_report(report, frozenset())
    page.list.go(1)
    assert page.current.key == "two"
    page.settle(frozenset(page.current.photo_ids))
    assert page.current.key == "one"  # the last one that is left, not the top of another tier
    page.settle(frozenset(page.current.photo_ids))
    assert page.current is None
    assert page.empty.isVisible()
    assert page.empty.title.text() == "Nothing left here"


def test_a_new_report_keeps_the_set_under_review(page, report):
    page.show_report(report, frozenset())
    page.list.go(1)
    page.show_report(report, frozenset())
    assert page.current.key == "two"


def test_return_on_a_button_or_on_a_photo_of_the_row_settles_nothing(page, report, photo_ids):
    asked = heard(page.resolved)
    page.show_report(report, frozenset())
    page.list.go(1)
    page.bar.keep_all.setFocus()
    QTest.keyClick(page.bar.keep_all, Qt.Key.Key_Return)
    page.strip.setFocus()
    assert photo_ids[3] in page.going
    QTest.keyClick(page.strip, Qt.Key.Key_Return)
    assert photo_ids[3] not in page.going  # its fate is turned, and nothing else
    assert asked == []


def test_k_keeps_all(page, report):
    asked = heard(page.not_duplicates)
    page.show_report(report, frozenset())
    QTest.keyClick(page.comparison, Qt.Key.Key_K)
    assert asked == [(report.sets[0].photo_ids,)]


def test_zoom_and_pan_go_together(page, photo_ids, inline_library):
    photos = Queries(inline_library.store).photos(photo_ids)
    shapes = [photos[photo].width_px for photo in photo_ids]
    other = shapes.index(shapes[0], 1)
    pair = DuplicateSet("pair", Tier.IDENTICAL, (photo_ids[0], photo_ids[other]), photo_ids[0])
    page.show_report(DuplicateReport((pair,), 24), frozenset())
    left, right = page.comparison.left.canvas, page.comparison.right.canvas
    left.zoom_to(left.fit_zoom() * 3, QPointF(40, 40))
    assert right.zoom / right.fit_zoom() == pytest.approx(3, rel=0.01)
    there = right.to_picture(QPointF(right.rect().center()))
    here = left.to_picture(QPointF(left.rect().center()))
    assert there.x() / right._width == pytest.approx(here.x() / left._width, abs=0.02)
    assert there.y() / right._height == pytest.approx(here.y() / left._height, abs=0.02)
    right.fit()
    assert left.is_fit


def test_the_right_photo_becomes_the_keeper(page, report, photo_ids):
    page.show_report(report, frozenset())
    page.comparison.right.promote.click()
    assert page.comparison.left.photo.id == photo_ids[1]
    assert page.comparison.right.photo.id == photo_ids[0]
    assert page.going == {photo_ids[0]}
    assert page.bar.reasons.text() == ""  # the reason was for the other one


def test_a_burst_goes_only_when_asked(page, report, photo_ids):
    page.show_report(report, frozenset())
    page.show_tier(Tier.BURST)
    assert page.strip.isVisible()
    assert not page.bar.go.isEnabled()
    page.bar.only.click()
    assert page.going == set(photo_ids[8:12])
    QTest.keyClick(page.comparison, Qt.Key.Key_Right)
    assert page.comparison.right.photo.id == photo_ids[9]
    page.comparison.right.turn.click()
    assert photo_ids[9] not in page.going


def test_settling_all_takes_the_proposals_of_the_tier(page, report, photo_ids):
    asked = heard(page.all_resolved)
    page.show_report(report, frozenset())
    assert page.all_button.isVisible()
    page.all_button.click()
    assert asked == [(((photo_ids[0], (photo_ids[1],)), (photo_ids[2], (photo_ids[3],))), True)]
    page.show_tier(Tier.BURST)
    assert not page.all_button.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_K])
def test_a_key_held_down_settles_one_set_and_not_all_that_follow(page, report, key):
    settled = [heard(page.resolved), heard(page.not_duplicates)]
    page.show_report(report, frozenset())
    page.comparison.setFocus()
    for is_repeated in (False, True, True):
        page.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", is_repeated))
    assert sum(map(len, settled)) == 1


def test_nothing_goes_before_its_pictures_are_on_the_page(window, inline_library, report, photo_ids):
    page = DuplicatesPage(inline_library, window.bridge)
    window.space.pages.addWidget(page)
    window.space.show_page(page)
    asked = heard(page.resolved)
    page.show_report(report, frozenset())
    page.bar.resolve_wanted.emit()
    assert asked == []
    page.add_photos(report.sets[0].photo_ids, Queries(inline_library.store).photos(photo_ids))
    page.bar.resolve_wanted.emit()
    assert asked == [(photo_ids[0], (photo_ids[1],), True)]


@pytest.fixture
def desk(window, inline_library, monkeypatch):
    """The desk of the page, with what it asks of the library heard instead of done."""
    inline_library.order.duplicates = SimpleNamespace(cancel=lambda: None)
    window.duplicates_desk.asked = []
    monkeypatch.setattr(window.edits, "run", lambda command, *_: window.duplicates_desk.asked.append(command))
    page = window.duplicates_desk.make_page()
    page.photos_wanted.disconnect()
    page.photos_wanted.connect(lambda ids: page.add_photos(ids, Queries(inline_library.store).photos(ids)))
    window.space.show_page(page)
    return window.duplicates_desk


def test_only_sets_of_identical_files_must_be_equal_byte_for_byte(desk, photo_ids):
    a, b, c = photo_ids[:3]
    page = desk.make_page()
    copies = DuplicateSet("copies", Tier.IDENTICAL, (b, c), b, contents=(b"B", b"B"))
    picture = DuplicateSet("picture", Tier.SAME_PICTURE, (a, b, c), a, contents=(b"A", b"B", b"B"))
    page.show_report(DuplicateReport((copies, picture), 3), frozenset())
    page.show_tier(Tier.SAME_PICTURE)
    page.bar.resolve_wanted.emit()
    page.show_report(DuplicateReport((copies, picture), 3), frozenset())
    page.show_tier(Tier.IDENTICAL)
    page.bar.resolve_wanted.emit()
    first, second = desk.asked
    assert (first.choices, first.identical) == (((a, (b, c)),), frozenset())
    assert first.contents == tuple(sorted([(a, b"A"), (b, b"B"), (c, b"B")]))
    assert (second.choices, second.identical) == (((b, (c,)),), {c})


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any message box
def test_what_is_found_while_the_question_is_open_changes_nothing_of_it(desk, photo_ids):
    a, b, c, d = photo_ids[:4]
    page = desk.make_page()
    sets = [
        DuplicateSet(name, Tier.IDENTICAL, ids, ids[0], contents=(b"X", b"X"))
        for name, ids in (("one", (a, b)), ("two", (c, d)))
    ]
    page.show_report(DuplicateReport(tuple(sets), 4), frozenset())
    page.all_button.click()
    question = next(box for box in desk._window.findChildren(QMessageBox) if box.isVisible())
    assert question.defaultButton().text() == "Keep all"
    page.show_report(DuplicateReport((), 4), frozenset())
    next(button for button in question.buttons() if button is not question.defaultButton()).click()
    (command,) = desk.asked
    assert command.choices == ((a, (b,)), (c, (d,)))
    assert command.identical == {b, d}
    assert {photo for photo, _content in command.contents} == {a, b, c, d}


def test_sensitive_photos_are_covered_until_asked_for(page, report, photo_ids, inline_library):
    page.show_report(report, frozenset({photo_ids[0]}))
    assert page.list.is_covered(photo_ids[0])
    page.set_veiling(is_veiling=False)
    assert not page.list.is_covered(photo_ids[0])


def test_a_sensitive_photo_is_covered_in_the_comparison_and_its_mate_is_not(page, report, photo_ids, inline_library):
    apply_edit(inline_library.store, ConfirmFlag((photo_ids[1],), FlagName.SENSITIVE))
    page.show_report(report, frozenset({photo_ids[1]}))
    left, right = page.comparison.left.canvas, page.comparison.right.canvas
    assert right.is_covered
    assert right.curtain.isVisible()
    assert right.rect().contains(right.curtain.geometry())
    assert not left.is_covered
    assert not left.curtain.isVisible()
    page.set_veiling(is_veiling=False)
    assert not right.curtain.isVisible()
    page.set_veiling(is_veiling=True)
    right.curtain.button.click()
    assert not right.is_covered
    assert not right.curtain.isVisible()


def test_nothing_found_says_how_many_were_compared(page):
    page.show_report(DuplicateReport((), 24, (("not read yet", 1),)), frozenset())
    assert page.empty.title.text() == "No duplicates"
    assert "24 photos were compared" in page.empty.sentence.text()
    assert "1 photo could not be" in page.empty.sentence.text()


def test_a_search_can_be_stopped_and_a_failure_is_told(page):
    stopped = heard(page.cancel_wanted)
    page.show_progress(None)
    page.empty.button.click()
    assert stopped == [()]
    page.show_failed("It was stopped.")
    assert page.empty.sentence.text() == "It was stopped."
    again = heard(page.search_wanted)
    page.empty.button.click()
    assert again == [()]


def test_what_differs_is_marked(inline_library, photo_ids):
    photos = Queries(inline_library.store).photos(photo_ids[:2])
    one, other = photos[photo_ids[0]], photos[photo_ids[1]]
    rows = {row.name: row for row in fact_rows(one, other)}
    assert rows["Camera"].words == "Fujifilm X-T5"
    assert not rows["Camera"].is_different
    assert rows["Size"].is_different == ((one.width_px, one.height_px) != (other.width_px, other.height_px))
    assert reasons_text((KeepReason(KeepRule.PIXELS, "9 x 9", "3 x 3"), KeepReason(KeepRule.NAME))) == (
        "Has more pixels: 9 x 9, not 3 x 3 · Has the plainer name"
    )


def test_a_picture_that_differs_somewhere_is_only_shown_and_said_so(page, photo_ids):
    a = photo_ids
    sure = DuplicateSet("sure", Tier.SAME_PICTURE, (a[0], a[1]), a[0])
    doubtful = DuplicateSet("doubtful", Tier.SAME_PICTURE, (a[2], a[3]), a[2], likeness=0.5)
    page.show_report(DuplicateReport((sure, doubtful), 24), frozenset())
    assert page.going == {a[1]}
    assert "differ" not in page.bar.reasons.text()
    page.list.go(1)
    assert page.going == frozenset()
    assert "differ somewhere" in page.bar.reasons.text()
    assert page.bar.only.isVisible()


def test_b6_hiding_instead_of_trashing_is_an_outcome(page, report, photo_ids):
    asked = heard(page.hide_wanted)
    page.show_report(report, frozenset())
    page.bar.hide_others.click()
    assert asked == [((photo_ids[1],),)]


def test_a_long_name_is_cut_to_the_room_there_is_and_whole_where_there_is_enough(qtbot) -> None:
    name = "el_torcal_rocks, the long way round, in the evening.jpeg"
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.say(name)
    label.show()
    assert label.fontMetrics().horizontalAdvance(label.text()) <= 120
    assert label.text().startswith("el_")
    assert label.text().endswith("jpeg")
    label.resize(900, 20)
    assert label.text() == name
