// Canonical JSON (RFC 8785): a text is accepted only when it is the canonical form of its value.

/** Refuses nesting beyond the limit before anything is parsed; one pass over the text. */
function refuseDeepJson(text, where) {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth++;
      must(depth <= LIMITS.jsonDepth, "deep_json", `${where} is nested beyond ${LIMITS.jsonDepth}`);
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
}

function canonicalText(text, where) {
  must(text.isWellFormed ? text.isWellFormed() : !/\p{Surrogate}/u.test(text), "not_canonical_json", `${where} holds half a character`);
  return JSON.stringify(text);
}

function canonicalNumber(value, where) {
  must(Number.isFinite(value), "not_a_number", `${where} holds a number that is not finite`);
  must(Math.abs(value) <= Number.MAX_SAFE_INTEGER, "number_too_large", `${where} holds a number beyond 2^53 - 1`);
  return JSON.stringify(value);
}

/** The canonical text of a value that JSON.parse gave. */
function canonicalJson(value, where) {
  if (typeof value === "string") return canonicalText(value, where);
  if (typeof value === "number") return canonicalNumber(value, where);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, where)).join(",")}]`;
  const fields = Object.keys(value).sort().map((key) => `${canonicalText(key, where)}:${canonicalJson(value[key], where)}`);
  return `{${fields.join(",")}}`;
}

/** The value of canonical JSON bytes; refused when the bytes are anything else. */
function valueOfJson(bytes, where) {
  must(bytes.length <= LIMITS.jsonBytes, "not_canonical_json", `${where} is larger than ${LIMITS.jsonBytes} bytes`);
  const text = textOf(bytes, where);
  refuseDeepJson(text, where);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("not_json", `${where} is not JSON`);
  }
  must(canonicalJson(value, where) === text, "not_canonical_json", `${where} is not in its canonical form`);
  return value;
}

/** Whether a value is an object with exactly these fields. */
function hasExactly(value, fields) {
  return isObject(value) && Object.keys(value).length === fields.length && fields.every((field) => Object.hasOwn(value, field));
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
