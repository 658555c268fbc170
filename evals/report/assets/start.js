// Puts the parts to work, once, in the order a reader meets them.

function fillInPlace(fold) {
  fold.addEventListener("toggle", () => {
    const place = fold.querySelector(".in-place");
    const one = known.get(fold.dataset.case);
    if (fold.open && one && !place.firstChild) place.append(detail(one));
  });
}

function openForPaper() {
  const folds = [...document.querySelectorAll("details.on-paper:not([open])")];
  folds.forEach((fold) => (fold.open = true));
  addEventListener("afterprint", () => folds.forEach((fold) => (fold.open = false)), { once: true });
}

function goToList() {
  const opened = list.querySelector("tbody.open");
  (opened ?? byId("cases")).scrollIntoView({ behavior: "instant" });
  (opened?.querySelector(".opener") ?? byId("cases-title")).focus({ preventScroll: true });
}

buildFilters();
// On a phone the filters would fill the screen: they open on demand.
if (matchMedia("(max-width: 40rem)").matches) byId("filters-fold").open = false;
wireTables();
document.querySelectorAll("details[data-case]").forEach(fillInPlace);
for (const head of headRows.querySelectorAll("th[data-order]")) {
  head.querySelector("button").addEventListener("click", () => sortBy(head.dataset.order));
}
let typing = 0;
byId("search").addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(() => searchFor(event.target.value), 120);
});
byId("search-form").addEventListener("submit", (event) => event.preventDefault());
byId("clear").addEventListener("click", clearAll);
byId("clear-none").addEventListener("click", clearAll);
byId("more").addEventListener("click", () => more(STEP));
byId("all").addEventListener("click", () => more(shown.length));
byId("open-help").addEventListener("click", () => help.showModal());
byId("shut-help").addEventListener("click", () => help.close());
document.addEventListener("keydown", onKey);
addEventListener("beforeprint", openForPaper);
addEventListener("hashchange", () => readAddress() && goToList());
show();
if (readAddress()) goToList();
