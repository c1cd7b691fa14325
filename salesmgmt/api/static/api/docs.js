// Narrows the operations to those that have every word of the search.
const search = document.querySelector("[data-docs-filter]");
const entries = [...document.querySelectorAll("[data-docs-entry]")];
const count = document.querySelector("[data-docs-count]");

function narrow() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const entry of entries) {
    const text = entry.dataset.docsEntry.toLowerCase();
    entry.hidden = !words.every((word) => text.includes(word));
    shown += !entry.hidden;
  }
  for (const part of document.querySelectorAll("[data-docs-part]")) {
    part.hidden = !part.querySelector("[data-docs-entry]:not([hidden])");
  }
  count.textContent = words.length ? `${shown} of ${entries.length} operations` : "";
}

search?.addEventListener("input", narrow);
