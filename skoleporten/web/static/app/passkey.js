// Asks the browser for a passkey and sends its answer with the form. Needs webauthn-json.js before it.
const form = document.querySelector("form[data-passkey]");
if (form) {
  const button = form.querySelector("button");
  const trouble = document.getElementById("passkey-trouble");
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  const ask = form.dataset.passkey === "create" ? window.webauthnJSON.create : window.webauthnJSON.get;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    trouble.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(options));
      button.disabled = false;
      form.requestSubmit();
    } catch {
      trouble.hidden = false;
      trouble.focus();
      button.disabled = false;
    }
  });
}
