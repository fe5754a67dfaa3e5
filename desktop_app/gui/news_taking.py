"""What the window does about news: each part that is stale is asked for again, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.library import Activity, Changes, Progress
from desktop_app.gui.places import Kind

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow


def take_news(window: MainWindow, changes: Changes) -> None:
    """Asks again for whatever the news made stale, and no more: at once for an edit, at its pace for an import."""
    is_edit = changes.is_undo_changed  # rated, tagged, hidden: the pixels are the same
    is_waited_for = is_edit or changes.are_roots_changed or changes.are_albums_changed
    navigator = window.navigator
    if changes.is_membership_changed or changes.added or changes.are_roots_changed:
        navigator.refresh() if is_waited_for else navigator.refresh_in_background()
    if changes.updated and not is_edit:
        window.space.thumbnails.forget(changes.updated)
        window.space.covers.forget(changes.updated)
        window.space.unreadable.forget(changes.updated)
        window.space.viewer.forget(list(changes.updated))
    if changes.updated:
        window.space.grid.thumbnail_changed(list(changes.updated))
    if not changes.updated.isdisjoint(window.details.ids) or (changes.are_tags_changed and is_edit):
        window.details.refresh()
        window.space.viewer.refresh()
    if changes.are_tags_changed:
        window.details.refresh_vocabulary()
    if is_edit or is_at_rest(changes.progress):
        window.details.hurry_vocabulary()
    if changes.are_problems_changed and navigator.place.kind is Kind.PROBLEMS:
        navigator.refresh_in_background()
    if changes.is_undo_changed:
        window.edits.refresh()
    if changes != Changes(progress=changes.progress, is_history_changed=changes.is_history_changed):
        navigator.refresh_sides() if is_waited_for else navigator.refresh_sides_in_background()
    window.for_you_desk.take_news(changes)
    window.history_desk.take_news(changes)
    window.trash_desk.take_news(changes)
    window.groups_desk.take_news(changes)
    window.events_desk.take_news(changes)
    window.smart_desk.take_news(changes)
    window.flag_desk.take_news(changes)
    window.denoise_desk.take_news(changes)
    window.lock_desk.take_news(changes)
    window.duplicates_desk.take_news(changes)
    if changes.progress is not None:
        show_progress(window, changes.progress)
    for notice in changes.notices:
        window.space.status.show_notice(notice)


def is_at_rest(progress: Progress | None) -> bool:
    """Says whether a run has come to its end."""
    return progress is not None and progress.activity in (Activity.IDLE, Activity.PAUSED)


def show_progress(window: MainWindow, progress: Progress) -> None:
    """Shows what runs: the line under the bar, the words below the page."""
    is_running = not is_at_rest(progress)
    share = progress.done / progress.total if progress.total else None
    window.space.header.progress.show_share(share, is_running=is_running)
    window.space.status.show_progress(progress)
    window.update_actions()
