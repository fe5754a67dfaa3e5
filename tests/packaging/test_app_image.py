"""An AppImage is a runtime with our squashfs behind it: joined, marked, found, started; anything else is refused."""

from __future__ import annotations

import datetime
import importlib
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
STAND_IN = Path(__file__).with_name("app_image_runtime.c")


def load(name: str) -> Any:
    before = list(sys.path)
    sys.path.insert(0, str(PROJECT / "packaging"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path[:] = before


app_image, metadata, bundle = (load(name) for name in ("linux.app_image", "linux.metadata", "bundle"))

RELEASE = metadata.Release("1.2.3", datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC))
TOOLS = [tool for tool in ("gcc", "mksquashfs", "unsquashfs") if shutil.which(tool) is None]
needs_tools = pytest.mark.skipif(
    bool(TOOLS) or sys.platform != "linux" or os.uname().machine != "x86_64",
    reason=f"64-bit Linux with gcc and squashfs-tools compiles the stand-in (missing: {', '.join(TOOLS) or 'none'})",
)


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that does what the published runtime does, marked like it."""
    made = tmp_path_factory.mktemp("runtime") / "runtime-x86_64"
    subprocess.run(["gcc", "-O1", "-Wall", "-Werror", "-s", "-o", str(made), str(STAND_IN)], check=True)
    data = bytearray(made.read_bytes())
    data[8:11] = app_image.MAGIC
    made.write_bytes(data)
    return made


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A squashfs whose AppRun says what it was told."""
    place = tmp_path_factory.mktemp("AppDir")
    (place / "AppRun").write_text('#!/bin/sh\necho "started: $*"\nexit 7\n')
    (place / "AppRun").chmod(0o755)
    made = tmp_path_factory.mktemp("image") / "Reverie.squashfs"
    command = ["mksquashfs", str(place), str(made), "-all-root", "-comp", "zstd", "-quiet", "-no-progress"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return made


def elf(**changes: int) -> bytes:
    """Returns the head of an ELF file with one section, and nothing wrong but what is changed."""
    fields = {"bits": 2, "order": 1, "mark": 2, "machine": 62, "entries": 1, "behind": 0, **changes}
    data = bytearray(0x40 + 0x40)
    data[:11] = b"\x7fELF" + bytes([fields["bits"], fields["order"], 1, 0]) + b"AI" + bytes([fields["mark"]])
    struct.pack_into("<H", data, 0x12, fields["machine"])
    struct.pack_into("<Q", data, 0x28, 0x40)
    struct.pack_into("<HH", data, 0x3A, 0x40, fields["entries"])
    return bytes(data) + bytes(fields["behind"])


def test_a_runtime_alone_is_taken() -> None:
    app_image.require_runtime(elf())


@pytest.mark.parametrize(
    ("data", "phrase"),
    [
        (b"", "no program for 64-bit Linux"),
        (b"#!/bin/sh\n" + bytes(200), "no program for 64-bit Linux"),
        (elf(bits=1), "no program for 64-bit Linux"),
        (elf(order=2), "no program for 64-bit Linux"),
        (elf(mark=1), "the mark of AppImages of type 2"),
        (elf(machine=183), "another processor"),
        (elf(behind=1), "is there an image behind it"),
        (elf(entries=40), "cut off"),
        (elf()[:0x30], "cut off"),
    ],
)
def test_what_is_no_runtime_is_refused_in_a_plain_sentence(data: bytes, phrase: str) -> None:
    with pytest.raises(bundle.BundleError, match=phrase):
        app_image.require_runtime(data)


def test_a_runtime_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(bundle.BundleError, match="cannot be read: No such file"):
        app_image.join(tmp_path / "none", tmp_path / "image", tmp_path, RELEASE)


@needs_tools
def test_the_joined_file_is_marked_finds_its_image_and_starts_what_is_in_it(
    runtime: Path, image: Path, tmp_path: Path
) -> None:
    made = app_image.join(runtime, image, tmp_path, RELEASE)
    assert made.name == "Reverie-1.2.3-x86_64.AppImage"
    data, start = made.read_bytes(), runtime.stat().st_size
    assert (data[:4], data[8:11]) == (b"\x7fELF", b"AI\x02")
    assert data[:start] == runtime.read_bytes()
    assert data[start:] == image.read_bytes()
    assert os.access(made, os.X_OK)
    environment = {**os.environ, "APPIMAGE_EXTRACT_AND_RUN": "1", "TMPDIR": str(tmp_path)}
    done = subprocess.run([str(made), "self-test", "--json"], env=environment, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("started: self-test --json\n", 7)


@needs_tools
def test_a_runtime_that_looks_elsewhere_is_found_out(image: Path, tmp_path: Path) -> None:
    source, made = tmp_path / "wrong.c", tmp_path / "wrong"
    source.write_text('#include <stdio.h>\nint main(void) { puts("4096"); return 0; }\n')
    subprocess.run(["gcc", "-s", "-o", str(made), str(source)], check=True)
    data = bytearray(made.read_bytes())
    data[8:11] = app_image.MAGIC
    made.write_bytes(data)
    with pytest.raises(bundle.BundleError, match="at another place than byte"):
        app_image.join(made, image, tmp_path, RELEASE)


@needs_tools
def test_what_is_no_squashfs_is_not_put_behind_a_runtime(runtime: Path, tmp_path: Path) -> None:
    (tmp_path / "image").write_bytes(b"hsq, almost")
    with pytest.raises(bundle.BundleError, match="image is no squashfs"):
        app_image.join(runtime, tmp_path / "image", tmp_path, RELEASE)
