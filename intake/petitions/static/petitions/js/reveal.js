// Shows a group of fields only while one of the answers it is for is chosen: data-shown-for="identity=named joint=on".

export function reveal(form) {
  const groups = [...form.querySelectorAll("[data-shown-for]")];
  const update = () => {
    const given = new FormData(form);
    for (const group of groups) {
      const wanted = group.dataset.shownFor.split(" ").map((pair) => pair.split("="));
      const names = new Set(wanted.map(([name]) => name));
      const undecided = [...names].every((name) => name !== "joint" && given.get(name) === null);
      group.hidden = !undecided && !wanted.some(([name, value]) => given.get(name) === value);
    }
  };
  form.addEventListener("change", update);
  update();
}
