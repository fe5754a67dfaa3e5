#!/usr/bin/env python3
"""Signs programs and installers for Windows in place, with osslsigncode on any system.

    REVERIE_PFX=cert.pfx REVERIE_PFX_PASSWORD=... python3 packaging/windows/sign.py FILE...

$REVERIE_PFX is the certificate with its key (PKCS #12). $REVERIE_TIMESTAMP, the address of a time server (RFC 3161),
keeps the signature valid after the certificate's end. The password reaches osslsigncode by a file, never by its
arguments, which everybody on the machine can read. Standard library only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


class SigningError(Exception):
    """A file could not be signed; the message is a plain sentence."""


def sign(path: Path, certificate: Path, password: str, timestamp: str = "") -> None:
    """Replaces a .exe, .dll or .msi by itself with a signature.

    Raises:
        SigningError: osslsigncode is missing or refused.
    """
    with tempfile.TemporaryDirectory(prefix="reverie-sign-", dir=path.parent) as name:
        secret, signed = Path(name) / "password", Path(name) / path.name
        secret.touch(mode=0o600)
        secret.write_text(password, "utf-8")
        command = ["osslsigncode", "sign", "-pkcs12", str(certificate), "-readpass", str(secret), "-h", "sha256"]
        command += ["-n", "Reverie"]
        command += ["-ts", timestamp] if timestamp else []
        command += ["-in", str(path), "-out", str(signed)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            raise SigningError("osslsigncode is not installed (Debian: apt-get install osslsigncode).") from None
        if done.returncode:
            raise SigningError(f"{path.name} could not be signed:\n{(done.stdout + done.stderr).strip()}")
        signed.chmod(path.stat().st_mode)
        signed.replace(path)


def main(arguments: Sequence[str] | None = None) -> int:
    names = sys.argv[1:] if arguments is None else arguments
    certificate = os.environ.get("REVERIE_PFX", "")
    if not names or not certificate:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for name in names:
            password, timestamp = os.environ.get("REVERIE_PFX_PASSWORD", ""), os.environ.get("REVERIE_TIMESTAMP", "")
            sign(Path(name), Path(certificate), password, timestamp)
            print(f"{name} is signed.")
    except SigningError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
