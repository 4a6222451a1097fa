"""The built site as readers meet it: light and dark, at phone width, without scripts, by keyboard, with axe."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from conftest import chapters, pages

pytestmark = pytest.mark.browser

PAGES, CHAPTERS = pages(), chapters()


@pytest.fixture(scope="session")
def axe():
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{v['id']} ({v['impact']}): {v['help']}: {n['html'][:160]}" for v in found if v["impact"] in ("serious", "critical") for n in v["nodes"][:3]]


def everything_seen(page) -> None:
    """Scroll through, so that lazy pictures load."""
    page.evaluate("async () => { for (const i of document.images) { i.loading = 'eager'; } await Promise.all([...document.images].map(i => i.decode().catch(() => 0))); }")


def sideways(page) -> list[str]:
    """What sticks out of the page to the right, if the page scrolls that way."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
        .filter(e => { const b = e.getBoundingClientRect(); return b.width && b.right > innerWidth + 1 && !e.closest('.wtt-table, pre, .wtt-live, .output, div.math'); })
        .slice(0, 4).map(e => e.outerHTML.slice(0, 120))"""
    )


def test_there_is_a_site_to_look_at(site):
    assert PAGES and CHAPTERS


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_serious_accessibility_fault_no_outside_request_no_error(look, axe, name, dark):
    page = look(name, dark=dark, bypass_csp=True)  # axe is put in by evaluation, which the policy rightly forbids
    everything_seen(page)
    assert page.evaluate("document.documentElement.dataset.theme") == ("dark" if dark else "light")
    assert violations(page, axe) == []
    broken = page.evaluate("[...document.images].filter(i => !i.naturalWidth).map(i => i.src)")
    assert broken == [] and page.heard == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(look, name):
    page = look(name, width=360, height=740)
    everything_seen(page)
    assert sideways(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= 360
    small = page.evaluate(
        """() => [...document.querySelectorAll('article p, article li, article td, article dd, figcaption')]
        .filter(e => e.textContent.trim() && e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert small == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_whole_without_scripts(look, name):
    page = look(name, scripts=False)
    assert page.locator("h1").count() == 1
    figures = page.locator("figure.wtt-figure")
    assert figures.count() >= 1
    for i in range(figures.count()):
        figure = figures.nth(i)
        figure.scroll_into_view_if_needed()
        assert figure.locator("img").get_attribute("alt").strip()
        assert re.match(r"Figure [A-Z]{3}-\d+\.", figure.locator("figcaption").inner_text())
        assert figure.locator(".wtt-source").inner_text().startswith("Source")
        figure.locator("details.wtt-data > summary").click()
        assert figure.locator("details.wtt-data tbody tr").first.is_visible()
        figure.locator(".wtt-actions > details > summary").first.click()
        assert "@misc" in figure.locator(".wtt-panel").first.inner_text()
    assert page.heard == []


def colours(page, selector: str) -> tuple[float, float]:
    """The mean lightness of an element's ground and the lightness farthest from it (0 black, 255 white)."""
    from PIL import Image

    picture = Image.open(io.BytesIO(page.locator(selector).first.screenshot())).convert("L")
    values = sorted(picture.tobytes())
    return values[len(values) // 2], max(abs(v - values[len(values) // 2]) for v in (values[0], values[-1]))


def test_pictures_turn_dark_with_the_system_and_with_the_readers_choice(look):
    for dark in (False, True):
        page = look(CHAPTERS[0], dark=dark)
        ground, contrast = colours(page, "figure.wtt-figure picture")
        assert (ground < 60) == dark and contrast > 110
    page = look(CHAPTERS[0])
    button = page.locator("button.theme-switch-button:visible").first
    for _ in range(3):
        button.click()
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    page.wait_for_timeout(200)
    assert colours(page, ".wtt-chart")[0] < 60
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_chart_becomes_live_when_scrolled_to_and_on_a_phone_when_tapped(look):
    page = look(CHAPTERS[0])
    assert page.locator(".wtt-live").count() == 0
    page.mouse.wheel(0, 300)
    page.locator("figure.wtt-figure").first.scroll_into_view_if_needed()
    page.wait_for_selector(".wtt-chart[data-live=yes] .wtt-live svg", timeout=20000)
    assert page.locator(".wtt-live").first.get_attribute("aria-label").strip() and page.heard == []

    phone = look(CHAPTERS[0], width=360, height=740, has_touch=True)
    chart = phone.locator(".wtt-chart").first
    chart.scroll_into_view_if_needed()
    phone.wait_for_timeout(500)
    assert phone.locator(".wtt-live").count() == 0
    chart.tap()
    phone.wait_for_selector(".wtt-chart[data-live=yes] .wtt-live svg", timeout=20000)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360 and phone.heard == []


def test_live_charts_keep_to_their_dark_colours_and_to_axe(look, axe):
    page = look(CHAPTERS[0], dark=True, bypass_csp=True)
    page.locator(".wtt-chart").first.scroll_into_view_if_needed()
    page.mouse.wheel(0, 50)
    page.locator(".wtt-chart").first.click()
    page.wait_for_selector(".wtt-chart[data-live=yes] .wtt-live svg", timeout=20000)
    ground, contrast = colours(page, ".wtt-live")
    assert ground < 60 and contrast > 110 and violations(page, axe) == []


def test_the_phone_menu_opens_closes_and_leads_somewhere(look):
    page = look("index.html", width=360, height=740)
    link = page.locator("a[href='power/us-demand.html']").filter(visible=True)
    menu = page.locator("button.primary-toggle:visible").first
    outside = link.count()
    menu.click()
    dialog = page.locator("#pst-primary-sidebar-modal")
    assert dialog.is_visible() and dialog.locator("a[href='power/us-demand.html']").is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible() and link.count() == outside
    menu.click()
    dialog.locator("a[href='power/us-demand.html']").click()
    assert page.url.endswith("power/us-demand.html") and page.heard == []


def test_without_scripts_a_phone_still_has_the_list_of_pages(look):
    page = look("index.html", width=360, height=740, scripts=False)
    assert page.locator("#pst-primary-sidebar a[href='power/us-demand.html']").is_visible()


def test_the_keyboard_reaches_the_skip_link_first_and_shows_where_it_is(look):
    page = look(CHAPTERS[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    where = page.evaluate("(() => { const e = document.activeElement; return [!!e.closest('main'), getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]; })()")
    assert where[0] and where[1] == "solid" and where[2] >= 2


def test_the_search_finds_a_page(look):
    page = look("search.html?q=utilisation")
    page.wait_for_selector("#wtt-results li a", timeout=20000)
    assert "page" in page.locator("#wtt-found").inner_text()
    page.locator("#wtt-results li a").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1 and page.heard == []


def test_a_citation_can_be_copied(look):
    page = look(CHAPTERS[0], permissions=["clipboard-read", "clipboard-write"])
    figure = page.locator("figure.wtt-figure").first
    figure.locator(".wtt-actions summary").first.click()
    figure.locator(".wtt-copy-button").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert figure.get_attribute("id") in copied and "Watts, Tokens, Thresholds" in copied


def test_explorers_answer_and_keep_their_state(look):
    holder = next((name for name in CHAPTERS if look(name).locator(".wtt-explorer").count()), None)
    if holder is None:
        return
    page = look(holder)
    box = page.locator(".wtt-explorer").first
    before = box.locator("dd[data-output]").first.inner_text()
    slider = box.locator("input[type=range]").first
    slider.focus()
    for _ in range(2):
        slider.press("ArrowRight")
    page.wait_for_function("(old) => document.querySelector('.wtt-explorer dd[data-output]').textContent !== old", arg=before)
    after, state = box.locator("dd[data-output]").first.inner_text(), box.locator(".wtt-state").get_attribute("href")
    assert after != before and page.heard == []
    again = look(state.split("/", 3)[3])
    again.wait_for_function("(want) => document.querySelector('.wtt-explorer dd[data-output]').textContent === want", arg=after)


def test_print_hides_what_paper_cannot_use(look):
    page = look(CHAPTERS[0], dark=True)
    page.emulate_media(media="print")
    assert not page.locator(".wtt-actions").first.is_visible() and page.locator("figure.wtt-figure img").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_the_site_opens_from_a_disk(browser, site):
    context = browser.new_context()
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto((site / CHAPTERS[0]).as_uri())
    page.locator(".wtt-chart").first.click()
    page.wait_for_selector(".wtt-chart[data-live]:not([data-live=loading])", timeout=20000)
    assert page.locator(".wtt-chart").first.get_attribute("data-live") == "yes" and errors == []
    context.close()
