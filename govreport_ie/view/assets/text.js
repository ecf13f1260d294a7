// The report's text with its objects marked in place.

/** Cuts by Unicode code points, which is what the offsets count. */
function cutter(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { length: text.length, cut: (start, end) => text.slice(start, end) };
  const points = Array.from(text);
  return { length: points.length, cut: (start, end) => points.slice(start, end).join("") };
}

/** Where paragraphs begin and end: at line ends and at the starts of sections. */
function paragraphs(text, sections) {
  const starts = new Set(sections.map((section) => section.start));
  const found = [];
  let start = 0;
  const push = (end) => { if (text.cut(start, end).trim()) found.push([start, end]); };
  let position = 0;
  for (const character of text.cut(0, text.length)) {
    if (starts.has(position) && position > start) { push(position); start = position; }
    if (character === "\n" || character === "\r") { push(position); start = position + 1; }
    position += 1;
  }
  push(position);
  return found;
}

/** Renders the text; returns a map of object id to its elements. */
function renderText(host, view) {
  const { report, cut } = view;
  const marks = new Map();
  const quantityOf = new Map(view.metrics.map((metric) => [metric.quantity, metric]));
  const layers = [
    ...report.entities.map((item) => ({ start: item.start, end: item.end, id: item.id, kind: `e ${item.label}` })),
    ...view.metrics.map((metric) => ({ start: metric.indicator.start, end: metric.indicator.end, id: metric.id, kind: "i" })),
    ...report.sections.filter((section) => section.heading).map((section) => {
      const at = cut.cut(section.start, section.end).indexOf(section.heading);
      const from = section.start + Math.max(0, at);
      return { start: from, end: at < 0 ? from : from + Array.from(section.heading).length, id: null, kind: "h" };
    }),
  ].filter((item) => item.end > item.start).sort((a, b) => a.start - b.start);
  const sectionAt = spanFinder(report.sections);
  const fragment = document.createDocumentFragment();
  let q = 0;
  let first = 0;
  for (const [start, end] of paragraphs(cut, report.sections)) {
    const section = sectionAt(start);
    while (q < report.quantities.length && report.quantities[q].end <= start) q += 1;
    const inside = [];
    for (let i = q; i < report.quantities.length && report.quantities[i].start < end; i += 1) inside.push(report.quantities[i]);
    while (first < layers.length && layers[first].end <= start && layers[first].start < start) first += 1;
    const here = [];
    for (let i = first; i < layers.length && layers[i].start < end; i += 1) if (layers[i].end > start) here.push(layers[i]);
    fragment.append(paragraph(view, { start, end, section, quantities: inside, layers: here, quantityOf, marks }));
  }
  clear(host).append(fragment);
  return marks;
}

function spanFinder(spans) {
  let index = 0;
  return (offset) => {
    while (index + 1 < spans.length && spans[index + 1].start <= offset) index += 1;
    return spans[index] && spans[index].start <= offset ? spans[index] : undefined;
  };
}

function paragraph(view, { start, end, section, quantities, layers, quantityOf, marks }) {
  const heading = section?.heading && section.start >= start && section.start < end ? section : undefined;
  const alone = heading && view.cut.cut(start, end).trim() === heading.heading.trim();
  const depth = heading ? Math.min(Math.max(heading.depth, 1), 3) : 0;
  const element = make(alone ? `h${depth + 1}` : "p", {
    class: `para${heading ? ` head d${depth}` : ""}${section?.policy_area ? " has-area" : ""}`,
    ...areaAttributes(section?.policy_area),
  });
  if (heading) {
    element.id = `at-${heading.id}`;
    if (heading.policy_area) element.append(make("span", { class: "tag area-tag", "data-area": heading.policy_area }, areaName(heading.policy_area)));
  } else if (section && section.start >= start && section.start < end) element.id = `at-${section.id}`;
  const add = (parent, from, to) => pieces(view, parent, from, to, layers, marks);
  let position = start;
  for (const quantity of quantities) {
    const from = Math.max(quantity.start, start);
    const to = Math.min(quantity.end, end);
    add(element, position, from);
    const metric = quantityOf.get(quantity.id);
    const box = make("span", metric
      ? { class: `q ${metric.status}`, role: "button", tabindex: "-1", "aria-pressed": "false", "data-m": metric.id, ...areaAttributes(metric.policy_area?.id) }
      : { class: "q bare" });
    add(box, from, to);
    element.append(box);
    keep(marks, quantity.id, box);
    position = to;
  }
  add(element, position, end);
  return element;
}

/** Text from one offset to another, split where names, indicators and headings begin and end. */
function pieces(view, parent, from, to, layers, marks) {
  if (from >= to) return;
  const edges = new Set([from, to]);
  const touching = layers.filter((layer) => layer.start < to && layer.end > from);
  for (const layer of touching) {
    if (layer.start > from) edges.add(layer.start);
    if (layer.end < to) edges.add(layer.end);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const text = view.cut.cut(sorted[i], sorted[i + 1]);
    const over = touching.filter((layer) => layer.start <= sorted[i] && layer.end >= sorted[i + 1]);
    if (!over.length) { parent.append(text); continue; }
    const ids = over.filter((layer) => layer.id).map((layer) => layer.id);
    const kinds = [...new Set(over.flatMap((layer) => layer.kind.split(" ")))];
    const piece = make("span", { class: kinds.join(" "), "data-ids": ids.join(" ") || null }, text);
    for (const id of ids) keep(marks, id, piece);
    parent.append(piece);
  }
}

function keep(marks, id, element) {
  const list = marks.get(id);
  if (list) list.push(element); else marks.set(id, [element]);
}
