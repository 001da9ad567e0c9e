// Codes from the camera or a photo. Typed codes and handheld scanners need no script: they fill the form.

import { keepPages, NETWORK, reload, sendAll, sentence, waiting } from "./yard-queue.js";

const VENDOR = "/static/vendor/zxing-wasm/";
const ASKED = { formats: ["QRCode", "DataMatrix", "Code128"], tryHarder: true, maxNumberOfSymbols: 1, textMode: "Plain" };
const PAUSE = 120; // milliseconds between two looks at the camera's picture
const LARGEST = 1600; // pixels of the longer side that is decoded

const form = document.querySelector(".wedge"), input = document.querySelector("#code"), told = document.querySelector("#told");
const video = document.querySelector("#video"), viewer = document.querySelector("#viewer"), camera = document.querySelector("#camera");
const canvas = document.createElement("canvas");
let reader = null, stream = null;

const say = (sentence) => { told.textContent = sentence; };

// ---------------------------------------------------------------- the decoder, loaded when it is first needed

function load() {
  reader ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${VENDOR}reader.js`;
    script.addEventListener("load", () => {
      const overrides = { locateFile: (name) => VENDOR + name };
      Promise.resolve(globalThis.ZXingWASM.prepareZXingModule({ overrides, fireImmediately: true }))
        .then(() => resolve(globalThis.ZXingWASM), reject);
    });
    script.addEventListener("error", () => reject(new Error("the decoder did not load")));
    document.head.append(script);
  });
  reader.catch(() => { reader = null; });
  return reader;
}

function pixels(source, width, height) {
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function decode(source, width, height) {
  const zxing = await load();
  const [found] = await zxing.readBarcodes(pixels(source, width, height), ASKED);
  return found?.isValid ? found : null;
}

function open(found) {
  // A GS1 symbol says so in its symbology identifier (]C1, ]d2, ]Q3); the server reads it before the element string.
  const mark = /^\](C1|d2|Q3)/.test(found.symbologyIdentifier ?? "") ? found.symbologyIdentifier : "";
  input.value = mark + found.text;
  say("Found. Opening …");
  form.requestSubmit();
}

// ---------------------------------------------------------------- the camera

async function start() {
  if (!navigator.mediaDevices?.getUserMedia) {
    say("This browser gives no camera here: it needs https. Read a photo, or type the number.");
    return;
  }
  camera.disabled = true;
  say("Opening the camera …");
  try {
    const wanted = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false };
    stream = await navigator.mediaDevices.getUserMedia(wanted);
    video.srcObject = stream;
    viewer.hidden = false;
    await video.play();
    await load();
    say("Hold the code in front of the camera.");
    look();
  } catch (wrong) {
    stop();
    const refused = wrong.name === "NotAllowedError";
    say(refused ? "The camera is not allowed here. Allow it in the browser's settings, read a photo, or type the number."
      : "The camera does not work. Read a photo, or type the number.");
  }
}

async function look() {
  if (!stream) return;
  if (video.videoWidth) {
    const found = await decode(video, video.videoWidth, video.videoHeight).catch(() => null);
    if (found && stream) {
      stop();
      open(found);
      return;
    }
  }
  setTimeout(look, PAUSE);
}

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
  viewer.hidden = true;
  camera.disabled = false;
  say("");
}

// ---------------------------------------------------------------- a photo

async function photo(file) {
  say("Reading the photo …");
  try {
    const picture = await createImageBitmap(file);
    const found = await decode(picture, picture.width, picture.height);
    if (found) open(found);
    else say("No code was found in the photo. Take it closer, straight and in good light, or type the number.");
  } catch {
    say("This photo cannot be read. Take another one, or type the number.");
  }
}

document.querySelector(".scripted").hidden = false;
camera.addEventListener("click", start);
document.querySelector("#stop").addEventListener("click", () => { stop(); camera.focus(); });
document.querySelector("#photo").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) photo(file);
  event.target.value = "";
});
window.addEventListener("pagehide", stop);
// A handheld scanner types without a click: what is typed anywhere goes into the field.
document.addEventListener("keydown", (event) => {
  const typing = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (typing && !event.target.matches("input, button, a, select, textarea")) input.focus();
});

// ---------------------------------------------------------------- without a network

const line = document.createElement("p");
line.className = "queue";
line.role = "status";
line.hidden = true;
document.querySelector("h1").after(line);

async function show(until = NETWORK) {
  line.textContent = sentence(await waiting(), until);
  line.hidden = !line.textContent;
}

async function flush() {
  const { until } = await sendAll(async (one, refusal) => say(`${one.about}: ${refusal}`));
  await show(until);
}

show().then(flush);
keepPages();
window.addEventListener("online", () => {
  if (document.querySelector("#kept") && !input.value && !stream) reload();
  else flush();
});
window.addEventListener("pageshow", (event) => { if (event.persisted) say(""); });
