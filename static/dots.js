// How much one may read about a cell or a column is each reader's own: the dots are asked for by themselves. What a dot
// stands for opens beside the board.
"use strict";
(() => {
  let talk = 0;
  const board = () => document.getElementById("board");
  async function askTalk() {
    const address = board()?.dataset.talk;
    const answer = address && (await fetch(address).catch(() => null));
    if (!answer?.ok) return;
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    const fresh = [...template.content.children];
    const ids = new Set(fresh.map((dot) => dot.id));
    board().querySelectorAll(".talk-dot").forEach((dot) => ids.has(dot.id) || dot.remove());
    fresh.forEach((dot) => window.put.element(dot.outerHTML));
  }
  function talked({ detail: { element } }) {
    if (!/^(news-of-talk|member)-/.test(element?.id)) return;
    clearTimeout(talk);
    talk = setTimeout(askTalk, 200 + Math.random() * 600); // not the whole cohort at once
  }
  function pressed(event) {
    const dot = event.target.closest?.(".talk-dot");
    if (!dot || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    import(board().dataset.panel).then(({ open }) => open(dot)).catch(() => location.assign(dot.href));
  }

  for (const name of ["live:passed", "live:shown"]) document.addEventListener(name, talked);
  document.addEventListener("click", pressed);
})();
