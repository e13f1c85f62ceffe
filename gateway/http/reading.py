"""The description of the API as a page for people: made from the same document, served from here, without a script."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

Document = Mapping[str, Any]

STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--link:#0b62c4}
body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:17rem minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1rem;border-right:1px solid var(--line)}
*{box-sizing:border-box}
nav a{display:block;color:inherit;text-decoration:none;padding:.1rem 0}nav a:hover{color:var(--link)}
main{padding:1.5rem 2rem 6rem;max-width:62rem;min-width:0}
h2{margin-top:3rem}details{border:1px solid var(--line);border-radius:8px;margin:.5rem 0;padding:0 .9rem}
summary{cursor:pointer;padding:.55rem 0;overflow-wrap:anywhere}summary code{font-weight:600}
pre{background:var(--soft);padding:.8rem;border-radius:6px;overflow:auto}code{font-family:ui-monospace,monospace;font-size:.9em}
table{border-collapse:collapse;width:100%;display:block;overflow:auto}td,th{border-bottom:1px solid var(--line);
padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top}
.method{display:inline-block;min-width:4.2em;font-weight:700}.right{opacity:.75;font-size:.85em}
#search{width:100%;padding:.45rem;box-sizing:border-box;margin-bottom:.8rem;font:inherit}[hidden]{display:none}
@media(max-width:50rem){body{display:block}nav{position:static;height:auto;border:0}main{padding:1rem}}
"""

SCRIPT = """
const search = document.getElementById("search");
search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const section of document.querySelectorAll("section")) {
    let shown = 0;
    for (const one of section.querySelectorAll("details")) {
      const text = one.dataset.words;
      one.hidden = !words.every((word) => text.includes(word));
      shown += one.hidden ? 0 : 1;
    }
    section.hidden = shown === 0;
  }
});
function unfold() {
  const one = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (one && one.tagName === "DETAILS") { one.open = true; one.scrollIntoView(); }
}
addEventListener("hashchange", unfold);
unfold();
"""

MOST_MEMBERS = 40
DEEPEST = 4


def page_of(document: Document) -> str:
    """The whole page. Everything from the document is escaped; style and script come as files of their own."""
    operations = list(_operations(document))
    tags = [tag for tag in document.get("tags", []) if any(tag["name"] in one["tags"] for _, _, one in operations)]
    links = "".join(f'<a href="#{_slug(tag["name"])}">{escape(tag["name"])}</a>' for tag in tags)
    sections = "".join(_section(document, tag, operations) for tag in tags)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(document['info']['title'])} API</title>"
        '<link rel="stylesheet" href="/docs/style.css"><script defer src="/docs/search.js"></script>'
        f'<nav><input id="search" type="search" placeholder="Search operations" aria-label="Search">{links}</nav>'
        f"<main>{_head(document)}{sections}</main></html>"
    )


def _head(document: Document) -> str:
    info = document["info"]
    return (
        f"<h1>{escape(info['title'])} API, version {escape(info['version'])}</h1>"
        f"<p>{escape(info.get('description', ''))}</p>"
        '<p>As documents: <a href="/v1/openapi.json">OpenAPI 3.1</a>, <a href="/v1/asyncapi.json">AsyncAPI 3</a>, '
        '<a href="/v1/events/catalogue">events</a>, <a href="/v1/errors">errors</a>.</p>'
        "<p>Sign in, keep the token, and try any line below in a shell:</p>"
        "<pre>U=http://127.0.0.1:8080\n"
        'T=$(curl -s $U/v1/tokens -H "Content-Type: application/json" \\\n'
        '      -d \'{"login": "admin", "password": "…"}\' |\n'
        "    python3 -c 'import json, sys; print(json.load(sys.stdin)[\"access_token\"])')</pre>"
    )


def _operations(document: Document) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, by_method in document["paths"].items():
        for method, operation in by_method.items():
            yield method.upper(), path, operation


def _section(document: Document, tag: Mapping[str, Any], operations: list[tuple[str, str, Mapping[str, Any]]]) -> str:
    shown = [_operation(document, *one) for one in operations if tag["name"] in one[2]["tags"]]
    about = escape(tag.get("description", ""))
    return f'<section id="{_slug(tag["name"])}"><h2>{escape(tag["name"])}</h2><p>{about}</p>{"".join(shown)}</section>'


def _operation(document: Document, method: str, path: str, operation: Mapping[str, Any]) -> str:
    words = escape(f"{method} {path} {operation['summary']} {' '.join(operation['tags'])}".lower())
    right = escape(operation.get("x-tenon-right", ""))
    body = _body_schema(document, operation)
    parts = [
        f'<details id="{escape(operation["operationId"])}" data-words="{words}"><summary>',
        f'<span class="method">{method}</span> <code>{escape(path)}</code> {escape(operation["summary"])}</summary>',
        f'<p class="right">Right: <code>{right}</code></p>',
        f"<pre>{escape(_curl(document, method, path, operation, body))}</pre>",
        _parameters(document, operation),
        f"<h4>Body</h4>{_members(document, body)}" if body else "",
        _answers(document, operation),
        "</details>",
    ]
    return "".join(parts)


def _curl(document: Document, method: str, path: str, operation: Mapping[str, Any], body: Any) -> str:
    words = [f'curl -s -g "$U{path}"']
    if method not in ("GET", "POST") or (method == "POST" and not body):
        words.append(f"-X {method}")
    if operation.get("security"):
        words.append('-H "Authorization: Bearer $T"')
    if body:
        kinds = list(operation["requestBody"]["content"])
        kind = "application/json" if "application/json" in kinds else kinds[0]
        words.append(f'-H "Content-Type: {kind}"')
        sample = json.dumps(_sample(document, body, 0), ensure_ascii=False)
        words.append(f"-d '{sample}'" if kind == "application/json" else "--data-binary @file")
    return " \\\n  ".join(words)


def _parameters(document: Document, operation: Mapping[str, Any]) -> str:
    rows = [_resolved(document, parameter) for parameter in operation.get("parameters", [])]
    if not rows:
        return ""
    lines = "".join(
        f"<tr><td><code>{escape(one['name'])}</code><td>{escape(one['in'])}"
        f"<td>{escape(_kind(document, one.get('schema', {})))}<td>{escape(one.get('description', ''))}"
        for one in rows
    )
    return f"<h4>Parameters</h4><table>{lines}</table>"


def _answers(document: Document, operation: Mapping[str, Any]) -> str:
    lines = []
    for status, answer in operation["responses"].items():
        told = _resolved(document, answer)
        lines.append(f"<tr><td><code>{escape(status)}</code><td>{escape(told.get('description', ''))}")
    first = _resolved(document, next(iter(operation["responses"].values())))
    schema = first.get("content", {}).get("application/json", {}).get("schema")
    shape = _members(document, schema) if schema else ""
    return f"<h4>Answers</h4><table>{''.join(lines)}</table>{shape}"


def _body_schema(document: Document, operation: Mapping[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {})
    described: Mapping[str, Any] = content.get("application/json") or next(iter(content.values()), {})
    return described.get("schema")


def _members(document: Document, schema: Any) -> str:
    """The members of an object, or of the rows of a page."""
    resolved = _resolved(document, schema)
    properties = resolved.get("properties", {})
    if not properties:
        return ""
    required = set(resolved.get("required", ()))
    lines = "".join(
        f"<tr><td><code>{escape(name)}</code>{'*' if name in required else ''}<td>{escape(_kind(document, part))}"
        f"<td>{escape(_resolved(document, part).get('description', ''))}"
        for name, part in list(properties.items())[:MOST_MEMBERS]
    )
    return f"<table>{lines}</table>"


def _kind(document: Document, schema: Mapping[str, Any]) -> str:
    resolved = _resolved(document, schema)
    if "enum" in resolved:
        return " | ".join(str(value) for value in resolved["enum"])
    kind = resolved.get("type", "any")
    named = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if named == "array":
        return f"list of {_kind(document, resolved.get('items', {}))}"
    return f"{named} ({resolved['format']})" if "format" in resolved else named


def _sample(document: Document, schema: Any, depth: int) -> Any:
    """A body of the right shape: the required members, or the first few where none is."""
    resolved = _resolved(document, schema)
    kind = resolved.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if resolved.get("examples"):
        return resolved["examples"][0]
    if "enum" in resolved:
        return resolved["enum"][0]
    if kind == "array":
        return [_sample(document, resolved.get("items", {}), depth + 1)] if depth < DEEPEST else []
    if kind == "object" and depth < DEEPEST:
        properties = resolved.get("properties", {})
        names = resolved.get("required") or list(properties)[:2]
        return {name: _sample(document, properties[name], depth + 1) for name in names if name in properties}
    return {"integer": 1, "number": 1.5, "boolean": True, "object": {}}.get(str(kind), "…")


def _resolved(document: Document, part: Any) -> Mapping[str, Any]:
    """The part itself, or what its `$ref` leads to."""
    if not isinstance(part, Mapping):
        return {}
    reference = part.get("$ref")
    if reference is None:
        return part
    found: Any = document
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return _resolved(document, found)


def _slug(name: str) -> str:
    return "tag-" + "".join(character if character.isalnum() else "-" for character in name.lower())
