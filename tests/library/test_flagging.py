"""Flags under the user's choices: at once, on every view, whenever the choice was made and however it was cut short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.domain.flagging import FLAGS, Assessment
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes, Page, RootIdentity, Scope
from desktop_app.domain.photo import Badge, Flag, FlagName, Measures, Metadata, Status
from desktop_app.library.commands import DismissFlag, Undo
from desktop_app.library.flag_commands import ConfirmFlag
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store

WAIT_S = 250
SHARP = Measures(0.9, 0.5, 0.0, 0.0, 1.0, 30.0, 0x336699, ((0x336699, 1.0),), 7, 0.0, 0.0)


def assessment(**known: int) -> Assessment:
    return Assessment(tuple(known.get(name, 0) for name in FLAGS))


def fill(store: Store, verdicts: list[Assessment | tuple[Flag, ...]]) -> list[PhotoId]:
    import numpy as np

    root = store.roots.add(Path("/photos"), RootIdentity(1, 2, ""), 1)
    ids = store.photos.add_files(root.id, [NewFile(b"%03d.jpg" % n, 9, n) for n in range(len(verdicts))], 5)
    store.photos.save_decoded(
        [DecodedRow(i, b"%d" % i, "JPEG", 4, 3, Metadata(), SHARP, False, False, False, 9, 9) for i in ids]
    )
    vector = np.eye(1, 8, dtype=np.float16)[0]
    store.save_understood([UnderstoodRow(i, "m", vector, (), v) for i, v in zip(ids, verdicts, strict=True)])
    return ids


@pytest.fixture
def library(paths: LibraryPaths) -> Iterator[Library]:
    opened = Library.open(paths, Settings())
    yield opened
    opened.close()


def flagged(library: Library, name: FlagName) -> list[PhotoId]:
    return sorted(library.ask(lambda q: q.timeline(Page(Scope.FLAG, flag=name))).result(WAIT_S).ids.tolist())


def choose(library: Library, *texts: str) -> None:
    library.order.flags.use_settings(Settings(flag_sensitivity=texts)).result(WAIT_S)


def test_lesson_d4_a_changed_choice_holds_at_once_on_every_view(library: Library) -> None:
    ids = library._store_lane.submit(
        lambda store: fill(store, [assessment(sensitive=8_000), assessment(sensitive=2_000), assessment()])
    ).result(WAIT_S)
    news: list[Changes] = []
    library.subscribe(news.append)
    assert flagged(library, FlagName.SENSITIVE) == ids[:1]
    choose(library, "sensitive=100")
    assert flagged(library, FlagName.SENSITIVE) == ids[:2]
    assert [change.updated for change in news if change.updated] == [frozenset([ids[1]])]
    assert all(c.is_membership_changed and c.is_order_changed and c.are_albums_changed for c in news if c.updated)
    page = library.ask(lambda q: q.timeline(Page())).result(WAIT_S)
    status = dict(zip(page.ids.tolist(), page.status.tolist(), strict=True))
    badges = dict(zip(page.ids.tolist(), page.badges.tolist(), strict=True))
    assert [bool(status[i] & Status.SENSITIVE) for i in ids] == [True, True, False]
    assert [bool(badges[i] & Badge.FLAGGED) for i in ids] == [True, True, False]
    assert dict(library.ask(lambda q: q.counts()).result(WAIT_S).flags) == {FlagName.SENSITIVE: 2}
    assert [m.photo_id for m in library.search("flag:sensitive").result(WAIT_S).matches] == ids[1::-1]
    choose(library, "sensitive=off")
    assert flagged(library, FlagName.SENSITIVE) == []
    assert not any(library.ask(lambda q: q.timeline(Page())).result(WAIT_S).status)


def test_a_choice_made_while_the_library_was_closed_holds_when_it_opens(paths: LibraryPaths) -> None:
    store = Store.open(paths, is_writer=True)
    ids = fill(store, [assessment(blurry=4_000), assessment(blurry=2_000)])
    store.close()
    library = Library.open(paths, Settings(flag_sensitivity=("blurry=100",)))
    try:
        library._store_lane.submit(lambda _: None).result(WAIT_S)
        assert flagged(library, FlagName.BLURRY) == ids[:1]
    finally:
        library.close()


def test_photos_of_an_older_library_get_their_strengths_behind_the_window(paths: LibraryPaths) -> None:
    store = Store.open(paths, is_writer=True)
    soft = replace(SHARP, sharpness=0.5)
    ids = fill(store, [()] * 7)
    rows = [DecodedRow(i, b"%d" % i, "JPEG", 4, 3, Metadata(), soft, False, False, False, 9, 9) for i in ids]
    store.photos.save_decoded(rows)
    assert store.assessments.of(ids) == {}
    store.close()
    library = Library.open(paths, Settings(flag_sensitivity=("blurry=100",)))
    try:
        for _ in range(3):  # turns on the lane: one catches up, one finds that all is done
            library._store_lane.submit(lambda _: None).result(WAIT_S)
        assert flagged(library, FlagName.BLURRY) == ids
    finally:
        library.close()


def test_the_count_beside_the_slider_is_what_the_slider_then_gives(library: Library) -> None:
    library._store_lane.submit(
        lambda store: fill(store, [assessment(noisy=100 * n, dark=250 * n) for n in range(40)])
    ).result(WAIT_S)
    surveys = {survey.name: survey for survey in library.order.flags.surveys().result(WAIT_S)}
    assert tuple(surveys) == FLAGS
    for position in (0, 25, 60, 100):
        choose(library, f"noisy={position}", f"dark={position}")
        for name in (FlagName.NOISY, FlagName.DARK):
            assert len(flagged(library, name)) == surveys[name].count(position), (name, position)


def test_review_goes_from_the_surest_and_ends_when_everything_is_said(library: Library) -> None:
    ids = library._store_lane.submit(
        lambda store: fill(store, [assessment(weapon=strength) for strength in (6_000, 9_000, 7_000)])
    ).result(WAIT_S)

    def waiting() -> list[PhotoId]:
        return library.order.flags.to_review(FlagName.WEAPON).result(WAIT_S)

    assert waiting() == [ids[1], ids[2], ids[0]]
    library.run(ConfirmFlag((ids[1],), FlagName.WEAPON)).result(WAIT_S)
    library.run(DismissFlag((ids[2],), FlagName.WEAPON)).result(WAIT_S)
    assert waiting() == [ids[0]]
    assert flagged(library, FlagName.WEAPON) == ids[:2]
    library.run(Undo()).result(WAIT_S)
    library.run(Undo()).result(WAIT_S)
    assert waiting() == [ids[1], ids[2], ids[0]]


def test_marks_are_undone_after_a_restart_too(paths: LibraryPaths) -> None:
    library = Library.open(paths, Settings())
    ids = library._store_lane.submit(lambda store: fill(store, [assessment()])).result(WAIT_S)
    library.run(ConfirmFlag(tuple(ids), FlagName.SENSITIVE)).result(WAIT_S)
    library.close()
    library = Library.open(paths, Settings())
    try:
        assert flagged(library, FlagName.SENSITIVE) == ids
        assert library.run(Undo()).result(WAIT_S)
        assert flagged(library, FlagName.SENSITIVE) == []
    finally:
        library.close()
