// The page: one screen at a time, the bar above it, and what happens when it is left, locked or erased.
import { button, make, twice } from "./dom.js";
import { listScreen } from "./list.js";
import { Sender, openDraft, sendLocked } from "./reports.js";
import { HERE, lacking, tokenOfLink } from "./session.js";
import { cannot, entry } from "./start.js";
import { openStore } from "./store.js";
import { NAMES, loadWords, say, speak, spoken } from "./words.js";

const main = document.getElementById("main");
const bar = document.getElementById("bar");
const IDLE = 10 * 60_000; // milliseconds without a touch until the PIN is asked again
// The engine is a large file: it is read while a person types the PIN.
const filler = () => import("./filling.js");
let store, session, sender, filling, redraw;
let token = null;
let said = ""; // the last note on the list, kept when the list is drawn anew by itself

async function begin() {
  token = tokenOfLink();
  await loadWords();
  if (lacking()) return show(cannot, () => show(cannot));
  navigator.serviceWorker.register(new URL("worker.js", HERE)).catch(() => {});
  store = await openStore(HERE.pathname);
  await locked();
  setTimeout(filler, 50);
}

/** Put a screen on the page; `again` draws it anew in another language. */
function show(screen, again) {
  redraw = again;
  main.replaceChildren(typeof screen === "function" ? screen() : screen);
  drawBar();
  window.scrollTo(0, 0);
}

async function locked() {
  const kept = await store.get("settings", "vault");
  show(entry({ store, kept, token, opened }), locked);
  main.querySelector("input")?.focus();
  if (kept) sendLocked(store);
}

async function opened(found) {
  session = found;
  token = null;
  sender = new Sender(session, () => !filling && list(said));
  await list();
  sender.soon(0);
  session.refresh().then(() => !filling && session && list(said), () => {});
}

async function list(note = "") {
  filling = null;
  said = note;
  const screen = await listScreen(session, { start, resume, send, refresh, redraw: list }, note);
  if (!filling && session) show(screen, () => list(said));
}

async function start(number) {
  await fillIn(await session.form(number), crypto.randomUUID(), null);
}

async function resume(id) {
  const { about, report } = await openDraft(session, id);
  await fillIn(await session.form(about.number), id, report);
}

async function fillIn(form, id, begun) {
  const leave = async (note) => {
    await list(note);
    sender.soon(0);
  };
  try {
    filling = await (await filler()).fillingScreen(session, { form, id, begun, leave });
    show(filling.screen, again(form, id));
  } catch (error) {
    await list(say("This form cannot be opened in this browser: {why}", { why: error.message }));
  }
}

/** The same report drawn again, from its draft. */
function again(form, id) {
  return async () => {
    await filling.end();
    await resume(id);
  };
}

async function send() {
  await sender.run();
  await list();
}

async function refresh() {
  const note = await session.refresh().then(() => say("The forms are up to date."), (error) =>
    error instanceof TypeError ? say("The server cannot be reached now.") : error.message);
  await list(note);
}

async function lock() {
  await filling?.end();
  sender?.stop();
  session = sender = filling = null;
  await locked();
}

function drawBar() {
  const field = make("select", { "aria-label": say("Language"), onchange: () => (speak(field.value), redraw()) });
  field.append(...Object.entries(NAMES).map(([code, name]) => make("option", { value: code, lang: code, selected: code === spoken() }, name)));
  const tools = [field];
  if (session) tools.push(button(say("Lock"), lock));
  if (store) tools.push(eraser());
  bar.replaceChildren(...tools);
}

/** Erases everything of this page. */
function eraser() {
  const wipe = async () => {
    sender?.stop();
    await filling?.end();
    session = sender = filling = null;
    localStorage.clear();
    await store.wipe();
    location.replace("about:blank");
  };
  return twice(say("Erase all"), say("Erase now, for good"), wipe);
}

let idle;
for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, () => {
    clearTimeout(idle);
    idle = setTimeout(() => session && lock(), IDLE);
  });
}
addEventListener("online", () => store && !session && sendLocked(store));
document.addEventListener("visibilitychange", () => document.hidden && filling?.end());
document.addEventListener("notkept", () => {
  const words = say("This phone is full: the draft is not kept. Erase photos of other programs, then write on.");
  if (!document.getElementById("notkept")) main.prepend(make("p", { class: "error", role: "alert", id: "notkept" }, words));
});

begin();
