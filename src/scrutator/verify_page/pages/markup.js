// What a statement's page may be made of: the tables "Elements", "Attributes" and "Styles" of the specification.

const INLINE = "a b br code em i img span strong svg";
const FLOW = `${INLINE} blockquote details div dl figure h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul`;
const DRAWN = "defs g line path text tspan";
const DRAWING = new Set(`svg ${DRAWN} lineargradient stop`.split(" "));
const BARE = new Set("html head meta title link style".split(" "));
const ONLY_SPACE = new Set("html head table thead tbody tr".split(" "));

/** Which elements may stand directly in which; "" is the page itself. */
const MAY_STAND = new Map(
  [
    ["", `html ${FLOW}`],
    ["html", "head body"],
    ["head", "meta title link style"],
    ["body blockquote div section header nav main li dd td th", FLOW],
    ["a b code em i p pre span strong dt caption h1 h2 h3 h4 h5 h6", INLINE],
    ["summary", `${INLINE} h2 h3`],
    ["details", `summary ${FLOW}`],
    ["figure", `figcaption ${FLOW}`],
    ["figcaption", FLOW],
    ["ol ul", "li"],
    ["dl", "dt dd"],
    ["table", "caption thead tbody tr"],
    ["thead tbody", "tr"],
    ["tr", "th td"],
    ["svg g", DRAWN],
    ["text tspan", "tspan"],
    ["defs", "lineargradient"],
    ["lineargradient", "stop"],
    ["meta link br hr img title style line path stop", ""],
  ].flatMap(([parents, children]) => parents.split(" ").map((parent) => [parent, new Set(children.split(" "))])),
);

const whole = (text) => new RegExp(`^(?:${text})$`);
const each = (names, value) => names.split(" ").map((name) => [name, whole(value)]);
const ANY = "[^\\0]*";
const NUMBER = "-?[0-9]+(?:\\.[0-9]+)?";
const SAFE = "(?:[^\\0-\\x20\\x7f\"'<>\\\\&`]|&(?:amp|quot|lt|gt|#x27|#39);)*";
const PART = "(?!(?:\\.|%2[eE]){1,2}(?:[/#]|$))[A-Za-z0-9_%@=,~+.-]+";
const MEMBER = `${PART}(?:/${PART})*`;
const ALIGNED = "text-align:(?:left|right|center)";

/** The policy of a page, which names one style of a release; pages of the first release name none. */
const STYLES = Object.values(KNOWN_STYLES).map((hex) => `sha256-${base64Of(bytesOfHex(hex)).replaceAll("+", "\\+")}`);
const POLICY = `default-src 'none'; style-src '(?:unsafe-inline|${STYLES.join("|")})'; img-src data:`;

const GENERAL = each("aria-label aria-labelledby class data-figure id lang role tabindex title", ANY);
const PAINTED = each(
  "class clip-path cx cy d display dy dx fill fill-opacity font-family font-size font-style font-weight height id offset opacity pointer-events points r rx ry stop-color stop-opacity stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor transform width x x1 x2 y y1 y2",
  "(?![^\\0]*[uU][rR][lL])[^\\0\\\\&;]*|url\\(#[A-Za-z0-9_.-]+\\)",
);
const OWN = {
  html: { lang: ANY },
  meta: {
    charset: "utf-8",
    name: "viewport|color-scheme",
    content: `width=device-width, initial-scale=1|light dark|${POLICY}`,
    "http-equiv": "Content-Security-Policy",
  },
  link: { rel: "icon", href: "data:," },
  a: { href: `#${SAFE}|https?://[^/?#]${SAFE}|${MEMBER}(?:#${SAFE})?`, download: "", "data-note": "[0-9]+" },
  img: { src: `${MEMBER}|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+`, alt: ANY },
  ol: { start: "[0-9]+" },
  details: { open: "" },
  span: { style: "--level:[0-9]+%" },
  td: { style: ALIGNED, "data-label": ANY },
  th: { style: ALIGNED, "data-label": ANY, scope: "col|row" },
  svg: {
    xmlns: "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    role: "img",
    "aria-label": ANY,
    viewbox: `${NUMBER}(?: ${NUMBER}){3}`,
    style: `max-width:${NUMBER}px;overflow:visible`,
  },
};

function attributesOf(name) {
  const general = DRAWING.has(name) ? PAINTED : BARE.has(name) ? [] : GENERAL;
  return new Map([...general, ...Object.entries(OWN[name] ?? {}).map(([key, value]) => [key, whole(value)])]);
}

const MAY_HAVE = new Map([...MAY_STAND.keys()].map((name) => [name, attributesOf(name)]));

function mustBeListed(condition, where, at, what) {
  must(condition, "forbidden_markup", `${where}, character ${at}: ${what}`);
}

/** Refuses an element that is not on the list, not in its place, or has what it may not have. */
function refuseElement(parent, markup, where) {
  const { name, attributes, end } = markup;
  mustBeListed(name !== "" && MAY_HAVE.has(name), where, end, `${quoted(name)} is no element of a statement's page`);
  mustBeListed(MAY_STAND.get(parent).has(name), where, end, `${quoted(name)} may not stand in ${quoted(parent || "the page")}`);
  const allowed = MAY_HAVE.get(name);
  for (const [key, value] of attributes)
    mustBeListed(allowed.has(key) && allowed.get(key).test(value), where, end, `${quoted(name)} may not have ${quoted(key)} with ${quoted(value.slice(0, 100))}`);
}

/** Refuses text where only elements may stand. */
function refuseText(parent, text, where, at) {
  mustPage(!ONLY_SPACE.has(parent) || /^[ \t\n\f\r]*$/.test(text), where, at, "a browser moves this text");
}

/** Refuses a style sheet that is not on the list: it could hide a figure, or load something. */
function refuseStyle(text, where, at) {
  const known = Object.values(KNOWN_STYLES).includes(hexOf(sha256(bytesOf(text))));
  mustBeListed(known, where, at, "the style sheet is none that a release has written");
}
