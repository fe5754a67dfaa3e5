"""For You as the user meets it: shelves, thumbs that act at once, suggested albums, reasons, keys, how things stand."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from desktop_app.domain.history import FeedbackKind, HistoryMode, PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.locality import Locality
from desktop_app.domain.photo import Badge
from desktop_app.domain.suggestion import (
    AlbumReason,
    ForYouPage,
    ForYouRequest,
    Shelf,
    ShelfBasis,
    ShelfKind,
    SuggestedAlbum,
    Suggestion,
)
from desktop_app.errors import UserError
from desktop_app.gui import for_you_words, places
from desktop_app.gui.for_you_card_painting import CardAct
from desktop_app.gui.for_you_notice import NoticeAct
from desktop_app.gui.for_you_review import AlbumReview
from desktop_app.gui.for_you_why import WhyPanel
from desktop_app.settings import Settings

NO_POPUPS = "This plugin does not support"  # popups on a machine without a screen
REFUSED = (FeedbackKind.LESS, FeedbackKind.NEVER)


def ready(value: object) -> Future:
    future: Future = Future()
    future.set_result(value)
    return future


class Suggesting:
    """A recommender of few ideas over the real library: photos in order, what was refused left out."""

    def __init__(self, library) -> None:
        self.library = library
        self.requests: list[ForYouRequest] = []
        self.looks: list[PhotoView] = []
        self.is_cold = False
        self.has_albums = True

    def page(self, request: ForYouRequest) -> ForYouPage:
        self.requests.append(request)
        store = self.library.store
        refused = {f.photo_id for f in store.history.feedback(None) if f.kind in REFUSED} | set(request.left_out)
        ids = [
            PhotoId(int(i)) for i in store.photos.timeline(places.LIBRARY_PAGE).ids if store.photos.get(int(i)).width_px
        ]
        wanted = [i for i in ids if i not in refused]
        cut = (wanted[:8], wanted[8:13], wanted[13:18])
        interest = InterestId(int(ids[0]))
        lead, because, day = (
            tuple(Suggestion(i, 0.9, interest, ids[-1], is_exploration=n == 3) for n, i in enumerate(part))
            for part in cut
        )
        shelves = (
            Shelf(ShelfKind.FOR_YOU, "", "", lead),
            Shelf(ShelfKind.BECAUSE, "", "", because, because=ids[-1], interest_id=interest),
            Shelf(ShelfKind.ON_THIS_DAY, "", "", day, subject="2019, 2021"),
        )
        dismissed = store.history.dismissed_albums()
        album = SuggestedAlbum("beach", "At the beach", "", AlbumReason.EVENT, ids[4], tuple(ids[4:10]), 0.8)
        albums = (album,) if self.has_albums and album.key not in dismissed else ()
        shown = tuple(shelf for shelf in shelves if shelf.photos)
        return ForYouPage(shown, albums, self.is_cold, date(2026, 6, 14), request.seed, len(self.looks))


@pytest.fixture
def suggesting(inline_library, monkeypatch) -> Suggesting:
    made = Suggesting(inline_library)
    ids = [int(i) for i in inline_library.store.photos.timeline(places.LIBRARY_PAGE).ids]
    made.looks = [
        PhotoView(PhotoId(i), ViewSurface.VIEWER, ViewSource.LIBRARY, 1_750_000_000_000 + n, 4000)
        for n, i in enumerate(ids[-6:])
    ]
    monkeypatch.setattr(inline_library, "for_you", lambda request: ready(made.page(request)), raising=False)
    monkeypatch.setattr(inline_library, "interest_evidence", lambda _id: ready((made.looks, [])), raising=False)
    monkeypatch.setattr(inline_library, "interests", lambda _at=None: ready(()), raising=False)
    monkeypatch.setattr(inline_library, "record_shown", lambda ids, at_ms=None: None, raising=False)
    monkeypatch.setattr(type(inline_library), "is_private_session", False, raising=False)
    return made


@pytest.fixture
def for_you(make_window, suggesting, qtbot):
    """A window on the For You page."""
    settings = Settings(theme="light", is_motion_reduced=True, history_mode="on")
    window = make_window(suggesting.library, settings)
    window.actions_table["go-for-you"].trigger()
    qtbot.waitUntil(lambda: window.space.is_for_you_shown and len(page_of(window).shelves) == 3)
    quiet(window, qtbot)
    return window


def page_of(window):
    return window.space.for_you


def shelf(window, at: int):
    return page_of(window).shelves[at]


def quiet(window, qtbot) -> None:
    def is_quiet() -> bool:
        page = page_of(window)
        pools = () if page is None else (page.cards, page.marks, page.covers)
        return window.bridge.waiting == 0 and all(p.loader.is_idle for p in pools) and not window.news._timer.isActive()

    qtbot.waitUntil(is_quiet)


def all_ids(window) -> list[PhotoId]:
    return [i for one in page_of(window).shelves for i in one.cards.ids]


def click_act(window, at: int, row: int, act: CardAct) -> PhotoId:
    """Moves the pointer onto a card and clicks one of its icons."""
    cards = shelf(window, at).cards
    photo_id = cards.photo_model.id_at(row)
    QTest.mouseMove(cards.viewport(), cards.card_rect(row).center())
    place = dict(cards.act_places_of(row))[act]
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    return photo_id


def test_the_first_shelf_leads_with_a_large_card(for_you) -> None:
    cards = shelf(for_you, 0).cards
    rects = [cards.card_rect(row) for row in range(3)]
    assert rects[0].height() > 1.7 * rects[1].height()
    assert shelf(for_you, 0).title.text() == "For you today"
    assert len({cards.card_rect(row).height() for row in range(5)} - {rects[0].height()}) >= 1
    other = shelf(for_you, 1).cards
    assert len({other.card_rect(row).height() for row in range(len(other.ids))}) == 1


def test_titles_are_words_and_the_small_picture_opens_its_source(for_you, qtbot) -> None:
    assert shelf(for_you, 1).title.text() == "Because you looked at"
    assert shelf(for_you, 2).reason.text() == "2019, 2021"
    assert for_you.space.header.title.text() == "For You"
    day = page_of(for_you).head.day.text()
    assert "Sunday" in day
    assert "14" in day
    assert "2026" not in day
    source = shelf(for_you, 1).source
    assert source.isVisible()
    qtbot.mouseClick(source, Qt.MouseButton.LeftButton)
    assert for_you.space.is_viewing
    assert for_you.space.viewer.current_id == source.photo_id
    assert not shelf(for_you, 0).source.isVisible()


def test_a_click_opens_the_photo_among_its_shelf_and_tells_from_where(for_you, qtbot) -> None:
    cards = shelf(for_you, 1).cards
    ids = cards.ids
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=cards.card_rect(1).center())
    viewer = for_you.space.viewer
    assert viewer.current_id == ids[1]
    assert viewer.opened_from is ViewSource.FOR_YOU
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.current_id == ids[2]
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert for_you.space.is_for_you_shown
    assert for_you.chosen_ids == [ids[2]]


def test_less_like_this_acts_on_the_screen_and_undo_brings_it_back_to_its_place(for_you, suggesting, qtbot) -> None:
    before = [one.cards.ids for one in page_of(for_you).shelves]
    places_before = [shelf(for_you, 0).cards.card_rect(row) for row in range(8)]
    refused = click_act(for_you, 0, 2, CardAct.LESS)
    assert refused in page_of(for_you).shelves[0].cards._leaving  # it goes before the library has answered
    qtbot.waitUntil(lambda: refused not in all_ids(for_you))
    now = shelf(for_you, 0).cards.ids
    assert [now[row] for row in range(8) if row != 2] == [before[0][row] for row in range(8) if row != 2]
    assert [shelf(for_you, 0).cards.card_rect(row) for row in range(8)] == places_before
    assert "Fewer photos like this" in for_you.toast.words.text()
    assert for_you.toast.button.isVisible()
    qtbot.waitUntil(lambda: for_you.actions_table["undo"].isEnabled())
    for_you.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: refused in all_ids(for_you))
    assert shelf(for_you, 0).cards.ids == before[0]
    assert len(set(all_ids(for_you))) == len(all_ids(for_you))


def test_never_suggest_by_key_works_on_the_card_with_the_focus(for_you, suggesting, qtbot) -> None:
    cards = shelf(for_you, 0).cards
    cards.setFocus(Qt.FocusReason.TabFocusReason)
    cards.set_current_row(1)
    photo_id = cards.current_id
    for_you.actions_table["never-suggest"].trigger()
    qtbot.waitUntil(lambda: photo_id not in all_ids(for_you))
    kinds = [f.kind for f in suggesting.library.store.history.feedback(None) if f.photo_id == photo_id]
    assert kinds == [FeedbackKind.NEVER]


def test_a_wish_that_cannot_be_kept_brings_the_card_back_and_says_why(for_you, qtbot, monkeypatch) -> None:
    broken: Future = Future()
    broken.set_exception(UserError("The disk is full."))
    monkeypatch.setattr(for_you.library, "run", lambda _command: broken)
    refused = click_act(for_you, 0, 2, CardAct.LESS)
    qtbot.waitUntil(lambda: "disk is full" in for_you.toast.words.text())
    assert refused in all_ids(for_you)
    assert refused not in shelf(for_you, 0).cards._leaving


def test_the_heart_is_shown_at_once_and_kept(for_you, qtbot) -> None:
    photo_id = click_act(for_you, 0, 0, CardAct.FAVOURITE)
    assert page_of(for_you).badges_of(photo_id) & Badge.FAVOURITE
    qtbot.waitUntil(lambda: for_you.library.store.photos.get(photo_id).is_favourite)
    quiet(for_you, qtbot)
    assert page_of(for_you).badges_of(photo_id) & Badge.FAVOURITE
    assert all_ids(for_you)[0] == photo_id


def test_show_on_the_timeline_scrolls_the_library_to_the_photo(for_you, qtbot) -> None:
    photo_id = click_act(for_you, 0, 0, CardAct.TIMELINE)
    qtbot.waitUntil(lambda: for_you.space.is_grid_shown and for_you.space.grid.current_id() == photo_id)
    grid = for_you.space.grid
    assert grid.viewport().rect().intersects(grid.tile_rect(for_you.space.model.row_of(photo_id)))


def test_find_similar_asks_for_the_card(for_you, qtbot) -> None:
    photo_id = click_act(for_you, 0, 0, CardAct.SIMILAR)
    qtbot.waitUntil(lambda: for_you.navigator.place.kind is places.Kind.SIMILAR)
    assert for_you.library.similar_requests[-1].photo_ids == (photo_id,)


def test_refresh_shows_other_photos_with_the_next_seed(for_you, suggesting, qtbot) -> None:
    before = set(all_ids(for_you))
    qtbot.mouseClick(page_of(for_you).head.refresh, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: set(all_ids(for_you)) != before)
    assert suggesting.requests[-1].seed == 1
    assert suggesting.requests[-1].left_out == before
    assert not before & set(all_ids(for_you))
    indexed = for_you.library.indexing_requests
    for_you.actions_table["rescan"].trigger()  # F5
    assert suggesting.requests[-1].seed == 2
    assert for_you.library.indexing_requests == indexed


def test_a_look_at_a_photo_moves_nothing_while_the_page_is_shown(for_you, suggesting, qtbot) -> None:
    from desktop_app.domain.library import Changes

    asked = len(suggesting.requests)
    for_you.library.publish(Changes(is_history_changed=True))
    quiet(for_you, qtbot)
    assert len(suggesting.requests) == asked
    for_you.actions_table["go-library"].trigger()
    for_you.actions_table["go-for-you"].trigger()
    quiet(for_you, qtbot)
    assert len(suggesting.requests) == asked + 1


def test_a_hidden_photo_leaves_the_page(for_you, suggesting, qtbot) -> None:
    photo_id = all_ids(for_you)[1]
    for_you.edits.set_hidden([photo_id], is_hidden=True)
    qtbot.waitUntil(lambda: photo_id not in all_ids(for_you))


def test_keys_walk_within_a_shelf_and_between_shelves(for_you, qtbot) -> None:
    first, second = shelf(for_you, 0).cards, shelf(for_you, 1).cards
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.currentIndex().row() == 0
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert first.currentIndex().row() == 1
    QTest.keyClick(first, Qt.Key.Key_End)
    assert first.currentIndex().row() == len(first.ids) - 1
    QTest.keyClick(first, Qt.Key.Key_Home)
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    assert second.currentIndex().row() in (0, 1)  # what lies below the middle of the large card
    QTest.keyClick(second, Qt.Key.Key_Up)
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert for_you.space.is_viewing


def test_down_goes_to_the_card_below_before_the_next_shelf(for_you) -> None:
    cards = shelf(for_you, 0).cards
    cards.setFocus(Qt.FocusReason.TabFocusReason)
    cards.set_current_row(1)
    QTest.keyClick(cards, Qt.Key.Key_Down)
    assert cards.hasFocus()
    assert cards.card_rect(cards.currentIndex().row()).top() > cards.card_rect(1).top()


def wheel(view, dx: int, dy: int, keys=Qt.KeyboardModifier.NoModifier) -> QWheelEvent:
    at = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        at,
        QPointF(view.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(dx, dy),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    return event  # Qt hands on to the page only what a real mouse sent


def test_the_wheel_turns_the_page_and_sideways_the_shelf(for_you, qtbot) -> None:
    for_you.resize(900, 600)
    page, cards = page_of(for_you), shelf(for_you, 1).cards
    qtbot.waitUntil(lambda: cards.horizontalScrollBar().maximum() > 0)
    upright = wheel(cards, 0, -120)
    assert not upright.isAccepted()
    wheel(page, 0, -120)
    assert page.verticalScrollBar().value() > 0
    assert cards.horizontalScrollBar().value() == 0
    wheel(cards, -120, 0)
    assert cards.horizontalScrollBar().value() > 0
    wheel(cards, 0, 240, Qt.KeyboardModifier.ShiftModifier)
    assert cards.horizontalScrollBar().value() == 0


def test_arrows_come_with_the_pointer_and_turn_the_shelf(for_you, qtbot) -> None:
    for_you.resize(900, 600)
    one = shelf(for_you, 1)
    qtbot.waitUntil(lambda: one.cards.can_turn(1))
    assert not one.onward.isVisible()
    one.cards.turn(1)
    assert one.cards.horizontalScrollBar().value() > 0
    one.cards.turn(-1)
    assert one.cards.horizontalScrollBar().value() == 0
    assert one.onward.accessibleName()


def test_accepting_an_album_makes_and_opens_it_and_undo_takes_it_back(for_you, qtbot) -> None:
    card = page_of(for_you).albums.cards[0]
    assert card.note.text() == "6 photos · Taken together"
    qtbot.mouseClick(card.accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: for_you.navigator.place.page.album_id is not None)
    album = for_you.library.store.albums.all()[0]
    assert (album.name, album.photo_count) == ("At the beach", 6)
    qtbot.waitUntil(lambda: for_you.actions_table["undo"].isEnabled())
    for_you.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: for_you.library.store.albums.all() == [])


def test_accepting_an_album_whose_name_is_taken_finds_a_free_one(for_you, qtbot) -> None:
    store = for_you.library.store
    others = [PhotoId(int(i)) for i in store.photos.timeline(places.LIBRARY_PAGE).ids[-2:]]
    for name in ("at the Beach", "At the beach 2"):
        for_you.library.create_album(name, others).result()
    for_you.navigator.refresh()
    qtbot.waitUntil(lambda: len(for_you.navigator.albums) == 2)
    qtbot.mouseClick(page_of(for_you).albums.cards[0].accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(store.albums.all()) == 3)
    assert {album.name for album in store.albums.all()} == {"at the Beach", "At the beach 2", "At the beach 3"}


def test_dismissing_an_album_takes_it_away_and_undo_brings_it_back(for_you, qtbot) -> None:
    albums = page_of(for_you).albums
    qtbot.mouseClick(albums.cards[0].dismiss, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not albums.isVisible())
    qtbot.waitUntil(lambda: for_you.actions_table["undo"].isEnabled())
    for_you.actions_table["undo"].trigger()
    qtbot.waitUntil(albums.isVisible)


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_an_album_can_be_looked_through_before_it_is_made(for_you, qtbot) -> None:
    qtbot.mouseClick(page_of(for_you).albums.cards[0].edit, Qt.MouseButton.LeftButton)
    sheet = for_you.findChild(AlbumReview)
    qtbot.waitUntil(lambda: len(sheet.cards.ids) == 6)
    assert sheet.count.text() == "6 photos"
    cards = sheet.cards
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=cards.card_rect(1).center())
    cards.setFocus(Qt.FocusReason.TabFocusReason)
    cards.set_current_row(2)
    QTest.keyClick(cards, Qt.Key.Key_Space)
    assert sheet.count.text() == "4 of 6 photos"
    left = [cards.ids[row] for row in (0, 3, 4, 5)]
    sheet.name.setText("  ")
    assert not sheet.confirm.isEnabled()
    sheet.name.setText("Sand")
    qtbot.mouseClick(sheet.confirm, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: for_you.navigator.place.page.album_id is not None)
    album = for_you.library.store.albums.all()[0]
    assert album.name == "Sand"
    assert list(for_you.library.store.albums.photo_ids(album.id)) == left


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_why_shows_the_looks_behind_a_card_and_leads_on(for_you, suggesting, qtbot) -> None:
    click_act(for_you, 0, 0, CardAct.WHY)
    panel = for_you.findChild(WhyPanel)
    qtbot.waitUntil(lambda: len(panel.looks.ids) == len(suggesting.looks))
    assert panel.title.text() == "Because you looked at these"
    assert panel.looks.ids[0] == for_you.space.for_you.content.shelves[0].suggestions[all_ids(for_you)[0]].because
    assert panel.forget.isVisible()
    qtbot.mouseClick(panel.interests, Qt.MouseButton.LeftButton)
    assert for_you.navigator.place == places.INTERESTS
    assert not panel.isVisible()


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_why_is_honest_about_something_new(for_you, qtbot) -> None:
    photo_id = next(s.photo_id for s in page_of(for_you).content.page.shelves[0].photos if s.is_exploration)
    for_you.for_you_desk.explain(photo_id)
    panel = for_you.findChild(WhyPanel)
    assert panel.title.text() == "To try something new"
    assert not panel.looks.isVisible()
    assert not panel.forget.isVisible()


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_the_menu_of_a_card_offers_what_was_promised(for_you, qtbot) -> None:
    cards = shelf(for_you, 0).cards
    at = cards.card_rect(1).center()
    QTest.mousePress(cards.viewport(), Qt.MouseButton.RightButton, pos=at)
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, cards.viewport().mapToGlobal(at))
    QApplication.sendEvent(cards.viewport(), event)
    menu = next(m for m in for_you.findChildren(QMenu) if m.isVisible())
    offered = {action.objectName() for action in menu.actions() if action.isEnabled()}
    wanted = {"open", "show-on-timeline", "find-similar", "favourite", "less-like", "never-suggest", "why-suggested"}
    assert wanted <= offered
    assert for_you.chosen_ids == [cards.ids[1]]
    menu.close()
    QTest.mouseRelease(cards.viewport(), Qt.MouseButton.RightButton, pos=at)  # a held button keeps others from hovering


def test_every_card_says_photo_date_tags_and_because(for_you) -> None:
    index = shelf(for_you, 1).cards.model().index(0, 0)
    text = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert text.startswith("Photo, ")
    assert "2025" in text
    assert "outdoors" in text
    assert "; because of photos you looked at" in text


def test_every_control_of_the_page_has_a_name(for_you, qtbot) -> None:
    from tests.gui.test_accessibility import focusable, nameless

    stand(for_you, history_mode="off")
    assert len(focusable(page_of(for_you))) > 8
    assert nameless(page_of(for_you)) == []


def test_the_models_of_shelves_keep_qts_rules(for_you, qtmodeltester, qtbot) -> None:
    model = shelf(for_you, 0).cards.photo_model
    qtmodeltester.check(model)
    refused = click_act(for_you, 0, 1, CardAct.LESS)
    qtbot.waitUntil(lambda: refused not in all_ids(for_you))
    qtmodeltester.check(model)


def test_photos_really_seen_are_told_and_those_out_of_sight_are_not(for_you, qtbot, monkeypatch) -> None:
    told: list[PhotoId] = []
    tracker = for_you.for_you_desk._seen
    monkeypatch.setattr(tracker, "_tell", told.extend)
    now = [0.0]
    monkeypatch.setattr(tracker, "_clock", lambda: now[0])
    monkeypatch.setattr(for_you, "isActiveWindow", lambda: True)
    for_you.resize(900, 600)
    quiet(for_you, qtbot)
    seen = page_of(for_you).ids_seen()
    assert 0 < len(seen) < len(all_ids(for_you))
    tracker.stop()  # what it saw while the window was made is forgotten
    tracker._told.clear()
    tracker.start()
    told.clear()
    tracker.step()
    now[0] = 1.1
    tracker.step()
    assert sorted(told) == sorted(page_of(for_you).ids_seen())
    told.clear()
    monkeypatch.setattr(for_you, "isActiveWindow", lambda: False)
    page_of(for_you).verticalScrollBar().setValue(9999)
    tracker.step()
    now[0] = 5.0
    tracker.step()
    assert told == []
    monkeypatch.setattr(for_you, "isActiveWindow", lambda: True)
    for_you.actions_table["go-library"].trigger()
    assert not tracker._timer.isActive()


# how things stand


def stand(window, **changes) -> None:
    window.change_settings(replace(window.settings, **changes))


def test_with_history_off_the_page_says_so_and_offers_to_turn_it_on(for_you, qtbot) -> None:
    notice = page_of(for_you).notice
    assert not notice.isVisible()
    stand(for_you, history_mode="off")
    assert "not remembered" in notice.title.text()
    assert shelf(for_you, 0).isVisible()
    qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    assert for_you.settings.history_mode == HistoryMode.ON
    assert not notice.isVisible()


def test_paused_and_private_are_shown_honestly(for_you, monkeypatch) -> None:
    notice = page_of(for_you).notice
    stand(for_you, history_mode="paused")
    assert notice.title.text() == "Paused"
    monkeypatch.setattr(type(for_you.library), "is_private_session", True, raising=False)
    for_you.for_you_desk.refresh_state()
    assert notice.title.text() == "Private session"
    assert notice.notice.act is NoticeAct.END_PRIVATE


def test_the_question_is_asked_here_and_goes_with_the_answer(make_window, suggesting, qtbot) -> None:
    window = make_window(suggesting.library, Settings(theme="light", is_motion_reduced=True))
    window.for_you_desk.set_question(lambda: QLabel("May looks be remembered?"))
    window.actions_table["go-for-you"].trigger()
    qtbot.waitUntil(lambda: len(page_of(window).shelves) == 3)
    question = page_of(window)._question
    assert question.isVisible()
    assert not page_of(window).notice.isVisible()
    stand(window, history_mode="on")
    assert not question.isVisible()


def test_on_but_nothing_looked_at_yet_tells_what_happens_next(make_window, suggesting, qtbot) -> None:
    suggesting.looks, suggesting.is_cold = [], True
    window = make_window(suggesting.library, Settings(theme="light", is_motion_reduced=True, history_mode="on"))
    window.actions_table["go-for-you"].trigger()
    qtbot.waitUntil(lambda: len(page_of(window).shelves) == 3)
    notice = page_of(window).notice
    assert "learns from what you look at" in notice.title.text()
    qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    assert window.navigator.place == places.timeline()


def test_models_at_work_show_their_progress(for_you) -> None:
    counts = replace(for_you.navigator.counts, library=100, not_understood=58)
    page_of(for_you).set_counts(counts)
    assert "42 of 100" in page_of(for_you).notice.sentence.text()
    assert page_of(for_you).notice.progress.value() == 420


def test_a_library_without_suggestions_teaches(make_window, inline_library, suggesting, qtbot, monkeypatch) -> None:
    empty = ForYouPage((), (), is_cold=True, day=date(2026, 6, 14), seed=0)
    monkeypatch.setattr(inline_library, "for_you", lambda _request: ready(empty))
    window = make_window(inline_library, Settings(theme="light", is_motion_reduced=True, history_mode="on"))
    window.actions_table["go-for-you"].trigger()
    qtbot.waitUntil(lambda: page_of(window).empty.isVisible())
    assert page_of(window).empty.button.text() == "Browse the library"
    assert not page_of(window).notice.isVisible()


def test_a_page_that_cannot_be_made_is_said_and_can_be_tried_again(make_window, suggesting, qtbot, monkeypatch) -> None:
    library = suggesting.library
    broken: Future = Future()
    broken.set_exception(UserError("The library is being repaired."))
    monkeypatch.setattr(library, "for_you", lambda _request: broken)
    window = make_window(library, Settings(theme="light", is_motion_reduced=True, history_mode="on"))
    window.actions_table["go-for-you"].trigger()
    page = window.space.for_you
    qtbot.waitUntil(lambda: page.empty.isVisible())
    assert "being repaired" in page.empty.sentence.text()
    monkeypatch.setattr(library, "for_you", lambda request: ready(suggesting.page(request)))
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.shelves) == 3)
    assert not page.empty.isVisible()


def test_right_to_left_the_first_card_is_at_the_right(for_you, qtbot) -> None:
    for_you.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    cards = shelf(for_you, 0).cards
    qtbot.waitUntil(lambda: cards.is_mirrored)
    assert cards.card_rect(0).right() > cards.viewport().width() - 40
    cards.setFocus(Qt.FocusReason.TabFocusReason)
    cards.set_current_row(0)
    QTest.keyClick(cards, Qt.Key.Key_Left)
    assert cards.currentIndex().row() == 1
    assert cards.row_at(cards.card_rect(3).center()) == 3


def test_the_smallest_window_holds_the_page(for_you, qtbot) -> None:
    for_you.resize(900, 600)
    page = page_of(for_you)
    qtbot.waitUntil(lambda: page.widget().width() <= page.viewport().width())
    cards = shelf(for_you, 0).cards
    qtbot.waitUntil(lambda: cards.width() == page.viewport().width())
    assert all(cards.card_rect(row).right() < cards.width() for row in range(4))


def test_what_was_never_opened_nor_marked_is_not_said_to_have_been(qapp) -> None:
    rediscover, liked = Shelf(ShelfKind.REDISCOVER, "", ""), Shelf(ShelfKind.FAVOURITES, "", "")
    words = {
        basis: for_you_words.shelf_reason(replace(one, basis=basis), is_cold=False)
        for one, bases in (
            (rediscover, (ShelfBasis.OPENED, ShelfBasis.UNOPENED)),
            (liked, (ShelfBasis.HEARTS, ShelfBasis.STARS)),
        )
        for basis in bases
    }
    assert words == {
        ShelfBasis.OPENED: "The kind you like, not opened for a long time",
        ShelfBasis.UNOPENED: "The kind you like, older, and not opened yet",
        ShelfBasis.HEARTS: "Near the photos you marked with a heart",
        ShelfBasis.STARS: "Near photos rated 4 stars or more",
    }
    for one in (rediscover, liked):
        assert " or " in for_you_words.shelf_reason(replace(one, basis=ShelfBasis.BOTH), is_cold=False)
    assert "favourites" not in for_you_words.shelf_title(replace(liked, basis=ShelfBasis.STARS))


@pytest.mark.parametrize("kind", list(ShelfKind))
@pytest.mark.parametrize("subject", ["", "butterflies"])
def test_every_kind_of_shelf_has_its_words(kind: ShelfKind, subject: str, qapp) -> None:
    one = Shelf(kind, "english", "reason", (), subject=subject)
    assert for_you_words.shelf_title(one)
    assert for_you_words.shelf_title(one) != "english"
    assert for_you_words.shelf_reason(one, is_cold=True)
    others = {for_you_words.shelf_title(replace(one, kind=other)) for other in ShelfKind if other is not kind}
    assert for_you_words.shelf_title(one) not in others
    if kind is ShelfKind.INTEREST and subject:
        assert for_you_words.shelf_title(one) == "More of butterflies"
    if kind is ShelfKind.INTEREST and not subject:
        assert for_you_words.shelf_title(replace(one, because=PhotoId(1))) == "More photos like"  # a picture follows


@pytest.mark.parametrize(
    ("kind", "subject", "span_ms", "title"),
    [
        (AlbumReason.THEME, "dog", (0, 10**12), "Dog over the years"),
        (AlbumReason.THEME, "", (0, 10**12), "Photos alike over the years"),
        (AlbumReason.EVENT, "dog", (1_626_048_000_000, 1_626_220_800_000), "Dog, 12 \N{EN DASH} 14 July 2021"),
        (AlbumReason.EVENT, "", (1_626_048_000_000, 1_626_048_000_000), "12 July 2021"),
    ],
)
def test_a_suggested_album_is_called_in_the_words_of_the_window(kind, subject, span_ms, title, qapp) -> None:
    album = SuggestedAlbum("k", "english", "", kind, PhotoId(1), (PhotoId(1),), 0.5, subject, None, span_ms)
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    try:
        assert for_you_words.album_title(album) == title
        in_arezzo = replace(album, towns=(Locality("Arezzo", "Italy", "IT", is_near=True),))
        is_told = kind is AlbumReason.EVENT and not subject
        assert for_you_words.album_title(in_arezzo) == (f"Near Arezzo, {title}" if is_told else title)
    finally:
        QLocale.setDefault(before)


def test_a_slideshow_plays_the_page_from_the_current_card_and_comes_back_to_it(for_you, qtbot) -> None:
    page = page_of(for_you)
    every = list(dict.fromkeys(photo for shelf in page.content.shelves for photo in shelf.ids))
    cards = page.shelves[1].cards
    page.focus_photo(cards.ids[1])
    assert page.chosen_ids == [cards.ids[1]]
    for_you.actions_table["slideshow"].trigger()
    viewer = for_you.space.viewer
    qtbot.waitUntil(lambda: viewer.is_open and viewer.is_picture_shown)
    assert [int(photo) for photo in viewer.row[0]] == [int(photo) for photo in every]
    assert viewer.current_id == cards.ids[1]
    for_you.slideshow_desk.show.end(None)
    assert for_you.space.is_for_you_shown
    assert page.chosen_ids == [cards.ids[1]]
