// State, choosing, and what listens to the reader.

const LIMIT = 60; // milliseconds between redrawings while the window is being resized
const views = DATA.reports.map((data) => makeView(data));
let current = views[0];

function makeView(data) {
  const { report } = data;
  for (const name of ["sections", "quantities", "metrics", "entities", "warnings"]) report[name] ??= [];
  return {
    data, report, metrics: report.metrics, cut: cutter(report.text),
    quantities: new Map(report.quantities.map((quantity) => [quantity.id, quantity])),
    filters: { search: "", status: "", measure: "", area: "", kind: "" }, sort: { column: "order", down: false },
    share: "metrics", chosen: null, rows: null, order: [], marks: new Map(), stop: null,
  };
}

/** Show a report: everything is written anew. */
function openView(index) {
  current = views[index];
  const view = current;
  view.rows ??= buildRows(view);
  view.byId = new Map(view.rows.map((row) => [row.metric.id, row]));
  view.marks = renderText($("text"), view);
  sortRows(view);
  $("report").value = String(index);
  $("search").value = view.filters.search;
  $("scroll").scrollTop = 0;
  writeView();
  const chosen = view.chosen;
  view.chosen = null;
  if (chosen) choose(chosen, { from: "load" }); else unmark();
}

/** Write all words of the current report's view in the current language. */
function writeView() {
  const view = current;
  writeWords();
  fillFrame(view);
  for (const row of view.rows) fillRow(row);
  fillHeads(view);
  fillFilters(view);
  if (view.sort.column !== "order") sortRows(view);
  fillBar(view);
  fillTargets(view);
  fillAreas(view);
  fillNames(view);
  fillHelp();
  for (const tag of $("text").querySelectorAll(".area-tag")) tag.textContent = areaName(tag.dataset.area);
  for (const row of view.rows) {
    const text = `${indicatorName(row.metric.indicator)}: ${row.quantity.text}; ${measureText(row.metric)}, ${word(`status.${row.metric.status}`)}, ${years(row.metric.period)}, ${areaName(row.metric.policy_area?.id)}`;
    for (const mark of view.marks.get(row.quantity.id) ?? []) mark.title = text;
  }
  applyFilters(view);
  if (view.chosen) { fillDetail(view, view.byId.get(view.chosen).metric); redraw(); }
}

function setLanguage(wanted) {
  language = wanted;
  store.set("govreport-language", wanted);
  writeView();
  for (const [index, option] of [...$("report").options].entries()) option.textContent = reportName(views[index].report, index);
}

function unmark() {
  for (const element of document.querySelectorAll(".chosen, .linked")) element.classList.remove("chosen", "linked");
  for (const element of document.querySelectorAll("#rows [aria-current]")) element.removeAttribute("aria-current");
  for (const element of $("text").querySelectorAll(".q[aria-pressed=true]")) { element.setAttribute("aria-pressed", "false"); element.tabIndex = -1; }
  document.body.classList.remove("has-chosen");
  clearRelation();
  $("detail").hidden = true;
}

/** Choose a metric: mark it, draw its relation, and bring text and row into view. */
function choose(id, { from, focus = false }) {
  const row = current.byId.get(id);
  if (!row) return;
  unmark();
  current.chosen = id;
  const { metric, quantity } = row;
  document.body.classList.add("has-chosen");
  const amount = current.marks.get(quantity.id) ?? [];
  for (const mark of amount) { mark.classList.add("chosen"); mark.setAttribute("aria-pressed", "true"); mark.tabIndex = 0; }
  for (const mark of current.marks.get(id) ?? []) mark.classList.add("chosen");
  for (const key of ["project", "place", "institution"]) for (const mark of current.marks.get(metric[key]) ?? []) mark.classList.add("linked");
  row.element.setAttribute("aria-current", "true");
  setStop(current, row);
  fillDetail(current, metric);
  if (from !== "text" && narrow.matches) showTab("text");
  redraw();
  if (amount[0]) bringIntoView($("scroll"), amount[0], { smooth: true });
  if (row.shown && !$("table-panel").hidden && !narrow.matches) bringIntoView($("table-scroll"), row.element);
  if (focus && amount[0]) amount[0].focus({ preventScroll: true });
  $("announce").textContent = word("selected", indicatorName(metric.indicator), quantity.text);
  try { history.replaceState(null, "", `#${views.length > 1 ? `${views.indexOf(current) + 1}/` : ""}${id}`); } catch { /* a page in a notebook has no address */ }
}

function redraw() {
  const row = current.byId.get(current.chosen);
  if (row) drawRelation(row.metric, row.quantity, current);
}

/** Back to the chosen metric's row; with `drop`, the choice is given up. */
function toTable(drop) {
  const row = current.byId.get(current.chosen);
  if (drop) {
    current.chosen = null;
    unmark();
    try { history.replaceState(null, "", location.pathname + location.search); } catch { /* as above */ }
  }
  showTab("metrics");
  if (row && !row.shown) clearFilters();
  if (row) focusRow(row);
}

function focusRow(row) {
  if (!row) return;
  setStop(current, row);
  row.jump.focus({ preventScroll: true });
  bringIntoView($("table-scroll"), row.element);
}

function showTab(name) {
  document.body.dataset.tab = name;
  for (const tab of $("tabs").querySelectorAll("[role=tab]")) {
    const on = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    const panel = $(tab.getAttribute("aria-controls"));
    panel.hidden = narrow.matches ? !on : !on && tab.dataset.tab !== "text";
  }
  if (name === "text") redraw();
}

function clearFilters() {
  for (const name of Object.keys(current.filters)) current.filters[name] = "";
  $("search").value = "";
  for (const select of $("selects").querySelectorAll("[data-filter]")) select.value = "";
  applyFilters(current);
  fillBar(current);
}

function filterBy(name, value) {
  current.filters[name] = value;
  const select = $("selects").querySelector(`[data-filter="${name}"]`);
  if (select) {
    // an area may have text but no metric
    if (![...select.options].some((option) => option.value === value)) select.append(make("option", { value }, `${areaName(value)} (0)`));
    select.value = value;
  }
  applyFilters(current);
  fillBar(current);
}

function openHelp() {
  $("help").showModal();
}

function showEntity(ids) {
  const at = ids.indexOf(current.lastEntity);
  const id = ids[(at + 1) % ids.length];
  current.lastEntity = id;
  current.chosen = null;
  unmark();
  for (const mark of current.marks.get(id) ?? []) mark.classList.add("chosen");
  if (narrow.matches) showTab("text");
  const mark = current.marks.get(id)?.[0];
  if (mark) bringIntoView($("scroll"), mark);
}

function onClick(event) {
  const { target } = event;
  const at = (selector) => target.closest(selector);
  const language = at("[data-set-language]");
  if (language) return setLanguage(language.dataset.setLanguage);
  const tab = at("[role=tab]");
  if (tab) return showTab(tab.dataset.tab);
  const share = at("[data-share]");
  if (share) { current.share = share.dataset.share; return fillBar(current); }
  const layer = at("[data-layer]");
  if (layer) {
    const off = document.body.classList.toggle(`no-${layer.dataset.layer}`);
    layer.setAttribute("aria-pressed", String(!off));
    return undefined;
  }
  const sort = at("[data-sort]");
  if (sort) return sortBy(sort.dataset.sort);
  const area = at("button[data-area]");
  if (area) {
    filterBy("area", current.filters.area === area.dataset.area ? "" : area.dataset.area);
    showTab("metrics");
    if (area.closest("#bar")) $("bar").querySelector(`[data-area="${CSS.escape(area.dataset.area)}"]`)?.focus();
    return undefined;
  }
  const names = at("[data-e]");
  if (names) return showEntity(names.dataset.e.split(" "));
  const byId = { "help-open": openHelp, "help-close": () => $("help").close(), "to-table": () => toTable(false), "detail-close": () => toTable(true),
    "detail-next": () => step(1), "detail-previous": () => step(-1), "other-targets": () => { clearFilters(); filterBy("status", "target"); showTab("metrics"); } };
  const button = at("button[id]");
  if (button && byId[button.id]) return byId[button.id]();
  const element = at("[data-m]");
  if (element && element.dataset.report && Number(element.dataset.report) !== views.indexOf(current)) {
    views[Number(element.dataset.report)].chosen = element.dataset.m;
    return openView(Number(element.dataset.report));
  }
  if (element) {
    if (window.getSelection()?.toString() && element.closest("#text")) return undefined; // text is being copied
    return choose(element.dataset.m, { from: element.closest("#text") ? "text" : "table" });
  }
  const piece = at("#text [data-ids]");
  if (piece) {
    const id = piece.dataset.ids.split(" ").find((item) => current.byId.has(item));
    if (id) choose(id, { from: "text" });
  }
  return undefined;
}

function sortBy(column) {
  const { sort } = current;
  current.sort = sort.column !== column ? { column, down: false } : sort.down ? { column: "order", down: false } : { column, down: true };
  sortRows(current);
  fillHeads(current);
  fillFilters(current);
  setStop(current, current.order.find((row) => row.shown));
  $("heads").querySelector(`[data-sort="${column}"]`).focus();
  $("table-scroll").scrollTop = 0;
  $("announce").textContent = word("sorted", word(current.sort.column), word(current.sort.down ? "descending" : "ascending"));
}

function reportName(report, index) {
  return `${index + 1}. ${report.title || report.doc_id || [report.region, report.year].filter(Boolean).join(" ") || word("report")}`;
}

function fromAddress() {
  const found = /^#(?:(\d+)\/)?(M\d+)$/.exec(location.hash);
  return found ? [Math.max(0, Math.min(views.length, Number(found[1] ?? 1)) - 1), found[2]] : [0, null];
}

function start() {
  language = firstLanguage();
  if (views.length > 1) {
    $("report-pick").hidden = false;
    views.forEach((view, index) => $("report").append(make("option", { value: String(index) }, reportName(view.report, index))));
  }
  const [index, id] = fromAddress();
  openView(index);
  showTab(narrow.matches ? "text" : "metrics");
  if (id) choose(id, { from: "load" });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  $("search").addEventListener("input", (event) => { current.filters.search = event.target.value; applyFilters(current); });
  $("selects").addEventListener("change", (event) => {
    if (event.target.id === "sort") {
      const [column, direction] = event.target.value.split(" ");
      current.sort = { column, down: direction === "down" };
      sortRows(current);
      fillHeads(current);
    } else filterBy(event.target.dataset.filter, event.target.value);
  });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", (event) => { event.preventDefault(); clearFilters(); $("search").focus(); });
  $("sections").addEventListener("change", (event) => {
    const element = $(`at-${event.target.value}`);
    if (element) $("scroll").scrollTo({ top: element.offsetTop - 12 });
    event.target.value = "";
  });
  $("report").addEventListener("change", (event) => openView(Number(event.target.value)));
  narrow.addEventListener("change", () => showTab(narrow.matches ? "text" : "metrics"));
  let waiting = 0;
  new ResizeObserver(() => { clearTimeout(waiting); waiting = setTimeout(redraw, LIMIT); }).observe($("paper"));
  document.documentElement.dataset.ready = "true";
}

start();
