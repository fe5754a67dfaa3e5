"""What photos are flagged as, and what of it the user dismissed."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Flag, FlagName
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database

_COLUMNS = """f.photo_id, f.name, f.score, f.why,
    EXISTS (SELECT 1 FROM flag_dismissal AS d WHERE d.photo_id = f.photo_id AND d.name = f.name)"""
_KNOWN = frozenset(FlagName)


class Flags:
    """Reads flags; dismissing one is an edit."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def for_photo(self, photo_id: PhotoId) -> list[Flag]:
        """Returns the flags of a photo, surest first, the dismissed ones too and marked."""
        return self.for_photos([photo_id]).get(photo_id, [])

    def for_photos(self, ids: Sequence[PhotoId]) -> dict[PhotoId, list[Flag]]:
        """Returns the flags of several photos; photos without any are left out."""
        return self._grouped(
            f"""SELECT {_COLUMNS} FROM flag AS f WHERE f.photo_id IN (SELECT value FROM json_each(?))
                ORDER BY f.score DESC""",  # noqa: S608
            (tiles.id_list(ids),),
        )

    def all(self, names: Sequence[FlagName] = ()) -> dict[PhotoId, list[Flag]]:
        """Returns the live flags by photo, for photos that may be seen; of all names when none is given."""
        wanted = set(names or FlagName)
        found = self._grouped(
            f"""SELECT {_COLUMNS} AS is_dismissed FROM flag AS f JOIN photo AS p ON p.id = f.photo_id
                WHERE {tiles.visible_sql(Surface.FLAG, "p.tile")} AND NOT is_dismissed
                ORDER BY f.photo_id, f.score DESC"""  # noqa: S608
        )
        chosen = {photo: [flag for flag in flags if flag.name in wanted] for photo, flags in found.items()}
        return {photo: flags for photo, flags in chosen.items() if flags}

    def _grouped(self, sql: str, parameters: tuple[str, ...] = ()) -> dict[PhotoId, list[Flag]]:
        found: dict[PhotoId, list[Flag]] = {}
        for photo, name, score, why, is_dismissed in self._db.rows(sql, parameters):
            if name in _KNOWN:
                found.setdefault(PhotoId(photo), []).append(Flag(FlagName(name), score, why, bool(is_dismissed)))
        return found
