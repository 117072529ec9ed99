// Notices in #notices: each gets a button that closes it, and no more than three stand there at once.
(() => {
  "use strict";
  const MOST = 3;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#notices [data-close]");
    if (button) close(button.closest("#notices > *"));
  });

  function tidy(notices) {
    for (const old of [...notices.children].slice(0, -MOST)) close(old);
    for (const notice of notices.children) {
      if (!notice.querySelector("[data-close]")) notice.append(document.getElementById("close-notice").content.cloneNode(true));
    }
  }

  function close(notice) { // the focus must not fall to the top of the page with the button it was on
    const held = notice.contains(document.activeElement);
    const next = notice.nextElementSibling ?? notice.previousElementSibling;
    notice.remove();
    if (held) (next?.querySelector("[data-close]") ?? document.getElementById("main")).focus({ preventScroll: true });
  }

  addEventListener("DOMContentLoaded", () => {
    const notices = document.getElementById("notices");
    new MutationObserver(() => tidy(notices)).observe(notices, { childList: true });
    tidy(notices);
  });
})();
