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
    const refused = [];
    for (const file of input.files) {
      const reason = fault(file, rules);
      if (reason) refused.push(file.name);
      if (reason) problems.push(rules.named.replace("%(name)s", file.name).replace("%(reason)s", reason));
      else if (taken.items.length < room) taken.items.add(file);
      else if (!problems.includes(rules.too_many)) problems.push(rules.too_many);
    }
    note(input, refused, [...taken.items].map((item) => item.getAsFile()?.name));
    if (!problems.length) return;
    input.files = taken.files;
    complain(input, problems.join(" "));
  });
}

// The receipt says which files are not with the petition: what was refused here never reaches the server otherwise.
function note(input, refused, taken) {
  const { form } = input;
  if (!form) return;
  const told = () => [...form.querySelectorAll("input[name=left_out]")];
  for (const field of told()) if (taken.includes(field.value)) field.remove();
  for (const name of refused) {
    if (told().some((field) => field.value === name)) continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "left_out", value: name });
    form.append(field);
  }
}

function fault(file, rules) {
  const extension = /[^/\\]\.([a-z0-9]{1,5})$/i.exec(file.name.trim())?.[1].toLowerCase() ?? "";
  if (!file.size) return rules.empty;
  if (file.size > rules.most_bytes) return rules.too_big;
  if (extension && !rules.extensions.includes(extension)) return rules.advice[extension] ?? rules.unknown;
  return "";
}
