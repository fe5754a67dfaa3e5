"""Rules of smart albums as one SQL condition on `photo AS p`, and as the JSON they are kept in."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from desktop_app.domain.photo import Badge
from desktop_app.domain.smart_album import Combine, Field, Operator, Rule, RuleSet
from desktop_app.store import tiles
from desktop_app.store.search_text import quote

DAY_MS = 86_400_000
COLOUR_DISTANCE = 72  # between colours that people would call by one name, weighed as below
COLOUR_SHARE = 0.12  # of the picture that has to be of the colour
KM_PER_DEGREE = 111.195
_NEGATIVE = frozenset((Operator.IS_NOT, Operator.CONTAINS_NOT, Operator.HAS_NOT))
_FAVOURITE = int(Badge.FAVOURITE) << tiles.BADGE_SHIFT
_COLUMNS = {Field.CAMERA: "camera", Field.LENS: "lens", Field.FOLDER: "folders", Field.NAME: "name"}
_NOWHERE = "0"

Condition = tuple[str, tuple[Any, ...]]


def condition(rules: RuleSet, now_ms: int) -> Condition:
    """Returns the SQL condition that photos `p` have to meet, and its values. No rule at all is met by none."""
    parts = [condition(rule, now_ms) if isinstance(rule, RuleSet) else _rule(rule, now_ms) for rule in rules.rules]
    if not parts:
        return _NOWHERE, ()
    joint = " AND " if rules.combine is Combine.ALL else " OR "
    return f"({joint.join(sql for sql, _ in parts)})", tuple(value for _, values in parts for value in values)


def _rule(rule: Rule, now_ms: int) -> Condition:
    if not rule.is_complete():
        return _NOWHERE, ()
    sql, values = _MAKERS[rule.field](rule, now_ms)
    return (f"NOT ({sql})" if rule.operator in _NEGATIVE else f"({sql})"), values


def _date(rule: Rule, now_ms: int) -> Condition:
    first = rule.numbers[0]
    match rule.operator:
        case Operator.BETWEEN:
            return "p.taken_at_ms >= ? AND p.taken_at_ms < ?", (int(first), int(rule.numbers[1]))
        case Operator.LAST_DAYS:
            since = (now_ms // DAY_MS - int(first) + 1) * DAY_MS
            return "p.taken_at_ms >= ? AND p.taken_at_ms < ?", (since, (now_ms // DAY_MS + 1) * DAY_MS)
        case Operator.IN_MONTH:
            return "strftime('%m', p.taken_at_ms / 1000, 'unixepoch') = ?", (f"{int(first):02d}",)
        case _:
            return "strftime('%Y', p.taken_at_ms / 1000, 'unixepoch') = ?", (f"{int(first):04d}",)


def _tag(rule: Rule, _now_ms: int) -> Condition:
    if rule.operator in (Operator.IS, Operator.IS_NOT):
        return "p.id IN (SELECT photo_id FROM live_tag WHERE name = ? COLLATE NOCASE)", (rule.text.strip(),)
    return "p.id IN (SELECT photo_id FROM live_tag WHERE name LIKE ? ESCAPE '\\')", (_like(rule.text),)


def _text(rule: Rule, _now_ms: int) -> Condition:
    """Every word, somewhere in what the photo's file, folder, camera, date or tags say."""
    parts: list[str] = []
    values: list[str] = []
    for word in rule.text.split():
        quoted = quote(word, is_prefix=True)
        if quoted is None:
            continue
        parts.append(
            """(p.id IN (SELECT rowid FROM photo_text WHERE photo_text MATCH ?)
                OR p.id IN (SELECT photo_id FROM live_tag WHERE ' ' || name LIKE ? ESCAPE '\\'))"""
        )
        values += [quoted, f"% {_escaped(word)}%"]
    return (" AND ".join(parts), tuple(values)) if parts else (_NOWHERE, ())


def _column(rule: Rule, _now_ms: int) -> Condition:
    quoted = quote(rule.text, is_prefix=True)
    sql = "p.id IN (SELECT rowid FROM photo_text WHERE photo_text MATCH ?)"
    return sql, (f"{{{_COLUMNS[rule.field]}}} : {quoted}",)


def _format(rule: Rule, _now_ms: int) -> Condition:
    return "p.format = ? COLLATE NOCASE", (rule.text.strip(),)


def _rating(rule: Rule, _now_ms: int) -> Condition:
    stars = [int(number) for number in rule.numbers]
    match rule.operator:
        case Operator.AT_LEAST:
            return "p.rating >= ?", (stars[0],)
        case Operator.AT_MOST:
            return "p.rating <= ?", (stars[0],)
        case _:
            return "p.rating BETWEEN ? AND ?", (min(stars), max(stars))


def _favourite(_rule: Rule, _now_ms: int) -> Condition:
    return f"(p.tile & {_FAVOURITE}) <> 0", ()


def _flag(rule: Rule, _now_ms: int) -> Condition:
    return "p.id IN (SELECT photo_id FROM live_flag WHERE name = ?)", (rule.text,)


def _colour(rule: Rule, _now_ms: int) -> Condition:
    """Near in RGB with the weights of the "redmean" approximation of seen difference, of enough of the picture."""
    wanted = int(rule.numbers[0])
    red, green, blue = wanted >> 16 & 255, wanted >> 8 & 255, wanted & 255
    sql = """EXISTS (SELECT 1 FROM (
            SELECT (o.colour >> 16 & 255) - ? AS r, (o.colour >> 8 & 255) - ? AS g, (o.colour & 255) - ? AS b FROM (
                SELECT j.value ->> 0 AS colour FROM photo_measures AS c, json_each(c.palette) AS j
                WHERE c.photo_id = p.id AND j.value ->> 1 >= ?) AS o) AS d
        WHERE d.r * d.r * ? + d.g * d.g * 4 + d.b * d.b * ? <= ?)"""
    weights = 2 + red / 256, 3 - red / 256
    return sql, (red, green, blue, COLOUR_SHARE, *weights, 3 * COLOUR_DISTANCE * COLOUR_DISTANCE)


def _place(rule: Rule, _now_ms: int) -> Condition:
    """Within a radius on the plane that touches the globe there: right to a percent up to some hundred kilometres."""
    if rule.operator in (Operator.HAS, Operator.HAS_NOT):
        return "p.id IN (SELECT photo_id FROM photo_metadata INDEXED BY photo_located WHERE latitude IS NOT NULL)", ()
    latitude, longitude, radius_km = rule.numbers
    shrink = KM_PER_DEGREE * max(math.cos(math.radians(latitude)), 1e-6)
    away = "min(abs(m.longitude - ?), 360 - abs(m.longitude - ?))"
    sql = f"""p.id IN (SELECT m.photo_id FROM photo_metadata AS m WHERE m.latitude BETWEEN ? AND ?
        AND (m.latitude - ?) * ? * (m.latitude - ?) * ? + {away} * ? * {away} * ? <= ?)"""  # noqa: S608
    reach = radius_km / KM_PER_DEGREE
    north = (latitude, KM_PER_DEGREE)
    east = (longitude, longitude, shrink)
    return sql, (latitude - reach, latitude + reach, *north, *north, *east, *east, radius_km * radius_km)


def _album(rule: Rule, _now_ms: int) -> Condition:
    if rule.operator in (Operator.HAS, Operator.HAS_NOT):
        return "p.id IN (SELECT photo_id FROM album_photo)", ()
    return (
        """p.id IN (SELECT w.photo_id FROM album_photo AS w JOIN album AS a ON a.id = w.album_id
           WHERE a.name LIKE ? ESCAPE '\\')""",
        (_like(rule.text),),
    )


_MAKERS: dict[Field, Callable[[Rule, int], Condition]] = {
    Field.TEXT: _text,
    Field.TAG: _tag,
    Field.DATE: _date,
    Field.CAMERA: _column,
    Field.LENS: _column,
    Field.FOLDER: _column,
    Field.NAME: _column,
    Field.FORMAT: _format,
    Field.RATING: _rating,
    Field.FAVOURITE: _favourite,
    Field.FLAG: _flag,
    Field.COLOUR: _colour,
    Field.PLACE: _place,
    Field.ALBUM: _album,
}


def _like(text: str) -> str:
    return f"%{_escaped(text.strip())}%"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def as_json(rules: RuleSet) -> dict[str, object]:
    """Returns the rules for the store."""
    return {
        "combine": rules.combine.value,
        "rules": [
            as_json(rule)
            if isinstance(rule, RuleSet)
            else {
                "field": rule.field.value,
                "operator": rule.operator.value,
                "text": rule.text,
                "numbers": rule.numbers,
            }
            for rule in rules.rules
        ],
    }


def from_json(found: Mapping[str, Any]) -> RuleSet:
    """Returns the rules of `as_json`. A rule of a later version is kept out, and with it what it would have let in.

    Raises:
        KeyError, TypeError, ValueError: these are no rules.
    """
    return RuleSet(Combine(found["combine"]), tuple(_from_json(one) for one in found["rules"]))


def _from_json(found: Mapping[str, Any]) -> Rule | RuleSet:
    if "rules" in found:
        return from_json(found)
    try:
        field, operator = Field(found["field"]), Operator(found["operator"])
    except ValueError:
        return RuleSet()
    return Rule(field, operator, str(found["text"]), tuple(float(number) for number in found["numbers"]))


def definition_of(rules: RuleSet | None, strictness: float) -> str:
    """Returns what a smart album is, for its row."""
    return json.dumps({"strictness": strictness} if rules is None else as_json(rules), ensure_ascii=False)
