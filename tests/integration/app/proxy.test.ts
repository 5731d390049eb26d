import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { proxy } from '@/proxy';

const page = (host: string) => proxy(new NextRequest('http://127.0.0.1:4242/', { headers: { host } }));

describe('the proxy in front of pages', () => {
  it('refuses hosts that are not this dashboard', async () => {
    const response = page('evil.example');
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('"evil.example" is not one');
  });

  it('gives every page a policy with a nonce of its own', () => {
    const policies = [page('localhost:4242'), page('localhost:4242')].map(
      (response) => response.headers.get('content-security-policy') ?? '',
    );
    for (const policy of policies) {
      expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}' 'strict-dynamic'(;|$)/);
      expect(policy).toContain("frame-ancestors 'none'");
    }
    expect(policies[0]).not.toBe(policies[1]);
  });
});
