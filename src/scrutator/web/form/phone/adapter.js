// The only file that knows the engine: forms in, a tree of questions out, a report as a browser posts it.
import { loadForm } from "./engine.js";

/** Read an XForm; `files` are the texts of the lists it needs, by name. Throws where the engine refuses it. */
export async function readForm(xml, files) {
  const fetchFormAttachment = async (url) => {
    const name = decodeURIComponent(String(url)).split("/").pop();
    if (!(name in files)) return new Response("", { status: 404 });
    return new Response(files[name], { headers: { "Content-Type": "text/csv; charset=utf-8" } });
  };
  const read = await loadForm(xml, { fetchFormAttachment });
  if (read.status === "failure") throw read.error;
  return read;
}

/** The tree of a new report, or of one that was begun (`begun`: what `payload` gave). */
export async function fill(read, changed, begun = null) {
  const options = {
    stateFactory: (state) => watched(state, changed),
    instanceAttachments: { fileNameFactory: photoName },
  };
  const made = begun ? await read.restoreInstance({ data: [begun] }, options) : read.createInstance(options);
  return made.root;
}

/** A state whose changes are told; the engine writes into it. */
function watched(state, changed) {
  return new Proxy(state, {
    set(target, name, value) {
      target[name] = value;
      changed();
      return true;
    },
  });
}

/** A name that says nothing of when and by whom a photo was taken. */
function photoName() {
  return `${crypto.randomUUID().replaceAll("-", "")}.jpg`;
}

/** The report as a form that a browser posts: its XML, then its photos. */
export async function payload(root) {
  const made = await root.prepareInstancePayload({ payloadType: "monolithic" });
  return made.data[0];
}

/** The languages of a form: a name such as `English (en)` and its code. */
export function languagesOf(root) {
  return root.languages.map((one) => ({ name: one.language, code: codeOf(one.language), language: one }));
}

function codeOf(name) {
  return /\(([A-Za-z-]+)\)\s*$/.exec(name)?.[1] ?? "";
}

/** What is wrong with an answer as the form says it: null, or { condition, words }. */
export function violationOf(node) {
  const found = node.validationState.violation;
  return found ? { condition: found.condition, words: found.message?.asString ?? "" } : null;
}

/** Whether the branch of a question is asked. */
export function isAsked(node) {
  return node.currentState.relevant;
}

/** A photo that an answer holds, and whether its bytes are there. */
export function photoOf(node) {
  const value = node.currentState.value;
  return value instanceof Blob ? value : null;
}

/** Bounds of a range: { start, end, step } as written in the form. */
export function boundsOf(node) {
  return node.definition.bodyElement.bounds;
}

/** The longest edge that a form asks for of a photo, in pixels; null where it does not say. */
export function maxPixels(node) {
  return node.maxPixels ?? null;
}
