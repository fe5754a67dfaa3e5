from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QImage
from PySide6.QtWidgets import QApplication

from desktop_app.gui import icons, selftest, update_check
from desktop_app.library.checks import CheckFailedError


def test_colours_are_counted(qapp: QApplication) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    assert selftest.colours_of(picture) == 1
    picture.setPixel(3, 3, 0x00FF00)
    assert selftest.colours_of(picture) == 2


def test_icons_and_pictures_are_there(qapp: QApplication) -> None:
    assert f"{len(icons.names())} icons" in selftest._check_pictures()


def test_an_icon_that_paints_nothing_is_named(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    blank = QImage(8, 8, QImage.Format.Format_RGB32)
    blank.fill(0)
    monkeypatch.setattr(selftest, "_drawn", lambda _name: blank)
    with pytest.raises(CheckFailedError, match="icons are blank: actual-size"):
        selftest._check_pictures()


def test_a_system_without_fonts_is_told_what_to_do(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "families", list)
    with pytest.raises(CheckFailedError, match="install one"):
        selftest._check_fonts()


def test_a_language_that_is_not_loaded_is_named(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest.translation, "install", lambda _app, _languages: "en")
    with pytest.raises(CheckFailedError, match="the language de is not spoken"):
        selftest._check_translations(qapp)


def test_what_encrypts_is_named_and_nobody_is_asked(qapp: QApplication) -> None:
    assert "nobody was asked" in selftest._check_updates()


def test_a_system_that_cannot_encrypt_is_told_of(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_check.QSslSocket, "supportsSsl", lambda: False)
    with pytest.raises(CheckFailedError, match="nothing here that encrypts"):
        selftest._check_updates()
