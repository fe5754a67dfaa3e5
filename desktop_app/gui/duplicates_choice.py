"""What becomes of the photos of one set: the keeper, who goes, and what may be turned. Pure; no widget."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.domain.duplicate import SURE_LIKENESS, DuplicateSet, Tier
from desktop_app.domain.ids import PhotoId

PRECHOSEN = (Tier.IDENTICAL, Tier.SAME_PICTURE)  # in a burst nothing goes unless the user says so


def is_prechosen(found: DuplicateSet) -> bool:
    """Says whether photos of a set go unless the user says otherwise: copies that differ nowhere."""
    return found.tier in PRECHOSEN and found.likeness >= SURE_LIKENESS


def proposal(found: DuplicateSet) -> tuple[PhotoId, tuple[PhotoId, ...]] | None:
    """Returns the keeper and who would go; None where nothing is proposed or nobody may go."""
    if found.keep is None or not is_prechosen(found):
        return None
    goers = tuple(photo for photo in found.photo_ids if photo != found.keep and photo not in found.protected)
    return (found.keep, goers) if goers else None


class Choice:
    """The user's decision on one set, as it stands. At least one photo is kept, protected ones always are."""

    def __init__(self, found: DuplicateSet) -> None:
        self.found = found
        self.keep = found.keep if found.keep is not None else found.photo_ids[0]
        self._going: set[PhotoId] = set()
        if is_prechosen(found):
            self._going = set(found.photo_ids) - {self.keep} - found.protected

    @property
    def going(self) -> frozenset[PhotoId]:
        """Who would go to the trash."""
        return frozenset(self._going)

    @property
    def goers(self) -> tuple[PhotoId, ...]:
        """Who would go, in the set's order."""
        return tuple(photo for photo in self.found.photo_ids if photo in self._going)

    @property
    def others(self) -> tuple[PhotoId, ...]:
        """Everybody but the keeper, in the set's order."""
        return tuple(photo for photo in self.found.photo_ids if photo != self.keep)

    @property
    def is_as_proposed(self) -> bool:
        """Whether the keeper is the one that was proposed."""
        return self.keep == self.found.keep

    def can_turn(self, photo_id: PhotoId) -> bool:
        """Says whether another thing may become of a photo."""
        if photo_id in self.found.protected or photo_id not in self.found.photo_ids:
            return False
        return photo_id in self._going or len(self._going) + 1 < len(self.found.photo_ids)

    def turn(self, photo_id: PhotoId) -> None:
        """Keeps a photo that would go, or the other way round; when the keeper goes, the first that stays is it."""
        if not self.can_turn(photo_id):
            return
        self._going ^= {photo_id}
        if self.keep in self._going:
            self.keep = next(photo for photo in self.found.photo_ids if photo not in self._going)

    def promote(self, photo_id: PhotoId) -> None:
        """Makes another photo the keeper; among copies the keeper before goes, unless it is protected."""
        if photo_id == self.keep or photo_id not in self.found.photo_ids:
            return
        before, self.keep = self.keep, photo_id
        self._going.discard(photo_id)
        if is_prechosen(self.found) and before not in self.found.protected:
            self._going.add(before)

    def keep_only(self, photo_id: PhotoId) -> None:
        """Has everybody go but one photo and those that are protected."""
        if photo_id in self.found.photo_ids:
            self.keep = photo_id
            self._going = set(self.found.photo_ids) - {photo_id} - self.found.protected


def proposals(sets: Iterable[DuplicateSet], tier: Tier) -> tuple[tuple[PhotoId, tuple[PhotoId, ...]], ...]:
    """Returns what is proposed for every set of a tier."""
    found = (proposal(one) for one in sets if one.tier is tier)
    return tuple(one for one in found if one is not None)
