// Words while one writes, counted as lengths.py does; the guide speaks only when its range changes.
"use strict";
window.countWords = (() => {
  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const SIGNS = "\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff"
    + "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9d\\u{20000}-\\u{3ffff}";
  const GAP = new RegExp(`[${SPACE}\\u200b]+`, "u"), SIGN = new RegExp(`[${SIGNS}]`, "gu");
  const LINKED = new RegExp(`\\]\\([^${SPACE}()]*\\)`, "gu");
  const ADDRESS = new RegExp(`(?<![0-9A-Za-z])(?:[Hh][Tt][Tt][Pp][Ss]?:\\/\\/|[Ww][Ww][Ww]\\.)[^${SPACE}${SIGNS}\\u3001-\\u303f\\uff00-\\uffef]+`, "gu");
  const KEYCAP = /[0-9#*]\ufe0f?\u20e3/gu;
  const WORD = /[\p{L}\p{N}]/u;
  return (text) => {
    const plain = text.replace(LINKED, "] ").replace(ADDRESS, " a ");
    const alone = plain.replace(KEYCAP, "").replace(SIGN, " ");
    return (plain.match(SIGN)?.length ?? 0) + alone.split(GAP).filter((run) => WORD.test(run)).length;
  };
})();

(() => {
  const PAUSE = 150; // milliseconds
  const field = document.querySelector("#draft-form textarea");
  if (!field) return;
  let timer = 0;

  function show() {
    const guide = document.querySelector("#saved [data-words]");
    const words = window.countWords(field.value), { one, many, least, most } = guide.dataset;
    guide.dataset.words = words;
    guide.querySelector("strong").textContent = words === 1 ? one : many.replace("{count}", words);
    const bar = guide.querySelector("progress");
    if (bar) bar.value = Math.min(words, bar.max);
    const where = !words ? "empty" : least && words < +least ? "below" : most && words > +most ? "above" : "within";
    for (const line of guide.querySelectorAll("[data-where]")) {
      const begins = line.hidden && line.dataset.where === where;
      line.hidden = line.dataset.where !== where;
      if (begins) document.getElementById("status").textContent = line.textContent;
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  document.getElementById("draft-form").addEventListener("htmx:after:swap", show); // typed on while it was saved
})();
