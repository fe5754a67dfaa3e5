"""The picture of the library: where one looks, what is painted there, how it is walked with mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.domain.group import LibraryMap
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Page, empty_timeline
from desktop_app.gui import theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.map_camera import LARGEST_PX, Bounds, Camera, bounds_of, fitting, smallest_scale, towards
from desktop_app.gui.map_content import MapContent, cloud_of, content_of
from desktop_app.gui.map_labels import LabelWish, placed
from desktop_app.gui.map_painting import DotRaster, dot_px
from desktop_app.gui.map_view import MapView
from desktop_app.library.queries import Queries

LEFT, NONE, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def content(inline_library) -> MapContent:
    """The photos of the library, each where its colours put it: four groups, which are its subjects."""
    queries = Queries(inline_library.store)
    timeline = queries.timeline(Page())
    ids = sorted(inline_library._vectors)
    vectors = np.stack([inline_library._vectors[i] for i in ids])
    _u, _s, axes = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    plane = (vectors - vectors.mean(axis=0)) @ axes[:2].T
    subjects = [queries.photo(i).name.split("-")[0] for i in ids]
    names = sorted(set(subjects))
    groups = np.array([names.index(subject) + 1 for subject in subjects], np.int64)
    ranks = np.argsort(np.argsort(plane, axis=0), axis=0).astype(np.float32)  # no two share a place
    labels = tuple(
        (GroupId(n + 1), name, *(float(v) for v in ranks[groups == n + 1].mean(axis=0)), 5.0)
        for n, name in enumerate(names)
    )
    found = LibraryMap(np.array(ids, np.int64), ranks[:, 0].copy(), ranks[:, 1].copy(), groups, labels)
    return content_of(found, timeline)


@pytest.fixture
def view(qtbot, inline_library, content) -> Iterator[MapView]:
    made = MapView(inline_library, Bridge())
    made.motion.is_reduced = True
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    made.show_content(content)
    made.setFocus()
    yield made
    made.hide()  # what it would still ask is not asked of a library that is closed


def point_of(view: MapView, row: int) -> QPoint:
    return view.tile_rect(row).center()


# the camera


def test_zooming_keeps_still_what_is_under_the_pointer() -> None:
    camera = fitting(Bounds(0, 0, 300, 200), 1000, 700)
    near = camera.zoomed(camera.scale * 7, (212.0, 641.0))
    assert near.to_map(212, 641) == pytest.approx(camera.to_map(212, 641), abs=1 / camera.scale)
    assert near.zoomed(camera.scale, (212.0, 641.0)).x == pytest.approx(camera.x)


def test_places_go_to_the_screen_and_back() -> None:
    camera = Camera(31.7, -4.2, 13.0, 901, 633)
    assert camera.to_map(*camera.to_view(35.0, -1.5)) == pytest.approx((35.0, -1.5))


def test_everything_is_seen_at_first_and_one_never_gets_lost() -> None:
    edges = bounds_of(np.array([0, 80], np.float32), np.array([-5, 40], np.float32))
    camera = fitting(edges, 1000, 700)
    seen = camera.seen()
    assert seen.left < edges.left
    assert seen.right > edges.right
    assert seen.top < edges.top
    assert seen.bottom > edges.bottom
    far = camera.moved(90_000, -90_000).zoomed(0.0001, (0, 0)).kept_in(edges)
    assert far.scale == pytest.approx(smallest_scale(edges, 1000, 700))
    assert camera.zoomed(1e6, (5, 5)).kept_in(edges).scale == LARGEST_PX
    for push in ((1e6, 0.0), (-1e6, 1e6), (0.0, -1e6)):
        found = camera.zoomed(40.0, (500, 350)).moved(*push).kept_in(edges).seen()
        assert found.left < edges.right
        assert found.right > edges.left
        assert found.top < edges.bottom
        assert found.bottom > edges.top


def test_arrows_lead_to_the_nearest_photo_in_their_direction() -> None:
    x = np.array([0, 1, 2, 0, 0, 1.1], np.float32)
    y = np.array([0, 0.2, 0, 1, -1, 3], np.float32)
    assert [towards(x, y, 0, step) for step in ((1, 0), (0, 1), (0, -1), (-1, 0))] == [1, 3, 4, 0]


# names, dots and clouds


def test_names_never_overlap_and_the_first_come_first() -> None:
    rng = np.random.default_rng(3)
    area = QRectF(0, 0, 640, 480)
    wishes = [
        LabelWish(n, QPointF(*at), QSizeF(rng.uniform(40, 180), 22), at[1] + 30)
        for n, at in enumerate(rng.uniform((0, 0), (640, 480), (200, 2)))
    ]
    found = placed(wishes, area, [QRectF(480, 330, 160, 150)])
    boxes = [box for _key, box in found] + [QRectF(480, 330, 160, 150)]
    assert not [1 for i, one in enumerate(boxes) for other in boxes[:i] if one.intersects(other)]
    assert all(area.contains(box) for box in boxes[:-1])
    assert len(found) > 15
    assert found[0][0] == 0


def test_dots_stand_where_they_belong_also_over_the_edge() -> None:
    left, top = np.array([-2, 10, 38, 90]), np.array([5, 20, 28, 5])
    colours = np.array([0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0xFFFFFFFF], np.uint32)
    image, beyond = DotRaster().drawn(left, top, colours, 4, 40, 30)
    seen = image.copy(beyond, beyond, 40, 30)
    assert seen.pixelColor(0, 5) == QColor("#ff0000")
    assert seen.pixelColor(1, 8) == QColor("#ff0000")
    assert seen.pixelColor(2, 5).alpha() == 0
    assert seen.pixelColor(13, 23) == QColor("#00ff00")
    assert seen.pixelColor(39, 29) == QColor("#0000ff")
    assert all(dot_px(scale) <= max(1, round(scale)) for scale in np.linspace(0.1, 300, 500))


def test_a_cloud_has_its_groups_colour_in_the_middle_and_nothing_far_away() -> None:
    x = np.concatenate([np.arange(100) % 10, np.arange(100) % 10 + 40]).astype(np.float32)
    y = np.concatenate([np.arange(100) // 10, np.arange(100) // 10 + 40]).astype(np.float32)
    groups = np.repeat([1, 0], 100)
    colours = np.repeat([0x20A040, 0xFF0000], 100).astype(np.uint32)
    image, place = cloud_of(x, y, groups, colours, bounds_of(x, y))

    def at(px: float, py: float) -> QColor:
        share = ((px - place.left) / place.width, (py - place.top) / place.height)
        return image.pixelColor(int(share[0] * image.width()), int(share[1] * image.height()))

    middle = at(5, 5)
    assert middle.alpha() > 60
    assert middle.green() > middle.red()
    assert at(25, 25).alpha() == 0
    assert at(45, 45).alpha() == 0  # like no group


def test_photos_that_left_the_library_are_not_on_the_map(inline_library, content) -> None:
    timeline = Queries(inline_library.store).timeline(Page())
    gone = np.append(content.ids, 987654)
    found = LibraryMap(gone, np.append(content.x, 3), np.append(content.y, 99), np.append(content.groups, 1), ())
    assert content_of(found, timeline).ids.tolist() == content.ids.tolist()
    assert len(content_of(found, timeline).order) == len(content)


# the view


def test_a_double_click_and_enter_open_the_photo_under_them(view, content, qtbot) -> None:
    with qtbot.waitSignal(view.opened) as opened:
        QTest.mouseDClick(view, LEFT, NONE, point_of(view, 4))
    assert opened.args == [content.ids[4]]
    QTest.mouseClick(view, LEFT, NONE, point_of(view, 7))
    assert view.current_id == content.ids[7]
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [content.ids[7]]


def test_the_keys_alone_walk_zoom_and_come_back(view, content) -> None:
    whole = view.camera
    seen = set()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(view, key)
        seen.add(view.current_id)
    assert len(seen) >= 4
    for _ in range(9):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.scale > whole.scale * 4
    assert view.rect().contains(point_of(view, view.current_row))
    for _ in range(25):
        QTest.keyClick(view, Qt.Key.Key_Left)
        assert view.rect().contains(point_of(view, view.current_row))  # the map comes along
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.camera == whole
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.current_id is None


def test_dragging_moves_the_map_with_the_pointer(view) -> None:
    view.set_camera(view.camera.zoomed(view.camera.scale * 3, (400, 300)))
    before = view.camera.to_map(420, 310)
    QTest.mousePress(view, LEFT, NONE, QPoint(420, 310))
    for x in (440, 480, 520):
        QTest.mouseMove(view, QPoint(x, 290))
    assert view.camera.to_map(520, 290) == pytest.approx(before, abs=1 / view.camera.scale)
    QTest.mouseRelease(view, LEFT, NONE, QPoint(520, 290))
    assert view.current_id is None  # a drag chooses nothing


def test_the_wheel_zooms_to_the_pointer(view) -> None:
    at = QPointF(210, 150)
    before, scale = view.camera.to_map(210, 150), view.camera.scale
    nothing = QPoint()
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, view.mapToGlobal(at), nothing, QPoint(0, 240), buttons, NONE, phase, False)
    QApplication.sendEvent(view, event)
    assert view.camera.scale > scale * 1.4
    assert view.camera.to_map(210, 150) == pytest.approx(before, abs=2 / view.camera.scale)


def test_the_small_map_appears_when_near_and_leads_anywhere(view, content) -> None:
    view.grab()
    assert view.minimap_rect().isNull()
    view.set_camera(view.camera.zoomed(view.camera.scale * 6, (0, 0)))
    place = view.minimap_rect()
    corner = QPoint(int(place.right()) - 4, int(place.bottom()) - 4)
    QTest.mouseClick(view, LEFT, NONE, corner)
    seen = view.camera.seen()
    assert seen.left <= content.bounds.right <= seen.right
    assert seen.top <= content.bounds.bottom <= seen.bottom
    assert view.current_id is None


def test_pictures_are_asked_for_only_when_they_are_large_enough_to_be_seen(view, content, qtbot) -> None:
    qtbot.waitUntil(lambda: view.is_resting)
    assert view.pictures.small.is_idle
    assert view.pictures.small.kept_bytes == 0
    row = 5
    view.set_camera(view.camera.centred(float(content.x[row]), float(content.y[row])))
    view.set_camera(view.camera.zoomed(90.0, (400, 300)))
    photo_id = PhotoId(int(content.ids[row]))
    qtbot.waitUntil(lambda: view.pictures.pixmap(photo_id) is not None)
    shown = view.grab().toImage()
    ratio = view.devicePixelRatioF()
    middle = point_of(view, row) * ratio
    patch = {shown.pixel(middle + QPoint(dx, dy)) for dx in range(-20, 20, 5) for dy in range(-20, 20, 5)}
    assert len(patch) > 10  # a picture, not one colour
    assert len(view.rows_seen()) < len(content)


def test_a_photo_under_the_pointer_tells_name_and_date(view, content, qtbot, inline_library) -> None:
    row = 3
    QTest.mouseMove(view, point_of(view, row))
    assert view.hovered_row == row
    name = Queries(inline_library.store).photo(PhotoId(int(content.ids[row]))).name
    qtbot.waitUntil(lambda: view.describe(row)[0] == name)
    assert "2025" in view.describe(row)[1]
    assert view.describe(row)[2] == name.split("-")[0]


def test_the_screen_reader_hears_the_photo_one_has_come_to(view) -> None:
    assert view.accessibleName() == "Picture of the library"
    assert "Arrows" in view.accessibleDescription()
    view.walk((0, 0))
    words = view.accessibleDescription()
    assert words.startswith("Photo, ")
    assert words.rsplit(", ", 1)[1] in {"beach", "forest", "sunset", "city"}


def test_the_same_map_anew_keeps_place_and_photo(view, content) -> None:
    view.set_camera(view.camera.zoomed(view.camera.scale * 4, (100, 100)))
    view.set_current(6, is_keyed=False)
    before, current = view.camera, view.current_id
    view.show_content(content)
    assert view.camera == before
    assert view.current_id == current


def test_the_row_of_the_viewer_is_the_group_newest_first(content) -> None:
    ids = content.row_ids(0)
    rows = [content.row_of(photo_id) for photo_id in ids]
    assert {int(content.groups[row]) for row in rows} == {int(content.groups[0])}
    assert len(ids) == int((content.groups == content.groups[0]).sum())
    taken = [int(content.taken_at_ms[row]) for row in rows]
    assert taken == sorted(taken, reverse=True)


def test_an_empty_map_is_painted_and_walked_without_harm(view) -> None:
    nothing = LibraryMap(*(np.zeros(0, t) for t in (np.int64, np.float32, np.float32, np.int64)), ())
    empty = content_of(nothing, empty_timeline())
    view.show_content(empty)
    view.walk((1, 0))
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.mouseMove(view, QPoint(30, 30))
    assert view.grab().toImage().pixelColor(5, 5).isValid()
    assert view.current_id is None


def test_dark_and_light_follow_the_theme(view, theme_app: QApplication) -> None:
    light = view.grab().toImage().pixelColor(2, 2)
    theme.apply(theme_app, "dark")
    assert view.grab().toImage().pixelColor(2, 2).lightness() < light.lightness()
    theme.apply(theme_app, "light")
