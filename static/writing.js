// Who else writes here: said while somebody types, shown in a quiet line until it is over.
"use strict";
(() => {
  const EVERY = 3000, LASTS = 6000; // milliseconds
  const places = new Map(), told = new Map(); // "9 thread-55" → Map of person → { called, until }; → when I said it
  const spot = (channel, into = "") => `${channel} ${into.startsWith("thread-") ? into : ""}`;

  function spotOf(form) { // by the list that it writes into
    const into = document.getElementById(form.dataset.template)?.content.firstElementChild?.dataset.into ?? "";
    const { channel, of = channel } = document.getElementById(into)?.dataset ?? {};
    return of ? spot(of, into) : "";
  }

  document.addEventListener("input", ({ target }) => {
    const form = target.matches?.("textarea") && target.closest("form[data-send]"), at = form && target.value.trim() && spotOf(form);
    if (!at || Date.now() - (told.get(at) ?? 0) < EVERY) return;
    told.set(at, Date.now());
    const [channel, thread] = at.split(" ");
    window.live.say({ writing: [`channel:${channel}`, Number(thread.slice(7))] });
  });

  window.live.frames.writing = ({ topic, place, person, called }) => {
    if (String(person) === document.body.dataset.person) return; // on another device
    const at = spot(topic.slice(8), place ? `thread-${place}` : "");
    if (!places.has(at)) places.set(at, new Map());
    places.get(at).set(String(person), { called, until: Date.now() + LASTS });
    show();
    setTimeout(show, LASTS + 50);
  };

  for (const name of ["live:shown", "live:passed"]) document.addEventListener(name, ({ detail: { element } }) => {
    const { channel, author, into } = element?.dataset ?? {}; // of a message: its author has sent it
    if (author && places.get(spot(channel, into))?.delete(author)) show();
  });

  function show() {
    for (const line of document.querySelectorAll("[data-writing]")) {
      const people = places.get(spotOf(document.getElementById(line.dataset.writing))) ?? new Map();
      for (const [person, { until }] of people) if (until <= Date.now()) people.delete(person);
      const names = [...people.values()].map(({ called }) => called);
      const words = names.length ? line.dataset[["", "one", "two", "three"][names.length] ?? "several"] : "";
      line.textContent = words.replace(/\{(\d)\}/g, (_, number) => names[number]);
    }
  }
})();
