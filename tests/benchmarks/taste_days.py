"""For You as it is lived with: pages day after day, "less like this", undo, clearing, and how long a page takes.

Everything goes through what the product's lanes call: the store's edits and history, and `Recommender.page`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from common import Cell, percentile, print_table, timed, verdict
from taste_people import DAY_MS, DAYS, START_MS, Person, cut_ms
from taste_product import Product
from taste_world import FIRST_LOOK

from desktop_app.domain.history import PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.suggestion import ForYouPage, ForYouRequest
from desktop_app.ml.calibration import Similarity
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import library_paths, models_dir
from desktop_app.recommend import evaluation
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex

FIRST_PAGE_DAY = 10
WISH_DAY = 35
MINUTE_MS = 60_000
BAR_REPEATS, BAR_FALL, BAR_PAGE_MS = 0.05, 0.80, 150.0


def page_ids(page: ForYouPage) -> list[PhotoId]:
    """Returns every photo on a page."""
    return [found.photo_id for shelf in page.shelves for found in shelf.photos]


def same(one: ForYouPage, other: ForYouPage) -> bool:
    """Says whether two pages show the same, however long they took."""
    return replace(one, seconds=0.0) == replace(other, seconds=0.0)


@dataclass(frozen=True, slots=True)
class Lived:
    """Weeks of pages: the share of slots repeated within 7 days, the slots of each page, and the share of the first
    shelf that showed something liked and new, with all that was shown before held back."""

    repeats: float
    slots: tuple[int, ...]
    liked: float


def live_with(product: Product, person: Person) -> Lived:
    """Shows the page every morning and keeps that it was shown."""
    product.begin()
    pages: dict[date, list[int]] = {}
    liked: list[float] = []
    for day in range(FIRST_PAGE_DAY, DAYS):
        at_ms = cut_ms(day)
        product.know(person, at_ms)
        page = product.page(at_ms)
        pages[(FIRST_LOOK + timedelta(days=day)).date()] = [int(photo) for photo in page_ids(page)]
        product.store.history.add_shown(page_ids(page), page.day)
        wanted, _ = person.wanted(at_ms, {int(look.photo_id) for look in person.looks_until(at_ms)})
        liked.append(float(np.mean([at in wanted for at in product.ranked(page)] or [0.0])))
    slots = tuple(len(photos) for photos in pages.values())
    return Lived(evaluation.repeat_rate(pages), slots, float(np.mean(liked)))


def turn_down(product: Product, person: Person) -> dict[str, float]:
    """Presses "less like this" on one photo of the commonest class of the page, then undoes it.

    Returns the fall (1 is gone) of that class and of the interest that brought the photo, and whether undo gave the
    page back.
    """
    world = product.world
    at_ms = cut_ms(WISH_DAY)
    product.begin()
    product.know(person, at_ms)
    before = product.page(at_ms)

    def of_class(page: ForYouPage, label: int) -> int:
        return sum(bool(world.labels[at, label]) for at in product.slots(page))

    counts = [of_class(before, label) for label in range(len(world.class_names))]
    label = int(np.argmax(counts))
    pressed = next(
        found
        for shelf in before.shelves
        for found in shelf.photos
        if world.labels[product.place[int(found.photo_id)], label]
    )
    product.store.edits.less_like([pressed.photo_id])
    after = product.page(at_ms + MINUTE_MS)

    def of_interest(page: ForYouPage) -> int:
        return sum(found.interest_id == pressed.interest_id for shelf in page.shelves for found in shelf.photos)

    product.store.edits.undo()
    found = {
        "class": 1 - of_class(after, label) / counts[label],
        "undo gives the page back": float(same(product.page(at_ms), before)),
        "pressed photo gone": float(pressed.photo_id not in page_ids(after)),
    }
    if pressed.interest_id is not None:
        found["interest"] = 1 - of_interest(after) / max(of_interest(before), 1)
    product.store.edits.never_suggest([pressed.photo_id])
    later = product.page(at_ms + 60 * DAY_MS)
    found["never is kept"] = float(pressed.photo_id not in page_ids(later))
    product.store.edits.undo()
    return found


def forget(product: Product, person: Person) -> bool:
    """Says whether clearing the history gives exactly the page of someone who never looked at anything."""
    at_ms = cut_ms(WISH_DAY)
    product.begin()
    cold = product.page(at_ms)
    product.know(replace(person, favourites=[]), at_ms)
    warm = product.page(at_ms)
    product.store.history.add_shown(page_ids(warm), warm.day - timedelta(days=1))
    product.store.edits.less_like(page_ids(warm)[:1])
    product.store.history.clear()
    return same(product.page(at_ms), cold) and not same(warm, cold)


def suggested_albums(product: Product, person: Person) -> dict[str, float]:
    """Returns how many albums are suggested, the share of their photos that the person likes, and that of any event."""
    world = product.world
    at_ms = cut_ms(WISH_DAY)
    product.begin()
    product.know(person, at_ms)
    liked = np.zeros(len(world.ids), bool)
    liked[np.concatenate(person.taste(at_ms).members)] = True
    page = product.page(at_ms)
    shares = [float(np.mean([liked[product.place[int(photo)]] for photo in album.photo_ids])) for album in page.albums]
    events = [float(liked[world.events == event].mean()) for event in np.unique(world.events)]
    found = {"albums": float(len(shares)), "any event": float(np.mean(events))}
    if shares:
        found["liked share"] = float(np.mean(shares))
    return found


def print_days(product: Product, people: Sequence[Person]) -> None:
    """Prints repeats, wishes and forgetting with their bars."""
    lived = [live_with(product, person) for person in people]
    wishes = [turn_down(product, person) for person in people]
    forgotten = [forget(product, person) for person in people[: max(3, len(people) // 4)]]
    repeats = [each.repeats for each in lived]
    slots = [count for each in lived for count in each.slots]
    falls = [wish["class"] for wish in wishes]
    own = [wish["interest"] for wish in wishes if "interest" in wish]
    worst, mean = max(repeats), float(np.mean(repeats))
    text = f"mean {mean:.1%}, worst person {worst:.1%}"
    rows: list[list[Cell]] = [
        [
            f"slots repeated within 7 days, {DAYS - FIRST_PAGE_DAY} days of pages",
            text,
            "at most 5 %",
            verdict(mean, BAR_REPEATS),
        ],
        ["slots a page", f"median {np.median(slots):.0f}, least {min(slots)}", "", ""],
    ]
    liked_share = (
        f"mean {np.mean([each.liked for each in lived]):.0%} (what was shown in the 7 days before is held back)"
    )
    rows.append(["first shelf, photos liked and new, a page every day", liked_share, "", ""])
    for name, values in (("its class on the page", falls), ("its interest on the page", own)):
        least = f"mean {np.mean(values):.0%}, least {min(values):.0%}"
        is_met = "met" if np.mean(values) >= BAR_FALL else "MISSED"
        rows.append([f'after "less like this": fall of {name}', least, "at least 80 %", is_met])
    for key in ("pressed photo gone", "undo gives the page back", "never is kept"):
        share = float(np.mean([wish[key] for wish in wishes]))
        rows.append([key, f"{share:.0%} of people", "all", "met" if share == 1 else "MISSED"])
    albums = [suggested_albums(product, person) for person in people]
    liked = np.mean([each["liked share"] for each in albums if "liked share" in each] or [0.0])
    usual = np.mean([each["any event"] for each in albums])
    text = f"{liked:.0%} of their photos (of any event's: {usual:.0%})"
    rows.append(
        [
            f"suggested albums, {np.mean([each['albums'] for each in albums]):.1f} each, show what is liked in",
            text,
            "",
            "",
        ]
    )
    is_exact = all(forgotten)
    rows.append(
        [
            "cleared history: page equals the cold start",
            f"{sum(forgotten)} of {len(forgotten)}",
            "exactly",
            "met" if is_exact else "MISSED",
        ]
    )
    print_table(f"Lived with, {len(people)} people", ["what", "value", "bar", "verdict"], rows)


def large_history(ids: np.ndarray, vectors: np.ndarray, count: int, seed: int) -> list[PhotoView]:
    """Returns looks of someone with eight interests (neighbourhoods of random photos) and some noise, over 180 days."""
    random = np.random.default_rng(seed)
    centres = vectors[random.choice(len(ids), 8, replace=False)].astype(np.float32)
    near = np.argsort(-(centres @ vectors.astype(np.float32).T), axis=1)[:, :300]
    when = np.sort(random.integers(0, 180 * DAY_MS, count)) + START_MS - 180 * DAY_MS
    looks = []
    for at_ms in when.tolist():
        row = random.choice(near[int(random.integers(8))]) if random.random() < 0.85 else random.integers(len(ids))
        seen_ms = int(random.lognormal(np.log(4_000), 0.8))
        looks.append(
            PhotoView(PhotoId(int(ids[row])), ViewSurface.VIEWER, ViewSource.LIBRARY, at_ms, min(seen_ms, 60_000))
        )
    return looks


def print_latency(home: Path, count: int, requests: int, seed: int) -> None:
    """Prints how long a page takes over a large library whose index is built (`generate.py library HOME --index`).

    The bar holds for the wall clock of a machine at rest; what the processor did says as much on a busy one.

    The history of that library is cleared before and after.
    """
    store = Store.open(library_paths(home), is_writer=True)
    try:
        model = store.embeddings.active_model()
        assert model is not None
        index = VectorIndex(store.paths.index, model)
        index.load(store)
        index.catch_up(store)
        ids, vectors = (np.concatenate(parts) for parts in zip(*store.embeddings.iterate(model), strict=True))
        similarity = Similarity.from_manifest(load_manifest(models_dir()))
        store.history.clear()
        looks = large_history(ids, vectors, count, seed)
        store.history.add_views(looks)
        rows = _latencies(store, index, similarity, looks, requests)
    finally:
        store.history.clear()
        store.close()
    print_table(f"A For You page over {len(ids):,} photos and {count:,} looks, {requests} each", _HEADERS, rows)


_HEADERS = ("when", "p50 ms", "p95 ms", "most ms", "bar, p95 ms", "verdict", "processor's p95 ms")


def _latencies(
    store: Store, index: VectorIndex, similarity: Similarity, looks: Sequence[PhotoView], requests: int
) -> list[list[Cell]]:
    from desktop_app.recommend.recommender import Recommender

    recommender = Recommender(store, index, similarity=similarity)
    kinds: dict[str, list[tuple[float, float]]] = {
        "first after opening": [],
        "after a new look": [],
        "Refresh": [],
        "next day": [],
    }

    def ask(kind: str, at_ms: int, seed: int) -> ForYouPage:
        worked = time.process_time()
        with timed() as watch:
            page = recommender.page(ForYouRequest(at_ms=at_ms, seed=seed), at_ms)
        kinds[kind].append((watch.seconds * 1000, (time.process_time() - worked) * 1000))
        return page

    for number in range(requests):
        now_ms = START_MS + number * DAY_MS
        if number % 6 == 0:
            recommender = Recommender(store, index, similarity=similarity)
            ask("first after opening", now_ms, 0)
        store.history.add_views([replace(looks[number], started_at_ms=now_ms)])
        page = ask("after a new look", now_ms + MINUTE_MS, 0)
        ask("Refresh", now_ms + MINUTE_MS, 1)
        store.history.add_shown(page_ids(page), page.day)
        ask("next day", now_ms + DAY_MS - MINUTE_MS, 0)
    rows: list[list[Cell]] = []
    for kind, pairs in kinds.items():
        values, own = zip(*pairs, strict=True)
        high = percentile(values, 0.95)
        row: list[Cell] = [kind, percentile(values, 0.5), high, max(values), BAR_PAGE_MS, verdict(high, BAR_PAGE_MS)]
        rows.append([*row, percentile(own, 0.95)])
    return rows
