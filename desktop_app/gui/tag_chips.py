"""Tags as chips: what a person or the file said is filled, what the model suggests is outlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QCompleter, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.photo import Tag, TagSource
from desktop_app.gui import theme
from desktop_app.gui.facts import tag_description
from desktop_app.gui.flow_layout import FlowLayout

CHIP_HEIGHT_PX, PAD_PX, MAX_CHIP_PX = 26, 10, 240
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class TagChip(QAbstractButton):
    """One tag. A click shows the photos that bear it; Delete removes it; the menu offers both."""

    removed = Signal(str)
    suppressed = Signal(str)

    def __init__(self, tag: Tag, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tag = tag
        self.setText(tag.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        said = tag_description(tag.name, tag.source, tag.confidence)
        self.setAccessibleName(said)
        self.setToolTip(said)

    def sizeHint(self) -> QSize:
        """Qt: the word and its padding."""
        width = self.fontMetrics().horizontalAdvance(self.tag.name) + 2 * PAD_PX
        return QSize(min(width, MAX_CHIP_PX), CHIP_HEIGHT_PX)

    def menu(self) -> QMenu:
        """Returns the context menu of this tag."""
        menu = QMenu(self)
        show = QAction(self.tr("Show photos with this tag"), menu)
        show.triggered.connect(lambda: self.clicked.emit())
        remove = QAction(self.tr("Remove from this photo"), menu)
        remove.triggered.connect(lambda: self.removed.emit(self.tag.name))
        menu.addActions([show, remove])
        if self.tag.source is TagSource.AI:
            never = QAction(self.tr("Never suggest this tag"), menu)
            never.triggered.connect(lambda: self.suppressed.emit(self.tag.name))
            menu.addAction(never)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the tag's own menu."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Qt: a key meant for the tag is no shortcut, such as the one that moves the photo to the trash."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _REMOVING:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Delete removes the tag from this photo."""
        if event.key() in _REMOVING:
            self.removed.emit(self.tag.name)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: object) -> None:
        """Qt: filled or outlined by who said it; an AI tag is paler the less sure it is."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        is_ai = self.tag.source is TagSource.AI
        rest = t.ground if is_ai else t.raised
        painter.setBrush(QColor(t.pressed if self.isDown() else t.hover if self.underMouse() else rest))
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 1.5))
        else:
            painter.setPen(QPen(QColor(t.outline), 1) if is_ai else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, CHIP_HEIGHT_PX / 2, CHIP_HEIGHT_PX / 2)
        painter.setPen(QColor(t.text_second if is_ai else t.text))
        room = self.width() - 2 * PAD_PX
        shown = self.fontMetrics().elidedText(self.tag.name, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, shown)


class TagEditor(QWidget):
    """The chips of one photo and the field that adds one, with completion from the library's words."""

    added = Signal(str)
    removed = Signal(str)
    suppressed = Signal(str)
    chosen = Signal(str)
    words_needed = Signal()  # a tag is about to be typed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QStringListModel(self)
        self._area = QWidget(self)
        self._flow = FlowLayout(self._area)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Add a tag"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        self.field.setAcceptDrops(False)
        self.field.setMaxLength(80)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(8)
        self.field.setCompleter(completer)
        self.field.returnPressed.connect(self._add)
        self.field.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._area)
        column.addWidget(self.field)
        self._tags: tuple[Tag, ...] = ()

    @property
    def chips(self) -> list[TagChip]:
        """The chips shown, in order."""
        items = (self._flow.itemAt(i) for i in range(self._flow.count()))
        return [w for item in items if item is not None and isinstance(w := item.widget(), TagChip)]

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Shows these tags; the same ones keep their chips and with them the focus."""
        if tuple(tags) == self._tags:
            return
        self._tags = tuple(tags)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tag in self._tags:
            chip = TagChip(tag, self._area)
            chip.clicked.connect(lambda _checked=False, name=tag.name: self.chosen.emit(name))
            chip.removed.connect(self.removed)
            chip.suppressed.connect(self.suppressed)
            self._flow.addWidget(chip)
            chip.show()
        self._area.setVisible(bool(self._tags))
        self._area.updateGeometry()

    def set_vocabulary(self, words: Sequence[str]) -> None:
        """Offers these words while typing; the same ones leave an open list of proposals as it is."""
        if list(words) != self._words.stringList():
            self._words.setStringList(list(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the field gets the focus."""
        if watched is self.field and event.type() == QEvent.Type.FocusIn:
            self.words_needed.emit()
        return super().eventFilter(watched, event)

    def _add(self) -> None:
        name = self.field.text().strip()
        self.field.clear()
        if name:
            self.added.emit(name)
