// The palette: type, choose with the arrows, Enter opens. Its entries stand in the page as JSON.
const dialog = document.getElementById("palette");
const input = document.getElementById("palette-input");
const list = document.getElementById("palette-list");
const nothing = dialog.querySelector(".pal-none");
const entries = JSON.parse(document.getElementById("palette-entries").textContent);
const sprite = dialog.querySelector("use").getAttribute("href").split("#")[0];

let found = [];
let chosen = 0;

export function open() {
  if (dialog.open) return;
  input.value = "";
  draw();
  dialog.showModal();
  input.focus();
}

function matches(entry, words) {
  const label = entry.label.toLowerCase();
  return words.every((word) => label.includes(word));
}

function draw() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  found = entries.filter((entry) => matches(entry, words));
  chosen = 0;
  list.replaceChildren();
  let group = null;
  let heading = "";
  found.forEach((entry, index) => {
    if (entry.group !== heading) {
      heading = entry.group;
      group = addGroup(heading);
    }
    group.append(option(entry, index));
  });
  nothing.hidden = found.length > 0;
  choose(0);
}

function addGroup(heading) {
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", heading);
  const title = document.createElement("div");
  title.className = "pal-g eyebrow";
  title.setAttribute("aria-hidden", "true");
  title.textContent = heading;
  group.append(title);
  list.append(group);
  return group;
}

function option(entry, index) {
  const line = document.createElement("div");
  line.className = "pal-o";
  line.id = `palette-option-${index}`;
  line.setAttribute("role", "option");
  line.append(icon(entry.icon), document.createTextNode(entry.label));
  line.addEventListener("pointermove", () => choose(index));
  line.addEventListener("click", () => location.assign(entry.url));
  return line;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

function choose(index) {
  if (found.length === 0) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  chosen = (index + found.length) % found.length;
  list.querySelectorAll("[role=option]").forEach((line, place) => {
    line.setAttribute("aria-selected", String(place === chosen));
    if (place === chosen) {
      input.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    }
  });
}

input.addEventListener("input", draw);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Enter" && found.length > 0) location.assign(found[chosen].url);
  else return;
  event.preventDefault();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
