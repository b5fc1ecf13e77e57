/* Comfort for whoever writes a section: it is saved two seconds after the last key, numbers are put where the
   caret stands. Without it the buttons "Lưu" and "Chèn vào bài" do the same. */
"use strict";

(function () {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const text = form.elements.text;
  const told = form.querySelector(".autosaved");
  const QUIET_MS = 2000;
  let waiting = 0;
  let isUnderWay = false;
  let isStale = false;
  let last = text.value;

  function tell(words, isWrong) {
    told.textContent = words;
    told.classList.toggle("is-wrong", Boolean(isWrong));
  }

  /* the buttons beside the editor send the revision that is kept now */
  function keepRevision(number) {
    for (const box of document.querySelectorAll('input[name="revision"]')) box.value = number;
  }

  /* somebody who signed in again in another tab has another token */
  async function newToken() {
    const page = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!page.ok) return false;
    const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector('form[data-autosave] input[name="csrfmiddlewaretoken"]');
    if (!found) return false;
    for (const box of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) box.value = found.value;
    return true;
  }

  async function send(isSecond) {
    const typed = text.value;
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" });
    if (answer.status === 403 && !isSecond && (await newToken())) return send(true);
    const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (!isOurs) return tell(form.dataset.gone, true);
    const said = await answer.json();
    if (answer.ok) {
      last = typed;
      keepRevision(said.revision);
    } else if (answer.status === 409) {
      isStale = true; /* "Lưu" shows both texts */
    }
    tell(said.told, !answer.ok);
  }

  async function save() {
    if (isUnderWay) return later();
    if (isStale || text.value === last) return;
    isUnderWay = true;
    try {
      await send(false);
    } catch {
      tell(form.dataset.offline, true);
      later();
    } finally {
      isUnderWay = false;
    }
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(save, QUIET_MS);
  }

  text.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(waiting));

  /* what was typed a moment ago goes with "Nộp phần này" */
  for (const other of document.querySelectorAll('form[method="post"]')) {
    if (other === form || !other.elements.revision) continue;
    other.addEventListener("submit", async (event) => {
      if (text.value === last || isStale) return;
      event.preventDefault();
      await save();
      if (text.value === last) other.submit();
    });
  }

  const insert = form.querySelector('button[name="lam"]');
  insert.addEventListener("click", (event) => {
    const code = form.elements.so_lieu.value;
    event.preventDefault();
    if (!code) return form.elements.so_lieu.focus();
    text.setRangeText("{{" + code + "}}", text.selectionStart, text.selectionEnd, "end");
    text.focus();
    later();
  });
})();
