// The list of keys: the shell's own, and every element of the page with data-shortcut.
const dialog = document.getElementById("shortcuts");
const list = dialog.querySelector("dl");
const own = list.children.length;

// Single keys get in the way of speech input; whoever wants can switch them off in this browser
const single = dialog.querySelector("[data-single-keys]");
single.checked = localStorage.getItem("single-keys") !== "off";
single.addEventListener("change", () => {
  localStorage.setItem("single-keys", single.checked ? "on" : "off");
});

export function open() {
  if (dialog.open) return;
  while (list.children.length > own) list.lastElementChild.remove();
  for (const target of document.querySelectorAll("[data-shortcut]")) {
    list.append(line(target.dataset.shortcut, target.dataset.shortcutLabel ?? target.textContent.trim()));
  }
  dialog.showModal();
}

function line(key, words) {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  const pressed = document.createElement("kbd");
  const meaning = document.createElement("dd");
  pressed.textContent = key;
  meaning.textContent = words;
  term.append(pressed);
  row.append(term, meaning);
  return row;
}

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
