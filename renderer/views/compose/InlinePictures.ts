/**
 * Pictures of one draft, by content id, as addresses the editor can show. The draft knows them as `cid:`; in between
 * stand object URLs, each unique, so that replacing text is exact.
 */
export class InlinePictures {
  readonly #urls = new Map<string, string>();

  /** Takes a picture in (a second one with the same id replaces nothing) and gives the address to show it by. */
  add(contentId: string, picture: Blob): string {
    const known = this.#urls.get(contentId);
    if (known !== undefined) return known;
    const url = URL.createObjectURL(picture);
    this.#urls.set(contentId, url);
    return url;
  }

  /** Draft's HTML to the editor's. */
  toEditor(html: string): string {
    return html.replace(/(["'=])cid:([^"'\s>]{1,1000})/giu, (whole, before: string, id: string) => {
      const url = this.#urls.get(decode(id));
      return url === undefined ? whole : before + url;
    });
  }

  /** Editor's HTML to the draft's. */
  toDraft(html: string): string {
    let result = html;
    for (const [contentId, url] of this.#urls) result = result.replaceAll(url, `cid:${encodeURI(contentId)}`);
    return result;
  }

  /** Forgets all pictures; their addresses show nothing from now on. */
  release(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    // A lone % of a careless sender: the id stands for itself.
    return id;
  }
}
