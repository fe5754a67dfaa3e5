"""Trouble with the view history stays there: one sentence, and everything else goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.domain.history import PhotoView, ViewSource, ViewSurface
from desktop_app.domain.library import Page
from desktop_app.library.commands import SetFavourite
from desktop_app.settings import Settings

WAIT_S = 250
NOON_MS = 1_772_000_000_000
ON = Settings(settle_s=0.1, history_mode="on")


@pytest.fixture
def library(open_library, known_folder):
    library = open_library()
    library.index([library.add_root(known_folder)]).result(WAIT_S)
    library.use_settings(ON)
    return library


@pytest.fixture
def ids(library):
    return [int(i) for i in library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids]


def record(library, ids) -> None:
    library.record_views([PhotoView(ids[0], ViewSurface.VIEWER, ViewSource.LIBRARY, NOON_MS, 9_000)])
    library._store_lane.submit(lambda _store: None).result(WAIT_S)


def heard(library) -> list[str]:
    notices: list[str] = []
    library.subscribe(lambda changes: notices.extend(changes.notices))
    return notices


def test_a_history_that_cannot_be_written_is_told_once_and_edits_stand(library, ids) -> None:
    notices = heard(library)
    library.paths.history.write_bytes(b"")
    library.paths.history.unlink()
    library.paths.history.mkdir()  # nothing can be opened here
    for _ in range(3):
        record(library, ids)
    edit = library.run(SetFavourite((ids[0],), is_favourite=True)).result(WAIT_S)
    assert edit is not None
    assert library.ask(lambda q: q.photo(ids[0])).result(WAIT_S).is_favourite
    assert [text for text in notices if text.startswith("The view history cannot be kept now.")] == notices[:1]
    library.paths.history.rmdir()
    record(library, ids)
    assert len(library.ask(lambda q: q.views(NOON_MS)).result(WAIT_S)) == 1


def test_a_damaged_history_is_told_once_and_a_new_one_begins(library, ids) -> None:
    notices = heard(library)
    record(library, ids)
    library.close()
    library.paths.history.write_bytes(b"damage" * 5000)
    again = type(library).open(library.paths, ON)
    notices = heard(again)
    record(again, ids)
    record(again, ids)
    assert len(notices) == 1
    assert notices[0].startswith("The view history was damaged. It is kept as history.damaged-")
    assert len(again.ask(lambda q: q.views(NOON_MS)).result(WAIT_S)) == 2
    again.close()


def test_the_days_backup_holds_the_history_only_when_chosen(library, ids) -> None:
    from desktop_app.library.watching import _upkeep

    record(library, ids)
    library._store_lane.submit(lambda store: _upkeep(store, settings=ON)).result(WAIT_S)
    backups = library.paths.backups
    assert len(list(backups.glob("library-*.db"))) == 1
    assert not list(backups.glob("history-*"))
    for file in backups.iterdir():
        file.unlink()
    chosen = replace(ON, is_history_in_backups=True, history_kept_days=0)
    library._store_lane.submit(lambda store: _upkeep(store, settings=chosen)).result(WAIT_S)
    assert len(list(backups.glob("history-*.db"))) == 1


def test_the_days_upkeep_forgets_what_is_too_old(library, ids) -> None:
    from desktop_app.library.watching import _upkeep

    record(library, ids)
    short = replace(ON, history_kept_days=1)
    library._store_lane.submit(lambda store: _upkeep(store, settings=short)).result(WAIT_S)
    assert library.ask(lambda q: q.history_days(NOON_MS * 2)).result(WAIT_S) == []
