"""The trash, and new versions, when a library opens: what was cut off is ended. Loads nothing where nothing was."""

from __future__ import annotations

from desktop_app.paths import DENOISE_FOLDER, VERSION_NOTE
from desktop_app.store.store import Store


def settle_at_start(store: Store) -> tuple[str, ...]:
    """Ends what was cut off, before anybody looks at a library that was opened; returns what it has to say."""
    if not store.is_read_only and store.trash.open_acts():
        from desktop_app.library.trash_acts import settle

        settle(store)
    if not store.is_read_only and (notes := [*(store.paths.cache / DENOISE_FOLDER).glob(f"*/{VERSION_NOTE}")]):
        from desktop_app.library.version_files import settle_versions

        settle_versions(store, notes)
    return store.notices
