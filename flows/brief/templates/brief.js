"use strict";
// The page's own script: filters by day, and draws each chart when it comes near the screen. Without it, all text is
// still readable.
const brief = JSON.parse(document.getElementById("data").textContent);
const last = brief.days.length - 1;
const views = {};
const byId = (id) => document.getElementById(id);
const chosen = { from: 0, to: last };
const waiting = [];
let playing = null;
let isDrawing = false;
let dragFrom = null;

// the colours of axes, land and text are in the style sheet of the page
const look = {
  font: getComputedStyle(document.body).fontFamily,
  view: { stroke: null },
  axis: { domain: false, grid: false, labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal" },
  axisY: { grid: true, tickCount: 4 },
  legend: { layout: { bottom: { direction: "vertical", margin: 6 } }, columnPadding: 18, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", symbolSize: 90 },
};

async function draw(name) {
  const place = byId(`chart-${name}`);
  const spec = { ...brief.charts[name], autosize: { type: "fit-x", contains: "padding" } };
  spec.width = Math.max(place.clientWidth, 260);
  for (const side of ["height"]) if (spec[side].expr) spec[side] = evaluateWidth(spec[side].expr, spec.width);
  views[name]?.finalize();
  const result = await vegaEmbed(place, fitToWidth(spec, spec.width), {
    ast: true, actions: false, logLevel: 1, renderer: "svg", defaultStyle: false, config: look,
    tooltip: { disableDefaultStyle: true, theme: "custom" },
  });
  views[name] = result.view;
  for (const marks of place.querySelectorAll('g[role="graphics-symbol"]:not([aria-label])')) {
    marks.setAttribute("aria-label", result.spec.description);
  }
  if (name === "map") steer(result.view, place);
  else result.view.addSignalListener("brush_x", (_, pixels) => chooseBrushed(result.view, pixels));
  await showIn(result.view);
}

// "width < 500 ? a : b", the one expression by which a chart depends on the width of the page
function evaluateWidth(expression, width) {
  const [, limit, narrow, wide] = /^width < (\d+) \? (\d+) : (\d+)$/.exec(expression);
  return Number(width < Number(limit) ? narrow : wide);
}

function fitToWidth(part, width) {
  if (Array.isArray(part)) return part.map((one) => fitToWidth(one, width));
  if (part === null || typeof part !== "object") return part;
  if (typeof part.expr === "string" && /^width < /.test(part.expr)) return evaluateWidth(part.expr, width);
  return Object.fromEntries(Object.entries(part).map(([key, value]) =>
    [key, key === "values" || key === "datasets" ? value : fitToWidth(value, width)]));
}

function chooseBrushed(view, pixels) {
  if (!pixels || pixels[0] === pixels[1]) return isAll() ? null : choose(0, last);
  const scale = view.scale("x");
  const step = scale.step();
  const place = (pixel) => Math.min(last, Math.max(0, Math.floor((pixel - scale.range()[0]) / step)));
  const ends = [...pixels].sort((one, other) => one - other);
  choose(place(ends[0] + 1), place(ends[1] - 1));
}

function unbrush() {
  for (const [name, view] of Object.entries(views)) if (name !== "map") view.signal("brush_x", [0, 0]);
}

window.addEventListener("pointerup", () => { dragFrom = null; });

// moves the map by dragging, by the keys (arrows, plus, minus, 0) and by the buttons
function steer(view, place) {
  const move = (right, down) => {
    const scale = view.signal("base") * view.signal("zoom");
    const up = Math.asinh(Math.tan((view.signal("lat") * Math.PI) / 180)) + down / scale;
    view.signal("lon", view.signal("lon") - ((right / scale) * 180) / Math.PI);
    view.signal("lat", Math.max(-80, Math.min(83, (Math.atan(Math.sinh(up)) * 180) / Math.PI))).runAsync();
  };
  const zoomBy = (factor) => view.signal("zoom", Math.max(0.05, Math.min(40, view.signal("zoom") * factor))).runAsync();
  const moveTo = (camera) => {
    for (const [name, value] of Object.entries(camera)) view.signal(name, value);
    view.runAsync();
  };
  const { first, whole } = brief.charts.map.usermeta;
  const keys = {
    ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
    "+": () => zoomBy(1.5), "=": () => zoomBy(1.5), "-": () => zoomBy(1 / 1.5), 0: () => moveTo(first),
  };
  place.onkeydown = (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  };
  place.onpointerdown = (event) => { if (event.pointerType === "mouse") dragFrom = [event.clientX, event.clientY]; };
  place.onpointermove = (event) => {
    if (!dragFrom) return;
    move(event.clientX - dragFrom[0], event.clientY - dragFrom[1]);
    dragFrom = [event.clientX, event.clientY];
  };
  byId("nearer").onclick = keys["+"];
  byId("farther").onclick = keys["-"];
  byId("whole").onclick = () => moveTo(whole);
  byId("first").onclick = keys[0];
}

function isAll() {
  return chosen.from === 0 && chosen.to === last;
}

function choose(from, to) {
  [chosen.from, chosen.to] = from <= to ? [from, to] : [to, from];
  show();
}

function show() {
  const all = isAll();
  const within = (day) => all || (day >= chosen.from && day <= chosen.to);
  for (const element of document.querySelectorAll("[data-day]")) {
    (element.closest("li") || element).hidden = !within(Number(element.dataset.day));
  }
  for (const element of document.querySelectorAll("[data-from]")) {
    element.hidden = Number(element.dataset.from) > chosen.to || Number(element.dataset.to) < chosen.to;
  }
  for (const voice of document.querySelectorAll(".voice")) voice.hidden = !voice.querySelector(".said:not([hidden])");
  if (!all) for (const more of document.querySelectorAll("details.more")) more.open = true;
  for (const view of Object.values(views)) showIn(view);
  byId("from").value = chosen.from;
  byId("to").value = chosen.to;
  if (chosen.from === chosen.to) byId("day").value = chosen.to;
  byId("day").setAttribute("aria-valuetext", brief.days[Number(byId("day").value)]);
  const cards = document.querySelectorAll(".card");
  const seen = [...cards].filter((card) => within(Number(card.dataset.day))).length;
  const days = chosen.from === chosen.to ? brief.days[chosen.to] : `${brief.days[chosen.from]} to ${brief.days[chosen.to]}`;
  byId("shown").textContent = all ? `All days: ${cards.length} incidents` : `${days}: ${seen} of ${cards.length} incidents`;
}

function showIn(view) {
  return view.signal("from", chosen.from).signal("to", chosen.to).runAsync();
}

function stop() {
  clearInterval(playing);
  playing = null;
  byId("play").setAttribute("aria-pressed", "false");
  byId("play").textContent = "▶ Play days";
}

function play() {
  if (playing) return stop();
  const start = chosen.from === chosen.to && chosen.to < last ? chosen.to : -1;
  let day = start;
  const next = () => {
    day += 1;
    if (day > last) return stop();
    choose(day, day);
  };
  next();
  playing = setInterval(next, 1200);
  byId("play").setAttribute("aria-pressed", "true");
  byId("play").textContent = "❚❚ Pause";
}

if (byId("filter")) {
  byId("filter").hidden = false;
  byId("filter").addEventListener("submit", (event) => event.preventDefault());
  byId("day").addEventListener("input", (event) => { stop(); choose(Number(event.target.value), Number(event.target.value)); });
  for (const id of ["from", "to"]) {
    byId(id).addEventListener("change", () => { stop(); choose(Number(byId("from").value), Number(byId("to").value)); });
  }
  byId("play").addEventListener("click", play);
  byId("all").addEventListener("click", () => { stop(); unbrush(); choose(0, last); });
  show();
  // the chart library comes after this script, so that the filter works before the library is loaded
  document.addEventListener("DOMContentLoaded", redraw);
  let width = window.innerWidth;
  let resizing = null;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(resizing);
    resizing = setTimeout(redraw, 200);
  });
  window.addEventListener("beforeprint", drawAll);
  performance.mark("interactive");
}

// draws charts that are less than a screen away
const observer = new IntersectionObserver((places) => {
  const visible = places.filter((place) => place.isIntersecting).map((place) => place.target);
  for (const place of visible) observer.unobserve(place);
  drawSoon(visible.map((place) => place.id.replace("chart-", "")));
}, { rootMargin: "100% 0%" });

function redraw() {
  delete document.body.dataset.drawn;
  observer.disconnect();
  for (const name of Object.keys(brief.charts)) observer.observe(byId(`chart-${name}`));
}

// one at a time, with a pause, so that the page stays responsive
async function drawSoon(names) {
  waiting.push(...names.filter((name) => !waiting.includes(name)));
  if (isDrawing) return;
  isDrawing = true;
  delete document.body.dataset.drawn;
  while (waiting.length) {
    await draw(waiting.shift());
    await new Promise((done) => setTimeout(done));
  }
  isDrawing = false;
  reportDrawn();
}

// without a pause: the browser prints what has been drawn when the event handler ends
async function drawAll() {
  for (const name of Object.keys(brief.charts)) if (!views[name]) await draw(name);
  reportDrawn();
}

// `data-drawn`: no chart is waiting to be drawn; "all" if every chart has been drawn
function reportDrawn() {
  if (!isDrawing) document.body.dataset.drawn = Object.keys(brief.charts).every((name) => views[name]) ? "all" : "near";
}
