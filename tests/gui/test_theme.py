"""The theme follows the system live, unless the user chose."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui import style, theme
from desktop_app.gui.theme import Theme, ThemeChoice
from desktop_app.gui.tokens import DARK, LIGHT


@pytest.fixture
def applied(qapp: QApplication) -> Iterator[Theme]:
    made = theme.apply(qapp, "light")
    yield made
    made.set_choice(ThemeChoice.LIGHT)


def system_says(monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme) -> None:
    hints = theme.QGuiApplication.styleHints()

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return scheme

        def setColorScheme(self, chosen: Qt.ColorScheme) -> None:
            hints.setColorScheme(chosen)

        def unsetColorScheme(self) -> None:
            hints.unsetColorScheme()

    monkeypatch.setattr(theme.QGuiApplication, "styleHints", staticmethod(Hints))


def test_applying_twice_keeps_one_theme(qapp: QApplication, applied: Theme) -> None:
    assert theme.apply(qapp, "dark") is applied
    assert theme.current() is applied
    assert theme.tokens() is DARK


def test_the_choice_sets_palette_and_sheet(qapp: QApplication, applied: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(applied.changed):
        applied.set_choice(ThemeChoice.DARK)
    assert applied.is_dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert DARK.surface in qapp.styleSheet()


def test_the_same_choice_again_disturbs_nobody(applied: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(applied.changed):
        applied.set_choice(ThemeChoice.LIGHT)


@pytest.mark.parametrize(
    ("scheme", "wanted"),
    [(Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Unknown, LIGHT)],
)
def test_the_three_states_of_the_system_are_followed(
    applied: Theme, monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme, wanted: object
) -> None:
    system_says(monkeypatch, scheme)
    applied.set_choice(ThemeChoice.SYSTEM)
    assert applied.tokens is wanted


def test_a_switch_of_the_system_is_followed_live(applied: Theme, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    real = theme.QGuiApplication.styleHints()
    system_says(monkeypatch, Qt.ColorScheme.Light)
    applied.set_choice(ThemeChoice.SYSTEM)
    system_says(monkeypatch, Qt.ColorScheme.Dark)
    with qtbot.waitSignal(applied.changed):
        real.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert applied.is_dark


def test_a_choice_of_the_user_is_stronger_than_the_system(
    applied: Theme, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    real = theme.QGuiApplication.styleHints()
    system_says(monkeypatch, Qt.ColorScheme.Dark)
    with qtbot.assertNotEmitted(applied.changed):
        real.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not applied.is_dark


def test_an_unknown_setting_counts_as_the_system(qapp: QApplication, applied: Theme) -> None:
    theme.apply(qapp, "mauve")
    assert applied.choice is ThemeChoice.SYSTEM


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_the_sheet_is_filled_in_completely_and_qt_understands_it(tokens: theme.Tokens, qtbot: QtBot) -> None:
    text = style.sheet(tokens)
    assert "$" not in text
    assert text.count("{") == text.count("}")
    label = QLabel("words")
    qtbot.addWidget(label)
    label.setStyleSheet(text)  # a sheet Qt cannot parse is a Qt warning, which fails the test
    label.ensurePolished()
    assert re.search(r'url\("[^"]+tick-(light|dark)\.svg"\)', text)


def test_a_primary_button_carries_the_accent(applied: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Go")
    button.setProperty("kind", "primary")
    qtbot.addWidget(button)
    button.resize(80, 30)
    assert button.grab().toImage().pixelColor(40, 4).name().upper() == LIGHT.accent
