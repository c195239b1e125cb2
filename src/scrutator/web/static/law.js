// What the law page says about its answer while it is not the answer to the knobs as they stand: one that is
// asked for, and one that never came. Without this script the page is the same, and every answer is a page.
"use strict";
const unreached = document.getElementById("unreached");
function answer() {
  return document.getElementById("answer");
}
document.body.addEventListener("htmx:beforeRequest", () => answer().setAttribute("aria-busy", "true"));
document.body.addEventListener("htmx:afterRequest", (event) => {
  const came = event.detail.xhr.status > 0;
  answer().removeAttribute("aria-busy");
  if (!event.detail.elt.closest(".knobs")) return; // what comes after the seats has a link of its own
  answer().classList.toggle("old", !came);
  unreached.hidden = came;
});
// The answer to a file is a page whose state has an address: a reload asks for that, and sends no file again.
const own = document.querySelector("#answer a[rel=bookmark]");
if (own && !location.search) history.replaceState(null, "", own.href);
