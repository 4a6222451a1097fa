"""Make the rendered pages lean: one style sheet, one deferred script, a cut icon font, a strict content policy.

What a page loads before it can be read is what Sphinx, its theme and their extensions each bring, most of it unused.
Nothing that a reader sees changes. The work depends on the finished pages only, so that an incremental build and a
cold one come to the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2

__all__ = ["lean", "purge", "policy", "scoped_heads", "THEME_SCRIPT"]

# Before the first paint: the reader's choice of light or dark, or the system's. The only inline script of the site.
THEME_SCRIPT = (
    'try{var d=document.documentElement,m=localStorage.getItem("mode")||"auto";d.dataset.mode=m;'
    'd.dataset.theme=m==="auto"?(matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"):m}catch(e){}'
)
WITHOUT_SCRIPTS = (
    ".pst-js-only,.theme-switch-button,.search-button,.search-button__button,.sidebar-toggle{display:none!important}"
    "@media(max-width:991.98px){.bd-container__inner{flex-direction:column}#pst-primary-sidebar{display:flex!important;position:static;"
    "height:auto!important;max-height:none!important;overflow:visible!important;width:100%;max-width:none;flex:none;margin:0;visibility:visible;border:0}}"
)
DROPPED_SCRIPTS = {
    "fontawesome.js", "searchtools.js", "language_data.js", "searchindex.js", "sphinx_highlight.js", "togglebutton.js", "design-tabs.js",
    "clipboard.min.js", "copybutton.js", "doctools.js", "bootstrap.js",
}  # fmt: skip
DROPPED_STYLES = {"sphinx-thebe.css", "togglebutton.css", "copybutton.css"}
KEPT_WORDS = {"vega-embed", "vega-bind", "vega-bind-name", "vg-tooltip", "vg-tooltip-element", "visible", "key", "value", "marks", "mark-group"}
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>\s*", re.S)
_SHEET = re.compile(r'<link[^>]*href="(?:\.\./)*(?P<path>_[\w-]+/[^"?]+\.css)[^"]*"[^>]*>\s*')


def purge(css: str, words: set[str], base: str, into: str) -> str:
    """Drop the rules that can match nothing: every class and id of a selector must occur in the site.

    Parameters
    ----------
    css : str
    words : set of str
        Classes and ids of all pages, and every word of their scripts.
    base, into : str
        Folders of this sheet and of the one it becomes part of, for its addresses.

    Returns
    -------
    str
    """
    text = "".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), words))

    def moved(match: re.Match) -> str:
        path = match[2].split("?")[0].split("#")[0]
        return f"url({os.path.relpath(os.path.normpath(os.path.join(base, path)), into)})"

    text = re.sub(r"url\((['\"]?)(?!data:|#|https?:)([^)'\"]+)\1\)", moved, text)
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.S))


def _rules(nodes: Iterable, words: set[str]) -> Iterator[str]:
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = re.split(r",(?![^(]*\))", tinycss2.serialize(node.prelude))
            kept = [s.strip() for s in selectors if _can_match(s, words)]
            if kept:
                yield ",".join(kept) + "{" + tinycss2.serialize(node.content).strip() + "}"
        elif node.type != "at-rule" or node.lower_at_keyword in ("import", "charset"):
            continue
        elif node.lower_at_keyword in ("media", "supports", "layer") and node.content:
            inner = "".join(_rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True), words))
            if inner:
                yield f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}{{{inner}}}"
        elif node.lower_at_keyword == "font-face" and re.search("Font ?Awesome", node.serialize()):
            if "fa-solid" in node.serialize():
                yield re.sub(r"src:[^;}]*", "src:url(data:icons) format('woff')", node.serialize())
        else:
            yield node.serialize()


def _can_match(selector: str, words: set[str]) -> bool:
    bare = re.sub(r":not\([^)]*\)|\[[^\]]*\]", "", selector)
    return all(word.replace("\\", "") in words for word in re.findall(r"[.#]((?:[\w-]|\\.)+)", bare))


def policy() -> str:
    """Return the content policy of every page: nothing from elsewhere, and one known inline script."""
    known = base64.b64encode(hashlib.sha256(THEME_SCRIPT.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{known}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )


def _scripts(site: Path, pages: Iterable[str]) -> str:
    names: list[str] = []
    for text in pages:
        for name in re.findall(r'<script[^>]*\bsrc="(?:\.\./)*([^"?]+)[^"]*"', text):
            if name not in names:
                names.append(name)
    kept = [n for n in names if Path(n).name not in DROPPED_SCRIPTS]
    kept.sort(key=lambda n: ("documentation_options" not in n, n.endswith("site.js"), n))
    bodies = []
    for name in kept:
        body = (site / name).read_text(encoding="utf-8")
        if name.endswith("documentation_options.js"):
            body = body.replace("const DOCUMENTATION_OPTIONS", "window.DOCUMENTATION_OPTIONS")
        bodies.append(re.sub(r"//# sourceMappingURL=.*", "", body))
    return "\n;\n".join(bodies).replace("document.currentScript", 'document.querySelector("script[data-site]")')


def _styles(site: Path, pages: Iterable[str], words: set[str]) -> str:
    names = ["_static/basic.css"] if (site / "_static/basic.css").exists() else []
    for text in pages:
        for match in _SHEET.finditer(text):
            if match["path"] not in names and Path(match["path"]).name not in DROPPED_STYLES:
                names.append(match["path"])
    names.sort(key=lambda n: (n.startswith("_assets/"), n.endswith("site.css")))  # ours last, so that they win
    return "".join(purge((site / n).read_text(encoding="utf-8"), words, os.path.dirname(n), "_static") for n in names)


def _cut_icons(site: Path, css: str) -> int:
    """Keep only the glyphs that the style sheet names; return the font's size."""
    from fontTools import subset

    found = sorted((site / "_static").rglob("fa-solid-900.ttf"))
    if not found:
        return 0
    glyphs = {ord(c) for c in css if 0xE000 <= ord(c) <= 0xF8FF} | {int(h, 16) for h in re.findall(r"\\(f[0-9a-f]{3})\b", css)}
    options = subset.Options()
    options.flavor, options.layout_features = "woff", []  # WOFF 2 would need Brotli, for one kilobyte
    font = subset.load_font(str(found[0]), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=glyphs)
    cutter.subset(font)
    font["head"].modified = font["head"].created  # no clock in the file
    font.recalcTimestamp = False
    subset.save_font(font, str(site / "_static" / "icons.woff"), options)
    return (site / "_static" / "icons.woff").stat().st_size


def lean(site: Path) -> dict[str, int]:
    """Rewrite a rendered site in place.

    Parameters
    ----------
    site : Path
        What Sphinx wrote.

    Returns
    -------
    dict of str to int
        Sizes in bytes: ``css``, ``js``, ``icons``.
    """
    static = site / "_static"
    pages = {p: p.read_text(encoding="utf-8") for p in sorted(site.rglob("*.html")) if "_static" not in p.relative_to(site).parts}
    js = _scripts(site, pages.values())
    words = KEPT_WORDS | set(re.findall(r"[\w-]+", js))
    for text in pages.values():
        for names in re.findall(r'(?:class|id)="([^"]*)"', text):
            words.update(names.split())
    css = _styles(site, pages.values(), words)
    icons = _cut_icons(site, css)
    css = css.replace("url(data:icons)", "url(icons.woff)")
    shutil.rmtree(site / "_sphinx_design_static", ignore_errors=True)
    kept = static / "icons.woff"
    for path in sorted(static.rglob("*")):
        if path.is_file() and path != kept and path.suffix in (".js", ".css", ".html", ".map", ".woff2", ".ttf", ".txt", ".mo", ".json", ".po", ".pot", ".png", ".svg"):
            if path.suffix in (".png", ".svg") and any(path.name in text for text in pages.values()):
                continue
            path.unlink()
    for folder in sorted((p for p in static.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    for name in (".buildinfo", "objects.inv", "searchindex.js", "_assets/charts.css"):
        (site / name).unlink(missing_ok=True)

    def short(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:10]

    sheet, script = f"_static/site.{short(css)}.css", f"_static/site.{short(js)}.js"
    (site / sheet).write_text(css, encoding="utf-8")
    (site / script).write_text(js, encoding="utf-8")
    for path, text in pages.items():
        up = "../" * (len(path.relative_to(site).parts) - 1)
        path.write_text(_page(text, f"{up}{sheet}", f"{up}{script}"), encoding="utf-8")
    return {"css": len(css), "js": len(js), "icons": icons}


def _page(text: str, sheet: str, script: str) -> str:
    text = _SHEET.sub("", text)
    text = re.sub(r'<link rel="(?:preload|search)"[^>]*>\s*', "", text)
    text = _SCRIPT.sub(lambda m: m[0] if "application/ld+json" in m["attributes"] else "", text)
    text = re.sub(r"<noscript>\s*<style>.*?</style>\s*</noscript>\s*", "", text, flags=re.S)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.S)
    text = text.replace('<div role="list" class="citation-list">', '<div class="citation-list">')  # its items are no list items
    text = scoped_heads(re.sub(r'\sonclick="[^"]*"', "", text))
    text = re.sub(r'<meta name="(?:viewport|docsearch:\w+|docbuild:[\w-]+)"[^>]*>\s*', "", text)
    text = re.sub(r"\n\s*\n+", "\n", text) if "<pre" not in text else _collapse(text)
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<script>{THEME_SCRIPT}</script>\n<link rel="stylesheet" href="{sheet}">\n<script defer data-site src="{script}"></script>\n'
        f"<noscript><style>{WITHOUT_SCRIPTS}</style></noscript>\n"
    )
    text = re.sub(r'(<html[^>]*?)\s*(?:data-theme="[^"]*")?\s*>', r'\1 data-theme="light">', text, count=1)
    return text.replace('<meta charset="utf-8" />', '<meta charset="utf-8">\n' + head, 1)


def scoped_heads(text: str) -> str:
    """Give the heads of every table their scope; an empty head, as pandas writes one over its index, becomes a plain cell."""

    def heads(part: str, scope: str) -> str:
        part = re.sub(r"<th(?:\s[^>]*)?>\s*</th>", "<td></td>", part)
        return re.sub(r"<th(?![^>]*\bscope=)(?=[\s>])", f'<th scope="{scope}"', part)

    def table(match: re.Match) -> str:
        top, opened, below = match[0].rpartition("<thead")
        thead, closed, rest = below.partition("</thead>") if opened else ("", "", below)
        return top + heads(opened + thead + closed, "col") + heads(rest, "row")

    return re.sub(r"<table\b.*?</table>", table, text, flags=re.S)


def _collapse(text: str) -> str:
    """Drop blank lines outside preformatted text."""
    pieces = re.split(r"(<pre\b.*?</pre>)", text, flags=re.S)
    return "".join(p if p.startswith("<pre") else re.sub(r"\n\s*\n+", "\n", p) for p in pieces)
