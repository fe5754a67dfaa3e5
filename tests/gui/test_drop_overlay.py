"""Find similar by drop: real mime data, every kind of event, copies only."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui.drops import MAX_QUERY_PHOTOS, is_promising, read_drop, write_photo_ids
from desktop_app.gui.places import Kind

COPY, MOVE, LINK = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction, Qt.DropAction.LinkAction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


@pytest.fixture
def two_files(photo_folder: Path) -> list[Path]:
    return sorted(photo_folder.glob("beach-*.jpg"))[:2]


def enter(mime: QMimeData, actions=COPY | MOVE) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(500, 400), actions, mime, LEFT, NONE)
    event.kept_alive = mime  # Qt's drag events own no mime data
    return event


def drop(mime: QMimeData, actions=COPY | MOVE) -> QDropEvent:
    event = QDropEvent(QPointF(500, 400), actions, mime, LEFT, NONE)
    event.kept_alive = mime
    return event


def let_fall(receiver, mime: QMimeData) -> None:
    """Sends what Qt sends when something is dragged in and let go."""
    QApplication.sendEvent(receiver, enter(mime))
    QApplication.sendEvent(receiver, QDragMoveEvent(QPoint(500, 400), COPY | MOVE, mime, LEFT, NONE))
    QApplication.sendEvent(receiver, drop(mime))


def test_files_become_one_question(two_files, qapp) -> None:
    assert read_drop(files(*two_files)).request == SimilarRequest(files=tuple(two_files))


def test_the_same_file_twice_is_asked_about_once(two_files, qapp) -> None:
    assert read_drop(files(two_files[0], two_files[0])).request == SimilarRequest(files=(two_files[0],))


def test_a_file_that_is_gone_is_said_so(tmp_path, qapp) -> None:
    found = read_drop(files(tmp_path / "gone.jpg"))
    assert found.request is None
    assert found.problem


def test_folders_alone_are_folders_to_add(photo_folder, qapp) -> None:
    assert read_drop(files(photo_folder)).folders == (photo_folder,)


def test_encoded_bytes_of_a_browser_are_taken_as_they_are(picture_bytes, qapp) -> None:
    mime = QMimeData()
    mime.setData("image/png", picture_bytes)
    assert read_drop(mime).request == SimilarRequest(pictures=(picture_bytes,))


def test_raw_image_data_becomes_a_png(qapp) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    request = read_drop(mime).request
    assert request is not None
    again = QImage.fromData(request.pictures[0])
    assert (again.width(), again.height()) == (20, 10)


def test_a_picture_inside_html_is_read_without_the_network(picture_bytes, qapp) -> None:
    mime = QMimeData()
    code = base64.b64encode(picture_bytes).decode()
    mime.setHtml(f"<meta charset='utf-8'><p><img alt='x' src='data:image/png;base64,{code}'></p>")
    assert read_drop(mime).request == SimilarRequest(pictures=(picture_bytes,))


def test_an_address_alone_is_answered_with_what_to_do(qapp) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/cat.jpg")])
    mime.setHtml("<img src='https://example.org/cat.jpg'>")
    found = read_drop(mime)
    assert found.request is None
    assert "offline" in found.problem


@pytest.mark.parametrize("html", ["<img src='data:image/png;base64,!!'", "<img src=data:text/html,x>", "<img>", "<<<"])
def test_damaged_html_is_no_picture_and_no_error(html: str, qapp) -> None:
    mime = QMimeData()
    mime.setHtml(html)
    request = read_drop(mime).request
    assert request is None or request.pictures


def test_plain_text_is_not_worth_a_target(qapp) -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert not is_promising(mime)


def test_tiles_of_our_own_travel_by_id_and_not_more_than_fit_in_a_question(qapp) -> None:
    mime = QMimeData()
    write_photo_ids(mime, [PhotoId(i) for i in range(1, 100)])
    request = read_drop(mime).request
    assert request is not None
    assert request.photo_ids == tuple(range(1, MAX_QUERY_PHOTOS + 1))


@pytest.mark.parametrize("payload", [b"", b"abc", b"1;2", b"-1", b"9" * 40])
def test_a_damaged_payload_names_no_photo(payload: bytes, qapp) -> None:
    mime = QMimeData()
    mime.setData("application/x-reverie-photo-ids", payload)
    request = read_drop(mime).request
    assert request is None


def test_a_drag_from_outside_dims_the_window_and_leaves_it_clear_again(window, two_files) -> None:
    QApplication.sendEvent(window, enter(files(*two_files)))
    assert window.overlay.isVisible()
    assert window.overlay.geometry() == window.rect()
    QApplication.sendEvent(window.overlay, enter(files(*two_files)))
    QApplication.sendEvent(window.overlay, QDragLeaveEvent())
    assert not window.overlay.isVisible()


def test_a_drag_that_only_brushes_the_edge_does_not_leave_the_window_dimmed(window, two_files, qtbot) -> None:
    QApplication.sendEvent(window, enter(files(*two_files)))
    QApplication.sendEvent(window, QDragLeaveEvent())
    qtbot.waitUntil(lambda: not window.overlay.isVisible())


def test_f8_entering_moving_and_dropping_are_copies_even_when_a_move_is_proposed(window, two_files) -> None:
    mime = files(*two_files)
    for receiver in (window, window.overlay):
        for event in (
            enter(mime),
            QDragMoveEvent(QPoint(500, 400), COPY | MOVE, mime, LEFT, Qt.KeyboardModifier.ShiftModifier),
            drop(mime),
        ):
            event.setDropAction(MOVE)
            QApplication.sendEvent(receiver, event)
            assert event.isAccepted()
            assert event.dropAction() == COPY


@pytest.mark.parametrize("actions", [MOVE, LINK, MOVE | LINK])
def test_a_source_that_will_not_copy_is_refused(window, two_files, actions) -> None:
    mime = files(*two_files)
    coming = enter(mime, actions)
    QApplication.sendEvent(window, coming)
    assert not coming.isAccepted()
    assert not window.overlay.isVisible()
    falling = drop(mime, actions)
    window.overlay.dropEvent(falling)
    assert not falling.isAccepted()
    assert window.navigator.place.kind is Kind.TIMELINE


def test_a_dropped_file_is_still_there_and_its_likes_are_shown(window, two_files, qtbot) -> None:
    before = two_files[0].read_bytes()
    let_fall(window.overlay, files(two_files[0]))
    assert window.navigator.place.kind is Kind.SIMILAR
    qtbot.waitUntil(lambda: window.space.grid.isVisible() and len(window.space.model.timeline) > 0)
    assert two_files[0].read_bytes() == before
    assert window.library.similar_requests[-1].files == (two_files[0],)


def test_a_drop_into_the_viewer_asks_too(window, two_files, qtbot) -> None:
    window.open_photo(window.space.model.id_at(0))
    let_fall(window.overlay, files(two_files[0]))
    assert window.navigator.place.kind is Kind.SIMILAR
    assert not window.space.is_viewing


def test_a_dropped_folder_is_added_not_searched_with(make_window, empty_library, photo_folder, qtbot) -> None:
    window = make_window(empty_library)
    let_fall(window.overlay, files(photo_folder))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)


def test_our_own_tile_shows_the_small_targets_and_not_the_large_one(window, qtbot) -> None:
    mime = QMimeData()
    first = window.space.model.id_at(0)
    write_photo_ids(mime, [first])
    QApplication.sendEvent(window, enter(mime))
    target = window.space.sidebar.target
    assert target.isVisible()
    assert window.space.inspector.target.isVisible()
    assert not window.overlay.isVisible()
    QApplication.sendEvent(target, enter(mime))
    QApplication.sendEvent(target, drop(mime))
    assert window.library.similar_requests[-1].photo_ids == (first,)
    assert not target.isVisible()


def test_a_tile_let_go_over_the_page_does_nothing(window) -> None:
    mime = QMimeData()
    write_photo_ids(mime, [window.space.model.id_at(0)])
    QApplication.sendEvent(window, enter(mime))
    event = drop(mime)
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()
    assert window.library.similar_requests == []


def test_pasted_pictures_and_files_ask_as_drops_do(window, picture_bytes, two_files) -> None:
    board = QApplication.clipboard()
    mime = QMimeData()
    mime.setData("image/png", picture_bytes)
    board.setMimeData(mime)
    window.actions_table["paste-similar"].trigger()
    assert window.library.similar_requests[-1].pictures
    board.setMimeData(files(two_files[0]))
    window.actions_table["paste-similar"].trigger()
    assert window.library.similar_requests[-1].files == (two_files[0],)


def test_pasting_words_says_that_there_is_no_picture(window) -> None:
    QApplication.clipboard().setText("only words")
    window.actions_table["paste-similar"].trigger()
    assert window.toast.isVisible()
    assert window.library.similar_requests == []
