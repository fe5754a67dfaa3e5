"""What desktops and Debian are told agrees with pyproject.toml, the formats and the command line."""

from __future__ import annotations

import argparse
import configparser
import datetime
import gzip
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import desktop_app
from desktop_app import cli
from desktop_app.command_names import COMMANDS
from desktop_app.imaging.formats import RAW_SUFFIXES, SUFFIXES, Format

PROJECT = Path(__file__).resolve().parents[2]
PACKAGING = PROJECT / "packaging"


def load(name: str) -> Any:
    """Imports a module of the packaging scripts, as its own main module would find it."""
    before = list(sys.path)
    sys.path.insert(0, str(PACKAGING))
    try:
        return importlib.import_module(name)
    finally:
        sys.path[:] = before


metadata, debian, tree, portable, install_test, place, measure, bundle, build = (
    load(name)
    for name in (
        *("linux.metadata", "linux.debian", "linux.tree", "linux.portable", "linux.install_test", "linux.place"),
        *("linux.measure", "bundle", "linux.build"),
    )
)


@pytest.fixture
def release() -> Any:
    return metadata.Release(bundle.facts().version, datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC))


@pytest.fixture
def entry() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(metadata.desktop_entry())
    return parser


def test_the_desktop_entry_opens_every_supported_format(entry: configparser.ConfigParser) -> None:
    types = entry["Desktop Entry"]["MimeType"].rstrip(";").split(";")
    assert set(metadata.MIME_TYPES) == set(Format) == set(SUFFIXES.values())
    assert types == list(metadata.mime_types())
    assert len(types) == len(set(types)) > len(Format)
    raw = {name.rpartition("-")[2] for name in metadata.MIME_TYPES[Format.RAW]}
    assert {f".{name}" for name in raw - {"rw"}} <= RAW_SUFFIXES | {".dng"}


def test_the_desktop_entry_is_the_one_the_window_names(entry: configparser.ConfigParser) -> None:
    source = (PROJECT / "desktop_app" / "gui" / "application.py").read_text("utf-8")
    assert f'setDesktopFileName("{metadata.DESKTOP_FILE.removesuffix(".desktop")}")' in source
    main = entry["Desktop Entry"]
    assert main["Exec"] == "reverie %F"
    for action in main["Actions"].rstrip(";").split(";"):
        section = entry[f"Desktop Action {action}"]
        assert (section["Name"], section["Exec"]) == ("Find similar", "reverie %F")
    assert {key.partition("[")[0] for key in main if key.endswith("[de]")} == {"GenericName", "Comment", "Keywords"}


def test_file_managers_offer_find_similar_for_the_same_formats() -> None:
    types = ";".join(metadata.mime_types()) + ";"
    assert f"MimeType={types}\n" in metadata.service_menu()
    assert f"Mimetypes={types}\n" in metadata.nemo_action()
    for text in (metadata.service_menu(), metadata.nemo_action()):
        assert "\nExec=reverie %F\n" in text
        assert "\nName=Find similar with Reverie\n" in text


def test_the_metadata_agrees_with_the_project(release: Any) -> None:
    root = ElementTree.fromstring(metadata.metainfo(release))
    assert root.findtext("id") == bundle.APP_ID
    assert root.findtext("project_license") == bundle.facts().licence == "Apache-2.0"
    assert root.findtext("launchable") == metadata.DESKTOP_FILE
    found = root.find("releases/release")
    assert found is not None
    assert (found.get("version"), found.get("date")) == (desktop_app.__version__, "2026-11-23")
    assert [each.text for each in root.findall("provides/mediatype")] == list(metadata.mime_types())


def test_the_man_page_names_every_command_and_option(release: Any) -> None:
    page = metadata.man_page(cli.build_parser(), release)
    assert page.startswith(f'.TH REVERIE 1 2026-11-23 "Reverie {desktop_app.__version__}"')
    plain = page.replace("\\-", "-")
    assert all(f"\\fB{name}\\fR" in plain for name in COMMANDS)
    assert "--accept-missing" in plain
    assert not any(line.startswith("'") for line in page.splitlines())


def test_a_line_of_the_man_page_that_begins_with_a_dot_is_no_request(release: Any) -> None:
    parser = argparse.ArgumentParser(prog="reverie")
    parser.add_subparsers().add_parser("odd", description=".dotted \\ text")
    assert "\n\\&.dotted \\e text\n" in metadata.man_page(parser, release)


def test_debians_changelog_tells_of_this_version(release: Any) -> None:
    text = metadata.debian_changelog(release)
    lines = text.splitlines()
    assert lines[0] == f"reverie ({desktop_app.__version__}) unstable; urgency=medium"
    assert lines[-1] == f" -- {metadata.MAINTAINER}  Mon, 23 Nov 2026 00:00:00 +0000"
    assert text.count("\n  * ") >= 5
    assert max(map(len, lines[:-1])) <= 80


def test_debians_copyright_covers_every_model() -> None:
    text = debian.copyright_text()
    for model in (PROJECT / "resources" / "models").glob("*.onnx"):
        assert f"/resources/models/{model.name}\n" in text
    for line in text.splitlines():
        if line.startswith(" The text is in /usr/lib/reverie/_internal/"):
            assert (PROJECT / line.rstrip(".").partition("_internal/")[2]).is_file()


def test_debians_control_file_has_the_projects_version_and_what_is_needed(tmp_path: Path, release: Any) -> None:
    (tmp_path / "file").write_bytes(b"x" * 4096)
    text = debian.control(tmp_path, ["libc6 (>= 2.36)"], release, "amd64")
    fields = dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith(" "))
    assert (fields["Package"], fields["Version"]) == ("reverie", desktop_app.__version__)
    assert fields["Architecture"] == "amd64"
    assert fields["Installed-Size"] == "4"
    assert {"libc6 (>= 2.36)", "libegl1", "xkb-data"} <= set(fields["Depends"].split(", "))
    assert all(len(line) <= 80 for line in text.splitlines() if line.startswith(" "))


def test_a_tree_is_laid_out_as_it_will_be_installed(tmp_path: Path, release: Any) -> None:
    program, icons, root = tmp_path / "frozen", tmp_path / "icons", tmp_path / "tree"
    (program / "_internal").mkdir(parents=True)
    (program / "reverie").write_bytes(b"program")
    (program / "_internal" / "library.so").write_bytes(b"library")
    (program / "_internal" / "library.so").chmod(0o755)
    (icons / "48x48" / "apps").mkdir(parents=True)
    (icons / "48x48" / "apps" / "reverie.png").write_bytes(b"icon")
    tree.lay_out(root, program, icons, release)
    assert (root / "usr/bin/reverie").readlink() == Path("../lib/reverie/reverie")
    assert (root / "usr/bin/reverie").read_bytes() == b"program"
    modes = {path.name: path.stat().st_mode & 0o777 for path in (root / "usr/lib/reverie").rglob("*")}
    assert modes == {"reverie": 0o755, "_internal": 0o755, "library.so": 0o644}
    share = root / "usr" / "share"
    assert (share / "icons/hicolor/48x48/apps/reverie.png").is_file()
    assert (share / "applications" / metadata.DESKTOP_FILE).read_text() == metadata.desktop_entry()
    assert gzip.decompress((share / "man/man1/reverie.1.gz").read_bytes()).startswith(b".TH REVERIE")


def test_a_library_that_nobody_knows_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("libz.so.1", "libodd.so.3", "libpython3.11.so.1.0"):
        (tmp_path / "_internal").mkdir(exist_ok=True)
        (tmp_path / "_internal" / name).write_bytes(b"library")
    (tmp_path / "_internal" / "liblinked.so").symlink_to("wheel.libs/liblinked.so")
    owners = "zlib1g:amd64: /usr/lib/x86_64-linux-gnu/libz.so.1\n"
    done = subprocess.CompletedProcess([], 1, owners, "")
    monkeypatch.setattr(tree.subprocess, "run", lambda *_words, **_options: done)
    with pytest.raises(bundle.BundleError, match=r"whose these libraries are: libodd\.so\.3\."):
        tree.debian_texts(tmp_path)


def test_of_what_debian_brings_only_the_missing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "  NEEDED               libc.so.6\n  NEEDED               libxcb-cursor.so.0\n  SONAME  libx.so\n"
    monkeypatch.setattr(debian.subprocess, "run", lambda *_w, **_o: subprocess.CompletedProcess([], 0, said, ""))
    assert debian.linked_names([Path("x")]) == {"libc.so.6", "libxcb-cursor.so.0"}
    owners = "libc6:amd64: /lib/x86_64-linux-gnu/libc.so.6\n"
    monkeypatch.setattr(debian.subprocess, "run", lambda *_w, **_o: subprocess.CompletedProcess([], 0, owners, ""))
    assert debian.packages_of({"libc.so.6"}) == {"libc6"}


def test_the_largest_parts_come_first(tmp_path: Path) -> None:
    (tmp_path / "_internal" / "folder").mkdir(parents=True)
    (tmp_path / "_internal" / "folder" / "a").write_bytes(b"x" * 3000)
    (tmp_path / "_internal" / "b").write_bytes(b"x" * 1000)
    (tmp_path / "reverie").write_bytes(b"x" * 2000)
    assert [name for name, _ in measure.largest(tmp_path)] == ["_internal/folder", "reverie", "_internal/b"]
    assert measure.megabytes(tmp_path) == pytest.approx(0.006)


def test_the_table_tells_sizes_parts_checks_starts_and_times(tmp_path: Path) -> None:
    for name in ("_internal/PySide6/big", "_internal/odd/small", "reverie_1.deb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * (2_000_000 if name.endswith("big") else 1_000_000))
    steps = build.Steps()
    assert steps.run("freeze", lambda: "frozen") == "frozen"
    tried, started = [("removal: 6 photos as they were", 1.5)], [("installed program", 2.25, 0.75)]
    text = build.figures(steps, tmp_path, [tmp_path / "reverie_1.deb"], "no errors", tried, started)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "1.0 reverie_1.deb (at most 130)" in lines
    assert "4.0 bundle (at most 420)" in lines
    assert f"2.0 _internal/PySide6 {measure.DONE_ABOUT['_internal/PySide6']}" in lines
    assert "1.0 _internal/odd" in lines
    assert {"lintian: no errors", "1.5 removal: 6 photos as they were"} <= set(lines)
    assert "installed program cold 2.25 warm 0.75" in lines
    assert lines[-1].endswith(" all")


def test_what_is_missing_of_debian_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = "".join(f"\t{name} (libc6,x86-64) => /lib/{name}\n" for name in build.DEBIAN_PACKAGES)
    monkeypatch.setattr(build, "TOOLS", {"sh": "dash", "no-such-tool": "odd-tools"})
    monkeypatch.setattr(build.sysconfig, "get_config_var", lambda _name: "libpython3.so")
    library = "libpython{}.{}".format(*sys.version_info[:2])
    for prefix, said, expected in (
        ("/opt/python", cache, []),
        ("/opt/python", cache.replace("libwayland-egl.so.1", "libother.so.1"), ["libwayland-egl1"]),
        ("/usr", cache, [library]),  # Debian's own interpreter does without it, a frozen one does not
        ("/usr", f"{cache}\tlibpython3.so (libc6,x86-64) => /lib/x\n", []),
    ):
        done = subprocess.CompletedProcess([], 0, f"900 libs found in cache\n{said}", "")
        monkeypatch.setattr(build.subprocess, "run", lambda *_words, done=done, **_options: done)
        monkeypatch.setattr(build.sys, "base_prefix", prefix)
        assert build.missing_tools() == ["odd-tools", *expected]


def test_tools_that_cannot_be_installed_are_told_from_packages_that_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for error, status in ((build.SetupError("no apt"), build.NO_TOOLS), (bundle.BundleError("no model"), 1)):

        def fail(_options: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(build, "build", fail)
        assert build.main([]) == status
        assert str(error) in capsys.readouterr().err


def test_without_root_the_install_test_says_why_it_does_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install_test.os, "geteuid", lambda: 1000)
    assert install_test.can_run() == "it needs root"


def test_with_little_memory_no_copy_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal:   8000 kB\nMemAvailable:   1000 kB\n")
    little = place.available_bytes(tmp_path / "meminfo")
    assert little == 1000 * 1024
    monkeypatch.setattr(place, "available_bytes", lambda: little)
    assert place.why_no_copy(tmp_path) == "it would take 4 GiB of free memory"


def test_where_mounting_is_not_permitted_no_copy_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(place, "available_bytes", lambda: 8 << 30)
    monkeypatch.setattr(place, "OWN_SPACES", ("sh", "-c", "echo 'unshare failed' >&2; exit 1"))
    assert place.why_no_copy(tmp_path) == "mounting is not permitted (unshare failed)"
    assert not list(tmp_path.iterdir())


@pytest.fixture
def small_deb(tmp_path: Path) -> Path:
    """A package that puts one program, which says its name, where Reverie's lies."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("needs dpkg")
    tree_of_it = tmp_path / "small"
    program = tree_of_it / "usr" / "bin" / "reverie"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho reverie\n")
    program.chmod(0o755)
    version, control = bundle.facts().version, tree_of_it / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        f"Package: reverie\nVersion: {version}\nArchitecture: all\nMaintainer: Us <us@example.org>\n"
        "Depends: dpkg\nDescription: small\n"
    )
    for path in (tree_of_it, *tree_of_it.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path == program else 0o644)
    deb = tmp_path / "small.deb"
    command = ["dpkg-deb", "--root-owner-group", *debian.QUICK_PACKING, "--build", str(tree_of_it), str(deb)]
    subprocess.run(command, check=True, capture_output=True)
    return deb


@pytest.mark.skipif(os.geteuid() != 0, reason="installing packages needs root")
def test_dpkg_installs_upgrades_and_purges_in_a_folder(tmp_path: Path, small_deb: Path) -> None:
    root = tmp_path / "folder"
    root.mkdir()
    made = place.make_folder(root)
    install_test.install(made, install_test.older(small_deb, tmp_path / "older"))
    assert subprocess.run([str(made.program)], capture_output=True, text=True, check=True).stdout == "reverie\n"
    install_test.install(made, small_deb)
    query = ["dpkg-query", f"--admindir={root / 'var/lib/dpkg'}", "-f", "${Version}", "-W", "reverie"]
    assert subprocess.run(query, capture_output=True, text=True, check=True).stdout == bundle.facts().version
    (made.home / "Pictures").mkdir()
    library = made.home / ".local" / "share" / "Reverie" / "library.db"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"library")
    assert install_test.check_removal(made, made.home / "Pictures").endswith("the program gone")
    assert not made.program.exists()


def test_what_may_not_be_tried_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = place.Place(tmp_path, ("dpkg",), ())
    monkeypatch.setattr(place, "can_leave_network", lambda _guest: False)
    assert install_test.check_no_network(made) == "left out: leaving the network is not permitted here"
    assert install_test.check_read_only_home(made).startswith("left out: root may write everywhere")


@pytest.mark.parametrize(
    ("status", "said", "phrase"),
    [(0, "", "no errors, 0 warnings"), (2, "W: reverie: odd\nI: x\nW: reverie: odder\n", "no errors, 2 warnings")],
)
def test_lintians_warnings_are_counted(status: int, said: str, phrase: str) -> None:
    assert debian.verdict(status, said) == phrase


@pytest.mark.parametrize(
    ("status", "said"), [(2, "W: x\nE: reverie: wrong\n"), (25, "no such file"), (-9, ""), (0, "E: x")]
)
def test_an_error_of_lintian_stops_the_build(status: int, said: str) -> None:
    with pytest.raises(bundle.BundleError, match="lintian found errors"):
        debian.verdict(status, said)


def test_a_copy_that_fails_its_self_test_fails_the_install_test(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = '{"ok": false, "checks": [{"name": "fonts", "ok": false, "detail": "no font", "seconds": 1}]}'
    done = subprocess.CompletedProcess([], 1, said, "")
    monkeypatch.setattr(install_test, "as_guest", lambda *_words, **_options: done)
    with pytest.raises(install_test.InstallError, match="fonts: no font"):
        install_test.self_test(place.Place(tmp_path, ("dpkg",), ()), Path("reverie"))


def test_the_app_dir_starts_what_was_installed() -> None:
    assert f'"$here/{tree.PROGRAM}/reverie" "$@"' in portable.APP_RUN


def test_dev_py_offers_the_packages() -> None:
    done = subprocess.run(
        [sys.executable, str(PACKAGING / "dev.py"), "--help"], capture_output=True, text=True, check=True
    )
    assert "package" in done.stdout
