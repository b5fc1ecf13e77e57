/* Keeps the last scan pages that somebody opened, for places without a network. Served at /offline.js.
 *
 * The network is always asked first, so a recall is seen whenever there is one. Only when it cannot be
 * reached does the copy come out, and then its <html> says data-saved: scan.js shows when it was made.
 * Nothing is told to anybody; copies stay on this telephone. */

const PAGES = "txng-pages-1", FILES = "txng-files-1";
const MOST_PAGES = 20, MOST_FILES = 40;
const isPage = (request, url) => request.mode === "navigate" && /^\/01\//.test(url.pathname);
const isFile = (url) => /^\/(static|hinh)\//.test(url.pathname);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isPage(event.request, url)) event.respondWith(page(event));
  else if (isFile(url)) event.respondWith(file(event));
});

async function page(event) {
  const request = event.request;
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) event.waitUntil(keep(PAGES, request.url, fresh.clone(), MOST_PAGES));
    else if (fresh.status === 404) event.waitUntil(caches.open(PAGES).then((cache) => cache.delete(request.url)));
    return fresh;
  } catch (noNetwork) {
    const saved = await (await caches.open(PAGES)).match(request.url);
    if (!saved) throw noNetwork;
    const html = (await saved.text()).replace("<html ", "<html data-saved ");
    const headers = new Headers(saved.headers);
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
    return new Response(html, { status: 200, headers });
  }
}

async function file(event) {
  const saved = await caches.match(event.request);
  if (saved) return saved; // addresses of files change with their content
  const fresh = await fetch(event.request);
  if (fresh.ok) event.waitUntil(keep(FILES, event.request.url, fresh.clone(), MOST_FILES));
  return fresh;
}

async function keep(name, address, answer, most) {
  const cache = await caches.open(name);
  await cache.put(address, answer);
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - most))) await cache.delete(old);
}
