// Puts the rows of a question in order by dragging. Without this file, and for the keyboard, the buttons of
// each row do the same: both send the form, which comes back with its rows moved and nothing saved.

const holder = document.querySelector("[data-rows-of]");
const rows = holder ? [...holder.querySelectorAll("[data-row]")] : [];
let dragged = null;

function send(from, to) {
  const button = document.createElement("button");
  button.type = "submit";
  button.name = "row_act";
  button.value = `to-${from}-${to}`;
  button.setAttribute("formaction", `#${rows[to].id}`);
  button.hidden = true;
  holder.append(button);
  button.click();
}

for (const row of rows) {
  const grip = row.querySelector("[data-grip]");
  grip.addEventListener("pointerdown", () => row.setAttribute("draggable", "true"));
  grip.addEventListener("pointerup", () => row.removeAttribute("draggable"));
  row.addEventListener("dragstart", (event) => {
    dragged = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.id);
    row.classList.add("is-dragged");
  });
  row.addEventListener("dragend", () => {
    row.classList.remove("is-dragged");
    row.removeAttribute("draggable");
    rows.forEach((each) => each.classList.remove("is-over"));
    dragged = null;
  });
  row.addEventListener("dragover", (event) => {
    if (!dragged || dragged === row) return;
    event.preventDefault();
    rows.forEach((each) => each.classList.toggle("is-over", each === row));
  });
  row.addEventListener("drop", (event) => {
    if (!dragged || dragged === row) return;
    event.preventDefault();
    send(dragged.dataset.row, row.dataset.row);
  });
}

if (rows.length > 1) document.body.classList.add("has-drag");
