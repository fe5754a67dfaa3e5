"""Steps of the schema for order without work: smart albums, groups, events. `schema` lists them with the others."""

from __future__ import annotations

SMART_ALBUMS = (
    # AUTOINCREMENT: see album. `definition` is JSON: the rules, or how strictly examples are followed.
    """CREATE TABLE smart_album (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        position INTEGER NOT NULL,
        definition TEXT NOT NULL,
        checksum INTEGER NOT NULL
    )""",
    # What the user said of photos: 1 "this", 0 "not this".
    """CREATE TABLE smart_album_example (
        smart_album_id INTEGER NOT NULL REFERENCES smart_album (id) ON DELETE CASCADE,
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        is_wanted INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (smart_album_id, photo_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX smart_album_example_photo ON smart_album_example (photo_id)",
    # Derived, made again when lost: what was learned from the examples, and which photos answer to it how much.
    """CREATE TABLE smart_album_learned (
        smart_album_id INTEGER PRIMARY KEY REFERENCES smart_album (id) ON DELETE CASCADE,
        model TEXT NOT NULL,
        examples BLOB NOT NULL,
        last_sequence INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        learned BLOB NOT NULL,
        report TEXT NOT NULL
    )""",
    """CREATE TABLE smart_album_match (
        smart_album_id INTEGER NOT NULL REFERENCES smart_album (id) ON DELETE CASCADE,
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        probability REAL NOT NULL,
        PRIMARY KEY (smart_album_id, photo_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX smart_album_match_photo ON smart_album_match (photo_id)",
    # Derived: vectors of flipped and cropped views of examples, so that learning again is quick.
    """CREATE TABLE view_vector (
        photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        model TEXT NOT NULL,
        view TEXT NOT NULL,
        content_hash BLOB NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (photo_id, model, view)
    ) WITHOUT ROWID""",
)

GROUPS = (
    # The user's facts are id and name, under the checksum; the rest of a group can be found anew.
    """CREATE TABLE photo_group (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        made_name TEXT NOT NULL,
        tags TEXT NOT NULL,
        coherence REAL NOT NULL,
        centre BLOB NOT NULL,
        resting BLOB
    )""",
    # Derived. No group: looked at, and like none of them. `fit` is the cosine to the group's middle in 1/10,000.
    """CREATE TABLE group_photo (
        photo_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE,
        group_id INTEGER REFERENCES photo_group (id) ON DELETE CASCADE,
        fit INTEGER NOT NULL
    )""",
    "CREATE INDEX group_photo_group ON group_photo (group_id, photo_id)",
    # Derived, one row: how the groups there are were found, and up to which vector they are filled.
    """CREATE TABLE grouping (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        asked INTEGER,
        chosen INTEGER,
        smallest INTEGER NOT NULL,
        largest INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        model TEXT NOT NULL,
        space BLOB NOT NULL,
        photo_count INTEGER NOT NULL,
        sequence INTEGER NOT NULL
    )""",
)

EVENTS = (
    # What the user said of events: that one begins with a photo, that two photos and all between belong together, or
    # what one is called. `anchors` is JSON: photo ids, each with the time it was taken at when this was said. They are
    # no references: of a photo that is gone the time still holds. AUTOINCREMENT: see album.
    """CREATE TABLE event_correction (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        act TEXT NOT NULL,
        level TEXT NOT NULL,
        name TEXT NOT NULL,
        anchors TEXT NOT NULL,
        checksum INTEGER NOT NULL
    )""",
)

VERSIONS = (
    # What was made of which photo. Whether the photo stands behind its version follows: see `tiles`.
    """CREATE TABLE photo_version (
        version_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE,
        original_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
        checksum INTEGER NOT NULL
    )""",
    "CREATE INDEX photo_version_original ON photo_version (original_id, version_id)",
)
