"""Folders the user names: checked, recognised, and what is left out below them."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.ids import RootId
from desktop_app.domain.library import RootState
from desktop_app.errors import UserError
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from desktop_app.store.store import Store

if TYPE_CHECKING:
    from desktop_app.pipeline.scan import ExclusionRules


def add_root(
    store: Store, paths: LibraryPaths, folder: Path, rules: ExclusionRules | None = None
) -> tuple[RootId, bool]:
    """Adds a folder to the library, or finds the root that already holds it. Roots that lie in it become part of it.

    A folder that a root above it leaves out (its name begins with a dot, say) is not held by that one: whoever names it
    wants it, and it becomes a root of its own.

    A folder that is a root of the library which is not at its old place any more (renamed, or on a drive that is
    connected elsewhere) is that root: it follows, and its photos keep everything.

    Returns:
        The root, and whether it is new or in a new place.

    Raises:
        UserError: no such folder, not a folder, unreadable, or the library's own.
    """
    from desktop_app.pipeline.scan import ExclusionRules  # late, like those below: after the first tiles

    rules = rules or ExclusionRules()
    path = Path(os.path.realpath(os.path.expanduser(folder)))  # noqa: PTH111 - raises nothing for unknown users
    check_folder(path, paths)
    for root in store.roots.uncounted():
        if root.path == path or (root.path in path.parents and not rules.is_left_out(root.path, path)):
            return root.id, False
    if (followed := _follow(store, path, rules)) is not None:
        return followed, True
    return _add(store, path, rules), True


def _add(store: Store, path: Path, rules: ExclusionRules) -> RootId:
    from desktop_app.pipeline.roots import identity_of

    inner = [r for r in store.roots.uncounted() if path in r.path.parents and not rules.is_left_out(path, r.path)]
    return store.roots.add_around(path, identity_of(path), time.time_ns() // 1_000_000, inner, store.photos).id


def _follow(store: Store, path: Path, rules: ExclusionRules) -> RootId | None:
    """Takes roots that came back at, above or below `path` there.

    Returns:
        The root that holds `path` now, or None when none came back.
    """
    from desktop_app.pipeline.roots import find_known, identity_of, is_nested

    is_below = False
    roots = store.roots.uncounted()
    while (found := find_known(path, roots, store.photos.known_files)) is not None:
        root, place = found
        if any(is_nested(place, other.path) for other in roots if other.id != root.id):
            break
        with store.db.durable():
            store.roots.relocate(root.id, place, identity_of(place))
            store.roots.set_state(root.id, RootState.ONLINE)
        if path not in place.parents:
            return root.id
        is_below, roots = True, store.roots.uncounted()
    return _add(store, path, rules) if is_below else None


def check_folder(path: Path, paths: LibraryPaths) -> None:
    """Raises UserError when a folder cannot be watched: absent, no folder, unreadable, or the library's own."""
    if not os.path.lexists(path):
        raise UserError(f"There is no folder {path}.")
    if path.is_file():
        raise UserError(f"{path} is not a folder.")
    try:
        with os.scandir(path) as entries:
            next(entries, None)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", advice="Check its permissions.") from error
    for own in (paths.home, paths.cache):
        real = Path(os.path.realpath(own))
        if path == real or real in path.parents:
            raise UserError(f"{path} belongs to Reverie itself.", advice="Choose a folder of photos.")


def exclusion_rules(paths: LibraryPaths, settings: Settings) -> ExclusionRules:
    """Returns what scan and watch leave out: the user's patterns, and the library's own folders."""
    from desktop_app.pipeline.scan import ExclusionRules

    return ExclusionRules(settings.excluded_names, (paths.home, paths.cache))
