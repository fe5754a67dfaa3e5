"""What `doctor` tells: the store's findings, and those of the models and the system around it."""

from __future__ import annotations

import time
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import LibraryPaths, models_dir
from desktop_app.settings import Settings
from desktop_app.store import health as store_health
from desktop_app.store.health import Finding

INOTIFY_LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")


def examine(paths: LibraryPaths, settings: Settings, *, is_repairing: bool) -> list[Finding]:
    """Looks at everything, after mending what can be mended when asked to.

    Raises:
        UserError: mending was asked for and the library is open elsewhere or cannot be written.
    """
    budget = settings.thumbnail_budget_bytes
    if is_repairing:
        now_ms = time.time_ns() // 1_000_000
        findings = store_health.repair(paths, at_ms=now_ms, thumbnail_budget_bytes=budget)
    else:
        findings = store_health.check(paths, thumbnail_budget_bytes=budget)
    return [*findings, *_models(models_dir()), *_system()]


def as_json(findings: list[Finding]) -> dict[str, object]:
    """Returns the JSON answer of `doctor`."""
    return {
        "ok": all(f.is_ok for f in findings),
        "findings": [{"area": f.area, "ok": f.is_ok, "message": f.message, "advice": f.advice} for f in findings],
    }


def _models(folder: Path) -> list[Finding]:
    try:
        manifest = load_manifest(folder)
    except UserError as error:
        return [Finding("models", is_ok=False, message=str(error), advice="Install Reverie again.")]
    found: list[Finding] = []
    for model in manifest.models.values():
        try:
            manifest.read_model(model)
        except UserError as error:
            found.append(Finding("models", is_ok=False, message=str(error), advice="Install Reverie again."))
        else:
            found.append(Finding("models", is_ok=True, message=f"{model.name} {model.version} is whole."))
    return found


def _system() -> list[Finding]:
    try:
        limit = int(INOTIFY_LIMIT.read_text("ascii"))
    except (OSError, ValueError):
        return []
    return [Finding("watching", is_ok=True, message=f"This system lets a user watch {limit:,} folders.")]
