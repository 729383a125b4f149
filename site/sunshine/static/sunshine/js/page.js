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

// What an officer sent after the session had ended waits in the tab while one signs in again, and for nothing else.
try {
  for (const key of Object.keys(window.sessionStorage).filter((one) => one.startsWith("sunshine.typed:"))) {
    const kept = JSON.parse(window.sessionStorage.getItem(key));
    if (window.location.pathname.includes("/accounts/")) window.sessionStorage.setItem(key, JSON.stringify({ ...kept, interrupted: true }));
    else window.sessionStorage.removeItem(key);
  }
} catch { /* storage is barred: there is nothing in it */ }
