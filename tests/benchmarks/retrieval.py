"""How well pictures are found by their likes: the embedder that ships against its float model and simpler ways.

    .venv/bin/python tests/benchmarks/retrieval.py [--study DIR] [--every N]

Every photo of the labelled set asks for its class among all the others (leave one out, cosine). DIR holds the
candidates that `packaging/models/build.py --study DIR` writes; without it only what ships and the ways without a
network are shown.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from common import PROJECT, print_machine, print_table, timed
from numpy.typing import NDArray
from PIL import Image

from desktop_app.ml.calibration import Similarity
from desktop_app.ml.manifest import InputSpec, load_manifest
from desktop_app.ml.preprocess import prepare, resize
from desktop_app.ml.session import OrtSession
from desktop_app.paths import models_dir

Pictures = list[NDArray[np.uint8]]
Vectors = NDArray[np.float32]


def data_dir() -> Path:
    return Path(os.environ.get("REVERIE_DATA") or PROJECT.parent / "shared" / "data")


def read(path: Path) -> NDArray[np.uint8]:
    """Returns the photo as the decoder hands it over: (H, W, 3) uint8, long edge at most 512."""
    with Image.open(path) as image:
        small = image.convert("RGB")
        small.thumbnail((512, 512), Image.Resampling.BICUBIC)
        return np.asarray(small)


def labelled(every: int) -> tuple[Pictures, NDArray[np.int64], list[str]]:
    """Returns every n-th labelled photo, its class, and the names of the classes."""
    folders = sorted(p for p in (data_dir() / "labelled" / "caltech101").iterdir() if p.is_dir())
    pairs = [(path, at) for at, folder in enumerate(folders) for path in sorted(folder.iterdir())][::every]
    return [read(p) for p, _ in pairs], np.array([at for _, at in pairs]), [f.name for f in folders]


def unit(vectors: Vectors) -> Vectors:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def quality(vectors: Vectors, labels: NDArray[np.int64]) -> tuple[float, float, float]:
    """Returns 1-NN, precision at 10 and mean average precision, each photo asking all the others."""
    scores = unit(vectors) @ unit(vectors).T
    np.fill_diagonal(scores, -np.inf)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :-1]
    right = labels[order] == labels[:, None]
    precision = np.cumsum(right, 1) / np.arange(1, right.shape[1] + 1)
    average = (precision * right).sum(1) / np.maximum(right.sum(1), 1)
    return float(right[:, 0].mean()), float(right[:, :10].mean()), float(average.mean())


def colour_histogram(pictures: Pictures) -> Vectors:
    """Returns 8 x 8 x 8 RGB histograms, square-rooted."""
    rows = []
    for picture in pictures:
        bins = (picture.reshape(-1, 3) >> 5).astype(np.int64) @ np.array([64, 8, 1])
        rows.append(np.sqrt(np.bincount(bins, minlength=512) / len(bins)))
    return np.array(rows, np.float32)


def perceptual_hash(pictures: Pictures) -> Vectors:
    """Returns the 64 bits of the DCT hash as -1 and 1: their cosine orders as the Hamming distance does."""
    k = np.arange(32)
    basis = np.cos(np.pi * (2 * k[None] + 1) * k[:8, None] / 64)
    rows = []
    for picture in pictures:
        grey = resize(picture, 32, 32).astype(np.float64) @ np.array([0.299, 0.587, 0.114])
        low = (basis @ grey @ basis.T).ravel()
        rows.append(np.where(low > np.median(low[1:]), 1, -1))
    return np.array(rows, np.float32)


def tensors(pictures: Pictures, size_px: int) -> NDArray[np.uint8]:
    spec = InputSpec("image", size_px, 1.0, 0, (127, 127, 127), (128, 128, 128), "RGB", "NHWC uint8", "squash")
    return np.stack([prepare(picture, spec) for picture in pictures])


def run_all(session: OrtSession, batch: NDArray[np.uint8], names: list[str]) -> dict[str, Vectors]:
    """Returns the named outputs for all pictures, eight at a time."""
    parts: dict[str, list[Vectors]] = {name: [] for name in names}
    for start in range(0, len(batch), 8):
        found = session.run({"image": batch[start : start + 8]})
        for name in names:
            parts[name].append(found[name])
    return {name: np.concatenate(rows) for name, rows in parts.items()}


def milliseconds(content: bytes, batch: NDArray[np.uint8], threads: int) -> float:
    """Returns the time of one photo in batches of eight, the fastest of several, so that a busy machine counts less."""
    session, times = OrtSession(content, "model", threads=threads), []
    for _ in range(15):
        with timed() as watch:
            session.run({"image": batch[:8]})
        times.append(watch.seconds * 1000 / len(batch[:8]))
    return min(times)


def model_rows(
    name: str, content: bytes, pictures: Pictures, labels: NDArray[np.int64], size_px: int, outputs: dict[str, str]
) -> list[list[str | float]]:
    """Returns one row for each output of one model."""
    batch = tensors(pictures, size_px)
    found = run_all(OrtSession(content, name, threads=2), batch, list(outputs))
    times = [milliseconds(content, batch, threads) for threads in (1, 2)]
    size = f"{len(content) / 1e6:.1f}"
    return [
        [f"{name} {said}", found[o].shape[1], *(f"{v:.4f}" for v in quality(found[o], labels)), *times, size]
        for o, said in outputs.items()
    ]


def simple_rows(pictures: Pictures, labels: NDArray[np.int64]) -> list[list[str | float]]:
    rows: list[list[str | float]] = []
    ways: list[tuple[str, Callable[[Pictures], Vectors]]] = [
        ("colour histogram", colour_histogram),
        ("perceptual hash", perceptual_hash),
    ]
    for name, make in ways:
        with timed() as watch:
            vectors = make(pictures)
        each = watch.seconds * 1000 / len(pictures)
        rows.append([name, vectors.shape[1], *(f"{v:.4f}" for v in quality(vectors, labels)), each, each, "0"])
    return rows


def shipped(pictures: Pictures) -> Vectors:
    manifest = load_manifest(models_dir())
    spec = manifest.by_task("embedding")
    assert spec.input is not None
    batch = np.stack([prepare(picture, spec.input) for picture in pictures])
    return run_all(OrtSession(manifest.read_model(spec), spec.file, threads=2), batch, ["embedding"])["embedding"]


def print_good_match(vectors: Vectors, labels: NDArray[np.int64], pictures: Pictures) -> None:
    """Prints how often an answer counts as good when its kind is in the library, is not, or when it is no photo."""
    similarity = Similarity.from_manifest(load_manifest(models_dir()))
    others = unit(shipped([read(p) for p in sorted((data_dir() / "captioned" / "flickr8k").glob("*.jpg"))]))
    scores = np.hstack([vectors @ vectors.T, vectors @ others.T])
    own = np.hstack([labels[:, None] == labels[None], np.zeros((len(vectors), len(others)), bool)])
    np.fill_diagonal(scores, -np.inf)
    present, absent = np.where(own, scores, -np.inf).max(1), np.where(own, -np.inf, scores).max(1)
    rng = np.random.default_rng(5)
    odd = [rng.integers(0, 256, (384, 512, 3), dtype=np.uint8) for _ in range(20)]
    odd += [np.full((384, 512, 3), v, np.uint8) for v in (0, 64, 128, 192, 255)]
    odd += [np.asarray(Image.fromarray(p[:12, :16]).resize((512, 384), Image.Resampling.BICUBIC)) for p in odd[:20]]
    strange = (unit(shipped(odd)) @ np.vstack([vectors, others]).T).max(1)
    rows = []
    for strictness in (0.0, 0.25, 0.5, 0.75, 1.0):
        cut = similarity.calibrated_cut(strictness)
        matches = scores >= cut
        right = (matches & own).sum() / max(matches.sum(), 1)
        recall = (matches & own).sum() / (own.sum() - len(own))
        shares = [f"{(x >= cut).mean():.3f}" for x in (present, absent, strange)]
        rows.append([strictness, f"{cut:.3f}", *shares, f"{right:.3f}", f"{recall:.3f}"])
    headers = [
        "strictness",
        "cut",
        "good: kind present",
        "good: kind removed",
        "good: noise, plain",
        "precision",
        "recall",
    ]
    print_table("Good match or none (share of queries; precision and recall of single matches)", headers, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--study", type=Path)
    parser.add_argument("--every", type=int, default=1)
    chosen = parser.parse_args()
    print_machine()
    pictures, labels, names = labelled(chosen.every)
    print(f"{len(pictures)} photos in {len(names)} classes\n")
    rows = simple_rows(pictures, labels)
    for path in sorted(chosen.study.glob("lite*.onnx")) if chosen.study else []:
        size_px = int(path.stem.split("-")[1])
        outputs = {"mean": "mean", "pooled": "GeM", "embedding": "GeM projected"}
        rows += model_rows(path.stem, path.read_bytes(), pictures, labels, size_px, outputs)
    manifest = load_manifest(models_dir())
    spec = manifest.by_task("embedding")
    assert spec.input is not None
    rows += model_rows(
        "ships:", manifest.read_model(spec), pictures, labels, spec.input.size_px, {"embedding": spec.id}
    )
    headers = ["way", "dims", "1-NN", "P@10", "mAP", "ms, 1 thread", "ms, 2 threads", "MB"]
    print_table("Retrieval, leave one out", headers, rows)
    print_good_match(unit(shipped(pictures)), labels, pictures)


if __name__ == "__main__":
    main()
