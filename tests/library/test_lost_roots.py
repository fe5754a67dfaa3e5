from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

from desktop_app.domain.ids import RootId
from desktop_app.domain.library import Root, RootIdentity, RootState
from desktop_app.library.watching import Watching


def test_a_mount_that_answers_with_an_error_does_not_keep_the_other_roots_from_being_looked_at(tmp_path: Path) -> None:
    dead = Path("/" + "x" * 300)  # the system refuses to look there, as with a mount whose server is gone
    identity = RootIdentity(1, 2)
    roots = [
        Root(RootId(1), dead, identity, state=RootState.ONLINE),
        Root(RootId(2), tmp_path, identity, state=RootState.OFFLINE),
    ]
    answer: Future[list[Root]] = Future()
    answer.set_result(roots)
    asked: list[list[RootId]] = []
    watching = SimpleNamespace(
        _ask_roots=lambda: answer, _roots={str(root.path): root for root in roots}, _request=asked.append
    )
    Watching._look_for_lost_roots(watching)  # type: ignore[arg-type]
    assert asked == [[1, 2]]
