"""The page of cards: where they lie, what opens and selects them, what it costs to show many."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Page
from desktop_app.gui import theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.card_layout import SIDE, laid_out
from desktop_app.gui.card_page import Card, CardView, covers_of
from desktop_app.gui.card_painting import cover_places, more_place, tick_place
from desktop_app.library.queries import Queries

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def cards(inline_library) -> list[Card]:
    queries = Queries(inline_library.store)
    ids = [PhotoId(int(i)) for i in queries.timeline(Page()).ids[:24]]
    photos = queries.photos(ids)
    return [Card(n, f"Card {n}", f"{n} photos", covers_of(ids[n * 3 : n * 3 + 3], photos)) for n in range(8)]


@pytest.fixture
def view(qtbot, inline_library, cards) -> CardView:
    bridge = Bridge()
    made = CardView(inline_library, bridge)
    made.set_motion_reduced(is_reduced=True)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    made.show_cards(cards)
    made.setFocus()
    return made


def at(view: CardView, key: int) -> QPoint:
    return view.visualRect(view.cards.index(view.cards.row_of(key))).center()


def click(view: CardView, key: int, mods: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view.viewport(), LEFT, mods, at(view, key))


@pytest.mark.parametrize("width", [420, 640, 1000, 1680])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_cards_fill_the_width_and_never_overlap(width: int, is_mirrored: bool) -> None:
    layout = laid_out(width, (7, 1, 5), has_headings=True, is_mirrored=is_mirrored)
    rects = [layout.rect(card) for card in range(13)] + [layout.heading_rect(section) for section in range(3)]
    assert not [1 for i, one in enumerate(rects) for other in rects[:i] if one.intersects(other)]
    assert min(rect.left() for rect in rects) == SIDE
    assert max(rect.bottom() for rect in rects) < layout.height
    assert all(rect.left() >= SIDE and rect.right() < width - SIDE for rect in rects)


def test_what_is_seen_is_exactly_what_touches_the_window() -> None:
    layout = laid_out(1000, (7, 1, 5, 90), has_headings=True)
    for top in range(0, layout.height, 37):
        touching = [c for c in range(layout.count) if layout.rect(c).intersects(QRect(0, top, 1000, 300))]
        seen = list(layout.seen(top, top + 299))
        assert set(touching) <= set(seen)
        assert len(seen) <= len(touching) + 2 * layout.columns


def test_arrows_keep_their_column_over_the_edge_of_a_section() -> None:
    layout = laid_out(1000, (4, 3), has_headings=True)
    assert layout.columns == 3
    assert [layout.step(1, rows=1), layout.step(3, rows=1), layout.step(4, rows=-1)] == [3, 4, 3]
    assert layout.step(6, rows=1) == 6
    assert layout.step(0, rows=-1) == 0


def test_a_click_opens_and_a_click_with_ctrl_selects(view, qtbot) -> None:
    with qtbot.waitSignal(view.opened) as opened:
        click(view, 3)
    assert opened.args == [3]
    assert view.selected_keys() == []
    click(view, 1, CTRL)
    click(view, 4, CTRL)
    assert view.selected_keys() == [1, 4]
    with qtbot.assertNotEmitted(view.opened):
        click(view, 2)  # while some are selected, a click goes on selecting
    assert view.selected_keys() == [1, 2, 4]
    click(view, 2)
    click(view, 5, SHIFT)
    assert view.selected_keys() == [2, 3, 4, 5]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_keys() == []


def test_the_tick_selects_and_the_button_asks_for_a_menu(view, qtbot) -> None:
    card, cover = view.layout_.rect(2), view.layout_.cover_rect(2)
    QTest.mouseClick(view.viewport(), LEFT, NONE, tick_place(cover, is_mirrored=False).center())
    assert view.selected_keys() == [2]
    view.clearSelection()
    with qtbot.waitSignal(view.menu_requested) as asked:
        place = more_place(card, cover.height(), is_mirrored=False).center()
        QTest.mouseClick(view.viewport(), LEFT, NONE, place)
    assert asked.args[0] == [2]


def test_everything_can_be_done_with_the_keyboard(view, qtbot) -> None:
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    assert view.current_key() == 1 + view.layout_.columns
    assert view.selected_keys() == []
    assert view.chosen_keys == [1 + view.layout_.columns]
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert view.selected_keys() == [view.layout_.columns, 1 + view.layout_.columns]
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [view.layout_.columns]
    QTest.keyClick(view, Qt.Key.Key_A, CTRL)
    assert len(view.selected_keys()) == 8


def test_other_cards_keep_selection_and_place_by_key(view, cards) -> None:
    view.set_current(5)
    view.select_keys([2, 6])
    view.show_cards([card for card in reversed(cards) if card.key != 2])
    assert view.current_key() == 5
    assert view.selected_keys() == [6]
    view.show_cards([])
    assert view.chosen_keys == []


def test_a_card_is_renamed_where_it_stands(view, qtbot) -> None:
    view.begin_renaming(3)
    assert view.renaming.field is None  # not on a page that cannot
    view.set_renamable(can_rename=True)
    view.set_current(3)
    QTest.keyClick(view, Qt.Key.Key_F2)
    field = view.renaming.field
    assert field is not None
    assert field.text() == "Card 3"
    QTest.keyClicks(field, "Boats at  sea ")
    with qtbot.waitSignal(view.renamed) as renamed:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert renamed.args == [3, "Boats at sea"]
    view.begin_renaming(4)
    QTest.keyClicks(view.renaming.field, "no")
    with qtbot.assertNotEmitted(view.renamed):
        QTest.keyClick(view.renaming.field, Qt.Key.Key_Escape)
    assert view.renaming.field is None


def test_the_screen_reader_hears_title_and_second_line(view, cards) -> None:
    view.show_cards([Card("x", "Boats", "12 photos", mark="3 new", section="June"), *cards])
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.childCount() == 9
    assert interface.child(0).role() == QAccessible.Role.ListItem
    assert interface.child(0).text(QAccessible.Text.Name) == "Boats, 12 photos, 3 new, June"


def test_a_model_of_cards_keeps_qts_rules(view, cards, qtmodeltester) -> None:
    qtmodeltester.check(view.cards)
    view.show_cards(cards[:3])
    qtmodeltester.check(view.cards)


def grabbed(view: CardView) -> QImage:
    return view.viewport().grab().toImage()


def test_pictures_appear_and_sensitive_ones_are_veiled(view, cards, qtbot) -> None:
    qtbot.waitUntil(lambda: view.thumbnails.is_idle and view.thumbnails.kept_bytes > 0)
    ratio = view.devicePixelRatioF()
    place = cover_places(view.layout_.cover_rect(0), 3, is_mirrored=False)[0]
    part = QRect(place.topLeft() * ratio, place.size() * ratio)
    clear = grabbed(view).copy(part)
    covers = [type(c)(c.photo_id, c.colour, is_sensitive=True) for c in cards[0].covers]
    view.show_cards([Card(0, "Card 0", covers=tuple(covers)), *cards[1:]])
    view.want_now()
    assert view.thumbnails.pixmap(covers[0].photo_id, is_veiled=True) is not None or not view.thumbnails.is_idle
    qtbot.waitUntil(lambda: view.thumbnails.pixmap(covers[0].photo_id, is_veiled=True) is not None)
    assert grabbed(view).copy(part) != clear
    view.set_veiling(is_veiling=False)
    view.want_now()
    qtbot.waitUntil(lambda: view.thumbnails.is_idle)
    assert grabbed(view).copy(part) == clear


def test_only_what_is_near_is_asked_for(view, inline_library, qtbot) -> None:
    queries = Queries(inline_library.store)
    ids = [PhotoId(int(i)) for i in queries.timeline(Page()).ids]
    photo = covers_of(ids[:1], queries.photos(ids[:1]))[0]
    many = [Card(n, f"Card {n}", covers=(type(photo)(PhotoId(10_000 + n)),)) for n in range(3000)]
    asked: list[int] = []
    view.thumbnails.want = lambda wanted: asked.extend(int(w.photo_id) - 10_000 for w in wanted)
    view.show_cards(many)
    view.want_now()
    assert asked[0] == 0
    assert max(asked) < 40
    asked.clear()
    view.set_current(2000)
    view.want_now()
    assert 2000 in asked
    assert len(set(asked)) < 40


def test_dark_and_light_follow_the_theme(view, theme_app: QApplication) -> None:
    light = grabbed(view).pixelColor(3, 3)
    theme.apply(theme_app, "dark")
    assert grabbed(view).pixelColor(3, 3) != light
    theme.apply(theme_app, "light")
