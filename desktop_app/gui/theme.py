"""Light or dark: applies the tokens to the application and follows the system live, unless the user chose."""

from __future__ import annotations

import logging
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop_app.gui import style
from desktop_app.gui.tokens import DARK, LIGHT, Tokens

log = logging.getLogger(__name__)


class ThemeChoice(StrEnum):
    """What the user asked for; the setting `theme` holds the value."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The scheme of one application. Lives on the GUI thread as a child of the application.

    `changed` tells that `tokens` is another object now; palette and style sheet are already set then. Widgets that
    paint by themselves listen to it (or to QEvent.PaletteChange) and ask for `tokens` again.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        super().__init__(app)
        self.setObjectName("theme")
        self._app = app
        self._choice = choice
        self._tokens: Tokens | None = None
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(body_font(app.font()))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        self.set_choice(choice)

    @property
    def tokens(self) -> Tokens:
        """The colours and metrics in use."""
        return self._tokens if self._tokens is not None else LIGHT

    @property
    def is_dark(self) -> bool:
        """Whether the dark tokens are in use."""
        return self.tokens.is_dark

    @property
    def choice(self) -> ThemeChoice:
        """What was asked for: the system's scheme, light or dark."""
        return self._choice

    def set_choice(self, choice: ThemeChoice) -> None:
        """Chooses the scheme. SYSTEM follows the system from now on, and where it tells nothing, light is used."""
        self._choice = choice
        hints = QGuiApplication.styleHints()
        if choice is ThemeChoice.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if choice is ThemeChoice.DARK else Qt.ColorScheme.Light)
        self._follow()

    def _follow(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            wanted = DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        else:
            wanted = DARK if self._choice is ThemeChoice.DARK else LIGHT
        if wanted is self._tokens:
            return
        self._tokens = wanted
        self._app.setPalette(palette(wanted))
        is_mirrored = self._app.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._app.setStyleSheet(style.sheet(wanted, is_mirrored=is_mirrored))
        log.debug("theme is %s", wanted.name)
        self.changed.emit()


def apply(app: QApplication, choice: str = ThemeChoice.SYSTEM) -> Theme:
    """Gives the application its look, and returns the theme that keeps it; a second call only changes the choice.

    Args:
        app: the application; it owns the theme.
        choice: the setting `theme`: 'system', 'light' or 'dark'; anything else counts as 'system'.
    """
    wanted = ThemeChoice(choice) if choice in set(ThemeChoice) else ThemeChoice.SYSTEM
    existing = current()
    if existing is None:
        return Theme(app, wanted)
    existing.set_choice(wanted)
    return existing


def current() -> Theme | None:
    """Returns the theme of the running application, None before `apply`."""
    app = QCoreApplication.instance()
    return None if app is None else app.findChild(Theme, "theme", Qt.FindChildOption.FindDirectChildrenOnly)


def tokens() -> Tokens:
    """Returns the tokens in use (light before `apply`). Ask again after `Theme.changed`; do not call it in a loop."""
    theme = current()
    return LIGHT if theme is None else theme.tokens


def colour(value: str, alpha: float = 1.0) -> QColor:
    """Returns a token's '#RRGGBB' as a colour with the given opacity, 0 to 1."""
    made = QColor(value)
    made.setAlphaF(alpha)
    return made


def body_font(base: QFont) -> QFont:
    """Returns the system's font at the body size."""
    return sized_font(base, LIGHT.metrics.font_body)


def sized_font(base: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Returns a copy of a font at a size in px and a weight."""
    font = QFont(base)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


def header_font(base: QFont) -> QFont:
    """Returns the font of date headers and panel headings."""
    return sized_font(base, LIGHT.metrics.font_header, QFont.Weight.DemiBold)


def title_font(base: QFont) -> QFont:
    """Returns the font of page titles."""
    return sized_font(base, LIGHT.metrics.font_title, QFont.Weight.DemiBold)


def second_font(base: QFont) -> QFont:
    """Returns the font of secondary text."""
    return sized_font(base, LIGHT.metrics.font_second)


def palette(t: Tokens) -> QPalette:
    """Returns the palette that says the same as the tokens, for everything the style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    for part, value in (
        (role.Window, t.ground),
        (role.WindowText, t.text),
        (role.Base, t.surface),
        (role.AlternateBase, t.ground),
        (role.Text, t.text),
        (role.PlaceholderText, t.text_second),
        (role.Button, t.raised),
        (role.ButtonText, t.text),
        (role.BrightText, t.danger),
        (role.ToolTipBase, t.text),
        (role.ToolTipText, t.ground),
        (role.Highlight, t.accent),
        (role.HighlightedText, t.on_accent),
        (role.Accent, t.accent),
        (role.Link, t.accent),
        (role.LinkVisited, t.accent),
        (role.Light, t.surface),
        (role.Midlight, t.hover),
        (role.Mid, t.hairline),
        (role.Dark, t.outline),
        (role.Shadow, t.scrim),
    ):
        made.setColor(part, QColor(value))
    for part in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(t.text_disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(t.hairline))
    return made
