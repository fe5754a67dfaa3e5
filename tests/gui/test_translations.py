"""The catalogues: every text of the program is in them, and the German one is whole and is what the program loads."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.gui import facts, menus, translation
from desktop_app.gui.action_table import SPECS
from desktop_app.gui.menus import SEPARATOR, Submenu
from desktop_app.paths import resources_dir

PROJECT = Path(__file__).resolve().parents[2]
CATALOGUES = resources_dir() / "translations"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The script that gathers the texts; it is run by its path, so it is loaded by it."""
    spec = importlib.util.spec_from_file_location("reverie_translations", PROJECT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def german(qapp: QApplication) -> Iterator[QApplication]:
    """The application in German."""
    assert translation.install(qapp, ["de-AT", "en-GB"]) == "de"
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def said(text) -> list[str]:
    """Returns what the program says in the language loaded: every form of a text that counts."""
    numbers = (1, 2) if text.is_counted else (-1,)
    return [QCoreApplication.translate(text.context, text.source, None, n) for n in numbers]


def test_every_text_is_in_every_catalogue_and_nothing_else(tool) -> None:
    texts = set(tool.texts_of())
    assert len(texts) > 400
    for file in sorted(CATALOGUES.glob("*.ts")):
        known = set(tool.read_catalogue(file))
        assert texts - known == set(), f"run packaging/translations.py update: {file.name} lacks texts"
        assert known - texts == set(), f"run packaging/translations.py update: {file.name} holds texts that are gone"


def test_the_german_catalogue_is_complete_and_is_the_one_that_is_loaded(tool, german) -> None:
    for text, forms in tool.read_catalogue(CATALOGUES / "reverie_de.ts").items():
        assert len(forms) == (2 if text.is_counted else 1), f"not translated: {text}"
        assert all(forms), f"not translated: {text}"
        assert said(text) == list(forms), f"run packaging/translations.py compile: {text}"


def test_a_translation_keeps_what_is_filled_in_and_the_signs_around(tool) -> None:
    for text, forms in tool.read_catalogue(CATALOGUES / "reverie_de.ts").items():
        for form in forms:
            assert sorted(re.findall(r"{\w+}", form)) == sorted(re.findall(r"{\w+}", text.source)), text
            assert form.endswith("…") == text.source.endswith("…"), text
            assert ("&" in form) == ("&" in text.source), text
            assert form == form.strip(), text


def test_no_menu_has_one_access_key_twice(german) -> None:
    def keys(entries) -> list[str]:
        texts = [
            QCoreApplication.translate("Menus", entry.title)
            if isinstance(entry, Submenu)
            else QCoreApplication.translate("Actions", SPECS[entry].text)
            for entry in entries
            if entry != SEPARATOR
        ]
        return [found.group(1).lower() for text in texts if (found := re.search(r"&(\w)", text))]

    def check(title: str, entries) -> None:
        found = keys(entries)
        assert len(found) == len(set(found)), f"{title}: {sorted(found)}"
        for entry in entries:
            if isinstance(entry, Submenu):
                check(entry.title, entry.entries)

    check("menu bar", menus.MENU_BAR)
    check("photo menu", menus.PHOTO_MENU)
    check("photo menu of an album", menus.ALBUM_PHOTO_MENU)
    check("page menu", menus.PAGE_MENU)


def test_the_window_speaks_german_and_counts_in_it(german, make_window, inline_library) -> None:
    window = make_window(inline_library)
    assert window.space.header.title.text() == "Mediathek"
    assert window.space.header.count.text() == "25 Fotos"
    assert window.actions_table["find-similar"].text().replace("&", "") == "Ähnliche suchen"
    assert facts.count_text(1) == "1 Foto"


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (["de"], "de"),
        (["de_CH"], "de"),
        (["fr-FR", "de-DE"], "de"),
        (["en-GB", "de-DE"], "en"),  # who reads English first is not given German
        (["fr-FR"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_that_is_there_is_spoken(qapp, wanted, spoken) -> None:
    assert translation.install(qapp, wanted) == spoken
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def test_a_text_that_cannot_be_read_from_the_source_is_refused(tool, tmp_path) -> None:
    (tmp_path / "page.py").write_text("class Page:\n    def f(self, words):\n        return self.tr(words)\n")
    with pytest.raises(tool.TextError, match=r"page\.py:3"):
        tool.texts_of(tmp_path)
