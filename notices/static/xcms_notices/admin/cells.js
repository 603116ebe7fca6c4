/* The cells of a table: pasting from Word, WPS and Excel, signs at the press of a button, a preview below.
   The layout is that of notices/tables.py. Without scripts the field is a text field like others. */
(() => {
  "use strict";

  const LEFT = "←";
  const ABOVE = "↑";
  const BREAK = "⏎";
  const isArrow = (text) => text === LEFT || text === ABOVE;
  const isMarked = (text) => text.startsWith("'") && isArrow(text.replace(/^'+/, ""));

  // What is pasted

  const BLOCKS = new Set(["P", "DIV", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "TABLE", "TR"]);
  const SKIPPED = new Set(["STYLE", "SCRIPT", "TITLE", "XML"]);

  /* The text of a cell. A line in the source is no line on the page; <br> and paragraphs are. */
  const textOf = (cell) => {
    let text = "";
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        // Word breaks the lines of its HTML between Chinese characters too, where no space belongs.
        text += node.nodeValue
          .replace(/(?<=[\u3000-\u9fff\uff00-\uffef])\s*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])/g, "")
          .replace(/[\s\u00a0]+/g, " ");
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      if (SKIPPED.has(node.nodeName)) return;
      if (node.nodeName === "BR") {
        text += "\n";
        return;
      }
      const isBlock = BLOCKS.has(node.nodeName);
      if (isBlock) text += "\n";
      node.childNodes.forEach(walk);
      if (isBlock) text += "\n";
      else if (node.nodeName === "TD" || node.nodeName === "TH") text += " ";
    };
    cell.childNodes.forEach(walk);
    return text;
  };

  const literal = (text) => {
    const lines = text
      .split(/\r\n|\r|\n/)
      .map((line) => line.replace(/[\s\u00a0]+/g, " ").trim().replace(/[⏎↵]/g, "'$&"))
      .filter(Boolean);
    const one = lines.map((line) => (line.endsWith("'") ? `${line} ` : line)).join(BREAK).trim();
    return isArrow(one.replace(/^'+/, "")) ? `'${one}` : one;
  };

  const MOST = 2000;
  const span = (cell, name, most) => {
    const number = Number.parseInt(cell.getAttribute(name) || "1", 10);
    return Number.isFinite(number) ? Math.min(Math.max(number, 1), most) : 1;
  };

  /* Rows of cells as text, or null where the clipboard has no table. Cells stand where a browser puts them. */
  const fromHtml = (html) => {
    // A document made so runs no script and loads no picture.
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const tables = [...parsed.querySelectorAll("table")].filter((one) => !one.parentElement.closest("table"));
    if (!tables.length) return null;
    const grid = [];
    for (const table of tables) {
      const rows = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table).slice(0, MOST);
      const first = grid.length;
      rows.forEach((row, index) => {
        const number = first + index;
        grid[number] = grid[number] || [];
        let column = 0;
        for (const cell of [...row.children].filter((one) => one.nodeName === "TD" || one.nodeName === "TH")) {
          while (grid[number][column] !== undefined) column += 1;
          const wide = span(cell, "colspan", 100);
          const tall = Math.min(span(cell, "rowspan", MOST), rows.length - index);
          for (let down = 0; down < tall; down += 1) {
            grid[number + down] = grid[number + down] || [];
            for (let right = 0; right < wide; right += 1) {
              grid[number + down][column + right] = right ? LEFT : ABOVE;
            }
          }
          grid[number][column] = literal(textOf(cell));
          column += wide;
        }
      });
    }
    return grid.map((row) => Array.from(row, (cell) => cell ?? ""));
  };

  /* Excel's plain text: a cell with line breaks stands in quotes. */
  const fromText = (text) => {
    if (!text.includes("\t")) return null;
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      const row = rows[rows.length - 1];
      if (quoted) {
        if (sign === '"' && text[at + 1] === '"') {
          row[row.length - 1] += '"';
          at += 1;
        } else if (sign === '"') quoted = false;
        else row[row.length - 1] += sign;
      } else if (sign === '"' && row[row.length - 1] === "" && /"(\t|\r|\n|$)/.test(text.slice(at + 1))) quoted = true;
      else if (sign === "\t") row.push("");
      else if (sign === "\n") rows.push([""]);
      else if (sign !== "\r") row[row.length - 1] += sign;
    }
    // Typed as such: arrows that are copied within this field keep their meaning.
    return rows.map((row) => row.map((cell) => cell.replaceAll("\n", BREAK)));
  };

  const asLines = (rows) => {
    const kept = rows.filter((row) => row.some((cell) => cell.trim()));
    const width = Math.max(0, ...kept.map((row) => row.length));
    return kept.map((row) => [...row, ...Array(width - row.length).fill("")].join("\t") + (width === 1 ? "\t" : "")).join("\n");
  };

  // What is shown

  const shown = (text) => {
    if (isMarked(text)) return text.slice(1);
    return text
      .split(/(?<!')[⏎↵]/)
      .map((line) => line.replace(/'([⏎↵])/g, "$1").trim())
      .join("\n")
      .trim();
  };

  const parse = (typed) => {
    let text = typed;
    if (!text.includes("\t")) text = text.replaceAll("｜", "|");
    const separator = text.includes("\t") ? "\t" : "|";
    let rows = text
      .split(/\r\n|\r|\n/)
      .filter((line) => line.replaceAll(separator, "").trim())
      .map((line) => line.split(separator).map((cell) => cell.trim()));
    const width = Math.max(0, ...rows.map((row) => row.length));
    rows = rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
    if (separator === "\t" && width === 2 && rows.every((row) => !row[1])) rows = rows.map((row) => row.slice(0, 1));
    return rows;
  };

  const layOut = (rows, headers) => {
    const covered = new Set();
    let strays = 0;
    const laid = rows.map((row, number) => {
      const end = number < headers ? Math.min(headers, rows.length) : rows.length;
      const cells = [];
      row.forEach((text, column) => {
        if (covered.has(`${number}:${column}`)) return;
        if (isArrow(text)) {
          strays += 1;
          cells.push({ text: "", column, wide: 1, tall: 1 });
          return;
        }
        let wide = 1;
        while (row[column + wide] === LEFT) wide += 1;
        let tall = 1;
        const isUnder = (under) => under[0] === ABOVE && under.every(isArrow);
        while (number + tall < end && isUnder(rows[number + tall].slice(column, column + wide))) tall += 1;
        for (let down = 0; down < tall; down += 1) {
          for (let right = 0; right < wide; right += 1) covered.add(`${number + down}:${column + right}`);
        }
        cells.push({ text: shown(text), column, wide, tall });
      });
      return cells;
    });
    return { laid, strays };
  };

  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.textContent = text;
    return element;
  };

  class CellsController extends window.StimulusModule.Controller {
    static values = { preview: String, stray: String, pasted: String, break: String, left: String, above: String };

    connect() {
      this.box = make("div", { class: "xcms-cells" });
      const buttons = make("div", { class: "xcms-cells__signs" });
      for (const [sign, label] of [
        [LEFT, this.leftValue],
        [ABOVE, this.aboveValue],
        [BREAK, this.breakValue],
      ]) {
        const button = make("button", { type: "button", class: "button button-small button-secondary" }, label);
        button.addEventListener("click", () => this.insert(sign));
        buttons.append(button);
      }
      this.state = make("p", { class: "xcms-cells__state", role: "status" });
      this.shown = make("div", { class: "xcms-cells__preview", role: "region", tabindex: "0", "aria-label": this.previewValue });
      this.box.append(buttons, this.state, make("p", { class: "xcms-cells__title" }, this.previewValue), this.shown);
      this.element.insertAdjacentElement("afterend", this.box);
      this.headers = this.element.closest(".struct-block, [data-structblock]")?.querySelector("[name$='-header_rows']");
      this.redraw = () => this.show();
      this.headers?.addEventListener("input", this.redraw);
      this.show();
    }

    disconnect() {
      this.headers?.removeEventListener("input", this.redraw);
      this.box.remove();
    }

    paste(event) {
      const data = event.clipboardData;
      const rows = data && (fromHtml(data.getData("text/html")) || fromText(data.getData("text/plain")));
      if (!rows) return;
      event.preventDefault();
      const { value, selectionStart: start, selectionEnd: end } = this.element;
      if (!value.trim()) this.headersLike(rows);
      const before = start && value[start - 1] !== "\n" ? "\n" : "";
      const after = end < value.length && value[end] !== "\n" ? "\n" : "";
      this.insert(before + asLines(rows) + after);
      this.state.textContent = this.pastedValue;
    }

    /* A first row with cells merged downwards is a header of as many rows. */
    headersLike(rows) {
      if (!this.headers || this.headers.value !== "1") return;
      const tall = layOut(rows, 0).laid[0].map((cell) => cell.tall);
      const most = Math.min(Math.max(...tall), Number(this.headers.max) || 5);
      if (most > 1 && most < rows.length) this.headers.value = String(most);
    }

    /* As if typed, so that it can be undone. */
    insert(text) {
      this.element.focus();
      if (!document.execCommand("insertText", false, text)) {
        this.element.setRangeText(text, this.element.selectionStart, this.element.selectionEnd, "end");
        this.element.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }

    show() {
      const headers = Math.max(0, Number.parseInt(this.headers?.value || "0", 10) || 0);
      const { laid, strays } = layOut(parse(this.element.value), headers);
      const table = make("table", { class: "listing" });
      laid.forEach((cells, number) => {
        const row = make("tr");
        cells.forEach(({ text, column, wide, tall }) => {
          const isHeader = number < headers || column === 0;
          const cell = make(isHeader && text ? "th" : "td", { colspan: wide, rowspan: tall }, text);
          row.append(cell);
        });
        table.append(row);
      });
      this.box.hidden = false;
      this.shown.replaceChildren(...(laid.length ? [table] : []));
      this.shown.hidden = !laid.length;
      this.box.querySelector(".xcms-cells__title").hidden = !laid.length;
      this.state.textContent = strays ? this.strayValue : "";
    }
  }

  window.wagtail.app.register("xcms-cells", CellsController);
})();
