// A draft on this device, only if asked for: the matter, never who writes. Not kept for reports of wrongdoing and not
// for anonymous petitions; choosing either of them deletes what was kept.

const PLACE = "sunshine.petition-draft";
const FIELDS = ["petition_class", "title", "body", "region", "category", "target_body"];

export function forget() {
  try { window.localStorage.removeItem(PLACE); } catch { /* storage is barred: there is nothing in it */ }
}

function read() {
  try { return JSON.parse(window.localStorage.getItem(PLACE) ?? "null"); } catch { return null; }
}

function write(values) {
  try { window.localStorage.setItem(PLACE, JSON.stringify(values)); return true; } catch { return false; }
}

export function draft(form) {
  const box = form.querySelector("[data-draft]");
  const keep = box.querySelector("[data-draft-keep]");
  const restore = box.querySelector("[data-draft-restore]");
  const clear = box.querySelector("[data-draft-clear]");
  const status = box.querySelector("[data-draft-status]");
  const say = (word) => { status.textContent = word ? box.dataset[word] : ""; };
  const barred = () => {
    const given = new FormData(form);
    return given.get("petition_class") === "accusation" || given.get("identity") === "anonymous"
      || given.get("accusation_answer") === "seal";
  };

  const save = () => {
    if (!keep.checked || barred()) return;
    const given = new FormData(form);
    if (write(Object.fromEntries(FIELDS.map((name) => [name, given.get(name) ?? ""])))) { say("kept"); clear.hidden = false; }
  };
  const drop = (word) => {
    forget();
    keep.checked = false;
    clear.hidden = restore.hidden = true;
    say(word);
  };
  const fill = (values) => {
    for (const name of FIELDS) {
      const control = form.elements[name];
      if (control && values[name]) control.value = values[name];
    }
    keep.checked = true;
    restore.hidden = true;
    say("restored");
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const found = read();
  if (found) {
    clear.hidden = false;
    restore.hidden = Boolean(form.elements.title.value || form.elements.body.value);
    say("found");
    restore.addEventListener("click", () => fill(found));
    // Somebody who comes back wants the draft before writing anew, not at the end of the form.
    if (!restore.hidden) form.prepend(box);
  }
  keep.addEventListener("change", () => { if (keep.checked) save(); else drop("cleared"); });
  clear.addEventListener("click", () => drop("cleared"));
  form.addEventListener("input", save);
  form.addEventListener("change", () => {
    const off = barred();
    keep.disabled = off;
    if (off && (keep.checked || read())) drop("cleared"); else save();
  });
}
