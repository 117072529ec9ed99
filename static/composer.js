// The box one writes in: Ctrl+Enter sends, Enter too where the reader chose so; @names are completed.
"use strict";
(() => {
  const ENTER = "roundtable enter sends"; // kept on this device
  const PAUSE = 120; // milliseconds after the last key
  const MEANT = /(?:^|[\s(])@([\p{L}\p{M}][\p{L}\p{M}'’. -]{0,40}|)$/u;
  const known = new Map(); // address → html of the options
  let timer = 0, asked = 0;

  const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
  const options = (field) => [...listOf(field).children];
  const isOpen = (field) => !listOf(field).hidden;
  const active = (field) => options(field).findIndex((option) => option.getAttribute("aria-selected") === "true");
  const meant = (field) => field.value.slice(0, field.selectionStart).match(MEANT)?.[1];

  async function complete(field) {
    const start = meant(field), mine = (asked += 1);
    if (start === undefined || start.split(" ").length > 3) return close(field);
    const address = `${field.dataset.names}?q=${encodeURIComponent(start.trim())}`;
    if (!known.has(address)) {
      const answer = await fetch(address, { headers: { Accept: "text/html", "HX-Request": "true" } }).catch(() => null);
      if (!answer?.ok) return close(field);
      known.set(address, await answer.text());
    }
    if (mine !== asked || document.activeElement !== field) return;
    const list = listOf(field);
    list.innerHTML = known.get(address);
    for (const option of list.children) option.id = `${list.id}-${option.id}`;
    list.hidden = !list.children.length;
    if (list.hidden) close(field);
    else select(field, 0);
  }

  function select(field, place) {
    const all = options(field), chosen = all[(place + all.length) % all.length];
    for (const option of all) option.setAttribute("aria-selected", option === chosen);
    field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  function close(field) {
    asked += 1;
    const list = listOf(field);
    if (list) list.hidden = true; // it may have gone, with its thread
    field.removeAttribute("aria-activedescendant");
  }

  function take(field, option) {
    const end = field.selectionStart, name = meant(field);
    if (name === undefined) return close(field);
    const start = end - name.length;
    field.setRangeText(`${option.dataset.name} `, start, end, "end");
    close(field);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    field.focus();
  }

  function pressed(event) {
    const field = event.target;
    if (!field.matches?.("textarea[data-names]") || event.isComposing) return;
    const enter = event.key === "Enter", keep = () => { event.preventDefault(); event.stopPropagation(); };
    if (enter && (event.ctrlKey || event.metaKey)) return field.form.requestSubmit(close(field), keep());
    if (isOpen(field) && meant(field) === undefined) close(field); // the caret has left the name
    if (isOpen(field)) {
      if (event.key === "ArrowDown") return select(field, active(field) + 1, keep());
      if (event.key === "ArrowUp") return select(field, active(field) - 1, keep());
      if (event.key === "Escape") return close(field, keep());
      if (enter || event.key === "Tab") return take(field, options(field)[active(field)], keep());
    }
    if (enter && !event.shiftKey && enterSends() && field.closest("form").querySelector("[data-enter-sends]")) {
      keep();
      field.form.requestSubmit();
    }
  }

  const enterSends = () => localStorage.getItem(ENTER) === "yes";
  const showSetting = () => document.querySelectorAll("[data-enter-sends]").forEach((box) => { box.checked = enterSends(); });

  document.addEventListener("keydown", pressed);
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("textarea[data-names]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => complete(target), PAUSE);
  });
  document.addEventListener("focusout", ({ target }) => { if (target.matches?.("textarea[data-names]")) close(target); });
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.(".names")) event.preventDefault(); }); // the text keeps the focus
  document.addEventListener("click", ({ target }) => {
    const option = target.closest?.(".names [role=option]"), button = target.closest?.("[data-mention]");
    if (option) take(document.querySelector(`[aria-controls="${option.parentElement.id}"]`), option);
    if (button) {
      const field = button.closest("form").querySelector("textarea");
      field.focus();
      field.setRangeText(/\S$/.test(field.value.slice(0, field.selectionStart)) ? " @" : "@", field.selectionStart, field.selectionEnd, "end");
      complete(field);
    }
  });
  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.("[data-enter-sends]")) return;
    localStorage.setItem(ENTER, target.checked ? "yes" : "no");
    showSetting();
  });
  document.addEventListener("htmx:after:swap", showSetting);
  document.addEventListener("send:begun", showSetting); // the form was emptied
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", showSetting);
  else showSetting();
})();
