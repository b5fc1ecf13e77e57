/* The QR changes without the page blinking: every second counts down, every five the count is fetched, and
   at zero the new QR. Without this script the browser loads the page again by itself (noscript in
   projector.html), so a wrong clock of this machine does no harm: the server says how long is left. */

const FETCH_EVERY = 5;
const page = document.querySelector("[data-projector]");
let left = Number(document.querySelector("[data-shown]")?.dataset.left ?? 0);
let sinceFetch = 0;

async function refresh() {
  const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-shown]");
  const shown = page.querySelector("[data-shown]");
  if (!fresh || !shown) return location.reload();
  shown.querySelector("img").src = fresh.querySelector("img").src;
  shown.querySelector(".count").replaceChildren(...fresh.querySelector(".count").childNodes);
  left = Number(fresh.dataset.left);
}

async function tick() {
  left -= 1;
  sinceFetch += 1;
  if (left <= 0 || sinceFetch >= FETCH_EVERY) {
    sinceFetch = 0;
    try {
      await refresh();
    } catch (error) {
      console.warn("projector:", error); // the network is away: ask again
    }
  }
  page.querySelector("[data-seconds]").textContent = Math.max(0, left);
  setTimeout(tick, 1000);
}

if (left) setTimeout(tick, 1000);
