// A draft's page: what fails is saved again, and what was kept comes back upon the revision it was written on.
"use strict";
(() => {
  const AGAIN = 10000; // milliseconds
  const form = document.getElementById("draft-form");
  if (!form) return;
  const field = form.elements.text;
  const base = `${document.body.dataset.person}/${field.dataset.keep}#base`;
  let retry = 0;

  // Two devices never overwrite silently (R28): a text goes with the revision that it was written upon.
  field.addEventListener("input", ({ isTrusted }) => {
    if (isTrusted) window.keep?.set("kept", base, form.elements.based_on.value);
  });
  field.addEventListener("keep:restored", async ({ detail }) => {
    form.elements.based_on.value = (await window.keep.get("kept", base)) ?? form.elements.based_on.value;
    hold();
    const line = document.getElementById("restored");
    line.querySelector("time").dateTime = detail.at.toISOString();
    line.hidden = false;
    window.times?.rewrite(line);
    say(line);
  });

  // Each open page keeps its text in a place of its own too: what a closed one could not send goes upon its own revision,
  // beside the text of this page.
  const { keep } = window, shared = `${document.body.dataset.person}/${field.dataset.keep}`;
  const writer = form.elements.writer.value, place = (by) => `${shared}#${by}`;
  const hold = () => keep?.set("kept", place(writer), { draft: shared, by: writer, text: field.value, based_on: form.elements.based_on.value });
  let asked = "";
  field.addEventListener("input", hold);
  form.addEventListener("htmx:before:request", () => { asked = field.value; });

  async function bring() {
    for (const one of (await keep?.mine("kept")) ?? []) {
      if (one?.draft !== shared || one.by === writer) continue;
      await navigator.locks.request(`draft ${one.by}`, { ifAvailable: true }, (isClosed) => isClosed && give(one));
    }
  }

  async function give({ by, text, based_on }) {
    const given = (await keep.get("kept", shared))?.text ?? field.defaultValue;
    if (given === field.defaultValue && field.value === given) { // nothing else is here: it goes on from it
      form.elements.based_on.value = based_on;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (text !== given && text !== field.value) {
      const body = new URLSearchParams({ csrf: form.elements.csrf.value, writer: by, text, based_on });
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => ({}));
      if (!answer.ok || answer.headers.get("HX-Redirect")) return;
      form.dispatchEvent(new CustomEvent("again"));
    }
    await keep.remove("kept", place(by));
  }
  if (!field.readOnly) {
    navigator.locks?.request(`draft ${writer}`, () => new Promise(() => {}));
    if (navigator.locks) bring();
    addEventListener("online", bring);
  }

  // A link goes into the text at hand, which then saves by itself.
  document.getElementById("put-link")?.addEventListener("click", (event) => {
    const link = form.elements.link;
    if (!link.value.trim() || !link.reportValidity()) return;
    event.preventDefault();
    field.value = `${field.value.trimEnd()}\n\n${link.value.trim()}`.trimStart();
    link.value = "";
    window.keep?.set("kept", base, form.elements.based_on.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // What is marked goes into the discussion, and a message leads back to it.
  document.getElementById("ask-about")?.addEventListener("submit", ({ target: { elements } }) => {
    elements.start.value = field.selectionStart;
    elements.quote.value = field.value.slice(field.selectionStart, field.selectionEnd);
  });
  const passage = new URLSearchParams(location.search);
  if (passage.has("from")) {
    field.setSelectionRange(passage.get("from"), passage.get("to"));
    field.focus();
  }

  // One polite voice a page, and only for what concerns the text.
  const say = (part) => {
    const words = part.textContent.replace(/\s+/g, " ").trim();
    const status = document.getElementById("status");
    if (words && status.textContent !== words) status.textContent = words;
  };
  form.addEventListener("htmx:after:swap", () => say(document.getElementById("beside")));

  const unsaved = (tryAgain = true) => {
    const tag = document.querySelector("#saved .tag");
    if (tag) {
      tag.dataset.tone = "marigold";
      tag.lastElementChild.textContent = form.dataset.unsaved;
    }
    clearTimeout(retry);
    if (tryAgain) retry = setTimeout(() => form.dispatchEvent(new CustomEvent("again")), AGAIN);
  };
  form.addEventListener("htmx:error", () => unsaved());
  form.addEventListener("htmx:after:request", ({ detail }) => {
    const { status, headers } = detail.ctx.response;
    clearTimeout(retry);
    if (status < 300 && !keep?.turnedAway(headers) && field.value === asked) keep?.remove("kept", place(writer));
    if (status >= 300) unsaved(status === 403 || status === 429 || status >= 500);
  });
})();
