"""The architecture holds: rooms, what only one room may do, sizes, and what may not stand in a tracked file."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "desktop_app"
MODULES = sorted(PACKAGE.rglob("*.py"))

MAX_LINES = 400
# A longer file needs a reason, which stands here.
LONG_FILES: dict[str, str] = {}

Rule = Callable[[ast.Module], Iterator[tuple[int, str]]]


@functools.cache
def tree_of(module: Path) -> ast.Module:
    """Returns a parsed module; the same for every rule."""
    return ast.parse(module.read_text("utf-8"))


@functools.cache
def names_in(tree: ast.Module) -> tuple[tuple[int, str], ...]:
    """Returns (line, dotted name) of everything imported, and every dotted name that starts at an imported one."""
    return tuple(_names_in(tree))


def _names_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    alias: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for item in node.names:
                alias[item.asname or item.name.partition(".")[0]] = (
                    item.name if item.asname else item.name.partition(".")[0]
                )
                yield node.lineno, item.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for item in node.names:
                alias[item.asname or item.name] = f"{node.module}.{item.name}"
                yield node.lineno, f"{node.module}.{item.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            dotted = ast.unparse(node)
            head, dot, rest = dotted.partition(".")
            if head in alias:
                yield node.lineno, alias[head] + dot + rest


def forbidden(*patterns: str) -> Rule:
    """Returns a rule against these dotted names (regular expressions over the whole name)."""
    bad = re.compile("|".join(patterns))

    def rule(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for line, name in names_in(tree):
            if bad.fullmatch(name):
                yield line, name

    return rule


def calls_to(*names: str) -> Rule:
    """Returns a rule against calling a function or method of one of these names, whatever it belongs to."""

    def rule(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
                if called in names:
                    yield node.lineno, ast.unparse(node.func)

    return rule


def built_in(*names: str) -> Rule:
    """Returns a rule against these built-in functions; methods of the same name (`QDialog.exec`) are others."""

    def rule(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node.lineno, node.func.id

    return rule


def allow_pickle(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """np.load and its like, told to unpickle."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg == "allow_pickle" and not (
                    isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                ):
                    yield node.lineno, "allow_pickle"


SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|(CREATE|DROP|ALTER)\s+(UNIQUE\s+|VIRTUAL\s+|TEMP\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE|VACUUM)",
    re.DOTALL,
)


def sql_text(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """A string that is a statement of SQL."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            yield node.lineno, node.value.strip()[:40]


PROCESSES = (
    r"multiprocessing(\..*)?",
    r"subprocess(\..*)?",
    r"os\.(fork|forkpty|system|popen|spawn\w+|exec\w+|posix_spawn\w*)",
)
THREADS = (
    r"threading\.(Thread|Timer)",
    r"_thread\..*",
    r"concurrent\.futures\.(thread\.)?ThreadPoolExecutor",
    r"concurrent\.futures\.(process\.)?ProcessPoolExecutor",
    r".*\.(QThread|QThreadPool|QRunnable)",
    r"asyncio(\..*)?",
)
NETWORK = (
    r"urllib\.(request|error)(\..*)?",
    r"(http|ftplib|smtplib|xmlrpc|requests|httpx|urllib3)(\..*)?",
    r"PySide6\.QtNetwork\.(?!QLocal)\w+",
    r"socket\.(create_connection|create_server|getaddrinfo|gethostby\w+|AF_INET6?)",
)

# What, the rule, and where it is right (paths below desktop_app, a folder ends in '/').
RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "unpickles": (
        forbidden(
            r"pickle(\..*)?",
            r"cPickle(\..*)?",
            r"shelve(\..*)?",
            r"marshal(\..*)?",
            r"joblib(\..*)?",
            r"torch\.load",
            r"dill(\..*)?",
        ),
        (),
    ),
    "unpickles an array": (allow_pickle, ()),
    "makes a thread": (forbidden(*THREADS), ("library/jobs.py",)),
    "makes a process": (forbidden(*PROCESSES), ("workers/",)),
    "reaches for the network": (forbidden(*NETWORK), ("gui/update_check.py",)),
    "opens a socket": (
        forbidden(r"socket(\..*)?"),
        ("workers/", "gui/application.py"),
    ),  # pairs only: with a child, with a signal
    "writes SQL": (sql_text, ("store/",)),
    "prints": (
        built_in("print"),
        (
            "cli.py",
            "cli_commands.py",
            "cli_denoise.py",
            "cli_groups.py",
            "cli_order.py",
            "cli_output.py",
            "cli_smart.py",
            "cli_suggestions.py",
            "cli_trash.py",
        ),
    ),
    "ends the program": (
        forbidden(r"sys\.exit", r"os\._exit", r"os\.abort"),
        ("__main__.py", "cli.py", "workers/"),
    ),
    "shows a message box": (forbidden(r".*\.QMessageBox(\..*)?"), ("gui/", "app.py")),
    "runs Qt's events by hand": (calls_to("processEvents"), ()),
    "terminates a thread": (forbidden(r"PySide6\..*\.terminate"), ()),
    "sleeps": (forbidden(r"time\.sleep", r".*\.QThread\.sleep"), ("workers/",)),
    "evaluates text": (built_in("eval", "exec", "compile", "__import__"), ()),
}
# `multiprocessing.freeze_support` starts nothing: a frozen program needs the call in its first line.
EXCEPTIONS = {("__main__.py", "multiprocessing"), ("__main__.py", "multiprocessing.freeze_support")}


def is_place(module: Path, places: tuple[str, ...]) -> bool:
    """Says whether the module is one of the places, or lies in one."""
    inside = module.relative_to(PACKAGE).as_posix()
    return any(inside == place or (place.endswith("/") and inside.startswith(place)) for place in places)


@pytest.mark.parametrize("what", sorted(RULES))
def test_only_the_room_whose_job_it_is(what: str) -> None:
    rule, places = RULES[what]
    found = [
        f"{module.relative_to(PROJECT)}:{line}: {what}: {detail}"
        for module in MODULES
        if not is_place(module, places)
        for line, detail in rule(tree_of(module))
        if (module.relative_to(PACKAGE).as_posix(), detail) not in EXCEPTIONS
    ]
    assert not found, "\n".join(found)


def test_what_reaches_for_the_network_belongs_to_one_button() -> None:
    uses = forbidden(r"desktop_app\.gui\.update_check(\..*)?", r"desktop_app\.gui\.update_row(\..*)?")
    users = {module.name for module in MODULES if list(uses(tree_of(module)))}
    assert users == {"update_row.py", "about_dialog.py", "selftest.py"}


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("unpickles", "import pickle"),
        ("unpickles", "from joblib import load"),
        ("unpickles", "import torch as t\nt.load('x')"),
        ("unpickles an array", "np.load(f, allow_pickle=True)"),
        ("unpickles an array", "np.load(f, allow_pickle=flag)"),
        ("makes a thread", "import threading as t\nt.Thread(target=f)"),
        ("makes a thread", "from concurrent.futures import ThreadPoolExecutor"),
        ("makes a thread", "from PySide6.QtCore import QThread"),
        ("makes a process", "import subprocess"),
        ("makes a process", "import os\nos.fork()"),
        ("makes a process", "from multiprocessing import Process"),
        ("reaches for the network", "import urllib.request"),
        ("reaches for the network", "from PySide6.QtNetwork import QNetworkAccessManager"),
        ("writes SQL", "q = 'SELECT id FROM photo'"),
        ("writes SQL", "q = f'DELETE FROM {table}'"),
        ("writes SQL", "q = '''\n  INSERT OR IGNORE INTO photo VALUES (?)'''"),
        ("prints", "print('x')"),
        ("ends the program", "import sys\nsys.exit(1)"),
        ("shows a message box", "from PySide6.QtWidgets import QMessageBox"),
        ("runs Qt's events by hand", "QApplication.processEvents()"),
        ("sleeps", "from time import sleep\nsleep(1)"),
        ("evaluates text", "eval('1')"),
    ],
)
def test_the_rule_sees_what_it_is_against(what: str, code: str) -> None:
    assert list(RULES[what][0](ast.parse(code)))


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("writes SQL", "text = 'Select photos from the folder'"),
        ("writes SQL", "text = 'Update the library'"),
        ("unpickles an array", "np.load(f, allow_pickle=False)"),
        ("makes a thread", "import threading\nthreading.Lock()"),
        ("prints", "self.blueprint('x')"),
    ],
)
def test_the_rule_leaves_the_rest_alone(what: str, code: str) -> None:
    assert not list(RULES[what][0](ast.parse(code)))


def test_the_rooms_import_only_what_the_contracts_allow() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout), done.stdout


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(PROJECT)) for path in PACKAGE.rglob("__init__.py") if not ast.get_docstring(tree_of(path))
    ]
    assert not silent


def test_no_file_is_longer_than_400_lines_without_a_reason() -> None:
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    long = {name: count for name, count in lengths.items() if count > MAX_LINES and name not in LONG_FILES}
    assert not long
    no_longer = [name for name in LONG_FILES if lengths.get(name, 0) <= MAX_LINES]
    assert not no_longer, "these need their exception no more"


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{path.relative_to(PROJECT)}:{node.lineno}: {node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 50
    ]
    assert not long, "\n".join(long)


def test_the_folder_packaging_shadows_no_package() -> None:
    assert not list((PROJECT / "packaging").rglob("__init__.py"))


# --- tracked files ---------------------------------------------------------------------------------------------------


def tracked_text_files() -> dict[str, str]:
    """Returns the text of every file that is (or is about to be) committed, by path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )
    names = [name for name in listed.stdout.decode("utf-8", "surrogateescape").split("\0") if name]
    if listed.returncode or not names:
        pytest.skip("this is no git checkout")
    texts = {}
    for name in names:
        raw = (PROJECT / name).read_bytes() if (PROJECT / name).is_file() else b""
        if b"\0" not in raw[:8000]:
            texts[name] = raw.decode("utf-8", "replace")
    return texts


# Written in pieces, so that this file does not name what it forbids.
MACHINE_PLACES = re.compile(
    r"(?<![\w.])/(?:"
    + "|".join(("work", "opt/" + "pypi", "opt/" + "wheels", "tmp/" + "reverie", "root/" + r"\."))
    + r")(?:/|\b)"
)
REGISTRIES = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "npmjs" + r"\.(?:org|com)",
            "deb" + r"\.debian\.org",
            "--index" + "-url",
            "--find" + "-links",
        )
    )
)
LICENCE_FOLDERS = ("resources/licences/",)


@pytest.mark.parametrize(
    ("what", "pattern"), [("a place on one machine", MACHINE_PLACES), ("a registry's host", REGISTRIES)]
)
def test_no_tracked_file_names(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}: {what}: {line.strip()[:80]}"
        for name, text in tracked_text_files().items()
        if not name.startswith(LICENCE_FOLDERS)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_patterns_see_what_they_are_against() -> None:
    assert MACHINE_PLACES.search("open('/" + "work/main')")
    assert not MACHINE_PLACES.search("src/work/main")
    assert REGISTRIES.search("https://files.python" + "hosted.org/x")


def test_no_work_is_left_marked() -> None:
    mark = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
    found = [
        f"{name}:{number}"
        for name, text in tracked_text_files().items()
        if name.endswith((".py", ".md", ".toml", ".sh", ".yml")) and not name.startswith(LICENCE_FOLDERS)
        for number, line in enumerate(text.splitlines(), 1)
        if mark.search(line)
    ]
    assert not found, "\n".join(found)
