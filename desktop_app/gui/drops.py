"""What a drag or the clipboard carries, read into a request: files, pictures, photos of the library, or folders."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui.photo_model import PHOTO_IDS_MIME, decode_ids, encode_ids

MAX_QUERY_PHOTOS = 32
MAX_PICTURE_BYTES = 200_000_000
MAX_HTML_CHARS = 300_000_000


@dataclass(frozen=True, slots=True)
class Drop:
    """What was found. At most one of `request` and `folders` is filled; `problem` says why neither is.

    Attributes:
        request: photos to find likes of.
        folders: folders to add to the library.
        problem: one sentence for the user, or ''.
    """

    request: SimilarRequest | None = None
    folders: tuple[Path, ...] = ()
    problem: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Drops", text)


def write_photo_ids(mime: QMimeData, ids: Sequence[PhotoId]) -> None:
    """Adds photos of the library to a drag, so that a drop inside the window knows them by id."""
    mime.setData(PHOTO_IDS_MIME, encode_ids(ids))


def read_photo_ids(mime: QMimeData) -> tuple[PhotoId, ...]:
    """Returns the ids a drag of our own carries, each once, in order; () for anything else or damaged."""
    return tuple(dict.fromkeys(decode_ids(mime)))


def is_promising(mime: QMimeData) -> bool:
    """Says whether a drag is worth showing the target for. Cheap: reads no picture, touches no file."""
    if mime.hasFormat(PHOTO_IDS_MIME) or mime.hasImage():
        return True
    formats = mime.formats()
    if any(name.startswith("image/") for name in formats):
        return True
    return mime.hasUrls() or (mime.hasHtml() and "<img" in mime.html()[:MAX_HTML_CHARS].lower())


def holds_only_folders(mime: QMimeData) -> bool:
    """Says whether everything dragged is a folder, so that the target can offer to add it."""
    paths = _local_paths(mime)
    return bool(paths) and not mime.hasFormat(PHOTO_IDS_MIME) and all(path.is_dir() for path in paths)


def read_drop(mime: QMimeData) -> Drop:
    """Reads a drag or the clipboard, the most exact form first: ids, files, encoded picture, picture inside HTML.

    Nothing is fetched from the network: an address alone is answered with a sentence that says what to do instead.
    """
    ids = read_photo_ids(mime)
    if ids:
        return Drop(SimilarRequest(photo_ids=ids[:MAX_QUERY_PHOTOS]))
    paths = _local_paths(mime)
    if paths:
        return read_paths(paths)
    picture = _encoded_picture(mime) or _html_picture(mime) or _url_picture(mime)
    if picture is not None:
        if len(picture) > MAX_PICTURE_BYTES:
            return Drop(problem=_tr("This picture is too large to compare."))
        return Drop(SimilarRequest(pictures=(picture,)))
    if mime.hasUrls() or mime.hasHtml():
        return Drop(
            problem=_tr(
                "This is only the address of a picture, and Reverie stays offline. Copy the picture, then paste it."
            )
        )
    return Drop(problem=_tr("There is no picture in this."))


def _local_paths(mime: QMimeData) -> list[Path]:
    if not mime.hasUrls():
        return []
    found = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile() and url.toLocalFile())
    return list(dict.fromkeys(found))


def read_paths(paths: Sequence[Path]) -> Drop:
    """Reads files and folders named in full; where there are files, it is about them."""
    files = tuple(path for path in paths if path.is_file())
    if files:
        return Drop(SimilarRequest(files=files[:MAX_QUERY_PHOTOS]))
    folders = tuple(path for path in paths if path.is_dir())
    if folders:
        return Drop(folders=folders)
    return Drop(problem=_tr("The file is no longer there."))


def _encoded_picture(mime: QMimeData) -> bytes | None:
    for name in mime.formats():
        if name.startswith("image/") and name != "image/svg+xml":
            data = bytes(mime.data(name).data())
            if data:
                return data
    if not mime.hasImage():
        return None
    image = mime.imageData()
    return encode_png(image) if isinstance(image, QImage) and not image.isNull() else None


def encode_png(image: QImage) -> bytes:
    """Returns the picture as PNG bytes."""
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # what the stub asks for, the binding refuses
    buffer.close()
    return bytes(array.data())


def _html_picture(mime: QMimeData) -> bytes | None:
    if not mime.hasHtml():
        return None
    from desktop_app.gui.drop_html import first_image  # late: the window's first tiles do not wait for a parser

    return _data_url_bytes(first_image(mime.html()[:MAX_HTML_CHARS]))


def _url_picture(mime: QMimeData) -> bytes | None:
    for url in mime.urls() if mime.hasUrls() else []:
        if url.scheme() == "data":
            picture = _data_url_bytes(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
            if picture is not None:
                return picture
    return None


def _data_url_bytes(address: str) -> bytes | None:
    head, comma, body = address.partition(",")
    if not comma or not head.lower().startswith("data:image/"):
        return None
    try:
        raw = unquote_to_bytes(body)
        return base64.b64decode(raw, validate=False) if head.lower().endswith(";base64") else raw
    except (binascii.Error, ValueError):
        return None
