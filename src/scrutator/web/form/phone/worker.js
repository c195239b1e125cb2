// Keeps one whole version of the page on the phone. BUILD and PARTS are written above by the server.
// A new version waits until the page was closed; what the phone holds of forms and reports it never touches.
const SCOPE = new URL(self.registration.scope).pathname;
const CACHE = `${SCOPE} ${BUILD}`;
const URLS = ["./", ...PARTS.map((name) => `app/${BUILD}/${name}`)];

self.addEventListener("install", (event) => {
  // Files are named by their hash: what the page loaded a moment ago is not loaded again. The page itself is.
  const fresh = URLS.map((url) => new Request(new URL(url, self.registration.scope), url === "./" ? { cache: "reload" } : {}));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

async function dropOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(`${SCOPE} `) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === self.location.origin && url.pathname.startsWith(SCOPE);
  if (!ours || request.method !== "GET") return;
  const kept = url.pathname === SCOPE || url.pathname.startsWith(`${SCOPE}app/`);
  if (kept) event.respondWith(fromPhone(url, request));
});

async function fromPhone(url, request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(url.pathname, { ignoreSearch: true, ignoreVary: true });
  return found ?? fetch(request);
}
