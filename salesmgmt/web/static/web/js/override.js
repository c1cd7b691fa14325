// A move that lacks an exit criterion: the server says so by `record-refused` {override}, the address of a dialog that
// names what is missing and takes the reason to move all the same.
document.addEventListener("record-refused", async ({ detail }) => {
  if (!detail.override) return;
  document.getElementById("override")?.remove();
  await htmx.ajax("GET", detail.override, { target: "body", swap: "beforeend" });
  const dialog = document.getElementById("override");
  if (!dialog) return;
  const opener = document.activeElement;
  dialog.showModal();
  dialog.querySelector("[data-close-dialog]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus();
  });
  dialog.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
    if (xhr.status < 300) dialog.close();
  });
});
