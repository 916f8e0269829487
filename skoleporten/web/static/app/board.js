// The board without this file is plain forms. With it, the focus stays in the row whose card was exchanged (alone, or
// with the whole board), a tap that is on its way can not be made twice, and what was done is said aloud.
let row = null;
let waits = false;

function firstTap(card) {
  return [...card.querySelectorAll("[data-tap]")].find((button) => !button.closest("form").hidden);
}

function rowOf(element) {
  const card = element && element.closest && element.closest("#board .card");
  return card && card.id;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const tapped = rowOf(event.target);
  if (!tapped && event.target.id !== "board") return;
  const taps = tapped ? document.getElementById(tapped).querySelectorAll("[data-tap]") : [];
  if ([...taps].some((button) => button.hasAttribute("aria-disabled"))) { event.preventDefault(); return; }
  row = tapped || rowOf(document.activeElement) || row;
  waits = true;
  taps.forEach((button) => button.setAttribute("aria-disabled", "true"));
});

// Whoever taps twice in a row has tapped once, also where another button has come under the finger in between.
const TWICE = 600;
const last = { card: null, at: 0 };
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tap]");
  if (!button) return;
  const card = rowOf(button);
  const isAgain = event.detail > 0 && card === last.card && event.timeStamp - last.at < TWICE;
  if (isAgain || button.hasAttribute("aria-disabled")) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  last.card = card;
  last.at = event.timeStamp;
}, true);

// A tap exchanges its card, and nothing else of the page.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-mark]");
  const card = form && form.closest("#board .card");
  if (!card || event.defaultPrevented) return;
  event.preventDefault();
  htmx.ajax("POST", form.getAttribute("action"), { source: form, target: card, swap: "outerHTML" });
});

// Before a card goes the focus may be in it; after it has gone nobody can tell any more.
document.addEventListener("focusin", (event) => { row = rowOf(event.target) || row; });

function isBack() {
  document.querySelectorAll("[data-tap][aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  document.querySelectorAll("#board form[data-sent]").forEach((form) => delete form.dataset.sent);
}

function afterSwap() {
  isBack();
  const card = row && document.getElementById(row);
  if (!waits || !card) return;
  waits = false;
  tell(card);
  if (document.activeElement === document.body || document.activeElement === null) (firstTap(card) || card).focus();
}

// Whatever way the tap took, the one line that is read aloud says what stands on the card now.
function tell(card) {
  const said = document.getElementById("board-said");
  const words = `${card.querySelector("[data-name]").textContent}: ${card.querySelector("[data-status]").textContent}`;
  if (said && said.textContent !== words) said.textContent = words;
}

for (const name of ["htmx:afterSettle", "htmx:after:settle"]) document.addEventListener(name, afterSwap);
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:error"]) document.addEventListener(name, isBack);
