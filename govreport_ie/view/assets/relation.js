// The relation of the chosen metric, drawn into the gaps between the lines: area above the indicator, a wire from
// the indicator to the quantity, and how it is measured beside the quantity.

const GUTTER = 9;
const GAP = 7;
const CORNER = 5;

function rectsOf(elements, origin) {
  return elements.flatMap((element) => [...element.getClientRects()])
    .filter((rect) => rect.width > 0)
    .map((rect) => ({
      left: rect.left - origin.left, right: rect.right - origin.left,
      top: rect.top - origin.top, bottom: rect.bottom - origin.top,
      middle: (rect.left + rect.right) / 2 - origin.left,
    }))
    .sort((a, b) => a.top - b.top || a.left - b.left);
}

function clearRelation() {
  clear($("wires"));
  clear($("pills"));
}

function drawRelation(metric, quantity, view) {
  clearRelation();
  const paper = $("paper");
  const origin = paper.getBoundingClientRect();
  const indicator = rectsOf(view.marks.get(metric.id) ?? [], origin);
  const amount = rectsOf(view.marks.get(quantity.id) ?? [], origin);
  if (!origin.width || !amount.length) return;
  const wires = $("wires");
  wires.setAttribute("width", origin.width);
  wires.setAttribute("height", paper.scrollHeight);
  const forward = metric.indicator.start <= quantity.start;
  const to = forward ? amount[0] : amount.at(-1);
  if (indicator.length) {
    const from = forward ? indicator.at(-1) : indicator[0];
    const route = routeBetween(from, to);
    wires.append(drawn("path", { d: rounded(route.points), class: "wire halo" }));
    wires.append(drawn("path", { d: rounded(route.points), class: "wire", id: "wire" }));
    const [x, y] = route.points.at(-1);
    const tip = route.above ? [`${x - 4},${y - 6}`, `${x + 4},${y - 6}`] : [`${x - 4},${y + 6}`, `${x + 4},${y + 6}`];
    wires.append(drawn("polygon", { points: `${x},${y} ${tip.join(" ")}`, class: "tip" }));
    const [sx, sy] = route.points[0];
    wires.append(drawn("circle", { cx: sx, cy: sy, r: 2.5, class: "tip" }));
  }
  const head = indicator[0] ?? to;
  const area = metric.policy_area?.id;
  const pill = placePill(make("span", { class: "pill area-pill", id: "area-pill", ...areaAttributes(area) }, areaName(area)), head.left, head.top, "above", origin.width);
  wires.append(drawn("path", { d: `M${Math.max(pill.left + 7, Math.min(head.middle, pill.left + pill.width - 7))} ${head.top - 4}V${head.top + 2}`, class: "wire link" }));
  const how = [measureText(metric), word(`status.${metric.status}`), years(metric.period)].filter(Boolean).join(" · ");
  placePill(make("span", { class: `pill how ${metric.status}`, id: "how-pill" }, how), amount.at(-1).middle + 9, amount.at(-1).bottom, "below", origin.width);
}

/** From below the indicator to the quantity: along the gap of the line, or through the left margin to another line. */
function routeBetween(from, to) {
  const line = from.bottom - from.top;
  const below = from.bottom + GAP;
  if (Math.abs(from.top - to.top) < line / 2) {
    return { above: false, points: [[from.middle, from.bottom + 1], [from.middle, below], [to.middle, below], [to.middle, to.bottom + 1]] };
  }
  const adjacent = to.top > from.bottom && to.top - from.bottom < line * 1.6;
  const entry = to.top - GAP;
  if (adjacent) return { above: true, points: [[from.middle, from.bottom + 1], [from.middle, below], [to.middle, below], [to.middle, to.top - 1]] };
  return {
    above: true,
    points: [[from.middle, from.bottom + 1], [from.middle, below], [GUTTER, below], [GUTTER, entry], [to.middle, entry], [to.middle, to.top - 1]],
  };
}

function rounded(points) {
  let path = `M${points[0][0]} ${points[0][1]}`;
  for (let i = 1; i + 1 < points.length; i += 1) {
    const [[ax, ay], [bx, by], [cx, cy]] = [points[i - 1], points[i], points[i + 1]];
    const before = Math.min(CORNER, Math.hypot(bx - ax, by - ay) / 2);
    const after = Math.min(CORNER, Math.hypot(cx - bx, cy - by) / 2);
    const away = (x, y, length) => {
      const distance = Math.hypot(x - bx, y - by) || 1;
      return `${bx + ((x - bx) / distance) * length} ${by + ((y - by) / distance) * length}`;
    };
    path += `L${away(ax, ay, before)}Q${bx} ${by} ${away(cx, cy, after)}`;
  }
  return `${path}L${points.at(-1)[0]} ${points.at(-1)[1]}`;
}

function placePill(pill, x, y, side, width) {
  $("pills").append(pill);
  const box = pill.getBoundingClientRect();
  const left = Math.max(4, Math.min(x, width - box.width - 4));
  pill.style.left = `${left}px`;
  pill.style.top = `${side === "above" ? y - box.height - 3 : y + 3}px`;
  return { left, width: box.width };
}
