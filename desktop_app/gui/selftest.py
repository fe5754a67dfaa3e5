"""Proves the window's side of an installation: it paints, its icons and pictures load, it speaks, it has letters.

Runs in a process of its own (see `library/selftest.py`), since Qt ends the process where it finds no screen to talk to.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QLibraryInfo, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QImage, QImageReader, QPainter, QRawFont
from PySide6.QtWidgets import QApplication

from desktop_app.gui import icons, translation
from desktop_app.gui.application import make_application
from desktop_app.gui.window import MainWindow
from desktop_app.library.checks import CheckFailedError, run_parts
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths, resources_dir
from desktop_app.settings import Settings

log = logging.getLogger(__name__)

PAINT_MS = 20_000
LOOK_MS = 50
FEWEST_COLOURS = 40
READ_FORMATS = ("JPG", "PNG")  # of thumbnails, and of what is dropped and pasted
KNOWN_TEXT = ("FirstRunPage", "Nothing leaves this computer")
LETTERS = "AgäöüßéñŁ"


def run() -> int:
    """Runs every check and writes the answer to standard output as JSON. Returns the exit status."""
    app = make_application(["reverie"], "light")
    checks = run_parts(
        [
            ("window", lambda: _check_window(app)),
            ("pictures", _check_pictures),
            ("fonts", _check_fonts),
            ("translations", lambda: _check_translations(app)),
            ("updates", _check_updates),
        ]
    )
    sys.stdout.write(json.dumps([check.as_json() for check in checks]))
    sys.stdout.flush()
    return 0 if all(check.is_ok for check in checks) else 1


def _check_window(app: QApplication) -> str:
    """Shows the main window on an empty library until it has painted something."""
    with tempfile.TemporaryDirectory(prefix="reverie-self-test-") as place:
        settings = Settings()
        library = Library.open(LibraryPaths(Path(place), Path(place) / "cache"), settings, decoder_count=1)
        try:
            window = MainWindow(library, settings, lambda _changed: None)
            window.show()
            colours = _colours_once_painted(app, window)
            size = f"{window.width()} x {window.height()}"
            window.close()
        finally:
            library.close()
    if colours < FEWEST_COLOURS:
        raise CheckFailedError(f"the window is blank: {colours} colours")
    return f"{size} pixels in {colours} colours on {QGuiApplication.platformName()}"


def _colours_once_painted(app: QApplication, window: MainWindow) -> int:
    """Returns of how many colours the window is, as soon as they are enough, or after a while."""
    seen = [0]

    def look() -> None:
        seen[0] = colours_of(window.grab().toImage())
        if window.isVisible() and seen[0] >= FEWEST_COLOURS:
            app.quit()

    looking = QTimer(window, interval=LOOK_MS)
    looking.timeout.connect(look)
    looking.start()
    QTimer.singleShot(PAINT_MS, app.quit)
    app.exec()
    looking.stop()
    return seen[0]


def colours_of(picture: QImage) -> int:
    """Returns how many colours a picture has, looked at in a raster of at most 200 x 200."""
    small = picture.convertToFormat(QImage.Format.Format_RGB32).scaled(
        picture.size().boundedTo(QSize(200, 200)), Qt.AspectRatioMode.KeepAspectRatio
    )
    return len({small.pixel(x, y) for y in range(small.height()) for x in range(small.width())})


def _check_pictures() -> str:
    """Draws every icon, and reads the formats that Qt reads itself."""
    blank = [name for name in icons.names() if colours_of(_drawn(name)) < 2]
    if blank or not icons.names():
        raise CheckFailedError(f"icons are blank: {', '.join(blank) or 'all'}")
    if icons.app_icon().pixmap(64, 64).isNull():
        raise CheckFailedError("the program's icon is not there")
    known = {bytes(name.data()).decode().upper() for name in QImageReader.supportedImageFormats()}
    for name in READ_FORMATS:
        if name not in known or colours_of(_saved_and_read(name)) < 2:
            raise CheckFailedError(f"Qt does not read {name}")
    return f"{len(icons.names())} icons, {', '.join(READ_FORMATS)} read by Qt"


def _drawn(name: str) -> QImage:
    canvas = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    icons.paint(painter, name, canvas.rect().toRectF(), QColor("black"))
    painter.end()
    return canvas


def _saved_and_read(name: str) -> QImage:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _drawn("image").save(buffer, name)  # type: ignore[call-overload] # what the stub asks for, the binding refuses
    buffer.close()
    return QImage.fromData(held)


def _check_fonts() -> str:
    """Looks whether the font of the window has letters, and whether they are painted."""
    families = QFontDatabase.families()
    if not families:
        raise CheckFailedError("there is no font on this system; install one, for example DejaVu")
    font = QFont(QGuiApplication.font())
    font.setPixelSize(24)
    raw = QRawFont.fromFont(font)
    missing = [letter for letter in LETTERS if not raw.supportsCharacter(ord(letter))]
    canvas = QImage(240, 40, QImage.Format.Format_RGB32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    painter.setFont(font)
    painter.drawText(canvas.rect(), 0, LETTERS)
    painter.end()
    if missing or colours_of(canvas) < 2:
        raise CheckFailedError(f"the font {raw.familyName()} lacks letters: {' '.join(missing) or 'all'}")
    return f"{raw.familyName()} of {len(families)} families"


def _check_translations(app: QApplication) -> str:
    """Speaks every language that ships, in Reverie's own texts and in Qt's."""
    spoken = sorted(file.stem.removeprefix("reverie_") for file in (resources_dir() / "translations").glob("*.qm"))
    if not spoken:
        raise CheckFailedError("no translation is there")
    for language in spoken:
        found = translation.install(app, [language])
        text = QCoreApplication.translate(*KNOWN_TEXT)
        if found != language or text == KNOWN_TEXT[1]:
            raise CheckFailedError(f"the language {language} is not spoken")
        catalogue = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
        if not catalogue.is_file():
            raise CheckFailedError(f"Qt's own texts in {language} are not there")
    return f"English, {', '.join(spoken)}"


def _check_updates() -> str:
    """Looks whether a newer version could be asked for safely; nobody is asked."""
    from desktop_app.gui.update_check import encryption

    found = encryption()
    if not found:
        raise CheckFailedError("Qt finds nothing here that encrypts connections (on Linux: OpenSSL 3)")
    return f"nobody was asked; connections would be encrypted by {found}"
