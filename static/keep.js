// What was typed into a field with data-keep="name" survives a reload, a crash and an expired sign-in. It is kept in this
// browser, per person, until it was sent with success; a deliberate sign-out erases all of that person's.
"use strict";
window.keep = (() => {
  const PAUSE = 300; // milliseconds after the last key
  const person = () => document.body.dataset.person;
  const nameOf = (field) => `${person()}/${field.dataset.keep}`;

  // By the server's clock, which also says how old its own texts are
  const madeAt = Date.parse(document.body?.dataset.now) || performance.timeOrigin;
  const now = () => Date.now() - performance.timeOrigin + madeAt;

  // IndexedDB in four words; without it (a private window) nothing is kept, and nothing breaks.
  const opened = new Promise((resolve) => {
    const opening = indexedDB.open("roundtable", 1);
    opening.onupgradeneeded = () => ["kept", "outbox"].forEach((store) => opening.result.createObjectStore(store));
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(null);
  }).catch(() => null);
  const ask = async (store, mode, deed) => {
    const base = await opened;
    if (!base) return undefined;
    return new Promise((resolve) => {
      const transaction = base.transaction(store, mode), request = deed(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => resolve(undefined);
    }).catch(() => undefined); // the browser has closed it
  };
  const get = (store, name) => ask(store, "readonly", (shelf) => shelf.get(name));
  const set = (store, name, thing) => ask(store, "readwrite", (shelf) => shelf.put(thing, name));
  const remove = (store, name) => ask(store, "readwrite", (shelf) => shelf.delete(name));
  const mine = (store) => ask(store, "readonly", (shelf) => shelf.getAll(IDBKeyRange.bound(`${person()}/`, `${person()}/\uffff`)));
  const erase = (store) => ask(store, "readwrite", (shelf) => shelf.delete(IDBKeyRange.bound(`${person()}/`, `${person()}/\uffff`)));

  // Keeping
  const waiting = new Map(); // field → timer
  const unsent = new Set(); // fields with something in them that was not sent
  function typed({ target }) {
    if (!person() || !target.dataset?.keep) return;
    clearTimeout(waiting.get(target));
    unsent.add(target);
    waiting.set(target, setTimeout(() => save(target), PAUSE));
  }

  function save(field) {
    waiting.delete(field);
    const text = field.value;
    return text === field.defaultValue ? remove("kept", nameOf(field)) : set("kept", nameOf(field), { text, at: now() });
  }

  const saveNow = () => [...waiting].forEach(([field, timer]) => { clearTimeout(timer); save(field); });

  // A page that goes has no time for IndexedDB: its last words wait in the tab.
  const LAST = "roundtable last words";
  function leave() {
    saveNow();
    const left = [...unsent].filter((field) => field.isConnected && field.value !== field.defaultValue);
    const words = left.map((field) => [nameOf(field), { text: field.value, at: now() }]);
    if (words.length) sessionStorage.setItem(LAST, JSON.stringify(words));
  }

  async function takeLast() {
    const words = JSON.parse(sessionStorage.getItem(LAST) ?? "[]");
    sessionStorage.removeItem(LAST);
    for (const [name, thing] of words) if (name.startsWith(`${person()}/`)) await set("kept", name, thing);
  }

  const fieldsOf = (form) => [...form.querySelectorAll("[data-keep]")];
  function forget(form, sent) { // unless another text stands there by now: what was sent is known of each field
    for (const field of fieldsOf(form)) {
      if (sent && sent.get(field) !== field.value) continue;
      clearTimeout(waiting.get(field));
      waiting.delete(field);
      unsent.delete(field);
      remove("kept", nameOf(field));
    }
  }

  // Giving back: unless the server has a newer text (data-saved-at), or the same
  const allListen = document.readyState === "complete" || new Promise((begin) => document.addEventListener("DOMContentLoaded", begin));
  async function restore(root = document) {
    if (!person()) return;
    await allListen;
    for (const field of root.querySelectorAll("[data-keep]:not([data-kept])")) {
      field.dataset.kept = "";
      const kept = await get("kept", nameOf(field));
      if (!kept || kept.text === field.value || field.value !== field.defaultValue) continue;
      if (field.readOnly) { aside(field, kept.text); continue; }
      if (field.dataset.savedAt && new Date(field.dataset.savedAt) >= kept.at) { remove("kept", nameOf(field)); continue; }
      field.value = kept.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new CustomEvent("keep:restored", { bubbles: true, detail: { at: new Date(kept.at) } }));
    }
  }

  // What can be written no more stands beside it, until its writer lets go.
  function aside(field, text) {
    const box = field.form?.querySelector("[data-aside]");
    if (!box) return;
    box.querySelector("p").textContent = text;
    box.querySelector("button").onclick = () => { remove("kept", nameOf(field)); box.hidden = true; field.focus(); };
    box.hidden = false;
  }

  // Sent: by htmx it answers; by a plain post the next page tells. Who has to sign in first, or again, has sent nothing.
  const isEntrance = (path) => /^\/(sign-in|factor)\b/.test(path);
  const turnedAway = (headers) => isEntrance(headers.get("HX-Redirect") ?? "");
  const SENT = "roundtable sent";
  function submitted(event) {
    const form = event.target;
    if ("signOut" in form.dataset) return signOut(event, form);
    saveNow();
    const names = fieldsOf(form).map(nameOf);
    if (names.length && !event.defaultPrevented) sessionStorage.setItem(SENT, JSON.stringify({ names, at: Date.now() }));
  }

  async function arrived() {
    const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
    sessionStorage.removeItem(SENT);
    const way = performance.getEntriesByType("navigation")[0];
    const went = way?.type === "navigate" && way.redirectCount > 0 && way.responseStatus < 400 && !isEntrance(location.pathname);
    if (sent && went && Date.now() - sent.at < 60000) await Promise.all(sent.names.map((name) => remove("kept", name)));
  }

  const asked = new WeakMap(); // htmx's request → what each field of its form was sent with
  function asks({ target, detail }) {
    const form = target.closest?.("form");
    if (form) asked.set(detail.ctx, new Map(fieldsOf(form).map((field) => [field, field.value])));
  }

  function answered({ target, detail: { ctx } }) {
    const { status, headers } = ctx.response, form = target.closest?.("form");
    if (form && status < 300 && !turnedAway(headers)) forget(form, asked.get(ctx));
  }

  async function signOut(event, form) {
    event.preventDefault();
    waiting.forEach((timer) => clearTimeout(timer));
    waiting.clear();
    unsent.clear();
    const all = Promise.all([erase("kept"), erase("outbox")]);
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 1000))]);
    form.submit();
  }

  document.addEventListener("input", typed);
  addEventListener("submit", submitted); // at the very end: by then it is known who else takes care of it
  document.addEventListener("htmx:before:request", asks);
  document.addEventListener("htmx:after:request", answered);
  document.addEventListener("htmx:after:swap", () => restore());
  document.addEventListener("live:shown", () => restore());
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", saveNow);
  const begin = () => takeLast().then(arrived).then(() => restore());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
  return { get, set, remove, mine, forget, restore, isEntrance, turnedAway };
})();
