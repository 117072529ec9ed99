// A file goes in pieces (tus.js), on after a lost connection or a reload, and can wait for Wi-Fi.
"use strict";
(() => {
  const LARGE = 1e7; // bytes
  const STAYS = ["later", "byHand", "signIn", "shut"]; // nothing is tried of itself
  const part = (id) => document.getElementById(id);
  const here = () => part("file-form");
  const save = async (one) => { one.kept = Boolean(await window.keep.set("kept", nameOf(one), { ...one }).catch(() => "")) || one.kept; };
  const nameOf = ({ key }) => `${document.body.dataset.person}/upload ${key}`;
  const running = new Map(), announced = new Map(); // by key

  const tus = () => import(here().dataset.tus);
  const csrf = () => here().elements.csrf.value;
  const say = (words) => { part("status").textContent = words; };

  function costs({ size }) {
    const kind = navigator.connection?.type;
    return kind ? kind === "cellular" : size > LARGE && matchMedia("(pointer: coarse) and (max-width: 48rem)").matches;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target, file = form.elements?.file?.files?.[0];
    if (form.id !== "file-form" || !file || event.defaultPrevented) return;
    event.preventDefault();
    const one = { key: crypto.randomUUID(), uploads: form.dataset.uploads, where: "", later: costs(file), file, name: file.name, size: file.size };
    form.reset();
    save(one).then(() => begin(one));
  }, true);

  function row(one) {
    const found = part(`sending-${one.key}`);
    if (found) return Object.assign(found, { one });
    const made = part("file-sending").content.firstElementChild.cloneNode(true);
    Object.assign(made, { one, id: `sending-${one.key}` });
    made.querySelector("[data-name]").textContent = one.name;
    made.querySelector("progress").ariaLabel = one.name;
    made.querySelector("[data-now]").addEventListener("click", () => {
      made.one.later = false;
      save(made.one);
      begin(made.one);
    });
    made.querySelector("[data-retry]").addEventListener("click", () => {
      running.get(made.one.key)?.wake?.();
      begin(made.one);
    });
    made.querySelector("[data-cancel]").addEventListener("click", () => cancel(made.one));
    part("file-list-sending").append(made);
    return made;
  }

  function show(one, words, done = 0, why = "") {
    const at = row(one), percent = Math.floor((100 * done) / one.size), quarter = Math.floor(percent / 25);
    const { dataset } = here(), place = STAYS.includes(words) ? ` ${one.kept ? dataset.kept : dataset.open}` : "";
    const text = why || dataset[words].replace("{percent}", percent).replace("{size}", (one.size / 1e6).toFixed(1)) + place;
    at.querySelector("[data-stands]").textContent = text;
    at.querySelector("progress").value = percent;
    at.querySelector("[data-now]").hidden = !one.later;
    at.querySelector("[data-retry]").hidden = words === "sending" || one.later;
    if (words !== "sending" || quarter !== one.quarter) say(`${one.name}: ${text}`);
    one.quarter = quarter;
  }

  function end(one, words = "") {
    window.keep.remove("kept", nameOf(one));
    running.delete(one.key);
    if (!words) return part(`sending-${one.key}`)?.remove();
    const at = row(one);
    at.querySelector("[data-stands]").textContent = words;
    at.querySelectorAll("progress, [data-now], [data-retry]").forEach((each) => each.remove());
    at.role = "alert";
  }

  async function cancel(one) {
    const going = running.get(one.key) ?? {};
    const { stop, giveUp } = await tus();
    stop(going);
    await Promise.all([announced.get(one.key), going.ended]); // by then it is known where it was to go
    await giveUp(one, csrf());
    say(here().dataset.cancelled);
    end(one);
  }

  function begin(one) {
    if (running.has(one.key)) return;
    if (one.later) {
      show(one, navigator.connection?.type ? "later" : "byHand");
      announced.set(one.key, announce(one).catch(() => {}));
      return;
    }
    const going = {};
    running.set(one.key, going);
    going.ended = send(one, going);
  }

  // The server counts what waits here. Without a network it hears of it with the first piece.
  async function announce(one) {
    const { begun, Refused } = await tus();
    await anew(one, async () => (await begun(one, csrf(), save)) !== null).catch((problem) => {
      if (problem instanceof Refused) end(one, problem.message);
    });
  }

  // What the server let go of for its age it takes anew by the same key. What its owner removed it refuses, and says so.
  async function anew(one, deed) {
    while (!(await deed())) one.where = "";
  }

  async function send(one, going) {
    const { send: go, patiently } = await tus();
    const said = (done) => show(one, "sending", done);
    said(0);
    await announced.get(one.key);
    if (going.over) return;
    try {
      await patiently(() => anew(one, () => go(one, { csrf: csrf(), save, said, going })), going, (why) => show(one, "waits", 0, why));
      end(one);
    } catch (problem) {
      if (going.over) return;
      if (problem.message) return end(one, problem.message);
      running.delete(one.key);
      show(one, problem === 403 ? "signIn" : "shut");
    }
  }

  async function resume() {
    const form = here();
    if (!form || form.resumed) return;
    form.resumed = true;
    for (const one of (await window.keep.mine("kept")) ?? []) {
      if (one?.uploads === form.dataset.uploads && one.file) begin({ ...one, kept: true, later: one.later && costs(one.file) });
    }
  }
  resume();
  document.addEventListener("htmx:after:swap", resume);
  navigator.connection?.addEventListener?.("change", () => {
    const form = here();
    if (form) form.resumed = false;
    resume();
  });
})();
