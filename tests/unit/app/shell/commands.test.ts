import { describe, expect, it } from 'vitest';
import { matchesCommand } from '@/app/shell/commandMatch';

describe('a command', () => {
  const command = { label: 'd_model 256, learned, source END on', hint: 'seed 2' };

  it('is found by all of the words, in any order and case', () => {
    expect(matchesCommand(command, '')).toBe(true);
    expect(matchesCommand(command, 'LEARNED 256')).toBe(true);
    expect(matchesCommand(command, 'seed 2 256')).toBe(true);
    expect(matchesCommand(command, ' learned ')).toBe(true);
    expect(matchesCommand(command, 'learned 512')).toBe(false);
  });
});
