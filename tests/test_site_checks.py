"""Leaning changes nothing a reader sees, and each planted fault of a site is found."""

import base64
import hashlib
import re

import pytest

from analysis.publish import check, lean

GOOD = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    "<title>{title}</title><script>1</script></head><body><h1 id=\"top\">A page</h1>{body}</body></html>"
)


def problems(tmp_path, body="", other="", root=None):
    site = tmp_path / "site"
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text(GOOD.format(title="One", body=body))
    (site / "other.html").write_text(GOOD.format(title="Two", body=other))
    return check.problems(site, root or tmp_path / "repository")


def test_a_good_site_has_no_problems(tmp_path):
    assert problems(tmp_path, '<a href="other.html#top">there</a><a href="https://example.org">away</a><h2>x</h2>') == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="gone.html">x</a>', "leads nowhere"),
        ('<a href="/other.html">x</a>', "leads nowhere"),
        ('<a href="../beside.html">x</a>', "leads nowhere"),
        ('<a href="other.html#gone">x</a>', "no place called #gone"),
        ('<img src="https://example.org/a.png" alt="x">', "outside the site"),
        ('<script src="https://cdn.example.org/x.js"></script>', "outside the site"),
        ('<link rel="stylesheet" href="gone.css">', "not there"),
        ('<img src="data:image/png;base64,AA==" alt=" ">', "no alt text"),
        ('<button onclick="go()">x</button>', "inline handler"),
        ('<p id="a"></p><p id="a"></p>', "'a' occurs 2 times"),
        ("<h1>again</h1>", "2 headings of the first level"),
        ("<h3>deep</h3>", "level 3 follows one of level 1"),
        ("<table><tr><th>x</th></tr></table>", "without scope"),
        ("<script>go()</script>", "2 inline scripts"),
        ("<p>{glue:text}`x`</p>", "was not rendered"),
        ("<p>Traceback (most recent call last)</p>", "was not rendered"),
        ("<p>/repository/data</p>", "of the machine it was built on"),
    ],
)
def test_each_fault_is_found(tmp_path, body, said):
    body = body.replace("/repository", str(tmp_path / "repository"))
    (tmp_path / "beside.html").write_text("not part of the site")
    found = problems(tmp_path, body)
    assert len(found) == 1 and said in found[0] and found[0].startswith("index.html")


def test_two_pages_of_one_title_and_a_heavy_page_are_found(tmp_path):
    site = tmp_path / "site"
    problems(tmp_path)
    noise = "".join(hashlib.sha256(str(i).encode()).hexdigest() for i in range(6000))
    (site / "other.html").write_text(GOOD.format(title="One", body=f"<p>{noise}</p>"))
    found = check.problems(site, tmp_path / "repository")
    assert sum("is another page's too" in p for p in found) == 2 and sum("over the wire" in p for p in found) == 1


def test_a_figure_that_no_page_shows_or_whose_file_is_gone_is_found(tmp_path):
    problems(tmp_path)
    (tmp_path / "site/figures.json").write_text('{"figures": [{"id": "PWR-01"}]}')
    found = problems(tmp_path)
    assert any("figures/PWR-01/data.csv is missing" in p for p in found) and any("shown on 0 pages" in p for p in found)


def test_rules_that_can_match_nothing_are_dropped_and_no_others():
    css = ".used{a:1}.gone{a:2}p{a:3}.used .gone,.used p{a:4}@media print{.gone{a:5}.used{a:6}}p:not(.gone){a:7}[data-x=\".gone\"]{a:8}@media screen{.gone{a:9}}"
    assert lean.purge(css, {"used"}, "_static", "_static") == '.used{a:1}p{a:3}.used p{a:4}@media print{.used{a:6}}p:not(.gone){a:7}[data-x=".gone"]{a:8}'


def test_addresses_in_a_sheet_follow_it():
    assert lean.purge("p{b:url('../img/a.png')}q{b:url(data:x)}", set(), "_static/styles", "_static") == "p{b:url(img/a.png)}q{b:url(data:x)}"


def test_table_heads_get_scope_and_empty_ones_become_cells():
    pandas = "<table><thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table>"
    assert lean.scoped_heads(pandas) == '<table><thead><tr><td></td><th scope="col">a</th></tr></thead><tbody><tr><th scope="row">0</th><td>1</td></tr></tbody></table>'
    ours = '<table><thead><tr><th scope="col">a</th></tr></thead></table>'
    assert lean.scoped_heads(ours) == ours


def test_the_policy_allows_the_one_inline_script_and_nothing_from_elsewhere():
    digest = base64.b64encode(hashlib.sha256(lean.THEME_SCRIPT.encode()).digest()).decode()
    policy = lean.policy()
    assert f"'sha256-{digest}'" in policy and "http" not in policy and "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    page = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8" /><script>evil()</script></head><body><p onclick="x()">t</p><pre>a\n\n\nb</pre></body></html>'
    out = lean._page(page, "s.css", "s.js")
    assert re.findall(r"<script>(.*?)</script>", out) == [lean.THEME_SCRIPT] and "onclick" not in out and "a\n\n\nb" in out
