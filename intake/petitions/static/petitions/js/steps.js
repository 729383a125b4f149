// One part of the form at a time. "Next" asks only for what is empty; everything else is the server's to judge. What the
// server wants looked at again may stand in any part: the first of those is shown, and the summary leads to the others.
// Each "Next" is a step in the browser's history: its own "back", which a phone's hand knows, goes to the part before
// and not away from what was typed.

import { complain, settle } from "./complaint.js";

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
    if (button.hasAttribute("data-back")) {
      if (window.history.state?.came) window.history.back(); else turn(at - 1, false);
    } else if (complete(parts[at], form)) turn(at + 1, true);
  });
  const turn = (index, further) => {
    if (further) window.history.pushState({ part: index, came: true }, ""); else window.history.replaceState({ part: index }, "");
    show(index, true);
  };
  window.addEventListener("popstate", (event) => {
    const part = event.state?.part;
    if (Number.isInteger(part) && part in parts) show(part, true);
  });
  // Enter in a line of an earlier part means "next", not "send".
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT" || event.target.type === "submit") return;
    const next = parts.find((part) => part.contains(event.target))?.querySelector("[data-next]");
    if (next) { event.preventDefault(); next.click(); }
  });
  // A link of the summary opens the part that its field stands in, before the browser goes there.
  document.querySelector(".errsum")?.addEventListener("click", (event) => {
    const target = event.target.closest("a[href^='#']");
    const field = target && document.getElementById(target.hash.slice(1));
    const at = parts.findIndex((part) => part.contains(field));
    if (at >= 0) show(at, false);
  });
  for (const name of ["input", "change"]) {
    form.addEventListener(name, (event) => { if (event.target.type !== "file") settle(event.target); }); // files.js judges
  }

  const first = parts.findIndex((part) => part.querySelector(".bad"));
  const question = form.querySelector(".question .bad");
  // The question is asked of what was sent from the last part; its own button stands beside it.
  const begin = first >= 0 ? first : question ? parts.length - 1 : 0;
  window.history.replaceState({ part: begin }, "");
  show(begin, false);
  if (first < 0 && question) {
    question.tabIndex = -1;
    question.focus();
    question.scrollIntoView({ block: "center" });
  }
}

const NEEDED = ["petition_class", "title", "body", "region"];

function complete(part, form) {
  const given = new FormData(form);
  const needed = given.get("petition_class") === "accusation" ? [...NEEDED, "reported_party"] : NEEDED;
  let first = null;
  for (const name of [...NEEDED, "reported_party"]) {
    const control = part.querySelector(`[name="${name}"]`);
    if (!control) continue;
    const missing = needed.includes(name) && !String(given.get(name) ?? "").trim();
    if (missing) complain(control, name === "reported_party" ? form.dataset.missingParty : form.dataset.missing);
    else settle(control);
    if (missing && !first) first = control;
  }
  first?.focus();
  return !first;
}
