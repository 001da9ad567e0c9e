// The queue of the review by keys. Every key presses a button of the page, which works without this script.

const STORED = "dicycle-review-keys";

function start(article) {
  const pairs = [...article.querySelectorAll(".pair")], toggle = article.querySelector("#keys");
  const undo = article.querySelector(".undo");
  article.classList.add("live");
  if (toggle) {
    article.querySelector(".keys").hidden = false;
    toggle.checked = localStorage.getItem(STORED) !== "off";
    const changed = () => {
      localStorage.setItem(STORED, toggle.checked ? "on" : "off");
      article.classList.toggle("keyed", toggle.checked);
    };
    toggle.addEventListener("change", changed);
    changed();
  }
  let current = Math.max(0, pairs.findIndex((one) => `#${one.id}` === location.hash));
  const go = (number) => {
    if (!pairs.length) return;
    current = Math.min(pairs.length - 1, Math.max(0, number));
    pairs[current].focus({ preventScroll: true });
    pairs[current].scrollIntoView({ block: "start", behavior: "instant" });
  };
  article.addEventListener("focusin", (event) => {
    const found = pairs.indexOf(event.target.closest(".pair"));
    if (found >= 0) current = found;
  });
  // After a decision the reader goes on with what comes next.
  if (location.hash.startsWith("#pair-")) go(current);
  const does = { j: () => go(document.activeElement === document.body ? current : current + 1), k: () => go(current - 1),
    z: () => undo?.click() };
  for (const key of "sdu") does[key] = () => pairs[current]?.querySelector(`[data-key="${key}"]`)?.click();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || (toggle && !toggle.checked)) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    if (!Object.hasOwn(does, event.key)) return;
    event.preventDefault();
    does[event.key]();
  });
}

const article = document.querySelector(".reviewing");
if (article) start(article);
