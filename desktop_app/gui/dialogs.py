"""What the small dialogs share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QWidget

from desktop_app.domain.library import Root
from desktop_app.domain.photo import display_text
from desktop_app.gui import facts


def close_buttons(dialog: QDialog) -> QDialogButtonBox:
    """Returns a row with one Close button that ends the dialog; no picture on it, whatever the style thinks."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    button = buttons.button(QDialogButtonBox.StandardButton.Close)
    button.setIcon(QIcon())
    button.setAccessibleName(button.text().replace("&", ""))
    buttons.rejected.connect(dialog.reject)
    return buttons


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before something that cannot be taken back, or not wholly.

    Attributes:
        caption: names the window.
        title: the question.
        words: what happens, and what does not.
        yes, no: the answers.
    """

    caption: str
    title: str
    words: str
    yes: str
    no: str


def ask(parent: QWidget, question: Question, on_yes: Callable[[], object]) -> QMessageBox:
    """Asks; the answer at hand is no. Returns the open question, which goes when it is answered."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, question.caption, question.title, parent=parent)
    box.setInformativeText(question.words)
    yes = box.addButton(question.yes, QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(question.no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    yes.clicked.connect(lambda: on_yes())
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def ask_root_removal(parent: QWidget, root: Root, on_yes: Callable[[], object]) -> QMessageBox:
    """Asks whether a folder shall leave the library. Returns the open question."""
    title = _tr("Remove “{name}” from the library?").format(name=display_text(root.path.name or str(root.path)))
    words = _tr(
        "Its {photos} leave Reverie, with the ratings, favourites and tags you gave them here. "
        "The files themselves are not touched."
    ).format(photos=facts.count_text(root.photo_count))
    return ask(parent, Question(_tr("Remove folder"), title, words, _tr("Remove from library"), _tr("Keep")), on_yes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dialogs", text)
