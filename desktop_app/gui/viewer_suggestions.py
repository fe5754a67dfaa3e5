"""Below the viewer's photo: others like it, and others the user may like. Asks only once the photo has settled."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.domain.history import ViewSource
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.domain.query import SimilarRequest, SimilarResult
from desktop_app.domain.suggestion import Suggestion
from desktop_app.domain.visibility import Surface, is_visible
from desktop_app.errors import UserError
from desktop_app.gui import theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.for_you_cards import CardsView
from desktop_app.gui.for_you_geometry import RowLayout
from desktop_app.gui.for_you_pictures import CardPictures
from desktop_app.gui.photo_model import timeline_of

if TYPE_CHECKING:
    from desktop_app.gui.viewer import Viewer
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

SETTLE_MS = 150
MOST = 24  # photos in a strip
ROW_PX, SIDE_PX, TOP = 88, 20, 24


def load(queries: Queries, ids: Sequence[PhotoId], surface: Surface) -> Timeline:
    """Reads photos in the order given, as far as they may be seen on a surface. Any lane."""
    photos = queries.photos(ids)
    return timeline_of([photos[i] for i in ids if i in photos and is_visible(photos[i].status, surface)])


class Strip(QWidget):
    """A heading and a row of cards on dark ground; words in their stead when there are none."""

    def __init__(self, title: str, pictures: CardPictures, parent: QWidget) -> None:
        super().__init__(parent)
        t = theme.tokens()
        self.heading = QLabel(title, self)
        self.words = QLabel(self)
        for label in (self.heading, self.words):
            label.setStyleSheet(f"QLabel {{ color: {t.viewer_second}; font-size: {t.metrics.font_second}px; }}")
        self.cards = CardsView(pictures, RowLayout(ROW_PX, gap=6), self)
        self.cards.ground_colour = "viewer"
        self.cards.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.heading)
        column.addWidget(self.words)
        column.addWidget(self.cards)
        column.addStretch(1)
        self.words.hide()

    def show_photos(self, timeline: Timeline, words: str) -> None:
        """Shows photos, or `words` when there are none."""
        self.words.setText(words)
        self.words.setVisible(not len(timeline))
        self.cards.setVisible(len(timeline) > 0)
        self.cards.show_photos(timeline)
        self.cards.motion.stop()
        self.cards.horizontalScrollBar().setValue(0)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Where an answer is shown, by which rule, and the words that stand there when there is none."""

    strip: Strip
    surface: Surface
    words: str


def _similar_ids(result: SimilarResult) -> list[PhotoId]:
    return [match.photo_id for match in result.matches] if result.is_good_match else []


class ViewerSuggestions(QWidget):
    """Two strips side by side. Follows the viewer; what is asked for a photo that was left is not shown."""

    menu_requested = Signal(object, QPoint)  # PhotoId, global position
    chosen = Signal(object, int, object)  # ids, position, ViewSource

    def __init__(self, library: Library, bridge: Bridge, viewer: Viewer) -> None:
        super().__init__(viewer)
        self._library, self._bridge, self._viewer = library, bridge, viewer
        self.strictness = 0.5
        self._photo_id: PhotoId | None = None
        self._asked: PhotoId | None = None
        self.setAccessibleName(self.tr("Suggestions"))
        pictures = (CardPictures(library, bridge, self), CardPictures(library, bridge, self))  # one photo, two sizes
        self.similar = Strip(self.tr("Similar to this"), pictures[0], self)
        self.others = Strip(self.tr("Others you may like"), pictures[1], self)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE_PX, 10, SIDE_PX, 8)
        row.setSpacing(TOP)
        for strip, source in ((self.similar, ViewSource.SIMILAR), (self.others, ViewSource.FOR_YOU)):
            row.addWidget(strip, 1)
            cards = strip.cards
            cards.opened.connect(lambda photo_id, cards=cards, source=source: self._open(cards, photo_id, source))
            cards.menu_requested.connect(lambda ids, at: self.menu_requested.emit(ids[0], at))
            cards.stepped_out.connect(lambda step, _x: viewer.setFocus() if step < 0 else None)
        self.setFixedHeight(ROW_PX + 56)
        viewer.current_changed.connect(self.follow)
        viewer.closed.connect(lambda _id: self.follow(None))

    def set_options(self, *, is_motion_reduced: bool, is_veiling: bool, strictness: float) -> None:
        """Takes over what the settings say."""
        self.strictness = strictness
        for strip in (self.similar, self.others):
            strip.cards.is_motion_reduced = strip.cards.motion.is_motion_reduced = is_motion_reduced
            strip.cards.is_veiling = is_veiling

    def follow(self, photo_id: PhotoId | None) -> None:
        """Another photo is shown (None: the viewer closed): asks for its likes once it has settled."""
        self._photo_id = photo_id
        if photo_id is None:
            self._timer.stop()
            self._asked = None
        elif self.isVisible():
            self._timer.start()

    def refresh(self) -> None:
        """Asks for the likes of the same photo again: now, or when the strip is seen next."""
        self._asked = None
        self.follow(self._photo_id)

    def showEvent(self, event: object) -> None:
        """Qt: what was not asked for while hidden is asked for now."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._photo_id is not None and self._asked != self._photo_id:
            self._timer.start()

    def _ask(self) -> None:
        photo_id = self._photo_id
        if photo_id is None or not self.isVisible():
            return
        self._asked = photo_id
        request = SimilarRequest(photo_ids=(photo_id,), strictness=self.strictness, top=MOST)
        nothing = self.tr("Nothing in your library looks like this.")
        words = self.tr("Nothing yet: this grows with what you look at.")
        others = self._library.also_like(photo_id, 2 * MOST)

        def show_others(similar: Sequence[PhotoId]) -> None:
            """Nothing is shown twice: what looks like the photo is beside it already."""

            def ids_of(found: Sequence[Suggestion]) -> list[PhotoId]:
                return [one.photo_id for one in found if one.photo_id not in similar][:MOST]

            self._follow_up(others, ids_of, Shown(self.others, Surface.FOR_YOU, words))

        shown = Shown(self.similar, Surface.SIMILAR, nothing)
        self._follow_up(self._library.similar(request), _similar_ids, shown, show_others)

    def _follow_up(
        self,
        asked: Future[Answer],
        ids_of: Callable[[Answer], list[PhotoId]],
        where: Shown,
        then: Callable[[Sequence[PhotoId]], None] = lambda ids: None,
    ) -> None:
        """Shows an answer in its strip; `then` is told the photos it named."""
        photo_id = self._asked

        def is_current() -> bool:
            return photo_id is not None and self._photo_id == photo_id

        def found(answer: Answer) -> None:
            ids = ids_of(answer)
            rows = self._library.ask(lambda queries: load(queries, ids, where.surface))
            self._bridge.when_done(
                rows,
                lambda shown: where.strip.show_photos(shown, where.words),
                fail,
                receiver=self,
                is_current=is_current,
            )
            then(ids)

        def fail(error: BaseException) -> None:
            if not isinstance(error, UserError):
                log.error("suggestions beside a photo could not be found", exc_info=error)
            words = error.sentence() if isinstance(error, UserError) else where.words
            where.strip.show_photos(timeline_of([]), words)

        def fail_to_ask(error: BaseException) -> None:
            fail(error)
            then([])

        self._bridge.when_done(asked, found, fail_to_ask, receiver=self, is_current=is_current)

    def _open(self, cards: CardsView, photo_id: PhotoId, source: ViewSource) -> None:
        ids = cards.ids
        self.chosen.emit(ids, ids.index(photo_id), source)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the viewer's ground, and a hairline above."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(t.viewer))
        painter.fillRect(0, 0, self.width(), 1, theme.colour(t.viewer_text, 0.12))
