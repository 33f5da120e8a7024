export interface JsonTextOptions {
  /** With its quotes. Answers to GET and HEAD then heed `If-None-Match`. */
  readonly etag?: string | undefined;
  /** Default `application/json`. */
  readonly contentType?: string | undefined;
  /** More header fields: name, value, name, value … */
  readonly fields?: readonly string[] | undefined;
}

/** JSON text on its way to the wire: `response.json` writes it as it is. */
export class JsonText {
  readonly text: string;
  readonly etag: string | undefined;
  readonly contentType: string;
  readonly fields: readonly string[] | undefined;

  constructor(text: string, { etag, contentType = 'application/json', fields }: JsonTextOptions = {}) {
    this.text = text;
    this.etag = etag;
    this.contentType = contentType;
    this.fields = fields;
  }
}
