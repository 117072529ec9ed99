// Puts what the server sends into the page by id. What has focus, is open, selected or half written survives.
"use strict";
window.put = (() => {
  const CHANGED = 5000; // how long a changed element says so
  const byId = (id) => (id ? document.getElementById(id) : null);
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
  const morph = (old, html) => window.htmx.swap({ text: html, target: old, swap: "outerMorph", sourceElement: old });
  const held = new Map(); // id → what waits: somebody writes in the element, or rows would jump where one points or stands
  let last = Promise.resolve(); // in the order they came

  const element = (html, topic = "") => (last = last.then(() => one(html, topic)).catch((problem) => console.error(problem)));

  async function one(html, topic) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.firstElementChild;
    if (!fresh?.id) return;
    window.times.rewrite(template.content);
    const old = byId(fresh.id), into = byId(fresh.dataset.into);
    held.delete(fresh.id);
    const rows = "gone" in fresh.dataset ? old?.parentElement : old ? null : into;
    rows?.addEventListener("pointerleave", goOn); // once, the same one
    if (rows?.matches("tbody:is(:hover, :focus-within)") || (!old && isHeldIn(fresh.id))) return held.set(fresh.id, [html, topic, fresh.dataset.into]);
    if ("gone" in fresh.dataset) old?.remove();
    else if (old && isWrittenIn(old, template.content)) return held.set(fresh.id, [html, topic, fresh.dataset.into]);
    else if (old) await change(old, fresh, template.innerHTML);
    else if (into) insert(into, fresh);
    else return tell("passed", { topic, element: fresh }); // it has no place on this page
    tell("shown", { topic, id: fresh.id, element: byId(fresh.id), fresh: !old });
  }

  const isHeldIn = (id) => [...held.values()].some(([html]) => html.includes(`id="${id}"`)); // a cell of a new row

  const goOn = () => setTimeout(() => { // the focus is on its way
    const all = [...held.values()];
    held.clear();
    all.forEach((news) => element(...news));
  });
  document.addEventListener("focusout", goOn);

  async function change(old, fresh, html) {
    if (old.isEqualNode(fresh)) return;
    await morph(old, html);
    const now = byId(fresh.id);
    if (!now) return;
    now.dataset.changed = "";
    clearTimeout(now.changedTimer);
    now.changedTimer = setTimeout(() => now.removeAttribute("data-changed"), CHANGED);
  }

  function insert(into, fresh) {
    const atEnd = "followEnd" in into.dataset && into.scrollHeight - into.scrollTop - into.clientHeight < 80;
    const isLater = (each) => "order" in each.dataset && compare(each.dataset.order, fresh.dataset.order) > 0;
    into.insertBefore(fresh, ("order" in fresh.dataset && [...into.children].find(isLater)) || null);
    if (atEnd) into.scrollTop = into.scrollHeight; // not for who has scrolled up
    window.htmx.process(fresh);
  }

  const compare = (a, b) => a.localeCompare(b, undefined, { numeric: true });

  function isWrittenIn(old, content) { // there is a field, which the new look does not have, with something in it
    return [...old.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")].some((field) => {
      const stays = field.id && content.querySelector(`#${CSS.escape(field.id)}`);
      return !stays && (field === document.activeElement || field.value !== field.defaultValue);
    });
  }

  // What the page itself has set is not in the server's html, and stays.
  const OURS = new Set(["open", "data-changed", "data-presence", "data-kept", "aria-expanded"]);
  window.htmx?.registerExtension("put", { htmx_before_morph_attr: (_, { attrName }) => !OURS.has(attrName) });

  // Fetch an address anew and morph those of its elements that the selectors name. True if that went well.
  async function again(address, selectors) {
    const before = new Map(held);
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok || new URL(answer.url).pathname !== new URL(address, location.href).pathname) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const filled = last.then(() => fill(page, selectors, before)); // no element is put in while its page is
      last = filled.catch(() => {});
      await filled;
      if (selectors.includes("main") && page.body.dataset.topics) document.body.dataset.topics = page.body.dataset.topics;
      tell("reloaded", { address });
      return true;
    } catch (problem) {
      console.warn("live:", problem);
      return false;
    }
  }

  async function fill(page, selectors, before) {
    for (const selector of selectors) {
      const old = document.querySelector(selector), fresh = page.querySelector(selector);
      if (!old || !fresh) continue;
      window.times.rewrite(fresh);
      await morph(old, fresh.outerHTML);
      letGo(before, document.querySelector(selector));
    }
  }

  function letGo(before, part) { // of what waited before this part was fetched: that is newer
    for (const [id, news] of before) if (held.get(id) === news && part?.contains(byId(id) ?? byId(news[2]))) held.delete(id);
  }

  function notice(text, link) {
    const line = document.createElement("p"), words = document.createElement(link ? "a" : "span");
    line.className = "toast";
    words.textContent = text;
    if (link) words.href = link;
    line.append(words);
    byId("notices")?.append(line);
  }

  return { element, again, notice };
})();
