import { describe, expect, it } from 'vitest';
import { isCharacterKey, type Shortcut, ShortcutMatcher } from '@/app/shell/shortcutMatcher';

const shortcut = (keys: string): Shortcut => ({ keys, description: keys, run: () => undefined });
const list = ['g s', 'g n', '1', '?', 'mod+k', 's'].map(shortcut);

function press(key: string, modifiers: { ctrl?: boolean; meta?: boolean; alt?: boolean } = {}) {
  const { ctrl = false, meta = false, alt = false } = modifiers;
  return { key, ctrlKey: ctrl, metaKey: meta, altKey: alt };
}

/** What a row of keys runs, pressed `gapMs` after one another. */
function typed(keys: readonly string[], gapMs = 100, shortcuts = list): (string | undefined)[] {
  const matcher = new ShortcutMatcher();
  return keys.map((key, place) => matcher.press(press(key), shortcuts, place * gapMs)?.keys);
}

describe('shortcuts', () => {
  it('are a key, or several one after the other', () => {
    expect(typed(['1'])).toEqual(['1']);
    expect(typed(['g', 's'])).toEqual([undefined, 'g s']);
    expect(typed(['g', 's', 's'])).toEqual([undefined, 'g s', 's']);
  });

  it('begin again after a key that leads nowhere, which may be the first of another', () => {
    expect(typed(['g', 'x', 's'])).toEqual([undefined, undefined, 's']);
    expect(typed(['g', 'g', 'n'])).toEqual([undefined, undefined, 'g n']);
    expect(typed(['g', '1'])).toEqual([undefined, '1']);
  });

  it('are no sequence with a long pause between the keys', () => {
    expect(typed(['g', 's'], 2000)).toEqual([undefined, 's']);
  });

  it('do not care for capitals, and let shift make a character', () => {
    expect(typed(['G', 'S'])).toEqual([undefined, 'g s']);
    expect(typed(['Shift', '?'])).toEqual([undefined, '?']);
  });

  it('with a modifier are others, by ctrl or by command', () => {
    const matcher = new ShortcutMatcher();
    expect(matcher.press(press('k', { ctrl: true }), list, 0)?.keys).toBe('mod+k');
    expect(matcher.press(press('k', { meta: true }), list, 1)?.keys).toBe('mod+k');
    expect(matcher.press(press('k'), list, 2)).toBeUndefined();
    expect(matcher.press(press('1', { ctrl: true }), list, 3)).toBeUndefined();
    expect(matcher.press(press('1', { alt: true }), list, 4)).toBeUndefined();
  });

  it('registered last stand before others of the same keys', () => {
    const own = shortcut('1');
    expect(new ShortcutMatcher().press(press('1'), [...list, own], 0)).toBe(own);
  });

  it('that are characters alone can be told from others (WCAG 2.1.4)', () => {
    expect(list.filter(isCharacterKey).map(({ keys }) => keys)).toEqual(['g s', 'g n', '1', '?', 's']);
  });
});
