"""The page of groups: cards or the map of the whole library, below a bar; or why there are none yet."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.group import Grouping
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Counts
from desktop_app.gui.card_page import Card, CardView
from desktop_app.gui.empty_state import Drawing, EmptyState
from desktop_app.gui.groups_bar import GroupsBar
from desktop_app.gui.map_content import MapContent
from desktop_app.gui.map_view import MapView
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library


class EmptyAct(Enum):
    """What the button of an empty page does."""

    NOTHING = auto()
    ADD_FOLDER = auto()
    LIBRARY = auto()
    AGAIN = auto()
    STOP = auto()


class GroupsPage(QWidget):
    """Shows and asks; changes nothing itself. GUI thread."""

    map_wanted = Signal()
    empty_acted = Signal(object)  # EmptyAct

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grouping: Grouping | None = None
        self.bar = GroupsBar(self)
        self.cards = CardView(library, bridge, self)
        self.cards.setAccessibleName(self.tr("Groups"))
        self.cards.set_renamable(can_rename=True)
        self.map = MapView(library, bridge, self)
        self.empty = EmptyState(self)
        self._empty_act = EmptyAct.NOTHING
        self.empty.acted.connect(lambda: self.empty_acted.emit(self._empty_act))
        self.bar.map_chosen.connect(self._on_map_chosen)
        self.bar.clear_wanted.connect(self.cards.clearSelection)
        self.cards.selection_changed.connect(lambda keys: self.bar.show_selected(len(keys)))
        self._stack = QStackedWidget(self)
        for page in (self.cards, self.map, self.empty):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.cards)
        self.show_waiting(Counts(), share=None)

    @property
    def is_map(self) -> bool:
        """Whether the map was chosen."""
        return self.bar.map.isChecked()

    @property
    def chosen_groups(self) -> list[GroupId]:
        """The groups that acts work on."""
        return [GroupId(key) for key in self.cards.chosen_keys if isinstance(key, int)]

    def set_options(self, *, is_motion_reduced: bool, is_veiling: bool) -> None:
        """Follows the user's settings."""
        self.cards.set_motion_reduced(is_reduced=is_motion_reduced)
        self.cards.set_veiling(is_veiling=is_veiling)
        self.map.motion.is_reduced = is_motion_reduced

    # groups

    def show_groups(self, grouping: Grouping, cards: Sequence[Card]) -> None:
        """Shows the groups there are."""
        self.grouping = grouping
        self.bar.setVisible(True)
        self.bar.show_grouping(grouping)
        self.cards.show_cards(cards)
        self._show_view()

    def show_map(self, content: MapContent) -> None:
        """Shows the map's photos."""
        self.map.show_content(content)

    def go_to_map(self, x: float, y: float, radius: float) -> None:
        """Turns to the map, and there to a place and what lies around it."""
        self.bar.set_map(is_map=True)
        room = min(self.map.width(), self.map.height())
        scale = max(room / max(2.6 * radius, 4.0), self.map.fit_scale)
        camera = self.map.camera.centred(x, y)
        self.map.motion.glide_to(camera.zoomed(scale, (camera.width / 2, camera.height / 2)))

    def _on_map_chosen(self, is_map: bool) -> None:  # noqa: FBT001 - Qt's signal
        if is_map:
            self.cards.clearSelection()
            self.map_wanted.emit()
        if self.grouping is not None and self.grouping.groups:
            self._show_view()
            (self.map if is_map else self.cards).setFocus()

    def _show_view(self) -> None:
        shown = self.map if self.is_map else self.cards
        self.setFocusProxy(shown)
        self._stack.setCurrentWidget(shown)

    # none yet

    def show_waiting(self, counts: Counts, share: float | None) -> None:
        """Says that groups are being found for the first time; `share` of it is done, 0 to 1, None while unknown."""
        done = "" if share is None else f" {round(share * 100)} %"
        if counts.library and counts.not_understood:
            self._say_understanding(counts)
            return
        words = self.tr("Photos that look alike come together. You can go on meanwhile.")
        self._say(Drawing.PHOTOS, self.tr("Finding groups…") + done, words, self.tr("Stop"), EmptyAct.STOP)

    def show_none(self, counts: Counts) -> None:
        """Says why there are no groups: no photos, models still at work, or too few photos."""
        self.grouping = None
        self.cards.show_cards([])
        if not counts.library:
            words = self.tr("Photos that look alike come together here by themselves.")
            self._say(Drawing.FOLDER, self.tr("No photos yet"), words, self.tr("Add folders…"), EmptyAct.ADD_FOLDER)
        elif counts.not_understood or counts.pending:
            self._say_understanding(counts)
        else:
            words = self.tr("Groups need some more photos to tell one kind from another.")
            self._say(
                Drawing.PHOTOS,
                self.tr("Too few photos for groups"),
                words,
                self.tr("Go to the library"),
                EmptyAct.LIBRARY,
            )

    def _say_understanding(self, counts: Counts) -> None:
        done = max(0, counts.library - counts.not_understood)
        title = self.tr("Groups appear when your photos are understood")
        words = counted(
            "Groups", "{done} of 1 photo is understood", "{done} of {n} photos are understood", counts.library
        )
        number = self.locale().toString(done)
        self._say(Drawing.PHOTOS, title, words.replace("{done}", number), "", EmptyAct.NOTHING)

    def show_stopped(self) -> None:
        """Says that the search was given up, and offers to begin anew."""
        words = self.tr("Photos that look alike come together here by themselves.")
        self._say(Drawing.PHOTOS, self.tr("No groups yet"), words, self.tr("Find groups"), EmptyAct.AGAIN)

    def show_failed(self, sentence: str) -> None:
        """Says that something went wrong, and offers to try again."""
        self._say(Drawing.PHOTOS, self.tr("Groups cannot be shown"), sentence, self.tr("Try again"), EmptyAct.AGAIN)

    def _say(self, drawing: Drawing, title: str, words: str, button: str, act: EmptyAct) -> None:
        self._empty_act = act
        self.bar.setVisible(False)
        self.empty.say(drawing, title, words, button)
        self._stack.setCurrentWidget(self.empty)

    # photos

    def focus_photo(self, photo_id: PhotoId) -> None:
        """Comes back from the viewer to the photo it showed last."""
        if self.is_map:
            self.map.focus_photo(photo_id)
        else:
            self.cards.setFocus()

    def photo_rect(self, photo_id: PhotoId) -> QRect:
        """Returns where a photo of the map lies on the screen; null when it is not seen."""
        row = self.map.content.row_of(photo_id) if self.map.content is not None else -1
        if row < 0:
            return QRect()
        place = self.map.tile_rect(row)
        return QRect(self.map.mapToGlobal(QPoint(place.left(), place.top())), place.size())

    def forget(self, photo_ids: Sequence[PhotoId]) -> None:
        """Files changed: their pictures are asked for again."""
        self.cards.forget(photo_ids)
        self.map.pictures.forget(photo_ids)
