"""Sphinx extension: the book's figures on its pages, a page for each figure, their index, and the files they offer.

A notebook shows a figure as ``application/vnd.wtt.figure+json`` (``{"id": "PWR-01"}``). Everything else about it comes
from the export (`analysis.publish.export`), whose folder is the config value ``wtt_export``; without one, as under a
plain ``jupyter-book build book``, the extension exports by itself.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from pathlib import Path

import myst_nb.core.render as myst_render
import wtt_site
from docutils import nodes
from markdown_it import MarkdownIt
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from analysis.publish.data_pages import parameter_href, source_href, table_href

log = logging.getLogger(__name__)

MIME = "application/vnd.wtt.figure+json"
ROWS_SHOWN = 30
NARROW = "(max-width: 599px)"
MONTHS = "January February March April May June July August September October November December".split()
PARTS = {"power": "Power", "scaling": "Scaling", "inference": "Inference", "governance": "Governance"}
GRADES = {
    "measured": "metered or counted by the source",
    "modelled": "computed from sourced inputs",
    "guessed": "rests on judgement",
}
LICENCE = '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>'
REQUIRED = ("chart.svg", "chart-narrow.svg", "figure.svg", "figure.png", "chart.vl.json", "metadata.json", "data.csv", "cite.txt", "cite.bib", "cite.ris", "cite.csl.json")

_inline = MarkdownIt("commonmark", {"html": False}).renderInline


class Catalogue:
    """The exported figures, read once a build."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._metas: dict[str, dict] = {}

    def ids(self) -> list[str]:
        return sorted(p.name for p in (self.folder / "figures").iterdir() if p.is_dir() and not p.name.startswith("."))

    def meta(self, id: str) -> dict:
        if id not in self._metas:
            path = self.folder / "figures" / id
            missing = [name for name in REQUIRED if not (path / name).is_file()]
            if missing:
                raise ExtensionError(f"figure {id}: {', '.join(missing)} not found below {path.parent.name}/{id}. Is the id registered in analysis/*/figures, and did the export run?")
            meta = json.loads((path / "metadata.json").read_text(encoding="utf-8"))
            if not meta.get("alt", "").strip():
                raise ExtensionError(f"figure {id} has no alt text. Say in its spec what a reader who cannot see it needs to know.")
            self._metas[id] = meta
        return self._metas[id]

    def table(self, id: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO((self.folder / "figures" / id / "data.csv").read_text(encoding="utf-8"))))

    def size(self, id: str, name: str) -> tuple[int, int]:
        head = (self.folder / "figures" / id / name).read_text(encoding="utf-8")[:1000]
        found = re.search(r'<svg[^>]*\swidth="([\d.]+)"[^>]*\sheight="([\d.]+)"', head)
        if not found:
            raise ExtensionError(f"figure {id}: {name} states no width and height.")
        return round(float(found[1])), round(float(found[2]))


_catalogue: Catalogue | None = None


# --- pieces of HTML --------------------------------------------------------------------------------------------------


def escape(text: object) -> str:
    return html.escape(str(text), quote=True)


def day(iso: str) -> str:
    """Write an ISO date (or month, or year) in words, the same in every locale."""
    year, *rest = iso.split("-")
    month = MONTHS[int(rest[0]) - 1] if rest else ""
    return " ".join(part for part in (str(int(rest[1])) if len(rest) > 1 else "", month, year) if part)


def picture(meta: dict, up: str, lazy: bool = True) -> str:
    base = f"{up}figures/{meta['id']}"
    width, height = _catalogue.size(meta["id"], "chart.svg")
    narrow_width, narrow_height = _catalogue.size(meta["id"], "chart-narrow.svg")
    loading = ' loading="lazy" decoding="async"' if lazy else ""
    return (
        f'<div class="wtt-chart" data-spec="{base}/chart.js"><picture>'
        f'<source media="{NARROW}" srcset="{base}/chart-narrow.svg" width="{narrow_width}" height="{narrow_height}">'
        f'<img src="{base}/chart.svg" width="{width}" height="{height}"{loading} alt="{escape(meta["alt"])}"></picture></div>'
    )


def source_line(meta: dict, up: str) -> str:
    names = [f'<a href="{source_href(s["key"], up)}">{escape(s["short"])}</a>' for s in meta["sources"]]
    return (
        f'<p class="wtt-source">Source: {"; ".join(names)}. {_tables(meta, up)} Data as of <time datetime="{escape(meta["as_of"])}">{day(meta["as_of"])}</time>. '
        f'Grade: <span class="wtt-grade wtt-{meta["grade"]}">{meta["grade"]}</span> ({GRADES[meta["grade"]]}).</p>'
    )


def _tables(meta: dict, up: str) -> str:
    """The tables that a figure is made from, each a link to its rows."""
    links = ", ".join(f'<a href="{table_href(t["name"], up)}">{escape(t["name"].rpartition("/")[2])}</a>' for t in meta["tables"])
    return f"Table{'' if len(meta['tables']) == 1 else 's'}: {links}."


def _parameters(meta: dict, up: str) -> str:
    return ", ".join(f'<a href="{parameter_href(p, meta["part"], up)}"><code>{escape(p)}</code></a>' for p in meta["parameters"])


def data_table(meta: dict, up: str, rows: int = ROWS_SHOWN) -> str:
    head, *body = _catalogue.table(meta["id"])
    units = {c["name"]: c["unit"] for c in meta["columns"]}
    cells = "".join(f'<th scope="col">{escape(name)}{_unit(units.get(name, ""))}</th>' for name in head)
    lines = []
    for record in body[:rows]:
        first, *others = record
        lines.append(f'<tr><th scope="row">{escape(first)}</th>{"".join(_cell(value) for value in others)}</tr>')
    more = "" if len(body) <= rows else f" The first {rows} of {len(body):,} rows;"
    label = f"Data behind figure {meta['id']}"
    return (
        f'<div class="wtt-table" role="region" tabindex="0" aria-label="{label}"><table><caption>{label}.{more}'
        f' <a href="{up}figures/{meta["id"]}/data.csv">{"the rest is in the CSV" if more else "As CSV"}</a>.</caption>'
        f"<thead><tr>{cells}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _unit(unit: str) -> str:
    return f' <span class="wtt-unit">{escape(unit)}</span>' if unit and unit not in ("text", "date", "year", "1") else ""


def _cell(value: str) -> str:
    if value == "":
        return "<td>–</td>"
    return f'<td class="num">{escape(value)}</td>' if re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", value) else f"<td>{escape(value)}</td>"


def citation(meta: dict, up: str, styles: tuple[str, ...]) -> str:
    names = {"text": "Plain text", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}
    blocks = [f'<p class="wtt-label">{names[style]}</p><pre class="wtt-copy">{escape(meta["citations"][style].strip())}</pre>' for style in styles]
    files = {"cite.txt": "text", "cite.bib": "BibTeX", "cite.ris": "RIS", "cite.csl.json": "CSL-JSON"}
    links = ", ".join(f'<a href="{up}figures/{meta["id"]}/{name}" download="{meta["id"]}.{name[5:]}">{label}</a>' for name, label in files.items())
    return "".join(blocks) + f'<p class="wtt-label">As a file: {links}</p>'


def embed_code(meta: dict, site_url: str) -> str:
    width, height = _catalogue.size(meta["id"], "figure.svg")
    base = f"{site_url}figures/{meta['id']}"
    return f'<a href="{base}.html"><img src="{base}/figure.svg" width="{width}" height="{height}" alt="{escape(meta["alt"])}"></a>'


def actions(meta: dict, up: str, site_url: str) -> str:
    id, base = meta["id"], f"{up}figures/{meta['id']}"
    of = f'<span class="visually-hidden"> of figure {id}</span>'
    embed = escape(embed_code(meta, site_url))
    hint = "" if site_url else '<p class="wtt-label">Put the address of this site before <code>figures/</code>.</p>'
    return (
        f'<div class="wtt-actions"><details><summary>Cite{of}</summary><div class="wtt-panel">{citation(meta, up, ("text", "bibtex"))}</div></details>'
        f'<a href="{base}/data.csv" download="{id}.csv">CSV{of}</a><a href="{base}/figure.svg" download="{id}.svg">SVG{of}</a>'
        f'<a href="{base}/figure.png" download="{id}.png">PNG{of}</a>'
        f'<details><summary>Embed{of}</summary><div class="wtt-panel wtt-embed">{hint}<pre class="wtt-copy">{embed}</pre></div></details>'
        f'<a class="wtt-permalink" href="{base}.html">Permalink{of}</a></div>'
    )


def figure_html(meta: dict, up: str, site_url: str) -> str:
    """The figure as a chapter shows it."""
    head, *body = _catalogue.table(meta["id"])
    assumed = f"<p>Assumptions in it: {_parameters(meta, up)}.</p>" if meta["parameters"] else ""
    return (
        f'<figure class="wtt-figure" id="{meta["id"]}"><figcaption><span class="wtt-number">Figure {meta["id"]}.</span> {escape(meta["title"])}</figcaption>'
        f'{picture(meta, up)}<div class="wtt-note"><p>{_inline(meta["caption"])}</p>{source_line(meta, up)}</div>'
        f'<details class="wtt-data"><summary>The {len(body):,} rows behind figure {meta["id"]}</summary>{data_table(meta, up)}{assumed}</details>'
        f"{actions(meta, up, site_url)}</figure>"
    )


def page_html(meta: dict, up: str, site_url: str) -> str:
    """The figure's own page."""
    id = meta["id"]
    notebook = f'<a href="{up}{meta["notebook"]}.html#{id}">{escape(meta["notebook"])}</a>'
    columns = "".join(
        f'<tr><th scope="row"><code>{escape(c["name"])}</code></th><td>{escape(c["unit"])}</td><td>{escape(c["description"])}</td></tr>' for c in meta["columns"]
    )
    sources = "".join(f'<li>{_linked(s)} (<a href="{source_href(s["key"], up)}">what else rests on it</a>)</li>' for s in meta["sources"])
    tables = ", ".join(f'<a href="{table_href(t["name"], up)}">{escape(t["title"])}</a> (<code>data/{escape(t["name"])}.csv</code>, vintage {escape(t["vintage"])})' for t in meta["tables"])
    parameters = _parameters(meta, up)
    answered = ", ".join(f'<a href="{up}ledger.html#{escape(c["id"])}">{escape(c["id"])}</a> ({escape(c["verdict"])})' for c in meta["claims"])
    history = "".join(f'<tr><th scope="row">{escape(h["edition"])}</th><td><code>{escape(h["fingerprint"][:16])}</code></td></tr>' for h in meta["history"])
    what = [
        ("Question", escape(meta["question"])),
        ("Method", f"{_inline(meta['caption'])} The computation is on the page {notebook}."),
        ("Grade", f"{meta['grade']}: {GRADES[meta['grade']]}"),
        ("Data as of", day(meta["as_of"])),
        ("Tables", tables),
        ("Parameters", parameters),
        ("Claims answered", answered),
        ("Licence", f"{LICENCE} for the figure and its data"),
        ("Fingerprint", f"<code>{meta['fingerprint']}</code><br>SHA-256 of <a href=\"{up}figures/{id}/data.csv\">the CSV</a>; <code>python -m analysis verify {id} {meta['fingerprint'][:16]}</code> tells whether the book still says the same."),
        ("First edition", escape(meta["first_edition"])),
    ]
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in what if value)
    return (
        f'<section class="wtt-page" id="{id}"><h1><span class="wtt-number">Figure {id}.</span> {escape(meta["title"])}</h1>'
        f'<figure class="wtt-figure">{picture(meta, up, lazy=False)}<figcaption class="wtt-note">{source_line(meta, up)}</figcaption>{actions(meta, up, site_url)}</figure>'
        f'<h2 id="about">About this figure</h2><dl class="wtt-about">{rows}</dl>'
        f'<h2 id="cite">Cite</h2>{citation(meta, up, ("text", "bibtex", "ris", "csl-json"))}'
        f'<h2 id="sources">Sources</h2><ol>{sources}</ol>'
        f'<h2 id="columns">Columns</h2><div class="wtt-table" role="region" tabindex="0" aria-label="Columns"><table><caption>What the columns of the CSV hold</caption>'
        f'<thead><tr><th scope="col">Column</th><th scope="col">Unit</th><th scope="col">Meaning</th></tr></thead><tbody>{columns}</tbody></table></div>'
        f'<h2 id="data">Data</h2>{data_table(meta, up)}'
        + (
            f'<h2 id="history">History</h2><div class="wtt-table" role="region" tabindex="0" aria-label="History"><table><caption>Editions and their fingerprints</caption>'
            f'<thead><tr><th scope="col">Edition</th><th scope="col">Fingerprint</th></tr></thead><tbody>{history}</tbody></table></div>'
            if history
            else ""
        )
        + f'<p><a href="{up}figures/index.html">All figures</a></p></section>'
    )


def _linked(source: dict) -> str:
    text = escape(source["text"])
    return f'{text} <a href="{escape(source["url"])}">{escape(_host(source["url"]))}</a>' if source["url"] else text


def _host(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url).split("/")[0]


def index_html(up: str) -> str:
    """The list of all figures, by part."""
    out = []
    metas = [_catalogue.meta(id) for id in _catalogue.ids()]
    for part in dict.fromkeys(m["part"] for m in metas):
        items = "".join(
            f'<li><a href="{up}figures/{m["id"]}.html"><span class="wtt-number">{m["id"]}.</span> {escape(m["title"])}</a> '
            f'<span class="wtt-aside">{m["grade"]}, as of {day(m["as_of"])}</span></li>'
            for m in metas
            if m["part"] == part
        )
        out.append(f'<h2 id="{part}">{PARTS.get(part, part)}</h2><ul class="wtt-list">{items}</ul>')
    return "".join(out)


# --- how they come into Sphinx --------------------------------------------------------------------------------------


def _up(docname: str) -> str:
    return "../" * docname.count("/")


def _site(config) -> str:
    return config.html_baseurl.rstrip("/") + "/" if config.html_baseurl else ""


class FigureMime:
    """Renders the figure mime type in notebooks' outputs."""

    mime_priority_overrides = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        if data.mime_type != MIME:
            return None
        content = data.content if isinstance(data.content, dict) else json.loads(data.content)
        env = renderer.renderer.sphinx_env
        meta = _catalogue.meta(content["id"])
        if env.app.builder.format != "html":
            return [nodes.paragraph(text=f"Figure {meta['id']}. {meta['title']} {meta['alt']}")]
        shown = env.__dict__.setdefault("wtt_shown", {})
        if shown.get(meta["id"], env.docname) != env.docname:
            raise ExtensionError(f"figure {meta['id']} is shown on two pages ({shown[meta['id']]} and {env.docname}). Show it once and link to it.")
        shown[meta["id"]] = env.docname
        return [nodes.raw(text=figure_html(meta, _up(env.docname), _site(env.config)), format="html")]


_entry_points = myst_render.load_mime_renders


def _mime_renders():
    return [FigureMime, *_entry_points()]


class FigureRole(SphinxRole):
    """``{fig}`PWR-01``` links to the figure where it stands."""

    def run(self):
        meta = _catalogue.meta(self.text.strip())
        uri = f"{_up(self.env.docname)}{meta['notebook']}.html#{meta['id']}"
        return [nodes.reference("", f"Figure {meta['id']}", refuri=uri, internal=True)], []


class ClaimRole(SphinxRole):
    """``{claim}`A1``` links to the claim's entry in the ledger."""

    def run(self):
        id = self.text.strip()
        return [nodes.reference("", id, refuri=f"{_up(self.env.docname)}ledger.html#{id}", internal=True)], []


class FigureIndex(SphinxDirective):
    """``{figure-index}``: all figures, by part."""

    def run(self):
        return [nodes.raw(text=index_html(_up(self.env.docname)), format="html")]


def prepare(app: Sphinx) -> None:
    """Have an export to read, before any page is."""
    global _catalogue
    folder = Path(app.config.wtt_export or Path(app.doctreedir) / "export")
    if not app.config.wtt_export:
        from analysis.publish.export import export

        export(folder, site_url=app.config.html_baseurl or "")
    _catalogue = Catalogue(folder)


def pages(app: Sphinx):
    """Yield the page of every figure."""
    shown = getattr(app.env, "wtt_shown", {})
    for id in wtt_site.share(_catalogue.ids()):
        meta = _catalogue.meta(id)
        if meta["notebook"] not in app.env.found_docs:
            log.warning("figure %s: its notebook %s is not a page of this book. Mend `notebook` in the figure's spec, or put the page into book/_toc.yml.", id, meta["notebook"])
        elif shown.get(id) != meta["notebook"]:
            log.warning("figure %s says it stands on %s, but %s.", id, meta["notebook"], f"{shown[id]} shows it" if id in shown else "no page shows it")
        ld = json.dumps(meta["json_ld"], ensure_ascii=False, sort_keys=True).replace("</", "<\\/")
        description = f'<meta name="description" content="{escape(meta["question"])}">'
        yield f"figures/{id}", {
            "title": f"Figure {id}. {meta['title']}",
            "body": page_html(meta, "../", _site(app.config)),
            "metatags": f'{description}\n<script type="application/ld+json">{ld}</script>',
            "meta": {},
        }, "page.html"


def serve(app: Sphinx, error: Exception | None) -> None:
    """Put the figures' files, the catalogue and the chart library beside the pages."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for id in _catalogue.ids():
        source, target = _catalogue.folder / "figures" / id, out / "figures" / id
        shutil.copytree(source, target, dirs_exist_ok=True)
        specs = {"wide": (source / "chart.vl.json").read_text(encoding="utf-8").strip()}
        if (narrow := source / "chart-narrow.vl.json").exists():
            specs["narrow"] = narrow.read_text(encoding="utf-8").strip()
        body = ",".join(f'"{name}":{spec}' for name, spec in specs.items())
        # as a script, not as JSON, so that it also loads where the page was opened from a disk
        (target / "chart.js").write_text(f'(window.wttSpecs=window.wttSpecs||{{}})["{id}"]={{{body}}};\n', encoding="utf-8")
    for path in sorted(_catalogue.folder.iterdir()):
        if path.is_file() and not path.name.startswith("."):  # the catalogue, the ledger as data
            shutil.copyfile(path, out / path.name)
    (out / ".nojekyll").write_text("")
    from analysis import theme
    from analysis.render import VEGALITE

    (out / "_assets").mkdir(exist_ok=True)
    (out / "_assets" / "charts.css").write_text(dark_rules(theme.DARK), encoding="utf-8")
    bundle = _vega(VEGALITE, Path(app.doctreedir).parent if not app.config.wtt_export else Path(app.config.wtt_export))
    shutil.copyfile(bundle, out / "_assets" / "vega.js")


def dark_rules(dark: dict[str, str]) -> str:
    """The live charts' dark colours, as the static ones carry them."""
    rules = [
        f'html[data-theme="dark"] .wtt-live [{attribute}="{light}" i]{{{attribute}:{partner}}}' for light, partner in sorted(dark.items()) for attribute in ("fill", "stroke")
    ]
    return "@media screen{" + "".join(rules) + "}\n"


def _vega(version: str, folder: Path) -> Path:
    """The chart library, made once and kept: its top-level names would clash with Sphinx's own, so it is wrapped."""
    import vl_convert

    path = folder / f".vega-{version}-{vl_convert.__version__}.js"
    if not path.exists():
        text = "(()=>{" + vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=version) + "})();\n"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    return path


def page_context(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tell every page how far up the site's root is; the scripts find the chart library and the search by it."""
    context["wtt_root"] = _up(pagename) or "./"


def setup(app: Sphinx) -> dict:
    app.add_config_value("wtt_export", "", "")
    myst_render.load_mime_renders = _mime_renders
    app.add_role("fig", FigureRole())
    app.add_role("claim", ClaimRole())
    app.add_directive("figure-index", FigureIndex)
    app.connect("builder-inited", prepare)
    app.connect("html-page-context", page_context)
    app.connect("html-collect-pages", pages)
    app.connect("build-finished", serve)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
