"""The viewer: zoom to the pixel, neighbours, and back to the same place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.domain.history import ViewSource
from desktop_app.domain.library import Changes, Page, Scope
from desktop_app.domain.photo import Status
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui import places
from desktop_app.gui.picture_view import MAX_ZOOM, PictureView


@pytest.fixture
def canvas(qtbot, theme_app) -> PictureView:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.start(4000, 3000)
    view.show_form("screen", QPixmap(1024, 768))
    return view


@pytest.fixture
def viewing(window, qtbot):
    window.open_photo(window.space.model.id_at(3))
    qtbot.waitUntil(lambda: not window.space.viewer.canvas.is_empty)
    return window


def turn_wheel(view: PictureView, at: QPointF, steps: int) -> None:
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_a_picture_is_fitted_at_first(canvas: PictureView) -> None:
    assert canvas.is_fit
    assert canvas.zoom == pytest.approx(0.2)
    assert canvas.picture_rect().getRect() == pytest.approx((0, 0, 800, 600))


def test_the_wheel_zooms_to_the_pointer(canvas: PictureView) -> None:
    at = QPointF(600, 150)
    before = canvas.to_picture(at)
    for _ in range(8):
        turn_wheel(canvas, at, 120)
    after = canvas.to_picture(at)
    assert canvas.zoom > 0.5
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=2)


def test_zooming_out_ends_at_fit_and_in_at_the_pixel(canvas: PictureView) -> None:
    canvas.zoom_to(999)
    assert canvas.zoom == MAX_ZOOM
    for _ in range(80):
        turn_wheel(canvas, QPointF(400, 300), -120)
    assert canvas.is_fit


def test_too_small_a_picture_asks_for_the_whole(canvas: PictureView, qtbot) -> None:
    with qtbot.waitSignal(canvas.full_wanted):
        canvas.toggle_actual_size()
    canvas.show_form("full", QPixmap(4000, 3000))
    with qtbot.assertNotEmitted(canvas.full_wanted):
        canvas.zoom_by(1.5)


def test_dragging_pans_and_stops_at_the_edge(canvas: PictureView, qtbot) -> None:
    canvas.toggle_actual_size()
    before = canvas.picture_rect().topLeft()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QTest.mouseMove(canvas, QPoint(350, 280))
    assert canvas.picture_rect().topLeft() - before == QPointF(-50, -20)
    QTest.mouseMove(canvas, QPoint(-90000, -90000))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert canvas.picture_rect().right() == pytest.approx(800, abs=1)
    assert canvas.picture_rect().bottom() == pytest.approx(600, abs=1)


def test_the_size_learnt_later_does_not_move_the_picture(canvas: PictureView) -> None:
    before = canvas.picture_rect()
    canvas.correct_size(8000, 6000)
    assert canvas.picture_rect().getRect() == pytest.approx(before.getRect())


def test_enter_opens_and_escape_returns_to_the_same_place(window, qtbot) -> None:
    grid = window.space.grid
    chosen = window.space.model.id_at(20)
    grid.set_current_id(chosen)
    grid.scroll_to(chosen)
    at = grid.verticalScrollBar().value()
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert window.space.is_viewing
    assert window.space.viewer.current_id == chosen
    QTest.keyClick(window.space.viewer, Qt.Key.Key_Escape)
    assert not window.space.is_viewing
    assert grid.current_id() == chosen
    assert grid.selected_ids() == [chosen]
    assert grid.verticalScrollBar().value() == at


def test_the_photo_one_went_to_is_the_one_selected_after(viewing, qtbot) -> None:
    viewer = viewing.space.viewer
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    QTest.keyClick(viewer, Qt.Key.Key_PageDown)
    QTest.keyClick(viewer, Qt.Key.Key_Left)
    wanted = viewing.space.model.id_at(4)
    assert viewer.current_id == wanted
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert viewing.space.grid.selected_ids() == [wanted]


def test_the_ends_are_the_ends(viewing) -> None:
    viewer = viewing.space.viewer
    QTest.keyClick(viewer, Qt.Key.Key_End)
    last = viewer.current_id
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.current_id == last
    assert not viewer.next_button.isEnabled()
    QTest.keyClick(viewer, Qt.Key.Key_Home)
    assert not viewer.previous_button.isEnabled()


def test_space_goes_between_all_and_every_pixel(viewing) -> None:
    viewer = viewing.space.viewer
    QTest.keyClick(viewer, Qt.Key.Key_Space)
    assert viewer.canvas.zoom == 1.0
    QTest.keyClick(viewer, Qt.Key.Key_Space)
    assert viewer.canvas.is_fit


def test_neighbours_are_fetched_ahead(viewing, qtbot) -> None:
    qtbot.waitUntil(lambda: len(viewing.space.viewer._loader._screens) == 3)


def test_rating_and_favourite_keys_work_on_the_photo_shown(viewing, qtbot) -> None:
    viewer, store = viewing.space.viewer, viewing.library.store
    viewer.setFocus()
    for action_id in ("rate-5", "favourite"):
        viewing.actions_table[action_id].trigger()
    qtbot.waitUntil(lambda: store.photos.get(viewer.current_id).rating == 5)
    qtbot.waitUntil(lambda: store.photos.get(viewer.current_id).is_favourite)
    qtbot.waitUntil(lambda: viewer.bar.heart.is_marked)


def test_hiding_the_photo_shown_goes_on_to_the_next(viewing, qtbot) -> None:
    viewer = viewing.space.viewer
    gone, following = viewer.current_id, viewing.space.model.id_at(4)
    viewing.actions_table["hide"].trigger()
    qtbot.waitUntil(lambda: viewer.is_open and viewer.current_id == following)
    assert viewing.space.model.row_of(gone) == -1


def test_the_inspector_follows(viewing, qtbot) -> None:
    QTest.keyClick(viewing.space.viewer, Qt.Key.Key_Right)
    name = viewing.library.store.photos.get(viewing.space.viewer.current_id).name
    qtbot.waitUntil(lambda: viewing.space.inspector.title.text() == name)


def test_a_damaged_file_is_explained_in_words(window, qtbot) -> None:
    ids = [int(i) for i in window.space.model.timeline.ids]
    broken = next(p for p in window.library.store.photos.get_many(ids).values() if p.name == "broken.jpg")
    window.open_photo(broken.id)
    curtain = window.space.viewer.curtain
    qtbot.waitUntil(lambda: curtain.isVisible())
    assert "could not be read" in curtain.words.text()
    assert not curtain.button.isVisible()


def test_a_sensitive_photo_is_covered_until_asked_for(make_window, empty_library, draw_photo, tmp_path, qtbot) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    draw_photo(folder / "private-1.jpg", 0, 5)
    empty_library.index(folder)
    window = make_window(empty_library)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 1)
    window.open_photo(window.space.model.id_at(0))
    viewer = window.space.viewer
    assert viewer.canvas._is_hidden  # before any answer has come
    assert viewer.strip._veiled == {window.space.model.id_at(0)}
    qtbot.waitUntil(lambda: viewer.curtain.isVisible())
    assert viewer.canvas._is_hidden
    qtbot.mouseClick(viewer.curtain.button, Qt.MouseButton.LeftButton)
    assert not viewer.curtain.isVisible()
    shown = viewer.current_id
    assert not window.space.grid.is_veiled(shown, int(Status.SENSITIVE))  # asked for once is enough
    assert not viewer.canvas._is_hidden


def test_controls_fade_when_the_pointer_rests(viewing, qtbot) -> None:
    fading = viewing.space.viewer._fading
    fading.wake()
    assert fading.are_shown
    fading._timer.setInterval(1)
    fading.wake()
    qtbot.waitUntil(lambda: not fading.are_shown)
    viewing.space.viewer.canvas.moved.emit()
    assert fading.are_shown


def test_the_strip_leads_where_it_is_clicked(viewing, qtbot) -> None:
    strip = viewing.space.viewer.strip
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect_of(5).center().toPoint())
    assert viewing.space.viewer.current_id == viewing.space.model.id_at(5)


def test_an_answer_for_a_photo_one_has_left_is_ignored(viewing) -> None:
    viewer = viewing.space.viewer
    left = viewer.current_id
    viewer.go(10)
    viewer.canvas.start(10, 10)
    viewer._on_full(left, QPixmap(20, 20))
    assert viewer.canvas.is_empty


def test_a_photo_that_comes_while_viewing_does_not_change_the_one_shown(viewing, qtbot) -> None:
    shown = viewing.space.viewer.current_id
    viewing.library.publish(Changes(is_membership_changed=True))
    qtbot.waitUntil(lambda: viewing.bridge.waiting == 0)
    assert viewing.space.viewer.current_id == shown


def test_it_knows_from_where_the_user_came(window, qtbot) -> None:
    window.open_photo(window.space.model.id_at(3))
    assert window.space.viewer.opened_from is ViewSource.LIBRARY
    window.space.viewer.close_viewer()
    window.navigator.search("beach")
    qtbot.waitUntil(lambda: window.navigator._shown == places.search("beach"))
    seen = []
    window.space.viewer.current_changed.connect(lambda _id: seen.append(window.space.viewer.opened_from))
    window.open_photo(window.space.model.id_at(0))
    assert seen == [ViewSource.SEARCH]


@pytest.mark.parametrize(
    ("place", "source"),
    [
        (places.timeline(), ViewSource.LIBRARY),
        (places.timeline(Scope.FAVOURITES), ViewSource.LIBRARY),
        (places.Place(places.Kind.TIMELINE, Page(Scope.FOLDER, folder_id=1)), ViewSource.FOLDER),
        (places.Place(places.Kind.TIMELINE, Page(Scope.ALBUM, album_id=1)), ViewSource.ALBUM),
        (places.similar(SimilarRequest(photo_ids=(1,))), ViewSource.SIMILAR),
    ],
)
def test_every_place_is_a_source_of_looks(place, source) -> None:
    assert places.view_source(place) is source
