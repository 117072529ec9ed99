// What follows from the cells of the board: counts, the mark of one just changed, the strip.
"use strict";
(() => {
  const DONE = new Set(["ready", "submitted", "met", "earned"]);
  const CHANGED_FOR = 5000; // milliseconds
  const stateOf = (cell) => (cell.hasAttribute("data-withheld") ? "withheld" : cell.dataset.state);
  const cellsOf = (row) => [...row.querySelectorAll(":scope > td > .board-cell")];
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const set = (element, text) => element && element.textContent !== String(text) && (element.textContent = text);
  const watched = new WeakSet();

  function recount(body) {
    const board = body.closest("#board");
    const rows = [...body.rows].map((row) => ({ row, states: cellsOf(row).map(stateOf) }));
    for (const { row, states } of rows) summarize(row, states.slice(0, -1));
    const sharing = rows.filter(({ states }) => states.at(-1) !== "withheld");
    board.querySelectorAll("[data-foot]").forEach((foot, place) => {
      const values = { done: sharing.filter(({ states }) => DONE.has(states[place])).length, all: sharing.length };
      const bar = foot.querySelector("progress");
      set(foot.querySelector("span"), fill(foot.dataset.foot, values));
      bar.value = values.done;
      bar.max = values.all || 1;
      bar.setAttribute("aria-label", fill(foot.dataset.label, values));
    });
    const counts = {
      everyone: rows.length,
      asking: rows.filter(({ states }) => states.includes("asking")).length,
      submitted: rows.filter(({ states }) => ["submitted", "earned"].includes(states.at(-1))).length,
    };
    counts.first = counts.asking;
    board.querySelectorAll("[data-segment]").forEach((count) => set(count, counts[count.dataset.segment]));
    refresh(board, rows);
  }

  function summarize(row, states) {
    row.querySelectorAll("[data-count]").forEach((count) => {
      const number = states.filter((state) => state === count.dataset.count).length;
      set(count.firstElementChild, number);
      count.hidden = !number;
    });
  }

  // The strip is asked for anew when my own row has changed, or who waits for a reader.
  function refresh(board, rows) {
    const strip = board.querySelector("#board-strip");
    const mine = rows.filter(({ row }) => row.hasAttribute("data-me")).map(({ states }) => states.join());
    const asking = rows.filter(({ states }) => states.includes("asking")).map(({ row }) => row.id);
    const news = JSON.stringify([mine, asking]);
    const known = board.dataset.strip;
    board.dataset.strip = news;
    if (strip && known && known !== news) strip.dispatchEvent(new CustomEvent("moved"));
  }

  function watch() {
    const body = document.getElementById("board-rows");
    if (!body || watched.has(body)) return;
    watched.add(body);
    recount(body);
    new MutationObserver(() => recount(body)).observe(body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ["data-state", "data-withheld"],
    });
  }

  function shown(event) {
    const element = event.detail.element;
    const cell = element && element.isConnected && element.matches(".board-cell") ? element : null;
    if (!cell) return;
    cell.setAttribute("data-changed", "");
    setTimeout(() => cell.removeAttribute("data-changed"), CHANGED_FOR);
    if (cell.closest("tr[data-me]")) announce(cell);
  }

  // Only what concerns the reader is said: her own row.
  function announce(cell) {
    const words = [".requirement", ".label"].map((part) => cell.querySelector(part)?.textContent.trim());
    set(document.getElementById("status"), words.join(": "));
  }

  document.addEventListener("live:shown", shown);
  document.addEventListener("htmx:after:swap", watch);
  watch();
})();
