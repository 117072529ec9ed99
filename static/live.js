// One socket a page, many topics: what was missed comes first, then what happens; the page says how the connection stands.
"use strict";
(() => {
  const BEAT = 15000, SILENT = 30000, PATIENCE = 5000, LOOK = 15000, SLEPT = 20000; // milliseconds
  const random = (from, to) => from + Math.random() * (to - from);
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));

  // What this page follows. A part carries signed marks in data-topics; the server says which topic each mark is.
  const GONE = "(gone)";
  const marks = new Map(); // mark → topic, "" until the server has said, GONE when it is closed to us
  const topics = new Map(); // topic → { mark, seen }
  let asked = []; // lists of marks whose answer is under way
  const every = (selector) => [...document.querySelectorAll(selector)];
  const marksOf = (part) => JSON.parse(part.dataset.topics || "[]");

  function scan() {
    const here = new Set(every("[data-topics]").flatMap(marksOf));
    const fresh = [...here].filter((mark) => !marks.has(mark));
    for (const mark of [...marks.keys()]) if (!here.has(mark)) forget(mark);
    for (const mark of fresh) marks.set(mark, "");
    follow(fresh.map((mark) => [mark, 0]));
  }

  function forget(mark) {
    const topic = marks.get(mark), known = topics.get(topic);
    marks.delete(mark);
    if (known?.mark !== mark) return;
    const other = [...marks].find(([, its]) => its === topic);
    if (other) known.mark = other[0];
    else if (topics.delete(topic)) say({ leave: [topic] });
  }

  function follow(pairs) {
    for (let start = 0; isOpen() && start < pairs.length; start += 32) { // a frame holds 8 kB
      const some = pairs.slice(start, start + 32);
      asked.push(some.map(([mark]) => mark));
      say({ follow: some });
    }
  }

  const all = () => [...marks].filter(([, topic]) => topic !== GONE).map(([mark, topic]) => [mark, topics.get(topic)?.seen ?? 0]);

  // Frames
  let shown = 0; // elements since the connection is back
  const frames = {
    following({ topics: names, seen }) {
      (asked.shift() ?? []).forEach((mark, place) => {
        if (!names[place] || !marks.has(mark)) return;
        marks.set(mark, names[place]);
        const known = topics.get(names[place]) ?? { mark, seen: 0 };
        topics.set(names[place], { mark: known.mark, seen: Math.max(known.seen, seen[place]) });
      });
      if (!asked.length) enter();
    },
    seen: ({ topic, seq }) => counts(topic, seq),
    show({ topic, seq, html }) {
      if (!counts(topic, seq)) return;
      shown += 1;
      window.put.element(html, topic);
    },
    reload: ({ topic }) => again(topic, random(0, 1000)), // not all readers at once
    gone({ topic, why, text, link }) {
      for (const [mark, its] of [...marks]) if (its === topic) marks.set(mark, GONE);
      topics.delete(topic);
      if (text) window.put.notice(text, link);
      tell("gone", { topic, why, text, link });
    },
    here: presence,
    come_back({ within }) { spread = within * 1000; },
    error({ why }) { console.warn("live:", why); },
    beat() {
      failures = 0;
      looking = false;
      if (now !== "live") state(since && shown ? "back" : "live");
    },
  };

  const take = (frame) => Object.entries(frame).forEach(([name, said]) => frames[name]?.(said));

  function counts(topic, seq) { // false: something before this one is missing, and is asked for again
    const known = topics.get(topic);
    if (known && seq > known.seen + 1) {
      if (!known.asking) follow([[known.mark, known.seen]]);
      known.asking = true;
      return false;
    }
    if (known) known.seen = Math.max(known.seen, seq);
    return true;
  }

  // What cannot be replayed is fetched anew: its parts if each says where it comes from, else the page, once for all topics
  let stale = new Set();
  function again(topic, pause) {
    stale.add(topic);
    if (stale.size === 1) setTimeout(reload, pause);
  }

  async function reload() {
    const names = stale, of = (part) => marksOf(part).some((mark) => names.has(marks.get(mark)));
    stale = new Set();
    const parts = every("[data-topics]").filter(of);
    const addressed = !names.has("") && parts.length && parts.every((part) => part.id && part.dataset.reload);
    const went = addressed
      ? await Promise.all(parts.map((part) => window.put.again(part.dataset.reload, [`#${CSS.escape(part.id)}`])))
      : [await window.put.again(location.href, ["main", ".cohort-bar"])];
    if (went.every(Boolean)) {
      const here = new Set((addressed ? parts : every("body, main [data-topics], .cohort-bar[data-topics]")).flatMap(marksOf));
      const same = all().filter(([mark]) => here.has(mark) && names.has(marks.get(mark)));
      scan();
      follow(same); // of these nothing was said meanwhile, and the server has let go of them
    } else names.forEach((name) => again(name, random(5000, 15000)));
  }

  // Who is here
  let entered = "[]"; // what was said of this page
  function enter() {
    const rooms = every('[data-presence*=":"]').map((part) => part.dataset.presence).filter((topic) => topics.has(topic));
    const news = JSON.stringify([...new Set(rooms)]);
    if (news !== entered && isOpen()) say({ here: JSON.parse((entered = news)) });
  }

  function presence({ topic, joined, left, count, whole }) {
    const here = new Set(joined.map(String)), gone = new Set(left.map(String));
    for (const person of every("[data-here]")) {
      if (here.has(person.dataset.here)) person.dataset.presence = "here";
      else if (whole || gone.has(person.dataset.here)) person.removeAttribute("data-presence");
    }
    for (const place of every(`[data-here-count="${CSS.escape(topic)}"]`)) place.textContent = count;
    tell("here", { topic, joined, left, count, whole });
  }

  // The connection
  let socket = null, failures = 0, timer = 0, heard = 0, spread = 0, since = null, over = false, looking = false;
  const isOpen = () => socket?.readyState === WebSocket.OPEN;
  const say = (frame) => { if (isOpen()) socket.send(JSON.stringify(frame)); };

  function connect() {
    clearTimeout(timer);
    if (over || socket || !marks.size) return;
    const mine = (socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/live"));
    heard = Date.now();
    mine.onopen = () => {
      asked = [];
      shown = 0;
      entered = "[]";
      for (const known of topics.values()) known.asking = false;
      follow(all());
      say({ beat: {} });
    };
    mine.onmessage = ({ data }) => { heard = Date.now(); take(JSON.parse(data)); };
    mine.onclose = ({ code }) => lost(code);
  }

  function lost(code) {
    socket = null;
    since ??= new Date();
    if (code === 4401) return signedOut();
    failures += 1;
    const pause = failures === 1 ? 0 : Math.min(15000, 500 * 2 ** (failures - 2)) * random(0.5, 1.5);
    timer = setTimeout(connect, code === 1012 || spread ? random(0, spread || 5000) : pause);
    spread = 0;
    state(looking ? "looking" : failures > 1 ? "offline" : "waiting");
  }

  function drop() { // it looks open, but nothing is heard
    const dead = socket;
    if (!dead) return;
    dead.onopen = dead.onmessage = dead.onclose = null;
    dead.close();
    lost(1006);
  }

  function probe() { // somebody is back: is the connection?
    if (!isOpen()) return connect();
    const before = heard, mine = socket;
    say({ beat: {} });
    setTimeout(() => { if (mine === socket && heard === before) drop(); }, PATIENCE);
  }

  function signedOut() {
    over = true;
    state("out");
  }

  let tick = Date.now(), beat = tick, look = tick;
  setInterval(() => {
    const at = Date.now(), slept = at - tick > SLEPT;
    tick = at;
    if (slept) probe();
    else if (socket && at - heard > (isOpen() ? SILENT : 2 * PATIENCE)) drop();
    else if (at - beat >= BEAT) say({ beat: {} }, (beat = at));
    if (failures > 3 && !over && at - look >= LOOK) missed((look = at));
  }, 2500);

  async function missed() { // sockets do not come through: look by plain requests
    const pairs = all();
    for (let start = 0; start < pairs.length; start += 16) {
      const some = pairs.slice(start, start + 16);
      const answer = await fetch(`/live/missed?follow=${encodeURIComponent(JSON.stringify(some))}`).catch(() => null);
      if (answer?.status === 401) return signedOut();
      looking = Boolean(answer?.ok);
      if (!looking) return state("offline");
      const frames = (await answer.json()).frames;
      if (!failures) return; // a socket came through meanwhile
      asked = [some.map(([mark]) => mark)];
      frames.forEach(take);
    }
    state("looking");
  }

  for (const name of ["online", "pageshow", "focus"]) addEventListener(name, probe);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) probe(); });

  // The status line
  let now = "", calm = 0;
  function state(name) {
    if (name === now) return;
    now = name;
    clearTimeout(calm);
    const line = document.getElementById("connection");
    if (line) {
      const time = since ? window.times.say(since, "time") : "";
      line.dataset.state = name === "back" ? "live" : name;
      line.lastElementChild.textContent = (line.dataset[name] ?? line.dataset.waiting ?? "").replace("{time}", time).replace("{count}", shown);
    }
    tell("state", { state: name, since, count: shown });
    if (name === "back") calm = setTimeout(() => state("live"), 6000);
    if (name === "back" || name === "live") since = null;
  }

  window.live = { state: () => now, say, frames };
  function begin() {
    scan();
    connect();
    for (const name of ["htmx:after:swap", "live:shown"]) document.addEventListener(name, () => { scan(); connect(); });
    document.addEventListener("htmx:after:swap", enter);
  }
  if (document.readyState !== "complete") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
