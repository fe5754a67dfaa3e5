"""What macOS is told of the app, and in what order it is signed. The app itself is built on macOS alone."""

from __future__ import annotations

import plistlib
import re
import runpy
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MACOS = PROJECT / "packaging" / "macos"


@pytest.fixture(scope="module")
def script() -> dict:
    return runpy.run_path(str(MACOS / "build.py"))


@pytest.fixture(scope="module")
def info() -> dict:
    return runpy.run_path(str(MACOS / "info.py"))


@pytest.fixture
def plist(info) -> dict:
    return plistlib.loads(plistlib.dumps(info["info_plist"](info["bundle"].facts())))


@pytest.fixture
def app(tmp_path, script, monkeypatch) -> Path:
    """An app as PyInstaller leaves it, in small."""
    icon = tmp_path / "reverie.icns"
    icon.write_bytes(b"icns")
    monkeypatch.setitem(script["complete"].__globals__, "ICON", icon)
    contents = tmp_path / "Reverie.app" / "Contents"
    code, fat = bytes.fromhex("cffaedfe") + b"code", bytes.fromhex("cafebabe") + b"code"
    for name, data in {
        "MacOS/reverie": code,
        "Frameworks/libpython3.11.dylib": fat,
        "Frameworks/PySide6/QtCore.abi3.so": code,
        "Frameworks/QtCore.framework/Versions/A/QtCore": code,
        "Resources/resources/models/words.json": b"{}",
        "Resources/short": b"a",
    }.items():
        (contents / name).parent.mkdir(parents=True, exist_ok=True)
        (contents / name).write_bytes(data)
    (contents / "Resources" / "libpython3.11.dylib").symlink_to("../Frameworks/libpython3.11.dylib")
    values = {"CFBundleExecutable": "reverie", "CFBundleIdentifier": "reverie", "CFBundleIconFile": "other.icns"}
    (contents / "Info.plist").write_bytes(plistlib.dumps(values))
    return contents.parent


def test_the_app_says_who_it_is_and_what_it_runs_on(plist, info) -> None:
    facts = info["bundle"].facts()
    assert re.fullmatch(r"[A-Za-z0-9.-]+", plist["CFBundleIdentifier"])  # what Apple allows
    assert plist["CFBundleShortVersionString"] == facts.version
    assert plist["LSMinimumSystemVersion"] == "14.0"
    assert plist["NSHighResolutionCapable"] is True


@pytest.mark.parametrize(
    "place",
    ["PhotoLibrary", "RemovableVolumes", "NetworkVolumes", "DesktopFolder", "DocumentsFolder", "DownloadsFolder"],
)
def test_each_guarded_place_has_a_sentence_in_every_language(plist, info, place: str) -> None:
    key = f"NS{place}UsageDescription"
    assert plist[key].endswith(".")
    assert plist["CFBundleLocalizations"] == ["de", "en"] == sorted(["en", *info["bundle"].languages()])
    for language in plist["CFBundleLocalizations"]:
        assert re.search(rf'^"{key}" = "Reverie [^"\\]+\.";$', info["strings"](language), re.MULTILINE)


def test_every_format_that_reverie_reads_can_be_opened_with_it_and_none_by_default(plist, info) -> None:
    from desktop_app.imaging.formats import Format

    assert {str(kind) for kind in info["CONTENT_TYPES"]} == {str(kind) for kind in Format}
    photos, folders = plist["CFBundleDocumentTypes"]
    assert set(photos["LSItemContentTypes"]) == {each for kinds in info["CONTENT_TYPES"].values() for each in kinds}
    assert folders["LSItemContentTypes"] == ["public.folder"]
    assert {each["LSHandlerRank"] for each in (photos, folders)} == {"Alternate"}
    assert {each["CFBundleTypeRole"] for each in (photos, folders)} == {"Viewer"}


def test_the_hardened_runtime_is_opened_only_as_far_as_python_needs() -> None:
    entitlements = plistlib.loads((MACOS / "entitlements.plist").read_bytes())
    assert entitlements == {
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
        "com.apple.security.cs.disable-library-validation": True,
    }


def test_the_disk_image_shows_the_app_beside_the_folder_to_drag_it_to(tmp_path) -> None:
    app = tmp_path / "Reverie.app"
    source = (MACOS / "dmg_settings.py").read_text("utf-8")
    settings: dict = {"defines": {"app": str(app)}}
    exec(compile(source, "dmg_settings.py", "exec"), settings)  # as dmgbuild does
    assert settings["files"] == [str(app)]
    assert settings["symlinks"] == {"Applications": "/Applications"}
    assert set(settings["icon_locations"]) == {"Reverie.app", "Applications"}
    (_left, _top), (width, height) = settings["window_rect"]
    assert all(0 < x < width and 0 < y < height for x, y in settings["icon_locations"].values())


def test_the_app_is_completed_and_keeps_what_pyinstaller_wrote(script, app, tmp_path) -> None:
    others = tmp_path / "THIRD_PARTY.txt"
    others.write_text("thanks")
    script["complete"](app, others)
    values = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    assert values["CFBundleExecutable"] == "reverie"
    assert values["CFBundleIdentifier"] != "reverie"
    inside = app / "Contents" / "Resources"
    assert (inside / values["CFBundleIconFile"]).read_bytes() == b"icns"
    assert (inside / "THIRD_PARTY.txt").read_text() == "thanks"
    assert "ändert" in (inside / "de.lproj" / "InfoPlist.strings").read_text("utf-8")


def test_signing_goes_from_the_inside_out_and_covers_code_alone(script, app) -> None:
    names = [path.relative_to(app.parent).as_posix() for path in script["to_sign"](app)]
    assert set(names) == {
        "Reverie.app",
        "Reverie.app/Contents/MacOS/reverie",
        "Reverie.app/Contents/Frameworks/libpython3.11.dylib",
        "Reverie.app/Contents/Frameworks/PySide6/QtCore.abi3.so",
        "Reverie.app/Contents/Frameworks/QtCore.framework",
        "Reverie.app/Contents/Frameworks/QtCore.framework/Versions/A/QtCore",
    }
    assert names[-1] == "Reverie.app"
    for place, name in enumerate(names):
        assert not [later for later in names[place + 1 :] if later.startswith(f"{name}/")]


def test_without_a_developer_id_the_signature_is_ad_hoc_and_without_apples_time(script, app, tmp_path) -> None:
    ad_hoc = script["signing_commands"](app, "-")
    assert all("--timestamp=none" in command for command in ad_hoc[:-1])
    real = script["signing_commands"](app, "Developer ID Application: X")
    assert all(command[command.index("--sign") + 1] == "Developer ID Application: X" for command in real[:-1])
    assert all("--timestamp" in command and "runtime" in command for command in real[:-1])
    assert "--verify" in real[-1]
    for command in real[:-1]:
        assert Path(command[command.index("--entitlements") + 1]).is_file()
    image = tmp_path / "r.dmg"
    assert len(script["image_commands"](app, image, "-")) == 1
    made = script["image_commands"](app, image, "X")[0]
    assert Path(made[made.index("-s") + 1]).is_file()


def test_notarising_needs_all_that_apple_asks_for(script, app, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("REVERIE_NOTARY_KEY", "key.p8")
    with pytest.raises(script["AppError"], match="Developer ID"):
        script["build"](app, tmp_path)


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is built")
def test_elsewhere_it_says_so(script, app, capsys) -> None:
    assert script["main"]([str(app)]) == 1
    assert capsys.readouterr().err == "Apps are signed and packed on macOS only.\n"


def test_what_is_no_app_is_refused(script, tmp_path) -> None:
    with pytest.raises(script["AppError"], match="no app"):
        script["complete"](tmp_path)
