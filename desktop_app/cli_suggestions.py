"""Commands around suggestions: what was looked at, what the user thinks of it, interests, and what to look at next."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from desktop_app.cli_commands import WAIT_S, opened
from desktop_app.cli_output import plural, print_json, shown
from desktop_app.domain.history import MAX_SEEN_MS, FeedbackKind, HistoryMode, PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.suggestion import ForYouPage, ForYouRequest, Interest, Shelf, SuggestedAlbum, Suggestion
from desktop_app.errors import UserError
from desktop_app.library.commands import Command, LessLikeThis, NeverSuggest, SetFavourite
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths

FEEDBACK = ("less", "never", "favourite")
DEFAULT_SECONDS = 8.0


def viewed(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Keeps that photos were looked at."""
    at_ms = _milliseconds(options.at or datetime.now().astimezone())
    seen_ms = round(min(options.seconds * 1000, MAX_SEEN_MS))
    with opened(paths, is_reading=False) as library:
        ids = _photos_of(library, options.files)
        views = [PhotoView(i, ViewSurface.COMMAND, ViewSource.COMMAND, at_ms, seen_ms) for i in ids]
        kept = library.history.add_views(views).result(WAIT_S)
    if options.json:
        print_json({"views": kept})
    else:
        print(f"Kept: {plural(kept, 'look')}.")
    return 0


def feedback(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Says what the user thinks of photos."""
    with opened(paths, is_reading=False) as library:
        ids = tuple(_photos_of(library, options.files))
        library.run(_command(options.opinion, ids)).result(WAIT_S)
        if options.opinion == "favourite":
            library.history.add_feedback(FeedbackKind.FAVOURITE, ids).result(WAIT_S)
    if options.json:
        print_json({"photos": len(ids), "feedback": options.opinion})
    else:
        words = {
            "less": "Fewer suggestions like this.",
            "never": "Never suggested again.",
            "favourite": "Among the favourites now.",
        }
        print(words[options.opinion])
    return 0


def _command(opinion: str, ids: tuple[PhotoId, ...]) -> Command:
    match opinion:
        case "less":
            return LessLikeThis(ids)
        case "never":
            return NeverSuggest(ids)
        case _:
            return SetFavourite(ids, is_favourite=True)


def interests(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Tells what the user likes to look at."""
    at_ms = _milliseconds(options.at) if options.at else None
    with opened(paths) as library:
        found = library.interests(at_ms).result(WAIT_S)
        where = _paths(library, {photo for interest in found for photo in (interest.medoid, *interest.photo_ids)})
    if options.json:
        print_json([_interest_json(interest, where) for interest in found])
        return 0
    if not found:
        print("No interests yet: they are learned from the photos you look at.")
    for interest in found:
        trend = "growing" if interest.trend > 0.2 else "fading" if interest.trend < -0.2 else "steady"
        muted = ", muted" if interest.is_muted else ""
        how = f"{plural(interest.view_count, 'look')}, {trend}{muted}"
        print(f"{interest.strength:5.0%}  {shown(_name(interest, where))} ({how})")
        print(f"       e.g. {shown(where[interest.medoid])}")
    return 0


def recommend(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Lists photos and albums that fit what the user looks at."""
    at = options.at or datetime.now().astimezone()
    with opened(paths) as library:
        page = library.for_you(ForYouRequest(_milliseconds(at), options.seed, options.top)).result(WAIT_S)
        where = _paths(library, _photos_on(page))
        listed = list(dict.fromkeys(one.photo_id for shelf in page.shelves for one in shelf.photos))
        _remember(library, listed, at)
    if options.json:
        print_json(_page_json(page, where))
    else:
        _print_page(page, where)
    return 0


def _remember(library: Library, listed: Sequence[PhotoId], at: datetime) -> None:
    """Keeps what was listed, so that it does not come again tomorrow; a library that is only read keeps nothing."""
    if not library.is_reading:
        library.history.add_shown(listed, at.astimezone().date()).result(WAIT_S)


def history(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Clears, exports or counts the view history.

    Raises:
        UserError: a file was named where none is written; whoever names one may not mean to clear.
    """
    if options.out is not None and options.action != "export":
        raise UserError(
            f"'history {options.action}' takes no file; nothing was done.",
            advice="To write the history to a file: reverie history export history.json",
        )
    match options.action:
        case "clear":
            return _clear(options, paths)
        case "export":
            return _export(options, paths)
        case _:
            return _tell(options, paths)


def _clear(options: argparse.Namespace, paths: LibraryPaths) -> int:
    with opened(paths, is_reading=False) as library:
        library.history.clear().result(WAIT_S)
    if options.json:
        print_json({"views": 0})
    else:
        print("The view history is empty. Suggestions begin anew.")
    return 0


def _export(options: argparse.Namespace, paths: LibraryPaths) -> int:
    if options.out is None:
        raise UserError("Name the file to write.", advice="For example: reverie history export history.json")
    if options.out.is_dir():
        raise UserError(f"{shown(options.out)} is a folder.", advice="Name the file to write, in it or elsewhere.")
    with opened(paths) as library:
        count = library.history.export(options.out).result(WAIT_S)
    if options.json:
        print_json({"views": count, "file": str(options.out)})
    else:
        print(f"Wrote {plural(count, 'look')} to {shown(options.out)}.")
    return 0


def _tell(options: argparse.Namespace, paths: LibraryPaths) -> int:
    now_ms = _milliseconds(datetime.now().astimezone())
    with opened(paths) as library:
        mode = library.history.mode
        days = library.ask(lambda queries: queries.history_days(now_ms)).result(WAIT_S)
    if options.json:
        print_json({"mode": mode.value, "days": [{"day": d.day.isoformat(), "views": d.view_count} for d in days]})
        return 0
    words = {
        HistoryMode.UNASKED: "The window keeps no looks until you have agreed to it; commands keep what they are told.",
        HistoryMode.ON: "Looks are kept.",
        HistoryMode.PAUSED: "Paused.",
        HistoryMode.OFF: "Turned off.",
    }
    print(f"{words[mode]} {plural(sum(day.view_count for day in days), 'look')} on {plural(len(days), 'day')}.")
    return 0


def _photos_of(library: Library, files: Iterable[Path]) -> list[PhotoId]:
    """Returns the library's photos of files.

    Raises:
        UserError: one of them is not in the library; nothing was done then.
    """
    found: list[PhotoId] = []
    for file in files:
        real = Path(os.path.realpath(file))
        absolute = file.absolute()
        photo = library.ask(
            lambda queries, a=absolute, r=real: queries.photo_by_path(a) or queries.photo_by_path(r)  # type: ignore[misc]
        ).result(WAIT_S)
        if photo is None and real.is_dir():
            raise UserError(f"{shown(file)} is a folder.", advice="Name the photos in it.")
        if photo is None:
            raise UserError(
                f"{shown(file)} is not in the library.", advice="Only photos in watched folders can be learned from."
            )
        found.append(photo.id)
    return found


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def when(text: str) -> datetime:
    """Reads an ISO 8601 time; without an offset it is the machine's local time.

    Raises:
        argparse.ArgumentTypeError: it is none, or lies outside of what the system's calendar can hold.
    """
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 2026-05-01T20:15") from None


def seconds(text: str) -> float:
    """Reads a length of time in seconds, 0 or more.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e7:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return number


def _paths(library: Library, ids: set[PhotoId]) -> dict[PhotoId, Path]:
    return library.ask(lambda queries: queries.paths(sorted(ids))).result(WAIT_S)


def _photos_on(page: ForYouPage) -> set[PhotoId]:
    ids = {one.photo_id for shelf in page.shelves for one in shelf.photos}
    ids |= {shelf.because for shelf in page.shelves if shelf.because is not None}
    return ids | {photo for album in page.albums for photo in album.photo_ids}


def _page_json(page: ForYouPage, where: dict[PhotoId, Path]) -> dict[str, object]:
    return {
        "shelves": [_shelf_json(shelf, where) for shelf in page.shelves],
        "albums": [_album_json(album, where) for album in page.albums],
        "cold": page.is_cold,
        "day": page.day.isoformat(),
        "seed": page.seed,
    }


def _shelf_json(shelf: Shelf, where: dict[PhotoId, Path]) -> dict[str, object]:
    return {
        "kind": shelf.kind.value,
        "title": shelf.title,
        "reason": shelf.reason,
        "because": str(where[shelf.because]) if shelf.because is not None else None,
        "photos": [_suggestion_json(one, where) for one in shelf.photos],
    }


def _suggestion_json(one: Suggestion, where: dict[PhotoId, Path]) -> dict[str, object]:
    return {"path": str(where[one.photo_id]), "score": round(one.score, 6)}


def _album_json(album: SuggestedAlbum, where: dict[PhotoId, Path]) -> dict[str, object]:
    return {
        "title": album.title,
        "reason": album.reason,
        "cover": str(where[album.cover]),
        "photos": [str(where[photo]) for photo in album.photo_ids],
    }


def _interest_json(interest: Interest, where: dict[PhotoId, Path]) -> dict[str, object]:
    return {
        "name": _name(interest, where),
        "strength": round(interest.strength, 4),
        "trend": round(interest.trend, 3),
        "looks": interest.view_count,
        "medoid": str(where[interest.medoid]),
        "photos": [str(where[photo]) for photo in interest.photo_ids],
        "tags": list(interest.tags),
        "boost": interest.boost,
        "muted": interest.is_muted,
    }


def _name(interest: Interest, where: dict[PhotoId, Path]) -> str:
    return interest.name or f"photos like {where[interest.medoid].name}"


def _print_page(page: ForYouPage, where: dict[PhotoId, Path]) -> None:
    if not page.shelves and not page.albums:
        print("Nothing to suggest yet. Index some photos, look at a few, and ask again.")
    for shelf in page.shelves:
        print(shown(shelf.title))
        if shelf.reason:
            print(f"  {shown(shelf.reason)}")
        for one in shelf.photos:
            print(f"  {one.score:.2f}  {shown(where[one.photo_id])}")
    for album in page.albums:
        print(f"Album: {shown(album.title)} ({plural(len(album.photo_ids), 'photo')})")
        print(f"  {shown(album.reason)}")
