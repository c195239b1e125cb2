// The figures that a statement's page prints: the text of each element with the attribute data-figure.

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
/** What the second reading does without: it would only fill the console with refusals of the page's own policy. */
const LEFT_OUT = new Set(["style", "base"]);
const RAW = new Set(["script", "style", "textarea", "title"]);
const NOT_SHOWN = new Set(
  "template noscript script style textarea title head iframe noembed noframes object video audio canvas select option datalist dialog xmp plaintext listing defs symbol clippath mask pattern marker lineargradient radialgradient metadata desc".split(" "),
);

/** The text with its character references resolved, as the browser resolves them. */
function withoutReferences(text) {
  if (!text.includes("&")) return text;
  if (text.length > 10000) throw new LimitReached("this page reads character references in at most 10000 characters of a figure");
  const page = new DOMParser().parseFromString(`<!doctype html><body><p>${text.replace(/</g, "&lt;")}`, "text/html");
  return page.querySelector("p").textContent;
}

function endOfRaw(text, name, at, foreign, where) {
  const found = new RegExp(`</${name}[ \t\n\f\r]*>`, "ig");
  found.lastIndex = at;
  const match = found.exec(text);
  mustPage(match, where, at, `“${name}” is not closed`);
  const inside = text.slice(at, match.index);
  mustPage(!foreign || !inside.includes("<"), where, at, `“${name}” inside a drawing is read differently by browsers`);
  mustPage(name !== "script" || !inside.includes("<!--"), where, at, "a script holds a comment");
  mustPage(!new RegExp(`</${name}`, "i").test(inside), where, at, `“${name}” ends in a way that browsers read differently`);
  return found.lastIndex;
}

/** The figures of a page in order, as {id, text}, and the page without styles. Refuses what browsers could show otherwise. */
function figuresOfPage(text, where) {
  const open = [];
  open.names = new Map();
  figureText = 0;
  const figures = [];
  const plain = { pieces: [], copied: 0 };
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    const end = next < 0 ? text.length : next;
    if (end > at) addToFigures(openFigures(open), text.slice(at, end));
    if (next < 0) break;
    const markup = readMarkup(text, next, where);
    at = markup.end;
    if (markup.kind === "end") endElement(markup, open, next, where);
    if (markup.kind !== "start") continue;
    at = startElement(text, markup, open, figures, where);
    leaveOutStyle(plain, text, markup, next, at);
  }
  mustPage(openFigures(open).length === 0, where, text.length, "a figure is not closed");
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
  const foreign = name === "svg" || name === "math" || (last !== undefined && last.foreign);
  mustPage(!selfClosing || VOID.has(name) || foreign, where, end, `“${name}” cannot close itself`);
  const around = openFigures(open);
  const unseen = attributes.has("hidden") || NOT_SHOWN.has(name) || (last !== undefined && last.unseen);
  mustPage(!unseen || around.length === 0, where, end, "a part of a figure is not shown");
  const isFigure = attributes.has("data-figure");
  mustPage(!isFigure || (!unseen && !VOID.has(name) && !selfClosing), where, end, "a figure is not shown");
  if (VOID.has(name) || selfClosing) return end;
  let inside = around;
  if (isFigure) {
    const figure = { id: withoutReferences(attributes.get("data-figure")), parts: [] };
    figures.push(figure);
    within(figures.length, HERE.figures, "figures");
    inside = [...around, figure];
  }
  if (RAW.has(name)) return endOfRaw(text, name, end, foreign, where);
  open.push({ name, unseen, foreign, figures: inside });
  open.names.set(name, (open.names.get(name) ?? 0) + 1);
  mustPage(open.length <= LIMITS.openElements, where, end, `more than ${LIMITS.openElements} elements are open at once`);
  return end;
}

function endElement(markup, open, at, where) {
  if (!open.names.get(markup.name)) return;
  let place = open.length - 1;
  while (open[place].name !== markup.name) place--;
  const left = open.slice(place + 1);
  const figures = place === 0 ? 0 : open[place - 1].figures.length;
  mustPage(left.length === 0 || openFigures(open).length === figures, where, at, `“${markup.name}” ends while a part of a figure is open`);
  for (const element of open.splice(place)) open.names.set(element.name, open.names.get(element.name) - 1);
}
