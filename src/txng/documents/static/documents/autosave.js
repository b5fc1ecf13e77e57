/* The editor saves what was typed every few seconds, through the same form as the button does.
   A refusal (another tab saved, the session is over) is said beside the buttons; nothing is taken away. */

const EVERY_MS = 5000;
const form = document.querySelector("form[data-autosave]");
const told = form.querySelector("[data-saved]");
const version = form.querySelector('[name="version"]');

const typed = () => {
  const values = new FormData(form);
  values.delete("version");
  values.delete("csrfmiddlewaretoken");
  return JSON.stringify([...values]);
};

let saved = typed();
let isStopped = false;
let waiting = null;

const tell = (sentence) => {
  if (told.textContent !== sentence) told.textContent = sentence;
};

async function save() {
  const now = typed();
  if (isStopped || now === saved) return;
  try {
    const answer = await fetch(form.action || location.href, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
      credentials: "same-origin",
      redirect: "error",
    });
    const type = answer.headers.get("Content-Type") || "";
    if (!type.startsWith("application/json")) return tell(form.dataset.signedOut);
    const said = await answer.json();
    if (answer.ok) {
      saved = now;
      version.value = said.version;
    }
    tell(said.told);
  } catch (error) {
    console.warn("documents:", error);
    tell(navigator.onLine ? form.dataset.signedOut : form.dataset.offline);
  }
}

/* one save at a time: a second one would carry the version that the first has just raised */
function save_soon() {
  waiting ??= save().finally(() => {
    waiting = null;
  });
  return waiting;
}

setInterval(save_soon, EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden && save_soon());

/* the button waits for a save under way, and carries the version that it raised */
form.addEventListener("submit", (event) => {
  isStopped = true;
  if (!waiting) return;
  event.preventDefault();
  const button = event.submitter;
  waiting.then(() => form.requestSubmit(button));
});
addEventListener("pageshow", () => {
  isStopped = false;
});
