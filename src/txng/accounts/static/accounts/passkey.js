// Passkeys: sign in, or enrol this device. Everything else on these pages works without this file.
//
//   <div data-passkey="sign-in|enrol" data-challenge="/.." data-answer="/.." data-next="/..">
//     <p class="wrong" hidden></p> <button>..</button> <p data-sentence="gave-up">..</p>
//
// The server sends options in JSON (bytes in base64url) and a signed state; both go back with the answer.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok && !told.next) throw new Error(told.sentence || "");
  return told;
}

const described = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function enrol(options) {
  const wanted = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: described(options.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey: wanted });
  return { id: made.id, rawId: text(made.rawId), type: made.type, response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) } };
}

async function prove(options) {
  const wanted = { ...options, challenge: bytes(options.challenge), allowCredentials: described(options.allowCredentials) };
  const signed = await navigator.credentials.get({ publicKey: wanted });
  const { response } = signed;
  return { id: signed.id, rawId: text(signed.rawId), type: signed.type, response: { clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData), signature: text(response.signature), userHandle: response.userHandle ? text(response.userHandle) : null } };
}

function set(box) {
  const button = box.querySelector("button");
  const wrong = box.querySelector(".wrong");
  const sentence = (name) => box.querySelector(`[data-sentence=${name}]`).textContent;
  const refuse = (words) => { wrong.textContent = words; wrong.hidden = false; button.disabled = false; };
  box.querySelectorAll("[data-sentence]").forEach((one) => { one.hidden = true; });
  box.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    wrong.hidden = true;
    let given;
    try {
      given = await post(box.dataset.challenge, {});
      if (given.next) { location.assign(given.next); return; }
    } catch { refuse(sentence("lost")); return; }
    const options = given.options.publicKey;
    let answer;
    try {
      answer = await (box.dataset.passkey === "enrol" ? enrol(options) : prove(options));
    } catch { refuse(sentence("gave-up")); return; }
    try {
      const told = await post(box.dataset.answer, { state: given.state, answer, next: box.dataset.next });
      location.assign(told.next);
    } catch (error) { refuse(error.message || sentence("lost")); }
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach(set);
