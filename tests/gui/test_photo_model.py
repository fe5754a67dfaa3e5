"""The model: ids are the identity, changes are told as small as they are, drags only copy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QLocale, QMimeData, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline, empty_timeline
from desktop_app.domain.photo import Badge, Status
from desktop_app.gui.photo_model import PHOTO_IDS_MIME, PhotoModel, Role, decode_ids, encode_ids, percent

JUNE = 20_253 * 86_400_000  # 14 June 2025


def timeline(ids: list[int], *, badges: int = 0, status: int = 0) -> Timeline:
    count = len(ids)
    return Timeline(
        np.asarray(ids, np.int64),
        np.full(count, JUNE, np.int64),
        np.full(count, 1.5, np.float32),
        np.full(count, 0x336699, np.uint32),
        np.full(count, badges, np.uint16),
        np.full(count, status, np.uint8),
    )


def ids_of(model: PhotoModel) -> list[int]:
    return [int(model.data(model.index(row), Role.ID)) for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules_through_every_kind_of_change(qtmodeltester: ModelTester) -> None:
    model = PhotoModel()
    qtmodeltester.check(model)
    for ids in ([1, 2, 3], [9, 1, 2, 3], [9, 2, 3], [9, 2, 7, 8, 3], [3, 2, 9], list(range(40)), [5], [], [4, 6]):
        model.set_timeline(timeline(ids))
        assert ids_of(model) == ids
        qtmodeltester.check(model)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1, 2, 3, 4], [1, 2, 8, 9, 3, 4]),
        ([1, 2, 3, 4], [8, 1, 2, 3, 9, 4, 7]),
        ([1, 2, 3, 4], [2, 4]),
        ([1, 2, 3, 4, 5], [9, 2, 8, 4, 5, 7]),
    ],
)
def test_a_few_runs_are_told_as_rows_so_that_selection_stays(before: list[int], after: list[int], qtbot: QtBot) -> None:
    model = PhotoModel()
    model.set_timeline(timeline(before))
    chosen = QItemSelectionModel(model)
    kept = [row for row, i in enumerate(before) if i in after]
    for row in kept:
        chosen.select(model.index(row), QItemSelectionModel.SelectionFlag.Select)
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_timeline(timeline(after))
    assert ids_of(model) == after
    assert {model.id_at(index.row()) for index in chosen.selectedIndexes()} == {before[row] for row in kept}


def test_many_separate_runs_are_told_as_one_reset(qtbot: QtBot) -> None:
    model = PhotoModel()
    model.set_timeline(timeline(list(range(0, 200, 2))))
    with qtbot.waitSignal(model.modelReset), qtbot.assertNotEmitted(model.rowsInserted):
        model.set_timeline(timeline(list(range(200))))
    assert ids_of(model) == list(range(200))


def test_another_order_is_a_reset(qtbot: QtBot) -> None:
    model = PhotoModel()
    model.set_timeline(timeline([1, 2, 3]))
    with qtbot.waitSignal(model.modelReset):
        model.set_timeline(timeline([3, 2, 1]))


def test_the_same_photos_again_only_changed_their_data(qtbot: QtBot) -> None:
    model = PhotoModel()
    model.set_timeline(timeline([1, 2, 3]))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as told:
        model.set_timeline(timeline([1, 2, 3], badges=int(Badge.RAW)))
    assert (told.args[0].row(), told.args[1].row()) == (0, 2)
    assert model.data(model.index(1), Role.BADGES) == int(Badge.RAW)


def test_a_clicked_heart_is_shown_before_the_library_answers(qtbot: QtBot) -> None:
    model = PhotoModel()
    known = timeline([1, 2, 3])
    model.set_timeline(known)
    with qtbot.waitSignal(model.dataChanged) as told:
        model.update_badges({PhotoId(2): Badge.FAVOURITE})
    assert told.args[0].row() == told.args[1].row() == 1
    assert model.data(model.index(1), Role.BADGES) == int(Badge.FAVOURITE)
    assert known.badges.tolist() == [0, 0, 0], "the timeline given belongs to the giver"


def test_rows_are_found_by_id() -> None:
    model = PhotoModel()
    assert model.row_of(PhotoId(4)) == -1
    model.set_timeline(timeline([30, 10, 20]))
    assert [model.row_of(PhotoId(i)) for i in (30, 10, 20, 5, 99)] == [0, 1, 2, -1, -1]
    assert model.rows_of([PhotoId(20), PhotoId(7), PhotoId(30)]).tolist() == [0, 2]
    assert model.ids_at([2, 0]) == [20, 30]


def test_a_screen_reader_hears_photo_date_and_tags_and_no_path() -> None:
    QLocale.setDefault(QLocale("en_GB"))
    model = PhotoModel()
    model.set_describe(lambda photo_id: "dog, beach" if photo_id == 1 else "")
    model.set_timeline(timeline([1, 2], badges=int(Badge.FAVOURITE | Badge.RAW)))
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Photo, 14 June 2025, dog, beach, favourite, raw"
    model.set_timeline(timeline([2], status=int(Status.OFFLINE)), np.asarray([0.871], np.float32))
    assert model.accessible_text(0) == "Photo, 14 June 2025, offline, 87 % alike"
    assert model.data(model.index(0), Role.SCORE) == pytest.approx(0.871)


def test_f8_a_drag_carries_ids_and_files_and_only_copies(tmp_path: Path) -> None:
    model = PhotoModel()
    asked: list[list[int]] = []

    def files(ids: list[PhotoId]) -> list[Path]:
        asked.append(list(ids))
        return [tmp_path / f"ü {i}.jpg" for i in ids]

    model.set_file_urls(files)
    model.set_timeline(timeline([5, 6, 7]))
    mime = model.mimeData([model.index(2), model.index(0)])
    assert decode_ids(mime) == [5, 7]
    assert [url.toLocalFile() for url in mime.urls()] == [str(tmp_path / "ü 5.jpg"), str(tmp_path / "ü 7.jpg")]
    assert asked == [[5, 7]]
    assert model.supportedDragActions() == Qt.DropAction.CopyAction
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDropEnabled


@pytest.mark.parametrize("raw", [b"", b"a,b", b"-4", b"1e9", b"," * 50, b"9" * 400, "١٢".encode()])
def test_foreign_bytes_in_the_drag_format_are_no_ids(raw: bytes) -> None:
    mime = QMimeData()
    mime.setData(PHOTO_IDS_MIME, raw)
    assert decode_ids(mime) == []


def test_ids_survive_the_drag_format() -> None:
    mime = QMimeData()
    mime.setData(PHOTO_IDS_MIME, encode_ids([PhotoId(1), PhotoId(2**62)]))
    assert decode_ids(mime) == [1, 2**62]
    assert decode_ids(QMimeData()) == []


def test_an_empty_page_answers_nothing() -> None:
    model = PhotoModel()
    model.set_timeline(empty_timeline())
    assert model.rowCount() == 0
    assert model.data(model.index(0), Role.ID) is None
    assert not model.index(0).isValid()


@pytest.mark.parametrize(("score", "shown"), [(0.0, 0), (0.5, 50), (0.997, 99), (1.0, 100), (-0.2, 0), (1.3, 100)])
def test_only_what_is_wholly_alike_is_a_hundred_percent(score: float, shown: int) -> None:
    assert percent(score) == shown
