// One part of the form at a time. "Next" asks only for what is empty; everything else is the server's to judge.

export function steps(form) {
  const parts = [...form.querySelectorAll("[data-part]")];
  const list = document.querySelector("[data-steps]");
  for (const buttons of form.querySelectorAll("[data-step-buttons]")) buttons.hidden = false;
  list.hidden = false;

  const show = (index, focus) => {
    parts.forEach((part, at) => { part.hidden = at !== index; });
    [...list.children].forEach((item, at) => {
      if (at === index) item.setAttribute("aria-current", "step"); else item.removeAttribute("aria-current");
    });
    if (!focus) return;
    const heading = parts[index].querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
    list.scrollIntoView({ block: "start" });
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-next], [data-back]");
    if (!button) return;
    const at = parts.findIndex((part) => part.contains(button));
    if (button.hasAttribute("data-back")) show(at - 1, true);
    else if (complete(parts[at], form)) show(at + 1, true);
  });
  // Enter in a line of an earlier part means "next", not "send".
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT" || event.target.type === "submit") return;
    const next = parts.find((part) => part.contains(event.target))?.querySelector("[data-next]");
    if (next) { event.preventDefault(); next.click(); }
  });
  show(0, false);
}

const NEEDED = ["petition_class", "title", "body", "region"];

function complete(part, form) {
  const given = new FormData(form);
  let first = null;
  for (const name of NEEDED) {
    const control = part.querySelector(`[name="${name}"]`);
    if (!control) continue;
    const missing = !String(given.get(name) ?? "").trim();
    mark(control, missing, form);
    if (missing && !first) first = control;
  }
  first?.focus();
  return !first;
}

function mark(control, missing, form) {
  const field = control.closest(".field");
  const shown = field.querySelector("[data-missing-note]");
  field.classList.toggle("bad", missing);
  if (missing) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
  if (!missing) { shown?.remove(); return; }
  if (shown) return;
  const note = document.createElement("p");
  note.className = "err";
  note.dataset.missingNote = "";
  note.setAttribute("role", "alert");
  note.textContent = form.dataset.missing;
  const place = field.querySelector(".choice") ?? control;
  place.before(note);
}
