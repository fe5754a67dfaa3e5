"""The editor of a smart album's rules: a row for each, how many of them must hold, and how many photos answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.photo import FlagName
from desktop_app.domain.smart_album import OPERATORS, Combine, Field, Operator, Rule, RuleSet
from desktop_app.gui import icons
from desktop_app.gui.facts import count_text, flag_text
from desktop_app.gui.smart_words import field_text, operator_text

DAY_MS = 86_400_000
COUNT_AFTER_MS = 250
WIDTH_PX = 680
NUMBER_PX = 96
# Numbers and dates are typed, or stepped with the arrow keys: without the frames that Qt draws around small arrows.
_PLAIN = """QAbstractSpinBox { padding: 0 8px; min-height: 28px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QDateEdit::drop-down { width: 0; border: none; }
QAbstractSpinBox QLineEdit { border: none; padding: 0 0 0 6px; min-height: 0; background: transparent; }"""
_EPOCH = QDate(1970, 1, 1)
_FIRST_DAY, _LAST_DAY = _EPOCH.daysTo(QDate(1800, 1, 1)), _EPOCH.daysTo(QDate(3000, 1, 1))
_FIRST_COLOUR = 0x2E6FB7


class RuleRow(QWidget):
    """One rule: what it looks at, what it asks, and the value."""

    changed = Signal()
    removed = Signal()

    def __init__(self, rule: Rule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[QWidget] = []
        self._read: Callable[[], tuple[str, tuple[float, ...]]] = lambda: ("", ())
        self.field, self.operator = QComboBox(self), QComboBox(self)
        self.field.setAccessibleName(self.tr("What the rule looks at"))
        self.operator.setAccessibleName(self.tr("What the rule asks"))
        for field in Field:
            self.field.addItem(field_text(field), field)
        self.remove = QPushButton(self)
        self.remove.setProperty("kind", "quiet")
        self.remove.setIcon(icons.icon("minus"))
        self.remove.setAccessibleName(self.tr("Remove this rule"))
        self.remove.setToolTip(self.tr("Remove this rule"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.field)
        self._row.addWidget(self.operator)
        self._row.addStretch(1)
        self._row.addWidget(self.remove)
        self.field.setCurrentIndex(self.field.findData(rule.field))
        self._show_operators(rule.operator)
        self._show_value(rule)
        self.field.currentIndexChanged.connect(lambda _index: self._on_field())
        self.operator.currentIndexChanged.connect(lambda _index: self._on_operator())
        self.remove.clicked.connect(lambda: self.removed.emit())

    def rule(self) -> Rule:
        """Returns the rule as it stands."""
        text, numbers = self._read()
        return Rule(Field(self.field.currentData()), Operator(self.operator.currentData()), text, numbers)

    def _on_field(self) -> None:
        self._show_operators(None)
        self._on_operator()

    def _on_operator(self) -> None:
        self._show_value(Rule(Field(self.field.currentData()), Operator(self.operator.currentData())))
        self.changed.emit()

    def _show_operators(self, chosen: Operator | None) -> None:
        field = Field(self.field.currentData())
        self.operator.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.operator.clear()
        for operator in OPERATORS[field]:
            self.operator.addItem(operator_text(field, operator), operator)
        if chosen is not None:
            self.operator.setCurrentIndex(max(0, self.operator.findData(chosen)))
        self.operator.blockSignals(False)  # noqa: FBT003

    def _show_value(self, rule: Rule) -> None:
        for widget in self._values:
            self._row.removeWidget(widget)
            widget.deleteLater()
        self._values = []
        self._read = self._make_value(rule)
        for place, widget in enumerate(self._values):
            self._row.insertWidget(2 + place, widget, 1 if isinstance(widget, QLineEdit) else 0)

    def _make_value(self, rule: Rule) -> Callable[[], tuple[str, tuple[float, ...]]]:
        if rule.field is Field.FAVOURITE or rule.operator in (Operator.HAS, Operator.HAS_NOT):
            return lambda: ("", ())
        if rule.field is Field.FLAG:
            return self._make_flag(rule)
        if rule.field is Field.COLOUR:
            return self._make_colour(rule)
        if rule.field is Field.PLACE:
            return self._make_numbers(rule, ((-90, 90, 0), (-180, 180, 0), (0.1, 20_000, 25)), decimals=4)
        if rule.field is Field.RATING:
            ranges = ((0, 5, 3), (0, 5, 5)) if rule.operator is Operator.BETWEEN else ((0, 5, 3),)
            return self._make_numbers(rule, ranges, decimals=0)
        if rule.field is Field.DATE:
            return self._make_dates(rule)
        return self._make_text(rule)

    def _make_text(self, rule: Rule) -> Callable[[], tuple[str, tuple[float, ...]]]:
        field = QLineEdit(rule.text, self)
        field.setMaxLength(200)
        field.setAccessibleName(field_text(rule.field))
        field.textChanged.connect(lambda _text: self.changed.emit())
        self._values.append(field)
        return lambda: (field.text().strip(), ())

    def _make_flag(self, rule: Rule) -> Callable[[], tuple[str, tuple[float, ...]]]:
        box = QComboBox(self)
        box.setAccessibleName(field_text(rule.field))
        for name in FlagName:
            box.addItem(flag_text(name), str(name))
        box.setCurrentIndex(max(0, box.findData(rule.text)))
        box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self._values.append(box)
        return lambda: (str(box.currentData()), ())

    def _make_colour(self, rule: Rule) -> Callable[[], tuple[str, tuple[float, ...]]]:
        chosen = [int(rule.numbers[0]) if rule.numbers else _FIRST_COLOUR]
        button = QPushButton(self.tr("Choose colour…"), self)

        def show() -> None:
            button.setStyleSheet(f"QPushButton {{ border-bottom: 4px solid #{chosen[0]:06x}; }}")

        def choose() -> None:
            found = QColorDialog.getColor(QColor(f"#{chosen[0]:06x}"), self)
            if found.isValid():
                chosen[0] = found.rgb() & 0xFFFFFF
                show()
                self.changed.emit()

        show()
        button.clicked.connect(choose)
        self._values.append(button)
        return lambda: ("", (float(chosen[0]),))

    def _make_numbers(
        self, rule: Rule, ranges: tuple[tuple[float, float, float], ...], *, decimals: int
    ) -> Callable[[], tuple[str, tuple[float, ...]]]:
        names = (self.tr("Latitude"), self.tr("Longitude"), self.tr("Kilometres")) if rule.field is Field.PLACE else ()
        boxes = []
        for place, (low, high, usual) in enumerate(ranges):
            box = QDoubleSpinBox(self)
            box.setMinimumWidth(NUMBER_PX)
            box.setDecimals(decimals if place < 2 else 1)
            box.setRange(low, high)
            box.setValue(rule.numbers[place] if place < len(rule.numbers) else usual)
            box.setAccessibleName(names[place] if names else field_text(rule.field))
            box.setToolTip(box.accessibleName())
            if names and place == 2:
                box.setSuffix(" " + self.tr("km"))
            box.valueChanged.connect(lambda _value: self.changed.emit())
            boxes.append(box)
        self._values += boxes
        return lambda: ("", tuple(box.value() for box in boxes))

    def _make_dates(self, rule: Rule) -> Callable[[], tuple[str, tuple[float, ...]]]:
        if rule.operator is Operator.BETWEEN:
            return self._make_span(rule)
        if rule.operator is Operator.IN_MONTH:
            month = QComboBox(self)
            for number in range(1, 13):
                month.addItem(QLocale().standaloneMonthName(number), number)
            month.setCurrentIndex(int(rule.numbers[0]) - 1 if rule.numbers else 0)
            month.setAccessibleName(self.tr("Month"))
            month.currentIndexChanged.connect(lambda _index: self.changed.emit())
            self._values.append(month)
            return lambda: ("", (float(month.currentData()),))
        is_year = rule.operator is Operator.IN_YEAR
        box = QSpinBox(self)
        box.setRange(1, 9999 if is_year else 100_000)
        box.setGroupSeparatorShown(not is_year)
        usual = QDate.currentDate().year() if is_year else 30
        box.setValue(int(rule.numbers[0]) if rule.numbers else usual)
        box.setAccessibleName(self.tr("Year") if is_year else self.tr("Days"))
        box.valueChanged.connect(lambda _value: self.changed.emit())
        self._values.append(box)
        return lambda: ("", (float(box.value()),))

    def _make_span(self, rule: Rule) -> Callable[[], tuple[str, tuple[float, ...]]]:
        today = QDate.currentDate()
        first, last = QDate(today.year(), 1, 1), today
        if rule.numbers:
            days = [min(max(number // DAY_MS, _FIRST_DAY), _LAST_DAY) for number in rule.numbers]
            first, last = _EPOCH.addDays(int(days[0])), _EPOCH.addDays(int(days[1]) - 1)
        edits = []
        for name, day in ((self.tr("From"), first), (self.tr("To"), last)):
            edit = QDateEdit(day, self)
            edit.setDisplayFormat(
                QLocale().dateFormat(QLocale.FormatType.ShortFormat).replace("yyyy", "yy").replace("yy", "yyyy")
            )
            edit.setAccessibleName(name)
            edit.dateChanged.connect(lambda _date: self.changed.emit())
            edits.append(edit)
        self._values += edits

        def read() -> tuple[str, tuple[float, ...]]:
            days = sorted(_EPOCH.daysTo(edit.date()) for edit in edits)
            return "", (float(days[0] * DAY_MS), float((days[1] + 1) * DAY_MS))

        return read


class SmartRulesDialog(QDialog):
    """Asks for a name and rules. Inner sets of rules that came with an album are kept as they are."""

    chosen = Signal(str, object)  # name, RuleSet
    count_wanted = Signal(object)  # RuleSet

    def __init__(self, name: str, rules: RuleSet, parent: QWidget | None = None, *, is_new: bool = True) -> None:
        super().__init__(parent)
        self.setStyleSheet(_PLAIN)
        self.setWindowTitle(self.tr("New smart album") if is_new else self.tr("Rules of the smart album"))
        self.setMinimumWidth(WIDTH_PX)
        self.rows: list[RuleRow] = []
        self._inner = tuple(rule for rule in rules.rules if isinstance(rule, RuleSet))
        self.name = QLineEdit(name, self)
        self.name.setMaxLength(200)
        self.name.setAccessibleName(self.tr("Name of the smart album"))
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setVisible(is_new)
        self.combine = QComboBox(self)
        self.combine.addItem(self.tr("all of these rules"), Combine.ALL)
        self.combine.addItem(self.tr("any of these rules"), Combine.ANY)
        self.combine.setCurrentIndex(self.combine.findData(rules.combine))
        self.combine.setAccessibleName(self.tr("How many rules must hold"))
        self.count = QLabel(self)
        self.count.setProperty("kind", "second")
        self.add = QPushButton(icons.icon("plus"), self.tr("Add rule"), self)
        self.add.setProperty("kind", "quiet")
        self.buttons = QDialogButtonBox(self)
        self.accept_button = self.buttons.addButton(
            self.tr("Create") if is_new else self.tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.accept_button.setProperty("kind", "primary")
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._timer = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._timer.timeout.connect(self._ask_count)
        self._arrange()
        for rule in [rule for rule in rules.rules if isinstance(rule, Rule)] or [Rule(Field.TAG, Operator.CONTAINS)]:
            self._add_row(rule)
        self.add.clicked.connect(lambda: self._add_row(Rule(Field.TAG, Operator.CONTAINS)))
        self.combine.currentIndexChanged.connect(lambda _index: self._on_change())
        self.name.textChanged.connect(lambda _text: self._on_change())
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)

    def _arrange(self) -> None:
        match_row = QHBoxLayout()
        match_row.addWidget(QLabel(self.tr("Photos that meet"), self))
        match_row.addWidget(self.combine)
        match_row.addStretch(1)
        self._rows_box = QVBoxLayout()
        self._rows_box.setSpacing(8)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(self.name)
        column.addLayout(match_row)
        column.addLayout(self._rows_box)
        column.addLayout(foot)
        column.addStretch(1)
        column.addWidget(self.buttons)

    def rules(self) -> RuleSet:
        """Returns the rules as they stand."""
        return RuleSet(Combine(self.combine.currentData()), (*(row.rule() for row in self.rows), *self._inner))

    def show_count(self, rules: RuleSet, number: int) -> None:
        """Shows how many photos answer, when that is still what is asked."""
        if rules == self.rules():
            self.count.setText(count_text(number))

    def _add_row(self, rule: Rule) -> None:
        row = RuleRow(rule, self)
        row.changed.connect(self._on_change)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._rows_box.addWidget(row)
        self._on_change()

    def _remove(self, row: RuleRow) -> None:
        self.rows.remove(row)
        self._rows_box.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._on_change()

    def _on_change(self) -> None:
        is_complete = self.rules().is_complete()
        has_name = self.name.isHidden() or bool(self.name.text().strip())
        self.accept_button.setEnabled(is_complete and has_name)
        if not is_complete:
            self.count.setText(self.tr("A rule needs a value."))
        self._timer.start()

    def _ask_count(self) -> None:
        rules = self.rules()
        if rules.is_complete():
            self.count_wanted.emit(rules)

    def _accept(self) -> None:
        self.chosen.emit(" ".join(self.name.text().split()), self.rules())
        self.accept()
