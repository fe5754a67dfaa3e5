"""An AppImage: the start that others publish (the type 2 runtime), and behind it our squashfs.

The runtime finds its image by where its own ELF file ends, so that joining is one file after the other.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import bundle
from linux import metadata

MAGIC = b"AI\x02"  # at byte 8, which ELF leaves unused: https://github.com/AppImage/AppImageSpec
SQUASHFS = b"hsqs"
ELF_64_LITTLE = b"\x7fELF\x02\x01"
X86_64 = 62
LARGEST_RUNTIME_BYTES = 16 << 20
PATIENCE_S = 20.0


def elf_size(data: bytes) -> int:
    """Returns where an ELF file of 64 bits ends by what its head says, as the runtime itself counts.

    Raises:
        BundleError: the head, or the last section it tells of, is not there.
    """
    try:
        (table,) = struct.unpack_from("<Q", data, 0x28)
        entry_bytes, entries = struct.unpack_from("<HH", data, 0x3A)
        end = int(table + entry_bytes * entries)
        if not entries:
            return end
        start, size = struct.unpack_from("<QQ", data, end - entry_bytes + 0x18)
    except struct.error:
        raise bundle.BundleError("The AppImage runtime is cut off.") from None
    return max(end, int(start + size))


def require_runtime(data: bytes) -> None:
    """Raises BundleError, saying why, when this is not a runtime of AppImages of type 2 for this processor, alone."""
    wrong = ""
    if data[:6] != ELF_64_LITTLE:
        wrong = "it is no program for 64-bit Linux"
    elif data[8:11] != MAGIC:
        wrong = "it does not bear the mark of AppImages of type 2"
    elif struct.unpack_from("<H", data, 0x12)[0] != X86_64:
        wrong = "it is for another processor than x86-64"
    elif len(data) != elf_size(data):
        wrong = f"it ends at byte {len(data)} and says that it ends at {elf_size(data)}; is there an image behind it?"
    if wrong:
        raise bundle.BundleError(f"This is not the runtime of an AppImage: {wrong}.")


def join(runtime: Path, image: Path, out: Path, release: metadata.Release) -> Path:
    """Puts the runtime before the squashfs, and asks the result where its image lies. Returns the AppImage.

    Raises:
        BundleError: the runtime is none, the image is no squashfs, or the result does not find it.
    """
    try:
        size = runtime.stat().st_size
        head = runtime.read_bytes() if size <= LARGEST_RUNTIME_BYTES else b""
    except OSError as error:
        raise bundle.BundleError(f"The AppImage runtime {runtime} cannot be read: {error.strerror}.") from None
    require_runtime(head)
    made = out / f"{bundle.APP_NAME}-{release.version}-x86_64.AppImage"
    with image.open("rb") as source, made.open("wb") as target:
        if source.read(len(SQUASHFS)) != SQUASHFS:
            raise bundle.BundleError(f"{image.name} is no squashfs.")
        source.seek(0)
        target.write(head)
        shutil.copyfileobj(source, target, 1 << 20)
    made.chmod(0o755)
    try:
        done = subprocess.run(
            [str(made), "--appimage-offset"], capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise bundle.BundleError(f"The AppImage does not start: {error}.") from None
    if done.returncode or done.stdout.strip() != str(size):
        said = (done.stdout + done.stderr).strip()
        raise bundle.BundleError(f"The AppImage looks for its image at another place than byte {size}: {said}")
    return made
