"""The command that lists groups of photos that look alike."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop_app.cli_commands import WAIT_S, opened
from desktop_app.cli_output import ProgressBar, plural, print_json, shown
from desktop_app.domain.group import Grouping
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Progress
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths

NAMED_IN_TEXT = 5  # photos of each group

Listing = tuple[Grouping, dict[GroupId, list[PhotoId]]]


def groups(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Lists groups, the most typical photos of each first.

    Asked for a number it shows what they would be and keeps those the library has, unless told to keep the new ones.
    """
    with opened(paths, is_reading=not options.keep) as library:
        try:
            grouping, photos = _listed(library, options)
        except KeyboardInterrupt:
            library.order.groups.cancel()
            raise
        ids = sorted({photo for group in photos.values() for photo in group})
        where = library.ask(lambda queries: queries.paths(ids)).result(WAIT_S)
    if options.json:
        print_json(_json(grouping, photos, where))
    else:
        _print(grouping, photos, where)
    found = len(grouping.groups)
    if found and options.k is not None and found < options.k:
        there = "is 1 group" if found == 1 else f"are {found:,} groups"
        print(f"reverie: There {there}, not {options.k:,}: these photos fall into no more.", file=sys.stderr)
    return 0


def _listed(library: Library, options: argparse.Namespace) -> Listing:
    keeper = library.order.groups
    with ProgressBar(is_quiet=options.json) as bar:

        def tell(share: float) -> None:
            bar.show(Progress(done=round(share * 100), total=100))

        if options.keep:
            bar.wait(keeper.regroup(options.k, options.seed, tell))
        elif options.k is not None or options.seed:
            return bar.wait(keeper.propose(options.k, options.seed, tell))
        return bar.wait(keeper.listed(tell))


def _json(grouping: Grouping, photos: dict[GroupId, list[PhotoId]], where: dict[PhotoId, Path]) -> dict[str, object]:
    return {
        "k": len(grouping.groups),
        "groups": [
            {
                "name": group.name,
                "cover": None if group.cover is None else str(where[group.cover]),
                "photos": [str(where[photo]) for photo in photos[group.id]],
            }
            for group in grouping.groups
        ],
        "alone": [str(where[photo]) for photo in photos.get(GroupId(0), [])],
    }


def _print(grouping: Grouping, photos: dict[GroupId, list[PhotoId]], where: dict[PhotoId, Path]) -> None:
    if not grouping.groups:
        print("No groups yet: no photo has been understood so far.")
        return
    for group in grouping.groups:
        members = photos[group.id]
        print(f"{shown(group.name)} ({plural(len(members), 'photo')})")
        for photo in members[:NAMED_IN_TEXT]:
            print(f"  {shown(where[photo])}")
        if len(members) > NAMED_IN_TEXT:
            print(f"  and {len(members) - NAMED_IN_TEXT:,} more")
    if alone := photos.get(GroupId(0)):
        print(f"Like no group: {plural(len(alone), 'photo')}.")
