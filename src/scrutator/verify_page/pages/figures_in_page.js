// The figures that a statement's page prints: the text of each element with the attribute data-figure.

const VOID = new Set(["br", "hr", "img", "link", "meta"]);
/** What the second reading does without: it would only fill the console with refusals of the page's own policy. */
const LEFT_OUT = new Set(["style", "base"]);
const RAW = new Set(["style", "title"]);
const ONCE = new Set(["html", "head", "body"]);

/** The text with its character references resolved, as the browser resolves them. */
function withoutReferences(text) {
  if (!text.includes("&")) return text;
  if (text.length > 10000) throw new LimitReached("this page reads character references in at most 10000 characters of a figure");
  const page = new DOMParser().parseFromString(`<!doctype html><body><p>${text.replace(/</g, "&lt;")}`, "text/html");
  return page.querySelector("p").textContent;
}

function endOfRaw(text, name, at, where) {
  const found = new RegExp(`</${name}[ \t\n\f\r]*>`, "ig");
  found.lastIndex = at;
  const match = found.exec(text);
  mustPage(match, where, at, `“${name}” is not closed`);
  const inside = text.slice(at, match.index);
  mustPage(!new RegExp(`</${name}`, "i").test(inside), where, at, `“${name}” ends in a way that browsers read differently`);
  if (name === "style") refuseStyle(inside, where, at);
  return found.lastIndex;
}

/** The figures of a page in order, as {id, text}, and the page without styles. Refuses what browsers could show otherwise. */
function figuresOfPage(text, where) {
  const changed = text.search(/[\0\r]/);
  mustPage(changed < 0, where, changed, "a character is one that browsers change");
  const open = [];
  open.once = new Set();
  figureText = 0;
  const figures = [];
  const plain = { pieces: [], copied: 0 };
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    const end = next < 0 ? text.length : next;
    if (end > at) {
      refuseText(open.length === 0 ? "" : open[open.length - 1].name, text.slice(at, end), where, at);
      addToFigures(openFigures(open), text.slice(at, end));
    }
    if (next < 0) break;
    const markup = readMarkup(text, next, where);
    at = markup.end;
    if (markup.kind === "end") endElement(markup, open, next, where);
    if (markup.kind !== "start") continue;
    at = startElement(text, markup, open, figures, where);
    leaveOutStyle(plain, text, markup, next, at);
  }
  mustPage(open.length === 0, where, text.length, "an element is not closed");
  plain.pieces.push(text.slice(plain.copied));
  return { plain: plain.pieces.join(""), figures: figures.map((figure) => ({ id: figure.id, text: withoutReferences(figure.parts.join("")) })) };
}

/** Copies the page up to an element without its style: the element is left out, or its attribute renamed. */
function leaveOutStyle(plain, text, markup, from, to) {
  const whole = LEFT_OUT.has(markup.name);
  if (!whole && markup.styleAt === null) return;
  const stop = whole ? from : markup.styleAt;
  plain.pieces.push(text.slice(plain.copied, stop), whole ? "" : "no-");
  plain.copied = whole ? to : stop;
}

let figureText = 0;
let elementsRead = 0;

/** Adds a piece of text to every figure it stands in; figures in figures are bounded by what that costs. */
function addToFigures(figures, piece) {
  figureText += figures.length * (1 + piece.length);
  within(figureText, HERE.figureText, "characters of figures");
  for (const figure of figures) figure.parts.push(piece);
}

function openFigures(open) {
  return open.length === 0 ? [] : open[open.length - 1].figures;
}

function startElement(text, markup, open, figures, where) {
  const { name, attributes, selfClosing, end } = markup;
  const last = open[open.length - 1];
  within(++elementsRead, HERE.elements, "elements of pages");
  refuseElement(last === undefined ? "" : last.name, markup, where);
  mustPage(!selfClosing || VOID.has(name) || DRAWING.has(name), where, end, `“${name}” cannot close itself`);
  mustPage(!ONCE.has(name) || !open.once.has(name), where, end, `there is a second “${name}”`);
  if (ONCE.has(name)) open.once.add(name);
  mustPage(name !== "a" || last === undefined || !last.linked, where, end, "a link stands in a link");
  const isFigure = attributes.has("data-figure");
  mustPage(!isFigure || (!VOID.has(name) && !selfClosing), where, end, "a figure is not shown");
  if (VOID.has(name) || selfClosing) return end;
  mustPage(open.length < LIMITS.openElements, where, end, `more than ${LIMITS.openElements} elements are open at once`);
  if (RAW.has(name)) return endOfRaw(text, name, end, where);
  let inside = openFigures(open);
  if (isFigure) {
    const figure = { id: withoutReferences(attributes.get("data-figure")), parts: [] };
    figures.push(figure);
    within(figures.length, HERE.figures, "figures");
    inside = [...inside, figure];
  }
  open.push({ name, linked: name === "a" || (last !== undefined && last.linked), figures: inside });
  return end;
}

function endElement(markup, open, at, where) {
  const last = open.pop();
  mustPage(last !== undefined && last.name === markup.name, where, at, `“${markup.name}” ends what is not open, or something in it is`);
}
