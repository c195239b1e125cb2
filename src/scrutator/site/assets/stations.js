// Shows the stations of a region, shard by shard: classic scripts that call the function below. One district
// or all, a hundred at a time; `#station=CODE` leads to one station, `#district-N` to those of a district.
"use strict";

const STEP = 100;
const section = document.getElementById("stations");
const about = section.dataset;
const target = document.getElementById("station-table");
const heads = JSON.parse(about.heads);
let columns = [];
const rows = [];
const reasons = about.reasons ? JSON.parse(about.reasons) : null;
const named = new Map(); // a row to the places of its reasons
let shown = STEP;
let district = null;

window.scrutatorStations = (part) => {
  columns = part.columns;
  part.rows.forEach((row, at) => {
    rows.push(row);
    if (part.named[at]) named.set(row, part.named[at]);
  });
};

function load(name) {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = about.base + name;
    script.addEventListener("load", resolve);
    script.addEventListener("error", resolve);
    document.head.append(script);
  });
}

function element(name, text, options) {
  const made = Object.assign(document.createElement(name), options);
  made.textContent = text;
  return made;
}

// A station without a figure says so; it is not zero.
function cell(text) {
  const made = element("td", text, { className: /^\d+$/.test(text) ? "n" : "" });
  if (!text) made.append(element("span", about.missing, { className: "missing" }));
  return made;
}

// What a test names the station for; that none does is said as that, for it is no clean bill.
function ground(row) {
  const found = named.get(row);
  return element("td", found ? found.map((at) => reasons[at]).join("; ") : about.unnamed, { className: found ? "w" : "w quiet" });
}

function chosen() {
  const at = columns.indexOf("district");
  return district === null ? rows : rows.filter((row) => row[at] === district);
}

function draw() {
  const wanted = decoded((location.hash.match(/^#station=(.*)/) || [])[1] || "");
  const at = columns.indexOf("station");
  const all = chosen();
  const from = wanted ? all.findIndex((row) => row[at] === wanted) : -1;
  if (from >= shown) shown = from + STEP;
  const table = document.createElement("table");
  table.append(element("caption", about.caption));
  const head = document.createElement("tr");
  for (const name of columns) head.append(element("th", heads[name] || name, { scope: "col" }));
  if (reasons) head.append(element("th", about.named, { scope: "col" }));
  table.createTHead().append(head);
  const body = table.createTBody();
  let found = null;
  for (const row of all.slice(0, shown)) {
    const line = body.insertRow();
    row.forEach((text, index) => {
      line.append(index === at ? element("th", text, { scope: "row" }) : cell(text));
    });
    if (reasons) line.append(ground(row));
    if (wanted && row[at] === wanted) found = line;
  }
  const frame = element("div", "", { className: "frame scroll", tabIndex: 0 });
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", about.caption);
  frame.append(table);
  const count = about.shown.replace("{shown}", Math.min(shown, all.length)).replace("{all}", all.length);
  const parts = [choice(), element("p", count, { className: "note" }), frame];
  if (all.length > shown) parts.push(more());
  target.replaceChildren(...parts);
  if (found) {
    found.className = "asked-for";
    found.scrollIntoView({ block: "center" });
  }
}

function choice() {
  const label = element("label", `${about.choose} `);
  const select = document.createElement("select");
  select.append(element("option", about.all, { value: "" }));
  const names = [...new Set(rows.map((row) => row[columns.indexOf("district")]))].sort();
  names.forEach((name, index) => select.append(element("option", name, { value: String(index + 1), selected: name === district })));
  select.addEventListener("change", () => {
    district = select.value ? names[select.value - 1] : null;
    shown = STEP;
    draw();
    target.querySelector("select").focus();
  });
  label.append(select);
  return label;
}

function more() {
  const button = element("button", about.more, { type: "button" });
  button.addEventListener("click", () => {
    shown += STEP;
    draw();
  });
  return button;
}

// The address asks for a district by the id of its row in the table above.
function turn() {
  const row = /^#district-\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
  if (row) {
    district = row.dataset.district;
    shown = STEP;
  }
  draw();
  if (row) section.scrollIntoView();
}

(async () => {
  for (const name of about.shards.split(" ").filter(Boolean)) await load(name);
  if (!rows.length) return;
  document.getElementById("without").hidden = true;
  turn();
  addEventListener("hashchange", turn);
})();
