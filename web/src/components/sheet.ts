/** Style sheets without a style element: what a strict content policy allows. Stands in where a library wants an element. */

class Sheet {
  readonly rules = new CSSStyleSheet();
  type = "text/css";

  setAttribute(): void {
    // Attributes only tell elements apart in the document; a constructed sheet is not in it.
  }

  set textContent(text: string) {
    this.rules.replaceSync(text);
  }
}

export function constructedSheet(): Sheet {
  return new Sheet();
}

export function adopt(sheet: Sheet): void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet.rules];
}

export function abandon(sheet: Sheet): void {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet.rules);
}
