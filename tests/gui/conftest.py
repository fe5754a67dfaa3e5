"""A library for window tests: real database, queries, commands and decoder, run inline; no lanes, no models."""

from __future__ import annotations

import io
import math
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shiboken6
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.flagging import FLAGS, Assessment
from desktop_app.domain.history import local_day
from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.domain.library import Changes, RootIdentity
from desktop_app.domain.photo import FlagName, Tag, TagSource
from desktop_app.domain.query import Match, SimilarRequest, SimilarResult
from desktop_app.domain.suggestion import Suggestion
from desktop_app.errors import UserError
from desktop_app.gui import theme
from desktop_app.gui.window import MainWindow
from desktop_app.imaging.decode import DecodedPhoto, DecodeOptions, decode_photo, decode_picture, decode_view
from desktop_app.library.applying import apply_edit
from desktop_app.library.commands import AddRoot, Redo, RemoveRoot, Undo
from desktop_app.library.flagging import FlagKeeper
from desktop_app.library.history import HistoryKeeper
from desktop_app.library.locked_queries import LockedQueries
from desktop_app.library.occasions import find_events_of
from desktop_app.library.queries import Queries
from desktop_app.library.screen_lock import ScreenLock
from desktop_app.library.smart_albums import SmartAlbumKeeper
from desktop_app.library.trash import Trash
from desktop_app.library.trash_acts import FileActs
from desktop_app.library.trash_commands import FILE_COMMANDS
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store

MODEL = "test-colours"
NOW_MS = 1_750_000_000_000
WAIT_MS = 120_000
SUBJECTS = (
    ("beach", (236, 214, 170), (86, 164, 200)),
    ("forest", (44, 88, 52), (140, 180, 110)),
    ("sunset", (240, 120, 70), (80, 40, 90)),
    ("city", (120, 124, 134), (210, 214, 222)),
)


_decoded: dict[bytes, DecodedPhoto] = {}


def decode_once(path: Path) -> DecodedPhoto:
    """Decodes a photo; the same photos, and copies of them, serve every test."""
    key = sha256(path.read_bytes()).digest()
    if key not in _decoded:
        _decoded[key] = decode_photo(path)
    return _decoded[key]


def write_photo(path: Path, subject: int, seed: int, size: tuple[int, int] = (600, 400)) -> None:
    """Writes a JPEG with a camera's date: sky, ground and a few shapes in the subject's colours."""
    rng = np.random.default_rng(seed)
    name, low, high = SUBJECTS[subject]
    del name
    rows = np.linspace(0, 1, size[1])[:, None, None]
    field = np.array(high) * (1 - rows) + np.array(low) * rows
    noise = rng.normal(0, 6, (size[1], size[0], 1))
    image = Image.fromarray(np.clip(field + noise, 0, 255).astype(np.uint8).repeat(1, axis=1), "RGB")
    pen = ImageDraw.Draw(image)
    for _ in range(6):
        x, y, r = rng.integers(0, size[0]), rng.integers(size[1] // 3, size[1]), rng.integers(10, 70)
        tint = tuple(int(c) for c in np.clip(np.array(low) + rng.integers(-50, 50), 0, 255))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=tint)
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    exif = Image.Exif()
    day = 1 + seed % 27
    exif[0x9003] = exif[0x0132] = f"2025:{1 + (seed // 27) % 12:02d}:{day:02d} 14:{seed % 60:02d}:00"
    exif[0x010F], exif[0x0110] = "Fujifilm", "X-T5"
    image.save(path, "JPEG", quality=88, exif=exif)


def vector_of(rgb: np.ndarray) -> np.ndarray:
    """Returns a (48,) float32 unit vector of a picture's colours in a 4x4 grid."""
    small = np.asarray(
        Image.fromarray(np.ascontiguousarray(rgb[..., :3])).resize((4, 4), Image.Resampling.BOX), np.float32
    )
    flat = small.reshape(-1) - 127.5
    return flat / max(float(np.linalg.norm(flat)), 1e-6)


def done(work: Callable[[], object]) -> Future:
    """Returns a future that is complete already, with a result or an error."""
    future: Future = Future()
    try:
        future.set_result(work())
    except Exception as error:  # noqa: BLE001 - whatever it is, the future carries it
        future.set_exception(error)
    return future


class InlineLibrary:
    """What the window asks of a library, answered at once on the thread that asks."""

    def __init__(self, paths: LibraryPaths) -> None:
        self.paths = paths
        self.store = Store.open(paths, is_writer=True, clock=lambda: NOW_MS)
        self.is_paused = False
        self.indexing_requests = 0
        self.similar_requests: list[SimilarRequest] = []
        self.additions: dict[AlbumId, tuple[Suggestion, ...]] = {}
        self._thumbnails: dict[PhotoId, bytes] = {}
        self._vectors: dict[PhotoId, np.ndarray] = {}
        self._listeners: list[Callable[[Changes], None]] = []
        self.settings = Settings()
        self.history = HistoryKeeper(self._submit, self.publish, self.settings)
        lane = SimpleNamespace(submit=self._submit, close=lambda _timeout_s: None)
        self.order = SimpleNamespace(
            trash=Trash(lambda _name: lane, self._submit, self.publish),
            events=SimpleNamespace(events=lambda: done(lambda: find_events_of(self.store))),
        )
        self._flags = self.order.flags = FlagKeeper(self._submit, self.publish, self.ask)
        self.order.smart_albums = SmartAlbumKeeper(lane, self._submit, self.publish, self.ask, self._with_reader)
        self.lock = ScreenLock(self._submit, self.publish)
        self.lock.read(self.store)
        self._files = FileActs(self._submit, self.publish, done)
        self.record_views = self.history.record_views
        self.record_feedback = self.history.record_feedback

    def _with_reader(self, work):
        reader = SimpleNamespace(
            decode=decode_once, vectors_of=lambda images: (MODEL, [vector_of(image) for image in images])
        )
        return done(lambda: work(self.store, reader))

    def _submit(self, work):
        return done(lambda: work(self.store))

    def record_shown(self, ids, at_ms=None):
        self.history.record_shown(ids, local_day(NOW_MS if at_ms is None else at_ms))

    @property
    def history_mode(self):
        return self.history.mode

    @property
    def is_private_session(self):
        return self.history.is_private_session

    def set_private_session(self, *, is_private):
        self.history.is_private_session = is_private
        self.publish(Changes(is_history_changed=True))

    def publish(self, changes: Changes) -> None:
        for listener in list(self._listeners):
            listener(changes)

    def subscribe(self, listener):
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def ask(self, question):
        queries = LockedQueries(self.store, self.lock) if self.lock.is_locked() else Queries(self.store)
        return done(lambda: question(queries))

    def ask_in_background(self, question):
        return self.ask(question)

    def run(self, command):
        if isinstance(command, (*FILE_COMMANDS, Undo, Redo)):
            return self._files.run(command, lambda _store, edit: self._tell(command, edit))
        return done(lambda: self._run(command))

    def _run(self, command):
        if isinstance(command, AddRoot):
            if not command.path.is_dir():
                raise UserError(f"There is no folder {command.path}.")
            self.index(command.path)
            return None
        if isinstance(command, RemoveRoot):
            self.store.roots.remove(command.root_id)
            self.publish(Changes(are_roots_changed=True, is_membership_changed=True))
            return None
        self.lock.refuse(self.store, command)
        edit = apply_edit(self.store, command)
        self._tell(command, edit)
        return edit

    def _tell(self, command, edit):
        if edit is not None:
            self.history.record_edit(self.store, command)
        if edit is not None or isinstance(command, Undo | Redo):
            ids = frozenset(edit.photo_ids) if edit else frozenset()
            self.publish(
                Changes(
                    updated=ids,
                    is_membership_changed=True,
                    are_tags_changed=True,
                    is_undo_changed=True,
                    are_albums_changed=True,
                    is_history_changed=True,
                )
            )

    def create_album(self, name, ids=()):
        def create():
            _edit, album_id = self.store.edits.create_album(name, tuple(ids))
            self.publish(Changes(is_membership_changed=True, is_undo_changed=True, are_albums_changed=True))
            return album_id

        return done(create)

    def album_additions(self, album_id, top=20):
        return done(lambda: self.additions.get(album_id, ())[:top])

    def index(self, folder: Path) -> None:
        """Adds a folder's pictures as indexing would; files that cannot be read become problems."""
        stat = folder.stat()
        root = self.store.roots.add(folder, RootIdentity(stat.st_dev, stat.st_ino), NOW_MS)
        files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".png"))
        found = [NewFile(str(p.relative_to(folder)).encode(), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
        with self.store.db.atomic():
            ids = self.store.photos.add_files(root.id, found, NOW_MS)
        rows, understood = [], []
        for photo_id, path in zip(ids, files, strict=True):
            try:
                decoded = decode_once(path)
            except UserError as error:
                self.store.photos.save_decode_failure(photo_id, str(error), NOW_MS)
                continue
            assert decoded.measures is not None
            stat = path.stat()
            d = decoded
            facts = (d.content_hash, d.format, d.width_px, d.height_px, d.metadata, d.measures)
            kinds = (d.is_damaged, d.is_animated, d.is_raw)
            rows.append(DecodedRow(photo_id, *facts, *kinds, stat.st_mtime_ns, stat.st_size))
            self._thumbnails[photo_id] = decoded.thumbnail
            self._vectors[photo_id] = vector_of(decoded.rgb)
            understood.append(self._understand(photo_id, path))
        with self.store.db.atomic():
            self.store.photos.save_decoded(rows)
            self.store.understanding.save(understood, NOW_MS)
            self.store.search_text.refresh([row.photo_id for row in rows])
        self.publish(Changes(added=frozenset(ids), is_membership_changed=True, are_roots_changed=True))

    def _understand(self, photo_id: PhotoId, path: Path) -> UnderstoodRow:
        subject = path.stem.split("-")[0]
        tags = (Tag(subject, TagSource.AI, 0.87), Tag("outdoors", TagSource.AI, 0.61))
        found = {FlagName.BLURRY: 8_000 * path.stem.endswith("-3")}
        if path.stem.startswith("private"):
            found = {FlagName.SENSITIVE: 9_000}
        flags = Assessment(tuple(found.get(name, 0) for name in FLAGS))
        return UnderstoodRow(photo_id, MODEL, self._vectors[photo_id].astype(np.float16), tags, flags)

    def similar(self, request: SimilarRequest):
        self.similar_requests.append(request)
        return done(lambda: self._similar(request))

    def _similar(self, request: SimilarRequest) -> SimilarResult:
        options = DecodeOptions(want_measures=False)
        queries = [self._vectors[i] for i in request.photo_ids if i in self._vectors]
        queries += [vector_of(decode_photo(path, options).rgb) for path in request.files]
        queries += [vector_of(decode_picture(data, options).rgb) for data in request.pictures]
        if not queries:
            raise UserError("No picture of the question could be read.")
        mean = np.mean(queries, axis=0)
        scored = [(float(v @ mean), i) for i, v in self._vectors.items() if i not in request.photo_ids]
        scored.sort(reverse=True)
        paths = Queries(self.store).paths([i for _score, i in scored])
        good = [(score, i) for score, i in scored if score >= 0.5 + request.strictness * 0.45]
        chosen = good or scored[:3]
        matches = tuple(Match(i, paths[i], max(0.0, min(1.0, score))) for score, i in chosen[: request.top])
        return SimilarResult(matches, bool(good))

    def search(self, text: str, top: int = 1000):
        return self.ask(lambda queries: queries.search(text, top))

    def thumbnail(self, photo_id, convert):
        jpeg = self._thumbnails.get(photo_id)
        return done(lambda: None if jpeg is None else convert(jpeg))

    def view_image(self, photo_id, max_edge_px=None):
        return done(lambda: self._view(Queries(self.store).photo(photo_id), max_edge_px))

    def _view(self, photo, max_edge_px):
        rgb = decode_view(photo.path, max_edge_px)
        return SimpleNamespace(rgb=rgb, width_px=photo.width_px, height_px=photo.height_px)

    def preview(self, source, max_edge_px=512):
        options = DecodeOptions(want_measures=False, thumbnail_edge_px=max_edge_px)

        def decode():
            decoded = decode_picture(source, options) if isinstance(source, bytes) else decode_photo(source, options)
            return SimpleNamespace(rgb=decoded.rgb, width_px=decoded.width_px, height_px=decoded.height_px)

        return done(decode)

    def use_settings(self, settings):
        self.settings = settings
        self.history.use_settings(settings)
        self._flags.use_settings(settings)

    def start_indexing(self, roots=()):
        del roots
        self.indexing_requests += 1

    def pause(self):
        self.is_paused = True

    def resume(self):
        self.is_paused = False

    def close(self):
        self.store.close()


class PatientBot(QtBot):
    """Waits for as long as a machine under load may take, and until every window has taken the answers it asked for.

    The library of these tests answers at once, so a fast machine hands a window all of a change in one turn of the
    event loop. Where one turn is not enough, a window knows a part of it: what a test sees must not depend on that.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.windows: list[MainWindow] = []

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = WAIT_MS) -> None:
        super().waitUntil(callback, timeout=timeout)
        super().waitUntil(self._is_all_taken, timeout=WAIT_MS)

    def _is_all_taken(self) -> bool:
        return all(window.bridge.waiting == 0 for window in self.windows if shiboken6.isValid(window))

    def waitSignal(self, signal, *, timeout: int = WAIT_MS, **options):
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitExposed(self, widget, *, timeout: int = WAIT_MS):
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """The bot of every window test. Nothing of the test before lies in its way: no tool tip, no pointer."""
    for widget in qapp.topLevelWidgets():
        widget.hide()
    QCursor.setPos(0, 0)
    return PatientBot(request)


@pytest.fixture
def theme_app(qapp: QApplication) -> QApplication:
    """The application with its light theme."""
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture(scope="session")
def photo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty-four photos of four subjects in two folders, and one file that is no picture."""
    folder = tmp_path_factory.mktemp("Photos")
    (folder / "Holiday").mkdir()
    for number in range(24):
        subject = number % len(SUBJECTS)
        place = folder / "Holiday" if number % 2 else folder
        size = ((600, 400), (400, 600), (500, 500))[number % 3]
        write_photo(place / f"{SUBJECTS[subject][0]}-{number}.jpg", subject, number * 3, size)
    broken = folder / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 this is no picture")
    os.utime(broken, (1_000_000_000, 1_000_000_000))  # the oldest, so the last
    return folder


@pytest.fixture
def empty_library(theme_app: QApplication, tmp_path: Path) -> Iterator[InlineLibrary]:
    """A library without folders."""
    library = InlineLibrary(LibraryPaths(tmp_path / "home", tmp_path / "cache"))
    yield library
    library.close()


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory, photo_folder: Path) -> InlineLibrary:
    """A library of the photo folder, closed: each test has a copy of it, which takes a third of the time."""
    place = tmp_path_factory.mktemp("indexed")
    library = InlineLibrary(LibraryPaths(place / "home", place / "cache"))
    library.index(photo_folder)
    library.close()
    return library


@pytest.fixture
def inline_library(theme_app: QApplication, tmp_path: Path, indexed: InlineLibrary) -> Iterator[InlineLibrary]:
    """A library of the photo folder."""
    shutil.copytree(indexed.paths.home, tmp_path / "home")
    library = InlineLibrary(LibraryPaths(tmp_path / "home", tmp_path / "cache"))
    library._thumbnails |= indexed._thumbnails
    library._vectors |= indexed._vectors
    yield library
    library.close()


@pytest.fixture
def make_window(qtbot, theme_app: QApplication):
    """Makes windows on a library; remembers what they saved."""

    def make(library: InlineLibrary, settings: Settings | None = None) -> MainWindow:
        saved: list[Settings] = []
        chosen = settings or Settings(theme="light", is_motion_reduced=True)
        library.use_settings(chosen)
        window = MainWindow(library, chosen, saved.append)
        window.saved = saved
        qtbot.addWidget(window)
        qtbot.windows.append(window)
        if not chosen.window_geometry:
            window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: window.navigator.roots is not None and window.bridge.waiting == 0)
        return window

    return make


@pytest.fixture
def window(make_window, inline_library: InlineLibrary, qtbot) -> MainWindow:
    """A window on the library, its photos shown."""
    made = make_window(inline_library)
    qtbot.waitUntil(lambda: len(made.space.model.timeline) == 25)
    return made


@pytest.fixture
def ids(window) -> list[PhotoId]:
    """The photos of the library, as its page has them."""
    return [PhotoId(int(photo)) for photo in window.space.model.timeline.ids]


@pytest.fixture
def make_album(window, qtbot) -> Callable[..., AlbumId]:
    """Makes an album in the library and waits until the sidebar knows it."""

    def made(name: str, photos=()) -> AlbumId:
        album_id = window.library.create_album(name, photos).result()
        places = window.space.sidebar.tree.places
        qtbot.waitUntil(lambda: places.find_key(f"album:{album_id}").isValid())
        return album_id

    return made


@pytest.fixture
def album_page(window, qtbot, make_album, ids) -> AlbumId:
    """The page of an album of ten photos."""
    album_id = make_album("Rome", ids[:10])
    window.albums.show(album_id)
    qtbot.waitUntil(lambda: window.albums.current is not None and len(window.space.model.timeline) == 10)
    return album_id


@pytest.fixture(scope="session")
def draw_photo() -> Callable[..., None]:
    """Writes a photo: (path, subject, seed, size)."""
    return write_photo


@pytest.fixture
def picture_bytes() -> bytes:
    """An encoded PNG of a beach, from nowhere."""
    rows = np.linspace(0, 1, 200)[:, None, None]
    field = np.array(SUBJECTS[0][2]) * (1 - rows) + np.array(SUBJECTS[0][1]) * rows
    out = io.BytesIO()
    Image.fromarray(np.broadcast_to(field, (200, 300, 3)).astype(np.uint8)).save(out, "PNG")
    assert math.isfinite(out.tell())
    return out.getvalue()
