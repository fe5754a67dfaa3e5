"""The question before many sets of duplicates are settled at once: what would happen, in numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app.gui import facts
from desktop_app.gui.dialogs import Question, ask
from desktop_app.gui.duplicates_facts import sets_text


def ask_resolving_all(parent: QWidget, sets: int, photos: int, on_yes: Callable[[], object]) -> QMessageBox:
    """Asks before the proposals of all sets are carried out; the answer at hand is no."""
    title = _tr("Move {photos} to the trash?").format(photos=facts.count_text(photos))
    words = _tr(
        "Of {sets} the proposed photo is kept, the others go to the system's trash. "
        "Nothing is deleted, and Undo brings all of them back."
    ).format(sets=sets_text(sets))
    return ask(parent, Question(_tr("Settle all"), title, words, _tr("Move to the trash"), _tr("Keep all")), on_yes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Duplicates", text)
