"""One child process as its owner sees it: started afresh (never forked), spoken to by messages, ended for certain."""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import desktop_app
from desktop_app.errors import WorkerError
from desktop_app.workers.child import CHILD_MARK
from desktop_app.workers.wire import SOCKET_BUFFER_BYTES, Caps, Message, MessageReader, MessageWriter

log = logging.getLogger(__name__)

STDERR_VARIABLE = "REVERIE_CHILD_STDERR"
_KILL_WAIT_S = 5.0
# One thread per numeric library: the program decides how many processes work, not each library for itself.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Channel:
    """The owner's end of one socket to a child; never blocks."""

    def __init__(self, end: socket.socket, caps: Caps) -> None:
        end.settimeout(0)
        self.socket = end
        self._reader = MessageReader(caps)
        self._writer = MessageWriter()

    @property
    def has_more_to_send(self) -> bool:
        """Whether messages wait for the child to take them."""
        return self._writer.has_more

    def send(self, message: Message) -> None:
        """Sends a message as far as the child takes it now; `flush` sends the rest."""
        self._writer.put(message)
        self._writer.send(self.socket)

    def wait(self, timeout_s: float) -> bool:
        """Waits until a message may have come or more can be sent. Says whether either is so."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self.has_more_to_send else 0)
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, events)
            return bool(selector.select(max(0.0, timeout_s)))

    def flush(self) -> None:
        """Sends what waits, as far as the child takes it."""
        self._writer.send(self.socket)

    def receive(self) -> Message | None:
        """Returns the next whole message, or None for now. Raises ChannelClosedError or WireError."""
        return self._reader.read(self.socket)


class ChildProcess:
    """A running child with its channels. Belongs to the lane that made it; `kill` may come from any.

    Args:
        name: which child, see `child.main`.
        channels: how many sockets it gets.
        caps: what is taken from the child at most.
        nice: how much lower its priority is, 0-19.
    """

    def __init__(self, name: str, channels: int, caps: Caps, nice: int) -> None:
        pairs = [socket.socketpair() for _ in range(channels)]
        theirs = [their for _, their in pairs]
        for end in (e for pair in pairs for e in pair):
            for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
                with contextlib.suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER_BYTES)
        is_windows = sys.platform == "win32"
        numbers = [str(i if is_windows else their.fileno()) for i, their in enumerate(theirs)]
        try:
            self._process = subprocess.Popen(
                [*_program(), name, str(nice), *numbers],
                stdin=subprocess.PIPE if is_windows else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get(STDERR_VARIABLE) else subprocess.DEVNULL,
                pass_fds=() if is_windows else [their.fileno() for their in theirs],
                env=_environment(),
                close_fds=True,
            )
            if is_windows:
                self._share(theirs)
        except BaseException:
            for end in (e for pair in pairs for e in pair):
                end.close()
            raise
        for their in theirs:
            their.close()
        self.channels = [Channel(ours, caps) for ours, _ in pairs]

    def _share(self, theirs: list[socket.socket]) -> None:
        assert self._process.stdin is not None
        for their in theirs:
            share: bytes = their.share(self._process.pid)  # type: ignore[attr-defined] # Windows only
            self._process.stdin.write(len(share).to_bytes(4, "big") + share)
        self._process.stdin.close()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    def how_it_ended(self) -> str:
        """Returns in plain words how a child that has closed its channel ended; waits a moment for it to be gone."""
        try:
            code = self._process.wait(_KILL_WAIT_S)
        except subprocess.TimeoutExpired:
            return "it stopped answering"
        return f"it was ended by signal {-code}" if code < 0 else f"it ended with code {code}"

    def close_channels(self) -> None:
        """Closes this side's sockets. Nobody may be waiting on them."""
        for channel in self.channels:
            channel.socket.close()

    def kill(self) -> None:
        """Ends the child at once, stopped or not, and waits until it is gone. May be called again.

        Whoever waits on a channel wakes up and finds it closed; the sockets themselves stay with their owners.
        """
        for channel in self.channels:
            with contextlib.suppress(OSError):
                channel.socket.shutdown(socket.SHUT_RDWR)
        if self._process.poll() is None:
            self._process.kill()
        try:
            self._process.wait(_KILL_WAIT_S)
        except subprocess.TimeoutExpired:
            log.error("child %d does not end although killed", self.pid)  # noqa: TRY400 - the trace says nothing


@dataclass(frozen=True, slots=True)
class Ended:
    """What a program that ran to its end said, and its exit status."""

    code: int
    out: str
    err: str


def run_again(words: Sequence[str], timeout_s: float) -> Ended:
    """Runs this whole program once more with other arguments, to its end. Raises WorkerError after the time."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "desktop_app"]
    try:
        done = subprocess.run(
            [*program, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout_s,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WorkerError(f"it did not end within {timeout_s:.0f} s") from error
    return Ended(done.returncode, done.stdout, done.stderr)


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_MARK]
    # -P: the folder the program was started in (it may be full of strangers' files) is no place to import from.
    return [sys.executable, "-P", "-m", "desktop_app.workers.child"]


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    environment.update(dict.fromkeys(_ONE_THREAD, "1"))
    place = str(Path(desktop_app.__file__).resolve().parent.parent)
    before = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = f"{place}{os.pathsep}{before}" if before else place
    return environment
