"""Pictures taken apart into raw rows, in folders that go away again, and put together as new files."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.denoising import PixelRegion
from desktop_app.domain.full_picture import IfThere, PackedPicture, UnpackedPicture
from desktop_app.errors import CancelledError, StorageFullError, UserError
from desktop_app.paths import DENOISE_FOLDER
from desktop_app.workers.decoders import FULL_PICTURE_LIMITS, DecodeReply, DecoderPool
from desktop_app.workers.denoising_wire import RawPixels
from desktop_app.workers.full_wire import PackRequest, RegionRequest, UnpackRequest

_POLL_S = 0.05

IsCancelled = Callable[[], bool]


class NameTakenError(UserError):
    """There is a file of that name already."""


@dataclass(frozen=True, slots=True)
class Scratch:
    """A picture taken apart. `close` removes its files."""

    folder: Path
    picture: UnpackedPicture

    @property
    def raw(self) -> RawPixels:
        """Where the pixels are, for the denoiser."""
        picture = self.picture
        return RawPixels(picture.pixels, picture.width, picture.height, picture.channels, picture.bits)

    def close(self) -> None:
        """Removes the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Studio:
    """Takes pictures apart and puts them together, in a child process of its own. Belongs to one thread.

    Args:
        parent: a cache folder; raw rows need 3 to 6 bytes a pixel while they are worked on, twice.
    """

    def __init__(self, parent: Path) -> None:
        self._parent = parent / DENOISE_FOLDER
        self._pool: DecoderPool | None = None
        self._key = 0

    def close(self) -> None:
        """Ends the child; a file it was writing does not come to be."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def unpack(self, path: Path, is_cancelled: IsCancelled) -> Scratch:
        """Takes a picture apart.

        Raises:
            UserError: it cannot be read, or there is no room for its pixels.
            CancelledError: nobody wants it any more.
        """
        try:
            self._parent.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self._parent))
        except OSError as error:
            raise StorageFullError(f"{path.name} cannot be worked on: {self._parent} cannot be written.") from error
        try:
            reply = self._one(UnpackRequest(self._next_key(), path, folder), is_cancelled)
            if reply.unpacked is None:
                raise UserError(f"{path.name} cannot be denoised: {reply.error}.")
            return Scratch(folder, reply.unpacked)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def region(
        self, scratch: Scratch, region: PixelRegion, work: Callable[[Path], object | None]
    ) -> NDArray[np.uint8] | None:
        """Returns (H, W, 3) uint8 sRGB of what `work` wrote for a region; None when it wrote nothing."""
        picture, target = scratch.picture, scratch.folder / "region.raw"
        if work(target) is None:
            return None
        if picture.bits == 8 and picture.channels == 3 and not picture.kept.icc:
            rows = np.fromfile(target, np.uint8)
            return rows.reshape(region.height, region.width, 3)
        request = RegionRequest(
            self._next_key(),
            target,
            region.width,
            region.height,
            picture.channels,
            picture.bits,
            picture.kept.icc,
            None,
        )
        reply = self._one(request, lambda: False)
        if reply.pixels is None:
            raise UserError(f"The preview cannot be shown: {reply.error}.")
        return reply.pixels

    def pack(
        self, scratch: Scratch, pixels: Path, target: Path, if_there: IfThere, is_cancelled: IsCancelled
    ) -> PackedPicture:
        """Writes raw rows and what was kept of the original as a new file, whole or not at all.

        Raises:
            NameTakenError: there is one, and it is not to be replaced.
            UserError: it cannot be written.
            CancelledError: nobody wants it any more; there is no new file.
        """
        reply = self._one(PackRequest(self._next_key(), scratch.picture, pixels, target, if_there), is_cancelled)
        if reply.packed is not None:
            return reply.packed
        if reply.is_taken:
            raise NameTakenError(f"{target.name} is there already.")
        raise UserError(f"{target.name} could not be saved: {reply.error}.")

    def _next_key(self) -> int:
        self._key += 1
        return self._key

    def _one(self, request: UnpackRequest | PackRequest | RegionRequest, is_cancelled: IsCancelled) -> DecodeReply:
        if self._pool is None:
            self._pool = DecoderPool(1, FULL_PICTURE_LIMITS)
        self._pool.submit(request)
        while not is_cancelled():
            for reply in self._pool.poll(_POLL_S):
                if reply.key == request.key:
                    return reply
        self.close()  # the child is in the middle of it
        raise CancelledError


def sweep(parent: Path) -> None:
    """Removes what processes that were killed have left. Only where no other process works there."""
    with contextlib.suppress(OSError):
        for folder in (parent / DENOISE_FOLDER).iterdir():
            if not folder.name.startswith(f"{os.getpid()}-"):
                shutil.rmtree(folder, ignore_errors=True)
