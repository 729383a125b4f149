// Small conveniences that any page may ask for by an attribute. Each page works without them.

// The summary of what needs another look takes the focus, so that a screen reader starts there.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// A link to the petition form that says of which kind: kept in the tab, for an address would stand in the history.
for (const link of document.querySelectorAll("a[data-begin]")) {
  link.addEventListener("click", () => {
    try { window.sessionStorage.setItem("sunshine.begin", link.dataset.begin); } catch { /* then the form asks */ }
  });
}
