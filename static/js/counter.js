// Counts the characters left while somebody types; before that the line says the limit.

for (const line of document.querySelectorAll("[data-counter-for]")) {
  const field = document.getElementById(line.dataset.counterFor);
  if (!field) continue;
  const limit = Number(field.getAttribute("maxlength"));
  const count = () => {
    // The browser counts a line break as one character, the server as the two that are sent.
    const length = field.value.replace(/\n/g, "\r\n").length;
    line.textContent = `${limit - length} ${line.dataset.counterLeft}`;
    line.classList.toggle("is-over", length > limit);
  };
  field.addEventListener("input", count);
  field.addEventListener("restored", count);
  if (field.value) count();
}
