"""What is committed is what packaging/models/build.py builds."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
BUILDER = PROJECT / "packaging" / "models"


def load(name: str):
    spec = importlib.util.spec_from_file_location(f"builder_{name}", BUILDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def taken(models: Path) -> list[dict]:
    """Returns the lines of the models that come from others; the denoiser is trained here."""
    lines = json.loads((models / "manifest.json").read_text())["models"]
    return [line for line in lines if line["task"] != "denoising"]


def test_what_was_trained_here_names_the_folder_of_its_training(models: Path) -> None:
    lines = json.loads((models / "manifest.json").read_text())["models"]
    trained = [line for line in lines if line not in taken(models)]
    assert trained
    for line in trained:
        assert (PROJECT / line["source"]["package"] / "train.py").is_file()
        assert line["rebuild"].startswith(f"python {line['source']['package']}/export.py")


def test_each_graph_is_the_one_that_was_built(models: Path) -> None:
    digest = load("graph_digest").graph_digest
    for line in json.loads((models / "manifest.json").read_text())["models"]:
        assert digest((models / line["file"]).read_bytes()) == line["graph_sha256"], line["file"]


def test_the_digest_sees_the_graph_and_not_the_values(models: Path) -> None:
    digest = load("graph_digest").graph_digest
    content = bytearray((models / "sensitivity-screen.onnx").read_bytes())
    before = digest(bytes(content))
    at = content.index(b"conv1/kernel/q")
    content[at : at + 5] = b"other"
    assert digest(bytes(content)) != before


def test_the_manifest_says_what_the_builder_was_told(models: Path) -> None:
    told = json.loads((BUILDER / "calibration.json").read_text())
    manifest = {line["file"]: line for line in json.loads((models / "manifest.json").read_text())["models"]}
    assert manifest.keys() == told["models"].keys()
    for name, described in told["models"].items():
        for key, value in described.items():
            if key != "wheel":
                assert manifest[name][key] == value, (name, key)
    words = json.loads((models / "words.json").read_text())
    assert words["calibration"] == told["words"]


def test_the_sources_are_the_pinned_ones(models: Path) -> None:
    pinned = {wheel.file: wheel.sha256 for wheel in load("sources").WHEELS.values()}
    for line in taken(models):
        assert pinned[line["source"]["file"]] == line["source"]["sha256"]


def builder_python() -> str:
    """Returns an interpreter with the builder's packages, or skips and says what is missing."""
    chosen = os.environ.get("REVERIE_BUILD_PYTHON", sys.executable)
    if shutil.which(chosen) is None:
        pytest.skip(f"REVERIE_BUILD_PYTHON names no program: {chosen}")
    found = subprocess.run(
        [chosen, "-c", "import torch, onnx, onnxruntime"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        missing = found.stderr.strip().splitlines()[-1]
        pytest.skip(f"no rebuild here ({missing}); set REVERIE_BUILD_PYTHON to an interpreter with torch and onnx")
    if not Path("/usr/share/wordnet/data.noun").is_file():
        pytest.skip("no rebuild here: WordNet is not installed (Debian's wordnet-base)")
    return chosen


@pytest.mark.slow
def test_the_denoiser_is_the_written_graph_around_its_own_weights() -> None:
    command = [builder_python(), str(BUILDER / "denoiser" / "export.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "same bytes True" in done.stdout


@pytest.mark.slow
def test_a_rebuild_gives_the_same_graphs_and_the_same_weights() -> None:
    command = [builder_python(), str(BUILDER / "build.py"), "--check"]
    if os.environ.get("REVERIE_WHEELS"):
        command += ["--wheels", os.environ["REVERIE_WHEELS"]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("same graph True") == 3
    assert "words.json: same True" in done.stdout
