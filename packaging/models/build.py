"""Rebuilds everything in resources/models from pinned registry packages, but what was trained here (`denoiser/`).

    python packaging/models/build.py                 builds with the committed activation ranges
    python packaging/models/build.py --measure       measures the ranges again on the calibration photos first
    python packaging/models/build.py --check         builds in memory and compares with what is committed
    python packaging/models/build.py --study DIR     writes the candidates that tests/benchmarks compare

Needs (none of them at run time): torch 2.13, onnx 1.23, onnxruntime 1.32, numpy, Debian's `wordnet-base`; for --measure
also pillow, scikit-image and scikit-learn, whose bundled photos the ranges are measured on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import efficientnet  # noqa: E402 - siblings, found by the line above
import opennsfw  # noqa: E402
import quantise  # noqa: E402
import sources  # noqa: E402
import wordnet  # noqa: E402
import words  # noqa: E402
from graph_digest import graph_digest  # noqa: E402

PROJECT = HERE.parent.parent
MODELS = PROJECT / "resources" / "models"
RANGES, CALIBRATION = HERE / "ranges.json", HERE / "calibration.json"
CACHE = Path.home() / ".cache" / "reverie-build"
COMMAND = "python packaging/models/build.py"

VARIANT, SIZE_PX, WIDTH = "lite2", 224, 384
CROPS = 128
# What a rebuild may differ by: another processor or numpy rounds sums and singular vectors differently.
FLOAT_TOLERANCE, WHOLE_TOLERANCE = 1e-3, 0.01
STUDIED = (("lite0", 224), ("lite0", 256), ("lite2", 224), ("lite2", 260))
UNDERSTANDING_FLOATS = frozenset({"logits", "classes", "projected", "cube/positive"})  # the end stays float32
Built = dict[str, onnx.ModelProto]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A model to be quantised: its float graph and which tensors stay float."""

    name: str
    graph: onnx.ModelProto
    float_tensors: frozenset[str]
    border_px: int = 0


def recipes(cache: Path, *, is_fetching: bool) -> list[Recipe]:
    """Returns the float graphs of everything that is quantised."""
    weights = sources.efficientnet_weights(VARIANT, cache, is_fetching=is_fetching)
    nsfw = sources.unpacked("opennsfw", cache, is_fetching=is_fetching) / sources.OPENNSFW_FILE
    return [
        Recipe(
            "understanding",
            efficientnet.understanding_graph(weights, VARIANT, SIZE_PX, WIDTH),
            UNDERSTANDING_FLOATS,
        ),
        Recipe(
            "sensitivity-screen", opennsfw.screening_graph(nsfw), frozenset({"add17", "matmul1"}), opennsfw.BORDER_PX
        ),
    ]


def measured_ranges(recipe: Recipe, size_px: int = SIZE_PX) -> quantise.Ranges:
    """Returns the range of every quantised tensor, measured on the calibration photos."""
    import calibration_photos

    pictures = calibration_photos.crops(CROPS, size_px)
    if recipe.border_px:
        framed = np.full((CROPS, *[size_px + 2 * recipe.border_px] * 2, 3), opennsfw.MEAN_RGB, np.uint8)
        framed[:, recipe.border_px : -recipe.border_px, recipe.border_px : -recipe.border_px] = pictures
        pictures = framed
    batches = [pictures[i : i + 8] for i in range(0, CROPS, 8)]
    histograms = quantise.observe(recipe.graph, batches)
    kept = {name: h for name, h in histograms.items() if name not in recipe.float_tensors}
    return {name: quantise.least_error_range(h) for name, h in kept.items()}


def build(cache: Path, ranges: dict[str, quantise.Ranges], *, is_fetching: bool = True) -> Built:
    """Returns every model by file name."""
    made = {r.name: quantise.quantise(r.graph, ranges[r.name]) for r in recipes(cache, is_fetching=is_fetching)}
    nsfw = sources.unpacked("opennsfw", cache, is_fetching=is_fetching) / sources.OPENNSFW_FILE
    return {
        "understanding.onnx": made["understanding"],
        "sensitivity-screen.onnx": made["sensitivity-screen"],
        "sensitivity.onnx": opennsfw.exact_graph(nsfw),
    }


def serialised(model: onnx.ModelProto) -> bytes:
    """Returns the file's bytes, the same every time."""
    return bytes(model.SerializeToString(deterministic=True))


def differences(committed: onnx.ModelProto, built: onnx.ModelProto) -> tuple[bool, float, float]:
    """Compares two models: whether the graphs are the same, and how far apart their constants are.

    Returns:
        same graph; the largest difference of a float constant relative to the largest value of its tensor; the share of
        integer constants that differ (none by more than one step, else 1.0).
    """
    if graph_digest(serialised(committed)) != graph_digest(serialised(built)):
        return False, np.inf, 1.0
    worst, moved, count = 0.0, 0, 0
    for one, other in zip(committed.graph.initializer, built.graph.initializer, strict=True):
        a, b = (numpy_helper.to_array(x) for x in (one, other))
        apart = np.abs(a.astype(np.float64) - b.astype(np.float64))
        if a.dtype.kind == "f":
            worst = max(worst, float(apart.max() / max(np.abs(a).max(), 1e-12)))
        else:
            limit = 1 if a.dtype.itemsize == 1 else 64
            moved += int((apart > 0).sum()) if apart.max() <= limit else a.size
            count += a.size
    return True, worst, moved / max(count, 1)


def manifest_line(name: str, model: onnx.ModelProto, content: bytes, described: dict[str, Any]) -> dict[str, Any]:
    """Returns what the manifest says about one model; `described` comes from calibration.json."""
    wheel = sources.WHEELS[described["wheel"]]
    outputs = {o.name: o.type.tensor_type.shape.dim[1].dim_value for o in model.graph.output}
    return {
        **{k: v for k, v in described.items() if k != "wheel"},
        "file": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        "graph_sha256": graph_digest(content),
        "licence": wheel.licence,
        "source": {"package": wheel.package, "version": wheel.version, "file": wheel.file, "sha256": wheel.sha256},
        "outputs": outputs,
        "rebuild": COMMAND,
    }


def trained_lines() -> list[dict[str, Any]]:
    """Returns the committed lines of models that were trained here, which `denoiser/export.py` writes."""
    committed = json.loads((MODELS / "manifest.json").read_text("utf-8"))["models"]
    return [line for line in committed if line["source"]["package"].startswith("packaging/models/")]


def words_file(cache: Path, calibration: dict[str, Any], *, is_fetching: bool = True) -> bytes:
    """Returns the content of `words.json`."""
    package = sources.unpacked("classes", cache, is_fetching=is_fetching) / sources.CLASSES_FOLDER
    vocabulary = words.vocabulary(package, wordnet.read_nouns(), calibration)
    return (json.dumps(vocabulary, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def write(out: Path, built: Built, cache: Path, *, is_fetching: bool = True) -> None:
    """Writes models, words and manifest into `out`."""
    described = json.loads(CALIBRATION.read_text("utf-8"))
    out.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, model in built.items():
        content = serialised(model)
        (out / name).write_bytes(content)
        lines.append(manifest_line(name, model, content, described["models"][name]))
    lines += trained_lines()
    content = words_file(cache, described["words"], is_fetching=is_fetching)
    (out / "words.json").write_bytes(content)
    data = [
        {"file": "words.json", "sha256": hashlib.sha256(content).hexdigest(), "licences": described["word_licences"]}
    ]
    manifest = {"schema": 1, "models": lines, "data": data}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def check(built: Built, cache: Path) -> int:
    """Prints how the committed models differ from the built ones; returns an exit status."""
    status = 0
    for name, model in built.items():
        same, worst, moved = differences(onnx.load(str(MODELS / name)), model)
        print(f"{name}: same graph {same}, floats within {worst:.1e}, whole numbers moved {moved:.2%}")
        status |= not (same and worst < FLOAT_TOLERANCE and moved < WHOLE_TOLERANCE)
    described = json.loads(CALIBRATION.read_text("utf-8"))
    is_same = words_file(cache, described["words"]) == (MODELS / "words.json").read_bytes()
    print(f"words.json: same {is_same}")
    status |= not is_same
    return int(status)


def write_study(out: Path, cache: Path) -> None:
    """Writes the candidates among which the embedder was chosen, float32 and int8, and OpenNSFW as published."""
    out.mkdir(parents=True, exist_ok=True)
    for variant, size_px in STUDIED:
        weights = sources.efficientnet_weights(variant, cache)
        graph = efficientnet.understanding_graph(weights, variant, size_px, WIDTH, has_pools=True)
        recipe = Recipe(variant, graph, UNDERSTANDING_FLOATS)
        (out / f"{variant}-{size_px}-float32.onnx").write_bytes(graph.SerializeToString())
        rounded = quantise.quantise(graph, measured_ranges(recipe, size_px))
        (out / f"{variant}-{size_px}-int8.onnx").write_bytes(rounded.SerializeToString())
    published = sources.unpacked("opennsfw", cache) / sources.OPENNSFW_FILE
    (out / "opennsfw-published.onnx").write_bytes(published.read_bytes())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, default=CACHE, help="folder of the pinned wheels, filled when empty")
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--study", type=Path, metavar="DIR")
    chosen = parser.parse_args()
    if chosen.study:
        write_study(chosen.study, chosen.wheels)
        return 0
    if chosen.measure:
        found = {r.name: measured_ranges(r) for r in recipes(chosen.wheels, is_fetching=True)}
        rounded = {m: {t: [float(f"{v:.6g}") for v in r] for t, r in f.items()} for m, f in found.items()}
        RANGES.write_text(json.dumps(rounded, indent=0) + "\n", "utf-8")
    ranges = {m: {t: (r[0], r[1]) for t, r in f.items()} for m, f in json.loads(RANGES.read_text("utf-8")).items()}
    built = build(chosen.wheels, ranges)
    if chosen.check:
        return check(built, chosen.wheels)
    write(chosen.out, built, chosen.wheels)
    for name in built:
        print(f"{chosen.out / name}: {(chosen.out / name).stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
