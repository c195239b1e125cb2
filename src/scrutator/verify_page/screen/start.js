// What the reader does on the page: choose or drop a bundle, name the signer, give notices.

let chosen = null;
let running = 0;

const bytesOfFile = async (file) => new Uint8Array(await file.arrayBuffer());

/** A fault in what was typed, said beside it; true when there is none. */
function isTypedRight(typed) {
  const place = document.getElementById("expected-fault");
  const field = document.getElementById("expected");
  let fault = "";
  try {
    readExpected(typed);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    fault = `${refusal.message}: give a line name+id+base64, or 64 hexadecimal digits.`;
  }
  place.textContent = fault;
  field.setAttribute("aria-invalid", String(fault !== ""));
  return fault === "";
}

async function answerFor(file, typed) {
  if (file.size > HERE.fileBytes) return verify(new Uint8Array(0), { typed, size: file.size });
  const notices = await Promise.all([...document.getElementById("notices").files].map(bytesOfFile));
  const [opening] = document.getElementById("openings").files;
  return verify(await bytesOfFile(file), { typed, notices, openings: opening ? await bytesOfFile(opening) : null });
}

/** Checks the chosen bundle with what stands in the form now. */
async function checkChosen() {
  const typed = document.getElementById("expected").value;
  if (!isTypedRight(typed)) return;
  if (chosen === null) {
    document.getElementById("state").textContent = "Nothing is checked yet: choose the bundle.";
    return;
  }
  const run = ++running;
  document.getElementById("result").hidden = true;
  document.getElementById("state").textContent = `Checking ${quoted(chosen.name)} …`;
  await new Promise((go) => setTimeout(go, 20));
  const file = chosen;
  let answer;
  try {
    answer = await answerFor(file, typed);
  } catch {
    document.getElementById("state").textContent = "The file cannot be read. Choose it again.";
    return;
  }
  if (run === running) showAnswer(answer, file);
}

function take(file) {
  if (!file) return;
  chosen = file;
  checkChosen();
}

function listen() {
  const drop = document.getElementById("drop");
  document.getElementById("form").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("bundle").addEventListener("change", (event) => take(event.target.files[0]));
  document.getElementById("expected").addEventListener("change", checkChosen);
  document.getElementById("notices").addEventListener("change", checkChosen);
  document.getElementById("openings").addEventListener("change", checkChosen);
  document.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files[0]);
  });
}

if (typeof document !== "undefined") listen();
globalThis.scrutator = Object.freeze({ verify, isSignedBy, sha256, valueOfJson, canonicalJson });
