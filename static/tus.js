// A file goes in pieces (tus 1.0), on where it broke off. Loaded once a file is sent: by upload.js, send.js and attach.js.
const PIECE = 8e6, LONGEST_PAUSE = 30000, LONGEST_FULL = 300000, TRIES = 5; // bytes, milliseconds, for a message

export class Refused extends Error {} // its message is the server's
export class NotKept extends Error {} // there is no place just now; its message is the server's

const base64 = (text) => btoa(unescape(encodeURIComponent(text)));
const all = (csrf, headers) => ({ "Tus-Resumable": "1.0.0", "X-CSRF": csrf, ...headers });
const ask = (address, method, csrf, headers) => fetch(address, { method, headers: all(csrf, headers) });

const isRefused = (status) => [410, 413, 422].includes(status); // its owner removed it, it is too large, or for another reason
const why = ({ redirected, status }) => (redirected ? 403 : status); // to where one signs in

const pause = (milliseconds, going) => new Promise((resolve) => {
  going.wake = resolve;
  setTimeout(resolve, milliseconds);
  addEventListener("online", resolve, { once: true });
});

// `one` has uploads, key, name, size, file, and where it goes once that is known. Whether all of it is there; false: it is gone.
// Throws Refused, NotKept; 403 where one has to sign in first; anything else that it throws is for another try.
export async function send(one, { csrf, save, said, going }) {
  for (;;) {
    const done = await begun(one, csrf, save);
    if (done === null || done >= one.size) return done !== null;
    if (going.over) throw new Error("over");
    said(done);
    const answer = await piece(one, done, csrf, said, going), { status, responseText } = answer;
    const isOurs = answer.getResponseHeader("Tus-Resumable"); // and no word of what stands between
    if (isOurs && isRefused(status)) throw new Refused(responseText);
    if (isOurs && status === 503) throw new NotKept(responseText);
    if (status === 404) return false;
    if (status !== 204) throw status;
    going.moved = true;
  }
}

export const giveUp = (one, csrf) => one.where && ask(one.where, "DELETE", csrf).catch(() => null);

// How much of it is there, once it has a place; null: it is gone.
export async function begun(one, csrf, save) {
  if (!one.where) await create(one, csrf, save);
  return offset(one, csrf);
}

async function create(one, csrf, save) {
  const said = `filename ${base64(one.name)},key ${base64(one.key)}`;
  const answer = await ask(one.uploads, "POST", csrf, { "Upload-Length": String(one.size), "Upload-Metadata": said });
  if (isRefused(answer.status) && answer.headers.has("Tus-Resumable")) throw new Refused(await answer.text());
  if (answer.status !== 201) throw why(answer);
  one.where = answer.headers.get("Location");
  await save(one);
}

async function offset(one, csrf) {
  const answer = await ask(one.where, "HEAD", csrf);
  if (answer.status === 404) return null;
  const done = answer.headers.get("Upload-Offset");
  if (done === null) throw why(answer);
  return Number(done);
}

const piece = (one, start, csrf, said, going) => new Promise((resolve, reject) => {
  const request = (going.request = new XMLHttpRequest());
  request.open("PATCH", one.where);
  const headers = all(csrf, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": start });
  Object.entries(headers).forEach((header) => request.setRequestHeader(...header));
  request.upload.onprogress = ({ loaded }) => said(start + loaded);
  request.onload = () => resolve(request);
  request.onerror = request.onabort = () => reject(new Error("cut"));
  request.send(one.file.slice(start, start + PIECE));
});

// The number of a file that is all there, sent anew if what was there is gone. `one` as above.
async function number(one, around) {
  if (await send(one, around)) return one.where.split("/").at(-1);
  Object.assign(one, { key: crypto.randomUUID(), where: "" });
  return number(one, around);
}

const uploadsOf = (action) => `${new URL(action, location).pathname.match(/^\/cohorts\/\d+/)}/uploads`;
const coming = (file, action) => ({ uploads: uploadsOf(action), key: crypto.randomUUID(), name: file.name, size: file.size, where: "" });

function progress(place, name, size) {
  const bar = place?.querySelector("progress");
  if (!bar) return () => {};
  bar.hidden = false;
  bar.ariaLabel = name;
  return (done) => { bar.value = Math.floor((100 * done) / size); };
}

// What send.js posts of a message that waits with files: their numbers, once all of them are there.
export async function carry(item, csrf) {
  const element = document.getElementById(`sending-${item.key}`), cancel = element?.querySelector("[data-cancel]");
  const shelf = `${item.person}/${item.at}/${item.key}`, going = {}, body = new URLSearchParams();
  let at = null;
  const save = () => window.keep.set("outbox", shelf, item);
  const over = () => stop(going);
  const stands = sayIn(element, going), tell = (why, problem) => { if (!why) throw problem; stands(why); };
  stands("");
  if (cancel) cancel.hidden = false;
  cancel?.addEventListener("click", over);
  try {
    for (const field of item.fields) {
      at = field;
      const [name, file] = field;
      if (typeof file === "string") { body.append(name, file); continue; }
      field[2] ??= coming(file, item.action);
      const one = Object.assign(Object.create({ file }), field[2]);
      const kept = () => { field[2] = { ...one }; return save(); };
      body.append(name.replace("file", "upload"), await patiently(() => number(one, { csrf, save: kept, said: progress(element, file.name, file.size), going }), going, tell, TRIES));
    }
    return body;
  } catch (problem) {
    if (problem === 403 || problem === 404) return body; // what stands against it, the server says of the message
    const full = problem instanceof NotKept;
    if (going.over || problem instanceof Refused || full) {
      for (const field of item.fields) {
        if (field[2] && !(field === at && problem instanceof Refused)) await giveUp(field[2], csrf);
        field.length = 2;
      }
      await back(item, element, going.over ? cancel.dataset.cancelled : full ? "" : problem.message, () => window.keep.set("outbox", shelf, { ...item, failed: true }));
    }
    throw problem;
  } finally {
    cancel?.removeEventListener("click", over);
    if (cancel) cancel.hidden = element.querySelector("progress").hidden = element.querySelector("[data-retry]").hidden = true;
  }
}

// What stands in the way, with a button for another try.
function sayIn(place, going) {
  const stands = place?.querySelector("[data-stands]"), again = place?.querySelector("[data-retry]");
  if (again) again.onclick = () => going.wake?.();
  return (words) => {
    if (stands && stands.textContent !== words) stands.textContent = words;
    if (stands) stands.hidden = !words;
    if (again) again.hidden = !words;
  };
}

// Where attach.js stands, the text goes back to where it was written; else, and without `words`, it stays as not sent.
async function back(item, element, words, failed) {
  const line = document.createElement("p"), why = document.createElement("div");
  line.textContent = words;
  why.role = "alert";
  why.append(line);
  await failed();
  if (element) element.dataset.state = "failed";
  document.dispatchEvent(new CustomEvent("send:state", { detail: { key: item.key, state: "failed", element, item, why: words && why.outerHTML } }));
}

// A form that is sent as a page: its files first, then the form with their numbers.
export async function carryForm(form) {
  const csrf = form.elements.csrf.value, line = form.querySelector("[data-refused]"), button = form.querySelector("[type=submit]");
  const say = (words) => { line.textContent = words; line.hidden = !words; };
  const going = {}, stands = sayIn(form, going), cancel = form.querySelector("[data-cancel]"), said = form.querySelector("[data-progress]"), begun = [];
  say("");
  button.disabled = true;
  said.hidden = cancel.hidden = false;
  cancel.onclick = () => stop(going);
  try {
    for (const field of form.querySelectorAll("[data-attach]")) {
      const [file] = field.files;
      if (!file) continue;
      const one = Object.assign(Object.create({ file }), coming(file, form.action));
      begun.push(one);
      const found = await patiently(() => number(one, { csrf, save() {}, said: progress(said, file.name, file.size), going }), going, stands);
      stands("");
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: field.name.replace("file", "upload"), value: found });
      form.append(hidden);
    }
    for (const field of form.querySelectorAll("[data-attach]")) field.disabled = true;
    form.submit();
  } catch (problem) {
    if (problem instanceof Refused) begun.pop(); // the server has let go of it
    for (const one of begun) await giveUp(one, csrf);
    form.querySelectorAll("[type=hidden][name^=upload-]").forEach((hidden) => hidden.remove());
    stands("");
    say(going.over ? cancel.dataset.cancelled : problem.message);
    button.disabled = false;
    said.hidden = cancel.hidden = true;
    if (problem === 403 || problem === 404) form.submit(); // what stands against it, the server says of the form
  }
}

export function stop(going) {
  going.over = true;
  going.request?.abort();
  going.wake?.();
}

// Again and again at growing pauses: while the network is away, and (at most so many times) while there is no place, of which
// `tell` hears the server's sentence. Not once it was cancelled, refused, or there is no such address.
export async function patiently(deed, going, tell, most = Infinity) {
  for (let wait = 500, full = 1000, times = 0; ; going.moved = false) {
    try {
      return await deed();
    } catch (problem) {
      const none = problem instanceof NotKept;
      if (going.over || problem instanceof Refused || problem === 403 || problem === 404) throw problem;
      tell(none ? problem.message : "", problem);
      if (none && ++times >= most) throw problem;
      if (going.moved) wait = 500;
      await pause(none ? (full = Math.min(LONGEST_FULL, 2 * full)) : (wait = Math.min(LONGEST_PAUSE, 2 * wait)), going);
      if (going.over) throw problem;
    }
  }
}
