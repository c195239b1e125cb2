// The curve of Ed25519 (RFC 8032), as far as a verifier must look at a key before it trusts a signature.

const FIELD = 2n ** 255n - 19n;
const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function modulo(value) {
  const rest = value % FIELD;
  return rest < 0n ? rest + FIELD : rest;
}

function power(base, exponent) {
  let result = 1n;
  let square = modulo(base);
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = modulo(result * square);
    square = modulo(square * square);
  }
  return result;
}

const CURVE_D = modulo(-121665n * power(121666n, FIELD - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (FIELD - 1n) / 4n);

function littleEndian(bytes) {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** The point that 32 bytes encode, or null unless they are its canonical encoding (RFC 8032, 5.1.3). */
function decodedPoint(bytes) {
  const whole = littleEndian(bytes);
  const y = whole & ((1n << 255n) - 1n);
  const odd = whole >> 255n;
  if (y >= FIELD) return null;
  const u = modulo(y * y - 1n);
  const v = modulo(CURVE_D * y * y + 1n);
  let x = modulo(u * power(v, 3n) * power(u * power(v, 7n), (FIELD - 5n) / 8n));
  if (modulo(v * x * x) === modulo(-u)) x = modulo(x * ROOT_OF_MINUS_ONE);
  if (modulo(v * x * x) !== u) return null;
  if (x === 0n && odd) return null;
  return { x: (x & 1n) === odd ? x : modulo(-x), y };
}

function doubled({ x, y }) {
  const xx = x * x;
  const yy = y * y;
  const sum = modulo(yy - xx);
  return {
    x: modulo(2n * x * y * power(sum, FIELD - 2n)),
    y: modulo((yy + xx) * power(2n - sum, FIELD - 2n)),
  };
}

/** Whether 32 bytes are the canonical encoding of a point whose order is not 1, 2, 4 or 8. */
function isSoundKey(bytes) {
  const point = bytes.length === 32 ? decodedPoint(bytes) : null;
  if (point === null) return false;
  const eight = doubled(doubled(doubled(point)));
  return !(eight.x === 0n && eight.y === 1n);
}

/** Whether the second half of a signature is below the group's order. */
function isReducedScalar(bytes) {
  return littleEndian(bytes) < GROUP_ORDER;
}
