"""Smart albums: photos that answer to rules, or that are like the user's examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.domain.ids import PhotoId, SmartAlbumId
from desktop_app.domain.photo import FlagName

MAX_RULES = 64


class SmartKind(StrEnum):
    """What makes a photo belong."""

    RULES = "rules"
    EXAMPLE = "example"


class Combine(StrEnum):
    """How many of the rules have to hold."""

    ALL = "all"
    ANY = "any"


class Field(StrEnum):
    """What a rule looks at."""

    TEXT = "text"
    TAG = "tag"
    DATE = "date"
    CAMERA = "camera"
    LENS = "lens"
    FOLDER = "folder"
    NAME = "name"
    FORMAT = "format"
    RATING = "rating"
    FAVOURITE = "favourite"
    FLAG = "flag"
    COLOUR = "colour"
    PLACE = "place"
    ALBUM = "album"


class Operator(StrEnum):
    """What a rule asks of it."""

    IS = "is"
    IS_NOT = "is-not"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains-not"
    BETWEEN = "between"
    LAST_DAYS = "last-days"
    IN_MONTH = "in-month"
    IN_YEAR = "in-year"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    NEAR = "near"
    HAS = "has"
    HAS_NOT = "has-not"


_WORDS = (Operator.CONTAINS, Operator.CONTAINS_NOT)
_EQUAL = (Operator.IS, Operator.IS_NOT)
OPERATORS: dict[Field, tuple[Operator, ...]] = {
    Field.TEXT: _WORDS,
    Field.TAG: (*_EQUAL, *_WORDS),
    Field.DATE: (Operator.BETWEEN, Operator.LAST_DAYS, Operator.IN_MONTH, Operator.IN_YEAR),
    Field.CAMERA: _WORDS,
    Field.LENS: _WORDS,
    Field.FOLDER: _WORDS,
    Field.NAME: _WORDS,
    Field.FORMAT: _EQUAL,
    Field.RATING: (Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN),
    Field.FAVOURITE: _EQUAL,
    Field.FLAG: _EQUAL,
    Field.COLOUR: _EQUAL,
    Field.PLACE: (Operator.NEAR, Operator.HAS, Operator.HAS_NOT),
    Field.ALBUM: (*_WORDS, Operator.HAS, Operator.HAS_NOT),
}
_NUMBERS: dict[tuple[Field, Operator], tuple[tuple[float, float], ...]] = {
    (Field.DATE, Operator.BETWEEN): ((-1e18, 1e19), (-1e18, 1e19)),
    (Field.DATE, Operator.LAST_DAYS): ((1, 100_000),),
    (Field.DATE, Operator.IN_MONTH): ((1, 12),),
    (Field.DATE, Operator.IN_YEAR): ((1, 9999),),
    (Field.RATING, Operator.AT_LEAST): ((0, 5),),
    (Field.RATING, Operator.AT_MOST): ((0, 5),),
    (Field.RATING, Operator.BETWEEN): ((0, 5), (0, 5)),
    (Field.COLOUR, Operator.IS): ((0, 0xFFFFFF),),
    (Field.COLOUR, Operator.IS_NOT): ((0, 0xFFFFFF),),
    (Field.PLACE, Operator.NEAR): ((-90, 90), (-180, 180), (0.01, 20_000)),
}
_TEXTS = frozenset(
    (Field.TEXT, Field.TAG, Field.CAMERA, Field.LENS, Field.FOLDER, Field.NAME, Field.FORMAT, Field.FLAG, Field.ALBUM)
)
_WITHOUT_VALUE = frozenset((Operator.HAS, Operator.HAS_NOT))


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition on a photo.

    Attributes:
        text: of rules on words; a `FlagName` for FLAG.
        numbers: DATE between: wall-clock milliseconds, the second excluded; last-days, in-month, in-year: one number;
            RATING: stars; COLOUR: 0xRRGGBB; PLACE near: latitude and longitude in degrees and the radius in km.
    """

    field: Field
    operator: Operator
    text: str = ""
    numbers: tuple[float, ...] = ()

    def is_complete(self) -> bool:
        """Says whether it asks for something that can be: an operator of its field, and values within their range."""
        if self.operator not in OPERATORS[self.field]:
            return False
        if self.operator in _WITHOUT_VALUE:
            return True
        ranges = _NUMBERS.get((self.field, self.operator), ())
        if len(self.numbers) != len(ranges):
            return False
        if not all(low <= number <= high for number, (low, high) in zip(self.numbers, ranges, strict=True)):
            return False
        if self.field is Field.FLAG:
            return self.text in set(FlagName)
        return self.field not in _TEXTS or any(c.isalnum() for c in self.text)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Conditions of which all, or any, must hold; a set within a set is one condition."""

    combine: Combine = Combine.ALL
    rules: tuple[Rule | RuleSet, ...] = ()

    def leaves(self) -> Iterator[Rule]:
        """Yields every rule, those of inner sets too."""
        for rule in self.rules:
            if isinstance(rule, RuleSet):
                yield from rule.leaves()
            else:
                yield rule

    def is_complete(self) -> bool:
        """Says whether there is a rule, none too many, and every one asks for something that can be."""
        leaves = list(self.leaves())
        inner = [rule for rule in self.rules if isinstance(rule, RuleSet)]
        is_flat = all(not isinstance(rule, RuleSet) for one in inner for rule in one.rules)
        return 0 < len(leaves) <= MAX_RULES and is_flat and all(rule.is_complete() for rule in leaves)


@dataclass(frozen=True, slots=True)
class SmartAlbum:
    """One smart album.

    Attributes:
        photo_count: of the photos that may be seen.
        cover: the best of them that may be a cover; None when there is none.
        position: its place among the smart albums, from 0.
        rules: of an album by rules, else None.
        strictness: of an album by example, 0 (rather too many photos) to 1 (only the surest).
        wanted_count, refused_count: how many examples there are, "this" and "not this".
    """

    id: SmartAlbumId
    name: str
    kind: SmartKind
    photo_count: int
    cover: PhotoId | None
    created_at_ms: int
    position: int
    rules: RuleSet | None = None
    strictness: float = 0.5
    wanted_count: int = 0
    refused_count: int = 0


class Certainty(StrEnum):
    """How much the figures of a lesson are worth."""

    UNTAUGHT = "untaught"  # no example yet, or none whose picture could be understood
    TOO_FEW = "too-few"  # one or two examples: nothing can be held back to test with
    ROUGH = "rough"  # three or four
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a strictness promises, of the photos nobody ruled on.

    Attributes:
        strictness: of the slider, 0 to 1.
        cut: the least probability of a match.
        matches: how many of them are matches.
        precision: the share of the matches that are expected to be right, 0 to 1.
        recall: the share of the wanted ones that are expected to be matches, 0 to 1.
    """

    strictness: float
    cut: float
    matches: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a smart album by example has learned.

    Attributes:
        certainty: whether the expectations may be shown as figures.
        steps: what each strictness promises, by cross-validation, strictness rising; empty while untaught.
        strictness: the user's.
        trained_precision, trained_recall: the same figures on the very photos it learned from. They flatter; they are
            shown beside the others to tell by how much.
        uncertain: photos whose answer would teach it most, most useful first.
        wanted, refused: the examples, in order of their ids.
        problems: sentences about examples that could not be used.
    """

    certainty: Certainty = Certainty.UNTAUGHT
    steps: tuple[Expectation, ...] = ()
    strictness: float = 0.5
    trained_precision: float = 0.0
    trained_recall: float = 0.0
    uncertain: tuple[PhotoId, ...] = ()
    wanted: tuple[PhotoId, ...] = ()
    refused: tuple[PhotoId, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def present(self) -> Expectation | None:
        """What the user's strictness promises; None while untaught."""
        return at_strictness(self.steps, self.strictness) if self.steps else None


def at_strictness(steps: tuple[Expectation, ...], strictness: float) -> Expectation:
    """Returns the step nearest to a strictness of 0 to 1; there is at least one."""
    return min(steps, key=lambda step: abs(step.strictness - strictness))
