"""What the For You page says before its shelves is true of the shelves below it."""

from __future__ import annotations

import pytest

from desktop_app.domain.history import HistoryMode
from desktop_app.domain.library import Counts
from desktop_app.gui.for_you_notice import notice_for


@pytest.mark.parametrize("mode", [HistoryMode.OFF, HistoryMode.PAUSED])
def test_looks_from_before_that_are_still_used_are_owned_to(mode: HistoryMode) -> None:
    notice = notice_for(mode, Counts(), is_private=False, has_looks=True)
    assert notice is not None
    assert "still uses those from before" in notice.sentence


def test_with_history_off_and_no_looks_the_page_learns_nothing() -> None:
    notice = notice_for(HistoryMode.OFF, Counts(), is_private=False, has_looks=False)
    assert notice is not None
    assert "learns nothing" in notice.sentence
