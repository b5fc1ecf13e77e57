// Compile the anchor contract: node tools/compile_anchor.mjs [--check]
//
//   npm install --no-save solc@0.8.30      the compiler as WebAssembly, the same bytes on every machine
//   node tools/compile_anchor.mjs          writes CheckpointAnchor.json beside the .sol
//   node tools/compile_anchor.mjs --check  compiles and compares with what is committed
//
// The committed bytecode is what the tests run in process; nobody needs Node to use or test it.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const solc = createRequire(path.join(process.cwd(), "package.json"))("solc");
const folder = path.join(root, "src/txng/transparency/anchors");
const name = "CheckpointAnchor";
const settings = {
  evmVersion: "paris", // no PUSH0: older and permissioned chains run it too
  optimizer: { enabled: true, runs: 10000 },
  metadata: { bytecodeHash: "none", appendCBOR: false }, // the same source gives the same bytes
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
};
const input = {
  language: "Solidity",
  sources: { [`${name}.sol`]: { content: readFileSync(path.join(folder, `${name}.sol`), "utf8") } },
  settings,
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
for (const problem of output.errors ?? []) {
  console.error(problem.formattedMessage);
}
const made = output.contracts[`${name}.sol`][name];
const { outputSelection, ...kept } = settings;
const text = JSON.stringify(
  { compiler: solc.version(), settings: kept, abi: made.abi, bytecode: `0x${made.evm.bytecode.object}` },
  null, 1,
) + "\n";
const file = path.join(folder, `${name}.json`);
if (process.argv.includes("--check")) {
  const same = readFileSync(file, "utf8") === text;
  console.log(same ? "the committed bytecode is that of the source" : "the committed bytecode differs");
  process.exit(same ? 0 : 1);
}
writeFileSync(file, text);
console.log(`${path.relative(root, file)}: ${made.evm.bytecode.object.length / 2} bytes`);
