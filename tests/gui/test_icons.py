"""Icons: every file is one hand's work, every name paints something, and colours follow the theme."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop_app.gui import icons, theme
from desktop_app.gui.theme import Theme, ThemeChoice
from desktop_app.gui.tokens import DARK, LIGHT
from desktop_app.paths import resources_dir


@pytest.fixture
def light(qapp: QApplication) -> Iterator[Theme]:
    made = theme.apply(qapp, "light")
    yield made
    made.set_choice(ThemeChoice.LIGHT)


def ink_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_is_drawn_on_the_one_grid_with_the_one_stroke(name: str) -> None:
    root = ElementTree.parse(resources_dir() / "icons" / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 20 20"
    assert root.get("stroke-width") == "1.5"
    assert root.get("stroke") == "currentColor"


@pytest.mark.parametrize("name", icons.names())
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_every_icon_paints_within_its_square_at_every_scale(qapp: QApplication, name: str, ratio: float) -> None:
    image = icons.pixmap(name, 20, QColor("#102030"), ratio).toImage()
    assert image.width() == round(20 * ratio)
    strong = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 100
    ]
    assert len(strong) > 6
    edge = image.width() - 1
    assert not [p for p in strong if 0 in p or edge in p]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_an_icon_has_a_pixel_for_every_pixel_of_the_screen(light: Theme, ratio: float) -> None:
    drawn = icons.icon("sliders").pixmap(QSize(18, 18), ratio)
    assert drawn.width() == drawn.height() == round(18 * ratio)
    assert drawn.devicePixelRatio() == ratio


def test_an_icon_follows_the_theme_without_being_set_again(light: Theme) -> None:
    icon = icons.icon("plus")
    assert ink_of(icon.pixmap(QSize(64, 64)).toImage()) == {LIGHT.text}
    light.set_choice(ThemeChoice.DARK)
    assert ink_of(icon.pixmap(QSize(64, 64)).toImage()) == {DARK.text}


def test_a_disabled_icon_is_pale_and_a_switched_on_icon_wears_the_accent(light: Theme) -> None:
    icon = icons.icon("plus")
    size = QSize(64, 64)
    assert ink_of(icon.pixmap(size, QIcon.Mode.Disabled).toImage()) == {LIGHT.text_disabled}
    assert ink_of(icon.pixmap(size, QIcon.Mode.Normal, QIcon.State.On).toImage()) == {LIGHT.accent}


def test_opacity_of_the_colour_counts(qapp: QApplication) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, "plus", QRectF(0, 0, 40, 40), theme.colour("#FFFFFF", 0.5))
    painter.end()
    assert 120 <= image.pixelColor(20, 20).alpha() <= 135


def test_a_name_that_is_no_icon_is_refused_at_once() -> None:
    with pytest.raises(KeyError, match="no-such"):
        icons.icon("no-such")


def test_copies_of_icons_survive_collection(light: Theme) -> None:
    kept = [QIcon(icons.icon(name)) for name in icons.names() for _ in range(10)]
    gc.collect()
    assert all(not icon.pixmap(QSize(16, 16)).isNull() for icon in kept)


def test_the_program_has_an_icon_at_every_size_that_systems_ask_for(qapp: QApplication) -> None:
    icon = icons.app_icon()
    assert {size.width() for size in icon.availableSizes()} >= {16, 32, 48, 256}
    assert icon.pixmap(QSize(48, 48)).toImage().pixelColor(24, 40).alpha() == 255
