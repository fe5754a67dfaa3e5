from __future__ import annotations

from dataclasses import fields

import pytest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Activity, Changes, Progress
from desktop_app.gui.news import merged

TOLD = {
    "added": frozenset({PhotoId(1)}),
    "updated": frozenset({PhotoId(2)}),
    "progress": Progress(Activity.READING),
    "notices": ("a root is offline",),
}


@pytest.mark.parametrize("name", [item.name for item in fields(Changes)])
def test_news_of_every_kind_survives_being_gathered(name: str) -> None:
    """A field that is added to Changes and forgotten in `merged` fails here."""
    value = TOLD.get(name, True)
    news = Changes(**{name: value})
    assert getattr(merged(news, Changes()), name) == value
    assert getattr(merged(Changes(), news), name) == value
    assert merged(news, Changes()) == merged(Changes(), news) == news
