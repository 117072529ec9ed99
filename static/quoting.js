// A quotation goes with one message: once that is on its way, the next one has none.
"use strict";
document.addEventListener("send:begun", ({ target }) => {
  if (!target.querySelector("[data-quotation]")) return;
  target.querySelector("[data-quotation]").remove();
  history.replaceState(history.state, "", location.pathname);
});
