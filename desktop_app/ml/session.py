"""The seam to the runtime: a small protocol, and ONNX Runtime behind it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_app.errors import ModelError

# The runtime's wheels collect telemetry, keep an id of the machine in the user's cache and send it. Only this, set
# before the import, keeps it from starting; disable_telemetry_events() comes too late for the files.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from onnxruntime import (  # type: ignore[attr-defined]
    ExecutionMode,
    InferenceSession,
    SessionOptions,
    disable_telemetry_events,
)

disable_telemetry_events()

Tensors = dict[str, NDArray[np.float32]]
_ERRORS_ONLY = 3


class Session(Protocol):
    """A loaded model."""

    def run(self, batch: Mapping[str, NDArray[np.generic]]) -> Tensors:
        """Returns every output by name for the inputs by name. One thread at a time."""
        ...


class OrtSession:
    """A model in ONNX Runtime on the CPU; the provider is named, so nothing ever reaches for a network."""

    def __init__(self, content: bytes, name: str, *, threads: int = 1) -> None:
        """Loads verified bytes.

        Args:
            content: of the ONNX file; the runtime is given no path, so it cannot look for files beside it.
            name: said in errors.
            threads: used inside one operator; operators run one after another.

        Raises:
            ModelError: the runtime does not take the model.
        """
        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.execution_mode = ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = _ERRORS_ONLY
        options.enable_cpu_mem_arena = True  # kept, not shrunk after each run: shrinking raised the peak by 85 MB
        options.enable_mem_pattern = False  # the last batch is smaller than the others
        options.add_session_config_entry(
            "session.intra_op.allow_spinning", "0"
        )  # waiting threads leave the cores alone
        options.add_session_config_entry("session.use_env_allocators", "0")
        try:
            self._session = InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the runtime raises many kinds, none of them documented
            raise ModelError(f"The model {name} cannot be loaded: {_first_line(error)}") from error
        self._outputs = [output.name for output in self._session.get_outputs()]

    def run(self, batch: Mapping[str, NDArray[np.generic]]) -> Tensors:
        """Runs the model; see `Session`."""
        results = self._session.run(self._outputs, dict(batch))
        return dict(zip(self._outputs, results, strict=True))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
