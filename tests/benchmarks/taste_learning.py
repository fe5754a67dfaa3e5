"""Whether learning the weights of the score from feedback helps, and whether it ever hurts.

People see a page of 20 a day, chosen from 60 photos that fit them more or less, look at it from the top with fading
attention, and open what pleases them. Some want only what their interests say (the fixed weights are about right for
them), some want old or new photos among those, some sharp ones, some those near their favourites, and some open just
anything. After 40 days weights are learned; on 20 further days both orders of the day's 60 are compared with what the
person would open anywhere on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from common import Cell, print_table
from numpy.typing import NDArray
from taste_people import DAY_MS, Person, cut_ms
from taste_rankers import make_case
from taste_world import World

from desktop_app.ml.calibration import Similarity
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import models_dir
from desktop_app.recommend import evaluation
from desktop_app.recommend.learning import NOT_OPENED, Outcomes, learn_weights
from desktop_app.store.store import Store

Floats = NDArray[np.float64]
TERMS = ("log fit", "quality", "newness", "favourite nearness")
FIXED = np.array([1.0, 0.1, 0.03, 0.1])
TAUGHT_DAYS, JUDGED_DAYS = 40, 20
OFFERED, PAGE = 60, 20
ATTENTION = 0.93  # kept from one place to the next
KINDS = ("as the fixed weights say", "new ones", "old ones", "sharp ones", "near favourites", "opens at random")
HISTORY_DAY = 28


@dataclass(frozen=True, slots=True, eq=False)
class Taste:
    """One person over all photos: the terms of the score, and the chance that each would be opened if looked at."""

    terms: Floats
    chance: Floats


def quality_of(world: World) -> Floats:
    """Returns (N,) the percentile of sharpness."""
    store = Store.open(world.paths, is_writer=False)
    try:
        rows = dict(store.db.rows("SELECT photo_id, sharpness FROM photo_measures"))
    finally:
        store.close()
    values = np.array([rows.get(int(photo), 0.0) for photo in world.ids])
    return np.asarray(np.argsort(np.argsort(values)) / max(len(values) - 1, 1), np.float64)


def taste_of(world: World, person: Person, quality: Floats, kind: str) -> Taste:
    """Returns what a person's history and hidden liking make of every photo."""
    similarity = Similarity.from_manifest(load_manifest(models_dir()))
    now_ms = cut_ms(HISTORY_DAY)
    case = make_case(world, now_ms, person.looks, person.favourites, person.number)
    looked = np.unique(case.photos[case.liked])
    near = np.sort(world.vectors @ world.vectors[looked].T, axis=1)[:, -3:].mean(axis=1)
    loved = case.favourites if len(case.favourites) else looked[:1]
    nearness = (world.vectors @ world.vectors[loved].T).max(axis=1).astype(np.float64)
    newness = np.clip(1 - (now_ms - world.taken_ms) / (8 * 365 * DAY_MS), 0, 1)
    terms = np.column_stack([np.log(similarity.probability(near)), quality, newness, nearness])
    liked = np.zeros(len(world.ids), bool)
    liked[np.concatenate(person.taste(now_ms).members)] = True
    leaning = {"new ones": newness, "old ones": 1 - newness, "sharp ones": quality, "near favourites": nearness}.get(
        kind
    )
    chance = np.where(liked, 0.6, 0.06)
    if leaning is not None:
        middle, spread = np.median(leaning), leaning.std()
        chance = chance * np.clip(1 + (leaning - middle) / spread, 0.1, 1.6)
    if kind == "opens at random":
        chance = np.full(len(chance), 0.25)
    chance[case.photos] = 0.0
    return Taste(terms, np.clip(chance, 0, 0.95))


def live(world: World, taste: Taste, random: np.random.Generator) -> tuple[Outcomes, list[tuple[Floats, set[int]]]]:
    """Returns the outcomes of the taught days; per judged day what was offered and what would be opened."""
    fit = np.where(world.is_shown & (taste.chance > 0), taste.terms[:, 0], -np.inf)
    pool = np.argsort(-fit, kind="stable")[:250]
    parts: list[tuple[Floats, NDArray[np.bool_], int]] = []
    judged = []
    for day in range(TAUGHT_DAYS + JUDGED_DAYS):
        offered = random.choice(pool, OFFERED, replace=False)
        would = random.random(OFFERED) < taste.chance[offered]
        if day >= TAUGHT_DAYS:
            judged.append((taste.terms[offered], set(np.flatnonzero(would).tolist())))
            continue
        page = np.argsort(-(taste.terms[offered] @ FIXED), kind="stable")[:PAGE]
        is_looked_at = random.random(PAGE) < ATTENTION ** np.arange(PAGE)
        parts.append((taste.terms[offered[page]], would[page] & is_looked_at, day))
    is_opened = np.concatenate([opened for _, opened, _ in parts])
    outcomes = Outcomes(
        np.concatenate([terms for terms, _, _ in parts]),
        is_opened,
        np.where(is_opened, 1.0, NOT_OPENED),
        np.repeat([day for _, _, day in parts], PAGE),
        np.tile(np.arange(PAGE, dtype=np.float64), len(parts)),
    )
    return outcomes, judged


def print_learning(world: World, people: Sequence[Person], seed: int) -> None:
    """Prints what learning gains for each kind of person, how often it is used, and the worst that it did to anyone."""
    quality = quality_of(world)
    rows: list[list[Cell]] = []
    for number, kind in enumerate(KINDS):
        fixed_values, own_values, used = [], [], 0
        for person in people:
            random = np.random.default_rng((seed, person.number, number))
            outcomes, judged = live(world, taste_of(world, person, quality, kind), random)
            lesson = learn_weights(outcomes, FIXED)
            used += lesson.is_learned
            values = [
                [
                    evaluation.ndcg(np.argsort(-(terms @ weights), kind="stable").tolist(), would)
                    for terms, would in judged
                    if would
                ]
                for weights in (FIXED, np.array(lesson.weights))
            ]
            fixed_values.append(float(np.mean(values[0])))
            own_values.append(float(np.mean(values[1])))
        _, gain = evaluation.paired_bootstrap(own_values, fixed_values, seed=seed)
        worst = min(own - fixed for own, fixed in zip(own_values, fixed_values, strict=True))
        rows.append(
            [
                kind,
                f"{np.mean(fixed_values):.3f}",
                f"{np.mean(own_values):.3f}",
                f"{gain.value:+.1%} ({gain.low:+.1%} to {gain.high:+.1%})",
                f"{used} of {len(people)}",
                f"{worst:+.3f}",
            ]
        )
    headers = [
        "people who open",
        "nDCG@20 fixed",
        "nDCG@20 with learning",
        "gain (95 %)",
        "learned for",
        "worst person",
    ]
    print_table(
        f"Learning from feedback: {TAUGHT_DAYS} days of {PAGE} suggestions, judged on {JUDGED_DAYS} more", headers, rows
    )
