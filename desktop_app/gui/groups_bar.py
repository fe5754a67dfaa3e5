"""The bar above the groups: cards or map, how many groups, what is being done, what can be done with those chosen."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.group import Grouping
from desktop_app.gui.groups_slider import CoarsenessSlider
from desktop_app.gui.translation import counted

HEIGHT_PX = 44
SIDE_PX = 16
WORDS_FROM_PX = 640  # a narrower bar says 'few' and 'many' by its slider alone


class GroupsBar(QWidget):
    """Shows and asks; does nothing itself."""

    map_chosen = Signal(bool)
    count_wanted = Signal(object)  # int or None
    again_wanted = Signal()
    stop_wanted = Signal()
    merge_wanted = Signal()
    album_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = 0
        self._is_working = False
        self._grouping = Grouping(())
        self.cards, self.map = QPushButton(self.tr("Cards"), self), QPushButton(self.tr("Map"), self)
        self._switch = QButtonGroup(self)
        for button in (self.cards, self.map):
            button.setCheckable(True)
            button.setProperty("kind", "quiet")
            self._switch.addButton(button)
        self.cards.setAccessibleName(self.tr("Show the groups as cards"))
        self.map.setAccessibleName(self.tr("Show the library as a map"))
        self.cards.setChecked(True)
        self.map.toggled.connect(lambda is_map: self.map_chosen.emit(is_map))
        self.notice = QLabel(self)
        self.again = self._button(self.tr("Find groups again"), "link")
        self.again.clicked.connect(lambda: self.again_wanted.emit())
        self.slider = CoarsenessSlider(self)
        self.slider.count_shown.connect(self._show_count)
        self.slider.count_wanted.connect(self.count_wanted)
        self.few, self.many, self.count = QLabel(self.tr("Few"), self), QLabel(self.tr("Many"), self), QLabel(self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.working = QLabel(self)
        self.stop = self._button(self.tr("Stop"), "link")
        self.stop.setAccessibleName(self.tr("Stop finding groups"))
        self.stop.clicked.connect(lambda: self.stop_wanted.emit())
        self.selected = QLabel(self)
        self.merge = self._button(self.tr("Merge"), "")
        self.album = self._button(self.tr("Make album"), "")
        self.clear = self._button(self.tr("Select none"), "quiet")
        self.merge.clicked.connect(lambda: self.merge_wanted.emit())
        self.album.clicked.connect(lambda: self.album_wanted.emit())
        self.clear.clicked.connect(lambda: self.clear_wanted.emit())
        for label in (self.notice, self.few, self.many, self.count, self.working, self.selected):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("kind", "second")
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance(self.tr("Automatic")) + 4)
        self.count.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._arrange()
        self.show_grouping(Grouping(()))

    def _button(self, words: str, kind: str) -> QPushButton:
        button = QPushButton(words, self)
        if kind:
            button.setProperty("kind", kind)
        button.setAccessibleName(words)
        return button

    def _arrange(self) -> None:
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._sides = QStackedWidget(self)
        for widgets in (
            (self.notice, self.again, None, self.few, self.slider, self.many, self.count),
            (None, self.working, self.progress, self.stop),
            (None, self.selected, self.merge, self.album, self.clear),
        ):
            side = QWidget(self)
            row = QHBoxLayout(side)
            row.setContentsMargins(8, 0, 0, 0)
            row.setSpacing(8)
            for widget in widgets:
                row.addStretch(1) if widget is None else row.addWidget(widget)
            self._sides.addWidget(side)
        row = QHBoxLayout()
        row.setContentsMargins(SIDE_PX, 0, SIDE_PX, 0)
        row.setSpacing(2)
        row.addWidget(self.cards)
        row.addWidget(self.map)
        row.addWidget(self._sides, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.addLayout(row)

    # what it shows

    def show_grouping(self, grouping: Grouping) -> None:
        """Shows how many groups there are, where that lies, and whether finding them anew is worth it."""
        self._grouping = grouping
        self.slider.show_grouping(grouping)
        self._show_count(self.slider.count)
        new = grouping.alone + grouping.waiting
        is_told = grouping.is_outgrown and new > 0
        self.notice.setText(counted("Groups", "1 photo is new since", "{n} photos are new since", new))
        self.notice.setVisible(is_told)
        self.again.setVisible(is_told)

    def show_working(self, share: float | None, *, is_working: bool) -> None:
        """Shows that groups are being found, and how far that is: 0 to 1, None while that is unknown."""
        self._is_working = is_working
        self.progress.setRange(0, 100 if share else 0)
        if share:
            self.progress.setValue(round(share * 100))
        self.working.setText(self.tr("Finding groups…"))
        self._choose_side()

    def show_selected(self, count: int) -> None:
        """Shows what can be done with so many groups chosen."""
        self._chosen = count
        self.selected.setText(counted("Groups", "1 group selected", "{n} groups selected", count))
        self.merge.setEnabled(count > 1)
        self._choose_side()

    def set_map(self, *, is_map: bool) -> None:
        """Turns to the map or to the cards."""
        (self.map if is_map else self.cards).setChecked(True)

    def _choose_side(self) -> None:
        self._sides.setCurrentIndex(1 if self._is_working else 2 if self._chosen else 0)

    def _show_count(self, count: int | None) -> None:
        if count is None:
            self.count.setText(self.tr("Automatic"))
        else:
            self.count.setText(counted("Groups", "1 group", "{n} groups", count))
        number = QLocale().toString(len(self._grouping.groups))
        self.count.setToolTip(self.tr("{n} groups were found").replace("{n}", number) if self._grouping.groups else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the words beside the slider give way first."""
        super().resizeEvent(event)
        for label in (self.few, self.many):
            label.setVisible(self.width() >= WORDS_FROM_PX)
