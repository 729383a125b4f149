// Puts a phrase where the cursor stands. Without this, the button sends the form and the page comes back with it.

const text = (id) => document.querySelector(`[data-phrase-text="${CSS.escape(id)}"]`)?.textContent ?? "";

for (const part of document.querySelectorAll("[data-phrase]")) {
  const form = part.closest("form");
  const into = part.querySelector("[name=into]");
  // Who was just writing in a field means that one.
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches("textarea") && into.tagName === "SELECT") into.value = target.name;
  });
  part.querySelector("[name=insert]").addEventListener("click", (event) => {
    const area = form.querySelector(`textarea[name="${CSS.escape(into.value)}"]`);
    const phrase = text(part.querySelector("[name=phrase]").value);
    if (!area || !phrase) return;
    event.preventDefault();
    area.setRangeText(phrase, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
}
