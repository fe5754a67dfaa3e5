"""The process that takes out noise, on the real model: raw rows in, raw rows out, bounded and cancellable."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.denoising import NoiseLevel, PixelRegion
from desktop_app.errors import WorkerError
from desktop_app.paths import models_dir
from desktop_app.workers.denoising import Denoiser
from desktop_app.workers.denoising_wire import DenoiseRequest, RawPixels

SIGMA = 20.0


def smooth(height: int, width: int) -> NDArray[np.float64]:
    y, x = np.mgrid[:height, :width]
    return np.stack([128 + 70 * np.sin(x / 50), 120 + 60 * np.cos(y / 40), 100 + 50 * np.sin((x + y) / 70)], axis=2)


def noisy(height: int, width: int) -> NDArray[np.uint8]:
    noise = np.random.default_rng(4).standard_normal((height, width, 3)) * SIGMA
    return np.clip(smooth(height, width) + noise + 0.5, 0, 255).astype(np.uint8)


def stored(folder: Path, pixels: NDArray[np.unsignedinteger], name: str = "source.raw") -> RawPixels:
    path = folder / name
    path.write_bytes(np.ascontiguousarray(pixels).tobytes())
    height, width, channels = pixels.shape
    return RawPixels(path, width, height, channels, pixels.dtype.itemsize * 8)


def read(path: Path, height: int, width: int, channels: int = 3, bits: int = 8) -> NDArray[np.unsignedinteger]:
    return np.fromfile(path, np.uint8 if bits == 8 else np.uint16).reshape(height, width, channels)


def error_of(pixels: NDArray[np.unsignedinteger], clean: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean((pixels - clean) ** 2)))


@pytest.fixture(scope="module")
def denoiser() -> Iterator[Denoiser]:
    made = Denoiser(models_dir(), threads=2)
    yield made
    made.close()


class Heard:
    """Collects progress, and cancels after so many reports."""

    def __init__(self, stop_after: int = 1 << 30) -> None:
        self.shares: list[float] = []
        self.left_s: list[float | None] = []
        self.stop_after = stop_after
        self.stopped_s = 0.0

    def __call__(self, share: float, left_s: float | None) -> None:
        self.shares.append(share)
        self.left_s.append(left_s)

    def is_enough(self) -> bool:
        if len(self.shares) >= self.stop_after and not self.stopped_s:
            self.stopped_s = time.monotonic()
        return len(self.shares) >= self.stop_after


def nothing(_share: float, _left_s: float | None) -> None:
    return


def test_a_photo_comes_out_with_less_noise_than_it_had(denoiser: Denoiser, tmp_path: Path) -> None:
    clean, pixels = smooth(600, 700), noisy(600, 700)
    heard = Heard()
    done = denoiser.denoise(DenoiseRequest(stored(tmp_path, pixels), tmp_path / "out.raw"), heard)
    assert done is not None
    assert error_of(read(tmp_path / "out.raw", 600, 700), clean) < 0.2 * error_of(pixels, clean)
    assert done.level.sigma == pytest.approx(SIGMA, rel=0.1)
    assert done.megapixels == pytest.approx(0.42)
    assert heard.shares == sorted(heard.shares)
    assert heard.shares[-1] == 1
    assert heard.left_s[-1] == 0
    assert len(heard.shares) == 2


def test_measuring_alone_gives_the_level_that_denoising_uses(denoiser: Denoiser, tmp_path: Path) -> None:
    source = stored(tmp_path, noisy(300, 400))
    level = denoiser.measure(source)
    done = denoiser.denoise(DenoiseRequest(source, tmp_path / "out.raw"), nothing)
    assert done is not None
    assert level == done.level


@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (9, 520), (521, 513), (64, 64)])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("channels", [1, 3])
def test_every_size_depth_and_number_of_channels_comes_out_as_it_went_in(
    denoiser: Denoiser, tmp_path: Path, shape: tuple[int, int], bits: int, channels: int
) -> None:
    kind = np.uint8 if bits == 8 else np.uint16
    top = np.iinfo(kind).max
    pixels = (np.random.default_rng(2).random((*shape, channels)) * 0.2 * top + 0.4 * top).astype(kind)
    request = DenoiseRequest(stored(tmp_path, pixels), tmp_path / "out.raw", level=NoiseLevel.even(15))
    assert denoiser.denoise(request, nothing) is not None
    found = read(tmp_path / "out.raw", *shape, channels, bits)
    assert found.std() <= pixels.std()
    assert abs(found.mean() - pixels.mean()) < 0.02 * top


def test_sixteen_bits_keep_what_eight_cannot(denoiser: Denoiser, tmp_path: Path) -> None:
    pixels = noisy(200, 200)
    deep = stored(tmp_path, pixels.astype(np.uint16) * 257, "deep.raw")
    for source, name in ((stored(tmp_path, pixels), "out8.raw"), (deep, "out16.raw")):
        denoiser.denoise(DenoiseRequest(source, tmp_path / name, level=NoiseLevel.even(SIGMA)), nothing)
    shallow, found = read(tmp_path / "out8.raw", 200, 200), read(tmp_path / "out16.raw", 200, 200, bits=16)
    assert np.abs(found / 257 - shallow).max() <= 0.51
    assert len(np.unique(found)) > 256


def test_grey_stays_grey_in_three_channels_and_in_one(denoiser: Denoiser, tmp_path: Path) -> None:
    plane = noisy(160, 200)[..., :1]
    three = stored(tmp_path, np.repeat(plane, 3, axis=2), "three.raw")
    for source, name in ((stored(tmp_path, plane), "one_out.raw"), (three, "three_out.raw")):
        assert denoiser.denoise(DenoiseRequest(source, tmp_path / name), nothing) is not None
    one, found = read(tmp_path / "one_out.raw", 160, 200, 1), read(tmp_path / "three_out.raw", 160, 200)
    assert np.array_equal(found[..., 0], found[..., 1])
    assert np.array_equal(found[..., 0], found[..., 2])
    assert np.array_equal(found[..., :1], one)
    assert error_of(one, smooth(160, 200)[..., :1]) < 0.45 * SIGMA


def test_nothing_wished_for_is_nothing_changed(denoiser: Denoiser, tmp_path: Path) -> None:
    pixels = noisy(1100, 1050)
    source = stored(tmp_path, pixels)
    for wish in ({"strength": 0.0}, {"luminance": 0.0, "colour": 0.0}, {"level": NoiseLevel.even(0)}):
        assert denoiser.denoise(DenoiseRequest(source, tmp_path / "out.raw", **wish), nothing) is not None
        assert np.array_equal(read(tmp_path / "out.raw", 1100, 1050), pixels)


def test_the_same_photo_comes_out_the_same_twice(denoiser: Denoiser, tmp_path: Path) -> None:
    source = stored(tmp_path, noisy(530, 530))
    for name in ("one.raw", "two.raw"):
        denoiser.denoise(DenoiseRequest(source, tmp_path / name), nothing)
    assert (tmp_path / "one.raw").read_bytes() == (tmp_path / "two.raw").read_bytes()


@pytest.mark.parametrize(
    "region", [PixelRegion(300, 250, 400, 300), PixelRegion(0, 0, 90, 61), PixelRegion(713, 601, 7, 5)]
)
def test_a_preview_is_the_part_of_the_whole_within_one_step(
    denoiser: Denoiser, tmp_path: Path, region: PixelRegion
) -> None:
    source, level = stored(tmp_path, noisy(640, 720)), NoiseLevel.even(SIGMA)
    denoiser.denoise(DenoiseRequest(source, tmp_path / "whole.raw", level=level), nothing)
    assert denoiser.preview(DenoiseRequest(source, tmp_path / "part.raw", level=level, region=region)) is not None
    part = read(tmp_path / "part.raw", region.height, region.width).astype(int)
    whole = read(tmp_path / "whole.raw", 640, 720)
    inside = whole[region.top : region.top + region.height, region.left : region.left + region.width]
    assert np.abs(part - inside).max() <= 1


def test_a_draft_looks_like_the_preview_it_stands_in_for(denoiser: Denoiser, tmp_path: Path) -> None:
    source, level, region = stored(tmp_path, noisy(640, 720)), NoiseLevel.even(SIGMA), PixelRegion(101, 53, 301, 203)
    for is_draft, name in ((True, "draft.raw"), (False, "final.raw")):
        request = DenoiseRequest(source, tmp_path / name, level=level, region=region, is_draft=is_draft)
        assert denoiser.preview(request) is not None
    draft, final = (read(tmp_path / name, 203, 301).astype(float) for name in ("draft.raw", "final.raw"))
    assert np.sqrt(np.mean((draft - final) ** 2)) < 3


def test_a_region_outside_the_photo_is_refused_in_words(denoiser: Denoiser, tmp_path: Path) -> None:
    request = DenoiseRequest(stored(tmp_path, noisy(40, 40)), tmp_path / "x.raw", region=PixelRegion(90, 90, 5, 5))
    with pytest.raises(WorkerError, match="cannot be worked on"):
        denoiser.preview(request)
    assert not (tmp_path / "x.raw").exists()


def test_a_file_that_is_too_short_is_an_error_and_leaves_nothing(denoiser: Denoiser, tmp_path: Path) -> None:
    source = stored(tmp_path, noisy(100, 100))
    source.path.write_bytes(source.path.read_bytes()[:-1])
    with pytest.raises(WorkerError):
        denoiser.denoise(DenoiseRequest(source, tmp_path / "out.raw"), nothing)
    assert not (tmp_path / "out.raw").exists()
    assert denoiser.measure(stored(tmp_path, noisy(64, 64))) is not None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_in_plain_words(denoiser: Denoiser, tmp_path: Path) -> None:
    (tmp_path / "full.raw").symlink_to("/dev/full")
    with pytest.raises(WorkerError, match="the disk is full"):
        denoiser.denoise(DenoiseRequest(stored(tmp_path, noisy(600, 600)), tmp_path / "full.raw"), nothing)


def test_cancelling_ends_between_two_tiles_and_leaves_no_target(denoiser: Denoiser, tmp_path: Path) -> None:
    source, heard = stored(tmp_path, noisy(2000, 2000)), Heard(stop_after=2)
    assert denoiser.denoise(DenoiseRequest(source, tmp_path / "out.raw"), heard, heard.is_enough) is None
    took_s = time.monotonic() - heard.stopped_s
    assert took_s < 60
    assert len(heard.shares) < 6, "it went on to the end"
    assert not (tmp_path / "out.raw").exists()
    assert denoiser.preview(DenoiseRequest(source, tmp_path / "p.raw", region=PixelRegion(0, 0, 64, 64))) is not None


def test_a_preview_goes_ahead_of_a_photo_that_is_being_done(denoiser: Denoiser, tmp_path: Path) -> None:
    source, level = stored(tmp_path, noisy(2000, 2000)), NoiseLevel.even(SIGMA)
    heard, seen = Heard(), []

    def save() -> None:
        denoiser.denoise(DenoiseRequest(source, tmp_path / "whole.raw", level=level), heard)

    lane = threading.Thread(target=save)  # noqa: TID251 - stands for a lane
    lane.start()
    deadline = time.monotonic() + 60
    while not heard.shares and time.monotonic() < deadline:
        pass
    request = DenoiseRequest(source, tmp_path / "part.raw", level=level, region=PixelRegion(0, 0, 200, 150))
    assert denoiser.preview(request) is not None
    seen.append(len(heard.shares))
    lane.join(120)
    assert not lane.is_alive()
    assert len(heard.shares) == 16
    assert seen[0] < 8, "the preview waited for the photo"


@pytest.mark.expects_log("was lost")
def test_a_killed_process_is_replaced_and_the_photo_is_done_all_the_same(tmp_path: Path) -> None:
    denoiser = Denoiser(models_dir(), threads=2)
    killed: list[int] = []

    def kill_once(_share: float, _left_s: float | None) -> None:
        if not killed and denoiser.pid is not None:
            killed.append(denoiser.pid)
            os.kill(denoiser.pid, signal.SIGKILL)

    try:
        pixels = noisy(600, 1100)
        assert denoiser.denoise(DenoiseRequest(stored(tmp_path, pixels), tmp_path / "out.raw"), kill_once) is not None
        assert denoiser.pid != killed[0]
        assert error_of(read(tmp_path / "out.raw", 600, 1100), smooth(600, 1100)) < 0.25 * SIGMA
    finally:
        denoiser.close()


def test_at_rest_there_is_no_process_and_the_next_call_starts_one(tmp_path: Path) -> None:
    denoiser = Denoiser(models_dir(), threads=1)
    try:
        assert denoiser.pid is None
        source = stored(tmp_path, noisy(64, 64))
        assert denoiser.measure(source) is not None
        first = denoiser.pid
        assert first is not None
        denoiser.rest()
        assert denoiser.pid is None
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)
        assert denoiser.measure(source) is not None
    finally:
        denoiser.close()


def test_closing_wakes_who_waits(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    denoiser, errors = Denoiser(models_dir(), threads=1), []
    source = stored(tmp_path, noisy(2000, 2000))
    heard = Heard()

    def save() -> None:
        try:
            denoiser.denoise(DenoiseRequest(source, tmp_path / "out.raw", level=NoiseLevel.even(9)), heard)
        except WorkerError as error:
            errors.append(error)

    lane = threading.Thread(target=save)  # noqa: TID251 - stands for a lane
    with caplog.at_level("ERROR"):
        lane.start()
        deadline = time.monotonic() + 60
        while not heard.shares and time.monotonic() < deadline:
            pass
        denoiser.close()
        lane.join(120)
    assert not lane.is_alive()
    assert len(errors) == 1
    with pytest.raises(WorkerError, match="closed"):
        denoiser.measure(source)


def test_without_the_model_it_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    denoiser = Denoiser(tmp_path / "models", threads=1)
    try:
        with pytest.raises(WorkerError, match="missing"):
            denoiser.denoise(DenoiseRequest(stored(tmp_path, noisy(80, 80)), tmp_path / "out.raw"), nothing)
    finally:
        denoiser.close()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc")
def test_a_large_photo_does_not_grow_the_process(tmp_path: Path) -> None:
    denoiser = Denoiser(models_dir(), threads=2)
    peaks = []

    def watch(_share: float, _left_s: float | None) -> None:
        status = Path(f"/proc/{denoiser.pid}/status").read_text("ascii")
        peaks.append(int(status.partition("VmHWM:")[2].split()[0]) / 1024)

    try:
        band = np.tile(noisy(512, 512), (1, 8, 1))  # 36 MP of 16 bits, of which four rows of tiles are done
        path = tmp_path / "large.raw"
        with path.open("wb") as file:
            for _ in range(9):
                file.write((band.astype(np.uint16) * 257).tobytes())
        source = RawPixels(path, 4096, 9 * 512, 3, 16)
        region = PixelRegion(0, 1024, 4096, 1024)
        request = DenoiseRequest(source, tmp_path / "out.raw", level=NoiseLevel.even(SIGMA), region=region)
        assert denoiser.denoise(request, watch) is not None
        assert max(peaks) < 700
        assert peaks[-1] < peaks[len(peaks) // 2] + 60
    finally:
        denoiser.close()
