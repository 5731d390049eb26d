import { tokenRequestSchema } from '@/lib/domain/token';
import { createToken, listTokens } from '@/lib/server/tokens';
import { handle, json, readBody } from '../../http';

export const GET = handle('owner', () => json({ tokens: listTokens() }));

/** Body: {name, role}; the answer alone holds the secret. */
export const POST = handle('owner', async ({ request }) =>
  json(createToken(await readBody(request, tokenRequestSchema, 'New token')), 201),
);
