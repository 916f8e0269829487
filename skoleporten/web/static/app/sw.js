// The board without a network. Kept here are only files that are the same for everybody: no name, time or id.
const CACHE = "board", SHELL = "/today/shell/", PATIENCE = 8000;
const NEVER_CHANGES = /\.[0-9a-f]{12}\.\w+$/;
const GATEWAY_FAULTS = [502, 503, 504];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (pathname === "/today/") event.respondWith(board(event.request));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(file(event.request, pathname));
  }
});

const kept = async (request) => (await caches.open(CACHE)).match(request);

async function board(request) {
  let answer;
  try {
    answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    answer = Response.error();
  }
  const isAnswer = answer.type !== "error" && !GATEWAY_FAULTS.includes(answer.status);
  return isAnswer ? answer : (await kept(SHELL)) ?? answer;
}

async function file(request, pathname) {
  const old = await kept(request);
  if (old && NEVER_CHANGES.test(pathname)) return old;
  return fetch(request).catch(() => old ?? Response.error());
}
