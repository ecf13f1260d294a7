// The table: only the rows in sight are in the page, so that a hundred thousand scroll as ten do.

const HEIGHT = 32;
const COLUMNS = [
  ["region", (row) => text(cells, "region", row) ?? "", "text"],
  ["year", (row) => cells.year[row], "number"],
  ["status", (row) => word(text(cells, "status", row)), "text"],
  ["value", (row) => middle(row) ?? -Infinity, "number"],
  ["written", (row) => text(cells, "quantity_text", row) ?? "", "text"],
  ["outcome", (row) => outcomeText(row), "text"],
  ["source", (row) => text(cells, "doc_id", row) ?? "", "text"],
];
const table = { rows: [], order: "region", down: false, selected: -1 };

function outcomeText(row) {
  if (text(cells, "status", row) !== "target") return cells.conflicts[row] ? word("conflict") : "";
  const found = outcomeOf(row);
  return found < 0 ? "" : word(text(targets, "outcome", found));
}

function setRows(rows) {
  const needle = $("search").value.trim().toLowerCase();
  table.all = rows;
  table.rows = needle ? rows.filter((row) => COLUMNS.some(([, value]) => String(value(row)).toLowerCase().includes(needle)) || (text(cells, "sentence", row) ?? "").toLowerCase().includes(needle)) : rows.slice();
  sortRows();
}

function sortRows() {
  const [, value, kind] = COLUMNS.find(([name]) => name === table.order);
  const keys = new Map(table.rows.map((row) => [row, value(row)]));
  const compare = kind === "number" ? (a, b) => a - b : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  table.rows.sort((a, b) => (table.down ? -1 : 1) * compare(keys.get(a), keys.get(b)) || cells.year[a] - cells.year[b]);
  $("spacer").style.setProperty("height", `${table.rows.length * HEIGHT}px`);
  $("shown").textContent = word("shown", table.rows.length.toLocaleString("en-US"), table.all.length.toLocaleString("en-US"));
  for (const button of $("heads").children) button.setAttribute("aria-sort", button.dataset.column === table.order ? (table.down ? "descending" : "ascending") : "none");
  drawRows();
}

function drawRows() {
  const scroll = $("scroll");
  const first = Math.max(0, Math.floor(scroll.scrollTop / HEIGHT) - 4);
  const last = Math.min(table.rows.length, first + Math.ceil(scroll.clientHeight / HEIGHT) + 10);
  const shown = [];
  for (let index = first; index < last; index += 1) {
    const row = table.rows[index];
    const outcome = text(cells, "status", row) === "target" && outcomeOf(row) >= 0 ? text(targets, "outcome", outcomeOf(row)) : "";
    const line = make("button", { type: "button", class: "tr", role: "row", "data-row": row, "aria-selected": String(row === table.selected), onclick: () => openRow(row) },
      ...COLUMNS.map(([name]) => {
        if (name === "value") return make("span", { role: "cell", class: "number" }, told(cells.low[row], cells.high[row], cells.value[row], text(cells, "unit", row)));
        if (name === "outcome") return make("span", { role: "cell", class: `tag ${outcome}` }, outcomeText(row));
        return make("span", { role: "cell" }, String(COLUMNS.find(([other]) => other === name)[1](row)));
      }));
    line.style.setProperty("top", `${index * HEIGHT}px`);
    shown.push(line);
  }
  $("spacer").replaceChildren(...shown);
}

function writeHeads() {
  clear($("heads")).append(...COLUMNS.map(([name]) => make("button", { type: "button", role: "columnheader", "data-column": name, onclick: () => {
    table.down = table.order === name ? !table.down : false;
    table.order = name;
    sortRows();
  } }, word(name))));
}

/** What is seen, as CSV; a cell that a spreadsheet would take for a formula is quoted with an apostrophe. */
function seenAsCsv() {
  const names = ["region_code", "region", "year", "indicator_id", "indicator", "object", "measure", "basis", "status", "value", "low", "high", "modifier", "unit", "quantity_text", "outcome", "reason", "conflicts", "doc_id", "metric_id", "sentence"];
  const cell = (value) => {
    let written = value === null || value === undefined ? "" : String(value);
    if (/^[=+\-@\t\r]/.test(written) && !/^-?[\d.]+(e[+-]?\d+)?$/i.test(written)) written = `'${written}`;
    return /[",\n\r]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
  };
  const lines = table.rows.map((row) => {
    const outcome = text(cells, "status", row) === "target" ? outcomeOf(row) : -1;
    return names.map((name) => {
      if (name === "outcome" || name === "reason") return cell(outcome < 0 ? null : text(targets, name, outcome));
      if (["year", "value", "low", "high", "conflicts"].includes(name)) return cell(cells[name][row]);
      return cell(text(cells, name, row));
    }).join(",");
  });
  return `\ufeff${names.join(",")}\r\n${lines.join("\r\n")}\r\n`;
}
