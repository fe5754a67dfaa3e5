"""Smart albums in a window: their lines in the sidebar, the bar above their photos, and what can be done with them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QInputDialog, QMenu

from desktop_app.domain.ids import PhotoId, SmartAlbumId
from desktop_app.domain.library import Changes, Edit
from desktop_app.gui import icons, places
from desktop_app.gui.places import Kind
from desktop_app.gui.refreshing import Pace
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.domain.smart_album import Lesson, RuleSet, SmartAlbum
    from desktop_app.gui.smart_bar import SmartBar
    from desktop_app.gui.window import MainWindow

log = logging.getLogger(__name__)

NEWS_SHARE, NEWS_REST_S = 0.1, 10.0


class SmartDesk(QObject):
    """Serves smart albums. The bar is made when the first of their pages is shown. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library, self._bridge = window, window.library, window.bridge
        self.bar: SmartBar | None = None
        self.albums: dict[SmartAlbumId, SmartAlbum] = {}
        self._lessons: dict[SmartAlbumId, Lesson] = {}
        self._generation = 0
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(self._load)
        window.navigator.opened.connect(self._load)
        window.navigator.moved.connect(self._on_moved)
        tree = window.space.sidebar.tree
        tree.smart_menu_requested.connect(self._show_menu)
        tree.drops.examples_dropped.connect(lambda ids, album: self.teach(album, wanted=tuple(ids)))

    @property
    def current(self) -> SmartAlbum | None:
        """The smart album whose page is shown."""
        place = self._window.navigator.place
        album_id = place.page.smart_album_id if place.kind is Kind.TIMELINE else None
        return self.albums.get(album_id) if album_id is not None else None

    def take_news(self, changes: Changes) -> None:
        """Albums, examples or photos changed: asked for again, at once after an act."""
        if changes.is_order_changed or changes.is_membership_changed or changes.is_undo_changed or changes.added:
            self._pace.want()
            if changes.is_undo_changed or changes.is_order_changed:
                self._pace.hurry()
        if changes.are_tags_changed and not changes.is_undo_changed and any(self._taught):
            self._library.order.smart_albums.refresh()  # photos were understood: the albums grow

    @property
    def _taught(self) -> list[SmartAlbum]:
        from desktop_app.domain.smart_album import SmartKind  # late, like those below: after the first tiles

        return [album for album in self.albums.values() if album.kind is SmartKind.EXAMPLE]

    # asking

    def _load(self) -> None:
        self._generation += 1
        generation = self._generation
        self._pace.begin()
        self._bridge.when_done(
            self._library.ask(lambda queries: queries.smart_albums()),
            self._pace.ending(self._show_albums),
            self._pace.ending(lambda error: log.error("smart albums could not be listed", exc_info=error)),
            receiver=self,
            is_current=lambda: generation == self._generation,
        )

    def _show_albums(self, found: list[SmartAlbum]) -> None:
        self.albums = {album.id: album for album in found}
        self._window.space.sidebar.tree.show_smart(found)
        names = self._window.navigator.names
        names.update({places.smart_album(album.id): album.name for album in found})
        self._window.navigator.show_title()
        self._on_moved()

    def _on_moved(self) -> None:
        album = self.current
        if album is not None:
            from desktop_app.domain.smart_album import SmartKind

            self._show_bar(album)
            if album.kind is SmartKind.EXAMPLE:
                self._ask_lesson(album.id)
        elif self.bar is not None:
            self.bar.hide()

    def _show_bar(self, album: SmartAlbum) -> None:
        if self.bar is None:
            from desktop_app.gui.smart_bar import SmartBar  # late: only where there is a smart album

            self.bar = bar = SmartBar(self._load_picture, self._window.space)
            self._window.space.add_bar(bar)
            bar.strictness_wanted.connect(self._set_strictness)
            bar.rules_wanted.connect(self.edit_rules)
            bar.answered.connect(self._on_answer)
        words = "" if album.rules is None else self._rules_text(album.rules)
        self.bar.show_album(album, self._lessons.get(album.id), words)
        self.bar.show()

    def _rules_text(self, rules: RuleSet) -> str:
        from desktop_app.domain.smart_album import Combine

        count = len(list(rules.leaves()))
        if rules.combine is Combine.ANY and count > 1:
            return counted("SmartAlbums", "Photos that meet 1 rule", "Photos that meet any of {n} rules", count)
        return counted("SmartAlbums", "Photos that meet 1 rule", "Photos that meet all of {n} rules", count)

    def _ask_lesson(self, album_id: SmartAlbumId) -> None:
        def arrived(lesson: Lesson) -> None:
            self._lessons[album_id] = lesson
            album = self.current
            if album is not None and album.id == album_id:
                self._show_bar(album)

        future = self._library.order.smart_albums.lesson(album_id)
        self._bridge.when_done(future, arrived, self._window.edits.fail, receiver=self)

    def _load_picture(self, photo: PhotoId, show: Callable[[QImage], object]) -> None:
        future = self._library.thumbnail(photo, QImage.fromData)
        self._bridge.when_done(future, lambda image: show(image) if image else None, lambda _e: None, receiver=self)

    # acts

    def teach(
        self, album_id: SmartAlbumId, *, wanted: tuple[PhotoId, ...] = (), refused: tuple[PhotoId, ...] = ()
    ) -> None:
        """Says of photos that they belong, or do not."""
        from desktop_app.library.smart_album_commands import (
            TeachSmartAlbum,  # late, like those below: after the first tiles
        )

        album = self.albums.get(album_id)
        name = album.name if album is not None else ""
        said = counted("SmartAlbums", "1 example of “{album}”", "{n} examples of “{album}”", len(wanted))
        if refused:
            said = counted("SmartAlbums", "1 photo is not “{album}”", "{n} photos are not “{album}”", len(refused))
        self._window.edits.run(
            TeachSmartAlbum(album_id, wanted, refused), lambda edit: said.replace("{album}", name) if edit.id else ""
        )

    def _on_answer(self, photo: PhotoId, is_wanted: bool) -> None:  # noqa: FBT001 - Qt's signal
        album = self.current
        if album is not None:
            self.teach(album.id, wanted=(photo,) if is_wanted else (), refused=() if is_wanted else (photo,))

    def _set_strictness(self, strictness: float) -> None:
        from desktop_app.domain.smart_album import SmartKind
        from desktop_app.library.smart_album_commands import SetSmartStrictness

        album = self.current
        if album is not None and album.kind is SmartKind.EXAMPLE:
            text = self.tr("Strictness of “{album}” changed").replace("{album}", album.name)
            self._window.edits.run(SetSmartStrictness(album.id, strictness), lambda edit: text if edit.id else "")

    def create_by_example(self, ids: Sequence[PhotoId]) -> None:
        """Makes a smart album of which these photos are examples, and shows it."""
        title, label = self.tr("New smart album"), self.tr("It finds photos like the ones you chose. Name:")
        name, is_given = QInputDialog.getText(self._window, title, label, text=self._free_name())
        if is_given and name.strip():
            self._create(name, None, tuple(ids))

    def create_by_rules(self, rules: RuleSet | None = None, name: str = "") -> None:
        """Opens the editor for a new smart album."""
        from desktop_app.domain.smart_album import RuleSet

        self._open_editor(name or self._free_name(), rules or RuleSet(), lambda n, r: self._create(n, r, ()))

    def save_search(self) -> None:
        """Opens the editor with what the search asks for."""
        from desktop_app.library.smart_searches import rules_of_search

        place = self._window.navigator.place
        if place.kind is Kind.SEARCH:
            self.create_by_rules(rules_of_search(place.text), place.text[:80])

    def edit_rules(self) -> None:
        """Opens the editor for the album shown."""
        from desktop_app.library.smart_album_commands import SetSmartRules

        album = self.current
        if album is None or album.rules is None:
            return
        text = self.tr("Rules of “{album}” changed").replace("{album}", album.name)
        album_id = album.id

        def keep(_name: str, rules: RuleSet) -> None:
            self._window.edits.run(SetSmartRules(album_id, rules), lambda edit: text if edit.id else "")

        self._open_editor(album.name, album.rules, keep, is_new=False)

    def _open_editor(
        self, name: str, rules: RuleSet, on_chosen: Callable[[str, RuleSet], object], *, is_new: bool = True
    ) -> None:
        from desktop_app.gui.smart_rules_dialog import SmartRulesDialog  # late: only when asked for

        dialog = SmartRulesDialog(name, rules, self._window, is_new=is_new)

        def count(asked: RuleSet) -> None:
            future = self._library.order.smart_albums.count(asked)
            self._bridge.when_done(future, lambda number: dialog.show_count(asked, number), receiver=dialog)

        dialog.count_wanted.connect(count)
        dialog.chosen.connect(on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _create(self, name: str, rules: RuleSet | None, ids: tuple[PhotoId, ...]) -> None:
        text = self.tr("Made “{album}”").replace("{album}", " ".join(name.split()))

        def made(album_id: SmartAlbumId) -> None:
            self._window.toast.offer_undo(text)
            self._window.edits.refresh()
            self._window.navigator.go(places.smart_album(album_id))

        future = self._library.order.smart_albums.create(name, rules, ids)
        self._bridge.when_done(future, made, self._window.edits.fail, receiver=self)

    def _free_name(self) -> str:
        taken = {album.name.casefold() for album in self.albums.values()}
        name, number = self.tr("New smart album"), 1
        while name.casefold() in taken:
            number += 1
            name = self.tr("New smart album {n}").replace("{n}", str(number))
        return name

    def rename(self, album: SmartAlbum) -> None:
        """Asks for another name."""
        from desktop_app.library.smart_album_commands import RenameSmartAlbum

        title, label = self.tr("Rename smart album"), self.tr("Name of the smart album:")
        name, is_given = QInputDialog.getText(self._window, title, label, text=album.name)
        if is_given and name.strip() and name.strip() != album.name:
            text = self.tr("Renamed to “{album}”").replace("{album}", " ".join(name.split()))
            self._window.edits.run(RenameSmartAlbum(album.id, name), lambda edit: text if edit.id else "")

    def delete(self, album: SmartAlbum) -> None:
        """Deletes a smart album at once; the bar offers to undo it. Its page gives way to the library."""
        from desktop_app.library.smart_album_commands import DeleteSmartAlbum

        text = self.tr("Deleted “{album}”. Its photos stay in the library.").replace("{album}", album.name)
        if self._window.navigator.place == places.smart_album(album.id):
            self._window.navigator.go(places.timeline(), is_step=False)
        self._window.edits.run(DeleteSmartAlbum(album.id), lambda _edit: text)

    def move(self, album: SmartAlbum, position: int) -> None:
        """Puts a smart album at another place among them."""
        from desktop_app.library.smart_album_commands import MoveSmartAlbum

        text = self.tr("Moved “{album}”").replace("{album}", album.name)

        def words(edit: Edit) -> str:
            return text if edit.id else ""

        self._window.edits.run(MoveSmartAlbum(album.id, position), words)

    # menus

    def menu_of(self, album: SmartAlbum) -> QMenu:
        """Returns the menu of a smart album's line."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(
            icons.icon("smart-album"), self.tr("Show"), lambda: self._window.navigator.go(places.smart_album(album.id))
        )
        menu.addSeparator()
        menu.addAction(icons.icon("pencil"), self.tr("Rename…"), lambda: self.rename(album))
        if album.rules is not None:
            menu.addAction(icons.icon("sliders"), self.tr("Change rules…"), self.edit_rules).setEnabled(
                self.current == album
            )
        menu.addSeparator()
        up = menu.addAction(self.tr("Move up"), lambda: self.move(album, album.position - 1))
        down = menu.addAction(self.tr("Move down"), lambda: self.move(album, album.position + 1))
        up.setEnabled(album.position > 0)
        down.setEnabled(album.position < len(self.albums) - 1)
        menu.addSeparator()
        menu.addAction(icons.icon("trash"), self.tr("Delete smart album"), lambda: self.delete(album))
        return menu

    def _show_menu(self, album_id: SmartAlbumId, at: QPoint) -> None:
        album = self.albums.get(album_id)
        if album is not None:
            self.menu_of(album).popup(at)

    def add_to_photo_menu(self, menu: QMenu, ids: Sequence[PhotoId]) -> None:
        """Puts "This" and "Not this" at the head of the menu of photos of a smart album by example."""
        from desktop_app.domain.smart_album import SmartKind

        album = self.current
        if album is None or album.kind is not SmartKind.EXAMPLE or not ids:
            return
        chosen, first = tuple(ids), menu.actions()[0]
        refuse = menu.addAction(
            icons.icon("close"), self.tr("Not this: take out of “{album}”").replace("{album}", album.name)
        )
        refuse.triggered.connect(lambda: self.teach(album.id, refused=chosen))
        keep = menu.addAction(
            icons.icon("tick"), self.tr("This: an example of “{album}”").replace("{album}", album.name)
        )
        keep.triggered.connect(lambda: self.teach(album.id, wanted=chosen))
        for action in (keep, refuse):
            menu.insertAction(first, action)
        menu.insertSeparator(first)


def smart_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Returns what each action of smart albums does."""
    desk = window.smart_desk
    return {
        "new-smart-rules": lambda: desk.create_by_rules(),
        "new-smart-example": lambda: desk.create_by_example(window.chosen_ids),
        "save-search": desk.save_search,
    }
