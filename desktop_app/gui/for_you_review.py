"""The sheet on which a suggested album is looked through: its name, its photos with ticks, then create it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.domain.suggestion import SuggestedAlbum
from desktop_app.domain.visibility import Surface, is_visible
from desktop_app.gui import for_you_words
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.for_you_cards import CardsView
from desktop_app.gui.for_you_geometry import PageLayout
from desktop_app.gui.for_you_pictures import CardPictures
from desktop_app.gui.photo_model import timeline_of

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

ROW_PX = 120
MAX_NAME = 200


def load_album(queries: Queries, album: SuggestedAlbum) -> Timeline:
    """Reads the photos of a suggested album, in its order, that may still be suggested. Any lane."""
    photos = queries.photos(album.photo_ids)
    return timeline_of([photos[i] for i in album.photo_ids if i in photos and _may_show(photos[i].status)])


def _may_show(status: object) -> bool:
    return is_visible(status, Surface.FOR_YOU)  # type: ignore[arg-type]


class AlbumReview(QDialog):
    """Every photo is ticked at first; a click or Space takes the tick away."""

    create_wanted = Signal(object, str, object)  # SuggestedAlbum, name, ids

    def __init__(self, library: Library, bridge: Bridge, album: SuggestedAlbum, parent: QWidget) -> None:
        super().__init__(parent)
        self._album = album
        self.setWindowTitle(self.tr("New album"))
        self.resize(min(860, parent.width() - 48), min(640, parent.height() - 48))
        self.name = QLineEdit(for_you_words.album_title(album), self)
        self.name.setMaxLength(MAX_NAME)
        self.name.setAccessibleName(self.tr("Name of the album"))
        self.count = QLabel(self)
        self.count.setProperty("kind", "second")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.cards = CardsView(CardPictures(library, bridge, self), PageLayout(ROW_PX), self, is_sideways=False)
        self.cards.setAccessibleName(self.tr("Photos of the album"))
        self.cards.set_ticked(())
        self.cards.opened.connect(self._toggle)
        self.cards.act_wanted.connect(lambda photo_id, _act: self._toggle(photo_id))
        self.confirm = QPushButton(self.tr("Create album"), self)
        self.confirm.setProperty("kind", "primary")
        self.confirm.setDefault(True)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.every = QPushButton(self.tr("Tick all"), self)
        self.none = QPushButton(self.tr("Tick none"), self)
        for button in (self.confirm, self.cancel, self.every, self.none):
            button.setAccessibleName(button.text())
        for button in (self.every, self.none):
            button.setProperty("kind", "quiet")
            button.setAutoDefault(False)
        self.cancel.setAutoDefault(False)
        self.confirm.clicked.connect(self._create)
        self.cancel.clicked.connect(self.reject)
        self.every.clicked.connect(lambda: self._tick(self.cards.ids))
        self.none.clicked.connect(lambda: self._tick(()))
        self.name.textChanged.connect(lambda _text: self._count())
        self._arrange()
        bridge.when_done(library.ask(lambda queries: load_album(queries, album)), self._show, receiver=self)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.name, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.every)
        foot.addWidget(self.none)
        foot.addSpacing(8)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.cards, 1)
        column.addLayout(foot)

    def _show(self, timeline: Timeline) -> None:
        self.cards.photo_model.set_describe(self._describe)
        self.cards.show_photos(timeline)
        self._tick(self.cards.ids)

    def _describe(self, photo_id: PhotoId) -> str:
        return self.tr("in the album") if photo_id in self.cards.ticked else self.tr("left out")

    def _toggle(self, photo_id: PhotoId) -> None:
        self.cards.toggle_tick(photo_id)
        self._count()

    def _tick(self, ids: Sequence[PhotoId]) -> None:
        self.cards.set_ticked(ids)
        self._count()

    def _count(self) -> None:
        chosen = len(self.cards.ticked)
        self.count.setText(for_you_words.left_out_text(self.cards.ids, chosen))
        self.confirm.setEnabled(chosen > 0 and bool(self.name.text().strip()))

    def _create(self) -> None:
        self.create_wanted.emit(self._album, self.name.text().strip(), tuple(self.cards.ticked))
        self.accept()
