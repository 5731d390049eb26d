import { getArtifact } from '@/lib/server/runs';
import { attachment, handle } from '../../../../../http';

export const GET = handle<{ id: string; name: string }>('person', ({ params }) => {
  const { name, mediaType, text } = getArtifact(params.id, params.name);
  return new Response(text, { headers: attachment(`${params.id}-${name}.json`, mediaType) });
});
