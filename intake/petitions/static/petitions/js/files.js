// Looks at chosen files before they travel: how many, how large, of which name. The server looks again, and inside them.
// A file that it would refuse is left out at once, and said in the server's own words.

import { complain, settle } from "./complaint.js";

for (const input of document.querySelectorAll("input[data-checks]")) check(input, JSON.parse(input.dataset.checks));

function check(input, rules) {
  input.addEventListener("change", () => {
    settle(input);
    const room = rules.most_files - (input.closest(".field")?.querySelectorAll(".kept li").length ?? 0);
    const taken = new DataTransfer();
    const problems = [];
    for (const file of input.files) {
      const reason = fault(file, rules);
      if (reason) problems.push(rules.named.replace("%(name)s", file.name).replace("%(reason)s", reason));
      else if (taken.items.length < room) taken.items.add(file);
      else if (!problems.includes(rules.too_many)) problems.push(rules.too_many);
    }
    if (!problems.length) return;
    input.files = taken.files;
    complain(input, problems.join(" "));
  });
}

function fault(file, rules) {
  const extension = /[^/\\]\.([a-z0-9]{1,5})$/i.exec(file.name.trim())?.[1].toLowerCase() ?? "";
  if (!file.size) return rules.empty;
  if (file.size > rules.most_bytes) return rules.too_big;
  if (extension && !rules.extensions.includes(extension)) return rules.advice[extension] ?? rules.unknown;
  return "";
}
