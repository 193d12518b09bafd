// A form with data-autosave="<url>" saves itself while somebody writes.
//
// Sent: POST, form-encoded: the changed fields, `revision` (the draft's last known), csrfmiddlewaretoken.
// Answered: 200 {revision, saved_at, missing} · 409 {revision, conflicts: [{field, label, theirs, mine, by, at}]}
// · 422 {revision?, errors: {field: [..]}} (kept nevertheless) · 401 or a redirect to the sign-in page.
// Whatever happens the text stays: in the page, and in localStorage until the server has it, for the person
// who typed it and nobody else (docs/adr/0167).

const WAIT = 1500; // after the last key
const RETRY = [3000, 10000, 30000, 60000];
const REFRESH = "draft-saved"; // event for pages that show what is missing

const person = document.body.dataset.person ?? "";

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.key = `draft:${person}:${this.url}`;
    this.line = document.querySelector("[data-autosave-status]");
    this.panel = document.querySelector("[data-autosave-conflicts]");
    this.changed = new Set();
    this.clashing = new Set(); // fields of which somebody else wrote another text: kept here, not sent
    this.attempt = 0;
    this.busy = false;
    this.timer = 0;
    this.putBack();
    form.addEventListener("input", (event) => this.touch(event.target));
    form.addEventListener("change", (event) => this.touch(event.target));
    form.addEventListener("submit", () => this.leave());
    addEventListener("online", () => this.save());
    addEventListener("focus", () => this.changed.size && this.save());
    addEventListener("beforeunload", (event) => {
      if (this.changed.size && !this.stored) event.preventDefault();
    });
  }

  get revision() {
    return this.form.elements.namedItem("revision");
  }

  touch(field) {
    if (!field.name || field.type === "file" || field === this.revision) return;
    if (this.clashing.has(field.name)) {
      this.remember(); // until the person has chosen, sending it would overwrite the other text
      return;
    }
    this.changed.add(field.name);
    this.remember();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), WAIT);
  }

  values(names) {
    const all = new FormData(this.form);
    return Object.fromEntries([...names].map((name) => [name, all.getAll(name).filter((value) => typeof value === "string")]));
  }

  get unsent() {
    return new Set([...this.changed, ...this.clashing]);
  }

  remember() {
    try {
      // With the revision it was written on: what others saved meanwhile must show as a conflict.
      const revision = this.clashing.size ? this.clashRevision : this.revision?.value;
      const kept = { revision, values: this.values(this.unsent) };
      localStorage.setItem(this.key, JSON.stringify(kept));
      this.stored = true;
    } catch {
      this.stored = false; // full or refused: leaving the page will ask first
    }
  }

  leave() {
    // A whole page sent in the middle of a clash: the server must see it too, and ask.
    if (this.clashing.size && this.revision) this.revision.value = this.clashRevision;
    this.forget();
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  putBack() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) || "null");
    } catch {
      this.forget();
    }
    if (!kept?.values) return;
    if (this.revision && kept.revision) this.revision.value = kept.revision;
    for (const [name, values] of Object.entries(kept.values)) {
      this.fill(name, values);
      this.changed.add(name);
    }
    this.say("kept", this.line?.dataset.found);
    this.timer = setTimeout(() => this.save(), WAIT);
  }

  fill(name, values) {
    const fields = [...this.form.elements].filter((field) => field.name === name);
    fields.forEach((field, index) => {
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
      else field.value = values[index] ?? "";
      field.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
    });
  }

  body(names) {
    const body = new URLSearchParams();
    for (const [name, values] of Object.entries(this.values(names))) {
      // An unticked box sends nothing: an empty value says that the answer was taken away.
      for (const value of values.length ? values : [""]) body.append(name, value);
    }
    body.set("revision", this.revision?.value ?? "");
    body.set("csrfmiddlewaretoken", this.form.elements.namedItem("csrfmiddlewaretoken")?.value ?? "");
    return body;
  }

  async save() {
    clearTimeout(this.timer);
    if (this.busy || !this.changed.size) return;
    this.busy = true;
    const sent = new Set(this.changed);
    this.changed.clear();
    this.say("saving", this.line?.dataset.saving);
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: this.body(sent),
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        redirect: "manual",
      });
      await this.hear(answer, sent);
    } catch {
      this.keep(sent);
    } finally {
      this.busy = false;
    }
    if (this.changed.size && this.attempt === 0) this.timer = setTimeout(() => this.save(), WAIT);
  }

  async hear(answer, sent) {
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") return this.signedOut(sent);
    if (![200, 409, 422].includes(answer.status)) return this.keep(sent);
    if (!answer.headers.get("Content-Type")?.includes("json")) return this.refused(sent);
    const data = await answer.json();
    const before = this.revision?.value;
    this.attempt = 0;
    if (data.revision !== undefined && this.revision) this.revision.value = data.revision;
    if (answer.status === 409) return this.conflict(data.conflicts, before);
    if (this.unsent.size) this.remember();
    else this.forget();
    if (answer.status === 422) return this.errors(data.errors);
    for (const name of sent) this.mark(name, []);
    if (!this.clashing.size) this.say("saved", this.line?.dataset.saved.replace("{time}", data.saved_at));
    this.form.dispatchEvent(new CustomEvent(REFRESH, { bubbles: true, detail: data }));
  }

  again(sent) {
    for (const name of sent) this.changed.add(name);
    this.remember();
  }

  keep(sent) {
    this.again(sent);
    this.say("kept", this.line?.dataset.kept);
    this.timer = setTimeout(() => this.save(), RETRY[Math.min(this.attempt, RETRY.length - 1)]);
    this.attempt += 1;
  }

  refused(sent) {
    // A blocked act (the call has closed meanwhile): trying again changes nothing.
    this.again(sent);
    this.changed.clear();
    this.say("kept", this.line?.dataset.refused);
  }

  signedOut(sent) {
    this.again(sent);
    this.attempt += 1; // waits for the person: coming back to this tab saves again
    this.say("signed-out", this.line?.dataset.signedOut);
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.target = "_blank";
    link.rel = "opener";
    link.textContent = this.line?.dataset.signIn ?? "";
    this.line?.append(" ", link);
    this.renewToken();
  }

  renewToken() {
    // Signing in gives a new CSRF token: the cookie of the other tab is fetched with this page on return.
    addEventListener(
      "focus",
      async () => {
        const page = await fetch(location.href, { redirect: "manual" });
        if (!page.ok) return;
        const text = new DOMParser().parseFromString(await page.text(), "text/html");
        if (text.body.dataset.person !== person) return; // somebody else signed in
        const fresh = text.querySelector("[name=csrfmiddlewaretoken]")?.value;
        const mine = this.form.elements.namedItem("csrfmiddlewaretoken");
        if (fresh && mine) mine.value = fresh;
        this.save();
      },
      { once: true },
    );
  }

  errors(errors) {
    for (const [name, messages] of Object.entries(errors)) this.mark(name, messages);
    this.say("errors", this.line?.dataset.errors);
  }

  mark(name, messages) {
    const field = [...this.form.elements].find((one) => one.name === name);
    const box = field?.closest(".tm-field");
    if (!box) return;
    box.classList.toggle("has-error", messages.length > 0);
    field.toggleAttribute("aria-invalid", messages.length > 0);
    box.querySelector(".tm-field-error")?.remove();
    if (!messages.length) return;
    const shown = document.createElement("div");
    shown.className = "tm-field-error";
    shown.id = `${field.id}_error`;
    for (const message of messages) shown.append(Object.assign(document.createElement("p"), { textContent: message }));
    box.append(shown);
  }

  conflict(conflicts, before) {
    // Until the person has chosen, their own words are only here.
    if (!this.clashing.size) this.clashRevision = before;
    for (const one of conflicts) this.clashing.add(one.field);
    this.remember();
    this.say("conflict", this.line?.dataset.conflict);
    this.panel.hidden = false;
    this.panel.append(...conflicts.map((one) => this.choice(one)));
    this.panel.querySelector("button")?.focus();
  }

  choice(one) {
    const words = this.line.dataset;
    const box = document.createElement("div");
    const add = (tag, text) => box.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    add("h3", one.label);
    add("p", `${words.theirs} · ${[one.by, one.at].filter(Boolean).join(", ")}`);
    add("blockquote", one.theirs);
    add("p", words.mine);
    add("blockquote", one.mine);
    const settle = (take) => {
      this.clashing.delete(one.field);
      if (take) this.fill(one.field, [one.theirs]);
      else this.changed.add(one.field);
      box.remove();
      this.panel.hidden = !this.panel.children.length;
      if (this.unsent.size) this.remember();
      else this.forget();
      if (this.changed.size) this.save();
      else if (this.panel.hidden) this.say("", "");
    };
    const choices = add("div", "");
    choices.className = "tm-actions mt-0";
    for (const [text, take] of [[words.keepMine, false], [words.keepTheirs, true]]) {
      const button = Object.assign(document.createElement("button"), { textContent: text });
      button.type = "button";
      button.className = take ? "btn btn-outline-primary btn-xs" : "btn btn-primary btn-xs";
      button.addEventListener("click", () => settle(take));
      choices.append(button);
    }
    return box;
  }

  say(state, text) {
    if (!this.line) return;
    this.line.dataset.state = state;
    this.line.textContent = text ?? "";
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
