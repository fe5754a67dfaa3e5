"""The inspector: everything known about the photo chosen, or a summary of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop_app.domain.locality import Locality
from desktop_app.domain.photo import Flag, Photo, Stage, Tag, TagSource
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui import facts, theme
from desktop_app.gui.colour_panels import Histogram, Palette
from desktop_app.gui.drop_target import DropTarget
from desktop_app.gui.icons import icon
from desktop_app.gui.inspector_parts import FactLine, FlagRow, Preview, StandingScrollBar, heading, plain_label
from desktop_app.gui.rating import RatingStars
from desktop_app.gui.reading_order import ReadingOrder
from desktop_app.gui.sidebar_model import FLAG_ICONS
from desktop_app.gui.tag_chips import TagEditor


@dataclass(frozen=True, slots=True, eq=False)
class Details:
    """Everything the inspector shows of one photo."""

    photo: Photo
    tags: tuple[Tag, ...] = ()
    flags: tuple[Flag, ...] = ()
    town: Locality | None = None


class Inspector(QWidget):
    """300 px at the right. Shows values and emits what the user asked for; asks the library nothing."""

    rated = Signal(int)
    favourite_toggled = Signal()
    tag_added = Signal(str)
    tag_removed = Signal(str)
    tag_suppressed = Signal(str)
    tag_chosen = Signal(str)
    flag_dismissed = Signal(object)  # FlagName
    copied = Signal(str)
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.tokens().metrics.inspector_width)
        self.setAccessibleName(self.tr("Inspector"))
        self._are_ai_tags_shown = True
        self._is_veiling = True
        self.target = DropTarget(self)
        self._make_parts()
        self._arrange()
        self.reading = ReadingOrder(self.body)
        self._connect()
        self.show_nothing()

    def _make_parts(self) -> None:
        self.preview = Preview(self)
        self.title = plain_label("header", parent=self)
        self.caption = plain_label("second", parent=self)
        self.trouble = plain_label("danger", parent=self)
        self.trouble.setContentsMargins(0, 4, 0, 0)
        self.stars = RatingStars(self)
        self.heart = QToolButton(self)
        self.heart.setIconSize(QSize(18, 18))
        self.heart.setFixedSize(32, 32)
        self.heart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._show_heart(is_favourite=False)
        self.why = FactLine("search", self.tr("Why it was found"), self)
        self.date = FactLine("calendar", self.tr("Date"), self)
        self.camera = FactLine("camera", self.tr("Camera"), self)
        self.place = FactLine("place", self.tr("Place"), self)
        self.file = FactLine("file", self.tr("File"), self)
        self.folder = FactLine("folder", self.tr("Folder"), self)
        self.tags = TagEditor(self)
        self.palette_row = Palette(self)
        self.histogram = Histogram(self)
        self.empty = QLabel(self.tr("Choose a photo to see what is known about it."), self)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setProperty("kind", "second")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(32)

    def _arrange(self) -> None:
        self.body = QWidget()
        column = self._column = QVBoxLayout(self.body)
        column.setContentsMargins(16, 16, 4, 24)  # and the scroll bar
        column.setSpacing(0)
        column.addWidget(self.preview)
        column.addSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.caption)
        column.addWidget(self.trouble)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 8)
        row.addWidget(self.stars)
        row.addStretch(1)
        row.addWidget(self.heart)
        column.addLayout(row)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(12)
        for line in (self.why, self.date, self.camera, self.place):
            self._facts.addWidget(line)
        column.addLayout(self._facts)
        self._tag_heading = self._section(column, self.tr("Tags"), self.tags)
        self._flag_box = QWidget(self)
        self._flag_rows = QVBoxLayout(self._flag_box)
        self._flag_rows.setContentsMargins(0, 0, 0, 0)
        self._flag_rows.setSpacing(10)
        self._flag_heading = self._section(column, self.tr("Noticed"), self._flag_box)
        self._palette_heading = self._section(column, self.tr("Colours"), self.palette_row)
        self._histogram_heading = self._section(column, self.tr("Histogram"), self.histogram)
        files = QWidget(self)
        rows = QVBoxLayout(files)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.file)
        rows.addWidget(self.folder)
        self._file_heading = self._section(column, self.tr("File"), files)
        column.addStretch(1)
        self._make_area()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.target)
        outer.addWidget(self.empty, 1)
        outer.addWidget(self.area, 1)

    def _make_area(self) -> None:
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setVerticalScrollBar(StandingScrollBar(self.area))
        self.area.setWidget(self.body)

    def _section(self, column: QVBoxLayout, text: str, content: QWidget) -> QLabel:
        label = heading(text, self)
        label.setContentsMargins(0, 20, 0, 8)
        column.addWidget(label)
        column.addWidget(content)
        return label

    def _connect(self) -> None:
        self.stars.rated.connect(self.rated)
        self.heart.clicked.connect(lambda: self.favourite_toggled.emit())
        self.tags.added.connect(self.tag_added)
        self.tags.removed.connect(self.tag_removed)
        self.tags.suppressed.connect(self.tag_suppressed)
        self.tags.chosen.connect(self.tag_chosen)
        self.palette_row.copied.connect(self.copied)
        for line in (self.date, self.camera, self.place, self.file, self.folder):
            line.copied.connect(self.copied)

    def set_options(self, *, are_ai_tags_shown: bool, is_veiling: bool) -> None:
        """Takes over what the settings say."""
        self._are_ai_tags_shown, self._is_veiling = are_ai_tags_shown, is_veiling

    def show_nothing(self) -> None:
        """Shows a sentence instead of a photo."""
        self.area.hide()
        self.empty.show()

    def show_details(self, details: Details) -> None:
        """Shows one photo; the picture and its curves come by `show_picture`."""
        photo, data = details.photo, details.photo.metadata
        self._reveal(is_many=False)
        self.title.setText(data.title or photo.name)
        self.caption.setText(data.caption)
        self.caption.setVisible(bool(data.caption))
        trouble = facts.trouble_text(photo)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.stars.set_rating(photo.rating)
        self._show_heart(is_favourite=photo.is_favourite)
        source = facts.date_source_text(data.date_source)
        time = facts.time_text(photo.taken_at_ms)
        self.date.show_text(facts.date_text(photo.taken_at_ms), f"{time}\n{source}" if source else time)
        lines = [line for line in (data.lens, facts.camera_line(data)) if line]
        self.camera.show_text(facts.camera_name(data) or (lines.pop(0) if lines else ""), "\n".join(lines))
        place, town = facts.place_text(data), facts.town_text(details.town)
        to_copy = (
            f"{data.latitude:.6f}, {data.longitude:.6f}"
            if data.latitude is not None and data.longitude is not None
            else ""
        )
        self.place.show_text(town or place, place if town else "", to_copy=to_copy)
        shown = [tag for tag in details.tags if self._are_ai_tags_shown or tag.source is not TagSource.AI]
        self.tags.show_tags(shown)
        self._show_flags([flag for flag in details.flags if not flag.is_dismissed])
        colours = photo.measures.palette if photo.measures else ()
        self.palette_row.show_colours(colours)
        for widget in (self._palette_heading, self.palette_row):
            widget.setVisible(bool(colours))
        self.file.show_text(photo.name, facts.file_line(photo))
        folder = str(photo.path.parent).encode("utf-8", "replace").decode("utf-8")
        self.folder.show_text(folder, to_copy=str(photo.path).encode("utf-8", "replace").decode("utf-8"))

    def show_why(self, why: str) -> None:
        """Says why a search found the photo; nothing on other pages."""
        self.why.show_text(why)

    def show_picture(self, photo: Photo, image: QImage | None, curves: NDArray[np.float32] | None) -> None:
        """Shows a photo's thumbnail and its histogram."""
        aspect = photo.width_px / photo.height_px if photo.width_px and photo.height_px else 1.5
        average = photo.measures.average_rgb if photo.measures else 0x808080
        veiled = self._is_veiling and is_veiled(photo.status)
        is_unreadable = photo.decode_stage is Stage.FAILED
        self.preview.show_image(
            image, aspect=aspect, average_rgb=average, is_veiled=veiled, is_unreadable=is_unreadable
        )
        self.histogram.show_curves(curves)
        for widget in (self._histogram_heading, self.histogram):
            widget.setVisible(curves is not None)

    def show_many(self, photos: Sequence[Photo], total: int) -> None:
        """Shows a summary: how many, from when to when, how large. `photos` may be a part of `total`."""
        self._reveal(is_many=True)
        self.title.setText(facts.count_text(total))
        ratings = {photo.rating for photo in photos}
        self.stars.set_rating(ratings.pop() if len(ratings) == 1 else 0)
        self._show_heart(is_favourite=bool(photos) and all(photo.is_favourite for photo in photos))
        self.date.show_text(facts.span_text([photo.taken_at_ms for photo in photos]))
        size = facts.size_text(sum(photo.size_bytes for photo in photos))
        kinds = sorted({photo.format.upper() for photo in photos if photo.format})
        self.file.show_text(size, ", ".join(kinds))
        self.tags.show_tags(())

    def _reveal(self, *, is_many: bool) -> None:
        self.empty.hide()
        self.area.show()
        one_only: tuple[QWidget, ...] = (self.preview, self.histogram, self._histogram_heading, self.folder)
        for part in one_only:
            part.setVisible(not is_many)
        if is_many:
            hidden = (
                self.why,
                self.caption,
                self.trouble,
                self.camera,
                self.place,
                self._palette_heading,
                self.palette_row,
            )
            for part in (*hidden, self._flag_heading, self._flag_box):
                part.hide()

    def _show_heart(self, *, is_favourite: bool) -> None:
        self.heart.setIcon(icon("heart-filled", "favourite") if is_favourite else icon("heart", "text_second"))
        name = self.tr("Remove from favourites") if is_favourite else self.tr("Add to favourites")
        self.heart.setAccessibleName(name)
        self.heart.setToolTip(f"{name} (F)")

    def _show_flags(self, flags: Sequence[Flag]) -> None:
        while (item := self._flag_rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for flag in flags:
            row = FlagRow(flag, FLAG_ICONS[flag.name], self._flag_box)
            row.dismissed.connect(self.flag_dismissed)
            self._flag_rows.addWidget(row)
            row.show()
        for widget in (self._flag_heading, self._flag_box):
            widget.setVisible(bool(flags))

    def paintEvent(self, event: object) -> None:
        """Qt: a hairline toward the photos."""
        del event
        painter = QPainter(self)
        x = self.width() - 1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
        painter.fillRect(x, 0, 1, self.height(), QColor(theme.tokens().hairline))
