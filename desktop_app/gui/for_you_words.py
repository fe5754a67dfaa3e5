"""What For You says: titles, reasons and dates, made anew in the user's language from the values of a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.domain.suggestion import (
    AlbumReason,
    Interest,
    Shelf,
    ShelfBasis,
    ShelfKind,
    SuggestedAlbum,
    Suggestion,
)
from desktop_app.gui import event_words, facts
from desktop_app.gui.album_bar import span_text
from desktop_app.gui.photo_model import long_date

GROWING, FADING = 0.15, -0.15  # a trend nearer to 0 is steady


def _tr(text: str) -> str:
    return QCoreApplication.translate("ForYou", text)


def day_text(day: date) -> str:
    """Returns 'Monday, 23 November' by the locale, without the year."""
    locale = QLocale()
    pattern = locale.dateFormat(QLocale.FormatType.LongFormat)
    for year in (" yyyy", ", yyyy", "yyyy年", "yyyy ", "yyyy"):
        pattern = pattern.replace(year, "")
    return locale.toString(QDate(day.year, day.month, day.day), pattern.strip(" ,.")) or day.isoformat()


def shelf_title(shelf: Shelf) -> str:
    """Returns a shelf's title. After 'Because you looked at' and 'More photos like' the small picture stands."""
    subject = shelf.subject.strip()
    if shelf.kind is ShelfKind.INTEREST:
        if subject:
            return _tr("More of {interest}").format(interest=subject)
        return _tr("More of what you like") if shelf.because is None else _tr("More photos like")
    if shelf.kind is ShelfKind.REDISCOVER and subject:
        return _tr("Rediscover {interest}").format(interest=subject)
    if shelf.basis is ShelfBasis.STARS:
        return _tr("More like your well rated photos")
    return {
        ShelfKind.FOR_YOU: _tr("For you today"),
        ShelfKind.BECAUSE: _tr("Because you looked at"),
        ShelfKind.REDISCOVER: _tr("Rediscover"),
        ShelfKind.ON_THIS_DAY: _tr("On this day"),
        ShelfKind.NEW: _tr("New for you"),
        ShelfKind.FAVOURITES: _tr("More like your favourites"),
        ShelfKind.BEST: _tr("The best of your library"),
        ShelfKind.DIFFERENT: _tr("Something different"),
    }[shelf.kind]


def shelf_reason(shelf: Shelf, *, is_cold: bool) -> str:
    """Returns the line below a shelf's title: why it is here."""
    if shelf.kind is ShelfKind.FOR_YOU and is_cold:
        return _tr("A first choice from your library, until there are looks to learn from")
    if shelf.kind is ShelfKind.ON_THIS_DAY:
        return shelf.subject or _tr("From earlier years")
    if shelf.basis is not None and shelf.kind is ShelfKind.REDISCOVER:
        return _rediscovered(shelf.basis)
    if shelf.basis is not None and shelf.kind is ShelfKind.FAVOURITES:
        return _liked(shelf.basis)
    return {
        ShelfKind.FOR_YOU: _tr("Chosen from everything you like to look at"),
        ShelfKind.BECAUSE: _tr("Photos like it"),
        ShelfKind.INTEREST: _tr("One of your interests"),
        ShelfKind.REDISCOVER: _tr("The kind you like, not opened for a long time"),
        ShelfKind.NEW: _tr("Added lately, and close to your interests"),
        ShelfKind.FAVOURITES: _tr("Near the photos you marked with a heart"),
        ShelfKind.BEST: _tr("Good photos from many occasions"),
        ShelfKind.DIFFERENT: _tr("Good photos of kinds you have not looked at"),
    }[shelf.kind]


def _rediscovered(basis: ShelfBasis) -> str:
    return {
        ShelfBasis.OPENED: _tr("The kind you like, not opened for a long time"),
        ShelfBasis.UNOPENED: _tr("The kind you like, older, and not opened yet"),
    }.get(basis, _tr("The kind you like, not opened for a long time, or not yet"))


def _liked(basis: ShelfBasis) -> str:
    return {
        ShelfBasis.HEARTS: _tr("Near the photos you marked with a heart"),
        ShelfBasis.STARS: _tr("Near photos rated 4 stars or more"),
    }.get(basis, _tr("Near the photos with a heart, or rated 4 stars or more"))


def album_title(album: SuggestedAlbum) -> str:
    """Returns what a suggested album is called, which is its name once it is made."""
    subject = album.subject.strip()
    subject = subject[:1].upper() + subject[1:]
    if album.kind is AlbumReason.THEME:
        return _tr("{interest} over the years").format(interest=subject or _tr("Photos alike"))
    if album.span_ms is None:
        return album.title
    if not subject:
        where = event_words.joined([event_words.place_text(town) for town in album.towns])
        subject = where[:1].upper() + where[1:]
    return ", ".join(part for part in (subject, span_text(*album.span_ms)) if part)


def album_reason(album: SuggestedAlbum) -> str:
    """Returns why an album is suggested."""
    if album.kind is AlbumReason.EVENT:
        return _tr("Taken together")
    return _tr("One of your interests, over the years") if album.subject else _tr("One of your interests")


def because_text(suggestion: Suggestion, shelf: Shelf | None) -> str:
    """Returns the short reason a screen reader says after a photo."""
    if suggestion.is_exploration:
        return _tr("to try something new")
    if shelf is not None and shelf.kind is ShelfKind.ON_THIS_DAY:
        return _tr("on this day in an earlier year")
    if shelf is not None and shelf.subject:
        return _tr("because you like {interest}").format(interest=shelf.subject)
    if suggestion.because is not None or suggestion.interest_id is not None:
        return _tr("because of photos you looked at")
    return ""


def card_text(tags: Sequence[str], because: str) -> str:
    """Returns what is said of a card after 'Photo, date': its tags and its reason."""
    return "; ".join(part for part in (", ".join(tags), because) if part)


def why_title(suggestion: Suggestion) -> str:
    """Returns the heading of the panel that explains a suggestion."""
    if suggestion.is_exploration:
        return _tr("To try something new")
    if suggestion.because is not None or suggestion.interest_id is not None:
        return _tr("Because you looked at these")
    return _tr("Chosen from your library")


def why_sentence(suggestion: Suggestion, shelf: Shelf | None) -> str:
    """Returns the sentence below it."""
    if suggestion.is_exploration:
        return _tr(
            "It is unlike what you usually look at. A few such photos keep this page from going round in circles."
        )
    if shelf is not None and shelf.kind is ShelfKind.ON_THIS_DAY:
        return _tr("It was taken on this day in an earlier year.")
    if suggestion.because is None and suggestion.interest_id is None:
        return _tr(
            "There is nothing of yours behind it: it is one of the best photos of its event, or like a favourite."
        )
    return _tr("This photo is like them.")


def trend_text(trend: float) -> str:
    """Returns growing, steady or fading."""
    if trend >= GROWING:
        return _tr("Growing")
    return _tr("Fading") if trend <= FADING else _tr("Steady")


def trend_icon(trend: float) -> str:
    """Returns the small arrow's icon name for a trend."""
    if trend >= GROWING:
        return "trend-up"
    return "trend-down" if trend <= FADING else "trend-steady"


def looks_text(count: int) -> str:
    """Returns '1 look', '12 looks'."""
    return _tr("1 look") if count == 1 else _tr("{n} looks").format(n=QLocale().toString(count))


def interest_name(interest: Interest) -> str:
    """Returns an interest's name as a heading; one nobody could name is a kind of photo, one the user gave stays."""
    name = interest.name.strip() or _tr("Photos alike")
    return name if interest.is_renamed else name[:1].upper() + name[1:]


def seconds_text(seen_ms: int) -> str:
    """Returns '4 s' for how long a photo was looked at."""
    return _tr("{n} s").format(n=QLocale().toString(max(1, round(seen_ms / 1000))))


def ago_text(days: int, at: date) -> str:
    """Returns 'Today', 'Yesterday', '5 days ago', then the date."""
    if days <= 0:
        return _tr("Today")
    if days == 1:
        return _tr("Yesterday")
    if days < 14:
        return _tr("{n} days ago").format(n=QLocale().toString(days))
    return QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)


def photo_text(photo: Photo | None) -> str:
    """Returns 'photo of 14 June 2025' for the small pictures that open their source."""
    if photo is None:
        return _tr("a photo")
    return _tr("photo of {date}").format(date=long_date(photo.taken_at_ms))


def left_out_text(ids: Sequence[PhotoId], chosen: int) -> str:
    """Returns how many photos of a suggested album are ticked."""
    if chosen == len(ids):
        return facts.count_text(chosen)
    return _tr("{chosen} of {photos}").format(chosen=QLocale().toString(chosen), photos=facts.count_text(len(ids)))
