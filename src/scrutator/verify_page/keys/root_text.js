// Root documents: the text of keys/<n>.root, which has one spelling.

const DAY = "(?:[0-9]{4}-[0-9]{2}-[0-9]{2})";
const ROOT_HEAD = new RegExp(`^scrutator-root/v1\\nmission ([^ ]+)\\nversion ([1-9][0-9]*)\\nprevious (none|[0-9a-f]{64})\\nissued (${DAY})\\nexpires (${DAY})$`);
const KEY_LINE = new RegExp(`^key ([^ ]+)(?: from (${DAY}))?(?: until (${DAY}))?$`);
const ROLE_LINE = /^role (root|approve|log) ([1-9][0-9]*)((?: [0-9a-f]{8})+)$/;
const REVOKED_LINE = new RegExp(`^revoked ([0-9a-f]{8}) since (${DAY}) (compromised|lost)$`);

function isDay(text) {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

function mustRoot(condition, where, what) {
  must(condition, "malformed_root", `${where}: ${what}`);
}

/** A root document's statement: mission, version, previous, days, keys by id, roles, revocations. */
function readRootText(text, where) {
  const lines = text.slice(0, -1).split("\n");
  const head = ROOT_HEAD.exec(lines.slice(0, 6).join("\n"));
  mustRoot(head, where, "its first six lines are not those of a root document");
  const root = { mission: head[1], version: Number(head[2]), previous: head[3], issued: head[4], expires: head[5], keys: new Map(), roles: new Map(), revoked: new Map() };
  let at = 6;
  for (; at < lines.length && lines[at].startsWith("key "); at++) readKeyLine(root, lines[at], where);
  for (const role of ["root", "approve", "log"]) if (at < lines.length && lines[at].startsWith(`role ${role} `)) readRoleLine(root, lines[at++], where);
  for (; at < lines.length; at++) readRevokedLine(root, lines[at], where);
  refuseUnsoundRoot(root, where);
  return Object.freeze(root);
}

function readKeyLine(root, line, where) {
  const match = KEY_LINE.exec(line);
  mustRoot(match, where, "a line of a key is not one");
  const key = readKey(match[1], `a key of ${where}`);
  mustRoot(!root.keys.has(key.id), where, "two keys have the same id");
  for (const other of root.keys.values()) mustRoot(!sameBytes(other.key.raw, key.raw), where, "two keys have the same bytes");
  for (const day of [match[2], match[3]]) mustRoot(day === undefined || isDay(day), where, "a day does not exist");
  root.keys.set(key.id, { key, from: match[2], until: match[3] });
  mustRoot(root.keys.size <= 64, where, "it has more than 64 keys");
}

function readRoleLine(root, line, where) {
  const match = ROLE_LINE.exec(line);
  mustRoot(match, where, "a line of a role is not one");
  root.roles.set(match[1], { threshold: Number(match[2]), ids: match[3].slice(1).split(" ") });
}

function readRevokedLine(root, line, where) {
  const match = REVOKED_LINE.exec(line);
  mustRoot(match && isDay(match[2]), where, "it has a line that does not belong there");
  mustRoot(!root.revoked.has(match[1]), where, "a key is revoked twice");
  root.revoked.set(match[1], match[2]);
}

function refuseUnsoundRoot(root, where) {
  mustRoot(isDay(root.issued) && isDay(root.expires) && root.issued <= root.expires, where, "its days do not follow one another");
  mustRoot(isKeyName(root.mission) && !root.mission.startsWith("scrutator-"), where, "its mission has a name that is not allowed");
  mustRoot(root.roles.has("root") && root.roles.has("log") && root.roles.get("log").threshold === 1, where, "it lacks a role");
  const placed = [...root.roles.values()].flatMap((role) => role.ids);
  mustRoot(new Set(placed).size === placed.length && placed.length === root.keys.size, where, "a key does not stand in exactly one role");
  for (const [name, role] of root.roles) {
    mustRoot(role.threshold <= role.ids.length, where, "a threshold is beyond the keys of its role");
    for (const id of role.ids) refuseRoleKey(root, name, id, where);
  }
  for (const id of root.revoked.keys()) mustRoot(!root.keys.has(id), where, "a revoked key has a role");
}

function refuseRoleKey(root, role, id, where) {
  const entry = root.keys.get(id);
  mustRoot(entry, where, "a role names a key that is not listed");
  mustRoot(entry.key.kind === (role === "approve" ? KIND.cosigner : KIND.log), where, "a key is of the wrong kind for its role");
  mustRoot(role !== "log" || entry.key.name === root.mission, where, "a key of the log does not bear the mission's name");
}
