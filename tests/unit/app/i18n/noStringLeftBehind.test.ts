import { describe, expect, it } from 'vitest';
import { pageSources } from './sources';
import { untranslatedIn } from './untranslated';

const found = (text: string) => untranslatedIn('example.tsx', text);

it('no sentence of a page is written in its code', () => {
  const left = pageSources().flatMap(({ path, text }) =>
    untranslatedIn(path, text).map((where) => `app/${path}:${where}`),
  );
  expect(left).toEqual([]);
});

describe('what is found', () => {
  it('is text between tags, also where one of two is chosen', () => {
    expect(found('const a = <p>Not <b>yet</b></p>;')).toEqual(['1: Not', '1: yet']);
    expect(found("const a = <p>{open ? 'hide' : `show $" + '{count}`}</p>;')).toEqual(['1: hide', '1: show']);
  });

  it('is what attributes say', () => {
    expect(found('const a = <img alt="A curve" src="a b" />;')).toEqual(['1: A curve']);
    expect(found("const a = <Select label={x ?? 'Split'} />;")).toEqual(['1: Split']);
  });

  it('is what is handed to toasts, options and documents', () => {
    expect(found("toast({ text: 'It is done' });")).toEqual(['1: It is done']);
    expect(found("document.title = 'Sweeps';")).toEqual(['1: Sweeps']);
    expect(found("export const metadata = { title: 'Sweeps' };")).toEqual(['1: Sweeps']);
  });

  it('is nothing where words come from the messages, or are names', () => {
    expect(found("const a = <p title={words('title')}>{words(open ? 'hide' : 'show')}</p>;")).toEqual([]);
    expect(found('const a = <p className="a b">BLEU · {1} MB</p>;')).toEqual([]);
    expect(found('const a = <p translate="no">Seen as it is</p>;')).toEqual([]);
    expect(found('const a = <code>heldout start</code>;')).toEqual([]);
  });
});
