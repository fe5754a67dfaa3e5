"""What the user asks of suggestions, as acts that the journal can take back. What was asked stays in the history."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.domain.history import FeedbackKind, InterestChoice
from desktop_app.domain.ids import EditId, PhotoId, ViewId
from desktop_app.domain.library import Edit
from desktop_app.errors import UserError
from desktop_app.store.journal import HISTORY, Change

if TYPE_CHECKING:
    from desktop_app.store.history import History


class TasteEdits(ABC):
    """The part of `Edits` that is about suggestions. The library's journal learns only that there was such an act.

    The history is written first: when the machine stops in between, the act holds and merely has no undo.
    """

    _history: Callable[[], History]

    @abstractmethod
    def _apply(self, label: str, changes: list[Change]) -> Edit:
        """Does an act and writes it down."""

    @abstractmethod
    def _now_ms(self) -> int:
        """Returns the clock."""

    def less_like(self, ids: Sequence[PhotoId]) -> Edit:
        """Asks for fewer suggestions of this kind."""
        return self._keep(
            "Less like this", lambda: self._history().add_feedback(ids, FeedbackKind.LESS, self._now_ms())
        )

    def never_suggest(self, ids: Sequence[PhotoId]) -> Edit:
        """Keeps photos, and what is nearly the same picture, out of all suggestions."""
        return self._keep(
            "Never suggest this", lambda: self._history().add_feedback(ids, FeedbackKind.NEVER, self._now_ms())
        )

    def choose_interest(self, choice: InterestChoice) -> Edit:
        """Renames, boosts or mutes an interest: the whole choice as it shall be."""
        return self._keep("Change interest", lambda: self._history().set_choice(choice))

    def forget_interest(self, view_ids: Sequence[ViewId], feedback_ids: Sequence[int]) -> Edit:
        """Leaves the looks and acts behind an interest out of everything."""
        return self._keep("Forget interest", lambda: self._history().forget(view_ids, feedback_ids))

    def dismiss_album(self, key: str) -> Edit:
        """Says no to a suggested album."""
        return self._keep("Dismiss suggested album", lambda: self._history().dismiss_album(key))

    def _keep(self, label: str, act: Callable[[], int]) -> Edit:
        change = act()
        if not change:
            return Edit(EditId(0), label, self._now_ms())
        try:
            return self._apply(label, [Change(HISTORY, None, str(change), None, 1)])
        except UserError:
            self._history().replay(change, is_undo=True)
            raise

    def _with_wished(self, edit: Edit, changes: Sequence[Change]) -> Edit:
        """Returns an act with the photos that were asked for in it: only the history knows them."""
        asked = [photo for one in changes if one.kind == HISTORY for photo in self._history().photos_of(int(one.name))]
        return replace(edit, photo_ids=tuple(dict.fromkeys([*edit.photo_ids, *asked]))) if asked else edit

    def _replay_history(self, changes: Sequence[Change]) -> None:
        for change in changes:
            self._history().replay(int(change.name), is_undo=change.after is None)
