"""The walls of the house, looked at from outside."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("db", "kiosk", "screens")
MOST_LINES = 400
MOST_FUNCTION_LINES = 40

FORBIDDEN = {
    "db": ("kiosk", "screens", "textual", "rich"),
    "kiosk": ("textual", "rich", "screens"),
    "screens": (),
}
"""What must not be loaded once every module of a floor is."""

SLOW = ("PIL", "openpyxl", "pypinyin", "qrcode", "argon2", "pi_heif", "cv2")
"""What costs start-up time and is loaded only where it is used."""


def python_files() -> list[Path]:
    folders = [ROOT / name for name in (*FLOORS, "tests", "deploy")]
    return [ROOT / "run.py", *(path for folder in folders for path in folder.rglob("*.py"))]


def product_files() -> list[Path]:
    left_out = {".git", ".venv", "__pycache__", "pictures", ".ruff_cache", ".mypy_cache"}
    left_out |= {".hypothesis", ".pytest_cache", ".import_linter_cache", "__snapshots__"}
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    kept = (path for path in found if not left_out & set(path.parts))
    return [path for path in kept if not path.name.startswith(".coverage")]


def modules_of(floor: str) -> list[str]:
    files = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / floor).rglob("*.py"))
    return [".".join(path.parts).removesuffix(".__init__") for path in files]


def loaded_by(modules: list[str], tops: tuple[str, ...]) -> list[str]:
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print([top for top in {tops!r} if top in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = ast.literal_eval(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("floor", ["db", "kiosk"])
def test_a_floor_loads_nothing_from_above(floor: str) -> None:
    assert loaded_by(modules_of(floor), FORBIDDEN[floor]) == []


def test_the_front_door_loads_nothing_slow() -> None:
    assert loaded_by(["run", "screens.app"], SLOW) == []


@pytest.mark.parametrize("floor", ["screens", "kiosk"])
def test_rows_stay_downstairs(floor: str) -> None:
    upstairs = {"screens": {"db", "peewee", "playhouse", "apsw"}, "kiosk": {"peewee", "playhouse"}}
    for path in (ROOT / floor).rglob("*.py"):
        assert not imports(path) & upstairs[floor], path


def imports(path: Path) -> set[str]:
    tops: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            tops |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            tops.add(node.module.partition(".")[0])
    return tops


def test_no_file_is_too_long() -> None:
    long = {str(path): lines(path) for path in python_files() if lines(path) > MOST_LINES}
    assert long == {}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_function_is_too_long() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, kinds) and code_lines(node) > MOST_FUNCTION_LINES
    ]
    assert long == []


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    documented = ast.get_docstring(function, clean=False) is not None
    start = function.body[0].end_lineno if documented else function.lineno - 1
    return (function.end_lineno or 0) - (start or 0)


def test_no_packages_under_tests() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


# spelled in pieces, so that this file does not name them itself
REGISTRIES = [b"pypi" + b".org", b"python" + b"hosted", b"pypi" + b".", b"index" + b"-url ="]
HOMES = re.compile(rb"(?<![\w./~-])/(?:root|work|home/\w+|Users/\w+|opt/pypi|tmp/brief)/")


def test_no_registry_and_no_machine_is_named() -> None:
    for path in product_files():
        content = (ROOT / path).read_bytes()
        named = [name for name in REGISTRIES if name in content]
        assert named == [], path
        assert not HOMES.search(content), path


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_a_hash_and_nothing_else_stands_in_a_lock(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    for requirement in lock.replace("\\\n", " ").splitlines():
        assert re.fullmatch(
            r"[a-z0-9.-]+==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", requirement
        )


def test_the_tests_run_on_what_the_kiosk_runs_on() -> None:
    run, dev = (pins(name) for name in ("requirements.lock", "requirements-dev.lock"))
    assert run <= dev


def pins(name: str) -> set[str]:
    lock = (ROOT / name).read_text(encoding="utf-8")
    return {line.rstrip(" \\") for line in lock.splitlines() if "==" in line}
