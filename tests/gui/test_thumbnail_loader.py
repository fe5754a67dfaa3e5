"""The loader: only what is seen, in the order it is seen, within a budget; late answers never land on another photo."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor  # noqa: TID251 - plays the library's lanes

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop_app.domain.ids import PhotoId
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.thumbnail_loader import MAX_IN_FLIGHT, RETRY_AFTER_S, ThumbnailLoader, Wanted, tile_image

RED = (200, 30, 20)


def jpeg(size: tuple[int, int] = (512, 384), colour: tuple[int, int, int] = RED) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", quality=90)
    return out.getvalue()


class HeldLibrary:
    """Has the library's signature, real futures and real JPEG bytes; answers when told to."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.held: dict[int, tuple[Future, Callable[[bytes], object]]] = {}

    def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], object]) -> Future:
        future: Future = Future()
        self.asked.append(photo_id)
        self.held[photo_id] = (future, convert)
        return future

    def answer(self, photo_id: int, data: bytes | None = None) -> None:
        future, convert = self.held.pop(photo_id)
        if future.set_running_or_notify_cancel():
            future.set_result(convert(data if data is not None else jpeg()))

    def refuse(self, photo_id: int) -> None:
        self.held.pop(photo_id)[0].set_exception(OSError("gone"))


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def library() -> HeldLibrary:
    return HeldLibrary()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loader(library: HeldLibrary, bridge: Bridge, clock: Clock) -> ThumbnailLoader:
    return ThumbnailLoader(library, bridge, budget_bytes=1_000_000, clock=clock)


def tiles(*ids: int, size: tuple[int, int] = (200, 150)) -> list[Wanted]:
    return [Wanted(PhotoId(i), *size) for i in ids]


def test_pictures_are_asked_for_in_the_order_they_are_seen_and_few_at_a_time(
    loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot
) -> None:
    loader.want(tiles(*range(1, 20)))
    assert library.asked == list(range(1, MAX_IN_FLIGHT + 1))
    with qtbot.waitSignal(loader.arrived) as told:
        library.answer(2)
    assert told.args == [2]
    assert library.asked == list(range(1, MAX_IN_FLIGHT + 2))
    pixmap = loader.pixmap(PhotoId(2))
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (200, 150)


def test_what_scrolled_away_is_cancelled_and_a_late_answer_is_dropped(
    loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot
) -> None:
    loader.want(tiles(1, 2))
    first, second = library.held[1][0], library.held[2][0]
    assert second.set_running_or_notify_cancel(), "the lane has begun with 2: it cannot be cancelled any more"
    loader.want(tiles(3))
    assert first.cancelled()
    with qtbot.waitSignal(loader.arrived) as told:
        second.set_result(tile_image(jpeg(), Wanted(PhotoId(2), 200, 150)))
        library.answer(3)
    assert told.args == [3]
    assert loader.pixmap(PhotoId(2)) is None


def test_wanting_the_same_again_asks_for_nothing_twice(
    loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot
) -> None:
    loader.want(tiles(1, 2))
    loader.want(tiles(2, 1))
    with qtbot.waitSignals([loader.arrived, loader.arrived]):
        library.answer(1)
        library.answer(2)
    loader.want(tiles(1, 2))
    assert library.asked == [1, 2]
    assert loader.is_idle


def test_another_size_shows_the_old_picture_until_the_new_one_comes(
    loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot
) -> None:
    loader.want(tiles(1))
    with qtbot.waitSignal(loader.arrived):
        library.answer(1)
    loader.want(tiles(1, size=(300, 225)))
    assert loader.pixmap(PhotoId(1)).width() == 200
    with qtbot.waitSignal(loader.arrived):
        library.answer(1)
    assert loader.pixmap(PhotoId(1)).width() == 300
    assert loader.kept_bytes == 300 * 225 * 4


def test_memory_stays_within_the_budget_and_the_least_recently_seen_goes_first(
    loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot
) -> None:
    for number in range(1, 9):  # 120,000 bytes each
        loader.want(tiles(number))
        with qtbot.waitSignal(loader.arrived):
            library.answer(number)
    loader.pixmap(PhotoId(1))
    loader.want(tiles(9))
    with qtbot.waitSignal(loader.arrived):
        library.answer(9)
    assert loader.kept_bytes <= 1_000_000
    assert loader.pixmap(PhotoId(1)) is not None
    assert loader.pixmap(PhotoId(2)) is None


def test_a_failure_is_not_repeated_at_once_and_not_for_ever(
    loader: ThumbnailLoader, library: HeldLibrary, clock: Clock, qtbot: QtBot
) -> None:
    loader.want(tiles(1))
    library.refuse(1)
    qtbot.waitUntil(lambda: loader.is_idle)
    loader.want(tiles(1))
    assert library.asked == [1]
    clock.now += RETRY_AFTER_S + 1
    loader.want(tiles(1))
    assert library.asked == [1, 1]
    library.answer(1, b"no picture at all")
    qtbot.waitUntil(lambda: loader.is_idle)
    loader.forget([PhotoId(1)])  # Changes named the photo
    loader.want(tiles(1))
    assert library.asked == [1, 1, 1]
    with qtbot.waitSignal(loader.arrived):
        library.answer(1)


def test_a_changed_photo_is_fetched_again_while_its_old_picture_stays(
    loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot
) -> None:
    loader.want(tiles(1))
    with qtbot.waitSignal(loader.arrived):
        library.answer(1)
    loader.forget([PhotoId(1)])
    assert loader.pixmap(PhotoId(1)) is not None
    loader.want(tiles(1))
    with qtbot.waitSignal(loader.arrived):
        library.answer(1, jpeg(colour=(10, 20, 220)))
    assert loader.pixmap(PhotoId(1)).toImage().pixelColor(100, 75).blue() > 180


def test_an_answer_for_the_content_before_a_change_is_dropped(
    loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot
) -> None:
    loader.want(tiles(1))
    before = library.held[1][0]
    assert before.set_running_or_notify_cancel()
    loader.forget([PhotoId(1)])
    loader.want(tiles(1))
    before.set_result(tile_image(jpeg(colour=(0, 255, 0)), Wanted(PhotoId(1), 200, 150)))
    with qtbot.waitSignal(loader.arrived):
        library.answer(1)
    assert loader.pixmap(PhotoId(1)).toImage().pixelColor(100, 75).red() > 150


def test_a_veiled_tile_never_gets_the_clear_picture(
    loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot
) -> None:
    loader.want(tiles(1))
    with qtbot.waitSignal(loader.arrived):
        library.answer(1)
    assert loader.pixmap(PhotoId(1), is_veiled=True) is None
    loader.want([Wanted(PhotoId(1), 200, 150, is_veiled=True)])
    with qtbot.waitSignal(loader.arrived):
        library.answer(1)
    assert loader.pixmap(PhotoId(1), is_veiled=True) is not None


def test_clearing_lets_go_of_everything(loader: ThumbnailLoader, library: HeldLibrary, qtbot: QtBot) -> None:
    loader.want(tiles(1, 2))
    with qtbot.waitSignal(loader.arrived):
        library.answer(1)
    under_way = library.held[2][0]
    loader.clear()
    assert under_way.cancelled()
    assert loader.kept_bytes == 0
    assert loader.is_idle


def test_pictures_arrive_from_real_lanes(bridge: Bridge, qtbot: QtBot) -> None:
    with ThreadPoolExecutor(2) as lanes:

        class Library:
            def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], object]) -> Future:
                return lanes.submit(lambda: convert(jpeg(colour=(photo_id, 40, 40))))

        loader = ThumbnailLoader(Library(), bridge)
        loader.want(tiles(*range(100, 140)))
        qtbot.waitUntil(lambda: loader.is_idle)
        for number in range(100, 140):
            assert abs(loader.pixmap(PhotoId(number)).toImage().pixelColor(100, 75).red() - number) < 6


@pytest.mark.parametrize("size", [(512, 384), (384, 512), (512, 40), (3, 2), (1, 1)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("is_veiled", [False, True])
def test_a_picture_fills_its_tile_exactly(size: tuple[int, int], is_veiled: bool) -> None:
    image = tile_image(jpeg(size), Wanted(PhotoId(1), 211, 97, 4.0, is_veiled))
    assert image is not None
    assert (image.width(), image.height()) == (211, 97)
    assert image.format() == QImage.Format.Format_ARGB32_Premultiplied
    middle = image.pixelColor(105, 48)
    assert abs(middle.red() - RED[0]) < 12
    assert middle.alpha() == 255
    assert image.pixelColor(0, 0).alpha() < 128, "corners are round"


def test_a_veil_leaves_no_detail() -> None:
    picture = Image.new("RGB", (512, 384), (255, 255, 255))
    for x in range(0, 512, 8):
        picture.paste((0, 0, 0), (x, 0, x + 4, 384))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)

    def contrast(image: QImage) -> int:
        row = [QColor(image.pixel(x, 75)).lightness() for x in range(20, 180)]
        return max(row) - min(row)

    clear = tile_image(out.getvalue(), Wanted(PhotoId(1), 200, 150))
    veiled = tile_image(out.getvalue(), Wanted(PhotoId(1), 200, 150, is_veiled=True))
    assert clear is not None
    assert veiled is not None
    assert contrast(clear) > 60
    assert contrast(veiled) < 25


@pytest.mark.qt_log_ignore("JPEG")
@pytest.mark.parametrize("data", [b"", b"nonsense", jpeg()[:40]], ids=["empty", "nonsense", "torn"])
def test_bytes_that_are_no_picture_give_none(data: bytes) -> None:
    assert tile_image(data, Wanted(PhotoId(1), 200, 150)) is None
