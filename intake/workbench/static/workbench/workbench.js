// Adds to pages that already work: j and k move along the queue, / goes to the search, errors get the focus.

const typing = (element) => element.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName);

const links = [...document.querySelectorAll("[data-queue] tbody th a")];
const search = document.querySelector(".wb-tools input[name=q]");

const move = (step) => {
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
};

if (links.length || search) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/" && search) search.focus();
    else return;
    event.preventDefault();
  });
}

document.querySelector(".wb [data-focus]")?.focus();
