// What was typed into a form of a case and sent after the session had ended is back once one has signed in again. It is
// kept in this tab alone, and not beyond it: by whom, and for which form. A page of the desk that comes without a sign-in
// before it is the answer to what was sent, and lets it go; so does the site's own page after signing out (page.js).

const PREFIX = "sunshine.typed:";
const desk = document.querySelector(".wb[data-user]");
const mine = `${PREFIX}${desk?.dataset.user}:`;
const forms = [...document.querySelectorAll("form[data-typed]")];
const place = (form) => `${mine}${new URL(form.action).pathname}`;
const kept = (control) =>
  control.name && !control.disabled && !["hidden", "file", "password", "submit", "button"].includes(control.type);
const controls = (form) => [...form.elements].filter(kept);
const read = (key) => { try { return JSON.parse(window.sessionStorage.getItem(key)); } catch { return null; } };
const write = (key, value) => { try { window.sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* barred: as without */ } };
const forget = (key) => { try { window.sessionStorage.removeItem(key); } catch { /* there is nothing in it */ } };
const keys = () => { try { return Object.keys(window.sessionStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } };

const chosen = (control) => !["checkbox", "radio"].includes(control.type) || control.checked;
const values = (form) => controls(form).filter(chosen).map(({ name, value }) => [name, value]);

const fill = (form, typed) => {
  for (const control of controls(form)) {
    const given = typed.filter(([name]) => name === control.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(control.type)) control.checked = given.includes(control.value);
    else if (given.length) control.value = given[0];
  }
  const note = document.createElement("p");
  note.className = "callout";
  note.setAttribute("role", "status");
  note.textContent = desk.dataset.typedBack;
  form.prepend(note);
  const drawer = form.closest("details");
  if (drawer) drawer.open = true;
};

if (desk) {
  for (const key of keys()) if (!key.startsWith(mine) || !read(key)?.interrupted) forget(key);
}
for (const form of forms) {
  const key = place(form);
  const found = read(key);
  if (found) {
    fill(form, found.typed);
    form.addEventListener("input", () => write(key, { typed: values(form), interrupted: true }));
  }
  form.addEventListener("submit", () => write(key, { typed: values(form), interrupted: false }));
}
