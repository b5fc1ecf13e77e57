/* A page whose work goes on: every two seconds its main part is exchanged for what the server says now.
   Without this script the browser loads the page again by itself (noscript in run.html). */

const EVERY_MS = 2000;

async function look() {
  if (document.hidden) return true;
  const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) return true;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = document.querySelector("[data-work]");
  const fresh = page.querySelector("[data-work]");
  if (!fresh || fresh.dataset.work !== "going") {
    location.reload(); // it has come to rest: the whole page, with its title and its buttons
    return false;
  }
  const [bar, told] = [place.querySelector("progress"), place.querySelector("[data-told]")];
  const [newBar, newTold] = [fresh.querySelector("progress"), fresh.querySelector("[data-told]")];
  if (newBar.hasAttribute("value")) bar.value = newBar.value;
  if (told.textContent !== newTold.textContent) told.textContent = newTold.textContent;
  return true;
}

async function watch() {
  let goesOn = true;
  try {
    goesOn = await look();
  } catch (error) {
    console.warn("documents:", error); // the network is away: ask again
  }
  if (goesOn) setTimeout(watch, EVERY_MS);
}

if (document.querySelector('[data-work="going"]')) setTimeout(watch, EVERY_MS);
