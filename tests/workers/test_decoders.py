from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from desktop_app.workers.decoders import DecodeLimits, DecodeReply, DecodeRequest, DecoderPool, ViewRequest

Picture = Callable[..., Path]
Odd = Callable[..., None]
PROJECT = Path(__file__).resolve().parents[2]


def run(
    pool: DecoderPool, requests: Sequence[DecodeRequest | ViewRequest], limit_s: float = 100
) -> dict[int, DecodeReply]:
    for request in requests:
        pool.submit(request)
    return wait(pool, len(requests), limit_s)


def wait(pool: DecoderPool, count: int, limit_s: float = 100) -> dict[int, DecodeReply]:
    replies: list[DecodeReply] = []
    deadline = time.monotonic() + limit_s
    while len(replies) < count:
        replies += pool.poll(0.2)
        assert time.monotonic() < deadline, replies
    assert len(replies) == count
    return {reply.key: reply for reply in replies}


def wait_for_error(pool: DecoderPool, path: Path) -> None:
    pool.submit(DecodeRequest(1, path=path))
    for _ in range(1000):
        pool.poll(0.1)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"


def wait_until_gone(pids: Sequence[int], limit_s: float = 60) -> None:
    deadline = time.monotonic() + limit_s
    while not all(is_gone(pid) for pid in pids):
        assert time.monotonic() < deadline, pids
        time.sleep(0.02)


def bomb(path: Path, edge_px: int) -> Path:
    """A PNG of a few kilobytes that claims edge_px squared pixels and means it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(1)
    line = b"\0" * (edge_px * 3 + 1)
    body = b"".join(packer.compress(line) for _ in range(edge_px)) + packer.flush()
    header = struct.pack(">IIBBBBB", edge_px, edge_px, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return path


def test_files_bytes_and_views_come_back_under_their_keys(picture: Picture) -> None:
    files = {key: picture(f"{key}.jpg", seed=key, size=(300 + key, 200)) for key in range(10, 18)}
    with DecoderPool(2) as pool:
        data = files[10].read_bytes()
        requests = [DecodeRequest(key, path=path) for key, path in files.items()]
        replies = run(pool, [*requests, DecodeRequest(1, data=data), ViewRequest(2, files[11], 100)])
    for key in files:
        photo = replies[key].decoded
        assert photo is not None
        assert (photo.width_px, photo.height_px) == (300 + key, 200)
        assert photo.rgb.shape == (200, 300 + key, 3)
        assert photo.measures is not None
        assert photo.thumbnail.startswith(b"\xff\xd8")
        assert len(photo.content_hash) == 32
    assert replies[1].decoded is not None
    assert np.array_equal(replies[1].decoded.rgb, replies[10].decoded.rgb)  # type: ignore[union-attr]
    assert replies[2].pixels is not None
    assert max(replies[2].pixels.shape) == 100


def test_the_decoded_photo_is_the_one_decoding_here_gives(picture: Picture) -> None:
    from desktop_app.imaging.decode import decode_photo

    path = picture("a.jpg")
    here = decode_photo(path)
    with DecoderPool(1) as pool:
        there = run(pool, [DecodeRequest(1, path=path)])[1].decoded
    assert there is not None
    assert np.array_equal(here.rgb, there.rgb)
    assert here.metadata == there.metadata
    assert here.measures == there.measures
    assert (here.thumbnail, here.content_hash, here.format) == (there.thumbnail, there.content_hash, there.format)


def test_a_bad_file_gets_a_reason_and_the_child_lives(tmp_path: Path, picture: Picture) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"%PDF-1.4 nonsense")
    with DecoderPool(1) as pool:
        pool.start()
        before = pool.pids
        replies = run(
            pool,
            [
                DecodeRequest(1, path=bad),
                DecodeRequest(2, path=picture("ok.jpg")),
                DecodeRequest(3, path=tmp_path / "no"),
            ],
        )
        assert "PDF" in replies[1].error
        assert replies[2].decoded is not None
        assert "No such file" in replies[3].error
        assert pool.pids == before


@pytest.mark.parametrize("kind", ["kill", "liar"])
def test_a_file_that_ends_its_child_is_named_and_the_others_go_on(
    odd: Odd, picture: Picture, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    odd("files")
    files = [picture(f"{i}.jpg", seed=i) for i in range(6)]
    files.insert(2, picture(f"{kind}.jpg"))
    with DecoderPool(2) as pool, caplog.at_level("CRITICAL"):
        replies = run(pool, [DecodeRequest(i, path=f) for i, f in enumerate(files)])
    caplog.clear()
    assert replies[2].has_killed_child
    assert "decoder" in replies[2].error
    assert all(replies[i].decoded is not None for i in range(7) if i != 2)


def test_a_stopped_or_endless_child_is_killed_and_replaced(odd: Odd, picture: Picture) -> None:
    odd("files")
    files = [picture("hang.jpg"), *(picture(f"{i}.jpg", seed=i) for i in range(4)), picture("spin.jpg")]
    began = time.monotonic()
    with DecoderPool(2, DecodeLimits(timeout_s=3)) as pool:
        pool.start()
        first = pool.pids
        replies = run(pool, [DecodeRequest(i, path=f) for i, f in enumerate(files)])
        assert "longer than 3 seconds" in replies[0].error
        assert "longer than 3 seconds" in replies[5].error
        assert all(replies[i].decoded is not None for i in range(1, 5))
        assert all(is_gone(pid) for pid in first)
    assert time.monotonic() - began < 60, "before the endless one ends by itself"


def test_poll_returns_in_time_while_a_child_hangs(odd: Odd, picture: Picture) -> None:
    odd("files")
    with DecoderPool(1, DecodeLimits(timeout_s=600)) as pool:
        pool.start()
        pool.submit(DecodeRequest(1, path=picture("hang.jpg")))
        began = time.monotonic()
        assert pool.poll(0.1) == []
        assert time.monotonic() - began < 30, "not when the child is given up"
        pids = pool.pids
    assert all(is_gone(pid) for pid in pids)


@pytest.mark.skipif(sys.platform == "win32", reason="no RLIMIT_AS")
def test_a_bomb_costs_an_error_and_no_more(tmp_path: Path, picture: Picture, odd: Odd) -> None:
    odd("files")
    limits = DecodeLimits(memory_bytes=512 << 20)
    with DecoderPool(1, limits) as pool:
        requests = [
            DecodeRequest(1, path=bomb(tmp_path / "bomb.png", 13_000)),
            DecodeRequest(2, path=picture("eater.jpg")),
            DecodeRequest(3, path=picture("ok.jpg")),
        ]
        replies = run(pool, requests)
    assert replies[1].decoded is None
    assert replies[1].error
    assert replies[2].decoded is None
    assert "memory" in replies[2].error or replies[2].has_killed_child  # where it runs out decides how it ends
    assert replies[3].decoded is not None


def test_a_child_works_with_limits_and_without_the_heavy_libraries(picture: Picture) -> None:
    with DecoderPool(1, DecodeLimits(memory_bytes=900 << 20, nice=7)) as pool:
        run(pool, [DecodeRequest(1, path=picture("a.jpg"))])
        place = Path(f"/proc/{pool.pids[0]}")
        limits = {line[:26].strip(): line[26:].split() for line in (place / "limits").read_text().splitlines()}
        assert limits["Max address space"][0] == str(900 << 20)
        assert limits["Max core file size"][0] == "0"
        assert int((place / "stat").read_text().rsplit(")", 1)[1].split()[16]) >= 7
        maps = (place / "maps").read_text()
        assert not any(name in maps for name in ("PySide6", "Qt6", "onnxruntime", "usearch", "_sqlite3"))


def test_the_parent_needs_none_of_the_decoders_libraries() -> None:
    code = "import sys, desktop_app.workers.decoders, desktop_app.workers.inference; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"PIL", "onnxruntime", "rawpy", "pi_heif", "PySide6", "sqlite3", "pickle5"} & set(loaded)


def test_importing_a_child_does_nothing() -> None:
    names = ", ".join(f"desktop_app.workers.{name}" for name in ("child", "decoder_child", "inference_child"))
    code = f"import {names}, threading; print(threading.active_count())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=100
    )
    assert done.stdout.strip() == "1"


def test_abandoned_requests_give_no_reply(picture: Picture) -> None:
    with DecoderPool(1) as pool:
        for key in range(6):
            pool.submit(DecodeRequest(key, path=picture(f"{key}.jpg", seed=key)))
        pool.abandon()
        replies = run(pool, [DecodeRequest(99, path=picture("new.jpg"))])
    assert list(replies) == [99]


def test_slots_count_what_is_in_flight(picture: Picture) -> None:
    with DecoderPool(2) as pool:
        assert pool.free_slots == 4
        for key in range(6):
            pool.submit(DecodeRequest(key, path=picture(f"{key}.jpg")))
        assert pool.free_slots == 0
        assert len(pool.pids) == 2
        wait(pool, 6)
        assert pool.free_slots == 4


def test_ctrl_c_is_not_the_childrens_business(picture: Picture) -> None:
    with DecoderPool(1) as pool:
        run(pool, [DecodeRequest(1, path=picture("a.jpg"))])
        os.kill(pool.pids[0], signal.SIGINT)
        assert run(pool, [DecodeRequest(2, path=picture("b.jpg"))])[2].decoded is not None


def test_children_die_with_the_program(picture: Picture) -> None:
    code = f"""
import sys, time
from pathlib import Path
from desktop_app.workers.decoders import *
from desktop_app.workers.inference import InferenceProcess
pool = DecoderPool(2)
pool.start()
pool.submit(DecodeRequest(1, path=Path({str(picture("a.jpg"))!r})))
while not pool.poll(1):
    pass
inference = InferenceProcess(Path("nowhere"))
inference.start()
print(*pool.pids, inference.pid, flush=True)
time.sleep(600)
"""
    program = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    pids = [int(word) for word in program.stdout.readline().split()]
    assert len(pids) == 3
    os.kill(pids[0], signal.SIGSTOP)
    program.kill()
    program.wait()
    program.stdout.close()
    wait_until_gone(pids)


@pytest.mark.expects_log("an idle decoder is gone")
def test_an_idle_child_that_dies_is_replaced_when_needed(picture: Picture) -> None:
    with DecoderPool(1) as pool:
        run(pool, [DecodeRequest(1, path=picture("a.jpg"))])
        os.kill(pool.pids[0], signal.SIGKILL)
        wait_until_gone(pool.pids)
        assert pool.poll(0.2) == []
        assert run(pool, [DecodeRequest(2, path=picture("b.jpg"))])[2].decoded is not None


@pytest.mark.expects_log("a decoder did not start")
def test_children_that_do_not_start_are_an_error_not_a_loop(monkeypatch: pytest.MonkeyPatch, picture: Picture) -> None:
    from desktop_app.errors import WorkerError
    from desktop_app.workers import process

    monkeypatch.setattr(process, "_program", lambda: [sys.executable, "-c", "raise SystemExit(3)"])
    with DecoderPool(1) as pool, pytest.raises(WorkerError, match="do not start"):
        wait_for_error(pool, picture("a.jpg"))


def test_an_undecodable_name_and_a_pipe(tmp_path: Path, picture: Picture) -> None:
    odd_name = tmp_path / os.fsdecode(b"\xff\xfe.jpg")
    odd_name.write_bytes(picture("a.jpg").read_bytes())
    pipe = tmp_path / "x.jpg"
    os.mkfifo(pipe)
    with DecoderPool(1) as pool:
        replies = run(pool, [DecodeRequest(1, path=odd_name), DecodeRequest(2, path=pipe)])
    assert replies[1].decoded is not None
    assert "regular file" in replies[2].error
