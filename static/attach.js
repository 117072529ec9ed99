// Files of a message: a picture needs words; what is pasted or dropped goes to the next free place.
"use strict";
(() => {
  function describe(details) {
    const [file] = details.querySelector("[data-attach]").files, words = details.querySelector("[data-words]");
    const [text, decorates] = words.querySelectorAll("input");
    text.required = Boolean(file?.type.startsWith("image/")) && !decorates.checked;
  }

  function attach(form, files) {
    for (const file of files) {
      const place = [...form.querySelectorAll("[data-attach]")].find((field) => !field.files.length);
      if (!place) return;
      const carried = new DataTransfer();
      carried.items.add(file);
      place.files = carried.files;
      for (let part = place.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
      place.dispatchEvent(new Event("change", { bubbles: true }));
      place.closest("details").querySelector("[data-words] input").focus();
    }
  }

  for (const kind of ["paste", "drop"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.closest?.(".composer"), files = (event.clipboardData ?? event.dataTransfer)?.files;
      if (form && files?.length) attach(form, files, event.preventDefault());
    });
  }
  document.addEventListener("dragover", (event) => {
    if (event.target.closest?.(".composer") && event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  function refuse(form, why) {
    const line = form.querySelector("[data-refused]");
    line.textContent = why;
    line.hidden = !why;
  }

  document.addEventListener("send:begun", ({ target }) => {
    if (!target.matches(".composer")) return;
    refuse(target, "");
    for (const part of target.querySelectorAll(".attaching")) describe(part, (part.open = false));
  });
  document.addEventListener("send:state", ({ detail: { item, why, element } }) => { // the text goes back to where it was written
    const form = document.querySelector(`form[data-template="${item.template}"]`), field = form?.querySelector("textarea");
    if (!why || !element || !field || field.value || !item.fields.some(([, value]) => value instanceof File)) return;
    field.value = item.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const said = new DOMParser().parseFromString(why.replaceAll("hx-partial", "div"), "text/html");
    refuse(form, said.querySelector("[role=alert] p")?.textContent ?? "");
    element.querySelector("[data-drop]").click();
  });
  document.addEventListener("submit", async (event) => { // a form that is no message of a list
    const form = event.target;
    if (!("carry" in form.dataset) || ![...form.querySelectorAll("[data-attach]")].some((field) => field.files.length)) return;
    event.preventDefault();
    (await import(form.dataset.tus)).carryForm(form);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.closest?.(".attaching")) describe(target.closest(".attaching"));
  });
})();
