// Keys: / searches, j and k walk the cases, Enter opens, Esc closes, ? explains. They can be switched off.

const help = byId("help");
const keys = byId("keys-on");

const isTyping = (target) => target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea");

function walk(step) {
  const openers = [...list.querySelectorAll(".opener")];
  const current = list.contains(document.activeElement) ? document.activeElement.closest("tbody")?.querySelector(".opener") : null;
  const place = current ? openers.indexOf(current) + step : step > 0 ? 0 : -1;
  if (place < 0) return;
  if (place >= openers.length) {
    if (drawn >= shown.length) return;
    more(STEP);
    walk(step);
    return;
  }
  openers[place].focus();
  openers[place].closest("tbody").scrollIntoView({ block: "nearest" });
}

function shutCase() {
  const body = document.activeElement?.closest?.("tbody.open") ?? list.querySelector("tbody.open");
  if (!body) return false;
  toggle(known.get(body.dataset.id), false);
  body.querySelector(".opener").focus();
  return true;
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const { key, target } = event;
  if (key === "Escape") {
    if (target === byId("search") && target.value) searchFor("");
    else if (!shutCase()) return;
    event.preventDefault();
    return;
  }
  if (isTyping(target)) return;
  const inList = list.contains(target);
  const steps = { ...(keys.checked ? { j: 1, k: -1 } : {}), ...(inList ? { ArrowDown: 1, ArrowUp: -1 } : {}) };
  if (key in steps) walk(steps[key]);
  else if (key === "/" && keys.checked) byId("search").focus();
  else if (key === "?" && keys.checked) help.showModal();
  else return;
  event.preventDefault();
}
