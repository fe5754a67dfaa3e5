"""The sidebar's lines as a tree: places with their counts, headings, folders below their roots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QCoreApplication,
    QLocale,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop_app.domain.album import Album
from desktop_app.domain.ids import AlbumId, PhotoId, SmartAlbumId
from desktop_app.domain.library import Counts, Folder, Page, Root, RootState, Scope
from desktop_app.domain.photo import FlagName
from desktop_app.gui import places
from desktop_app.gui.facts import flag_text
from desktop_app.gui.places import Kind, Place

if TYPE_CHECKING:
    from desktop_app.domain.smart_album import SmartAlbum

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ALBUM_MIME = "application/x-reverie-album"
ALBUMS_KEY = "albums"

FLAG_ICONS = {
    FlagName.SENSITIVE: "shield",
    FlagName.BLURRY: "blur",
    FlagName.DARK: "moon",
    FlagName.OVEREXPOSED: "sun",
    FlagName.NOISY: "noise",
    FlagName.SCREENSHOT: "screenshot",
    FlagName.DOCUMENT: "document",
    FlagName.WEAPON: "shield",
}


class Role(IntEnum):
    """Data the delegate asks for beside Qt's own roles."""

    PLACE = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2
    ICON = Qt.ItemDataRole.UserRole + 3
    KEY = Qt.ItemDataRole.UserRole + 4
    IS_OFFLINE = Qt.ItemDataRole.UserRole + 5
    ALBUM = Qt.ItemDataRole.UserRole + 6  # AlbumId, None on every other line
    COVER = Qt.ItemDataRole.UserRole + 7  # PhotoId of an album's cover, or None
    SMART = Qt.ItemDataRole.UserRole + 8  # SmartAlbumId, None on every other line


@dataclass(slots=True, eq=False)
class Line:
    """One line. A line without a place is a heading. `key` names it across rebuilds."""

    key: str
    text: str
    icon: str = ""
    place: Place | None = None
    count: int | None = None
    tip: str = ""
    is_offline: bool = False
    cover: PhotoId | None = None
    parent: Line | None = None
    children: list[Line] = field(default_factory=list)

    def add(self, child: Line) -> Line:
        """Appends a child and returns it."""
        child.parent = self
        self.children.append(child)
        return child

    @property
    def album(self) -> AlbumId | None:
        """The album of this line, None for any other."""
        return self.place.page.album_id if self.place is not None else None

    @property
    def smart_album(self) -> SmartAlbumId | None:
        """The smart album of this line, None for any other."""
        return self.place.page.smart_album_id if self.place is not None else None

    def shape(self) -> tuple[object, ...]:
        """What must be equal for two trees to differ in their texts and counts only."""
        return (self.key, *(child.shape() for child in self.children))

    def look(self) -> tuple[str, int | None, str, bool, PhotoId | None]:
        """What is seen of it."""
        return self.text, self.count, self.tip, self.is_offline, self.cover

    def walk(self) -> Iterator[Line]:
        """Yields this line and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sidebar", text)


def _scope_line(scope: Scope, icon: str, count: int) -> Line:
    return Line(scope.value, places.scope_title(scope), icon, places.timeline(scope), count)


def build_lines(
    counts: Counts,
    roots: Sequence[Root],
    folders: Sequence[Folder],
    albums: Sequence[Album] = (),
    smart: Sequence[SmartAlbum] = (),
) -> Line:
    """Returns the invisible top of the tree. Sections without content are left out, but for albums: one can be made."""
    top = Line("top", "")
    top.add(_scope_line(Scope.LIBRARY, "library", counts.library))
    top.add(Line("for-you", _tr("For You"), "for-you", places.FOR_YOU))
    top.add(_scope_line(Scope.FAVOURITES, "heart", counts.favourites))
    top.add(_scope_line(Scope.RECENT, "clock", counts.recent))
    if roots:
        heading = top.add(Line(ALBUMS_KEY, _tr("Albums")))
        for album in albums:
            place = places.album(album.id)
            heading.add(
                Line(f"album:{album.id}", album.name, "album", place, album.photo_count, album.name, cover=album.cover)
            )
        for one in smart:
            at = places.smart_album(one.id)
            heading.add(Line(f"smart:{one.id}", one.name, "smart-album", at, one.photo_count, one.name))
    if counts.library or counts.flags:
        heading = top.add(Line("order", _tr("Order")))
        heading.add(Line("groups", _tr("Groups"), "groups", places.GROUPS))
        heading.add(Line("events", _tr("Events"), "calendar", places.EVENTS))
        heading.add(Line("duplicates", _tr("Duplicates"), "duplicates", places.DUPLICATES))
        flags = heading.add(Line("flags", _tr("Flags"), "flag", places.FLAGS))
        for name, count in counts.flags:
            if count:
                place = Place(Kind.TIMELINE, Page(Scope.FLAG, flag=name))
                flags.add(Line(f"flag:{name}", flag_text(name), FLAG_ICONS[name], place, count))
    if roots:
        _add_folders(top.add(Line("folders", _tr("Folders"))), roots, folders)
    rest = [
        _scope_line(Scope.HIDDEN, "hide", counts.hidden),
        _scope_line(Scope.MISSING, "offline", counts.missing),
        _scope_line(Scope.TRASH, "trash", counts.trash),
        Line("problems", _tr("Problems"), "warning", places.PROBLEMS, counts.problems),
    ]
    if counts.is_hidden_locked:
        rest[0] = Line(Scope.HIDDEN.value, places.scope_title(Scope.HIDDEN), "lock", places.timeline(Scope.HIDDEN))
    shown = [line for line in rest if line.count or line.count is None]
    if shown:
        heading = top.add(Line("more", _tr("More")))
        for line in shown:
            heading.add(line)
    return top


def _add_folders(heading: Line, roots: Sequence[Root], folders: Sequence[Folder]) -> None:
    by_id: dict[int, Line] = {}
    by_root = {root.id: root for root in roots}
    for folder in sorted(
        folders, key=lambda f: (f.relative_path.count(b"/") + bool(f.relative_path), f.name.casefold())
    ):
        root = by_root.get(folder.root_id)
        if root is None:
            continue
        place = Place(Kind.TIMELINE, Page(Scope.FOLDER, folder_id=folder.id))
        is_offline = root.state is RootState.OFFLINE
        line = Line(f"folder:{folder.id}", folder.name, "folder", place, folder.photo_count, is_offline=is_offline)
        if folder.parent_id is None:
            line.text = root.path.name or str(root.path)
            line.tip = str(root.path) + (
                f"\n{root.offline_reason or _tr('This folder is away.')}" if is_offline else ""
            )
        parent = by_id.get(folder.parent_id) if folder.parent_id is not None else None
        by_id[folder.id] = (parent or heading).add(line)


class SidebarModel(QAbstractItemModel):
    """The tree for the view. Counts that move keep the tree; only another shape resets it."""

    album_renamed = Signal(object, str)  # AlbumId, the name typed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.smart: tuple[SmartAlbum, ...] = ()  # shown with the next lines
        self._adopt(build_lines(Counts(), (), ()))

    def _adopt(self, top: Line) -> None:
        self._top = top
        self._by_key = {line.key: line for line in top.walk() if line is not top}

    def show(
        self, counts: Counts, roots: Sequence[Root], folders: Sequence[Folder], albums: Sequence[Album] = ()
    ) -> None:
        """Takes over new numbers, folders and albums."""
        fresh = build_lines(counts, roots, folders, albums, self.smart)
        if fresh.shape() != self._top.shape():
            self.beginResetModel()
            self._adopt(fresh)
            self.endResetModel()
            return
        for old, new in zip(list(self._top.walk())[1:], list(fresh.walk())[1:], strict=True):
            if old.look() != new.look():
                old.text, old.count, old.tip, old.is_offline, old.cover = new.look()
                old.place = new.place
                index = self._index_of(old)
                self.dataChanged.emit(index, index)

    def find(self, place: Place) -> QModelIndex:
        """Returns the line of a place, or an invalid index."""
        for line in self._top.walk():
            if line.place == place:
                return self._index_of(line)
        return QModelIndex()

    def find_key(self, key: str) -> QModelIndex:
        """Returns the line with this key, or an invalid index."""
        line = self._by_key.get(key)
        return QModelIndex() if line is None else self._index_of(line)

    def _index_of(self, line: Line) -> QModelIndex:
        if line.parent is None:
            return QModelIndex()
        return self.createIndex(line.parent.children.index(line), 0, line)

    def _line(self, index: Index) -> Line:
        return index.internalPointer() if index.isValid() else self._top

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Qt: the index of a child."""
        line = self._line(parent)
        if column != 0 or not 0 <= row < len(line.children):
            return QModelIndex()
        return self.createIndex(row, 0, line.children[row])

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """Qt: the index above."""
        line = self._line(index)
        return self._index_of(line.parent) if line.parent is not None else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Qt: how many children."""
        return len(self._line(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Qt: one column."""
        del parent
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: headings can be folded, not chosen; albums can be renamed and dragged. Drops are the tree's affair."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.NoItemFlags
        line = self._line(index)
        if line.place is None:
            return flag.ItemIsEnabled
        chosen = flag.ItemIsEnabled | flag.ItemIsSelectable
        return chosen | flag.ItemIsEditable | flag.ItemIsDragEnabled if line.album is not None else chosen

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt: another name for an album; shown at once, the library has the last word."""
        line = self._line(index)
        name = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or line.album is None or not name:
            return False
        if name != line.text:
            line.text = name
            self.dataChanged.emit(index, index)
            self.album_renamed.emit(line.album, name)
        return True

    def album_ids(self) -> list[AlbumId]:
        """Returns the albums in their order."""
        return [line.album for line in self._top.walk() if line.album is not None]

    def mimeTypes(self) -> list[str]:
        """Qt: an album that is put to another place."""
        return [ALBUM_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Qt: the album of a line."""
        mime = QMimeData()
        albums = [self._line(index).album for index in indexes if index.isValid()]
        mime.setData(ALBUM_MIME, QByteArray(b",".join(b"%d" % album for album in albums if album is not None)))
        return mime

    def supportedDragActions(self) -> Qt.DropAction:
        """Qt: a drag only ever copies, so that nothing outside takes it for a move."""
        return Qt.DropAction.CopyAction

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: texts, and our own roles for the delegate. Reads memory only."""
        if not index.isValid():
            return None
        line = self._line(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return line.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.text if line.count is None else f"{line.text}, {QLocale().toString(line.count)}"
        answers: dict[int, object] = {
            Role.PLACE: line.place,
            Role.COUNT: line.count,
            Role.ICON: line.icon,
            Role.KEY: line.key,
            Role.IS_OFFLINE: line.is_offline,
            Role.ALBUM: line.album,
            Role.COVER: line.cover,
            Role.SMART: line.smart_album,
        }
        return answers.get(role)
