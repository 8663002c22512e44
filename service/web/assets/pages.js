// What all pages do. Without this they work, too: times are then in UTC, and who
// watches a clip loads the page again.
import { startSending } from "./clips.js";
import { watchAll, watchPage } from "./watch.js";

for (const t of document.querySelectorAll("time")) {
  t.title = t.textContent;
  t.textContent = new Date(t.dateTime).toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = "Copied";
  });
}

const drop = document.getElementById("drop");
if (drop) startSending(drop);
const page = document.getElementById("watch");
if (page) watchPage(page);
const list = document.getElementById("clips");
if (list) watchAll(list);
