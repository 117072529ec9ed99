// Words that are selected in a colleague's draft become the place of the next note.
"use strict";
(() => {
  const draft = document.getElementById("draft-text"), form = document.getElementById("new-note");
  if (!draft || !form) return;
  const place = form.elements.place, words = place.querySelector('[value="words"]'), shown = document.getElementById("selected");
  const signs = (text) => [...text].length; // as the server counts them

  // Where a point of the selection is in the whole draft: its paragraph's beginning, and what stands before it there.
  function offset(node, at) {
    const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!paragraph || !draft.contains(paragraph)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, at);
    return Number(paragraph.dataset.start) + signs(before.toString());
  }

  function choose() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!draft.contains(range.startContainer)) return;
    const start = offset(range.startContainer, range.startOffset);
    let end = offset(range.endContainer, range.endOffset);
    const text = range.toString();
    if (end === null || end <= start) end = start + signs(text.trimEnd()); // it reaches beyond its paragraph
    if (start === null || !text.trim()) return;
    form.elements.start.value = start;
    form.elements.end.value = end;
    words.hidden = words.disabled = false;
    place.value = "words";
    show(text.trim());
  }

  function show(text) {
    shown.textContent = text.length > 300 ? `${text.slice(0, 300)}…` : text;
    shown.hidden = place.value !== "words";
  }

  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(choose, 250);
  });
  place.addEventListener("change", () => { shown.hidden = place.value !== "words"; });

  // What was begun with words of the draft shows them again.
  if (place.value === "words") {
    const all = [...draft.querySelectorAll("[data-start]")], start = Number(form.elements.start.value), end = Number(form.elements.end.value);
    const paragraph = all.filter((one) => Number(one.dataset.start) <= start).at(-1);
    if (paragraph) show([...paragraph.textContent].slice(start - paragraph.dataset.start, end - paragraph.dataset.start).join(""));
  }
})();
