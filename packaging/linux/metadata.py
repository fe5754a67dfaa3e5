"""What desktops and package systems are told of Reverie: made from pyproject.toml, the formats and the command line."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

PACKAGING = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PACKAGING), str(PACKAGING.parent)]

import bundle  # noqa: E402

from desktop_app.imaging.formats import SUFFIXES, Format  # noqa: E402

DESKTOP_FILE = f"{bundle.NAME}.desktop"  # the window tells this name to the desktop
METAINFO_FILE = f"{bundle.APP_ID}.metainfo.xml"
MAINTAINER = "The Reverie developers <developers@reverie.example>"
SUMMARY = "Private photo organizer that finds photos that look alike"
SUMMARY_DE = "Private Fotoverwaltung, die ähnliche Fotos findet"
PARAGRAPHS = (
    "Reverie watches the folders your photos already live in, understands what is in them, and finds the ones that look"
    " alike. Drop a picture on its window, or open one with it, and the most alike of your library come first.",
    "It groups photos that look alike, finds events, duplicates and bursts, tags what it sees, takes noise out of"
    " photos taken in the dark, and suggests photos from what you really look at, each with its reason.",
    "Nothing leaves your computer: there is no account and no upload. Your originals are never changed, and every act"
    " can be undone.",
)
# Names of the freedesktop.org shared database, by format; RAW files have one for each maker's kind.
MIME_TYPES: dict[Format, tuple[str, ...]] = {
    Format.JPEG: ("image/jpeg",),
    Format.PNG: ("image/png", "image/apng"),
    Format.WEBP: ("image/webp",),
    Format.GIF: ("image/gif",),
    Format.TIFF: ("image/tiff",),
    Format.BMP: ("image/bmp",),
    Format.HEIC: ("image/heic", "image/heif"),
    Format.AVIF: ("image/avif",),
    Format.RAW: (
        *("image/x-adobe-dng", "image/x-canon-cr2", "image/x-canon-cr3", "image/x-canon-crw", "image/x-epson-erf"),
        *("image/x-fuji-raf", "image/x-kodak-dcr", "image/x-kodak-k25", "image/x-kodak-kdc", "image/x-minolta-mrw"),
        *("image/x-nikon-nef", "image/x-nikon-nrw", "image/x-olympus-orf", "image/x-panasonic-rw"),
        *("image/x-panasonic-rw2", "image/x-pentax-pef", "image/x-samsung-srw", "image/x-sigma-x3f"),
        *("image/x-sony-arw", "image/x-sony-sr2", "image/x-sony-srf"),
    ),
}


@dataclass(frozen=True, slots=True)
class Release:
    """One version and the day it was built from."""

    version: str
    date: datetime.datetime


def mime_types() -> tuple[str, ...]:
    """Returns the names of everything Reverie opens, in the order of its formats."""
    return tuple(name for kind in dict.fromkeys(SUFFIXES.values()) for name in MIME_TYPES[kind])


def desktop_entry(command: str = bundle.NAME) -> str:
    """Returns the desktop entry; opening a photo finds its likes, which has an action of its own name as well."""
    types = "".join(f"{name};" for name in mime_types())
    return f"""[Desktop Entry]
Type=Application
Version=1.4
Name={bundle.APP_NAME}
GenericName=Photo organizer
GenericName[de]=Fotoverwaltung
Comment={SUMMARY}
Comment[de]={SUMMARY_DE}
Exec={command} %F
TryExec={command}
Icon={bundle.NAME}
Terminal=false
Categories=Graphics;Photography;Qt;
Keywords=photos;pictures;similar;duplicates;albums;tags;denoise;
Keywords[de]=Fotos;Bilder;ähnlich;Duplikate;Alben;Schlagwörter;entrauschen;
MimeType={types}
StartupNotify=true
StartupWMClass={bundle.NAME}
Actions=find-similar;

[Desktop Action find-similar]
Name=Find similar
Name[de]=Ähnliche finden
Icon={bundle.NAME}
Exec={command} %F
"""


def service_menu() -> str:
    """Returns what puts the action into the context menu of KDE's file manager."""
    types = "".join(f"{name};" for name in mime_types())
    return f"""[Desktop Entry]
Type=Service
MimeType={types}
Actions=find-similar;

[Desktop Action find-similar]
Name=Find similar with {bundle.APP_NAME}
Name[de]=Mit {bundle.APP_NAME} Ähnliche finden
Icon={bundle.NAME}
Exec={bundle.NAME} %F
"""


def nemo_action() -> str:
    """Returns what puts the action into the context menu of Cinnamon's file manager."""
    return f"""[Nemo Action]
Name=Find similar with {bundle.APP_NAME}
Name[de]=Mit {bundle.APP_NAME} Ähnliche finden
Comment={SUMMARY}
Comment[de]={SUMMARY_DE}
Icon-Name={bundle.NAME}
Exec={bundle.NAME} %F
Selection=NotNone
Mimetypes={";".join(mime_types())};
Dependencies={bundle.NAME};
"""


def metainfo(release: Release) -> str:
    """Returns the AppStream metadata."""
    paragraphs = "\n".join(f"    <p>{escape(text)}</p>" for text in PARAGRAPHS)
    types = "\n".join(f"    <mediatype>{name}</mediatype>" for name in mime_types())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>{bundle.APP_ID}</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>{bundle.facts().licence}</project_license>
  <name>{bundle.APP_NAME}</name>
  <summary>{escape(SUMMARY)}</summary>
  <summary xml:lang="de">{escape(SUMMARY_DE)}</summary>
  <developer_name>The Reverie developers</developer_name>
  <description>
{paragraphs}
  </description>
  <launchable type="desktop-id">{DESKTOP_FILE}</launchable>
  <icon type="stock">{bundle.NAME}</icon>
  <categories>
    <category>Graphics</category>
    <category>Photography</category>
  </categories>
  <provides>
    <binary>{bundle.NAME}</binary>
{types}
  </provides>
  <content_rating type="oars-1.1"/>
  <releases>
    <release version="{release.version}" date="{release.date:%Y-%m-%d}"/>
  </releases>
</component>
"""


def _roff(text: str) -> str:
    found = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", found)


def man_page(parser: argparse.ArgumentParser, release: Release) -> str:
    """Returns the manual page of the program: the window's arguments, and each command as its parser tells of it.

    Args:
        parser: of the command line.
        release: whose page it is.
    """
    commands = _commands(parser)
    lines = [
        f'.TH REVERIE 1 {release.date:%Y-%m-%d} "Reverie {release.version}" "User commands"',
        *(".SH NAME", f"reverie \\- {_roff(SUMMARY[0].lower() + SUMMARY[1:])}"),
        *(".SH SYNOPSIS", ".B reverie", "[\\fB\\-\\-home\\fR \\fIDIR\\fR] [\\fIFOLDER\\fR|\\fIPHOTO\\fR ...]", ".br"),
        *(".B reverie", "[\\fB\\-\\-home\\fR \\fIDIR\\fR] \\fICOMMAND\\fR [\\fB\\-\\-json\\fR] ..."),
        ".SH DESCRIPTION",
        *("\n.PP\n".join(_roff(text) for text in PARAGRAPHS).splitlines()),
        ".PP",
        "Without a command the window opens: folders are added to the library, photos are asked for their likes.",
        "Where there is no display the same is done in the terminal.",
        ".SH COMMANDS",
    ]
    for name, help_text, usage in commands:
        lines += [".TP", f"\\fB{_roff(name)}\\fR {_roff(usage)}".rstrip(), _roff(help_text)]
    lines += [
        *(".SH OPTIONS", ".TP", "\\fB\\-\\-home\\fR \\fIDIR\\fR", "Where the library lives."),
        *(".TP", "\\fB\\-\\-verbose\\fR", "Say on standard error what a command does."),
        *(".TP", "\\fB\\-\\-json\\fR", "Answer in JSON (every command)."),
        *(".SH FILES", ".TP", "\\fI~/.local/share/Reverie\\fR", "The library: worth a backup."),
        *(".TP", "\\fI~/.cache/Reverie\\fR", "Caches: may be deleted at any time."),
        *(".SH ENVIRONMENT", ".TP", "\\fBREVERIE_HOME\\fR", "Where the library lives, unless \\-\\-home says so."),
        ".SH EXIT STATUS",
        "0: done. 1: could not be done, with one sentence on standard error. 2: wrong usage.",
    ]
    return "\n".join(lines) + "\n"


def _commands(parser: argparse.ArgumentParser) -> list[tuple[str, str, str]]:
    """Returns (name, what it does, its arguments) of each command."""
    [subparsers] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001 - argparse tells of its commands nowhere else
    found = []
    for name, command in subparsers.choices.items():
        usage = " ".join(command.format_usage().split()).partition(name)[2].strip()
        found.append((name, command.description or "", usage.replace("[-h] ", "").replace("[--json]", "").strip()))
    return found


def debian_changelog(release: Release) -> str:
    """Returns Debian's changelog of one entry, with the points of CHANGELOG.md of this version or those to come."""
    text = (bundle.PROJECT / "CHANGELOG.md").read_text("utf-8")
    sections = re.split(r"(?m)^## ", text)[1:]
    section = next((s for s in sections if s.startswith(f"[{release.version}]")), sections[0])
    points = re.findall(r"(?ms)^- (.+?)(?=^- |^#|\Z)", section)
    lines = [f"  * {' '.join(point.split('. ')[0].split()).rstrip('.')}." for point in points]
    wrapped = "\n".join(line if len(line) <= 78 else _wrap(line) for line in lines)
    when = release.date.strftime("%a, %d %b %Y %H:%M:%S +0000")
    return f"{bundle.NAME} ({release.version}) unstable; urgency=medium\n\n{wrapped}\n\n -- {MAINTAINER}  {when}\n"


def _wrap(line: str) -> str:
    return "\n".join(textwrap.wrap(line.strip(), 76, initial_indent="  ", subsequent_indent="    "))
