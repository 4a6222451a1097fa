"""From a page to the row to the source: every table has a page, every row an address and a source that leads somewhere."""

import html
import json
import re
from collections import Counter
from html.parser import HTMLParser

import numpy as np
import pytest

from analysis import bibliography, figures, parameters, tables
from analysis.publish import data_pages, datapackage

USES = [
    {"id": f.spec.id, "title": f"Title of <{f.spec.id}>", "part": f.spec.part, "tables": [{"name": n} for n in f.spec.tables],
     "sources": [{"key": k} for k in f.spec.sources], "parameters": list(f.spec.parameters)}
    for f in figures.every()
]  # fmt: skip


class Page(HTMLParser):
    """Ids, links, heads, images and regions of a body."""

    def __init__(self, body):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.loads, self.heads, self.regions, self.headings = [], [], [], [], [], []
        self.open, self.rows, self.wrong = [], 0, []
        self.feed(body)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag not in ("br", "wbr", "img"):
            self.open.append(tag)
        if "id" in known:
            self.ids.append(known["id"])
        if tag == "a":
            self.links.append(known["href"])
        if "src" in known or "srcset" in known or tag in ("script", "link", "iframe", "object", "style"):
            self.loads.append(tag)
        if tag == "th":
            self.heads.append([known.get("scope"), ""])
        if known.get("role") == "region":
            self.regions.append((known.get("tabindex"), known.get("aria-label")))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag, attributes):  # <path/> of an inline picture
        pass

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        if "th" in self.open:
            self.heads[-1][1] += data


@pytest.fixture(scope="module")
def book():
    return data_pages.read(USES)


@pytest.fixture(scope="module")
def site(book):
    """Every page's parsed body by its path, those that documents of the book stand for included."""
    bodies = {f"{name}.html": data_pages.page(book, name)[2] for name in data_pages.page_names(book)}
    bodies |= {"data/index.html": data_pages.index_html(book, "../"), "sources.html": data_pages.sources_html(book, "")}
    return {path: Page(body) for path, body in bodies.items()}


def resolve(page, link):
    """Return (path, fragment) of a link within the site, None for one that leaves it."""
    if link.startswith(("http://", "https://")):
        return None
    path, _, fragment = link.partition("#")
    parts = page.split("/")[:-1]
    for step in path.split("/") if path else []:
        parts = parts[:-1] if step == ".." else [*parts, step]
    return ("/".join(parts) if path else page), fragment


def test_every_table_has_a_page_and_every_row_its_place(book, site):
    for name in tables.names():
        page, table = site[f"data/{name}.html"], book.tables[name]
        assert len(table.anchors) == len(table.rows) and set(table.anchors) <= set(page.ids), name
        assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]*", a) for a in table.anchors), name


def test_every_cell_of_every_row_is_on_its_page(book):
    table = book.tables["power/us_demand"]
    body = data_pages.table_html(book, "power/us_demand", "../../")
    row = next(r for r in table.rows if r["vintage"] == "lbnl-2026" and r["scenario"] == "reference" and r["year"] == "2030")
    shown = re.search(r'<tr id="lbnl-2026-reference-2030">(.*?)</tr>', body, re.S)[1]
    cells = [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", shown, re.S)]
    assert cells == [value or "–" for value in row.values()]
    for key in row["source"].split():
        assert f'href="../../sources/{bibliography.initial(key)}.html#{key}"' in shown


def test_ids_are_unique_and_links_within_these_pages_lead_somewhere(site):
    served = {path for path, _ in data_pages.files()}
    for path, page in site.items():
        twice = [i for i, n in Counter(page.ids).items() if n > 1]
        assert not twice, f"{path}: {twice[:3]}"
        for link in page.links:
            found = resolve(path, link)
            if found is None:
                continue
            target, fragment = found
            if target in ("ledger.html",) or target.startswith("figures/"):
                continue
            assert target in site or target in served, f"{path}: {link}"
            assert not fragment or fragment in site[target].ids, f"{path}: {link}"


def test_every_source_of_every_row_has_an_entry_that_leads_back(book, site):
    entries = [page for path, page in site.items() if path.startswith("sources/")]
    assert set(bibliography.keys()) <= {i for page in entries for i in page.ids}
    assert {f"sources/{bibliography.initial(k)}.html#{k}" for k in bibliography.keys()} <= set(site["sources.html"].links)
    for name, table in book.tables.items():
        for row in table.rows:
            for key in data_pages._keys(row.get("source", "")):
                assert f"{'../' * (1 + name.count('/'))}sources/{bibliography.initial(key)}.html#{key}" in site[f"data/{name}.html"].links, (name, key)
        if any(r.get("source") for r in table.rows) and name != "parameters":
            assert any(link.startswith(f"../data/{name}.html#") for page in entries for link in page.links), name


def test_figures_and_what_they_rest_on_name_each_other(book, site):
    for use in USES:
        for table in use["tables"]:
            assert any(link.endswith(f"figures/{use['id']}.html") for link in site[f"data/{table['name']}.html"].links), use["id"]
        for name in use["parameters"]:
            target, fragment = resolve("figures/x.html", data_pages.parameter_href(name, use["part"], "../"))
            assert fragment in site[target].ids, (use["id"], name)
        for source in use["sources"]:
            assert source["key"] in site[f"sources/{bibliography.initial(source['key'])}.html"].ids


def test_pages_ask_for_nothing_and_are_well_made(site):
    for path, page in site.items():
        assert page.loads == [], path
        assert all(scope in ("row", "col") and text.strip() for scope, text in page.heads), path
        assert all(tab == "0" and label for tab, label in page.regions), path
        labels = Counter(label for _, label in page.regions)
        assert path.startswith("sources") or max(labels.values()) == 1, f"{path}: {labels.most_common(1)}"
        first = 2 if path in ("data/index.html", "sources.html") else 1
        assert path == "sources.html" or page.headings[0] == first
        assert all(b <= a + 1 for a, b in zip(page.headings, page.headings[1:], strict=False)), path


def test_counts_are_those_of_the_tables(book):
    seen = Counter(s for n in tables.names() if "seen" in tables.load(n) for s in tables.load(n)["seen"])
    text = re.sub(r"<[^>]+>", "", data_pages.sources_html(book, ""))
    assert f"Of the {seen.total():,} rows" in text and f"{seen['primary']:,} (" in text and f"{seen['secondary']:,} are secondary" in text


def test_the_order_of_reading_does_not_show(book):
    again = data_pages.Book(dict(reversed(book.tables.items())), book.figures)
    assert data_pages.read(list(reversed(USES))).figures == book.figures
    assert [(n, data_pages.page(book, n)) for n in data_pages.page_names(book)] == [(n, data_pages.page(again, n)) for n in data_pages.page_names(again)]
    assert data_pages.sources_html(book, "") == data_pages.sources_html(again, "")
    assert data_pages.index_html(book) == data_pages.index_html(again)


def test_titles_are_unique_and_every_page_says_what_it_is(book):
    made = [data_pages.page(book, name) for name in data_pages.page_names(book)]
    assert len({title for title, _, _ in made}) == len(made)
    assert all(description.strip() for _, description, _ in made)


# --- cells ---


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("61", "TWh", "61"), ("2030", "year", "2030"), ("12345", "year", "12345"), ("9999", "1", "9999"), ("12247", "USD", "12,247"),
        ("1234567.890", "1", "1,234,567.890"), ("-3.20", "percent", "−3.20"), ("3.8e25", "FLOP", "3.8\u202f×\u202f10²⁵"),
        ("1.0e+36", "1", "10³⁶"), ("1e-3", "1", "10⁻³"), ("5.0", "percent", "5.0"), ("about 5", "1", "about 5"),
    ],
)  # fmt: skip
def test_a_number_keeps_every_digit_it_was_typed_with(text, unit, shown):
    assert data_pages.value_html(text, {"name": "x", "type": "number", "unit": unit}, "") == shown


def test_a_cell_is_escaped_and_its_addresses_are_links():
    shown = data_pages.value_html('<b>"a" & https://example.org/x?a=1&b=(2), see https://e.org/y.</b>', {"name": "note", "type": "string"}, "")
    assert "<b>" not in shown and "&lt;b&gt;&quot;a&quot; &amp; " in shown
    assert '<a href="https://example.org/x?a=1&amp;b=(2)">' in shown
    assert '<a href="https://e.org/y">https://e.org/y</a>.&lt;/b&gt;' in shown
    assert data_pages.value_html("javascript:alert(1)", {"name": "note", "type": "string"}, "") == "javascript:alert(1)"


def test_cells_that_lead_on():
    assert data_pages.value_html("", {"name": "note", "type": "string"}, "") == "–"
    one = data_pages.value_html("lbnl2024 nobody1900", {"name": "source", "type": "string"}, "../", ("lbnl2024",))
    assert one == '<a href="../sources/s.html#lbnl2024"><code>lbnl2024</code></a> <code>nobody1900</code>'
    assert 'href="../ledger.html#A2"' in data_pages.value_html("A2", {"name": "claim", "type": "string"}, "../", (), "claim_numbers")
    assert "somebody else quotes it" in data_pages.value_html("secondary", {"name": "seen", "type": "string"}, "")


# --- addresses ---


def test_a_row_keeps_its_address_when_rows_come_and_go(data_folder):
    root, write = data_folder
    (root / "parameters.yml").unlink(missing_ok=True)
    before = data_pages.read(root=root).tables["power/demand"]
    assert before.anchors == ("old-2018", "old-2023", "old-2028", "new-2018")
    write(replace=("old,2018,76,true,2024-12-20,lbnl2024\n", ""))
    after = data_pages.read(root=root).tables["power/demand"]
    assert after.anchors == before.anchors[1:]


def test_keys_that_read_alike_have_addresses_of_their_own():
    meta = {"title": "t", "schema": {"primaryKey": ["a"], "fields": [{"name": "a", "type": "string"}]}}
    table = data_pages.Table("x", meta, tuple({"a": v} for v in ("A+", "A-", "about", "变")))
    assert table.anchors[0] == "a" and len(set(table.anchors)) == 4
    assert re.fullmatch("a-[0-9a-f]{8}", table.anchors[1]) and re.fullmatch("about-[0-9a-f]{8}", table.anchors[2]) and table.anchors[3].startswith("row-")


# --- faults ---


def test_a_column_that_the_sidecar_does_not_name_is_an_error(data_folder):
    root, write = data_folder
    write(replace=("old,2018,76,true,2024-12-20,lbnl2024", "old,2018,76,true,2024-12-20,lbnl2024,more"))
    with pytest.raises(tables.TableError, match="python -m analysis data"):
        data_pages.read(root=root)


def test_a_source_without_an_entry_is_an_error(data_folder):
    root, write = data_folder
    write(replace=("lbnl2026", "nobody1900"))
    with pytest.raises(KeyError, match="nobody1900"):
        data_pages.sources_html(data_pages.read(root=root))


def test_an_unknown_table_is_an_error(book):
    with pytest.raises(KeyError, match="us_demand"):
        data_pages.table_html(book, "power/us_demnad", "")


# --- pictures ---


def test_a_strip_shows_median_and_range_where_they_are():
    p = parameters.Parameter("x", "1", 10, 5, 15, "uniform")
    svg = data_pages.strip(p)
    low, high = map(float, re.search(r"M([\d.]+) 25H([\d.]+)", svg).groups())
    middle = float(re.search(r"M([\d.]+) 2V28", svg)[1])
    assert np.allclose([low, middle, high], [120 * 0.04 / 0.98, 60, 120 * 0.94 / 0.98], atol=0.1)
    assert 'aria-hidden="true"' in svg and "currentColor" in svg and "#" not in svg
    tops = {float(y) for y in re.findall(r"[\d.]+ ([\d.]+)", re.search(r'd="(M[^"]*Z)"', svg)[1])}
    assert max(t for t in tops if t < 22) - min(tops) <= 0.2, "a uniform density is level"


@pytest.mark.parametrize("distribution", ["normal", "lognormal", "logitnormal", "uniform", "fixed"])
def test_a_strip_stays_within_its_frame(distribution):
    low, central, high = (0.5, 0.5, 0.5) if distribution == "fixed" else (0.2, 0.5, 0.8)
    svg = data_pages.strip(parameters.Parameter("x", "1", central, low, high, distribution))
    xs = [float(x) for x in re.findall(r"[ML]([\d.-]+) ", svg)]
    assert xs and min(xs) >= 0 and max(xs) <= 120 and "nan" not in svg


def test_every_parameter_is_drawn(book):
    assert data_pages.parameters_html(book).count("<svg") == len(tables.load("parameters"))


# --- files ---


def test_the_files_served_are_the_committed_ones():
    served = dict(data_pages.files())
    for name in tables.names():
        assert served[f"data/{name}.csv"] == (tables.DATA / f"{name}.csv").read_bytes()
        assert f"data/{name}.yml" in served
    package = json.loads(served["data/datapackage.json"])
    assert package == json.loads(json.dumps(datapackage.build(), default=str))
    assert all(f"data/{r['path']}" in served for r in package["resources"])
