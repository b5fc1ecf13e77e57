/* The scan page with script: an own check of the proof, and a copy for places without a network.
 * Everything on the page stands there without this file. No request but to this host. */

const opener = document.querySelector("[data-own-check]");
if (opener) {
  // the verifier weighs more than this page's other scripts together: only for whoever opens it
  opener.addEventListener("toggle", async () => {
    await import("../ui/verify_proof.js");
    opener.querySelector("[data-verify-proof]").open = true; // one tap: it runs at once
  }, { once: true });
}

// A copy was put in front of the reader by offline.js: say so before anything else, and let no
// verdict of yesterday pass for one of today. A recall stays a recall.
if (document.documentElement.hasAttribute("data-saved")) {
  document.getElementById("saved").hidden = false;
  for (const verdict of document.querySelectorAll(".verdict--issued, .verdict--incomplete")) {
    verdict.classList.add("verdict--old");
  }
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/offline.js").catch(() => {}); // webviews and private windows refuse
}
