"""One function a command: opens the library, asks, prints. Human words by default, JSON for machines."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from desktop_app.cli_output import ProgressBar, plural, print_json, shown
from desktop_app.domain.ids import RootId
from desktop_app.domain.library import IndexReport
from desktop_app.domain.photo import FlagName, TagSource, display_text
from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import UserError
from desktop_app.library.library import Library
from desktop_app.library.outside import tags_without_library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import load_settings

WAIT_S = 3600.0


@contextlib.contextmanager
def opened(paths: LibraryPaths, *, must_exist: bool = True, is_reading: bool = True) -> Iterator[Library]:
    """Opens the library for one command and closes it, whatever happens.

    Raises:
        UserError: there is none yet although one is needed, or it cannot be opened.
    """
    if must_exist and not paths.database.exists():
        raise UserError(f"There is no library in {shown(paths.home)} yet.", advice="Begin with: reverie index FOLDER")
    library = Library.open(paths, load_settings(paths.settings), is_reading_enough=is_reading)
    try:
        while not library.order.flags.catch_up().result(WAIT_S):
            pass  # the settings may have changed since the last run: an answer follows those of now
        yield library
    finally:
        library.close()


def index(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Brings the library up to date with folders. A folder that cannot be read is told at once and left out."""
    with opened(paths, must_exist=False, is_reading=False) as library:
        roots, refused = add_roots(library, options.folders)
        report = run_index(library, roots, is_quiet=options.json, accept_missing=options.accept_missing)
    if options.json:
        print_json({**report_json(report), "refused": refused})
    else:
        print_report(report)
    return 1 if refused else 0


def add_roots(library: Library, folders: Sequence[Path]) -> tuple[list[RootId], list[str]]:
    """Adds folders to the library, and says on standard error which cannot be added.

    Returns:
        The roots, and a sentence for each folder that was refused.

    Raises:
        UserError: none of the folders can be added.
    """
    roots: list[RootId] = []
    refused: list[str] = []
    for folder in folders:
        try:
            roots.append(library.add_root(folder))
        except UserError as error:
            refused.append(error.sentence())
    if refused and not roots:
        raise UserError(" ".join(refused))
    for sentence in refused:
        print(f"reverie: {display_text(sentence)}", file=sys.stderr)
    return roots, refused


def run_index(
    library: Library, roots: Sequence[RootId], *, is_quiet: bool = False, accept_missing: bool = False
) -> IndexReport:
    """Indexes roots with a progress bar on a terminal. Returns the report."""
    with ProgressBar(is_quiet=is_quiet) as bar:
        stop = library.subscribe(lambda changes: bar.show(changes.progress))
        try:
            job = library.index(roots, accept_missing=accept_missing)
            return bar.wait(job)
        except KeyboardInterrupt:
            library.cancel_indexing()
            raise
        finally:
            stop()


def index_and_tell(paths: LibraryPaths, folders: Sequence[Path]) -> int:
    """Indexes folders, or every folder already watched when none is named, and says what the library now holds.

    Raises:
        UserError: no folder was named and none is watched.
    """
    print("No display here, so Reverie works in the terminal.", file=sys.stderr)
    with opened(paths, must_exist=False, is_reading=False) as library:
        if folders:
            roots, refused = add_roots(library, folders)
        else:
            roots = [root.id for root in library.ask(lambda queries: queries.roots()).result(WAIT_S)]
            refused = []
        if not roots:
            raise UserError("No folder is watched yet.", advice="Name one: reverie FOLDER")
        print_report(run_index(library, roots))
        counts = library.ask(lambda queries: queries.counts()).result(WAIT_S)
        words = library.ask(lambda queries: queries.vocabulary()).result(WAIT_S)[:12]
    print(f"The library in {shown(paths.home)} holds {plural(counts.library, 'photo')}.")
    if words:
        print(f"Most of them show: {', '.join(words)}.")
    for flag, number in counts.flags:
        print(f"  {flag.value}: {number}")
    print("Try: reverie search WORDS, or reverie similar FILE")
    return 1 if refused else 0


def report_json(report: IndexReport) -> dict[str, object]:
    """Returns the report as the JSON answer of `index`."""
    return {
        "photos": report.photos,
        "added": report.added,
        "changed": report.changed,
        "moved": report.moved,
        "missing": report.missing,
        "unchanged": report.unchanged,
        "problems": [{"path": str(p.path), "reason": p.reason} for p in report.problems],
        "skipped": dict(report.skipped_formats),
        "notices": list(report.notices),
        "seconds": round(report.seconds, 3),
    }


def print_report(report: IndexReport) -> None:
    """Tells in words what indexing did."""
    print(f"{plural(report.photos, 'photo')} in the library's folders, {report.seconds:.1f} s.")
    parts = [
        f"{number} {word}"
        for number, word in (
            (report.added, "new"),
            (report.changed, "changed"),
            (report.moved, "moved"),
            (report.missing, "missing"),
            (report.unchanged, "unchanged"),
        )
        if number
    ]
    if parts:
        print("  " + ", ".join(parts))
    for notice in report.notices:
        print(f"  Note: {notice}")
    if report.skipped_formats:
        listed = ", ".join(f"{count} {suffix}" for suffix, count in report.skipped_formats)
        print(f"  Left out, formats Reverie does not read: {listed}")
    for problem in report.problems[:20]:
        print(f"  Problem: {shown(problem.path)}: {problem.reason}")
    if len(report.problems) > 20:
        print(f"  ... and {len(report.problems) - 20} more problems (reverie doctor lists them all)")


def _check_files(files: Sequence[Path]) -> None:
    for file in files:
        if not os.path.isfile(file):  # noqa: PTH113 - a path too long, or on a dead drive, is no file either
            raise UserError(f"{shown(file)} is not a file.")


def similar(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Finds photos like the files given."""
    _check_files(options.files)
    with opened(paths) as library:
        request = SimilarRequest(files=tuple(f.absolute() for f in options.files), top=options.top)
        result = library.similar(request).result(WAIT_S)
    if result.problems and not result.matches:
        raise UserError(" ".join(result.problems))
    if options.json:
        print_json(
            {
                "query": [str(f) for f in options.files],
                "matches": [{"path": str(m.path), "score": round(m.score, 4)} for m in result.matches],
                "good_match": result.is_good_match,
                "problems": list(result.problems),
            }
        )
        return 0
    for sentence in result.problems:
        print(f"Note: {display_text(sentence)}")
    if not result.is_good_match:
        print(
            "Nothing in your library looks like this. The nearest:"
            if result.matches
            else "There is no other photo to compare it with."
        )
    for match in result.matches:
        print(f"{match.score:6.3f}  {shown(match.path)}")
    return 0


def tags(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Tells what is in photos, inside or outside the library."""
    _check_files(options.files)
    files = [file.absolute() for file in options.files]
    if paths.database.exists():
        with opened(paths) as library:
            answers = [library.tags_of_file(file).result(WAIT_S) for file in files]
    else:
        answers = tags_without_library(files)
    rows = list(zip(options.files, answers, strict=True))
    if options.json:
        print_json(
            [
                {
                    "path": str(file),
                    "tags": [
                        {"name": t.name, "confidence": round(t.confidence, 3), "source": t.source.value} for t in found
                    ],
                }
                for file, found in rows
            ]
        )
        return 0
    for file, found in rows:
        words = [f"{t.name} ({t.confidence:.0%})" if t.source is TagSource.AI else f"{t.name} (yours)" for t in found]
        print(f"{shown(file)}: {', '.join(words) or 'nothing recognised'}")
    return 0


def search(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Searches the library for words."""
    text = " ".join(options.words)
    with opened(paths) as library:
        result = library.search(text, options.top).result(WAIT_S)
    if options.json:
        print_json(
            {"matches": [{"path": str(m.path), "score": round(m.score, 4), "why": m.why} for m in result.matches]}
        )
        return 0
    if not result.matches:
        print(f"No photo answers “{text}”.")
    for match in result.matches:
        print(f"{match.score:6.3f}  {shown(match.path)}  ({match.why})")
    return 0


def flags(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Lists flagged photos, as the user's sensitivities and answers have it."""
    names: list[FlagName] = options.names
    with opened(paths) as library:
        rows = library.ask(lambda queries: queries.flagged(names)).result(WAIT_S)
    if options.json:
        print_json(
            [
                {
                    "path": str(path),
                    "flags": [{"name": f.name.value, "score": round(f.score, 3), "why": f.why} for f in found],
                }
                for path, found in rows
            ]
        )
        return 0
    for path, found in rows:
        for flag in found:
            reason = f"  ({flag.why})" if options.why else ""
            print(f"{flag.name.value:12} {flag.score:5.2f}  {shown(path)}{reason}")
    if not rows:
        print(f"No photo is flagged as {', '.join(names)}." if names else "No photo is flagged.")
    return 0


def export_vectors(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Writes paths, vectors and the model's id to an .npz file."""
    out: Path = options.out
    if out.suffix != ".npz":
        raise UserError("The file to write must end in .npz.")
    with opened(paths) as library:
        names, vectors, model_id = library.ask(lambda queries: queries.vectors()).result(WAIT_S)
    if not names:
        raise UserError("No photo has a vector yet.", advice="Run: reverie index FOLDER")
    temporary = out.with_name(f".{out.name}.tmp")
    try:
        with temporary.open("wb") as file:
            np.savez(file, paths=np.array([str(n) for n in names]), vectors=vectors, model_id=np.array(model_id))
        temporary.replace(out)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UserError(f"{shown(out)} cannot be written: {error.strerror}.") from error
    if options.json:
        print_json({"photos": len(names), "dimension": int(vectors.shape[1]), "model": model_id, "path": str(out)})
    else:
        print(f"{plural(len(names), 'vector')} of {vectors.shape[1]} numbers ({model_id}) written to {shown(out)}.")
    return 0


def doctor(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Checks the library, and mends what can be mended."""
    from desktop_app.library import health

    findings = health.examine(paths, load_settings(paths.settings), is_repairing=options.repair)
    if options.json:
        print_json(health.as_json(findings))
    else:
        for finding in findings:
            print(f"{'ok' if finding.is_ok else 'WRONG':6} {finding.area}: {finding.message} {finding.advice}".rstrip())
    return 1 if any(not f.is_ok for f in findings) else 0


def self_test(options: argparse.Namespace, _paths: LibraryPaths) -> int:
    """Proves each part of this installation."""
    from desktop_app.library import selftest

    checks = selftest.run_all()
    if options.json:
        print(json.dumps(selftest.as_json(checks), indent=1))
    else:
        for check in checks:
            print(f"{'ok    ' if check.is_ok else 'FAILED'} {check.name}: {check.detail} ({check.seconds:.2f} s)")
    failed = sum(not check.is_ok for check in checks)
    if failed:
        print(f"{plural(failed, 'part')} failed.", file=sys.stderr)
    return 1 if failed else 0
