// The petition form where JavaScript runs: steps, only the fields that matter, suggestions, a draft on this device.
// Without any of it the page is complete.

import { draft } from "./draft.js";
import { reveal } from "./reveal.js";
import { steps } from "./steps.js";
import { suggest } from "./suggest.js";

const form = document.querySelector("[data-filing]");
if (form) {
  reveal(form);
  draft(form);
  suggest(form);
  // What needs another look may stand in any part: then the page stays in one piece.
  if (!document.querySelector(".errsum, .question")) steps(form);
}
