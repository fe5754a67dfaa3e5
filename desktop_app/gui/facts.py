"""Numbers of a photo as a person reads them. Pure text, by the user's locale."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTimeZone

from desktop_app.domain.locality import Locality
from desktop_app.domain.photo import DateSource, FlagName, Metadata, Photo, Stage, Status, TagSource
from desktop_app.gui.translation import counted

DAY_MS = 86_400_000


def _tr(text: str) -> str:
    return QCoreApplication.translate("Facts", text)


def count_text(count: int) -> str:
    """Returns '1 photo', '1,204 photos'."""
    return counted("Facts", "1 photo", "{n} photos", count)


def covered_text(count: int) -> str:
    """Returns what stands beside the number of photos when some of the page are covered: '1 covered'."""
    return counted("Facts", "1 covered", "{n} covered", count)


def shortened(text: str, letters: int) -> str:
    """Returns a text cut after so many letters, with an ellipsis where something is left out."""
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def left_to_right(path: str) -> str:
    """Returns a path marked as a whole that is read from the left, so that its slashes stay where they are."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{path}\N{POP DIRECTIONAL ISOLATE}"


def moment(taken_at_ms: int) -> QDateTime:
    """Returns the wall-clock time of a capture; the library stores it as if it were UTC."""
    return QDateTime.fromMSecsSinceEpoch(taken_at_ms, QTimeZone(QTimeZone.Initialization.UTC))


def date_text(taken_at_ms: int) -> str:
    """Returns 'Saturday, 14 June 2025' by the locale."""
    return QLocale().toString(moment(taken_at_ms).date(), QLocale.FormatType.LongFormat)


def time_text(taken_at_ms: int) -> str:
    """Returns '14:03' by the locale."""
    return QLocale().toString(moment(taken_at_ms).time(), QLocale.FormatType.ShortFormat)


def date_source_text(source: DateSource) -> str:
    """Returns where a date came from when it is not the camera itself, else ''."""
    return {
        DateSource.EXIF: "",
        DateSource.SIDECAR: _tr("Date from the sidecar file"),
        DateSource.FILE_NAME: _tr("Date read from the file name"),
        DateSource.FILE_TIME: _tr("Date of the file: the camera wrote none"),
    }[source]


def exposure_text(exposure_s: float) -> str:
    """Returns '1/60 s', '0.5 s' or '30 s'."""
    if exposure_s <= 0:
        return ""
    if exposure_s >= 0.3:
        return f"{QLocale().toString(exposure_s, 'g', 3)} s"
    return f"1/{round(1 / exposure_s)} s"


def camera_line(metadata: Metadata) -> str:
    """Returns 'f/1.8 · 1/60 s · ISO 800 · 26 mm', leaving out what the file does not say."""
    parts = []
    if metadata.f_number:
        parts.append(f"f/{QLocale().toString(metadata.f_number, 'g', 3)}")
    if metadata.exposure_s:
        parts.append(exposure_text(metadata.exposure_s))
    if metadata.iso:
        parts.append(f"ISO {metadata.iso}")
    if metadata.focal_length_mm:
        parts.append(f"{QLocale().toString(metadata.focal_length_mm, 'g', 4)} mm")
    return " · ".join(part for part in parts if part)


def camera_name(metadata: Metadata) -> str:
    """Returns maker and model, the maker once."""
    make, model = metadata.camera_make.strip(), metadata.camera_model.strip()
    if make and model.lower().startswith(make.lower().split()[0]):
        return model
    return f"{make} {model}".strip()


def place_text(metadata: Metadata) -> str:
    """Returns '48.8584° N, 2.2945° E', or '' without a position."""
    if metadata.latitude is None or metadata.longitude is None:
        return ""
    north, east = metadata.latitude, metadata.longitude
    return f"{abs(north):.4f}° {'N' if north >= 0 else 'S'}, {abs(east):.4f}° {'E' if east >= 0 else 'W'}"


def town_text(town: Locality | None) -> str:
    """Returns 'Rome, Italy', 'Near Rome, Italy', or '' for none."""
    if town is None:
        return ""
    name = _tr("near {town}").replace("{town}", town.name) if town.is_near else town.name
    return f"{name[:1].upper()}{name[1:]}, {town.country}"


def size_text(size_bytes: int) -> str:
    """Returns '3.4 MB' by the locale."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def dimensions_text(photo: Photo) -> str:
    """Returns '4032 x 3024 · 12.2 MP', or '' until decoded."""
    if not photo.width_px or not photo.height_px:
        return ""
    megapixels = photo.width_px * photo.height_px / 1_000_000
    shown = QLocale().toString(megapixels, "f", 1 if megapixels >= 0.95 else 2)
    return f"{photo.width_px} \N{MULTIPLICATION SIGN} {photo.height_px} · {shown} MP"


def file_line(photo: Photo) -> str:
    """Returns 'JPEG · 4032 x 3024 · 12.2 MP · 3.4 MB'."""
    kind = photo.format.upper()
    return " · ".join(part for part in (kind, dimensions_text(photo), size_text(photo.size_bytes)) if part)


def trouble_text(photo: Photo) -> str:
    """Returns what is wrong with the file in plain words, or ''."""
    if photo.status & Status.OFFLINE:
        return _tr("The drive or folder of this photo is away. Its details stay here; connect it to see the picture.")
    if photo.status & Status.MISSING:
        return _tr("The file is no longer at its place. If it comes back, everything you gave it is still here.")
    if photo.decode_stage is Stage.FAILED:
        return _tr(
            "This file could not be read. It may be damaged or of an unknown kind; the file itself is untouched."
        )
    return ""


def flag_text(name: FlagName) -> str:
    """Returns the flag's name as the user reads it."""
    return {
        FlagName.SENSITIVE: _tr("Sensitive"),
        FlagName.BLURRY: _tr("Blurry"),
        FlagName.DARK: _tr("Dark"),
        FlagName.OVEREXPOSED: _tr("Overexposed"),
        FlagName.NOISY: _tr("Noisy"),
        FlagName.SCREENSHOT: _tr("Screenshots"),
        FlagName.DOCUMENT: _tr("Documents"),
        FlagName.WEAPON: _tr("Weapons"),
    }[name]


def tag_description(name: str, source: TagSource, confidence: float) -> str:
    """Returns who gave a tag, for tooltips and screen readers."""
    if source is TagSource.AI:
        return _tr("{name}: suggested, {percent} % sure").format(name=name, percent=round(confidence * 100))
    if source is TagSource.KEYWORD:
        return _tr("{name}: keyword in the file").format(name=name)
    return _tr("{name}: your tag").format(name=name)


def span_text(taken_ms: Sequence[int]) -> str:
    """Returns the days a selection covers: one date, or 'first to last'."""
    if not taken_ms:
        return ""
    first, last = min(taken_ms), max(taken_ms)
    if first // DAY_MS == last // DAY_MS:
        return date_text(first)
    begin, end = (QLocale().toString(moment(at).date(), "d MMM yyyy") for at in (first, last))
    return _tr("{first} to {last}").format(first=begin, last=end)


def photo_description(photo: Photo, tags: Sequence[str] = ()) -> str:
    """Returns 'photo, date, tags' for screen readers."""
    parts = [_tr("photo {name}").format(name=photo.name), date_text(photo.taken_at_ms), *tags]
    if photo.is_favourite:
        parts.insert(1, _tr("favourite"))
    return ", ".join(parts)


def duration_text(seconds: float) -> str:
    """Returns 'less than a minute', '4 minutes', '1 h 20 min' for a time left."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _tr("less than a minute")
    if minutes < 60:
        return counted("Facts", "1 minute", "{n} minutes", minutes)
    return _tr("{h} h {m} min").format(h=minutes // 60, m=minutes % 60)
