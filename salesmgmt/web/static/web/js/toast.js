// Says what happened at the foot of the page, a few at a time. Toasts with Undo stay longer, bad ones until they are
// dismissed.
const STAYS = 6000;
const STAYS_WITH_UNDO = 15000;
const AT_ONCE = 3;

export function show({ text, undo = "", bad = false }) {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.classList.toggle("is-bad", bad);
  toast.querySelector("[data-toast-text]").textContent = text;
  toast.querySelector(bad ? "[data-toast-good]" : "[data-toast-bad]").remove();
  const button = toast.querySelector("[data-toast-undo]");
  if (undo) {
    button.setAttribute("hx-post", undo);
    button.addEventListener("htmx:afterRequest", () => toast.remove());
  } else {
    button.remove();
  }
  const toasts = document.getElementById("toasts");
  const quiet = toasts.querySelectorAll(".toast-x:not(.is-bad)");
  if (quiet.length >= AT_ONCE) quiet[0].remove();
  toasts.append(toast);
  htmx.process(toast);
  leaveLater(toast);
}

// Toasts that the server put on the page
export function schedule() {
  document.querySelectorAll("#toasts > .toast-x").forEach(leaveLater);
}

function leaveLater(toast) {
  if (toast.classList.contains("is-bad")) return;
  const undoable = toast.querySelector("form, [data-toast-undo]");
  let timer;
  const start = () => {
    timer = setTimeout(() => toast.remove(), undoable ? STAYS_WITH_UNDO : STAYS);
  };
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", start);
  start();
}
