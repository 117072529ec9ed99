// A result that is not open to its reader any more leaves the page at once.
"use strict";
document.addEventListener("live:gone", ({ detail }) => {
  const shown = document.getElementById("opened-result");
  if (shown?.dataset.topic === detail.topic) shown.remove();
});
