// Asks every ten seconds whether the page of the night has changed, and takes its tables over when it has.
// Without this script the page is the same; a person loads it again.
"use strict";
const SECONDS = 10;
let tag = "";

async function look() {
  const typing = document.activeElement && document.activeElement.closest("form");
  if (document.hidden || typing) return;
  const answer = await fetch(location.href, { headers: tag ? { "If-None-Match": tag } : {}, redirect: "error" });
  const text = await answer.text(); // read whatever it is: an answer left unread holds its connection
  if (answer.status !== 200) return;
  const first = tag === "";
  tag = answer.headers.get("ETag") || "";
  if (first) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
}

setInterval(() => look().catch(() => {}), SECONDS * 1000);
look().catch(() => {});
