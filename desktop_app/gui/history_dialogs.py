"""Questions before looks are deleted for good. The answer at hand is always no."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app.gui import history_words
from desktop_app.gui.dialogs import Question, ask


def ask_looks(parent: QWidget, count: int, on_yes: Callable[[], object]) -> QMessageBox:
    """Asks before several looks are deleted."""
    title = _tr("Delete {looks}?").format(looks=history_words.looks_text(count))
    return _ask(parent, title, _tr("They are gone for good. Your photos are not touched."), _tr("Delete"), on_yes)


def ask_day(parent: QWidget, day: str, on_yes: Callable[[], object]) -> QMessageBox:
    """Asks before the looks of a day are deleted."""
    words = _tr("What you looked at on that day is gone for good. Your photos are not touched.")
    return _ask(parent, _tr("Delete this day: {day}?").format(day=day), words, _tr("Delete day"), on_yes)


def ask_clearing(parent: QWidget, on_yes: Callable[[], object]) -> QMessageBox:
    """Asks before everything is deleted."""
    words = _tr(
        "Every look, your interests with their names, and what you asked to see less of are gone for good, "
        "from backups too. Suggestions begin anew. Your photos, ratings and albums are not touched."
    )
    return _ask(parent, _tr("Delete everything that is remembered?"), words, _tr("Delete all"), on_yes)


def _ask(parent: QWidget, title: str, words: str, yes: str, on_yes: Callable[[], object]) -> QMessageBox:
    return ask(parent, Question(_tr("Delete looks"), title, words, yes, _tr("Keep")), on_yes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)
