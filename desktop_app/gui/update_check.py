"""The one place that reaches for a network: when a person presses a button, it asks one address for the newest version.

Qt does it on the GUI thread without blocking it. Whoever answers is not trusted: nothing is kept, nothing followed but
a few redirections to the same host, and of the answer a version number is read.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest, QSslSocket

from desktop_app.domain.release import UpdateAnswer, UpdateOutcome, compare_with_latest

TIMEOUT_MS = 10_000
MAX_ANSWER_BYTES = 1_000_000
MAX_REDIRECTIONS = 3
OK = 200
_ELSEWHERE = (
    QNetworkReply.NetworkError.InsecureRedirectError,
    QNetworkReply.NetworkError.TooManyRedirectsError,
)

_log = logging.getLogger(__name__)


def encryption() -> str:
    """Returns what encrypts connections here, '' when nothing does. Asks nobody."""
    if not QSslSocket.supportsSsl():
        return ""
    return f"{QSslSocket.sslLibraryVersionString()} ({QSslSocket.activeBackend()})"


class UpdateCheck(QObject):
    """Asks once each time it is told to; gone before the answer, it is as if it had not asked.

    Args:
        address: of the JSON about the newest version.
        current: the version that runs.
        parent: the page with the button.
        timeout_ms: after which the whole of it is given up.
    """

    answered = Signal(object)  # an UpdateAnswer

    def __init__(self, address: str, current: str, parent: QObject, *, timeout_ms: int = TIMEOUT_MS) -> None:
        super().__init__(parent)
        self._address, self._current = QUrl(address), current
        self._manager: QNetworkAccessManager | None = None
        self._reply: QNetworkReply | None = None
        self._body = bytearray()
        self._stopped_for: UpdateOutcome | None = None
        self._patience = QTimer(self, singleShot=True, interval=timeout_ms)
        self._patience.timeout.connect(self._give_up)

    @property
    def host(self) -> str:
        """Whom it asks."""
        return self._address.host()

    @property
    def is_asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._reply is not None

    def ask(self) -> None:
        """Asks, unless it is asking; `answered` follows."""
        if self.is_asking:
            return
        if self._address.scheme() == "https" and not encryption():
            self.answered.emit(UpdateAnswer(UpdateOutcome.UNSAFE))
            return
        self._manager = QNetworkAccessManager(self)
        self._body.clear()
        self._stopped_for = None
        self._reply = self._manager.get(self._request())
        self._reply.setReadBufferSize(MAX_ANSWER_BYTES)
        self._reply.readyRead.connect(self._take)
        self._reply.finished.connect(self._finish)
        self._patience.start()

    def _request(self) -> QNetworkRequest:
        """Returns the question: no cookie, no password, no language, nothing about this computer."""
        request = QNetworkRequest(self._address)
        request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, "Reverie")
        for name, value in ((b"Accept", b"application/json"), (b"Accept-Language", b"en")):
            request.setRawHeader(name, value)
        request.setRawHeader(b"Accept-Encoding", b"identity")  # what is counted is what is read
        attribute, load = QNetworkRequest.Attribute, QNetworkRequest.LoadControl
        for kept in (
            attribute.CookieLoadControlAttribute,
            attribute.CookieSaveControlAttribute,
            attribute.AuthenticationReuseAttribute,
        ):
            request.setAttribute(kept, load.Manual)
        request.setAttribute(attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.SameOriginRedirectPolicy)
        request.setMaximumRedirectsAllowed(MAX_REDIRECTIONS)
        return request

    def _take(self) -> None:
        if self._reply is None:
            return
        self._body += self._reply.readAll().data()
        if len(self._body) > MAX_ANSWER_BYTES:
            self._stop(UpdateOutcome.NOT_UNDERSTOOD)

    def _give_up(self) -> None:
        self._stop(UpdateOutcome.TIMED_OUT)

    def _stop(self, outcome: UpdateOutcome) -> None:
        if self._reply is not None and self._stopped_for is None:
            self._stopped_for = outcome
            self._reply.abort()

    def _finish(self) -> None:
        reply, self._reply = self._reply, None
        self._patience.stop()
        if reply is None:
            return
        if self._stopped_for is None and reply.error() == QNetworkReply.NetworkError.NoError:
            self._body += reply.readAll().data()
        answer = UpdateAnswer(self._stopped_for) if self._stopped_for else self._read(reply)
        if reply.error() != QNetworkReply.NetworkError.NoError:
            _log.info("The newest version is not known: %s", reply.error().name)
        self._body.clear()
        if self._manager is not None:
            self._manager.deleteLater()  # and the reply, the connection and whatever was set on the way with it
            self._manager = None
        self.answered.emit(answer)

    def _read(self, reply: QNetworkReply) -> UpdateAnswer:
        """Returns what a reply that was not stopped says."""
        error, status = reply.error(), reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if error == QNetworkReply.NetworkError.NoError and status == OK:
            return compare_with_latest(self._current, bytes(self._body))
        if error in _ELSEWHERE:
            return UpdateAnswer(UpdateOutcome.ELSEWHERE)
        if error == QNetworkReply.NetworkError.SslHandshakeFailedError:
            return UpdateAnswer(UpdateOutcome.UNSAFE)
        is_refused = isinstance(status, int) and status != OK
        return UpdateAnswer(UpdateOutcome.REFUSED if is_refused else UpdateOutcome.UNREACHABLE)
