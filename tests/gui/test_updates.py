"""The button that asks for a newer version: nothing is asked before it, little by it, and any answer is survived."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtNetwork import (
    QHostAddress,
    QSsl,
    QSslCertificate,
    QSslConfiguration,
    QSslKey,
    QSslServer,
    QSslSocket,
    QTcpServer,
    QTcpSocket,
)
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import desktop_app
from desktop_app.domain.release import ReleaseAddresses, UpdateAnswer, UpdateOutcome
from desktop_app.gui import about_dialog, system, update_check
from desktop_app.gui.about_dialog import AboutDialog, published_at
from desktop_app.gui.update_check import MAX_ANSWER_BYTES, UpdateCheck
from desktop_app.gui.update_row import UpdateRow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any dialog

PROJECT = Path(__file__).resolve().parents[2]
PAGE = "https://releases.example/page"
NEWER = json.dumps({"tag_name": "v99.1.0", "html_url": "https://evil.example/", "body": "words"}).encode()


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    """Returns what a server sends."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class Server(QObject):
    """Answers on this machine alone, with whatever bytes it is told.

    Attributes:
        says: sent whole for each question; None: it stays silent.
        asked: every question, as it came.
    """

    def __init__(self, server: QTcpServer, scheme: str = "http") -> None:
        super().__init__()
        self.says: bytes | Callable[[bytes], bytes] | None = answer(NEWER)
        self.asked: list[bytes] = []
        self.connections = 0
        self._server, self._scheme = server, scheme
        server.setParent(self)
        server.pendingConnectionAvailable.connect(self._come)
        assert server.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost), 0)

    @property
    def port(self) -> int:
        return self._server.serverPort()

    def address(self, path: str = "/latest") -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}{path}"

    def _come(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            self.connections += 1
            connection.readyRead.connect(lambda connection=connection: self._answer(connection))

    def _answer(self, connection: QTcpSocket) -> None:
        self.asked.append(connection.readAll().data())
        says = self.says(self.asked[-1]) if callable(self.says) else self.says
        if says is not None:
            connection.write(says)
            connection.disconnectFromHost()


@pytest.fixture
def server(qtbot: QtBot) -> Server:
    return Server(QTcpServer())


@pytest.fixture
def ask(qtbot: QtBot, server: Server) -> Callable[..., UpdateAnswer]:
    """Asks the server and waits for what comes of it."""

    def asked(address: str = "", timeout_ms: int = 60_000) -> UpdateAnswer:
        page = QObject()
        check = UpdateCheck(address or server.address(), "0.1.0", page, timeout_ms=timeout_ms)
        with qtbot.waitSignal(check.answered, timeout=60_000) as told:
            check.ask()
        assert not check.is_asking
        return told.args[0]

    return asked


@pytest.fixture
def row(qtbot: QtBot, server: Server) -> Iterator[UpdateRow]:
    dialog = AboutDialog(releases=ReleaseAddresses(server.address(), PAGE))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert isinstance(dialog.updates, UpdateRow)
    yield dialog.updates
    dialog.close()


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_nothing_is_asked_until_the_button_is_pressed(row: UpdateRow, server: Server, qtbot: QtBot) -> None:
    assert "127.0.0.1 is asked" in row.words.text()
    own = QTcpSocket()
    own.connectToHost("127.0.0.1", server.port)  # whatever was on its way before this has come when this has
    qtbot.waitUntil(lambda: server.connections > 0)
    assert server.connections == 1
    own.abort()
    with qtbot.waitSignal(row.check.answered, timeout=60_000):
        row.button.click()
        row.button.click()  # impatience
    assert server.connections == 2
    assert len(server.asked) == 1


def test_enter_closes_the_page_and_asks_nothing(row: UpdateRow, server: Server, qtbot: QtBot) -> None:
    dialog = row.window()
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not row.check.is_asking


def test_no_words_are_cut_off_whatever_came_of_it(row: UpdateRow, qtbot: QtBot) -> None:
    for outcome in UpdateOutcome:
        row.check.answered.emit(UpdateAnswer(outcome, "2.0"))
        qtbot.waitUntil(lambda: not cut_off(row.window()))


def cut_off(page: QWidget) -> list[str]:
    """Returns the texts that have less room than they need."""
    labels = [each for each in page.findChildren(QLabel) if each.isVisible() and each.text()]
    return [each.text() for each in labels if each.height() < each.heightForWidth(each.width())]


def test_the_question_says_nothing_of_this_computer(ask: Callable[..., UpdateAnswer], server: Server) -> None:
    ask()
    (question,) = server.asked
    first, *lines = question.decode("ascii").split("\r\n")
    assert first == "GET /latest HTTP/1.1"
    told = dict(line.split(": ", 1) for line in lines if line)
    assert told.pop("Host") == f"127.0.0.1:{server.port}"
    assert told.pop("Connection").lower() == "keep-alive"
    assert told == {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Accept-Language": "en",
        "User-Agent": "Reverie",
    }


def test_a_cookie_is_not_sent_back(ask: Callable[..., UpdateAnswer], server: Server) -> None:
    server.says = answer(NEWER, "200 OK", "Set-Cookie: who=you; Path=/")
    ask()
    ask()
    assert len(server.asked) == 2
    assert b"ookie" not in b"".join(server.asked)


# --- what comes of it ------------------------------------------------------------------------------------------------


def test_a_newer_version_is_told_of(ask: Callable[..., UpdateAnswer]) -> None:
    assert ask() == UpdateAnswer(UpdateOutcome.NEWER, "99.1.0")


def test_the_same_version_is_the_newest(ask: Callable[..., UpdateAnswer], server: Server) -> None:
    server.says = answer(b'{"tag_name": "v0.1.0"}')
    assert ask() == UpdateAnswer(UpdateOutcome.NEWEST)


@pytest.mark.parametrize(
    ("says", "outcome"),
    [
        (answer(b"<html>please log in</html>"), UpdateOutcome.NOT_UNDERSTOOD),
        (answer(b""), UpdateOutcome.NOT_UNDERSTOOD),
        (answer(b"[" * 900_000), UpdateOutcome.NOT_UNDERSTOOD),
        (answer(b" " * (MAX_ANSWER_BYTES + 1) + NEWER), UpdateOutcome.NOT_UNDERSTOOD),
        (answer(NEWER, "404 Not Found"), UpdateOutcome.REFUSED),
        (answer(NEWER, "403 rate limit"), UpdateOutcome.REFUSED),
        (answer(NEWER, "500 Internal Server Error"), UpdateOutcome.REFUSED),
        (answer(NEWER, "204 No Content"), UpdateOutcome.REFUSED),
        (answer(NEWER, "401 Unauthorized", 'WWW-Authenticate: Basic realm="x"'), UpdateOutcome.REFUSED),
        (answer(b"", "302 Found", "Location: http://127.0.0.2:9/other"), UpdateOutcome.ELSEWHERE),
        (answer(b"", "302 Found", "Location: https://evil.example/"), UpdateOutcome.ELSEWHERE),
        (answer(b"", "302 Found", "Location: /latest"), UpdateOutcome.ELSEWHERE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + NEWER, UpdateOutcome.UNREACHABLE),
        (b"SSH-2.0-OpenSSH_9.2\r\n", UpdateOutcome.UNREACHABLE),
        (b"", UpdateOutcome.UNREACHABLE),
    ],
    ids=lambda value: value.value if isinstance(value, UpdateOutcome) else value[:30].decode().split("\r")[0],
)
def test_any_other_answer_is_survived(
    ask: Callable[..., UpdateAnswer], server: Server, says: bytes, outcome: UpdateOutcome
) -> None:
    server.says = says
    assert ask() == UpdateAnswer(outcome)


def test_an_endless_answer_is_cut_off(ask: Callable[..., UpdateAnswer], server: Server) -> None:
    server.says = b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (8 * MAX_ANSWER_BYTES)  # no length: until the connection ends
    assert ask() == UpdateAnswer(UpdateOutcome.NOT_UNDERSTOOD)


def test_a_redirection_on_the_same_host_is_followed(ask: Callable[..., UpdateAnswer], server: Server) -> None:
    moved = answer(b"", "301 Moved Permanently", "Location: /renamed")
    server.says = lambda question: answer(NEWER) if b"/renamed" in question else moved
    assert ask() == UpdateAnswer(UpdateOutcome.NEWER, "99.1.0")
    assert len(server.asked) == 2


def test_a_server_that_stays_silent_is_given_up(ask: Callable[..., UpdateAnswer], server: Server) -> None:
    server.says = None
    assert ask(timeout_ms=50) == UpdateAnswer(UpdateOutcome.TIMED_OUT)


def test_where_nobody_listens_it_could_not_be_reached(ask: Callable[..., UpdateAnswer], server: Server) -> None:
    address = server.address()
    server._server.close()
    assert ask(address) == UpdateAnswer(UpdateOutcome.UNREACHABLE)


@pytest.mark.skipif(shutil.which("openssl") is None or not QSslSocket.supportsSsl(), reason="needs openssl and TLS")
def test_a_certificate_that_nobody_vouches_for_is_no_safe_connection(
    ask: Callable[..., UpdateAnswer], qtbot: QtBot, tmp_path: Path
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    configuration = QSslConfiguration()
    configuration.setLocalCertificate(QSslCertificate(certificate.read_bytes()))
    configuration.setPrivateKey(QSslKey(key.read_bytes(), QSsl.KeyAlgorithm.Rsa))
    listener = QSslServer()
    listener.setSslConfiguration(configuration)
    safe = Server(listener, "https")
    assert ask(safe.address()) == UpdateAnswer(UpdateOutcome.UNSAFE)
    assert safe.asked == []


def test_without_tls_nothing_is_asked(
    ask: Callable[..., UpdateAnswer], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_check.QSslSocket, "supportsSsl", lambda: False)
    assert ask(server.address().replace("http:", "https:")) == UpdateAnswer(UpdateOutcome.UNSAFE)
    assert server.connections == 0


def test_a_page_that_is_closed_while_it_asks_hears_nothing_more(server: Server, qtbot: QtBot) -> None:
    server.says = None
    dialog = AboutDialog(releases=ReleaseAddresses(server.address(), PAGE))
    assert isinstance(dialog.updates, UpdateRow)
    heard: list[object] = []
    dialog.updates.check.answered.connect(heard.append)
    dialog.updates.button.click()
    qtbot.waitUntil(lambda: len(server.asked) == 1)
    (connection,) = server.findChildren(QTcpSocket)
    with qtbot.waitSignals([dialog.destroyed, connection.disconnected]):
        dialog.deleteLater()
    assert heard == []


# --- what people see -------------------------------------------------------------------------------------------------


def test_the_page_says_so_and_opens_the_known_address_never_one_of_the_answer(
    row: UpdateRow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(system.QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    assert not row.page_button.isVisible()
    with qtbot.waitSignal(row.check.answered, timeout=60_000):
        row.button.click()
        assert row.words.text() == "Asking 127.0.0.1…"
    assert row.words.text() == "Version 99.1.0 is out."
    assert opened == []
    row.page_button.click()
    assert [url.toString() for url in opened] == [PAGE]


@pytest.mark.parametrize("outcome", list(UpdateOutcome))
def test_every_outcome_has_its_words_and_can_be_asked_again(row: UpdateRow, outcome: UpdateOutcome) -> None:
    before = row.words.text()
    row.check.answered.emit(UpdateAnswer(outcome, "2.0"))
    assert row.words.text() != before
    assert row.words.text().endswith((".", "?"))
    assert "{" not in row.words.text()
    assert row.page_button.isVisible() == (outcome is UpdateOutcome.NEWER)
    assert row.button.isEnabled()


def test_each_outcome_is_told_in_words_of_its_own(row: UpdateRow) -> None:
    told = {row._words(UpdateAnswer(outcome, "2.0")) for outcome in UpdateOutcome}
    assert len(told) == len(UpdateOutcome)


def test_while_nothing_is_published_there_is_no_button(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = AboutDialog(releases=None)
    qtbot.addWidget(dialog)
    assert dialog.updates is None
    assert [each.text() for each in dialog.findChildren(QPushButton)] == ["Close"]
    assert not [each for each in dialog.findChildren(QLabel) if "update" in each.text().lower()]
    for latest, page in (("", ""), ("https://a.example/latest", ""), ("", PAGE)):
        monkeypatch.setattr(about_dialog, "LATEST_RELEASE_URL", latest)
        monkeypatch.setattr(about_dialog, "RELEASES_URL", page)
        assert published_at() is None
    monkeypatch.setattr(about_dialog, "LATEST_RELEASE_URL", "https://a.example/latest")
    assert published_at() == ReleaseAddresses("https://a.example/latest", PAGE)


def test_the_window_opens_the_page_with_what_is_published(
    window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(about_dialog, "LATEST_RELEASE_URL", "https://a.example/latest")
    monkeypatch.setattr(about_dialog, "RELEASES_URL", PAGE)
    window.pages.show_about()
    (dialog,) = window.findChildren(AboutDialog)
    assert isinstance(dialog.updates, UpdateRow)
    assert dialog.updates.check.host == "a.example"
    dialog.reject()


def test_the_addresses_are_those_of_the_project_and_safe() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    urls = project.get("urls", {})
    assert urls.get("Latest release", "") == desktop_app.LATEST_RELEASE_URL
    assert urls.get("Releases", "") == desktop_app.RELEASES_URL
    for address in filter(None, (desktop_app.LATEST_RELEASE_URL, desktop_app.RELEASES_URL)):
        assert urlsplit(address).scheme == "https"
    assert bool(desktop_app.LATEST_RELEASE_URL) == bool(desktop_app.RELEASES_URL)
