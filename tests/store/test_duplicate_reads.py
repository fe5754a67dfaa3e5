from __future__ import annotations

import numpy as np

from desktop_app.domain.photo import DateSource, Flag, FlagName, Metadata
from desktop_app.store.duplicates import DuplicateReads
from desktop_app.store.store import Store


def test_only_photos_that_were_read_and_may_be_shown_are_compared(store: Store, fill) -> None:
    ids = fill.photos(6)
    waiting = fill.new(["a/waiting.jpg"])
    store.edits.set_hidden(ids[:1], True)
    store.photos.mark_missing(ids[1:2], 5)
    fill.understand(ids[2:3], flags=(Flag(FlagName.SENSITIVE, 0.9, "skin"),))  # veiled, and there
    photos = DuplicateReads(store.db).photos()
    assert photos.ids.tolist() == ids[2:]
    assert photos.contents == tuple(b"hash-%d" % photo for photo in ids[2:])
    assert photos.hashes.tolist() == [fill.measures.phash] * 4
    assert photos.hashes.dtype == np.uint64
    assert not photos.is_graphic.any()
    assert DuplicateReads(store.db).unread() == (len(waiting), {})


def test_a_raw_with_a_developed_photo_beside_it_is_one_shot_in_two_files(store: Store, fill) -> None:
    names = ["a/one.cr2", "a/ONE.jpg", "a/two.cr2", "b/two.jpg", "a/three.cr2", "a/three.dng"]
    ids = dict(zip(names, fill.new(names), strict=True))
    for name, photo in ids.items():
        fill.decode([photo], is_raw=not name.endswith("jpg"))
    assert DuplicateReads(store.db).developed_raws() == {ids["a/one.cr2"]}


def test_only_times_that_a_camera_wrote_make_bursts(store: Store, fill) -> None:
    ids = fill.new([f"{number}.jpg" for number in range(4)])
    for photo, source, model in zip(
        ids, (DateSource.EXIF, DateSource.EXIF, DateSource.FILE_NAME, DateSource.FILE_TIME), "AABB", strict=True
    ):
        fill.decode([photo], metadata=Metadata(taken_at_ms=1_000 + photo, date_source=source, camera_model=model))
    times = DuplicateReads(store.db).camera_times()
    assert times.ids.tolist() == ids[:2]
    assert times.taken_at_ms.tolist() == [1_000 + photo for photo in ids[:2]]
    assert len(set(times.cameras.tolist())) == 1


def test_pairs_that_are_no_duplicates_are_read_the_lower_first(store: Store, fill) -> None:
    ids = fill.photos(3)
    store.edits.not_duplicates([ids[2], ids[0]])
    assert DuplicateReads(store.db).not_duplicates() == {(ids[0], ids[2])}


def test_in_how_many_albums_a_photo_is(store: Store, fill) -> None:
    ids = fill.photos(3)
    for name in ("one", "two"):
        store.edits.create_album(name, ids[:1])
    assert DuplicateReads(store.db).album_counts(ids) == {ids[0]: 2}
