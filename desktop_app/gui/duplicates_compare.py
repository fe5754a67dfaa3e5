"""Two photos side by side, zoomed and panned as one, with what differs below each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.gui import facts, icons, theme
from desktop_app.gui.covered_picture import CoveredPicture
from desktop_app.gui.duplicates_facts import FactRow, fact_rows
from desktop_app.gui.picture_view import KEY_STEP

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

FACTS = 8
NAME_PX = 74


class ElidedLabel(QLabel):
    """One line of plain text, cut in its middle to the room there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def say(self, words: str) -> None:
        """Shows words."""
        self._whole = words
        self._elide()

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there is more room or less."""
        super().resizeEvent(event)
        self._elide()


class FactTable(QWidget):
    """Lines of name and words; what differs from the other photo stands out by weight and ink, not by colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, NAME_PX)
        grid.setColumnStretch(1, 1)
        self._lines: list[tuple[QLabel, ElidedLabel]] = []
        for row in range(FACTS):
            name, words = QLabel(self), ElidedLabel(self)
            name.setTextFormat(Qt.TextFormat.PlainText)
            for label in (name, words):
                label.setProperty("kind", "second")
            grid.addWidget(name, row, 0)
            grid.addWidget(words, row, 1)
            self._lines.append((name, words))

    def show_rows(self, rows: Sequence[FactRow]) -> None:
        """Shows the lines of a photo."""
        t = theme.tokens()
        for number, (name, words) in enumerate(self._lines):
            row = rows[number] if number < len(rows) else None
            name.setVisible(row is not None)
            words.setVisible(row is not None)
            if row is None:
                continue
            name.setText(row.name)
            words.setToolTip(row.words)
            ink, weight = (t.text, 600) if row.is_different else (t.text_second, 400)
            words.setStyleSheet(f"QLabel {{ color: {ink}; font-weight: {weight}; }}")
            words.say(row.words)


class Badge(QWidget):
    """Says above a picture what becomes of it: kept, or to the trash."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._words, self._is_kept = "", "", False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, icon: str, words: str, *, is_kept: bool) -> None:
        """Shows a sign."""
        self._icon, self._words, self._is_kept = icon, words, is_kept
        self.show()
        self.resize(self.fontMetrics().horizontalAdvance(words) + 44, 28)
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: object) -> None:
        """Qt: a small plate that reads on any picture."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(t.accent) if self._is_kept else QColor(20, 20, 22, 200)
        ink = QColor(t.on_accent) if self._is_kept else QColor(t.on_scrim)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        icons.paint(painter, self._icon, QRectF(8, 6, 16, 16), ink)
        painter.setPen(ink)
        painter.drawText(self.rect().adjusted(30, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, self._words)


class Pane(QWidget):
    """One photo of the two: the picture, its name, a button that turns what becomes of it, its facts."""

    turned = Signal()  # the user wants the other thing to become of it
    promoted = Signal()  # the user wants this one to be the keeper

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = CoveredPicture(library, bridge, self)
        self.badge = Badge(self.canvas)
        self.badge.move(8, 8)
        self.name = ElidedLabel(self)
        self.turn = QPushButton(self)
        self.turn.setProperty("kind", "quiet")
        self.turn.clicked.connect(lambda: self.turned.emit())
        self.promote = QPushButton(self.tr("Keep this one instead"), self)
        self.promote.setProperty("kind", "quiet")
        self.promote.clicked.connect(lambda: self.promoted.emit())
        for button in (self.turn, self.promote):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # so that both pictures keep one height
            button.setSizePolicy(policy)
        self.facts = FactTable(self)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.name, 1)
        line.addWidget(self.promote)
        line.addWidget(self.turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.canvas, 1)
        column.addLayout(line)
        column.addWidget(self.facts)

    @property
    def photo(self) -> Photo | None:
        """The photo shown."""
        return self.canvas.photo

    def show_photo(self, photo: Photo | None, other: Photo | None) -> None:
        """Shows a photo with its facts against another's; None empties the pane."""
        self.canvas.show_photo(photo)
        if photo is not None:
            self.name.say(photo.name)
            self.name.setToolTip(facts.left_to_right(str(photo.path)))
            self.facts.show_rows(fact_rows(photo, other))

    def prefetch(self, ids: Sequence[PhotoId]) -> None:
        """Fetches what is likely to be shown next."""
        self.canvas.loader.prefetch([self.photo.id, *ids] if self.photo is not None else ids)

    def say(self, *, is_kept: bool, is_fixed: bool) -> None:
        """Shows what becomes of the photo; one that is fixed cannot be turned."""
        words = self.tr("Keep") if is_kept else self.tr("To the trash")
        self.badge.say("tick" if is_kept else "trash", words, is_kept=is_kept)
        self.turn.setText(self.tr("To the trash") if is_kept else self.tr("Keep too"))
        self.turn.setAccessibleName(self.turn.text())
        self.turn.setVisible(not is_fixed)


class Comparison(QWidget):
    """The keeper at the left, one of the others at the right. Zooming or panning one moves both."""

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Two photos side by side"))
        self.left, self.right = Pane(library, bridge, self), Pane(library, bridge, self)
        self.left.promote.setVisible(False)
        self.step_wanted: Callable[[int], object] = lambda _step: None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for pane, mate in ((self.left, self.right), (self.right, self.left)):
            row.addWidget(pane, 1)
            pane.canvas.looked_at.connect(mate.canvas.follow)

    def show_pair(self, kept: Photo, other: Photo) -> None:
        """Shows two photos; the part looked at stays when only one of them changes."""
        self.left.show_photo(kept, other)
        self.right.show_photo(other, kept)
        for pane in (self.left, self.right):
            pane.canvas.fit()

    def set_veiling(self, *, is_veiling: bool) -> None:
        """Takes over whether sensitive photos are covered."""
        for pane in (self.left, self.right):
            pane.canvas.set_veiling(is_veiling=is_veiling)

    def clear(self) -> None:
        """Lets go of both photos."""
        self.left.show_photo(None, None)
        self.right.show_photo(None, None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: left and right step through the set, + and - zoom, space shows the pixels."""
        canvas = self.left.canvas
        middle = QPointF(canvas.rect().center())
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                canvas.zoom_by(KEY_STEP, middle)
            case Qt.Key.Key_Minus:
                canvas.zoom_by(1 / KEY_STEP, middle)
            case Qt.Key.Key_Space:
                canvas.toggle_actual_size(middle)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.step_wanted(1 if event.key() == Qt.Key.Key_Right else -1)
            case _:
                super().keyPressEvent(event)
