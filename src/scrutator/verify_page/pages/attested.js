// What a bundle itself says is attested and withheld: counts for the verdict's sentence.

function valueOrNull(members, name) {
  const bytes = members.get(name);
  try {
    return bytes === undefined ? null : valueOfJson(bytes, name);
  } catch (fault) {
    if (fault instanceof Refusal) return null;
    throw fault;
  }
}

const isCommitment = (value) => isObject(value) && Object.keys(value).length === 1 && /^[0-9a-f]{64}$/.test(value["sha256-salted"]);

function commitmentsIn(records) {
  const latest = new Map(records.map(({ value }) => [value.id, value.data]));
  const values = [...latest.values()].flatMap((data) => (isObject(data) ? Object.values(data) : []));
  return values.filter(isCommitment).length;
}

/** How many findings and printed figures are attested, and how much is withheld; "" when everything is shown. */
function attestedRemark(members, records) {
  const findings = new Map();
  const listed = valueOrNull(members, "findings.json");
  for (const one of Array.isArray(listed) ? listed : []) if (isObject(one) && typeof one.id === "string") findings.set(one.id, one.attested === true);
  const attested = new Set([...findings.keys()].filter((id) => findings.get(id)));
  const figures = valueOrNull(members, "figures.json");
  const cells = isObject(figures) ? Object.values(figures).filter(isObject) : [];
  const resting = cells.filter((cell) => attested.has(String(cell.figure).split("/")[0]));
  const committed = records ? commitmentsIn(records) : 0;
  return [
    attested.size ? ` ${attested.size} of ${findings.size} findings, and with them ${resting.length} of ${cells.length} printed figures, are attested, not rebuilt.` : "",
    committed ? ` ${committed} values, rows or files are withheld, each under a commitment.` : "",
  ].join("");
}
