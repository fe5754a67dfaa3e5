"""How strongly each flag speaks for each photo, and the flags that follow from it under the user's choices.

A table of strengths beside the flags lets a slider be moved without asking a model again. The choices that the rows of
`flag` were made with are kept beside them, so that a change that was cut short is found and finished.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.flagging import (
    FLAGS,
    UNKNOWN,
    Assessment,
    FlagChoices,
    FlagSurvey,
    assessed,
    choices_from,
    cut_at,
    flags_of,
    score_of,
)
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Badge, Flag, FlagName, Measures, Metadata
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database, type_row
from desktop_app.store.rows import Verdict

MODEL_FLAGS = (FlagName.SENSITIVE, FlagName.WEAPON)
_COLUMNS = ", ".join(FLAGS)
_MARKS = ", ".join("?" * (len(FLAGS) + 1))
_CHOICES = "flag_choices"
_VISIBLE = tiles.visible_sql(Surface.FLAG, "p.tile")
_UNSEEN = int(Badge.PENDING | Badge.NOT_UNDERSTOOD) << tiles.BADGE_SHIFT
_SAID = "SELECT photo_id FROM {table} WHERE name = ?"


class Assessments:
    """Reads and writes strengths; the writing methods are called inside a transaction or make one."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def choices(self) -> FlagChoices:
        """The choices that the flags there are were made with."""
        return choices_from(json.loads(self._kept() or "[]"))

    def is_made_with(self, choices: FlagChoices) -> bool:
        """Says whether the flags of all photos follow from these choices."""
        return self._kept() is not None and self.choices == choices

    def _kept(self) -> str | None:
        found = self._db.value("SELECT value FROM meta WHERE key = ?", (_CHOICES,))
        return None if found is None else str(found)

    def save(self, rows: Mapping[PhotoId, Assessment]) -> None:
        """Stores strengths in place of those there were; call it inside a transaction."""
        self._db.execute_many(
            f"REPLACE INTO assessment (photo_id, {_COLUMNS}) VALUES ({_MARKS})",  # noqa: S608
            [(photo, *found.strengths) for photo, found in rows.items()],
        )

    def flags(self, rows: Mapping[PhotoId, Assessment]) -> dict[PhotoId, tuple[Flag, ...]]:
        """Returns the flags that follow from strengths under the present choices; reasons are found when asked for."""
        choices = self.choices if rows else FlagChoices()
        return {
            photo: tuple(replace(flag, why="") for flag in flags_of(found, choices)) for photo, found in rows.items()
        }

    def keeping_models(self, photo_id: PhotoId, verdict: Verdict) -> Verdict:
        """Returns strengths with what models said of a photo before, where they say nothing now."""
        before = self.of([photo_id]).get(photo_id)
        if before is None or not isinstance(verdict, Assessment):
            return verdict
        pairs = zip(FLAGS, verdict.strengths, before.strengths, strict=True)
        return Assessment(tuple(old if name in MODEL_FLAGS and new == UNKNOWN else new for name, new, old in pairs))

    def copy(self, photo_id: PhotoId, equal: int) -> None:
        """Gives a photo the strengths of another of the same content; call it inside a transaction."""
        self._db.execute("DELETE FROM assessment WHERE photo_id = ?", (photo_id,))
        self._db.execute(
            f"INSERT INTO assessment (photo_id, {_COLUMNS}) SELECT ?, {_COLUMNS} FROM assessment WHERE photo_id = ?",  # noqa: S608
            (photo_id, equal),
        )

    def of(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Assessment]:
        """Returns the strengths of those of these photos that have any."""
        rows = self._db.rows(
            f"SELECT photo_id, {_COLUMNS} FROM assessment WHERE photo_id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (tiles.id_list(ids),),
        )
        return {PhotoId(row[0]): Assessment(tuple(row[1:])) for row in rows}

    def known_strengths(self, name: FlagName) -> NDArray[np.int64]:
        """Returns one flag's strengths of all photos, (N,) int64, ascending, the known ones."""
        (found,) = self._db.columns(f"SELECT {name} FROM assessment WHERE {name} <> {UNKNOWN}", (name,))  # noqa: S608
        found.sort()
        return found

    def survey(self, name: FlagName) -> FlagSurvey:
        """Returns what every place of a flag's slider would flag."""
        said = f"({_SAID.format(table='flag_dismissal')} UNION ALL {_SAID.format(table='flag_confirmation')})"
        (open_ones,) = self._db.columns(
            f"""SELECT a.{name} AS strength FROM assessment AS a JOIN photo AS p ON p.id = a.photo_id
                WHERE {_VISIBLE} AND a.photo_id NOT IN {said}""",  # noqa: S608
            ("strength",),
            (str(name), str(name)),
        )
        open_ones.sort()
        first_known = int(np.searchsorted(open_ones, UNKNOWN, side="right"))
        confirmed = self._db.value(
            f"""SELECT count(*) FROM flag_confirmation AS c JOIN photo AS p ON p.id = c.photo_id
                WHERE c.name = ? AND {_VISIBLE}""",  # noqa: S608
            (str(name),),
        )
        return FlagSurvey(name, open_ones[first_known:], int(confirmed), self._waiting(name))

    def _waiting(self, name: FlagName) -> int:
        """Counts the photos that nobody has looked at for a flag yet; those nobody could look at do not wait."""
        is_waiting = f"(p.tile & {_UNSEEN}) <> 0"
        if name in MODEL_FLAGS:
            is_waiting = f"({is_waiting} OR p.id IN (SELECT photo_id FROM unjudged))"  # noqa: S608
        sql = f"SELECT count(*) FROM photo AS p INDEXED BY photo_timeline WHERE {_VISIBLE} AND {is_waiting}"  # noqa: S608
        return int(self._db.value(sql))

    def catch_up(self, limit: int) -> int:
        """Gives photos that were measured but not assessed their strengths, so far as they are known.

        Returns how many there were, at most `limit`; 0 when none is left.
        """
        with self._db.atomic():
            rows = self._db.rows(_MEASURED_ALONE, (limit,))
            self.save({PhotoId(row[0]): _assessment(row) for row in rows})
            if rows:  # their flags are from before, made by other rules
                self._db.execute("DELETE FROM meta WHERE key = ?", (_CHOICES,))
        return len(rows)

    def choose(self, choices: FlagChoices) -> list[PhotoId]:
        """Makes the flags of all photos what they are under these choices, in one transaction.

        What the user confirmed or dismissed stays; photos of which the strength is not known keep what they have,
        unless the flag is off. Flags whose choice is the same as before are not looked at, unless photos were caught
        up with.

        Returns:
            The photos whose flags are others now.
        """
        changed: set[int] = set()
        with self._db.atomic():
            before = self.choices if self._kept() is not None else None
            for name in FLAGS:
                if before is None or choices.position(name) != before.position(name):
                    changed |= self._choose_one(name, choices.position(name))
            kept = json.dumps(choices.as_texts())
            self._db.execute("REPLACE INTO meta (key, value) VALUES (?, ?)", (_CHOICES, kept))
            tiles.refresh(self._db, changed)
        return [PhotoId(photo) for photo in sorted(changed)]

    def _choose_one(self, name: FlagName, position: int) -> set[int]:
        cut = cut_at(name, position)
        (present,) = self._db.columns("SELECT photo_id FROM flag WHERE name = ?", ("photo_id",), (str(name),))
        if cut is None:
            self._db.execute("DELETE FROM flag WHERE name = ?", (str(name),))
            return set(present.tolist())
        ids, strengths = self._db.columns(f"SELECT photo_id, {name} FROM assessment", ("photo_id", name))  # noqa: S608
        is_flagged = strengths >= cut
        gone = np.intersect1d(present, ids[(strengths != UNKNOWN) & ~is_flagged])
        is_new = is_flagged & ~np.isin(ids, present)
        self._db.execute(
            "DELETE FROM flag WHERE name = ? AND photo_id IN (SELECT value FROM json_each(?))",
            (str(name), tiles.id_list(gone)),
        )
        new = [
            (photo, str(name), score_of(name, s))
            for photo, s in zip(ids[is_new].tolist(), strengths[is_new].tolist(), strict=True)
        ]
        self._db.execute_many("INSERT INTO flag (photo_id, name, score, why) VALUES (?, ?, ?, '')", new)
        return {*gone.tolist(), *ids[is_new].tolist()}


_MEASURED_ALONE = """
    SELECT m.photo_id, m.sharpness, m.brightness, m.clipped_dark, m.clipped_light, m.noise_sigma, m.palette,
        m.screenshot, m.document, d.exposure_s, d.f_number,
        (SELECT f.score FROM flag AS f WHERE f.photo_id = m.photo_id AND f.name = 'sensitive'),
        (SELECT f.score FROM flag AS f WHERE f.photo_id = m.photo_id AND f.name = 'weapon')
    FROM photo_measures AS m LEFT JOIN photo_metadata AS d ON d.photo_id = m.photo_id
    WHERE m.photo_id NOT IN (SELECT photo_id FROM assessment) ORDER BY m.photo_id LIMIT ?"""


def _assessment(row: type_row) -> Assessment:
    measures = Measures(
        sharpness=row[1],
        brightness=row[2],
        clipped_dark=row[3],
        clipped_light=row[4],
        noise_sigma=row[5],
        colourfulness=0.0,
        average_rgb=0,
        palette=tuple((colour, share) for colour, share in json.loads(row[6])),
        phash=0,
        screenshot=row[7],
        document=row[8],
    )
    return assessed(measures, Metadata(exposure_s=row[9], f_number=row[10]), row[11], row[12])
