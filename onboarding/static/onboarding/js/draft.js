// The draft of a plan: its items are dragged within their day; the server has the last word.
let dragged = null;

const itemOf = (element) => element?.closest?.("[data-item][draggable]");
const dayOf = (element) => element?.closest?.("[data-day]");

document.addEventListener("dragstart", (event) => {
  dragged = itemOf(event.target);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.item);
  requestAnimationFrame(() => dragged?.classList.add("is-dragged"));
});

document.addEventListener("dragover", (event) => {
  const over = itemOf(event.target);
  if (!dragged || dayOf(event.target) !== dayOf(dragged)) return;
  event.preventDefault();
  if (!over || over === dragged) return;
  const { top, height } = over.getBoundingClientRect();
  over.parentElement.insertBefore(dragged, event.clientY < top + height / 2 ? over : over.nextSibling);
});

document.addEventListener("drop", (event) => {
  const day = dayOf(event.target);
  if (!dragged || day !== dayOf(dragged)) return;
  event.preventDefault();
  const items = [...document.querySelectorAll("#draft [data-item]")].map((item) => item.dataset.item);
  const { order, version } = day.dataset;
  htmx.ajax("POST", order, { source: day, target: "#draft", swap: "outerHTML", values: { items, version } });
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
});

// Back to the field that was refused, and to the first field of the row that is being changed
document.addEventListener("htmx:afterSettle", () => {
  (document.querySelector("#draft .is-bad, #draft [aria-invalid=true]") ?? document.querySelector("#draft .plan-edit input:not([type=hidden])"))?.focus();
});
