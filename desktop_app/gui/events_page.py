"""The page of events: cards by trip and year below a bar; or why there are none yet."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.ids import EventId, PhotoId
from desktop_app.domain.library import Counts
from desktop_app.gui.card_page import CardView
from desktop_app.gui.empty_state import Drawing, EmptyState
from desktop_app.gui.events_content import EventsContent
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

BAR_PX = 44


class EmptyAct(Enum):
    """What the button of an empty page does."""

    NOTHING = auto()
    ADD_FOLDER = auto()
    LIBRARY = auto()
    AGAIN = auto()


class EventsPage(QWidget):
    """Shows and asks; changes nothing itself. GUI thread."""

    moments_wanted = Signal(bool)
    album_wanted = Signal()
    merge_wanted = Signal()
    empty_acted = Signal(object)  # EmptyAct

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardView(library, bridge, self)
        self.cards.setAccessibleName(self.tr("Events"))
        self.cards.selection_changed.connect(lambda _keys: self._show_selected())
        self.cards.set_renamable(can_rename=True)
        self.lead = QLabel(self)
        self.lead.setProperty("kind", "second")
        self.moments = QCheckBox(self)
        self.moments.setAccessibleName(self.tr("Show single moments too"))
        self.moments.clicked.connect(self.moments_wanted)
        self.merge = QPushButton(self.tr("Merge"), self)
        self.merge.setToolTip(self.tr("Make one event of those selected"))
        self.merge.clicked.connect(self.merge_wanted)
        self.album = QPushButton(self.tr("Make album"), self)
        self.album.clicked.connect(self.album_wanted)
        self.bar = QWidget(self)
        self.bar.setFixedHeight(BAR_PX)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(12)
        row.addWidget(self.lead)
        row.addStretch(1)
        row.addWidget(self.merge)
        row.addWidget(self.album)
        row.addWidget(self.moments)
        self.empty = EmptyState(self)
        self._empty_act = EmptyAct.NOTHING
        self.empty.acted.connect(lambda: self.empty_acted.emit(self._empty_act))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.cards)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.cards)
        self._words = ""
        self.show_waiting()

    @property
    def chosen(self) -> list[EventId]:
        """The events that acts work on, in order."""
        return [EventId(key) for key in self.cards.chosen_keys if isinstance(key, int)]

    def set_options(self, *, is_motion_reduced: bool, is_veiling: bool) -> None:
        """Follows the user's settings."""
        self.cards.set_motion_reduced(is_reduced=is_motion_reduced)
        self.cards.set_veiling(is_veiling=is_veiling)

    def show_events(self, content: EventsContent) -> None:
        """Shows the events there are."""
        self.bar.setVisible(True)
        self.cards.show_cards(content.cards)
        words = [counted("Events", "1 event", "{n} events", content.shown)]
        if content.trips:
            words.append(counted("Events", "1 trip", "{n} trips", content.trips))
        self._words = " \N{MIDDLE DOT} ".join(words)
        self.moments.setVisible(bool(content.moments))
        self.moments.setChecked(content.is_everything)
        self.moments.setText(counted("Events", "Show 1 single moment", "Show {n} single moments", content.moments))
        self._show_selected()
        self._stack.setCurrentWidget(self.cards)
        self.setFocusProxy(self.cards)

    def _show_selected(self) -> None:
        number = len(self.cards.selected_keys())
        self.merge.setVisible(number > 1)
        self.album.setVisible(number > 0)
        self.lead.setText(counted("Events", "1 selected", "{n} selected", number) if number else self._words)

    # none yet

    def show_waiting(self) -> None:
        """Says that events are being found."""
        words = self.tr("Photos taken on one occasion come together. You can go on meanwhile.")
        self._say(Drawing.PHOTOS, self.tr("Finding events\N{HORIZONTAL ELLIPSIS}"), words, "", EmptyAct.NOTHING)

    def show_none(self, counts: Counts) -> None:
        """Says why there are no events: no photos, none read yet, or none with a date."""
        self.cards.show_cards([])
        if not counts.library:
            words = self.tr("Photos taken on one occasion come together here by themselves.")
            button = self.tr("Add folders\N{HORIZONTAL ELLIPSIS}")
            self._say(Drawing.FOLDER, self.tr("No photos yet"), words, button, EmptyAct.ADD_FOLDER)
        elif counts.pending:
            words = self.tr("When and where each was taken is being read from the files.")
            self._say(Drawing.PHOTOS, self.tr("Events appear when your photos are read"), words, "", EmptyAct.NOTHING)
        else:
            words = self.tr("Events need to know when photos were taken, and none of your files tells.")
            library = self.tr("Go to the library")
            self._say(Drawing.HISTORY, self.tr("No photo has a date"), words, library, EmptyAct.LIBRARY)

    def show_failed(self, sentence: str) -> None:
        """Says that something went wrong, and offers to try again."""
        title, button = self.tr("Events cannot be shown"), self.tr("Try again")
        self._say(Drawing.PHOTOS, title, sentence, button, EmptyAct.AGAIN)

    def _say(self, drawing: Drawing, title: str, words: str, button: str, act: EmptyAct) -> None:
        self._empty_act = act
        self.bar.setVisible(False)
        self.empty.say(drawing, title, words, button)
        self._stack.setCurrentWidget(self.empty)
        self.setFocusProxy(self.empty)

    def forget(self, photo_ids: Sequence[PhotoId]) -> None:
        """Files changed: their pictures are asked for again."""
        self.cards.forget(photo_ids)
