"""scikit-learn on one thread: sums in one order, so that the same seed gives the same answer to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def on_one_thread() -> Iterator[None]:
    """Keeps linear algebra and scikit-learn to one thread within the block, which also spares a busy machine."""
    import sklearn.cluster
    import sklearn.manifold  # noqa: F401 - late: a second to import; and first: only what is loaded can be limited
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1):
        yield
