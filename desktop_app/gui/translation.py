"""Texts in the user's language: marks for the catalogue, and words with a number in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_app.paths import resources_dir

if TYPE_CHECKING:

    def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
        """Returns the text unchanged: a mark for texts in tables, which are translated when shown."""
        ...

else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP

__all__ = ["QT_TRANSLATE_NOOP", "counted", "install"]

SOURCE_LANGUAGE = "en"


def install(app: QCoreApplication, languages: Sequence[str] | None = None) -> str:
    """Has the application speak the first of the user's languages that it can, English among them.

    Args:
        app: owns what is loaded.
        languages: as 'de-AT', the best first; None asks the system.

    Returns:
        The language in use, such as 'de'.
    """
    for language in QLocale().uiLanguages() if languages is None else languages:
        parts = language.replace("_", "-").split("-")
        if parts[0] == SOURCE_LANGUAGE:
            break
        for name in ("_".join(parts[:count]) for count in range(len(parts), 0, -1)):
            file = resources_dir() / "translations" / f"reverie_{name}.qm"
            ours = QTranslator(app)
            if not file.is_file() or not ours.load(str(file)):
                continue
            system = QTranslator(app)  # Qt's own words, on the buttons of its dialogs
            if system.load(f"qtbase_{parts[0]}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                app.installTranslator(system)
            app.installTranslator(ours)
            return name
    return SOURCE_LANGUAGE


def counted(context: str, one: str, many: str, n: int) -> str:
    """Returns a text for `n` things, in the plural form that the language has for that number.

    Args:
        context: of the catalogue.
        one: English for 1.
        many: English for any other number, which `{n}` stands for. The catalogue keeps it with all forms of a language.
        n: how many, 0 or more.

    Returns:
        The text with the number in it; any other `{name}` in it is still to be filled in, by `replace`.
    """
    found = QCoreApplication.translate(context, many, None, n)
    if found == many and n == 1:
        found = one  # English, which needs no catalogue
    return found.replace("{n}", QLocale().toString(n))
