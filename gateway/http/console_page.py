"""What stands at `/` while there is no console: what that means and what to do, without a style or a script."""

from gateway.http.titles import ENGLISH

LANGUAGES = {ENGLISH: "en", "zh": "zh-CN"}

_WORDS = {
    ENGLISH: (
        "The console is not built yet",
        "Tenon runs, and its API answers. The pages for the browser are made once, by <code>./tenon up</code> or by "
        "<code>python web/build.py</code>; that needs a way to the registries of npm and, on a machine without Node, "
        "of PyPI.",
        "This page looks again every few seconds.",
        "Read what the API offers",
    ),
    "zh": (
        "控制台尚未构建",
        "Tenon 正在运行，API 可用。浏览器页面只需构建一次：运行 <code>./tenon up</code> 或 "
        "<code>python web/build.py</code>；构建时需要能访问 npm 仓库，没有 Node 的机器还需要能访问 PyPI。",
        "本页面每隔几秒会自动刷新。",
        "查看 API 文档",
    ),
}


def absence_page(language: str) -> str:
    title, meaning, again, docs = _WORDS[language]
    return (
        f'<!doctype html><html lang="{LANGUAGES[language]}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f"<body><main><h1>{title}</h1><p>{meaning}</p><p>{again}</p>"
        f'<p><a href="/docs">{docs}</a></p></main></body></html>'
    )
