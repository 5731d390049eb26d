import { type GettextEntry, po } from 'gettext-parser';
import type { Pair } from '@/lib/domain/corpus';
import { invalidCorpus, quoted } from './importError';
import type { ParserInput } from './parserInput';
import { textLines } from './textLines';

const maxEntryLength = 256 * 1024;
const maxForms = 16;
const keywordLine = /^(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,2}\])?)\s*)?"[^"\\]*(?:\\.[^"\\]*)*"$/;

/**
 * gettext PO: msgid is the source, msgstr the target, whatever the languages. The file is cut into its entries, which
 * are parsed one by one, so that a catalogue of any size is read in little memory. Of a plural entry the first form is
 * taken, with msgid; further forms, fuzzy, obsolete and untranslated entries are left out and counted; the header is
 * no sentence.
 *
 * @throws HeldoutError invalid_corpus, naming the line, where a line is not of the form or an entry has no msgstr
 */
export async function* parseGettext({ text, tally, isWhole }: ParserInput): AsyncGenerator<Pair> {
  const entry = new EntryLines();
  let lineNumber = 0;

  function* finishEntry(): Generator<Pair> {
    const content = entry.take();
    if (content === null) return;
    const parsed = parseEntry(content);
    if (parsed === null || parsed.msgid === '') return;
    tally.unitsRead++;
    const [first = '', ...further] = parsed.msgstr ?? [];
    if (/(^|,)\s*fuzzy\s*(,|$)/m.test(parsed.comments?.flag ?? '')) tally.remove('fuzzy entries');
    else if (first === '') tally.remove('untranslated entries');
    else {
      tally.remove('further plural forms', further.filter((form) => form !== '').length);
      yield { source: parsed.msgid, target: first };
    }
  }

  for await (const lines of textLines(text, isWhole)) {
    for (const raw of lines) {
      lineNumber++;
      const line = raw.trim();
      if (line.startsWith('#~')) {
        if (/^#~\s*msgid\s*"/.test(line)) {
          tally.unitsRead++;
          tally.remove('obsolete entries');
        }
        continue;
      }
      if (entry.endsBefore(line)) yield* finishEntry();
      if (line !== '') entry.add(line, lineNumber);
    }
  }
  // The last entry of a beginning may be half an entry.
  if (isWhole) yield* finishEntry();
}

/** The lines of one entry, checked one by one, so that the parser is given nothing that it would misread. */
class EntryLines {
  private lines: string[] = [];
  private length = 0;
  private firstLine = 0;
  private hasSource = false;
  private forms = 0;

  endsBefore(line: string): boolean {
    return line === '' || (this.forms > 0 && (line.startsWith('#') || /^(msgctxt|msgid)\s*"/.test(line)));
  }

  add(line: string, lineNumber: number): void {
    if (this.lines.length === 0) this.firstLine = lineNumber;
    this.length += line.length + 1;
    if (this.length > maxEntryLength) {
      throw invalidCorpus(`the entry at line ${this.firstLine} is longer than 256 KiB; expected sentences`);
    }
    if (!line.startsWith('#')) this.checkKeyword(line, lineNumber);
    this.lines.push(line);
  }

  private checkKeyword(line: string, lineNumber: number): void {
    const match = keywordLine.exec(line);
    if (match === null) throw unreadable(line, lineNumber);
    const keyword = match[1] ?? '';
    const isForm = keyword.startsWith('msgstr');
    const isRepeated = (keyword === 'msgid' && this.hasSource) || (keyword === 'msgstr' && this.forms > 0);
    const isTooEarly =
      !this.hasSource && keyword !== 'msgid' && keyword !== 'msgctxt' && !this.isInContext(keyword);
    if (isRepeated || isTooEarly || (isForm && this.forms === maxForms)) throw unreadable(line, lineNumber);
    if (keyword === 'msgid') this.hasSource = true;
    if (isForm) this.forms++;
  }

  /** A string that continues msgctxt. */
  private isInContext(keyword: string): boolean {
    return keyword === '' && this.lines.some((line) => line.startsWith('msgctxt'));
  }

  /** The entry's text, or null where there were only comments; the next entry then begins. */
  take(): string | null {
    const { hasSource, forms, firstLine } = this;
    const content = this.lines.join('\n');
    const isComment = this.lines.every((line) => line.startsWith('#'));
    this.lines = [];
    this.length = 0;
    this.hasSource = false;
    this.forms = 0;
    if (isComment) return null;
    if (!hasSource || forms === 0) {
      throw invalidCorpus(`the entry at line ${firstLine} is not complete; expected msgid and msgstr`);
    }
    return content;
  }
}

function parseEntry(content: string): GettextEntry | null {
  const [entries] = Object.values(po.parse(content).translations);
  const [entry] = Object.values(entries ?? {});
  return entry ?? null;
}

function unreadable(line: string, lineNumber: number): Error {
  return invalidCorpus(
    `line ${lineNumber} is not of a PO file (${quoted(line)}); expected msgid "…", then msgstr "…", each line's text in quotes`,
  );
}
