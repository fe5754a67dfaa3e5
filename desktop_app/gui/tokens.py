"""Every colour and measure of the window, in one file. Pure values: no Qt, so that tests can reckon with them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metrics:
    """Lengths and times. Lengths are device-independent pixels, on a 4-px grid; times are milliseconds."""

    space_1: int = 4
    space_2: int = 8
    space_3: int = 12
    space_4: int = 16
    space_6: int = 24
    space_8: int = 32
    hairline: int = 1
    radius: int = 6
    tile_radius: int = 3
    tile_gap: int = 4
    ring: int = 3
    icon: int = 20
    icon_small: int = 16
    control: int = 32
    sidebar_width: int = 216
    inspector_width: int = 300
    top_bar_height: int = 52
    status_height: int = 28
    row_height: int = 30
    scrubber_width: int = 44
    font_body: int = 13
    font_second: int = 12
    font_header: int = 15
    font_title: int = 22
    fade_ms: int = 120
    undo_bar_ms: int = 8000
    controls_fade_ms: int = 2000


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme; every colour is '#RRGGBB'.

    Attributes:
        ground: behind everything. surface: fields, cards and menus, one step above it. raised: a control at rest.
        hover, pressed: fills of a control under the pointer and held down.
        selected: fill behind the chosen line of a list, read with `text`.
        text, text_second, text_disabled: on ground, surface, hover and selected.
        hairline: lines that only divide. outline: the edge of a field, which must be seen.
        accent: the one colour; accent_hover, accent_pressed for filled buttons; on_accent: text upon them.
        danger, warning, success: words and icons that need to be noticed.
        favourite: the heart. star: ratings.
        viewer, viewer_text, viewer_second: the dark room of the viewer, the same in both schemes.
        scrim: laid over a photo beneath small icons and words. on_scrim: those icons and words.
    """

    name: str
    is_dark: bool
    ground: str
    surface: str
    raised: str
    hover: str
    pressed: str
    selected: str
    text: str
    text_second: str
    text_disabled: str
    hairline: str
    outline: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    danger: str
    warning: str
    success: str
    favourite: str = "#FF4F64"
    star: str = "#E3A008"
    viewer: str = "#0C0C0D"
    viewer_text: str = "#F2F1EE"
    viewer_second: str = "#A3A29E"
    scrim: str = "#000000"
    on_scrim: str = "#FFFFFF"
    metrics: Metrics = Metrics()


LIGHT = Tokens(
    name="light",
    is_dark=False,
    ground="#FAFAF8",
    surface="#FFFFFF",
    raised="#F1F0ED",
    hover="#F0EFEB",
    pressed="#E6E4DF",
    selected="#E7E8F5",
    text="#1B1B1A",
    text_second="#64635F",
    text_disabled="#A5A39E",
    hairline="#E6E4E0",
    outline="#CFCDC7",
    accent="#4A57C9",
    accent_hover="#414DB8",
    accent_pressed="#3843A3",
    on_accent="#FFFFFF",
    danger="#B3261E",
    warning="#8A5A00",
    success="#1F7A3D",
)

DARK = Tokens(
    name="dark",
    is_dark=True,
    ground="#161618",
    surface="#1F1F22",
    raised="#29292D",
    hover="#26262A",
    pressed="#333338",
    selected="#2C2E44",
    text="#ECEBE8",
    text_second="#A2A19D",
    text_disabled="#66656A",
    hairline="#2D2D31",
    outline="#45454B",
    accent="#8E99FF",
    accent_hover="#A0A9FF",
    accent_pressed="#7D88F0",
    on_accent="#12131F",
    danger="#FF8A80",
    warning="#F0B95B",
    success="#7BD398",
)


def channels(colour: str) -> tuple[int, int, int]:
    """Returns red, green and blue, 0 to 255, of a '#RRGGBB' text."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Returns the relative luminance of WCAG 2.2, 0 (black) to 1 (white)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Returns the contrast ratio of WCAG 2.2, 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def mixed(over: str, under: str, share: float) -> str:
    """Returns the opaque colour that `over` makes at opacity `share` (0 to 1) upon `under`."""
    pairs = zip(channels(over), channels(under), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
