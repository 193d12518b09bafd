"""Answers for a form that the journey does not know: every question that is shown gets one of its kind."""

from playwright.sync_api import Locator, Page

WORDS = (
    "Ogni sabato apriamo il cortile a chi abita intorno: si aggiusta, si cucina e si decide insieme che"
    " cosa fare la settimana dopo, con le famiglie, la scuola e il circolo degli anziani del quartiere."
)
BY_TYPE = {
    "email": "prova@example.org",
    "number": "12",
    "date": "2027-03-01",
    "datetime-local": "2027-03-01T10:00",
    "url": "https://www.example.org/",
    "tel": "011 000000",
}


def fill_section(page: Page) -> None:
    """Fill every empty visible field of the page's form, and then what these answers made appear."""
    form = page.locator("form[data-autosave]")
    _fill_fields(form)
    _choose(form, "radio")
    _choose(form, "checkbox")
    _fill_fields(form)


def _fill_fields(form: Locator) -> None:
    for field in form.locator("textarea:visible, input:visible, select:visible").all():
        _fill(field)


def _choose(form: Locator, kind: str) -> None:
    """The first of each group, by keyboard; groups that take a row away are left alone."""
    for group in sorted(_names(form, kind)):
        boxes = form.locator(f'input[name="{group}"]')
        if "remove" not in group and not any(box.is_checked() for box in boxes.all()):
            boxes.first.press("Space")


def _names(form: Locator, kind: str) -> set[str]:
    boxes = form.locator(f"input[type={kind}]:visible").all()
    return {str(box.get_attribute("name")) for box in boxes}


def _fill(field: Locator) -> None:
    tag = field.evaluate("node => node.tagName.toLowerCase()")
    kind = field.get_attribute("type") or "text"
    if kind in {"radio", "checkbox", "file", "submit"} or field.get_attribute("readonly"):
        return
    if tag == "select":
        if not field.input_value():
            field.select_option(index=1)
    elif not field.input_value():
        field.fill(_words(field, tag, kind))


def _words(field: Locator, tag: str, kind: str) -> str:
    if kind in BY_TYPE:
        return BY_TYPE[kind]
    if field.get_attribute("inputmode") in {"decimal", "numeric"}:
        return "1200"
    most = int(field.get_attribute("maxlength") or 0)
    text = WORDS if tag == "textarea" else "Cortili aperti il sabato"
    return text[:most] if most else text
