"""What the fits about noise share: a ridge regression with squares on the logarithm of a strength, and its table."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.imaging.grain import USUAL_RANGE

Row = tuple[float, NDArray[np.float32]]  # the strength of the noise, and the features

RIDGE = 10.0
IMAGING = Path(__file__).resolve().parents[2] / "desktop_app" / "imaging"


def fit(
    rows: Sequence[Row], weights_of: Callable[[NDArray[np.float64]], NDArray[np.float64]], offset: float
) -> tuple[float, NDArray[np.float64]]:
    """Fits log2(offset + strength).

    Args:
        rows: one for each picture.
        weights_of: tells how much each picture counts, (N,) by (N,) strengths.
        offset: below it differences do not count.

    Returns:
        The constant, and (F, 4): mean, standard deviation, weight and weight of the square of each feature.
    """
    strengths = np.array([strength for strength, _ in rows])
    values = np.stack([found for _, found in rows]).astype(np.float64)
    means, spreads = values.mean(axis=0), values.std(axis=0) + 1e-6
    deviations = np.clip((values - means) / spreads, -USUAL_RANGE, USUAL_RANGE)
    design = np.hstack([deviations, deviations**2, np.ones((len(rows), 1))])
    weighted = design * weights_of(strengths)[:, None]
    normal = design.T @ weighted + RIDGE * np.eye(design.shape[1])
    found = np.linalg.solve(normal, weighted.T @ np.log2(offset + strengths))
    count = len(means)
    return float(found[-1]), np.stack([means, spreads, found[:count], found[count:-1]], axis=1)


def write_fit(
    module: str,
    description: str | None,
    files_of: Callable[[Path], Sequence[Path]],
    rows_of: Callable[[Path, int], list[Row]],
    weights_of: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    offset: float,
) -> None:
    """Fits on a folder of photos, named on the command line, and writes the table beside the module that reads it.

    Args:
        module: of `desktop_app.imaging`, and of the script.
        description: of the script.
        files_of: the photos of the folder to fit on.
        rows_of: makes the rows of one photo, by it and a seed; runs in other processes.
        weights_of: as in `fit`.
        offset: as in `fit`.
    """
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    files = files_of(options.data)
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
        rows = [one for found in pool.map(rows_of, files, range(len(files)), chunksize=4) for one in found]
    start, table = fit(rows, weights_of, offset)
    lines = [
        f'"""The weights of `{module}`, made by `packaging/models/{module}.py`; do not edit."""\n',
        "from __future__ import annotations\n",
        f"START = {start:.5f}",
        "# mean, standard deviation, weight and weight of the square of each feature",
        "TABLE = (",
        *(f"    ({a:.4f}, {b:.4f}, {c:.5f}, {d:.5f})," for a, b, c, d in table),
        ")",
    ]
    (IMAGING / f"{module}_weights.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
