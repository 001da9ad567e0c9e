// Answers that wait on this device until the network is back, and the worker that keeps pages for that time.

const STORE = "dicycle-yard", BOX = "waiting";

const database = new Promise((resolve, reject) => {
  const asked = indexedDB.open(STORE, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(BOX, { keyPath: "key", autoIncrement: true });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function box(mode, work) {
  const opened = await database;
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(BOX, mode), asked = work(transaction.objectStore(BOX));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = () => reject(transaction.error);
  });
}

// Who is signed in, by the name at the top of the page; nobody by name through an open door.
const who = () => document.querySelector(".top .who span")?.textContent ?? "";

// Entries: the fields of a form, what was said, about what, and who was signed in.
export const waiting = () => box("readonly", (store) => store.getAll());
export const keep = (one) => box("readwrite", (store) => store.add({ ...one, who: who() }));
export const forget = (key) => box("readwrite", (store) => store.delete(key));
// Nobody's answer is sent in the name of whoever signed in after them.
export const isMine = (one) => !one.who || one.who === who();
export const questionOf = ({ fields }) => fields.find(([field]) => field === "question")?.[1] ?? "";

export const NETWORK = "the network is back";

export function sentence(every, until = NETWORK) {
  const mine = every.filter(isMine).length, theirs = every.length - mine;
  const said = mine ? `${count(mine)} on this device until ${until}.` : "";
  return `${said}${theirs ? ` ${count(theirs)} here of somebody else, until they sign in again.` : ""}`.trim();
}

const count = (number) => `${number} ${number === 1 ? "answer waits" : "answers wait"}`;

const LATER = [401, 403, 408, 425, 429]; // not of the answer, but of the moment: signed out, too much at once

// "" if it was taken, else why it waits (`wait`) or why it was refused (`refusal`).
export async function post(fields) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  try {
    const answer = await fetch("/yard/act", { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) return {};
    if (answer.status >= 500) return { wait: "the server answers" };
    if (LATER.includes(answer.status)) return { wait: "you sign in again" };
    const { findings } = await answer.json();
    return { refusal: findings.map((one) => `${one.sentence} ${one.advice}`.trim()).join(" ") };
  } catch {
    return { wait: NETWORK };
  }
}

// Send what is mine in its order, until one has to wait; says how many went, and until when the rest waits.
export async function sendAll(refused) {
  for (let sent = 0; ; sent += 1) {
    const first = (await waiting()).find(isMine);
    if (!first) return { sent, until: NETWORK };
    const { wait, refusal } = await post(first.fields);
    if (wait) return { sent, until: wait };
    await forget(first.key);
    if (refusal) await refused(first, refusal);
  }
}

// A device says that it is online before anything is reached, and sometimes wrongly: load anew only what can be.
export async function reload() {
  try {
    await fetch("/yard/worker.js", { cache: "no-store" });
    location.reload();
  } catch { /* it is still gone */ }
}

export function keepPages() {
  navigator.serviceWorker?.register("/yard/worker.js", { scope: "/yard", updateViaCache: "none" }).catch(() => {});
}
