"""The top bar: where one is and how many photos, search, tile size, view options; a 2-px line of progress."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QSlider,
    QSpacerItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui import theme
from desktop_app.gui.actions import Actions
from desktop_app.gui.icons import icon
from desktop_app.gui.menus import VIEW_OPTIONS, fill_menu

SEARCH_DEBOUNCE_MS = 200
MIN_TILE_PX, MAX_TILE_PX = 96, 420
SEARCH_SHARE = 0.34  # of the bar
MIN_SEARCH_PX, MAX_SEARCH_PX = 96, 400
BESIDE_SEARCH_PX = 288  # buttons and a title of one word
TITLE_ROOM_PX = 300  # what the search leaves to the title before it moves to the middle
MIN_TITLE_PX = 70
ZOOM_FROM_PX = 620  # a narrower bar has no room for the slider


class SearchField(QLineEdit):
    """Asks 200 ms after the last letter, at once on Enter; Esc clears, then gives the focus back."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setAcceptDrops(False)
        self.setAccessibleName(self.tr("Search your photos"))
        self.setPlaceholderText(self.tr("Dog, June 2024, Canon…"))
        self.setToolTip(
            self.tr("Words, “phrases”, -not, tag:dog, camera:canon, date:2024-06, folder:, rating:>=3, is:favourite")
        )
        self.setClearButtonEnabled(True)
        clear = self.findChild(QAction, "_q_qlineeditclearaction")  # Qt's own name for it
        if clear is not None:
            clear.setIcon(icon("close", "text_second"))
        self._glass: QAction = self.addAction(icon("search", "text_second"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self._asked = ""
        self.textEdited.connect(lambda _text: self._timer.start())
        self.textChanged.connect(self._on_text)
        self.returnPressed.connect(self._ask)

    def show_text(self, text: str) -> None:
        """Shows the words of the page without asking again."""
        self._timer.stop()
        self._asked = text.strip()
        if self.text().strip() != text.strip():
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc clears, then leaves; Down goes to the photos."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        if not text:  # the clear button and Esc answer at once
            self._ask()

    def _ask(self) -> None:
        self._timer.stop()
        words = self.text().strip()
        if words != self._asked:
            self._asked = words
            self.searched.emit(words)


class ProgressLine(QWidget):
    """Two pixels: a share that is done, or a quiet pulse while the whole is not known. Nothing when idle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self.setAccessibleName(self.tr("Progress"))
        self._share: float | None = None
        self._is_running = False

    def show_share(self, share: float | None, *, is_running: bool) -> None:
        """Shows 0 to 1, or None for unknown; nothing when not running."""
        self._share, self._is_running = share, is_running
        self.setAccessibleDescription("" if share is None else f"{round(share * 100)} %")
        self.update()

    def paintEvent(self, event: object) -> None:
        """Qt: the line, on the hairline that divides bar and page."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(0, 1, self.width(), 1, QColor(t.hairline))
        if not self._is_running:
            return
        share = 1.0 if self._share is None else max(0.0, min(1.0, self._share))
        ink = theme.colour(t.accent, 0.45 if self._share is None else 1.0)
        painter.fillRect(0, 0, round(self.width() * share), 2, ink)


def tool_button(action: QAction, parent: QWidget) -> QToolButton:
    """Returns a flat 32-px button of an action, named for screen readers."""
    button = QToolButton(parent)
    button.setDefaultAction(action)
    button.setIconSize(QSize(18, 18))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFixedSize(32, 32)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setStyleSheet("QToolButton:checked:!hover:!focus { background: transparent; }")
    _name(button, action)
    action.changed.connect(lambda: _name(button, action))
    return button


def _name(button: QToolButton, action: QAction) -> None:
    plain = action.text().replace("&", "").rstrip("…")
    keys = action.shortcut().toString()
    button.setAccessibleName(plain)
    button.setToolTip(f"{plain} ({keys})" if keys else plain)


class Header(QWidget):
    """The bar above the photos. Emits what the user asked for; knows nothing of the library."""

    zoomed = Signal(int)  # tile height in px

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        metrics = theme.tokens().metrics
        self.setFixedHeight(metrics.top_bar_height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.sidebar_button = tool_button(actions["sidebar"], self)
        self.back_button = tool_button(actions["back"], self)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setFont(theme.sized_font(self.font(), 17))
        self.title.setProperty("kind", "header")
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setProperty("kind", "second")
        self.search = SearchField(self)
        self.zoom = QSlider(Qt.Orientation.Horizontal, self)
        self.zoom.setRange(MIN_TILE_PX, MAX_TILE_PX)
        self.zoom.setSingleStep(16)
        self.zoom.setPageStep(48)
        self.zoom.setStyleSheet("QSlider { min-width: 104px; max-width: 104px; }")
        self.zoom.setAccessibleName(self.tr("Size of the tiles"))
        self.zoom.setToolTip(self.tr("Size of the tiles"))
        self.zoom.valueChanged.connect(self.zoomed)
        self.options = QToolButton(self)
        self.options.setIcon(icon("sliders"))
        self.options.setIconSize(QSize(18, 18))
        self.options.setFixedSize(32, 32)
        self.options.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.options.setAccessibleName(self.tr("View options"))
        self.options.setToolTip(self.tr("View options"))
        self.options.setMenu(fill_menu(QMenu(self.options), VIEW_OPTIONS, actions))
        self.inspector_button = tool_button(actions["inspector"], self)
        self.progress = ProgressLine(self)
        self._full_title = ""
        self._is_zoom_usable = True
        self._arrange()

    def _arrange(self) -> None:
        row = self._row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        for widget in (self.sidebar_button, self.back_button):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.title)
        row.addSpacing(2)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.search)
        self._gap = QSpacerItem(0, 0)
        row.addSpacerItem(self._gap)
        for button in (self.zoom, self.options, self.inspector_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.progress)

    def show_title(self, title: str, count: str) -> None:
        """Shows the page's title and, in second text, how many photos."""
        self._full_title = title
        self.title.setAccessibleName(title)
        self.count.setText(count)
        self._elide()

    def show_zoom(self, tile_height_px: int) -> None:
        """Moves the slider without saying so."""
        self.zoom.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.zoom.setValue(tile_height_px)
        self.zoom.blockSignals(False)  # noqa: FBT003

    def set_zoom_usable(self, *, is_usable: bool) -> None:
        """Shows the slider where there are tiles to be zoomed; its place stays free, so that nothing moves."""
        self._is_zoom_usable = is_usable
        self._show_slider()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the place of the search depends on the bar alone, not on the title, so that it stays between pages."""
        super().resizeEvent(event)
        self._show_slider()
        wanted_px = min(MAX_SEARCH_PX, round(self.width() * SEARCH_SHARE), self.width() - BESIDE_SEARCH_PX)
        search_px = max(MIN_SEARCH_PX, wanted_px)
        self.search.setFixedWidth(search_px)
        middle_px = (self.width() - search_px) // 2 - self._right_px()
        spare_px = self.width() - self._left_px() - search_px - self._right_px() - TITLE_ROOM_PX
        self._gap.changeSize(max(16 if self.width() > ZOOM_FROM_PX else 4, min(middle_px, spare_px)), 0)
        self._row.invalidate()
        self._elide()

    def _show_slider(self) -> None:
        policy = self.zoom.sizePolicy()
        policy.setRetainSizeWhenHidden(self.width() > ZOOM_FROM_PX)
        self.zoom.setSizePolicy(policy)
        self.zoom.setVisible(self._is_zoom_usable and self.width() > ZOOM_FROM_PX)

    def _left_px(self) -> int:
        return 12 + 2 * (32 + 4) + 8 + 4

    def _right_px(self) -> int:
        slider_px = self.zoom.sizeHint().width() + 4 if self.width() > ZOOM_FROM_PX else 0
        return 4 + slider_px + 2 * 32 + 4 + 12

    def _elide(self) -> None:
        """The count gives way first, then the title."""
        search_px = self.search.maximumWidth()
        room = self.width() - self._left_px() - search_px - self._gap.sizeHint().width() - self._right_px() - 12
        metrics, count_px = self.title.fontMetrics(), self.count.sizeHint().width() + 10
        wanted_px = min(metrics.horizontalAdvance(self._full_title), 2 * MIN_TITLE_PX)
        is_counted = bool(self.count.text()) and room - count_px >= wanted_px
        self.count.setVisible(is_counted)
        room = max(MIN_TITLE_PX, room - (count_px if is_counted else 0))
        shown = metrics.elidedText(self._full_title, Qt.TextElideMode.ElideRight, room)
        self.title.setText(shown)
        self.title.setToolTip(self._full_title if shown != self._full_title else "")
