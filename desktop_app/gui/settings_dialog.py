"""The settings, on one page: look, folders, what is shown, and how much room the small pictures may take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.library import Root, RootState
from desktop_app.domain.photo import display_text
from desktop_app.gui import facts
from desktop_app.gui.dialogs import ask_root_removal, close_buttons
from desktop_app.gui.history_settings import HistorySettings
from desktop_app.gui.lock_settings import LockSettings
from desktop_app.gui.translation import counted
from desktop_app.settings import SLIDESHOW_INTERVALS_S, Settings

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.screen_lock import ScreenLock

GIGABYTE = 1_000_000_000
BUDGETS_GB = (1, 2, 4, 8, 16, 32, 64)
THEMES = ("system", "light", "dark")


class SettingsDialog(QDialog):
    """Every change takes effect at once; closing needs no decision."""

    changed = Signal(object)  # Settings
    root_removed = Signal(object)  # RootId
    folder_wanted = Signal()

    def __init__(self, settings: Settings, roots: Sequence[Root], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(560, 720)
        self._settings = settings
        self.lock: LockSettings | None = None
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(32, 20, 32, 16)
        self._column.setSpacing(4)
        self._make_look()
        self._make_contents()
        self._lock_at = self._column.count()
        self._make_slideshow()
        self._make_history()
        self._make_folders(roots)
        self._make_storage()
        self._column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        buttons = close_buttons(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 16, 16)
        outer.addWidget(scroll, 1)
        outer.addWidget(buttons)

    @property
    def settings(self) -> Settings:
        """The settings as they stand."""
        return self._settings

    def _heading(self, text: str) -> None:
        label = QLabel(text, self)
        label.setProperty("kind", "header")
        label.setContentsMargins(0, 12, 0, 4)
        self._column.addWidget(label)

    def _note(self, text: str, indent_px: int = 0) -> None:
        label = QLabel(text, self)
        label.setProperty("kind", "second")
        label.setWordWrap(True)
        label.setContentsMargins(indent_px, 0, 0, 8)
        self._column.addWidget(label)

    def _row(self, text: str, widget: QWidget) -> None:
        row = QHBoxLayout()
        label = QLabel(text, self)
        label.setBuddy(widget)
        row.addWidget(label, 1)
        row.addWidget(widget)
        widget.setAccessibleName(text)
        self._column.addLayout(row)

    def _check(self, text: str, note: str, is_on: bool, take: Callable[[bool], Settings]) -> QCheckBox:  # noqa: FBT001
        box = QCheckBox(text, self)
        box.setAccessibleName(text)
        box.setChecked(is_on)
        box.toggled.connect(lambda is_checked: self._take(take(is_checked)))
        self._column.addWidget(box)
        self._note(note, 24)
        return box

    def _make_look(self) -> None:
        self._heading(self.tr("Appearance"))
        self.theme_choice = QComboBox(self)
        self.theme_choice.addItems([self.tr("As the system"), self.tr("Light"), self.tr("Dark")])
        self.theme_choice.setMinimumWidth(160)
        self.theme_choice.setCurrentIndex(THEMES.index(self._settings.theme) if self._settings.theme in THEMES else 0)
        self.theme_choice.currentIndexChanged.connect(
            lambda index: self._take(replace(self._settings, theme=THEMES[index]))
        )
        self._row(self.tr("Colours"), self.theme_choice)
        self.motion = self._check(
            self.tr("Less motion"),
            self.tr("Pictures appear without fading."),
            self._settings.is_motion_reduced,
            lambda is_on: replace(self._settings, is_motion_reduced=is_on),
        )

    def _make_contents(self) -> None:
        self._heading(self.tr("Photos"))
        self.veil = self._check(
            self.tr("Cover sensitive photos"),
            self.tr("They are shown blurred until you ask for them."),
            self._settings.is_veiling_sensitive,
            lambda is_on: replace(self._settings, is_veiling_sensitive=is_on),
        )
        self.ai_tags = self._check(
            self.tr("Show suggested tags"),
            self.tr("Tags that Reverie found by itself. Your own tags are always shown."),
            self._settings.are_ai_tags_shown,
            lambda is_on: replace(self._settings, are_ai_tags_shown=is_on),
        )

    def add_lock(self, lock: ScreenLock, bridge: Bridge) -> None:
        """Adds what can be chosen about the lock on hidden photos."""
        heading = QLabel(self.tr("Hidden photos"), self)
        heading.setProperty("kind", "header")
        heading.setContentsMargins(0, 12, 0, 4)
        self.lock = LockSettings(self._settings, lock, bridge, self)
        self.lock.changed.connect(self._take)
        for place, widget in enumerate((heading, self.lock), start=self._lock_at):
            self._column.insertWidget(place, widget)

    def _make_slideshow(self) -> None:
        self._heading(self.tr("Slideshow"))
        self.slide_interval = QComboBox(self)
        self.slide_interval.setMinimumWidth(160)
        choices = sorted({*SLIDESHOW_INTERVALS_S, self._settings.slideshow_interval_s})
        self.slide_interval.addItems([counted("SettingsDialog", "1 second", "{n} seconds", n) for n in choices])
        self.slide_interval.setCurrentIndex(choices.index(self._settings.slideshow_interval_s))
        self.slide_interval.currentIndexChanged.connect(
            lambda index: self._take(replace(self._settings, slideshow_interval_s=choices[index]))
        )
        self._row(self.tr("Each photo is shown for"), self.slide_interval)
        self.shuffle = self._check(
            self.tr("Shuffle"),
            self.tr("Photos come in random order, and none again until all were shown."),
            self._settings.is_slideshow_shuffled,
            lambda is_on: replace(self._settings, is_slideshow_shuffled=is_on),
        )

    def _make_history(self) -> None:
        self._heading(self.tr("What you look at"))
        self.history = HistorySettings(self._settings, self)
        self.history.changed.connect(self._take)
        self._column.addWidget(self.history)

    def _make_folders(self, roots: Sequence[Root]) -> None:
        self._heading(self.tr("Folders"))
        for root in roots:
            row = QHBoxLayout()
            words = QVBoxLayout()
            words.setSpacing(0)
            name = QLabel(display_text(str(root.path)), self)
            state = self.tr("away") if root.state is RootState.OFFLINE else facts.count_text(root.photo_count)
            second = QLabel(state, self)
            second.setProperty("kind", "second")
            for label in (name, second):
                label.setTextFormat(Qt.TextFormat.PlainText)
                words.addWidget(label)
            remove = QPushButton(self.tr("Remove…"), self)
            remove.setAccessibleName(
                self.tr("Remove {folder} from the library").format(folder=display_text(str(root.path)))
            )
            remove.setToolTip(self.tr("Forgets the photos of this folder. No file is touched."))
            remove.clicked.connect(lambda _checked=False, r=root, b=remove: self._ask_removal(r, b))
            row.addLayout(words, 1)
            row.addWidget(remove)
            self._column.addLayout(row)
        add = QPushButton(self.tr("Add folders…"), self)
        add.setAccessibleName(self.tr("Add folders"))
        add.clicked.connect(lambda: self.folder_wanted.emit())
        self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeading)
        label = QLabel(self.tr("Leave out folders and files with these names, one a line"), self)
        label.setContentsMargins(0, 8, 0, 0)
        self.excluded = QPlainTextEdit(self)
        self.excluded.setAccessibleName(label.text())
        self.excluded.setTabChangesFocus(True)
        self.excluded.setPlaceholderText("Screenshots\n*.tmp")
        self.excluded.setPlainText("\n".join(self._settings.excluded_names))
        self.excluded.setFixedHeight(76)
        self.excluded.textChanged.connect(self._take_excluded)
        label.setBuddy(self.excluded)
        self._column.addWidget(label)
        self._column.addWidget(self.excluded)

    def _make_storage(self) -> None:
        self._heading(self.tr("Storage"))
        self.budget = QComboBox(self)
        self.budget.setMinimumWidth(160)
        now = max(1, round(self._settings.thumbnail_budget_bytes / GIGABYTE))
        sizes = sorted({*BUDGETS_GB, now})
        self.budget.addItems([f"{size} GB" for size in sizes])
        self.budget.setCurrentIndex(sizes.index(now))
        self.budget.currentIndexChanged.connect(
            lambda index: self._take(replace(self._settings, thumbnail_budget_bytes=sizes[index] * GIGABYTE))
        )
        self._row(self.tr("Room for small pictures"), self.budget)
        self._note(self.tr("Used to show photos at once. Beyond this the oldest are made again when needed."))

    def _take_excluded(self) -> None:
        names = tuple(line.strip() for line in self.excluded.toPlainText().splitlines() if line.strip())
        self._take(replace(self._settings, excluded_names=names))

    def _ask_removal(self, root: Root, button: QPushButton) -> None:
        def remove() -> None:
            button.setEnabled(False)
            self.root_removed.emit(root.id)

        ask_root_removal(self, root, remove)

    def _take(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.history.follow(settings)
            if self.lock is not None:
                self.lock.follow(settings)
            self.changed.emit(settings)
