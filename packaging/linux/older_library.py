"""A library as an older version of the program left it: what an upgrade finds on people's machines."""

from __future__ import annotations

import os
from pathlib import Path

from desktop_app.pipeline.roots import identity_of
from desktop_app.store import migrations
from desktop_app.store.database import Database

SCHEMA = 6  # before albums, smart albums, groups, the trash and versions of a photo
RATING, TAG = 4, "holiday"
_WHEN_MS = 1_500_000_000_000


def make(database: Path, folder: Path) -> str:
    """Writes a library of the older schema that knows the photos of a folder, one of them rated and tagged by hand.

    Args:
        database: where to; it must not be there.
        folder: whose JPEGs become its photos.

    Returns:
        The name of the photo that was rated and tagged.
    """
    database.parent.mkdir(parents=True)
    newest, migrations.SCHEMA = migrations.SCHEMA, SCHEMA
    try:
        db = Database.open(database, is_writer=True)
    finally:
        migrations.SCHEMA = newest
    seen, files = identity_of(folder), sorted(folder.glob("*.jpg"))
    with db.atomic():
        db.execute(
            "INSERT INTO root (id, path, device, inode, volume, added_at_ms) VALUES (1, ?, ?, ?, ?, ?)",
            (os.fsencode(folder), str(seen.device), str(seen.inode), seen.volume, _WHEN_MS),
        )
        db.execute("INSERT INTO folder (id, root_id, relative_path) VALUES (1, 1, x'')")
        for number, file in enumerate(files, start=1):
            stat = file.stat()
            db.execute(
                """INSERT INTO photo (id, root_id, folder_id, relative_path, size_bytes, mtime_ns, taken_at_ms,
                   added_at_ms) VALUES (?, 1, 1, ?, ?, ?, ?, ?)""",
                (number, os.fsencode(file.name), stat.st_size, stat.st_mtime_ns, _WHEN_MS, _WHEN_MS),
            )
        db.execute("INSERT INTO photo_edit VALUES (1, ?1, NULL, NULL, row_checksum(1, ?1, NULL, NULL))", (RATING,))
        db.execute("UPDATE photo SET rating = ? WHERE id = 1", (RATING,))
        db.execute("INSERT INTO user_tag VALUES (1, ?1, row_checksum(1, ?1))", (TAG,))
    db.close()
    return files[0].name
