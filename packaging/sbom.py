"""The bill of materials: what Reverie ships, as CycloneDX 1.6 (ECMA-424). Standard library only.

The same parts give the same file: its serial number comes from its content, and it bears no time.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import bundle
from licence_rules import Verdict

SERIAL = uuid.UUID("0f6a2c7e-93d1-4c0b-a6b5-52a3f1e8d704")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of others that is shipped.

    Attributes:
        kind: as CycloneDX names it: library, machine-learning-model, data.
        needs: names of the libraries it needs itself.
        texts: (file name, text) of its licences and notices.
    """

    name: str
    version: str
    kind: str
    verdict: Verdict
    url: str = ""
    sha256: str = ""
    purl: str = ""
    needs: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def _reference(part: Part) -> str:
    return part.purl or f"{part.kind}:{part.name}@{part.version}"


def _component(part: Part) -> dict[str, object]:
    made: dict[str, object] = {"type": part.kind, "bom-ref": _reference(part), "name": part.name}
    if part.version:
        made["version"] = part.version
    made["licenses"] = [{"expression": part.verdict.expression}]
    if part.sha256:
        made["hashes"] = [{"alg": "SHA-256", "content": part.sha256}]
    if part.purl:
        made["purl"] = part.purl
    if part.url:
        made["externalReferences"] = [{"type": "website", "url": part.url}]
    return made


def cyclonedx(program: bundle.Facts, parts: Sequence[Part]) -> dict[str, object]:
    """Returns the bill of materials, to be written as JSON."""
    components = [_component(part) for part in parts]
    own = f"pkg:pypi/{program.name}@{program.version}"
    by_name = {part.name: _reference(part) for part in parts if part.kind == "library"}
    dependencies = [{"ref": own, "dependsOn": [_reference(part) for part in parts]}]
    for part in parts:
        needs = sorted(by_name[name] for name in part.needs if name in by_name and name != part.name)
        dependencies.append({"ref": _reference(part), "dependsOn": needs})
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(SERIAL, repr((own, components)))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": bundle.APP_NAME,
                "version": program.version,
                "description": program.description,
                "licenses": [{"expression": program.licence}],
                "purl": own,
            }
        },
        "components": components,
        "dependencies": dependencies,
    }
