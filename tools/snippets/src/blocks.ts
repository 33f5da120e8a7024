export interface Block {
  readonly language: string;
  /** What stands behind the language. */
  readonly note: string;
  readonly text: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
}

/** The fenced code blocks of a Markdown page, in order. Throws on a fence that is never closed. */
export function findBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const opening = /^```(\S+)?(?:\s+(.*))?$/.exec(lines[index] ?? '');
    if (opening === null) continue;
    const end = lines.indexOf('```', index + 1);
    if (end === -1) throw new Error(`the code block in line ${index + 1} is never closed`);
    const [, language = '', note = ''] = opening;
    blocks.push({ language, note, text: lines.slice(index + 1, end).join('\n'), line: index + 1 });
    index = end;
  }
  return blocks;
}
