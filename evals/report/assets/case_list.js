// The case list: search, filters, order, and rows made only when they are looked at. The address holds it all.

const STEP = 50;
const BAD_FIRST = { failed: 2, unmark: 3, "known failing": 4, passed: 5 };
const OUTCOME_ORDER = Object.keys(page.words.outcomes);

const FILTERS = [
  { key: "verdict", title: "Result", of: (one) => [one.verdict], word: (name) => wordFor("verdicts", name) },
  { key: "changed", title: "Against the baseline", of: changesOf, word: (name) => (name === "turned" ? "turned worse or better" : (CHANGES[name]?.[1] ?? name).toLowerCase()) },
  { key: "must", title: "Must pass", of: (one) => [one.must ? "yes" : "no"], word: (name) => (name === "yes" ? "must pass" : "others") },
  { key: "suite", title: "Suite", of: (one) => [one.suite] },
  { key: "way", title: "Way of asking", of: (one) => [one.way], word: (name) => wordFor("ways", name) },
  { key: "kind", title: "Kind of question", of: (one) => (one.kind ? [one.kind] : []) },
  { key: "payer", title: "Payer", of: (one) => (one.payer ? [one.payer] : []) },
  { key: "tag", title: "Tag", of: (one) => one.tags ?? [] },
  { key: "outcome", title: "Code outcome", of: (one) => (one.outcome ? [one.outcome] : []), word: outcomeTitle },
  { key: "fails", title: "Fails by", of: (one) => one.fails ?? [], word: scoreTitle },
];

function changesOf(one) {
  if (!one.change) return [];
  return one.change === "worse" || one.change === "better" ? ["turned", one.change] : [one.change];
}

const badness = (one) =>
  (one.verdict === "failed" && one.must ? 0 : one.change === "worse" ? 1 : BAD_FIRST[one.verdict]) * 100 - (one.fails ?? []).length;
const outcomePlace = (one) => (one.outcome ? OUTCOME_ORDER.indexOf(one.outcome) : OUTCOME_ORDER.length);

const ORDERS = {
  result: badness,
  case: (one) => one.text.toLowerCase(),
  suite: (one) => one.suite,
  kind: (one) => `${one.kind ? 0 : 1} ${one.kind ?? ""} ${one.way}`,
  outcome: outcomePlace,
  time: (one) => one.ms,
  change: (one) => ["worse", "better", "rekeyed", "new", "same"].indexOf(one.change),
};

const cases = page.cases.map((one, place) => ({ ...one, place }));
const known = new Map(cases.map((one) => [one.id, one]));
const list = byId("case-table");
const view = { q: "", id: "", sort: "result", chosen: new Map(), open: "" };
let shown = [];
let drawn = 0;

// -- what is shown ------------------------------------------------------------------------------------------------------

const haystacks = new Map();
function haystack(one) {
  if (!haystacks.has(one.place)) {
    const answer = one.answer ?? {};
    const named = [...(answer.codes ?? []).map((at) => page.codes[at].code), ...listed(answer).map((found) => `${found.code} ${found.descriptor}`)];
    haystacks.set(
      one.place,
      [one.id, one.text, ...(one.after ?? []), one.why, answer.text, ...named, ...(one.tags ?? []), one.payer, one.source].join("\n").toLowerCase(),
    );
  }
  return haystacks.get(one.place);
}

function matching() {
  const words = view.q.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = FILTERS.filter((filter) => view.chosen.get(filter.key));
  return cases.filter(
    (one) =>
      (!view.id || one.id === view.id) &&
      chosen.every((filter) => filter.of(one).includes(view.chosen.get(filter.key))) &&
      words.every((word) => haystack(one).includes(word)),
  );
}

function ordered(found) {
  const down = view.sort.startsWith("-");
  const key = ORDERS[down ? view.sort.slice(1) : view.sort] ?? ORDERS.result;
  const keyed = found.map((one) => [key(one), one]);
  const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  keyed.sort(([one, first], [other, second]) => (down ? -1 : 1) * compare(one, other) || first.place - second.place);
  return keyed.map(([, one]) => one);
}

function show() {
  shown = ordered(matching());
  drawn = 0;
  list.querySelectorAll("tbody").forEach((body) => body.remove());
  more(STEP);
  byId("case-count").textContent = `${number.format(shown.length)} of ${counted(cases.length, "case")}`;
  byId("no-cases").hidden = shown.length > 0;
  list.hidden = shown.length === 0;
  const filtered = Boolean(view.q || view.id || [...view.chosen.values()].some(Boolean));
  byId("clear").hidden = !filtered;
  byId("only-one").hidden = !view.id;
  for (const head of headRows.querySelectorAll("th")) {
    const name = head.dataset.order;
    head.setAttribute("aria-sort", view.sort === name ? "ascending" : view.sort === `-${name}` ? "descending" : "none");
  }
  for (const preset of document.querySelectorAll(".presets a")) {
    const same = preset.getAttribute("href") === address(true);
    if (same) preset.setAttribute("aria-current", "true");
    else preset.removeAttribute("aria-current");
  }
}

function more(n) {
  const upTo = Math.min(shown.length, drawn + n);
  list.append(...shown.slice(drawn, upTo).map(row));
  drawn = upTo;
  const left = shown.length - drawn;
  byId("more").hidden = left === 0;
  byId("all").hidden = left <= STEP;
  byId("more").textContent = `Show ${Math.min(STEP, left)} more`;
  byId("all").textContent = `Show all ${number.format(shown.length)}`;
}

// -- rows ---------------------------------------------------------------------------------------------------------------

const headRows = list.querySelector("thead");

function row(one) {
  const [mark, title] = [dashed(one.verdict), RESULTS[one.verdict]];
  const button = el(
    "button",
    { type: "button", class: "opener", "aria-expanded": "false", "aria-controls": `case-${one.place}`, onclick: () => toggle(one) },
    unseen(`${title}: `),
    one.text,
  );
  const cells = [
    el("td", { class: "result", role: "cell" }, icon(mark), unseen(title)),
    el(
      "td",
      { class: "what", role: "cell" },
      button,
      el("span", { class: "about" }, el("code", {}, one.id), one.must ? must() : null, one.verdict === "known failing" || one.verdict === "unmark" ? el("span", { class: "badge" }, title.toLowerCase()) : null),
      one.verdict !== "passed" && one.why ? el("span", { class: "why" }, one.why) : null,
    ),
    el("td", { class: "wide", role: "cell" }, one.suite),
    el("td", { class: "wide", role: "cell" }, one.kind ?? el("span", { class: "small" }, wordFor("ways", one.way))),
    el("td", { role: "cell", class: one.outcome ? "code-cell" : "code-cell empty" }, one.outcome ? outcomeMark(one.outcome) : ""),
    el("td", { class: "figure time", role: "cell" }, wait(one.ms)),
  ];
  if (page.compared) cells.push(el("td", { role: "cell", class: one.change === "same" ? "change-cell empty" : "change-cell" }, changeMark(one)));
  return el(
    "tbody",
    { class: "case", role: "rowgroup", "data-id": one.id },
    el("tr", { role: "row" }, cells),
  );
}

function changeMark(one) {
  if (one.change === "same") return unseen("unchanged");
  const [mark, title] = CHANGES[one.change];
  return el("span", { class: `change ${mark}` }, icon(mark), title);
}

const rowOf = (one) => list.querySelector(`tbody[data-id="${CSS.escape(one.id)}"]`);

function toggle(one, open) {
  const body = rowOf(one);
  if (!body) return;
  const button = body.querySelector(".opener");
  const opens = open ?? button.getAttribute("aria-expanded") === "false";
  button.setAttribute("aria-expanded", String(opens));
  body.classList.toggle("open", opens);
  body.querySelector(".opened")?.remove();
  if (opens) {
    const cell = el("td", { role: "cell", colspan: page.compared ? 7 : 6 }, detail(one));
    body.append(el("tr", { class: "opened", role: "row", id: `case-${one.place}` }, cell));
  }
  byId("cases").classList.toggle("has-open", list.querySelector(".opened") !== null);
  view.open = opens ? one.id : view.open === one.id ? "" : view.open;
  keepAddress();
}

// -- the address --------------------------------------------------------------------------------------------------------

function address(filtersOnly = false) {
  const told = new URLSearchParams();
  if (view.q) told.set("q", view.q);
  if (view.id) told.set("id", view.id);
  for (const filter of FILTERS) if (view.chosen.get(filter.key)) told.set(filter.key, view.chosen.get(filter.key));
  if (!filtersOnly) {
    if (view.sort !== "result") told.set("sort", view.sort);
    if (view.open && view.open !== view.id) told.set("open", view.open);
  }
  return `#${told}`.replaceAll("+", "%20");
}

function keepAddress() {
  const wanted = address();
  if (location.hash !== wanted) history.replaceState(history.state, "", wanted === "#" ? location.pathname + location.search : wanted);
}

// A hash without "=" is a place on the page and leaves the list as it is; no hash at all is the whole list.
function readAddress() {
  const raw = location.hash.slice(1);
  if (raw && !raw.includes("=")) return false;
  const told = new URLSearchParams(raw);
  view.q = told.get("q") ?? "";
  view.id = told.get("id") ?? "";
  view.open = told.get("open") ?? "";
  const sort = told.get("sort") ?? "";
  view.sort = Object.hasOwn(ORDERS, sort.replace("-", "")) ? sort : "result";
  for (const filter of FILTERS) view.chosen.set(filter.key, told.get(filter.key) ?? "");
  fillControls();
  show();
  const opened = known.get(view.id || view.open);
  if (opened) {
    const place = shown.indexOf(opened);
    if (place >= drawn) more(place - drawn + STEP);
    toggle(opened, true);
  }
  return raw !== "";
}

// -- controls -----------------------------------------------------------------------------------------------------------

function fillControls() {
  byId("search").value = view.q;
  for (const filter of FILTERS) {
    const control = byId(`filter-${filter.key}`);
    const value = view.chosen.get(filter.key) ?? "";
    if (!control) continue;
    if (value && ![...control.options].some((option) => option.value === value)) control.append(option(filter, value, 0));
    control.value = value;
    control.parentElement.classList.toggle("set", Boolean(value));
  }
}

const option = (filter, value, n) => el("option", { value }, `${filter.word?.(value) ?? value} (${number.format(n)})`);

function buildFilters() {
  for (const filter of FILTERS) {
    const counts = new Map();
    for (const one of cases) for (const value of filter.of(one)) counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size < 2 && !(counts.size === 1 && [...counts.values()][0] < cases.length)) continue;
    const values = filter.key === "outcome" ? OUTCOME_ORDER.filter((name) => counts.has(name)) : [...counts.keys()].sort();
    const select = el(
      "select",
      {
        id: `filter-${filter.key}`,
        onchange: (event) => {
          view.chosen.set(filter.key, event.target.value);
          changed();
        },
      },
      el("option", { value: "" }, "all"),
      values.map((value) => option(filter, value, counts.get(value))),
    );
    byId("filters").append(el("div", { class: "filter" }, el("label", { for: select.id }, filter.title), select));
  }
}

function changed() {
  view.open = "";
  view.id = "";
  fillControls();
  show();
  keepAddress();
}

function searchFor(words) {
  view.q = words.trim();
  if (!words) byId("search").value = "";
  view.open = "";
  view.id = "";
  show();
  keepAddress();
}

function clearAll() {
  view.q = "";
  view.chosen.clear();
  changed();
}

function sortBy(name) {
  view.sort = view.sort === name ? `-${name}` : name;
  view.open = "";
  show();
  keepAddress();
}
