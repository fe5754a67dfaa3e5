from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.search.query_language import (
    FAR_FUTURE_MS,
    FAR_PAST_MS,
    MAX_TERMS,
    Key,
    Term,
    Trait,
    date_range,
    parse_query,
    rating_range,
)


def ms(year: int, month: int = 1, day: int = 1) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)


def terms(text: str) -> list[tuple[str, str, bool]]:
    return [(str(term.key), term.text, term.is_negated) for term in parse_query(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \t\n", []),
        ("beach", [("word", "beach", False)]),
        ("beach sunset", [("word", "beach", False), ("word", "sunset", False)]),
        ('"old town" x', [("phrase", "old town", False), ("word", "x", False)]),
        ('"never closed', [("phrase", "never closed", False)]),
        ("-dog", [("word", "dog", True)]),
        ('-"old town"', [("phrase", "old town", True)]),
        ("tag:dog", [("tag", "dog", False)]),
        ('-tag:"hot dog"', [("tag", "hot dog", True)]),
        ("TAG:Dog", [("tag", "Dog", False)]),
        ("keyword:dog in:2024 file:IMG", [("tag", "dog", False), ("folder", "2024", False), ("name", "IMG", False)]),
        (
            "camera:canon lens:50mm format:heic",
            [("camera", "canon", False), ("lens", "50mm", False), ("format", "heic", False)],
        ),
        ("is:favorite", [("is", "favourite", False)]),
        ("is:RAW -is:hidden", [("is", "raw", False), ("is", "hidden", True)]),
        ("has:location has:tags", [("has", "gps", False), ("has", "tag", False)]),
        ("flag:blurry", [("flag", "blurry", False)]),
        ("flag:nonsense", [("word", "flag:nonsense", False)]),
        ("is:purple", [("word", "is:purple", False)]),
        ("rating:many", [("word", "rating:many", False)]),
        ("date:someday", [("word", "date:someday", False)]),
        ("http://x.y", [("word", "http://x.y", False)]),
        ("colour:red", [("word", "colour:red", False)]),
        ("tag:", [("word", "tag:", False)]),
        ("tag:!", [("word", "tag:!", False)]),
        ("- -- !!! *** : \"\" ''", []),
        ("semi-detached", [("word", "semi-detached", False)]),
        ("a:b:c", [("word", "a:b:c", False)]),
        ("12:30", [("word", "12:30", False)]),
        ("été straße 東京", [("word", "été", False), ("word", "straße", False), ("word", "東京", False)]),
        ('rock"n"roll', [("word", "rock", False), ("phrase", "n", False), ("word", "roll", False)]),
    ],
)
def test_what_is_typed_and_what_it_means(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", (ms(2024), ms(2025))),
        ("2024-06", (ms(2024, 6), ms(2024, 7))),
        ("2024-12", (ms(2024, 12), ms(2025))),
        ("2024-6-5", (ms(2024, 6, 5), ms(2024, 6, 6))),
        ("2024-02-29", (ms(2024, 2, 29), ms(2024, 3))),
        ("2019..2021-03", (ms(2019), ms(2021, 4))),
        ("2021-03..2019", (ms(2019), ms(2021, 4))),
        ("2019..", (ms(2019), FAR_FUTURE_MS)),
        ("..2019-05-01", (FAR_PAST_MS, ms(2019, 5, 2))),
        (">=2024", (ms(2024), FAR_FUTURE_MS)),
        (">2024", (ms(2025), FAR_FUTURE_MS)),
        ("<2024-06", (FAR_PAST_MS, ms(2024, 6))),
        ("<=2024-06", (FAR_PAST_MS, ms(2024, 7))),
        ("9999-12", (ms(9999, 12), FAR_FUTURE_MS)),
        ("2023-02-29", None),
        ("2024-13", None),
        ("2024-00", None),
        ("0000", None),
        ("..", None),
        ("24", None),
        ("20245", None),
        ("2024-06-14-1", None),
        ("٢٠٢٤", None),
        ("=2024", None),
        ("2024...2025", None),
    ],
)
def test_dates(text: str, expected: tuple[int, int] | None) -> None:
    assert date_range(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", (3, 3)), ("=3", (3, 3)), (">=3", (3, 5)), (">3", (4, 5)), ("<=2", (0, 2)), ("<2", (0, 1)),
        ("2..4", (2, 4)),
               ("4..2", (2, 4)), (">5", (6, 5)), ("6", None), ("-1", None), ("", None), (">=", None), ("3 stars", None),
    ],
)  # fmt: skip
def test_ratings(text: str, expected: tuple[int, int] | None) -> None:
    assert rating_range(text) == expected


def test_a_term_carries_its_range() -> None:
    assert parse_query("date:2024-06 -rating:>=4").terms == (
        Term(Key.DATE, "2024-06", False, ms(2024, 6), ms(2024, 7)),
        Term(Key.RATING, ">=4", True, 4, 5),
    )


def test_the_plain_words_in_a_row() -> None:
    query = parse_query('golden tag:x retriever -puppy "in snow"')
    assert query.words == "golden retriever"
    assert not query.asks_for(Trait.HIDDEN)
    assert parse_query("is:hidden").asks_for(Trait.HIDDEN)
    assert not parse_query("-is:hidden").asks_for(Trait.HIDDEN)


@given(st.text())
@example('-"')
@example("tag:\ud800")
@example("::::")
@example("-" * 50)
@example('"' * 51)
def test_no_text_breaks_it(text: str) -> None:
    query = parse_query(text)
    assert len(query.terms) <= MAX_TERMS
    assert all(term.text for term in query.terms)


def test_a_whole_page_of_text_is_cut_short() -> None:
    assert len(parse_query("word " * 100_000).terms) == MAX_TERMS
