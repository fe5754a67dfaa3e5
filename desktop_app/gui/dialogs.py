"""What the small dialogs share."""

from __future__ import annotations

from collections.abc import Callable

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


def ask_root_removal(parent: QWidget, root: Root, on_yes: Callable[[], object]) -> QMessageBox:
    """Asks whether a folder shall leave the library; the answer at hand is no. Returns the open question."""
    title = _tr("Remove “{name}” from the library?").format(name=display_text(root.path.name or str(root.path)))
    box = QMessageBox(QMessageBox.Icon.NoIcon, _tr("Remove folder"), title, parent=parent)
    words = _tr(
        "Its {photos} leave Reverie, with the ratings, favourites and tags you gave them here. "
        "The files themselves are not touched."
    )
    box.setInformativeText(words.format(photos=facts.count_text(root.photo_count)))
    remove = box.addButton(_tr("Remove from library"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(_tr("Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    remove.clicked.connect(lambda: on_yes())
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dialogs", text)
