// Answers are kept on the device first, then sent one after the other; without a network they wait. The page works
// without this script, too.

const STORE = "dicycle-yard", BOX = "waiting";
const article = document.querySelector(".yard.unit");

// ---------------------------------------------------------------- what waits, on this device

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

const waiting = () => box("readonly", (store) => store.getAll());
const keep = (one) => box("readwrite", (store) => store.add(one));
const forget = (key) => box("readwrite", (store) => store.delete(key));

// ---------------------------------------------------------------- sending

let sending = null;

function flush() {
  sending ??= send().finally(() => { sending = null; });
  return sending;
}

async function send() {
  let sent = 0;
  for (;;) {
    const [first] = await waiting();
    if (!first) break;
    const fate = await post(first.fields);
    if (fate === "no network") { await show(); return; }
    await forget(first.key);
    sent += 1;
    if (fate) { await refresh(); refused(first, fate); }
  }
  if (sent) await refresh();
  await show();
}

// Nothing if it was taken, "no network", or the sentences of a refusal.
async function post(fields) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  try {
    const answer = await fetch("/yard/act", { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) return null;
    if (answer.status >= 500) return "no network";
    const { findings } = await answer.json();
    return findings.map((one) => `${one.sentence} ${one.advice}`.trim()).join(" ");
  } catch {
    return "no network";
  }
}

function refused(one, sentences) {
  const told = document.querySelector("#told");
  told.textContent = sentences;
  told.hidden = false;
  const name = one.fields.find(([field]) => field === "question")?.[1];
  const card = document.querySelector(`.card[data-question="${CSS.escape(name ?? "")}"]`);
  if (card) card.open = true;
  told.scrollIntoView({ block: "center" });
}

// ---------------------------------------------------------------- showing

async function show() {
  const every = (await waiting()), line = document.querySelector("#queue");
  line.hidden = !every.length;
  line.textContent = every.length
    ? `${every.length} ${every.length === 1 ? "answer waits" : "answers wait"} on this device until the network is back.` : "";
  for (const one of every) mark(one);
}

function mark({ fields, said }) {
  const name = fields.find(([field]) => field === "question")?.[1];
  const card = name && document.querySelector(`.card[data-question="${CSS.escape(name)}"]`);
  if (!card) return;
  const sign = document.createElement("span");
  sign.className = "sign s-waiting";
  sign.textContent = `… Waiting: ${said}`;
  card.querySelector(".result").replaceChildren(sign);
  card.dataset.waiting = "yes";
}

// The server's page is the truth: what it says now takes the place of what is shown.
async function refresh() {
  let text;
  try {
    const answer = await fetch(article.dataset.url, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    text = await answer.text();
  } catch { return; }
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("#state");
  const open = document.activeElement?.closest?.(".card");
  if (!fresh) return;
  document.querySelector("#state").replaceWith(fresh);
  listen();
  await show();
  if (open !== undefined) document.querySelector("#next")?.querySelector("summary").focus({ preventScroll: true });
  document.querySelector("#next")?.scrollIntoView({ block: "nearest" });
}

function following(card) {
  const every = [...document.querySelectorAll(".card")];
  const after = [...every.slice(every.indexOf(card) + 1), ...every];
  return after.find((one) => !one.dataset.waiting && one.querySelector(".s-not-measured"));
}

// ---------------------------------------------------------------- what a person does

function fieldsOf(form, button) {
  const body = new FormData(form, button);
  if (!body.get("at")) body.set("at", new Date().toISOString());
  return [...body].filter(([, value]) => !(value instanceof File) || value.size);
}

async function answer(event) {
  event.preventDefault();
  const form = event.target, card = form.closest(".card");
  const fields = fieldsOf(form, event.submitter);
  const said = fields.find(([name]) => name === "value")?.[1] ?? "";
  document.querySelector("#told").hidden = true;
  await keep({ fields, said });
  mark({ fields, said });
  card.open = false;
  const next = following(card);
  if (next) {
    next.open = true;
    next.querySelector("summary").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  flush();
}

async function undo(event) {
  const last = (await waiting()).at(-1);
  if (!last) { event.target.submit(); return; }
  await forget(last.key);
  const name = last.fields.find(([field]) => field === "question")?.[1];
  const card = document.querySelector(`.card[data-question="${CSS.escape(name ?? "")}"]`);
  if (card) {
    delete card.dataset.waiting;
    const sign = document.createElement("span");
    sign.className = "sign s-not-measured";
    sign.textContent = "○ Not measured";
    card.querySelector(".result").replaceChildren(sign);
    card.open = true;
  }
  await show();
}

function upload(event) {
  event.preventDefault();
  const form = event.target, panel = form.querySelector(".sending"), bar = panel.querySelector("progress");
  const line = panel.querySelector(".sent"), cancel = panel.querySelector("button"), submit = form.querySelector("[type=submit]");
  const request = new XMLHttpRequest(), body = new FormData();
  for (const [name, value] of fieldsOf(form, event.submitter)) body.append(name, value);
  const end = (sentence) => {
    line.textContent = sentence;
    cancel.hidden = true;
    submit.disabled = false;
  };
  panel.hidden = false;
  cancel.hidden = false;
  submit.disabled = true;
  bar.value = 0;
  line.textContent = "Sending …";
  request.upload.addEventListener("progress", (one) => {
    bar.value = one.lengthComputable ? Math.round(one.loaded / one.total * 100) : 0;
    line.textContent = bar.value < 100 ? `${bar.value} % sent` : "Sent; reading it …";
  });
  request.addEventListener("load", () => {
    if (request.status < 300) { refresh().then(() => document.querySelector("#records")?.scrollIntoView()); return; }
    let sentences = "The server refused the file.";
    try { sentences = JSON.parse(request.responseText).findings.map((one) => `${one.sentence} ${one.advice}`).join(" "); } catch { /* as it is */ }
    end(sentences);
  });
  request.addEventListener("error", () => end("No network: the file was not sent. Press Upload again when it is back."));
  request.addEventListener("abort", () => end("Cancelled; nothing was kept."));
  cancel.addEventListener("click", () => request.abort(), { once: true });
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(body);
}

// ---------------------------------------------------------------- the page

function listen() {
  for (const form of document.querySelectorAll("form.answer")) form.addEventListener("submit", answer);
  document.querySelector("form.upload")?.addEventListener("submit", upload);
  document.querySelector("form.undo")?.addEventListener("submit", (event) => { event.preventDefault(); undo(event); });
  for (const input of document.querySelectorAll(".pick input")) {
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.closest(".pick").classList.toggle("chosen", Boolean(file));
      if (file) input.closest(".pick").querySelector("span").textContent = file.name;
    });
  }
  const by = document.querySelector("form.begin #by");
  if (by) {
    by.value ||= localStorage.getItem(`${STORE}-by`) ?? "";
    by.form.addEventListener("submit", () => localStorage.setItem(`${STORE}-by`, by.value));
  }
}

if (article) {
  listen();
  show().then(flush);
  window.addEventListener("online", flush);
  setInterval(() => { if (!document.querySelector("#queue").hidden) flush(); }, 5000);
}
