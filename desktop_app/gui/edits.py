"""Every edit the window makes, as one short function each; says what was done and offers to undo it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.domain.library import Edit, UndoState
from desktop_app.domain.photo import FlagName
from desktop_app.errors import UserError
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.edit_words import done_text, label_text, with_problems
from desktop_app.gui.toast import Toast

if TYPE_CHECKING:
    from desktop_app.library.commands import Command
    from desktop_app.library.library import Library

log = logging.getLogger(__name__)


class Edits(QObject):
    """Runs commands on the library and keeps what Undo and Redo would do."""

    undo_changed = Signal(object)  # UndoState

    def __init__(self, library: Library, bridge: Bridge, toast: Toast, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge, self._toast = library, bridge, toast
        self.undo_state = UndoState()
        toast.undone.connect(self.undo)

    def rate(self, ids: Sequence[PhotoId], rating: int) -> None:
        """Gives 0 to 5 stars."""
        from desktop_app.library.commands import SetRating  # late, like those below: after the first tiles

        self._run(SetRating(tuple(ids), rating))

    def set_favourite(self, ids: Sequence[PhotoId], *, is_favourite: bool) -> None:
        """Marks or unmarks favourites."""
        from desktop_app.library.commands import SetFavourite

        self._run(SetFavourite(tuple(ids), is_favourite))

    def set_hidden(self, ids: Sequence[PhotoId], *, is_hidden: bool) -> None:
        """Hides photos or shows them again."""
        from desktop_app.library.commands import SetHidden

        self._run(SetHidden(tuple(ids), is_hidden))

    def add_tag(self, ids: Sequence[PhotoId], name: str) -> None:
        """Adds a tag."""
        from desktop_app.library.commands import AddTag

        self._run(AddTag(tuple(ids), name))

    def remove_tag(self, ids: Sequence[PhotoId], name: str) -> None:
        """Removes a tag from these photos."""
        from desktop_app.library.commands import RemoveTag

        self._run(RemoveTag(tuple(ids), name))

    def suppress_tag(self, name: str) -> None:
        """Never suggests a tag again."""
        from desktop_app.library.commands import SuppressTag

        self._run(SuppressTag(name))

    def dismiss_flag(self, ids: Sequence[PhotoId], flag: FlagName) -> None:
        """Says that a flag is wrong."""
        from desktop_app.library.commands import DismissFlag

        self._run(DismissFlag(tuple(ids), flag))

    def set_flag(self, ids: Sequence[PhotoId], flag: FlagName, *, is_set: bool) -> None:
        """Marks photos by hand, or says that a flag is wrong."""
        from desktop_app.library.commands import DismissFlag
        from desktop_app.library.flag_commands import ConfirmFlag

        self._run((ConfirmFlag if is_set else DismissFlag)(tuple(ids), flag))

    def undo(self) -> None:
        """Takes back the last edit."""
        from desktop_app.library.commands import Undo

        self._run(Undo(), self.tr("Undone: {what}"))

    def redo(self) -> None:
        """Does again what was taken back."""
        from desktop_app.library.commands import Redo

        self._run(Redo(), self.tr("Done again: {what}"))

    def add_folders(self, folders: Sequence[Path], on_done: Callable[[], object] | None = None) -> None:
        """Adds folders to the library; indexing follows by itself."""
        from desktop_app.library.commands import AddRoot

        for path in folders:
            future = self._library.run(AddRoot(path))
            self._bridge.when_done(
                future, lambda _none: on_done() if on_done is not None else None, self.fail, receiver=self
            )

    def remove_root(self, root_id: RootId) -> None:
        """Stops watching a folder. Its files are not touched."""
        from desktop_app.library.commands import RemoveRoot

        future = self._library.run(RemoveRoot(root_id))
        self._bridge.when_done(
            future,
            lambda _none: self._toast.say(self.tr("The folder was removed. Its files are untouched.")),
            self.fail,
            receiver=self,
        )

    def refresh(self) -> None:
        """Asks what Undo and Redo would do now."""
        future = self._library.ask(lambda queries: queries.undo_state())
        self._bridge.when_done(future, self._on_state, receiver=self)

    def run(
        self,
        command: Command,
        words: Callable[[Edit], str],
        on_failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Runs a command; `words` says what was done, '' says nothing. On failure says why, or calls `on_failed`."""

        def done(edit: Edit | None) -> None:
            said = with_problems(words(edit), edit.problems) if edit is not None else ""
            if said and edit is not None:
                (self._toast.offer_undo if edit.id else self._toast.say)(said)
            self.refresh()

        self._bridge.when_done(self._library.run(command), done, on_failed or self.fail, receiver=self)

    def _run(self, command: Command, sentence: str = "") -> None:
        future = self._library.run(command)
        self._bridge.when_done(future, lambda edit: self._on_edit(command, edit, sentence), self.fail, receiver=self)

    def _on_edit(self, command: Command, edit: Edit | None, sentence: str) -> None:
        if edit is None:
            return
        words = sentence.format(what=label_text(edit.label)) if sentence else done_text(command, len(edit.photo_ids))
        words = with_problems(words, edit.problems)
        if sentence or not edit.id:  # what changed nothing is not written down: Undo would take back another act
            self._toast.say(words or label_text(edit.label))
        else:
            self._toast.offer_undo(words or label_text(edit.label))
        self.refresh()

    def _on_state(self, state: UndoState) -> None:
        self.undo_state = state
        self.undo_changed.emit(state)

    def fail(self, error: BaseException) -> None:
        """Says why an edit was not done."""
        if isinstance(error, UserError):
            self._toast.say(error.sentence())
        else:
            log.error("an edit failed", exc_info=error)
            self._toast.say(self.tr("That did not work. Nothing was changed."))
