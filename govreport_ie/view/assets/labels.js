// The page's own words in two languages, and how amounts, years and areas are written.

const WORDS = JSON.parse($("labels").textContent);
const DATA = JSON.parse($("data").textContent);
const store = {
  // a page in a notebook or from a file may be denied storage
  get(name) { try { return localStorage.getItem(name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(name, value); } catch { /* the choice lasts as long as the page */ } },
};

let language = "zh";

function firstLanguage() {
  const given = document.documentElement.dataset.language;
  if (given in WORDS) return given;
  const kept = store.get("govreport-language");
  if (kept in WORDS) return kept;
  return (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en";
}

function word(key, ...values) {
  const text = WORDS[language][key] ?? key;
  return values.reduce((done, value, index) => done.replaceAll(`{${index}}`, () => value), text);
}

/** Write the words of everything in the page's own markup. */
function writeWords() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", word(element.dataset.wordLabel));
  }
  for (const element of document.querySelectorAll("[data-word-placeholder]")) {
    element.placeholder = word(element.dataset.wordPlaceholder);
  }
  for (const button of document.querySelectorAll("[data-set-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setLanguage === language));
  }
}

const areaOrder = Object.keys(DATA.areas).filter((id) => !id.includes("."));

function areaName(id) {
  return id && id !== "none" ? (DATA.areas[id]?.[language] ?? id) : word("none");
}

/** Hue of an area: neighbours in the list lie far apart on the wheel. */
function areaHue(id) {
  return String(Math.round((Math.max(0, areaOrder.indexOf(id)) * 137.508 + 200) % 360));
}

function areaAttributes(id) {
  return id && id !== "none" ? { "--h": areaHue(id), "--c": "1" } : { "--h": "0", "--c": "0" };
}

function indicatorName(indicator) {
  return indicator.name || indicator.text;
}

function englishName(id) {
  return id && language === "en" ? DATA.indicators[id] : undefined;
}

function grouped(decimal) {
  const [whole, fraction] = String(decimal).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction ? `${digits}.${fraction}` : digits;
}

/** The value in its unit, without the hedge. */
function normalised(quantity) {
  const unit = quantity.unit_text || "";
  let number = "—";
  if (quantity.redacted) return word("redacted");
  if (quantity.values) number = quantity.values.map(grouped).join(":");
  else if (quantity.value !== undefined) number = grouped(quantity.value);
  else if (quantity.low !== undefined && quantity.high !== undefined) {
    number = `${grouped(quantity.low)}–${grouped(quantity.high)}`;
  }
  return unit ? `${number} ${unit}` : number;
}

function hedge(quantity) {
  return quantity.modifier ? word(`modifier.${quantity.modifier}`) : "";
}

function years(period) {
  if (!period) return "";
  const months = period.months ? ` (${period.months[0]}–${period.months[1]})` : "";
  return (period.start === period.end ? String(period.start) : `${period.start}–${period.end}`) + months;
}

function measureText(metric) {
  const arrow = { up: " ↑", down: " ↓" }[metric.direction] ?? "";
  return word(`measure.${metric.measure}`) + arrow;
}

function percent(share) {
  const value = share * 100;
  return `${value >= 9.95 || value === 0 ? value.toFixed(0) : value.toFixed(1)}%`;
}
