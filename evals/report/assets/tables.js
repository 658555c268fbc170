// The tables of the charts: sorted by their headers, the first rows first, one dimension at a time.

function arrange(table) {
  const limit = Number(table.dataset.limit || 0);
  const rows = [...table.tBodies[0].rows];
  const all = table.classList.contains("all") || !limit;
  rows.forEach((one, place) => one.classList.toggle("beyond", !all && place >= limit));
}

function sortTable(table, head) {
  const column = [...head.parentElement.children].indexOf(head);
  const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const other of head.parentElement.children) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", direction);
  const value = (one) => one.cells[column].dataset.sort ?? one.cells[column].textContent.trim();
  const numeric = [...table.tBodies[0].rows].every((one) => !value(one) || !Number.isNaN(Number(value(one))));
  const sign = direction === "ascending" ? 1 : -1;
  const compare = (one, other) => {
    const [first, second] = [value(one), value(other)];
    if (first === "" || second === "") return (first === "") - (second === "");
    return sign * (numeric ? Number(first) - Number(second) : first.localeCompare(second, "en"));
  };
  table.tBodies[0].append(...[...table.tBodies[0].rows].sort(compare));
  arrange(table);
}

function wireTables() {
  for (const table of document.querySelectorAll("table.sortable")) {
    for (const head of table.querySelectorAll("th[aria-sort]")) {
      head.querySelector("button").addEventListener("click", () => sortTable(table, head));
    }
    arrange(table);
  }
  for (const button of document.querySelectorAll("button.all-rows")) {
    const table = byId(button.getAttribute("aria-controls"));
    const [shut, open] = [button.textContent, button.dataset.open];
    button.addEventListener("click", () => {
      const all = table.classList.toggle("all");
      button.setAttribute("aria-expanded", String(all));
      button.textContent = all ? open : shut;
      arrange(table);
    });
  }
  for (const choice of document.querySelectorAll('input[name="dimension"]')) {
    const panel = byId(`slices-${choice.value}`);
    panel.classList.toggle("off", !choice.checked);
    choice.addEventListener("change", () => {
      for (const other of document.querySelectorAll(".panel")) other.classList.toggle("off", other !== panel);
    });
  }
}
