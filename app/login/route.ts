import { exchangeLoginToken, isSignedIn } from '@/lib/server/auth';
import { handle } from '../api/http';

/** Exchanges ?token=… for a session cookie, once. Without a valid one it leads to the page that says how to get one. */
export const GET = handle('anyone', ({ request, url }) => {
  // A HEAD request, which Next answers through GET, only looks: it must not use the token up.
  const token = request.method === 'GET' ? url.searchParams.get('token') : null;
  const cookie = token ? exchangeLoginToken(token, request.headers.get('host')) : null;
  if (cookie) return signedIn(request, cookie);
  return redirect(isSignedIn(request.headers) ? '/' : '/signed-out');
});

function signedIn(request: Request, cookie: string): Response {
  if (request.headers.get('sec-fetch-site') !== 'cross-site') return redirect('/', cookie);
  // Clicked on another site (a terminal in the browser): a redirect would still count as that site's request, and
  // carry no SameSite=Strict cookie. A page that leads on by itself is this site's.
  return new Response(
    '<!doctype html><meta http-equiv="refresh" content="0; url=/"><a href="/">Heldout</a>',
    {
      headers: { ...privately(cookie), 'content-type': 'text/html; charset=utf-8' },
    },
  );
}

function redirect(location: string, cookie?: string): Response {
  return new Response(null, { status: 303, headers: { location, ...privately(cookie) } });
}

/** The address holds a secret: it is neither stored nor told to the page it leads to. */
function privately(cookie: string | undefined): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    ...(cookie === undefined ? {} : { 'set-cookie': cookie }),
  };
}
