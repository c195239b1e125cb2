// The figures that a statement's page prints: the text of each element with the attribute data-figure.

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
/** What the second reading does without: it would only fill the console with refusals of the page's own policy. */
const LEFT_OUT = new Set(["style", "base"]);
const RAW = new Set(["script", "style", "textarea", "title"]);
const NOT_SHOWN = new Set(
  "template noscript script style textarea title head iframe noembed noframes object video audio canvas select option datalist dialog xmp plaintext listing".split(" "),
);

/** The text with its character references resolved, as the browser resolves them. */
function withoutReferences(text) {
  if (!text.includes("&")) return text;
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
  const figures = [];
  const plain = [];
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    const end = next < 0 ? text.length : next;
    if (end > at) for (const figure of openFigures(open)) figure.parts.push(text.slice(at, end));
    if (next < 0) break;
    const markup = readMarkup(text, next, where);
    at = markup.end;
    if (markup.kind === "start") {
      at = startElement(text, markup, open, figures, where);
      if (markup.styleAt !== null) {
        plain.push(text.slice(copied, markup.styleAt), "no-");
        copied = markup.styleAt;
      }
    }
    else if (markup.kind === "end") endElement(markup, open, next, where);
    if (markup.kind === "start" && LEFT_OUT.has(markup.name)) {
      plain.push(text.slice(copied, next));
      copied = at;
    }
  }
  mustPage(openFigures(open).length === 0, where, text.length, "a figure is not closed");
  plain.push(text.slice(copied));
  return { plain: plain.join(""), figures: figures.map((figure) => ({ id: figure.id, text: withoutReferences(figure.parts.join("")) })) };
}

function openFigures(open) {
  return open.length === 0 ? [] : open[open.length - 1].figures;
}

function startElement(text, markup, open, figures, where) {
  const { name, attributes, selfClosing, end } = markup;
  const foreign = open.some((element) => element.name === "svg" || element.name === "math") || name === "svg" || name === "math";
  mustPage(!selfClosing || VOID.has(name) || foreign, where, end, `“${name}” cannot close itself`);
  const around = openFigures(open);
  const unseen = attributes.has("hidden") || NOT_SHOWN.has(name) || (open.length > 0 && open[open.length - 1].unseen);
  mustPage(!unseen || around.length === 0, where, end, "a part of a figure is not shown");
  const isFigure = attributes.has("data-figure");
  mustPage(!isFigure || (!unseen && !VOID.has(name) && !selfClosing), where, end, "a figure is not shown");
  if (VOID.has(name) || selfClosing) return end;
  const inside = [...around];
  if (isFigure) {
    const figure = { id: withoutReferences(attributes.get("data-figure")), parts: [] };
    figures.push(figure);
    inside.push(figure);
  }
  if (RAW.has(name)) return endOfRaw(text, name, end, foreign, where);
  open.push({ name, unseen, figures: inside });
  mustPage(open.length <= LIMITS.openElements, where, end, `more than ${LIMITS.openElements} elements are open at once`);
  return end;
}

function endElement(markup, open, at, where) {
  let place = open.length - 1;
  while (place >= 0 && open[place].name !== markup.name) place--;
  if (place < 0) return;
  const left = open.slice(place + 1);
  const figures = place === 0 ? 0 : open[place - 1].figures.length;
  mustPage(left.length === 0 || openFigures(open).length === figures, where, at, `“${markup.name}” ends while a part of a figure is open`);
  open.length = place;
}
