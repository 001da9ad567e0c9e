// Values and the characters that say them, each showing the other; and files that are dropped. The page works without it.

const wide = window.matchMedia("(min-width: 900px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

// ---------------------------------------------------------------- a document

class Reader {
  constructor(article) {
    this.pane = article.querySelector(".text");
    this.values = [...article.querySelectorAll("[data-marks]")];
    this.marks = new Map();
    for (const mark of this.pane.querySelectorAll("[data-mark]")) {
      this.marks.set(mark.dataset.mark, [...(this.marks.get(mark.dataset.mark) ?? []), mark]);
    }
    this.kept = null;
    this.listen();
    const mark = document.getElementById(location.hash.slice(1));
    if (mark?.matches(".text mark")) this.light(this.of(mark.dataset.mark)[0] ?? null, [mark.dataset.mark]);
  }

  of(id) { return this.values.filter((one) => one.dataset.marks.split(" ").includes(id)); }

  // Light a value (or none) with its marks, and put out all others.
  light(value, ids = value?.dataset.marks.split(" ") ?? []) {
    for (const one of document.querySelectorAll(".reader .on")) one.classList.remove("on");
    value?.classList.add("on");
    for (const id of ids) for (const mark of this.marks.get(id) ?? []) mark.classList.add("on");
  }

  // Only beside the records the text moves by itself; below them it would carry the reader away.
  reveal(value) {
    const mark = this.marks.get(value.dataset.marks.split(" ")[0])?.[0];
    if (!mark || !wide.matches) return;
    const frame = this.pane.getBoundingClientRect(), [box] = mark.getClientRects();
    if (!box || (box.top > frame.top + 30 && box.bottom < frame.bottom - 30)) return;
    const top = this.pane.scrollTop + box.top - frame.top - this.pane.clientHeight / 3;
    this.pane.scrollTo({ top, behavior: calm.matches ? "instant" : "smooth" });
  }

  listen() {
    for (const value of this.values) {
      value.addEventListener("mouseenter", () => { this.light(value); this.reveal(value); });
      value.addEventListener("mouseleave", () => this.light(this.kept));
      value.addEventListener("focus", () => { this.kept = value; this.light(value); this.reveal(value); });
      value.addEventListener("click", (event) => {
        if (!wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        history.replaceState(null, "", value.hash);
        value.focus({ preventScroll: true });
      });
    }
    this.pane.addEventListener("mouseover", (event) => {
      const mark = event.target.closest("[data-mark]");
      if (mark) this.light(this.of(mark.dataset.mark)[0] ?? null, [mark.dataset.mark]);
    });
    this.pane.addEventListener("mouseleave", () => this.light(this.kept));
    this.pane.addEventListener("click", (event) => this.back(event.target.closest("[data-mark]")));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { this.kept = null; this.light(null); }
    });
  }

  // From a mark to its value; to the next of its values, if it says several.
  back(mark) {
    if (mark && !String(getSelection())) this.go(mark);
  }

  go(mark) {
    const found = this.of(mark.dataset.mark);
    if (!found.length) return;
    const next = found[(found.indexOf(this.kept) + 1) % found.length];
    next.closest("details")?.setAttribute("open", "");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center", behavior: calm.matches ? "instant" : "smooth" });
  }
}

// ---------------------------------------------------------------- the form

function forms(article) {
  const file = article.querySelector(".drop"), paste = article.querySelector(".paste");
  const told = article.querySelector(".busy");
  if (!file) return;
  for (const one of article.querySelectorAll(".scripted")) one.hidden = false;
  for (const form of article.querySelectorAll("form")) {
    form.addEventListener("submit", () => { told.textContent = "Reading; a long document takes a while."; });
  }
  const over = (on) => file.classList.toggle("over", on);
  document.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    dropped(event.dataTransfer, file, paste);
  });
}

function dropped(given, file, paste) {
  if (given.files.length) {
    const one = new DataTransfer();
    one.items.add(given.files[0]);
    file.elements.document.files = one.files;
    file.requestSubmit();
  } else if (given.getData("text/plain")) {
    paste.elements.text.value = given.getData("text/plain");
    paste.elements.text.focus();
  }
}

const reader = document.querySelector(".reader"), form = document.querySelector(".readform");
if (reader) new Reader(reader);
if (form) forms(form);
