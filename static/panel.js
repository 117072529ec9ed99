// The talk about a cell opens beside the board, from below on a phone. Escape leads back to the dot it came from.
let panel = null, of = "";

function made() {
  const fresh = document.createElement("aside");
  Object.assign(fresh, { id: "talk-panel", className: "talk-panel", popover: "auto" });
  fresh.setAttribute("role", "dialog");
  fresh.setAttribute("aria-labelledby", "talk-panel-h");
  fresh.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") return;
    fresh.replaceChildren(); // what is closed asks for nothing any more
    if (document.activeElement === document.body) document.getElementById(of)?.focus();
  });
  fresh.addEventListener("click", ({ target }) => target.closest("[data-close]") && fresh.hidePopover());
  document.getElementById("main").append(fresh);
  return fresh;
}

export async function open(dot) {
  if (!panel?.isConnected) panel = made();
  of = dot.id;
  const address = new URL(dot.href);
  address.searchParams.set("panel", "1");
  await window.htmx.ajax("GET", address.pathname + address.search, { target: panel, swap: "innerHTML" });
  const heading = panel.querySelector("h2");
  if (!heading) throw new Error("nothing has come");
  document.getElementById(of)?.focus();
  panel.showPopover();
  heading.focus();
}
