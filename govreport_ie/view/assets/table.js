// The table of metrics: sorting, filtering, searching.

const COLUMNS = ["indicator", "amount", "measure", "status", "period", "area"];
const FILTERS = ["status", "measure", "area", "kind"];

const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

/** What a column sorts by; empty values stand last whatever the direction. */
const SORT_KEYS = {
  order: (row) => row.index,
  indicator: (row) => indicatorName(row.metric.indicator),
  amount: (row) => row.size,
  measure: (row) => measureText(row.metric),
  status: (row) => ({ actual: 0, estimated: 1, target: 2 })[row.metric.status],
  period: (row) => (row.metric.period ? row.metric.period.end * 10000 + row.metric.period.start : undefined),
  area: (row) => (row.metric.policy_area ? areaName(row.metric.policy_area.id) : undefined),
};

/** Amounts of one kind and unit stand together, by size. */
function amountKey(quantity) {
  const number = [quantity.base_value, quantity.value, quantity.low, quantity.values?.[0]].find((value) => value !== undefined);
  if (number === undefined) return undefined;
  const dimension = quantity.kind === "money" ? "0" : quantity.kind === "percent" ? "1" : `2${quantity.dimension ?? ""}${quantity.dimension === "count" || !quantity.dimension ? quantity.unit_text : ""}`;
  return [dimension, Number(number)];
}

function compare(a, b) {
  if (Array.isArray(a)) return collator.compare(a[0], b[0]) || a[1] - b[1];
  return typeof a === "number" ? a - b : collator.compare(a, b);
}

function buildRows(view) {
  const names = new Map(view.report.entities.map((entity) => [entity.id, entity.name]));
  return view.metrics.map((metric, index) => {
    const quantity = view.quantities.get(metric.quantity);
    const row = { index, metric, quantity, size: amountKey(quantity), shown: true };
    row.haystack = [
      metric.id, indicatorName(metric.indicator), metric.indicator.text, metric.indicator.id ?? "", DATA.indicators[metric.indicator.id] ?? "",
      quantity.text, normalised(quantity), normalised(quantity).replaceAll(",", ""), years(metric.period),
      metric.policy_area ? Object.values(DATA.areas[metric.policy_area.id] ?? {}).join(" ") : "",
      ...["project", "place", "institution"].map((key) => names.get(metric[key]) ?? ""),
      view.cut.cut(Math.max(metric.sentence.start, quantity.start - 300), Math.min(metric.sentence.end, quantity.end + 300)),
    ].join("\n").toLowerCase();
    row.jump = make("button", { type: "button", class: "jump", tabindex: "-1" });
    row.cells = {};
    row.element = make("tr", { role: "row", "data-m": metric.id },
      make("th", { scope: "row", role: "rowheader", class: "c-indicator" }, row.jump),
      ...COLUMNS.slice(1).map((column) => (row.cells[column] = make("td", { role: "cell", class: `c-${column}` }))));
    return row;
  });
}

function fillRow(row) {
  const { metric, quantity, cells } = row;
  clear(row.jump).append(indicatorName(metric.indicator));
  const english = englishName(metric.indicator.id);
  if (english) row.jump.append(make("span", { class: "sub" }, english));
  row.jump.firstChild.parentNode.lang = "zh-CN";
  const mark = hedge(quantity);
  clear(cells.amount).append(mark ? make("span", { class: "hedge" }, `${mark} `) : "", make("span", { lang: "zh-CN", title: normalised(quantity) }, quantity.text));
  cells.measure.textContent = measureText(metric);
  clear(cells.status).append(make("span", { class: `tag ${metric.status}` }, word(`status.${metric.status}`)));
  cells.period.textContent = years(metric.period);
  const area = metric.policy_area?.id;
  clear(cells.area).append(make("span", { class: "dot", "aria-hidden": "true", ...areaAttributes(area) }), areaName(area));
}

function fillHeads(view) {
  const heads = clear($("heads"));
  for (const column of COLUMNS) {
    const active = view.sort.column === column;
    heads.append(make("th", { scope: "col", role: "columnheader", class: `c-${column}`, "aria-sort": active ? (view.sort.down ? "descending" : "ascending") : "none" },
      make("button", { type: "button", "data-sort": column }, word(column), make("span", { class: "arrow", "aria-hidden": "true" }, active ? (view.sort.down ? "▼" : "▲") : "↕"))));
  }
}

/** The selects above the table, each with the values that occur and how often. */
function fillFilters(view) {
  const selects = clear($("selects"));
  for (const name of FILTERS) {
    const counts = new Map();
    for (const row of view.rows) counts.set(filterValue(row, name), (counts.get(filterValue(row, name)) ?? 0) + 1);
    const text = (value) => (name === "area" ? areaName(value) : word(`${name}.${value}`));
    const options = [...counts].sort((a, b) => b[1] - a[1]).map(([value, count]) => make("option", { value }, `${text(value)} (${count})`));
    const select = make("select", { "data-filter": name, "aria-label": word(name) }, make("option", { value: "" }, `${word(name)}: ${word("all")}`), ...options);
    select.value = view.filters[name];
    select.classList.toggle("set", Boolean(view.filters[name]));
    selects.append(select);
  }
  const sort = make("select", { id: "sort", class: "sort-select", "aria-label": word("sort") },
    ...["order", ...COLUMNS].flatMap((column) => [["up", "▲"], ["down", "▼"]].map(([direction, arrow]) =>
      make("option", { value: `${column} ${direction}` }, `${word("sort")}: ${word(column)} ${arrow}`))));
  sort.value = `${view.sort.column} ${view.sort.down ? "down" : "up"}`;
  selects.append(sort);
}

function filterValue(row, name) {
  if (name === "area") return row.metric.policy_area?.id ?? "none";
  return name === "kind" ? row.quantity.kind : row.metric[name];
}

/** Hide what does not match, in the table and, as fainter marks, in the text. */
function applyFilters(view) {
  const wanted = view.filters.search.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of view.rows) {
    row.shown = FILTERS.every((name) => !view.filters[name] || filterValue(row, name) === view.filters[name])
      && wanted.every((part) => row.haystack.includes(part));
    shown += Number(row.shown);
    if (row.element.hidden === row.shown) row.element.hidden = !row.shown;
    for (const mark of view.marks.get(row.quantity.id) ?? []) mark.classList.toggle("off", !row.shown);
  }
  $("shown").textContent = word("shown", String(shown), String(view.rows.length));
  $("empty").hidden = shown > 0;
  $("reset").hidden = !Object.values(view.filters).some(Boolean);
  for (const select of $("selects").querySelectorAll("[data-filter]")) select.classList.toggle("set", Boolean(select.value));
  setStop(view, view.rows.find((row) => row.metric.id === view.chosen && row.shown) ?? view.order.find((row) => row.shown));
}

function sortRows(view) {
  const key = SORT_KEYS[view.sort.column];
  const sign = view.sort.down ? -1 : 1;
  const keyed = view.rows.map((row) => [key(row), row]);
  keyed.sort(([a, x], [b, y]) => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined) || x.index - y.index;
    return sign * compare(a, b) || x.index - y.index;
  });
  view.order = keyed.map(([, row]) => row);
  $("rows").replaceChildren(...view.order.map((row) => row.element));
}

/** One row of the table is the tab stop; arrow keys move it. */
function setStop(view, row) {
  if (view.stop) view.stop.jump.tabIndex = -1;
  view.stop = row;
  if (row) row.jump.tabIndex = 0;
}
