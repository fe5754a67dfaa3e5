"""Texts out of files made harmless: plain, bounded, no control characters. Markup stays as the letters it is."""

from __future__ import annotations

import re
import unicodedata

LINE_CHARACTERS = 300
"""Longest single-line text (camera, lens, title, keyword)."""
CAPTION_CHARACTERS = 4000
MAX_KEYWORDS = 100

_ENCODING_MARKS = {b"ASCII\x00\x00\x00": "utf-8", b"UNICODE\x00": "utf-16", b"JIS\x00\x00\x00\x00\x00": "shift_jis"}
_ALWAYS_DROPPED = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff")
_SPACES = re.compile(r"\s+")
_ESCAPE_SEQUENCE = re.compile("\x1b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|.)", re.DOTALL)


def clean_line(value: object, limit: int = LINE_CHARACTERS) -> str:
    """Returns one line of plain text of at most `limit` characters from whatever a file holds ('' for nothing).

    Control characters, terminal escapes, direction overrides, private-use and unassigned code points are removed.
    """
    return _SPACES.sub(" ", _plain(value, limit)).strip()[:limit].rstrip()


def clean_text(value: object, limit: int = CAPTION_CHARACTERS) -> str:
    """Like `clean_line`, but line breaks stay."""
    lines = _plain(value, limit).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()[:limit].rstrip()


def clean_keywords(values: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Returns at most `MAX_KEYWORDS` clean keywords, each once whatever its case, in their first order."""
    seen: dict[str, str] = {}
    for value in values[: MAX_KEYWORDS * 4]:
        word = clean_line(value, 100)
        if word and len(seen) < MAX_KEYWORDS:
            seen.setdefault(word.casefold(), word)
    return tuple(seen.values())


def decode_user_comment(raw: object) -> str:
    """Reads EXIF UserComment: eight bytes that name the encoding, then the text (EXIF 2.32, 4.6.5)."""
    if not isinstance(raw, bytes):
        return clean_text(raw)
    encoding = _ENCODING_MARKS.get(raw[:8])
    body = raw[8:] if encoding or raw[:8] == b"\x00" * 8 else raw
    if encoding == "utf-16" and body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16-be" if body[:1] == b"\x00" else "utf-16-le"
    text = clean_text(body.decode(encoding, "replace") if encoding else body)
    readable = sum(character.isalnum() for character in text)
    return text if readable * 2 >= len(text.replace(" ", "")) and "\ufffd" not in text else ""


def decode_utf16(raw: object) -> str:
    """Reads the XP* tags of Windows: UTF-16LE, null-terminated, as bytes or as a tuple of integers."""
    if isinstance(raw, tuple):
        raw = bytes(v for v in raw[: CAPTION_CHARACTERS * 2] if isinstance(v, int) and 0 <= v < 256)
    if not isinstance(raw, bytes):
        return clean_text(raw)
    return clean_text(raw[: CAPTION_CHARACTERS * 2].decode("utf-16-le", "replace").split("\x00", 1)[0])


def _plain(value: object, limit: int) -> str:
    text = _to_text(value, limit)
    if text.isascii() and text.isprintable():
        return text
    text = _ESCAPE_SEQUENCE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    return "".join(c if c.isprintable() or c in "\n\r\t " else _substitute(c) for c in text if c not in _ALWAYS_DROPPED)


def _substitute(character: str) -> str:
    return " " if unicodedata.category(character) in {"Zs", "Zl", "Zp"} else ""


def _to_text(value: object, limit: int) -> str:
    if value is None:
        return ""
    room = limit * 4
    if isinstance(value, tuple | list):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        raw = value[:room].split(b"\x00", 1)[0]
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            if len(value) > room and error.start >= len(raw) - 4:
                return raw[: error.start].decode("utf-8")
            return raw.decode("cp1252", "replace")
    if isinstance(value, str):
        text = value[:room].split("\x00", 1)[0]
        return _undo_latin1(text)
    return str(value)[:room]


def _undo_latin1(text: str) -> str:
    """Pillow reads EXIF ASCII as latin-1, while cameras and phones write UTF-8: read it again where that works."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text.encode("utf-8", "replace").decode("utf-8")
