// A security key as the second factor: asks the browser for it, and posts what the key says.
// The page holds what the server asks (#js_data), a form with the field `credential`, and a button (#use-key).
const asked = JSON.parse(document.getElementById("js_data").textContent);
const making = asked.creation_options?.publicKey;
const button = document.getElementById("use-key");
const field = document.querySelector("input[name=credential]");

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function made() {
  const user = { ...making.user, id: bytes(making.user.id) };
  const excludeCredentials = known(making.excludeCredentials);
  const publicKey = { ...making, user, excludeCredentials, challenge: bytes(making.challenge) };
  const key = await navigator.credentials.create({ publicKey });
  const { attestationObject, clientDataJSON } = key.response;
  return said(key, { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) });
}

async function shown() {
  const { publicKey } = asked.request_options;
  const allowCredentials = known(publicKey.allowCredentials);
  const key = await navigator.credentials.get({
    publicKey: { ...publicKey, allowCredentials, challenge: bytes(publicKey.challenge) },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = key.response;
  const response = {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    ...(userHandle && { userHandle: text(userHandle) }),
  };
  return said(key, response);
}

function said(key, response) {
  const clientExtensionResults = key.getClientExtensionResults();
  return { id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults };
}

button.addEventListener("click", async () => {
  const problem = document.getElementById("key-problem");
  problem.hidden = true;
  try {
    field.value = JSON.stringify(await (making ? made() : shown()));
    field.form.submit();
  } catch {
    problem.hidden = false;
  }
});
button.hidden = !window.PublicKeyCredential;
