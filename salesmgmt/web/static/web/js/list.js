// A list: narrowed, ordered and paged in place while the address stays the truth; rows are walked and chosen by key.
// #list says data-address (what it shows) and data-query; rows say data-row and data-worth, or data-other-currency, which
// is not added up. Links and forms that change what is shown are marked data-list-link and data-list-form.
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const list = () => document.getElementById("list");
const rows = () => [...document.querySelectorAll("#list [data-row]")];
const plainClick = (event) => !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && event.button === 0;
const here = location.pathname;

// Going somewhere in the list
let going = false;
async function go(address, { push = true } = {}) {
  going = true;
  const url = new URL(address, location.href);
  document.querySelectorAll("#list :popover-open").forEach((menu) => menu.hidePopover());
  list().setAttribute("aria-busy", "true");
  if (push) history.pushState({ list: true }, "", url.pathname + url.search);
  await htmx.ajax("GET", url.pathname + url.search, { source: list(), target: "#list", swap: "outerHTML" });
  going = stale = false;
  list().removeAttribute("aria-busy");
  document.getElementById("main").scrollTop = 0;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-list-link]");
  if (!link || !list() || !plainClick(event) || link.pathname !== here) return;
  event.preventDefault();
  chosen.clear();
  go(link.href);
});

function addressOf(form) {
  const said = new URLSearchParams();
  const columns = [];
  for (const [name, value] of new FormData(form)) {
    if (name === "cols") columns.push(value);
    else if (value) said.set(name, value);
  }
  if (columns.length) said.set("cols", columns.join(","));
  return `${here}?${said}`;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-list-form]") || !list()) return;
  event.preventDefault();
  chosen.clear();
  go(addressOf(event.target));
});

let waiting;
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-list-search]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    chosen.clear();
    const address = addressOf(event.target.form);
    history.replaceState({ list: true }, "", address);
    go(address, { push: false });
  }, 250);
});

addEventListener("popstate", () => {
  if (!list() || location.pathname !== here || document.querySelector("[data-sheet].has-side")) return;
  if (location.pathname + location.search !== list().dataset.address) go(location.href, { push: false });
});

// Choosing rows
const chosen = new Set();
let all = false;
let anchor = null;
const bulk = document.getElementById("bulk");

function choose(row, on) {
  if (on) chosen.add(row.dataset.row);
  else chosen.delete(row.dataset.row);
  all = false;
  anchor = row.dataset.row;
}

function chooseTo(row, on = true) {
  const shown = rows();
  const from = shown.findIndex((each) => each.dataset.row === anchor);
  const to = shown.indexOf(row);
  const start = from < 0 ? to : Math.min(from, to);
  const kept = anchor;
  shown.slice(start, Math.max(from, to) + 1).forEach((each) => choose(each, on));
  anchor = kept ?? row.dataset.row;
}

function draw() {
  if (!bulk) return;
  const shown = rows();
  let worth = 0;
  let others = 0;
  for (const row of shown) {
    const on = chosen.has(row.dataset.row);
    row.setAttribute("aria-selected", String(on));
    row.querySelector("[data-pick]").checked = on;
    if (!on) continue;
    worth += Number(row.dataset.worth ?? 0);
    others += "otherCurrency" in row.dataset;
  }
  const count = chosen.size;
  const every = document.querySelector("[data-pick-all]");
  if (every) {
    every.checked = count > 0 && count === shown.length;
    every.indeterminate = count > 0 && count < shown.length;
  }
  const more = document.querySelector("#list a[rel=next], #list a[rel=prev]");
  bulk.hidden = !count && !bulk.querySelector(":popover-open"); // what was not done is read there
  bulk.querySelector("[data-bulk-count]").textContent = all ? `All ${matching()}` : `${count} selected`;
  const sums = [worth && Math.round(worth).toLocaleString("en"), others && `${others} in another currency`];
  bulk.querySelector("[data-bulk-worth]").textContent = all ? "" : sums.filter(Boolean).join(" · ");
  bulk.querySelector("[data-bulk-all]").hidden = all || !more || count < shown.length;
}

const matching = () => document.querySelector("#list .total td:not(.pick)")?.textContent ?? "that match"; // “112 deals”

function clear() {
  chosen.clear();
  all = false;
  draw();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-pick]");
  if (box) {
    const row = box.closest("[data-row]");
    if (event.shiftKey && anchor) chooseTo(row, box.checked);
    else choose(row, box.checked);
    draw();
  } else if (event.target.closest("[data-bulk-clear]")) {
    clear();
    link(rows()[0])?.focus();
  } else if (event.target.closest("[data-bulk-all]")) {
    all = true;
    draw();
  }
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-pick-all]")) return;
  rows().forEach((row) => choose(row, event.target.checked));
  draw();
});

// What is chosen goes along with the act's form
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-bulk-form]")) return;
  detail.parameters.query = list().dataset.query;
  if (all) detail.parameters.all = "1";
  else detail.parameters.row = [...chosen];
});
document.addEventListener("bulk-done", ({ detail }) => {
  if (!detail.keeps) bulk.querySelectorAll(":popover-open").forEach((menu) => menu.hidePopover());
  chosen.clear();
  all = false;
  bulk.querySelector("[data-outcome]")?.focus();
});

bulk?.addEventListener("toggle", (event) => {
  if (event.newState === "closed") draw();
}, true);

// After an act the list draws itself again, but not under somebody who has a menu of it open: it waits until that closes
let stale = false;
const menuIsOpen = () => Boolean(document.querySelector("#list :popover-open"));
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id !== "list" || going || !menuIsOpen()) return;
  event.preventDefault();
  stale = true;
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "list" || going || !menuIsOpen()) return;
  detail.shouldSwap = false;
  stale = true;
});
document.addEventListener("toggle", (event) => {
  if (!stale || event.newState !== "closed" || !event.target.closest?.("#list") || going) return;
  stale = false;
  htmx.trigger(list(), "acted");
}, true);

// The list was drawn again: rows that are still there stay chosen, and the keyboard stays where it was
let place = -1;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "list") place = rows().indexOf(document.activeElement?.closest?.("[data-row]") ?? null);
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.elt.id !== "list" && detail.target?.id !== "list") return;
  const shown = new Set(rows().map((row) => row.dataset.row));
  for (const key of chosen) if (!shown.has(key)) chosen.delete(key);
  draw();
  if (place >= 0 && document.activeElement === document.body) link(rows()[Math.min(place, rows().length - 1)])?.focus();
});

// Keys: j and k or the arrows walk, Enter opens, x or Space chooses, Shift with an arrow chooses on the way
const link = (row) => row?.querySelector("td:not(.pick) a");
const single = () => localStorage.getItem("single-keys") !== "off";

document.addEventListener("keydown", (event) => {
  if (!list() || event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPING)) return;
  if (document.querySelector("dialog[open], :popover-open")) return;
  const row = event.target.closest?.("#list [data-row]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? (single() ? { j: 1, k: -1 }[event.key.toLowerCase()] : 0);
  if (step && (row || !event.key.startsWith("Arrow"))) walk(event, row, step);
  else if (row && bulk && (event.key === " " || (event.key === "x" && single()))) {
    if (event.key === " " && event.target.matches("[data-pick]")) return; // the box does it itself
    event.preventDefault();
    choose(row, !chosen.has(row.dataset.row));
    draw();
  } else if (event.key === "Escape" && chosen.size && !document.querySelector(".has-side")) clear();
});

function walk(event, row, step) {
  event.preventDefault();
  const shown = rows();
  const next = row ? shown[shown.indexOf(row) + step] : shown[step > 0 ? 0 : shown.length - 1];
  if (!next) return;
  if (event.shiftKey && bulk) {
    if (row && !chosen.has(row.dataset.row)) choose(row, true);
    choose(next, true);
    draw();
  }
  link(next)?.focus();
}

// Columns change places by button, so that the keyboard does it too
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-up], [data-down]");
  if (!button) return;
  const line = button.closest("li");
  const other = button.matches("[data-up]") ? line.previousElementSibling : line.nextElementSibling;
  if (other) other[button.matches("[data-up]") ? "before" : "after"](line);
  button.focus();
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-closes]")) event.target.closest("[popover]").hidePopover();
});
