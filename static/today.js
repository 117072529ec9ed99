// A facilitator's day follows its cohort: whatever is shown of somebody there may have changed who needs whom.
"use strict";
(() => {
  const PAUSE = 300; // milliseconds: what comes together is asked for once
  const day = document.getElementById("today");
  if (!day) return;
  let timer = 0;

  async function again() {
    const held = day.contains(document.activeElement);
    await window.put.again(location.pathname + location.search, ["#today-head", "#today"]);
    if (held && document.activeElement === document.body) document.getElementById("needs-h").focus(); // its row is gone
  }

  const soon = ({ detail }) => {
    if (detail.topic !== day.dataset.topic) return;
    clearTimeout(timer);
    timer = setTimeout(again, PAUSE);
  };
  for (const name of ["passed", "shown"]) document.addEventListener(`live:${name}`, soon);
})();
