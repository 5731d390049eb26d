import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { keptModelSchema, modelUploadSchema } from '@/lib/domain/protocol';
import { type Moment, moments } from '@/lib/domain/score';
import { openModel, receiveModel } from '@/lib/server/models';
import { withBody } from '../../../../../body';
import { attachment, handle, json } from '../../../../../http';

/** A billion parameters. Models stream from the request to the disk, so this bounds the disk alone. */
const maxModelBytes = 4 * 2 ** 30;

interface Params {
  id: string;
  moment: string;
}

/** The file, safetensors; its SHA-256 is its ETag. */
export const GET = handle<Params>('person', ({ request, params }) => {
  const { model, stream } = openModel(params.id, momentOf(params.moment));
  const etag = `"${model.sha256}"`;
  const headers = {
    ...attachment(`${params.id}-${model.moment}.safetensors`, 'application/octet-stream'),
    // Another training of the run makes another file.
    'cache-control': 'private, no-cache',
    etag,
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(stream(), { headers: { ...headers, 'content-length': String(model.bytes) } });
});

/** From the worker that trains the run, or from a person who imports it: ?attempt=…&leaseToken=…&step=…&epoch=…, the file as the body. */
export const PUT = handle<Params>('either', async ({ request, params, url }) => {
  const announced = announcedModel(request, url);
  const model = { ...announced, moment: momentOf(params.moment) };
  await withBody(request, maxModelBytes, (chunks) => receiveModel(params.id, model, chunks));
  return json({});
});

function momentOf(text: string): Moment {
  const moment = moments.find((known) => known === text);
  if (moment) return moment;
  throw new HeldoutError(
    'not_found',
    `A run keeps models of the moments ${moments.join(', ')}; got ${text}.`,
  );
}

const announcedSchema = modelUploadSchema.extend({
  bytes: z.coerce.number().pipe(keptModelSchema.shape.bytes.max(maxModelBytes)),
  sha256: keptModelSchema.shape.sha256,
});

/** @throws HeldoutError invalid_input */
function announcedModel(request: Request, url: URL): z.output<typeof announcedSchema> {
  const parsed = announcedSchema.safeParse({
    ...Object.fromEntries(url.searchParams),
    bytes: request.headers.get('content-length'),
    sha256: request.headers.get('x-sha256'),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new HeldoutError(
    'invalid_input',
    `Keeping a model: ${path}: ${issue?.message}; send attempt, leaseToken, step and epoch in the query, content-length and x-sha256 as headers.`,
    { path },
  );
}
