// Small conveniences that any page may ask for by an attribute. Each page works without them.

// The summary of what needs another look takes the focus, so that a screen reader starts there.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
