import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Pair } from '@/lib/domain/corpus';
import { invalidCorpus, quoted } from './importError';
import type { ParserInput } from './parserInput';
import { chooseVariants, TmxUnit } from './tmxUnit';

const maxUnitLength = 1024 * 1024;
const maxDepth = 100;
const sliceLength = 64 * 1024;
/** Native code of the format that a translation came from, and placeholders for it: no part of the sentence. */
const nativeCode = new Set(['bpt', 'ept', 'ph', 'it', 'ut']);

/**
 * TMX 1.4: of each unit the variants of the two languages. Text inside <hi> is kept, native code (<bpt>, <ept>, <it>,
 * <ph>, <ut>, with any <sub> in it) is not. The attribution is the unit's <prop type="attribution">, else its
 * creationid, else its <note>.
 *
 * @throws HeldoutError invalid_corpus, naming the line: a document type or entities (never expanded), XML that is not
 *   well formed, a unit or anything between units above 1 MiB, another root element, languages that are not there
 */
export async function* parseTmx({ text, options, tally, isWhole }: ParserInput): AsyncGenerator<Pair> {
  const languages = new Set<string>();
  const reader = new TmxReader((unit) => {
    tally.unitsRead++;
    for (const { language } of unit.variants) if (languages.size < 20) languages.add(language);
    const chosen = chooseVariants(unit, options.sourceLanguage, options.targetLanguage);
    if (chosen === null) {
      tally.remove('units without both languages');
      return null;
    }
    tally.remove('further variants of a unit', chosen.further);
    return chosen.pair;
  });
  let pairs = 0;
  for await (const piece of text) {
    for (let start = 0; start < piece.length; start += sliceLength) {
      const ready = reader.read(piece.slice(start, start + sliceLength));
      pairs += ready.length;
      yield* ready;
    }
  }
  if (!isWhole) return;
  reader.finish();
  if (pairs === 0 && languages.size > 0) {
    throw invalidCorpus(
      `no unit has both ${options.sourceLanguage} and ${options.targetLanguage}; the file's languages are ${[...languages].join(', ')}`,
    );
  }
}

class TmxReader {
  private readonly parser = new SaxesParser({ xmlns: false });
  private readonly path: string[] = [];
  private unit: TmxUnit | null = null;
  /** Elements of native code that are open around the current text. */
  private muted = 0;
  private ready: Pair[] = [];
  private progressAt = 0;

  constructor(private readonly finishUnit: (unit: TmxUnit) => Pair | null) {
    this.parser.on('doctype', () => {
      throw this.refusedDoctype();
    });
    this.parser.on('error', ({ message }) => {
      const isEntity = /entity/i.test(message);
      if (isEntity)
        throw this.invalid('has an entity that XML itself does not define; write the character instead');
      throw this.invalid(`is not well-formed XML (${quoted(message.replace(/^\d+:\d+:\s*/, ''))})`);
    });
    this.parser.on('opentag', (tag) => this.open(tag));
    this.parser.on('closetag', ({ name }) => this.close(name));
    this.parser.on('text', (text) => this.addText(text));
    this.parser.on('cdata', (text) => this.addText(text));
  }

  /** @returns the pairs of the units that ended in this piece */
  read(piece: string): Pair[] {
    this.parser.write(piece);
    if (this.parser.position - this.progressAt > maxUnitLength + sliceLength) {
      throw this.invalid('lies in a unit or other element longer than 1 MiB; expected sentences');
    }
    const { ready } = this;
    this.ready = [];
    return ready;
  }

  finish(): void {
    this.parser.close();
  }

  private open({ name, attributes }: SaxesTagPlain): void {
    if (this.path.length === 0 && name !== 'tmx') {
      throw this.invalid(`begins the document with <${name.slice(0, 40)}>; expected <tmx>`);
    }
    if (this.path.length === maxDepth) throw this.invalid('nests elements more than 100 deep');
    this.path.push(name);
    if (name === 'tu') this.unit = new TmxUnit(attributes['creationid']);
    else if (name === 'tuv') {
      this.unit?.openVariant(attributes['xml:lang'] ?? attributes['lang'] ?? '', attributes['creationid']);
    } else if (name === 'seg') this.muted = 0;
    else if (name === 'prop') this.unit?.openProperty(attributes['type'] ?? '');
    else if (name === 'note') this.unit?.openNote();
    else if (nativeCode.has(name)) this.muted++;
    if (this.unit === null) this.progressAt = this.parser.position;
  }

  private close(name: string): void {
    this.path.pop();
    if (nativeCode.has(name)) this.muted--;
    if (name === 'tu' && this.unit !== null) {
      const pair = this.finishUnit(this.unit);
      if (pair !== null) this.ready.push(pair);
      this.unit = null;
    }
    if (this.unit === null) this.progressAt = this.parser.position;
  }

  private addText(text: string): void {
    if (this.unit === null) return;
    if (this.path.includes('seg')) {
      if (this.muted === 0) this.unit.addSentence(text);
    } else if (this.path.at(-1) === 'prop') this.unit.addProperty(text);
    else if (this.path.at(-1) === 'note') this.unit.addNote(text);
  }

  private refusedDoctype(): Error {
    return this.invalid(
      'has a document type (<!DOCTYPE …>), which could define entities and is never followed; take it out of the file',
    );
  }

  private invalid(rest: string): Error {
    return invalidCorpus(`line ${this.parser.line} of the TMX file ${rest}`);
  }
}
