"""What the small dialogs share."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox


def close_buttons(dialog: QDialog) -> QDialogButtonBox:
    """Returns a row with one Close button that ends the dialog; no picture on it, whatever the style thinks."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    button = buttons.button(QDialogButtonBox.StandardButton.Close)
    button.setIcon(QIcon())
    button.setAccessibleName(button.text().replace("&", ""))
    buttons.rejected.connect(dialog.reject)
    return buttons
