"""The inspector: what it says, and what it lets one do."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.domain.locality import Locality
from desktop_app.domain.photo import DateSource, Metadata, Tag, TagSource
from desktop_app.gui import facts
from desktop_app.gui.colour_panels import Palette, histogram_of
from desktop_app.gui.inspector_parts import FlagRow
from desktop_app.gui.rating import RatingStars
from desktop_app.gui.tag_chips import TagChip, TagEditor


def choose(window, qtbot, name: str):
    """Selects the photo of this file name and waits for its details."""
    store = window.library.store
    photo = next(
        p for p in store.photos.get_many([int(i) for i in window.space.model.timeline.ids]).values() if p.name == name
    )
    window.space.grid.set_current_id(photo.id)
    qtbot.waitUntil(lambda: [p.id for p in window.details.photos] == [photo.id])
    return photo


def test_the_camera_line_reads_as_a_photographer_writes_it() -> None:
    data = Metadata(f_number=1.8, exposure_s=1 / 60, iso=800, focal_length_mm=26.0)
    assert facts.camera_line(data) == "f/1.8 · 1/60 s · ISO 800 · 26 mm"
    assert facts.camera_line(Metadata()) == ""
    assert facts.camera_line(Metadata(exposure_s=2.0)) == "2 s"


@pytest.mark.parametrize(
    ("make", "model", "shown"),
    [("Canon", "Canon EOS R5", "Canon EOS R5"), ("FUJIFILM", "X-T5", "FUJIFILM X-T5"), ("", "", "")],
)
def test_the_maker_stands_once(make: str, model: str, shown: str) -> None:
    assert facts.camera_name(Metadata(camera_make=make, camera_model=model)) == shown


def test_a_place_is_written_with_its_hemispheres() -> None:
    assert facts.place_text(Metadata(latitude=-33.8568, longitude=151.2153)) == "33.8568° S, 151.2153° E"
    assert facts.place_text(Metadata()) == ""


def test_a_town_stands_for_its_coordinates() -> None:
    assert facts.town_text(Locality("Rome", "Italy", "IT")) == "Rome, Italy"
    assert facts.town_text(Locality("Rome", "Italy", "IT", is_near=True)) == "Near Rome, Italy"
    assert facts.town_text(None) == ""


def test_only_other_sources_than_the_camera_are_named() -> None:
    assert facts.date_source_text(DateSource.EXIF) == ""
    assert all(facts.date_source_text(source) for source in DateSource if source is not DateSource.EXIF)


def test_it_shows_what_is_known_of_the_photo_chosen(window, qtbot) -> None:
    photo = choose(window, qtbot, "beach-0.jpg")
    inspector = window.space.inspector
    assert inspector.title.text() == "beach-0.jpg"
    assert inspector.camera.first.text() == "Fujifilm X-T5"
    assert inspector.date.first.text() == facts.date_text(photo.taken_at_ms)
    assert "600" in inspector.file.second.text()
    qtbot.waitUntil(lambda: inspector.histogram.isVisible())
    assert [chip.tag.name for chip in inspector.tags.chips] == ["beach", "outdoors"]
    assert len(inspector.palette_row.swatches) >= 1


def test_stars_rate_and_undo_takes_it_back(window, qtbot) -> None:
    photo = choose(window, qtbot, "beach-0.jpg")
    window.space.inspector.stars.rated.emit(4)
    qtbot.waitUntil(lambda: window.library.store.photos.get(photo.id).rating == 4)
    qtbot.waitUntil(lambda: window.toast.isVisible() and window.edits.undo_state.undo is not None)
    window.toast.undone.emit()
    qtbot.waitUntil(lambda: window.library.store.photos.get(photo.id).rating == 0)
    qtbot.waitUntil(lambda: window.actions_table["redo"].isEnabled())
    window.actions_table["redo"].trigger()
    qtbot.waitUntil(lambda: window.library.store.photos.get(photo.id).rating == 4)
    qtbot.waitUntil(lambda: window.space.inspector.stars.rating == 4)


def test_stars_answer_to_keys_and_to_a_second_click(qtbot, theme_app) -> None:
    stars = RatingStars()
    qtbot.addWidget(stars)
    given: list[int] = []
    stars.rated.connect(given.append)
    QTest.keyClick(stars, Qt.Key.Key_3)
    QTest.keyClick(stars, Qt.Key.Key_Right)
    QTest.keyClick(stars, Qt.Key.Key_Left)
    stars.resize(stars.sizeHint())
    third = stars.rect().center()
    qtbot.mouseClick(stars, Qt.MouseButton.LeftButton, pos=third)
    assert given == [3, 4, 3, 0]
    assert "0" in stars.accessibleDescription()


def test_a_tag_added_is_filled_and_one_removed_goes(window, qtbot) -> None:
    photo = choose(window, qtbot, "beach-0.jpg")
    tags = window.space.inspector.tags
    tags.field.setText("  grandma  ")
    tags.field.returnPressed.emit()
    qtbot.waitUntil(lambda: "grandma" in [chip.tag.name for chip in tags.chips])
    mine = next(chip for chip in tags.chips if chip.tag.name == "grandma")
    assert mine.tag.source is TagSource.USER
    assert tags.field.text() == ""
    suggested = next(chip for chip in tags.chips if chip.tag.name == "outdoors")
    QTest.keyClick(suggested, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "outdoors" not in [chip.tag.name for chip in tags.chips])
    assert [chip.tag.name for chip in tags.chips] == ["grandma", "beach"]
    assert photo.path.is_file()  # the key was the tag's, not the photo's
    assert window.library.store.edits.state().undo.label == "Remove tag “outdoors”"


def test_a_suggested_tag_can_be_refused_for_good(window, qtbot) -> None:
    choose(window, qtbot, "beach-0.jpg")
    chip = next(c for c in window.space.inspector.tags.chips if c.tag.name == "outdoors")
    menu = chip.menu()
    assert [a.text() for a in menu.actions()][1:] == ["Remove from this photo", "Never suggest this tag"]
    menu.actions()[2].trigger()
    qtbot.waitUntil(lambda: "outdoors" not in [c.tag.name for c in window.space.inspector.tags.chips])
    choose(window, qtbot, "forest-1.jpg")
    qtbot.waitUntil(lambda: [c.tag.name for c in window.space.inspector.tags.chips] == ["forest"])


def test_a_users_tag_has_nothing_to_refuse(qtbot, theme_app) -> None:
    chip = TagChip(Tag("mine", TagSource.USER))
    qtbot.addWidget(chip)
    assert "Never suggest this tag" not in [a.text() for a in chip.menu().actions()]


def test_the_confidence_is_told_to_eyes_and_ears(qtbot, theme_app) -> None:
    chip = TagChip(Tag("dog", TagSource.AI, 0.874))
    qtbot.addWidget(chip)
    assert "87 %" in chip.toolTip()
    assert "87 %" in chip.accessibleName()


def test_d2_suggested_tags_can_be_switched_off(window, qtbot) -> None:
    from dataclasses import replace

    choose(window, qtbot, "beach-0.jpg")
    window.change_settings(replace(window.settings, are_ai_tags_shown=False))
    qtbot.waitUntil(lambda: window.space.inspector.tags.chips == [])
    assert window.saved[-1].are_ai_tags_shown is False


def test_completion_offers_the_words_of_the_library(window, qtbot) -> None:
    qtbot.waitUntil(lambda: "beach" in window.space.inspector.tags._words.stringList())


def test_a_flag_says_why_and_not_so_dismisses_it(window, qtbot) -> None:
    choose(window, qtbot, "city-3.jpg")
    rows = window.space.inspector._flag_box.findChildren(FlagRow)
    assert len(rows) == 1
    assert "sharp" in " ".join(label.text() for label in rows[0].findChildren(QLabel))
    qtbot.mouseClick(rows[0].button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.space.inspector._flag_box.isHidden())


def test_many_photos_are_summed_up(window, qtbot) -> None:
    ids = [window.space.model.id_at(row) for row in range(3)]
    window.space.grid.select_ids(ids)
    qtbot.waitUntil(lambda: window.space.inspector.title.text() == "3 photos")
    assert window.space.inspector.file.first.text()
    assert not window.space.inspector.preview.isVisible()


def test_a_colour_clicked_is_on_the_clipboard(qtbot, theme_app, window) -> None:
    row = Palette()
    qtbot.addWidget(row)
    row.show_colours([(0xAABBCC, 0.7), (0x000000, 0.3)])
    row.copied.connect(window.acts.copy_text)
    qtbot.mouseClick(row.swatches[0], Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "#AABBCC"


def test_the_histogram_sees_where_the_light_is() -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor(255, 0, 0))
    curves = histogram_of(image)
    assert curves.shape == (4, 64)
    assert np.argmax(curves[0]) == 63
    assert np.argmax(curves[2]) == 0
    assert float(curves.max()) == 1.0


def test_outside_text_is_never_read_as_markup(window, qtbot) -> None:
    choose(window, qtbot, "beach-0.jpg")
    labels = window.space.inspector.findChildren(QLabel)
    rich = [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText]
    assert rich == []


def test_the_same_tags_keep_their_chips_and_with_them_the_focus(qtbot, theme_app) -> None:
    editor = TagEditor()
    qtbot.addWidget(editor)
    editor.show_tags([Tag("a", TagSource.USER)])
    first = editor.chips[0]
    editor.show_tags([Tag("a", TagSource.USER)])
    assert editor.chips[0] is first


def test_at_no_height_the_scroll_bar_comes_and_goes_for_ever(window, qtbot) -> None:
    choose(window, qtbot, "beach-0.jpg")
    area, preview = window.space.inspector.area, window.space.inspector.preview
    widths, have_scrolled = set(), set()
    for height in range(600, 960):
        window.resize(1280, height)
        window.layout().activate()
        QApplication.sendPostedEvents()
        widths.add(preview.width())
        have_scrolled.add(area.verticalScrollBar().maximum() > 0)
    assert len(widths) == 1
    assert have_scrolled == {True, False}  # the heights between which it comes are among them
