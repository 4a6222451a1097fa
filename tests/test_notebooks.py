"""Committed notebooks are what `make accept` writes: run, text only, thin; and the contents list every page."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from analysis import BOOK, tables
from analysis.publish import accept, run

NOTEBOOKS = run.notebooks(BOOK)
LABELS = dict(zip(*(tables.load("parameters")[c] for c in ("name", "label")), strict=True))


def pages(part=None):
    toc = yaml.safe_load((BOOK / "_toc.yml").read_text())
    return [toc["root"], *(chapter["file"] for each in toc["parts"] for chapter in each["chapters"])]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.relative_to(BOOK).as_posix())
class TestEach:
    def test_is_in_its_committed_form(self, path):
        text = path.read_text(encoding="utf-8")
        assert text == accept.dump(accept.committed_form(json.loads(text))), f"{path.name} is not as `make accept` writes it. Run make accept NOTEBOOKS={path}."

    def test_has_been_run_and_shows_something(self, path):
        cells = run.code_cells(json.loads(path.read_text(encoding="utf-8")))
        assert cells and all(c["execution_count"] for c in cells if "".join(c["source"]).strip() and "skip-execution" not in c["metadata"].get("tags", []))
        assert any(c["outputs"] for c in cells), f"{path.name} has no outputs: nbval would compare nothing. Run make accept."

    def test_prints_no_warning(self, path):
        cells = run.code_cells(json.loads(path.read_text(encoding="utf-8")))
        said = ["".join(o["text"]) for c in cells for o in c["outputs"] if o["output_type"] == "stream" and o["name"] == "stderr"]
        assert not said, f"{path.name} keeps a warning as if it were a result: {said[0][:200]} Mend what it warns of and run make accept."

    def test_names_what_drives_a_number_in_words(self, path):
        raw = {name.replace("_", " ") for name in LABELS} - set(LABELS.values())
        for cell in run.code_cells(json.loads(path.read_text(encoding="utf-8"))):
            for output in cell["outputs"]:
                lines = "".join(output.get("data", {}).get("text/plain", "")).splitlines()
                if len(lines) > 1 and "Driven most by" in lines[1]:
                    for line in lines[2:]:
                        driver = re.split(r"\s(?:measured|modelled|guessed)\s+", line)[-1].strip()
                        assert "_" not in driver and driver not in raw, f"{path.name}, cell {cell['id']}: the driver {driver!r} is a parameter's name. Give it a label in data/parameters.csv and run make accept."

    def test_is_thin(self, path):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        ids = [c["id"] for c in notebook["cells"]]
        assert len(set(ids)) == len(ids), "cell ids are not unique"
        for cell in run.code_cells(notebook):
            source = "".join(cell["source"])
            assert not any(line.startswith(("def ", "class ", "async def ")) for line in source.splitlines()), f"{path.name}, cell {cell['id']}: functions belong into analysis/, where they are tested."
            assert len(ast.parse(source).body) <= 5, f"{path.name}, cell {cell['id']}: more than five statements."

    def test_is_in_the_contents(self, path):
        assert path.relative_to(BOOK).with_suffix("").as_posix() in pages()


def test_the_contents_name_only_pages_that_exist():
    for name in pages():
        assert (BOOK / f"{name}.ipynb").exists() or (BOOK / f"{name}.md").exists(), f"_toc.yml lists {name}, which is not there."


def executed(*outputs):
    return {"cells": [{"cell_type": "code", "metadata": {"tags": ["remove-input"], "scrolled": True}, "source": "x\ny", "outputs": list(outputs), "execution_count": 7}], "metadata": {"kernelspec": {"name": "mine"}}}


def test_only_text_is_kept_and_counts_start_at_one():
    rich = {"output_type": "execute_result", "execution_count": 7, "metadata": {"a": 1}, "data": {"text/plain": "42\nmore", "image/svg+xml": "<svg/>", "text/html": "<b>"}}
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "AA"}}
    form = accept.committed_form(executed(rich, picture))
    (cell,) = form["cells"]
    assert cell["source"] == ["x\n", "y"] and cell["metadata"] == {"tags": ["remove-input"]} and cell["execution_count"] == 1 and cell["id"]
    assert cell["outputs"] == [{"data": {"text/plain": ["42\n", "more"]}, "execution_count": 1, "metadata": {}, "output_type": "execute_result"}]
    assert form["metadata"]["kernelspec"]["name"] == "python3" and accept.committed_form(form) == form


def test_what_moved_is_shown_line_by_line():
    old, new = (executed({"output_type": "stream", "name": "stdout", "text": t}) for t in ("same\n192 TWh\n", "same\n193 TWh\n"))
    assert [line.split(": ")[-1] for line in accept.moved(old, new)] == ["192 TWh", "193 TWh"]
    assert accept.moved(old, old) == []


def test_accept_writes_back_and_says_what_moved(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "PRELOAD", ["ipykernel.inprocess.manager"])
    good, bad = tmp_path / "good.ipynb", tmp_path / "bad.ipynb"
    for path, source in ((good, "6 * 7"), (bad, "1 / 0")):
        path.write_text(json.dumps({"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": source, "outputs": [], "execution_count": None}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    before, lines = bad.read_text(), []
    with pytest.raises(run.NotebookError, match="ZeroDivisionError"):
        accept.accept([good, bad], 2, tmp_path, lines.append)
    assert bad.read_text() == before
    assert json.loads(good.read_text())["cells"][0]["outputs"][0]["data"]["text/plain"] == ["42"] and "  + a: 42" in lines


def test_all_of_a_book_are_accepted_as_a_build_runs_them(tmp_path, monkeypatch):
    (tmp_path / "book").mkdir()
    cells = [{"cell_type": "code", "id": "a", "metadata": {}, "source": "6 * 7", "outputs": [], "execution_count": None}]
    for name in ("one", "two"):
        (tmp_path / "book" / f"{name}.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    asked, lines = [], []

    def as_the_build(command, **options):
        asked.append((command, options["env"]["PYTHONHASHSEED"]))
        into = Path(command[6])  # as `run.command` has it; asserted below
        done = json.loads((tmp_path / "book/one.ipynb").read_text())
        done["cells"][0]["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "42"}, "metadata": {}, "execution_count": 1}]
        (into / "one.ipynb").write_text(json.dumps(done))
        return subprocess.CompletedProcess(command, 1, stderr="two.ipynb, code cell 1: ZeroDivisionError\n")

    monkeypatch.setattr(subprocess, "run", as_the_build)
    before = (tmp_path / "book/two.ipynb").read_text()
    with pytest.raises(run.NotebookError, match=r"^two\.ipynb, code cell 1: ZeroDivisionError$"):
        accept.accept(run.notebooks(tmp_path / "book"), 2, tmp_path, lines.append)
    assert asked == [(run.command(tmp_path / "book", Path(asked[0][0][6]), tmp_path / "_build/cache", 2), "0")]
    assert "  + a: 42" in lines and (tmp_path / "book/two.ipynb").read_text() == before
    assert json.loads((tmp_path / "book/one.ipynb").read_text())["cells"][0]["outputs"][0]["data"]["text/plain"] == ["42"]
