// Lists of messages: lines between days, where the unread begins, counts, scrolling, one's own signs, a thread beside.
"use strict";
(() => {
  const NEAR = 48; // pixels from the end that still count as being there
  const CALM = 700; // milliseconds at the end after which what is there has been seen
  const RARELY = 10000; // between two marks, give or take: a crowd that reads along must not answer each message at once
  const me = () => document.body.dataset.person;
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const number = (item) => Number(item.dataset.order);
  const isMessage = (item) => item.id?.startsWith("message-");
  const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const readers = new WeakMap(); // list → Reader

  class Reader { // one list, and how somebody reads it
    constructor(list) {
      this.list = list;
      this.box = list.closest(".scroller");
      this.news = 0;
      this.last = Math.max(0, ...this.messages().map(number)); // of the list
      this.newest = Math.max(this.last, Number(list.dataset.newest || 0)); // of the channel, its threads included
      this.watching = new MutationObserver((changes) => this.changed(changes.flatMap((change) => [...change.addedNodes])));
      this.watch();
      if (this.box) {
        this.box.addEventListener("scroll", () => this.moved(), { passive: true });
        new ResizeObserver(() => this.stay()).observe(list);
      }
      lines(list);
      this.start();
    }

    watch() { this.watching.observe(this.list, { childList: true }); }
    messages() { return [...this.list.children].filter(isMessage); }
    isAtEnd() { return !this.box || Math.abs(this.box.scrollTop) < NEAR; } // the box runs from its end upwards
    isSeen() {
      const last = this.list.lastElementChild?.getBoundingClientRect();
      return !document.hidden && this.isAtEnd() && last?.bottom > 0 && last.top < innerHeight;
    }

    start() { // at the line where the unread begins, else at the end
      const line = this.list.querySelector("[data-unread]");
      if (this.box && line && !location.hash.startsWith("#message-")) {
        const above = line.getBoundingClientRect().top - this.box.getBoundingClientRect().top - 8;
        if (above < 0) this.box.scrollTop += above;
      }
      this.moved();
    }

    changed(added) {
      this.watching.disconnect();
      for (const item of added) if (isMessage(item)) arrived(item, this);
      every(":scope > .sending", this.list).forEach((item) => {
        if (this.list.querySelector(`[data-key="${item.id.replace("sending-", "")}"]`)) item.remove();
      });
      lines(this.list);
      this.watch();
      this.stay();
      this.moved();
    }

    add(item) { // something new at the end
      const seen = this.isSeen();
      this.last = number(item);
      this.newest = Math.max(this.newest, this.last);
      if (item.dataset.author === me() || seen) return;
      this.news += 1;
      if (this.list.dataset.marker && !this.list.querySelector(":scope > [data-unread]")) {
        const line = copyOf("unread-line");
        line.dataset.order = `${number(item) - 1}.6`;
        item.before(line);
      }
      this.count();
    }

    moved() {
      if (this.box) {
        const top = this.box.getBoundingClientRect().top;
        this.anchor = this.messages().find((item) => item.getBoundingClientRect().bottom > top + 1);
        this.offset = this.anchor ? this.anchor.getBoundingClientRect().top - top : 0;
      }
      if (this.isSeen()) this.news = 0;
      this.count();
      this.read();
    }

    stay() { // who has scrolled up is left where they are
      if (!this.isAtEnd() && this.anchor?.isConnected) {
        this.box.scrollTop += this.anchor.getBoundingClientRect().top - this.box.getBoundingClientRect().top - this.offset;
      }
    }

    count() {
      const button = document.querySelector(`[data-jump="${CSS.escape(this.list.id)}"]`);
      if (!button) return;
      const words = this.news ? (this.news === 1 ? button.dataset.one : button.dataset.many.replace("{count}", this.news)) : button.dataset.none;
      button.hidden = this.isAtEnd() && !this.news;
      if (button.lastElementChild.textContent === words) return;
      button.lastElementChild.textContent = words;
      if (this.news) say(words);
    }

    jump() {
      this.box.scrollTop = 0;
      this.box.focus({ preventScroll: true });
      this.moved();
    }

    read(wait = Math.max(CALM, (this.told ?? 0) + RARELY * (0.5 + Math.random()) - Date.now())) { // the newest is seen for a moment
      const { marker, readTo } = this.list.dataset;
      if (this.timer || !marker || this.newest <= Number(readTo) || !this.isSeen()) return;
      this.timer = setTimeout(() => { this.timer = 0; if (this.isSeen()) this.mark(); }, wait);
    }

    leave() { // what was seen is told before one goes
      if (!this.timer) return;
      clearTimeout(this.timer);
      this.timer = 0;
      this.mark();
    }

    async mark() {
      const newest = this.newest, headers = { ...JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}"), "HX-Request": "true" };
      this.told = Date.now();
      const body = new URLSearchParams({ message_id: newest });
      const answer = await fetch(this.list.dataset.marker, { method: "POST", headers, body, keepalive: true }).catch(() => null);
      if (answer?.ok) this.list.dataset.readTo = newest;
    }
  }

  // Lines between days, as they are where the reader is
  const dayOf = (item) => new Date(item.querySelector("time").dateTime).toLocaleDateString("en-CA", { timeZone: document.body.dataset.zone || undefined });

  function lines(list) {
    if (!list.dataset.marker && !list.querySelector("[data-day]")) return;
    let day = "", found = [];
    for (const item of [...list.children]) {
      if ("day" in item.dataset) found.push(item);
      if (!isMessage(item)) continue;
      const its = dayOf(item), kept = its === day ? 0 : 1;
      found.slice(kept).forEach((line) => line.remove());
      if (kept && !found.length) begin(item);
      [day, found] = [its, []];
    }
    found.forEach((line) => line.remove());
  }

  function begin(item) {
    const line = copyOf("day-line"), above = item.previousElementSibling;
    line.id = `day-${number(item)}`;
    line.dataset.order = `${number(item) - 1}.5`;
    line.querySelector("time").dateTime = item.querySelector("time").dateTime;
    window.times.rewrite(line);
    (above && "unread" in above.dataset ? above : item).before(line);
  }

  // What arrives
  function arrived(item, reader) { // in a list
    dress(item);
    if (number(item) > reader.last) reader.add(item);
  }

  function heard(item) { // a message, shown here or not: the counts of the side list
    if (!isMessage(item) || !item.dataset.channel) return;
    dress(item);
    const line = document.querySelector(`#channels [data-channel="${item.dataset.channel}"]`);
    const list = document.querySelector(`[data-list][data-channel="${item.dataset.channel}"]`), reader = list && readers.get(list);
    if (reader) {
      reader.newest = Math.max(reader.newest, Number(item.dataset.newest));
      reader.read();
    }
    if (!line || number(item) <= Number(line.dataset.newest)) return;
    line.dataset.newest = number(item);
    const link = line.querySelector("a"), count = line.querySelector(".count"), words = line.querySelector("[data-count]");
    if (item.dataset.author === me() || link.hasAttribute("aria-current") || !item.matches(line.dataset.counts ?? "*")) return;
    const unread = count.hidden ? 1 : Number.parseInt(words.textContent, 10) + 1;
    words.textContent = unread < 100 ? unread : "99+";
    count.hidden = false;
    link.dataset.unread = "";
  }

  // What is one's own: marks that the server's html, the same for all, does not have
  function dress(root) {
    for (const name of every(`.at[data-person="${me()}"]`, root)) name.dataset.me = "";
    for (const item of root.matches?.("[data-author]") ? [root] : every("[data-author]", root)) {
      for (const own of every("[data-own]", item)) own.hidden = item.dataset.author !== me();
    }
    for (const sign of every(".reaction[data-kind][hx-post]", root)) press(sign);
  }

  const signsOn = (id) => (document.getElementById(`mine-${id}`)?.dataset.kinds ?? "").split(" ");
  function press(sign) {
    const on = signsOn(sign.id.split("-").at(-1)).includes(sign.dataset.kind);
    sign.setAttribute("aria-pressed", on);
    sign.setAttribute("hx-vals", JSON.stringify({ kind: sign.dataset.kind, on: on ? "no" : "yes" }));
  }

  function choose(link) { // the menu of signs, beside what opened it
    const menu = document.getElementById("signs-menu"), place = link.getBoundingClientRect();
    const own = signsOn(link.dataset.signs);
    menu.dataset.of = link.getAttribute("href").split("#")[0];
    for (const button of every("[data-sign]", menu)) button.setAttribute("aria-pressed", own.includes(button.dataset.sign));
    menu.showPopover();
    menu.style.top = `${Math.min(place.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
    menu.style.left = `${Math.max(8, Math.min(place.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
    menu.querySelector("button").focus();
  }

  function give(button) {
    const menu = document.getElementById("signs-menu"), of = menu.dataset.of;
    const values = { kind: button.dataset.sign, on: button.getAttribute("aria-pressed") === "true" ? "no" : "yes" };
    menu.hidePopover();
    window.htmx.ajax("POST", `${of}/reactions`, { source: menu, target: `#message-${of.split("/").at(-1)}`, swap: "outerMorph", values });
  }

  // A thread beside the channel, where there is room for it
  let opened = null;
  async function openThread(link) {
    const [address, place] = link.getAttribute("href").split("#"), old = document.getElementById("thread");
    opened = link.dataset.thread;
    await window.htmx.ajax("GET", address, old ? { target: old, swap: "outerHTML" } : { target: ".talk", swap: "beforeend" });
    const thread = document.getElementById("thread");
    (place === "reply" && thread?.querySelector("textarea") || document.getElementById("thread-title"))?.focus();
  }

  function closeThread() {
    document.getElementById("thread")?.remove();
    document.querySelector(`#message-${opened} [data-thread]`)?.focus();
    opened = null;
  }

  const hasRoom = (link) => link.closest(".talk") && matchMedia("(width >= 80rem)").matches;

  // A channel that was made while we look at its empty page, or that is new in the side list
  async function made(spot) {
    const list = document.getElementById(`messages-${spot}`), parts = ["#channels"];
    const waiting = list && !list.dataset.channel ? every(".sending", list) : null;
    if (waiting) parts.push(`#${CSS.escape(list.id)}`);
    else await new Promise((resolve) => setTimeout(resolve, Math.random() * 3000)); // not the whole cohort at once
    if (!(await window.put.again(location.pathname + location.search, parts)) || !waiting) return;
    list.append(...waiting.filter((item) => !list.querySelector(`[data-key="${item.id.replace("sending-", "")}"]`)));
    look();
  }

  let said = 0;
  function say(words) {
    const line = document.getElementById("status");
    if (!line || Date.now() - said < 5000) return;
    said = Date.now();
    line.textContent = words;
  }

  function look() { // whatever came into the page
    for (const list of every("[data-list]")) if (!readers.has(list)) readers.set(list, new Reader(list));
    dress(document);
  }

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const thread = at("a[data-thread]"), signs = at("a[data-signs]");
    if (thread && hasRoom(thread)) openThread(thread, event.preventDefault());
    else if (signs && document.getElementById("signs-menu")) choose(signs, event.preventDefault());
    else if (at("[data-sign]")) give(at("[data-sign]"));
    else if (at("[data-jump]")) readers.get(document.getElementById(at("[data-jump]").dataset.jump))?.jump();
    else if (at("[data-close-thread]")) closeThread();
  });

  document.addEventListener("live:shown", ({ detail: { id, element, fresh } }) => {
    if (!element) return;
    if (isMessage(element)) {
      heard(element);
      for (const part of [".body", "[data-files]", "[data-resolved]"]) {
        document.querySelector(`[data-copy-of="${id}"] ${part}`)?.replaceWith(element.querySelector(part).cloneNode(true));
      }
    } else if (id.startsWith("mine-")) every(`#message-${element.dataset.message} .reaction`).forEach(press);
    else if (id.startsWith("channel-")) made(id.replace("channel-", ""), fresh);
  });
  document.addEventListener("live:passed", ({ detail: { element } }) => heard(element));
  let aside = null; // the thread beside the channel, while the page around it is fetched anew
  document.addEventListener("htmx:before:swap", ({ target }) => {
    const thread = target.id === "main" && document.getElementById("thread");
    if (!thread) return;
    aside = { thread, focus: thread.contains(document.activeElement) && document.activeElement };
    thread.remove();
  });
  document.addEventListener("live:reloaded", () => {
    look();
    if (!aside) return;
    document.querySelector(".talk")?.append(aside.thread);
    if (aside.focus) aside.focus.focus({ preventScroll: true });
    window.htmx.ajax("GET", aside.thread.dataset.address, { target: aside.thread, swap: "outerMorph" });
    aside = null;
  });
  document.addEventListener("send:state", ({ detail: { state, element } }) => {
    const menu = document.getElementById("signs-menu");
    if (state === "sent" && menu) say(menu.dataset.sent);
    const list = element?.parentElement;
    if (list?.matches("[data-list]:not([data-channel])") && !list.id.startsWith("thread-")) made(list.id.replace("messages-", ""));
  });
  const again = () => every("[data-list]").forEach((list) => readers.get(list)?.moved());
  const leave = () => every("[data-list]").forEach((list) => readers.get(list)?.leave());
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); else again(); });
  addEventListener("pagehide", leave);
  addEventListener("scroll", again, { passive: true });

  function begun() {
    look();
    document.addEventListener("htmx:after:swap", look);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begun);
  else begun();
})();
