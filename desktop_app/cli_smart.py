"""The command that teaches, shows and lists smart albums."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from desktop_app.cli_commands import WAIT_S, opened
from desktop_app.cli_output import ProgressBar, plural, print_json, shown
from desktop_app.domain.ids import PhotoId, SmartAlbumId
from desktop_app.domain.library import Page, Scope
from desktop_app.domain.photo import Photo, display_text
from desktop_app.domain.smart_album import Certainty, Lesson, SmartKind
from desktop_app.errors import UserError
from desktop_app.library.library import Library
from desktop_app.library.queries import Queries
from desktop_app.library.smart_album_commands import TeachSmartAlbum
from desktop_app.paths import LibraryPaths

SHOWN_QUESTIONS = 5


def smart_album(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Lists smart albums; or shows one by its name, teaching it first when photos are named."""
    is_teaching = bool(options.like or options.unlike)
    if not options.name:
        if is_teaching:
            raise UserError("A smart album needs a name.", advice="reverie smart-album NAME --like FILE...")
        with opened(paths) as library:
            return _list(library, is_json=options.json)
    with opened(paths, is_reading=not is_teaching) as library:
        known = library.ask(lambda queries: queries.smart_album_named(options.name)).result(WAIT_S)
        if is_teaching:
            album_id = _teach(library, options, known)
        elif known is None:
            raise UserError(f"There is no smart album “{display_text(options.name)}”.", advice="Begin it with --like.")
        else:
            album_id = known
        return _show(library, album_id, is_json=options.json)


def _teach(library: Library, options: argparse.Namespace, known: SmartAlbumId | None) -> SmartAlbumId:
    wanted, refused = _photos(library, options.like), _photos(library, options.unlike)
    twice = set(wanted) & set(refused)
    if twice:
        raise UserError("A photo cannot be both like the album and unlike it.")
    if known is None:
        return library.order.smart_albums.create(options.name, None, wanted, refused).result(WAIT_S)
    library.run(TeachSmartAlbum(known, wanted, refused)).result(WAIT_S)
    return known


def _photos(library: Library, files: Sequence[Path]) -> tuple[PhotoId, ...]:
    """Returns the library's photos of files.

    Raises:
        UserError: one is not there, or not in the library; nothing was taught then.
    """
    found: dict[PhotoId, None] = {}
    for file in files:
        photo = library.ask(partial(_photo_of, file=file)).result(WAIT_S)
        if photo is None and not os.path.lexists(file):
            raise UserError(f"There is no file {shown(file)}.", advice="Check its name; nothing was taught.")
        if photo is None:
            raise UserError(
                f"{shown(file)} is not in the library; a smart album learns from photos of the library.",
                advice="Add its folder first: reverie index FOLDER",
            )
        found[photo.id] = None
    return tuple(found)


def _photo_of(queries: Queries, file: Path) -> Photo | None:
    return queries.photo_by_path(file.absolute()) or queries.photo_by_path(Path(os.path.realpath(file)))


def _show(library: Library, album_id: SmartAlbumId, *, is_json: bool) -> int:
    with ProgressBar(is_quiet=is_json) as bar:
        lesson: Lesson = bar.wait(library.order.smart_albums.lesson(album_id))
    album = library.ask(lambda queries: queries.smart_album(album_id)).result(WAIT_S)
    if album is None:
        raise UserError("That smart album is not there any more.")
    likely = library.ask(lambda queries: queries.smart_probabilities(album_id)).result(WAIT_S)
    page = Page(Scope.SMART_ALBUM, smart_album_id=album_id)
    inside = library.ask(lambda queries: queries.timeline(page)).result(WAIT_S).ids.tolist()
    ruled = {*lesson.wanted, *lesson.refused}
    matches = [PhotoId(photo) for photo in inside if photo not in ruled]
    matches.sort(key=lambda photo: (-likely.get(photo, 1.0), photo))
    where = library.ask(lambda queries: queries.paths([*matches, *lesson.uncertain])).result(WAIT_S)
    rows = [(where[photo], likely.get(photo, 1.0)) for photo in matches if photo in where]
    uncertain = [where[photo] for photo in lesson.uncertain if photo in where]
    is_measured = album.kind is SmartKind.EXAMPLE and lesson.certainty in (Certainty.ROUGH, Certainty.MEASURED)
    present = lesson.present if is_measured else None
    if is_json:
        print_json(
            {
                "matches": [{"path": str(path), "probability": round(chance, 4)} for path, chance in rows],
                "precision": None if present is None or not present.matches else round(present.precision, 4),
                "recall": None if present is None else round(present.recall, 4),
                "uncertain": [str(path) for path in uncertain],
            }
        )
        return 0
    for path, chance in rows:
        print(f"{chance:6.3f}  {shown(path)}" if album.kind is SmartKind.EXAMPLE else shown(path))
    _print_words(album.name, album.kind, lesson, len(rows), uncertain)
    return 0


def _print_words(name: str, kind: SmartKind, lesson: Lesson, matches: int, uncertain: Sequence[Path]) -> None:
    print(f"“{display_text(name)}” found {plural(matches, 'photo')}.")
    if kind is SmartKind.RULES:
        return
    print(f"It was taught {plural(len(lesson.wanted), 'example')}, and {len(lesson.refused)} that do not belong.")
    for sentence in lesson.problems:
        print(f"Note: {display_text(sentence)}")
    present = lesson.present
    if lesson.certainty is Certainty.UNTAUGHT or present is None:
        print("There is nothing to learn from yet. Name photos with --like.")
        return
    if lesson.certainty is Certainty.TOO_FEW:
        print("Too few examples to tell how good it is; add some with --like.")
    elif present.matches:
        rough = "Roughly, as there are few examples: " if lesson.certainty is Certainty.ROUGH else ""
        print(
            f"{rough}{present.precision:.0%} of them are expected to be right, and they to be {present.recall:.0%} of"
            " what there is to find."
        )
        print(
            f"Tested on photos it had not learned from; on those it had, the figures would be"
            f" {lesson.trained_precision:.0%} and {lesson.trained_recall:.0%}."
        )
    if uncertain:
        print("It would learn most from your answer (--like or --unlike) about:")
        for path in uncertain[:SHOWN_QUESTIONS]:
            print(f"  {shown(path)}")


def _list(library: Library, *, is_json: bool) -> int:
    library.order.smart_albums.refresh().result(WAIT_S)
    albums = library.order.smart_albums.all().result(WAIT_S)
    if is_json:
        print_json([{"name": a.name, "kind": a.kind.value, "photos": a.photo_count} for a in albums])
        return 0
    for album in albums:
        how = "rules" if album.kind is SmartKind.RULES else plural(album.wanted_count, "example")
        print(f"{display_text(album.name)}: {plural(album.photo_count, 'photo')}, by {how}")
    if not albums:
        print("There is no smart album yet. Begin one: reverie smart-album NAME --like FILE...")
    return 0
