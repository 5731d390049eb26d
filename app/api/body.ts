import { HeldoutError } from '@/lib/domain/errors';

/** A body that is refused halfway is read on up to here, see withBody. */
const maxDrainedBytes = 512 * 2 ** 20;

/** @throws HeldoutError payload_too_large */
export async function readText(request: Request, limitBytes: number): Promise<string> {
  return withBody(request, limitBytes, async (chunks) => {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    return Buffer.concat(parts).toString('utf8');
  });
}

/**
 * Lets `read` take the body in pieces. Where it throws, the rest is read and thrown away: a client that is still
 * sending sees a closed connection otherwise, and never the reason.
 *
 * @throws HeldoutError payload_too_large above limitBytes; invalid_input where the body breaks off
 */
export async function withBody<T>(
  request: Request,
  limitBytes: number,
  read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const reader = request.body?.getReader();
  try {
    return await read(limited(reader, limitBytes));
  } catch (error) {
    if (reader) await drain(reader);
    throw error;
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function* limited(reader: Reader | undefined, limitBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for (;;) {
    const next = await reader?.read().catch((cause: unknown) => {
      throw brokenOff(bytes, cause);
    });
    if (!next || next.done) return;
    bytes += next.value.length;
    if (bytes > limitBytes) {
      throw new HeldoutError(
        'payload_too_large',
        `The request's body is larger than ${limitBytes / 2 ** 20} MiB, the most that is taken here: send less at once.`,
      );
    }
    yield next.value;
  }
}

/** Nobody hears it: whoever sent the body is gone. It is no failure of the server, though, and must not be logged as one. */
function brokenOff(bytes: number, cause: unknown): HeldoutError {
  return new HeldoutError(
    'invalid_input',
    `The request's body broke off after ${bytes} bytes: send it again.`,
    { cause },
  );
}

async function drain(reader: Reader): Promise<void> {
  let bytes = 0;
  while (bytes < maxDrainedBytes) {
    const next = await reader.read().catch(() => undefined);
    if (!next || next.done) return;
    bytes += next.value.length;
  }
  await reader.cancel().catch(() => undefined);
}
