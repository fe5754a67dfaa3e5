"""What a window does with photos that have versions: shows all of a pile, and takes one apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Badge, Status
from desktop_app.gui import places
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow


class VersionsDesk(QObject):
    """Piles of versions in one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What its actions do."""
        return {"show-versions": self.show, "unstack": self.unstack}

    def are_stacked(self, ids: Sequence[PhotoId]) -> bool:
        """Says whether all of these photos of the page lie on piles. Reads memory only."""
        space = self._window.space
        return space.have_badge(ids, Badge.VERSION) or space.have_status(ids, Status.BEHIND)

    def show(self) -> None:
        """Shows all photos of the pile the chosen photo lies on."""
        chosen = self._window.chosen_ids
        if not chosen:
            return

        def go(ids: list[PhotoId]) -> None:
            if self._window.space.is_viewing:
                self._window.space.viewer.close_viewer()
            self._window.navigator.go(places.versions(tuple(ids)))

        pile = self._window.library.ask(lambda queries: queries.versions(chosen[0]))
        self._window.bridge.when_done(pile, go, self._window.edits.fail)

    def unstack(self) -> None:
        """Makes the photos of the piles photos of their own, with Undo."""
        from desktop_app.library.version_commands import UnstackVersions  # late: after the first tiles

        ids = tuple(self._window.chosen_ids)
        words = counted("VersionsDesk", "{n} pile taken apart", "{n} piles taken apart", len(ids))
        self._window.edits.run(UnstackVersions(ids), lambda edit: words if edit.id else "", self._window.edits.fail)
