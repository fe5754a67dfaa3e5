"""A search kept as a smart album: its terms as rules; what has no rule of its own stays words to look for."""

from __future__ import annotations

from desktop_app.domain.photo import FlagName
from desktop_app.domain.smart_album import Combine, Field, Operator, Rule, RuleSet
from desktop_app.search.query_language import Key, Part, Term, Trait, parse_query

_WORDS = {
    Key.WORD: Field.TEXT,
    Key.PHRASE: Field.TEXT,
    Key.TAG: Field.TAG,
    Key.NAME: Field.NAME,
    Key.FOLDER: Field.FOLDER,
    Key.CAMERA: Field.CAMERA,
    Key.LENS: Field.LENS,
    Key.ALBUM: Field.ALBUM,
}


def rules_of_search(text: str) -> RuleSet:
    """Returns the rules that ask for what a search asks for, as nearly as rules can.

    Plain words in a row become one rule, a town by name the circle round it. What rules cannot ask (`is:raw`,
    `has:caption`, a country) is left out.
    """
    rules: list[Rule] = []
    words: list[str] = []
    for term in parse_query(text).terms:
        if term.key in (Key.WORD, Key.PHRASE) and not term.is_negated:
            words.append(term.text)
        elif (rule := _rule(term)) is not None:
            rules.append(rule)
    if words:
        rules.insert(0, Rule(Field.TEXT, Operator.CONTAINS, " ".join(words)))
    return RuleSet(Combine.ALL, tuple(rule for rule in rules if rule.is_complete()))


def _near(town: str) -> Rule | None:
    from desktop_app.organize.places import place_names  # late: a table of 69,000 places

    circle = place_names().circle(town)
    return None if circle is None else Rule(Field.PLACE, Operator.NEAR, numbers=circle)


def _rule(term: Term) -> Rule | None:
    if term.key in _WORDS:
        return Rule(_WORDS[term.key], Operator.CONTAINS_NOT if term.is_negated else Operator.CONTAINS, term.text)
    equal = Operator.IS_NOT if term.is_negated else Operator.IS
    known = Operator.HAS_NOT if term.is_negated else Operator.HAS
    match term.key:
        case Key.FORMAT:
            return Rule(Field.FORMAT, equal, term.text)
        case Key.FLAG:
            return Rule(Field.FLAG, equal, str(FlagName(term.text)))
        case Key.IS if term.text == Trait.FAVOURITE:
            return Rule(Field.FAVOURITE, equal)
        case Key.IS if term.text == Trait.SENSITIVE:
            return Rule(Field.FLAG, equal, str(FlagName.SENSITIVE))
        case Key.PLACE if not term.is_negated:
            return _near(term.text)
        case Key.HAS if term.text == Part.GPS:
            return Rule(Field.PLACE, known)
        case Key.HAS if term.text == Part.ALBUM:
            return Rule(Field.ALBUM, known)
        case Key.HAS if term.text == Part.RATING:
            at = Operator.AT_MOST if term.is_negated else Operator.AT_LEAST
            return Rule(Field.RATING, at, numbers=(0.0 if term.is_negated else 1.0,))
        case Key.DATE if not term.is_negated:
            return Rule(Field.DATE, Operator.BETWEEN, numbers=(float(term.low), float(term.high)))
        case Key.RATING if not term.is_negated:
            return Rule(Field.RATING, Operator.BETWEEN, numbers=(float(term.low), float(term.high)))
        case _:
            return None
