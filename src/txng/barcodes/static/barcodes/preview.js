/* Comfort for labels: the preview follows what is typed. Without it the button "Xem trước" does the same. */
"use strict";

(function () {
  const form = document.querySelector("form[data-preview]");
  const place = form && document.getElementById(form.dataset.preview);
  if (!place) return;
  let waiting = 0;
  let asked = 0;

  async function look() {
    const turn = (asked += 1);
    const typed = new FormData(form);
    typed.set("xem", "1");
    try {
      const answer = await fetch("?phan=xem", { method: "POST", body: typed, credentials: "same-origin" });
      if (!answer.ok) return;
      const page = await answer.text();
      if (turn === asked) place.innerHTML = page;
    } catch {
      // offline: the label that was drawn last stays
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 300);
  });
})();
