// Everything works without this file; it only saves a click.
// htmx writes the address of each page, which may name a case, into the browser's storage. Nobody here reads it.
sessionStorage.removeItem("htmx-current-path-for-history");

// An error summary takes the focus also where the browser leaves `autofocus` alone (after a jump to #something).
const summary = document.querySelector(".ds-error-summary[autofocus]");
if (summary) summary.focus();

// The panel with one's roles closes when one presses Escape or looks elsewhere.
const who = document.querySelector("details.who");
if (who) {
  document.addEventListener("click", (event) => { if (!who.contains(event.target)) who.open = false; });
  who.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    who.open = false;
    who.querySelector("summary").focus();
  });
}

// A form sent twice is one form: the second click is swallowed (the server would also ignore it).
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
