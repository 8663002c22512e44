"use strict";
// The charts' cursor follows the video, and the video the charts. Times are
// seconds of the clip unless a name says otherwise; the video shows the clip
// slower in parts, as data.track tells: [second of the video, second of the clip].
const data = JSON.parse(document.getElementById("data").textContent);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const video = document.querySelector("video");
const scrub = document.getElementById("scrub");
const moment = document.getElementById("moment");

// mapped reads a straight-line table from column `from` to the other one.
function mapped(table, from, x) {
  if (!table.length) return x;
  let i = table.findIndex(row => row[from] >= x);
  if (i < 0) i = table.length - 1;
  const b = table[i], a = table[Math.max(0, i - 1)];
  const span = b[from] - a[from];
  return span > 0 ? a[1 - from] + (b[1 - from] - a[1 - from]) * Math.min(1, (x - a[from]) / span) : b[1 - from];
}

// points reads a curve back from its path: pairs of thousandths of the chart.
const points = path => path.getAttribute("d").split("M").filter(Boolean)
  .map(piece => piece.split("L").map(p => p.split(" ").map(Number)));

const charts = all(".chart").map(figure => {
  const plot = figure.querySelector(".plot");
  return {
    plot, cursor: plot.querySelector(".cursor"), output: figure.querySelector("output"),
    low: Number(figure.dataset.low), high: Number(figure.dataset.high),
    curves: Object.fromEntries(all(".curve", plot).map(g => [g.dataset.of, points(g.querySelector(".line"))])),
  };
});

let shot = data.shots[0];
let now = shot ? shot.release : 0;

// value is a chart's angle at thousandths of its width, or NaN.
function value(chart, at) {
  for (const piece of chart.curves[shot.index] || []) {
    const i = piece.findIndex(p => p[0] >= at);
    if (i < 0 || (i === 0 && piece[0][0] > at)) continue;
    const b = piece[i], a = piece[Math.max(0, i - 1)];
    const y = b[0] > a[0] ? a[1] + (b[1] - a[1]) * (at - a[0]) / (b[0] - a[0]) : b[1];
    return chart.high - (chart.high - chart.low) * y / 1000;
  }
  return NaN;
}

const words = s => Math.abs(s) < 0.005 ? "at the release" : Math.abs(s).toFixed(2) + " s " + (s < 0 ? "before" : "after") + " the release";

// show moves every cursor to a time of the clip.
function show(t) {
  now = t;
  if (!shot) return;
  const s = (t - shot.release) * data.timeScale; // real seconds from the release
  const at = 1000 * (s - data.from) / (data.to - data.from);
  for (const c of charts) {
    c.cursor.hidden = at < 0 || at > 1000;
    c.cursor.style.left = at / 10 + "%";
    const deg = value(c, at);
    c.output.textContent = Number.isNaN(deg) ? "" : String(Math.round(deg)).replace("-", "−") + "°";
  }
  scrub.value = Math.round(1000 * s);
  moment.textContent = words(s);
  scrub.setAttribute("aria-valuetext", words(s));
}

// pick chooses a shot.
function pick(index) {
  shot = data.shots.find(s => s.index === index) || shot;
  for (const b of all("[data-pick]")) b.setAttribute("aria-pressed", Number(b.dataset.pick) === shot.index);
  for (const e of all(".events")) e.hidden = Number(e.dataset.of) !== shot.index;
  for (const e of all(".curve, .names")) e.classList.toggle("on", Number(e.dataset.of) === shot.index);
  for (const g of all(".curve.on")) g.parentNode.append(g); // above the others
}

// seek moves cursors and video to a time of the clip.
function seek(t) {
  show(t);
  if (!video) return;
  video.pause();
  video.currentTime = mapped(data.track, 1, t) + 0.5 / data.fps;
}

// follow moves the cursors to where the video is, and to its shot.
function follow() {
  const t = mapped(data.track, 0, video.currentTime);
  const here = data.shots.find(s => t >= s.from && t <= s.to);
  if (here && here !== shot) pick(here.index);
  show(t);
}

function play() {
  follow();
  if (!video.paused && !video.ended) requestAnimationFrame(play);
}

if (shot) {
  pick(shot.index);
  show(now);
  scrub.addEventListener("input", () => seek(shot.release + scrub.value / 1000 / data.timeScale));
  for (const b of all("[data-pick]")) b.addEventListener("click", () => { pick(Number(b.dataset.pick)); seek(shot.release); });
  for (const b of all("[data-seek]")) b.addEventListener("click", () => {
    pick(Number(b.dataset.shot));
    seek(Number(b.dataset.seek));
    if (!b.closest(".screen")) document.getElementById("watch").scrollIntoView();
  });
  for (const c of charts) {
    const move = e => {
      const box = c.plot.getBoundingClientRect();
      const part = Math.min(1, Math.max(0, (e.clientX - box.left) / box.width));
      seek(shot.release + (data.from + part * (data.to - data.from)) / data.timeScale);
    };
    c.plot.addEventListener("pointerdown", move);
    c.plot.addEventListener("pointermove", e => { if (e.buttons & 1) move(e); });
  }
}
if (video && shot) {
  video.addEventListener("play", play);
  for (const event of ["timeupdate", "seeked"]) video.addEventListener(event, () => { if (!video.seeking) follow(); });
}
