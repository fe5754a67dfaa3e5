"""The screen is kept on while a slideshow plays: a request on the session's bus that ends with its connection."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desktop_app.gui.slideshow_screen import ScreenWaking

QtDBus = pytest.importorskip("PySide6.QtDBus")
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the session's bus is Linux's way")


class Heard:
    """What a bus's monitor wrote so far."""

    def __init__(self, address: str) -> None:
        command = ["dbus-monitor", "--address", address, "--profile"]
        self._monitor = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.wait_for("NameLost")  # from now on it hears everything

    def wait_for(self, word: str) -> str:
        """Reads on until a line holds a word; returns the line."""
        assert self._monitor.stdout is not None
        for line in self._monitor.stdout:
            if word in line:
                return line
        raise AssertionError(f"the bus closed before {word}")

    def close(self) -> None:
        self._monitor.kill()
        self._monitor.communicate()


@pytest.fixture
def bus(qapp, monkeypatch) -> Iterator[Heard]:
    """A session bus of its own, listened to."""
    if shutil.which("dbus-daemon") is None or shutil.which("dbus-monitor") is None:
        pytest.skip("no D-Bus here")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    heard = Heard(address)
    yield heard
    heard.close()
    daemon.kill()
    daemon.communicate()


def test_the_desktop_is_asked_and_the_request_ends_with_the_slideshow(bus: Heard) -> None:
    waking = ScreenWaking()
    for _ in range(2):  # the second slideshow asks anew
        waking.hold("A slideshow is playing")
        assert waking.is_holding
        call = bus.wait_for("Inhibit").split("\t")
        assert call[0] == "mc"
        assert "org.freedesktop.ScreenSaver" in call
        waking.release()
        assert not waking.is_holding
        bus.wait_for("NameOwnerChanged")


def test_without_a_bus_nothing_is_asked(monkeypatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    waking = ScreenWaking()
    waking.hold("A slideshow is playing")
    assert not waking.is_holding
    waking.release()


def test_a_bus_that_is_not_there_is_no_trouble(qapp, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    waking = ScreenWaking()
    waking.hold("A slideshow is playing")
    assert not waking.is_holding
