// The keyboard: one letter or arrow for what the mouse can do.  Nothing is taken from fields being typed in.

function typing(target) {
  return target.matches?.("input, select, textarea");
}

function moveTab(event) {
  const tabs = [...$("tabs").querySelectorAll("[role=tab]")].filter((tab) => tab.offsetParent);
  const at = tabs.indexOf(document.activeElement);
  if (at < 0) return false;
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return false;
  const tab = tabs[(to + tabs.length) % tabs.length];
  showTab(tab.dataset.tab);
  tab.focus();
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const { target, key } = event;
  let used = true;
  if (key === "Escape") {
    if (target === $("search") && target.value) { target.value = ""; current.filters.search = ""; applyFilters(current); }
    else if (current.chosen) toTable(true);
    else used = false;
  } else if (target === $("search") && (key === "ArrowDown" || key === "Enter")) focusRow(current.order.find((row) => row.shown));
  else if (typing(target)) return;
  else if (key === "/") { showTab("metrics"); $("search").focus(); $("search").select(); }
  else if (key === "?") openHelp();
  else if (moveTab(event)) { /* done */ }
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if ((key === "ArrowDown" || key === "ArrowUp" || key === "Home" || key === "End") && target.closest?.("#rows")) {
    const rows = current.order.filter((row) => row.shown);
    const at = rows.indexOf(current.byId.get(target.closest("tr").dataset.m));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
    if (to < 0) $("search").focus(); else focusRow(rows[Math.min(to, rows.length - 1)]);
  } else if ((key === "ArrowRight" || key === "ArrowLeft" || key === "ArrowDown" || key === "ArrowUp") && target.matches?.(".q[role=button]")) {
    neighbour(key === "ArrowRight" || key === "ArrowDown" ? 1 : -1);
  } else if ((key === "Enter" || key === " ") && target.matches?.(".q[role=button]")) {
    if (key === "Enter" && current.chosen === target.dataset.m) toTable(false); else choose(target.dataset.m, { from: "text" });
  } else used = false;
  if (used) event.preventDefault();
}

/** The next or previous metric in the table's order, chosen; the focus stays on the side where it was. */
function step(by) {
  const rows = current.order.filter((row) => row.shown);
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.metric.id === current.chosen);
  const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))];
  choose(row.metric.id, { from: "step" });
}

/** The next or previous amount in the text's order. */
function neighbour(by) {
  const rows = current.rows.filter((row) => row.shown);
  const at = rows.findIndex((row) => row.metric.id === document.activeElement.dataset.m);
  const row = rows[at + by];
  if (row) choose(row.metric.id, { from: "text", focus: true });
}
