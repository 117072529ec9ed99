// Marks for a text by button or key. What is written goes in as if typed, so undo takes it back.
"use strict";
(() => {
  const bar = document.querySelector("[role=toolbar][aria-controls=text]");
  if (!bar) return;
  const field = document.getElementById("text"), buttons = [...bar.querySelectorAll("[data-mark]")];
  const AROUND = { bold: "**", italic: "*" }, BEFORE = { heading: "## ", list: "- ", quote: "> " };

  function write(from, to, text, selectFrom, selectTo) {
    field.focus();
    field.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, from, to, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    field.setSelectionRange(from + selectFrom, from + selectTo);
  }

  // Once more takes it away again.
  function around(sign) {
    const { selectionStart: from, selectionEnd: to, value } = field, chosen = value.slice(from, to), far = sign.length;
    const isOn = value.slice(from - far, from) === sign && value.slice(to, to + far) === sign && value[from - far - 1] !== sign[0];
    if (isOn) write(from - far, to + far, chosen || "", 0, chosen.length);
    else write(from, to, sign + chosen + sign, far, far + chosen.length);
  }

  function before(sign) {
    const { value } = field, from = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
    const next = value.indexOf("\n", Math.max(field.selectionEnd - 1, from)), to = next < 0 ? value.length : next;
    const lines = value.slice(from, to).split("\n"), isOn = lines.every((line) => line.startsWith(sign));
    const text = lines.map((line) => isOn ? line.slice(sign.length) : sign + line).join("\n");
    if (text || to > from) write(from, to, text, lines.length > 1 ? 0 : text.length, text.length);
  }

  function link() {
    const { selectionStart: from, selectionEnd: to, value } = field, chosen = value.slice(from, to);
    if (/^https?:\/\/\S+$/.test(chosen)) write(from, to, `[](${chosen})`, 1, 1);
    else write(from, to, `[${chosen}](https://)`, chosen ? chosen.length + 3 : 1, chosen ? chosen.length + 11 : 1);
  }

  function mark(name) {
    if (AROUND[name]) around(AROUND[name]);
    else if (BEFORE[name]) before(BEFORE[name]);
    else link();
  }

  const reach = (button) => {
    buttons.forEach((one) => { one.tabIndex = one === button ? 0 : -1; });
    return button;
  };
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-mark]");
    if (button) mark(reach(button).dataset.mark);
  });
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement), last = buttons.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    reach(buttons[document.dir === "rtl" && event.key.startsWith("Arrow") ? (2 * at - to + buttons.length) % buttons.length : to]).focus();
  });
  field.addEventListener("keydown", (event) => {
    const name = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    if (!name || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    mark(name);
  });
  bar.hidden = false;
})();
