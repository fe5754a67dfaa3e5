"""The page of groups in a window, on a real library: opened, renamed, merged, split, undone, walked on the map."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_app.domain.group import Grouping
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Changes, Counts, Page, Scope
from desktop_app.gui import places
from desktop_app.gui.edit_words import LABELS
from desktop_app.gui.group_bar import GroupBar
from desktop_app.gui.group_chooser import GroupChooser
from desktop_app.gui.groups_slider import CoarsenessSlider
from desktop_app.gui.places import Kind
from desktop_app.gui.window import MainWindow
from desktop_app.library.grouping import GroupKeeper
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from tests.gui.conftest import SUBJECTS, InlineLibrary, done, write_photo
from tests.gui.test_accessibility import nameless

WAIT_MS = 250_000
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="session")
def photo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty photos of four subjects."""
    folder = tmp_path_factory.mktemp("Alike")
    for number in range(60):
        write_photo(folder / f"{SUBJECTS[number % 4][0]}-{number}.jpg", number % 4, number * 3, (300, 200))
    return folder


@pytest.fixture
def inline_library(empty_library, photo_folder):
    """A library with its real groups, found when they are asked for."""
    library = empty_library

    def submit(work):
        return done(lambda: work(library.store))

    lane = SimpleNamespace(submit=submit)
    library.order.groups = GroupKeeper(lane, submit, library.publish, library.ask)
    library.index(photo_folder)
    return library


@pytest.fixture
def window(make_window, inline_library, qtbot):
    made = make_window(inline_library)
    qtbot.waitUntil(lambda: len(made.space.model.timeline) == 60)
    return made


@pytest.fixture
def page(window, qtbot):
    """The page of groups, four of them, as the user chose."""
    window.library.order.groups.regroup(4).result()
    window.actions_table["go-groups"].trigger()
    qtbot.waitUntil(lambda: len(window.groups_desk.groups) == 4)
    return window.groups_desk.page


def names(window) -> list[str]:
    return [group.name for group in window.groups_desk.groups]


def ids(window) -> list[GroupId]:
    return [group.id for group in window.groups_desk.groups]


def photos_of(window, group_id: GroupId) -> set[int]:
    page = Page(Scope.GROUP, group_id=group_id)
    return set(window.library.ask(lambda queries: queries.timeline(page)).result().ids.tolist())


def undo(window, qtbot) -> None:
    window.edits.undo()
    qtbot.waitUntil(lambda: window.bridge.waiting == 0)


# the page


def test_a_photo_that_is_hidden_is_no_cover_any_more(window, page, qtbot) -> None:
    first = page.cards.cards.cards[0]
    window.edits.set_hidden([first.covers[0].photo_id], is_hidden=True)
    qtbot.waitUntil(lambda: page.cards.cards.cards[page.cards.cards.row_of(first.key)].covers != first.covers)
    shown = {cover.photo_id for card in page.cards.cards.cards for cover in card.covers}
    assert first.covers[0].photo_id not in shown


def test_groups_stand_as_cards_in_the_librarys_order_with_their_counts(window, page) -> None:
    cards = page.cards.cards.cards
    assert [card.key for card in cards] == ids(window)
    assert [card.title for card in cards] == names(window)
    assert [card.note for card in cards] == [f"{g.photo_count} photos" for g in window.groups_desk.groups]
    assert all(len(card.covers) == 3 for card in cards)
    for card in cards:
        assert {cover.photo_id for cover in card.covers} <= photos_of(window, card.key)
    assert window.space.header.title.text() == "Groups"
    assert window.space.header.count.text() == "4 groups"
    assert window.space.pages.currentWidget() is page
    assert window.focusWidget() is page.cards


def test_every_control_of_the_page_and_of_a_group_has_a_name(window, page, qtbot) -> None:
    assert nameless(window) == []
    page.cards.select_keys(ids(window)[:2])
    assert nameless(window) == []
    page.cards.clearSelection()
    window.groups_desk.acts.open(ids(window)[0])
    qtbot.waitUntil(lambda: window.groups_desk.bar is not None and window.groups_desk.bar.isVisible())
    assert nameless(window) == []


def test_a_click_on_a_card_shows_its_photos_and_back_leads_to_the_card(window, page, qtbot) -> None:
    group = ids(window)[1]
    QTest.mouseClick(page.cards.viewport(), LEFT, NONE, page.cards.visualRect(page.cards.cards.index(1)).center())
    assert window.navigator.place == places.group(group)
    shown = window.space.model
    qtbot.waitUntil(lambda: set(shown.timeline.ids.tolist()) == photos_of(window, group))
    assert window.space.header.title.text() == names(window)[1]
    assert [bar.isVisible() for bar in window.findChildren(GroupBar)] == [True]
    window.actions_table["back"].trigger()
    assert window.navigator.place == places.GROUPS
    assert not window.groups_desk.bar.isVisible()
    assert page.cards.current_key() == group


def test_a_group_is_renamed_on_its_card_and_in_its_bar_and_that_is_undone(window, page, qtbot) -> None:
    group, before = ids(window)[0], names(window)[0]
    page.cards.set_current(group)
    QTest.keyClick(page.cards, Qt.Key.Key_F2)
    QTest.keyClicks(page.cards.renaming.field, "Days at the sea")
    QTest.keyClick(page.cards.renaming.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.groups_desk.group(group).name == "Days at the sea")
    assert window.toast.button.isVisible()
    assert window.navigator.place == places.GROUPS  # Enter was for the field, not for the card below
    window.groups_desk.acts.open(group)
    qtbot.waitUntil(lambda: window.groups_desk.bar is not None and window.groups_desk.bar.isVisible())
    bar = window.groups_desk.bar
    bar.rename.click()
    assert bar.name.text() == "Days at the sea"
    QTest.keyClicks(bar.name, "Sand")
    QTest.keyClick(bar.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.space.header.title.text() == "Sand")
    undo(window, qtbot)
    undo(window, qtbot)
    qtbot.waitUntil(lambda: window.groups_desk.group(group).name == before)
    qtbot.waitUntil(lambda: window.space.header.title.text() == before)


def test_groups_chosen_together_are_merged_into_the_first_and_that_is_undone(window, page, qtbot) -> None:
    first, second = ids(window)[0], ids(window)[2]
    both = photos_of(window, first) | photos_of(window, second)
    page.cards.select_keys([first, second])
    assert page.bar.selected.text() == "2 groups selected"
    page.bar.merge.click()
    qtbot.waitUntil(lambda: len(window.groups_desk.groups) == 3)
    assert photos_of(window, first) == both
    assert "Merged" in window.toast.words.text()
    window.toast.button.click()
    qtbot.waitUntil(lambda: len(window.groups_desk.groups) == 4)
    assert photos_of(window, first) | photos_of(window, second) == both
    assert photos_of(window, second)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any dialog
def test_a_group_is_merged_into_another_that_is_chosen(window, page, qtbot) -> None:
    moved, into = ids(window)[3], ids(window)[1]
    both = photos_of(window, moved) | photos_of(window, into)
    window.groups_desk.acts.open(moved)
    qtbot.waitUntil(lambda: window.groups_desk.bar is not None and window.groups_desk.bar.isVisible())
    window.groups_desk.bar.merge.click()
    chooser = window.findChild(GroupChooser)
    name = window.groups_desk.group(into).name
    rows = [chooser.list.item(row).text() for row in range(chooser.list.count())]
    assert len(rows) == 3
    chooser.field.setText(name)
    chooser.list.setCurrentRow(next(r for r in range(chooser.list.count()) if name in chooser.list.item(r).text()))
    chooser.button.click()
    qtbot.waitUntil(lambda: len(window.groups_desk.groups) == 3)
    assert photos_of(window, into) == both
    assert window.navigator.place == places.group(into)  # one stays with the photos


def test_a_group_is_split_in_two_and_that_is_undone(window, page, qtbot) -> None:
    group = max(window.groups_desk.groups, key=lambda one: one.photo_count)
    whole = photos_of(window, group.id)
    window.groups_desk.acts.split(group.id)
    qtbot.waitUntil(lambda: len(window.groups_desk.groups) == 5)
    assert photos_of(window, group.id) < whole
    undo(window, qtbot)
    qtbot.waitUntil(lambda: len(window.groups_desk.groups) == 4)
    assert photos_of(window, group.id) == whole


def test_an_album_is_made_of_a_group(window, page, qtbot) -> None:
    group = ids(window)[0]
    window.groups_desk.acts.make_album([group])
    qtbot.waitUntil(lambda: len(window.navigator.albums) == 1)
    album = next(iter(window.navigator.albums.values()))
    assert album.name == names(window)[0]
    assert album.photo_count == len(photos_of(window, group))


def test_more_like_a_group_shows_photos_of_others_only_the_likest_first(window, page, qtbot) -> None:
    keeper = window.library.order.groups
    grouping = keeper.regroup(12).result()  # three for each subject
    qtbot.waitUntil(lambda: len(window.groups_desk.groups) == 12)
    group = next(group for group in grouping.groups if keeper.more_like(group.id).result())
    window.groups_desk.acts.more_like(group.id)
    assert window.navigator.place.kind is Kind.MORE_LIKE
    qtbot.waitUntil(lambda: len(window.space.model.timeline) > 0 and window.space.model.scores is not None)
    found = set(window.space.model.timeline.ids.tolist())
    assert not found & photos_of(window, group.id)
    assert np.all(np.diff(window.space.model.scores) <= 0)
    assert window.space.header.title.text() == f"Like “{group.name}”"
    assert not window.groups_desk.bar or not window.groups_desk.bar.isVisible()


@pytest.mark.parametrize("width", [360, 480, 700, 1000])
def test_the_bar_of_a_group_never_overlaps_itself_and_offers_everything(window, page, qtbot, width: int) -> None:
    bar = GroupBar(window)
    bar.show_group(window.groups_desk.groups[0])
    bar.setGeometry(0, 0, width, bar.height())
    bar.show()
    for step in (lambda: None, bar.begin_renaming):
        step()
        bar.layout().activate()
        shown = [child for child in bar.findChildren(QWidget) if child.isVisible() and child.parent() is bar]
        boxes = [child.geometry() for child in shown]
        assert not [1 for i, one in enumerate(boxes) for other in boxes[:i] if one.intersects(other)]
        assert all(box.left() >= 0 and box.right() < width for box in boxes)
        assert bar.merge.isVisible() or len(bar.others_menu().actions()) == 4
        assert all(child.width() >= child.minimumSizeHint().width() for child in shown)


def test_acts_on_groups_are_named_in_the_users_language_where_they_can_be_undone(window, page, qtbot) -> None:
    for run in (
        lambda: window.groups_desk.acts.rename(ids(window)[0], "Salt"),
        lambda: window.groups_desk.acts.merge(ids(window)[:2]),
        lambda: window.groups_desk.acts.split(ids(window)[0]),
        lambda: window.groups_desk.regroup(6),
    ):
        before = window.edits.undo_state.undo
        run()
        qtbot.waitUntil(lambda before=before: window.edits.undo_state.undo != before)
        label = window.edits.undo_state.undo.label
        act = label.split(" “")[0]
        assert act in LABELS, f"{label} has no translation"


def test_where_nothing_else_looks_like_a_group_that_is_the_answer(window, page, qtbot) -> None:
    window.groups_desk.acts.more_like(ids(window)[0])  # four groups, one for each subject
    qtbot.waitUntil(lambda: window.space.empty.isVisible())
    assert window.space.empty.title.text() == "Nothing else looks like this group"
    window.space.empty.button.click()
    assert window.navigator.place == places.GROUPS


def test_the_menus_offer_what_fits_one_group_several_and_a_photo(window, page) -> None:
    def texts(menu) -> list[str]:
        return [action.text() for action in menu.actions() if not action.isSeparator()]

    menus = window.groups_desk.menus
    assert "Rename" in texts(menus.of_groups(ids(window)[:1]))
    assert texts(menus.of_groups(ids(window)[:2])) == ["Merge", "Make album"]
    assert menus.of_groups([]) is None
    assert "Find similar" in texts(menus.of_photo(window.space.model.id_at(0)))


# how many groups


def test_the_slider_finds_other_groups_when_it_is_let_go_and_undo_brings_them_back(window, page, qtbot) -> None:
    slider, before = page.bar.slider, names(window)
    assert slider.isEnabled()
    middle = slider.height() // 2
    QTest.mousePress(slider, LEFT, NONE, QPoint(slider.width() // 2, middle))
    QTest.mouseMove(slider, QPoint(slider.width() - 9, middle))
    assert len(window.groups_desk.groups) == 4  # not before it is let go
    QTest.mouseRelease(slider, LEFT, NONE, QPoint(slider.width() - 9, middle))
    qtbot.waitUntil(lambda: len(window.groups_desk.groups) > 4)
    assert "Found" in window.toast.words.text()
    window.toast.button.click()
    qtbot.waitUntil(lambda: names(window) == before)


def test_near_its_natural_place_the_slider_leaves_the_number_to_the_measure(qtbot) -> None:
    slider = CoarsenessSlider()  # in no window: nobody answers what it asks for
    qtbot.addWidget(slider)
    asked: list[object] = []
    slider.count_wanted.connect(asked.append)
    slider.show_grouping(Grouping((), asked=4, chosen=12, smallest=2, largest=40))
    assert slider.count == 4
    assert slider.mark is not None
    slider.setValue(slider.mark + 9)
    assert slider.count is None
    qtbot.waitUntil(lambda: asked == [None])  # a moment after the last key
    slider.setValue(1000)
    assert slider.count == 40


def test_photos_that_came_since_are_told_of(window, page, qtbot) -> None:
    grouping = page.grouping
    page.bar.show_grouping(type(grouping)(grouping.groups, 4, 4, 2, 9, waiting=30, alone=6, is_outgrown=True))
    assert page.bar.notice.text() == "36 photos are new since"
    assert page.bar.again.isVisible()
    with qtbot.waitSignal(page.bar.again_wanted):
        page.bar.again.click()
    page.bar.show_grouping(grouping)
    assert not page.bar.notice.isVisible()


# none yet


def test_a_library_without_photos_says_what_will_be_here(window, page, qtbot) -> None:
    page.show_none(Counts())
    assert page.empty.title.text() == "No photos yet"
    assert page.empty.button.text() == "Add folders…"
    window.pages.choose_folders = lambda: window.toast.say("asked")
    page.empty.button.click()
    assert window.toast.words.text() == "asked"


def test_every_reason_for_no_groups_has_its_own_words(window, page, qtbot) -> None:
    page.show_none(Counts(library=1200, not_understood=900))
    assert page.empty.title.text() == "Groups appear when your photos are understood"
    assert page.empty.sentence.text() == f"300 of {QLocale().toString(1200)} photos are understood"
    assert not page.empty.button.isVisible()
    page.show_none(Counts(library=3))
    assert page.empty.title.text() == "Too few photos for groups"
    page.show_waiting(Counts(library=1200), 0.4)
    assert page.empty.title.text() == "Finding groups… 40 %"
    assert page.empty.button.text() == "Stop"
    stopped: list[int] = []
    window.library.order.groups.cancel = lambda: stopped.append(1)
    page.empty.button.click()
    assert stopped == [1]
    page.show_stopped()
    assert page.empty.button.text() == "Find groups"
    page.empty.button.click()
    qtbot.waitUntil(lambda: page.grouping is not None and len(page.grouping.groups) == 4)
    page.show_failed("The disk is full.")
    assert page.empty.button.text() == "Try again"


# the map


@pytest.fixture
def map_view(page, qtbot):
    """The map of the page, shown."""
    QTest.mouseClick(page.bar.map, LEFT)
    qtbot.waitUntil(lambda: page.map.content is not None)
    return page.map


def test_the_map_holds_every_photo_once_beside_those_of_its_group(window, map_view) -> None:
    content = map_view.content
    assert sorted(content.ids.tolist()) == sorted(window.space.model.timeline.ids.tolist())
    assert len({(x, y) for x, y in zip(content.x.tolist(), content.y.tolist(), strict=True)}) == 60
    assert {label.name for label in content.labels} == set(names(window))
    assert map_view.isVisible()


def test_a_photo_of_the_map_opens_in_the_viewer_and_one_comes_back_to_it(window, map_view, qtbot) -> None:
    content = map_view.content
    QTest.mouseClick(map_view, LEFT, NONE, map_view.tile_rect(7).center())
    QTest.keyClick(map_view, Qt.Key.Key_Return)
    assert window.space.is_viewing
    assert window.space.viewer.chosen_ids == [content.ids[7]]
    QTest.keyClick(window.space.viewer, Qt.Key.Key_Right)
    last = window.space.viewer.chosen_ids[0]
    QTest.keyClick(window.space.viewer, Qt.Key.Key_Escape)
    assert not window.space.is_viewing
    assert map_view.current_id == last
    row = content.row_of(PhotoId(last))
    assert content.groups[row] == content.groups[7]


def test_a_group_is_shown_on_the_map_where_it_lies(window, page, qtbot) -> None:
    group = ids(window)[2]
    window.groups_desk.menus.show_on_map(group)
    qtbot.waitUntil(lambda: page.map.content is not None and page.map.isVisible())
    window.groups_desk.menus.show_on_map(group)
    content = page.map.content
    rows = np.flatnonzero(content.groups == group)
    middle = QPointF(float(content.x[rows].mean()), float(content.y[rows].mean()))
    at = page.map.camera.to_view(middle.x(), middle.y())
    assert page.map.rect().contains(QPointF(*at).toPoint())


def test_the_map_follows_when_groups_change(window, map_view, qtbot) -> None:
    before = map_view.content
    window.groups_desk.acts.rename(ids(window)[0], "Salt")
    qtbot.waitUntil(lambda: map_view.content is not before)
    assert "Salt" in {label.name for label in map_view.content.labels}


def test_hidden_photos_leave_the_groups_and_the_map_at_once(window, map_view, qtbot) -> None:
    gone = PhotoId(int(map_view.content.ids[3]))
    window.edits.set_hidden([gone], is_hidden=True)
    qtbot.waitUntil(lambda: len(map_view.content) == 59)
    assert gone not in map_view.content.ids
    assert sum(group.photo_count for group in window.groups_desk.groups) <= 59


def test_news_while_the_page_is_not_seen_ask_for_nothing_until_one_comes_back(window, page, qtbot) -> None:
    window.navigator.go(places.timeline())
    asked: list[int] = []
    keeper = window.library.order.groups
    real = keeper.grouping
    keeper.grouping = lambda *args: (asked.append(1), real(*args))[1]
    heard: list[Changes] = []
    window.news.arrived.connect(heard.append)
    window.library.publish(Changes(is_order_changed=True))
    qtbot.waitUntil(lambda: any(changes.is_order_changed for changes in heard))
    assert asked == []
    window.navigator.go(places.GROUPS)
    assert asked == [1]


# with lanes, as the program runs


def test_groups_are_found_regrouped_and_undone_while_the_window_stays_awake(
    qtbot, theme_app, photo_folder, tmp_path
) -> None:
    paths = LibraryPaths(tmp_path / "lanes", tmp_path / "cache")
    made = InlineLibrary(paths)
    made.index(photo_folder)
    made.close()
    library = Library.open(paths, Settings(is_motion_reduced=True), decoder_count=1)
    try:
        window = MainWindow(library, Settings(is_motion_reduced=True), lambda _settings: None)
        qtbot.addWidget(window)
        window.show()
        window.navigator.go(places.GROUPS)
        desk = window.groups_desk
        qtbot.waitUntil(lambda: len(desk.groups) > 1, timeout=WAIT_MS)
        first = names(window)
        desk.regroup(3)
        qtbot.waitUntil(lambda: len(desk.groups) == 3, timeout=WAIT_MS)
        desk.page.bar.set_map(is_map=True)
        qtbot.waitUntil(lambda: desk.page.map.content is not None, timeout=WAIT_MS)
        assert len(desk.page.map.content) == 60
        window.edits.undo()
        qtbot.waitUntil(lambda: names(window) == first, timeout=WAIT_MS)
        window.close()
    finally:
        library.close()
