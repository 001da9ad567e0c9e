// What this device kept, where the page that was asked for is not among it.

import { reload, sentence, waiting } from "./yard-queue.js";

document.querySelector("#again").addEventListener("click", () => location.reload());
const list = document.querySelector("#pages"), queue = document.querySelector("#queue");

async function titles() {
  const found = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("dicycle-yard-pages-"))) {
    const pages = await caches.open(name);
    for (const request of await pages.keys()) found.push([request.url, await titleOf(await pages.match(request))]);
  }
  return found;
}

async function titleOf(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("h1")?.textContent.trim() || page.title;
}

function row([url, title]) {
  const item = document.createElement("li"), link = document.createElement("a");
  link.className = "tall";
  link.href = url;
  link.textContent = title;
  item.append(link);
  return item;
}

// Opened by its own address there is nothing else to load. A device does not always say that it is back.
if (location.pathname !== "/yard/offline") {
  window.addEventListener("online", reload);
  setInterval(() => { if (navigator.onLine) reload(); }, 5000);
}

const found = await titles();
list.replaceChildren(...found.map(row));
document.querySelector("#none").hidden = found.length > 0;
queue.textContent = sentence((await waiting()).map((one) => ({ ...one, who: "" }))); // nobody is signed in here
queue.hidden = !queue.textContent;
