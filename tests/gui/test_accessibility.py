"""Every control has a name and can be reached with Tab, in reading order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QDialogButtonBox,
    QLineEdit,
    QMenuBar,
    QScrollBar,
    QStackedWidget,
    QWidget,
)

from desktop_app.gui import places
from desktop_app.gui.about_dialog import AboutDialog
from desktop_app.gui.properties_dialog import PropertiesDialog
from desktop_app.gui.settings_dialog import SettingsDialog
from desktop_app.settings import Settings

OF_QT = (QScrollBar, QMenuBar, QDialogButtonBox)


def is_put_away(widget: QWidget, root: QWidget) -> bool:
    """Says whether it is not wanted now on its page, be that page the one in front or not."""
    page = widget
    while page is not root and not isinstance(page.parentWidget(), QStackedWidget):
        page = page.parentWidget()
    return not widget.isVisibleTo(page)


def focusable(root: QWidget) -> list[QWidget]:
    """Returns everything one can Tab to, and every button, field and slider."""
    found = []
    for widget in root.findChildren(QWidget):
        is_elsewhere = is_put_away(widget, root) or widget.window() is not root.window()  # or a list that pops up
        if isinstance(widget, OF_QT) or widget.objectName().startswith("qt_") or is_elsewhere:
            continue
        is_control = isinstance(widget, QAbstractButton | QLineEdit | QAbstractSlider)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or is_control:
            found.append(widget)
    return found


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def nameless(root: QWidget) -> list[str]:
    inside_edit = (QLineEdit,)
    return [
        f"{type(w).__name__} in {type(w.parentWidget()).__name__}"
        for w in focusable(root)
        if not name_of(w).strip()
        and not isinstance(w.parentWidget(), inside_edit)
        and type(w.parentWidget()).__name__ != "QSpinBox"
    ]


def test_every_control_of_the_window_has_a_name(window, qtbot) -> None:
    window.space.grid.set_current_id(window.space.model.id_at(0))
    qtbot.waitUntil(lambda: len(window.details.photos) == 1)
    assert len(focusable(window)) > 25
    assert nameless(window) == []


def test_every_control_of_the_viewer_and_the_answers_has_a_name(window, qtbot) -> None:
    from desktop_app.domain.query import SimilarRequest

    window.find_similar(SimilarRequest(photo_ids=(window.space.model.id_at(0),)))
    qtbot.waitUntil(lambda: window.space.model.scores is not None)
    assert nameless(window) == []
    window.open_photo(window.space.model.id_at(0))
    assert nameless(window.space.viewer) == []
    assert nameless(window.space.first_run) == []


def test_every_control_of_the_dialogs_has_a_name(window, qtbot) -> None:
    roots = window.navigator.roots
    photo = window.library.store.photos.get(window.space.model.id_at(0))
    for dialog in (SettingsDialog(Settings(), roots), PropertiesDialog(photo), AboutDialog()):
        qtbot.addWidget(dialog)
        assert focusable(dialog)
        assert nameless(dialog) == []


def test_tab_walks_in_reading_order_and_comes_round(window) -> None:
    space = window.space
    order, widget = [], space.header.sidebar_button
    for _ in range(400):
        order.append(widget)
        widget = widget.nextInFocusChain()
        if widget is order[0]:
            break
    else:
        pytest.fail("the chain does not come round")
    stops = [
        space.header.sidebar_button,
        space.sidebar.tree,
        space.header.search,
        space.header.zoom,
        space.header.inspector_button,
        space.grid,
        space.grid.scrubber,
        window.toast.button,
        space.status.problems,
        space.inspector.stars,
        space.inspector.heart,
        space.inspector.tags.field,
    ]
    at = [order.index(stop) for stop in stops]
    assert at == sorted(at)


def test_tab_walks_down_the_inspector_as_it_is_read(window, qtbot) -> None:
    inspector = window.space.inspector
    window.space.grid.set_current_id(window.space.model.id_at(1))
    qtbot.waitUntil(lambda: bool(inspector.tags.chips) and bool(inspector.palette_row.findChildren(QWidget)))
    swatch = next(part for part in inspector.palette_row.findChildren(QWidget) if part.focusPolicy())

    def order() -> list[int]:
        chain, part = [], inspector.stars
        while part not in chain:
            chain.append(part)
            part = part.nextInFocusChain()
        stops = [inspector.stars, inspector.heart, inspector.tags.chips[0], inspector.tags.field, swatch]
        return [chain.index(stop) for stop in (*stops, inspector.folder.copy)]

    qtbot.waitUntil(lambda: order() == sorted(order()))


def test_a_photo_says_photo_date_and_why(window, qtbot) -> None:
    index = window.space.model.index(0, 0)
    text = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert text.startswith("Photo")
    assert "2025" in text or "202" in text


def test_the_status_is_told_to_screen_readers(window) -> None:
    assert window.space.status.words.accessibleDescription() == window.space.status.words.text()


def test_the_title_of_each_page_is_told(window, qtbot) -> None:
    window.navigator.go(places.PROBLEMS)
    assert window.space.header.title.accessibleName() == "Problems"
