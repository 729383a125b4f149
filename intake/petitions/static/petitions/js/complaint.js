// What the browser itself has to say about a field, in the look of what the server says. It goes when the field changes.

const SVG = "http://www.w3.org/2000/svg";

export function complain(control, text) {
  const field = control.closest(".field");
  const shown = field.querySelector("[data-complaint]");
  if (shown) { shown.lastElementChild.textContent = text; return; }
  field.classList.add("bad");
  control.setAttribute("aria-invalid", "true");
  const note = document.createElement("p");
  note.className = "err";
  note.dataset.complaint = "";
  note.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = text;
  note.append(warning(), words);
  (field.querySelector(".choice") ?? control).before(note);
}

// Takes back what `complain` said; what the server said stays until it has judged again.
export function settle(control) {
  const field = control.closest?.(".field");
  const note = field?.querySelector("[data-complaint]");
  if (!note) return;
  note.remove();
  if (field.querySelector(".err")) return;
  field.classList.remove("bad");
  for (const marked of field.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
}

function warning() {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "i");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", "#i-warn");
  drawing.append(use);
  return drawing;
}
