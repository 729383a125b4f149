// Adds to pages that already work: errors get the focus.

document.querySelector(".wb [data-focus]")?.focus();
