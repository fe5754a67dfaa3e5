"""Flags as the user wants them: how eagerly each is given, what would change, and what waits for the user's word."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from desktop_app.domain.flagging import FlagChoices, FlagSurvey, choices_from
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes
from desktop_app.domain.photo import FlagName
from desktop_app.library.history import Submit
from desktop_app.library.jobs import Guarded
from desktop_app.library.queries import Ask
from desktop_app.settings import Settings
from desktop_app.store.store import Store

CAUGHT_UP_AT_ONCE = 2_000  # photos in one turn on the store lane, some 50 ms


class FlagKeeper:
    """Keeps the flags of a library what they are under the user's choices.

    Args:
        submit: queues work on the store lane.
        publish: tells everybody of changes.
        ask: answers a short question on the read lane.
    """

    def __init__(
        self,
        submit: Submit,
        publish: Callable[[Changes], None],
        ask: Ask,
    ) -> None:
        self._submit = submit
        self._publish = publish
        self._ask = ask
        self._wanted = Guarded(FlagChoices())
        self._is_caught_up = False  # of the store lane alone

    def use_settings(self, settings: Settings) -> Future[None]:
        """Makes all flags what they are under the choices of these settings.

        Also finishes what a run before left undone, and gives photos of an older library their strengths. The future
        is done when this turn on the store lane is over; further turns follow while there is more to do.
        """
        self._wanted.swap(lambda _: choices_from(settings.flag_sensitivity))
        return self._submit(self._follow)

    def catch_up(self) -> Future[bool]:
        """Takes the next turn now. The answer is True when the flags are what the choices make them.

        It is True as well where this process only reads: the one that writes follows its own settings.
        """
        return self._submit(self._take_turn)

    def _follow(self, store: Store) -> None:
        if not self._take_turn(store):
            self._submit(self._follow)

    def _take_turn(self, store: Store) -> bool:
        if not store.db.is_writer:
            return True
        if not self._is_caught_up:
            self._is_caught_up = not store.assessments.catch_up(CAUGHT_UP_AT_ONCE)
            if not self._is_caught_up:
                return False
        choices = self._wanted.get()
        if not store.assessments.is_made_with(choices):
            self._tell(store.assessments.choose(choices))
        return True

    def _tell(self, changed: list[PhotoId]) -> None:
        if changed:
            self._publish(
                Changes(
                    updated=frozenset(changed),
                    is_membership_changed=True,
                    are_tags_changed=True,
                    are_albums_changed=True,
                    is_order_changed=True,
                )
            )

    def surveys(self) -> Future[tuple[FlagSurvey, ...]]:
        """Tells of each flag what every place of its slider would flag, in the order of `FlagName`."""
        return self._ask(lambda queries: queries.flag_surveys())

    def to_review(self, name: FlagName) -> Future[list[PhotoId]]:
        """Tells which photos' flag waits for the user's word, surest first."""
        return self._ask(lambda queries: queries.flags_to_review(name))
