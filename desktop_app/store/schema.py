"""The statements of each migration, in order. A released step is never edited; the next one changes what it made."""

from __future__ import annotations

from desktop_app.store.flag_schema import FLAG_REVIEW
from desktop_app.store.order_schema import EVENTS, GROUPS, SMART_ALBUMS, VERSIONS

_LIBRARY = (
    "PRAGMA application_id = 0x52455645",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE root (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        device TEXT NOT NULL,
        inode TEXT NOT NULL,
        volume TEXT NOT NULL,
        is_offline INTEGER NOT NULL DEFAULT 0,
        offline_reason TEXT NOT NULL DEFAULT '',
        last_scan_at_ms INTEGER,
        last_event_at_ms INTEGER,
        added_at_ms INTEGER NOT NULL
    )""",
    """CREATE TABLE folder (
        id INTEGER PRIMARY KEY,
        root_id INTEGER NOT NULL REFERENCES root (id) ON DELETE CASCADE,
        parent_id INTEGER REFERENCES folder (id) ON DELETE CASCADE,
        relative_path BLOB NOT NULL,
        UNIQUE (root_id, relative_path)
    )""",
    "CREATE INDEX folder_parent ON folder (parent_id)",
    """CREATE TABLE photo (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        root_id INTEGER NOT NULL REFERENCES root (id) ON DELETE CASCADE,
        folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
        relative_path BLOB NOT NULL,
        size_bytes INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        content_hash BLOB,
        format TEXT NOT NULL DEFAULT '',
        width_px INTEGER NOT NULL DEFAULT 0,
        height_px INTEGER NOT NULL DEFAULT 0,
        taken_at_ms INTEGER NOT NULL,
        added_at_ms INTEGER NOT NULL,
        missing_since_ms INTEGER,
        decode_stage INTEGER NOT NULL DEFAULT 0,
        decode_attempts INTEGER NOT NULL DEFAULT 0,
        embed_stage INTEGER NOT NULL DEFAULT 0,
        traits INTEGER NOT NULL DEFAULT 0,
        colour INTEGER NOT NULL DEFAULT 8421504,
        file_rating INTEGER,
        rating INTEGER NOT NULL DEFAULT 0,
        tile INTEGER NOT NULL DEFAULT 0,
        UNIQUE (root_id, relative_path)
    )""",
    "CREATE INDEX photo_timeline ON photo (taken_at_ms, id, tile, folder_id)",
    "CREATE INDEX photo_folder ON photo (folder_id)",
    "CREATE INDEX photo_content ON photo (content_hash) WHERE content_hash IS NOT NULL",
    "CREATE INDEX photo_added ON photo (added_at_ms)",
    "CREATE INDEX photo_undecoded ON photo (id) WHERE decode_stage <> 1",
    "CREATE INDEX photo_unembedded ON photo (id) WHERE decode_stage = 1 AND embed_stage = 0",
    """CREATE TABLE photo_metadata (
        photo_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE,
        taken_at_ms INTEGER,
        taken_offset_min INTEGER,
        date_source TEXT NOT NULL,
        orientation INTEGER NOT NULL,
        camera_make TEXT NOT NULL,
        camera_model TEXT NOT NULL,
        lens TEXT NOT NULL,
        f_number REAL,
        exposure_s REAL,
        iso INTEGER,
        focal_length_mm REAL,
        focal_length_35mm REAL,
        latitude REAL,
        longitude REAL,
        altitude_m REAL,
        title TEXT NOT NULL,
        caption TEXT NOT NULL,
        keywords TEXT NOT NULL,
        rating INTEGER,
        software TEXT NOT NULL
    )""",
    "CREATE INDEX photo_located ON photo_metadata (photo_id) WHERE latitude IS NOT NULL",
    """CREATE TABLE photo_measures (
        photo_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE,
        sharpness REAL NOT NULL,
        brightness REAL NOT NULL,
        clipped_dark REAL NOT NULL,
        clipped_light REAL NOT NULL,
        noise_sigma REAL NOT NULL,
        colourfulness REAL NOT NULL,
        average_rgb INTEGER NOT NULL,
        palette TEXT NOT NULL,
        phash INTEGER NOT NULL,
        screenshot REAL NOT NULL,
        document REAL NOT NULL
    )""",
    """CREATE TABLE problem (
        id INTEGER PRIMARY KEY,
        photo_id INTEGER UNIQUE REFERENCES photo (id) ON DELETE CASCADE,
        path BLOB,
        reason TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 1,
        CHECK ((photo_id IS NULL) <> (path IS NULL))
    )""",
    "CREATE UNIQUE INDEX problem_path ON problem (path) WHERE path IS NOT NULL",
)

_UNDERSTANDING = (
    """CREATE TABLE embedding_model (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        dimension INTEGER NOT NULL,
        is_active INTEGER NOT NULL DEFAULT 0,
        count INTEGER NOT NULL DEFAULT 0,
        generation INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE embedding (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        model INTEGER NOT NULL REFERENCES embedding_model (id) ON DELETE CASCADE,
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        vector BLOB NOT NULL,
        UNIQUE (photo_id, model)
    )""",
    "CREATE INDEX embedding_model_sequence ON embedding (model, sequence, photo_id)",
    """CREATE TRIGGER embedding_added AFTER INSERT ON embedding BEGIN
        UPDATE embedding_model SET count = count + 1, generation = generation + 1 WHERE id = new.model;
    END""",
    """CREATE TRIGGER embedding_removed AFTER DELETE ON embedding BEGIN
        UPDATE embedding_model SET count = count - 1, generation = generation + 1 WHERE id = old.model;
    END""",
    """CREATE TABLE embed_failure (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        model INTEGER NOT NULL REFERENCES embedding_model (id) ON DELETE CASCADE,
        PRIMARY KEY (photo_id, model)
    ) WITHOUT ROWID""",
    "CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE photo_tag (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tag (id),
        source TEXT NOT NULL,
        confidence REAL NOT NULL,
        PRIMARY KEY (photo_id, tag_id, source)
    ) WITHOUT ROWID""",
    "CREATE INDEX photo_tag_name ON photo_tag (tag_id, source, photo_id, confidence)",
    """CREATE TABLE flag (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        score REAL NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (photo_id, name)
    ) WITHOUT ROWID""",
    "CREATE INDEX flag_name ON flag (name, photo_id)",
    """CREATE TABLE index_file (
        model INTEGER PRIMARY KEY REFERENCES embedding_model (id) ON DELETE CASCADE,
        file TEXT NOT NULL,
        sha256 BLOB NOT NULL,
        generation INTEGER NOT NULL,
        last_sequence INTEGER NOT NULL,
        count INTEGER NOT NULL,
        dimension INTEGER NOT NULL,
        dtype TEXT NOT NULL
    )""",
)

_EDITS = (
    """CREATE TABLE photo_edit (
        photo_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE,
        rating INTEGER,
        is_favourite INTEGER,
        is_hidden INTEGER,
        checksum INTEGER NOT NULL
    )""",
    """CREATE TABLE user_tag (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (photo_id, name)
    ) WITHOUT ROWID""",
    "CREATE INDEX user_tag_name ON user_tag (name, photo_id)",
    """CREATE TABLE tag_suppression (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (photo_id, name)
    ) WITHOUT ROWID""",
    "CREATE TABLE tag_suppression_everywhere (name TEXT PRIMARY KEY, checksum INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE flag_dismissal (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (photo_id, name)
    ) WITHOUT ROWID""",
    """CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        is_undone INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE journal_change (
        edit_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        photo_id INTEGER REFERENCES photo (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        before INTEGER,
        after INTEGER,
        PRIMARY KEY (edit_id, position)
    ) WITHOUT ROWID""",
    "CREATE INDEX journal_change_photo ON journal_change (photo_id)",
    """CREATE VIEW live_tag AS
        SELECT t.photo_id AS photo_id, n.name AS name, t.source AS source, t.confidence AS confidence
        FROM photo_tag AS t JOIN tag AS n ON n.id = t.tag_id
        WHERE NOT EXISTS (SELECT 1 FROM tag_suppression AS s WHERE s.photo_id = t.photo_id AND s.name = n.name)
          AND (t.source <> 'ai' OR NOT EXISTS (SELECT 1 FROM tag_suppression_everywhere AS v WHERE v.name = n.name))
        UNION ALL SELECT photo_id, name, 'user', 1.0 FROM user_tag""",
    """CREATE VIEW live_flag AS
        SELECT f.photo_id AS photo_id, f.name AS name, f.score AS score, f.why AS why FROM flag AS f
        WHERE NOT EXISTS (SELECT 1 FROM flag_dismissal AS d WHERE d.photo_id = f.photo_id AND d.name = f.name)""",
)

SEARCH_TEXT = (
    """CREATE VIRTUAL TABLE photo_text USING fts5 (
        name, folders, words, camera, lens, dates, tokenize = 'unicode61 remove_diacritics 2'
    )""",
    # Merging more segments at a time, more seldom, keeps adding a photo to a large library as cheap as to a small one.
    "INSERT INTO photo_text (photo_text, rank) VALUES ('automerge', 16)",
)

_SIDECARS = (
    # What an XMP sidecar looked like when its photo was last read or about to be, 0 when there was none.
    "ALTER TABLE photo ADD COLUMN sidecar_stamp INTEGER NOT NULL DEFAULT 0",
)

_FLAGGED_ALONE = (
    # Photos whose flags were found while there was no model for vectors; they wait for one and are not asked twice.
    "CREATE TABLE flagged_alone (photo_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE)",
)

_ALBUMS = (
    # AUTOINCREMENT: a redo brings an album back under its id, so no later one may have taken it.
    """CREATE TABLE album (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        position INTEGER NOT NULL,
        cover INTEGER,
        is_own_order INTEGER NOT NULL DEFAULT 0,
        checksum INTEGER NOT NULL
    )""",
    """CREATE TABLE album_photo (
        album_id INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (album_id, photo_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX album_photo_photo ON album_photo (photo_id)",
    # Facts that are texts: an album's own row.
    "ALTER TABLE journal_change ADD COLUMN before_text TEXT",
    "ALTER TABLE journal_change ADD COLUMN after_text TEXT",
)

_UNJUDGED = (
    # Photos understood while the model for sensitivity was off; they are judged when it is back.
    "CREATE TABLE unjudged (photo_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE)",
)

_ALBUM_REFUSALS = (
    # Photos the user does not want to be suggested for an album.
    """CREATE TABLE album_refusal (
        album_id INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (album_id, photo_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX album_refusal_photo ON album_refusal (photo_id)",
)

EMBEDDING_REMOVED = """CREATE TRIGGER embedding_removed AFTER DELETE ON embedding BEGIN
        UPDATE embedding_model SET count = count - 1, generation = generation + 1 WHERE id = old.model;
        INSERT INTO removed_embedding (model, generation, photo_id)
            SELECT id, generation, old.photo_id FROM embedding_model WHERE id = old.model;
        DELETE FROM removed_embedding WHERE model = old.model
            AND generation <= (SELECT generation - 10000 FROM embedding_model WHERE id = old.model);
    END"""
_REMOVED_EMBEDDINGS = (
    # What an index has to take out since a generation. The oldest are let go of: who comes later compares everything.
    """CREATE TABLE removed_embedding (
        model INTEGER NOT NULL REFERENCES embedding_model (id) ON DELETE CASCADE,
        generation INTEGER NOT NULL,
        photo_id INTEGER NOT NULL,
        PRIMARY KEY (model, generation)
    ) WITHOUT ROWID""",
    "DROP TRIGGER embedding_removed",
    EMBEDDING_REMOVED,
)

_TRASH = (
    # An act that moves files. It is written down before the first file moves, and goes when the journal knows of it:
    # what was cut off is brought to an end when the library opens. `kind` says what, `edit_id` what is taken back.
    """CREATE TABLE file_act (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        label TEXT NOT NULL,
        edit_id INTEGER,
        at_ms INTEGER NOT NULL
    )""",
    # Where the files of trashed photos are: part 0 the photo, then what goes with it. `state` is 0 about to go, 1 in
    # the trash, 2 about to come back, 3 gone from the trash. `name` is what the file was called in the photo's folder,
    # `target` what it is called when it comes back, `kept` and `info` are whole paths in the system's trash.
    """CREATE TABLE trash_file (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        part INTEGER NOT NULL,
        state INTEGER NOT NULL,
        name BLOB NOT NULL,
        kept BLOB NOT NULL,
        info BLOB NOT NULL,
        size_bytes INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        act_id INTEGER,
        keep_id INTEGER,
        target BLOB,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (photo_id, part)
    ) WITHOUT ROWID""",
    "CREATE INDEX trash_file_act ON trash_file (act_id) WHERE act_id IS NOT NULL",
    # Pairs that the user said are no duplicates of each other; the lower id first.
    """CREATE TABLE not_duplicate (
        first INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        second INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (first, second)
    ) WITHOUT ROWID""",
    "CREATE INDEX not_duplicate_second ON not_duplicate (second)",
)

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("library", _LIBRARY),
    ("understanding", _UNDERSTANDING),
    ("edits", _EDITS),
    ("search text", SEARCH_TEXT),
    ("sidecars", _SIDECARS),
    ("flagged alone", _FLAGGED_ALONE),
    ("albums", _ALBUMS),
    ("unjudged", _UNJUDGED),
    ("album refusals", _ALBUM_REFUSALS),
    ("removed embeddings", _REMOVED_EMBEDDINGS),
    ("smart albums", SMART_ALBUMS),
    ("trash", _TRASH),
    ("groups", GROUPS),
    ("flag review", FLAG_REVIEW),
    ("event corrections", EVENTS),
    ("versions", VERSIONS),
)
