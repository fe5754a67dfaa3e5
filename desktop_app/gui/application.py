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

from PySide6.QtCore import QByteArray, QDeadlineTimer, QLockFile, QObject, QSocketNotifier, QTimer, Signal
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


class SingleInstance(QObject):
    """Lets one window per library run; a second start hands over its folders, raises the first and ends.

    `handed_over` carries a list of folder paths (str) from a second start.
    """

    handed_over = Signal(list)

    def __init__(self, paths: LibraryPaths) -> None:
        super().__init__()
        self._name = "reverie-" + sha256(str(paths.home).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        paths.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = QLockFile(str(paths.home / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self, folders: Sequence[Path]) -> bool:
        """Becomes the one instance, or tells it about `folders`. Returns whether this process goes on."""
        deadline = QDeadlineTimer(STARTING_MS)
        while not self._lock.tryLock(RETRY_MS):
            if self._lock.error() is QLockFile.LockError.PermissionError:
                return True  # a read-only home: opened to be read, any number of times
            if self._hand_over(folders):
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

    def _hand_over(self, folders: Sequence[Path]) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        link = QLocalSocket()
        link.connectToServer(self._name)
        if not link.waitForConnected(HELLO_TIMEOUT_MS):
            return False
        message = json.dumps([str(folder.absolute()) for folder in folders])
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
            folders = json.loads(raw or b"[]")
        except ValueError:
            log.info("a second start said something unreadable")
            folders = []
        if isinstance(folders, list):
            self.handed_over.emit([folder for folder in folders if isinstance(folder, str)])

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
