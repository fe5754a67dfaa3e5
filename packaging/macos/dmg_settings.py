"""The disk image that people drag Reverie out of: settings for `dmgbuild -s dmg_settings.py -D app=Reverie.app`."""

from pathlib import Path

app = Path(defines.get("app", "dist/Reverie.app"))  # type: ignore[name-defined] # noqa: F821 - dmgbuild gives it

format = "ULMO"  # noqa: A001 - lzma, since macOS 10.15
files = [str(app)]
symlinks = {"Applications": "/Applications"}
icon = str(app / "Contents" / "Resources" / "reverie.icns")
background = "builtin-arrow"
show_status_bar = show_tab_view = show_toolbar = show_pathbar = show_sidebar = False
window_rect = ((200, 160), (640, 360))
default_view = "icon-view"
icon_size = 112
text_size = 13
icon_locations = {app.name: (170, 170), "Applications": (470, 170)}
