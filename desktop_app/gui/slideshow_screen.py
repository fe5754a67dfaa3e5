"""Keeps the screen from going to sleep while something plays. Qt has no way of its own, so each system's is asked."""

from __future__ import annotations

import logging
import os
import sys

log = logging.getLogger(__name__)

NAME = "reverie-slideshow"
SERVICE, PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
ES_CONTINUOUS, ES_DISPLAY_REQUIRED = 0x80000000, 0x00000002


class ScreenWaking:
    """Holds the screen awake between `hold` and `release`, where that can be done. GUI thread.

    On Linux the desktop is asked over the session's bus (freedesktop.org's idle inhibition); the request lives as long
    as a connection made for it, so it ends with the program whatever happens. On Windows the thread says so to the
    system. On macOS nothing is done: its way is no part of Qt nor of Python.
    """

    def __init__(self) -> None:
        self.is_holding = False

    def hold(self, reason: str) -> None:
        """Asks for the screen to stay on; `reason` is shown by desktops that list who does so."""
        if not self.is_holding:
            self.is_holding = _hold(reason)

    def release(self) -> None:
        """Lets the screen go to sleep again when nothing else keeps it."""
        if self.is_holding:
            self.is_holding = False
            _release()


def _hold(reason: str) -> bool:
    if sys.platform == "win32":
        return _tell_windows(ES_CONTINUOUS | ES_DISPLAY_REQUIRED)
    if sys.platform == "darwin" or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False  # without an address the bus would be searched for by starting a program
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage
    except ImportError:
        log.debug("no QtDBus: the screen may go to sleep")
        return False
    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, NAME)
    message = QDBusMessage.createMethodCall(SERVICE, PATH, SERVICE, "Inhibit")
    message.setArguments(["Reverie", reason])
    if not bus.isConnected() or not bus.send(message):
        log.info("the desktop cannot be asked to keep the screen on")
        QDBusConnection.disconnectFromBus(NAME)
        return False
    return True


def _release() -> None:
    if sys.platform == "win32":
        _tell_windows(ES_CONTINUOUS)
        return
    from PySide6.QtDBus import QDBusConnection

    QDBusConnection.disconnectFromBus(NAME)


def _tell_windows(state: int) -> bool:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - known to Windows alone
    return bool(kernel.SetThreadExecutionState(ctypes.c_uint(state)))
