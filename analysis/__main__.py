"""The command line: ``python -m analysis``.

``figures`` lists them, ``claims`` the ledger, ``cite`` and ``verify`` serve those who quote one, ``refresh`` brings
outside data, ``data`` checks every table, ``export``, ``build`` and ``accept`` make the site.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from analysis import PARTS, ROOT


def _print_frame(frame, form: str) -> None:
    if form == "json":
        print(frame.to_json(orient="records", force_ascii=False, indent=1))
    elif form == "csv":
        print(frame.to_csv(index=False, lineterminator="\n"), end="")
    else:
        print(frame.to_string(index=False, max_colwidth=64))


def _say(what: str) -> None:
    """Tell a person at a terminal why nothing is printed yet."""
    if sys.stderr.isatty():
        print(f"{what}; this can take a minute or two …", file=sys.stderr, flush=True)


def _figures(args) -> int:
    import pandas as pd

    from analysis import figures

    chosen = figures.every(args.part)
    rows = [{"id": f.spec.id, "grade": f.spec.grade, "as_of": f.spec.as_of, "notebook": f.spec.notebook, "question": f.spec.question} for f in chosen]
    if args.titles:
        _say(f"working out {len(chosen)} figures")
        rows = [{**row, "title": f.title, "rows": len(f.frame()), "fingerprint": f.fingerprint} for row, f in zip(rows, chosen, strict=True)]
    _print_frame(pd.DataFrame(rows), args.format)
    return 0


def _claims(args) -> int:
    from analysis import claims

    _say("working out what the book says to each claim")
    frame = claims.numbers(args.part) if args.numbers else claims.ledger(args.part)
    if args.format == "text":
        keep = ["claim", "key", "claimed", "computed", "low", "high", "unit", "agrees"] if args.numbers else ["id", "verdict", "claimed", "computed", "low", "high", "unit"]
        frame = frame[keep]
    _print_frame(frame, args.format)
    return 0


def _cite(args) -> int:
    from analysis import figures
    from analysis.publish import cite

    text = cite.cite(figures.get(args.id), args.style, os.environ.get("SITE_URL", ""))
    print(json.dumps({"id": args.id, "style": args.style, "citation": text}, ensure_ascii=False) if args.format == "json" else text, end="\n" if args.format == "json" else "")
    return 0


def _verify(args) -> int:
    from analysis import figures, tables
    from analysis.publish import cite

    given = args.fingerprint.strip().lower().removeprefix("sha256:").removeprefix("sha256-")
    if not 8 <= len(given) <= 64 or any(c not in "0123456789abcdef" for c in given):
        raise ValueError(f"fingerprint {args.fingerprint!r} is not 8 to 64 hexadecimal digits. Copy it from the citation or run sha256sum on the CSV.")
    figure = figures.get(args.id)
    past = tables.load("editions")
    past = past[(past["figure"] == args.id) & past["fingerprint"].str.startswith(given)]
    same = figure.fingerprint.startswith(given)
    editions = list(past["edition"])
    if same:
        message = f"{args.id} still says the same: {figure.title}"
    elif editions:
        message = f"{args.id} has changed since edition {editions[-1]}. Now: {figure.title}"
    else:
        message = f"{args.id} was never published with this fingerprint. Now: {figure.title}"
    if args.format == "json":
        print(json.dumps({"id": args.id, "same": same, "editions": editions, "edition": cite.EDITION, "fingerprint": figure.fingerprint, "title": figure.title}, ensure_ascii=False))
    else:
        print(message)
    return 0 if same else 1


def _refresh(args) -> int:
    from analysis import outside

    report = outside.refresh(args.name, vintage=args.vintage, against=args.against)
    print(json.dumps(report, ensure_ascii=False, indent=1) if args.format == "json" else outside.describe(report))
    return 0


def _data(args) -> int:
    import pandas as pd

    from analysis import tables

    rows = []
    for name in tables.names():
        frame, meta = tables.load(name), tables.sidecar(name)
        rows.append({"table": name, "rows": len(frame), "vintage": meta["vintage"], "kind": meta["kind"], "title": meta["title"]})
    _print_frame(pd.DataFrame(rows), args.format)
    return 0


def _facts(args) -> int:
    import pandas as pd

    from analysis.publish import facts

    if args.write:
        moved = facts.write()
        print("\n".join(moved) if moved else "no fact moved")
        return 0
    frame = pd.DataFrame([{"fact": name, **fact} for name, fact in facts.collect().items()])
    _print_frame(frame, args.format)
    return 0


def _release(args) -> int:
    from analysis.publish import cite, editions

    print(f"edition {cite.EDITION}: {editions.record()} figures recorded in data/editions.csv")
    return 0


def _calibrate(args) -> int:
    from analysis.publish import calibrate

    changed = calibrate.write()
    print("\n".join(f"data/{name} written" for name in changed) if changed else "the fit is as committed")
    return 0


def _refit(args) -> int:
    from analysis.publish import refit

    changed = refit.write()
    print("\n".join(f"data/{name} written" for name in changed) if changed else "the refits are as committed")
    return 0


def _package(args) -> int:
    from analysis.publish import datapackage

    return datapackage.write(check=args.check)


def _export(args) -> int:
    from analysis.publish.export import export

    ids = export(args.outdir, jobs=args.jobs, site_url=os.environ.get("SITE_URL", ""))
    print(f"{len(ids)} figures written below {args.outdir}")
    return 0


def _build(args) -> int:
    from analysis.publish import build

    return build.main(args.rest)


def _accept(args) -> int:
    from analysis.publish import accept

    return accept.main(args.rest)


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = argparse.ArgumentParser(prog="python -m analysis", description=__doc__.split("\n")[0])
    verbs = top.add_subparsers(dest="verb", required=True)

    def verb(name, run, help, formats=("text", "json", "csv")):
        sub = verbs.add_parser(name, help=help)
        sub.set_defaults(run=run)
        if formats:
            sub.add_argument("--format", choices=formats, default="text")
        return sub

    sub = verb("figures", _figures, "list the figures and the question that each answers")
    sub.add_argument("--part", choices=PARTS)
    sub.add_argument("--titles", action="store_true", help="with what each finds, its number of rows and its fingerprint, all of which are computed")
    sub = verb("claims", _claims, "show the claim ledger")
    sub.add_argument("--part", choices=PARTS)
    sub.add_argument("--numbers", action="store_true", help="every number of every claim")
    sub = verb("cite", _cite, "cite a figure", ("text", "json"))
    sub.add_argument("id")
    sub.add_argument("--style", choices=("text", "bibtex", "ris", "csl-json"), default="text")
    sub = verb("verify", _verify, "does the figure I cited still say the same?", ("text", "json"))
    sub.add_argument("id")
    sub.add_argument("fingerprint")
    sub = verb("refresh", _refresh, "bring an outside data set and say what changed", ("text", "json"))
    sub.add_argument("name")
    sub.add_argument("--vintage", help="a dated vintage; the newest by default")
    sub.add_argument("--against", help="the vintage to compare with; the one before by default")
    verb("data", _data, "check every table and list them")
    sub = verb("facts", _facts, "list every named number with its range")
    sub.add_argument("--write", action="store_true", help="accept them: write tests/facts.json and print those that moved")
    verb("release", _release, "record the figures' fingerprints as those of the current edition", ())
    verb("calibrate", _calibrate, "fit the serving model to the measured points and write its coefficients", ())
    verb("refit", _refit, "fit the scaling law to the outside points and write what comes of it (minutes)", ())
    sub = verb("datapackage", _package, "write data/datapackage.json from the sidecars", ())
    sub.add_argument("--check", action="store_true", help="only say whether the committed file is current")
    sub = verb("export", _export, "write every figure's files", ())
    sub.add_argument("outdir", nargs="?", default=str(ROOT / "_build" / "export"), type=Path)
    sub.add_argument("--jobs", type=int, default=2)
    for name, run, help in (("build", _build, "build the book"), ("accept", _accept, "re-run notebooks and accept what they print")):
        verb(name, run, help, ()).add_argument("rest", nargs=argparse.REMAINDER)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one verb; a fault is one line on standard error and exit code 2."""
    args = parser().parse_args(argv)
    try:
        return args.run(args)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        return 0
    except (ValueError, KeyError, OSError) as error:
        text = error.args[0] if isinstance(error, KeyError) and error.args else error
        print(f"error: {text}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
