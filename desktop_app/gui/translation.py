"""Texts in the user's language: marks for the catalogue, and words with a number in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

if TYPE_CHECKING:

    def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
        """Returns the text unchanged: a mark for texts in tables, which are translated when shown."""
        ...

else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP

__all__ = ["QT_TRANSLATE_NOOP", "counted"]


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
