// Proposes the last part of an address from the title while it is typed, until somebody writes their own.
// Without this file an empty address is made from the title when the form is saved.

const slug = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9\s_-]/g, "")
    .trim()
    .replace(/[-\s]+/g, "-")
    .slice(0, 70)
    .replace(/^-+|-+$/g, "");

for (const form of document.querySelectorAll("form[data-address-from]")) {
  const title = document.getElementById(form.dataset.addressFrom);
  const address = document.getElementById(form.dataset.address);
  if (!title || !address) continue;
  let own = address.value !== "" && address.value !== slug(title.value);
  title.addEventListener("input", () => {
    if (!own) address.value = slug(title.value);
  });
  address.addEventListener("input", () => {
    own = address.value !== "";
  });
}
