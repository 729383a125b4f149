// The kind of petition that was chosen on another page. It travels in the tab and not in the address, which would stand
// in the history of a shared computer, and is forgotten as soon as it is read.

const PLACE = "sunshine.begin";

export function begin(form) {
  let wanted = null;
  try {
    wanted = window.sessionStorage.getItem(PLACE);
    window.sessionStorage.removeItem(PLACE);
  } catch { return; } // storage is barred: the form asks
  const choices = [...form.querySelectorAll("[name=petition_class]")];
  if (choices.some((choice) => choice.checked)) return;
  const choice = choices.find((one) => one.value === wanted);
  if (choice) choice.checked = true;
}
