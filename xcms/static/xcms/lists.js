// Lists: what htmx leaves to do. Without this script and htmx the filters are a form with a button.
(() => {
  "use strict";

  if (!window.htmx) return;
  const LISTING = "xcms-listing";
  document.documentElement.classList.add("xcms-live");

  // Says how many records there are, once the answer is in; a live region must outlast the swap.
  const status = document.createElement("p");
  status.className = "xcms-visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  // Words typed into a facet narrow that facet; they are no filter.
  document.addEventListener(
    "change",
    (event) => {
      if (event.target.matches(".xcms-facet__find")) event.stopPropagation();
    },
    true,
  );

  // On a phone: close the filters and go to what they found.
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".xcms-filters__show")) return;
    event.preventDefault();
    document.getElementById("xcms-filters").open = false;
    const results = document.getElementById("xcms-results");
    results.focus({ preventScroll: true });
    results.scrollIntoView();
  });

  // What was unfolded stays unfolded, and whoever had the focus in the list keeps it there.
  let unfolded = new Map();
  let hadFocus = false;

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== LISTING) return;
    unfolded = new Map(
      [...event.detail.target.querySelectorAll("details[id]")].map((each) => [each.id, each.open]),
    );
    hadFocus = event.detail.target.contains(document.activeElement);
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, open] of unfolded) {
      const each = document.getElementById(id);
      if (each) each.open = open;
    }
    unfolded = new Map();
  });

  document.addEventListener("htmx:afterSettle", () => {
    const found = document.querySelector("[data-xcms-announce]");
    status.textContent = found ? found.textContent.trim() : "";
    // What was unfolded again before htmx knew of it has not been counted yet.
    const waiting = document.querySelector("details.xcms-facet[open][hx-get]");
    if (waiting) htmx.trigger(waiting, "toggle");
    if (hadFocus && document.activeElement === document.body) {
      document.getElementById("xcms-results").focus({ preventScroll: true });
    }
    hadFocus = false;
  });

  // No answer, or a wrong one: ask for the page itself, which says what is the matter.
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      location.assign(event.detail.pathInfo.finalRequestPath);
    });
  }
})();
