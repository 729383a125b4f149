// Asks, while the text is written, what it may be about. The text goes to this site alone, which keeps nothing of it.

const PAUSE = 700; // milliseconds without a key
const ENOUGH = 12; // characters
const READ = ["title", "body", "region", "reported_party"];

export function suggest(form) {
  const box = form.querySelector("[data-suggest]");
  const category = form.elements.category;
  if (!box || !category) return;
  let timer = 0;
  let running = null;

  const ask = async () => {
    const typed = Object.fromEntries(READ.map((name) => [name, form.elements[name].value]));
    if ((typed.title + typed.body).length < ENOUGH) return;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(box.dataset.suggest, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify(typed),
        credentials: "same-origin",
        signal: running.signal,
      });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") box.replaceChildren(); // away or offline: a suggestion is no more than that
    }
  };

  const show = ({ categories, accusation }) => {
    box.replaceChildren();
    const chosen = new FormData(form).get("petition_class");
    if (accusation && chosen !== "accusation") box.append(paragraph(box.dataset.sealed));
    const offered = categories.filter((one) => one.code !== category.value);
    if (!offered.length) return;
    const buttons = document.createElement("p");
    buttons.className = "btns";
    for (const one of offered) buttons.append(button(one));
    box.append(paragraph(box.dataset.offer), buttons);
  };

  const button = (one) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = one.name;
    made.addEventListener("click", () => {
      category.value = one.code;
      category.dispatchEvent(new Event("change", { bubbles: true }));
      box.replaceChildren(paragraph(`${box.dataset.taken} ${one.name}`));
    });
    return made;
  };

  form.addEventListener("input", (event) => {
    if (!READ.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}

function paragraph(text) {
  const made = document.createElement("p");
  made.className = "note";
  made.textContent = text;
  return made;
}
