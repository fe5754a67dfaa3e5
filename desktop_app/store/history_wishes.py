"""What the user says about suggestions, by word and by deed: feedback, interests chosen, albums declined.

What the user can take back is one row of `change`, whose id stands in the library's journal of edits: nothing personal
does. A change keeps the state before and after, so that it can be done and undone any number of times.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from desktop_app.domain.history import Feedback, FeedbackKind, InterestChoice
from desktop_app.domain.ids import InterestId, PhotoId, ViewId
from desktop_app.store import tiles
from desktop_app.store.database import Database
from desktop_app.store.history_views import HistoryViews

UNDOABLE = frozenset({FeedbackKind.LESS, FeedbackKind.NEVER})
_MARKS = ("view", "feedback")


class HistoryWishes(HistoryViews):
    """The part of the history that the user writes on purpose."""

    def add_feedback(self, ids: Sequence[PhotoId], kind: FeedbackKind, at_ms: int, value: int = 0) -> int:
        """Keeps an act; photos that are not in the library are dropped, and so is a second "never".

        Returns:
            The change that undoes it, 0 for what has no undo of its own or changed nothing.

        Raises:
            UserError: the history cannot be written; nothing was kept.
        """
        if kind is FeedbackKind.NEVER:
            known = {one.photo_id for one in self.feedback(at_ms) if one.kind is kind}
            ids = [photo for photo in ids if photo not in known]
        if not ids:
            return 0

        def add(db: Database) -> int:
            subjects = self._photos.intern(db, ids).values()
            rows = [
                int(
                    db.value(
                        "INSERT INTO feedback (subject, kind, at_ms, value) VALUES (?, ?, ?, ?) RETURNING id",
                        (subject, str(kind), at_ms, value),
                    )
                )
                for subject in subjects
            ]
            if not rows or kind not in UNDOABLE:
                return 0
            return self._note(db, "feedback", dict.fromkeys(rows, 1), dict.fromkeys(rows, 0))

        return self._write(add, is_durable=kind in UNDOABLE, is_adding=True)

    def feedback(self, until_ms: int | None = None) -> list[Feedback]:
        """Returns what holds now, newest first. What the user asked for counts whatever its time, the rest until_ms."""

        def ask(db: Database) -> list[Feedback]:
            photos = self._photos.resolve(db)
            rows = db.rows(
                """SELECT id, subject, kind, at_ms, value FROM feedback WHERE NOT is_forgotten
                   AND (?1 IS NULL OR at_ms <= ?1 OR kind IN ('less', 'never')) ORDER BY at_ms DESC, id DESC""",
                (until_ms,),
            )
            return [
                Feedback(photos[subject], FeedbackKind(kind), at_ms, value, number)
                for number, subject, kind, at_ms, value in rows
                if subject in photos
            ]

        return self._read(ask, [])

    def choices(self) -> list[InterestChoice]:
        """Returns what the user decided about interests."""

        def ask(db: Database) -> list[InterestChoice]:
            photos = self._photos.resolve(db)
            rows = db.rows("SELECT subject, name, boost, is_muted FROM choice ORDER BY subject")
            found = {
                photos[subject]: InterestChoice(InterestId(photos[subject]), name, boost, bool(is_muted))
                for subject, name, boost, is_muted in rows
                if subject in photos
            }
            return list(found.values())

        return self._read(ask, [])

    def set_choice(self, choice: InterestChoice) -> int:
        """Keeps a decision in the place of an earlier one with the same anchor. Returns the change, 0 for none.

        Raises:
            UserError: the history cannot be written; nothing was kept.
        """

        def choose(db: Database) -> int:
            anchor = PhotoId(choice.anchor)
            subjects = self._photos.intern(db, [anchor])
            if anchor not in subjects:
                return 0
            photos = self._photos.resolve(db)
            same = [subject for subject, photo in photos.items() if photo == anchor]
            before = {
                str(subject): [name, boost, is_muted]
                for subject, name, boost, is_muted in db.rows("SELECT subject, name, boost, is_muted FROM choice")
                if subject in same
            }
            is_plain = not choice.name and choice.boost == 1.0 and not choice.is_muted
            row = None if is_plain else [choice.name, choice.boost, int(choice.is_muted)]
            after = dict.fromkeys(before) | {str(subjects[anchor]): row}
            undo: dict[str, Any] = dict.fromkeys(after) | before
            if undo == after:
                return 0
            self._put(db, "choice", after)
            return self._note(db, "choice", undo, after)

        return self._write(choose, is_durable=True)

    def dismissed_albums(self) -> frozenset[str]:
        """Returns the keys of suggested albums the user does not want."""
        return self._read(
            lambda db: frozenset(row[0] for row in db.rows("SELECT key FROM dismissed_album")), frozenset()
        )

    def dismiss_album(self, key: str) -> int:
        """Keeps that a suggested album is not wanted. Returns the change, 0 when it was known.

        Raises:
            UserError: the history cannot be written; nothing was kept.
        """

        def dismiss(db: Database) -> int:
            if db.value("SELECT 1 FROM dismissed_album WHERE key = ?", (key,)):
                return 0
            self._put(db, "album", {key: 1})
            return self._note(db, "album", {key: None}, {key: 1})

        return self._write(dismiss, is_durable=True)

    def forget(self, view_ids: Sequence[ViewId], feedback_ids: Sequence[int]) -> int:
        """Leaves looks and acts out of everything from now on; undoable. Returns the change, 0 for none.

        Raises:
            UserError: the history cannot be written; nothing was forgotten.
        """
        wanted = {"view": view_ids, "feedback": feedback_ids}

        def mark(db: Database) -> int:
            marks = {
                table: {
                    str(row[0]): 1
                    for row in db.rows(
                        f"""SELECT id FROM {table} WHERE NOT is_forgotten
                            AND id IN (SELECT value FROM json_each(?))""",  # noqa: S608 - one of two names
                        (tiles.id_list(ids),),
                    )
                }
                for table, ids in wanted.items()
            }
            if not any(marks.values()):
                return 0
            self._put(db, "forget", marks)
            return self._note(db, "forget", {table: dict.fromkeys(ids, 0) for table, ids in marks.items()}, marks)

        return self._write(mark, is_durable=True)

    def replay(self, change_id: int, *, is_undo: bool) -> None:
        """Takes a change back or does it again; once more changes nothing. One that is gone meanwhile is left alone.

        Raises:
            UserError: the history cannot be written; nothing was changed.
        """

        def act(db: Database) -> None:
            row = db.row("SELECT kind, before, after FROM change WHERE id = ?", (change_id,))
            if row is not None:
                self._put(db, row[0], json.loads(row[1] if is_undo else row[2]))

        self._write(act, is_durable=True)

    def photos_of(self, change_id: int) -> tuple[PhotoId, ...]:
        """Returns the photos that a change asks fewer of, or never; none for other changes and for one that is gone."""

        def ask(db: Database) -> tuple[PhotoId, ...]:
            row = db.row("SELECT before FROM change WHERE id = ? AND kind = 'feedback'", (change_id,))
            if row is None:
                return ()
            photos = self._photos.resolve(db)
            rows = db.rows(
                "SELECT subject FROM feedback WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (tiles.id_list(map(int, json.loads(row[0]))),),
            )
            return tuple(dict.fromkeys(photos[subject] for (subject,) in rows if subject in photos))

        return self._read(ask, ())

    def _note(self, db: Database, kind: str, before: dict[Any, Any], after: dict[Any, Any]) -> int:
        """Writes a change down. Ids follow the clock: those of a file made anew do not mean changes of the old one."""
        now = self._clock()
        number = max(now, int(db.value("SELECT coalesce(max(id), 0) FROM change")) + 1)
        db.execute(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?)", (number, kind, now, json.dumps(before), json.dumps(after))
        )
        return number

    def _put(self, db: Database, kind: str, state: dict[str, Any]) -> None:
        """Makes rows what a state says: None is no row. Rows deleted meanwhile do not come back."""
        match kind:
            case "feedback":
                _set_marks(db, "feedback", state)
            case "forget":
                for table in _MARKS:
                    _set_marks(db, table, state[table])
            case "choice":
                db.execute_many(
                    "DELETE FROM choice WHERE subject = ?", [(int(subject),) for subject in state if not state[subject]]
                )
                db.execute_many(
                    "REPLACE INTO choice SELECT id, ?2, ?3, ?4 FROM subject WHERE id = ?1",
                    [(int(subject), *row) for subject, row in state.items() if row],
                )
            case "album":
                db.execute_many("DELETE FROM dismissed_album WHERE key = ?", [(k,) for k in state if not state[k]])
                db.execute_many("REPLACE INTO dismissed_album VALUES (?)", [(key,) for key in state if state[key]])


def _set_marks(db: Database, table: str, marks: dict[str, int]) -> None:
    db.execute_many(
        f"UPDATE {table} SET is_forgotten = ? WHERE id = ?",  # noqa: S608 - one of two names
        [(mark, int(number)) for number, mark in marks.items()],
    )
