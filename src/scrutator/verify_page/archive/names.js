// Which names a member may have.

const NAME_PART = /^[A-Za-z0-9_%@=,~+.-]{1,240}$/;
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\..*)?$/i;

/** Refuses a name that is not safe on every system. */
function refuseName(name) {
  const shown = quoted(name);
  must(!name.startsWith("/"), "absolute_path", `${shown} is an absolute path`);
  must(!name.endsWith("/"), "directory_entry", `${shown} is a folder`);
  must(name.length <= 480, "unsafe_name", `${shown} is longer than 480 characters`);
  for (const part of name.split("/")) {
    must(part !== "..", "parent_path", `${shown} leads out of the folder`);
    must(NAME_PART.test(part) && !part.endsWith(".") && !DEVICE.test(part), "unsafe_name", `${shown} has a part that a bundle does not allow`);
  }
}

/** Refuses names or folders that are equal or differ only in case, and names that are file and folder. */
function refuseCollisions(names) {
  const spelled = new Map();
  const folders = new Set();
  for (const name of names) {
    const parts = name.split("/");
    for (let depth = 1; depth <= parts.length; depth++) {
      const path = parts.slice(0, depth).join("/");
      const known = spelled.get(path.toLowerCase());
      must(known === undefined || known === path, "case_collision", `${quoted(path)} and ${quoted(known ?? "")} differ only in case`);
      spelled.set(path.toLowerCase(), path);
      if (depth < parts.length) folders.add(path);
    }
  }
  for (const name of names) must(!folders.has(name), "name_conflict", `${quoted(name)} is a file and a folder`);
  must(new Set(names).size === names.length, "duplicate_name", "two members have the same name");
}
