import { ApiError } from '../../../client/api';

/**
 * The sweep as YAML, as `heldout sweep run` takes it.
 *
 * @throws ApiError
 */
export async function fetchSpecText(sweepId: string, signal?: AbortSignal): Promise<string> {
  const url = `/api/v1/sweeps/${encodeURIComponent(sweepId)}/spec`;
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('server_unreachable', 'The server did not answer. Is `heldout start` still running?');
  }
  if (!response.ok) throw new ApiError('internal', `GET ${url} answered ${response.status}.`);
  return response.text();
}
