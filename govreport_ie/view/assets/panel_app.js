// What is chosen, and everything that follows from it.

const state = { indicator: null, series: null, regions: new Set(), first: 0, last: 0 };
const store = { get(name) { try { return localStorage.getItem(name); } catch { return null; } }, set(name, value) { try { localStorage.setItem(name, value); } catch { /* for this visit only */ } } };

function fillIndicators() {
  const needle = $("find-indicator").value.trim().toLowerCase();
  const fits = (one) => !needle || one.name?.toLowerCase().includes(needle) || one.english?.toLowerCase().includes(needle);
  const list = [...indicators.values()].filter(fits).sort((a, b) => b.known - a.known || b.count - a.count).slice(0, 400);
  clear($("indicator")).append(...list.map((one) => make("option", { value: one.id, selected: one === state.indicator }, `${indicatorName(one)} (${one.count})`)));
}

function chooseIndicator(indicator) {
  state.indicator = indicator;
  chooseSeries(indicator.series[0]);
  fillVariants();
}

function fillVariants() {
  clear($("variant")).append(...state.indicator.series.slice(0, 300).map((series) => make("option", { value: series.key, selected: series === state.series }, variantName(series))));
}

function chooseSeries(series) {
  state.series = series;
  const years = series.rows.map((row) => cells.year[row]);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  state.first = first;
  state.last = last;
  for (const [id, chosen] of [["first", first], ["last", last]]) {
    clear($(id)).append(...Array.from({ length: last - first + 1 }, (_, index) => make("option", { value: first + index, selected: first + index === chosen }, String(first + index))));
  }
  const counts = new Map();
  for (const row of series.rows) counts.set(regionKey(cells, row), (counts.get(regionKey(cells, row)) ?? 0) + 1);
  state.known = [...counts].map(([key, count]) => ({ key, count, name: text(cells, "region", series.rows.find((row) => regionKey(cells, row) === key)) ?? "?" }));
  // the regions of which most is told, until others are chosen
  state.known.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const kept = state.known.filter((region) => state.regions.has(region.key));
  state.regions = new Set((kept.length ? kept : state.known.slice(0, 6)).map((region) => region.key));
  fillRegions();
  draw();
}

function fillRegions() {
  const needle = $("find-region").value.trim().toLowerCase();
  const list = state.known.filter((region) => !needle || region.name.toLowerCase().includes(needle)).slice(0, 600);
  clear($("regions")).append(...list.map((region) => make("label", {}, make("input", { type: "checkbox", value: region.key, checked: state.regions.has(region.key), onchange: (event) => {
    if (event.target.checked) state.regions.add(region.key); else state.regions.delete(region.key);
    draw();
  } }), region.name, make("small", {}, String(region.count)))));
}

function draw() {
  const rows = state.series.rows.filter((row) => state.regions.has(regionKey(cells, row)) && cells.year[row] >= state.first && cells.year[row] <= state.last);
  const groups = state.known.filter((region) => state.regions.has(region.key)).map((region, index) => ({ ...region, hue: HUES[index % HUES.length], rows: [] }));
  const byKey = new Map(groups.map((group) => [group.key, group]));
  for (const row of rows) byKey.get(regionKey(cells, row)).rows.push(row);
  for (const group of groups) group.statuses = byStatus(group.rows);
  $("chosen").textContent = `${indicatorName(state.indicator)} · ${variantName(state.series)}`;
  writeLegend(groups.slice(0, MOST_LINES));
  const years = [state.first, state.last];
  const range = extent(groups.slice(0, MOST_LINES).map((group) => group.statuses));
  clear($("lines"));
  if (range) {
    const width = Math.max(320, Math.min(1100, $("lines").clientWidth || 800));
    $("lines").append(chart(groups.slice(0, MOST_LINES), years, { width, height: width < 600 ? 260 : 340, small: false, range, open: openRow }));
  } else $("lines").append(make("p", { class: "note" }, word("no_data")));
  $("more").hidden = groups.length <= MOST_LINES;
  $("more").textContent = word("more_regions", MOST_LINES);
  const all = extent(groups.map((group) => group.statuses));
  clear($("multiples")).append(...(all ? groups.slice(0, 120).filter((group) => group.rows.length).map((group) => make("figure", { style: null }, make("h3", {}, group.name), chart([{ ...group, hue: "var(--accent)" }], years, { width: 190, height: 92, small: true, range: all, open: openRow }))) : []));
  for (const figure of $("multiples").children) figure.style.setProperty("margin", "0");
  setRows(rows);
}

function writeLegend(groups) {
  const sample = (shape, attributes) => { const svg = drawn("svg", { width: 16, height: 14, viewBox: "0 0 16 14" }); svg.append(drawn(shape, attributes)); return svg; };
  const diamond = "M8 2L13 7L8 12L3 7Z";
  clear($("legend")).append(
    ...groups.map((group) => make("span", {}, sample("circle", { cx: 8, cy: 7, r: 4.5, fill: group.hue }), group.name)),
    ...["met", "missed", "undetermined"].map((outcome) => make("span", {}, sample("path", { class: `target ${outcome}`, d: diamond }), `${word("target")}: ${word(outcome)}`)),
    make("span", {}, sample("circle", { cx: 8, cy: 7, r: 4, fill: "none", stroke: "currentColor" }), word("estimated")),
    make("span", {}, sample("circle", { class: "ring", cx: 8, cy: 7, r: 5.5 }), word("conflict")));
}

/** A sentence with the amount marked; text only ever becomes text nodes. */
function quoted(sentence, written) {
  const at = sentence && written ? sentence.indexOf(written) : -1;
  if (at < 0) return make("blockquote", { lang: "zh-CN" }, sentence ?? "");
  return make("blockquote", { lang: "zh-CN" }, sentence.slice(0, at), make("mark", {}, written), sentence.slice(at + written.length));
}

function openRow(row) {
  table.selected = row;
  const unit = text(cells, "unit", row);
  const parts = [];
  const fact = (list, key, value) => { if (value !== null && value !== undefined && value !== "") list.push(make("dt", {}, word(key)), make("dd", {}, value)); };
  const facts = [];
  fact(facts, "value", told(cells.low[row], cells.high[row], cells.value[row], unit) + (text(cells, "modifier", row) ? ` (${text(cells, "modifier", row)})` : ""));
  fact(facts, "report", `${text(cells, "doc_id", row) ?? "?"} · ${text(cells, "metric_id", row)} · ${cells.report_year[row] ?? ""}`);
  parts.push(make("dl", {}, ...facts), quoted(text(cells, "sentence", row), text(cells, "quantity_text", row)));
  const outcome = outcomeOf(row);
  if (outcome >= 0 && (text(cells, "status", row) === "target" || text(targets, "result_sentence", outcome))) {
    const more = [];
    const reason = text(targets, "reason", outcome);
    fact(more, "outcome", word(text(targets, "outcome", outcome)) + (reason ? ` — ${word(`r.${reason}`)}` : ""));
    fact(more, "target", text(targets, "target_quantity_text", outcome));
    fact(more, "actual", text(targets, "result_quantity_text", outcome));
    fact(more, "difference", targets.difference[outcome] === null ? null : amount(targets.difference[outcome]));
    fact(more, "confirmed", text(targets, "confirmed_by", outcome));
    parts.push(make("dl", {}, ...more));
    const other = text(cells, "status", row) === "target" ? "result" : "target";
    if (text(targets, `${other}_sentence`, outcome)) parts.push(make("h3", {}, `${word(other === "result" ? "actual" : "target")} · ${text(targets, `${other}_doc_id`, outcome)}`), quoted(text(targets, `${other}_sentence`, outcome), text(targets, `${other}_quantity_text`, outcome)));
  }
  const differing = rivalsOf(row);
  if (differing.length) parts.push(make("h3", {}, word("other_values")), ...differing.map((rival) => make("div", {}, make("p", { class: "note" }, `${told(conflicts.low[rival], conflicts.high[rival], conflicts.value[rival], unit)} · ${text(conflicts, "doc_id", rival)} · ${text(conflicts, "reason", rival)}`), quoted(text(conflicts, "sentence", rival), text(conflicts, "quantity_text", rival)))));
  const close = make("button", { type: "button", class: "button", id: "close", onclick: closeDetail }, word("close"));
  clear($("detail")).append(make("header", {}, make("h2", {}, `${text(cells, "region", row) ?? "?"} · ${cells.year[row]} · ${word(text(cells, "status", row))}`), close), ...parts);
  $("detail").hidden = false;
  drawRows();
}

function closeDetail() {
  $("detail").hidden = true;
  table.selected = -1;
  drawRows();
}

function setLanguage(chosen) {
  language = chosen;
  store.set("govreport-language", chosen);
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) element.setAttribute("aria-label", word(element.dataset.wordLabel));
  for (const element of document.querySelectorAll("[data-word-placeholder]")) element.placeholder = word(element.dataset.wordPlaceholder);
  for (const button of document.querySelectorAll("[data-set-language]")) button.setAttribute("aria-pressed", String(button.dataset.setLanguage === chosen));
  const regions = new Set(cells.region_code.map((_, row) => regionKey(cells, row)));
  let [first, last] = [Infinity, -Infinity];
  for (const year of cells.year) { if (year < first) first = year; if (year > last) last = year; }
  $("facts").textContent = word("facts", COUNT.toLocaleString("en-US"), regions.size, first, last, targets.year.length.toLocaleString("en-US"));
  writeHeads();
  fillIndicators();
  fillVariants();
  $("detail").hidden = true;
  draw();
}

$("find-indicator").addEventListener("input", fillIndicators);
$("indicator").addEventListener("change", (event) => chooseIndicator(indicators.get(event.target.value)));
$("variant").addEventListener("change", (event) => chooseSeries(allSeries.get(event.target.value)));
for (const id of ["first", "last"]) $(id).addEventListener("change", () => { state[id] = Number($(id).value); if (state.first > state.last) [state.first, state.last] = [state.last, state.first]; draw(); });
$("find-region").addEventListener("input", fillRegions);
$("all").addEventListener("click", () => { for (const region of state.known) if (region.name.toLowerCase().includes($("find-region").value.trim().toLowerCase())) state.regions.add(region.key); fillRegions(); draw(); });
$("none").addEventListener("click", () => { state.regions.clear(); fillRegions(); draw(); });
$("search").addEventListener("input", () => setRows(table.all));
$("scroll").addEventListener("scroll", () => requestAnimationFrame(drawRows), { passive: true });
$("choose").addEventListener("submit", (event) => event.preventDefault());
$("csv").addEventListener("click", () => {
  const link = make("a", { href: URL.createObjectURL(new Blob([seenAsCsv()], { type: "text/csv" })), download: "panel.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
for (const button of document.querySelectorAll("[data-set-language]")) button.addEventListener("click", () => setLanguage(button.dataset.setLanguage));
addEventListener("keydown", (event) => { if (event.key === "Escape" && !$("detail").hidden) closeDetail(); });
let width = innerWidth;
addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; draw(); } });

{
  const given = document.documentElement.dataset.language;
  const kept = store.get("govreport-language");
  language = given in WORDS ? given : kept in WORDS ? kept : (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en";
  const known = [...indicators.values()].sort((a, b) => b.known - a.known || b.count - a.count);
  chooseIndicator(known.find((one) => text(cells, "indicator_id", one.series[0].first) === "gross_regional_product_gdp") ?? known[0]);
  setLanguage(language);
  document.documentElement.dataset.ready = "true";
}
