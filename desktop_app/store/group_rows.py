"""Groups as their tables hold them and as the journal writes them down."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import GroupId, PhotoId

if TYPE_CHECKING:
    from desktop_app.domain.group import Group

FIT_UNIT = 10_000

Ids = NDArray[np.int64]


class GroupRow(NamedTuple):
    """One group.

    Attributes:
        name: the user's, '' while they gave none.
        made_name, tags: the program's.
        coherence: 0 to 1.
        centre: float16 mean of the vectors, of the length of the model's.
        resting: the members (`pack`) of a named group that has none now, else None.
    """

    name: str
    made_name: str
    tags: tuple[str, ...]
    coherence: float
    centre: bytes
    resting: bytes | None = None

    @classmethod
    def read(cls, columns: tuple[Any, ...]) -> Self:
        """Makes a row of its columns in the order of the table."""
        name, made_name, tags, coherence, centre, resting = columns
        return cls(name, made_name, tuple(json.loads(tags)), coherence, centre, resting)

    def as_columns(self) -> tuple[object, ...]:
        """Returns the columns in the order of the table."""
        return (
            self.name,
            self.made_name,
            json.dumps(self.tags, ensure_ascii=False),
            self.coherence,
            self.centre,
            self.resting,
        )

    def as_text(self) -> str:
        """Returns the row for the journal."""
        return json.dumps(
            [self.name, self.made_name, self.tags, self.coherence, _text(self.centre), _text(self.resting)],
            ensure_ascii=False,
        )

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Reads what `as_text` wrote."""
        name, made_name, tags, coherence, centre, resting = json.loads(text)
        return cls(name, made_name, tuple(tags), coherence, _bytes(centre) or b"", _bytes(resting))

    def group(self, group_id: GroupId, photo_count: int, covers: tuple[PhotoId, ...]) -> Group:
        """Returns the group as it is shown; of its covers the best comes first."""
        from desktop_app.domain.group import Group  # late: no groups before somebody asks

        name, cover = self.name or self.made_name, covers[0] if covers else None
        return Group(group_id, name, photo_count, cover, self.coherence, self.tags, bool(self.name), covers)


class GroupingRow(NamedTuple):
    """How the groups were found.

    Attributes:
        asked, chosen, smallest, largest: as `domain.group.Grouping`.
        model: whose vectors.
        space: `organize.group_space.GroupSpace` as bytes.
        photo_count: how many photos there were.
        sequence: vectors up to this number were looked at.
    """

    asked: int | None
    chosen: int | None
    smallest: int
    largest: int
    seed: int
    model: str
    space: bytes
    photo_count: int
    sequence: int


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything there is of groups.

    Attributes:
        state: None before the first grouping.
        groups: by id, resting ones too.
        ids, of, fits: (N,) int64 each: photos by rising id, their group (0 for none), how well they fit in 1/10,000.
    """

    state: GroupingRow | None
    groups: Mapping[GroupId, GroupRow]
    ids: Ids
    of: Ids
    fits: Ids

    def as_text(self) -> str:
        """Returns all of it for the journal: about two bytes a photo."""
        state = self.state and {**self.state._asdict(), "space": _text(self.state.space)}
        groups = {str(number): row.as_text() for number, row in self.groups.items()}
        members = [_text(pack(column)) for column in (self.ids, self.of, self.fits)]
        return json.dumps([state, groups, members], ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Reads what `as_text` wrote."""
        values, rows, members = json.loads(text)
        state = None if values is None else GroupingRow(**values | {"space": _bytes(values["space"])})
        groups = {GroupId(int(number)): GroupRow.from_text(row) for number, row in rows.items()}
        ids, of, fits = (unpack(_bytes(member) or b"") for member in members)
        return cls(state, groups, ids, of, fits)


def pack(numbers: Ids) -> bytes:
    """Returns (N,) int64 in few bytes: differences, compressed."""
    steps = np.diff(numbers, prepend=0)
    narrow = steps.astype(np.int32) if np.all(np.abs(steps) < 2**31) else steps
    planes = narrow.view(np.uint8).reshape(-1, narrow.itemsize).T.tobytes()
    return bytes([narrow.itemsize]) + zlib.compress(planes, 6)


def unpack(content: bytes) -> Ids:
    """Reads what `pack` wrote."""
    if len(content) < 2:
        return np.empty(0, np.int64)
    size = content[0]
    planes = np.frombuffer(zlib.decompress(content[1:]), np.uint8).reshape(size, -1)
    steps = np.ascontiguousarray(planes.T).view(np.int32 if size == 4 else np.int64).ravel()
    return np.cumsum(steps, dtype=np.int64)


def _text(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode("ascii")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
