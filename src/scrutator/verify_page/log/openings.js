// C10: opened fields match their commitments.

/** Refuses an opening that is not allowed or does not match the latest version of its record; gives their number. */
function refuseWrongOpenings(bytes, records, latest) {
  const value = valueOfJson(bytes, "log/openings.json");
  const right = hasExactly(value, ["allowed", "opened"]) && Array.isArray(value.allowed) && Array.isArray(value.opened) && value.allowed.every((one) => typeof one === "string");
  must(right, "wrong_opening", "log/openings.json is not a list of openings");
  const allowed = new Set(value.allowed);
  for (const opening of value.opened) refuseWrongOpening(opening, allowed, records, latest);
  return value.opened.length;
}

function refuseWrongOpening(opening, allowed, records, latest) {
  const salt = hasExactly(opening, ["field", "id", "salt", "value"]) && typeof opening.salt === "string" ? bytesOfHex(opening.salt) : null;
  must(salt !== null && salt.length === 32 && latest.has(opening.id) && typeof opening.field === "string", "wrong_opening", "an opening names no record, or its salt is not 32 bytes");
  const record = records[latest.get(opening.id)].value;
  const place = `${record.type}.${opening.field}`;
  must(allowed.has(place), "opened_beyond_list", `${quoted(place)} is opened and not on the list`);
  const committed = isObject(record.data) && Object.hasOwn(record.data, opening.field) ? record.data[opening.field] : null;
  const text = canonicalJson([opening.id, opening.field, opening.value], "an opening");
  const hash = hexOf(sha256(joined(salt, bytesOf(text))));
  must(hasExactly(committed, ["sha256-salted"]) && committed["sha256-salted"] === hash, "wrong_opening", `the opening of ${quoted(place)} does not match its commitment`);
}
