"""The line above the photos of a group: what they have in common, a field for its name, what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from desktop_app.domain.group import Group
from desktop_app.gui import facts

HEIGHT_PX = 44
SIDE_PX, SPACE_PX = 16, 4
TAGS_SHOWN = 3
NAME_PX, LEAST_NAME_PX = 280, 120
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
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.name = QLineEdit(self)
        self.name.setMaxLength(120)
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
        self.others = self._button(self.tr("More"), self.tr("What else can be done with this group"))
        self.others.clicked.connect(self._show_others)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE_PX, 2, SIDE_PX, 6)
        row.setSpacing(SPACE_PX)
        row.addWidget(self.name)
        row.addWidget(self.tags)
        row.addStretch(1)
        for button in (self.rename, self.album, self.more, self.split, self.merge, self.others):
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

    @property
    def _acts(self) -> tuple[QPushButton, ...]:
        return self.album, self.more, self.split, self.merge

    def _fit(self) -> None:
        """Words give way first, then the acts go behind one button."""
        is_renaming = not self.name.isHidden()
        acts_px = sum(button.sizeHint().width() + SPACE_PX for button in (self.rename, *self._acts))
        has_room = self.width() >= acts_px + 2 * SIDE_PX + (NAME_PX if is_renaming else 0)
        for button in self._acts:
            button.setVisible(has_room)
        self.others.setVisible(not has_room)
        self.rename.setVisible(has_room or not is_renaming)
        beside = self.others.sizeHint().width() + 2 * (SIDE_PX + SPACE_PX)
        self.name.setFixedWidth(NAME_PX if has_room else min(NAME_PX, max(LEAST_NAME_PX, self.width() - beside)))
        room = self.width() - 2 * SIDE_PX - (acts_px if has_room else 2 * acts_px // 5)
        self.tags.setVisible(not is_renaming and room >= self.tags.sizeHint().width())

    def others_menu(self) -> QMenu:
        """Returns what the buttons offer for which there is no room."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for button in self._acts:
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        return menu

    def _show_others(self) -> None:
        self.others_menu().popup(self.others.mapToGlobal(self.others.rect().bottomLeft()))

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
