"""The controls beside the picture: how strongly, of what, and what is to become of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from desktop_app.domain.denoising import MAX_STRENGTH, DenoiseSettings, NoiseLevel
from desktop_app.gui import theme
from desktop_app.gui.denoise_words import CLEAN_SIGMA, level_figures, level_text, save_text
from desktop_app.gui.marked_slider import MarkedSlider

AUTOMATIC = 100
NEAR = 5  # percent beside Automatic at which the mouse comes to rest there
SIDE_PX = 24


class StrengthSlider(MarkedSlider):
    """Percent of the measured noise; 100 is automatic and marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, round(MAX_STRENGTH * 100))
        self.setSingleStep(5)
        self.setPageStep(25)
        self.set_silently(AUTOMATIC)

    @property
    def mark(self) -> int | None:
        """Automatic."""
        return AUTOMATIC

    @property
    def is_at_mark(self) -> bool:
        """Whether it stands for Automatic: the mouse need not hit it exactly, the keys do."""
        return abs(self.value() - AUTOMATIC) <= (NEAR if self.is_held else 0)

    def let_go(self) -> None:
        """Near Automatic it went there; whoever listens hears of it."""
        self.valueChanged.emit(self.value())


class ShareSlider(QSlider):
    """Percent of what was found that is taken out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, 100)
        self.setSingleStep(5)
        self.setPageStep(25)
        self.setValue(100)


class DenoisePanel(QWidget):
    """Says what is wished; knows nothing of how it is done. GUI thread."""

    changed = Signal()  # the settings
    save_wanted = Signal()
    cancelled = Signal()
    again_wanted = Signal()
    original_held = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.tokens().metrics.inspector_width)
        self.title, self.level = QLabel(self.tr("Denoise"), self), QLabel(self)
        self.title.setProperty("kind", "title")
        self.level.setProperty("kind", "second")
        self.strength, self.luminance, self.colour = StrengthSlider(self), ShareSlider(self), ShareSlider(self)
        self._said: dict[QSlider, QLabel] = {}
        self.reset = QPushButton(self.tr("Reset"), self)
        self.reset.setProperty("kind", "quiet")
        self.reset.setAccessibleName(self.tr("Set all sliders back"))
        self.reset.clicked.connect(lambda: self.set_back())
        self.original = QPushButton(self.tr("Hold to see the original"), self)
        self.original.setToolTip(self.tr("Hold this button or the key B to see the photo as it is"))
        self.original.pressed.connect(lambda: self.original_held.emit(True))  # noqa: FBT003 - a signal's argument
        self.original.released.connect(lambda: self.original_held.emit(False))  # noqa: FBT003
        self.trouble = QLabel(self)
        self.trouble.setProperty("kind", "danger")
        self.again = QPushButton(self.tr("Try again"), self)
        self.again.clicked.connect(lambda: self.again_wanted.emit())
        self.promise = QLabel(self.tr("The original stays as it is. The new version lies beside it."), self)
        self.promise.setProperty("kind", "second")
        self.save = QPushButton(self)
        self.save.setProperty("kind", "primary")
        self.save.setToolTip(self.tr("Save (Ctrl+S)"))
        self.save.clicked.connect(lambda: self.save_wanted.emit())
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.clicked.connect(lambda: self.cancelled.emit())
        for label in (self.level, self.trouble, self.promise):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._arrange()
        for slider in self._said:
            slider.valueChanged.connect(lambda _value: self._on_moved())
        self.show_level(None)
        self.show_trouble("")
        self._describe()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE_PX, 16, SIDE_PX, 16)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.level)
        column.addSpacing(20)
        about = self.tr("How much of the noise that was measured is taken out. Automatic suits most photos.")
        self._add_slider(column, self.strength, self.tr("Strength"), about)
        column.addSpacing(12)
        about = self.tr("Grain: pixels that are too bright or too dark.")
        self._add_slider(column, self.luminance, self.tr("Brightness noise"), about)
        column.addSpacing(12)
        about = self.tr("Specks of red, green and blue.")
        self._add_slider(column, self.colour, self.tr("Colour noise"), about)
        column.addSpacing(4)
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeading)
        column.addSpacing(16)
        column.addWidget(self.original)
        column.addSpacing(16)
        column.addWidget(self.trouble)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        column.addWidget(self.promise)
        column.addSpacing(8)
        column.addWidget(self.save)
        column.addWidget(self.cancel)

    def _add_slider(self, column: QVBoxLayout, slider: QSlider, name: str, about: str) -> None:
        label, said = QLabel(name, self), QLabel(self)
        label.setBuddy(slider)
        said.setProperty("kind", "second")
        slider.setAccessibleName(name)
        slider.setToolTip(about)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addStretch(1)  # and no alignment: that would follow the text's own direction
        line.addWidget(said)
        column.addLayout(line)
        column.addWidget(slider)
        self._said[slider] = said

    @property
    def settings(self) -> DenoiseSettings:
        """What is wished."""
        strength = None if self.strength.is_at_mark else self.strength.value() / 100
        return DenoiseSettings(strength, self.luminance.value() / 100, self.colour.value() / 100)

    def set_back(self) -> None:
        """Puts all sliders back to where they were in the beginning."""
        for slider, value in ((self.strength, AUTOMATIC), (self.luminance, 100), (self.colour, 100)):
            slider.setValue(value)

    def show_level(self, level: NoiseLevel | None) -> None:
        """Shows how noisy the photo is; None: that is being measured."""
        is_grey = level is not None and level.is_grey
        self.colour.setEnabled(not is_grey)
        if level is None:
            self.level.setText(self.tr("Measuring the noise…"))
            self.level.setToolTip("")
            return
        words = level_text(level)
        if level.sigma < CLEAN_SIGMA:
            words = self.tr("{noise}: there is little to gain.").format(noise=words)
        self.level.setText(words)
        self.level.setToolTip(level_figures(level))

    def show_count(self, count: int) -> None:
        """Shows how many photos the settings are for."""
        self.save.setText(save_text(count))
        self.save.setAccessibleName(save_text(count))

    def show_trouble(self, sentence: str, *, can_save: bool = True) -> None:
        """Says what does not work; '' takes it back."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.again.setVisible(bool(sentence))
        self.save.setEnabled(can_save)
        if sentence:
            self.trouble.setAccessibleName(sentence)
            QAccessible.updateAccessibility(QAccessibleEvent(self.trouble, QAccessible.Event.Alert))

    def _on_moved(self) -> None:
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        for slider, said in self._said.items():
            is_automatic = slider is self.strength and self.strength.is_at_mark
            words = self.tr("Automatic") if is_automatic else f"{slider.value()}\N{NO-BREAK SPACE}%"
            said.setText(words)
            slider.setAccessibleDescription(words)
        self.reset.setEnabled(self.settings != DenoiseSettings())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground, and a hairline toward the picture."""
        del event
        painter, t = QPainter(self), theme.tokens()
        painter.fillRect(self.rect(), theme.colour(t.ground))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.fillRect(self.width() - 1 if is_mirrored else 0, 0, 1, self.height(), theme.colour(t.hairline))
