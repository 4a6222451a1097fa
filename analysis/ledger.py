"""How the claim ledger shows itself: a list to look down, and each claim whole, with quotation, arithmetic and verdict."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from analysis import bibliography, claims, tables
from analysis.quantities import Quantity

__all__ = ["Summary", "Claims", "summary", "show"]

_ANCHOR = {verdict: verdict.replace(" ", "-") for verdict in claims.VERDICTS}
_DOCUMENTS = {"IA": "clark2024importai395", "SG": "stargate2024essay", "SA": "semianalysis2024o1pro", "PT": "pt2025ldpc", "HE": "heim2024inference", "SA-news": "ngpt2024news"}
_LANGUAGE = {"IA": "zh-Hant", "PT": "zh-Hant"}


def _escape(text) -> str:
    return html.escape("" if text is None or text != text else str(text))


def _ours(row) -> str:
    if pd.isna(row["computed"]):
        return "–"
    has_range = not pd.isna(row["low"])
    q = Quantity(row["computed"], row["unit"], row["low"] if has_range else None, row["high"] if has_range else None)
    return str(q)


def _document(row) -> str:
    """What the document prints, with its unit."""
    unit = row["unit"]
    if row["relation"] == "is_true":
        return "holds"
    if row["relation"] == "within":
        return format(Quantity(row["claimed_low"], unit, row["claimed_low"], row["claimed_high"]), "interval6")
    return {"at_least": "≥ ", "at_most": "≤ "}.get(row["relation"], "") + format(Quantity(row["claimed"], unit), "value6")


@dataclass(frozen=True)
class Summary:
    """How many claims have which verdict, by part."""

    frame: pd.DataFrame

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{_escape(c)}</th>' for c in self.frame.columns)
        body = "".join(
            f'<tr><th scope="row">{_escape(r[0])}</th>{"".join(f"<td class=num>{v}</td>" for v in r[1:])}</tr>' for r in self.frame.itertuples(index=False)
        )
        return (
            '<div class="wtt-table" role="region" tabindex="0" aria-label="Verdicts by part"><table><caption>Verdicts by part</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def __repr__(self) -> str:
        return self.frame.to_string(index=False)


def summary() -> Summary:
    """Count claims by part and verdict."""
    counts = claims.ledger().groupby(["part", "verdict"], sort=False).size().unstack(fill_value=0)
    columns = [v for v in claims.VERDICTS if v in counts]
    return Summary(counts[columns].reset_index().rename(columns={"part": "Part"}))


@dataclass(frozen=True)
class Claims:
    """The claims of one part, or all."""

    part: str | None = None

    def _rows(self) -> pd.DataFrame:
        return claims.ledger(self.part)

    def __repr__(self) -> str:
        rows = self._rows()
        shown = pd.DataFrame({"id": rows["id"], "verdict": rows["verdict"], "claimed": rows["claimed"], "ours": [_ours(r) for r in rows.to_dict("records")], "unit": rows["unit"]})
        return shown.to_string(index=False, max_colwidth=60)

    def _repr_html_(self) -> str:
        rows = self._rows().to_dict("records")
        quotes, register, numbers = tables.load("claim_quotes"), tables.load("claims").set_index("id"), claims.numbers(self.part)
        heads = numbers[numbers["headline"]].set_index("claim")
        parts = [self._index(rows, heads)]
        parts += [self._article(row, quotes[quotes["claim"] == row["id"]], register.loc[row["id"]], numbers[numbers["claim"] == row["id"]]) for row in rows]
        return "\n".join(parts)

    def _index(self, rows, heads) -> str:
        body = "".join(
            f'<tr><th scope="row"><a href="#{r["id"]}">{r["id"]}</a></th><td>{_badge(r["verdict"])}</td><td>{_escape(r["statement"])}</td>'
            f"<td>{_escape(_document(heads.loc[r['id']]))}</td><td>{_escape(_ours(r))}</td></tr>"
            for r in rows
        )
        label = f"Claims of the {self.part} part" if self.part else "All claims"
        return (
            f'<div class="wtt-table wtt-ledger" role="region" tabindex="0" aria-label="{label}"><table><caption>{label}</caption><thead><tr>'
            '<th scope="col">Claim</th><th scope="col">Verdict</th><th scope="col">Its headline number</th><th scope="col">The document says</th>'
            f'<th scope="col">We compute</th></tr></thead><tbody>{body}</tbody></table></div>'
        )

    def _article(self, row, quotes, register, numbers) -> str:
        id = row["id"]
        out = [f'<article class="wtt-claim" id="{id}"><h3>{id} {_badge(row["verdict"])}</h3>', f"<p>{_escape(row['paraphrase'])}</p>"]
        for q in quotes.to_dict("records"):
            language = _LANGUAGE.get(q["document"], "zh-Hans")
            english = f'<p>In English: “{_escape(q["quote_english"])}” <span class="wtt-source">{_escape(q["english_locator"])}</span></p>' if q["quote_english"] else ""
            note = f'<p class="wtt-source">{_escape(q["translation_note"])}</p>' if q["translation_note"] else ""
            key = _DOCUMENTS.get(q["document"], q["source"])
            out.append(
                f'<details><summary>What the document says ({_escape(q["document"])})</summary><blockquote><p lang="{language}">{_escape(q["quote_original"])}</p>'
                f"<p>{_escape(q['quote_translation'])}</p>{english}</blockquote>{note}<p class=\"wtt-source\">{_source(key, bibliography.text(key))} {_escape(q['locator'])}</p></details>"
            )
        out.append(f"<p><strong>Strongest reading.</strong> {_escape(register['strongest_reading'])}</p>")
        if row["verdict"] == "open":
            out.append(f"<p>Open: this claim belongs to the {_escape(row['part'])} part, which is not written yet.</p>")
        else:
            out.append(self._answer(row))
        out.append(_numbers_table(id, numbers))
        return "\n".join([*out, "</article>"])

    def _answer(self, row) -> str:
        answer = claims.get(row["id"])
        out = [f"<p><strong>What we find.</strong> {_escape(answer.text)}</p>"]
        for c in answer.conditions:
            out.append(f"<p><strong>Under:</strong> {_escape(c.assumption)} Plausibility {_escape(c.plausibility)}, by this prior: {_escape(c.prior)}</p>")
        for c in answer.conflicts:
            out.append(f"<p><strong>Another source:</strong> {_escape(c.value)} ({_source(c.source, bibliography.short(c.source))}, {_escape(c.locator)}).</p>")
        if answer.untestable:
            u = answer.untestable
            out.append(f"<p><strong>Why it cannot be tested.</strong> {_escape(u.why)} <strong>Tried:</strong> {_escape(u.tried)} <strong>What would settle it:</strong> {_escape(u.evidence)}</p>")
        if answer.remaining:
            out.append(f"<p><strong>Still to come.</strong> {_escape(answer.remaining)}</p>")
        links = [f'<a href="data/claims.html#{row["id"].lower()}">register</a>', f'<a href="{answer.notebook}.html">page</a>', *(f'<a href="figures/{f}.html">{f}</a>' for f in answer.figures)]
        out.append(f'<p class="wtt-source">See {" · ".join(links)} · tested by <code>{_escape(answer.test)}</code></p>')
        return "\n".join(out)


def _source(key: str, text: str) -> str:
    return f'<a href="sources/{bibliography.initial(key)}.html#{_escape(key)}">{_escape(text)}</a>'


def _badge(verdict: str) -> str:
    return f'<span class="wtt-verdict wtt-{_ANCHOR[verdict]}">{verdict}</span>'


def _numbers_table(id: str, numbers: pd.DataFrame) -> str:
    body = []
    for r in numbers.to_dict("records"):
        agrees = "–" if pd.isna(r["agrees"]) else "yes" if r["agrees"] else "no"
        tolerance = f"±{r['tolerance']:g}" + (" (relative)" if r["tolerance_kind"] == "relative" else "")
        body.append(
            f'<tr><th scope="row">{_escape(r["statement"])}</th><td>{_escape(_document(r))}</td>'
            f'<td>{_escape(tolerance)}</td><td>{_escape(_ours(r))}</td><td>{agrees}</td><td>{_escape(r["tolerance_reason"])}</td></tr>'
        )
    return (
        f'<details><summary>Number by number</summary><div class="wtt-table" role="region" tabindex="0" aria-label="Numbers of claim {id}"><table><thead><tr><th scope="col">Number</th>'
        '<th scope="col">Document</th><th scope="col">Tolerance</th><th scope="col">Ours</th><th scope="col">Agrees</th><th scope="col">Why this tolerance</th></tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div></details>"
    )


def show(part: str | None = None) -> Claims:
    """Show the claims of one part, or all of them, on a page."""
    return Claims(part)
