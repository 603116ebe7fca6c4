// The search page. Suggestions: htmx fetches the options, this makes them a combobox. Without it: a form.
(() => {
  "use strict";

  // On a phone the kinds go on beyond the edge.
  const current = document.querySelector(".xcms-search__kinds [aria-current]");
  if (current) current.scrollIntoView({ block: "nearest", inline: "center" });

  if (!window.htmx) return;
  const box = document.querySelector("[data-xcms-suggest]");
  if (!box) return;
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  let active = -1;

  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) {
    input.setAttribute(name, value);
  }

  const options = () => [...list.children];

  const mark = (number) => {
    const all = options();
    active = all.length ? (number + all.length + 1) % (all.length + 1) : -1;
    // One more than there are options: back in the box itself.
    if (active === all.length) active = -1;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === active)));
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  };

  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    mark(-1);
  };

  const go = (option) => {
    location.assign(option.dataset.xcmsUrl);
  };

  list.addEventListener("htmx:afterSwap", () => {
    open(list.children.length > 0 && document.activeElement === input);
  });

  input.addEventListener("keydown", (event) => {
    // While Chinese is being composed, the keys belong to the input method.
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!list.children.length) return;
      event.preventDefault();
      if (!isOpen) open(true);
      mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
    } else if (event.key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      go(options()[active]);
    } else if (event.key === "Escape" && isOpen) {
      // A browser would empty the box.
      event.preventDefault();
      open(false);
    }
  });

  input.addEventListener("blur", () => open(false));
  // A press must not take the focus out of the box before the click has come.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });

  // Suggestions that don't come are no matter: the form finds the same.
  document.addEventListener("htmx:sendError", () => open(false));
  document.addEventListener("htmx:responseError", () => open(false));
})();
