// One case, opened: why it stands as it does, then question, key, answer, proof, scores and where the key comes from.

const RESULTS = {
  passed: "Passes",
  failed: "Fails",
  "known failing": "Fails as marked",
  unmark: "Passes while marked failing",
};
const dashed = (name) => name.replaceAll(" ", "-");

const CHANGES = {
  worse: ["worse", "Turned worse"],
  better: ["better", "Turned better"],
  new: ["new", "New"],
  rekeyed: ["new", "New key"],
  same: ["same", "Unchanged"],
};

const wordFor = (table, name) => (Object.hasOwn(page.words[table], name) ? page.words[table][name] : name);
const scoreTitle = (name) => wordFor("scores", name);
const outcomeTitle = (name) => wordFor("outcomes", name);

function outcomeMark(name) {
  return el("span", { class: "outcome" }, icon(`o-${dashed(name)}`), outcomeTitle(name));
}

function detail(one) {
  const answer = one.answer ?? {};
  const given = (name) => (answer[name] ?? []).map((place) => page[name][place]);
  return el(
    "div",
    { class: "detail" },
    standing(one),
    el(
      "div",
      { class: "sides" },
      el("div", {}, asked(one), expected(one)),
      el("div", {}, answered(one, answer), codes(given("codes")), candidates(listed(answer), one), findings(answer)),
    ),
    proof(answer.statements ?? [], given("sources")),
    scores(one.scores.map((place) => page.scores[place])),
    theKey(one),
  );
}

const block = (title, ...children) => el("section", { class: "block" }, el("h3", {}, title), ...children);

// -- why it stands as it does -------------------------------------------------------------------------------------------

function standing(one) {
  const [mark, title] = [dashed(one.verdict), RESULTS[one.verdict]];
  const failing = one.scores.map((place) => page.scores[place]).filter((score) => score.passed === false);
  const why = one.error
    ? [el("p", {}, one.error)]
    : failing.length
      ? [el("ul", {}, failing.map((score) => el("li", {}, el("b", {}, scoreTitle(score.name)), ` ${score.reason}`)))]
      : [];
  const marked = one.whyFailing ? [el("p", {}, `Marked as known to fail: ${one.whyFailing}`)] : [];
  return el(
    "div",
    { class: `standing ${mark}` },
    el("p", { class: "standing-title" }, icon(mark), title, one.must ? must() : null),
    ...why,
    ...marked,
    against(one),
  );
}

function against(one) {
  if (!page.compared) return null;
  const [mark] = CHANGES[one.change];
  const lost = (one.lost ?? []).map(scoreTitle).join(", ");
  const told = {
    worse: "It passed in the baseline and fails now.",
    better: "It failed in the baseline and passes now.",
    same: one.verdict === "passed" || one.verdict === "unmark" ? "It passed in the baseline too." : "It failed in the baseline too.",
    new: "The baseline does not have this case.",
    rekeyed: "Its question or key has changed since the baseline, so the two results are not compared.",
  }[one.change];
  return el(
    "p",
    { class: "against" },
    icon(mark),
    el("span", {}, `Against ${page.compared}: ${told}${lost ? ` Scores that fell: ${lost}.` : ""}`),
  );
}

const must = () => el("span", { class: "badge must" }, icon("must"), "must pass");

// -- question and key ---------------------------------------------------------------------------------------------------

function asked(one) {
  const about = [
    one.payer && `payer ${one.payer}`,
    one.dos && `date of service ${one.dos}`,
    one.setting && one.setting !== "outpatient" && one.setting,
    `asked as a ${wordFor("ways", one.way)}`,
  ].filter(Boolean);
  const earlier = (one.after ?? []).map((turn) => el("li", {}, turn));
  return block(
    "Asked",
    earlier.length ? el("p", { class: "small" }, "Earlier in the thread:") : null,
    earlier.length ? el("ol", { class: "turns" }, earlier) : null,
    el("p", { class: "question" }, one.text),
    el("p", { class: "small" }, about.join(" · ")),
  );
}

function expected(one) {
  const rows = (one.expect ?? []).flatMap(([key, values]) => [
    el("dt", {}, wordFor("expected", key)),
    el("dd", {}, values.length ? wanted(key, values) : "none"),
  ]);
  return block("Expected", el("dl", { class: "key" }, rows));
}

function wanted(key, values) {
  if (key !== "says" && key !== "never_says") return values.join(", ");
  return el("ul", {}, values.map((pattern) => el("li", {}, readable(pattern))));
}

// The key's facts are patterns. Those that only list wordings are written as words; the others stand as they are.
function readable(pattern) {
  const bare = pattern.replace(/\\([.\-()/+$])/g, (_, char) => (char === "." ? "\u0001" : char));
  if (/[\\[\](){}?*+^$.]/.test(bare) || bare !== pattern.replace(/\\\./g, "\u0001")) {
    return el("span", {}, unseen("pattern "), el("code", {}, pattern));
  }
  return bare.replace(/\u0001/g, ".").split("|").map((wording) => `“${wording}”`).join(" or ");
}

// -- answer -------------------------------------------------------------------------------------------------------------

function answered(one, answer) {
  if (!one.answer) return block("Answered", el("p", { class: "small" }, "Nothing came back."));
  const about = [
    answer.status,
    answer.kind && `taken for ${answer.kind}`,
    answer.refusal && `refused: ${answer.refusal}`,
    answer.writer && `written by ${answer.writer}`,
    answer.day && `for ${answer.day}`,
    wait(one.ms),
  ].filter(Boolean);
  // Codes by rank and findings have lists of their own below; their text would only repeat them.
  const below = answer.statements ? "" : answer.candidates ? "The codes below, by rank." : answer.findings ? "The findings below." : "";
  const text = below ? "" : answer.text.trim();
  return block(
    "Answered",
    text ? el("div", { class: "reply" }, text) : el("p", {}, below || (one.way === "claim" ? "No finding." : "An empty reply.")),
    answer.clarify && !text.includes(answer.clarify) ? el("p", {}, `${answer.clarify} ${(answer.choices ?? []).join(" / ")}`) : null,
    answer.identifiers ? el("p", { class: "small" }, `Identifiers noticed: ${answer.identifiers.join(", ")}`) : null,
    answer.mended ? el("p", { class: "small" }, `Mended claim: ${answer.mended.join(", ") || "no diagnosis left"}`) : null,
    el("p", { class: "small" }, about.join(" · ")),
  );
}

function codes(shown) {
  if (!shown.length) return null;
  const rows = shown.map((one) =>
    el(
      "li",
      {},
      el("span", { class: "code" }, one.code),
      el("span", { class: `role ${one.role}` }, icon(`r-${one.role}`), one.role),
      el(
        "span",
        {},
        one.descriptor ?? "",
        el("span", { class: "small" }, ` ${one.state}${one.state === one.true_state ? "" : `, but the tables say ${one.true_state}`}`),
      ),
    ),
  );
  return block("Codes named", el("ul", { class: "codes" }, rows));
}

const listed = (answer) =>
  (answer.candidates ?? []).map(([title, why, score]) => ({ ...page.titles[title], why: page.whys[why], score }));

const covers = (named, code) =>
  code === named || (named.endsWith("-") && code.startsWith(named.slice(0, -1).replace(/\.$/, "")));

function candidates(shown, one) {
  if (!shown.length) return null;
  const right = (one.expect ?? []).filter(([key]) => key === "codes").flatMap(([, values]) => values);
  const rows = shown.map((found) => {
    const hit = right.some((named) => covers(named, found.code));
    return el(
      "li",
      { class: hit ? "hit" : null },
      el("span", { class: "code" }, found.code),
      el("span", {}, found.descriptor, hit ? el("span", { class: "badge expected" }, icon("passed"), "expected") : null, el("span", { class: "small reason" }, [found.why, `score ${found.score.toFixed(2)}`].filter(Boolean).join(" · "))),
    );
  });
  return block("Candidates", el("ol", { class: "candidates" }, rows));
}

function findings(answer) {
  const rows = (answer.findings ?? []).map((one) =>
    el(
      "li",
      {},
      el("b", {}, one.severity, " ", one.edit),
      one.codes ? ` on ${one.codes.join(", ")}` : "",
      el("span", { class: "said" }, one.message),
      el("span", { class: "small" }, one.authority ?? "", one.citation ? ` [${one.citation}]` : ""),
    ),
  );
  return rows.length ? block("Findings", el("ul", { class: "findings" }, rows)) : null;
}

// -- proof --------------------------------------------------------------------------------------------------------------

// Each source is quoted under the first statement that cites it; one that no statement cites stands at the end.
function proof(statements, sources) {
  if (!statements.length && !sources.length) return null;
  const numbered = new Map(sources.map((one) => [one.n, one]));
  const shown = new Set();
  const rows = statements.map(([text, cited]) => {
    const fresh = cited.filter((n) => numbered.has(n) && !shown.has(n));
    fresh.forEach((n) => shown.add(n));
    return el(
      "li",
      {},
      el("p", { class: "statement" }, text, " ", el("span", { class: "small" }, cited.map((n) => `[${n}]`).join(""))),
      fresh.map((n) => quoted(numbered.get(n))),
      cited.length ? null : el("p", { class: "small" }, "No source is cited."),
    );
  });
  const rest = sources.filter((one) => !shown.has(one.n)).map(quoted);
  return block("Statements and their proof", rows.length ? el("ol", { class: "statements" }, rows) : null, ...rest);
}

function quoted(one) {
  const about = [one.section, one.publisher, one.edition, one.label && `${one.label} source`].filter(Boolean).join(" · ");
  return el(
    "figure",
    { class: "quote" },
    el("blockquote", {}, one.quote),
    el(
      "figcaption",
      {},
      el("span", { class: "source" }, `[${one.n}] `, one.url ? outward(one.url, one.title) : one.title),
      el("span", { class: "small" }, about, " · ", el("code", {}, one.passage_id)),
    ),
  );
}

// -- scores and the key's source ----------------------------------------------------------------------------------------

function scores(given) {
  if (!given.length) return null;
  const rows = given.map((one) => {
    const [mark, word] = one.passed === null ? ["measured", "measured"] : one.passed ? ["passed", "passes"] : ["failed", "fails"];
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, scoreTitle(one.name)),
      el("td", { class: "verdict" }, icon(mark), word),
      el("td", { class: "figure" }, one.value.toFixed(2)),
      el("td", {}, one.reason, one.label ? el("span", { class: "small" }, ` ${one.label}`) : null),
    );
  });
  const heads = ["Score", "Result", "Value", "Why"].map((title) =>
    el("th", { scope: "col", class: title === "Value" ? "figure" : null }, title),
  );
  return block("Scores", el("table", { class: "scores" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows)));
}

function theKey(one) {
  const place = one.file ? `${one.file}${one.line ? `, line ${one.line}` : ""}` : "";
  return block(
    "What makes the key true",
    el("p", {}, one.source || "No source is given."),
    el(
      "p",
      { class: "small" },
      [one.author && `by ${one.author}`, place, `case ${one.id}`, one.key && `key ${one.key}`].filter(Boolean).join(" · "),
    ),
    el(
      "p",
      { class: "small tags" },
      (one.tags ?? []).map((tag) => el("a", { class: "tag", href: `#${new URLSearchParams({ tag })}` }, unseen("all cases tagged "), tag)),
      el("a", { class: "permalink", href: `#${new URLSearchParams({ id: one.id })}` }, "Link to this case"),
    ),
  );
}
