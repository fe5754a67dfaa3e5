"""The menu trees: nested tuples that only name actions. The menu bar and the context menus are built from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Union

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop_app.gui.actions import Actions
from desktop_app.gui.translation import QT_TRANSLATE_NOOP

SEPARATOR = "-"
REMOVE_TAG = QT_TRANSLATE_NOOP("Menus", "Remo&ve tag")

Entry = Union[str, "Submenu"]


@dataclass(frozen=True, slots=True)
class Submenu:
    """A titled menu of entries: action ids, separators and further menus."""

    title: str
    entries: tuple[Entry, ...]


_RATINGS: tuple[Entry, ...] = ("rate-5", "rate-4", "rate-3", "rate-2", "rate-1", SEPARATOR, "rate-0")
_RATE = Submenu(QT_TRANSLATE_NOOP("Menus", "&Rate"), _RATINGS)
_ALBUM = Submenu(QT_TRANSLATE_NOOP("Menus", "Add to al&bum"), ("add-to-album", "new-album", "new-smart-example"))
_SUGGESTIONS = Submenu(QT_TRANSLATE_NOOP("Menus", "S&uggestions"), ("less-like", "never-suggest", "why-suggested"))
_THEME = Submenu(QT_TRANSLATE_NOOP("Menus", "&Appearance"), ("theme-system", "theme-light", "theme-dark"))

MENU_BAR: tuple[Submenu, ...] = (
    Submenu(
        QT_TRANSLATE_NOOP("Menus", "&File"),
        (
            "add-folder",
            "similar-file",
            SEPARATOR,
            "rescan",
            "pause",
            SEPARATOR,
            "lock-now",
            "private-session",
            "pause-history",
            SEPARATOR,
            "settings",
            SEPARATOR,
            "quit",
        ),
    ),
    Submenu(
        QT_TRANSLATE_NOOP("Menus", "&Edit"),
        ("undo", "redo", SEPARATOR, "copy-image", "copy-path", "paste-similar", SEPARATOR, "select-all", "select-none"),
    ),
    Submenu(
        QT_TRANSLATE_NOOP("Menus", "&Photo"),
        (
            "open",
            "find-similar",
            SEPARATOR,
            "favourite",
            _RATE,
            "add-tag",
            "denoise",
            "show-versions",
            "unstack",
            "hide",
            "mark-sensitive",
            _SUGGESTIONS,
            SEPARATOR,
            "start-event",
            "show-on-timeline",
            "show-in-folder",
            "open-with",
            "properties",
            SEPARATOR,
            "trash",
            "restore",
        ),
    ),
    Submenu(
        QT_TRANSLATE_NOOP("Menus", "&Album"),
        (
            "new-album",
            "add-to-album",
            SEPARATOR,
            "new-smart-rules",
            "new-smart-example",
            "save-search",
            SEPARATOR,
            "remove-from-album",
            "set-album-cover",
            SEPARATOR,
            "move-earlier",
            "move-later",
            "sort-album-by-date",
            SEPARATOR,
            "rename-album",
            "delete-album",
        ),
    ),
    Submenu(
        QT_TRANSLATE_NOOP("Menus", "&View"),
        (
            "zoom-in",
            "zoom-out",
            SEPARATOR,
            "sidebar",
            "inspector",
            "viewer-suggestions",
            "full-screen",
            "slideshow",
            SEPARATOR,
            _THEME,
        ),
    ),
    Submenu(
        QT_TRANSLATE_NOOP("Menus", "&Go"),
        (
            "back",
            "forward",
            SEPARATOR,
            "go-library",
            "go-for-you",
            "go-interests",
            "go-history",
            "go-favourites",
            "go-recent",
            "go-groups",
            "go-events",
            "go-duplicates",
            "go-flags",
            "go-trash",
            "go-problems",
            SEPARATOR,
            "search",
        ),
    ),
    Submenu(QT_TRANSLATE_NOOP("Menus", "&Help"), ("shortcuts", SEPARATOR, "about")),
)

_RARE = ("show-versions", "unstack")

PHOTO_MENU: tuple[Entry, ...] = (
    "open",
    "slideshow",
    "find-similar",
    SEPARATOR,
    "favourite",
    _RATE,
    "add-tag",
    _ALBUM,
    "denoise",
    "show-versions",
    "unstack",
    SEPARATOR,
    "copy-image",
    "copy-path",
    SEPARATOR,
    "show-in-folder",
    "open-with",
    SEPARATOR,
    "hide",
    "mark-sensitive",
    "properties",
    SEPARATOR,
    "trash",
)

TRASH_MENU: tuple[Entry, ...] = ("open", "restore", SEPARATOR, "favourite", _RATE, SEPARATOR, "properties")

SUGGESTION_MENU: tuple[Entry, ...] = (
    "open",
    "slideshow",
    "show-on-timeline",
    "find-similar",
    SEPARATOR,
    "favourite",
    _RATE,
    "add-to-album",
    SEPARATOR,
    "less-like",
    "never-suggest",
    "why-suggested",
    SEPARATOR,
    "denoise",
    "copy-image",
    "show-in-folder",
    "hide",
    "properties",
    SEPARATOR,
    "trash",
)

ALBUM_PHOTO_MENU: tuple[Entry, ...] = (*PHOTO_MENU, SEPARATOR, "set-album-cover", "remove-from-album")

PAGE_MENU: tuple[Entry, ...] = (
    "slideshow",
    "select-all",
    "paste-similar",
    SEPARATOR,
    "new-album",
    SEPARATOR,
    "zoom-in",
    "zoom-out",
    SEPARATOR,
    "add-folder",
)

ALBUM_PAGE_MENU: tuple[Entry, ...] = (
    "slideshow",
    "select-all",
    SEPARATOR,
    "sort-album-by-date",
    "rename-album",
    "delete-album",
    SEPARATOR,
    "zoom-in",
    "zoom-out",
)

VIEW_OPTIONS: tuple[Entry, ...] = (
    "zoom-in",
    "zoom-out",
    SEPARATOR,
    "sidebar",
    "inspector",
    "full-screen",
    "slideshow",
    SEPARATOR,
    _THEME,
)


def fill_menu(menu: QMenu, entries: Sequence[Entry], actions: Actions) -> QMenu:
    """Adds the entries to the menu, in order; returns the menu."""
    for entry in entries:
        if isinstance(entry, Submenu):
            fill_menu(menu.addMenu(_tr(entry.title)), entry.entries, actions)
        elif entry == SEPARATOR:
            menu.addSeparator()
        else:
            menu.addAction(actions[entry])
    return menu


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> None:
    """Builds the window's menu bar."""
    for submenu in MENU_BAR:
        fill_menu(bar.addMenu(_tr(submenu.title)), submenu.entries, actions)


def context_menu(entries: Sequence[Entry], actions: Actions, parent: QWidget) -> QMenu:
    """Returns a menu that deletes itself when closed. What hardly any photo offers is left out where it is disabled."""
    offered = [entry for entry in entries if entry not in _RARE or actions[str(entry)].isEnabled()]
    menu = fill_menu(QMenu(parent), offered, actions)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def add_tag_removal(menu: QMenu, names: Sequence[str], actions: Actions, on_remove: Callable[[str], object]) -> None:
    """Puts 'Remove tag' with one entry a tag behind 'Add tag'; nothing where there is no tag."""
    if not names:
        return
    submenu = QMenu(_tr(REMOVE_TAG), menu)
    for name in names:
        submenu.addAction(name.replace("&", "&&")).triggered.connect(lambda _checked=False, tag=name: on_remove(tag))
    entries = menu.actions()
    behind = entries.index(actions["add-tag"]) + 1
    menu.insertMenu(entries[behind], submenu)


def ids_in(entries: Sequence[Entry]) -> set[str]:
    """Returns every action id a tree names."""
    found: set[str] = set()
    for entry in entries:
        if isinstance(entry, Submenu):
            found |= ids_in(entry.entries)
        elif entry != SEPARATOR:
            found.add(entry)
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)
