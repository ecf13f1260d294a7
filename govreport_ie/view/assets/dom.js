// Small helpers around the DOM.  Text of a report only ever becomes text nodes and attribute values.

const $ = (id) => document.getElementById(id);

/** An element with properties, `data-` and other attributes, and children (strings become text). */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) element.style.setProperty(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function clear(element) {
  element.replaceChildren();
  return element;
}

function drawn(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Scroll a container so that an element stands in its middle, unless it is well in view already. */
function bringIntoView(container, element, { smooth = false, tries = 3 } = {}) {
  const outer = container.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  const margin = Math.min(80, outer.height / 5);
  if (inner.top >= outer.top + margin && inner.bottom <= outer.bottom - margin) return;
  const top = container.scrollTop + inner.top - outer.top - (outer.height - inner.height) / 2;
  const near = smooth && Math.abs(top - container.scrollTop) < 1.5 * outer.height;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  container.scrollTo({ top, behavior: near && !still ? "smooth" : "instant" });
  // rows that come into view get their true height only now, which may move the one that is wanted
  if (!near && tries) requestAnimationFrame(() => bringIntoView(container, element, { tries: tries - 1 }));
}

const narrow = matchMedia("(max-width: 899px)");
