// Every page: wires the shell. What is not needed at once is loaded when first used.
import { placeBeside } from "./place.js";
import * as toasts from "./toast.js"; // at once: it also says that the server cannot be reached

const TYPING = "input, textarea, select, [contenteditable]";

const palette = () => import("./palette.js");
const shortcuts = () => import("./shortcuts.js");
const popover = () => import("./popover.js");
const panel = () => import("./panel.js");

// Menus: a button with popovertarget and a [data-menu] beside it
document.addEventListener("toggle", (event) => {
  if (event.newState !== "open" || !event.target.matches?.("[data-menu]")) return;
  const opener = document.querySelector(`[popovertarget="${event.target.id}"]`);
  if (opener) placeBeside(event.target, opener);
  const focus = () => event.target.matches(".menu-form") && fieldToFill(event.target)?.focus();
  const { load } = event.target.dataset; // what is in it is asked for when it opens
  if (!load) return focus();
  htmx.ajax("GET", load, { source: event.target, target: event.target, swap: "innerHTML" }).then(() => {
    if (opener) placeBeside(event.target, opener);
    focus();
  });
}, true);

// A form that came back refused with its page opens where it was (record.js does so for a record that is drawn again)
const refused = document.querySelector("[data-opened]");
if (refused) {
  refused.removeAttribute("data-opened");
  refused.showPopover();
}

// On a phone the tab that is open may stand beyond the edge
for (const tab of document.querySelectorAll(".subnav [aria-current]")) {
  tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.clientWidth) / 2;
}

// One listener for clicks; the element says by an attribute what it opens
document.addEventListener("click", async (event) => {
  const hit = (selector) => event.target.closest(selector);
  if (hit("[data-dismiss]")) hit("[data-dismiss]").parentElement.remove();
  else if (hit("[data-open-palette]")) (await palette()).open();
  else if (hit("[data-open-shortcuts]")) (await shortcuts()).open();
  else if (hit("[data-panel-close]")) (await panel()).close();
  else if (hit("[data-why-close]")) document.getElementById("why").hidePopover();
});

document.addEventListener("click", (event) => {
  const figure = event.target.closest("[data-why]");
  if (figure) popover().then((module) => module.open(figure));
  const link = event.target.closest("a[data-panel]");
  const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
  if (link && plain && innerWidth > 720) {
    event.preventDefault();
    panel().then((module) => module.open(link));
  }
});

document.addEventListener("keydown", async (event) => {
  const typing = event.target.matches?.(TYPING);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    (await palette()).open();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open], :popover-open")) return;
  if (event.key === "Escape") closePanel();
  else if (localStorage.getItem("single-keys") === "off") return;
  else if (event.key === "?") (await shortcuts()).open();
  else pressShortcut(event);
});

async function closePanel() {
  if (document.querySelector("[data-sheet].has-side")) (await panel()).close();
}

// An element with data-shortcut="n" is clicked by the key n, and stands in the list that ? opens
function pressShortcut(event) {
  const target = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
}

// Appearance: switch at once; without this module the form does the same by a round trip
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]")) return;
  event.preventDefault();
  const chosen = event.submitter.value;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.bsTheme = chosen || system;
  document.cookie = `theme=${chosen};path=/;samesite=lax;max-age=${chosen ? 31536000 : 0}`;
  for (const button of event.target.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
});

// A form that leads to another page goes out once: of a double click the second would be answered, with “done already”
const AGAIN_AFTER = 5000; // in ms; some time, because what was sent may have been stopped
const onTheWay = new Set();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (onTheWay.has(form)) return event.preventDefault();
  onTheWay.add(form);
  setTimeout(() => onTheWay.delete(form), AGAIN_AFTER);
});
addEventListener("pageshow", () => onTheWay.clear()); // back to a page that was kept whole

// An act in place goes out once, too: htmx would send the second click after the first, from a page that is stale by then
const acting = new WeakSet();
document.addEventListener("htmx:confirm", (event) => {
  const { elt, verb, triggeringEvent } = event.detail;
  if (verb === "get" || !["click", "submit"].includes(triggeringEvent?.type)) return;
  if (acting.has(elt)) event.preventDefault();
});
document.addEventListener("htmx:beforeSend", ({ detail }) => acting.add(detail.requestConfig.elt));
document.addEventListener("htmx:afterRequest", ({ detail }) => acting.delete(detail.requestConfig.elt));

// Fragments: what the server says beside its answer, and what to say when it does not answer
document.addEventListener("toast", (event) => toasts.show(event.detail));
document.addEventListener("htmx:sendError", () => {
  toasts.show({ text: "The server could not be reached, so nothing was changed. Check the connection and try again.", bad: true });
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if ((xhr.getResponseHeader("HX-Trigger") ?? "").includes('"toast"')) return;
  toasts.show({ text: `The server answered with an error (${xhr.status}). Load the page again; if it stays, tell an administrator.`, bad: true });
});
// What an act on the page may have changed is asked for again
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.requestConfig.verb === "get") return;
  document.querySelectorAll("[data-after-acts]").forEach((part) => htmx.trigger(part, "acted"));
});

// A button that brings more in its place: the keyboard goes on at the first of what came, and a screen reader is told
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt: button } = detail.requestConfig;
  if (!button.matches("[data-more]") || !detail.shouldSwap) return;
  const place = detail.target.parentElement;
  const before = place.querySelectorAll("[data-card]").length;
  const told = ({ detail: settled }) => {
    if (settled.xhr !== detail.xhr) return;
    document.removeEventListener("htmx:afterSettle", told);
    const came = [...place.querySelectorAll("[data-card]")].slice(before);
    document.getElementById("said").textContent = button.textContent.replace(/^[\d,]+/, came.length);
    if (document.activeElement === document.body) came[0]?.querySelector("a")?.focus();
  };
  document.addEventListener("htmx:afterSettle", told);
});
addEventListener("popstate", async () => {
  if (history.state?.panel || document.querySelector("[data-sheet].has-side")) (await panel()).back();
});

// A form starts at what is wrong with it, else at its first field
function fieldToFill(form) {
  return form.querySelector("[aria-invalid=true]") ?? form.querySelector("input:not([type=hidden]), select, textarea");
}
document.querySelector("main [aria-invalid=true]")?.focus();

toasts.schedule();
