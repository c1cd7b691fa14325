// "Why this number": loads the reason into #why and shows it beside the figure. Esc and a click outside close it.
import { placeBeside } from "./place.js";

const why = document.getElementById("why");
let opener = null;

export function open(figure) {
  opener = figure;
  why.replaceChildren(waiting());
  why.showPopover();
  placeBeside(why, figure);
  htmx.ajax("GET", figure.dataset.why, { source: why, target: why, swap: "innerHTML" });
}

function waiting() {
  const words = document.createElement("p");
  words.className = "t-3";
  words.textContent = "Working it out…";
  return words;
}

why.addEventListener("htmx:afterSwap", () => {
  placeBeside(why, opener);
  why.focus();
});
for (const failure of ["htmx:responseError", "htmx:sendError"]) why.addEventListener(failure, () => why.hidePopover());
why.addEventListener("beforetoggle", (event) => {
  opener?.setAttribute("aria-expanded", String(event.newState === "open"));
});
why.addEventListener("toggle", (event) => {
  if (event.newState !== "closed" || !opener) return;
  if (why.contains(document.activeElement) || document.activeElement === document.body) opener.focus();
});
