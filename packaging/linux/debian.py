"""The .deb: depends on what the frozen libraries really need, as dpkg-shlibdeps finds it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import bundle
from linux import metadata, tree

OPTIONAL = ("libqgtk3.so",)  # used where GTK is, not missed where it is not
FOUND_LATE = ("libegl1", "libgl1", "libopengl0", "xkb-data", "fonts-dejavu-core | fonts-noto-core")
SMALL_PACKING = ("-Zxz", "-z3")  # what is shipped
QUICK_PACKING = ("-Zgzip", "-z1")  # a tenth of the time for a fifth more
OVERRIDES = """# Libraries of Python wheels, shipped as they were published: stripping can break what was patched.
reverie: unstripped-binary-or-object
# The wheels bring their own copies, which find each other by relative paths.
reverie: embedded-library
reverie: custom-library-search-path
reverie: library-not-linked-against-libc
reverie: shared-library-lacks-prerequisites
reverie: hardening-no-bindnow
reverie: hardening-no-fortify-functions
reverie: hardening-no-pie
# Names and texts inside the libraries of others.
reverie: spelling-error-in-binary
"""


def copyright_text() -> str:
    """Returns Debian's machine-readable copyright file: the program, and each model with where its licence lies."""
    manifest = json.loads((bundle.PROJECT / "resources" / "models" / "manifest.json").read_bytes())
    inside = tree.PROGRAM / "_internal"
    stanzas = [
        f"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: {bundle.APP_NAME}
Comment: The libraries below /{inside} carry licences of their own. They are named in
 THIRD_PARTY.txt, with their texts; those of libraries from Debian lie in
 /{inside}/licences/debian.

Files: *
Copyright: 2026 The Reverie developers
License: Apache-2.0
"""
    ]
    for model in manifest["models"]:
        stanzas.append(
            f"Files: {inside}/resources/models/{model['file']}\n"
            f"Copyright: see the text of the licence\nLicense: {model['id']}\n {model['licence']}.\n"
            f" The text is in /{inside}/resources/licences/{model['licence_file']}.\n"
        )
    stanzas.append("License: Apache-2.0\n The text is in /usr/share/common-licenses/Apache-2.0.\n")
    return "\n".join(stanzas)


def _indented(text: str) -> str:
    return "\n".join(f" {line.rstrip()}" if line.strip() else " ." for line in text.strip().splitlines())


def needed_packages(root: Path, work: Path) -> list[str]:
    """Returns the Debian packages whose libraries the program is linked against and does not bring itself."""
    program = root / tree.PROGRAM
    stub = work / "shlibdeps"
    shutil.rmtree(stub, ignore_errors=True)
    (stub / "debian").mkdir(parents=True)
    (stub / "debian" / "control").write_text(f"Source: {bundle.NAME}\n\nPackage: {bundle.NAME}\nArchitecture: any\n")
    binaries = [program / bundle.NAME, *(p for p in program.rglob("*.so*") if p.is_file() and not p.is_symlink())]
    binaries = [path for path in binaries if path.name not in OPTIONAL and path.read_bytes()[:4] == b"\x7fELF"]
    brought = {path.name for path in program.rglob("*.so*")}
    folders = sorted({str(path.parent) for path in binaries})
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", *(f"-l{folder}" for folder in folders)]
    done = subprocess.run([*command, *map(str, binaries)], cwd=stub, capture_output=True, text=True, check=False)
    found = re.search(r"(?m)^shlibs:Depends=(.*)$", done.stdout)
    if done.returncode or found is None:
        wrong = [line for line in done.stderr.splitlines() if " error: " in line]
        raise bundle.BundleError("\n".join(["What the program needs of Debian could not be found:", *wrong]))
    wanted = packages_of(linked_names(binaries) - brought)
    return [phrase for phrase in found[1].split(", ") if phrase.partition(" ")[0] in wanted]


def linked_names(binaries: list[Path]) -> set[str]:
    """Returns the names of all shared libraries that these are linked against."""
    done = subprocess.run(["objdump", "-p", *map(str, binaries)], capture_output=True, text=True, check=True)
    return set(re.findall(r"(?m)^ +NEEDED +(\S+)$", done.stdout))


def packages_of(names: set[str]) -> set[str]:
    """Returns the installed Debian packages that bring these shared libraries."""
    patterns = [f"*/{name}" for name in sorted(names)]
    done = subprocess.run(["dpkg", "-S", *patterns], capture_output=True, text=True, check=False)
    return {line.partition(":")[0] for line in done.stdout.splitlines()}


def control(root: Path, depends: list[str], release: metadata.Release, architecture: str) -> str:
    """Returns the control file."""
    size_kib = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    body = "\n .\n".join(_indented(text) for text in metadata.PARAGRAPHS)
    return f"""Package: {bundle.NAME}
Version: {release.version}
Architecture: {architecture}
Maintainer: {metadata.MAINTAINER}
Installed-Size: {size_kib}
Depends: {", ".join(sorted({*depends, *FOUND_LATE}))}
Recommends: xdg-utils
Section: graphics
Priority: optional
Description: {metadata.SUMMARY[0].lower()}{metadata.SUMMARY[1:]}
{_wrapped(body)}
"""


def _wrapped(text: str) -> str:
    lines = [textwrap.wrap(line, 78, subsequent_indent=" ") if line != " ." else [line] for line in text.splitlines()]
    return "\n".join(f" {part.strip()}" for line in lines for part in line)


def build(
    root: Path, work: Path, out: Path, release: metadata.Release, depends: list[str], packing: Sequence[str]
) -> Path:
    """Adds what Debian asks of a tree of its own and packs it.

    Args:
        root: the tree, whose files are linked, not copied.
        work: for what is made on the way.
        out: gets the .deb, which is returned.
        release: for the metadata.
        depends: what `needed_packages` found.
        packing: dpkg-deb's words for it.
    """
    place = work / "deb"
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(["cp", "-al", str(root), str(place)], check=True)
    doc = place / "usr" / "share" / "doc" / bundle.NAME
    tree.write(doc / "copyright", copyright_text())
    for name in ("THIRD_PARTY.txt", "sbom.cdx.json"):
        (doc / name).symlink_to(Path("../../..") / tree.PROGRAM.relative_to("usr") / name)
    tree.write(doc / "changelog.gz", tree.zipped(metadata.debian_changelog(release)))
    tree.write(place / "usr" / "share" / "lintian" / "overrides" / bundle.NAME, OVERRIDES)
    files = sorted(path for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    sums = subprocess.run(
        ["md5sum", *(str(path.relative_to(place)) for path in files)], cwd=place, capture_output=True, check=True
    )
    tree.set_modes(place)
    found = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    architecture = found.stdout.strip()
    tree.write(place / "DEBIAN" / "control", control(place, depends, release, architecture))
    tree.write(place / "DEBIAN" / "md5sums", sums.stdout)
    deb = out / f"{bundle.NAME}_{release.version}_{architecture}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(release.date.timestamp()))}
    command = ["dpkg-deb", "--root-owner-group", *packing, "--build", str(place), str(deb)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return deb


@contextlib.contextmanager
def checking(deb: Path, work: Path) -> Iterator[Callable[[], str]]:
    """Has lintian run beside what is done meanwhile.

    Yields what waits for it and returns how many of its tags there are, as a phrase; that raises BundleError when one
    is an error.
    """
    said = work / "lintian.log"
    command = ["lintian", "--tag-display-limit", "0", "--allow-root", str(deb)]
    with said.open("w", encoding="utf-8") as log:
        checker = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield lambda: verdict(checker.wait(), said.read_text("utf-8", "replace"))
    finally:
        checker.kill()
        checker.wait()


def verdict(status: int, said: str) -> str:
    """Returns how many tags lintian found, as a phrase. Raises BundleError when one is an error."""
    lines = said.splitlines()
    errors = [line for line in lines if line.startswith("E:")]
    if errors or status > 2 or status < 0:
        raise bundle.BundleError("lintian found errors:\n" + "\n".join(errors or lines[-15:]))
    return f"no errors, {sum(line.startswith('W:') for line in lines)} warnings"
