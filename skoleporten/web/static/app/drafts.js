// Saves a long form on the server while one writes. Without this file the text is kept when the form is sent.
// Nothing is kept in the browser: no local storage, no cache.
const WAIT = 1500, AGAIN = 15000;

for (const line of document.querySelectorAll("[data-draft]")) watch(line, line.closest("form"));

function watch(line, form) {
  const said = line.querySelector("[role=status]"), pending = line.querySelector("[data-pending]");
  let timer, sending, isDirty = false, isSent = false;

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save() {
    isDirty = false;
    sending = new AbortController();
    try {
      const answer = await fetch(line.dataset.draft, { method: "POST", body: body(), signal: sending.signal });
      if (isSent) return;
      if (answer.redirected || (!answer.ok && answer.status !== 413)) return stop(line.dataset.gone);
      say(await answer.text());
      pending.hidden = !isDirty;
    } catch (error) {
      if (isSent) return;
      isDirty = true;
      say(line.dataset.failed);
      later(AGAIN);
    }
  }

  // Files are never part of a draft.
  function body() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  // The same words again are not read out again.
  function say(words) {
    if (said.textContent !== words) said.textContent = words;
  }

  function stop(words) {
    form.removeEventListener("input", changed);
    pending.hidden = true;
    say(words);
  }

  function changed() {
    isDirty = true;
    pending.hidden = false;
    later(WAIT);
  }

  // What was written before this file had come, or was put back by the browser, counts too.
  function differs(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "hidden" || field.type === "file" || field.options) return false;
    return field.defaultValue !== undefined && field.value !== field.defaultValue;
  }

  form.addEventListener("input", changed);
  if ([...form.elements].some(differs)) changed();
  form.addEventListener("submit", () => {
    isSent = true;
    isDirty = false;
    clearTimeout(timer);
    if (sending) sending.abort();
  });
  window.addEventListener("pageshow", () => { isSent = false; });
  window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
}
