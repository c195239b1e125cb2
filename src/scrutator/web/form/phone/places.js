// The lists that come beside a form, such as the stations of a country. The engine would make an object that watches
// itself of each of ten thousand: it is given a plain field in the list's place, and the list is searched here.
const XFORMS = "http://www.w3.org/2002/xforms";
const SOURCE = /^jr:\/\/file-csv\/([^/]+)$/;

/** The form without its lists, and for each path that chooses from one its choices: { xml, places }. */
export function withoutLists(xml, files) {
  const form = new DOMParser().parseFromString(xml, "text/xml");
  const places = new Map();
  const lists = new Map();
  for (const instance of [...form.getElementsByTagNameNS(XFORMS, "instance")]) {
    const [, name] = SOURCE.exec(instance.getAttribute("src") ?? "") ?? [];
    if (!(name in files)) continue;
    const nodeset = `instance('${instance.id}')/root/item`;
    const chosen = [...form.getElementsByTagNameNS(XFORMS, "select1")].filter((one) => isWhole(one, nodeset));
    if (xml.split(`instance('${instance.id}')`).length - 1 !== chosen.length) continue; // something else reads it
    if (!lists.has(name)) lists.set(name, choicesIn(files[name]));
    for (const select of chosen) places.set(plainField(form, select), lists.get(name));
    instance.remove();
  }
  return { xml: places.size ? new XMLSerializer().serializeToString(form) : xml, places };
}

/** Whether a select offers a whole list, by the columns that our lists have. */
function isWhole(select, nodeset) {
  const [itemset, ...more] = select.getElementsByTagNameNS(XFORMS, "itemset");
  const refs = [...(itemset?.children ?? [])].map((one) => one.getAttribute("ref")).join(" ");
  return more.length === 0 && itemset?.getAttribute("nodeset") === nodeset && refs === "name label";
}

function plainField(form, select) {
  const field = form.createElementNS(XFORMS, "input");
  field.setAttribute("ref", select.getAttribute("ref"));
  field.append(...[...select.children].filter((one) => one.localName !== "itemset"));
  select.replaceWith(field);
  return select.getAttribute("ref");
}

/** The choices of a list, as the engine gives those of a select. */
function choicesIn(csv) {
  const [head, ...rows] = csvRows(csv);
  const [value, label] = ["name", "label"].map((column) => head.indexOf(column));
  return rows.map((row) => ({ value: row[value], label: { asString: row[label] } }));
}

/** The rows of a CSV file (RFC 4180). */
function csvRows(csv) {
  const rows = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

/** A field of the form as a question with choices. */
export function asSelect(node, options) {
  return {
    selectType: "select1",
    selectValue: (value) => node.setValue(value ?? ""),
    get currentState() {
      const { instanceValue } = node.currentState;
      return { value: instanceValue ? [instanceValue] : [], valueOptions: options };
    },
  };
}

/** The choices of a question; undefined for one that does not choose from a list beside the form. */
export function placesOf(node, places) {
  return node.nodeType === "input" ? places.get(node.currentState.reference.replace(/\[\d+\]/g, "")) : undefined;
}
