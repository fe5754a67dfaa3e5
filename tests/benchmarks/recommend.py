"""How well For You knows what people like: the recommender against simple ways, over simulated people.

    .venv/bin/python tests/benchmarks/recommend.py [--people 200] [--seed 1] [--classes-from A|B|all] [--quick]

People like two to five classes of the labelled photos, drift on a known day, skip, look at things by chance, and start
at the top of what they see (`taste_people.py`). At five cuts in time, a week apart, every way ranks the whole library
from what was known before the cut; true is what the labels say: photos of what the person likes after the cut and has
not looked at (explore), or has (repeat, told apart). Values are means over cuts, then over people; intervals are 95 %
from a paired bootstrap over people. Tune with one half of the classes, report with the other.

The first run indexes about 2,000 photos into a library in the system's folder for temporary files (minutes), later
runs use it again. Needs the shared photos (REVERIE_DATA).
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from common import Cell, percentile, print_machine, print_table
from taste_albums import print_additions
from taste_days import print_days, print_latency
from taste_learning import print_learning
from taste_people import CUT_DAYS, DAY_MS, VALID_MS, Person, class_pool, cut_ms, make_person, near_pool
from taste_product import Product, is_there
from taste_rankers import BASELINES, Case, make_case, ranking
from taste_world import Indices, World, class_half, load

from desktop_app.recommend import evaluation

OURS = "Reverie"
LAST = "last-item kNN"
MEAN = "mean vector"
TOP = evaluation.TOP
BAR_NDCG, BAR_INTERESTS = 0.10, 0.25


@dataclass(slots=True)
class Tally:
    """What one way earned: per measure one value a person, and all its lists."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lists: list[list[int]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def kinds_of(world: World, photos: Sequence[int]) -> list[int]:
    """Returns the first class of each photo, -1 for those without."""
    return [int(np.argmax(world.labels[at])) if world.labels[at].any() else -1 for at in photos]


def measure(world: World, person: Person, case: Case, explore: list[int], repeat: list[int]) -> dict[str, float]:
    """Returns every measure of one way's lists for one person at one cut; empty where there is nothing to find."""
    seen = set(case.photos.tolist())
    wanted, parts = person.wanted(case.now_ms, seen)
    if not wanted:
        return {}
    liked = {int(at) for members in person.taste(case.now_ms).members for at in members}
    later = {
        int(look.photo_id)
        for look, is_liked in zip(person.looks, person.is_liked, strict=True)
        if case.now_ms <= look.started_at_ms < case.now_ms + 7 * DAY_MS and is_liked and look.seen_ms >= VALID_MS
    }
    first = explore[:TOP]
    found = {
        "nDCG@20": evaluation.ndcg(explore, wanted),
        "recall@20": evaluation.recall(explore, wanted),
        "MRR": evaluation.reciprocal_rank(explore, wanted),
        "interest recall": evaluation.interest_recall(explore, parts),
        "ILD": evaluation.diversity(world.vectors[first]),
        "entropy, bits": evaluation.entropy(kinds_of(world, first)),
        "repeat nDCG@20": evaluation.ndcg(repeat, liked & seen),
    }
    if later - seen:
        found["next week nDCG@20"] = evaluation.ndcg(explore, later - seen)
    return found


def judge(world: World, people: Sequence[Person], product: Product | None) -> dict[str, Tally]:
    """Lets every way rank for every person at every cut."""
    tallies: dict[str, Tally] = {name: Tally() for name in ([OURS] if product else []) + list(BASELINES)}
    for person in people:
        folds: dict[str, list[dict[str, float]]] = {name: [] for name in tallies}
        if product:
            product.begin()
        for day in CUT_DAYS:
            case = make_case(world, cut_ms(day), person.looks, person.favourites, person.number)
            for name, tally in tallies.items():
                begun = time.perf_counter()
                if name == OURS:
                    assert product is not None
                    product.know(person, case.now_ms)
                    both = product.ranked(product.page(case.now_ms))
                    seen = set(case.photos.tolist())
                    explore = [at for at in both if at not in seen]
                else:
                    explore = ranking(BASELINES[name], case)
                    tally.seconds.append(time.perf_counter() - begun)
                    both = ranking(BASELINES[name], replace(case, is_explore=False))
                tally.lists.append(explore[:TOP])
                folds[name].append(measure(world, person, case, explore, both))
        for name, tally in tallies.items():
            for key in {key for fold in folds[name] for key in fold}:
                tally.values[key].append(float(np.mean([fold[key] for fold in folds[name] if key in fold])))
    if product:
        tallies[OURS].seconds = product.seconds
    return tallies


def print_measures(world: World, tallies: dict[str, Tally]) -> None:
    """Prints the table of all ways."""
    keys = ["nDCG@20", "recall@20", "MRR", "interest recall", "ILD", "entropy, bits", "next week nDCG@20"]
    keys.append("repeat nDCG@20")
    rows: list[list[Cell]] = []
    for name, tally in tallies.items():
        values = [f"{np.mean(tally.values[key]):.3f}" for key in keys]
        values.append(f"{evaluation.coverage(tally.lists, int(world.is_shown.sum())):.3f}")
        ms = [second * 1000 for second in tally.seconds]
        rows.append([name, *values, f"{percentile(ms, 0.5):.1f}", f"{percentile(ms, 0.95):.1f}"])
    print_table("Explore only, full ranking", ["way", *keys, "coverage", "p50 ms", "p95 ms"], rows)


def shown(interval: evaluation.Interval) -> str:
    """Returns an interval in percent."""
    return f"{interval.value:+.1%} ({interval.low:+.1%} to {interval.high:+.1%})"


def print_bars(people: Sequence[Person], tallies: dict[str, Tally], seed: int) -> None:
    """Prints each bar with its interval and whether it is met."""
    ours = tallies[OURS].values
    others = [name for name in BASELINES if name != LAST]
    best = max(others, key=lambda name: float(np.mean(tallies[name].values["nDCG@20"])))
    rows: list[list[Cell]] = []
    for name in (LAST, best):
        _, gain = evaluation.paired_bootstrap(ours["nDCG@20"], tallies[name].values["nDCG@20"], seed=seed)
        bar, said = (BAR_NDCG, "at least +10 %, interval above 0") if name == LAST else (0.0, "interval above 0")
        is_met = gain.value >= bar and gain.low > 0
        rows.append([f"nDCG@20 over {name}", shown(gain), said, "met" if is_met else "MISSED"])
    many = [at for at, person in enumerate(people) if len(person.before.members) >= 3]
    pair = [[values["interest recall"][at] for at in many] for values in (ours, tallies[MEAN].values)]
    _, gain = evaluation.paired_bootstrap(*pair, seed=seed)
    is_met = gain.value >= BAR_INTERESTS and gain.low > 0
    label = f"interest recall over {MEAN}, {len(many)} people with 3 or more"
    rows.append([label, shown(gain), "at least +25 %", "met" if is_met else "MISSED"])
    difference, _ = evaluation.paired_bootstrap(ours["ILD"], tallies[LAST].values["ILD"], seed=seed)
    text = f"{difference.value:+.3f} ({difference.low:+.3f} to {difference.high:+.3f})"
    rows.append([f"ILD less that of {LAST}", text, "not below 0", "met" if difference.value >= 0 else "MISSED"])
    print_table("Bars", ["what", "value (95 % interval)", "bar", "verdict"], rows)


def interest_pool(world: World, options: argparse.Namespace) -> list[tuple[str, Indices]]:
    """Returns what people may like: classes, or neighbourhoods in the second encoder's space."""
    if options.truth == "labels":
        return class_pool(world, class_half(world, options.classes_from))
    from taste_second import INTEREST_PHOTOS, caption_space

    return near_pool(world, *caption_space(world), INTEREST_PHOTOS)


def describe(people: Sequence[Person], options: argparse.Namespace) -> None:
    """Prints what was simulated."""
    looks = [len(person.looks) for person in people]
    interests = [len(person.before.members) for person in people]
    liked = np.mean([np.mean(person.is_liked) for person in people])
    print(
        f"{len(people)} people, seed {options.seed}, "
        f"{f'classes {options.classes_from}' if options.truth == 'labels' else 'likes by captions (second encoder)'}; "
        f"{np.mean(interests):.1f} interests, {np.mean(looks):.0f} looks each ({liked:.0%} at what they like), "
        f"cuts on days {', '.join(map(str, CUT_DAYS))}\n",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the people and the bootstrap")
    parser.add_argument("--classes-from", choices=("A", "B", "all"), default="B", help="halves without common classes")
    parser.add_argument("--truth", choices=("labels", "captions"), default="labels", help="what likes are made of")
    parser.add_argument("--quick", action="store_true", help="20 people")
    parser.add_argument("--home", type=Path, help="where the known library is kept")
    parser.add_argument("--large", type=Path, help="home of a large indexed library: measures only a page's time there")
    parser.add_argument("--looks", type=int, default=5_000, help="in the large library")
    parser.add_argument("--only", choices=("ranking", "albums", "learning", "days"), help="leave the rest out")
    options = parser.parse_args()
    print_machine()
    if options.large:
        print_latency(options.large, options.looks, 12 if options.quick else 40, options.seed)
        return
    world = load(options.home)
    if options.only in (None, "albums") and options.truth == "labels":
        print_additions(world, class_half(world, options.classes_from), 30 if options.quick else 150, options.seed)
    if options.only == "albums":
        return
    count = 20 if options.quick else options.people
    pool = interest_pool(world, options)
    people = [make_person(world, pool, number, options.seed) for number in range(count)]
    describe(people, options)
    if options.only in (None, "learning"):
        print_learning(world, people[: 12 if options.quick else 60], options.seed)
    if options.only == "learning":
        return
    product = Product(world) if is_there() else None
    try:
        if options.only != "days":
            tallies = judge(world, people, product)
            print_measures(world, tallies)
            if product:
                print_bars(people, tallies, options.seed)
        if product and options.only != "ranking":
            print_days(product, people[: 6 if options.quick else 20])
        if not product:
            print("There is no recommender in this checkout: only the simple ways were measured.")
    finally:
        if product:
            product.close()


if __name__ == "__main__":
    main()
