"""The two kinds of failure: what the environment did (tell the user) and what we did wrong (a bug)."""

from __future__ import annotations


class ReverieError(Exception):
    """Base of every error this program raises on purpose."""


class UserError(ReverieError):
    """The environment's fault: one plain sentence, and what can be done about it.

    Attributes:
        advice: what the user can do, or an empty string when the message says it all.
    """

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice

    def sentence(self) -> str:
        """Returns message and advice as one line of text."""
        return f"{self} {self.advice}".strip()


class DecodeError(UserError):
    """A file could not be turned into pixels. The message names the reason, not the path."""


class StorageFullError(UserError):
    """The disk that holds the library (or a cache) has no room left; nothing was written."""


class DatabaseError(UserError):
    """The library's database cannot be opened, is damaged, locked, read-only or from a newer version."""


class ModelError(UserError):
    """A model file is missing, damaged or refused; the features that need it are off."""


class WorkerError(ReverieError):
    """A child process died, hung or answered nonsense; the caller may retry or mark the photo."""


class CancelledError(ReverieError):
    """The user (or closing) cancelled the job. Raised out of a progress call, never an error to show."""
