"""Notebooks run again only when something they came from changed; a failed build leaves the last good site alone."""

import json
import os
import subprocess
import sys
import time

import pytest

from analysis import ROOT
from analysis.publish import build, run


def notebook(*cells, tags=()):
    made = [{"cell_type": "markdown", "id": "head", "metadata": {}, "source": "# A page"}]
    made += [{"cell_type": "code", "id": f"c{i}", "metadata": {"tags": list(tags)}, "source": s, "outputs": [], "execution_count": None} for i, s in enumerate(cells)]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def text(folder, name):
    cells = json.loads((folder / name).read_text())["cells"]
    return "".join("".join(o.get("text", "") or o["data"]["text/plain"]) for c in cells if c["cell_type"] == "code" for o in c["outputs"])


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository of one module, two tables and two notebooks; returns (root, go) where go runs what needs to run."""
    monkeypatch.setattr(run, "PRELOAD", ["ipykernel.inprocess.manager"])
    for folder in ("analysis", "data", "book"):
        (tmp_path / folder).mkdir()
    (tmp_path / "requirements.txt").write_text("numpy==2\n")
    (tmp_path / "analysis" / "formula.py").write_text("def double(x):\n    return 2 * x\n")
    for name in ("one", "two"):
        (tmp_path / "data" / f"{name}.csv").write_text("21\n")
        load = f"import sys; sys.path.insert(0, {str(tmp_path / 'analysis')!r})\nfrom formula import double"
        (tmp_path / "book" / f"{name}.ipynb").write_text(notebook(load, f"double(int(open('../data/{name}.csv').read()))"))

    def age():  # what was written before a run is older than the run
        for path in tmp_path.rglob("*"):
            if "_build" not in path.parts:
                os.utime(path, (time.time() - 60,) * 2)

    def go():
        age()
        return run.run_all(tmp_path / "book", tmp_path / "_build/src", tmp_path / "_build/cache", 2, root=tmp_path, say=lambda line: None)

    return tmp_path, go


def test_only_what_depends_on_a_changed_table_runs_again(repository):
    root, go = repository
    assert go() == {"run": 2, "reused": 0}
    assert text(root / "_build/src", "one.ipynb") == "42"
    assert go() == {"run": 0, "reused": 2}
    (root / "data/one.csv").write_text("22\n")
    assert go() == {"run": 1, "reused": 1}
    assert text(root / "_build/src", "one.ipynb") == "44" and text(root / "_build/src", "two.ipynb") == "42"


def test_a_changed_formula_is_noticed_within_the_same_second_and_at_the_same_length(repository):
    root, go = repository
    go()
    (root / "analysis/formula.py").write_text("def double(x):\n    return 3 * x\n")
    assert go() == {"run": 2, "reused": 0}
    assert text(root / "_build/src", "two.ipynb") == "63"


def test_a_module_is_compiled_once_and_again_when_its_text_changes(repository):
    root, go = repository
    go()
    kept = {p.name: p.stat().st_mtime_ns for p in (root / "_build/cache/compiled").iterdir()}
    assert len(kept) == 1, "two notebooks import the one module"
    (root / "data/one.csv").write_text("23\n")
    go()
    assert {p.name: p.stat().st_mtime_ns for p in (root / "_build/cache/compiled").iterdir()} == kept
    (root / "analysis/formula.py").write_text("def double(x):\n    return 5 * x\n")
    go()
    assert len(list((root / "_build/cache/compiled").iterdir())) == 2 and text(root / "_build/src", "one.ipynb") == "115"


def test_another_interpreter_or_lock_file_is_another_result(repository):
    root, go = repository
    go()
    (root / "requirements.txt").write_text("numpy==3\n")
    assert go() == {"run": 2, "reused": 0}


def test_prose_changes_the_page_and_runs_nothing(repository):
    root, go = repository
    go()
    path = root / "book/one.ipynb"
    path.write_text(path.read_text().replace("# A page", "# Another page"))
    assert go() == {"run": 0, "reused": 2}
    assert "# Another page" in (root / "_build/src/one.ipynb").read_text()


def test_a_module_or_table_that_appears_is_noticed_where_folders_were_listed(repository):
    root, go = repository
    (root / "book/one.ipynb").write_text(notebook("import os; sorted(os.listdir('../data'))"))
    go()
    (root / "data/three.csv").write_text("1\n")
    assert go()["run"] == 1
    assert "three.csv" in text(root / "_build/src", "one.ipynb")


def test_what_changes_while_it_is_read_is_not_kept(repository):
    root, go = repository
    (root / "book/one.ipynb").write_text(notebook("open('../data/one.csv').read(); open('../data/one.csv', 'w').write('5')"))
    go()
    assert not (root / "_build/cache/one.ipynb.json").exists()


def test_a_notebook_that_raises_is_named_with_its_cell_and_nothing_is_written_of_it(repository):
    root, go = repository
    (root / "book/two.ipynb").write_text(notebook("1 + 1", "{}['gone']"))
    with pytest.raises(run.NotebookError, match=r"book/two\.ipynb, code cell 2: KeyError: 'gone'"):
        go()
    assert not (root / "_build/src/two.ipynb").exists() and (root / "_build/src/one.ipynb").exists()


@pytest.mark.parametrize("broken", ['{"cells": [{"cell_type": "co', "[]", '{"cells": [{"cell_type": "code"}], "nbformat": 4}', '{"cells": [], "nbformat": 3}'])
def test_a_notebook_that_is_none_or_cut_off_is_named_and_the_others_run(repository, broken):
    root, go = repository
    (root / "book/two.ipynb").write_text(broken)
    with pytest.raises(run.NotebookError, match=r"^book/two\.ipynb is not a whole notebook: .*Take it from git again"):
        go()
    assert (root / "_build/src/one.ipynb").exists() and not (root / "_build/src/two.ipynb").exists()


def test_streams_join_and_an_expected_error_does_not_stop_the_page(repository):
    root, go = repository
    (root / "book/one.ipynb").write_text(notebook("print('a'); print('b')"))
    (root / "book/two.ipynb").write_text(notebook("1 / 0", "'after'", tags=["raises-exception"]))
    go()
    cells = [c for c in json.loads((root / "_build/src/one.ipynb").read_text())["cells"] if c["cell_type"] == "code"]
    assert cells[0]["outputs"] == [{"output_type": "stream", "name": "stdout", "text": "a\nb\n"}]
    cells = [c for c in json.loads((root / "_build/src/two.ipynb").read_text())["cells"] if c["cell_type"] == "code"]
    assert cells[0]["outputs"][0]["ename"] == "ZeroDivisionError" and cells[1]["outputs"][0]["data"]["text/plain"] == "'after'"


def test_nothing_outside_the_repository_reaches_a_notebook(repository, monkeypatch):
    root, go = repository
    monkeypatch.setenv("ANALYSIS_DATA_MIRROR", "/somewhere")
    (root / "book/one.ipynb").write_text(notebook("import os; os.environ.get('ANALYSIS_DATA_MIRROR'), os.environ['TZ'], os.environ['WTT_BUILD']"))
    go()
    assert text(root / "_build/src", "one.ipynb") == "(None, 'UTC', '1')"


def test_what_one_process_computed_another_takes_instead_of_computing_it(tmp_path):
    begins = f"""
from pathlib import Path
from analysis import claims, tables
from analysis.power.results import world
from analysis.publish import known
handed, load = Path({str(tmp_path / "handed")!r}), tables.load
"""
    asks = "print(repr(world.facts()), repr(claims.get('A6').numbers), claims.get('A6').text)"
    blind = "tables.load = lambda name, *_: load(name) if name in ('claims', 'claim_numbers') else 1 / 0"

    def said(*lines):
        return subprocess.run([sys.executable, "-c", "\n".join([begins, *lines])], capture_output=True, text=True, check=True, cwd=ROOT).stdout

    computed = said(asks, "handed.write_text(known.gather())")
    assert said("known.adopt([handed.read_text()])", blind, asks) == computed
    with pytest.raises(subprocess.CalledProcessError):
        said(blind, asks)


@pytest.mark.parametrize("asked", ["0", "two", "-1"])
def test_an_impossible_number_of_jobs_is_said_to_be_one(asked, monkeypatch):
    monkeypatch.setenv("JOBS", asked)
    with pytest.raises(ValueError, match="whole number from 1"):
        run.default_jobs()


def test_bytecode_counts_as_its_source(tmp_path):
    audit = run.Audit.__new__(run.Audit)
    audit.prefix, audit._seen, audit._met = str(tmp_path) + os.sep, set(), set()
    read, audit._log = os.pipe()
    audit._note(str(tmp_path / "analysis" / "__pycache__" / f"x.{sys.implementation.cache_tag}.pyc"))
    audit._note(str(tmp_path / ".venv" / "y.py"))
    audit._note(str(tmp_path / "tests"), listed=True)
    assert audit._seen == {"analysis/x.py"} and os.read(read, 100) == b"analysis/x.py\n"


class Idle:
    """Stands for a step of a build: it leaves an empty site."""

    def __init__(self, name, command, env, cwd, waits=False):
        self.name, self.site = name, cwd / "_build/work/html"

    def finish(self):
        self.site.mkdir(exist_ok=True)

    def stop(self):
        pass


def test_a_step_that_waits_goes_on_when_told_and_ends_when_it_is_not(tmp_path, capsys):
    code = "import sys; print('ready', flush=True); word = sys.stdin.readline(); print(f'told {word!r}'); sys.exit(0 if word else 3)"
    step = build._Step("Waiting", [sys.executable, "-c", code], dict(os.environ), tmp_path, waits=True)
    assert step.process.stdout.readline() == "ready\n" and step.process.poll() is None
    step.finish()
    assert capsys.readouterr().out == "told 'go\\n'\n"
    step.stop()
    assert step.process.returncode == 0

    step = build._Step("Waiting", [sys.executable, "-c", code], dict(os.environ), tmp_path, waits=True)
    step.stop()
    assert step.process.returncode < 0

    with pytest.raises(build.BuildError, match="Ended early failed"):
        build._Step("Ended early", [sys.executable, "-c", "raise SystemExit('no')"], dict(os.environ), tmp_path, waits=True).finish()
    assert capsys.readouterr().out == "no\n"


def test_a_failed_build_leaves_the_last_site_and_nothing_half_written(tmp_path, monkeypatch, capsys):
    (tmp_path / "book").mkdir()
    (tmp_path / "_build/html").mkdir(parents=True)
    (tmp_path / "_build/html/index.html").write_text("good")

    class Fails(Idle):
        def finish(self):
            (tmp_path / "_build/work/html").mkdir(exist_ok=True)
            (tmp_path / "_build/work/html/index.html").write_text("half")
            raise build.BuildError(f"{self.name} failed.")

    monkeypatch.setattr(build, "_Step", Fails)
    with pytest.raises(build.BuildError, match="failed"):
        build.build(tmp_path, jobs=1)
    assert (tmp_path / "_build/html/index.html").read_text() == "good"
    assert sorted(p.name for p in (tmp_path / "_build").iterdir()) == ["html"]


def test_a_site_with_faults_is_not_put_in_place(tmp_path, monkeypatch):
    (tmp_path / "book").mkdir()
    monkeypatch.setattr(build, "_Step", Idle)
    monkeypatch.setattr("analysis.publish.lean.lean", lambda site: {})
    monkeypatch.setattr("analysis.publish.check.problems", lambda site, root: ["index.html: a dead link."])
    with pytest.raises(build.BuildError, match="not fit to publish:\n  index.html: a dead link"):
        build.build(tmp_path, jobs=1)
    assert not (tmp_path / "_build/html").exists()


def test_the_sitemap_lists_every_page_but_the_search(tmp_path):
    (tmp_path / "power").mkdir()
    for name in ("index.html", "search.html", "power/us-demand.html"):
        (tmp_path / name).write_text("")
    build.sitemap(tmp_path, "https://example.org/book/")
    text = (tmp_path / "sitemap.xml").read_text()
    assert text.count("<loc>") == 2 and "<loc>https://example.org/book/power/us-demand.html</loc>" in text and "search" not in text
