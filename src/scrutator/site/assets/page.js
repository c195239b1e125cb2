// Two conveniences; the page says everything without them. A link into folded parts opens them, and the
// citation of a figure is copied by one button.
"use strict";

// An address that someone typed may hold a percent sign that means nothing.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function openFolds() {
  const name = decoded(location.hash.slice(1));
  const found = name && document.getElementById(name);
  if (!found) return;
  for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const inner = found.matches("section") ? null : found.querySelector("details");
  if (inner) inner.open = true;
  found.scrollIntoView();
}

function copyButton(citation) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = document.body.dataset.copy;
  button.addEventListener("click", () => {
    const done = () => { button.textContent = document.body.dataset.copied; };
    if (navigator.clipboard) navigator.clipboard.writeText(citation.textContent).then(done, () => select(citation));
    else select(citation);
  });
  citation.after(button);
}

function select(element) {
  getSelection().selectAllChildren(element);
}

for (const fold of document.querySelectorAll("details.figures")) {
  fold.addEventListener("toggle", () => {
    if (fold.dataset.ready) return;
    fold.dataset.ready = "yes";
    fold.querySelectorAll("[data-cite]").forEach(copyButton);
  });
}
addEventListener("hashchange", openFolds);
openFolds();
