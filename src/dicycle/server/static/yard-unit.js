// Answers are kept on the device first, then sent one after the other; without a network they wait. The page works
// without this script, too.

import { forget, isMine, keep, keepPages, NETWORK, post, questionOf, sendAll, sentence, waiting } from "./yard-queue.js";

const BY = "dicycle-yard-by";
const article = document.querySelector(".yard.unit");
const cardOf = (question) => document.querySelector(`.card[data-question="${CSS.escape(question)}"]`);

// ---------------------------------------------------------------- sending

let sending = null, until = NETWORK;

function flush() {
  sending ??= send().finally(() => { sending = null; });
  return sending;
}

async function send() {
  const done = await sendAll(async (one, refusal) => { await refresh(); refused(one, refusal); });
  until = done.until;
  if (done.sent || document.querySelector("#kept")) await refresh();
  await show();
}

function refused(one, sentences) {
  const card = isHere(one) ? cardOf(questionOf(one)) : null, input = card?.querySelector("input[name=value]");
  if (card) card.open = true;
  if (input) input.value = one.said;
  tell(card ? sentences : `${one.about}: ${sentences}`);
}

function tell(sentences) {
  const told = document.querySelector("#told");
  told.textContent = sentences;
  told.hidden = !sentences;
  if (sentences) told.scrollIntoView({ block: "center" });
}

// ---------------------------------------------------------------- showing

async function show() {
  const every = await waiting(), line = document.querySelector("#queue");
  line.hidden = !every.length;
  line.textContent = sentence(every, until);
  for (const one of every) if (isHere(one)) mark(one);
}

// The queue is the device's: it holds answers of other inspections, too.
function isHere({ fields }) {
  const id = fields.find(([field]) => field === "inspection")?.[1];
  return document.querySelector("form.answer [name=inspection]")?.value === id;
}

const shown = new WeakMap(); // card -> what it showed before an answer waited

function mark(one) {
  const card = cardOf(questionOf(one)), result = card?.querySelector(".result");
  if (!card) return;
  if (!shown.has(card)) shown.set(card, [...result.childNodes]);
  const sign = document.createElement("span");
  sign.className = "sign s-waiting";
  sign.textContent = `… Waiting: ${one.said}`;
  result.replaceChildren(sign);
  card.dataset.waiting = "yes";
}

function unmark(card) {
  card.querySelector(".result").replaceChildren(...(shown.get(card) ?? []));
  delete card.dataset.waiting;
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
  if (!fresh) return;
  takeOver(fresh);
  document.querySelector("#kept")?.remove();
  listen();
  await show();
}

// What somebody is typing or has chosen stays as it is, and so do the card that is open and what was told.
function takeOver(fresh) {
  const old = document.querySelector("#state"), active = document.activeElement, forms = [...fresh.querySelectorAll("form")];
  const open = old.querySelector(".card[open]")?.dataset.question, alarmed = old.querySelector(".alarm");
  const twinOf = (form) => forms.find((one) => nameOf(one) === nameOf(form));
  for (const form of [...old.querySelectorAll("form")].filter(isTouched)) twinOf(form)?.replaceWith(form);
  fresh.querySelector("#told").replaceWith(old.querySelector("#told"));
  old.replaceWith(fresh);
  if (open && cardOf(open)) cardOf(open).open = true;
  if (fresh.contains(active)) active.focus({ preventScroll: true });
  else if (old.contains(active)) focusLike(active, twinOf);
  if (!alarmed) fresh.querySelector(".alarm")?.scrollIntoView({ block: "center", behavior: "instant" });
}

// The focus goes to the same button of a form that is still there, else to the card that is open.
function focusLike(active, twinOf) {
  const form = active.closest(".card") ? null : active.form;
  const same = form && twinOf(form)?.elements[[...form.elements].indexOf(active)];
  const next = same || document.querySelector(".card[open] summary");
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

const nameOf = (form) => ["act", "question", "gate"].map((name) => form.elements[name]?.value ?? "").join();

function isTouched(form) {
  return [...form.elements].some((one) => one.type !== "hidden" && (
    one.type === "file" ? one.files.length : one.matches("input") && (one.value !== one.defaultValue || one === document.activeElement)
  ));
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
  const one = { fields, said, about: `${document.querySelector("h1").innerText}, ${card.querySelector(".asks").innerText}` };
  tell("");
  await keep(one);
  form.reset();
  mark(one);
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
  event.preventDefault();
  tell("");
  const last = (await waiting()).findLast((one) => isMine(one) && isHere(one));
  if (last) {
    await forget(last.key);
    const card = cardOf(questionOf(last));
    if (card) { unmark(card); card.open = true; }
    await show();
    return;
  }
  const { wait, refusal } = await post(fieldsOf(event.target));
  tell(wait ? `Nothing was taken back: this has to wait until ${wait}.` : refusal ?? "");
  if (!wait) await refresh();
}

// Only answers are kept on the device: everything else needs the network, and stays typed in until it is back.
function guard(event) {
  if (event.defaultPrevented || navigator.onLine || event.target.method !== "post") return;
  event.preventDefault();
  tell("No network: nothing was sent, and nothing typed is lost. Try again when it is back.");
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
    if (request.status < 300) { form.reset(); refresh().then(() => document.querySelector("#records")?.scrollIntoView()); return; }
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
  document.querySelector("form.undo")?.addEventListener("submit", undo);
  for (const input of document.querySelectorAll(".pick input")) {
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.closest(".pick").classList.toggle("chosen", Boolean(file));
      if (file) input.closest(".pick").querySelector("span").textContent = file.name;
    });
  }
  const by = document.querySelector("form.begin #by");
  if (by) {
    by.value ||= localStorage.getItem(BY) ?? "";
    by.form.addEventListener("submit", () => localStorage.setItem(BY, by.value));
  }
}

// A tester's file is sent while it grows: what is here of it is looked at as long as somebody watches.
let watched = document.querySelector("#live")?.dataset.size ?? "null";

async function watch() {
  if (document.hidden || !article.dataset.live || !document.querySelector("#live, details.watch[open]")) return;
  try {
    const answer = await fetch(article.dataset.live), { size } = await answer.json();
    if (!answer.ok || String(size) === watched) return;
    watched = String(size);
    await refresh();
  } catch { /* no network: the next time */ }
}

if (article) {
  listen();
  show().then(flush);
  keepPages();
  document.addEventListener("submit", guard);
  window.addEventListener("online", flush);
  setInterval(watch, 2000);
  setInterval(() => { if (document.querySelector("#kept") || !document.querySelector("#queue").hidden) flush(); }, 5000);
}
