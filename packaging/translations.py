#!/usr/bin/env python3
"""Gathers every text of the window into the catalogues, and makes of them what the program loads.

    python packaging/translations.py update    new texts into each .ts file, those that are gone out of it
    python packaging/translations.py compile   .ts to .qm, by Qt's lrelease

`resources/translations/reverie.ts` holds the texts alone, for a new language to begin with; `reverie_<language>.ts`
their translations, to be edited by hand or with Qt Linguist. Qt's own lupdate does not see the helpers `_tr` and
`counted`, therefore the texts are read from the syntax trees here.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
GUI = PROJECT / "desktop_app" / "gui"
CATALOGUES = PROJECT / "resources" / "translations"
SOURCE = "reverie.ts"
MARKS = ("translate", "QT_TRANSLATE_NOOP", "counted")  # their context comes first


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text of the program: where it belongs, its English, and whether it counts something."""

    context: str
    source: str
    is_counted: bool = False


class TextError(Exception):
    """A call whose text cannot be read from the source; the message names file and line."""


def texts_of(folder: Path = GUI) -> list[Text]:
    """Returns every text once, by context, in the order of files and lines."""
    found: dict[Text, None] = {}
    for file in sorted(folder.glob("*.py")):
        if file.name != "translation.py":
            found.update(dict.fromkeys(_texts_in(file)))
    return sorted(found, key=lambda text: text.context)


def _texts_in(file: Path) -> Iterator[Text]:
    tree = ast.parse(file.read_text("utf-8"), str(file))
    contexts = {node.name: _context_of(node) for node in tree.body if isinstance(node, ast.FunctionDef)}

    def walk(node: ast.AST, class_name: str) -> Iterator[Text]:
        if isinstance(node, ast.ClassDef):
            class_name = node.name
        if isinstance(node, ast.Call):
            yield from _text(node, class_name)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, class_name)

    def _text(call: ast.Call, class_name: str) -> Iterator[Text]:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        words = [_word(argument) for argument in call.args]
        where = f"{file.name}:{call.lineno}"
        if name == "tr":
            if not words or words[0] is None or not class_name:
                raise TextError(f"{where}: tr() needs a text, inside a class")
            yield Text(class_name, words[0])
        elif name == "_tr" and words and words[0] is not None:
            context = contexts.get("_tr")
            if context is None:
                raise TextError(f"{where}: _tr() is not defined in this file")
            yield Text(context, words[0])
        elif name in MARKS and len(words) >= 2 and words[0] is not None:
            word = words[2 if name == "counted" else 1]
            if word is not None:
                yield Text(words[0], word, is_counted=name == "counted")
            elif name != "translate":
                raise TextError(f"{where}: {name}() needs its text written out")

    yield from walk(tree, "")


def _word(argument: ast.expr) -> str | None:
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return str(argument.value) if is_text else None  # type: ignore[attr-defined]


def _context_of(function: ast.FunctionDef) -> str | None:
    """Returns the context that a helper hands to translate(), None when it is no such helper."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "translate":
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return first.value
    return None


def read_catalogue(file: Path) -> dict[Text, tuple[str, ...]]:
    """Returns the translations of a .ts file; an unfinished one is the empty tuple."""
    found: dict[Text, tuple[str, ...]] = {}
    for context in ET.parse(file).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            text = Text(name, message.findtext("source", ""), is_counted=message.get("numerus") == "yes")
            translation = message.find("translation")
            forms: tuple[str, ...] = ()
            if translation is not None and translation.get("type") != "unfinished":
                parts = [form.text or "" for form in translation.iter("numerusform")]
                forms = tuple(parts) if text.is_counted else (translation.text or "",)
            found[text] = forms
    return found


def write_catalogue(file: Path, language: str, texts: list[Text], known: dict[Text, tuple[str, ...]]) -> None:
    """Writes a .ts file of these texts, with the translations that are known."""
    root = ET.Element("TS", {"version": "2.1", "sourcelanguage": "en", **({"language": language} if language else {})})
    contexts: dict[str, ET.Element] = {}
    for text in texts:
        if text.context not in contexts:
            contexts[text.context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[text.context], "name").text = text.context
        message = ET.SubElement(contexts[text.context], "message", {"numerus": "yes"} if text.is_counted else {})
        ET.SubElement(message, "source").text = text.source
        forms = known.get(text, ())
        translation = ET.SubElement(message, "translation", {} if forms else {"type": "unfinished"})
        if text.is_counted:
            for form in forms or ("", ""):
                ET.SubElement(translation, "numerusform").text = form
        elif forms:
            translation.text = forms[0]
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")


def languages() -> dict[str, Path]:
    """Returns the translated catalogues by their language."""
    return {file.stem.removeprefix("reverie_"): file for file in sorted(CATALOGUES.glob("reverie_*.ts"))}


def update() -> int:
    """Brings every catalogue up to date. Returns how many texts still lack a translation."""
    texts = texts_of()
    write_catalogue(CATALOGUES / SOURCE, "", texts, {})
    lacking = 0
    for language, file in languages().items():
        known = read_catalogue(file)
        write_catalogue(file, language, texts, known)
        missing = [text for text in texts if not known.get(text)]
        lacking += len(missing)
        for text in missing:
            sys.stdout.write(f"{language}: {text.context}: {text.source}\n")
    return lacking


def compile_all() -> None:
    """Makes the .qm files. Needs PySide6, whose lrelease it runs."""
    import PySide6

    tool = next(Path(PySide6.__file__).parent.glob("lrelease*"))
    for file in languages().values():
        subprocess.run([tool, "-silent", str(file), "-qm", str(file.with_suffix(".qm"))], check=True)


def main() -> int:
    """Runs the command. Returns 1 when something is left to be translated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("update", "compile"))
    if parser.parse_args().command == "update":
        return 1 if update() else 0
    compile_all()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
