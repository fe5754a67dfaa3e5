"""The one table of actions: id, text, icon, shortcut and when enabled. Menus and the shortcut page only name ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Flag, StrEnum, auto

from desktop_app.gui.translation import QT_TRANSLATE_NOOP


class Need(Flag):
    """What must be so for an action to be enabled; all of an action's needs must hold."""

    NOTHING = 0
    PHOTOS = auto()  # at least one photo selected or shown
    ONE = auto()  # exactly one
    PAGE = auto()  # a page of photos is shown
    BROWSING = auto()  # the viewer is closed
    UNDO = auto()
    REDO = auto()
    BACK = auto()
    FORWARD = auto()
    ROOTS = auto()  # the library has folders
    SELECTION = auto()
    ASKED = auto()  # looks are remembered, or paused
    SUGGESTED = auto()  # a card of For You has the focus
    ALBUM = auto()  # the page shown is an album
    OWN_ORDER = auto()  # and it stands in the user's own order
    PLAYABLE = auto()  # what is shown holds photos, whatever page it is
    SEARCH = auto()  # what is shown answers a search
    TRASH = auto()  # the page shown is the trash
    LIVE = auto()  # it is not
    EVENT = auto()  # an event could begin with the photo chosen
    STACKED = auto()  # what is chosen lies on piles of versions
    LOCK = auto()  # hidden photos have a passcode, and it was given


class Group(StrEnum):
    """Under which heading the shortcut page lists an action."""

    PHOTO = QT_TRANSLATE_NOOP("Actions", "Photos")
    ALBUM = QT_TRANSLATE_NOOP("Actions", "Albums")
    EDIT = QT_TRANSLATE_NOOP("Actions", "Edit")
    VIEW = QT_TRANSLATE_NOOP("Actions", "View")
    GO = QT_TRANSLATE_NOOP("Actions", "Go")
    LIBRARY = QT_TRANSLATE_NOOP("Actions", "Library")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One row of the table.

    Attributes:
        id: name the menus use.
        text: English, sentence case, '&' before the access key.
        group: heading on the shortcut page.
        icon: name in `icons`, or ''.
        keys: portable key sequences, the first is shown.
        needs: when enabled.
        is_checkable: shows a tick that follows the state.
        is_on_photos: the keys work only while the grid or the viewer has the focus (Return, Delete ...).
        yields: the action to which it leaves the keys they share while that one is enabled.
    """

    id: str
    text: str
    group: Group
    icon: str = ""
    keys: tuple[str, ...] = ()
    needs: Need = Need.NOTHING
    is_checkable: bool = False
    is_on_photos: bool = False
    yields: str = ""


_P, _E, _V, _G, _L, _A = Group.PHOTO, Group.EDIT, Group.VIEW, Group.GO, Group.LIBRARY, Group.ALBUM

_ONE = Need.PHOTOS | Need.ONE

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open",
        QT_TRANSLATE_NOOP("Actions", "&Open"),
        _P,
        "image",
        ("Return", "Enter"),
        Need.PHOTOS | Need.BROWSING,
        is_on_photos=True,
    ),
    ActionSpec("find-similar", QT_TRANSLATE_NOOP("Actions", "Find &similar"), _P, "similar", ("S",), Need.PHOTOS),
    ActionSpec(
        "favourite", QT_TRANSLATE_NOOP("Actions", "&Favourite"), _P, "heart", ("F",), Need.PHOTOS, is_checkable=True
    ),
    ActionSpec("rate-0", QT_TRANSLATE_NOOP("Actions", "No rating"), _P, "", ("0",), Need.PHOTOS, is_checkable=True),
    ActionSpec("rate-1", QT_TRANSLATE_NOOP("Actions", "1 star"), _P, "", ("1",), Need.PHOTOS, is_checkable=True),
    ActionSpec("rate-2", QT_TRANSLATE_NOOP("Actions", "2 stars"), _P, "", ("2",), Need.PHOTOS, is_checkable=True),
    ActionSpec("rate-3", QT_TRANSLATE_NOOP("Actions", "3 stars"), _P, "", ("3",), Need.PHOTOS, is_checkable=True),
    ActionSpec("rate-4", QT_TRANSLATE_NOOP("Actions", "4 stars"), _P, "", ("4",), Need.PHOTOS, is_checkable=True),
    ActionSpec("rate-5", QT_TRANSLATE_NOOP("Actions", "5 stars"), _P, "", ("5",), Need.PHOTOS, is_checkable=True),
    ActionSpec("add-tag", QT_TRANSLATE_NOOP("Actions", "Add &tag…"), _P, "tag", ("T",), Need.PHOTOS),
    ActionSpec("hide", QT_TRANSLATE_NOOP("Actions", "&Hide"), _P, "hide", ("H",), Need.PHOTOS, is_checkable=True),
    ActionSpec(
        "mark-sensitive",
        QT_TRANSLATE_NOOP("Actions", "&Mark as sensitive"),
        _P,
        "shield",
        ("V",),
        Need.PHOTOS,
        is_checkable=True,
    ),
    ActionSpec("denoise", QT_TRANSLATE_NOOP("Actions", "De&noise…"), _P, "denoise", ("D",), Need.PHOTOS | Need.LIVE),
    ActionSpec(
        "show-versions",
        QT_TRANSLATE_NOOP("Actions", "Show &versions"),
        _P,
        "versions",
        ("Ctrl+Shift+V",),
        Need.PHOTOS | Need.ONE | Need.STACKED,
    ),
    ActionSpec("unstack", QT_TRANSLATE_NOOP("Actions", "&Unstack versions"), _P, "", (), Need.PHOTOS | Need.STACKED),
    ActionSpec("lock-now", QT_TRANSLATE_NOOP("Actions", "&Lock hidden photos now"), _L, "lock", ("Ctrl+L",), Need.LOCK),
    ActionSpec("show-in-folder", QT_TRANSLATE_NOOP("Actions", "Show in fol&der"), _P, "folder", ("Ctrl+E",), _ONE),
    ActionSpec(
        "open-with",
        QT_TRANSLATE_NOOP("Actions", "Open with the system's &program"),
        _P,
        "open-external",
        ("Ctrl+Shift+E",),
        Need.PHOTOS,
    ),
    ActionSpec(
        "trash",
        QT_TRANSLATE_NOOP("Actions", "Move to &trash"),
        _P,
        "trash",
        ("Delete", "Shift+Delete"),
        Need.PHOTOS,
        is_on_photos=True,
        yields="remove-from-album",
    ),
    ActionSpec("restore", QT_TRANSLATE_NOOP("Actions", "Restor&e"), _P, "undo", (), Need.PHOTOS | Need.TRASH),
    ActionSpec("properties", QT_TRANSLATE_NOOP("Actions", "P&roperties"), _P, "info", ("Alt+Return",), _ONE),
    ActionSpec("new-album", QT_TRANSLATE_NOOP("Actions", "&New album"), _A, "plus", ("Ctrl+N",), Need.ROOTS),
    ActionSpec(
        "new-smart-rules",
        QT_TRANSLATE_NOOP("Actions", "New smart album by r&ules…"),
        _A,
        "smart-album",
        ("Ctrl+Shift+N",),
        Need.ROOTS,
    ),
    ActionSpec(
        "new-smart-example",
        QT_TRANSLATE_NOOP("Actions", "New smart album by e&xample…"),
        _A,
        "smart-album",
        (),
        Need.PHOTOS,
    ),
    ActionSpec(
        "save-search", QT_TRANSLATE_NOOP("Actions", "Sa&ve search as smart album…"), _A, "smart-album", (), Need.SEARCH
    ),
    ActionSpec("add-to-album", QT_TRANSLATE_NOOP("Actions", "Add to al&bum…"), _A, "album", ("A",), Need.PHOTOS),
    ActionSpec(
        "remove-from-album",
        QT_TRANSLATE_NOOP("Actions", "Re&move from album"),
        _A,
        "remove",
        ("Delete",),
        Need.PHOTOS | Need.ALBUM,
        is_on_photos=True,
    ),
    ActionSpec(
        "set-album-cover",
        QT_TRANSLATE_NOOP("Actions", "Use as album &cover"),
        _A,
        "image",
        (),
        Need.PHOTOS | Need.ONE | Need.ALBUM,
    ),
    ActionSpec(
        "sort-album-by-date", QT_TRANSLATE_NOOP("Actions", "&Sort album by date"), _A, "sort", (), Need.OWN_ORDER
    ),
    ActionSpec(
        "move-earlier",
        QT_TRANSLATE_NOOP("Actions", "Move &earlier in album"),
        _A,
        "arrow-left",
        ("Alt+Shift+Left",),
        Need.PHOTOS | Need.ALBUM | Need.BROWSING,
        is_on_photos=True,
    ),
    ActionSpec(
        "move-later",
        QT_TRANSLATE_NOOP("Actions", "Move &later in album"),
        _A,
        "arrow-right",
        ("Alt+Shift+Right",),
        Need.PHOTOS | Need.ALBUM | Need.BROWSING,
        is_on_photos=True,
    ),
    ActionSpec("rename-album", QT_TRANSLATE_NOOP("Actions", "&Rename album"), _A, "pencil", ("F2",)),
    ActionSpec("delete-album", QT_TRANSLATE_NOOP("Actions", "&Delete album"), _A, "trash", (), Need.ALBUM),
    ActionSpec("show-on-timeline", QT_TRANSLATE_NOOP("Actions", "Show on the ti&meline"), _P, "calendar", ("G",), _ONE),
    ActionSpec(
        "start-event",
        QT_TRANSLATE_NOOP("Actions", "Start a new e&vent here"),
        _P,
        "calendar",
        ("E",),
        Need.PHOTOS | Need.ONE | Need.EVENT,
    ),
    ActionSpec("less-like", QT_TRANSLATE_NOOP("Actions", "&Less like this"), _P, "less", ("L",), Need.PHOTOS),
    ActionSpec(
        "never-suggest", QT_TRANSLATE_NOOP("Actions", "&Never suggest this"), _P, "never", ("Shift+L",), Need.PHOTOS
    ),
    ActionSpec("why-suggested", QT_TRANSLATE_NOOP("Actions", "&Why this photo?"), _P, "help", ("W",), Need.SUGGESTED),
    ActionSpec("undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), _E, "undo", ("Ctrl+Z",), Need.UNDO),
    ActionSpec("redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), _E, "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), Need.REDO),
    ActionSpec("copy-image", QT_TRANSLATE_NOOP("Actions", "&Copy image"), _E, "copy", ("Ctrl+C",), Need.PHOTOS),
    ActionSpec("copy-path", QT_TRANSLATE_NOOP("Actions", "Copy &path"), _E, "", ("Ctrl+Shift+C",), Need.PHOTOS),
    ActionSpec(
        "paste-similar", QT_TRANSLATE_NOOP("Actions", "Find photos like the &clipboard's"), _E, "paste", ("Ctrl+V",)
    ),
    ActionSpec(
        "select-all",
        QT_TRANSLATE_NOOP("Actions", "Select &all"),
        _E,
        "",
        ("Ctrl+A",),
        Need.PAGE | Need.BROWSING,
        is_on_photos=True,
    ),
    ActionSpec(
        "select-none",
        QT_TRANSLATE_NOOP("Actions", "Select &none"),
        _E,
        "",
        ("Ctrl+Shift+A",),
        Need.SELECTION | Need.BROWSING,
    ),
    ActionSpec("add-folder", QT_TRANSLATE_NOOP("Actions", "&Add folders…"), _L, "folder-add", ("Ctrl+O",)),
    ActionSpec(
        "similar-file",
        QT_TRANSLATE_NOOP("Actions", "Find photos like a &file…"),
        _L,
        "similar",
        ("Ctrl+Shift+O",),
        Need.ROOTS,
    ),
    ActionSpec("rescan", QT_TRANSLATE_NOOP("Actions", "&Look for new photos"), _L, "refresh", ("F5",), Need.ROOTS),
    ActionSpec(
        "pause",
        QT_TRANSLATE_NOOP("Actions", "&Pause background work"),
        _L,
        "pause",
        ("Ctrl+P",),
        Need.ROOTS,
        is_checkable=True,
    ),
    ActionSpec(
        "pause-history",
        QT_TRANSLATE_NOOP("Actions", "Pause re&membering looks"),
        _L,
        "",
        (),
        Need.ASKED,
        is_checkable=True,
    ),
    ActionSpec(
        "private-session",
        QT_TRANSLATE_NOOP("Actions", "Pri&vate session"),
        _L,
        "shield",
        ("Ctrl+Shift+P",),
        is_checkable=True,
    ),
    ActionSpec("settings", QT_TRANSLATE_NOOP("Actions", "S&ettings…"), _L, "settings", ("Ctrl+,",)),
    ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), _L, "", ("Ctrl+Q",)),
    ActionSpec(
        "sidebar",
        QT_TRANSLATE_NOOP("Actions", "Side&bar"),
        _V,
        "sidebar",
        ("Ctrl+B",),
        Need.BROWSING,
        is_checkable=True,
    ),
    ActionSpec("inspector", QT_TRANSLATE_NOOP("Actions", "&Inspector"), _V, "inspector", ("I",), is_checkable=True),
    ActionSpec(
        "viewer-suggestions",
        QT_TRANSLATE_NOOP("Actions", "Su&ggestions below the photo"),
        _V,
        "for-you",
        ("R",),
        is_checkable=True,
    ),
    ActionSpec("zoom-in", QT_TRANSLATE_NOOP("Actions", "Zoom &in"), _V, "zoom-in", ("Ctrl++", "Ctrl+=")),
    ActionSpec("zoom-out", QT_TRANSLATE_NOOP("Actions", "Zoom &out"), _V, "zoom-out", ("Ctrl+-",)),
    ActionSpec(
        "full-screen", QT_TRANSLATE_NOOP("Actions", "&Full screen"), _V, "fullscreen", ("F11",), is_checkable=True
    ),
    ActionSpec("slideshow", QT_TRANSLATE_NOOP("Actions", "S&lideshow"), _V, "play", ("F9",), Need.PLAYABLE),
    ActionSpec("theme-system", QT_TRANSLATE_NOOP("Actions", "As the &system"), _V, is_checkable=True),
    ActionSpec("theme-light", QT_TRANSLATE_NOOP("Actions", "&Light"), _V, is_checkable=True),
    ActionSpec("theme-dark", QT_TRANSLATE_NOOP("Actions", "&Dark"), _V, is_checkable=True),
    ActionSpec("search", QT_TRANSLATE_NOOP("Actions", "&Search"), _G, "search", ("/", "Ctrl+F"), Need.BROWSING),
    ActionSpec("back", QT_TRANSLATE_NOOP("Actions", "&Back"), _G, "arrow-left", ("Alt+Left", "Back"), Need.BACK),
    ActionSpec(
        "forward", QT_TRANSLATE_NOOP("Actions", "&Forward"), _G, "arrow-right", ("Alt+Right", "Forward"), Need.FORWARD
    ),
    ActionSpec("go-library", QT_TRANSLATE_NOOP("Actions", "&Library"), _G, "library", ("Ctrl+1",), Need.ROOTS),
    ActionSpec("go-for-you", QT_TRANSLATE_NOOP("Actions", "For &You"), _G, "for-you", ("Ctrl+2",), Need.ROOTS),
    ActionSpec("go-interests", QT_TRANSLATE_NOOP("Actions", "Your &interests"), _G, "", (), Need.ROOTS),
    ActionSpec(
        "go-history", QT_TRANSLATE_NOOP("Actions", "&What you looked at"), _G, "history", ("Ctrl+H",), Need.ROOTS
    ),
    ActionSpec("go-favourites", QT_TRANSLATE_NOOP("Actions", "F&avourites"), _G, "heart", ("Ctrl+3",), Need.ROOTS),
    ActionSpec("go-recent", QT_TRANSLATE_NOOP("Actions", "&Recently added"), _G, "clock", ("Ctrl+4",), Need.ROOTS),
    ActionSpec("go-groups", QT_TRANSLATE_NOOP("Actions", "&Groups"), _G, "groups", ("Ctrl+6",), Need.ROOTS),
    ActionSpec("go-events", QT_TRANSLATE_NOOP("Actions", "&Events"), _G, "calendar", ("Ctrl+7",), Need.ROOTS),
    ActionSpec("go-duplicates", QT_TRANSLATE_NOOP("Actions", "&Duplicates"), _G, "duplicates", ("Ctrl+8",), Need.ROOTS),
    ActionSpec("go-flags", QT_TRANSLATE_NOOP("Actions", "Fla&gs"), _G, "flag", ("Ctrl+9",), Need.ROOTS),
    ActionSpec("go-trash", QT_TRANSLATE_NOOP("Actions", "&Trash"), _G, "trash", (), Need.ROOTS),
    ActionSpec("go-problems", QT_TRANSLATE_NOOP("Actions", "&Problems"), _G, "warning", ("Ctrl+5",), Need.ROOTS),
    ActionSpec("shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), _G, "keyboard", ("?", "F1")),
    ActionSpec("about", QT_TRANSLATE_NOOP("Actions", "&About Reverie"), _G, ""),
)

SPECS: Mapping[str, ActionSpec] = {spec.id: spec for spec in ACTIONS}
