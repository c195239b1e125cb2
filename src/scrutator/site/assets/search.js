// Searches the case's index in the browser. The index and the shards of station codes are classic scripts
// that call the functions below, because a folder opened as file:// can load nothing else.
"use strict";

const MOST = 60;
const place = document.getElementById("search");
const data = place.dataset;
const input = document.getElementById("asked");
const status = document.getElementById("how-many");
const list = document.getElementById("found");
let index = null;
let codes = null;
const loaded = new Map();

function load(name) {
  if (!loaded.has(name)) {
    loaded.set(name, new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = data.base + name;
      script.addEventListener("load", () => resolve(codes));
      script.addEventListener("error", () => resolve([]));
      document.head.append(script);
    }));
  }
  return loaded.get(name);
}

window.scrutatorIndex = (value) => {
  index = value;
  for (const entry of index.entries) entry.push(plain(entry[1]));
};
window.scrutatorCodes = (value) => { codes = value; };

// Letters without case, accents and marks, so that people find what they type.
function plain(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

// The shards that may hold codes beginning with this text; each shard is known by its first code.
function shards(asked) {
  const all = index.stations;
  const from = Math.max(0, all.findLastIndex((shard) => shard[0] <= asked));
  const to = all.findLastIndex((shard) => shard[0] <= asked + "\uffff");
  return asked ? all.slice(from, to + 1) : [];
}

async function stations(asked) {
  const found = [];
  for (const [, name] of shards(asked).slice(0, 3)) {
    for (const [code, district, page] of await load(name)) {
      if (code.startsWith(asked)) found.push(["station", `${code}, ${district}`, `${page}#station=${encodeURIComponent(code)}`]);
      if (found.length > MOST) return found;
    }
  }
  return found;
}

function item([kind, text, address]) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = data.pages + address;
  link.textContent = text;
  link.lang = data.record;
  const about = document.createElement("span");
  about.className = "quiet";
  about.textContent = ` ${data[kind] || ""}`;
  line.append(link, about);
  return line;
}

let asking = 0;
async function show() {
  const mine = ++asking;
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  const found = words.length ? index.entries.filter((entry) => words.every((word) => entry[3].includes(word))) : [];
  const all = [...(await stations(input.value.trim())), ...found];
  if (mine !== asking) return;
  list.replaceChildren(...all.slice(0, MOST).map(item));
  status.textContent = !words.length ? "" : !all.length ? data.none
    : `${data.found}: ${Math.min(all.length, MOST)}${all.length > MOST ? `. ${data.more}` : ""}`;
}

load("search/index.js").then(() => {
  if (!index) return;
  document.getElementById("without").hidden = true;
  place.hidden = false;
  input.value = decoded(location.hash.replace(/^#q=/, ""));
  input.addEventListener("input", show);
  show();
});
