// A board: cards move by drag, by the m menu and by the arrow keys' choice; the server has the last word.
// Cards say data-row, data-name, data-version and data-move; columns data-stage and data-name. Acts on a row answer with
// `record-changed` {stages, row}, a move that was refused with `record-refused` {stages, row, field, override}.
import "./override.js"; // a move that lacks something
import { placeBeside } from "./place.js";

const record = () => import("./record.js"); // with the first panel or the filter menu
const board = document.getElementById("board");
const menu = document.getElementById("move-menu");
const waiting = new Map(); // address of a move that is under way -> how to take it back
let dragged = null;
let chosen = null;

const cardOf = (element) => element?.closest?.(".deal[data-row]");
const columnOf = (element) => element?.closest?.("[data-stage]");
const linkOf = (card) => card?.querySelector("a[data-panel]");
const cardsIn = (column) => [...column.querySelectorAll(".deal[data-row]")];

async function move(card, column) {
  const from = columnOf(card);
  if (!column || from === column) return;
  const next = card.nextElementSibling;
  const list = from.querySelector("[data-cards]");
  column.querySelector("[data-cards]").prepend(card);
  card.setAttribute("aria-busy", "true");
  linkOf(card).focus();
  waiting.set(card.dataset.move, () => {
    const hadFocus = cardOf(document.activeElement) === card;
    list.insertBefore(card, next?.parentElement === list ? next : null);
    card.removeAttribute("aria-busy");
    if (hadFocus) linkOf(card).focus(); // what is put elsewhere loses it
  });
  await htmx.ajax("POST", card.dataset.move, {
    source: card,
    swap: "none",
    values: { stage: column.dataset.stage, version: card.dataset.version },
  });
}

// Whatever went wrong, the card goes back to where it was
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const takeBack = waiting.get(detail.requestConfig?.path);
  if (!takeBack) return;
  waiting.delete(detail.requestConfig.path);
  if (detail.xhr.status < 200 || detail.xhr.status >= 300) takeBack(); // a 422 is no error to htmx, and 0 is no answer
});

// The stages that an act has touched are drawn again, here and in the tabs of a phone
async function refresh(stages, row) {
  const columns = stages.map((stage) => document.getElementById(`stage-${stage}`)).filter(Boolean);
  if (!columns.length) return;
  const hadFocus = document.activeElement.closest(".deal[data-row], #override, #toasts") !== null;
  const address = new URL(board.dataset.columns, location.origin);
  stages.forEach((stage) => address.searchParams.append("column", stage));
  address.searchParams.set("cards", Math.max(...columns.map((column) => cardsIn(column).length)));
  const shown = document.querySelector("[data-tab][aria-current]");
  if (shown) address.searchParams.set("shown", shown.dataset.tab);
  await htmx.ajax("GET", address.pathname + address.search, { source: board, target: "#board", swap: "none" });
  const card = document.getElementById(`card-${row}`);
  if (hadFocus) linkOf(card)?.focus();
  const open = document.querySelector("#side [data-row]");
  if (open) document.getElementById(`card-${open.dataset.row}`)?.classList.add("is-open");
}

document.addEventListener("record-changed", ({ detail }) => refresh(detail.stages, detail.row));
document.addEventListener("record-refused", async ({ detail }) => {
  if (detail.override) return; // the card is back already; override.js asks for the reason
  if (document.querySelector(`#side [data-row="${detail.row}"]`)) return;
  const link = linkOf(document.getElementById(`card-${detail.row}`));
  if (!link || !detail.field) {
    refresh(detail.stages, detail.row);
    return;
  }
  const [panel, { focusField }] = await Promise.all([import("./panel.js"), record()]);
  await panel.open(link);
  focusField(detail.field);
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "side") record();
});
document.querySelector('[popovertarget="filter-menu"]')?.addEventListener("click", record);

// Drag
board?.addEventListener("dragstart", (event) => {
  dragged = cardOf(event.target);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.name);
  requestAnimationFrame(() => dragged?.classList.add("is-dragged"));
});
board?.addEventListener("dragover", (event) => {
  const column = columnOf(event.target);
  if (!dragged || !column) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  showPlace(column === columnOf(dragged) ? null : column);
});
board?.addEventListener("drop", (event) => {
  const column = columnOf(event.target);
  if (!dragged || !column) return;
  event.preventDefault();
  const card = dragged;
  endDrag();
  move(card, column);
});
board?.addEventListener("dragend", endDrag);

function showPlace(column) {
  const shown = board.querySelector(".deal.drop");
  if (shown && columnOf(shown) === column) return;
  shown?.remove();
  if (!column) return;
  const place = document.createElement("div");
  place.className = "deal drop";
  place.textContent = `Move to ${column.dataset.name}`;
  column.querySelector("[data-cards]").prepend(place);
}

function endDrag() {
  board.querySelector(".deal.drop")?.remove();
  dragged?.classList.remove("is-dragged");
  dragged = null;
}

// The m menu
document.querySelector("[data-open-move]")?.addEventListener("click", () => {
  chosen = cardOf(document.activeElement);
  if (!chosen) return;
  document.getElementById("move-menu-name").textContent = chosen.dataset.name;
  for (const item of menu.querySelectorAll("[data-to]")) {
    item.disabled = item.dataset.to === columnOf(chosen).dataset.stage;
  }
  menu.showPopover();
  placeBeside(menu, chosen);
  menu.querySelector("[data-to]:enabled").focus();
});
menu?.addEventListener("click", (event) => {
  const item = event.target.closest("[data-to]");
  if (!item) return;
  menu.hidePopover();
  move(chosen, document.getElementById(`stage-${item.dataset.to}`));
});
menu?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("[data-to]:enabled")];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
});

// Arrow keys between cards
board?.addEventListener("keydown", (event) => {
  const card = cardOf(event.target);
  if (!card || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  linkOf(neighbour(card, event.key))?.focus();
});

function neighbour(card, key) {
  const column = columnOf(card);
  const cards = cardsIn(column);
  const place = cards.indexOf(card);
  if (key === "ArrowDown") return cards[place + 1];
  if (key === "ArrowUp") return cards[place - 1];
  const filled = [...board.querySelectorAll("[data-stage]")].filter((each) => each === column || cardsIn(each).length);
  const beside = filled[filled.indexOf(column) + (key === "ArrowRight" ? 1 : -1)];
  const there = beside ? cardsIn(beside) : [];
  return there[Math.min(place, there.length - 1)];
}

// On a phone one stage shows at a time
document.querySelector(".stage-tabs")?.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tab]");
  if (!tab) return;
  event.preventDefault();
  for (const each of document.querySelectorAll("[data-tab]")) {
    each.toggleAttribute("aria-current", false);
    document.getElementById(`stage-${each.dataset.tab}`).classList.toggle("off", each !== tab);
  }
  tab.setAttribute("aria-current", "true");
  history.replaceState(history.state, "", tab.href);
});
