"""Groups in a window: asks for them when their page is wanted, shows them, and does what the user asks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_app.domain.ids import GroupId
from desktop_app.domain.library import Changes, Page, Scope, Timeline
from desktop_app.domain.query import Match
from desktop_app.errors import CancelledError, UserError
from desktop_app.gui import places
from desktop_app.gui.group_acts import GroupActs
from desktop_app.gui.groups_menus import GroupMenus
from desktop_app.gui.places import Kind, Place
from desktop_app.gui.refreshing import Pace
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.domain.group import Group, Grouping, LibraryMap
    from desktop_app.gui.card_model import Card
    from desktop_app.gui.group_bar import GroupBar
    from desktop_app.gui.groups_page import EmptyAct, GroupsPage
    from desktop_app.gui.window import MainWindow
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

NEWS_SHARE, NEWS_REST_S = 0.1, 20.0
SLOW_MS = 150


class GroupsDesk(QObject):
    """Serves the page of groups and the bar above a group's photos; both are made when first wanted. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library, self._bridge = window, window.library, window.bridge
        self.page: GroupsPage | None = None
        self.bar: GroupBar | None = None
        self._grouping: Grouping | None = None
        self._is_stale = self._is_map_stale = True
        self._generation = self._map_generation = self._regroup_generation = 0
        self._is_regrouping = self._is_here = False
        self._pace = Pace(NEWS_SHARE, NEWS_REST_S, self)
        self._pace.due.connect(lambda: self._load() if self._is_shown else None)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(lambda: self._show_progress(None))
        self.acts = GroupActs(window, self)
        self.menus = GroupMenus(window, self)
        navigator = window.navigator
        navigator.makers[Kind.GROUPS] = self.make_page
        navigator.finders[Kind.MORE_LIKE] = self._find_more
        navigator.moved.connect(self._on_moved)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups as last heard, in their order."""
        return self._grouping.groups if self._grouping is not None else ()

    def group(self, group_id: GroupId | None) -> Group | None:
        """Returns a group, None when it is not known."""
        return next((group for group in self.groups if group.id == group_id), None)

    # the pages

    def make_page(self) -> GroupsPage:
        """Returns the page of groups."""
        if self.page is None:
            from desktop_app.gui.groups_page import GroupsPage  # late: the window's first tiles do not wait for it

            self.page = page = GroupsPage(self._library, self._bridge, self._window)
            self._window.space.pages.addWidget(page)
            page.cards.opened.connect(self.acts.open)
            page.cards.renamed.connect(self.acts.rename)
            page.cards.menu_requested.connect(self.menus.show_groups)
            page.bar.count_wanted.connect(self.regroup)
            page.bar.again_wanted.connect(lambda: self.regroup(self._grouping.asked if self._grouping else None))
            page.bar.stop_wanted.connect(lambda: self._library.order.groups.cancel())
            page.bar.merge_wanted.connect(lambda: self.acts.merge(page.chosen_groups))
            page.bar.album_wanted.connect(lambda: self.acts.make_album(page.chosen_groups))
            page.map_wanted.connect(self._load_map)
            page.map.opened.connect(self.menus.open_photo)
            page.map.menu_requested.connect(self.menus.show_photo)
            page.empty_acted.connect(self._on_empty)
            self.take_settings()
        return self.page

    def _make_bar(self) -> GroupBar:
        if self.bar is None:
            from desktop_app.gui.group_bar import GroupBar

            self.bar = bar = GroupBar(self._window.space)
            self._window.space.add_bar(bar)
            bar.renamed.connect(self.acts.rename)
            bar.album_wanted.connect(lambda group_id: self.acts.make_album([group_id]))
            bar.more_wanted.connect(self.acts.more_like)
            bar.split_wanted.connect(self.acts.split)
            bar.merge_wanted.connect(self.acts.choose_merge)
        return self.bar

    @property
    def _is_shown(self) -> bool:
        """Whether what is seen depends on groups."""
        place = self._window.navigator.place
        return place.kind is Kind.GROUPS or place.page.scope is Scope.GROUP

    def take_settings(self) -> None:
        """Follows the window's settings."""
        if self.page is not None:
            chosen = self._window.settings
            self.page.set_options(is_motion_reduced=chosen.is_motion_reduced, is_veiling=chosen.is_veiling_sensitive)

    def take_news(self, changes: Changes) -> None:
        """Groups changed, or photos came and went: asked for again when seen, at once after an act."""
        if self.page is not None and changes.updated and not changes.is_undo_changed:
            self.page.forget(list(changes.updated))
        if changes.is_order_changed or changes.is_membership_changed or changes.added or changes.is_undo_changed:
            self._is_stale = self._is_map_stale = True
            if self._is_shown:
                self._pace.want()
                if changes.is_undo_changed:
                    self._pace.hurry()

    def _on_moved(self) -> None:
        place = self._window.navigator.place
        is_group = place.page.scope is Scope.GROUP and place.kind is Kind.TIMELINE
        self._show_bar(is_shown=is_group)
        if place.kind is Kind.GROUPS and not self._is_here:
            self._take_focus()
        self._is_here = place.kind is Kind.GROUPS
        if self._is_shown and (self._is_stale or self._grouping is None):
            self._load()
        elif place.kind is Kind.GROUPS and self.page is not None and not self.groups:
            self._say_none()

    def _take_focus(self) -> None:
        """One has come here: keys belong to the groups, unless one still walks through the sidebar."""
        space = self._window.space
        if not space.sidebar.tree.hasFocus() and not space.header.search.hasFocus():
            self.make_page().setFocus()

    def _show_bar(self, *, is_shown: bool) -> None:
        group = self.group(self._window.navigator.place.page.group_id) if is_shown else None
        if group is not None:
            self._make_bar().show_group(group)
        if self.bar is not None:
            self.bar.setVisible(group is not None)

    # asking

    def _find_more(self, place: Place) -> Future[tuple[Match, ...]]:
        group_id = place.page.group_id
        assert group_id is not None
        return self._library.order.groups.more_like(group_id)

    def refresh(self) -> None:
        """Asks again for the groups now."""
        self._is_stale = True
        if self._is_shown:
            self._load()

    def _load(self) -> None:
        self._is_stale = False
        self._generation += 1
        generation = self._generation
        self._pace.begin()
        self._slow.start()
        failed = self._pace.ending(self._on_failed)

        def is_current() -> bool:
            return generation == self._generation

        def found(grouping: Grouping) -> None:
            from desktop_app.gui.groups_content import cards_of  # late, as everything only these pages need

            self._bridge.when_done(
                self._library.ask(lambda queries: cards_of(queries, grouping)),
                self._pace.ending(lambda cards: self._show(grouping, cards)),
                failed,
                receiver=self,
                is_current=is_current,
            )

        future = self._library.order.groups.grouping(self._telling(is_current))
        self._bridge.when_done(future, found, failed, receiver=self, is_current=is_current)

    def _telling(self, is_current: Callable[[], bool]) -> Callable[[float], None]:
        """Returns what a lane may call with the share done."""
        return lambda share: self._bridge.post(lambda: self._show_progress(share) if is_current() else None)

    def _show(self, grouping: Grouping, cards: tuple[Card, ...]) -> None:
        self._slow.stop()
        self._grouping = grouping
        navigator = self._window.navigator
        navigator.names.update({places.group(group.id): group.name for group in grouping.groups})
        likes = self.tr("Like “{group}”")
        for group in grouping.groups:
            place = Place(Kind.MORE_LIKE, Page(Scope.GROUP, group_id=group.id))
            navigator.names[place] = likes.replace("{group}", group.name)
        count = len(grouping.groups)
        navigator.notes[places.GROUPS] = counted("Groups", "1 group", "{n} groups", count) if count else ""
        navigator.show_title()
        self._show_bar(is_shown=navigator.place.kind is Kind.TIMELINE and navigator.place.page.scope is Scope.GROUP)
        if self.page is None:
            return
        self.page.bar.show_working(None, is_working=self._is_regrouping)
        if not grouping.groups:
            self._say_none()
            return
        self.page.show_groups(grouping, cards)
        if self.page.is_map and self._is_map_stale:
            self._load_map()

    def _say_none(self) -> None:
        if self.page is not None:
            self.page.show_none(self._window.navigator.counts)

    def _show_progress(self, share: float | None) -> None:
        if self.page is None:
            return
        if self.page.grouping is None or not self.page.grouping.groups:
            self.page.show_waiting(self._window.navigator.counts, share)
        elif self._is_regrouping:
            self.page.bar.show_working(share, is_working=True)

    def _on_failed(self, error: BaseException) -> None:
        self._slow.stop()
        self._is_stale = True
        if isinstance(error, CancelledError):
            if self.page is not None and not self.groups:
                self.page.show_stopped()
            return
        if not isinstance(error, UserError):
            log.error("groups could not be shown", exc_info=error)
        sentence = error.sentence() if isinstance(error, UserError) else self.tr("Your photos are where they were.")
        if self.page is not None and not self.groups:
            self.page.show_failed(sentence)

    def _on_empty(self, act: EmptyAct) -> None:
        from desktop_app.gui.groups_page import EmptyAct

        if act is EmptyAct.ADD_FOLDER:
            self._window.pages.choose_folders()
        elif act is EmptyAct.LIBRARY:
            self._window.navigator.go(places.timeline())
        elif act is EmptyAct.STOP:
            self._library.order.groups.cancel()
        elif act is EmptyAct.AGAIN:
            self._load()

    # finding groups anew

    def regroup(self, count: int | None) -> None:
        """Finds so many groups, None: as many as the measure chooses. What is shown stays until they are found."""
        page = self.make_page()
        self._regroup_generation += 1
        generation = self._regroup_generation
        self._is_regrouping = True
        self._slow.start()

        def is_current() -> bool:
            return generation == self._regroup_generation

        def ended() -> None:
            self._slow.stop()
            self._is_regrouping = False
            page.bar.show_working(None, is_working=False)

        def found(grouping: Grouping) -> None:
            ended()
            words = counted("Groups", "Found 1 group", "Found {n} groups", len(grouping.groups))
            self._window.toast.offer_undo(words)
            self._window.edits.refresh()
            self.refresh()

        def failed(error: BaseException) -> None:
            ended()
            if self._grouping is not None:
                page.bar.show_grouping(self._grouping)
            if not isinstance(error, CancelledError):
                self._window.edits.fail(error)

        future = self._library.order.groups.regroup(count, on_progress=self._telling(is_current))
        self._bridge.when_done(future, found, failed, receiver=self, is_current=is_current)

    # the map

    def _load_map(self) -> None:
        if not self._is_map_stale and self.page is not None and self.page.map.content is not None:
            return
        self._is_map_stale = False
        self._map_generation += 1
        generation, page = self._map_generation, self.make_page()

        def is_current() -> bool:
            return generation == self._map_generation

        def failed(error: BaseException) -> None:
            self._is_map_stale = True
            log.error("the map could not be shown", exc_info=error)
            self._window.toast.say(self.tr("The map cannot be shown just now."))

        def laid_out(found: LibraryMap) -> None:
            from desktop_app.gui.map_content import MapContent, content_of

            def ask(queries: Queries) -> MapContent:
                timeline: Timeline = queries.timeline(Page())
                return content_of(found, timeline)

            content = self._library.ask_in_background(ask)
            self._bridge.when_done(content, page.show_map, failed, receiver=self, is_current=is_current)

        future = self._library.order.groups.library_map()
        self._bridge.when_done(future, laid_out, failed, receiver=self, is_current=is_current)
