"""Commands that bring photos into order."""

from __future__ import annotations

import argparse
from concurrent.futures import Future
from pathlib import Path

from desktop_app.cli_commands import WAIT_S, opened
from desktop_app.cli_output import ProgressBar, plural, print_json, shown
from desktop_app.domain.duplicate import DuplicateReport, DuplicateSet, KeepReason, KeepRule, Tier
from desktop_app.domain.event import Event, EventKind, moment
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Progress
from desktop_app.library.duplicates import USUAL_TIERS
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths

TIERS = {
    Tier.IDENTICAL: "The same file, byte for byte",
    Tier.SAME_PICTURE: "The same picture",
    Tier.BURST: "One moment",
    Tier.LOOK_ALIKE: "Look alike",
}
RULES = {
    KeepRule.PROTECTED_FOLDER: "lies in a protected folder",
    KeepRule.FAVOURITE: "is a favourite",
    KeepRule.RATING: "has the better rating",
    KeepRule.IN_ALBUM: "is in more albums",
    KeepRule.ORIGINAL_FORMAT: "is the original, not saved again",
    KeepRule.PIXELS: "has more pixels",
    KeepRule.SHARPNESS: "is sharper",
    KeepRule.METADATA: "knows more of date, camera and place",
    KeepRule.FILE_SIZE: "is the larger file",
    KeepRule.OLDEST: "is the older file",
    KeepRule.NAME: "has the plainer name",
}


def duplicates(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Lists photos that are one file, one picture or one moment. Changes nothing."""
    tiers = USUAL_TIERS | {Tier.LOOK_ALIKE} if options.look_alikes else USUAL_TIERS
    with opened(paths) as library:
        report = _found(library, tiers, is_quiet=options.json)
        ids = sorted({photo for one in report.sets for photo in one.photo_ids})
        where = library.ask(lambda queries: queries.paths(ids)).result(WAIT_S)
    if options.json:
        print_json({"sets": [_set_json(one, where) for one in report.sets]})
    else:
        _print(report, where)
    return 0


def _found(library: Library, tiers: frozenset[Tier], *, is_quiet: bool) -> DuplicateReport:
    with ProgressBar(is_quiet=is_quiet) as bar:
        job: Future[DuplicateReport] = library.order.duplicates.find(
            tiers, on_progress=lambda share: bar.show(Progress(done=round(share * 100), total=100))
        )
        try:
            return bar.wait(job)
        except KeyboardInterrupt:
            library.order.duplicates.cancel()
            raise


def _set_json(one: DuplicateSet, where: dict[PhotoId, Path]) -> dict[str, object]:
    return {
        "tier": one.tier.value,
        "photos": [str(where[photo]) for photo in one.photo_ids],
        "keep": None if one.keep is None else str(where[one.keep]),
        "reasons": [_reason(reason) for reason in one.reasons],
    }


def _reason(reason: KeepReason) -> str:
    words = RULES[reason.rule]
    if reason.kept and reason.others:
        return f"{words}: {reason.kept}, not {reason.others}"
    return f"{words}: {reason.kept}" if reason.kept else words


def _print(report: DuplicateReport, where: dict[PhotoId, Path]) -> None:
    for tier, title in TIERS.items():
        sets = [one for one in report.sets if one.tier is tier]
        if sets:
            print(f"{title}: {plural(len(sets), 'set')}")
        for one in sets:
            for photo in one.photo_ids:
                mark = "keep" if photo == one.keep else "safe" if photo in one.protected else "    "
                print(f"  {mark}  {shown(where[photo])}")
            if one.reasons:
                print(f"        it {shown('; '.join(map(_reason, one.reasons)))}")
            print()
    if not report.sets:
        print(f"No duplicates among {plural(report.compared, 'photo')}.")
    for reason, count in report.not_compared:
        print(f"Not compared: {count:,} {shown(reason)}.")


def events(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Lists events and trips, newest first. Changes nothing."""
    with opened(paths) as library:
        found = library.order.events.events().result(WAIT_S)
        ids = sorted({photo for one in found for photo in one.photo_ids})
        where = library.ask(lambda queries: queries.paths(ids)).result(WAIT_S)
    if options.json:
        print_json({"events": [_event_json(one, where) for one in found]})
        return 0
    if not found:
        print("No events: no photo in the library tells when it was taken.")
    for one in found:
        _print_event(one, where)
    return 0


def _event_json(one: Event, where: dict[PhotoId, Path]) -> dict[str, object]:
    return {
        "title": one.title,
        "start": _iso(one.start_ms),
        "end": _iso(one.end_ms),
        "photos": [str(where[photo]) for photo in one.photo_ids if photo in where],
        "kind": one.kind.value,
    }


def _iso(at_ms: int) -> str:
    """Returns the wall clock's time without a zone, as the camera showed it."""
    return moment(at_ms).replace(tzinfo=None).isoformat(timespec="seconds")


def _print_event(one: Event, where: dict[PhotoId, Path]) -> None:
    count = plural(len(one.photo_ids), "photo")
    if one.kind is not EventKind.EVENT:
        what = "Trip: " if one.kind is EventKind.TRIP else "Days: "
        print(f"{what}{shown(one.title)} ({count}, {plural(len(one.parts), 'event')})")
        return
    indent = "  " if one.trip is not None else ""
    print(f"{indent}{shown(one.title)} ({count})")
    for photo in one.photo_ids:
        if photo in where:
            print(f"{indent}  {shown(where[photo])}")
