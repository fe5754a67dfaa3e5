"""What the window says of noise: how much there is, how far saving has come, what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.domain.denoising import DenoiseProgress, DenoiseSummary, NoiseLevel
from desktop_app.gui.facts import duration_text
from desktop_app.gui.translation import counted

LONG_S = 2.0
LISTED = 8
CLEAN_SIGMA = 1.5  # 8-bit steps; below, nothing is to be gained


def _tr(text: str) -> str:
    return QCoreApplication.translate("Denoise", text)


def level_text(level: NoiseLevel) -> str:
    """Returns how noisy a photo is, in a word or two."""
    steps = (
        (CLEAN_SIGMA, _tr("Hardly any noise")),
        (4.0, _tr("A little noise")),
        (9.0, _tr("Noticeable noise")),
        (18.0, _tr("Strong noise")),
    )
    return next((words for limit, words in steps if level.sigma < limit), _tr("Very strong noise"))


def level_figures(level: NoiseLevel) -> str:
    """Returns the same in figures."""
    number = QLocale().toString(float(level.sigma), "f", 1)
    return _tr("Measured: the brightness of a pixel is off by {number} of 255 steps").format(number=number)


def save_text(count: int) -> str:
    """Returns what the button that saves says."""
    if count == 1:
        return _tr("Save as new version")
    return counted("Denoise", "Save 1 new version", "Save {n} new versions", count)


def progress_text(progress: DenoiseProgress) -> str:
    """Returns how far saving has come, with the time left once it is known to be longer than two seconds."""
    locale = QLocale()
    parts = [_tr("Taking out noise")]
    if progress.total > 1:
        now = min(progress.done + 1, progress.total)
        parts.append(_tr("{now} of {total}").format(now=locale.toString(now), total=locale.toString(progress.total)))
    if progress.seconds_left is not None and progress.seconds_left > LONG_S:
        parts.append(_tr("{time} left").format(time=duration_text(progress.seconds_left)))
    return " · ".join(parts)


def summary_text(summary: DenoiseSummary, *, was_stopped: bool) -> str:
    """Returns what was saved; '' when that was nothing and nobody stopped it."""
    count = len(summary.saved)
    saved = counted("Denoise", "Saved 1 new version", "Saved {n} new versions", count) if count else ""
    if was_stopped:
        return _tr("Stopped. {saved}.").format(saved=saved) if count else _tr("Stopped. Nothing was saved.")
    return saved


def left_out_text(sentences: Sequence[str]) -> str:
    """Returns why photos have no new version, one line each, not more than one can read."""
    lines = [f"• {sentence}" for sentence in sentences[:LISTED]]
    if len(sentences) > LISTED:
        lines.append(counted("Denoise", "and 1 more", "and {n} more", len(sentences) - LISTED))
    return "\n".join(lines)
