"""A plain, readable log of what was done with files: what moved where, and when. Bounded, and never sent anywhere."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.domain.photo import display_text

log = logging.getLogger(__name__)

MAX_BYTES = 1_000_000


class ActionLog:
    """Two files in the library's folder: the present one, and the one before it.

    Args:
        path: the present one.
        max_bytes: when it is longer, it takes the place of the one before it.
    """

    def __init__(self, path: Path, max_bytes: int = MAX_BYTES) -> None:
        self.path = path
        self._max_bytes = max_bytes

    @property
    def before(self) -> Path:
        """The log before the present one."""
        return self.path.with_suffix(".1.log")

    def add(self, at_ms: int, what: str, moves: Sequence[tuple[Path, Path]]) -> None:
        """Writes a line for each file that moved. The act stands whether or not that can be."""
        when = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().isoformat(timespec="seconds")
        lines = [
            f"{when}  {what}  {display_text(str(source))}  ->  {display_text(str(target))}\n"
            for source, target in moves
        ]
        try:
            if self.path.exists() and self.path.stat().st_size > self._max_bytes:
                self.path.replace(self.before)
            with self.path.open("a", encoding="utf-8") as file:
                file.writelines(lines)
        except OSError as error:
            log.warning("the log of file acts could not be written: %s", error.strerror)
