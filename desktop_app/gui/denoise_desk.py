"""Taking out noise in a window: the page before and after, and saving that goes on while one does something else."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QMessageBox

from desktop_app.domain.denoising import DenoiseProgress, DenoiseSettings, DenoiseSummary
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes, Page, Scope
from desktop_app.domain.photo import FlagName, Status
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.gui.denoise_page import DenoisePage
    from desktop_app.gui.denoise_work import DenoiseWork
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.denoising import DenoiseJob

log = logging.getLogger(__name__)

FLAGGED = Page(Scope.FLAG, flag=FlagName.NOISY)


class DenoiseDesk(QObject):
    """Opens the page, which is made when it is first wanted, and saves one request after the other. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library, self._bridge = window, window.library, window.bridge
        self.page: DenoisePage | None = None
        self.work: DenoiseWork | None = None
        self._waiting: deque[tuple[tuple[PhotoId, ...], DenoiseSettings]] = deque()
        self._job: DenoiseJob | None = None
        self._was_stopped = False
        window.navigator.leaving.connect(self._on_leaving)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Returns what the actions of denoising do."""
        return {"denoise": lambda: self.open(self._window.chosen_ids)}

    # the page

    @property
    def shown(self) -> DenoisePage | None:
        """The page while it fills the window."""
        return self.page if self.page is not None and self._window.space.foreground is self.page else None

    def make_page(self) -> DenoisePage:
        """Returns the page."""
        if self.page is None:
            from desktop_app.gui.denoise_page import DenoisePage  # late: few starts of the program need it

            self.page = page = DenoisePage(self._library, self._bridge, self._window)
            page.left.connect(self.leave)
            page.save_wanted.connect(self.save)
            self.take_settings()
        return self.page

    def open(self, ids: Sequence[PhotoId]) -> None:
        """Shows photos before and after; from the viewer at the zoom and the place one was at."""
        if not ids:
            return
        window, viewer = self._window, self._window.space.viewer
        view = None
        if window.space.is_viewing and not viewer.canvas.is_fit:
            canvas = viewer.canvas
            middle, (width, height) = canvas.to_picture(QPointF(canvas.rect().center())), canvas.size_px
            view = (canvas.zoom, QPointF(middle.x() / max(1, width), middle.y() / max(1, height)))
        page = self.make_page()
        window.space.show_foreground(page)
        page.show_photos(ids, view)
        self._follow()

    def open_flagged(self) -> None:
        """Shows the photos that are flagged as noisy."""
        self._bridge.when_done(
            self._library.ask(lambda queries: queries.timeline(FLAGGED)),
            lambda found: self.open([PhotoId(int(photo)) for photo in found.ids]),
            self._window.edits.fail,
            receiver=self,
        )

    def leave(self) -> None:
        """Goes back to where one was; nothing is saved."""
        page, space = self.shown, self._window.space
        if page is None:
            return
        page.clear()
        space.show_foreground(None)
        if space.is_viewing:
            self._window.navigator.refresh()  # the viewer's row may have changed behind
        (space.viewer if space.is_viewing else space.pages.currentWidget() or space).setFocus()
        self._follow()

    def _follow(self) -> None:
        """What actions work on is another now, and where messages float."""
        self._window.toast.place()
        self._window.details.show(self._window.chosen_ids)
        self._window.update_actions()

    def _on_leaving(self) -> None:
        """The user goes to another page: nothing stands before it any longer."""
        if self.shown is not None:
            self.leave()
            if self._window.space.is_viewing:
                self._window.space.viewer.close_viewer()

    def take_settings(self) -> None:
        """Follows the window's settings."""
        if self.page is not None:
            self.page.canvas.set_veiling(is_veiling=self._window.settings.is_veiling_sensitive)

    def take_news(self, changes: Changes) -> None:
        """Files may have changed; the lock may have shut before a hidden photo."""
        page = self.shown
        if page is None:
            return
        photo = page.canvas.photo
        if photo is not None and photo.status & Status.HIDDEN and self._library.lock.is_locked():
            self.leave()
        elif changes.updated and not changes.is_undo_changed:
            page.look_again(list(changes.updated))

    # saving

    @property
    def is_saving(self) -> bool:
        """Whether something is saved just now."""
        return self._job is not None

    def save(self, ids: Sequence[PhotoId], settings: DenoiseSettings) -> None:
        """Saves new versions, after those that are being saved already; one is back where one was meanwhile."""
        self.leave()
        self._waiting.append((tuple(ids), settings))
        if self._job is None:
            self._begin()

    def cancel(self) -> None:
        """Stops; what is saved already stays."""
        self._was_stopped = True
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def may_close(self) -> bool:
        """Says whether the window can be closed by its user; asks when photos are still being saved."""
        if self._job is None:
            return True
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Denoise"))
        box.setText(self.tr("Photos are still being saved"))
        box.setInformativeText(self.tr("What is saved already stays. The others can be denoised another time."))
        stop = box.addButton(self.tr("Stop and quit"), QMessageBox.ButtonRole.DestructiveRole)
        go_on = box.addButton(self.tr("Keep saving"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        stop.clicked.connect(self.cancel)
        stop.clicked.connect(self._window.close)
        box.finished.connect(box.deleteLater)
        box.open()
        return False

    def _begin(self) -> None:
        ids, settings = self._waiting.popleft()
        self._was_stopped = False
        work = self._make_work()
        work.begin()
        self._on_progress(DenoiseProgress(0, len(ids)))
        job = self._job = self._library.denoising.save(
            ids, settings, lambda progress: self._bridge.post(lambda: self._on_progress(progress))
        )
        self._bridge.when_done(job.done, self._on_done, self._on_failed, receiver=self)

    def _make_work(self) -> DenoiseWork:
        if self.work is None:
            from desktop_app.gui.denoise_work import DenoiseWork

            self.work = DenoiseWork(self._window.space)
            self.work.cancelled.connect(self.cancel)
            self._window.space.add_foot(self.work)
        return self.work

    def _on_progress(self, progress: DenoiseProgress) -> None:
        waiting = sum(len(ids) for ids, _settings in self._waiting)
        if waiting:
            progress = replace(progress, total=progress.total + waiting, seconds_left=None)
        self._make_work().show_progress(progress)

    def _end(self) -> None:
        self._job = None
        if self._waiting:
            self._begin()
        else:
            self._make_work().hide()
        self._window.toast.place()

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self._window.edits.fail(error)

    def _on_done(self, summary: DenoiseSummary) -> None:
        from desktop_app.gui.denoise_words import summary_text

        was_stopped, toast = self._was_stopped, self._window.toast
        self._end()
        self._window.edits.refresh()
        words = summary_text(summary, was_stopped=was_stopped)
        if len(summary.left_out) == 1:
            words = f"{words}. {summary.left_out[0]}" if words else summary.left_out[0]
        elif summary.left_out:
            self._tell_left_out(summary.left_out)
        if words:
            (toast.offer_undo if summary.saved else toast.say)(words)

    def _tell_left_out(self, sentences: Sequence[str]) -> None:
        """Shows why several photos have no new version: more than a line that goes away by itself can hold."""
        from desktop_app.gui.denoise_words import left_out_text

        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        title = counted("Denoise", "1 photo was left out", "{n} photos were left out", len(sentences))
        box.setWindowTitle(self.tr("Denoise"))
        box.setText(title)
        box.setStyleSheet("QLabel#qt_msgbox_informativelabel { min-width: 400px; }")  # it is as wide as its title else
        box.setInformativeText(left_out_text(sentences))
        box.finished.connect(box.deleteLater)
        box.open()
