"""Indexes a folder into a library with stand-in models; a test kills it at any moment. Arguments: home, photos."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop_app.paths import LibraryPaths
from desktop_app.pipeline.ingest import Ingest
from desktop_app.pipeline.roots import identity_of
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.workers import process
from desktop_app.workers.decoders import DecoderPool
from desktop_app.workers.inference import InferenceProcess

ODD_CHILD = Path(__file__).resolve().parent.parent / "workers" / "odd_child.py"


said: list[str] = []


def say_once(changes: object) -> None:
    """Tells the test that rows are being written."""
    if not said:
        said.append("started")
        print("started", flush=True)


def main() -> None:
    home, photos = Path(sys.argv[1]), Path(sys.argv[2])
    process._program = lambda: [sys.executable, "-P", str(ODD_CHILD)]
    paths = LibraryPaths(home, home / "cache")
    writer = Store.open(paths, is_writer=True)
    reader = Store.open(paths, is_writer=False)
    if not writer.roots.all():
        writer.roots.add(photos, identity_of(photos), 0)
    thumbnails = Thumbnails(paths.thumbnails, 1 << 30)
    thumbnails.sweep()
    with DecoderPool(2) as decoders, InferenceProcess(home) as inference:
        ingest = Ingest(
            write=lambda work: work(writer),
            reader=reader,
            decoders=decoders,
            inference=inference,
            thumbnails=thumbnails,
        )
        ingest.index(on_changes=say_once)
    reader.close()
    writer.close()
    print("done", flush=True)


if __name__ == "__main__":
    main()
