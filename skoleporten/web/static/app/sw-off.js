// The municipality has switched the board without a network off: this worker takes the other one's place, and ends.
// What somebody has tapped and not sent stays, unreadable, until the board has sent it or its twelve hours are over.
const namesGone = () => new Promise((done) => {
  const asked = indexedDB.open("skoleporten", 1);
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onerror = done;
  asked.onsuccess = () => {
    const clearing = asked.result.transaction("boards", "readwrite");
    clearing.objectStore("boards").clear();
    clearing.oncomplete = clearing.onabort = () => { asked.result.close(); done(); };
  };
});

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await namesGone();
  await self.registration.unregister();
})()));
