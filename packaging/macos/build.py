#!/usr/bin/env python3
"""Finishes Reverie.app as PyInstaller made it, and puts it into a disk image. Needs macOS.

    python3 packaging/macos/build.py dist/Reverie.app [--third-party FILE] [--out DIR]

Info.plist and texts come first, since a signature covers them; then everything that can be executed is signed from the
inside out, by the Developer ID in $REVERIE_SIGN_IDENTITY or ad hoc; then the disk image is made with dmgbuild. With
$REVERIE_NOTARY_KEY (a file), $REVERIE_NOTARY_KEY_ID and $REVERIE_NOTARY_ISSUER, Apple notarises it and it is stapled.
"""

from __future__ import annotations

import argparse
import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import bundle  # noqa: E402
from macos.info import USAGE, info_plist, strings  # noqa: E402

ICON = HERE.parent / "icons" / "reverie.icns"
ENTITLEMENTS = HERE / "entitlements.plist"
AD_HOC = "-"
# Mach-O, thin and fat, either order of bytes.
MAGIC = {bytes.fromhex(number) for number in ("feedface", "cefaedfe", "feedfacf", "cffaedfe", "cafebabe", "bebafeca")}


class AppError(Exception):
    """The app cannot be finished; the message is a plain sentence."""


def complete(app: Path, third_party: Path | None = None) -> None:
    """Writes Info.plist, the texts of each language, the icon and the licences of others into the app.

    Raises:
        AppError: it is no app, or the icon was not made.
    """
    plist, inside = app / "Contents" / "Info.plist", app / "Contents" / "Resources"
    if not plist.is_file():
        raise AppError(f"There is no app at {app}: name what PyInstaller made on macOS.")
    if not ICON.is_file():
        raise AppError(f"There is no icon {ICON}: run packaging/icons/build.py first.")
    values = plistlib.loads(plist.read_bytes())
    values |= info_plist(bundle.facts()) | {"CFBundleIconFile": ICON.name}
    plist.write_bytes(plistlib.dumps(values))
    inside.mkdir(exist_ok=True)
    shutil.copyfile(ICON, inside / ICON.name)
    for language in USAGE:
        folder = inside / f"{language}.lproj"
        folder.mkdir(exist_ok=True)
        (folder / "InfoPlist.strings").write_text(strings(language), "utf-8")
    if third_party:
        shutil.copyfile(third_party, inside / "THIRD_PARTY.txt")


def to_sign(app: Path) -> list[Path]:
    """Returns every Mach-O file in the app, the deepest first, then frameworks, then the app itself."""
    found = [path for path in app.rglob("*") if path.is_file() and not path.is_symlink() and _is_code(path)]
    frameworks = [path for path in app.rglob("*.framework") if path.is_dir() and not path.is_symlink()]
    return [*sorted(found, key=_depth), *sorted(frameworks, key=_depth), app]


def _depth(path: Path) -> tuple[int, str]:
    return -len(path.parts), str(path)


def _is_code(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in MAGIC


def signing_commands(app: Path, identity: str) -> list[list[str]]:
    """Returns the commands that sign the app from the inside out, and those that prove it."""
    stamp = "--timestamp=none" if identity == AD_HOC else "--timestamp"
    sign = ["codesign", "--force", "--options", "runtime", stamp, "--entitlements", str(ENTITLEMENTS)]
    commands = [[*sign, "--sign", identity, str(path)] for path in to_sign(app)]
    return [*commands, ["codesign", "--verify", "--deep", "--strict", "--verbose=2", str(app)]]


def image_commands(app: Path, image: Path, identity: str) -> list[list[str]]:
    """Returns the commands that make the disk image, and sign it when there is a Developer ID."""
    settings = str(HERE / "dmg_settings.py")
    commands = [[sys.executable, "-m", "dmgbuild", "-s", settings, "-D", f"app={app}", bundle.APP_NAME, str(image)]]
    if identity != AD_HOC:
        commands.append(["codesign", "--force", "--timestamp", "--sign", identity, str(image)])
    return commands


def notary_commands(image: Path, key: str, key_id: str, issuer: str) -> list[list[str]]:
    """Returns the commands that have Apple look at the image, and fasten its answer to it."""
    submit = ["xcrun", "notarytool", "submit", str(image), "--wait"]
    return [
        [*submit, "--key", key, "--key-id", key_id, "--issuer", issuer],
        ["xcrun", "stapler", "staple", str(image)],
        ["xcrun", "stapler", "validate", str(image)],
    ]


def build(app: Path, out: Path, third_party: Path | None = None) -> Path:
    """Finishes, signs and packs the app. Returns the disk image.

    Raises:
        AppError: something is missing, or a command failed.
    """
    identity = os.environ.get("REVERIE_SIGN_IDENTITY") or AD_HOC
    notary = [os.environ.get(f"REVERIE_NOTARY_{name}", "") for name in ("KEY", "KEY_ID", "ISSUER")]
    if any(notary) and (not all(notary) or identity == AD_HOC):
        raise AppError("Apple notarises only with a Developer ID and all three of key, key's id and issuer.")
    complete(app, third_party)
    out.mkdir(parents=True, exist_ok=True)
    image = out / f"{bundle.NAME}-{bundle.facts().version}-arm64.dmg"
    image.unlink(missing_ok=True)
    commands = signing_commands(app, identity) + image_commands(app, image, identity)
    commands += notary_commands(image, *notary) if all(notary) else []
    for command in commands:
        if subprocess.run(command, check=False).returncode:
            raise AppError(f"This command failed: {' '.join(command[:3])} ... {command[-1]}")
    return image


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Finishes Reverie.app and puts it into a disk image.")
    parser.add_argument("app", type=Path, metavar="APP", help="what PyInstaller made: Reverie.app")
    parser.add_argument("--third-party", type=Path, metavar="FILE", help="of packaging/licences.py")
    parser.add_argument(
        "--out", type=Path, default=bundle.PROJECT / "dist", metavar="DIR", help="where to write (dist)"
    )
    options = parser.parse_args(arguments)
    try:
        if sys.platform != "darwin":
            raise AppError("Apps are signed and packed on macOS only.")
        print(build(options.app, options.out, options.third_party))
    except AppError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
