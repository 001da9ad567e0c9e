// The yard without a network. The server puts before this: VERSION, a hash of all that pages are drawn with; SHELL, the
// page of what is not kept; DRAWN_WITH, styles and scripts. A page is kept only if its answer says so.

const BEGIN = "dicycle-yard-", DRAWN = `${BEGIN}drawn-${VERSION}`, PAGES = `${BEGIN}pages-${VERSION}`;
const START = "/yard";
const PATIENCE = 6000, SHORT = 2000; // milliseconds until a kept page, or a style, is taken although the network has not said no

const isYard = (path) => path === START || path.startsWith(`${START}/`);
const addressOf = (url) => url.pathname + url.search;

// ---------------------------------------------------------------- its life

self.addEventListener("install", (event) => {
  const wanted = [SHELL, ...DRAWN_WITH].map((url) => new Request(url, { cache: "no-cache", credentials: "omit" }));
  event.waitUntil(caches.open(DRAWN).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
  const others = (await caches.keys()).filter((name) => name.startsWith(BEGIN) && ![DRAWN, PAGES].includes(name));
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
  // What is open already was fetched before there was a worker.
  const open = await self.clients.matchAll({ type: "window" });
  await Promise.all(open.map(({ url }) => new URL(url)).filter(({ pathname }) => isYard(pathname)).map(fetchToKeep));
}

async function fetchToKeep(url) {
  try {
    await keep(addressOf(url), await fetch(url, { headers: { Accept: "text/html" }, redirect: "manual" }));
  } catch { /* no network: it is kept the next time */ }
}

// ---------------------------------------------------------------- what is kept

async function keep(address, answer) {
  const pages = await caches.open(PAGES), told = answer.headers.get("Dicycle-Keep");
  const known = Boolean(await pages.match(address));
  if (told === "clear" || (known && lost(answer))) await caches.delete(PAGES);
  else if (known && (told === "no" || answer.status === 404)) await pages.delete(address);
  else if (told === "yes" && answer.ok) await put(pages, address, answer);
}

// A page that was kept, and is now behind the sign-in page.
const lost = (answer) => answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;

async function put(pages, address, answer) {
  const text = await answer.text(), headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  headers.set("Dicycle-Kept", String(Date.now()));
  await pages.put(address, new Response(text, { headers }));
  if (address === START) await prune(pages, text);
}

// The first page links every inspection that goes on; others have ended.
async function prune(pages, text) {
  for (const { url } of await pages.keys()) {
    const address = addressOf(new URL(url));
    if (address !== START && !text.includes(`href="${address.replaceAll("&", "&amp;")}"`)) await pages.delete(address);
  }
}

// ---------------------------------------------------------------- answering

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (DRAWN_WITH.includes(url.pathname)) event.respondWith(drawn(request, url.pathname));
  else if (isYard(url.pathname) && request.mode === "navigate") event.respondWith(opened(event, addressOf(url)));
  else if (isYard(url.pathname) && request.headers.get("Accept") === "text/html") event.respondWith(again(event, addressOf(url)));
});

async function drawn(request, path) {
  const asked = fetch(request);
  try {
    return await Promise.race([asked, late(SHORT)]);
  } catch {
    asked.catch(() => {});
    return (await caches.open(DRAWN)).match(path);
  }
}

// A person opens a page.
async function opened(event, address) {
  const pages = await caches.open(PAGES), kept = await pages.match(address);
  const asked = again(event, address);
  try {
    return await (kept ? Promise.race([asked, late(PATIENCE)]) : asked);
  } catch (wrong) {
    asked.catch(() => {});
    return kept ? asOf(kept, wrong.message === "late") : (await caches.open(DRAWN)).match(SHELL);
  }
}

// A page is fetched, and kept if it may be.
async function again(event, address) {
  const answer = await fetch(event.request);
  event.waitUntil(keep(address, answer.clone()));
  return answer;
}

const late = (patience) => new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), patience); });

// ---------------------------------------------------------------- a kept page says so

async function asOf(kept, slow) {
  const headers = new Headers(kept.headers), at = new Date(Number(headers.get("Dicycle-Kept")));
  const clock = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const day = at.toDateString() === new Date().toDateString() ? "" : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, `;
  const why = slow ? "the server does not answer" : "no network";
  const line = `<p class="queue" id="kept" role="status">As of ${day}${clock}, ${why}. <a class="lone" href="">Try again</a></p>`;
  const text = (await kept.text()).replace(/<article class="yard[^>]*>/, (found) => found + line);
  return new Response(text, { headers });
}
