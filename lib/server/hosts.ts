const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a Host header names this server. A page on another site can make a browser send requests here under a name
 * of its own (DNS rebinding); they carry that name.
 *
 * @param extra HELDOUT_ALLOWED_HOSTS: names separated by commas, any port
 */
export function isAllowedHost(
  host: string | null,
  extra: string | undefined = process.env['HELDOUT_ALLOWED_HOSTS'],
): boolean {
  if (!host) return false;
  const allowed = [...loopback, ...(extra ?? '').split(',').map((name) => name.trim())];
  const name = hostname(host);
  return name !== '' && allowed.some((entry) => hostname(entry) === name);
}

/** Whether a request with this Host header does not leave the machine. */
export function isLoopback(host: string | null): boolean {
  return host !== null && loopback.includes(hostname(host));
}

/** Without the port, in lower case; [::1] keeps its brackets. */
function hostname(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

/** One sentence for a refused Host header. */
export function refusedHostMessage(host: string | null): string {
  return `The host ${JSON.stringify(host ?? '')} is not one that this dashboard answers to: open it at 127.0.0.1 or localhost, or start it with --allowed-host NAME (HELDOUT_ALLOWED_HOSTS).`;
}
