import { describe, expect, it } from 'vitest';
import { isAllowedHost } from '@/lib/server/hosts';

describe('isAllowedHost', () => {
  it.each(['127.0.0.1', '127.0.0.1:4242', 'localhost:1', 'LOCALHOST', '[::1]', '[::1]:4242'])(
    'takes this machine under %s',
    (host) => expect(isAllowedHost(host, undefined)).toBe(true),
  );

  it.each([null, '', ':4242', 'evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '::1'])(
    'refuses %s',
    (host) => expect(isAllowedHost(host, undefined)).toBe(false),
  );

  it('takes names that were allowed, under any port, and no others', () => {
    const extra = 'lab.example, Other.example:8443,';
    expect(isAllowedHost('lab.example:4242', extra)).toBe(true);
    expect(isAllowedHost('other.example', extra)).toBe(true);
    expect(isAllowedHost('localhost', extra)).toBe(true);
    expect(isAllowedHost('sub.lab.example', extra)).toBe(false);
    expect(isAllowedHost('', extra)).toBe(false);
  });
});
