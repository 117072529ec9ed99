// A form with data-send is shown at once as "sending", waits in this browser until the server has it, is made once by its
// post key. data-template is shown meanwhile: [data-text], [data-again], [data-drop].
"use strict";
(() => {
  const AGAIN = [2000, 5000, 10000, 30000, 60000]; // milliseconds between attempts
  const person = () => document.body.dataset.person;
  const shelf = (item) => `${item.person}/${item.at}/${item.key}`; // in the order they were written
  const underWay = new WeakSet(); // forms
  let attempts = 0, timer = 0;

  async function submitted(event) {
    const form = event.target;
    if (!("send" in form.dataset) || event.defaultPrevented || !person()) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // nor htmx
    if (underWay.has(form)) return;
    const key = crypto.randomUUID();
    if (form.elements.post_key) form.elements.post_key.value = key;
    const fields = [...new FormData(form, event.submitter)].filter(([, value]) => typeof value === "string" || value.size);
    const field = form.querySelector("textarea, input[data-keep]"), text = field?.value ?? "";
    if (!text.trim()) return;
    const item = { key, at: Date.now(), person: person(), action: form.action, page: location.pathname, template: form.dataset.template, fields, text, tus: form.dataset.tus };
    underWay.add(form);
    const kept = await window.keep.set("outbox", shelf(item), item);
    underWay.delete(form);
    if (kept === undefined) return form.submit(); // this browser keeps nothing
    empty(form, field, text);
    form.dispatchEvent(new CustomEvent("send:begun", { bubbles: true, detail: { key } }));
    show(item);
    deliver();
  }

  function empty(form, field, sent) { // what was typed meanwhile is the next message
    const rest = field.value.startsWith(sent) ? field.value.slice(sent.length) : field.value;
    window.keep.forget(form);
    form.reset();
    if (!rest) return;
    field.value = rest;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What waits is shown in its place
  const idOf = (item) => `sending-${item.key}`;
  function show(item) {
    const template = document.getElementById(item.template);
    if (!template || document.getElementById(idOf(item))) return;
    const element = template.content.firstElementChild.cloneNode(true);
    element.id = idOf(item);
    element.dataset.state = "sending";
    for (const place of element.querySelectorAll("[data-text]")) place.textContent = item.text;
    element.querySelector("[data-again]")?.addEventListener("click", () => { attempts = 0; again(item); });
    element.querySelector("[data-drop]")?.addEventListener("click", () => drop(item));
    document.getElementById(element.dataset.into)?.append(element);
    element.scrollIntoView({ block: "nearest" });
  }

  function mark(item, state, why) {
    const element = document.getElementById(idOf(item));
    if (element) element.dataset.state = state;
    document.dispatchEvent(new CustomEvent("send:state", { detail: { key: item.key, state, element, item, why } }));
  }

  async function drop(item) {
    await window.keep.remove("outbox", shelf(item));
    document.getElementById(idOf(item))?.remove();
  }

  async function again(item) {
    await window.keep.set("outbox", shelf(item), { ...item, failed: false });
    deliver();
  }

  // By one tab
  function deliver() {
    clearTimeout(timer);
    return navigator.locks.request("roundtable outbox", async () => {
      for (const item of (await window.keep.mine("outbox")) ?? []) if (!item.failed && !(await post(item))) return later();
      attempts = 0;
    });
  }

  const later = () => { timer = setTimeout(deliver, AGAIN[Math.min(attempts++, AGAIN.length - 1)]); };

  async function post(item) { // false: again later, the others after it
    mark(item, "sending");
    const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRF"] ?? "";
    let answer;
    try {
      const tus = document.querySelector("[data-tus]")?.dataset.tus ?? item.tus, files = item.fields.some(([, value]) => value.size);
      const body = files ? await (await import(tus)).carry(item, token) : new URLSearchParams(item.fields);
      const headers = { "X-CSRF": token, "HX-Request": "true", Accept: "text/html" };
      answer = await fetch(item.action, { method: "POST", headers, body, signal: AbortSignal.timeout(10000) });
    } catch { return false; }
    const turnedAway = window.keep.turnedAway(answer.headers) || window.keep.isEntrance(new URL(answer.url).pathname);
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429 || turnedAway) return false;
    if (answer.ok) await done(item, await answer.text());
    else await window.keep.set("outbox", shelf(item), { ...item, failed: true }).then(async () => mark(item, "failed", await answer.text()));
    return true;
  }

  async function done(item, html) {
    await window.keep.remove("outbox", shelf(item));
    if (item.page === location.pathname && html.trim()) await window.put.element(html);
    document.getElementById(idOf(item))?.remove();
    mark(item, "sent");
  }

  async function begin() {
    if (!person()) return;
    for (const item of (await window.keep.mine("outbox")) ?? []) {
      if (item.page === location.pathname) show(item);
      if (item.failed) mark(item, "failed");
    }
    deliver();
  }

  const retry = () => { attempts = 0; deliver(); };
  document.addEventListener("submit", submitted, true);
  document.addEventListener("live:state", ({ detail }) => { if (/^(live|back)$/.test(detail.state)) retry(); });
  addEventListener("online", retry);
  if (document.readyState !== "complete") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
