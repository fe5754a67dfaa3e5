"""The tokens can be read: contrast is reckoned, not believed."""

from __future__ import annotations

import re

import pytest

from desktop_app.gui.tokens import DARK, LIGHT, Tokens, channels, contrast, luminance, mixed

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda t: t.name)


@SCHEMES
@pytest.mark.parametrize("ground", ["ground", "surface", "raised", "hover", "pressed", "selected"])
@pytest.mark.parametrize("ink", ["text", "text_second"])
def test_text_has_a_contrast_of_at_least_4_5(scheme: Tokens, ground: str, ink: str) -> None:
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


@SCHEMES
@pytest.mark.parametrize("ink", ["accent", "danger", "warning", "success"])
@pytest.mark.parametrize("ground", ["ground", "surface"])
def test_words_in_colour_can_be_read(scheme: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


@SCHEMES
@pytest.mark.parametrize("fill", ["accent", "accent_hover", "accent_pressed"])
def test_words_on_the_accent_can_be_read(scheme: Tokens, fill: str) -> None:
    assert contrast(scheme.on_accent, getattr(scheme, fill)) >= 4.5


@SCHEMES
def test_the_viewer_can_be_read(scheme: Tokens) -> None:
    assert contrast(scheme.viewer_text, scheme.viewer) >= 4.5
    assert contrast(scheme.viewer_second, scheme.viewer) >= 4.5


@SCHEMES
def test_the_focus_ring_stands_out_from_what_is_around_it(scheme: Tokens) -> None:
    for ground in (scheme.ground, scheme.surface, scheme.viewer):
        assert contrast(scheme.accent, ground) >= 3.0


@SCHEMES
def test_every_colour_is_written_as_six_hex_digits(scheme: Tokens) -> None:
    for name in Tokens.__slots__:
        value = getattr(scheme, name)
        if name not in ("name", "is_dark", "metrics"):
            assert re.fullmatch(r"#[0-9A-F]{6}", value), name


def test_black_on_white_has_the_contrast_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert luminance("#FFFFFF") == pytest.approx(1.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert mixed("#FFFFFF", "#000000", 1.0) == "#FFFFFF"
    assert mixed("#FFFFFF", "#000000", 0.0) == "#000000"
    assert channels(mixed("#FF0000", "#0000FF", 0.5)) == (128, 0, 128)
