"""The Qt side of starting and ending: one instance, signals of the system, errors that nobody caught."""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QByteArray,
    QDeadlineTimer,
    QEvent,
    QLockFile,
    QObject,
    QSocketNotifier,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app import __version__
from desktop_app.gui import icons, theme, translation
from desktop_app.paths import APP_NAME, LibraryPaths

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

HELLO_TIMEOUT_MS = 1500
STARTING_MS = 20_000  # the first start may not listen yet, on a machine with much to do
RETRY_MS = 100
MAX_MESSAGE_BYTES = 100_000


def make_application(arguments: Sequence[str], theme_choice: str) -> QApplication:
    """Returns the one QApplication, named, themed, with its icon."""
    app = QApplication(list(arguments))
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName(APP_NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("reverie")
    app.setWindowIcon(icons.app_icon())
    translation.install(app)
    theme.apply(app, theme_choice)
    return app


class FileOpenings(QObject):
    """Hears which files macOS wants opened: it sends them as events, not as arguments of the program.

    `opened` carries the list of paths (str) that were chosen together.
    """

    opened = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[str] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt: takes what is to be opened; each file comes as an event of its own."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        if not self._waiting:
            QTimer.singleShot(0, self._tell)
        self._waiting.append(event.file())
        return True

    def _tell(self) -> None:
        paths, self._waiting = self._waiting, []
        self.opened.emit(paths)


class SingleInstance(QObject):
    """Lets one window per library run; a second start hands over its files and folders, raises the first and ends.

    `handed_over` carries a list of paths (str) from a second start.
    """

    handed_over = Signal(list)

    def __init__(self, paths: LibraryPaths) -> None:
        super().__init__()
        self._name = "reverie-" + sha256(str(paths.home).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        paths.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = QLockFile(str(paths.home / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self, paths: Sequence[Path]) -> bool:
        """Becomes the one instance, or tells it about `paths`. Returns whether this process goes on."""
        deadline = QDeadlineTimer(STARTING_MS)
        while not self._lock.tryLock(RETRY_MS):
            if self._lock.error() is QLockFile.LockError.PermissionError:
                return True  # a read-only home: opened to be read, any number of times
            if self._hand_over(paths):
                return False
            if deadline.hasExpired():
                log.warning("the running window does not answer")
                return False
        return True

    def listen(self) -> None:
        """Hears of later starts from now on; not before the first tiles, since it has to be loaded."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)  # left by a process that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(self._name):
            log.warning("a second start cannot reach this window: %s", self._server.errorString())

    def _hand_over(self, paths: Sequence[Path]) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        link = QLocalSocket()
        link.connectToServer(self._name)
        if not link.waitForConnected(HELLO_TIMEOUT_MS):
            return False
        message = json.dumps([str(path.absolute()) for path in paths])
        link.write(QByteArray(message.encode("ascii")))
        is_written = link.waitForBytesWritten(HELLO_TIMEOUT_MS)
        link.disconnectFromServer()
        return is_written

    def _on_connection(self) -> None:
        assert self._server is not None
        link = self._server.nextPendingConnection()
        link.disconnected.connect(lambda: self._on_message(link))

    def _on_message(self, link: QLocalSocket) -> None:
        raw = bytes(link.read(MAX_MESSAGE_BYTES).data())
        link.deleteLater()
        try:
            paths = json.loads(raw or b"[]")
        except ValueError:
            log.info("a second start said something unreadable")
            paths = []
        if isinstance(paths, list):
            self.handed_over.emit([path for path in paths if isinstance(path, str)])

    def release(self) -> None:
        """Lets the next start be the one."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


class SystemSignals(QObject):
    """Turns SIGINT and SIGTERM into a clean quit: Python's handlers need the event loop to be woken."""

    def __init__(self, on_quit: Callable[[], None]) -> None:
        super().__init__()
        self._on_quit = on_quit
        self._ours, self._theirs = socket.socketpair()
        self._theirs.settimeout(0)
        self._before_fd = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)

    def _on_byte(self) -> None:
        self._ours.recv(64)
        self._on_quit()

    def release(self) -> None:
        """Gives the handlers back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._ours.close()
        self._theirs.close()


class UncaughtErrors(QObject):
    """Logs what nobody caught, tells the user once, and lets the program live on."""

    _caught = Signal(str)

    def __init__(self, log_file: Path) -> None:
        super().__init__()
        self._log_file = log_file
        self._is_told = False
        self._before = sys.excepthook
        self._caught.connect(self._on_caught)
        sys.excepthook = self._on_exception

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("an error that nobody caught", exc_info=(kind, error, trace))
        self._caught.emit(kind.__name__)

    def _on_caught(self, _kind: str) -> None:
        if self._is_told:
            return
        self._is_told = True
        QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        show_error(
            self.tr("Something went wrong inside Reverie."),
            self.tr("Your photos and everything saved are safe. Details are in {file}.").format(file=self._log_file),
        )

    def release(self) -> None:
        """Gives the hook back."""
        sys.excepthook = self._before


def show_error(message: str, advice: str) -> None:
    """Shows a plain message and waits for it to be closed."""
    box = QMessageBox(QMessageBox.Icon.Warning, APP_NAME, message)
    box.setInformativeText(advice)
    box.exec()
