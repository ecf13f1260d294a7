// Lines of results with targets beside them, large for a few regions and small for each.

const HUES = ["#0b5a66", "#b3372f", "#5b4bb3", "#b06a00", "#2f7d3b", "#b0397f", "#3a6ea8", "#7a5a35"];
const MOST_LINES = HUES.length;

/** The rows of a region by status, each in order of years. */
function byStatus(rows) {
  const found = { actual: [], estimated: [], target: [] };
  for (const row of rows) found[text(cells, "status", row)]?.push(row);
  for (const list of Object.values(found)) list.sort((a, b) => cells.year[a] - cells.year[b]);
  return found;
}

/** Results, an estimate standing in where nothing was told as done. */
function resultsOf({ actual, estimated }) {
  const years = new Set(actual.map((row) => cells.year[row]));
  return [...actual, ...estimated.filter((row) => !years.has(cells.year[row]))].sort((a, b) => cells.year[a] - cells.year[b]);
}

function ticks(low, high, wanted) {
  const raw = (high - low) / wanted || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= raw);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  return found;
}

function extent(groups) {
  const values = groups.flatMap((group) => [...group.actual, ...group.estimated, ...group.target]).flatMap((row) => [cells.value[row], cells.low[row], cells.high[row]]).filter((value) => value !== null);
  if (!values.length) return null;
  let [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 && low - pad < 0 ? 0 : low - pad, high + pad];
}

/** Draw one chart; every mark is a button that opens its sentence. */
function chart(groups, years, { width, height, small, range, open }) {
  const [low, high] = range;
  const left = small ? 6 : 62, right = 10, top = 8, bottom = small ? 16 : 22;
  const [first, last] = years;
  const x = (year) => left + ((year - first) / Math.max(1, last - first)) * (width - left - right);
  const y = (value) => top + (1 - (value - low) / (high - low || 1)) * (height - top - bottom);
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "group" });
  if (!small) for (const at of ticks(low, high, 5)) {
    svg.append(drawn("line", { class: "grid", x1: left, x2: width - right, y1: y(at), y2: y(at) }));
    const label = drawn("text", { x: left - 6, y: y(at) + 4, "text-anchor": "end" });
    label.textContent = amount(at);
    svg.append(label);
  } else svg.append(drawn("line", { class: "grid", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }));
  const step = Math.max(1, Math.ceil((last - first + 1) / (small ? 2 : Math.floor((width - left) / 46))));
  for (let year = first; year <= last; year += small ? Math.max(1, last - first) : step) {
    const label = drawn("text", { x: x(year), y: height - 4, "text-anchor": small && year === first ? "start" : small ? "end" : "middle" });
    label.textContent = year;
    svg.append(label);
  }
  for (const { name, hue, statuses } of groups) {
    const results = resultsOf(statuses).filter((row) => middle(row) !== null);
    // a line joins the years that follow each other; a gap stays a gap
    let path = "";
    results.forEach((row, index) => {
      const follows = index && cells.year[row] - cells.year[results[index - 1]] === 1;
      path += `${follows ? "L" : "M"}${x(cells.year[row]).toFixed(1)} ${y(middle(row)).toFixed(1)}`;
    });
    svg.append(drawn("path", { class: "path", d: path, stroke: hue }));
    const mark = (shape, attributes, row) => {
      const element = drawn(shape, { ...attributes, tabindex: small ? -1 : 0, role: "button", "data-row": row, "aria-label": `${name} ${cells.year[row]} ${word(text(cells, "status", row))} ${told(cells.low[row], cells.high[row], cells.value[row], text(cells, "unit", row))}` });
      element.classList.add("mark");
      element.addEventListener("click", () => open(row));
      element.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(row); } });
      const title = drawn("title", {});
      title.textContent = element.getAttribute("aria-label");
      element.append(title);
      svg.append(element);
    };
    const size = small ? 2.6 : 4.2;
    for (const row of statuses.target) {
      const at = middle(row);
      if (at === null) continue;
      const [cx, cy] = [x(cells.year[row]), y(at)];
      if (cells.value[row] === null) svg.append(drawn("line", { class: "range", x1: cx, x2: cx, y1: y(cells.low[row] ?? at), y2: y(cells.high[row] ?? at) }));
      const outcome = outcomeOf(row);
      const state = outcome < 0 ? "undetermined" : text(targets, "outcome", outcome);
      mark("path", { class: `target ${state}`, d: `M${cx} ${cy - size - 1.5}L${cx + size + 1.5} ${cy}L${cx} ${cy + size + 1.5}L${cx - size - 1.5} ${cy}Z` }, row);
    }
    for (const row of results) {
      const [cx, cy] = [x(cells.year[row]), y(middle(row))];
      if (cells.conflicts[row]) svg.append(drawn("circle", { class: "ring", cx, cy, r: size + 3 }));
      const hollow = text(cells, "status", row) === "estimated" || text(cells, "origin", row) === "computed";
      mark("circle", { cx, cy, r: size, fill: hollow ? "var(--panel)" : hue, stroke: hue, "stroke-width": 1.6 }, row);
    }
  }
  return svg;
}
