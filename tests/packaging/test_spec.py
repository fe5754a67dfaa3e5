"""What is frozen: the spec takes its facts from pyproject.toml, and refuses what would not be whole."""

from __future__ import annotations

import ast
import hashlib
import json
import runpy
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import desktop_app

PROJECT = Path(__file__).resolve().parents[2]
PACKAGING = PROJECT / "packaging"


@pytest.fixture(scope="module")
def bundle() -> Any:
    return SimpleNamespace(**runpy.run_path(str(PACKAGING / "bundle.py")))


@pytest.fixture
def checkout(tmp_path: Path, bundle: Any) -> Path:
    """The least that can be packaged: a model with its licence, a translation, the licence texts."""
    for name in bundle.RESOURCES:
        (tmp_path / "resources" / name).mkdir(parents=True)
    for name in bundle.LICENCE_FILES:
        (tmp_path / name).write_text("a licence")
    resources = tmp_path / "resources"
    (resources / "licences" / "free.txt").write_text("free")
    (resources / "translations" / "reverie_de.ts").write_text("<TS/>")
    (resources / "translations" / "reverie_de.qm").write_bytes(b"qm")
    lines = []
    for name in ("net.onnx", "words.json"):
        (resources / "models" / name).write_bytes(name.encode())
        lines.append({"file": name, "sha256": hashlib.sha256(name.encode()).hexdigest(), "licence_file": "free.txt"})
    (resources / "models" / "manifest.json").write_text(json.dumps({"models": lines[:1], "data": lines[1:]}))
    return tmp_path


def run_spec(monkeypatch: pytest.MonkeyPatch, system: str) -> dict[str, Any]:
    """Runs the spec with a freezer that only writes down what it is told; returns that by the freezer's names."""
    told: dict[str, Any] = {"EXE": []}
    hooks = ModuleType("PyInstaller.utils.hooks")
    hooks.collect_submodules = lambda name: [f"{name}.app"]  # type: ignore[attr-defined]
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "bundle", raising=False)

    def analysis(scripts: list[str], **options: Any) -> Any:
        told["Analysis"] = {"scripts": scripts, **options}
        files = [
            ("libQt6Core.so.6", "x", "BINARY"),
            ("libQt6Quick.so.6", "x", "BINARY"),
            ("libgtk-3.so.0", "x", "BINARY"),
        ]
        datas = [(f"PySide6/Qt/translations/qtbase_{name}.qm", "x", "DATA") for name in ("de", "fr")]
        told["found"] = SimpleNamespace(scripts=scripts, pure=[], binaries=files, datas=datas)
        return told["found"]

    names = {
        "SPECPATH": str(PACKAGING),
        "Analysis": analysis,
        "PYZ": lambda *_: None,
        "EXE": lambda *_, **options: told["EXE"].append(options),
        "COLLECT": lambda *_, **options: told.update(COLLECT=options),
        "BUNDLE": lambda *_, **options: told.update(BUNDLE=options),
    }
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", system)
        exec(compile((PACKAGING / "reverie.spec").read_text("utf-8"), "reverie.spec", "exec"), names)
    return told


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_the_spec_loads_on_each_system_and_takes_everything_along(
    monkeypatch: pytest.MonkeyPatch, bundle: Any, system: str
) -> None:
    told = run_spec(monkeypatch, system)
    assert told["COLLECT"]["name"] == "reverie"
    assert [Path(script) for script in told["Analysis"]["scripts"]] == [PROJECT / "desktop_app" / "__main__.py"]
    places = {place for _, place in told["Analysis"]["datas"]}
    assert places == {f"resources/{path.name}" for path in (PROJECT / "resources").iterdir()} | {"."}
    assert all(Path(source).exists() for source, _ in told["Analysis"]["datas"])
    assert [options["console"] for options in told["EXE"]] == {"win32": [False, True], "darwin": [False]}.get(
        system, [True]
    )
    kept = [name for name, _, _ in told["found"].binaries]
    assert kept == ["libQt6Core.so.6"] + ([] if system == "linux" else ["libgtk-3.so.0"])
    assert [name for name, _, _ in told["found"].datas] == ["PySide6/Qt/translations/qtbase_de.qm"]
    if system == "darwin":
        assert told["BUNDLE"]["version"] == desktop_app.__version__


def test_name_and_version_are_those_of_the_project(bundle: Any) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    facts = bundle.facts()
    assert (facts.name, facts.version, facts.licence) == (project["name"], project["version"], project["license"])
    assert facts.version == desktop_app.__version__


def test_this_checkout_is_whole(bundle: Any) -> None:
    bundle.require_whole()
    assert bundle.languages() == ["de"]


def test_a_whole_checkout_is_taken(bundle: Any, checkout: Path) -> None:
    bundle.require_whole(checkout)


@pytest.mark.parametrize(
    ("gone", "phrase"),
    [
        ("resources/models/net.onnx", "the model net.onnx is missing"),
        ("resources/models/words.json", "the model words.json is missing"),
        ("resources/models/manifest.json", "the manifest of the models is missing or damaged"),
        ("resources/licences/free.txt", "the licence text free.txt is missing"),
        ("LICENSE", "the licence text LICENSE is missing"),
        ("resources/translations/reverie_de.qm", "the translation reverie_de.qm is missing"),
        ("resources/translations/reverie_de.ts", "the translations are missing"),
    ],
)
def test_a_package_that_would_not_be_whole_is_refused_in_a_plain_sentence(
    bundle: Any, checkout: Path, gone: str, phrase: str
) -> None:
    (checkout / gone).unlink()
    with pytest.raises(bundle.BundleError, match=phrase) as refused:
        bundle.require_whole(checkout)
    assert str(refused.value).startswith("Reverie is not packaged: ")
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", ["icons", "licences", "models", "places", "selftest", "translations"])
def test_without_a_folder_of_resources_it_is_refused(bundle: Any, checkout: Path, name: str) -> None:
    (checkout / "resources" / name).rename(checkout / "elsewhere")
    with pytest.raises(bundle.BundleError, match=f"the folder resources/{name} is missing"):
        bundle.require_whole(checkout)


def test_a_model_of_another_content_is_refused(bundle: Any, checkout: Path) -> None:
    (checkout / "resources/models/net.onnx").write_bytes(b"another")
    with pytest.raises(bundle.BundleError, match="is not the one of the manifest"):
        bundle.require_whole(checkout)


def test_nothing_the_program_imports_is_left_out(bundle: Any) -> None:
    left_out = (*bundle.UNUSED_MODULES, *bundle.UNUSED_QT)
    imported = set()
    for module in (PROJECT / "desktop_app").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    assert "PySide6.QtWidgets" in imported
    assert not [name for name in imported if any(name == out or name.startswith(f"{out}.") for out in left_out)]


@pytest.mark.parametrize(
    ("inside", "system", "is_used"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "linux", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", "linux", True),
        ("PySide6/Qt/plugins/platforms/libqlinuxfb.so", "linux", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "linux", True),
        ("PySide6/Qt/plugins/tls/libqcertonlybackend.so", "linux", False),
        ("PySide6/Qt/plugins/tls/libqsecuretransportbackend.dylib", "darwin", True),
        ("PySide6\\plugins\\tls\\qschannelbackend.dll", "win32", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "win32", True),
        ("PySide6\\Qt6Pdf.dll", "win32", False),
        ("PySide6/Qt/translations/qtbase_de.qm", "linux", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", "linux", False),
        ("resources/translations/reverie_de.ts", "linux", False),
        ("libstdc++.so.6", "linux", False),
        ("libxcb-cursor.so.0", "linux", True),
        ("libxcb.so.1", "linux", False),
        ("libXau-154567c4.so.6.0.0", "linux", True),
        ("sklearn/datasets/data/iris.csv", "linux", False),
        ("resources/models/understanding.onnx", "linux", True),
    ],
)
def test_what_is_kept_of_what_the_freezer_finds(bundle: Any, inside: str, system: str, is_used: bool) -> None:
    assert bundle.is_used(inside, ["de"], system) is is_used
