/* Checks a .tlog-proof in the browser: nothing is asked of anybody, the server that sent the page included.
 *
 *   verifyProof(proof, policy) -> {verified, supported, steps: [{name, verdict, reason}], entry, ...}
 *
 * proof is the file (string or bytes), policy the text of a c2sp.org/tlog-policy. The steps, their names and
 * what each refuses are those of txng/tlog/proof_file.py; tests/browser/test_proof_verifier.py holds
 * both to the same answers. Only SHA-256 and Ed25519 of WebCrypto are used. Where a browser has no Ed25519, or the
 * page came without https, the steps that need it say "unsupported" and nothing counts as verified.
 *
 * A page includes ui/verify_proof.html, which holds every sentence; this file only shows and hides them.
 */

const GROUPS = "core what where qty party trans sensor ilmd cert person ext env".split(" ");
const STEPS = ["form", "disclosure", "inclusion", "log", "witnesses"];
// the clear lines of each kind of entry, in their order; "?" may be missing
const KINDS = {
  event: "", declaration: "", codes: "count",
  recall: "act about authority document day? reason?",
  cert: "act number scheme issuer holder? until? reason?",
  key: "act holder algorithm public reason?",
  policy: "act name document digest day?",
  map: "day size root", erase: "entry group reason origin?", shard: "origin size root",
};
const MAX_BYTES = 1_000_000;
const MAX_SIZE = 2n ** 63n - 1n;
const P = 2n ** 255n - 19n;
const ORDER_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const SMALL_ORDER_Y = [0n, 1n, P - 1n, ORDER_8, P - ORDER_8];
const ED25519 = 1, COSIGNATURE = 4;
const SOME_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="; // of RFC 8032, only to see if keys can be read

/** reason: malformed, disclosure, proof, signature, quorum; or unsupported. */
class Refused extends Error {}
const refuse = (reason, message) => { throw Object.assign(new Refused(message), { reason }); };
const must = (isRight, message) => isRight || refuse("malformed", message);

// --- bytes -----------------------------------------------------------------------------------------

const utf8 = (text) => new TextEncoder().encode(text);

function text(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse("malformed", "UTF-8");
  }
}

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

function fromBase64(coded, length) {
  const shape = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  must(typeof coded === "string" && shape.test(coded), "base64");
  const binary = atob(coded);
  // "AB==" and "AA==" are the same byte: one spelling counts
  must(binary && btoa(binary) === coded && (!length || binary.length === length), "base64");
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

const hash = (coded) => fromBase64(coded, 32);

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => { whole.set(part, at); return at + part.length; }, 0);
  return whole;
}

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const equal = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

function bigEndian(number, bytes) {
  const made = new Uint8Array(bytes);
  for (let at = bytes - 1; at >= 0; at--, number = Math.floor(number / 256)) made[at] = number % 256;
  return made;
}

function number(written) {
  must(/^(?:0|[1-9][0-9]{0,18})$/.test(written) && BigInt(written) <= MAX_SIZE, "number");
  return BigInt(written);
}

// --- hashes and trees ------------------------------------------------------------------------------

const subtle = () => globalThis.crypto?.subtle ?? refuse("unsupported", "no WebCrypto without https");
const sha256 = async (bytes) => new Uint8Array(await subtle().digest("SHA-256", bytes));
const leafHash = (entry) => sha256(joined([0], entry));
const nodeHash = (left, right) => sha256(joined([1], left, right));

async function rootOf(row) {
  while (row.length > 1) {
    const pairs = [];
    for (let at = 0; at < row.length; at += 2) pairs.push(row[at + 1] ? nodeHash(row[at], row[at + 1]) : row[at]);
    row = await Promise.all(pairs);
  }
  return row[0];
}

async function rootFromInclusion(leaf, index, size, proof) {
  if (index >= size) refuse("proof", "index < size");
  const inner = (index ^ (size - 1n)) === 0n ? 0 : (index ^ (size - 1n)).toString(2).length;
  const border = (index >> BigInt(inner)).toString(2).replaceAll("0", "").length;
  if (proof.length !== inner + border) refuse("proof", "number of hashes");
  for (let level = 0; level < proof.length; level++) {
    const isRight = level >= inner || (index >> BigInt(level)) & 1n;
    leaf = isRight ? await nodeHash(proof[level], leaf) : await nodeHash(leaf, proof[level]);
  }
  return leaf;
}

// --- signed notes ----------------------------------------------------------------------------------

function checkName(name) {
  const barred = /[\u0000-\u0020+\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|\p{Surrogate}/u;
  must(name && !barred.test(name), "name");
}

function parseSignature(line) {
  must(line.startsWith("— "), "signature");
  const [name, ...rest] = line.slice(2).split(" ");
  checkName(name);
  must(rest.length === 1, "signature");
  const value = fromBase64(rest[0]);
  must(value.length >= 5, "signature");
  return { name, id: toHex(value.slice(0, 4)), value: value.slice(4) };
}

function parseNote(whole) {
  must(!/[\u0000-\u0009\u000b-\u001f]/.test(whole), "control characters");
  const gap = whole.lastIndexOf("\n\n");
  must(gap >= 0 && whole.endsWith("\n") && gap + 2 < whole.length, "note");
  const lines = whole.slice(gap + 2, -1).split("\n");
  must(lines.length <= 100, "signatures");
  return { text: whole.slice(0, gap + 1), signatures: lines.map(parseSignature) };
}

function parseCheckpoint(body) {
  const [origin, size, root, ...extensions] = body.slice(0, -1).split("\n");
  must(origin && size && root && extensions.every(Boolean), "checkpoint");
  const found = { origin, size: number(size), root: hash(root) };
  must(found.size > 0n || root === "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "empty tree");
  return found;
}

function parseVkey(vkey, type) {
  const [, name, id, coded] = /^([^+]*)\+([0-9a-f]{8})\+([^]*)$/.exec(vkey) ?? must(false, "key");
  const material = fromBase64(coded, 33);
  must(material[0] === type, "type of key");
  checkName(name);
  const key = material.slice(1);
  const y = BigInt(`0x${toHex(key.slice().reverse())}`) & (2n ** 255n - 1n);
  must(y < P && !SMALL_ORDER_Y.includes(y), "order of key");
  // checked later, with the other hashes: reading a policy needs no WebCrypto
  const isItsId = async () => toHex(await sha256(joined(utf8(`${name}\n`), material))).startsWith(id);
  return { name, id, key, type, isItsId };
}

async function verifies(key, message, value) {
  let signature = value;
  if (key.type === COSIGNATURE) {
    if (value.length !== 72 || value[0] > 127) return false;
    message = `cosignature/v1\ntime ${timestamp(value)}\n${message}`;
    signature = value.slice(8);
  }
  if (signature.length !== 64) return false;
  try {
    return await subtle().verify("Ed25519", await importEd25519(key.key), signature, utf8(message));
  } catch (error) {
    if (error instanceof Refused) throw error;
    return false; // a key that is no point of the curve
  }
}

const timestamp = (value) => BigInt(`0x${toHex(value.slice(0, 8))}`);
const importEd25519 = (key) => subtle().importKey("raw", key, "Ed25519", false, ["verify"]);

async function hasEd25519() {
  try {
    return Boolean(await importEd25519(fromBase64(SOME_KEY)));
  } catch {
    return false;
  }
}

/** The signatures of these keys, each verified; one that does not fit spoils the note. */
async function verifiedBy(note, keys) {
  const verified = [];
  for (const signature of note.signatures) {
    const key = keys.find((one) => one.name === signature.name && one.id === signature.id);
    if (!key) continue; // a stranger
    if (!(await verifies(key, note.text, signature.value))) refuse("signature", key.name);
    verified.push({ key, value: signature.value });
  }
  if (!verified.length) refuse("signature", "none");
  return verified;
}

// --- policy ----------------------------------------------------------------------------------------

function parsePolicy(written) {
  must(!/[\u0000-\u0008\u000b-\u001f\u007f]/.test(written), "control characters");
  const policy = { logs: [], witnesses: [], groups: [], quorum: "" };
  const names = new Set(["none"]), members = new Set();
  const once = (key, others) => must(others.every((one) => !equal(one.key, key.key)), "key twice");
  const define = (name) => must(!names.has(name) && names.add(name), "name twice");
  const known = (name) => must(names.has(name), "unknown name");
  for (const line of written.split("\n")) {
    const [what, ...words] = line.split(/[ \t]+/).filter(Boolean);
    if (!what || what.startsWith("#")) continue;
    if (what === "log" && words.length >= 1 && words.length <= 2) {
      const key = parseVkey(words[0], ED25519);
      once(key, policy.logs);
      policy.logs.push(key);
    } else if (what === "witness" && words.length >= 2 && words.length <= 3) {
      const key = parseVkey(words[1], COSIGNATURE);
      once(key, policy.witnesses);
      define(words[0]);
      policy.witnesses.push({ ...key, called: words[0] });
    } else if (what === "group" && words.length >= 3) {
      const [name, threshold, ...joining] = words;
      for (const member of joining) {
        known(member);
        must(member !== "none" && !members.has(member) && members.add(member), "member");
      }
      define(name);
      const least = { any: 1, all: joining.length }[threshold] ?? threshold;
      must(/^[1-9][0-9]{0,8}$/.test(least) && Number(least) <= joining.length, "threshold");
      policy.groups.push({ name, least: Number(least), members: joining });
    } else if (what === "quorum" && words.length === 1) {
      must(!policy.quorum, "two quorums");
      known(words[0]);
      policy.quorum = words[0];
    } else {
      refuse("malformed", line);
    }
  }
  must(policy.quorum, "no quorum");
  return policy;
}

function isMetBy(policy, names) {
  const witnessed = new Set(["none", ...names]);
  for (const { name, least, members } of policy.groups) {
    if (members.filter((member) => witnessed.has(member)).length >= least) witnessed.add(name);
  }
  return witnessed.has(policy.quorum);
}

// --- canonical JSON, entries, disclosures ----------------------------------------------------------

function canonical(value, levels = 64) {
  if (typeof value === "string") {
    must(!/\p{Surrogate}/u.test(value), "half a character");
    return JSON.stringify(value);
  }
  if (value === null || typeof value !== "object") {
    must(typeof value !== "number" || Number.isSafeInteger(value), "number");
    return String(value);
  }
  must(levels > 0, "too deep");
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, levels - 1)).join(",")}]`;
  const members = Object.keys(value).sort(); // by UTF-16 code units, as RFC 8785 wants
  return `{${members.map((name) => `${canonical(name)}:${canonical(value[name], levels - 1)}`).join(",")}}`;
}

function readCanonical(coded) {
  try {
    const value = JSON.parse(coded);
    must(canonical(value) === coded, "canonical JSON");
    return value;
  } catch (error) {
    return refuse("malformed", error.message);
  }
}

function isObject(value, needed, optional = []) {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    && needed.every((name) => Object.hasOwn(value, name))
    && Object.keys(value).every((name) => needed.includes(name) || optional.includes(name));
}

function parseEntry(written) {
  const lines = written.split("\n");
  must(lines.length >= 4 && lines.pop() === "" && lines[0] === "txng-entry/v1", "entry");
  const [, kind, commitment, ...rest] = lines;
  must(Object.hasOwn(KINDS, kind), "kind");
  const clear = {};
  let fields = KINDS[kind].split(" ").filter(Boolean);
  for (const line of rest) {
    const gap = line.indexOf(" "), name = line.slice(0, gap), value = line.slice(gap + 1);
    const at = fields.findIndex((field) => field.replace("?", "") === name);
    must(gap > 0 && at >= 0 && fields.slice(0, at).every((field) => field.endsWith("?")), "lines");
    must(value && value === value.trim() && value === value.normalize("NFC"), "line");
    must(!/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u.test(value), "line");
    [fields, clear[name]] = [fields.slice(at + 1), value];
  }
  must(fields.every((field) => field.endsWith("?")), "lines");
  return { kind, commitment: hash(commitment), clear };
}

function digest(name, salt, value) {
  const word = utf8(name);
  const lengths = [bigEndian(word.length, 2), bigEndian(salt.length, 2), bigEndian(value.length, 4)];
  return sha256(joined([0], lengths[0], word, lengths[1], salt, lengths[2], value));
}

const encoded = (value) => utf8(canonical(value));
const salted = (shown) => fromBase64(shown.salt, 16);
const whatDigest = (salt, height, root) => digest("what", salt, encoded({ height, root: toBase64(root) }));

async function readDisclosure(shown, commitment) {
  must(isObject(shown, ["version", ...GROUPS]) && shown.version === "txng-commit/v1", "disclosure");
  const found = { groups: {}, items: [], hidden: [] };
  const digests = [];
  for (const name of GROUPS) {
    const group = shown[name];
    if (typeof group === "string") {
      digests.push(hash(group));
      found.hidden.push(name);
    } else if (name === "what" && isObject(group, ["salt", "items"], ["key"])) {
      digests.push(await readItems(group, found));
    } else {
      must(isObject(group, ["salt"], name === "what" ? [] : ["value"]), "group");
      const isThere = Object.hasOwn(group, "value");
      must(!isThere || group.value !== null, "null");
      found.groups[name] = isThere ? group.value : null;
      digests.push(await digest(name, salted(group), isThere ? encoded(group.value) : new Uint8Array()));
    }
  }
  const root = await rootOf(await Promise.all(digests.map(leafHash)));
  if (!equal(root, commitment)) refuse("disclosure", "commitment");
  return found;
}

async function readItems(group, found) {
  const salt = salted(group), items = group.items;
  must(Array.isArray(items) && items.length > 0 && items.length <= 2 ** 20, "items");
  if (Object.hasOwn(group, "key")) {
    const hmac = { name: "HMAC", hash: "SHA-256" };
    const key = await subtle().importKey("raw", fromBase64(group.key, 32), hmac, false, ["sign"]);
    const height = Math.ceil(Math.log2(items.length));
    const leaves = Array.from({ length: 2 ** height }, async (_, index) => {
      const own = new Uint8Array(await subtle().sign("HMAC", key, bigEndian(index, 4))).slice(0, 16);
      const value = index < items.length ? encoded(items[index]) : new Uint8Array();
      return leafHash(await digest("what.item", own, value));
    });
    found.groups.what = items;
    return whatDigest(salt, height, await rootOf(await Promise.all(leaves)));
  }
  let top, last = -1;
  for (const item of items) {
    must(isObject(item, ["index", "salt", "value", "proof"]) && Array.isArray(item.proof), "item");
    const { index, proof, value } = item;
    must(Number.isSafeInteger(index) && index > last && proof.length <= 20 && index < 2 ** proof.length, "item");
    const leaf = await leafHash(await digest("what.item", salted(item), encoded(value)));
    const root = await rootFromInclusion(leaf, BigInt(index), 2n ** BigInt(proof.length), proof.map(hash));
    top ??= { height: proof.length, root };
    if (top.height !== proof.length || !equal(top.root, root)) refuse("disclosure", "two trees");
    found.items.push({ index, value });
    last = index;
  }
  return whatDigest(salt, top.height, top.root);
}

// --- the proof file --------------------------------------------------------------------------------

function parseProof(raw) {
  const whole = text(raw);
  const gap = whole.indexOf("\n\n");
  must(raw.length <= MAX_BYTES && gap > 0, "proof");
  const lines = whole.slice(0, gap).split("\n");
  must(lines.shift() === "c2sp.org/tlog-proof@v1", "header");
  must(lines[0]?.startsWith("extra "), "extra");
  const extra = readCanonical(text(fromBase64(lines.shift().slice(6))));
  must(isObject(extra, ["entry"], ["disclosure"]) && typeof extra.entry === "string" && extra.disclosure !== null, "extra");
  must(lines[0]?.startsWith("index "), "index");
  const index = number(lines.shift().slice(6));
  must(lines.length <= 63, "hashes");
  const note = parseNote(whole.slice(gap + 2));
  const checkpoint = parseCheckpoint(note.text);
  return { index, note, extra, proof: lines.map(hash), checkpoint, entry: parseEntry(extra.entry) };
}

/** Every step that can be taken, each on its own. Rejects only when the policy cannot be read. */
export async function verifyProof(proof, policyText) {
  const policy = parsePolicy(policyText);
  const asksNoWitness = policy.quorum === "none";
  const report = { verified: false, supported: true, steps: [], asksNoWitness, witnesses: [] };
  let read;
  const step = async (name, take) => {
    let verdict = "passed", reason;
    try {
      await take();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      verdict = error.reason === "unsupported" ? "unsupported" : "failed";
      reason = error.reason;
    }
    report.steps.push({ name, verdict, reason });
    return verdict === "passed";
  };
  const isRead = await step("form", () => {
    read = parseProof(typeof proof === "string" ? utf8(proof) : proof);
    const { origin, size, root } = read.checkpoint;
    report.index = Number(read.index);
    report.entry = { kind: read.entry.kind, clear: read.entry.clear };
    report.checkpoint = { origin, size: Number(size), root: toBase64(root) };
  });
  if (!isRead) {
    for (const name of STEPS.slice(1)) report.steps.push({ name, verdict: "skipped" });
    return report;
  }
  await step("disclosure", async () => {
    const { disclosure } = read.extra;
    if (disclosure !== undefined) report.disclosed = await readDisclosure(disclosure, read.entry.commitment);
  });
  await step("inclusion", async () => {
    const leaf = await leafHash(utf8(read.extra.entry));
    const root = await rootFromInclusion(leaf, read.index, read.checkpoint.size, read.proof);
    if (!equal(root, read.checkpoint.root)) refuse("proof", "root");
  });
  const canSign = await hasEd25519();
  const needsSignatures = () => canSign || refuse("unsupported", "no Ed25519");
  await step("log", async () => {
    needsSignatures();
    const named = policy.logs.filter((log) => log.name === read.checkpoint.origin);
    if (!named.length) refuse("signature", "unknown log");
    await checkIds(policy);
    report.log = (await verifiedBy(read.note, named))[0].key.name;
  });
  await step("witnesses", async () => {
    needsSignatures();
    await checkIds(policy);
    const { witnesses } = policy;
    const known = read.note.signatures.filter((line) =>
      witnesses.some((key) => key.name === line.name && key.id === line.id));
    const signed = known.length ? await verifiedBy({ ...read.note, signatures: known }, witnesses) : [];
    for (const witness of witnesses) {
      const times = signed.filter((one) => one.key === witness).map((one) => Number(timestamp(one.value)));
      if (times.length) report.witnesses.push({ name: witness.called, at: Math.max(...times) });
    }
    if (!isMetBy(policy, report.witnesses.map((one) => one.name))) refuse("quorum", policy.quorum);
  });
  report.verified = report.steps.every((one) => one.verdict === "passed");
  report.supported = report.steps.every((one) => one.verdict !== "unsupported");
  return report;
}

async function checkIds(policy) {
  for (const key of [...policy.logs, ...policy.witnesses]) must(await key.isItsId(), "key id");
}

// --- the page --------------------------------------------------------------------------------------

/** Fill one ui/verify_proof.html: fetch the proof it names, and show what each step came to. */
async function run(place) {
  show(place, "data-state", "running");
  let report;
  try {
    const answer = await fetch(place.dataset.proof, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const proof = new Uint8Array(await answer.arrayBuffer());
    report = await verifyProof(proof, place.querySelector("[data-policy]").textContent);
  } catch (error) {
    console.warn("verify_proof:", error);
    show(place, "data-state", "unavailable");
    return;
  }
  for (const { name, verdict } of report.steps) {
    show(place.querySelector(`[data-step="${name}"]`), "data-verdict", verdict);
  }
  const list = place.querySelector("[data-witnesses]");
  list.replaceChildren(...report.witnesses.map(({ name, at }) => {
    const line = document.createElement("li");
    line.textContent = `${name} · ${moment(at)}`;
    return line;
  }));
  const isTrusting = report.verified && report.asksNoWitness;
  show(place, "data-state", !report.supported ? "unsupported"
    : isTrusting ? "log-only" : report.verified ? "verified" : "failed");
  place.dispatchEvent(new CustomEvent("proof-checked", { bubbles: true, detail: report }));
}

/** Of the elements with this attribute show the one that has this value. */
function show(within, attribute, value) {
  for (const one of within.querySelectorAll(`[${attribute}]`)) one.hidden = one.getAttribute(attribute) !== value;
}

/** Seconds since 1970 as the reader writes them; a time that no calendar has stays a number. */
function moment(at) {
  const when = new Date(at * 1000);
  const style = { dateStyle: "long", timeStyle: "short" };
  return Number.isNaN(when.getTime()) ? at : when.toLocaleString(document.documentElement.lang, style);
}

if (typeof document !== "undefined") {
  for (const place of document.querySelectorAll("[data-verify-proof]")) {
    place.hidden = false; // without JavaScript there is nothing to open, only the file to load
    place.addEventListener("toggle", () => place.open && run(place), { once: true });
  }
}
