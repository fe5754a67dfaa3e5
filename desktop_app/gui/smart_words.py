"""What a smart album says of itself, in words: how sure it may be believed to be, and its rules."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.domain.smart_album import Certainty, Expectation, Field, Lesson, Operator

WORTH_SAYING = 0.1  # so far apart are the figures of seen and unseen photos when both are told


def _tr(text: str) -> str:
    return QCoreApplication.translate("SmartAlbums", text)


def share_text(share: float) -> str:
    """Returns '9 in 10' and the like for a share of 0 to 1."""
    if share >= 0.97:
        return _tr("nearly all")
    if share < 0.05:
        return _tr("hardly any")
    return _tr("about {n} in 10").replace("{n}", str(min(9, max(1, round(share * 10)))))


def promise_text(lesson: Lesson) -> str:
    """Returns what may be expected of the photos shown, one or two sentences."""
    present = lesson.present
    if lesson.certainty is Certainty.UNTAUGHT or present is None:
        return _tr("Show it what belongs: drag photos onto its name on the left.")
    if lesson.certainty is Certainty.TOO_FEW:
        return _tr("Too few examples to tell how good it is. Add some more.")
    if not present.matches:
        return _tr("Nothing else in your library looks like your examples.")
    right, found = share_text(present.precision), share_text(present.recall)
    if lesson.certainty is Certainty.ROUGH:
        words = _tr("A rough guess from few examples: {right} found here should be right.")
    else:
        words = _tr("Of the photos found here, {right} should be right; of all there are, {found} should be here.")
    return words.replace("{right}", right).replace("{found}", found)


def honesty_text(lesson: Lesson) -> str:
    """Returns the figures of new photos beside the flattering ones of those it learned from; '' when they agree."""
    present = lesson.present
    if present is None or not present.matches or lesson.certainty in (Certainty.UNTAUGHT, Certainty.TOO_FEW):
        return ""
    pairs = ((lesson.trained_precision, present.precision), (lesson.trained_recall, present.recall))
    if all(seen - unseen < WORTH_SAYING for seen, unseen in pairs):
        return ""
    words = _tr(
        "Tested on photos it had not seen: {right} right, {found} found. On its examples it looked better: {seen}."
    )
    seen = f"{share_text(lesson.trained_precision)}, {share_text(lesson.trained_recall)}"
    return (
        words.replace("{right}", share_text(present.precision))
        .replace("{found}", share_text(present.recall))
        .replace("{seen}", seen)
    )


def strictness_text(step: Expectation) -> str:
    """Returns what a place of the slider means, for its tip and for the screen reader."""
    words = _tr("{count} found, {right} right, {found} of all")
    return (
        words.replace("{count}", str(step.matches))
        .replace("{right}", share_text(step.precision))
        .replace("{found}", share_text(step.recall))
    )


def field_text(field: Field) -> str:
    """Returns the name of what a rule looks at."""
    return {
        Field.TEXT: _tr("Any text"),
        Field.TAG: _tr("Tag"),
        Field.DATE: _tr("Date"),
        Field.CAMERA: _tr("Camera"),
        Field.LENS: _tr("Lens"),
        Field.FOLDER: _tr("Folder"),
        Field.NAME: _tr("File name"),
        Field.FORMAT: _tr("Format"),
        Field.RATING: _tr("Rating"),
        Field.FAVOURITE: _tr("Favourite"),
        Field.FLAG: _tr("Flag"),
        Field.COLOUR: _tr("Colour"),
        Field.PLACE: _tr("Place"),
        Field.ALBUM: _tr("Album"),
    }[field]


def operator_text(field: Field, operator: Operator) -> str:
    """Returns what a rule asks, as it reads between the field and the value."""
    if field is Field.COLOUR:
        return _tr("has") if operator is Operator.IS else _tr("has not")
    return {
        Operator.IS: _tr("is"),
        Operator.IS_NOT: _tr("is not"),
        Operator.CONTAINS: _tr("contains"),
        Operator.CONTAINS_NOT: _tr("does not contain"),
        Operator.BETWEEN: _tr("is between"),
        Operator.LAST_DAYS: _tr("is in the last days"),
        Operator.IN_MONTH: _tr("is in the month"),
        Operator.IN_YEAR: _tr("is in the year"),
        Operator.AT_LEAST: _tr("is at least"),
        Operator.AT_MOST: _tr("is at most"),
        Operator.NEAR: _tr("is near"),
        Operator.HAS: _tr("is known"),
        Operator.HAS_NOT: _tr("is not known"),
    }[operator]
