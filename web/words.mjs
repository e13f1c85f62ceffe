/**
 * Every word the console shows is in both languages: keys of en and zh agree, every key the code asks for exists, every
 * field, choice and verb of the API has a name, and no text stands in the code itself.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const faults = [];
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

function flat(words, before = "") {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [[before + key, value]] : flat(value, `${before}${key}.`),
  );
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const en = new Map(flat({ ...read("src/i18n/en.json"), ...read("src/i18n/labels.en.json") }));
const zh = new Map(flat({ ...read("src/i18n/zh.json"), ...read("src/i18n/labels.zh.json") }));
const base = (words) => new Set([...words.keys()].map((key) => (PLURAL.test(key) ? key.replace(PLURAL, "") : key)));
const [enKeys, zhKeys] = [base(en), base(zh)];
for (const key of enKeys) if (!zhKeys.has(key)) faults.push(`zh has no "${key}"`);
for (const key of zhKeys) if (!enKeys.has(key)) faults.push(`en has no "${key}"`);
for (const [key, value] of [...en, ...zh]) if (!value) faults.push(`"${key}" is empty`);

const used = new Set();
function look(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) look(path);
    else if (/\.tsx?$/.test(entry.name) && entry.name !== "schema.d.ts") scan(path);
  }
}

function scan(path) {
  const code = readFileSync(path, "utf8");
  const lines = code.split("\n").length - 1;
  if (lines > 250) faults.push(`${path} has ${lines} lines, more than 250`);
  if (!path.includes("src/api/") && /\bfetch\(/.test(code)) faults.push(`${path} fetches; only src/api/ does`);
  for (const [, key] of code.matchAll(/\bt\("([^"]+)"/g)) {
    used.add(key);
    if (!enKeys.has(key)) faults.push(`${path}: no words for "${key}"`);
  }
  for (const [, group] of code.matchAll(/\bt\(`([a-z_]+)\.\$\{/g)) used.add(`${group}.`);
  if (!path.endsWith(".tsx")) return;
  for (const [, text] of code.matchAll(/<[A-Za-z][^<>]*[^=]>\s*([A-Za-z\u4e00-\u9fff][^<>{}()=;]*)\s*<\//g))
    faults.push(`${path}: "${text.trim()}" stands in the code`);
  for (const [, name, text] of code.matchAll(/\b(label|title|placeholder|aria-label|description)="([^"]+)"/g))
    faults.push(`${path}: ${name}="${text}" stands in the code`);
}
look("src");
for (const key of enKeys)
  if (
    !used.has(key) &&
    !used.has(`${key.split(".")[0]}.`) &&
    !/^(fields|choices|verbs|nouns|one|parts|groups)\./.test(key)
  )
    faults.push(`nobody uses "${key}"`);

const PLAIN = new Set(["id", "version", "custom", "external_id"]);
function named(group, name, of) {
  if (PLAIN.has(name)) return;
  if (!enKeys.has(`${group}.${name}`) && !enKeys.has(`${group}.${name.replace(/_id$/, "")}`))
    faults.push(`no words for ${group}.${name} of ${of}`);
}
function check(fields, of) {
  for (const field of fields) {
    named("fields", field.name, of);
    for (const choice of [...(field.choices ?? []), ...(field.items?.choices ?? [])])
      named("choices", String(choice), of);
    if (field.items?.fields) check(field.items.fields, of);
    if (field.rules) check(field.rules, of);
  }
}
for (const file of readdirSync("src/api/contract")) {
  if (file === "index.json" || file === "import-rows.json") continue;
  const noun = read(join("src/api/contract", file));
  named("nouns", noun.key, noun.key);
  check([...noun.fields, ...(noun.create?.fields ?? []), ...(noun.change?.fields ?? [])], noun.key);
  for (const part of noun.parts) {
    check([...(part.fields ?? []), ...(part.addFields ?? [])], `${noun.key}/${part.name}`);
    if (part.fields) named("parts", part.name, noun.key);
    if (part.remove) named("removals", part.remove.name, `${noun.key}/${part.name}`);
    for (const verb of part.verbs ?? []) {
      named("verbs", verb.name, `${noun.key}/${part.name}`);
      check(verb.fields, `${noun.key}/${part.name}`);
    }
  }
  for (const verb of noun.verbs) {
    named("verbs", verb.name, noun.key);
    check(verb.fields, noun.key);
  }
}
for (const [entity, { fields }] of Object.entries(read("src/api/contract/import-rows.json"))) {
  named("choices", entity, "imports");
  for (const field of fields) named("fields", field.name, `rows of ${entity}`);
}

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`words: ${enKeys.size} in English and Chinese`);
