// The palette: type, choose with the arrows, Enter opens. Its lines come from the server, by what one may see.
const dialog = document.getElementById("palette");
const input = document.getElementById("palette-input");
const list = document.getElementById("palette-list");
const recent = document.getElementById("palette-recent");
const nothing = dialog.querySelector(".pal-none");
const status = dialog.querySelector("[data-palette-status]");
const MEMORY = "palette-recent"; // kinds and numbers of what was opened; never a name
const REMEMBERED = 6;

let shownFor = null; // the words that the lines were found for
let goes = false; // Enter was pressed before they were there

const lines = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");
const remembered = () => (localStorage.getItem(MEMORY) ?? "").split(",").filter(Boolean);

export function open() {
  if (dialog.open) return;
  input.value = "";
  recent.value = remembered().join();
  dialog.showModal();
  input.focus();
  ask();
}

function ask() {
  shownFor = null;
  goes = false;
  status.textContent = "Looking…";
  htmx.trigger(input, "asked");
}

function choose(line) {
  chosen()?.setAttribute("aria-selected", "false");
  input.setAttribute("aria-activedescendant", line?.id ?? "");
  line?.setAttribute("aria-selected", "true");
}

function step(by) {
  const all = lines();
  if (!all.length) return;
  const next = all[(all.indexOf(chosen()) + by + all.length) % all.length];
  choose(next);
  next.scrollIntoView({ block: "nearest" });
}

function remember(line) {
  const { hit } = line.dataset;
  if (!hit) return;
  const kept = [hit, ...remembered().filter((each) => each !== hit)].slice(0, REMEMBERED);
  localStorage.setItem(MEMORY, kept.join());
}

function go() {
  if (shownFor !== input.value) goes = true;
  else chosen()?.click();
}

input.addEventListener("input", () => {
  goes = false;
});
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // Enter then ends a word of another script
  if (event.key === "ArrowDown") step(1);
  else if (event.key === "ArrowUp") step(-1);
  else if (event.key === "Enter") go();
  else return;
  event.preventDefault();
});
list.addEventListener("pointermove", (event) => {
  const line = event.target.closest("[role=option]");
  if (line && line !== chosen()) choose(line);
});
list.addEventListener("click", (event) => {
  const line = event.target.closest("[role=option]");
  if (line) remember(line);
});
list.addEventListener("htmx:afterSwap", ({ detail }) => {
  shownFor = detail.requestConfig.parameters.q ?? "";
  const found = list.querySelectorAll("[data-hit]").length;
  nothing.hidden = found > 0;
  status.textContent = input.value.trim() ? `${found || "None"} found` : "";
  list.scrollTop = 0;
  choose(lines()[0]);
  if (goes) go();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-palette-close]")) dialog.close();
});
