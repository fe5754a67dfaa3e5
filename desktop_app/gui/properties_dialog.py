"""Properties: everything the library holds about one photo, as a table one can copy from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.photo import Photo, display_text
from desktop_app.gui import facts
from desktop_app.gui.dialogs import close_buttons


def _tr(text: str) -> str:
    return QCoreApplication.translate("Properties", text)


def property_rows(photo: Photo) -> list[tuple[str, str]]:
    """Returns (name, value) of everything known, leaving out what is not."""
    data, measures = photo.metadata, photo.measures
    whole = f"{QLocale().toString(photo.size_bytes)} bytes"
    rows = [
        (_tr("Name"), photo.name),
        (_tr("Folder"), display_text(str(photo.path.parent))),
        (_tr("Format"), photo.format.upper()),
        (_tr("Dimensions"), facts.dimensions_text(photo)),
        (_tr("Size"), f"{facts.size_text(photo.size_bytes)} ({whole})"),
        (_tr("Taken"), f"{facts.date_text(photo.taken_at_ms)}, {facts.time_text(photo.taken_at_ms)}"),
        (_tr("Source of the date"), facts.date_source_text(data.date_source) or _tr("Camera")),
        (_tr("Added"), f"{facts.date_text(photo.added_at_ms)}, {facts.time_text(photo.added_at_ms)}"),
        (_tr("Title"), data.title),
        (_tr("Caption"), data.caption),
        (_tr("Keywords"), ", ".join(data.keywords)),
        (_tr("Camera"), facts.camera_name(data)),
        (_tr("Lens"), data.lens),
        (_tr("Exposure"), facts.camera_line(data)),
        (_tr("Position"), facts.place_text(data)),
        (_tr("Altitude"), f"{data.altitude_m:.0f} m" if data.altitude_m is not None else ""),
        (_tr("Software"), data.software),
    ]
    if measures is not None:
        rows += [
            (_tr("Sharpness"), f"{measures.sharpness:.2f}"),
            (_tr("Brightness"), f"{measures.brightness:.2f}"),
            (_tr("Noise"), f"{measures.noise_sigma:.1f}"),
            (_tr("Colourfulness"), f"{measures.colourfulness:.0f}"),
        ]
    return [(name, display_text(value)) for name, value in rows if value]


class PropertiesDialog(QDialog):
    """A quiet table; every value can be selected."""

    def __init__(self, photo: Photo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Properties"))
        self.resize(480, 520)
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(24, 24, 24, 8)
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignTop)
        for name, value in property_rows(photo):
            left = QLabel(name, body)
            left.setProperty("kind", "second")
            right = QLabel(value, body)
            right.setTextFormat(Qt.TextFormat.PlainText)
            right.setWordWrap(True)
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(left, right)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Properties"))
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        buttons = close_buttons(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 16, 16)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
