// Takes clips that are dropped or chosen, sends them one after the other, has them
// analysed, and shows how that goes on.
import { ask, send } from "./tus.js";
import { watchRow } from "./watch.js";

// startSending makes a part of the page take clips.
export function startSending(drop) {
  const form = drop.querySelector("#upload");
  const input = drop.querySelector("#files");
  form.hidden = false;
  form.addEventListener("submit", (e) => e.preventDefault());
  const take = sender(drop, form);
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = ""; // so that the same file can be chosen again
  });
  // Files may be dropped anywhere: one that misses must not replace the page.
  addEventListener("dragover", (e) => {
    e.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", (e) => e.relatedTarget || drop.classList.remove("over"));
  addEventListener("drop", (e) => {
    e.preventDefault();
    drop.classList.remove("over");
    take([...e.dataTransfer.files]);
  });
}

// wishes reads what is known of the clips, as the API takes it.
function wishes(form) {
  const settings = {};
  for (const [name, value] of new FormData(form)) {
    if (value) settings[name] = { height_m: Number, blur_faces: Boolean }[name]?.(value) ?? value;
  }
  const { player_id, ...others } = settings;
  return { player_id, settings: others };
}

// sender returns a function that takes files.
function sender(drop, form) {
  const list = drop.querySelector("#sending");
  const said = drop.querySelector("#said");
  const template = document.getElementById("row");
  let last = Promise.resolve(); // of what was dropped before
  let busy = 0;
  addEventListener("beforeunload", (e) => busy > 0 && e.preventDefault());
  return (files) => {
    const wanted = wishes(form);
    document.querySelector(".empty")?.remove();
    for (const file of files) {
      const row = template.content.firstElementChild.cloneNode(true);
      row.querySelector(".name").textContent = file.name;
      row.querySelector("progress").ariaLabel = "Progress of " + file.name;
      row.querySelector(".state").textContent = "Waiting";
      list.prepend(row);
      busy++;
      last = last.then(() => sendOne(file, wanted, row, said)).finally(() => busy--);
    }
  };
}

// sendOne sends a clip, and begins to watch its analysis.
async function sendOne(file, wanted, row, said) {
  const bar = row.querySelector("progress");
  const state = row.querySelector(".state");
  try {
    const id = await send(file, wanted.player_id, (what, part) => {
      state.textContent = what;
      bar.value = part;
    });
    const response = await ask("/v1/analyses", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ upload_id: id, ...wanted }),
    });
    const analysis = await response.json();
    row.querySelector(".name").replaceWith(link(analysis.id, file.name));
    bar.value = 0;
    said.textContent = `${file.name} has arrived`;
    watchRow(row, analysis.id, (a) => (said.textContent = `${file.name}: ${state.textContent}`));
  } catch (error) {
    bar.hidden = true;
    row.dataset.state = "failed";
    state.textContent = "Not sent";
    row.querySelector(".facts").textContent = error.message;
    said.textContent = `${file.name} was not sent: ${error.message}`;
  }
}

function link(id, name) {
  const a = document.createElement("a");
  a.className = "name";
  a.href = "/clips/" + id;
  a.textContent = name;
  return a;
}
