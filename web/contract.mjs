/**
 * Writes src/api/contract/<noun>.json from openapi.json: what each list of the API can be asked, and what a record of it
 * takes and gives. The pages of records/ are driven by these files, so a field added to the API appears here by itself.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const TARGET = "src/api/contract";
const NOUNS =
  `leads customers contacts opportunities quotations orders products price-lists listed-prices activities visits
  call-backs territories quotas commission-plans commission-splits commission-statements expenses sellers stores
  deal-registrations price-exceptions playbooks stages people org-units groups positions custom-fields picklists
  document-templates webhooks webhook-deliveries audit imports exports jobs views messages schedules requests segments`.split(
    /\s+/,
  );

/** Parts that a record's page shows as a table. */
const PARTS = new Set(
  "competitors stakeholders partners problems needs members memberships holders rules sellers values attainment lines notes ratings shares prices invoices shipments payments returns".split(
    " ",
  ),
);

const document = JSON.parse(readFileSync("openapi.json", "utf8"));

function resolved(schema) {
  if (!schema?.$ref) return schema ?? {};
  const [, , group, name] = schema.$ref.split("/");
  return document.components[group][name];
}

/** The schema behind "this or null". */
function present(schema) {
  const other = schema.anyOf?.find((each) => each.type !== "null");
  return other ? { ...schema, ...other, anyOf: undefined } : schema;
}

const REFS = { PersonRef: "person", UnitRef: "unit", NamedRef: "ref", TerritoryRef: "ref" };

function kindOf(name, given) {
  const schema = present(given);
  const ref = schema.$ref?.split("/").pop();
  if (ref) return REFS[ref] ?? "object";
  const types = [schema.type ?? "object"].flat().filter((each) => each !== "null");
  if (schema.enum) return "choice";
  if (types[0] === "string") {
    if (schema.format === "decimal") return "decimal";
    if (schema.format === "date") return "date";
    if (schema.format === "date-time" || /(^|_)at$/.test(name)) return "moment";
    if (schema.format === "uuid") return "id";
    if (schema.format === "email") return "email";
    return (schema.maxLength ?? 0) >= 500 || name === "note" || name === "description" ? "long" : "text";
  }
  return { integer: "integer", number: "number", boolean: "yesno", array: "list" }[types[0]] ?? "object";
}

function itemsOf(schema) {
  const items = schema.items ? resolved(schema.items) : null;
  if (!items) return undefined;
  if (items.properties) return { of: "object", fields: fieldsOf(items, 1) };
  return { of: kindOf("", items), choices: items.enum };
}

const OF_FILTERS = { time: "moment", money: "decimal", flag: "yesno", days: "integer", choice: "text" };

/** What a rule may say of a record: by field its kind and what it takes. */
function rulesOf(told) {
  return Object.entries(told).map(([name, { kind, operators, picklist }]) => ({
    name,
    kind: OF_FILTERS[kind] ?? kind,
    operators,
    ...(picklist ? { picklist } : {}),
  }));
}

function fieldsOf(schema, depth = 0) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, given]) => {
    const field = { name, kind: kindOf(name, given) };
    const meant = present(given);
    if (meant["x-tenon-filters"]) field.rules = rulesOf(meant["x-tenon-filters"]);
    if (meant["x-tenon-picklist"]) field.picklist = meant["x-tenon-picklist"];
    const choices = meant.enum?.filter((each) => each !== null);
    if (choices) field.choices = choices;
    if (required.has(name)) field.required = true;
    if (meant.maxLength) field.longest = meant.maxLength;
    if (meant.minimum !== undefined) field.least = meant.minimum;
    if (meant.maximum !== undefined) field.most = meant.maximum;
    if (field.kind === "list" && depth === 0) field.items = itemsOf(meant);
    return field;
  });
}

function bodyOf(operation) {
  const content = operation?.requestBody && resolved(operation.requestBody).content;
  const json = content?.["application/json"];
  const schema = json ? resolved(json.schema) : {};
  const saidByAnother = (name) => schema.properties[name]["x-tenon-said-by"];
  return fieldsOf(schema).filter((field) => !saidByAnother(field.name));
}

function bodySchema(path) {
  return resolved(document.paths[path].post.requestBody).content["application/json"].schema;
}

function answerOf(operation) {
  const good = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  const json = good && resolved(good[1]).content?.["application/json"];
  return json ? resolved(json.schema) : {};
}

function namesIn(pattern) {
  return pattern ? pattern.match(/\(([^()]*)/)[1].split("|") : [];
}

/** What the list can be asked: filters by field, sorts, sums. */
function listing(operation) {
  const asked = { filters: {}, sorts: [], totals: [], q: false, standard: "-created_at" };
  for (const each of operation.parameters ?? []) {
    const parameter = resolved(each);
    const filter = /^filter\[([^\]]+)\]\[([^\]]+)\]$/.exec(parameter.name);
    if (filter) asked.filters[filter[1]] = [...(asked.filters[filter[1]] ?? []), filter[2]];
    if (parameter.name === "sort") {
      asked.sorts = namesIn(parameter.schema.pattern);
      asked.standard = parameter.schema.default ?? asked.standard;
    }
    if (parameter.name === "totals") asked.totals = namesIn(parameter.schema.pattern);
    if (parameter.name === "q") asked.q = true;
  }
  return asked;
}

function choicesOfFilters(operation) {
  const found = {};
  for (const each of operation.parameters ?? []) {
    const parameter = resolved(each);
    const filter = /^filter\[([^\]]+)\]\[eq\]$/.exec(parameter.name);
    if (filter) found[filter[1]] = { kind: kindOf(filter[1], parameter.schema), choices: parameter.schema.enum };
  }
  return found;
}

/** What belongs to a record and is no noun of its own: what a row of it says, what adding one takes, and what can be
 * done to one.
 */
function partOf(one, name, { get, post }) {
  const answer = answerOf(get);
  const rows = resolved(answer.properties?.data?.items);
  const part = { name, right: get["x-tenon-right"], adds: post?.["x-tenon-right"] };
  if (!PARTS.has(name)) return part;
  const fields = fieldsOf(rows.properties ? rows : answer, 1);
  return { ...part, fields, addFields: bodyOf(post), ...ofRow(`${one}/${name}/`, fields) };
}

/** What can be done to one row of a part. How it is taken away is the first word of what the API calls that. */
function ofRow(base, fields) {
  const asked = { verbs: [] };
  for (const [path, operations] of Object.entries(document.paths)) {
    const [, id, verb] =
      (path.startsWith(base) && /^\{([a-z_]+)\}(?:\/([a-z-]+))?$/.exec(path.slice(base.length))) || [];
    const key = fields.some((each) => [id, id?.replace(/_id$/, "")].includes(each.name)) ? id : "id";
    if (!id || (key === "id" && !id.endsWith("_id"))) continue;
    asked.key = key;
    if (verb && operations.post) asked.verbs.push(verbOf(verb, operations.post));
    if (verb) continue;
    if (operations.patch) asked.change = { right: operations.patch["x-tenon-right"], fields: bodyOf(operations.patch) };
    if (operations.delete)
      asked.remove = { name: operations.delete.operationId.split("_")[0], right: operations.delete["x-tenon-right"] };
  }
  return asked;
}

function verbOf(name, post) {
  return { name, right: post["x-tenon-right"], fields: bodyOf(post) };
}

function verbsOf(one) {
  const verbs = [];
  const parts = [];
  for (const [path, operations] of Object.entries(document.paths)) {
    if (!one || !path.startsWith(`${one}/`)) continue;
    const rest = path.slice(one.length + 1);
    if (rest.includes("/") || rest.includes("{")) continue;
    if (operations.get) parts.push(partOf(one, rest, operations));
    else if (operations.post) verbs.push(verbOf(rest, operations.post));
  }
  return { verbs, parts };
}

/** A list that adds to the record, such as a distance, has its record described where it is read alone. */
function composed(listed, single) {
  const parts = [...(listed.allOf ?? []), ...(listed.anyOf ?? [])].map(resolved).filter((each) => each.properties);
  return parts[0] ?? (single.get ? answerOf(single.get) : {});
}

function nounOf(key) {
  const path = `/v1/${key}`;
  const operations = document.paths[path];
  const one = Object.keys(document.paths).find((each) => new RegExp(`^${path}/\\{[a-z_]+\\}$`).test(each));
  const single = one ? document.paths[one] : {};
  const list = listing(operations.get);
  const listed = resolved(answerOf(operations.get).properties?.data?.items);
  const view = listed.properties ? listed : composed(listed, single);
  return {
    key,
    path,
    right: operations.get["x-tenon-right"],
    one: Boolean(single.get),
    search: Boolean(document.paths[`${path}/search`]),
    bulk: Boolean(document.paths[`${path}/bulk`]),
    fields: fieldsOf(view),
    ...list,
    columns: operations.get["x-tenon-columns"] ?? [],
    board: operations.get["x-tenon-board"],
    filterKinds: choicesOfFilters(operations.get),
    create: operations.post && { right: operations.post["x-tenon-right"], fields: bodyOf(operations.post) },
    change: single.patch && { right: single.patch["x-tenon-right"], fields: bodyOf(single.patch) },
    remove: single.delete && { right: single.delete["x-tenon-right"] },
    ...verbsOf(one),
    lists: single.get ? fieldsOf(answerOf(single.get)).filter((each) => each.items?.of === "object") : [],
  };
}

rmSync(TARGET, { recursive: true, force: true });
mkdirSync(TARGET, { recursive: true });
const index = {};
for (const key of NOUNS) {
  const noun = nounOf(key);
  writeFileSync(`${TARGET}/${key}.json`, JSON.stringify(noun));
  index[key] = { right: noun.right, create: noun.create?.right ?? null, search: noun.q };
}
writeFileSync(`${TARGET}/index.json`, JSON.stringify(index));

/** What a row of a file may say, by what is imported. */
const prepared = resolved(bodySchema("/v1/imports"));
writeFileSync(`${TARGET}/import-rows.json`, JSON.stringify(prepared.properties.entity["x-tenon-rows"]));
