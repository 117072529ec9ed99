// The rubric beside the evidence: keys while it has the focus, words as they are written, kept sentences put in.
"use strict";
(() => {
  const form = document.getElementById("judging");
  if (!form) return;
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const isField = (at) => at.matches("textarea, select, input:not([type=radio])");
  let last = null; // the field that a kept sentence goes into

  // Only while something of the rubric is in focus, and never while one writes.
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    const at = criteria.indexOf(event.target.closest("[data-criterion]"));
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      go(Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), criteria.length - 1));
    } else if (at >= 0 && /^[1-9]$/.test(event.key)) {
      const level = criteria[at].querySelectorAll("input[type=radio]")[event.key - 1];
      if (level) { event.preventDefault(); level.click(); }
    }
  });
  const go = (to) => {
    criteria[to]?.focus({ preventScroll: true });
    criteria[to]?.scrollIntoView({ block: "nearest" });
  };
  document.querySelector('a[href="#judging"]')?.addEventListener("click", (event) => { event.preventDefault(); go(0); });

  form.addEventListener("focusin", ({ target }) => { if (target.matches("textarea")) last = target; });
  const into = document.getElementById("into-field"); // for who has no script, and so no field they were in
  if (into) into.hidden = true;
  for (const button of form.querySelectorAll("[data-insert]")) {
    button.querySelector("span").textContent = button.dataset.words;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const field = last ?? form.querySelector("textarea");
      field.setRangeText(button.closest("li").querySelector("[data-kept]").textContent, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }

  const show = (line) => {
    const count = window.countWords(document.getElementById(line.dataset.wordsOf).value);
    line.textContent = line.dataset.wordsText.replace("{count}", count);
  };
  const lines = [...form.querySelectorAll("[data-words-of]")];
  lines.forEach(show);
  form.addEventListener("input", ({ target }) => lines.filter((line) => line.dataset.wordsOf === target.id).forEach(show));
})();
