"""The field that opens over a card's title, to give it another name."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit

FIELD_PX = 30
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CardRenaming(QObject):
    """Opens one field at a time. Enter or leaving it gives the name, Esc does not.

    Args:
        view: whose viewport the field lies in, and who gets the focus back.
        place_of: where a card's title lies on the viewport; null when it is not there.
    """

    renamed = Signal(object, str)  # key, another name than before

    def __init__(self, view: QAbstractScrollArea, place_of: Callable[[Hashable], QRect]) -> None:
        super().__init__(view)
        self._view, self._place_of = view, place_of
        self.field: QLineEdit | None = None
        self.key: Hashable | None = None
        self._before = ""

    def begin(self, key: Hashable, name: str) -> None:
        """Opens the field of a card."""
        self.end(is_kept=False)
        field = self.field = QLineEdit(name, self._view.viewport())
        self.key, self._before = key, name
        field.setAccessibleName(self.tr("Name"))
        field.selectAll()
        field.editingFinished.connect(lambda: self.end(is_kept=True))
        field.installEventFilter(self)
        self.place()
        field.show()
        field.setFocus()

    def place(self) -> None:
        """Puts the field over its card, wherever that is now; closes it when the card has gone."""
        if self.field is None or self.key is None:
            return
        box = self._place_of(self.key)
        if box.isNull():
            self.end(is_kept=False)
        else:
            self.field.setGeometry(box.left() - 2, box.center().y() - FIELD_PX // 2 + 1, box.width() + 4, FIELD_PX)

    def end(self, *, is_kept: bool) -> None:
        """Closes the field, with or without the name typed."""
        field, key = self.field, self.key
        if field is None:
            return
        self.field, self.key = None, None
        name, had_focus = " ".join(field.text().split()), field.hasFocus()
        field.hide()
        field.deleteLater()
        if had_focus:
            self._view.setFocus()
        self._view.viewport().update()
        if is_kept and name and name != self._before:
            self.renamed.emit(key, name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Enter gives the name, Esc leaves the field; neither reaches the card below."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.key() in (*_ENTER, Qt.Key.Key_Escape):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.end(is_kept=event.key() in _ENTER)
                return True
        return super().eventFilter(watched, event)
