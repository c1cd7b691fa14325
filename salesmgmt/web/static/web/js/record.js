// A record, as a page or in the panel (#record): forms that came back, and filters without empty parts.
import "./override.js"; // a move that lacks something

// A refused act is drawn again; its form opens where it was, with the first fault focused
document.addEventListener("htmx:afterSettle", (event) => {
  const opened = document.querySelector("#record [data-opened]");
  if (opened) {
    opened.removeAttribute("data-opened");
    opened.showPopover();
  }
  event.target.querySelector?.(".fact-form [autofocus]")?.focus();
  document.querySelector("#record .is-bad, #record [aria-invalid=true]")?.focus();
  if (document.activeElement === document.body && event.detail.requestConfig?.triggeringEvent?.type === "click") {
    event.target.querySelector("#record :is(input:not([type=hidden]), select, textarea, button)")?.focus(); // in its place
  }
  if (document.activeElement === document.body) document.querySelector(".has-side #side")?.focus(); // its form has gone
});

// A move that lacked something: to the field that it lacks
document.addEventListener("record-refused", (event) => focusField(event.detail.field));

export function focusField(name) {
  document.querySelector(`#record [name="${CSS.escape(name)}"]`)?.focus();
}

// Addresses say only what narrows
document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-lean]")) return;
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
