"""Which function each action calls: one line an action, read beside the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Scope
from desktop_app.domain.photo import Status
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui import places
from desktop_app.gui.album_acts import album_handlers
from desktop_app.gui.drops import MAX_QUERY_PHOTOS
from desktop_app.gui.smart_desk import smart_handlers

if TYPE_CHECKING:
    from desktop_app.gui.places import Place
    from desktop_app.gui.window import MainWindow


def bind_actions(window: MainWindow) -> None:
    """Connects every action of the table."""
    table = window.actions_table
    table.attach_to_photos((window.space.grid, window.space.viewer))
    table.bind(_photo_handlers(window))
    table.bind(album_handlers(window))
    table.bind(smart_handlers(window))
    table.bind(window.events_desk.handlers())
    table.bind(window.trash_desk.handlers())
    table.bind(window.flag_desk.handlers())
    table.bind(window.lock_desk.handlers())
    table.bind(window.versions_desk.handlers())
    table.bind(window.denoise_desk.handlers())
    table.bind(_suggestion_handlers(window))
    table.bind(_view_handlers(window))
    table.bind(_library_handlers(window))


def _photo_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    edits, acts, space = window.edits, window.acts, window.space

    def open_current() -> None:
        current, chosen = space.grid.current_id(), window.chosen_ids
        if chosen and space.is_for_you_shown:
            window.for_you_desk.open_photo(chosen[0])
        elif chosen:
            window.open_photo(current if current in chosen else chosen[0])

    def hide() -> None:
        ids = window.chosen_ids
        edits.set_hidden(ids, is_hidden=not space.have_status(ids, Status.HIDDEN))

    def favourite() -> None:
        ids = window.chosen_ids
        edits.set_favourite(ids, is_favourite=not space.are_favourites(ids))

    def add_tag() -> None:
        ids = window.chosen_ids
        if window.settings.is_inspector_visible and len(ids) >= 1:
            space.inspector.tags.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        name = acts.ask_tag(len(ids))
        if name:
            edits.add_tag(ids, name)

    def similar() -> None:
        window.find_similar(SimilarRequest(photo_ids=tuple(window.chosen_ids[:MAX_QUERY_PHOTOS])))

    handlers: dict[str, Callable[[], object]] = {
        "open": open_current,
        "find-similar": similar,
        "favourite": favourite,
        "add-tag": add_tag,
        "hide": hide,
        "show-in-folder": lambda: acts.show_in_folder(window.chosen_ids),
        "open-with": lambda: acts.open_with_system(window.chosen_ids),
        "properties": lambda: acts.show_properties(window.chosen_ids),
        "undo": edits.undo,
        "redo": edits.redo,
        "copy-image": lambda: acts.copy_image(window.chosen_ids),
        "copy-path": lambda: acts.copy_path(window.chosen_ids),
        "paste-similar": window.paste_similar,
        "select-all": space.grid.selectAll,
        "select-none": space.grid.clearSelection,
    }
    for rating in range(6):
        handlers[f"rate-{rating}"] = lambda rating=rating: edits.rate(window.chosen_ids, rating)  # type: ignore[misc]
    return handlers


def _suggestion_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    desk = window.for_you_desk

    def on_first(act: Callable[[PhotoId], object]) -> Callable[[], object]:
        return lambda: act(window.chosen_ids[0]) if window.chosen_ids else None

    return {
        "show-on-timeline": on_first(desk.show_on_timeline),
        "less-like": lambda: desk.less_like(window.chosen_ids),
        "never-suggest": lambda: desk.never_suggest(window.chosen_ids),
        "why-suggested": on_first(desk.explain),
    }


def _view_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    space = window.space

    def toggle(name: str) -> None:
        window.change_settings(replace(window.settings, **{name: not getattr(window.settings, name)}))  # type: ignore[arg-type]

    def zoom(*, is_in: bool) -> None:
        shown = window.denoise_desk.shown or (space.viewer if space.is_viewing else space.grid)
        (shown.zoom_in if is_in else shown.zoom_out)()

    def inspector() -> None:
        if window.slideshow_desk.is_on:
            window.slideshow_desk.toggle_details()
        else:
            toggle("is_inspector_visible")

    def full_screen() -> None:
        is_full = window.isFullScreen()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
        window.menuBar().setVisible(is_full)
        window.update_actions()

    def theme(name: str) -> None:
        window.change_settings(replace(window.settings, theme=name))

    def search() -> None:
        space.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        space.header.search.selectAll()

    return {
        "sidebar": partial(toggle, "is_sidebar_visible"),
        "inspector": inspector,
        "viewer-suggestions": partial(toggle, "is_viewer_strip_visible"),
        "zoom-in": partial(zoom, is_in=True),
        "zoom-out": partial(zoom, is_in=False),
        "full-screen": full_screen,
        "slideshow": window.slideshow_desk.toggle,
        "theme-system": partial(theme, "system"),
        "theme-light": partial(theme, "light"),
        "theme-dark": partial(theme, "dark"),
        "search": search,
    }


# Where the actions of the menu Go lead.
GOALS = {
    "go-library": places.timeline(),
    "go-for-you": places.FOR_YOU,
    "go-interests": places.INTERESTS,
    "go-history": places.HISTORY,
    "go-favourites": places.timeline(Scope.FAVOURITES),
    "go-recent": places.timeline(Scope.RECENT),
    "go-groups": places.GROUPS,
    "go-events": places.EVENTS,
    "go-duplicates": places.DUPLICATES,
    "go-problems": places.PROBLEMS,
}


def _library_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    navigator, space, library = window.navigator, window.space, window.library

    def go(place: Place) -> None:
        if space.is_viewing:
            space.viewer.close_viewer()
        navigator.go(place)

    def back() -> None:
        if window.denoise_desk.shown is not None:
            window.denoise_desk.leave()
        elif space.is_viewing:
            space.viewer.close_viewer()
        else:
            navigator.back()

    def rescan() -> None:
        if space.is_for_you_shown and not space.is_viewing:
            window.for_you_desk.refresh()  # F5 renews the page one is on
        else:
            library.start_indexing()

    def pause() -> None:
        if library.is_paused:
            library.resume()
        else:
            library.pause()
        window.update_actions()

    return {
        "add-folder": window.pages.choose_folders,
        "similar-file": window.pages.choose_similar_files,
        "rescan": rescan,
        "pause": pause,
        "settings": window.pages.show_settings,
        "quit": lambda: window.denoise_desk.may_close() and window.close(),
        "back": back,
        "forward": navigator.forward,
        **{name: partial(go, goal) for name, goal in GOALS.items()},
        "pause-history": window.history_desk.toggle_pause,
        "private-session": window.history_desk.toggle_private,
        "shortcuts": window.pages.show_shortcuts,
        "about": window.pages.show_about,
    }
