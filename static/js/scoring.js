// The card by keyboard: Alt+↑ and Alt+↓ open the application before and after, Enter goes from a score to
// the next one, an anchor written beside a score sets it. The total so far follows what is typed, and the
// answers that a criterion judges are marked, and come into view where the text scrolls by itself.

const form = document.querySelector("[data-scoring]");

function step(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const way = { ArrowUp: "previous", ArrowDown: "next" }[event.key];
  const link = way && document.querySelector(`a[data-step="${way}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
}

function advance(event) {
  if (event.key !== "Enter" || !event.target.matches("input[data-weight]")) return;
  event.preventDefault(); // a card is handed in by its button, never by a slip on a number
  const scores = [...form.querySelectorAll("input[data-weight]")];
  const next = scores[scores.indexOf(event.target) + 1] ?? form.querySelector("textarea[name=comment]");
  next?.focus();
  next?.select?.();
}

function add() {
  const out = form.querySelector("[data-total]");
  const scores = [...form.querySelectorAll("input[data-weight]")];
  if (scores.some((field) => field.value === "" || !field.checkValidity())) {
    out.textContent = "—";
    return;
  }
  const weighed = scores.map((field) => (Number(field.value) * Number(field.dataset.weight)) / Number(field.max));
  const total = weighed.reduce((sum, part) => sum + part, 0);
  out.textContent = total.toLocaleString(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function choose(button) {
  const field = form.elements.namedItem(button.dataset.for);
  field.value = button.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function mark(event) {
  const criterion = event.target.closest(".tm-criterion");
  if (!criterion) return;
  const links = [...criterion.querySelectorAll(".tm-judges a")];
  const answers = links.map((link) => document.getElementById(link.hash.slice(1)));
  for (const one of document.querySelectorAll(".tm-answer")) one.classList.toggle("is-judged", answers.includes(one));
  const pane = document.querySelector(".tm-scoring-text");
  if (!answers.length || links.includes(event.target) || pane.scrollHeight <= pane.clientHeight) return;
  pane.scrollTop += answers[0].getBoundingClientRect().top - pane.getBoundingClientRect().top - 8;
}

function toScore(event) {
  const link = event.target.closest(".tm-answer-links a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
}

addEventListener("keydown", step);
if (form) {
  form.addEventListener("keydown", advance);
  form.addEventListener("input", add);
  form.addEventListener("focusin", mark);
  document.querySelector(".tm-scoring-text").addEventListener("click", toScore);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-for]");
    if (button) choose(button);
  });
  for (const button of form.querySelectorAll("button[data-for]")) button.disabled = false;
  add();
}
