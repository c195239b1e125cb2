// C12: every figure printed in the statement is the text of its cell, and every cell is printed.

const PAGE_NAME = /^statement\.([A-Za-z-]+)\.html$/;
const ANY_PAGE = /\.(?:x?html?|xht)$/i;

/** The printed texts: Map of language to Map of figure id to text; null when the bundle has no figures.json. */
function readCells(members) {
  const bytes = members.get("figures.json");
  if (bytes === undefined) return null;
  const value = valueOfJson(bytes, "figures.json");
  const right = isObject(value) && Object.values(value).every((cell) => isObject(cell) && isObject(cell.text) && Object.values(cell.text).every((text) => typeof text === "string"));
  must(right, "malformed_figures", "figures.json does not map figures to printed texts");
  const cells = new Map();
  for (const [id, cell] of Object.entries(value))
    for (const [language, text] of Object.entries(cell.text)) {
      if (!cells.has(language)) cells.set(language, new Map());
      cells.get(language).set(id, text);
    }
  return cells;
}

/** What a browser makes of the page without its styles, running and loading nothing: must be what the scanner read. */
function refuseOtherReading(plain, figures, where) {
  const page = new DOMParser().parseFromString(plain, "text/html");
  const shown = [...page.querySelectorAll("[data-figure]")].map((element) => `${element.dataset.figure}\n${element.textContent}`);
  const read = figures.map((figure) => `${figure.id}\n${figure.text}`);
  mustPage(shown.join("\0") === read.join("\0"), where, 0, "a browser reads its figures differently");
}

function refuseOtherFigures(name, bytes, texts) {
  must(bytes.length <= LIMITS.pageBytes, "malformed_html", `${name} is larger than ${LIMITS.pageBytes} bytes`);
  const text = textOf(bytes, name);
  const { figures, plain } = figuresOfPage(text, name);
  const missing = new Set(texts.keys());
  for (const figure of figures) {
    must(texts.get(figure.id) === figure.text, "figure_mismatch", `${name}: ${quoted(figure.id)} is printed as ${quoted(figure.text)}, its cell says ${quoted(texts.get(figure.id) ?? "nothing")}`);
    missing.delete(figure.id);
  }
  must(missing.size === 0, "figure_mismatch", `${name} does not print ${quoted([...missing][0] ?? "")}`);
  refuseOtherReading(plain, figures, name);
  return figures.length;
}

/** The number of printed figures that read as their cells; null when there are no cells or no pages. */
function checkFigures(members) {
  const cells = readCells(members);
  for (const name of members.keys()) must(!ANY_PAGE.test(name) || PAGE_NAME.test(name), "forbidden_markup", `${quoted(name)} is a page that is none of the statement's`);
  const pages = [...members].filter(([name]) => PAGE_NAME.test(name));
  if (pages.length === 0) return null;
  within(pages.reduce((sum, [, bytes]) => sum + bytes.length, 0), HERE.pagesBytes, "bytes of pages");
  elementsRead = 0;
  let printed = 0;
  const languages = new Set();
  for (const [name, bytes] of pages) {
    const language = PAGE_NAME.exec(name)[1];
    languages.add(language);
    printed += refuseOtherFigures(name, bytes, (cells ?? new Map()).get(language) ?? new Map());
  }
  if (cells === null && printed === 0) return null;
  for (const language of (cells ?? new Map()).keys()) must(languages.has(language), "figure_mismatch", `there is no page in ${quoted(language)}`);
  return printed;
}
