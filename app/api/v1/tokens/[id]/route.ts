import { revokeToken } from '@/lib/server/tokens';
import { handle } from '../../../http';

export const DELETE = handle<{ id: string }>('owner', ({ params }) => {
  revokeToken(params.id);
  return new Response(null, { status: 204 });
});
