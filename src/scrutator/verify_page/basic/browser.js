// What the browser must bring: WebCrypto, which exists in pages from a file or over https only.

/** The browser's cryptography, or BrowserLacks with what to do. */
function subtle() {
  const found = globalThis.crypto && globalThis.crypto.subtle;
  if (!found) throw new BrowserLacks("this browser gives cryptography only to pages opened from a file or over https: save this page and open the file");
  return found;
}

/** The imported Ed25519 key, or BrowserLacks when the browser does not know Ed25519. */
async function importedKey(raw) {
  try {
    return await subtle().importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  } catch (fault) {
    if (fault instanceof BrowserLacks) throw fault;
    throw new BrowserLacks("this browser cannot check Ed25519 signatures: it needs Chrome or Edge 137, Firefox 129, Safari 17, or newer");
  }
}
