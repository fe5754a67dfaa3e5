"""Entry point and common ground of every child process: `python -m desktop_app.workers.child NAME CHANNEL ...`.

A child never sees Ctrl-C (that is the program's to handle), leaves no core file, dies with the program (end of its
channel, and on Linux the parent-death signal) and takes what it works with from its channel alone. A frozen program
has no `-m`: its `main` calls `run_if_child(sys.argv)` before anything else.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Sequence

CHILD_MARK = "--reverie-child"
_PR_SET_PDEATHSIG = 1


def run_if_child(argv: Sequence[str]) -> bool:
    """Runs the child named in the arguments to its end, when they name one. Says whether they did."""
    if CHILD_MARK not in argv:
        return False
    main(argv[argv.index(CHILD_MARK) + 1 :])
    return True


def main(arguments: Sequence[str]) -> None:
    """Runs one child to its end.

    Args:
        arguments: its name, how much lower its priority is (0-19), and the numbers of its channels.
    """
    name, nice = arguments[0], int(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    _forbid_core_file()
    if nice and hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(nice)
    channels = open_channels(arguments[2:])
    if name == "decoder":
        from desktop_app.workers import decoder_child

        decoder_child.serve(channels[0])
    elif name == "inference":
        from desktop_app.workers import inference_child

        inference_child.serve(channels[0], channels[1])
    elif name == "denoiser":
        from desktop_app.workers import denoising_child

        denoising_child.serve(channels[0], channels[1])
    else:
        raise SystemExit(f"no child is called {name}")


def open_channels(numbers: Sequence[str]) -> list[socket.socket]:
    """Returns the inherited sockets: by descriptor, or on Windows from the shares written to standard input."""
    if sys.platform == "win32":
        shares = sys.stdin.buffer
        return [socket.fromshare(shares.read(int.from_bytes(shares.read(4), "big"))) for _ in numbers]
    return [socket.socket(fileno=int(number)) for number in numbers]


def _die_with_parent() -> None:
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(1)


def _forbid_core_file() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_memory(memory_bytes: int) -> None:
    """Bounds the address space of this process; 0 is no limit. Does nothing on Windows."""
    if memory_bytes and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    main(sys.argv[1:])
