/* The import wizard where scripts run: dropping a file, watching the progress. Everything works without. */
(() => {
  "use strict";

  const drop = document.querySelector("[data-xcms-drop]");
  if (drop) {
    const input = drop.querySelector("input[type=file]");
    const state = drop.querySelector("[data-xcms-drop-state]");
    const tell = () => {
      const file = input.files[0];
      const tooLarge = file && file.size > Number(drop.dataset.limit);
      state.textContent = file
        ? `${file.name}（${(file.size / 1024).toFixed(file.size < 10240 ? 1 : 0)} KB）${tooLarge ? ` ${drop.dataset.tooLarge}` : ""}`
        : "";
    };
    input.addEventListener("change", tell);
    for (const kind of ["dragenter", "dragover"]) {
      drop.addEventListener(kind, (event) => {
        event.preventDefault();
        drop.classList.add("is-over");
      });
    }
    for (const kind of ["dragleave", "drop"]) {
      drop.addEventListener(kind, () => drop.classList.remove("is-over"));
    }
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        tell();
      }
    });
    tell();
  }

  for (const form of document.querySelectorAll("[data-xcms-once]")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener("pageshow", () => {
      sent = false;
    });
  }

  const box = document.querySelector("[data-xcms-progress]");
  if (box) {
    const bar = box.querySelector("progress");
    const phase = box.querySelector("[data-xcms-progress-phase]");
    const cancel = box.querySelector("[data-xcms-progress-cancel]");
    const text = (name) => box.querySelector(`[data-xcms-progress-${name}]`).textContent;
    const say = (sentence) => {
      if (phase.textContent !== sentence) phase.textContent = sentence;
    };
    const ask = async () => {
      try {
        const answer = await fetch(box.dataset.xcmsProgress, { headers: { Accept: "application/json" } });
        if (!answer.ok) {
          window.location.reload();
          return;
        }
        const run = await answer.json();
        if (!run.working) {
          window.location.reload();
          return;
        }
        if (run.percent === null) bar.removeAttribute("value");
        else bar.value = run.percent;
        // Tens only: a screen reader should not hear every step.
        const tens = run.percent === null ? "" : ` ${Math.floor(run.percent / 10) * 10}%`;
        say(run.waiting ? text("waiting") : run.phase + tens);
        if (cancel) cancel.hidden = !run.can_cancel;
      } catch {
        say(text("lost"));
      }
      window.setTimeout(ask, 1000);
    };
    window.setTimeout(ask, 500);
  }
})();
