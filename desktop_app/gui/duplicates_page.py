"""The page that reviews duplicates: sets at the left, two photos side by side, what becomes of them below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.duplicate import DuplicateReport, DuplicateSet, Tier
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.gui import duplicates_facts as words
from desktop_app.gui import facts
from desktop_app.gui.duplicates_bar import DecisionBar
from desktop_app.gui.duplicates_choice import Choice, proposals
from desktop_app.gui.duplicates_compare import Comparison
from desktop_app.gui.duplicates_list import SetsList
from desktop_app.gui.duplicates_strip import MembersStrip
from desktop_app.gui.empty_state import Drawing, EmptyState

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

LIST_PX = 248
TIERS = (Tier.IDENTICAL, Tier.SAME_PICTURE, Tier.BURST)


class DuplicatesPage(QWidget):
    """Shows what was found and asks for acts; moves nothing itself. GUI thread."""

    resolved = Signal(object, object, bool)  # keeper, ids that go, whether to merge
    all_resolved = Signal(object, bool)  # ((keeper, ids that go), ...), whether to merge
    not_duplicates = Signal(object)  # ids of the whole set
    hide_wanted = Signal(object)  # ids that would go
    photos_wanted = Signal(object)  # ids of a set whose rows are not here yet
    rules_wanted = Signal()
    search_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos: dict[PhotoId, Photo] = {}
        self._sensitive: frozenset[PhotoId] = frozenset()
        self._choice: Choice | None = None
        self._compared: PhotoId | None = None
        self._is_veiling = True
        self._report: DuplicateReport | None = None
        self.list = SetsList(library, bridge, self)
        self.strip = MembersStrip(library, bridge, self)
        self.comparison = Comparison(library, bridge, self)
        self.empty = EmptyState(self)
        for view in (self.list, self.strip):
            view.is_covered = self._is_covered
        self._make_top()
        self.bar = DecisionBar(self)
        self.bar.resolve_wanted.connect(self._resolve)
        self.bar.keep_all_wanted.connect(self._keep_all)
        self.bar.hide_wanted.connect(lambda: self.hide_wanted.emit(self._goers()))
        self.bar.only_wanted.connect(self._keep_only)
        self._arrange()
        self.list.chosen.connect(self._on_set)
        self.strip.compared.connect(self._compare)
        self.strip.turned.connect(self._turn)
        self.comparison.step_wanted = self._step
        self.comparison.left.turned.connect(lambda: self._turn(self._choice.keep if self._choice else None))
        self.comparison.right.turned.connect(lambda: self._turn(self._compared))
        self.comparison.right.promoted.connect(lambda: self._promote(self._compared))

    # making

    def _make_top(self) -> None:
        self.tabs: dict[Tier, QPushButton] = {}
        group = QButtonGroup(self)
        for tier in TIERS:
            tab = self.tabs[tier] = QPushButton(self)
            tab.setCheckable(True)
            tab.setProperty("kind", "quiet")
            tab.clicked.connect(lambda _checked=False, tier=tier: self.show_tier(tier))
            group.addButton(tab)
        self.sentence = _second(self)
        self.all_button = QPushButton(self.tr("Settle all…"), self)
        self.all_button.setAccessibleName(self.tr("Settle all sets of this kind"))
        self.all_button.clicked.connect(self._resolve_all)
        self.rules = QPushButton(self.tr("What is kept…"), self)
        self.rules.setProperty("kind", "quiet")
        self.rules.setAccessibleName(self.tr("Choose what is kept"))
        self.rules.clicked.connect(lambda: self.rules_wanted.emit())
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.hide()

    def _arrange(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(4)
        for tab in self.tabs.values():
            tabs.addWidget(tab)
        tabs.addStretch(1)
        tabs.addWidget(self.rules)
        tabs.addWidget(self.all_button)
        self.review = QWidget(self)
        column = QVBoxLayout(self.review)
        column.setContentsMargins(16, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.strip)
        column.addWidget(self.comparison, 1)
        column.addWidget(self.bar)
        self.list.setFixedWidth(LIST_PX)
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.review, 1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(body)
        self.stack.addWidget(self.empty)
        self.empty.acted.connect(self._on_empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 16)
        outer.setSpacing(8)
        outer.addLayout(tabs)
        outer.addWidget(self.progress)
        outer.addWidget(self.sentence)
        outer.addWidget(self.stack, 1)
        self._show_tabs()

    # what was found

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return not self.progress.isHidden()

    def set_veiling(self, *, is_veiling: bool) -> None:
        """Takes over whether sensitive photos are covered."""
        self._is_veiling = is_veiling
        self.comparison.set_veiling(is_veiling=is_veiling)
        for view in (self.list, self.strip):
            view.want()
            view.viewport().update()

    def _is_covered(self, photo_id: PhotoId) -> bool:
        return self._is_veiling and photo_id in self._sensitive

    def show_progress(self, share: float | None) -> None:
        """Shows that a search is under way, its share done where it is known; the page stays usable."""
        self.progress.setRange(0, 0 if share is None else 100)
        if share is not None:
            self.progress.setValue(round(share * 100))
        self.progress.show()
        if self._report is None:
            self._say_empty(
                Drawing.SEARCH,
                self.tr("Looking for duplicates"),
                self.tr("Photos are compared by what they show. You can go on meanwhile."),
                self.tr("Stop"),
            )

    def show_failed(self, sentence: str) -> None:
        """Says that the search came to nothing."""
        self.progress.hide()
        if self._report is None:
            title = self.tr("Duplicates were not looked for")
            self._say_empty(Drawing.SEARCH, title, sentence, self.tr("Look for duplicates"))

    def show_report(self, report: DuplicateReport, sensitive: frozenset[PhotoId]) -> None:
        """Shows what was found; the set under review stays when it is still there.

        Args:
            report: what was found.
            sensitive: the photos of its sets to cover.
        """
        at, key = max(0, self.list.currentIndex().row()), self.current.key if self.current is not None else ""
        self._report, self._sensitive, self._photos = report, sensitive, {}
        self.progress.hide()
        with QSignalBlocker(self.list):
            self.list.sets.show_sets(report.sets)
        if not self.list.sets.rowCount():
            filled = next((tier for tier in TIERS if self.list.sets.count(tier)), self.list.sets.tier)
            self.list.sets.show_tier(filled)
        self._show_tabs()
        again = self.list.sets.row_of(key)
        self.list.go(again if again >= 0 else at)
        self.list.want()

    def show_tier(self, tier: Tier) -> None:
        """Shows the sets of one tier."""
        self.list.sets.show_tier(tier)
        self._show_tabs()
        self.list.go(0)

    def _show_tabs(self) -> None:
        shown = self.list.sets.tier
        for tier, tab in self.tabs.items():
            count = self.list.sets.count(tier)
            text = words.tier_text(tier)
            tab.setText(f"{text}  {count}" if self._report is not None else text)
            tab.setAccessibleName(f"{text}, {words.sets_text(count)}")
            tab.setChecked(tier is shown)
        self.sentence.setText(words.tier_sentence(shown))
        self.all_button.setVisible(len(proposals(self.list.sets.sets, shown)) > 1)

    def _say_empty(self, drawing: Drawing, title: str, sentence: str, button: str) -> None:
        self.empty.say(drawing, title, sentence, button)
        self.stack.setCurrentWidget(self.empty)

    def _on_empty(self) -> None:
        if self.is_searching:
            self.cancel_wanted.emit()
        else:
            self.search_wanted.emit()

    def _on_set(self, found: DuplicateSet | None) -> None:
        self._compared = None
        if found is None:
            self._choice = None
            self._show_nothing()
            return
        self.stack.setCurrentIndex(0)
        self._choice = Choice(found)
        self.strip.setVisible(len(found.photo_ids) > 2)
        if all(photo in self._photos for photo in found.photo_ids):
            self._show_members()
        else:
            self.photos_wanted.emit(found.photo_ids)

    def add_photos(self, asked: tuple[PhotoId, ...], photos: Mapping[PhotoId, Photo]) -> None:
        """Takes the rows it asked for; photos whose rows are gone are settled."""
        self._photos |= photos
        if self.current is None or self.current.photo_ids != asked or self._compared is not None:
            return
        gone = frozenset(asked) - self._photos.keys()
        if gone:
            self.settle(gone)
        else:
            self._show_members()

    def _show_members(self) -> None:
        choice = self._choice
        assert choice is not None
        self.strip.members.show_photos([self._photos[photo] for photo in choice.found.photo_ids])
        self._decide()
        self.strip.go(choice.others[0])
        self._compare(choice.others[0])

    def _show_nothing(self) -> None:
        self.comparison.clear()
        if self._report is None:
            return
        skipped = sum(count for _why, count in self._report.not_compared)
        compared = facts.count_text(self._report.compared)
        sentence = self.tr("{photos} were compared.").format(photos=compared)
        if skipped:
            sentence += " " + self.tr("{photos} could not be.").format(photos=facts.count_text(skipped))
        if any(self.list.sets.count(tier) for tier in TIERS):
            title = self.tr("Nothing left here")
        else:
            title = self.tr("No duplicates")
        self._say_empty(Drawing.DONE, title, sentence, self.tr("Look again"))

    # deciding

    @property
    def going(self) -> frozenset[PhotoId]:
        """The photos of the set under review that would go to the trash."""
        return self._choice.going if self._choice is not None else frozenset()

    @property
    def tier(self) -> Tier:
        """The tier that is shown."""
        return self.list.sets.tier

    def contents(self) -> dict[PhotoId, bytes]:
        """Returns the content hashes of the photos as they were compared."""
        sets = (found for found in self._report.sets if found.contents) if self._report is not None else ()
        return {
            photo: content for found in sets for photo, content in zip(found.photo_ids, found.contents, strict=True)
        }

    @property
    def current(self) -> DuplicateSet | None:
        """The set under review."""
        return self._choice.found if self._choice is not None else None

    def _goers(self) -> tuple[PhotoId, ...]:
        return self._choice.goers if self._choice is not None else ()

    def _compare(self, photo_id: PhotoId) -> None:
        choice = self._choice
        if choice is None or photo_id not in choice.others or not {photo_id, choice.keep} <= self._photos.keys():
            return
        self._compared = photo_id
        self.comparison.show_pair(self._photos[choice.keep], self._photos[photo_id])
        self._decide()
        at = choice.others.index(photo_id)
        self.comparison.right.prefetch(choice.others[at + 1 : at + 3])

    def _step(self, step: int) -> None:
        others = self._choice.others if self._choice is not None else ()
        if self._compared in others:
            self.strip.go(others[(others.index(self._compared) + step) % len(others)])

    def _turn(self, photo_id: PhotoId | None) -> None:
        if self._choice is not None and photo_id is not None:
            before = self._choice.keep
            self._choice.turn(photo_id)
            self._follow_keeper(before)

    def _promote(self, photo_id: PhotoId | None) -> None:
        if self._choice is not None and photo_id is not None:
            before = self._choice.keep
            self._choice.promote(photo_id)
            self._follow_keeper(before)

    def _keep_only(self) -> None:
        if self._choice is not None:
            self._choice.keep_only(self._choice.keep)
            self._decide()

    def _follow_keeper(self, before: PhotoId) -> None:
        """Shows the keeper at the left; the one before, which it takes the place of, at the right."""
        if self._choice is not None and self._choice.keep != before:
            self.strip.go(before)
            self._compare(before)
        self._decide()

    def _decide(self) -> None:
        choice = self._choice
        if choice is None:
            return
        self.strip.members.decide(choice.keep, choice.going)
        for pane, photo_id in ((self.comparison.left, choice.keep), (self.comparison.right, self._compared)):
            if photo_id is not None:
                pane.say(is_kept=photo_id not in choice.going, is_fixed=not choice.can_turn(photo_id))
        self.bar.say(choice)

    def _resolve(self) -> None:
        is_seen = self._compared is not None  # nothing goes before its pictures stood on the page
        if self._choice is not None and self._choice.going and is_seen:
            self.resolved.emit(self._choice.keep, self._choice.goers, self.bar.merge.isChecked())

    def _keep_all(self) -> None:
        if self._choice is not None:
            self.not_duplicates.emit(self._choice.found.photo_ids)

    def _resolve_all(self) -> None:
        found = proposals(self.list.sets.sets, self.list.sets.tier)
        if found:
            self.all_resolved.emit(found, self.bar.merge.isChecked())

    def settle(self, gone: frozenset[PhotoId]) -> None:
        """Takes photos away that are settled; the next set comes to the place of one that is done with."""
        if self.current is None:
            return
        row, key = self.list.sets.row_of(self.current.key), self.current.key
        with QSignalBlocker(self.list):
            self.list.sets.settle(key, gone)
        self._show_tabs()
        self.list.go(max(0, row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: K keeps all, Return does what the button says; a key held down decides on one set, not on all."""
        if event.isAutoRepeat():
            event.accept()
            return
        match event.key():
            case Qt.Key.Key_K:
                self._keep_all()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.list.hasFocus() or self.comparison.hasFocus():
                self._resolve()  # with the focus on a button it is that button's
            case _:
                super().keyPressEvent(event)


def _second(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", "second")
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
