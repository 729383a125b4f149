// The petition form where JavaScript runs: steps, only the fields that matter, suggestions, a draft on this device.
// Without any of it the page is complete.

import { begin } from "./begin.js";
import { draft } from "./draft.js";
import { reveal } from "./reveal.js";
import { steps } from "./steps.js";
import { suggest } from "./suggest.js";

const form = document.querySelector("[data-filing]");
if (form) {
  begin(form);
  reveal(form);
  draft(form);
  suggest(form);
  steps(form);
}
