#!/usr/bin/env python3
"""Draws Reverie's icon for every system from `resources/icons/app.svg`: .ico, .icns and PNGs of the hicolor theme.

    .venv/bin/python packaging/icons/build.py [OUT]     (beside this file, where the packages look for it)

Each size is drawn from the vectors, none is scaled from another. What it writes is not kept in the repository.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

PROJECT = Path(__file__).resolve().parents[2]
DRAWING = PROJECT / "resources" / "icons" / "app.svg"
OUT = Path(__file__).resolve().parent
ICO_SIZES_PX = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_SIZES_PX = (32, 64, 128, 256, 512, 1024)
HICOLOR_SIZES_PX = (16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024)


def draw(renderer: QSvgRenderer, size_px: int) -> Image.Image:
    """Returns the icon as an RGBA picture of (size_px, size_px), transparent around it."""
    canvas = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(0)
    painter = QPainter(canvas)
    renderer.render(painter)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    canvas.save(buffer, "PNG")  # type: ignore[call-overload] # what the stub asks for, the binding refuses
    buffer.close()
    with Image.open(io.BytesIO(bytes(held.data()))) as picture:
        return picture.convert("RGBA")


def build(out: Path) -> list[Path]:
    """Writes every icon below `out`. Returns what it wrote.

    Raises:
        SystemExit: the drawing is not there or is no SVG.
    """
    renderer = QSvgRenderer(str(DRAWING))
    if not renderer.isValid():
        raise SystemExit(f"The icon cannot be drawn: {DRAWING} is missing or is no SVG.")
    drawn = {size: draw(renderer, size) for size in sorted({*ICO_SIZES_PX, *ICNS_SIZES_PX, *HICOLOR_SIZES_PX})}
    out.mkdir(parents=True, exist_ok=True)
    ico, icns = out / "reverie.ico", out / "reverie.icns"
    largest, *smaller = (drawn[size] for size in sorted(ICO_SIZES_PX, reverse=True))
    largest.save(ico, format="ICO", sizes=[(size, size) for size in ICO_SIZES_PX], append_images=smaller)
    largest, *smaller = (drawn[size] for size in sorted(ICNS_SIZES_PX, reverse=True))
    largest.save(icns, format="ICNS", append_images=smaller)
    written = [ico, icns]
    for size in HICOLOR_SIZES_PX:
        png = out / "hicolor" / f"{size}x{size}" / "apps" / "reverie.png"
        png.parent.mkdir(parents=True, exist_ok=True)
        drawn[size].save(png, optimize=True)
        written.append(png)
    vectors = out / "hicolor" / "scalable" / "apps" / "reverie.svg"
    vectors.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DRAWING, vectors)
    return [*written, vectors]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Draws Reverie's icon for every system.")
    parser.add_argument("out", nargs="?", type=Path, default=OUT, metavar="OUT", help="folder to write to")
    for path in build(parser.parse_args(arguments).out):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
