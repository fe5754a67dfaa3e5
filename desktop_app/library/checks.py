"""How an installation is proved: parts that answer with what they saw, one after another, none stopping the others."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.errors import UserError

log = logging.getLogger(__name__)

Part = tuple[str, Callable[[], str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One part: whether it works, and what was seen."""

    name: str
    is_ok: bool
    detail: str
    seconds: float

    def as_json(self) -> dict[str, object]:
        """Returns the check as the command line tells of it."""
        return {"name": self.name, "ok": self.is_ok, "detail": self.detail, "seconds": round(self.seconds, 3)}


class CheckFailedError(Exception):
    """A part answered, but not what it should."""


def run_parts(parts: Sequence[Part]) -> list[Check]:
    """Runs every part, in order; one that fails stops none of the others."""
    return [_run(name, part) for name, part in parts]


def _run(name: str, part: Callable[[], str]) -> Check:
    began = time.perf_counter()
    try:
        detail, is_ok = part(), True
    except (CheckFailedError, UserError, RuntimeError) as error:
        detail, is_ok = str(error), False
    except Exception as error:
        log.exception("self-test of %s failed", name)
        detail, is_ok = f"{type(error).__name__}: {error}", False
    return Check(name, is_ok, detail, time.perf_counter() - began)
