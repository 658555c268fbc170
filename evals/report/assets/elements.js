// Builds elements. Text always goes in as text, never as HTML: a case may hold anything.

const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);
const page = JSON.parse(byId("data").textContent);
const number = new Intl.NumberFormat("en-US");

function el(name, given = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("class", `icon icon-${name}`);
  drawn.setAttribute("aria-hidden", "true");
  drawn.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  drawn.append(use);
  return drawn;
}

const unseen = (text) => el("span", { class: "unseen" }, text);

function counted(n, one, many = `${one}s`) {
  return `${number.format(n)} ${n === 1 ? one : many}`;
}

function wait(ms) {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

// A link out is made only for a web address: a source may hold anything, and "javascript:" is no source.
function outward(url, text) {
  if (!/^https?:\/\//i.test(url)) return text;
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text, unseen(" (opens a new window)"));
}
