from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from desktop_app.domain.history import FeedbackKind, HistoryMode, PhotoView, ViewSource, ViewSurface
from desktop_app.domain.library import Changes, Page, Scope
from desktop_app.domain.suggestion import ForYouRequest
from desktop_app.errors import UserError
from desktop_app.library.commands import (
    AddToAlbum,
    ForgetInterest,
    LessLikeThis,
    NeverSuggest,
    SetFavourite,
    Undo,
)
from desktop_app.settings import Settings

WAIT_S = 250
NOON_MS = 1_772_000_000_000
ON = Settings(settle_s=0.1, history_mode="on")


def look(photo_id, at_ms=NOON_MS, seen_ms=9_000) -> PhotoView:
    return PhotoView(photo_id, ViewSurface.VIEWER, ViewSource.LIBRARY, at_ms, seen_ms)


@pytest.fixture
def library(open_library, known_folder):
    library = open_library()
    library.index([library.add_root(known_folder)]).result(WAIT_S)
    return library


@pytest.fixture
def ids(library):
    return [int(i) for i in library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids]


def kept(library) -> int:
    library._store_lane.submit(lambda _store: None).result(WAIT_S)  # what was recorded before is written now
    days = library.ask(lambda q: q.history_days(NOON_MS * 2)).result(WAIT_S)
    return sum(day.view_count for day in days)


@pytest.mark.parametrize("mode", [mode for mode in HistoryMode if mode is not HistoryMode.ON])
def test_no_look_of_the_windows_is_kept_unless_the_user_has_agreed(library, ids, mode) -> None:
    library.use_settings(replace(ON, history_mode=mode.value))
    library.record_views([look(ids[0])])
    library.record_shown(ids)
    library.record_feedback(FeedbackKind.EXPORT, ids)
    library.run(SetFavourite(tuple(ids[:1]), is_favourite=True)).result(WAIT_S)
    assert kept(library) == 0
    history = library._store_lane.submit(lambda store: store.history.export()).result(WAIT_S)
    assert not any(history[name] for name in ("views", "feedback", "shown"))


def test_a_private_session_keeps_nothing_and_ends_with_its_end(library, ids) -> None:
    library.use_settings(ON)
    library.set_private_session(is_private=True)
    library.record_views([look(ids[0])])
    assert kept(library) == 0
    library.set_private_session(is_private=False)
    library.record_views([look(ids[0])])
    assert kept(library) == 1


def test_an_act_of_a_private_session_is_not_kept_though_its_turn_comes_later(library, ids) -> None:
    library.use_settings(ON)
    library.set_private_session(is_private=True)
    may_go_on = threading.Event()
    library._store_lane.submit(lambda _store: may_go_on.wait(WAIT_S))
    edits = [library.run(SetFavourite(tuple(ids[:1]), is_favourite=True)), library.create_album("Secret", ids[:2])]
    library.set_private_session(is_private=False)
    may_go_on.set()
    for edit in edits:
        edit.result(WAIT_S)
    assert library._store_lane.submit(lambda store: store.history.feedback()).result(WAIT_S) == []


def test_an_edit_that_changes_nothing_is_no_sign_of_taste(library, ids) -> None:
    library.use_settings(ON)
    album = library.create_album("Best of", ids[:2]).result(WAIT_S)
    for _ in range(3):
        library.run(AddToAlbum(album, tuple(ids[:2]))).result(WAIT_S)
        library.run(SetFavourite(tuple(ids[:1]), is_favourite=True)).result(WAIT_S)
    acts = library._store_lane.submit(lambda store: store.history.feedback()).result(WAIT_S)
    assert sorted(act.kind for act in acts) == [FeedbackKind.ALBUM, FeedbackKind.ALBUM, FeedbackKind.FAVOURITE]


def test_the_last_looks_and_edits_before_the_library_closes_are_kept(library, ids, open_library) -> None:
    library.use_settings(ON)
    may_go_on = threading.Event()
    library._store_lane.submit(lambda _store: may_go_on.wait(WAIT_S))
    for number in range(5):
        library.record_views([look(ids[0], NOON_MS + number)])
    edit = library.run(SetFavourite(tuple(ids[:1]), is_favourite=True))
    threading.Timer(0.05, may_go_on.set).start()
    library.close()
    assert edit.result(0) is not None
    assert kept(open_library()) == 5


def test_listeners_hear_of_looks_but_not_of_each(library, ids) -> None:
    library.use_settings(ON)
    heard: list[Changes] = []
    library.subscribe(heard.append)
    for number in range(20):
        library.record_views([look(ids[0], NOON_MS + number)])
    assert kept(library) == 20
    assert sum(changes.is_history_changed for changes in heard) == 1


def test_every_taste_can_be_undone_and_the_page_obeys_at_once(library, ids) -> None:
    library.use_settings(ON)
    library.record_views([look(photo) for photo in ids[:2]])
    assert kept(library) == 2

    def offered() -> list[int]:
        page = library.for_you(ForYouRequest(NOON_MS + 60_000)).result(WAIT_S)
        return [one.photo_id for shelf in page.shelves for one in shelf.photos]

    before = offered()
    assert before
    for command in (NeverSuggest((before[0],)), LessLikeThis((before[0],))):
        assert library.run(command).result(WAIT_S) is not None
        assert before[0] not in offered()
        library.run(Undo()).result(WAIT_S)
        assert offered() == before


def test_forgetting_an_interest_takes_its_looks_and_undo_brings_them_back(library, ids) -> None:
    library.use_settings(ON)
    library.record_views([look(ids[0]), look(ids[0], NOON_MS + 1000)])
    assert kept(library) == 2
    interest = library.interests(NOON_MS + 60_000).result(WAIT_S)[0]
    views, _feedback = library.interest_evidence(interest.id).result(WAIT_S)
    assert len(views) == interest.view_count == 2
    assert library.run(ForgetInterest(interest.id)).result(WAIT_S) is not None
    assert library.interests(NOON_MS + 60_000).result(WAIT_S) == ()
    library.run(Undo()).result(WAIT_S)
    assert library.interests(NOON_MS + 60_000).result(WAIT_S) == (interest,)


def test_taste_in_edits_is_kept(library, ids) -> None:
    library.use_settings(ON)
    album = library.create_album("Best of", ids[:2]).result(WAIT_S)
    library.run(AddToAlbum(album, (ids[2],))).result(WAIT_S)
    library.run(SetFavourite((ids[3],), is_favourite=True)).result(WAIT_S)
    library.run(SetFavourite((ids[3],), is_favourite=False)).result(WAIT_S)
    feedback = library._store_lane.submit(lambda store: store.history.feedback(NOON_MS * 2)).result(WAIT_S)
    assert sorted((one.photo_id, one.kind) for one in feedback) == sorted(
        [
            (ids[0], FeedbackKind.ALBUM),
            (ids[1], FeedbackKind.ALBUM),
            (ids[2], FeedbackKind.ALBUM),
            (ids[3], FeedbackKind.FAVOURITE),
        ]
    )
    page = library.ask(lambda q: q.timeline(Page(Scope.ALBUM, album_id=album))).result(WAIT_S)
    assert sorted(page.ids.tolist()) == sorted(ids[:3])
    assert [one.name for one in library.ask(lambda q: q.albums()).result(WAIT_S)] == ["Best of"]
    assert library.ask(lambda q: q.albums_of(ids[2])).result(WAIT_S) == [album]


def test_two_albums_of_one_name_are_refused_in_words(library, ids) -> None:
    library.create_album("Best of").result(WAIT_S)
    with pytest.raises(UserError, match="Best of"):
        library.create_album("Best of", ids).result(WAIT_S)


def test_a_shorter_memory_forgets_at_once(library, ids) -> None:
    library.use_settings(ON)
    library.record_views([look(ids[0], 1_000_000_000_000)])
    assert kept(library) == 1
    heard: list[Changes] = []
    library.subscribe(heard.append)
    library.use_settings(replace(ON, history_kept_days=30))
    assert kept(library) == 0
    assert [changes.is_history_changed for changes in heard] == [True]


def test_looks_are_learned_from_behind_the_window_so_that_the_page_only_has_to_be_laid_out(library, ids) -> None:
    library.use_settings(ON)
    library.warm_up()
    learned = library._suggester._recommender
    library.record_views([look(ids[0]), look(ids[1])])
    kept(library)
    made = library._similar.with_index(lambda *_: library._suggester._recommender._kept).result(WAIT_S)
    assert made is not None
    assert len(made.learned.views) == 2
    assert learned is None or learned is library._suggester._recommender


def test_weights_learned_from_feedback_are_kept_once_and_taken_back(library, ids) -> None:
    library.use_settings(ON)

    def weights():
        return library._store_lane.submit(lambda store: store.history.get_weights()).result(WAIT_S)

    def generation():
        return library._store_lane.submit(lambda store: store.history.generation()).result(WAIT_S)

    library.history.keep_weights((1.0, 0.5))
    assert weights() == (1.0, 0.5)
    before = generation()
    library.history.keep_weights((1.0, 0.5))
    assert generation() == before
    library.history.keep_weights(())
    assert weights() is None


def test_without_enough_feedback_the_fixed_weights_stay(library, ids) -> None:
    library.use_settings(ON)
    library.record_views([look(photo) for photo in ids])
    told = []
    library._suggester.learn(told.append)
    library._suggester.learn(told.append)  # once a day
    for _ in range(3):
        library._similar.with_index(lambda *_: None).result(WAIT_S)
    assert told == [()]
