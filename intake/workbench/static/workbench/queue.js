// The queue by keyboard, and ticks that are counted. Everything here can also be done by links and buttons.

const NOT_TYPED_IN = ["checkbox", "radio", "button", "submit", "reset"];

const typing = (element) =>
  element.isContentEditable ||
  ["SELECT", "TEXTAREA"].includes(element.tagName) ||
  (element.tagName === "INPUT" && !NOT_TYPED_IN.includes(element.type));

const queue = document.querySelector("[data-queue]");
const rows = queue ? [...queue.querySelectorAll("tbody tr, li")] : [];
const links = rows.map((row) => row.querySelector("th a, a"));
const search = document.querySelector(".wb-tools input[name=q]");
const keys = document.querySelector("dialog[data-keys]");
const form = document.querySelector("[data-ticked]");
const ticks = [...document.querySelectorAll("input[name=case][form=ticked]")];

const here = () => rows.findIndex((row) => row.contains(document.activeElement));

const move = (step) => {
  const at = here();
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  links[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
};

const count = () => {
  const told = form?.querySelector("[data-count]");
  const ticked = ticks.filter((tick) => tick.checked).length;
  if (told) told.textContent = ticked ? `${told.dataset.count} ${ticked}` : "";
};

const tick = () => {
  const box = rows[here()]?.querySelector("input[name=case]");
  if (box) box.checked = !box.checked;
  count();
};

const tickAll = () => {
  const missing = ticks.some((one) => !one.checked);
  for (const one of ticks) one.checked = missing;
  count();
};

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  x: tick,
  a: tickAll,
  "/": () => search?.focus(),
  "?": () => keys?.showModal(),
};

const meant = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || keys?.open) return false;
  // Arrows scroll the page as ever, unless somebody already walks along the rows.
  if (event.key.startsWith("Arrow")) return here() >= 0;
  return Object.hasOwn(ACTS, event.key);
};

if (queue || search) {
  document.addEventListener("keydown", (event) => {
    if (!meant(event)) return;
    ACTS[event.key]();
    event.preventDefault();
  });
}

for (const one of ticks) one.addEventListener("change", count);
document.querySelector("[data-all]")?.addEventListener("click", (event) => {
  event.preventDefault();
  tickAll();
});
const opener = document.querySelector("[data-show-keys]");
if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => keys?.showModal());
}
count();
