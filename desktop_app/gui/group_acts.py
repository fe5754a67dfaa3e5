"""What a window does with groups, as one short function each; says what was done and offers to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Edit, Page, Scope
from desktop_app.gui import places
from desktop_app.gui.places import Kind, Place
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.domain.group import Group
    from desktop_app.gui.groups_desk import GroupsDesk
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.queries import Queries


class GroupActs(QObject):
    """Acts on groups of one window; which groups there are, its desk knows."""

    def __init__(self, window: MainWindow, desk: GroupsDesk) -> None:
        super().__init__(desk)
        self._window, self._desk = window, desk

    def open(self, group_id: GroupId) -> None:
        """Goes to a group's photos."""
        self._window.navigator.go(places.group(group_id))

    def rename(self, group_id: GroupId, name: str) -> None:
        """Gives a group a name of the user's."""
        from desktop_app.library.group_commands import RenameGroup  # late, like those below: after the first tiles

        words = self.tr("Renamed to “{group}”").replace("{group}", " ".join(name.split()))

        def failed(error: BaseException) -> None:
            self._desk.refresh()
            self._window.edits.fail(error)

        self._window.edits.run(RenameGroup(group_id, name), lambda edit: words if edit.id else "", failed)

    def make_album(self, ids: Sequence[GroupId]) -> None:
        """Makes an album of the photos of groups, named after the first."""
        groups = [group for group in map(self._desk.group, ids) if group is not None]
        if not groups:
            return

        def ask(queries: Queries) -> list[PhotoId]:
            pages = [queries.timeline(Page(Scope.GROUP, group_id=group.id)).ids for group in groups]
            return [PhotoId(int(photo)) for page in pages for photo in page]

        window = self._window
        window.bridge.when_done(
            window.library.ask(ask),
            lambda photos: window.albums.create(photos, groups[0].name),
            window.edits.fail,
            receiver=self,
        )

    def more_like(self, group_id: GroupId) -> None:
        """Goes to photos that are like a group and not in it."""
        self._window.navigator.go(Place(Kind.MORE_LIKE, Page(Scope.GROUP, group_id=group_id)))

    def split(self, group_id: GroupId) -> None:
        """Makes two groups of one."""
        from desktop_app.library.group_commands import SplitGroup

        words = self._named(self.tr("Made two groups of “{group}”"), group_id)
        is_here = self._window.navigator.place.page.group_id == group_id

        def said(edit: Edit) -> str:
            if not edit.id:
                return self._named(self.tr("The photos of “{group}” are all of one kind"), group_id)
            if is_here:
                self._window.navigator.go(places.GROUPS)
            return words

        self._window.edits.run(SplitGroup(group_id), said)

    def merge(self, ids: Sequence[GroupId]) -> None:
        """Makes one group of several: the first takes the others in."""
        from desktop_app.library.group_commands import MergeGroups

        groups = [group for group in map(self._desk.group, ids) if group is not None]
        if len(groups) < 2:
            return
        words = counted("Groups", "Merged 1 group into “{group}”", "Merged {n} groups into “{group}”", len(groups) - 1)
        shown = self._window.navigator.place

        def said(edit: Edit) -> str:
            if shown.page.group_id is not None and self._window.navigator.place == shown:
                self._window.navigator.go(places.group(groups[0].id), is_step=False)
            return words.replace("{group}", groups[0].name) if edit.id else ""

        self._window.edits.run(MergeGroups(tuple(group.id for group in groups)), said)

    def choose_merge(self, group_id: GroupId) -> None:
        """Asks into which group another one goes."""
        from desktop_app.gui.group_chooser import GroupChooser  # late: only when asked for

        group = self._desk.group(group_id)
        others = [other for other in self._desk.groups if other.id != group_id]
        if group is None or not others:
            return
        lead = self.tr("Merge “{group}” into").replace("{group}", group.name)
        chooser = GroupChooser(lead, others, self._window, cover_of=self._cover)
        chooser.finished.connect(chooser.deleteLater)
        chooser.group_chosen.connect(lambda into: self.merge((into, group_id)))
        chooser.open()

    def _cover(self, photo_id: PhotoId) -> QPixmap | None:
        page = self._desk.page
        return page.cards.thumbnails.pixmap(photo_id) if page is not None else None

    def _named(self, words: str, group_id: GroupId) -> str:
        group: Group | None = self._desk.group(group_id)
        return words.replace("{group}", group.name if group is not None else self.tr("Group"))
