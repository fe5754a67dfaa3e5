"""The release is made elsewhere: all it names exists here, and nothing of others is taken on trust."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
WORKFLOW = PROJECT / ".github" / "workflows" / "release.yml"
TEXT = WORKFLOW.read_text("utf-8")
FLOW = yaml.safe_load(TEXT)
JOBS = FLOW["jobs"]
MADE_BEFORE = {"packaging/icons/reverie.ico": "packaging/icons/build.py"}  # not kept in the repository


def steps() -> Iterator[tuple[str, dict]]:
    for name, job in JOBS.items():
        for step in job["steps"]:
            yield name, step


RUNS = [(f"{job}: {step.get('name', step['run'][:40])}", step) for job, step in steps() if "run" in step]


def commands() -> Iterator[str]:
    for _name, step in RUNS:
        yield from step["run"].replace("\\\n", " ").splitlines()


def test_every_file_of_ours_that_it_names_exists() -> None:
    named = set(re.findall(r"(?<![\w/.])((?:packaging|desktop_app|tests|resources)/[\w./-]+|\.ci/run)", TEXT))
    named |= {word for word in ("pyproject.toml", "CHANGELOG.md") if word in TEXT}
    assert {"packaging/reverie.spec", "packaging/windows/build.py", "packaging/macos/build.py", ".ci/run"} <= named
    missing = sorted(name for name in named - set(MADE_BEFORE) if not (PROJECT / name).is_file())
    assert not missing
    for made, script in MADE_BEFORE.items():
        assert TEXT.index(script) < TEXT.index(made)


def own_calls() -> list[tuple[str, tuple[str, ...]]]:
    """Returns each script of ours that is run, with the options it is given."""
    found = []
    for line in commands():
        for script, words in re.findall(r"(packaging/[\w/]+\.py)([^;|&]*)", line):
            found.append((script, tuple(sorted(set(re.findall(r"(?<=\s)--[\w-]+", words))))))
    return sorted(set(found))


@pytest.mark.parametrize(("script", "options"), [call for call in own_calls() if call[1]])
def test_every_option_given_to_a_script_of_ours_is_one_that_it_has(script: str, options: tuple[str, ...]) -> None:
    real = "packaging/linux/build.py" if script == "packaging/dev.py" else script  # which hands them on
    told = subprocess.run(
        [sys.executable, real, "--help"], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=60
    )
    assert set(options) <= set(re.findall(r"--[\w-]+", told.stdout))


def test_what_it_asks_of_the_program_the_program_can_do() -> None:
    from desktop_app.command_names import COMMANDS

    asked = re.findall(r"(?:^|[\s/\\])reverie(?:-terminal\.exe)?\"? ([\w-]+)$", TEXT, re.MULTILINE)
    assert set(asked) == {"self-test"}
    assert "self-test" in COMMANDS


def test_each_system_tries_the_copy_that_was_installed() -> None:
    systems = [entry["system"] for entry in JOBS["program"]["strategy"]["matrix"]["include"]]
    assert systems == ["linux", "windows", "macos"]
    tries = {name: step["run"] for name, step in RUNS if "installed copy" in name or "MSI likewise" in name}
    assert len(tries) == 4
    assert all("self-test" in run for run in tries.values())
    assert any("/Applications/Reverie.app" in run for run in tries.values())
    assert any("apt-get install" in run for run in tries.values())
    assert "windows-try" in JOBS["draft"]["needs"]


@pytest.mark.parametrize("name", sorted({step["uses"] for _job, step in steps() if "uses" in step}))
def test_an_action_of_others_is_pinned_to_one_commit(name: str) -> None:
    assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name)
    assert all(re.search(r"# v\d+\.\d+\.\d+$", line) for line in TEXT.splitlines() if name in line)


def test_what_is_downloaded_is_compared_with_a_hash_before_it_is_used() -> None:
    loads = [(name, step) for name, step in RUNS if "curl " in step["run"] or "wget " in step["run"]]
    assert [name for name, _step in loads] == ["program: Linux, build"]
    lines = loads[0][1]["run"].splitlines()
    assert lines[0].startswith("curl --fail ")
    assert '"$RUNNER_TEMP/runtime" "$RUNTIME"' in lines[0]
    assert lines[1] == 'sha256sum --check --strict <<<"$RUNTIME_SHA256  $RUNNER_TEMP/runtime"'
    assert re.fullmatch(r"[0-9a-f]{64}", loads[0][1]["env"]["RUNTIME_SHA256"])
    assert loads[0][1]["env"]["RUNTIME"].startswith("https://github.com/AppImage/type2-runtime/releases/download/2")
    assert sum("RUNTIME" in str(step) for _name, step in steps()) == 1


def test_an_app_image_is_made_and_tried() -> None:
    assert "--appimage-runtime" in "\n".join(commands())
    assert any("*.AppImage self-test" in line and "EXTRACT_AND_RUN=1" in line for line in commands())


def test_only_the_draft_may_write_and_it_stays_a_draft() -> None:
    assert FLOW["permissions"] == {"contents": "read"}
    assert [name for name, job in JOBS.items() if "permissions" in job] == ["draft"]
    made = [line for line in commands() if "gh release create" in line]
    assert len(made) == 1
    assert "--draft" in made[0].split()
    assert JOBS["draft"]["if"] == "github.ref_type == 'tag'"
    assert all(
        step["with"]["persist-credentials"] is False for _job, step in steps() if "checkout@" in str(step.get("uses"))
    )


def test_every_job_ends_and_follows_the_checks() -> None:
    assert all(job["timeout-minutes"] <= 90 for job in JOBS.values())

    def comes_after(name: str) -> set[str]:
        needs = JOBS[name].get("needs", [])
        direct = {needs} if isinstance(needs, str) else set(needs)
        return direct.union(*map(comes_after, direct))

    assert all("check" in comes_after(name) for name in JOBS if name != "check")


def test_secrets_are_told_of_and_reach_commands_as_variables_alone() -> None:
    used = set(re.findall(r"secrets\.(\w+)", TEXT))
    head = TEXT.partition("name: Release")[0]
    assert used == set(re.findall(r"\b(?:WINDOWS|MACOS|NOTARY)_\w+", head))
    assert not [name for name, step in RUNS if "${{" in step["run"]]


def test_each_variable_of_ours_is_one_that_a_script_reads() -> None:
    source = "".join(path.read_text("utf-8") for path in (PROJECT / "packaging").rglob("*.py"))
    for name in sorted(set(re.findall(r"\bREVERIE_\w+", TEXT))):
        stem, _underscore, rest = name.partition("NOTARY_")
        assert name in source or (rest and f'"{rest}"' in source and f"{stem}NOTARY_" in source), name


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize(
    ("name", "run"), [(name, step["run"]) for name, step in RUNS if not name.startswith("windows-try")]
)
def test_bash_can_read_every_step(name: str, run: str) -> None:
    done = subprocess.run(["bash", "-n"], input=run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{name}\n{done.stderr}"
