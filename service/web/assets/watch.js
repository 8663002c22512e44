// Watches analyses by the events that the service tells of them.

// A browser speaks to a service over few connections at once; each stream takes
// one, so that only some clips are watched at a time.
const mostStreams = 3;
const waiting = [];
let streams = 0;

const over = (state) => state !== "queued" && state !== "running";

// watch calls told with each event of an analysis, and done at its end.
export function watch(id, told, done) {
  waiting.push({ id, told, done });
  next();
}

function next() {
  while (streams < mostStreams && waiting.length > 0) {
    streams++;
    open(waiting.shift());
  }
}

function open({ id, told, done }) {
  const source = new EventSource("/v1/analyses/" + id + "/events");
  const end = () => {
    source.close();
    streams--;
    next();
  };
  source.addEventListener("progress", (e) => {
    const progress = JSON.parse(e.data);
    told(progress);
    if (over(progress.state)) {
      end();
      done(progress);
    }
  });
  // The browser connects again by itself, unless it was refused.
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && end());
}

const stageTables = document.querySelector("[data-stages]");
const stages = stageTables ? JSON.parse(stageTables.dataset.stages) : [];

// words tells what is being done, and how much of all is.
export function words({ state, stage, fraction }) {
  if (state === "queued") return ["Waiting", 0];
  let before = 0;
  for (const s of stages) {
    if (s.id === stage) return [s.words, before + s.share * fraction];
    before += s.share;
  }
  return ["Working", 0];
}

// watchPage watches the clip of the page, and shows the page anew at its end.
export function watchPage(box) {
  const said = box.querySelector(".said");
  const bar = box.querySelector("progress");
  watch(box.dataset.id, (p) => {
    const [what, part] = words(p);
    if (said.textContent !== what) said.textContent = what; // it is read out when it changes
    bar.value = part;
  }, () => location.reload());
}

// watchAll watches the clips of a list that are not done yet.
export function watchAll(list) {
  const rows = [...list.querySelectorAll("[data-state=queued], [data-state=running]")];
  for (const row of rows.reverse()) {
    watchRow(row, row.dataset.id, () => {});
  }
}

const endWords = { done: "Done", failed: "Failed", cancelled: "Cancelled" };

// watchRow shows in a row how an analysis goes on, and calls done with the whole
// analysis at its end.
export function watchRow(row, id, done) {
  const bar = row.querySelector("progress");
  const state = row.querySelector(".state");
  watch(id, (p) => {
    row.dataset.state = p.state;
    const [what, part] = words(p);
    state.textContent = endWords[p.state] || what;
    bar.value = part;
  }, async () => {
    bar.hidden = true;
    const a = await (await fetch("/v1/analyses/" + id)).json();
    const empty = a.state === "done" && Boolean(a.code);
    row.toggleAttribute("data-empty", empty);
    if (empty) state.textContent = "No shot";
    row.querySelector(".facts").textContent = a.message || `${a.shots === 1 ? "1 shot" : a.shots + " shots"} · quality ${Math.round(100 * a.quality)} %`;
    row.querySelector("[type=checkbox]")?.toggleAttribute("disabled", empty || a.state !== "done");
    done(a);
  });
}
