"""Which licences Reverie may ship, and how those of a Python package are read from what its wheel says of itself.

Standard library only. A licence that is not known here stops the build: a person has to read it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import PurePosixPath

PERMISSIVE = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CC-BY-4.0", "HPND", "ISC"),
        *("LicenseRef-Public-Domain", "LicenseRef-WordNet", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Python-2.0"),
        *("Unicode-3.0", "Unlicense", "Zlib"),
    }
)
FILE_COPYLEFT = frozenset({"MPL-2.0", "CDDL-1.0"})  # of their own files, unchanged here
LESSER_COPYLEFT = frozenset(
    {"LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"}  # allowed, with duties
)
WITH_EXCEPTION = frozenset(  # the exception allows what is done here: programs of any licence
    {"GPL-3.0-or-later WITH GCC-exception-3.1", "GPL-2.0-or-later WITH Bootloader-exception"}
)
ALLOWED = PERMISSIVE | FILE_COPYLEFT | LESSER_COPYLEFT | WITH_EXCEPTION

# What older wheels write where an SPDX expression belongs.
SPELLINGS = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "public domain": "LicenseRef-Public-Domain",
    "python software foundation license": "PSF-2.0",
}
# Where a wheel says less than is in it; each was read.
READ_BY_HAND = {
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-or-later",  # libheif and libde265 lie in the wheel
    "rawpy": "MIT AND (LGPL-2.1-only OR CDDL-1.0)",  # LibRaw
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",  # its field is a sentence
}
# Libraries inside wheels whose licence asks for more than naming it. The rest is told of in the wheel's own text.
NATIVE = {
    "libde265": "LGPL-3.0-or-later",
    "libgcc_s": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libgcc_s_seh": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libgfortran": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libgomp": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libheif": "LGPL-3.0-or-later",
    "libquadmath": "LGPL-2.1-or-later",
    "libraw": "LGPL-2.1-only OR CDDL-1.0",
    "libraw_r": "LGPL-2.1-only OR CDDL-1.0",
    "libstdc++": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "raw_r": "LGPL-2.1-only OR CDDL-1.0",
    "libfftw3": "GPL-2.0-or-later",
    "libreadline": "GPL-3.0-or-later",
    "libx264": "GPL-2.0-or-later",
    "libx265": "GPL-2.0-or-later",
}
_TEXT_NAME = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)


class LicenceError(Exception):
    """Something may not be shipped, or nobody knows whether it may; the message is a plain sentence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out of one expression: all licences that count, of alternatives the one chosen."""

    expression: str
    chosen: tuple[str, ...]


def judge(name: str, expression: str) -> Verdict:
    """Chooses among the alternatives of an SPDX expression.

    Raises:
        LicenceError: it is unknown, or leaves no licence that Reverie may ship.
    """
    tokens = re.findall(r"[()]|[^\s()]+", expression)
    waiting = iter([*tokens, ""])
    try:
        alternatives = _any_of(waiting, name, expression) if tokens else []
        is_read = not tokens or next(waiting, None) is None
    except StopIteration:
        is_read = False
    if not is_read:
        raise LicenceError(f"The licence of {name} cannot be read: {expression}")
    allowed = [each for each in alternatives if set(each) <= ALLOWED]
    if not allowed:
        refused = sorted({licence for each in alternatives for licence in each} - ALLOWED)
        if any(licence.startswith(("GPL", "AGPL")) for licence in refused):
            raise LicenceError(f"{name} may not be shipped: its licence is {expression}, and Reverie's is not the GPL.")
        raise LicenceError(
            f"Nobody has read the licence of {name} yet: {expression or 'none is named'}."
            " Read it, then add it to packaging/licence_rules.py or leave the package out."
        )
    freest = min(allowed, key=lambda each: len(set(each) - PERMISSIVE))
    return Verdict(expression, tuple(sorted(set(freest))))


def _any_of(tokens: Iterator[str], name: str, expression: str) -> list[tuple[str, ...]]:
    """Returns the alternatives of an expression up to its end or ')', each the licences that count together."""
    alternatives: list[tuple[str, ...]] = []
    together: list[tuple[str, ...]] = [()]
    word = next(tokens)
    while True:
        found = _any_of(tokens, name, expression) if word == "(" else [(word,)]
        word = next(tokens)
        if word.upper() == "WITH":
            found = [(f"{found[0][0]} WITH {next(tokens)}",)]
            word = next(tokens)
        together = [one + other for one in together for other in found]
        if word.upper() == "AND":
            word = next(tokens)
            continue
        alternatives += together
        if word.upper() != "OR":
            if word not in ("", ")"):
                raise LicenceError(f"The licence of {name} cannot be read: {expression}")
            return alternatives
        together, word = [()], next(tokens)


def recognised(text: str) -> str:
    """Returns the SPDX name of a licence's whole text, or '' when it is none of the common ones."""
    words = " ".join(text.split())
    if "Redistribution and use in source and binary forms" in words:
        return (
            "BSD-3-Clause" if "Neither the name" in words or "may not be used to endorse" in words else "BSD-2-Clause"
        )
    if "Permission is hereby granted, free of charge, to any person obtaining a copy" in words:
        return "MIT"
    if "Apache License" in words and "Version 2.0" in words:
        return "Apache-2.0"
    return ""


def is_text(path: str) -> bool:
    """Says whether a file of a wheel is a licence, a notice or a list of authors."""
    file = PurePosixPath(path)
    if file.suffix in (".py", ".pyi", ".pyc", ".so", ".dll", ".pyd"):
        return False
    return "licenses" in file.parts[:-1] or bool(_TEXT_NAME.search(file.stem) or "ThirdParty" in file.stem)


def first_of(facts: metadata.PackageMetadata, name: str) -> str:
    """Returns a field of a wheel's metadata, '' where it is not."""
    found: list[str] = facts.get_all(name, [])
    return found[0] if found else ""


def expression_of(package: metadata.Distribution, texts: Sequence[str]) -> str:
    """Returns the SPDX expression of an installed package, '' when it names none that is understood."""
    facts = package.metadata
    name = facts["Name"].lower().replace("_", "-")
    if name in READ_BY_HAND:
        return _with_natives(READ_BY_HAND[name], package)
    field = (first_of(facts, "License-Expression") or first_of(facts, "License")).strip()
    found = SPELLINGS.get(field.lower(), field if "\n" not in field else recognised(field))
    if not found:
        found = next(filter(None, map(recognised, texts)), "")
    if not found:
        classifiers = [each.rpartition(" :: ")[2] for each in facts.get_all("Classifier", []) if "License ::" in each]
        found = next((SPELLINGS[each.lower()] for each in classifiers if each.lower() in SPELLINGS), "")
    return _with_natives(found, package)


def _with_natives(expression: str, package: metadata.Distribution) -> str:
    """Adds the licences of the libraries that lie in the wheel and are not named yet."""
    stems = {re.split(r"[-.]", file.name.lower())[0] for file in package.files or []}
    more = sorted({NATIVE[stem] for stem in stems & set(NATIVE)})
    more = [licence for licence in more if licence not in expression]
    if not more or not expression:
        return expression
    parts = [f"({part})" if " OR " in part else part for part in (expression, *more)]
    return " AND ".join(parts)
