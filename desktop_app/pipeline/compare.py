"""What a scan means for what is known: pure functions over two streams of files.

Identity is the path first, then size and time, and for files that went and files that came the content hash. Nothing
here removes anything: files that are not found are `vanished`, and a guard holds back when too many are.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.domain.photo import Stage, Status
from desktop_app.imaging.content_hash import HEAD_BYTES, TAIL_BYTES
from desktop_app.imaging.formats import Format
from desktop_app.pipeline.scan import FoundFile
from desktop_app.store.rows import KnownFile

GUARD_FILES = 50
GUARD_SHARE = 0.10
FAT_TOLERANCE_NS = 2_000_000_000


@dataclass(slots=True)
class ScanDiff:
    """What one scan of one root means.

    Attributes:
        added: found and not known.
        changed: known and found with another size or time.
        vanished: known as present, not found, and the folder they lay in could be listed.
        reappeared: known as missing, found as they were.
        missing_before: known as missing and still not found.
        redescribed: found as they were, `unchanged` or `reappeared`, but with another sidecar beside them.
        unchanged: how many known files were found as they were.
        present_before: how many of the known files were not missing.
        unseen: how many known files lie in folders that could not be listed; they stay as they are.
        returned: known as trashed, and a file stands at their place. A trashed one that is not found is where it is
            known to be: it is neither gone nor missing, and nothing else moves to it.
    """

    added: list[FoundFile] = field(default_factory=list)
    changed: list[tuple[KnownFile, FoundFile]] = field(default_factory=list)
    vanished: list[KnownFile] = field(default_factory=list)
    reappeared: list[KnownFile] = field(default_factory=list)
    missing_before: list[KnownFile] = field(default_factory=list)
    redescribed: list[tuple[KnownFile, FoundFile]] = field(default_factory=list)
    unchanged: int = 0
    present_before: int = 0
    unseen: int = 0
    returned: list[tuple[KnownFile, FoundFile]] = field(default_factory=list)

    @property
    def found(self) -> int:
        """How many files the scan found."""
        return len(self.added) + len(self.changed) + len(self.reappeared) + len(self.returned) + self.unchanged


@dataclass(frozen=True, slots=True)
class Move:
    """One known photo, found again at another path (perhaps of another root)."""

    known: KnownFile
    root_id: RootId
    found: FoundFile


def compare(
    known: Iterable[KnownFile],
    found: Iterable[FoundFile],
    *,
    tolerance_ns: int = 0,
    unreadable: Sequence[tuple[bytes, str]] = (),
) -> ScanDiff:
    """Merges what is known with what was found; both ordered by relative path.

    Args:
        known: every known file of the root, missing ones too.
        found: what the scan gives; read to its end before `unreadable` is looked at.
        tolerance_ns: how far file times may differ and still count as the same (file systems with coarse times).
        unreadable: the list the scan fills with folders it could not list.

    Raises:
        ValueError: a stream is not in order, which would make present files look vanished.
    """
    diff, here, gone, missing, trashed = ScanDiff(), iter(known), [], Status.MISSING, Status.TRASHED
    row, before, unchanged, present = next(here, None), b"", 0, 0
    for file in found:
        path = file[0]
        if path < before:
            raise ValueError("the scan is not in order")
        before = path
        while row is not None and row[1] < path:
            gone.append(row)
            row = _next(here, row)
        if row is None or row[1] != path:
            diff.added.append(file)
            continue
        was_missing = row[5] & missing
        present += not was_missing
        drift_ns = file[2] - row[3]
        if row[5] & trashed:
            diff.returned.append((row, file))
        elif file[1] != row[2] or (drift_ns and not -tolerance_ns <= drift_ns <= tolerance_ns):
            diff.changed.append((row, file))
        else:
            if file[5] != row[8]:
                diff.redescribed.append((row, file))
            if was_missing:
                diff.reappeared.append(row)
            else:
                unchanged += 1
        row = _next(here, row)
    gone += _rest(here, row)
    diff.unchanged, diff.present_before = unchanged, present
    _sort_gone(diff, gone, tuple(folder for folder, _ in unreadable))
    return diff


def _next(rows: Iterable[KnownFile], row: KnownFile) -> KnownFile | None:
    following = next(iter(rows), None)
    if following is not None and following[1] <= row[1]:
        raise ValueError("the known files are not in order")
    return following


def _rest(rows: Iterable[KnownFile], row: KnownFile | None) -> Iterator[KnownFile]:
    while row is not None:
        yield row
        row = _next(rows, row)


def _sort_gone(diff: ScanDiff, gone: list[KnownFile], unreadable: tuple[bytes, ...]) -> None:
    prefixes = tuple(folder + b"/" for folder in unreadable if folder)
    is_blind = b"" in unreadable
    exact = frozenset(unreadable)
    for row in gone:
        if row.status & Status.TRASHED:
            continue
        was_present = not row.status & Status.MISSING
        diff.present_before += was_present
        if is_blind or row.relative_path in exact or row.relative_path.startswith(prefixes):
            diff.unseen += 1
        elif was_present:
            diff.vanished.append(row)
        else:
            diff.missing_before.append(row)


def is_mass_change(vanished: int, present_before: int) -> bool:
    """Says whether so many files are gone at once that a mistake (a drive away, a wrong folder) is likelier."""
    return vanished > max(GUARD_FILES, GUARD_SHARE * present_before)


def is_known_by_hash(kind: str | None, size_bytes: int) -> bool:
    """Says whether files of this format with one content hash are the same picture.

    An uncompressed file can be edited in its middle, which the hash of a long one does not cover.
    """
    return size_bytes <= HEAD_BYTES + TAIL_BYTES or kind not in (Format.BMP, Format.TIFF)


def candidate_sizes(known: Iterable[KnownFile]) -> frozenset[int]:
    """Returns the sizes of files whose content is known: an added file of another size cannot be one of them."""
    return frozenset(row.size_bytes for row in known if row.content_hash is not None)


def match_moves(
    lost: Iterable[KnownFile], added: Mapping[RootId, Sequence[FoundFile]], hashes: Mapping[tuple[RootId, bytes], bytes]
) -> list[Move]:
    """Pairs files that are gone with files that came, by content.

    Args:
        lost: vanished and missing files of any root.
        added: the added files of each root.
        hashes: content hash by (root, relative path), for those added files that were worth hashing.

    Returns:
        One move for each lost file that has a partner. Of several equal files those with the same name go together
        first, then in the order of their paths; vanished ones come before those long missing.
    """
    by_hash: dict[bytes, list[tuple[RootId, FoundFile]]] = defaultdict(list)
    for root_id, files in added.items():
        for file in files:
            content = hashes.get((root_id, file.relative_path))
            if content is not None:
                by_hash[content].append((root_id, file))
    moves: list[Move] = []
    waiting = [row for row in lost if row.content_hash in by_hash and row.decode_stage is not Stage.PENDING]
    waiting.sort(key=lambda row: (bool(row.status & Status.MISSING), row.relative_path))
    for is_name_asked in (True, False):
        still = []
        for row in waiting:
            assert row.content_hash is not None
            partners = by_hash[row.content_hash]
            partner = _partner(row, partners, is_name_asked=is_name_asked)
            if partner is None:
                still.append(row)
            else:
                partners.remove(partner)
                moves.append(Move(row, *partner))
        waiting = still
    return moves


@dataclass(frozen=True, slots=True)
class Places:
    """Photos of one root whose files lie now where other known files lay, or were pushed out of their places.

    Attributes:
        moves: a known file and the found one that it is now.
        homeless: photos that were pushed out and are nowhere, each with a path that became free.
    """

    moves: tuple[tuple[KnownFile, FoundFile], ...] = ()
    homeless: tuple[tuple[KnownFile, bytes], ...] = ()


def match_places(diff: ScanDiff, hashes: Mapping[bytes, bytes]) -> Places:
    """Finds files whose names were swapped or shifted: a changed path that holds what another path held.

    A path that holds the content of a file which is still in its own place is a copy and stays what it is, and so does
    one whose content several lost files had. One file put over another (as programs do that save by renaming) is no
    shift either: it is the path's new content, and becomes one with the vanished file once it has been read.

    Args:
        diff: of one root.
        hashes: content hash by relative path of changed and added files, where it was worth hashing.
    """
    changed = {known.relative_path: (known, found) for known, found in diff.changed}
    owner: dict[bytes, KnownFile | None] = {}
    for row in (*diff.vanished, *(known for known, _ in diff.changed)):
        if row.content_hash is not None and row.decode_stage is not Stage.PENDING:
            owner[row.content_hash] = None if row.content_hash in owner else row
    came: dict[bytes, KnownFile] = {}
    taken: set[PhotoId] = set()
    for path in changed:
        lost = owner.get(hashes.get(path, b""))
        if lost is not None and lost.relative_path != path and lost.photo_id not in taken:
            came[path] = lost
            taken.add(lost.photo_id)
    while stays := [p for p, row in came.items() if row.relative_path in changed and row.relative_path not in came]:
        for path in stays:
            del came[path]
    new_places = {hashes[f.relative_path]: f for f in reversed(diff.added) if f.relative_path in hashes}
    moved = {row.photo_id for row in came.values()}
    moves, homeless, merged = [], [], set()
    for path in came:
        known = changed[path][0]
        content = known.content_hash or b""
        if known.photo_id in moved:
            continue
        if content in new_places and owner.get(content) is known:
            moves.append((known, new_places[content]))
        elif came[path].relative_path not in came:
            merged.add(path)
        else:
            homeless.append((known, _free_path(path, came)))
    moves += [(row, changed[path][1]) for path, row in came.items() if path not in merged]
    return Places(tuple(moves), tuple(homeless))


def _free_path(path: bytes, came: Mapping[bytes, KnownFile]) -> bytes:
    """Follows a chain of shifted files to the name that nobody has now."""
    while path in came:
        path = came[path].relative_path
    return path


def _partner(
    row: KnownFile, partners: list[tuple[RootId, FoundFile]], *, is_name_asked: bool
) -> tuple[RootId, FoundFile] | None:
    if not is_name_asked:
        return partners[0] if partners else None
    name = os.path.basename(row.relative_path)
    return next((p for p in partners if os.path.basename(p[1].relative_path) == name), None)
