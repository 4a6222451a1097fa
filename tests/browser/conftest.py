"""A built site, served from this machine, and headless Chromium to look at it with."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest

from analysis import ROOT

SITE = Path(os.environ.get("WTT_SITE", ROOT / "_build" / "html"))
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def pages() -> list[str]:
    """Every page that is written by hand, and the first figure's and the first table's own."""
    found = [p.relative_to(SITE).as_posix() for p in sorted(SITE.rglob("*.html")) if "pagefind" not in p.parts]
    own = [next((p for p in found if p.startswith(prefix) and p != f"{prefix}index.html"), None) for prefix in ("figures/", "data/")]
    return [p for p in found if not p.startswith(("figures/", "data/")) or p.endswith("/index.html") or p in own]


def chapters() -> list[str]:
    return [p for p in pages() if p.startswith("power/")]


@pytest.fixture(scope="session")
def site():
    if not (SITE / "index.html").exists():
        pytest.fail(f"{SITE} holds no built site. Run make book first.", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def address(site):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("Chromium is not installed (apt-get install chromium), and CHROMIUM names no other.", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def look(browser, address):
    """Open a page of the site; what it asked for elsewhere and what went wrong on it is in ``page.heard``."""
    contexts = []

    def open_(name, *, width=1280, height=900, dark=False, scripts=True, **more):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", java_script_enabled=scripts, reduced_motion="reduce", bypass_csp=more.pop("bypass_csp", False), **more
        )
        contexts.append(context)
        page = context.new_page()
        page.heard = []
        page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else page.heard.append(f"asked for {r.url}"))
        page.on("response", lambda r: page.heard.append(f"{r.status} for {r.url}") if r.status >= 400 else None)
        page.on("pageerror", lambda e: page.heard.append(f"error: {e}"))
        page.on("console", lambda m: page.heard.append(f"console: {m.text}") if m.type == "error" else None)
        page.goto(address + name)
        return page

    yield open_
    for context in contexts:
        context.close()
