"""Linear algebra on one core: sums in one order, so that answers repeat bit for bit, and no waiting for a busy core.

With both cores of a small machine at work elsewhere, a product of small matrices shared between two threads took 25 ms
in place of 0.2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # late: it looks through all loaded libraries

    return ThreadpoolController()


def on_one_core(work: Callable[P, R]) -> Callable[P, R]:
    """Returns the function, its linear algebra kept to one core while it runs."""

    @wraps(work)
    def alone(*args: P.args, **kwargs: P.kwargs) -> R:
        with _controller().limit(limits=1, user_api="blas"):
            return work(*args, **kwargs)

    return alone
