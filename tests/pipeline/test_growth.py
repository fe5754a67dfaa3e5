"""What a run costs follows from what there is to do, not from how large the library is."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline_desk import Desk, draw

from desktop_app.store.store import Store

WORK_ALONE = ("photo_undecoded", "photo_unembedded")  # indexes that hold nothing but what waits
FIRST_ROW = "LIMIT 1"


def whole_readings(stores: list[Store], work: Callable[[], object]) -> tuple[set[str], list[tuple[str, str]]]:
    """Returns what is asked during some work, and of it what reads a table of photos (or an index) from end to end."""
    statements = set[str]()
    for store in stores:
        store.db.connection.set_trace_callback(statements.add)
    work()
    for store in stores:
        store.db.connection.set_trace_callback(None)
    asked = {sql for sql in statements if re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", sql)}
    found = []
    for sql in sorted(asked):
        for *_, step in stores[0].db.connection.execute(f"EXPLAIN QUERY PLAN {sql}"):
            is_whole = re.match(r"SCAN (p|photo|e|embedding|t|photo_tag|f|flag|m|photo_metadata)\b", step)
            if is_whole and not any(name in step for name in WORK_ALONE) and not sql.endswith(FIRST_ROW):
                found.append((step, sql))
    return asked, found


def test_a_run_that_adds_photos_reads_no_table_of_photos_from_end_to_end(desk: Desk) -> None:
    for number in range(5):
        draw(desk.photos / f"old/{number}.jpg", seed=number)
    desk.index()
    for number in range(3):
        draw(desk.photos / f"new/{number}.jpg", seed=100 + number)
    asked, found = whole_readings([desk.writer, desk.reader], desk.index)
    assert len(desk.rows()) == 8
    assert len(asked) > 20
    assert found == []
    for count in (desk.reader.photos.counts, desk.reader.roots.all, desk.reader.folders.all):
        assert whole_readings([desk.reader], count)[1], "a whole reading is recognised as one"
