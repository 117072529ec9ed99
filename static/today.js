// A facilitator's day follows its cohort: whatever is shown of somebody there may have changed who needs whom, and so may
// the clock: the server says in how many seconds (data-wait).
"use strict";
(() => {
  const PAUSE = 300; // milliseconds: what comes together is asked for once
  const AGAIN = 60; // seconds, when the server did not answer
  let day = document.getElementById("today");
  if (!day) return;
  let timer = 0, alarm = 0;

  const wake = (seconds) => {
    clearTimeout(alarm);
    alarm = setTimeout(again, seconds * 1000);
  };

  async function again() {
    const held = day.contains(document.activeElement);
    const came = await window.put.again(location.pathname + location.search, ["#today-head", "#today"]);
    if (held && document.activeElement === document.body) document.getElementById("needs-h").focus(); // its row is gone
    wake(came ? day.dataset.wait : AGAIN);
  }

  const soon = ({ detail }) => {
    if (!day.dataset.heeds.split(",").includes(detail.topic)) return;
    clearTimeout(timer);
    timer = setTimeout(again, PAUSE);
  };
  for (const name of ["passed", "shown"]) document.addEventListener(`live:${name}`, soon);
  // What was done stands there in words, and has the focus; or the field that wants another look.
  document.addEventListener("htmx:after:swap", ({ target }) => {
    if (!target.matches("#day, [hx-target='#day']")) return; // the form that asked, where it is still there
    day = document.getElementById("today");
    const place = day.querySelector("[aria-invalid]") ?? document.getElementById("done") ?? document.getElementById("needs-h");
    place.focus();
    wake(day.dataset.wait);
  });
  wake(day.dataset.wait);
})();
