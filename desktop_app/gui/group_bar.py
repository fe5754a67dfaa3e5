"""The line above the photos of a group: what they have in common, a field for its name, what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop_app.domain.group import Group
from desktop_app.gui import facts

HEIGHT_PX = 44
TAGS_FROM_PX = 640  # a narrower bar has no room for the words the name was made of
TAGS_SHOWN = 3
NAME_PX = 280
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GroupBar(QWidget):
    """Shows one group and asks; changes nothing itself."""

    renamed = Signal(object, str)  # GroupId, name
    album_wanted = Signal(object)  # GroupId
    more_wanted = Signal(object)
    split_wanted = Signal(object)
    merge_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group: Group | None = None
        self.setFixedHeight(HEIGHT_PX)
        self.name = QLineEdit(self)
        self.name.setMaxLength(120)
        self.name.setFixedWidth(NAME_PX)
        self.name.setAccessibleName(self.tr("Name of the group"))
        self.name.editingFinished.connect(lambda: self._end_renaming(is_kept=True))
        self.name.installEventFilter(self)
        self.name.hide()
        self.tags = QLabel(self)
        self.tags.setTextFormat(Qt.TextFormat.PlainText)
        self.tags.setProperty("kind", "second")
        self.rename = self._button(self.tr("Rename"), self.tr("Give this group another name"))
        self.rename.clicked.connect(self.begin_renaming)
        self.album = self._button(self.tr("Make album"), self.tr("Make an album of this group"))
        self.more = self._button(self.tr("More like this"), self.tr("Find photos like this group elsewhere"))
        self.split = self._button(self.tr("Split"), self.tr("Make two groups of this one"))
        self.merge = self._button(self.tr("Merge into…"), self.tr("Put these photos into another group"))
        for button, signal in (
            (self.album, self.album_wanted),
            (self.more, self.more_wanted),
            (self.split, self.split_wanted),
            (self.merge, self.merge_wanted),
        ):
            button.clicked.connect(lambda _checked=False, say=signal: self._say(say))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 6)
        row.setSpacing(4)
        row.addWidget(self.name)
        row.addWidget(self.tags)
        row.addStretch(1)
        for button in (self.rename, self.album, self.more, self.split, self.merge):
            row.addWidget(button)

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("kind", "quiet")
        button.setAccessibleName(words.rstrip("…"))
        button.setToolTip(tip)
        return button

    def show_group(self, group: Group) -> None:
        """Shows a group; what is being typed stays."""
        if self.group is None or group.id != self.group.id:
            self._end_renaming(is_kept=False)
        self.group = group
        shown = [tag for tag in group.tags if tag.casefold() != group.name.casefold()]
        self.tags.setText(" · ".join(shown[:TAGS_SHOWN]) or self.tr("Photos that look alike"))
        self.split.setEnabled(group.photo_count > 1)
        self.setAccessibleName(f"{group.name}, {facts.count_text(group.photo_count)}")
        self._fit()

    def begin_renaming(self) -> None:
        """Opens the field for the name."""
        if self.group is None:
            return
        self.name.setText(self.group.name)
        self.name.show()
        self._fit()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def _end_renaming(self, *, is_kept: bool) -> None:
        if self.name.isHidden():
            return
        name, had_focus = " ".join(self.name.text().split()), self.name.hasFocus()
        self.name.hide()
        self._fit()
        if had_focus:
            self.rename.setFocus()
        if is_kept and self.group is not None and name and name != self.group.name:
            self.renamed.emit(self.group.id, name)

    def _say(self, signal: object) -> None:
        if self.group is not None:
            signal.emit(self.group.id)  # type: ignore[attr-defined]

    def _fit(self) -> None:
        self.tags.setVisible(self.name.isHidden() and self.width() >= TAGS_FROM_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the words give way first."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Enter gives the name, Esc leaves the field without one."""
        if watched is self.name and isinstance(event, QKeyEvent) and event.key() in (*_ENTER, Qt.Key.Key_Escape):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._end_renaming(is_kept=event.key() in _ENTER)
                return True
        return super().eventFilter(watched, event)
