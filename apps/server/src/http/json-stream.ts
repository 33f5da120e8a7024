/** JSON text that is too long to be held: `response.json` writes it chunk by chunk, as fast as the caller takes it. */
export class JsonStream {
  readonly chunks: AsyncIterable<string>;

  constructor(chunks: AsyncIterable<string>) {
    this.chunks = chunks;
  }
}
