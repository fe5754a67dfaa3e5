"""Rules of smart albums against photos whose facts are known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Flag, FlagName, Measures, Metadata, Status, Tag, TagSource
from desktop_app.domain.smart_album import OPERATORS, Combine, Field, Operator, Rule, RuleSet
from desktop_app.domain.visibility import Surface, is_counted, is_visible
from desktop_app.store import smart_rules, tiles
from desktop_app.store.store import Store

NOW = int(datetime(2026, 6, 15, 12, tzinfo=UTC).timestamp() * 1000)
DAY = 86_400_000
RED = 0xC81E28


def measures(palette: tuple[tuple[int, float], ...]) -> Measures:
    return Measures(0.5, 0.5, 0.0, 0.1, 1.5, 30.0, 0x336699, palette, 11, 0.1, 0.2)


@pytest.fixture
def photos(store: Store, fill: Callable[..., object]) -> dict[str, PhotoId]:
    """Three photos: an old red one in Lisbon, a blue one of this week without a place, and one with nothing special."""
    ids = fill.new(["Trips 2019/lisbon_1.jpg", "new/IMG_2.heic", "new/other.jpg"])  # type: ignore[attr-defined]
    lisbon = Metadata(
        taken_at_ms=int(datetime(2019, 7, 4, tzinfo=UTC).timestamp() * 1000), camera_make="Canon",
        camera_model="EOS 80D", lens="EF50mm", latitude=38.72, longitude=-9.14, title="Tram up the hill",
    )  # fmt: skip
    fill.decode(ids[:1], metadata=lisbon, measures=measures(((RED, 0.6), (0x101010, 0.4))))  # type: ignore[attr-defined]
    week = Metadata(taken_at_ms=NOW - 3 * DAY, camera_make="Nikon")
    fill.decode(ids[1:2], metadata=week, measures=measures(((0x2040C0, 0.9), (RED, 0.05))), format="HEIF")  # type: ignore[attr-defined]
    plain = Metadata(taken_at_ms=int(datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000))
    fill.decode(ids[2:], metadata=plain, measures=measures(((0x808080, 1.0),)))  # type: ignore[attr-defined]
    fill.understand(ids[:1], tags=(Tag("tram", TagSource.AI, 0.9),))  # type: ignore[attr-defined]
    fill.understand(ids[1:2], flags=(Flag(FlagName.BLURRY, 0.9, "soft"),))  # type: ignore[attr-defined]
    store.edits.set_rating(ids[:1], 4)
    store.edits.set_favourite(ids[1:2], is_favourite=True)
    store.edits.create_album("Summer days", ids[:1])
    return dict(zip(("lisbon", "week", "plain"), ids, strict=True))


def answers(store: Store, photos: dict[str, PhotoId], rules: RuleSet) -> set[str]:
    sql, values = smart_rules.condition(rules, NOW)
    found = {row[0] for row in store.db.rows(f"SELECT p.id FROM photo AS p WHERE {sql}", values)}
    return {name for name, photo in photos.items() if photo in found}


def between(first: datetime, last: datetime) -> tuple[float, ...]:
    return first.timestamp() * 1000, last.timestamp() * 1000


CASES: list[tuple[Rule, set[str]]] = [
    (Rule(Field.TEXT, Operator.CONTAINS, "tram hill"), {"lisbon"}),
    (Rule(Field.TEXT, Operator.CONTAINS_NOT, "canon"), {"week", "plain"}),
    (Rule(Field.TAG, Operator.IS, "Tram"), {"lisbon"}),
    (Rule(Field.TAG, Operator.IS_NOT, "tram"), {"week", "plain"}),
    (Rule(Field.TAG, Operator.CONTAINS, "ra"), {"lisbon"}),
    (Rule(Field.TAG, Operator.CONTAINS, "t_am"), set()),
    (Rule(Field.TAG, Operator.CONTAINS_NOT, "ra"), {"week", "plain"}),
    (Rule(Field.DATE, Operator.BETWEEN, numbers=between(datetime(2019, 1, 1, tzinfo=UTC),
                                                        datetime(2020, 1, 1, tzinfo=UTC))), {"lisbon"}),
    (Rule(Field.DATE, Operator.LAST_DAYS, numbers=(7,)), {"week"}),
    (Rule(Field.DATE, Operator.LAST_DAYS, numbers=(2,)), set()),
    (Rule(Field.DATE, Operator.IN_MONTH, numbers=(7,)), {"lisbon"}),
    (Rule(Field.DATE, Operator.IN_YEAR, numbers=(2024,)), {"plain"}),
    (Rule(Field.CAMERA, Operator.CONTAINS, "eos"), {"lisbon"}),
    (Rule(Field.CAMERA, Operator.CONTAINS_NOT, "canon"), {"week", "plain"}),
    (Rule(Field.LENS, Operator.CONTAINS, "ef50"), {"lisbon"}),
    (Rule(Field.LENS, Operator.CONTAINS_NOT, "ef50"), {"week", "plain"}),
    (Rule(Field.FOLDER, Operator.CONTAINS, "Trips"), {"lisbon"}),
    (Rule(Field.FOLDER, Operator.CONTAINS_NOT, "Trips"), {"week", "plain"}),
    (Rule(Field.NAME, Operator.CONTAINS, "img_2"), {"week"}),
    (Rule(Field.NAME, Operator.CONTAINS_NOT, "img_2"), {"lisbon", "plain"}),
    (Rule(Field.FORMAT, Operator.IS, "heif"), {"week"}),
    (Rule(Field.FORMAT, Operator.IS_NOT, "heif"), {"lisbon", "plain"}),
    (Rule(Field.RATING, Operator.AT_LEAST, numbers=(4,)), {"lisbon"}),
    (Rule(Field.RATING, Operator.AT_MOST, numbers=(3,)), {"week", "plain"}),
    (Rule(Field.RATING, Operator.BETWEEN, numbers=(5, 1)), {"lisbon"}),
    (Rule(Field.FAVOURITE, Operator.IS), {"week"}),
    (Rule(Field.FAVOURITE, Operator.IS_NOT), {"lisbon", "plain"}),
    (Rule(Field.FLAG, Operator.IS, "blurry"), {"week"}),
    (Rule(Field.FLAG, Operator.IS_NOT, "blurry"), {"lisbon", "plain"}),
    (Rule(Field.COLOUR, Operator.IS, numbers=(0xD02530,)), {"lisbon"}),
    (Rule(Field.COLOUR, Operator.IS_NOT, numbers=(0xD02530,)), {"week", "plain"}),
    (Rule(Field.PLACE, Operator.NEAR, numbers=(38.8, -9.2, 15)), {"lisbon"}),
    (Rule(Field.PLACE, Operator.NEAR, numbers=(38.8, -9.2, 5)), set()),
    (Rule(Field.PLACE, Operator.HAS), {"lisbon"}),
    (Rule(Field.PLACE, Operator.HAS_NOT), {"week", "plain"}),
    (Rule(Field.ALBUM, Operator.CONTAINS, "summer"), {"lisbon"}),
    (Rule(Field.ALBUM, Operator.CONTAINS_NOT, "summer"), {"week", "plain"}),
    (Rule(Field.ALBUM, Operator.HAS), {"lisbon"}),
    (Rule(Field.ALBUM, Operator.HAS_NOT), {"week", "plain"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "expected"), CASES, ids=[f"{r.field}-{r.operator}-{r.text}" for r, _ in CASES])
def test_b23_a_rule_finds_just_the_photos_it_is_true_of_colours_among_them(
    store: Store, photos: dict[str, PhotoId], rule: Rule, expected: set[str]
) -> None:
    assert rule.is_complete()
    assert answers(store, photos, RuleSet(rules=(rule,))) == expected


def test_every_field_and_operator_is_tried() -> None:
    assert {(rule.field, rule.operator) for rule, _ in CASES} == {(f, o) for f, all_ in OPERATORS.items() for o in all_}


def test_a_place_near_the_date_line_is_near_from_both_sides(
    store: Store, photos: dict[str, PhotoId], fill: Callable[..., object]
) -> None:
    fill.decode([photos["plain"]], metadata=Metadata(latitude=-17.8, longitude=179.95))  # type: ignore[attr-defined]
    near = Rule(Field.PLACE, Operator.NEAR, numbers=(-17.8, -179.95, 20))
    assert answers(store, photos, RuleSet(rules=(near,))) == {"plain"}


def test_all_any_and_one_set_within_another(store: Store, photos: dict[str, PhotoId]) -> None:
    canon = Rule(Field.CAMERA, Operator.CONTAINS, "canon")
    nikon = Rule(Field.CAMERA, Operator.CONTAINS, "nikon")
    loved = Rule(Field.FAVOURITE, Operator.IS)
    assert answers(store, photos, RuleSet(Combine.ALL, (canon, nikon))) == set()
    assert answers(store, photos, RuleSet(Combine.ANY, (canon, nikon))) == {"lisbon", "week"}
    assert answers(store, photos, RuleSet(Combine.ALL, (RuleSet(Combine.ANY, (canon, nikon)), loved))) == {"week"}


@pytest.mark.parametrize(
    "rule",
    [
        Rule(Field.TEXT, Operator.CONTAINS, " - "),
        Rule(Field.RATING, Operator.AT_LEAST, numbers=(7,)),
        Rule(Field.RATING, Operator.AT_LEAST),
        Rule(Field.FLAG, Operator.IS, "pretty"),
        Rule(Field.DATE, Operator.IS),
        Rule(Field.PLACE, Operator.NEAR, numbers=(99.0, 0.0, 5.0)),
    ],
)
def test_a_rule_that_asks_for_nothing_is_not_complete_and_finds_nothing(
    store: Store, photos: dict[str, PhotoId], rule: Rule
) -> None:
    assert not rule.is_complete()
    assert not RuleSet(rules=(rule,)).is_complete()
    assert answers(store, photos, RuleSet(rules=(rule,))) == set()


def test_rules_come_back_from_their_json_and_a_rule_of_a_later_version_lets_nothing_in() -> None:
    rules = RuleSet(Combine.ANY, (*(rule for rule, _ in CASES[:4]), RuleSet(rules=(CASES[8][0],))))
    kept = smart_rules.as_json(rules)
    assert smart_rules.from_json(kept) == rules
    kept["rules"][0]["field"] = "mood"  # type: ignore[index]
    assert smart_rules.from_json(kept).rules[0] == RuleSet()
    assert smart_rules.condition(RuleSet(), NOW) == ("0", ())


def test_a_smart_album_shows_and_counts_what_the_policy_lets_an_album_show(
    store: Store, photos: dict[str, PhotoId]
) -> None:
    album = store.edits.create_smart_album("All", RuleSet(rules=(Rule(Field.PLACE, Operator.HAS),)), {})[1]
    for status in tiles.STATUSES:
        store.db.execute(
            f"UPDATE photo SET tile = (tile & ~{tiles.STATUS_MASK}) | ? WHERE id = ?", (int(status), photos["lisbon"])
        )
        seen = store.smart_albums.timeline(album, NOW)
        found = store.smart_albums.get(album, NOW)
        assert found is not None
        assert len(seen) == int(is_visible(status, Surface.ALBUM)), status
        assert found.photo_count == int(is_counted(status, Surface.ALBUM)), status
        assert (found.cover is not None) == is_visible(status, Surface.COVER), status
        assert store.smart_albums.count(RuleSet(rules=(Rule(Field.PLACE, Operator.HAS),)), NOW) == found.photo_count
    assert Status.HIDDEN in tiles.STATUSES
