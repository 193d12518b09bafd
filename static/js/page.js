// Small comforts of every page; without them everything still works.

// Menus made of <details>: Escape closes the open one and gives the focus back; so does a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.tm-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.tm-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Codes to copy: the button appears only where the clipboard can be written.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.textContent = button.dataset.copied;
    button.after(said);
    setTimeout(() => said.remove(), 2000);
  });
}

// After a refused form the summary of errors is where reading starts.
document.querySelector("[data-focus-first]")?.focus();

// Signing out takes along what this browser kept for the person (docs/adr/0167), once it is done.
const LEAVING = "leaving";
const KEPT = ["typed", "draft"];

function forget(person) {
  for (const storage of [sessionStorage, localStorage]) {
    for (const key of Object.keys(storage)) {
      if (KEPT.some((kind) => key.startsWith(`${kind}:${person}:`))) storage.removeItem(key);
    }
  }
}

try {
  const left = sessionStorage.getItem(LEAVING);
  sessionStorage.removeItem(LEAVING);
  if (left && document.body.dataset.person !== left) forget(left);
  for (const form of document.querySelectorAll("[data-sign-out]")) {
    form.addEventListener("submit", () => sessionStorage.setItem(LEAVING, document.body.dataset.person));
  }
} catch {
  // Storage is refused: nothing was kept.
}

// Paper has no folds to open.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.tm-fold")) fold.open = true;
});
