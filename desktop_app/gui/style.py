"""The style sheet: one text made from the tokens. Widgets opt into variants by the dynamic property `kind`."""

from __future__ import annotations

from string import Template

from desktop_app.gui.tokens import Metrics, Tokens, mixed
from desktop_app.paths import resources_dir

# kind=primary   a filled button, one on a page       kind=quiet   a flat button that shows its fill on hover only
# kind=title, header, second                            the three sizes of text beside the body
# kind=search    the rounded field                      kind=bar     a strip with a hairline below
_SHEET = Template("""
QWidget { font-size: ${font_body}px; color: $text; }
QMainWindow, QDialog { background: $ground; }
QMainWindow::separator { width: 1px; height: 1px; background: $hairline; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QLabel { background: transparent; }
QLabel:disabled { color: $text_disabled; }
QLabel[kind="title"] { font-size: ${font_title}px; font-weight: 600; }
QLabel[kind="header"] { font-size: ${font_header}px; font-weight: 600; }
QLabel[kind="second"] { font-size: ${font_second}px; color: $text_second; }
QLabel[kind="danger"] { color: $danger; }
QFrame[kind="card"] { background: $surface; border: 1px solid $hairline; border-radius: ${radius}px; }
QFrame[kind="line"] { background: $hairline; border: none; max-height: 1px; min-height: 1px; }

QToolBar { background: $ground; border: none; spacing: ${space_1}px; padding: 0 ${space_2}px; }
QToolBar::separator { background: $hairline; width: 1px; margin: 8px 4px; }
QStatusBar { background: $ground; color: $text_second; border-top: 1px solid $hairline; }
QStatusBar::item { border: none; }
QMenuBar { background: $ground; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $pressed; }
QMenu { background: $surface; border: 1px solid $hairline; border-radius: ${radius}px; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; margin: 0 1px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QToolTip { background: $text; color: $ground; border: none; padding: 4px 8px; font-size: ${font_second}px; }

QMessageBox QLabel#qt_msgbox_label { font-size: ${font_header}px; font-weight: 600; }
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton { background: $surface; border: 1px solid $outline; border-radius: ${radius}px; padding: 0 14px;
  min-height: 28px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 0 13px; min-height: 26px; }
QPushButton:disabled { color: $text_disabled; border-color: $hairline; background: $ground; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled { background: $pressed; border-color: $pressed; color: $text_disabled; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked { background: $pressed; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton[kind="link"] { background: transparent; border: none; color: $accent; padding: 0 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0 2px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius}px; padding: 5px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $selected; }
QToolButton:focus { border: 2px solid $accent; padding: 4px; }
QToolButton:disabled { color: $text_disabled; }
QToolButton::menu-indicator { image: none; width: 0; }

QAbstractScrollArea { background: $ground; border: none; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit { background: $surface;
  border: 1px solid $outline; border-radius: ${radius}px; padding: 0 8px; min-height: 28px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus {
  border: 2px solid $accent; padding: 0 7px; min-height: 26px; }
QLineEdit { placeholder-text-color: $text_second; }
QLineEdit[kind="heading"] { background: transparent; border: 1px solid transparent; padding: 0; min-height: 24px;
  font-size: ${font_header}px; font-weight: 600; }
QLineEdit[kind="heading"]:hover { border-color: $outline; padding: 0 5px; }
QLineEdit[kind="heading"]:focus { background: $surface; border: 2px solid $accent; padding: 0 4px; min-height: 22px; }
QLineEdit:disabled { color: $text_disabled; background: $ground; border-color: $hairline; }
QLineEdit[kind="search"] { background: $raised; border: 1px solid transparent; border-radius: 8px; min-height: 30px; }
QLineEdit[kind="search"]:hover { background: $pressed; }
QLineEdit[kind="search"]:focus { background: $surface; border: 2px solid $accent; min-height: 28px; }
QLineEdit > QToolButton { padding: 0; margin: 0 2px; }
QLineEdit > QToolButton:hover { background: transparent; }
QComboBox { background: $surface; border: 1px solid $outline; border-radius: ${radius}px; padding: 0 10px;
  min-height: 28px; }
QComboBox:hover { background: $hover; }
QComboBox:focus { border: 2px solid $accent; padding: 0 9px; min-height: 26px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $hairline; padding: 4px;
  selection-background-color: $selected; selection-color: $text; outline: none; }

QSlider { min-height: 20px; min-width: 20px; }
QSlider::groove:horizontal { height: 4px; background: $outline; border-radius: 2px; }
QSlider::$filled:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; background: $surface;
  border: 1px solid $outline; }
QSlider::groove:vertical { width: 4px; background: $outline; border-radius: 2px; }
QSlider::handle:vertical { width: 14px; height: 14px; margin: 0 -6px; border-radius: 8px; background: $surface;
  border: 1px solid $outline; }
QSlider::handle:hover { border-color: $accent; }
QSlider::handle:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QSlider::$filled:horizontal:disabled { background: $outline; }
QProgressBar { background: $hairline; border: none; border-radius: 1px; max-height: 2px; min-height: 2px; }
QProgressBar::chunk { background: $accent; border-radius: 1px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $scroll_hover; }
QScrollBar::handle:vertical { min-height: 36px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 36px; margin: 3px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }

QTreeView, QListView, QTableView { background: $ground; border: none; outline: none; show-decoration-selected: 1;
  alternate-background-color: $surface; }
QTreeView::item, QListView::item { min-height: ${row_height}px; padding: 0 4px; border: none; }
QTreeView::item, QListView::item { border-radius: 4px; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $selected; color: $text; }
QTreeView#places::item:hover, QTreeView#places::item:selected { background: transparent; }
QTreeView::branch { background: transparent; }
QHeaderView::section { background: $ground; color: $text_second; border: none; border-bottom: 1px solid $hairline;
  padding: 4px 8px; font-size: ${font_second}px; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $text_second;
  background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QRadioButton::indicator:checked { background: $surface; border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $hairline; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QGroupBox { border: none; margin-top: 20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QTabWidget::pane { border: none; border-top: 1px solid $hairline; }
QTabBar::tab { background: transparent; padding: 8px 12px; color: $text_second; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
""")


def sheet(t: Tokens, *, is_mirrored: bool = False) -> str:
    """Returns the application's style sheet for these tokens; mirrored where reading runs from right to left."""
    values = {name: str(getattr(t, name)) for name in Tokens.__slots__}
    values |= {name: str(getattr(t.metrics, name)) for name in Metrics.__slots__ if name not in values}
    values["scroll"] = mixed(t.text, t.ground, 0.22)
    values["scroll_hover"] = mixed(t.text, t.ground, 0.42)
    values["filled"] = "add-page" if is_mirrored else "sub-page"  # Qt's sub-page is always the left one
    values["chevron"] = _file("chevron-fixed")
    values["tick"] = _file("tick-dark" if t.is_dark else "tick-light")
    return _SHEET.substitute(values)


def _file(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").as_posix()
