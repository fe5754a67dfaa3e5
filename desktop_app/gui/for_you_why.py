"""The small panel that explains one suggestion: the looks behind it, and what to do about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.history import PhotoView
from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.domain.suggestion import Suggestion
from desktop_app.gui import for_you_words
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.for_you_cards import CardsView
from desktop_app.gui.for_you_content import ShelfContent
from desktop_app.gui.for_you_evidence import Evidence, load_evidence
from desktop_app.gui.for_you_geometry import RowLayout
from desktop_app.gui.for_you_pictures import CardPictures

if TYPE_CHECKING:
    from desktop_app.library.library import Library

WIDTH_PX, ROW_PX, INSET = 380, 76, 16


class WhyPanel(QFrame):
    """Opens beside a card, closes with Esc or a click elsewhere."""

    photo_opened = Signal(object)  # PhotoId of a look
    forget_wanted = Signal(object)  # InterestId
    interests_wanted = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._library, self._bridge, self._window = library, bridge, parent.window()
        self._interest_id: InterestId | None = None
        self.setProperty("kind", "card")
        self.setFixedWidth(WIDTH_PX)
        self.title, self.sentence = QLabel(self), QLabel(self)
        self.title.setProperty("kind", "header")
        self.sentence.setProperty("kind", "second")
        for label in (self.title, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.pictures = CardPictures(library, bridge, self)
        self.looks = CardsView(self.pictures, RowLayout(ROW_PX, gap=6), self, inset=INSET)
        self.looks.ground_colour = "surface"
        self.looks.setAccessibleName(self.tr("Photos you looked at"))
        self.looks.opened.connect(self._open)
        self.forget = QPushButton(self.tr("Forget these looks"), self)
        self.interests = QPushButton(self.tr("Your interests"), self)
        for button in (self.forget, self.interests):
            button.setProperty("kind", "link")
            button.setAccessibleName(button.text())
        self.forget.clicked.connect(self._forget)
        self.interests.clicked.connect(self._go_to_interests)
        links = QHBoxLayout()
        links.setContentsMargins(INSET - 4, 8, INSET - 4, 0)
        links.addWidget(self.forget)
        links.addStretch(1)
        links.addWidget(self.interests)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 12)
        column.setSpacing(0)
        for label, below in ((self.title, 2), (self.sentence, 8)):
            label.setContentsMargins(INSET, 0, INSET, 0)
            column.addWidget(label)
            column.addSpacing(below)
        column.addWidget(self.looks)
        column.addLayout(links)

    def explain(self, suggestion: Suggestion, shelf: ShelfContent | None, source: Photo | None, beside: QRect) -> None:
        """Opens beside a rectangle of the screen and asks for the looks behind a suggestion."""
        value = None if shelf is None else shelf.shelf
        self._interest_id = suggestion.interest_id
        self.title.setText(for_you_words.why_title(suggestion))
        self.sentence.setText(for_you_words.why_sentence(suggestion, value))
        self.setAccessibleName(f"{self.title.text()}. {self.sentence.text()}")
        self.forget.setVisible(suggestion.interest_id is not None and not suggestion.is_exploration)
        self._show(Evidence.of_photo(source) if source is not None and not suggestion.is_exploration else Evidence())
        self._open_beside(beside)
        if suggestion.interest_id is not None and not suggestion.is_exploration:
            interest_id, first = suggestion.interest_id, suggestion.because
            self._bridge.when_done(
                self._library.interest_evidence(interest_id),
                lambda found: self._load(interest_id, found[0], first),
                receiver=self,
                is_current=lambda: self._interest_id == interest_id,
            )

    def _load(self, interest_id: InterestId, views: Sequence[PhotoView], first: PhotoId | None) -> None:
        self._bridge.when_done(
            self._library.ask(lambda queries: load_evidence(queries, views, first)),
            self._show,
            receiver=self,
            is_current=lambda: self._interest_id == interest_id,
        )

    def _show(self, evidence: Evidence) -> None:
        self.looks.setVisible(len(evidence.timeline) > 0)
        self.looks.set_captions(evidence.days)
        self.looks.photo_model.set_describe(lambda photo_id: evidence.days.get(photo_id, ""))
        self.looks.show_photos(evidence.timeline)
        self.adjustSize()

    def _open_beside(self, card: QRect) -> None:
        self.adjustSize()
        screen = QGuiApplication.screenAt(card.center()) or QGuiApplication.primaryScreen()
        window = self._window
        room = QRect(window.mapToGlobal(QPoint()), window.size()) & screen.availableGeometry()
        x = min(max(card.center().x() - self.width() // 2, room.left() + 8), room.right() - self.width() - 8)
        y = card.bottom() + 8
        if y + self.sizeHint().height() + ROW_PX > room.bottom():
            y = max(room.top() + 8, card.top() - self.sizeHint().height() - ROW_PX - 8)
        self.move(QPoint(x, y))
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _open(self, photo_id: PhotoId) -> None:
        self.close()
        self.photo_opened.emit(photo_id)

    def _forget(self) -> None:
        self.close()
        if self._interest_id is not None:
            self.forget_wanted.emit(self._interest_id)

    def _go_to_interests(self) -> None:
        self.close()
        self.interests_wanted.emit()
