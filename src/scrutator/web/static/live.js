// Asks every ten seconds whether the page has changed, and takes its content over when it has. While someone
// is within it (by keyboard, or in a form), nothing is taken from under them: a line says that there is more.
// Without this script the page is the same; a person loads it again.
"use strict";
const SECONDS = 10;
let tag = "";

// What a page says: without what was said once, as it was loaded, and is on no later one.
function said(main) {
  return [...main.children].filter((one) => !one.matches(".message")).map((one) => one.textContent).join("\n");
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: tag ? { "If-None-Match": tag } : {}, redirect: "error" });
  const text = await answer.text(); // read whatever it is: an answer left unread holds its connection
  if (answer.status !== 200) return;
  const first = tag === "";
  tag = answer.headers.get("ETag") || "";
  const main = document.getElementById("main");
  const page = new DOMParser().parseFromString(text, "text/html");
  if (first && said(main) === said(page.getElementById("main"))) return; // else it changed while it was loaded
  if (main.contains(document.activeElement)) {
    document.getElementById("newer").hidden = false;
    return;
  }
  main.replaceChildren(...page.getElementById("main").childNodes);
}

setInterval(() => look().catch(() => {}), SECONDS * 1000);
look().catch(() => {});
