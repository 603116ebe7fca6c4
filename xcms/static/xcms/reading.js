// Large text and high contrast, remembered on this device; print; copy the page's address.
// In the head and not deferred, so that the page is drawn once, as its reader wants it.
(() => {
  "use strict";

  const KEY = "xcms-reading";
  const MODES = ["large", "contrast"];
  const root = document.documentElement;

  // Storage throws where the browser forbids it.
  const remembered = () => {
    try {
      return (localStorage.getItem(KEY) || "").split(" ").filter((mode) => MODES.includes(mode));
    } catch {
      return [];
    }
  };
  const remember = (modes) => {
    try {
      if (modes.length) localStorage.setItem(KEY, modes.join(" "));
      else localStorage.removeItem(KEY);
    } catch {
      // The page keeps the mode, the next one does not.
    }
  };
  const apply = (modes) => {
    for (const mode of MODES) root.classList.toggle(`xcms-reading-${mode}`, modes.includes(mode));
  };

  let modes = remembered();
  apply(modes);

  document.addEventListener("DOMContentLoaded", () => {
    const buttons = document.querySelectorAll("[data-xcms-reading-mode]");
    const show = () => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(modes.includes(button.dataset.xcmsReadingMode)));
      }
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const mode = button.dataset.xcmsReadingMode;
        modes = modes.includes(mode) ? modes.filter((one) => one !== mode) : [...modes, mode];
        apply(modes);
        remember(modes);
        show();
      });
    }
    show();
    for (const button of document.querySelectorAll("[data-xcms-print]")) {
      button.addEventListener("click", () => print());
    }
    for (const part of document.querySelectorAll("[data-xcms-scripted]")) part.hidden = false;
  });

  // Another tab changed it.
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) apply((modes = remembered()));
  });
})();
