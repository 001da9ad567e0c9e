// The drawing of a genealogy made movable: zoom, map, arrow keys, time. The page works without it.

const SECONDS = 86400;
function start(figure) {
  const frame = figure.querySelector(".frame");
  const picture = frame.querySelector("svg");
  const size = { width: picture.width.baseVal.value, height: picture.height.baseVal.value };
  const view = new View(figure, frame, picture, size);
  figure.querySelector(".tools").hidden = false;
  figure.classList.add("live");
  view.begin();
  zooming(figure, frame, view);
  dragging(frame);
  walking(frame, view);
  mapping(figure, frame, view);
  timing(figure, picture);
}

// ---------------------------------------------------------------- zoom

class View {
  constructor(figure, frame, picture, size) {
    Object.assign(this, { frame, picture, size, zoom: 1, told: figure.querySelector(".zoom"), moved: () => {} });
    this.root = picture.querySelector(".box.root") ?? picture.querySelector("[data-stop]");
    // What was just opened is what the reader wants to see.
    this.first = picture.querySelector(".box.fresh") ?? this.root;
  }

  get fitting() {
    const room = Math.min(this.frame.clientWidth / this.size.width, this.frame.clientHeight / this.size.height);
    return Math.min(1, room);
  }

  get least() { return Math.min(0.25, this.fitting); }

  begin() {
    // All of it, if that can still be read; else as it is, with the thing itself in the middle.
    const zoom = this.fitting >= 0.7 ? this.fitting : 0.8;
    const bar = this.frame.offsetHeight - this.frame.clientHeight + (this.size.width * zoom > this.frame.clientWidth ? 12 : 0);
    this.frame.style.height = `${Math.min(this.frame.offsetHeight, Math.max(240, this.size.height * zoom + bar))}px`;
    this.set(zoom);
    this.centre(this.first);
  }

  // Zoom so that the point (x, y) of the frame stays where it is.
  set(zoom, x = this.frame.clientWidth / 2, y = this.frame.clientHeight / 2) {
    const { frame, picture, size } = this;
    const next = Math.min(3, Math.max(this.least, zoom));
    const left = (frame.scrollLeft + x) / this.zoom, top = (frame.scrollTop + y) / this.zoom;
    this.zoom = next;
    picture.setAttribute("width", size.width * next);
    picture.setAttribute("height", size.height * next);
    frame.scrollTo({ left: left * next - x, top: top * next - y, behavior: "instant" });
    this.told.textContent = `${Math.round(next * 100)}%`;
    this.moved();
  }

  fit() { this.set(this.fitting); }

  centre(stop = this.root) {
    const box = stop.getBBox();
    this.frame.scrollTo({
      left: (box.x + box.width / 2) * this.zoom - this.frame.clientWidth / 2,
      top: (box.y + box.height / 2) * this.zoom - this.frame.clientHeight / 2,
      behavior: "instant",
    });
  }
}

function zooming(figure, frame, view) {
  const does = { in: () => view.set(view.zoom * 1.25), out: () => view.set(view.zoom / 1.25),
    fit: () => view.fit(), root: () => view.centre() };
  for (const button of figure.querySelectorAll("[data-do]")) button.addEventListener("click", does[button.dataset.do]);
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const wish = { "+": "in", "=": "in", "-": "out", "−": "out", 0: "fit" }[event.key];
    if (wish) { does[wish](); event.preventDefault(); }
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    const edge = frame.getBoundingClientRect();
    view.set(view.zoom * Math.exp(-event.deltaY / 300), event.clientX - edge.left, event.clientY - edge.top);
    event.preventDefault();
  }, { passive: false });
  pinching(frame, view);
}

function pinching(frame, view) {
  let apart = 0;
  const distance = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  frame.addEventListener("touchstart", (event) => { apart = event.touches.length === 2 ? distance(event.touches) : 0; },
    { passive: true });
  frame.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2 || !apart) return;
    const edge = frame.getBoundingClientRect(), [one, other] = event.touches, now = distance(event.touches);
    view.set(view.zoom * now / apart, (one.clientX + other.clientX) / 2 - edge.left,
      (one.clientY + other.clientY) / 2 - edge.top);
    apart = now;
    event.preventDefault();
  }, { passive: false });
}

// ---------------------------------------------------------------- drag

function dragging(frame) {
  let from = null, far = false;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
    far = false;
  });
  frame.addEventListener("pointermove", (event) => {
    if (!from) return;
    const left = from.x - event.clientX, top = from.y - event.clientY;
    if (!far && Math.hypot(left - frame.scrollLeft, top - frame.scrollTop) < 5) return;
    if (!far) { far = true; frame.setPointerCapture(event.pointerId); frame.classList.add("dragged"); }
    frame.scrollTo({ left, top, behavior: "instant" });
  });
  const end = () => { from = null; frame.classList.remove("dragged"); };
  frame.addEventListener("pointerup", end);
  frame.addEventListener("pointercancel", end);
  // What was dragged was not clicked.
  frame.addEventListener("click", (event) => { if (far) { event.preventDefault(); far = false; } }, true);
  frame.addEventListener("dragstart", (event) => event.preventDefault());
}

// ---------------------------------------------------------------- keys

// One box is in the order of Tab; the arrow keys go to the nearest in their direction.
function walking(frame, view) {
  const stops = [...frame.querySelectorAll("[data-stop]")];
  const middle = new Map(stops.map((stop) => {
    const box = stop.getBBox();
    return [stop, { x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  }));
  let current = view.first;
  for (const stop of stops) stop.setAttribute("tabindex", stop === current ? 0 : -1);
  frame.addEventListener("focusin", (event) => {
    const stop = event.target.closest("[data-stop]");
    if (!stop) return;
    current.setAttribute("tabindex", -1);
    current = stop;
    current.setAttribute("tabindex", 0);
    show(frame, stop);
  });
  frame.addEventListener("keydown", (event) => {
    const stop = event.target.closest("[data-stop]");
    if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
    const there = stops.filter((one) => !one.classList.contains("later"));
    const next = event.key === "Home" ? there[0] : event.key === "End" ? there.at(-1)
      : nearest(middle, there, stop, event.key);
    if (next) { next.focus({ preventScroll: true }); event.preventDefault(); }
    else if (event.key.startsWith("Arrow")) event.preventDefault();
  });
}

function nearest(middle, stops, from, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
  if (!dx && !dy) return null;
  const here = middle.get(from);
  let best = null, least = Infinity;
  for (const stop of stops) {
    const there = middle.get(stop), x = there.x - here.x, y = there.y - here.y;
    const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
    // Up and down stay in the column; left and right take the next one, however high.
    if (ahead < 8 || (dy && aside > 60)) continue;
    const cost = dx ? ahead * 4 + aside : ahead;
    if (cost < least) { least = cost; best = stop; }
  }
  return best;
}

function show(frame, stop) {
  const edge = frame.getBoundingClientRect(), box = stop.getBoundingClientRect(), room = 24;
  const past = (low, high, from, to) => low < from + room ? low - from - room : Math.max(0, high - to + room);
  const left = past(box.left, box.right, edge.left, edge.right), top = past(box.top, box.bottom, edge.top, edge.bottom);
  if (left || top) frame.scrollBy({ left, top });
}

// ---------------------------------------------------------------- map

function mapping(figure, frame, view) {
  const map = figure.querySelector(".map"), picture = map.querySelector("svg"), seen = map.querySelector(".seen");
  const update = () => {
    const { zoom, size } = view;
    map.hidden = size.width * zoom <= frame.clientWidth + 2 && size.height * zoom <= frame.clientHeight + 2;
    const place = { x: frame.scrollLeft / zoom, y: frame.scrollTop / zoom,
      width: Math.min(size.width, frame.clientWidth / zoom), height: Math.min(size.height, frame.clientHeight / zoom) };
    for (const [name, value] of Object.entries(place)) seen.setAttribute(name, value);
  };
  const go = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    frame.scrollTo({ left: point.x * view.zoom - frame.clientWidth / 2,
      top: point.y * view.zoom - frame.clientHeight / 2, behavior: "instant" });
  };
  map.addEventListener("pointerdown", (event) => { map.setPointerCapture(event.pointerId); go(event); event.preventDefault(); });
  map.addEventListener("pointermove", (event) => { if (map.hasPointerCapture(event.pointerId)) go(event); });
  frame.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(frame);
  view.moved = update;
  update();
}

// ---------------------------------------------------------------- time

function timing(figure, picture) {
  const slider = figure.querySelector(".slider"), range = slider?.querySelector("input");
  if (!range) return;
  const days = range.dataset.days.split(" ").map(Number), told = slider.querySelector("output");
  const date = document.getElementById("as_of"), words = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
  const timed = [...picture.querySelectorAll("[data-since], [data-until]")].map((one) => ({
    one, since: Number(one.dataset.since ?? -Infinity), until: Number(one.dataset.until ?? Infinity),
    births: births(one), text: one.querySelector(".first"), full: one.querySelector(".first")?.textContent,
    box: one.classList.contains("box"),
  }));
  const all = [...picture.querySelectorAll(".box")].length;
  slider.hidden = false;
  const move = () => {
    const day = days[range.value], end = (day + 1) * SECONDS, last = Number(range.value) === days.length - 1;
    let absent = 0, gone = 0;
    for (const { one, since, until, births, text, full, box } of timed) {
      const later = since >= end, over = !last && until < end;
      one.classList.toggle("later", later);
      one.classList.toggle("over", over);
      if (box) { absent += later; gone += over && !later; }
      if (births) text.textContent = last ? full : `${sum(births, day)} of ${full}`;
    }
    const said = words.format(day * SECONDS * 1000);
    const rest = last ? "all that is known" : `${all - absent} of ${all} boxes were there${gone ? `, ${gone} were over` : ""}`;
    told.textContent = `${said}: ${rest}`;
    range.setAttribute("aria-valuetext", told.textContent);
    if (!last || range.dataset.touched) date.value = last ? "" : new Date(day * SECONDS * 1000).toISOString().slice(0, 10);
    if (!last) range.dataset.touched = "yes";
  };
  range.addEventListener("input", move);
  move();
}

function births(one) {
  return one.dataset.births?.split(" ").map((pair) => pair.split(":").map(Number)) ?? null;
}

function sum(births, day) {
  return births.reduce((total, [born, count]) => total + (born <= day ? count : 0), 0);
}

const figure = document.querySelector(".drawing");
if (figure) start(figure);
