/* What is typed into a form is kept on the server two seconds after the last key. Without it the button does.

   <form method="post" data-autosave="/where/to"> ... {% include "ui/autosaved.html" %} ... </form>

   The address gets the form as the button would send it, with Accept: application/json, and answers
   {"told": "Đã tự lưu lúc 10:32:05.", "kept": {"revision": 4}}. `kept` are values of hidden fields from now on,
   in every form of the page. A refusal (another tab saved, the session is over) is said beside the buttons;
   nothing is taken away. Boxes with data-not-kept are not part of what is typed. */
"use strict";
(() => {
  const form = document.querySelector("form[data-autosave]");
  const told = form && form.querySelector(".autosaved");
  if (!told) return;
  const QUIET_MS = 2000;
  let timer = 0;
  let underWay = null;
  let last = typed();

  function typed() {
    const values = new FormData(form);
    for (const box of form.querySelectorAll('input[type="hidden"], [data-not-kept]')) values.delete(box.name);
    return JSON.stringify([...values]);
  }

  function tell(words, isWrong) {
    if (told.textContent !== words) told.textContent = words;
    told.classList.toggle("is-wrong", isWrong);
  }

  function put(name, value) {
    for (const box of document.querySelectorAll('input[type="hidden"]')) if (box.name === name) box.value = value;
  }

  /* somebody who signed in again in another tab has another token */
  async function newToken() {
    const page = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!page.ok) return false;
    const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector('input[name="csrfmiddlewaretoken"]');
    if (found) put(found.name, found.value);
    return Boolean(found);
  }

  async function send(isSecond) {
    const now = typed();
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
      credentials: "same-origin",
      redirect: "manual",
    });
    if (answer.status === 403 && !isSecond && (await newToken())) return send(true);
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) return tell(told.dataset.gone, true);
    const said = await answer.json();
    if (answer.ok) {
      last = now;
      for (const [name, value] of Object.entries(said.kept || {})) put(name, value);
    }
    return tell(said.told, !answer.ok);
  }

  /* one at a time: a second one would carry the revision that the first has just raised */
  function save() {
    clearTimeout(timer);
    if (underWay) return underWay.then(save);
    if (typed() === last) return Promise.resolve();
    underWay = send(false)
      .catch(() => {
        tell(told.dataset.offline, true);
        later();
      })
      .finally(() => {
        underWay = null;
      });
    return underWay;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET_MS);
  }

  form.addEventListener("input", later);
  document.addEventListener("visibilitychange", () => document.hidden && save());

  /* the button waits for a save under way, and carries the revision that it raised */
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!underWay) return;
    event.preventDefault();
    const button = event.submitter;
    underWay.then(() => form.requestSubmit(button));
  });

  /* what was typed a moment ago goes with another button that sends the same revision */
  for (const other of document.querySelectorAll('form[method="post"]')) {
    if (other === form) continue;
    other.addEventListener("submit", async (event) => {
      const names = [...form.querySelectorAll('input[type="hidden"]')].map((box) => box.name).filter((name) => name !== "csrfmiddlewaretoken");
      if (typed() === last || !names.some((name) => other.elements[name])) return;
      const button = event.submitter;
      event.preventDefault();
      await save();
      if (typed() === last) other.requestSubmit(button);
    });
  }
})();
