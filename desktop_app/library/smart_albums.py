"""Smart albums at work: made as acts, learned from examples on a lane of their own, grown with the library."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId, SmartAlbumId
from desktop_app.domain.library import Changes
from desktop_app.domain.smart_album import Certainty, Expectation, Lesson, RuleSet, SmartAlbum, at_strictness
from desktop_app.domain.visibility import Surface
from desktop_app.library.history import Submit
from desktop_app.library.jobs import Guarded, Lane
from desktop_app.library.queries import Ask
from desktop_app.library.smart_examples import Examples, WithReader, gather
from desktop_app.organize import smart_teaching
from desktop_app.organize.smart_learning import Evidence
from desktop_app.organize.smart_teaching import Machine, Taught
from desktop_app.store.smart_album_edits import spoken_of
from desktop_app.store.smart_albums import LearnedRow
from desktop_app.store.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")

SEED = 0
VERSION = 1  # of how it is learned: another one learns anew
OUTGROWN = 1.25  # times the photos that were judged when it was learned: then the figures are too old
_BATCH = 8_192
_LEAST_BACKGROUND = 8  # photos nobody spoke about: with fewer there is nothing to learn against


class SmartAlbumKeeper:
    """The smart albums of one library. Every method may be called from any thread.

    Args:
        lane: of its own, with a reading store: learning takes seconds.
        submit: queues work on the store lane, the one writer.
        publish: tells everybody of changes.
        ask: answers a short question on the read lane.
        with_reader: runs work that looks at pictures.
    """

    def __init__(
        self,
        lane: Lane[Store],
        submit: Submit,
        publish: Callable[[Changes], None],
        ask: Ask,
        with_reader: WithReader,
    ) -> None:
        self._lane = lane
        self._submit = submit
        self._publish = publish
        self._ask = ask
        self._with_reader = with_reader
        self._is_refreshing = Guarded(value=False)

    def all(self) -> Future[list[SmartAlbum]]:
        """Returns the smart albums in the sidebar's order."""
        return self._ask(lambda queries: queries.smart_albums())

    def count(self, rules: RuleSet) -> Future[int]:
        """Returns how many photos answer to rules, for somebody who is still writing them."""
        return self._ask(lambda queries: queries.count_smart(rules))

    def create(
        self,
        name: str,
        rules: RuleSet | None = None,
        wanted: tuple[PhotoId, ...] = (),
        refused: tuple[PhotoId, ...] = (),
    ) -> Future[SmartAlbumId]:
        """Makes a smart album, undoable, and gives its id. The future raises UserError as the command does."""

        def make(store: Store) -> SmartAlbumId:
            edit, album_id = store.edits.create_smart_album(name, rules, spoken_of(wanted, refused))
            self._publish(Changes(updated=frozenset(edit.photo_ids), is_undo_changed=True, is_order_changed=True))
            return album_id

        return self._submit(make)

    def lesson(self, album_id: SmartAlbumId) -> Future[Lesson]:
        """Tells what an album by example has learned, learning first when its examples or the library changed.

        The matches follow; `Changes.is_order_changed` tells when they do. An album that is gone, or goes by rules, has
        learned nothing.
        """
        return self._lane.submit(lambda store: self._lesson(store, album_id))

    def refresh(self) -> Future[int]:
        """Brings every album by example up to date: new photos are judged. Returns how many albums changed.

        While one such turn waits to begin, asking for another changes nothing and gives 0.
        """
        if self._is_refreshing.swap(lambda _: True):
            done: Future[int] = Future()
            done.set_result(0)
            return done
        return self._lane.submit(self._refresh)

    def close(self, timeout_s: float) -> None:
        """Ends the lane."""
        self._lane.close(timeout_s)

    def _refresh(self, store: Store) -> int:
        self._is_refreshing.swap(lambda _: False)
        changed = sum(self._bring_up_to_date(store, album_id)[1] for album_id in store.smart_albums.taught())
        if changed:
            self._publish(Changes(is_membership_changed=True, is_order_changed=True))
        return changed

    def _lesson(self, store: Store, album_id: SmartAlbumId) -> Lesson:
        row = store.smart_albums.row(album_id)
        if row is None or row.rules is not None:
            return Lesson()
        problems, is_changed = self._bring_up_to_date(store, album_id)
        lesson = _read_lesson(store, album_id, problems)
        if is_changed:
            self._publish(Changes(is_membership_changed=True, is_order_changed=True))
        return lesson

    def _bring_up_to_date(self, store: Store, album_id: SmartAlbumId) -> tuple[tuple[str, ...], bool]:
        """Returns sentences about examples that could not be used, and whether anything changed."""
        model = store.embeddings.active_model()
        known = store.smart_albums.learned(album_id)
        spoken = store.smart_albums.examples(album_id)
        if model is None or not any(spoken.values()):
            if known is not None:
                self._write(lambda writer: writer.smart_albums.forget_learned(album_id))
            return (), known is not None
        digest = _digest(store, spoken)
        total = store.embeddings.count(model)
        if known is not None and (known.model, known.examples) == (model, digest):
            report = json.loads(known.report)
            if total <= max(report["seen"] * OUTGROWN, report["seen"] + 32):
                return tuple(report["problems"]), self._judge_new(store, album_id, known)
        examples = gather(store, self._with_reader, self._write, model, spoken)
        ids = store.embeddings.photo_ids(model)
        ruled = np.array(sorted(spoken), np.int64)
        background = smart_teaching.choose_background(ids, ruled, SEED)
        if not len(examples.wanted) or len(background) < _LEAST_BACKGROUND:
            if known is not None:
                self._write(lambda writer: writer.smart_albums.forget_learned(album_id))
            return examples.problems, known is not None
        self._learn(store, album_id, model, digest, examples, background, ruled)
        return examples.problems, True

    def _learn(
        self,
        store: Store,
        album_id: SmartAlbumId,
        model: str,
        digest: bytes,
        examples: Examples,
        background: NDArray[np.int64],
        ruled: NDArray[np.int64],
    ) -> None:
        generation = store.embeddings.generation(model)
        ids, rows = store.embeddings.get([PhotoId(int(i)) for i in background], model)
        last = [0]

        def library() -> Iterable[tuple[NDArray[np.int64], NDArray[np.float16]]]:
            for sequence, photos, vectors in store.embeddings.since(model, 0, _BATCH):
                last[0] = sequence
                yield photos, vectors

        evidence = Evidence(examples.wanted, examples.refused, rows.astype(np.float32))
        taught = smart_teaching.teach(evidence, ids, ruled, library, SEED)
        row = LearnedRow(model, digest, last[0], generation, taught.machine.to_bytes(), _report(taught, examples))
        self._write(lambda writer: writer.smart_albums.keep_learned(album_id, row, taught.ids, taught.probabilities))

    def _judge_new(self, store: Store, album_id: SmartAlbumId, known: LearnedRow) -> bool:
        """Judges the photos that came since, by what was learned. Returns whether there were any."""
        if store.embeddings.generation(known.model) == known.generation:
            return False
        generation, last = store.embeddings.generation(known.model), known.last_sequence
        try:
            machine = Machine.from_bytes(known.learned)
        except ValueError:
            log.warning("what a smart album had learned is damaged; it learns again")
            self._write(lambda writer: writer.smart_albums.forget_learned(album_id))
            return self._bring_up_to_date(store, album_id)[1]
        found: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
        for sequence, ids, vectors in store.embeddings.since(known.model, known.last_sequence, _BATCH):
            last = sequence
            found.append((ids, machine.probabilities(ids, vectors)))
        judged = np.concatenate([ids for ids, _ in found]) if found else np.empty(0, np.int64)
        likely = np.concatenate([some for _, some in found]) if found else np.empty(0)
        kept = likely >= smart_teaching.FLOOR
        row = known._replace(last_sequence=last, generation=generation)
        self._write(lambda writer: writer.smart_albums.keep_learned(album_id, row, judged[kept], likely[kept], judged))
        return bool(len(judged))

    def _write(self, work: Callable[[Store], None]) -> None:
        """Keeps what was worked out; a library that is only read goes without."""
        self._submit(lambda store: work(store) if store.db.is_writer else None).result()


def _digest(store: Store, spoken: dict[PhotoId, bool]) -> bytes:
    """Returns what tells one set of examples from another: which photos, what was said, and what is in their files."""
    contents = store.photos.content_hashes(list(spoken))
    parts = [f"{VERSION} {SEED}", *(f"{i} {said:d} {contents.get(i, b'').hex()}" for i, said in spoken.items())]
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _report(taught: Taught, examples: Examples) -> str:
    return json.dumps(
        {
            "certainty": taught.certainty.value,
            "steps": [[s.strictness, s.cut, s.matches, s.precision, s.recall] for s in taught.steps],
            "trained": [taught.trained_precision, taught.trained_recall],
            "seen": taught.seen + len(examples.wanted) + len(examples.refused),
            "problems": examples.problems,
        }
    )


def _read_lesson(store: Store, album_id: SmartAlbumId, problems: tuple[str, ...]) -> Lesson:
    row, known = store.smart_albums.row(album_id), store.smart_albums.learned(album_id)
    spoken = store.smart_albums.examples(album_id)
    lesson = Lesson(
        wanted=tuple(photo for photo, said in spoken.items() if said),
        refused=tuple(photo for photo, said in spoken.items() if not said),
        problems=problems,
    )
    if row is None or known is None:
        return lesson
    report = json.loads(known.report)
    steps = tuple(Expectation(*step) for step in report["steps"])
    cut = at_strictness(steps, row.strictness).cut
    return replace(
        lesson,
        certainty=Certainty(report["certainty"]),
        steps=steps,
        strictness=row.strictness,
        trained_precision=report["trained"][0],
        trained_recall=report["trained"][1],
        uncertain=_questions(store, album_id, known.model, cut),
    )


def _questions(store: Store, album_id: SmartAlbumId, model: str, cut: float) -> tuple[PhotoId, ...]:
    """Returns what to ask next, of the photos that may be shown unasked."""
    likely = store.smart_albums.probabilities(album_id)
    seen = store.photos.visible_ids(Surface.GROUP)
    ids = np.array(sorted(likely), np.int64)
    ids = ids[np.isin(ids, seen)]
    kept, vectors = store.embeddings.get([PhotoId(int(i)) for i in ids], model)
    found = smart_teaching.choose_questions(
        kept, np.array([likely[PhotoId(int(i))] for i in kept]), vectors, min(cut, 0.99)
    )
    return tuple(PhotoId(photo) for photo in found)
