"""The schema step of flags that are reviewed, their sensitivity, and the screen lock."""

from __future__ import annotations

FLAG_REVIEW = (
    # Flags that the user says are right, or set by hand where no model saw anything.
    """CREATE TABLE flag_confirmation (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (photo_id, name)
    ) WITHOUT ROWID""",
    "DROP VIEW live_flag",
    """CREATE VIEW live_flag AS
        SELECT f.photo_id AS photo_id, f.name AS name, f.score AS score, f.why AS why FROM flag AS f
        WHERE NOT EXISTS (SELECT 1 FROM flag_dismissal AS d WHERE d.photo_id = f.photo_id AND d.name = f.name)
          AND NOT EXISTS (SELECT 1 FROM flag_confirmation AS c WHERE c.photo_id = f.photo_id AND c.name = f.name)
        UNION ALL SELECT photo_id, name, 1.0, '' FROM flag_confirmation""",
    # Derived: how strongly each flag speaks for each photo, whatever the sensitivity; -1 where it is not known.
    """CREATE TABLE assessment (
        photo_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE,
        sensitive INTEGER NOT NULL DEFAULT -1,
        blurry INTEGER NOT NULL DEFAULT -1,
        dark INTEGER NOT NULL DEFAULT -1,
        overexposed INTEGER NOT NULL DEFAULT -1,
        noisy INTEGER NOT NULL DEFAULT -1,
        screenshot INTEGER NOT NULL DEFAULT -1,
        document INTEGER NOT NULL DEFAULT -1,
        weapon INTEGER NOT NULL DEFAULT -1
    )""",
    # What the models said of photos so far was kept only where it made a flag: they are asked again, once.
    "INSERT OR IGNORE INTO unjudged (photo_id) SELECT DISTINCT photo_id FROM embedding",
    # One row at most: the passcode, as scrypt made it, and the tries that were wrong since the last right one.
    """CREATE TABLE screen_lock (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        salt BLOB NOT NULL,
        cost INTEGER NOT NULL,
        block_size INTEGER NOT NULL,
        parallelism INTEGER NOT NULL,
        digest BLOB NOT NULL,
        wrong_tries INTEGER NOT NULL DEFAULT 0,
        last_try_at_ms INTEGER NOT NULL DEFAULT 0,
        checksum INTEGER NOT NULL
    )""",
)
