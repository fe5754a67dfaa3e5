"""The recycle bin of Windows: Send2Trash puts files in; the bin's own records tell where they are, to bring them back.

Each file in a bin is a pair: `$R` and six letters, the file itself, and `$I` and the same letters, its record. Only the
system chooses the letters, so the record is looked for afterwards. Written to the records' format (versions 1 and 2);
the parsing is tested everywhere, the moving needs Windows.
"""

from __future__ import annotations

import contextlib
import os
import stat
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.trash import Refusal
from desktop_app.library.file_rename import rename_new
from desktop_app.library.trash_system import Place, Sight, TrashRefusedError, is_same

_EPOCH_TICKS = 116_444_736_000_000_000  # 1601 to 1970 in steps of 100 ns
_VERSION_1_BYTES = 544
_HEAD = struct.Struct("<qqq")
_NO_ROOT, _REMOVABLE, _REMOTE, _OPTICAL = 1, 2, 4, 5  # GetDriveTypeW
_FOLDER = "$Recycle.Bin"


@dataclass(frozen=True, slots=True)
class BinRecord:
    """What a `$I` file says: where the file lay, its size, and when it was deleted (ms since 1970, UTC)."""

    path: str
    size_bytes: int
    deleted_at_ms: int


def parse_record(data: bytes) -> BinRecord | None:
    """Reads a `$I` file; None when it is none, or damaged.

    Version 1 (Windows Vista to 8.1) holds a path of 260 UTF-16 units; version 2 (10 and later) its length first.
    """
    if len(data) < _HEAD.size:
        return None
    version, size, ticks = _HEAD.unpack_from(data)
    if version == 1 and len(data) == _VERSION_1_BYTES:
        raw = data[_HEAD.size :]
    elif version == 2 and len(data) >= _HEAD.size + 4:
        (units,) = struct.unpack_from("<i", data, _HEAD.size)
        raw = data[_HEAD.size + 4 :][: max(0, units) * 2]
        if units < 1 or len(raw) != units * 2:
            return None
    else:
        return None
    path = raw.decode("utf-16-le", "surrogatepass").split("\0", 1)[0]
    if not path or size < 0:
        return None
    return BinRecord(path, size, (ticks - _EPOCH_TICKS) // 10_000)


class RecycleBin:
    """The recycle bin of the drive that a file lies on.

    Args:
        drive_type: tells what kind of drive a path lies on, as Windows counts them.
        send: puts a file into the bin.
    """

    def __init__(
        self, drive_type: Callable[[Path], int] | None = None, send: Callable[[Path], None] | None = None
    ) -> None:
        self._drive_type = drive_type or _drive_type
        self._send = send or _send

    def check(self, folder: Path) -> None:
        """See `SystemTrash`. Where there is no bin Windows deletes for good, so such drives are refused."""
        if not folder.is_dir():
            raise TrashRefusedError(Refusal.GONE)
        kind = _REMOTE if str(folder).startswith("\\\\") else self._drive_type(folder)
        refusals = {
            _NO_ROOT: Refusal.NO_TRASH,
            _REMOVABLE: Refusal.NO_TRASH,
            _REMOTE: Refusal.NETWORK,
            _OPTICAL: Refusal.READ_ONLY,
        }
        if kind in refusals:
            raise TrashRefusedError(refusals[kind])
        if not os.access(folder, os.W_OK):
            raise TrashRefusedError(Refusal.READ_ONLY)

    def plan(self, file: Path) -> Place:
        """See `SystemTrash`. Only the system knows."""
        self.check(file.parent)
        return Place(None)

    def put(self, file: Path, place: Place) -> Place:
        """See `SystemTrash`."""
        del place
        seen = file.lstat()
        if not stat.S_ISREG(seen.st_mode):
            raise FileNotFoundError(2, "it is no file", str(file))
        self._send(file)
        found = self.find(file, Place(None), Sight(seen.st_size, seen.st_mtime_ns))
        return found or Place(None)

    def find(self, file: Path, place: Place, sight: Sight) -> Place | None:
        """See `SystemTrash`. Of several records of one path the newest counts."""
        if place.kept is not None:
            return place if is_same(place.kept, sight) else None
        wanted = os.path.normcase(file)
        best: tuple[int, Place] | None = None
        for note in _notes(Path(file.anchor)):
            kept = note.with_name("$R" + note.name[2:])
            try:
                record = parse_record(note.read_bytes())
            except OSError:
                continue
            if record is None or os.path.normcase(record.path) != wanted or not is_same(kept, sight):
                continue
            if best is None or record.deleted_at_ms > best[0]:
                best = (record.deleted_at_ms, Place(kept, note))
        return best[1] if best else None

    def take_out(self, place: Place, target: Path) -> None:
        """See `SystemTrash`."""
        assert place.kept is not None
        target.parent.mkdir(parents=True, exist_ok=True)
        rename_new(place.kept, target)
        self.tidy(place)

    def tidy(self, place: Place) -> None:
        """See `SystemTrash`."""
        if place.info is not None and place.kept is not None and not os.path.lexists(place.kept):
            with contextlib.suppress(OSError):
                place.info.unlink()

    def is_reachable(self, place: Place) -> bool:
        """See `SystemTrash`."""
        return place.kept is not None and place.kept.parent.is_dir()


def _notes(drive: Path) -> Iterator[Path]:
    """Yields the records in the bins of a drive that this user may read."""
    try:
        bins = [entry for entry in (drive / _FOLDER).iterdir() if entry.is_dir()]
    except OSError:
        return
    for folder in bins:
        with contextlib.suppress(OSError):
            yield from sorted(folder.glob("$I*"))


def _drive_type(path: Path) -> int:
    if sys.platform != "win32":
        raise OSError("only Windows has drives of these kinds")
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(path.anchor))


def _send(file: Path) -> None:
    from send2trash import send2trash  # Windows alone has it installed

    send2trash(str(file))
