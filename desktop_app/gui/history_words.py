"""What the page of the view history says about looks and days."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from desktop_app.domain.history import HistoryMode, PhotoView, ViewSource
from desktop_app.gui.translation import counted

RETENTION_DAYS = (30, 90, 180, 365, 730, 1825, 0)


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)


def day_text(day: date, today: date) -> str:
    """Returns 'Today', 'Yesterday' or the date by the locale."""
    ago = (today - day).days
    if ago in (0, 1):
        return _tr("Yesterday") if ago else _tr("Today")
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def looks_text(count: int) -> str:
    """Returns '1 look', '1,204 looks'."""
    return counted("History", "1 look", "{n} looks", count)


def seconds_text(seen_ms: int) -> str:
    """Returns for how long a photo was looked at."""
    if seen_ms < 1000:
        return _tr("passed by")
    return counted("History", "1 second", "{n} seconds", round(seen_ms / 1000))


def time_text(at_ms: int) -> str:
    """Returns '14:03' by the locale, in the machine's time zone."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(at_ms).time(), QLocale.FormatType.ShortFormat)


def source_text(source: ViewSource) -> str:
    """Returns from where a photo was come to, '' where that says nothing."""
    return {
        ViewSource.FOLDER: _tr("in a folder"),
        ViewSource.ALBUM: _tr("in an album"),
        ViewSource.SEARCH: _tr("from a search"),
        ViewSource.SIMILAR: _tr("from Find similar"),
        ViewSource.SLIDESHOW: _tr("in a slideshow"),
        ViewSource.FOR_YOU: _tr("from For You"),
        ViewSource.COMMAND: _tr("by a command"),
    }.get(source, "")


def look_text(view: PhotoView) -> str:
    """Returns '14:03 · 12 seconds · from a search · zoomed in 2.4 x'."""
    parts = [time_text(view.started_at_ms), seconds_text(view.seen_ms), source_text(view.source)]
    if view.zoom >= 1.05:
        shown = QLocale().toString(view.zoom, "f", 1)
        parts.append(_tr("zoomed in {times} \N{MULTIPLICATION SIGN}").format(times=shown))
    return " · ".join(part for part in parts if part)


def retention_text(days: int) -> str:
    """Returns for how long looks are kept."""
    words = {
        30: _tr("1 month"),
        90: _tr("3 months"),
        180: _tr("6 months"),
        365: _tr("1 year"),
        730: _tr("2 years"),
        1825: _tr("5 years"),
        0: _tr("Until I delete them"),
    }
    return words.get(days) or counted("History", "1 day", "{n} days", days)


def state_text(mode: HistoryMode, *, is_private: bool) -> str:
    """Returns the sentence at the head of the page: whether looks are remembered now."""
    if is_private:
        return _tr("This is a private session: nothing you look at now is remembered.")
    return {
        HistoryMode.ON: _tr(
            "The photos you look at are remembered here, to suggest others. None of it leaves this computer."
        ),
        HistoryMode.PAUSED: _tr("Paused: new looks are not remembered. What is here stays until you delete it."),
        HistoryMode.OFF: _tr("Looks are not remembered. What is here stays until you delete it."),
        HistoryMode.UNASKED: _tr("Looks are not remembered until you say so."),
    }[mode]
