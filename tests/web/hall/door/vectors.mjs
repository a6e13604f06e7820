// node vectors.mjs FOLDER-OF-THE-MODULES FOLDER-OF-THE-VECTORS: prints what the modules say to every case, by its name.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, vectors] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(`${vectors}/${name}`, "utf-8"));
const load = (name, fresh = "") => import(`${pathToFileURL(`${modules}/${name}`)}${fresh}`);

const door = read("door.json");
const attendance = read("attendance.json");

async function verdicts(rules) {
  const found = {};
  for (const { name, enter, now, sitting, leaving, seen, scans } of door.cases) {
    const entry = "code" in enter ? door.codes[enter.code] : (enter.text ?? enter.e);
    const hall = rules.indexed(door.state);
    const { t, ...verdict } = await rules.decide(hall, entry, { now, sitting, leaving, scans: [...seen, ...scans] });
    found[name] = verdict;
  }
  return found;
}

const rules = await load("rules.js");
const { derive, trueTime } = await load("attendance.js");
const said = { door: await verdicts(rules), marks: {}, times: {} };
for (const { name, sitting, rules: by, scans, desk, substitute_came: substituteCame } of attendance.marks) {
  said.marks[name] = derive(sitting, by, scans, { desk, substituteCame });
}
for (const { name, scan, upload, server, first, last } of attendance.times) {
  said.times[name] = trueTime(scan, upload, { server, first, last });
}

// A browser that does not know Ed25519 says so when a key is brought in; a key seen before is remembered.
const { subtle } = globalThis.crypto;
const importKey = subtle.importKey.bind(subtle);
let asked = 0;
subtle.importKey = (format, key, how, ...rest) => {
  if (how === "Ed25519") {
    asked += 1;
    return Promise.reject(new DOMException("unknown", "NotSupportedError"));
  }
  return importKey(format, key, how, ...rest);
};
const { forget } = await load("ed25519.js");
forget();
said.door_without_native = await verdicts(rules);
if (!asked) {
  throw new Error("The native way was not asked.");
}
console.log(JSON.stringify(said));
