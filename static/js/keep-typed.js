// <form data-keep="a-name"> keeps what is typed in this tab until the form has been accepted, so that an
// expired session, a refused send or a closed lid loses nothing. Passwords and files are never kept.
//
// The text is dropped when the server's next page does not hold the same form any more: it was accepted.

const PREFIX = "typed:";

const keyOf = (form) => PREFIX + (form.dataset.keep || location.pathname);

const keepable = (field) =>
  field.name &&
  !field.disabled &&
  field.name !== "csrfmiddlewaretoken" &&
  !["password", "file", "hidden", "submit", "button"].includes(field.type);

const isChoice = (field) => field.type === "checkbox" || field.type === "radio";

const initial = (field) => (isChoice(field) ? String(field.defaultChecked) : field.defaultValue ?? "");

const current = (field) => (isChoice(field) ? String(field.checked) : field.value);

const slot = (field) => (isChoice(field) ? `${field.name}=${field.value}` : field.name);

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) || "null");
  } catch {
    return null;
  }
}

function write(key, kept) {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Storage is full or refused: the form works as it would without this file.
  }
}

function restore(form, kept) {
  for (const field of form.elements) {
    if (!keepable(field) || !(slot(field) in kept.values)) continue;
    const value = kept.values[slot(field)];
    if (isChoice(field)) field.checked = value === "true";
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function follow(form) {
  const key = keyOf(form);
  const kept = read(key);
  // A page that came back with errors already holds the text: what the server shows wins.
  const refused = form.querySelector(".has-error, [data-focus-first]");
  if (kept && !refused) restore(form, kept);
  const save = () => {
    const values = {};
    for (const field of form.elements) {
      if (keepable(field) && (isChoice(field) || field.tagName === "SELECT" || current(field) !== initial(field))) {
        values[slot(field)] = current(field);
      }
    }
    write(key, { values });
  };
  form.addEventListener("input", save);
  form.addEventListener("submit", () => {
    save();
    sessionStorage.setItem(`${PREFIX}sent`, key);
  });
}

const forms = [...document.querySelectorAll("form[data-keep]")];
const sent = sessionStorage.getItem(`${PREFIX}sent`);
// "data-keeping" marks the pages on which a sent form may have been lost: sign-in, expired session, error.
const lost = document.querySelector("[data-keeping]") || forms.some((form) => keyOf(form) === sent);
if (sent && !lost) {
  sessionStorage.removeItem(sent);
  sessionStorage.removeItem(`${PREFIX}sent`);
}
forms.forEach(follow);
