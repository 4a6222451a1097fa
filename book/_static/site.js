// What a page can do beyond being read: live charts, copying, the phone menu, the search. Everything works without it.
(() => {
  "use strict";
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const narrow = matchMedia("(max-width: 599px)");
  const ready = (f) => (document.readyState === "loading" ? addEventListener("DOMContentLoaded", f) : f());
  const loaded = new Map();
  const script = (url) => {
    const key = String(url);
    if (!loaded.has(key)) {
      loaded.set(key, new Promise((resolve, reject) => {
        const tag = document.createElement("script");
        tag.src = key;
        tag.onload = resolve;
        tag.onerror = () => reject(new Error("could not load " + key));
        document.head.append(tag);
      }));
    }
    return loaded.get(key);
  };

  // --- live charts: when scrolled into view on a wide screen, on a tap on a narrow one
  async function live(box) {
    if (box.dataset.live) return;
    box.dataset.live = "loading";
    const picture = box.querySelector("picture"), image = box.querySelector("img");
    try {
      await Promise.all([script(new URL("_assets/vega.js", root)), script(new URL(box.dataset.spec, location.href))]);
      const id = box.dataset.spec.split("/").at(-2), specs = window.wttSpecs[id];
      const spec = structuredClone((narrow.matches && specs.narrow) || specs.wide);
      const place = document.createElement("div");
      place.className = "wtt-live";
      place.setAttribute("role", "img");
      place.setAttribute("aria-label", image.alt);
      place.style.minHeight = image.clientHeight + "px";
      const inner = document.createElement("div");
      place.append(inner);
      await window.vegaEmbed(inner, spec, { ast: true, actions: false, renderer: "svg", tooltip: { theme: "custom" } });
      for (const node of inner.querySelectorAll("[role],[aria-roledescription],[aria-label]")) {
        node.removeAttribute("role"); node.removeAttribute("aria-roledescription"); node.removeAttribute("aria-label");
      }
      inner.setAttribute("aria-hidden", "true");
      picture.after(place);
      picture.hidden = true;
      box.dataset.live = "yes";
    } catch (error) {
      box.dataset.live = "no"; // the picture stays
      console.info("This chart stays a picture:", error.message);
    }
  }
  ready(() => {
    const boxes = document.querySelectorAll(".wtt-chart[data-spec]");
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting && !narrow.matches) { watch.unobserve(entry.target); live(entry.target); }
    }, { rootMargin: "0px", threshold: 0.25 });
    let moved = false;
    for (const box of boxes) box.addEventListener("click", () => live(box));
    const begin = () => { if (!moved) { moved = true; boxes.forEach((box) => watch.observe(box)); } };
    for (const kind of ["scroll", "pointermove", "keydown"]) addEventListener(kind, begin, { once: true, passive: true });
  });

  // --- copying, and addresses that know where the site stands
  ready(() => {
    for (const block of document.querySelectorAll("pre.wtt-copy")) {
      if (block.closest(".wtt-embed") && block.textContent.includes('"figures/')) {
        block.textContent = block.textContent.replaceAll('"figures/', '"' + new URL("figures/", root));
        block.parentElement.querySelector(".wtt-label")?.remove();
      }
      const button = document.createElement("button");
      button.type = "button";
      button.className = "wtt-copy-button";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(block.textContent); button.textContent = "Copied"; }
        catch { getSelection().selectAllChildren(block); button.textContent = "Selected: press Ctrl+C"; }
        setTimeout(() => { button.textContent = "Copy"; }, 3000);
      });
      block.after(button);
    }
    for (const block of document.querySelectorAll("pre.wtt-copy:not(.wtt-embed *)")) {
      if (!block.dataset.plain && location.protocol.startsWith("http") && !block.textContent.includes("http")) {
        const id = block.closest("[id^='PWR-'],[id^='SCL-'],[id^='INF-'],[id^='GOV-']")?.id;
        if (id && block.previousElementSibling?.textContent === "Plain text") block.textContent += " " + new URL("figures/" + id + ".html", root);
      }
    }
  });

  // --- the phone menu: the theme binds the first of its buttons only, which is hidden
  ready(() => {
    for (const kind of ["primary-toggle", "secondary-toggle"]) {
      const [first, ...others] = document.querySelectorAll("." + kind);
      for (const button of others) button.addEventListener("click", (event) => { event.preventDefault(); first.click(); });
    }
  });

  // --- the search page
  ready(async () => {
    const list = document.getElementById("wtt-results");
    if (!list) return;
    const found = document.getElementById("wtt-found"), field = document.getElementById("wtt-query");
    const query = new URLSearchParams(location.search).get("q") || "";
    field.value = query;
    field.focus();
    if (!query) return;
    let pagefind;
    try {
      pagefind = await import(new URL("pagefind/pagefind.js", root));
      await pagefind.options({ baseUrl: root.pathname });
    } catch {
      found.textContent = "The search works where the site is served (make serve), not from a file.";
      return;
    }
    const answer = await pagefind.search(query);
    found.textContent = answer.results.length === 0 ? `Nothing found for “${query}”.` : `${answer.results.length} page${answer.results.length === 1 ? "" : "s"} for “${query}”.`;
    for (const result of answer.results.slice(0, 20)) {
      const data = await result.data(), item = document.createElement("li"), link = document.createElement("a"), text = document.createElement("p");
      link.href = data.url;
      link.textContent = data.meta.title;
      for (const piece of data.excerpt.split(/(<mark>.*?<\/mark>)/)) {
        const marked = piece.startsWith("<mark>"), node = document.createElement(marked ? "mark" : "span");
        const plain = new DOMParser().parseFromString(piece, "text/html");
        node.textContent = plain.body.textContent;
        text.append(node);
      }
      item.append(link, text);
      list.append(item);
    }
  });
})();
