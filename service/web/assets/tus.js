// Sends a file by the tus protocol 1.0.0, see https://tus.io. The service knows
// uploads by their SHA-256: what it has is not sent again, and what was cut goes
// on where it was, also after this page was closed.

const protocol = { "Tus-Resumable": "1.0.0" };
const chunkBytes = 4 << 20; // which browsers send again by themselves after a cut
const attempts = 6;

// Refused is an answer that trying again does not change.
export class Refused extends Error {}

const seconds = (n) => new Promise((done) => setTimeout(done, 1000 * n));

// refusal reads why the service refuses something.
async function refusal(response) {
  if (response.status === 401) return new Refused("your sign-in has ended: load this page again");
  const problem = await response.json().catch(() => ({}));
  const words = [problem.detail || "the service answers " + response.status, problem.hint].filter(Boolean).join(": ");
  return new Refused(words);
}

// ask makes a request to the API, again where its failure may pass.
export async function ask(path, options = {}) {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(path, options).catch(() => null);
    if (response && response.ok) return response;
    const passes = !response || response.status === 429 || response.status >= 500;
    if (!passes) throw await refusal(response);
    if (attempt === attempts) throw new Error("the service does not answer");
    await seconds(Number(response?.headers.get("Retry-After")) || attempt * (0.5 + Math.random()));
  }
}

async function sha256(file) {
  const content = await file.arrayBuffer().catch(() => {
    throw new Refused("this file is too large for this browser, or cannot be read: send it with shotcheck upload");
  });
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...sum].map((b) => b.toString(16).padStart(2, "0")).join("");
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// begin makes an upload and returns its address.
async function begin(file, kind, sum, player) {
  const told = { kind, filename: file.name, sha256: sum, ...(player && { player }) };
  const metadata = Object.entries(told).map(([name, value]) => name + " " + base64(value));
  const response = await ask("/v1/uploads", {
    method: "POST",
    headers: { ...protocol, "Upload-Length": String(file.size), "Upload-Metadata": metadata.join(",") },
  });
  return "/v1/uploads/" + response.headers.get("Location").split("/").pop();
}

// sendChunk sends what comes next. Only XMLHttpRequest tells how far that is.
function sendChunk(address, file, offset, progress) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("PATCH", address);
    for (const [name, value] of Object.entries({ ...protocol, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" })) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (e) => progress(offset + e.loaded);
    request.onload = () => done(new Response(request.status === 204 ? null : request.responseText, { status: request.status }));
    request.onerror = () => fail(new Error("the connection broke"));
    request.send(file.slice(offset, offset + chunkBytes));
  });
}

// offsetOf asks how much of an upload has arrived.
async function offsetOf(address) {
  const response = await ask(address, { method: "HEAD", headers: protocol });
  return Number(response.headers.get("Upload-Offset"));
}

// sendFrom sends what is missing of a file. Failures count while nothing arrives.
async function sendFrom(address, file, offset, progress) {
  for (let failures = 0; offset < file.size; ) {
    progress(offset / file.size);
    const response = await sendChunk(address, file, offset, (n) => progress(n / file.size)).catch(() => null);
    if (response?.ok) {
      offset = Math.min(offset + chunkBytes, file.size);
      failures = 0;
      continue;
    }
    if (response && response.status < 500 && response.status !== 409 && response.status !== 429) throw await refusal(response);
    if (++failures === attempts) throw new Error("the connection broke: drop the file again, and it goes on where it was");
    await seconds(failures * (0.5 + Math.random()));
    offset = await offsetOf(address);
  }
}

// send sends a file of a player, or of nobody in particular, and returns the
// identifier of its upload. tell is called with what is being done and how much of
// that is done.
export async function send(file, player, tell) {
  if (file.size === 0) throw new Refused("this file is empty");
  const kind = /\.zip$/i.test(file.name) ? "results" : "clip";
  tell("Reading", 0);
  const sum = await sha256(file);
  const { uploads } = await (await ask(`/v1/uploads?kind=${kind}&sha256=${sum}`)).json();
  const known = uploads[0];
  if (known?.complete) return known.id;
  const address = known ? "/v1/uploads/" + known.id : await begin(file, kind, sum, player);
  await sendFrom(address, file, known ? await offsetOf(address) : 0, (part) => tell("Sending", part));
  return address.split("/").pop();
}
