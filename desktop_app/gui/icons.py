"""The line icons: one SVG file each, coloured by the theme when painted, so they follow light and dark unasked."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.gui import theme
from desktop_app.paths import resources_dir

_APART = frozenset({"app", "tick-light", "tick-dark", "chevron-fixed"})  # not line icons: they carry their own colours
# Icons that point along the line of reading: they turn round where it runs from right to left.
_POINTING = frozenset(
    {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "sidebar", "inspector", "undo", "redo"}
)


@cache
def _folder() -> Path:
    return resources_dir() / "icons"


@cache
def names() -> tuple[str, ...]:
    """Returns the names of all line icons, in alphabetical order."""
    return tuple(sorted(file.stem for file in _folder().glob("*.svg") if file.stem not in _APART))


@cache
def _source(name: str) -> bytes:
    if name not in names():
        raise KeyError(f"no icon named {name!r} in resources/icons")
    return (_folder() / f"{name}.svg").read_bytes()


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))


def paint(painter: QPainter, name: str, where: QRectF, colour: QColor) -> None:
    """Draws an icon into a rectangle, in a colour whose opacity counts. GUI thread.

    Raises:
        KeyError: there is no such icon.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(painter.opacity() * colour.alphaF())
    if name in _POINTING and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        middle = where.center().x()
        painter.translate(middle, 0)
        painter.scale(-1, 1)
        painter.translate(-middle, 0)
    _renderer(name, colour.name()).render(painter, where)
    painter.restore()


def pixmap(name: str, size_px: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """Returns an icon as a pixmap of `size_px` device-independent pixels, crisp at the given device pixel ratio."""
    image = QImage(round(size_px * ratio), round(size_px * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint(painter, name, QRectF(image.rect()), colour)
    painter.end()
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made


class _LineIconEngine(QIconEngine):
    """Draws one icon in the theme's present colours: text, or the accent when on, paler when disabled."""

    def __init__(self, name: str, ink: str) -> None:
        super().__init__()
        self._name = name
        self._ink = ink

    def clone(self) -> QIconEngine:
        return _LineIconEngine(self._name, self._ink)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        t = theme.tokens()
        ink = self._ink
        if mode == QIcon.Mode.Disabled:
            ink = "text_disabled"
        elif state == QIcon.State.On and ink == "text":
            ink = "accent"
        edge = min(rect.width(), rect.height())
        where = QRectF(0, 0, edge, edge)
        where.moveCenter(QRectF(rect).center())
        paint(painter, self._name, where, theme.colour(getattr(t, ink)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        room = QSize(math.ceil(size.width() * scale), math.ceil(size.height() * scale))
        image = QImage(room, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(QPoint(0, 0), room), mode, state)
        painter.end()
        made = QPixmap.fromImage(image)
        made.setDevicePixelRatio(scale)
        return made


def icon(name: str, ink: str = "text") -> QIcon:
    """Returns a line icon that colours itself from the theme whenever it is painted, so it need not be set again.

    Args:
        name: one of `names()`.
        ink: the name of a colour in `Tokens`, such as 'text', 'text_second', 'accent', 'danger', 'favourite'.

    Raises:
        KeyError: there is no such icon.
    """
    _source(name)
    return QIcon(_LineIconEngine(name, ink))


def app_icon() -> QIcon:
    """Returns the program's icon at the sizes that window systems ask for."""
    renderer = QSvgRenderer(str(_folder() / "app.svg"))
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        made.addPixmap(QPixmap.fromImage(image))
    return made
