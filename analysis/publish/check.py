"""Look at a built site without a browser: links, pictures, tables, addresses, weights; a list of what is wrong."""

from __future__ import annotations

import gzip
import json
import os
import posixpath
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml import etree

from analysis import ROOT

__all__ = ["Page", "problems", "weight", "read", "MOST_BYTES"]

MOST_BYTES = 150_000
_LOADS = etree.XPath("//link[@rel='stylesheet' or @rel='icon' or @rel='preload' or @rel='shortcut icon']/@href | //script/@src | //img/@src | //source/@srcset | //iframe/@src | //video/@src | //audio/@src | //object/@data | //embed/@src")
_LINKS = etree.XPath("//a/@href")
_IDS = etree.XPath("//@id")
_HANDLERS = etree.XPath("//@*[starts-with(name(), 'on')]")
_HEADINGS = etree.XPath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
_BARE_HEADS = etree.XPath("count(//th[not(@scope)])")
_FIGURES = etree.XPath("//figure[contains(@class, 'wtt-figure')]/@id")
_TITLE = etree.XPath("string(//head/title)")
_INLINE = etree.XPath("count(//script[not(@src) and (not(@type) or @type='' or @type='text/javascript' or @type='module')])")
_POLICY = etree.XPath("string(//meta[translate(@http-equiv, 'CONTESURIYPL', 'contesuriypl')='content-security-policy']/@content)")
_LEFT_OVER = re.compile(r"\{(?:glue|eval|cite|fig|claim|ref|doc|numref|term)(?::\w+)?\}`|\bUnknown\s+directive\b|Traceback \(most recent call last\)")


class Page:
    """What the checks need to know of a page."""

    def __init__(self, text: str):
        tree = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True))
        self.links: list[str] = list(map(str, _LINKS(tree)))
        self.loads = [(address.getparent().tag, str(address)) for address in _LOADS(tree)]
        self.ids: list[str] = list(map(str, _IDS(tree)))
        self.images = [dict(image.attrib) for image in tree.iter("img")]
        self.handlers = [f"{found.getparent().tag} {found.attrname}" for found in _HANDLERS(tree)]
        self.headings = [int(heading.tag[1]) for heading in _HEADINGS(tree)]
        self.bare_heads = int(_BARE_HEADS(tree))
        self.figures: list[str] = list(map(str, _FIGURES(tree)))
        self.title: str = _TITLE(tree)
        self.inline_scripts = int(_INLINE(tree))
        self.policy: str = _POLICY(tree)
        etree.strip_elements(tree, "script", "style", "pre", "code", with_tail=False)
        self.text: str = etree.tostring(tree, method="text", encoding="unicode")


def read(site: Path) -> dict[str, Page]:
    """Read every page of a site, by its path."""
    return {p.relative_to(site).as_posix(): Page(p.read_text(encoding="utf-8")) for p in sorted(site.rglob("*.html")) if "pagefind" not in p.parts}


def _target(site: Path, page: str, address: str) -> tuple[str, str] | None:
    """Resolve a link to (path below the site, fragment); None for one to another site."""
    if address.startswith("#"):
        return page, unquote(address[1:])
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    if not path.endswith(".html") and os.path.isdir(os.path.join(site, path)):
        path = posixpath.join(path, "index.html")
    return posixpath.normpath(path), unquote(parts.fragment)


def weight(site: Path, page: str, parsed: Page, known: dict[Path, int] | None = None) -> int:
    """Return the bytes, gzipped where servers do so, that a page takes before a chart is made live.

    Lazy pictures count as if all were seen, in their wide form. `known` keeps the sizes of files that pages share.
    """
    known = {} if known is None else known
    paths = {site / page}
    for tag, address in parsed.loads:
        found = _target(site, page, address) if tag != "source" else None
        if found and (site / found[0]).is_file():
            paths.add(site / found[0])
    for sheet in [p for p in paths if p.suffix == ".css"]:
        for name in re.findall(r"url\(['\"]?(?!data:|#)([^)'\"]+)", sheet.read_text(encoding="utf-8")):
            if (sheet.parent / name).is_file():
                paths.add(sheet.parent / name)
    for path in paths - known.keys():
        data = path.read_bytes()
        known[path] = len(data) if path.suffix in (".png", ".woff", ".woff2") else len(gzip.compress(data, 6))
    return sum(known[path] for path in paths)


def problems(site: Path, root: Path = ROOT) -> list[str]:
    """List what is wrong with a built site.

    Parameters
    ----------
    site : Path
    root : Path, optional
        The repository, whose own path must not appear on any page.

    Returns
    -------
    list of str
        One line each; empty when the site is fit to publish.
    """
    out: list[str] = []
    pages = read(site)
    places = {name: frozenset(page.ids) for name, page in pages.items()}
    titles = Counter(p.title.strip() for p in pages.values())
    shown: Counter[str] = Counter()
    sizes: dict[Path, int] = {}
    catalogue = json.loads((site / "figures.json").read_text(encoding="utf-8")) if (site / "figures.json").exists() else {"figures": []}
    ids = {e["id"] for e in catalogue["figures"]}
    for name, page in pages.items():
        for address in dict.fromkeys(page.links):
            found = _target(site, name, address)
            if found is None:
                continue
            path, fragment = found
            if path not in pages and (path.startswith("..") or not os.path.exists(os.path.join(site, path))):
                out.append(f"{name}: the link {address} leads nowhere.")
            elif fragment and path in pages and fragment not in places[path]:
                out.append(f"{name}: {path} has no place called #{fragment} (link {address}).")
        for tag, address in page.loads:
            if address.startswith("data:"):
                continue
            found = _target(site, name, address)
            if found is None:
                out.append(f"{name}: <{tag}> asks for {address}, outside the site.")
            elif not (site / found[0]).is_file():
                out.append(f"{name}: <{tag}> asks for {address}, which is not there.")
        out += [f"{name}: picture {i.get('src', '?')} has no alt text." for i in page.images if not i.get("alt", "").strip()]
        out += [f"{name}: picture {i['src']} states no width and height." for i in page.images if "figures/" in i.get("src", "") and not (i.get("width") and i.get("height"))]
        out += [f"{name}: inline handler {h}; the policy forbids it." for h in page.handlers]
        out += [f"{name}: id {id!r} occurs {n} times." for id, n in Counter(page.ids).items() if n > 1]
        if page.headings.count(1) != 1:
            out.append(f"{name}: {page.headings.count(1)} headings of the first level; a page has one.")
        for above, below in zip(page.headings, page.headings[1:], strict=False):
            if below > above + 1:
                out.append(f"{name}: a heading of level {below} follows one of level {above}.")
        if page.bare_heads:
            out.append(f"{name}: {page.bare_heads} table heads without scope.")
        if not page.title.strip():
            out.append(f"{name}: no title.")
        elif titles[page.title.strip()] > 1:
            out.append(f"{name}: its title, {page.title.strip()!r}, is another page's too.")
        if page.inline_scripts != 1 or not page.policy:
            out.append(f"{name}: {page.inline_scripts} inline scripts and {'a' if page.policy else 'no'} content policy; one and one are expected.")
        if left := _LEFT_OVER.search(page.text):
            out.append(f"{name}: {left[0]!r} was not rendered.")
        shown.update(page.figures)
        size = weight(site, name, page, sizes)
        if size > MOST_BYTES:
            out.append(f"{name}: {size / 1000:.0f} kB over the wire; the limit is {MOST_BYTES / 1000:.0f} kB.")
    for id in sorted(ids):
        for needed in [f"figures/{id}.html", *(f"figures/{id}/{f}" for f in ("data.csv", "figure.svg", "figure.png", "chart.vl.json", "metadata.json", "cite.txt", "cite.bib", "cite.ris", "cite.csl.json", "chart.js"))]:
            if not (site / needed).is_file():
                out.append(f"figure {id}: {needed} is missing.")
        if shown[id] != 1:
            out.append(f"figure {id} is shown on {shown[id]} pages; it should be on one.")
    out += _paths(site, root)
    return out


def _paths(site: Path, root: Path) -> list[str]:
    """No path of the machine that built the site may be in it, nor a folder of the build."""
    out = [f"{p.relative_to(site)}: a build's own folder is in the site." for p in site.rglob("*") if p.name in (".doctrees", "__pycache__")]
    marks = {str(root).encode(), str(Path.home()).encode() + b"/"} - {b"/", b"//"}
    for path in sorted(p for p in site.rglob("*") if p.is_file() and p.suffix in (".html", ".js", ".json", ".css", ".svg", ".csv", ".ipynb", ".md", ".txt", ".xml")):
        data = path.read_bytes()
        out += [f"{path.relative_to(site)}: names the folder {m.decode()} of the machine it was built on." for m in marks if m in data]
    return out


def main(arguments: list[str]) -> int:
    """``python -m analysis.publish.check [SITE]``: print problems and the weights of the pages."""
    site = Path(arguments[0]) if arguments else ROOT / "_build" / "html"
    found = problems(site)
    for line in found:
        print(line)
    known: dict[Path, int] = {}
    sizes = sorted(((weight(site, name, page, known), name) for name, page in read(site).items()), reverse=True)
    for size, name in sizes[:12]:
        print(f"{size / 1000:7.1f} kB  {name}")
    print(f"{len(sizes)} pages, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
