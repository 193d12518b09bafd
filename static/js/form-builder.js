// Moves questions by dragging. Without this file, and for the keyboard, the buttons beside each question
// move it: both send the same form to the same address.

const cards = [...document.querySelectorAll("[data-question]")].filter((card) => card.querySelector(".tm-build-move"));
let dragged = null;

const clear = () => document.querySelectorAll(".is-over").forEach((each) => each.classList.remove("is-over"));

// A place is counted among the other questions of the section.
function send(card, section, before) {
  const form = card.querySelector(".tm-build-move");
  const others = [...section.querySelectorAll("[data-question]")].filter((each) => each !== card);
  const place = before ? others.indexOf(before) : others.length;
  for (const [name, value] of [["to", section.dataset.section], ["place", place]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.submit();
}

function target(event) {
  const section = event.target.closest?.("[data-section]");
  const card = event.target.closest?.("[data-question]");
  if (!section || !dragged || card === dragged) return null;
  return { section, card };
}

for (const card of cards) {
  const grip = card.querySelector("[data-grip]");
  grip?.addEventListener("pointerdown", () => card.setAttribute("draggable", "true"));
  grip?.addEventListener("pointerup", () => card.removeAttribute("draggable"));
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.question);
    card.classList.add("is-dragged");
  });
  card.addEventListener("dragend", () => {
    card.classList.remove("is-dragged");
    card.removeAttribute("draggable");
    dragged = null;
    clear();
  });
}

document.addEventListener("dragover", (event) => {
  const place = target(event);
  if (!place) return;
  event.preventDefault();
  clear();
  (place.card ?? place.section).classList.add("is-over");
});

document.addEventListener("drop", (event) => {
  const place = target(event);
  if (!place) return;
  event.preventDefault();
  send(dragged, place.section, place.card);
});

if (cards.length) document.body.classList.add("has-drag");
