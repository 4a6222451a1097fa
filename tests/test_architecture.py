"""Imports run one way; formulae and results never draw; nothing reads a clock."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import PARTS, ROOT

MODULES = sorted((ROOT / "analysis").rglob("*.py"))


def test_imports_run_one_way():
    done = subprocess.run([str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_clock_and_no_unseeded_randomness(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("today", "now", "utcnow"), f"{path.name}:{node.lineno} reads a clock"
            if node.attr == "default_rng":
                parents = [c for c in ast.walk(ast.parse(path.read_text())) if isinstance(c, ast.Call) and getattr(c.func, "attr", "") == "default_rng"]
                assert all(c.args for c in parents), f"{path.name}:{node.lineno} draws without a seed"


@pytest.mark.parametrize("path", [p for p in MODULES if p.name != "__init__.py"], ids=lambda p: str(p.relative_to(ROOT)))
def test_everything_public_is_documented(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), f"{path.name} has no docstring"
    figure_or_claim = {"figures", "claims"} & set(path.parts[-2:-1])
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_") and not figure_or_claim:
            assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"


CATALOGUES = {"models.py", "systems.py", "coefficients.py", "training_laws.py", "thresholds.py", "coverage.py", "forecast.py"}  # things looked up by name: they load their table lazily


@pytest.mark.parametrize("part", PARTS)
def test_a_formula_room_reads_no_file(part):
    for path in (ROOT / "analysis" / part).glob("*.py"):
        names = {a.name for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names}
        modules = {n.module for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.ImportFrom)}
        forbidden = {"parameters", "altair", "Path"} | (set() if path.name in CATALOGUES else {"tables"})
        assert not names & forbidden and "analysis.tables" not in modules, path.name
