"""Files that were moved, renamed, swapped or renumbered since the last scan: their rows go with their content."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.domain.library import Changes, Root
from desktop_app.domain.photo import Photo, Stage, Status
from desktop_app.errors import DecodeError
from desktop_app.imaging.content_hash import hash_file
from desktop_app.pipeline.compare import Move, ScanDiff, candidate_sizes, match_moves, match_places
from desktop_app.pipeline.roots import RootCheck, check_root
from desktop_app.pipeline.run import Listeners, Write
from desktop_app.pipeline.scan import FoundFile, ScanProblems
from desktop_app.store.rows import KnownFile, MovedFile, kept_time
from desktop_app.store.store import Store

T = TypeVar("T")

ROWS_PER_WRITE = 500
CARRIED_WITHIN_MS = 86_400_000  # how long before its original went a copy may have come to be a move in two steps
HASH_ALL_BELOW = 500  # so few new files are all hashed, to find those that came from anywhere in the library
_UNCOMPRESSED = (b".bmp", b".dib", b".tif", b".tiff")  # an edit may leave their size, head and tail as they were


@dataclass(slots=True)
class Surveyed:
    """One root that is online, and what its scan means."""

    root: Root
    check: RootCheck
    diff: ScanDiff
    problems: ScanProblems
    is_held: bool = False


class Moves:
    """Finds, by content, which of the files that came, went or changed are known ones at other places.

    Args:
        write: the way to the store lane.
        reader: a reader's store of the calling thread.
        listeners: of this run.
    """

    def __init__(self, write: Write, reader: Store, listeners: Listeners) -> None:
        self._write, self._reader, self._listeners = write, reader, listeners
        self._hashes: dict[tuple[RootId, bytes], bytes | None] = {}
        self._roots_there: dict[RootId, bool] = {}

    def follow(self, surveyed: Sequence[Surveyed], emptied: Sequence[KnownFile]) -> int:
        """Writes the moves, and takes what is explained by them out of the diffs. Returns how many there were.

        Args:
            surveyed: the roots of this run that are online.
            emptied: photos of roots that are there, the very same folders, but hold nothing any more.
        """
        self._settle_returned(surveyed)
        self._settle_touched(surveyed)
        moved = sum(self._follow_places(one) for one in surveyed)
        moved += self._follow_files(surveyed, emptied)
        return moved + self._follow_carried(surveyed, emptied)

    def _settle_returned(self, surveyed: Sequence[Surveyed]) -> None:
        """A file at the place of a trashed photo is that photo, brought back by hand, or another one, which is new."""
        for one in surveyed:
            back, other = list[tuple[KnownFile, FoundFile]](), list[tuple[KnownFile, FoundFile]]()
            for known, found in one.diff.returned:
                self._listeners.check()
                is_as_it_was = (known.size_bytes, known.mtime_ns) == (found.size_bytes, found.mtime_ns)
                is_back = is_as_it_was or (
                    known.size_bytes == found.size_bytes
                    and known.content_hash is not None
                    and self._hash(one.root, found) == known.content_hash
                )
                (back if is_back else other).append((known, found))
            if not one.diff.returned:
                continue
            ids, taken = [k.photo_id for k, _ in back], [k.photo_id for k, _ in other]
            touched = [_moved(known.photo_id, one.root.id, found) for known, found in back]
            self._write(partial(_take_back, back=ids, taken=taken, touched=touched))
            self._listeners.on_changes(Changes(updated=frozenset((*ids, *taken)), is_membership_changed=True))
            one.diff.returned = []
            one.diff.reappeared += [known for known, _ in back]
            one.diff.added = sorted([*one.diff.added, *(found for _, found in other)])

    def _settle_touched(self, surveyed: Sequence[Surveyed]) -> None:
        """Of files with a new time and the same content (copied back, touched) only the time is noted."""
        for one in surveyed:
            still, same = [], []
            for known, found in one.diff.changed:
                self._listeners.check()
                is_candidate = (
                    known.size_bytes == found.size_bytes
                    and known.content_hash is not None
                    and not found.relative_path.lower().endswith(_UNCOMPRESSED)
                )
                if is_candidate and self._hash(one.root, found) == known.content_hash:
                    same.append(_moved(known.photo_id, one.root.id, found))
                    if known.sidecar_stamp != found.sidecar_stamp:
                        one.diff.redescribed.append((known, found))
                else:
                    still.append((known, found))
            one.diff.changed = still
            one.diff.unchanged += len(same)
            for part in parts(same):
                self._write_moves(part)

    def _follow_places(self, one: Surveyed) -> int:
        """Follows photos whose names were swapped or shifted, so that one lies now where another one lay.

        A photo that was pushed out and lies nowhere any more is missing; it is kept at the name that became free.
        """
        diff, root = one.diff, one.root
        sizes = candidate_sizes([*diff.vanished, *(known for known, _ in diff.changed)])
        hashes = {}
        for _, found in (*diff.changed, *((None, found) for found in diff.added)):
            if found.size_bytes in sizes and diff.changed:
                self._listeners.check()
                if (content := self._hash(root, found)) is not None:
                    hashes[found.relative_path] = content
        places = match_places(diff, hashes)
        if not places.moves:
            return 0
        homeless = [MovedFile(k.photo_id, root.id, path, k.size_bytes, k.mtime_ns) for k, path in places.homeless]
        # In one transaction: a photo still in its old place would be taken for a mere trace of the one that comes.
        self._write_moves([_moved(known.photo_id, root.id, found) for known, found in places.moves] + homeless)
        _explain(one, [Move(known, root.id, found) for known, found in places.moves])
        diff.vanished += [known for known, _ in places.homeless]
        diff.vanished.sort(key=lambda row: row.relative_path)
        return len(places.moves)

    def _follow_files(self, surveyed: Sequence[Surveyed], emptied: Sequence[KnownFile]) -> int:
        added = {one.root.id: one.diff.added for one in surveyed}
        lost = [row for one in surveyed for row in (*one.diff.vanished, *one.diff.missing_before)]
        lost += emptied
        total = sum(len(files) for files in added.values())
        if not total:
            return 0
        is_small = total <= HASH_ALL_BELOW and self._has_photos()
        sizes = candidate_sizes(lost)
        hashes = {}
        for one in surveyed:
            for file in one.diff.added:
                if is_small or file.size_bytes in sizes:
                    self._listeners.check()
                    content = self._hash(one.root, file)
                    if content is not None:
                        hashes[(one.root.id, file.relative_path)] = content
        if is_small:
            lost += self._lost_elsewhere(set(hashes.values()), {row.photo_id for row in lost}, surveyed)
        moves = match_moves(lost, added, hashes)
        for part in parts([_moved(m.known.photo_id, m.root_id, m.found) for m in moves]):
            self._write_moves(part)
        for one in surveyed:
            _explain(one, moves)
        return len(moves)

    def _follow_carried(self, surveyed: Sequence[Surveyed], emptied: Sequence[KnownFile]) -> int:
        """Follows files that were copied first and removed later, as moving between drives does.

        The copies were photos of their own for a while. One that came within a day, after the photo whose file is gone
        now, is where that photo lies: its row takes the copy's place, and what the user said of the copy meanwhile.
        """
        since_ms = time.time_ns() // 1_000_000 - CARRIED_WITHIN_MS
        taken: set[PhotoId] = {row.photo_id for one in surveyed for row in one.diff.vanished}
        carried: list[tuple[KnownFile, Photo]] = []
        for row in [row for one in surveyed for row in one.diff.vanished] + list(emptied):
            self._listeners.check()
            if row.content_hash is None or row.decode_stage is Stage.PENDING:
                continue
            ids = [i for i in self._reader.photos.copies_since(row.content_hash, since_ms) if i not in taken]
            if not ids:
                continue
            photos = self._reader.photos.get_many([row.photo_id, *ids])
            came_ms = photos.pop(row.photo_id).added_at_ms
            copy = next((p for p in photos.values() if p.added_at_ms > came_ms and _lies_there(p)), None)
            if copy is not None:
                taken.add(copy.id)
                carried.append((row, copy))
        for part in parts(
            [MovedFile(r.photo_id, c.root_id, c.relative_path, c.size_bytes, c.mtime_ns) for r, c in carried]
        ):
            self._write_moves(part)
        gone = {row.photo_id for row, _ in carried}
        for one in surveyed:
            one.diff.vanished = [row for row in one.diff.vanished if row.photo_id not in gone]
        return len(carried)

    def _has_photos(self) -> bool:
        return self._reader.photos.has_any()

    def _lost_elsewhere(
        self, contents: Iterable[bytes], known: set[PhotoId], surveyed: Sequence[Surveyed]
    ) -> list[KnownFile]:
        """Photos with one of these contents that are missing, or whose file is gone from a root that is there."""
        here = {one.root.id for one in surveyed}
        lost = []
        for content in sorted(contents):
            ids = [i for i in self._reader.photos.find_by_hash(content) if i not in known]
            for photo in self._reader.photos.get_many(ids).values():
                is_away = photo.root_id not in here and not os.path.lexists(photo.path)
                is_known = photo.status & (Status.OFFLINE | Status.TRASHED)  # where it is
                if is_known or not (photo.status & Status.MISSING or is_away):
                    continue
                if photo.root_id not in here and not self._is_root_there(photo.root_id):
                    continue
                lost.append(
                    KnownFile(
                        photo.id,
                        photo.relative_path,
                        photo.size_bytes,
                        photo.mtime_ns,
                        content,
                        photo.status,
                        photo.decode_stage,
                        photo.embed_stage,
                    )
                )
        return lost

    def _is_root_there(self, root_id: RootId) -> bool:
        """Whether a root outside this run is there: where a drive was taken away, an empty folder may be left."""
        if root_id not in self._roots_there:
            root = self._reader.roots.get(root_id)
            is_there = root is not None and check_root(root, self._reader.photos.known_files(root_id)).is_online
            self._roots_there[root_id] = is_there
        return self._roots_there[root_id]

    def _hash(self, root: Root, file: FoundFile) -> bytes | None:
        key = (root.id, file.relative_path)
        if key not in self._hashes:
            try:
                self._hashes[key] = hash_file(root.path / os.fsdecode(file.relative_path))
            except (DecodeError, ValueError):
                self._hashes[key] = None  # whoever reads it later finds out what is wrong and says so
        return self._hashes[key]

    def _write_moves(self, moves: Sequence[MovedFile]) -> None:
        self._write(lambda store: store.photos.move_files(moves))
        ids = frozenset(move.photo_id for move in moves)
        self._listeners.on_changes(Changes(updated=ids, is_membership_changed=True))


def _take_back(
    store: Store, *, back: Sequence[PhotoId], taken: Sequence[PhotoId], touched: Sequence[MovedFile]
) -> None:
    with store.db.atomic():
        store.trash.came_back(back)
        store.trash.make_way(taken)
        store.photos.move_files(touched)


def parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yields rows in portions that one transaction may take."""
    for at in range(0, len(rows), ROWS_PER_WRITE):
        yield rows[at : at + ROWS_PER_WRITE]


def _explain(one: Surveyed, moves: Sequence[Move]) -> None:
    """Takes what moves explain out of the diff of a root."""
    gone = {move.known.photo_id for move in moves}
    came = {move.found.relative_path for move in moves if move.root_id == one.root.id}
    diff = one.diff
    diff.vanished = [row for row in diff.vanished if row.photo_id not in gone]
    diff.added = [found for found in diff.added if found.relative_path not in came]
    diff.changed = [(known, found) for known, found in diff.changed if found.relative_path not in came]
    diff.unchanged += len(came)
    diff.redescribed += [
        (move.known, move.found)
        for move in moves
        if move.root_id == one.root.id and move.known.sidecar_stamp != move.found.sidecar_stamp
    ]


def _lies_there(photo: Photo) -> bool:
    """Whether a photo's file is at its place, as it was when it was read."""
    try:
        seen = photo.path.lstat()
    except (OSError, ValueError):
        return False
    return (seen.st_size, kept_time(seen.st_mtime_ns)) == (photo.size_bytes, photo.mtime_ns)


def _moved(photo_id: PhotoId, root_id: RootId, found: FoundFile) -> MovedFile:
    return MovedFile(photo_id, root_id, found.relative_path, found.size_bytes, found.mtime_ns)
