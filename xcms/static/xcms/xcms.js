// Copy buttons: <button type="button" hidden data-xcms-copy="235468629" data-xcms-copied="已复制">.
// They stay hidden without this script; the number beside them can be selected all the same.
(() => {
  "use strict";

  const buttons = document.querySelectorAll("[data-xcms-copy]");
  const links = document.querySelectorAll("[data-xcms-copy-link]");
  if (!buttons.length && !links.length) return;

  const status = document.createElement("p");
  status.className = "xcms-visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  // navigator.clipboard is missing on plain http, as on an intranet.
  const copyBySelection = (text) => {
    const field = document.createElement("textarea");
    field.className = "xcms-visually-hidden";
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  };

  // The browser goes to the place as without this script; its address is on the clipboard besides.
  for (const link of links) {
    link.addEventListener("click", async () => {
      if (!(await copy(link.href))) return;
      link.classList.add("is-copied");
      status.textContent = link.dataset.xcmsCopied;
      setTimeout(() => {
        link.classList.remove("is-copied");
        status.textContent = "";
      }, 4000);
    });
  }

  for (const button of buttons) {
    const label = button.firstChild.data;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (!(await copy(button.dataset.xcmsCopy))) return;
      button.focus();
      button.firstChild.data = button.dataset.xcmsCopied;
      status.textContent = `${button.dataset.xcmsCopied} ${button.dataset.xcmsCopy}`;
      setTimeout(() => {
        button.firstChild.data = label;
        status.textContent = "";
      }, 4000);
    });
  }
})();
