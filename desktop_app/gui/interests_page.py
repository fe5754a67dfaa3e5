"""The page of interests: what the program believes the user likes, each to be changed, muted or forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.domain.suggestion import Interest
from desktop_app.domain.visibility import Surface, is_visible
from desktop_app.gui import icons
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.empty_state import Drawing, EmptyState
from desktop_app.gui.for_you_evidence import Evidence
from desktop_app.gui.for_you_interest import PICTURES, InterestCard, InterestContent
from desktop_app.gui.for_you_pictures import CardPictures
from desktop_app.gui.for_you_shelf import INSET
from desktop_app.gui.grid_scroll import SmoothScroll
from desktop_app.gui.photo_model import timeline_of

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

CARD_PX = 430  # a card wants at least so much
GAP = 32


def load(queries: Queries, interests: Sequence[Interest]) -> tuple[InterestContent, ...]:
    """Reads the rows of the photos of interests; those that may not be shown are left out. Any lane."""
    wanted = {i for interest in interests for i in (interest.medoid, *interest.photo_ids[: 2 * PICTURES])}
    photos = {i: p for i, p in queries.photos(sorted(wanted)).items() if is_visible(p.status, Surface.FOR_YOU)}
    made = [InterestContent(interest, timeline_of(_pictures(interest, photos))) for interest in interests]
    shown = [content for content in made if len(content.timeline)]
    return tuple(sorted(shown, key=lambda content: content.interest.is_muted))


def _pictures(interest: Interest, photos: dict[PhotoId, Photo]) -> list[Photo]:
    order = [interest.medoid, *(i for i in interest.photo_ids if i != interest.medoid)]
    return [photos[i] for i in order if i in photos][:PICTURES]


class InterestsPage(QScrollArea):
    """Cards in columns, the muted ones at the end."""

    photo_opened = Signal(object, object)  # PhotoId, the ids it stands among
    menu_requested = Signal(object, object)  # ids, QPoint
    choice_made = Signal(object)  # InterestChoice
    forget_wanted = Signal(object)  # InterestId
    looks_wanted = Signal(object)  # InterestId
    for_you_wanted = Signal()
    history_wanted = Signal()
    browse_wanted = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("interests")
        self.setAccessibleName(self.tr("Your interests"))
        self.setWidgetResizable(True)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.cards: list[InterestCard] = []
        self.contents: tuple[InterestContent, ...] = ()
        self.is_motion_reduced = False
        self.is_veiling = True
        self._columns = 0
        self._pictures = CardPictures(library, bridge, self.viewport())
        self._looks = CardPictures(library, bridge, self.viewport())
        self.motion = SmoothScroll(self.verticalScrollBar(), self)
        self.intro = QLabel(self)
        self.intro.setProperty("kind", "second")
        self.intro.setWordWrap(True)
        self.intro.setText(
            self.tr(
                "What this program believes you like, learned from what you looked at. "
                "It stays on this computer, and you may change all of it."
            )
        )
        self.for_you, self.history = QPushButton(self.tr("For You"), self), QPushButton(self.tr("History"), self)
        for button, icon_name in ((self.for_you, "for-you"), (self.history, "history")):
            button.setProperty("kind", "quiet")
            button.setIcon(icons.icon(icon_name, "text_second"))
            button.setAccessibleName(button.text())
        self.for_you.clicked.connect(lambda: self.for_you_wanted.emit())
        self.history.clicked.connect(lambda: self.history_wanted.emit())
        self.empty = EmptyState(self)
        self.empty.acted.connect(self.browse_wanted)
        self._arrange()
        for signal in (self.verticalScrollBar().valueChanged, self.verticalScrollBar().rangeChanged):
            signal.connect(lambda *_: self._want())

    def _arrange(self) -> None:
        body = QWidget(self)
        head = QHBoxLayout()
        head.setContentsMargins(INSET, 16, INSET, 8)
        head.setSpacing(4)
        head.addWidget(self.intro, 1)
        head.addSpacing(16)
        head.addWidget(self.for_you)
        head.addWidget(self.history)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(INSET, 12, INSET, 32)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self.empty, 1)
        column.addStretch(0)
        self.empty.hide()
        self.setWidget(body)

    def set_options(self, *, is_motion_reduced: bool, is_veiling: bool) -> None:
        """Takes over what the settings say."""
        self.is_motion_reduced, self.is_veiling = is_motion_reduced, is_veiling
        self.motion.is_motion_reduced = is_motion_reduced
        for card in self.cards:
            self._prepare(card)

    def show_interests(self, contents: Sequence[InterestContent], *, is_learning: bool) -> None:
        """Shows interests. `is_learning` says whether looks are remembered now, for the empty page."""
        self.contents = tuple(contents)
        while len(self.cards) < len(contents):
            self.cards.append(self._new_card())
        strongest = max((content.interest.strength for content in contents), default=0.0)
        for card, content in zip(self.cards, contents, strict=False):
            card.show_interest(content, strongest)
        for at, card in enumerate(self.cards):
            card.setVisible(at < len(contents))
        self._deal()
        self.intro.setVisible(bool(contents))
        self.empty.setVisible(not contents)
        if not contents:
            self._say_empty(is_learning=is_learning)
        self._want()

    def _say_empty(self, *, is_learning: bool) -> None:
        words = self.tr("Open a few photos you like and give them a moment. What they have in common appears here.")
        if not is_learning:
            words = self.tr("Looks are not remembered now, so there is nothing to learn from. For You tells more.")
        self.empty.say(Drawing.HEART, self.tr("No interests yet"), words, self.tr("Browse the library"))

    def take_focus(self) -> None:
        """The page was come to: keys belong to it."""
        first = self.cards[0].collage if self.contents else self.for_you
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_looks(self, interest_id: InterestId, evidence: Evidence) -> None:
        """Shows the looks behind an interest on its card."""
        for card in self.cards[: len(self.contents)]:
            if card.content is not None and card.content.interest.id == interest_id:
                card.show_looks(evidence)
        self._want()

    def _new_card(self) -> InterestCard:
        card = InterestCard(self._pictures, self._looks, self.widget())
        self._prepare(card)
        card.photo_opened.connect(self.photo_opened)
        card.menu_requested.connect(self.menu_requested)
        card.choice_made.connect(self.choice_made)
        card.forget_wanted.connect(self.forget_wanted)
        card.looks_wanted.connect(self.looks_wanted)
        return card

    def _prepare(self, card: InterestCard) -> None:
        for view in (card.collage, card.looks):
            view.is_motion_reduced = view.motion.is_motion_reduced = self.is_motion_reduced
            view.is_veiling = self.is_veiling

    def _deal(self) -> None:
        """Puts the cards into as many columns as there is room for."""
        room = self.viewport().width() - 2 * INSET
        columns = max(1, min(3, (room + GAP) // (CARD_PX + GAP)))
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
            self._grid.setColumnMinimumWidth(column, 0)
        self._columns = columns
        for at, card in enumerate(self.cards[: len(self.contents)]):
            self._grid.addWidget(card, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)

    def card_rect(self, photo_id: PhotoId) -> QRect | None:
        """Returns where on the screen a photo is, None when it is not seen."""
        for card in self.cards[: len(self.contents)]:
            for view in (card.collage, card.looks):
                if view.isVisible() and (rect := view.global_card_rect(photo_id)) is not None:
                    return rect
        return None

    def _want(self) -> None:
        self._pictures.want_soon()
        self._looks.want_soon()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: glides as the grid does."""
        self.motion.wheel(event)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other columns."""
        super().resizeEvent(event)
        self._deal()
        self._want()
