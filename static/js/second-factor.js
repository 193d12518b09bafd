// Starts the sign-in with a passkey or a security key, without a script inside the page.
// webauthn.js (allauth) talks to the browser; the form says which elements take part.

const form = document.querySelector("[data-webauthn]");
if (form) {
  window.allauth.webauthn.forms[form.dataset.webauthn]({
    ids: { authenticate: form.dataset.button, credential: form.dataset.credential, data: "js_data" },
  });
}
