"""What is said of others' work: every part, with its licence and text; what may not be shipped stops the build."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def scripts() -> Iterator[None]:
    """Has the scripts of packaging/ import each other as they do when they are run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PROJECT / "packaging"))
        yield
    for name in ("bundle", "sbom", "licence_rules", "licences"):
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def shipped(scripts):
    import licences

    return licences.parts(is_frozen=False)


@pytest.fixture
def pretend(tmp_path, monkeypatch):
    """Installs a package that is nothing but what it says of itself."""

    def install(name: str, *headers: str, **files: str) -> None:
        place = tmp_path / f"{name}-1.0.dist-info"
        (place / "licenses").mkdir(parents=True)
        (place / "METADATA").write_text("\n".join(("Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", *headers)))
        record = [f"{name}-1.0.dist-info/METADATA,,"]
        for stem, text in files.items():
            (place / "licenses" / f"{stem}.txt").write_text(text)
            record.append(f"{name}-1.0.dist-info/licenses/{stem}.txt,,")
        (place / "RECORD").write_text("\n".join(record))
        monkeypatch.syspath_prepend(str(tmp_path))

    return install


# --- licences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "chosen"),
    [
        ("MIT", ("MIT",)),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", ("LGPL-3.0-only",)),
        ("GPL-3.0-only OR MIT", ("MIT",)),
        ("LGPL-2.1-only OR MIT", ("MIT",)),
        ("MIT AND (GPL-2.0-only OR BSD-3-Clause)", ("BSD-3-Clause", "MIT")),
        ("MIT AND Zlib OR GPL-2.0-only", ("MIT", "Zlib")),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", None),
    ],
)
def test_of_alternatives_the_freest_that_may_be_shipped_counts(expression: str, chosen: tuple[str, ...] | None) -> None:
    from licence_rules import judge

    wanted = chosen or ("BSD-3-Clause", "GPL-3.0-or-later WITH GCC-exception-3.1")
    assert judge("x", expression).chosen == wanted


@pytest.mark.parametrize("expression", ["GPL-3.0-only", "MIT AND GPL-2.0-or-later", "AGPL-3.0-only", "(GPL-2.0-only)"])
def test_what_is_gpl_alone_may_not_be_shipped(expression: str) -> None:
    from licence_rules import LicenceError, judge

    with pytest.raises(LicenceError, match=r"^kaleidoscope may not be shipped: its licence is "):
        judge("kaleidoscope", expression)


@pytest.mark.parametrize(
    "expression", ["", "Proprietary", "MIT AND SSPL-1.0", "see the file", "MIT)", "(MIT", "MIT MIT", "OR"]
)
def test_what_nobody_has_read_stops_the_build(expression: str) -> None:
    from licence_rules import LicenceError, judge

    with pytest.raises(LicenceError, match="kaleidoscope"):
        judge("kaleidoscope", expression)


def test_a_library_inside_a_wheel_counts_although_the_wheel_does_not_say_so(pretend) -> None:
    from importlib import metadata

    from licence_rules import LicenceError, expression_of, judge

    pretend("kaleidoscope", "License-Expression: MIT", LICENSE="x")
    package = metadata.distribution("kaleidoscope")
    record = package._path / "RECORD"
    record.write_text(record.read_text() + "\nkaleidoscope.libs/libx265-4883ecb5.so.217,,\n")
    with pytest.raises(LicenceError, match="may not be shipped"):
        judge("kaleidoscope", expression_of(package, []))
    record.write_text(record.read_text().replace("libx265", "libgomp"))
    assert "GPL-3.0-or-later WITH GCC-exception-3.1" in judge("k", expression_of(package, [])).chosen


@pytest.mark.parametrize(
    ("file", "licence"),
    [
        ("libraw_r.25.0.0.dylib", "LGPL-2.1-only"),
        ("libgcc_s_seh-1-70f48b1fbf7790872df2fde4b79a7c3b.dll", "GPL-3.0-or-later WITH GCC-exception-3.1"),
        ("libstdc++-6-110c9d51.dll", "GPL-3.0-or-later WITH GCC-exception-3.1"),
        ("libheif-7a3e919c.so.1.23.0", "LGPL-3.0-or-later"),
    ],
)
def test_libraries_are_known_by_their_names_on_each_system(pretend, file: str, licence: str) -> None:
    from importlib import metadata

    from licence_rules import expression_of, judge

    pretend("kaleidoscope", "License-Expression: MIT", LICENSE="x")
    package = metadata.distribution("kaleidoscope")
    record = package._path / "RECORD"
    record.write_text(record.read_text() + f"\nkaleidoscope.libs/{file},,\n")
    assert set(judge("kaleidoscope", expression_of(package, [])).chosen) == {"MIT", licence}


def test_old_ways_of_naming_a_licence_are_understood(pretend) -> None:
    import licences

    pretend("one", "License: Apache License, Version 2.0", LICENSE="a")
    pretend("two", "Classifier: License :: OSI Approved :: MIT License", LICENSE="b")
    pretend("three", "License: UNKNOWN-AND-LONG", LICENSE="c")
    bsd = "Redistribution and use in source and binary forms, with or without\nmodification ... Neither the name of ..."
    pretend("four", "Classifier: License :: OSI Approved :: BSD License", LICENSE=bsd)
    assert licences.library("one", "1.0").verdict.chosen == ("Apache-2.0",)
    assert licences.library("two", "1.0").verdict.chosen == ("MIT",)
    assert licences.library("four", "1.0").verdict.chosen == ("BSD-3-Clause",)
    with pytest.raises(licences.LicenceError, match="Nobody has read the licence of three"):
        licences.library("three", "1.0")


def test_a_licence_without_its_text_stops_the_build(pretend) -> None:
    import licences

    pretend("one", "License-Expression: MIT")
    with pytest.raises(licences.LicenceError, match="text of the licence of one"):
        licences.library("one", "1.0")
    pretend("two", "License-Expression: Apache-2.0")  # this text is known
    assert licences.library("two", "1.0").texts[0][0] == "LICENSE"


def test_another_version_than_the_pinned_one_is_not_spoken_for(pretend) -> None:
    import licences

    pretend("one", "License-Expression: MIT", LICENSE="a")
    with pytest.raises(licences.LicenceError, match=r"1\.0, but 2\.0 is pinned"):
        licences.library("one", "2.0")
    with pytest.raises(licences.LicenceError, match="not installed"):
        licences.library("no-such-package", "1.0")


def test_all_that_is_wrong_is_said_at_once_in_plain_words(monkeypatch, tmp_path, capsys) -> None:
    import licences

    lock = tmp_path / "requirements.txt"
    lock.write_text(
        "no-such-package==1.0 \\\n    --hash=sha256:00\nnor-this==2 ; sys_platform == 'none'\nnor-that==3\n"
    )
    monkeypatch.setattr(licences.locked, "__defaults__", (lock,))
    assert licences.main(["--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 2
    assert "no-such-package" in said
    assert "nor-that" in said
    assert not (tmp_path / "out").exists()


# --- what is written -------------------------------------------------------------------------------------------------


def test_what_an_app_image_begins_with_is_told_of(shipped) -> None:
    import licences

    text = licences.third_party(shipped)
    assert "https://github.com/AppImage/type2-runtime" in text
    assert "libfuse (LGPL-2.1)" in text


def test_every_pinned_package_model_and_data_file_is_told_of_with_its_text(shipped) -> None:
    import licences

    names = {part.name for part in shipped}
    assert {name for name, _version in licences.locked()} <= names
    assert all(part.texts and all(text for _name, text in part.texts) for part in shipped)
    text = licences.third_party(shipped)
    for licence in (PROJECT / "resources" / "licences").iterdir():
        assert licence.read_text("utf-8").strip() in text


def test_libraries_under_the_lgpl_are_named_with_what_it_asks_for(shipped) -> None:
    import licences

    text = licences.third_party(shipped)
    duties = text.partition("click ")[0]
    for name in ("pyside6-essentials", "shiboken6", "pi-heif", "rawpy"):
        assert name in duties
    assert "You may replace" in duties
    assert "https://download.qt.io" in duties
    assert "GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3" in text
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in text  # the LGPL 3 refers to it


def test_a_frozen_program_tells_of_python_too() -> None:
    import licences

    part = licences.interpreter()
    assert part.version == "{}.{}.{}".format(*sys.version_info[:3])
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in part.texts[0][1]


def test_the_bill_of_materials_is_whole_and_always_the_same(shipped) -> None:
    import bundle
    import sbom

    made = sbom.cyclonedx(bundle.facts(), shipped)
    assert json.loads(json.dumps(made)) == sbom.cyclonedx(bundle.facts(), shipped)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    components = {component["bom-ref"]: component for component in made["components"]}
    assert len(components) == len(shipped)
    assert components["pkg:pypi/pillow@" + _version("pillow")]["licenses"] == [{"expression": "MIT-CMU"}]
    models = [component for component in components.values() if component["type"] == "machine-learning-model"]
    manifest = json.loads((PROJECT / "resources" / "models" / "manifest.json").read_text("utf-8"))
    assert {model["hashes"][0]["content"] for model in models} == {line["sha256"] for line in manifest["models"]}
    references = {*components, made["metadata"]["component"]["bom-ref"]}
    for dependency in made["dependencies"]:
        assert dependency["ref"] in references
        assert set(dependency["dependsOn"]) <= references
    needs = {dependency["ref"]: dependency["dependsOn"] for dependency in made["dependencies"]}
    assert f"pkg:pypi/numpy@{_version('numpy')}" in needs[f"pkg:pypi/scikit-learn@{_version('scikit-learn')}"]


def _version(name: str) -> str:
    from importlib import metadata

    return metadata.version(name)


def test_both_files_are_written(tmp_path) -> None:
    import licences

    assert licences.main(["--out", str(tmp_path / "out")]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"THIRD_PARTY.txt", "sbom.cdx.json"}
    assert json.loads((tmp_path / "out" / "sbom.cdx.json").read_text("utf-8"))["components"]
