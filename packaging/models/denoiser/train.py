"""Trains the denoiser. Stops at any time and goes on where it was; the same on a CPU and on a GPU.

    python train.py OUT --photos FOLDER... [--validate FOLDER] [--steps N] [--batch N] [--patch PX] [--device cpu|cuda]

OUT receives `checkpoint.pt` (everything needed to go on), `best.pt` (the averaged weights that validated best) and
`log.csv` (step, loss, learning rate, validation PSNR at sigma 15, 25 and 50, training PSNR at 25, seconds).
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from network import MULTIPLE, Denoiser, Shape, giga_macs_per_megapixel
from noise import Pixels, add_noise
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

PEAK_RATE = 1e-3
WARM_UP = 500
AVERAGE = 0.999
SMALLEST_PX = 160
SUFFIXES = (".jpg", ".jpeg", ".png")
SIGMAS = (15, 25, 50)


def load_photos(folders: list[Path], shrink_above_px: int) -> list[NDArray[np.uint8]]:
    """Reads photos as (H, W, 3) uint8; large ones are scaled down by three or more, which takes away their noise."""
    photos = []
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES):
        with Image.open(path) as image:
            picture = image.convert("RGB")
        factor = max(picture.size) / shrink_above_px
        if factor >= 3:
            picture = picture.resize([round(s / factor) for s in picture.size], Image.Resampling.LANCZOS)
        if min(picture.size) >= SMALLEST_PX:
            photos.append(np.asarray(picture))
    return photos


def batches(photos: list[NDArray[np.uint8]], batch: int, patch: int, seed: int) -> Iterator[tuple[Tensor, ...]]:
    """Yields clean, noisy (N, 3, P, P) and sigma (N, 1, P, P) without end; the order follows from the seed alone."""
    random = np.random.default_rng(seed)
    weights = np.array([p.shape[0] * p.shape[1] for p in photos], float)
    weights /= weights.sum()
    while True:
        clean, noisy, sigma = [], [], []
        for chosen in random.choice(len(photos), batch, p=weights):
            original = _patch(photos[chosen], patch, random)
            made = add_noise(original, random)
            clean.append(original)
            noisy.append(made.noisy)
            sigma.append(made.sigma[..., None])
        yield tuple(torch.from_numpy(np.stack(x).transpose(0, 3, 1, 2).copy()) for x in (clean, noisy, sigma))


def _patch(photo: NDArray[np.uint8], patch: int, random: np.random.Generator) -> Pixels:
    """Cuts a patch, turned and mirrored at random; now and then darker, as photos that need denoising are."""
    top = int(random.integers(photo.shape[0] - patch + 1))
    left = int(random.integers(photo.shape[1] - patch + 1))
    cut = photo[top : top + patch, left : left + patch].astype(np.float32) / 255
    cut = np.rot90(cut, int(random.integers(4)))
    if random.random() < 0.5:
        cut = cut[:, ::-1]
    if random.random() < 0.2:
        cut = cut * np.float32(random.uniform(0.25, 1))
    return np.ascontiguousarray(cut)


@torch.no_grad()  # type: ignore[untyped-decorator]  # torch is there at build time only
def psnr(model: nn.Module, photos: list[NDArray[np.uint8]], sigma: float, device: str) -> float:
    """Returns the mean PSNR in dB over photos with Gaussian noise of `sigma` (8-bit steps), fixed seeds."""
    total = 0.0
    for number, photo in enumerate(photos):
        height, width = (side // MULTIPLE * MULTIPLE for side in photo.shape[:2])
        clean = photo[:height, :width].astype(np.float32) / 255
        noise = np.random.default_rng(number).standard_normal(clean.shape, np.float32) * np.float32(sigma / 255)
        noisy = torch.from_numpy((clean + noise).transpose(2, 0, 1)[None].copy()).to(device)
        level = torch.full((1, 1, height, width), sigma / 255, device=device)
        cleaned = model(noisy, level).clamp(0, 1)[0].cpu().numpy().transpose(1, 2, 0)
        total += -10 * np.log10(np.mean((cleaned - clean) ** 2))
    return float(total / len(photos))


def rate_at(step: int, steps: int) -> float:
    """Linear warm-up, then half a cosine down to nearly nothing."""
    warm = min(1.0, (step + 1) / WARM_UP)
    return PEAK_RATE * warm * (0.5 + 0.5 * float(np.cos(np.pi * min(1.0, step / steps)))) + 1e-6


class Training:
    """Everything that goes on between two stops."""

    def __init__(self, out: Path, device: str) -> None:
        self.out = out
        self.device = device
        self.model = Denoiser(Shape()).to(device)
        self.average = Denoiser(Shape()).to(device)
        self.average.load_state_dict(self.model.state_dict())
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=PEAK_RATE, weight_decay=1e-5)
        self.step = 0
        self.best = 0.0
        if (out / "checkpoint.pt").exists():
            self._load()

    def _load(self) -> None:
        state = torch.load(self.out / "checkpoint.pt", map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.best = state["step"], state["best"]

    def save(self) -> None:
        """Writes the checkpoint, whole or not at all."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "best": self.best,
        }
        temporary = self.out / f"checkpoint.{os.getpid()}.tmp"
        torch.save(state, temporary)
        temporary.replace(self.out / "checkpoint.pt")

    def learn(self, clean: Tensor, noisy: Tensor, sigma: Tensor, rate: float) -> float:
        """Takes one step; returns the loss (mean absolute error)."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        cleaned = self.model(noisy.to(self.device), sigma.to(self.device))
        loss = nn.functional.l1_loss(cleaned, clean.to(self.device))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 0.5)
        self.optimiser.step()
        with torch.no_grad():
            ours = self.average.state_dict()
            for name, value in self.model.state_dict().items():
                ours[name].lerp_(value, 1 - min(AVERAGE, (self.step + 1) / (self.step + 10)))
        self.step += 1
        return float(loss.detach())


def run(options: argparse.Namespace) -> None:
    """Trains until `steps` are done, validating and saving every `every` steps."""
    options.out.mkdir(parents=True, exist_ok=True)
    photos = load_photos(options.photos, options.shrink_above)
    held_back = load_photos([options.validate], 10**6)[:: options.validate_every] if options.validate else []
    training = Training(options.out, options.device)
    # a seed for each stretch, so that a run that was stopped does not see its first patches again
    patches = batches(photos, options.batch, options.patch, options.seed + training.step)
    print(
        f"{len(photos)} photos, {len(held_back)} to validate, {giga_macs_per_megapixel(Shape()):.1f} GMAC a megapixel, "
        f"{sum(p.numel() for p in training.model.parameters()) / 1e6:.2f} M weights, from step {training.step}"
    )
    began, losses = time.monotonic(), []
    with (options.out / "log.csv").open("a", newline="") as log:
        table = csv.writer(log)
        while training.step < options.steps:
            clean, noisy, sigma = next(patches)
            losses.append(training.learn(clean, noisy, sigma, rate_at(training.step, options.steps)))
            if training.step % options.every == 0:
                seen = [psnr(training.average, held_back, level, options.device) for level in SIGMAS if held_back]
                learnt = psnr(training.average, photos[:: max(1, len(photos) // 12)], 25, options.device)
                row = [training.step, np.mean(losses), rate_at(training.step, options.steps), *seen, learnt]
                table.writerow([*(f"{value:.6g}" for value in row), f"{time.monotonic() - began:.0f}"])
                log.flush()
                if seen and seen[1] > training.best:
                    training.best = seen[1]
                    torch.save(training.average.state_dict(), options.out / "best.pt")
                training.save()
                losses = []


def main() -> None:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--photos", type=Path, nargs="+", required=True)
    parser.add_argument("--validate", type=Path)
    parser.add_argument("--validate-every", type=int, default=10, help="one of so many of the validation photos")
    parser.add_argument("--shrink-above", type=int, default=1000, metavar="PX")
    parser.add_argument("--steps", type=int, default=60_000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--patch", type=int, default=64)
    parser.add_argument("--every", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    if options.threads:
        torch.set_num_threads(options.threads)
    run(options)


if __name__ == "__main__":
    main()
