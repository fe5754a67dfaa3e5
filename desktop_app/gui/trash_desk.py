"""Photos to the trash and back, from wherever one is: asked before what cannot be done, undone with one click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes, Edit, Scope
from desktop_app.gui import places
from desktop_app.gui.edit_words import done_text
from desktop_app.gui.places import Kind
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.domain.trash import Refusal, TrashCheck, TrashContents
    from desktop_app.gui.dialogs import Question
    from desktop_app.gui.trash_bar import TrashBar
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.trash_commands import RestorePhotos, TrashPhotos


class TrashDesk(QObject):
    """Moves what is chosen, keeps the place in the page, and shows the page of the trash."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bar: TrashBar | None = None
        self._is_shown = False
        self.question: QMessageBox | None = None  # the one open now
        window.navigator.moved.connect(self._on_moved)
        window.space.grid.selection_changed.connect(lambda _ids: self._on_selection())

    @property
    def is_trash(self) -> bool:
        """Whether the page shown is the trash's."""
        place = self._window.navigator.place
        return place.kind is Kind.TIMELINE and place.page.scope is Scope.TRASH

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Returns what the actions about the trash do."""
        return {"trash": self.move_to_trash, "restore": self.restore, "go-trash": self.open_page}

    def open_page(self) -> None:
        """Shows what is in the trash."""
        if self._window.space.is_viewing:
            self._window.space.viewer.close_viewer()
        self._window.navigator.go(places.timeline(Scope.TRASH))

    def move_to_trash(self) -> None:
        """Moves the chosen photos to the trash, after looking whether that can be."""
        ids = tuple(self._window.chosen_ids)
        if not ids:
            return
        self._window.bridge.when_done(
            self._window.library.order.trash.check(ids),
            lambda check: self._on_checked(ids, check),
            self._window.edits.fail,
            receiver=self,
        )

    def restore(self) -> None:
        """Brings the chosen photos back; all of the page when none is chosen."""
        from desktop_app.library.trash_commands import RestorePhotos  # late, like those below: after the first tiles

        window = self._window
        ids = tuple(window.chosen_ids) or tuple(PhotoId(int(i)) for i in window.space.model.timeline.ids)
        if ids and self.is_trash:
            self._keep_place(ids)
            command = RestorePhotos(ids)
            window.edits.run(command, lambda edit: self._done(command, edit))

    def take_news(self, changes: Changes) -> None:
        """Looks again at what is in the trash when photos came or went and its page is shown."""
        if self._is_shown and changes.is_undo_changed and changes.is_membership_changed:
            self._look()

    def _on_checked(self, ids: tuple[PhotoId, ...], check: TrashCheck) -> None:
        from desktop_app.gui.dialogs import ask  # late, like those below: after the first tiles

        if not check.refused:
            self._move(ids)
        elif check.able:
            self.question = ask(self._window, self._question(check), lambda: self._move(check.able))
        else:
            self._window.toast.say(" ".join(refusal_text(why, count) for why, count in check.refused))

    def _question(self, check: TrashCheck) -> Question:
        from desktop_app.gui.dialogs import Question

        number = len(check.able)
        title = counted(
            "TrashDesk", "Move the other photo to the trash?", "Move the other {n} photos to the trash?", number
        )
        return Question(
            self.tr("Move to trash"),
            title,
            " ".join(refusal_text(why, count) for why, count in check.refused),
            counted("TrashDesk", "Move 1 photo", "Move {n} photos", number),
            self.tr("Move nothing"),
        )

    def _move(self, ids: tuple[PhotoId, ...]) -> None:
        from desktop_app.library.trash_commands import TrashPhotos

        self._keep_place(ids)
        command = TrashPhotos(ids)
        self._window.edits.run(command, lambda edit: self._done(command, edit))

    def _done(self, command: TrashPhotos | RestorePhotos, edit: Edit) -> str:
        window, gone = self._window, set(edit.photo_ids)
        viewer, place = window.space.viewer, window.navigator.place
        if window.space.is_viewing:
            row, _at = viewer.row
            viewer.replace_ids(np.array([i for i in row if int(i) not in gone], np.int64), viewer.sensitive)
        if place.kind in (Kind.SIMILAR, Kind.MORE_LIKE):
            window.navigator.go(place, is_step=False)  # such a page is not asked for again by itself
        return done_text(command, len(edit.photo_ids))

    def _keep_place(self, ids: Sequence[PhotoId]) -> None:
        """Has the photo after those that go be the chosen one, so that one can go on from there."""
        space = self._window.space
        if not space.is_viewing and space.is_grid_shown:
            self._window.navigator.focus_photo(neighbour(space.model.timeline.ids, ids))

    def _on_moved(self) -> None:
        was, self._is_shown = self._is_shown, self.is_trash
        if self._is_shown:
            self._make_bar().setVisible(self._window.space.is_grid_shown)
            if not was:
                self._look()
        elif self._bar is not None:
            self._bar.hide()

    def _on_selection(self) -> None:
        if self._is_shown and self._bar is not None:
            self._bar.show_selected(len(self._window.space.grid.selected_ids()))

    def _look(self) -> None:
        self._window.bridge.when_done(
            self._window.library.order.trash.look(), self._on_contents, self._window.edits.fail, receiver=self
        )

    def _on_contents(self, contents: TrashContents) -> None:
        self._make_bar().show_contents(contents)

    def _make_bar(self) -> TrashBar:
        if self._bar is None:
            from desktop_app.gui.trash_bar import TrashBar

            self._bar = TrashBar(self._window.space)
            self._bar.restore_wanted.connect(self.restore)
            self._window.space.add_bar(self._bar)
        return self._bar


def neighbour(row: np.ndarray, going: Sequence[PhotoId]) -> PhotoId | None:
    """Returns the photo to choose when some of a row go: the next that stays behind the first of them, else before.

    Args:
        row: (N,) int64, the photos of the page in order.
        going: those that go.
    """
    stays = ~np.isin(row, np.array(going, np.int64))
    gone = np.flatnonzero(~stays)
    if not len(gone) or not stays.any():
        return None
    left = np.flatnonzero(stays)
    behind = left[left > gone[0]]
    return PhotoId(int(row[behind[0] if len(behind) else left[-1]]))


def refusal_text(why: Refusal, count: int) -> str:
    """Returns why so many photos cannot be moved to the trash."""
    from desktop_app.domain.trash import Refusal

    words = {
        Refusal.GONE: lambda: counted(
            "TrashDesk", "1 photo is not there any more.", "{n} photos are not there any more.", count
        ),
        Refusal.OFFLINE: lambda: counted(
            "TrashDesk",
            "1 photo lies in a folder that is not connected.",
            "{n} photos lie in folders that are not connected.",
            count,
        ),
        Refusal.IN_TRASH: lambda: counted(
            "TrashDesk", "1 photo is in the trash already.", "{n} photos are in the trash already.", count
        ),
        Refusal.NETWORK: lambda: counted(
            "TrashDesk",
            "1 photo lies on a network share, which has no trash.",
            "{n} photos lie on a network share, which has no trash.",
            count,
        ),
        Refusal.READ_ONLY: lambda: counted(
            "TrashDesk",
            "1 photo lies in a folder that may not be changed.",
            "{n} photos lie in folders that may not be changed.",
            count,
        ),
        Refusal.NO_TRASH: lambda: counted(
            "TrashDesk",
            "1 photo lies on a drive without a trash.",
            "{n} photos lie on a drive without a trash.",
            count,
        ),
        Refusal.SANDBOX: lambda: counted(
            "TrashDesk",
            "1 photo cannot be moved: this installation of Reverie cannot reach your trash.",
            "{n} photos cannot be moved: this installation of Reverie cannot reach your trash.",
            count,
        ),
    }
    return words[why]()
