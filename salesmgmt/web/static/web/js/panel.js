// The side panel: a record beside the list. Its address is the record's own page, so reload and sharing work; Back and Esc close it.
import "./record.js"; // the forms of whatever opens

const sheet = document.querySelector("[data-sheet]");
const side = document.getElementById("side");
let opener = null;
let pushed = false;

export async function open(link) {
  let loaded = false;
  side.addEventListener("htmx:afterSwap", () => { loaded = true; }, { once: true });
  await htmx.ajax("GET", link.dataset.panel, { target: "#side", swap: "innerHTML" });
  if (!loaded) return;
  if (pushed) history.replaceState({ panel: true }, "", link.href);
  else history.pushState({ panel: true }, "", link.href);
  pushed = true;
  opener = link;
  sheet.classList.add("has-side");
  mark(link);
  side.focus();
}

export function close() {
  if (pushed) history.back();
  else hide();
}

// Called on popstate: the address is already the list's again
export function back() {
  if (history.state?.panel) location.reload();
  else hide();
}

function hide() {
  if (!sheet?.classList.contains("has-side")) return;
  pushed = false;
  sheet.classList.remove("has-side");
  side.replaceChildren();
  mark(null);
  opener?.focus();
}

function mark(link) {
  document.querySelectorAll(".is-open").forEach((card) => card.classList.remove("is-open"));
  link?.closest("[data-card]")?.classList.add("is-open");
}
