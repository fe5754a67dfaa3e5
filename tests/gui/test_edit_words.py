"""What the undo bar and the Edit menu call the acts of the user."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication

from desktop_app.domain.history import InterestChoice
from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.photo import FlagName
from desktop_app.gui.edit_words import LABELS, done_text, label_text
from desktop_app.gui.translation import counted
from desktop_app.library.applying import apply_edit
from desktop_app.library.commands import (
    AddTag,
    ChooseInterest,
    DismissFlag,
    DismissSuggestedAlbum,
    LessLikeThis,
    NeverSuggest,
    RemoveTag,
    SetFavourite,
    SetHidden,
    SetRating,
    SuppressTag,
)
from desktop_app.library.trash_commands import NotDuplicates, RestorePhotos, TrashPhotos

IDS = (PhotoId(1), PhotoId(2), PhotoId(3))


@pytest.mark.parametrize(
    ("command", "one", "three"),
    [
        (SetFavourite(IDS, is_favourite=True), "Added 1 photo to favourites", "Added 3 photos to favourites"),
        (SetFavourite(IDS, is_favourite=False), "Removed 1 photo from favourites", "Removed 3 photos from favourites"),
        (SetHidden(IDS, is_hidden=True), "Hid 1 photo", "Hid 3 photos"),
        (SetHidden(IDS, is_hidden=False), "1 photo is shown again", "3 photos are shown again"),
        (SetRating(IDS, 4), "Rated 1 photo: ★★★★", "Rated 3 photos: ★★★★"),
        (SetRating(IDS, 0), "Removed the rating of 1 photo", "Removed the rating of 3 photos"),
        (AddTag(IDS, " {n} sea "), "Tagged 1 photo “{n} sea”", "Tagged 3 photos “{n} sea”"),
        (RemoveTag(IDS, "sea"), "Removed “sea” from 1 photo", "Removed “sea” from 3 photos"),
        (TrashPhotos(IDS), "1 photo moved to the trash", "3 photos moved to the trash"),
        (RestorePhotos(IDS), "1 photo brought back", "3 photos brought back"),
        (DismissFlag(IDS, FlagName.BLURRY), "1 photo is no longer in Blurry", "3 photos are no longer in Blurry"),
    ],
)
def test_an_act_says_what_was_done_to_how_many(theme_app, command, one, three) -> None:
    assert done_text(command, 1) == one
    assert done_text(command, 3) == three


def test_the_journal_names_every_act_with_words_that_can_be_translated(window) -> None:
    ids = tuple(window.space.model.id_at(row) for row in range(2))
    commands = [SetRating(ids, stars) for stars in (5, 4, 3, 2, 1, 0)]
    commands += [SetFavourite(ids, is_favourite=is_it) for is_it in (True, False)]
    commands += [SetHidden(ids, is_hidden=is_it) for is_it in (True, False)]
    commands += [AddTag(ids, "sea"), RemoveTag(ids, "sea"), SuppressTag("beach"), DismissFlag(ids, FlagName.BLURRY)]
    choice = ChooseInterest(InterestChoice(InterestId(ids[0]), "Boats"))
    commands += [LessLikeThis(ids), NeverSuggest(ids), choice, DismissSuggestedAlbum("event-1"), NotDuplicates(ids)]
    for command in commands:
        label = apply_edit(window.library.store, command).label
        plain = label.replace(" “sea”", "").replace(" “beach”", "")
        assert plain in LABELS or label == "Not blurry"
    assert {"Move to trash", "Restore from trash", "Remove duplicates"} <= set(LABELS)
    assert label_text("Not blurry") == "Not: Blurry"
    assert label_text("Add tag “a “b” c”") == "Add tag “a “b” c”"
    assert label_text("An act of another version") == "An act of another version"


def test_the_undo_bar_counts_the_photos(window, qtbot) -> None:
    window.edits.set_favourite([window.space.model.id_at(row) for row in range(3)], is_favourite=True)
    qtbot.waitUntil(lambda: window.toast.isVisible())
    assert window.toast.words.text() == "Added 3 photos to favourites"
    assert window.toast.button.isVisible()


def test_what_changes_nothing_offers_no_undo_of_another_act(window, qtbot) -> None:
    ids = [window.space.model.id_at(0)]
    window.edits.rate(ids, 4)
    qtbot.waitUntil(lambda: window.toast.isVisible() and window.toast.button.isVisible())
    window.edits.rate(ids, 4)
    qtbot.waitUntil(lambda: not window.toast.button.isVisible())
    assert window.toast.words.text() == "Rated 1 photo: ★★★★"


def test_every_language_has_its_own_plural_forms(theme_app, monkeypatch) -> None:
    def polish(_context: str, _text: str, _comment: str | None = None, n: int = -1) -> str:
        return {1: "{n} zdjęcie", 2: "{n} zdjęcia"}.get(n, "{n} zdjęć")

    monkeypatch.setattr(QCoreApplication, "translate", polish)
    assert [counted("Facts", "1 photo", "{n} photos", n) for n in (1, 2, 5)] == ["1 zdjęcie", "2 zdjęcia", "5 zdjęć"]
