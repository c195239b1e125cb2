// A scanner of pages that knows only what every browser reads alike: each `<` begins a whole comment,
// a doctype, or a tag whose attribute values are quoted or simple. One pass, no going back.

const SPACES = /[ \t\n\f\r]*/y;
const SIMPLE_VALUE = /[^ \t\n\f\r"'=<>`]*/y;
const ATTRIBUTE_NAME = /[^ \t\n\f\r"'=<>`/]*/y;
const TAG_NAME = /[^ \t\n\f\r/>]*/y;

function mustPage(condition, where, at, what) {
  must(condition, "malformed_html", `${where}, character ${at}: ${what}`);
}

/** Where the letters of one kind end that begin at `at`. */
function skip(letters, text, at) {
  letters.lastIndex = at;
  letters.test(text);
  return letters.lastIndex;
}

const skipSpaces = (text, at) => skip(SPACES, text, at);

/** The value that begins at `at`, and where it ends. */
function readValue(text, at, where) {
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, at + 1);
    mustPage(end > 0, where, at, "a value has no end");
    return [text.slice(at + 1, end), end + 1];
  }
  const end = skip(SIMPLE_VALUE, text, at);
  mustPage(end > at && !text.slice(at, end).includes("/"), where, at, "a value is neither quoted nor simple");
  return [text.slice(at, end), end];
}

/** The attributes from `at` to the end of the tag: {attributes, styleAt, selfClosing, end}. */
function readAttributes(text, at, where) {
  const attributes = new Map();
  let styleAt = null;
  for (;;) {
    const next = skipSpaces(text, at);
    if (text[next] === ">") return { attributes, styleAt, selfClosing: false, end: next + 1 };
    if (text.startsWith("/>", next)) return { attributes, styleAt, selfClosing: true, end: next + 2 };
    mustPage(next > at && next < text.length, where, next, "a tag is not whole");
    const nameEnd = skip(ATTRIBUTE_NAME, text, next);
    mustPage(nameEnd > next, where, next, "an attribute has no name");
    const name = text.slice(next, nameEnd).toLowerCase();
    at = nameEnd;
    const equals = skipSpaces(text, at);
    let value = "";
    if (text[equals] === "=") [value, at] = readValue(text, skipSpaces(text, equals + 1), where);
    mustPage(!attributes.has(name), where, next, "a tag has an attribute twice");
    attributes.set(name, value);
    within(attributes.size, HERE.attributes, "attributes of one tag");
    if (name === "style") styleAt = next;
  }
}

/** The end of the comment that begins at `at`; a comment that browsers end elsewhere is refused. */
function endOfComment(text, at, where) {
  const end = text.indexOf("-->", at + 4);
  mustPage(end >= 0, where, at, "a comment has no end");
  const inside = text.slice(at + 4, end);
  mustPage(!/^-?>|--!>|<!--/.test(`${inside}--`), where, at, "a comment ends in a way that browsers read differently");
  return end + 3;
}

/** The tag, comment or doctype that begins at `at`: {kind, name, attributes, selfClosing, end}. */
function readMarkup(text, at, where) {
  if (text.startsWith("<!--", at)) return { kind: "comment", end: endOfComment(text, at, where) };
  if (/^<!doctype[ >]/i.test(text.slice(at, at + 10))) {
    const end = text.indexOf(">", at);
    mustPage(/^<!doctype html>$/i.test(text.slice(at, end + 1)), where, at, "the doctype is not “html”");
    return { kind: "doctype", end: end + 1 };
  }
  const closing = text[at + 1] === "/";
  const from = at + (closing ? 2 : 1);
  mustPage(/[A-Za-z]/.test(text[from] ?? ""), where, at, "a “<” begins no tag");
  const nameEnd = skip(TAG_NAME, text, from);
  const name = text.slice(from, nameEnd).toLowerCase();
  mustPage(/^[a-z][a-z0-9-]*$/.test(name), where, at, "a tag has no plain name");
  const rest = readAttributes(text, nameEnd, where);
  mustPage(!closing || (rest.attributes.size === 0 && !rest.selfClosing), where, at, "an end tag has more than its name");
  return { kind: closing ? "end" : "start", name, ...rest };
}
