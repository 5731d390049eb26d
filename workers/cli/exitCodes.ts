import type { ErrorCode } from '@/lib/domain/errors';

/** Exit codes that scripts can trust; printed by `heldout --help`. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, unreachable: 3 } as const;

const usage: readonly ErrorCode[] = [
  'invalid_input',
  'invalid_config',
  'invalid_sweep',
  'too_many_variants',
  'invalid_corpus',
  'not_found',
  'not_comparable',
  'payload_too_large',
];

export function exitCodeOf(code: ErrorCode): number {
  if (code === 'server_unreachable') return exitCodes.unreachable;
  return usage.includes(code) ? exitCodes.usage : exitCodes.failed;
}
