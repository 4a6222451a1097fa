"""The command line as a reader meets it: what it prints, what it refuses, and with which exit code."""

import json
import subprocess
import sys

import pytest

from analysis import ROOT, figures
from analysis.__main__ import main
from analysis.publish import cite

FIRST = figures.ids()[0]


def run(capsys, *argv):
    code = main(list(argv))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_figures_and_claims_as_json(capsys):
    code, out, _ = run(capsys, "figures", "--format", "json")
    listed = json.loads(out)
    assert code == 0 and {f["id"] for f in listed} == set(figures.ids()) and all(f["question"].endswith("?") for f in listed)
    assert "title" not in listed[0]  # nothing is computed for a plain list
    code, out, _ = run(capsys, "figures", "--part", "power", "--titles", "--format", "json")
    listed = json.loads(out)
    assert code == 0 and {f["id"] for f in listed} == {f.spec.id for f in figures.every("power")}
    assert all(f["title"] == figures.get(f["id"]).title and f["fingerprint"] == figures.get(f["id"]).fingerprint for f in listed)
    code, out, _ = run(capsys, "claims", "--part", "power", "--format", "json")
    assert code == 0 and len(json.loads(out)) == 12
    code, out, _ = run(capsys, "claims", "--numbers", "--part", "power", "--format", "json")
    assert code == 0 and all("agrees" in row for row in json.loads(out))


@pytest.mark.parametrize("style", cite.STYLES)
def test_cite_in_four_styles(capsys, style, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/book/")
    figure = figures.get(FIRST)
    code, out, _ = run(capsys, "cite", FIRST, "--style", style)
    assert code == 0 and FIRST in out and figure.fingerprint[:16] in out and f"https://example.org/book/figures/{FIRST}.html" in out
    monkeypatch.delenv("SITE_URL")
    assert "http" not in run(capsys, "cite", FIRST, "--style", style)[1]


def test_citations_are_read_back_by_other_tools():
    from pybtex.database import parse_string

    figure = figures.get(FIRST)
    entry = next(iter(parse_string(cite.cite(figure, "bibtex"), "bibtex").entries.values()))
    assert entry.fields["year"] == cite.EDITION[:4]
    item = json.loads(cite.cite(figure, "csl-json"))[0]
    assert item["title"] == figure.title and item["type"] == "figure"
    ris = cite.cite(figure, "ris").split("\r\n")
    assert ris[0] == "TY  - CHAP" and ris[-2] == "ER  - " and all(line[2:6] == "  - " for line in ris[:-1])


def test_verify_says_same_changed_or_never(capsys):
    figure = figures.get(FIRST)
    assert run(capsys, "verify", FIRST, figure.fingerprint)[0] == 0
    code, out, _ = run(capsys, "verify", FIRST, figure.fingerprint[:16], "--format", "json")
    assert code == 0 and json.loads(out)["same"] is True
    code, out, _ = run(capsys, "verify", FIRST, "0" * 64)
    assert code == 1 and "never published" in out


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["cite", "PWR-1"], "unknown figure 'PWR-1'; did you mean PWR-"),
        (["verify", FIRST, "not-a-hash"], "is not 8 to 64 hexadecimal digits"),
        (["refresh", "epoch-models"], "unknown outside data set 'epoch-models'; did you mean epoch-"),
        (["refresh", "epoch-notable-models", "--vintage", "1999-01-01"], "unknown vintage of epoch-notable-models"),
    ],
)
def test_faults_are_one_line_and_exit_2(capsys, argv, message):
    code, out, err = run(capsys, *argv)
    assert code == 2 and out == "" and message in err and err.count("\n") == 1 and err.startswith("error: ")


def test_every_verb_has_help_and_the_module_runs():
    done = subprocess.run([sys.executable, "-m", "analysis", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for verb in ("figures", "claims", "cite", "verify", "refresh", "data", "datapackage", "export", "build", "accept"):
        assert verb in done.stdout
