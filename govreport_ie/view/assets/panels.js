// What stands around text and table: bar of attention, targets, areas, names, and the details of the chosen metric.

/** The bar: one segment an area, which filters the table. */
function fillBar(view) {
  const bar = clear($("bar"));
  const parts = view.data.attention.filter((part) => part[view.share] > 0).sort((a, b) => Number(a.area === "none") - Number(b.area === "none") || b[view.share] - a[view.share]);
  for (const part of parts) {
    const text = word("area_share", areaName(part.area), percent(part[view.share]));
    bar.append(make("li", { "--share": String(part[view.share]), ...areaAttributes(part.area) },
      make("button", { type: "button", "data-area": part.area, title: text, "aria-label": text, "aria-pressed": String(view.filters.area === part.area) },
        make("span", { class: "name" }, areaName(part.area)), make("span", { class: "share" }, percent(part[view.share])))));
  }
  for (const button of $("share-kind").querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.share === view.share));
}

function fillAreas(view) {
  const host = clear($("areas"));
  const shares = ["characters", "metrics", "money"];
  const most = Object.fromEntries(shares.map((share) => [share, Math.max(...view.data.attention.map((part) => part[share]), 0.0001)]));
  const rows = [...view.data.attention].sort((a, b) => Number(a.area === "none") - Number(b.area === "none") || b.metrics - a.metrics);
  host.append(
    make("p", { class: "hint" }, word("areas.hint")),
    make("table", { class: "plain areas" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, word("area")), ...shares.map((share) => make("th", { scope: "col" }, word(share))))),
      make("tbody", {}, ...rows.map((part) => make("tr", areaAttributes(part.area),
        make("th", { scope: "row" }, make("button", { type: "button", class: "link", "data-area": part.area, title: word("filter_area") }, make("span", { class: "dot", "aria-hidden": "true" }), areaName(part.area))),
        ...shares.map((share) => make("td", {}, make("span", { class: "meter", "aria-hidden": "true", "--w": String(part[share] / most[share]) }), make("span", { class: "number" }, percent(part[share])))))))));
}

function fillNames(view) {
  const host = clear($("names"));
  if (!view.report.entities.length) { host.append(make("p", { class: "empty" }, word("names.none"))); return; }
  host.append(make("p", { class: "hint" }, word("names.hint")));
  for (const label of ["PROJECT", "PLACE", "INSTITUTION"]) {
    const byName = new Map();
    for (const entity of view.report.entities.filter((item) => item.label === label)) {
      byName.set(entity.name, [...(byName.get(entity.name) ?? []), entity]);
    }
    if (!byName.size) continue;
    host.append(make("h3", {}, `${word(`layer.${label}`)} `, make("span", { class: "count" }, String(byName.size))),
      make("ul", { class: "names" }, ...[...byName].map(([name, mentions]) => make("li", {},
        make("button", { type: "button", class: `name-button ${label}`, "data-e": mentions.map((item) => item.id).join(" ") },
          make("span", { lang: "zh-CN" }, name),
          make("span", { class: "sub" }, [
            mentions.find((item) => item.stage) ? word(`stage.${mentions.find((item) => item.stage).stage}`) : "",
            mentions.find((item) => item.kb_id)?.kb_id ?? "",
            mentions.length > 1 ? word("mentions", String(mentions.length)) : "",
          ].filter(Boolean).join(" · ")))))));
  }
}

function fillTargets(view) {
  const host = clear($("targets"));
  const rows = view.data.targets;
  if (!rows.length) host.append(make("p", { class: "empty" }, word("targets.none")));
  for (const kind of ["outcome", "next", "stated"]) {
    const members = rows.filter((row) => row.kind === kind);
    if (!members.length) continue;
    host.append(make("h3", {}, `${word(`targets.${kind}`)} `, make("span", { class: "count" }, String(members.length))),
      make("p", { class: "hint" }, word(`targets.${kind}_hint`)),
      make("ol", { class: "comparisons" }, ...members.map((row) => comparison(view, row))));
  }
  const paired = new Set(rows.map((row) => row.target?.metric));
  const rest = view.metrics.filter((metric) => metric.status === "target" && !paired.has(metric.id)).length;
  if (rest) host.append(make("p", {}, make("button", { type: "button", class: "link", id: "other-targets" }, word("targets.rest", String(rest)))));
}

function comparison(view, row) {
  const { result, target } = row;
  const goal = target ? [target.value ?? target.low ?? target.high, target.value ?? target.high ?? target.low] : [100, 100];
  const numbers = [result.value, result.low, result.high, ...goal].filter((value) => typeof value === "number");
  const [least, most] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const span = (most - least || 1) * 1.08;
  const at = (value) => (value - least) / span;
  const reached = result.value ?? result.high ?? result.low;
  const metric = view.metrics.find((item) => item.id === result.metric);
  const outcome = row.outcome ?? (reached < goal[0] ? "above" : reached > goal[1] ? "below" : goal[0] === goal[1] ? "same" : "within");
  const chart = make("span", { class: "chart", "aria-hidden": "true", ...areaAttributes(metric?.policy_area?.id) },
    make("span", { class: "fill", "--from": String(at(Math.min(0, reached))), "--to": String(at(Math.max(0, reached))) }),
    make("span", { class: "goal", "--from": String(at(goal[0])), "--to": String(at(goal[1])) }));
  const english = englishName(row.indicator_id);
  return make("li", { class: "comparison" },
    make("div", { class: "what" }, make("span", { lang: "zh-CN", class: "name" }, row.indicator), english ? make("span", { class: "sub" }, english) : null,
      make("span", { class: "sub" }, word(`measure.${row.measure}`)), make("span", { class: `tag outcome ${outcome}` }, word(`outcome.${outcome}`))),
    chart,
    make("div", { class: "sides" }, side(view, "result", result), target ? side(view, "target", target) : null));
}

function side(view, name, part) {
  const mark = part.modifier ? `${word(`modifier.${part.modifier}`)} ` : "";
  const text = [make("span", { class: "sub" }, `${word(name)} ${part.year ?? ""} `), mark, make("span", { lang: "zh-CN" }, part.text)];
  return make("button", { type: "button", class: `side-button ${name}`, "data-m": part.metric, "data-report": String(part.report) }, ...text);
}

/** The card of the chosen metric: the relation in words, and what else is known. */
function fillDetail(view, metric) {
  const host = clear($("detail"));
  const quantity = view.quantities.get(metric.quantity);
  const area = metric.policy_area;
  const entity = (id) => view.report.entities.find((item) => item.id === id);
  const english = englishName(metric.indicator.id);
  const node = (kind, ...children) => make("span", { class: `node ${kind}` }, ...children);
  const pair = (next) => make("span", { class: "pair" }, make("span", { class: "arrow", "aria-hidden": "true" }, "↔"), next);
  const score = area ? ` ${Math.floor(area.score * 100)}%` : "";
  host.append(
    make("div", { class: "detail-bar" },
      make("button", { type: "button", class: "button", id: "to-table" }, `← ${word("back")}`),
      make("span", { class: "spring" }),
      make("button", { type: "button", class: "button icon", id: "detail-previous", "aria-label": word("previous") }, "↑"),
      make("button", { type: "button", class: "button icon", id: "detail-next", "aria-label": word("next") }, "↓"),
      make("button", { type: "button", class: "button icon", id: "detail-close", "aria-label": word("close") }, "✕")),
    make("p", { class: "chain" },
      node(`amount ${metric.status}`, hedge(quantity) ? `${hedge(quantity)} ` : "", make("strong", { lang: "zh-CN" }, quantity.text)),
      pair(node("what", make("strong", { lang: "zh-CN" }, indicatorName(metric.indicator)), english ? make("span", { class: "sub" }, english) : null)),
      pair(make("span", { class: "node area", ...areaAttributes(area?.id) }, areaName(area?.id), make("span", { class: "sub" }, score)))));
  const facts = [
    ["measure", measureText(metric)], ["status", word(`status.${metric.status}`)],
    ["period", years(metric.period) + (metric.period?.text ? `  “${metric.period.text}”` : "") || word("unknown")],
    ["normalised", normalised(quantity)],
    ["basis", metric.basis ? word(`basis.${metric.basis}`) + (metric.basis_year ? ` ${metric.basis_year}` : "") : ""],
    ["peer_group", metric.peer_group], ["project", entity(metric.project)?.name], ["place", entity(metric.place)?.name],
    ["institution", entity(metric.institution)?.name],
    ["sub_area", area?.sub_id ? areaName(area.sub_id) : ""],
    ["evidence", area?.evidence?.map((item) => item.text).filter(Boolean).join("、")],
    ["secondary", area?.secondary ? areaName(area.secondary) : ""], ["canonical", metric.indicator.id],
  ];
  const list = make("dl", { class: "fact-list" }, ...facts.filter(([, value]) => value).map(([key, value]) => make("div", {}, make("dt", {}, word(key)), make("dd", {}, value))));
  if (metric.part_of) {
    const whole = view.byId.get(metric.part_of);
    if (whole) list.append(make("div", {}, make("dt", {}, word("part_of")), make("dd", {}, make("button", { type: "button", class: "link", "data-m": whole.metric.id }, `${indicatorName(whole.metric.indicator)} ${whole.quantity.text}`))));
  }
  host.append(list);
  host.hidden = false;
}

function fillHelp() {
  const rows = [["/", "search"], ["j / k, ↓ / ↑", "next"], ["Enter", "jump"], ["Esc", "escape"], ["← →", "tabs"], ["?", "help"]];
  clear($("help-body")).append(make("h2", { id: "help-title" }, word("help.title")),
    make("dl", { class: "help-list" }, ...rows.map(([key, name]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, word(`help.${name}`))))),
    make("button", { type: "button", class: "button", id: "help-close" }, word("close")));
}

/* The number of different names: a name that stands ten times is one. */
function distinctNames(report) {
  return new Set(report.entities.map((entity) => `${entity.label} ${entity.name}`)).size;
}

/** Heading, facts, notes, sections and layers of the report. */
function fillFrame(view) {
  const { report } = view;
  $("title").textContent = report.title || report.doc_id || (language === "zh" ? "政府工作报告" : "Government work report");
  document.title = $("title").textContent;
  const count = (n) => n.toLocaleString("en");
  $("facts").textContent = [
    report.region, report.level ? word(`level.${report.level}`) : "", report.year ? word("year", String(report.year)) : "",
    word("characters_n", count(view.cut.length)), word("metrics_n", count(view.metrics.length)), word("names_n", count(distinctNames(report))),
  ].filter(Boolean).join(" · ");
  if (report.warnings?.length) $("facts").append(make("span", { class: "warning", title: report.warnings.map((w) => w.message ?? w).join("\n") }, ` ⚠ ${report.warnings.map((w) => w.message ?? w).join("; ")}`));
  const sections = clear($("sections"));
  sections.append(make("option", { value: "" }, word("sections")));
  for (const section of report.sections.filter((item) => item.heading)) {
    sections.append(make("option", { value: section.id, lang: "zh-CN" }, "　".repeat(Math.max(0, section.depth - 1)) + section.heading));
  }
  const layers = clear($("layers"));
  for (const layer of ["quantities", "indicators", "PROJECT", "PLACE", "INSTITUTION", "areas"]) {
    layers.append(make("button", { type: "button", class: `layer ${layer}`, "data-layer": layer, "aria-pressed": String(!document.body.classList.contains(`no-${layer}`)) }, word(`layer.${layer}`)));
  }
  $("count-metrics").textContent = count(view.metrics.length);
  $("count-targets").textContent = count(view.data.targets.length);
  $("count-areas").textContent = count(view.data.attention.filter((part) => part.area !== "none").length);
  $("count-names").textContent = count(distinctNames(report));
}
