// A form with conditions, tables of rows and limits. Without this file every question is on the page with
// its condition in words, "add a row" sends the form, and limits are told in the help text.

const form = document.querySelector("[data-shown-if], [data-rows], [data-count-for]")?.closest("form");

// ---- questions that appear when they are asked

const valuesOf = (name) =>
  [...form.elements]
    .filter((field) => field.name === name && field.type !== "hidden")
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => field.value)
    .filter((value) => value !== "");

const number = (text) => Number(text.replace(/[.\s€]/g, "").replace(",", "."));

const COMPARE = {
  is: (values, wanted) => values[0] === wanted,
  is_not: (values, wanted) => values.length > 0 && values[0] !== wanted,
  contains: (values, wanted) => values.includes(wanted),
  at_least: (values, wanted) => values.length > 0 && number(values[0]) >= Number(wanted),
  filled: (values) => values.length > 0,
};

function isAsked(question) {
  const { question: name, comparison, value } = JSON.parse(question.dataset.shownIf);
  const target = document.getElementById(`q-${name}`);
  if (target?.hidden) return false;
  const wanted = typeof value === "boolean" ? (value ? "yes" : "no") : value;
  const values = [...valuesOf(name), ...(comparison === "filled" ? rowsFilled(name) : [])];
  return COMPARE[comparison](values, wanted);
}

const rowsFilled = (name) =>
  [...form.querySelectorAll(`[data-rows="${name}"] :is(input, select):not([type=hidden], [type=checkbox])`)]
    .map((field) => field.value)
    .filter(Boolean);

function showAsked() {
  // In the order of the page: a question never depends on a later one.
  for (const question of form.querySelectorAll("[data-shown-if]")) {
    question.hidden = !isAsked(question);
    question.querySelector(".tm-condition")?.toggleAttribute("hidden", true);
  }
}

// ---- tables

const RENAMED = ["name", "id", "for", "aria-describedby"];

function renumber(row, table, index) {
  const name = table.dataset.rows;
  const old = new RegExp(`(^|\\s|_)${name}-\\d+-`);
  for (const part of row.querySelectorAll("*")) {
    for (const attribute of RENAMED) {
      const value = part.getAttribute(attribute);
      if (value) part.setAttribute(attribute, value.replace(old, `$1${name}-${index}-`));
    }
  }
  const label = row.dataset.rowLabel.replace("{number}", index + 1);
  row.setAttribute("aria-label", label);
  row.querySelector(".tm-row-number").textContent = index + 1;
  row.querySelector(".tm-row-remove")?.remove(); // an empty row is no row
}

function addRow(button) {
  const table = button.closest("[data-rows]");
  const rows = table.querySelectorAll("[data-row]");
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  renumber(row, table, rows.length);
  for (const field of row.querySelectorAll("input, select, textarea")) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  last.after(row);
  table.querySelector("[data-rows-count]").value = rows.length + 1;
  const most = Number(table.dataset.rowsMost || 0);
  button.hidden = most > 0 && rows.length + 1 >= most;
  row.querySelector("input, select")?.focus();
}

// A table is one answer: when a cell changes, all of it is sent. The hidden count goes with it.
function touchWhole(event) {
  const table = event.target.closest("[data-rows]");
  if (!table || event.detail === "whole") return;
  for (const field of table.querySelectorAll("input, select")) {
    if (field !== event.target) field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "whole" }));
  }
}

// ---- limits

function count(line) {
  const field = document.getElementById(line.dataset.countFor);
  if (!field) return;
  const words = Number(field.dataset.maxWords || 0);
  const most = words || Number(field.dataset.maxChars || 0);
  if (!most) return;
  const show = () => {
    const text = field.value.trim();
    const used = words ? (text ? text.split(/\s+/).length : 0) : [...text].length;
    line.hidden = false;
    line.textContent = (words ? line.dataset.words : line.dataset.chars).replace("{count}", used).replace("{most}", most);
    line.classList.toggle("is-over", used > most);
  };
  field.addEventListener("input", show);
  field.addEventListener("restored", show);
  show();
}

if (form) {
  form.addEventListener("input", touchWhole);
  form.addEventListener("change", showAsked);
  form.addEventListener("input", showAsked);
  form.addEventListener("restored", showAsked);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-add]");
    if (!button) return;
    event.preventDefault();
    addRow(button);
  });
  document.querySelectorAll("[data-count-for]").forEach(count);
  showAsked();
}
