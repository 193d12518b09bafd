// <form data-keep-typed> keeps what is typed in this tab until the form has been accepted, so that an
// expired session, a refused send or a closed lid loses nothing. Passwords and files are never kept.
// The attribute may name what is kept; otherwise the page's address does. It is kept for the person who is
// signed in, and shown to nobody else who sits down at the same computer (docs/adr/0167).
//
// What was typed goes back together with the mark that it was written over (docs/adr/0132): if the record has
// moved on, the server asks. The text is dropped once the form was sent and what follows is not sign-in, an
// error, the same form with errors, or a return to the page by the browser's own buttons.

const PREFIX = "typed:";
const SENT = `${PREFIX}sent`;
const LOST = `${PREFIX}lost`;
const MARKS = ["mark", "revision"];

const person = document.body.dataset.person ?? "";

const keyOf = (form) => `${PREFIX}${person}:${form.dataset.keepTyped || location.pathname}`;

const keepable = (field) =>
  field.name &&
  !field.disabled &&
  field.name !== "csrfmiddlewaretoken" &&
  !["password", "file", "hidden", "submit", "button"].includes(field.type);

const isChoice = (field) => field.type === "checkbox" || field.type === "radio";

const chosen = (field, which) => JSON.stringify([...field.options].filter((option) => option[which]).map((option) => option.value));

function initial(field) {
  if (isChoice(field)) return String(field.defaultChecked);
  return field.tagName === "SELECT" ? chosen(field, "defaultSelected") : field.defaultValue ?? "";
}

function current(field) {
  if (isChoice(field)) return String(field.checked);
  return field.tagName === "SELECT" ? chosen(field, "selected") : field.value;
}

function put(field, value) {
  if (isChoice(field)) field.checked = value === "true";
  else if (field.tagName !== "SELECT") field.value = value;
  else for (const option of field.options) option.selected = JSON.parse(value).includes(option.value);
}

const slot = (field) => (isChoice(field) ? `${field.name}=${field.value}` : field.name);

const marksOf = (form) => [...form.elements].filter((field) => field.type === "hidden" && MARKS.includes(field.name));

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
  for (const field of marksOf(form)) field.value = kept.marks?.[field.name] ?? field.value;
  for (const field of form.elements) {
    if (!keepable(field) || !(slot(field) in kept.values)) continue;
    put(field, kept.values[slot(field)]);
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// A page that came back with errors already holds the text: what the server shows wins.
const isRefused = (form) => form.querySelector(".has-error, [data-focus-first]") !== null;

function follow(form) {
  const key = keyOf(form);
  const kept = read(key);
  const before = kept?.values ?? {};
  if (kept && !isRefused(form)) restore(form, kept);
  const save = () => {
    const values = {};
    for (const field of form.elements) {
      if (keepable(field) && (slot(field) in before || current(field) !== initial(field))) values[slot(field)] = current(field);
    }
    write(key, { values, marks: Object.fromEntries(marksOf(form).map((field) => [field.name, field.value])) });
  };
  // A draft that saves itself is kept by autosave.js; here only a whole page of it that was sent.
  if (!form.dataset.autosave) form.addEventListener("input", save);
  form.addEventListener("submit", () => {
    save();
    write(SENT, key);
    sessionStorage.removeItem(LOST);
  });
}

// After a form was sent. "data-keeping" marks the pages on which it may have been lost: sign-in, expired
// session, error; from there on it waits until the person is back at it.
function settle(forms) {
  const sent = read(SENT);
  if (!sent) return;
  const form = forms.find((one) => keyOf(one) === sent);
  if (!form && document.querySelector("[data-keeping]")) return write(LOST, true);
  if (!form && read(LOST)) return;
  // A draft that came back by itself was stored by the server, errors and all.
  const refused = form && isRefused(form) && !form.dataset.autosave;
  const returned = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  if (!form || !(refused || read(LOST) || returned)) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
  sessionStorage.removeItem(LOST);
}

const forms = [...document.querySelectorAll("form[data-keep-typed]")];
settle(forms);
forms.forEach(follow);
