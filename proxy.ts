import { type NextRequest, NextResponse } from 'next/server';
import { isAllowedHost, refusedHostMessage } from '@/lib/server/hosts';

/**
 * Pages only: refuses unknown hosts and gives every page its Content-Security-Policy. Who may see what is decided in
 * each page and handler, never here. The API does its own host check; its bodies must not pass through a proxy, which
 * keeps the first 10 MB of a body in memory and drops the rest.
 */
export function proxy(request: NextRequest): NextResponse {
  const host = request.headers.get('host');
  if (!isAllowedHost(host)) return new NextResponse(`${refusedHostMessage(host)}\n`, { status: 403 });

  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  // Next reads the nonce from this header and puts it on its own scripts and styles.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  // React evaluates strings in development only, to show where an error on the server came from.
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const config = { matcher: ['/((?!api/|_next/static/).*)'] };
