"""The page of flags: one row each, with what it would flag while its slider is moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.flagging import FLAGS, FlagChoices, FlagSurvey
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import FlagName
from desktop_app.gui.flag_row import SAMPLES, FlagRow

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

WIDEST_PX = 1160


@dataclass(frozen=True, slots=True, eq=False)
class FlagsContent:
    """Everything the page shows.

    Attributes:
        surveys: by flag, in the order of `FlagName`.
        samples: some of the photos that bear each flag, the surest first.
        covered: which of them are shown blurred.
    """

    surveys: tuple[FlagSurvey, ...]
    samples: Mapping[FlagName, tuple[PhotoId, ...]]
    covered: frozenset[PhotoId]


def content_of(queries: Queries) -> FlagsContent:
    """Asks for everything the page shows, on the read lane."""
    samples = {name: tuple(queries.surest_flagged(name, SAMPLES)) for name in FLAGS}
    every = [photo for ids in samples.values() for photo in ids]
    return FlagsContent(queries.flag_surveys(), samples, queries.sensitive_among(every))


class FlagPage(QScrollArea):
    """A column of rows, not wider than can be read."""

    placed = Signal(object, int)  # FlagName, place or OFF
    review_wanted = Signal(object)  # FlagName
    opened = Signal(object)  # FlagName
    denoise_wanted = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Flags"))
        body = QWidget(self)
        body.setMaximumWidth(WIDEST_PX)
        self.note = QLabel(
            self.tr(
                "Reverie marks photos that may need a look. It never hides or deletes one for it, and a flag you call"
                " wrong does not come back."
            ),
            body,
        )
        self.note.setProperty("kind", "second")
        self.note.setWordWrap(True)
        self.note.setContentsMargins(24, 8, 24, 4)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(0)
        column.addWidget(self.note)
        self.rows: dict[FlagName, FlagRow] = {}
        for name in FLAGS:
            row = self.rows[name] = FlagRow(name, library, bridge, body)
            row.placed.connect(self.placed)
            row.review_wanted.connect(self.review_wanted)
            row.opened.connect(self.opened)
            row.denoise_wanted.connect(self.denoise_wanted)
            column.addWidget(row)
        column.addStretch(1)
        self.setWidget(body)

    def show_content(self, content: FlagsContent, choices: FlagChoices, *, is_veiling: bool) -> None:
        """Shows counts, sliders and photos."""
        for survey in content.surveys:
            row = self.rows[survey.name]
            row.show_survey(survey, choices.position(survey.name))
            row.samples.show_photos(content.samples[survey.name], content.covered if is_veiling else frozenset())

    def forget(self, ids: Sequence[PhotoId]) -> None:
        """Has pictures fetched again whose photos changed."""
        for row in self.rows.values():
            row.samples.forget(ids)
