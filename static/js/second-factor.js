// Starts what needs a passkey or a security key, without a script inside the page.
// webauthn.js (allauth) talks to the browser; the form says which elements take part.

const PART = { addForm: "add", authenticateForm: "authenticate" };
const form = document.querySelector("[data-webauthn]");

if (form) {
  const { webauthn, button, credential } = form.dataset;
  const trouble = document.getElementById("key-trouble");
  const press = document.getElementById(button);
  window.allauth.webauthn.forms[webauthn]({
    ids: { [PART[webauthn]]: button, credential, data: "js_data" },
  });
  press.hidden = false;
  press.addEventListener("click", () => {
    if (trouble) trouble.hidden = true;
  });
  // The Enter key in the name asks for the key too: without one there is nothing to send.
  form.addEventListener("submit", (event) => {
    if (!["", "null"].includes(document.getElementById(credential).value)) return;
    event.preventDefault();
    press.click();
  });
  document.addEventListener("allauth.error", (event) => {
    if (!trouble) return;
    event.preventDefault();
    trouble.hidden = false;
    trouble.focus();
  });
}
