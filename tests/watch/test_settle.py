from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.watch import settle
from desktop_app.watch.settle import Change, FileEvent, Happening, Settled, Settler

CREATED, MODIFIED, DELETED, MOVED = Happening.CREATED, Happening.MODIFIED, Happening.DELETED, Happening.MOVED


def event(happening: Happening, path: str, to_path: str = "", *, is_folder: bool = False) -> FileEvent:
    return FileEvent(happening, path, is_folder, to_path)


def play(*events: tuple[float, FileEvent]) -> Settler:
    settler = Settler(quiet_s=2, max_wait_s=20)
    for now_s, one in events:
        settler.note(one, now_s)
    return settler


def test_nothing_is_reported_before_it_is_quiet() -> None:
    settler = play((0, event(CREATED, "/a")), (1.5, event(MODIFIED, "/a")))
    assert settler.next_due_s == 3.5
    assert settler.due(3.4) == []
    assert settler.due(3.5) == [Settled(Change.ADDED, "/a")]
    assert settler.due(99) == []
    assert settler.next_due_s is None


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([event(CREATED, "/a"), event(DELETED, "/a")], []),
        ([event(MODIFIED, "/a"), event(DELETED, "/a")], [(Change.REMOVED, "/a")]),
        ([event(DELETED, "/a"), event(CREATED, "/a")], [(Change.MODIFIED, "/a")]),
        ([event(MOVED, "/a", "/b")], [(Change.REMOVED, "/a"), (Change.ADDED, "/b")]),
        ([event(MOVED, "/a", "")], [(Change.REMOVED, "/a")]),
    ],
)
def test_what_came_and_went_is_summed_up(events: list[FileEvent], expected: list[tuple[Change, str]]) -> None:
    settler = play(*((0.1 * n, one) for n, one in enumerate(events)))
    assert [(s.change, s.path) for s in settler.due(10)] == expected


def test_saving_by_a_temporary_file_is_one_modification() -> None:
    tmp, photo = "/d/.photo.jpg.tmp", "/d/photo.jpg"
    settler = play((0, event(CREATED, tmp)), (0.1, event(MODIFIED, tmp)), (0.2, event(MOVED, tmp, photo)))
    assert settler.due(5) == [Settled(Change.MODIFIED, photo)]


def test_saving_with_a_backup_is_one_modification() -> None:
    settler = play(
        (0, event(MOVED, "/p.jpg", "/p.jpg~")), (0.1, event(CREATED, "/p.jpg")), (0.2, event(DELETED, "/p.jpg~"))
    )
    assert settler.due(5) == [Settled(Change.MODIFIED, "/p.jpg")]


def test_a_sidecar_saved_ten_times_a_second_is_one_modification() -> None:
    settler = play(*((n / 10, event(MODIFIED, "/p.xmp")) for n in range(50)))
    assert settler.due(6.8) == []
    assert settler.due(6.9) == [Settled(Change.MODIFIED, "/p.xmp")]


def test_a_file_written_without_end_is_reported_all_the_same() -> None:
    settler = Settler(quiet_s=2, max_wait_s=20)
    reported = []
    for tenth in range(1_000):
        settler.note(event(MODIFIED, "/log.jpg"), tenth / 10)
        reported += [tenth / 10 for _ in settler.due(tenth / 10)]
    assert reported == [pytest.approx(20 + 20.1 * n) for n in range(len(reported))]
    assert len(reported) == 4


def test_a_known_file_that_is_renamed_over_is_modified() -> None:
    settler = Settler(is_known=lambda path: path == "/b")
    settler.note(event(MOVED, "/a", "/b"), 0)
    assert {s.path: s.change for s in settler.due(9)} == {"/a": Change.REMOVED, "/b": Change.MODIFIED}


def test_a_folder_is_one_hint_for_all_below_it() -> None:
    settler = play(
        (0, event(CREATED, "/d", is_folder=True)),
        (0.1, event(CREATED, "/d/1.jpg")),
        (0.2, event(CREATED, "/d/e", is_folder=True)),
        (0.3, event(CREATED, "/da.jpg")),
        (0.4, event(MOVED, "/old", "/new", is_folder=True)),
    )
    assert settler.due(9) == [
        Settled(Change.RESCAN, "/d"),
        Settled(Change.ADDED, "/da.jpg"),
        Settled(Change.RESCAN, "/new"),
        Settled(Change.RESCAN, "/old"),
    ]


def test_a_flood_becomes_one_look_at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settle, "MAX_PATHS", 100)
    settler = play(*((0.001 * n, event(CREATED, f"/{n}.jpg")) for n in range(5_000)))
    assert settler.due(9) == [Settled(Change.RESCAN, "")]
    settler.note(event(CREATED, "/later.jpg"), 10)
    assert settler.due(13) == [Settled(Change.ADDED, "/later.jpg")]


steps = st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.floats(0, 3)), max_size=30)


@given(steps)
def test_the_last_word_is_always_the_truth(script: list[tuple[str, bool, float]]) -> None:
    """Files made and removed in any order: what is reported, applied to what was there, gives what is there."""
    settler, now_s, there, reported = Settler(2, 20), 0.0, set[str](), set[str]()

    def take() -> None:
        for settled in settler.due(now_s):
            if settled.change is Change.REMOVED:
                reported.discard(settled.path)
            else:
                reported.add(settled.path)

    for name, is_made, pause_s in script:
        if is_made != (name in there):
            settler.note(event(CREATED if is_made else DELETED, name), now_s)
            there ^= {name}
        now_s += pause_s
        take()
    now_s += 50
    take()
    assert reported == there
