// Explorers: sliders that index into a grid computed with the book. Nothing is calculated here.
(() => {
  "use strict";
  const ready = (f) => (document.readyState === "loading" ? addEventListener("DOMContentLoaded", f) : f());
  const load = (url) => new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = url; tag.onload = resolve; tag.onerror = () => reject(new Error("could not load " + url));
    document.head.append(tag);
  });
  ready(() => {
    for (const box of document.querySelectorAll(".wtt-explorer[data-grid]")) {
      const form = box.querySelector("form"), inputs = [...form.querySelectorAll("input")], state = form.querySelector(".wtt-state");
      let grid = null, loading = null;
      form.hidden = false;
      box.querySelector(".wtt-explorer-static").hidden = true;
      form.addEventListener("submit", (event) => event.preventDefault());
      const need = () => (loading ||= load(new URL(box.dataset.grid, location.href)).then(() => { grid = window.wttGrids[box.id]; }));
      const show = () => {
        let index = 0;
        grid.controls.forEach((control, i) => {
          const at = Number(inputs[i].value);
          index = index * control.values.length + at;
          inputs[i].setAttribute("aria-valuetext", control.texts[at]);
          inputs[i].nextElementSibling.textContent = control.texts[at];
        });
        for (const output of grid.outputs) form.querySelector('[data-output="' + output.name + '"]').textContent = output.texts[index];
        const url = new URL(location.href);
        grid.controls.forEach((control, i) => url.searchParams.set(box.id + "." + control.name, control.values[Number(inputs[i].value)]));
        url.hash = box.id;
        state.href = url;
      };
      for (const input of inputs) {
        input.addEventListener("pointerdown", need, { once: true });
        input.addEventListener("focus", need, { once: true });
        input.addEventListener("input", () => need().then(show));
      }
      state.addEventListener("click", (event) => { event.preventDefault(); need().then(() => { show(); history.replaceState(null, "", state.href); navigator.clipboard?.writeText(state.href).catch(() => {}); }); });
      const asked = new URLSearchParams(location.search);
      if ([...asked.keys()].some((key) => key.startsWith(box.id + "."))) {
        need().then(() => {
          grid.controls.forEach((control, i) => {
            const wanted = asked.get(box.id + "." + control.name);
            if (wanted === null) return;
            const exact = control.values.findIndex((v) => String(v) === wanted);
            const near = control.values.map((v) => Math.abs(Number(v) - Number(wanted)));
            const at = exact >= 0 ? exact : near.indexOf(Math.min(...near));
            if (at >= 0) inputs[i].value = at;
          });
          show();
        });
      }
    }
  });
})();
