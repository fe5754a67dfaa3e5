"""The program in a process that stays, to be given one command after the other.

Each command is what `main` of the real program makes of its words, with an environment and output of its own. What it
saves is the start of an interpreter and the imports; libraries are opened and closed, and children started, each time.
"""

from __future__ import annotations

import io
import json
import logging
import os
import sys
import tempfile
import traceback
from typing import Any

from desktop_app.__main__ import main


def carry_out(words: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """Runs one command as a new process would. Returns its exit status and what it said."""
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
    logging.root.handlers.clear()
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="backslashreplace") for _ in range(2))
    sys.stdout, sys.stderr = out, err
    try:
        status = main(words)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as an interpreter would
        traceback.print_exc()
        status = 1
    finally:
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    said = {}
    for name, stream in (("out", out), ("err", err)):
        stream.flush()
        said[name] = stream.buffer.getvalue().decode("utf-8", "surrogateescape")  # type: ignore[attr-defined]
    return {"status": status, **said}


def serve() -> None:
    """Answers each line of standard input, a JSON object, with one of standard output."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        answers.write(json.dumps(carry_out(request["words"], request["environment"])) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
