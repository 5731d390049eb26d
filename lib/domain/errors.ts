/**
 * Every failure that a person can meet has a stable code, a sentence that names the operation and the value,
 * and the way out. HTTP status codes are chosen in the routes and exit codes in the command line, not here.
 */
export const errorCodes = [
  'invalid_input',
  'invalid_config',
  'invalid_sweep',
  'too_many_variants',
  'invalid_corpus',
  'not_found',
  'conflict',
  'not_comparable',
  'stale_attempt',
  'unauthorized',
  'forbidden',
  'payload_too_large',
  'checksum_mismatch',
  'storage_unavailable',
  'storage_full',
  'port_in_use',
  'server_unreachable',
  'engine_unavailable',
  'unsupported_kernel',
  'diverged',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export class HeldoutError extends Error {
  readonly code: ErrorCode;
  /** Where the fault lies, as a dotted path into the input ("factors.heads"), so that a form can show it beside the field. */
  readonly path: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { path?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HeldoutError';
    this.code = code;
    this.path = options.path;
  }
}
