"""Results of Find similar, from every entry point."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui import places
from desktop_app.gui.places import Kind
from desktop_app.gui.similar_page import merged, parts_of, request_of


@pytest.fixture
def similar(window, qtbot):
    window.space.grid.set_current_id(window.space.model.id_at(2))
    window.actions_table["find-similar"].trigger()
    qtbot.waitUntil(lambda: window.space.model.scores is not None)
    return window


def settled(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.bridge.waiting == 0 and not window.space.similar_bar._timer.isActive())


def test_a_question_taken_apart_and_put_together_is_the_same(tmp_path) -> None:
    asked = SimilarRequest((PhotoId(3), PhotoId(1)), (tmp_path / "a.jpg",), (b"x",), strictness=0.7)
    assert request_of(parts_of(asked), asked) == asked
    assert merged(asked, SimilarRequest(photo_ids=(PhotoId(1), PhotoId(9)))).photo_ids == (3, 1, 9)


def test_likes_come_with_scores_best_first_and_without_the_photo_itself(similar) -> None:
    scores = similar.space.model.scores
    assert list(scores) == sorted(scores, reverse=True)
    asked = similar.library.similar_requests[-1].photo_ids[0]
    assert similar.space.model.row_of(asked) == -1
    assert similar.space.similar_bar.isVisible()
    assert len(similar.space.similar_bar.tiles) == 1


def test_several_photos_are_one_question(window, qtbot) -> None:
    ids = [window.space.model.id_at(row) for row in (0, 1, 2)]
    window.space.grid.select_ids(ids)
    window.actions_table["find-similar"].trigger()
    assert len(window.library.similar_requests) == 1
    assert set(window.library.similar_requests[0].photo_ids) == set(ids)
    assert len(window.space.similar_bar.tiles) == 3


def test_the_last_picture_removed_goes_back(similar, qtbot) -> None:
    qtbot.mouseClick(similar.space.similar_bar.tiles[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(similar.space.model.timeline) == 25)
    assert similar.navigator.place.kind is Kind.TIMELINE
    assert not similar.space.similar_bar.isVisible()


def test_one_of_two_pictures_removed_asks_about_the_other(window, qtbot) -> None:
    first, second = window.space.model.id_at(0), window.space.model.id_at(1)
    window.find_similar(SimilarRequest(photo_ids=(first, second)))
    QTest.keyClick(window.space.similar_bar.tiles[0], Qt.Key.Key_Delete)
    assert window.library.similar_requests[-1].photo_ids == (second,)
    assert len(window.space.similar_bar.tiles) == 1


def test_a_picture_from_outside_is_shown_as_a_tile(window, picture_bytes, qtbot) -> None:
    window.find_similar(SimilarRequest(pictures=(picture_bytes,)))
    tile = window.space.similar_bar.tiles[0]
    qtbot.waitUntil(lambda: tile._pixmap is not None)


def test_strictness_asks_again_without_another_step_and_is_kept(similar, qtbot) -> None:
    steps = len(similar.navigator.history.behind)
    similar.space.similar_bar.slider.setValue(80)
    qtbot.waitUntil(lambda: similar.library.similar_requests[-1].strictness == 0.8)
    assert len(similar.navigator.history.behind) == steps
    assert similar.settings.similar_strictness == 0.8


def test_nothing_alike_is_an_answer_with_the_nearest_three_greyed(window, qtbot) -> None:
    window.settings = replace(window.settings, similar_strictness=1.0)
    asked = window.space.model.id_at(2)
    window.find_similar(SimilarRequest(photo_ids=(asked,)))
    window.library._vectors = {i: -v if i == asked else v for i, v in window.library._vectors.items()}
    window.space.similar_bar.slider.setValue(99)
    qtbot.waitUntil(lambda: window.space.similar_bar.answer.text() == "Nothing here looks like this")
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 3)
    assert window.space.grid.painting.is_dimmed


def test_a_file_that_cannot_be_read_is_said_in_words(window, tmp_path, qtbot) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"no picture")
    window.find_similar(SimilarRequest(files=(bad,)))
    qtbot.waitUntil(lambda: window.space.similar_bar.answer.text() == "This cannot be compared")
    assert window.space.similar_bar.detail.text()
    assert not len(window.space.model.timeline)  # the page before is no answer
    assert window.space.empty.isVisible()
    assert len(window.space.similar_bar.tiles) == 1


def test_while_it_looks_the_question_is_shown_and_the_page_before_is_not(window, qtbot, monkeypatch) -> None:
    waiting: Future = Future()
    monkeypatch.setattr(window.library, "similar", lambda request: waiting)
    first = window.space.model.id_at(0)
    window.space.grid.verticalScrollBar().setValue(120)
    window.find_similar(SimilarRequest(photo_ids=(first,)))
    assert window.space.similar_bar.answer.text() == "Looking…"
    assert len(window.space.similar_bar.tiles) == 1
    assert not len(window.space.model.timeline)
    window.navigator.back()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    assert window.space.grid.verticalScrollBar().value() == 120


def test_moving_the_strictness_keeps_the_answer_until_the_next(similar, monkeypatch) -> None:
    waiting: Future = Future()
    monkeypatch.setattr(similar.library, "similar", lambda request: waiting)
    count = len(similar.space.model.timeline)
    similar.navigator.go(places.similar(replace(similar.navigator.place.request, strictness=0.9)), is_step=False)
    assert len(similar.space.model.timeline) == count > 0


def test_back_returns_to_the_page_and_forward_to_the_answer(similar, qtbot) -> None:
    similar.actions_table["back"].trigger()
    qtbot.waitUntil(lambda: len(similar.space.model.timeline) == 25)
    similar.actions_table["forward"].trigger()
    qtbot.waitUntil(lambda: similar.navigator.place.kind is Kind.SIMILAR and similar.space.model.scores is not None)


def test_escape_leaves_the_answer(similar, qtbot) -> None:
    QTest.keyClick(similar, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: similar.navigator.place.kind is Kind.TIMELINE)


def test_it_works_from_a_search_and_from_another_answer_and_from_the_viewer(window, qtbot) -> None:
    window.navigator.search("beach")
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 6)
    first = window.space.model.id_at(0)
    window.space.grid.set_current_id(first)
    window.actions_table["find-similar"].trigger()
    qtbot.waitUntil(lambda: window.space.model.scores is not None and len(window.space.model.timeline) > 0)
    second = window.space.model.id_at(0)
    window.open_photo(second)
    window.actions_table["find-similar"].trigger()
    assert [r.photo_ids for r in window.library.similar_requests] == [(first,), (second,)]
    assert not window.space.is_viewing


def test_a_tile_dropped_on_the_target_of_an_answer_is_added_to_the_question(similar, qtbot) -> None:
    from desktop_app.gui.drops import Drop

    settled(similar, qtbot)
    asked = similar.library.similar_requests[-1].photo_ids
    other = similar.space.model.id_at(0)
    similar.take_drop(Drop(SimilarRequest(photo_ids=(other,))))
    assert similar.library.similar_requests[-1].photo_ids == (*asked, other)


def test_other_pictures_take_the_place_of_those_that_cannot_be_compared(window, tmp_path, qtbot, monkeypatch) -> None:
    bad, good = tmp_path / "bad.jpg", window.library.store.photos.get(window.space.model.id_at(0)).path
    bad.write_bytes(b"no picture")
    window.find_similar(SimilarRequest(files=(bad,)))
    qtbot.waitUntil(lambda: window.space.empty.isVisible())
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(good)], ""))
    window.space.empty.acted.emit()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) > 0)
    assert window.library.similar_requests[-1].files == (good,)
    assert window.space.similar_bar.answer.text() == "Photos like this"


@pytest.mark.parametrize("width", [384, 500, 764, 1300])
@pytest.mark.parametrize("photos", [1, 12])
def test_the_question_and_its_answer_are_seen_whole_in_any_window(window, qtbot, width, photos) -> None:
    ids = tuple(window.space.model.id_at(row) for row in range(photos))
    window.find_similar(SimilarRequest(photo_ids=ids))
    settled(window, qtbot)
    bar = window.space.similar_bar
    bar.answer.setText("Nothing here looks like this")
    bar.detail.setText("These are the nearest, and they are not alike.")
    host = QWidget()
    qtbot.addWidget(host)
    bar.setParent(host)
    host.resize(width, 400)
    bar.show()
    host.show()
    qtbot.waitExposed(host)
    bar.resize(width, bar.height())
    bar.layout().activate()
    for label in (bar.answer, bar.detail):
        assert label.height() >= label.heightForWidth(label.width())
        assert label.width() >= 100
    shown = [tile for tile in bar.tiles if tile.isVisible()]
    assert shown
    assert bar.more.isVisible() == (len(shown) < photos)
    if bar.more.isVisible():
        assert bar.more.text() == f"+{photos - len(shown)}"
    parts = [*shown, bar.add, bar.answer, bar.slider]
    boxes = [part.rect().translated(part.mapTo(bar, QPoint())) for part in parts]
    assert all(bar.rect().contains(box) for box in boxes)
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
