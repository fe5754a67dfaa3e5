from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

WORK = """
import os
from pathlib import Path
import numpy as np
from desktop_app.ml.understand import Understander
from desktop_app.paths import models_dir

models = Understander(models_dir())
assert models.understand([np.zeros((100, 120, 3), np.uint8)])[0].vector is not None
held = [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{n}")]
print(sum(name.startswith("socket:") for name in held))
"""


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc to see what a process holds open")
def test_the_runtime_keeps_no_telemetry_and_opens_no_socket(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ORT_", "XDG_", "HOME"))}
    environment |= {"HOME": str(tmp_path), "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "0"
    assert [str(path) for path in tmp_path.rglob("*")] == []
