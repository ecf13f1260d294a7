// The panel's columns, its series, and how numbers are written.

const DATA = JSON.parse($("data").textContent);
const WORDS = JSON.parse($("labels").textContent);
const { cells, targets, conflicts, strings } = DATA;
const COUNT = cells.year.length;
const text = (table, column, row) => (table[column][row] < 0 ? null : strings[table[column][row]]);

let language = "zh";

function word(key, ...values) {
  const found = WORDS[language][key] ?? (key.includes(".") ? key.slice(key.indexOf(".") + 1) : key);
  return values.reduce((done, value, index) => done.replaceAll(`{${index}}`, () => value), found);
}

/** What a row is of, but for region, year and status: numbers joined, for they are numbers of distinct texts. */
const SERIES = ["indicator_id", "indicator", "object", "measure", "basis", "peer_group", "unit"];
const seriesKey = (table, row) => SERIES.map((column) => table[column][row]).join(",");
const regionKey = (table, row) => `${table.region_code[row]},${table.region[row]}`;

/** Indicators, each with its series and their rows. */
const indicators = new Map();
const allSeries = new Map();
for (let row = 0; row < COUNT; row += 1) {
  const id = `${cells.indicator_id[row]},${cells.indicator_id[row] < 0 ? cells.indicator[row] : ""}`;
  const key = seriesKey(cells, row);
  let series = allSeries.get(key);
  if (!series) {
    series = { key, rows: [], first: row };
    allSeries.set(key, series);
    if (!indicators.has(id)) indicators.set(id, { id, name: text(cells, "indicator", row), english: DATA.english[text(cells, "indicator_id", row)], known: cells.indicator_id[row] >= 0, count: 0, series: [] });
    indicators.get(id).series.push(series);
  }
  series.rows.push(row);
  indicators.get(id).count += 1;
}
for (const indicator of indicators.values()) indicator.series.sort((a, b) => b.rows.length - a.rows.length);

const place = (table, row) => `${regionKey(table, row)}|${table.year[row]}|${seriesKey(table, row)}`;
const outcomes = new Map(targets.year.map((_, row) => [place(targets, row), row]));
const rivals = new Map();
conflicts.year.forEach((_, row) => {
  const key = `${place(conflicts, row)}|${conflicts.status[row]}`;
  rivals.set(key, [...(rivals.get(key) ?? []), row]);
});
const outcomeOf = (row) => outcomes.get(place(cells, row)) ?? -1;
const rivalsOf = (row) => rivals.get(`${place(cells, row)}|${cells.status[row]}`) ?? [];

function indicatorName(indicator) {
  return language === "en" && indicator.english ? indicator.english : indicator.name;
}

function variantName(series) {
  const row = series.first;
  const parts = [text(cells, "object", row), word(`m.${text(cells, "measure", row)}`), text(cells, "basis", row) && word(`b.${text(cells, "basis", row)}`), text(cells, "peer_group", row), unitName(text(cells, "unit", row))];
  return `${parts.filter(Boolean).join(" · ")} (${series.rows.length})`;
}

const ENGLISH = { CNY: "yuan", USD: "US dollars", percent: "%", percentage_point: "points", person: "persons", square_metre: "m²", tonne: "t", kilometre: "km", cubic_metre: "m³", year_of_age: "years", kilowatt: "kW", kilowatt_hour: "kWh", microgram_per_cubic_metre: "µg/m³" };
function unitName(unit) {
  return unit ? ((language === "zh" ? DATA.units : ENGLISH)[unit] ?? unit.replaceAll("_", " ")) : "";
}

const digits = (value) => (Math.abs(value) >= 100 ? value.toLocaleString("en-US", { maximumFractionDigits: 1 }) : String(Number(value.toPrecision(6))));

/** An amount as the language writes large ones. */
function amount(value) {
  if (value === null) return "";
  const steps = language === "zh" ? [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]] : [[1e12, "tn"], [1e9, "bn"], [1e6, "m"], [1e4, "k", 1e3]];
  for (const [limit, name, by = limit] of steps) if (Math.abs(value) >= limit) return `${digits(value / by)}${language === "zh" ? "" : " "}${name}`;
  return digits(value);
}

function told(low, high, value, unit) {
  const shown = value !== null ? amount(value) : `${amount(low)}–${amount(high)}`;
  const name = unitName(unit);
  return `${shown}${name && name !== "%" && language === "en" ? " " : ""}${name}`;
}

const middle = (row) => cells.value[row] ?? (cells.low[row] !== null && cells.high[row] !== null ? (cells.low[row] + cells.high[row]) / 2 : cells.low[row] ?? cells.high[row]);
