// What is typed into the editor is kept on the server two seconds after the last key. The page works without it.
(() => {
  const form = document.querySelector("form[data-autosave]");
  const told = document.getElementById("autosaved");
  if (!form || !told) return;
  let waiting = 0;
  let kept = new URLSearchParams(new FormData(form)).toString();

  async function keep() {
    const values = new URLSearchParams(new FormData(form));
    if (values.toString() === kept) return;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: values, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      kept = values.toString();
      const now = new Date();
      const two = (number) => String(number).padStart(2, "0");
      told.textContent = `${form.dataset.saved} ${two(now.getHours())}:${two(now.getMinutes())}`;
    } catch {
      told.textContent = form.dataset.failed;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 2000);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
})();
