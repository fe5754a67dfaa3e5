"""What photos are flagged as, why, and what of it the user confirmed or dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.flagging import UNKNOWN, Assessment, standing_of, why_of
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Flag, FlagName
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.assessments import MODEL_FLAGS, Assessments
from desktop_app.store.database import Database

SAID_BY_USER = "You marked it so."
_COLUMNS = """f.photo_id, f.name, f.score, f.why,
    EXISTS (SELECT 1 FROM flag_dismissal AS d WHERE d.photo_id = f.photo_id AND d.name = f.name),
    EXISTS (SELECT 1 FROM flag_confirmation AS c WHERE c.photo_id = f.photo_id AND c.name = f.name)"""
# Every flag there is: found ones, and those the user set where nothing was found.
_ALL = f"""SELECT {_COLUMNS} FROM flag AS f WHERE {{0}}
    UNION ALL SELECT f.photo_id, f.name, 1.0, '{SAID_BY_USER}', 0, 1 FROM flag_confirmation AS f WHERE {{0}}
      AND NOT EXISTS (SELECT 1 FROM flag AS g WHERE g.photo_id = f.photo_id AND g.name = f.name)"""  # noqa: S608
_KNOWN = frozenset(FlagName)
_COMPARED = frozenset(FlagName) - {*MODEL_FLAGS, FlagName.SCREENSHOT, FlagName.DOCUMENT}


class Flags:
    """Reads flags; confirming or dismissing one is an edit."""

    def __init__(self, db: Database, assessments: Assessments) -> None:
        self._db = db
        self._assessments = assessments

    def for_photo(self, photo_id: PhotoId) -> list[Flag]:
        """Returns the flags of a photo, surest first, the dismissed ones too and marked."""
        return self.for_photos([photo_id]).get(photo_id, [])

    def for_photos(self, ids: Sequence[PhotoId]) -> dict[PhotoId, list[Flag]]:
        """Returns the flags of several photos, surest first; photos without any are left out."""
        found = self._grouped("f.photo_id IN (SELECT value FROM json_each(:ids))", {"ids": tiles.id_list(ids)})
        return self._explained(found)

    def all(self, names: Sequence[FlagName] = ()) -> dict[PhotoId, list[Flag]]:
        """Returns the live flags by photo, for photos that may be seen; of all names when none is given."""
        wanted = set(names or FlagName)
        seen = f"f.photo_id IN (SELECT id FROM photo WHERE {tiles.visible_sql(Surface.FLAG)})"  # noqa: S608
        found = self._grouped(seen, {})
        live = {p: [f for f in flags if f.name in wanted and not f.is_dismissed] for p, flags in found.items()}
        return self._explained({photo: flags for photo, flags in live.items() if flags})

    def surest(self, name: FlagName, top: int) -> list[PhotoId]:
        """Returns up to `top` of the photos that may be seen and bear a flag, the surest first."""
        rows = self._db.rows(
            f"""SELECT l.photo_id FROM live_flag AS l JOIN photo AS p ON p.id = l.photo_id
                WHERE l.name = ? AND {tiles.visible_sql(Surface.FLAG, "p.tile")}
                ORDER BY l.score DESC, l.photo_id DESC LIMIT ?""",  # noqa: S608
            (str(name), top),
        )
        return [PhotoId(row[0]) for row in rows]

    def to_review(self, name: FlagName) -> list[PhotoId]:
        """Returns the photos that may be seen whose flag the user has neither confirmed nor dismissed, surest first."""
        rows = self._db.rows(
            f"""SELECT f.photo_id FROM flag AS f JOIN photo AS p ON p.id = f.photo_id
                WHERE f.name = :name AND {tiles.visible_sql(Surface.FLAG, "p.tile")}
                  AND f.photo_id NOT IN (SELECT photo_id FROM flag_dismissal WHERE name = :name)
                  AND f.photo_id NOT IN (SELECT photo_id FROM flag_confirmation WHERE name = :name)
                ORDER BY f.score DESC, f.photo_id""",  # noqa: S608
            {"name": str(name)},
        )
        return [PhotoId(row[0]) for row in rows]

    def _grouped(self, which: str, parameters: dict[str, str]) -> dict[PhotoId, list[Flag]]:
        found: dict[PhotoId, list[Flag]] = {}
        rows = self._db.rows(f"{_ALL.format(which)} ORDER BY 1, 3 DESC, 2", parameters)
        for photo, name, score, why, is_dismissed, is_confirmed in rows:
            if name in _KNOWN:
                is_dismissed = bool(is_dismissed) and not is_confirmed
                flag = Flag(FlagName(name), score, why, is_dismissed, bool(is_confirmed))
                found.setdefault(PhotoId(photo), []).append(flag)
        return found

    def _explained(self, found: dict[PhotoId, list[Flag]]) -> dict[PhotoId, list[Flag]]:
        """Gives flags that follow from strengths their reasons, as they hold among the photos there are now."""
        silent = [photo for photo, flags in found.items() if any(not flag.why for flag in flags)]
        if not silent:
            return found
        strengths, isos = self._assessments.of(silent), self._isos(silent)
        names = {flag.name for photo in silent for flag in found[photo] if flag.name in _COMPARED}
        ranks = {name: self._assessments.known_strengths(name) for name in names}
        for photo in silent:
            known = strengths.get(photo, Assessment())
            found[photo] = [
                flag if flag.why else replace(flag, why=_why(flag.name, known, isos.get(photo), ranks))
                for flag in found[photo]
            ]
        return found

    def _isos(self, ids: Sequence[PhotoId]) -> dict[PhotoId, int]:
        sql = """SELECT photo_id, iso FROM photo_metadata WHERE iso IS NOT NULL
                 AND photo_id IN (SELECT value FROM json_each(?))"""
        return {PhotoId(photo): iso for photo, iso in self._db.rows(sql, (tiles.id_list(ids),))}


def _why(name: FlagName, known: Assessment, iso: int | None, ranks: dict[FlagName, NDArray[np.int64]]) -> str:
    strength = known.of(name)
    if strength == UNKNOWN:
        return SAID_BY_USER
    return why_of(name, strength, iso, standing_of(strength, ranks[name]) if name in ranks else None)
