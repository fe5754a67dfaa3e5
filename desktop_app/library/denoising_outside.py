"""One file freed of noise and saved as another, with no library: what the command line does."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop_app.domain.denoising import DenoiseSettings
from desktop_app.domain.full_picture import IfThere, Loss
from desktop_app.errors import CancelledError, UserError, WorkerError
from desktop_app.library.full_pictures import NameTakenError, Studio
from desktop_app.paths import models_dir
from desktop_app.workers.denoising import Denoiser
from desktop_app.workers.denoising_wire import Denoised, DenoiseRequest

IsCancelled = Callable[[], bool]


def denoise_file(
    source: Path,
    target: Path,
    settings: DenoiseSettings,
    if_there: IfThere,
    on_progress: Callable[[float, float | None], None],
    is_cancelled: IsCancelled = lambda: False,
) -> tuple[Denoised, tuple[Loss, ...]]:
    """Denoises a file into another. Nothing half-written is ever seen under the target's name.

    Args:
        source: is only read.
        target: its ending says the format.
        settings: what is wished.
        if_there: what to do where there is a file of the target's name.
        on_progress: told the share done and the seconds left, None while nobody can tell.
        is_cancelled: asked many times a second.

    Returns:
        How it went, and what the new file lacks.

    Raises:
        UserError: it cannot be read, denoised or written.
        CancelledError: it was cancelled; there is no new file.
    """
    _check(source, target, if_there)
    with (
        tempfile.TemporaryDirectory(prefix="reverie-") as scratch_dir,
        contextlib.closing(Studio(Path(scratch_dir))) as studio,
        contextlib.closing(studio.unpack(source, is_cancelled)) as scratch,
    ):
        pixels = scratch.folder / "denoised.raw"
        request = DenoiseRequest(scratch.raw, pixels, settings.share, settings.luminance, settings.colour)
        with contextlib.closing(Denoiser(models_dir())) as denoiser:
            try:
                done = denoiser.denoise(request, on_progress, is_cancelled)
            except WorkerError as error:
                raise UserError(f"{source.name} could not be denoised: {error}.") from error
        if done is None:
            raise CancelledError
        try:
            packed = studio.pack(scratch, pixels, target, if_there, is_cancelled)
        except NameTakenError as error:
            raise UserError(f"{target} is there already.", advice="Choose another name, or add --force.") from error
    return done, packed.losses


def _check(source: Path, target: Path, if_there: IfThere) -> None:
    """Refuses at once what could only fail after all the work."""
    if not source.exists():
        raise UserError(f"There is no file {source}.")
    if target.is_dir():
        raise UserError(f"{target.absolute()} is a folder.", advice="Give the new file a name.")
    if not target.parent.is_dir():
        raise UserError(f"There is no folder {target.parent}.")
    if not target.exists():
        return
    if target.samefile(source):
        raise UserError("The original is never written over.", advice="Choose another name for the new file.")
    if if_there is IfThere.REFUSE:
        raise UserError(f"{target} is there already.", advice="Choose another name, or add --force.")
