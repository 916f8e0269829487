// The board without this file is plain forms. With it, the focus stays in the row whose card was exchanged, and a tap
// that is on its way can not be made twice.
const board = document.getElementById("board");
let tapped = null;

function firstTap(card) {
  return [...card.querySelectorAll("[data-tap]")].find((button) => !button.closest("form").hidden);
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const card = event.target.closest && event.target.closest(".card");
  if (!card || !board) return;
  if (card.querySelector("[data-tap][aria-disabled]")) { event.preventDefault(); return; }
  tapped = card.id;
  card.querySelectorAll("[data-tap]").forEach((button) => button.setAttribute("aria-disabled", "true"));
});

function isBack() {
  document.querySelectorAll("[data-tap][aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

function afterSwap() {
  isBack();
  const card = tapped && document.getElementById(tapped);
  tapped = null;
  if (!card || (document.activeElement !== document.body && document.activeElement !== null)) return;
  (firstTap(card) || card).focus();
}

for (const name of ["htmx:afterSettle", "htmx:after:settle"]) document.addEventListener(name, afterSwap);
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:error"]) document.addEventListener(name, isBack);
