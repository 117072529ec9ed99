// Moments in the reader's zone and words: <time datetime="…Z" data-style="day|time|moment|ago">, on load and in what comes later.
"use strict";
window.times = (() => {
  const DAY = { weekday: "long", day: "numeric", month: "long" };
  const STYLES = { day: DAY, time: { timeStyle: "short" }, moment: { ...DAY, hour: "numeric", minute: "2-digit" }, zoned: { ...DAY, hour: "numeric", minute: "2-digit", timeZoneName: "short" }, month: { month: "short" }, number: { day: "numeric" }, date: { day: "numeric", month: "short" } };
  const UNITS = [["minute", 60], ["hour", 24]];
  const language = () => document.documentElement.lang || undefined;

  function say(at, style) {
    const parts = { ...(STYLES[style] ?? style) };
    if (parts.day && parts.month && at.getFullYear() !== new Date().getFullYear()) parts.year = "numeric";
    return new Intl.DateTimeFormat(language(), { ...parts, timeZone: document.body.dataset.zone || undefined }).format(at);
  }

  function ago(at) { // up to a day, then the date
    let number = Math.round((at - Date.now()) / 60000);
    for (const [unit, size] of UNITS) {
      if (Math.abs(number) < size) return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(number, unit);
      number = Math.round(number / size);
    }
    return say(at, "date");
  }

  function rewrite(root, selector = "time[data-style]") {
    for (const place of root.querySelectorAll(selector)) {
      const at = new Date(place.dateTime), style = place.dataset.style;
      if (Number.isNaN(at.valueOf())) continue;
      const words = style === "ago" ? ago(at) : say(at, style in STYLES ? style : "moment");
      if (place.textContent !== words) place.textContent = words; // what is selected stays selected
      place.title = say(at, { dateStyle: "full", timeStyle: "short" });
    }
    for (const place of root.querySelectorAll("[data-there]")) place.hidden = isHere(new Date(place.dataset.at), place.dataset.there);
  }

  function isHere(at, zone) { // the clocks there show what the reader's show
    const clock = (timeZone) => new Intl.DateTimeFormat("en", { dateStyle: "short", timeStyle: "short", timeZone }).format(at);
    return clock(zone) === clock(document.body.dataset.zone || undefined);
  }

  function begin() {
    rewrite(document);
    document.addEventListener("htmx:after:swap", () => rewrite(document));
    setInterval(() => rewrite(document, "time[data-style=ago]"), 30000);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
  return { rewrite, say };
})();
